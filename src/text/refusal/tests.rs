use proptest::prelude::*;

use super::*;

#[test]
fn tells_refusals() {
    for s in [
        "I'm sorry, but I can't assist with that.",
        "I’m sorry, but as an AI language model I cannot provide that.",
        "I cannot help you with this request.",
        "Sorry, I am unable to provide medical advice.",
    ] {
        assert!(refuses(s), "{s}");
    }
    for s in [
        "",
        "I'm sorry to hear that your parcel is late. Here is how to track it:",
        "Your refund can't be lost: it was sent on Monday.",
        "Sure! Here is the plan.",
    ] {
        assert!(!refuses(s), "{s}");
    }
    let late = format!("{}I cannot help with that.", "Some good text. ".repeat(30));
    assert!(!refuses(&late));
}

#[test]
fn tells_loops() {
    assert!(loops(&"please try again ".repeat(8)));
    assert!(!loops(&"please try again ".repeat(7)));
    assert!(loops(&"Let me check that order for you now.\n".repeat(8)));
    assert!(loops(&"no ".repeat(24)));
    assert!(!loops(&"no ".repeat(20)));
    assert!(loops(&"我不知道。".repeat(8)));
    assert!(loops(&format!(
        "{}{}",
        "a normal start of words ".repeat(2),
        "the end is near ".repeat(9)
    )));
    assert!(!loops(&"0, ".repeat(100)));
    assert!(!loops(
        "one of the best, one of the worst, one of the most, one of the few, one of the many"
    ));
    assert!(!loops(""));
}

struct Scores {
    found: usize,
    wrong: usize,
    missed: usize,
}

impl Scores {
    fn f1(&self) -> f64 {
        2.0 * self.found as f64 / (2 * self.found + self.wrong + self.missed) as f64
    }
}

/// Scores [`refuses`] against the people's labels of a file of the XSTest data set.
fn score(shared: &str, file: &str) -> Scores {
    let path = format!("{shared}/data/xstest-refusal-labels/{file}");
    let mut reader = csv::Reader::from_path(path).expect("the shared data set");
    let mut scores = Scores {
        found: 0,
        wrong: 0,
        missed: 0,
    };
    for row in reader.records() {
        let row = row.expect("a row");
        let (text, gold) = (&row[3], row[7].contains("full_refusal"));
        match (refuses(text), gold) {
            (true, true) => scores.found += 1,
            (true, false) => scores.wrong += 1,
            (false, true) => scores.missed += 1,
            (false, false) => {}
        }
    }
    scores
}

#[test]
fn finds_the_refusals_people_found() {
    let Ok(shared) = std::env::var("GOLDSET_SHARED") else {
        eprintln!("GOLDSET_SHARED is not set: refusals are NOT checked against human labels");
        return;
    };
    let s = score(&shared, "xstest_v2_completions_gpt4.csv");
    eprintln!(
        "GPT-4: refusal F1 {:.3} (found {}, wrong {}, missed {})",
        s.f1(),
        s.found,
        s.wrong,
        s.missed
    );
    assert!(s.f1() >= 0.92);
    // Answers to safe prompts, of which two are refusals without a set phrase: few may be taken for refusals.
    let s = score(
        &shared,
        "xstest_v2_completions_mistralinstruct.safe-prompts.csv",
    );
    assert!(s.wrong <= 3, "{}", s.wrong);
}

proptest! {
    #[test]
    fn any_stretch_loops(words in proptest::collection::vec("[a-z]{2,6}", 3..64), n in 8usize..10) {
        let stretch = words.join(" ") + ". ";
        prop_assert!(loops(&stretch.repeat(n)));
    }

    #[test]
    fn takes_any_text(s in any::<String>()) {
        refuses(&s);
        loops(&s);
    }
}

proptest! {
    #[test]
    fn runs_of_ascii_hash_as_their_characters(s in "[a-cA-C0-2éß日本 .,_\\n-]{0,60}") {
        let (mut one_by_one, mut word) = (Vec::new(), Word::default());
        for c in s.chars() {
            let cjk = crate::text::words::is_cjk(c);
            if cjk || !c.is_alphanumeric() {
                one_by_one.extend(word.take());
            }
            if c.is_alphanumeric() {
                word.push(c.to_ascii_lowercase() as u32, !c.is_ascii_digit());
            }
            if cjk {
                one_by_one.extend(word.take());
            }
        }
        one_by_one.extend(word.take());
        prop_assert_eq!(hash_words(&s), one_by_one);
    }
}
