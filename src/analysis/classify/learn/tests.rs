use super::*;

/// What people of a shop complain of, by mode; a number makes each text another.
fn text(mode: usize, i: usize) -> String {
    let said = [
        [
            "the number of days is not right",
            "refund days differ from the page",
            "five days not fourteen",
        ],
        [
            "a novel again, shorten it",
            "far more words than needed",
            "long paragraphs for one number",
        ],
        [
            "cancelled another order of mine",
            "the agent took the other parcel",
            "changed the order I did not name",
        ],
    ];
    let filler = [
        "please", "today", "again", "hello", "thanks", "sorry", "team",
    ];
    format!(
        "{} {} {} case {i}",
        said[mode][i % 3],
        filler[i % 7],
        filler[(i / 7) % 7]
    )
}

fn examples(n: usize) -> Vec<Example> {
    let mode = |i: usize| ["wrong_facts", "too_long", "tool_misuse"][i % 3].to_owned();
    (0..n)
        .map(|i| Example {
            text: text(i % 3, i / 3),
            modes: vec![mode(i)],
            blind: (i % 2 == 0).then(|| vec![mode(i)]),
        })
        .collect()
}

#[test]
fn few_labels_teach_nothing() {
    assert_eq!(train(Vec::new()), None);
    assert_eq!(train(examples(9)), None);
    let one_mode = examples(60)
        .into_iter()
        .filter(|e| e.modes[0] == "too_long")
        .collect();
    assert_eq!(train(one_mode), None);
}

#[test]
fn names_the_mode_of_a_text_like_those_labelled() {
    for n in [45, 300] {
        let learnt = train(examples(n)).unwrap();
        assert_eq!(
            learnt.classes.iter().all(|c| c.regression),
            n >= REGRESSION_FROM
        );
        let guesses = learnt.guess("a novel again, could you shorten it");
        assert_eq!(guesses[0].mode, "too_long", "{guesses:?}");
        assert!(guesses[0].confidence > 0.6, "{guesses:?}");
        assert!(
            guesses[0]
                .why
                .starts_with(&format!("like {} you labelled: '", n / 3)),
            "{guesses:?}"
        );
        assert_eq!(learnt.guess("quantum chromodynamics"), []);
        assert_eq!(learnt.guess(""), []);
    }
}

#[test]
fn order_and_bytes_make_no_difference() {
    let learnt = train(examples(240)).unwrap();
    let mut turned = examples(240);
    turned.reverse();
    assert_eq!(train(turned).unwrap().to_bytes(), learnt.to_bytes());
    let read = Classifier::from_bytes(&learnt.to_bytes()).unwrap();
    assert_eq!(read, learnt);
    let bytes = learnt.to_bytes();
    assert_eq!(
        Classifier::from_bytes(&bytes[..bytes.len() - 1]),
        Err(Unreadable)
    );
    assert_eq!(Classifier::from_bytes(b"{}"), Err(Unreadable));
}

/// Labels that have nothing to do with the text are not to be guessed, however often a text comes.
#[test]
fn stays_silent_where_labels_do_not_follow_from_the_text() {
    let mut state = 7_u64;
    let mut noise = Vec::new();
    for i in 0..300 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        let mode = ["wrong_facts", "too_long", "tool_misuse"][(state >> 40) as usize % 3];
        let example = Example {
            text: text((state >> 50) as usize % 3, i),
            modes: vec![mode.into()],
            blind: Some(vec![mode.into()]),
        };
        // Copies must not let a text be held out from itself.
        noise.extend([example.clone(), example.clone(), example]);
    }
    let learnt = train(noise).unwrap();
    let shown: usize = (0..300)
        .map(|i| learnt.guess(&text(i % 3, i + 1000)).len())
        .sum();
    assert!(shown < 60, "{shown} guesses from noise");
    let guessed: u32 = learnt.classes.iter().map(|c| c.trust.guessed()).sum();
    assert!(guessed < 60, "{guessed}");
}

#[test]
fn trust_is_counted_on_blind_labels_alone() {
    let learnt = train(examples(300)).unwrap();
    for class in &learnt.classes {
        assert_eq!(class.trust.n(), 150);
        assert!(class.trust.precision().unwrap() >= 0.85, "{class:?}");
    }
}
