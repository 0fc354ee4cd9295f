use proptest::prelude::*;
use std::collections::BTreeSet;

use super::*;

#[test]
fn normalises() {
    assert_eq!(normalise("  Hello\u{a0}\n WORLD 42 "), "hello world 42");
    assert_eq!(normalise("Straße"), normalise("STRASSE"));
    assert_eq!(normalise("ﬁne ＡＢＣ"), "fine abc");
    assert_eq!(normalise("e\u{301}"), normalise("É"));
    assert_eq!(normalise("\u{b}\t\r\n"), "");
}

#[test]
fn cuts_words_and_pairs() {
    assert_eq!(
        words("Don't stop, 3.5 times!"),
        ["don't", "stop", "3.5", "times"]
    );
    assert_eq!(words("日本語 ok 我"), ["日本", "本語", "ok", "我"]);
    assert_eq!(words("…"), Vec::<String>::new());
}

#[test]
fn compares_word_sets() {
    let a = word_set_hashes("cancel my order please");
    let b = word_set_hashes("Please cancel my ORDER, order!");
    assert_eq!(jaccard_sorted(&a, &b).to_bits(), 1f64.to_bits());
    let c = word_set_hashes("where is my order");
    assert!((jaccard_sorted(&a, &c) - 2.0 / 6.0).abs() < 1e-12);
    assert!(jaccard_sorted(&[], &[]) < 0.5);
}

fn alike(a: &str, b: &str) -> f64 {
    similarity(&shingles(a), &shingles(b))
}

#[test]
fn finds_near_duplicates() {
    let long = "please tell me how I can return the blue jacket that I bought two weeks ago in your store at the station";
    assert!(alike(long, &format!("{long}!")) > 0.99);
    assert!(alike(long, &format!("{long} today")) >= 0.8);
    assert!(alike(long, "what is the weather in Paris on the weekend") < 0.1);
    assert!(alike("reset my password", "Reset  my PASSWORD") > 0.99);
    assert!(alike("reset my password", "reset my passwords") < 0.01);
    assert!(
        alike(
            "order 4711 did not arrive in time",
            "order 4712 did not arrive in time"
        ) < 0.8
    );
}

#[test]
fn compares_cjk_by_characters() {
    let a = "私の注文した青いジャケットを返品する方法を教えてください。よろしくお願いします";
    assert!(alike(a, &a.replace('。', "")) > 0.99);
    assert!(alike(a, &format!("{a}ね")) >= 0.8);
    assert!(
        alike(
            a,
            "今日の東京の天気はどうですか、そして明日は雨が降りますか"
        ) < 0.2
    );
    assert!(alike("返品方法", "返品方式") < 0.01);
}

#[test]
fn scores_overlap() {
    assert!((token_f1("a b c d", "a b x") - 4.0 / 7.0).abs() < 1e-12);
    assert!((token_f1("a a", "a") - 2.0 / 3.0).abs() < 1e-12);
    assert!((rouge_l("the cat sat on the mat", "the cat on mat") - 0.8).abs() < 1e-12);
    assert!((rouge_l("a b", "b a") - 0.5).abs() < 1e-12);
    assert!(token_f1("", "") > 0.99 && token_f1("", "x") < 0.01 && rouge_l("!", "?") < 0.01);
}

#[test]
fn feeds_search() {
    assert_eq!(search_text(&["plain text", "b\0c"]), "plain text\nbc");
    assert_eq!(search_text(&["見積書abc", "x我y"]), "見積 積書 abc\nx 我 y");
    assert_eq!(search_text(&["日本。語学"]), "日本。 語学");
    assert_eq!(search_text(&["naïve “quote” …"]), "naïve “quote” …");
    assert_eq!(search_text(&[]), "");
}

#[test]
fn feeds_each_word_to_the_index_once() {
    assert_eq!(index_text(&["to be, or not", "to-be"]), "to be or not");
    assert_eq!(index_text(&["見積書 abc", "x見積"]), "見積 積書 abc x");
    assert_eq!(index_text(&["naïve… naïve…", "NAÏVE"]), "naïve… NAÏVE");
    assert_eq!(index_text(&["", " , "]), "");
}

proptest! {
    #[test]
    fn the_index_is_fed_all_words(s in "[a-cA-C0-2é日本 _'.,\n-]{0,40}") {
        let whole = |text: &str| -> BTreeSet<String> {
            text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
        };
        prop_assert_eq!(whole(&index_text(&[&s])), whole(&search_text(&[&s])));
    }

    #[test]
    fn normalising_is_idempotent(s in any::<String>()) {
        let once = normalise(&s);
        prop_assert_eq!(normalise(&once), once);
    }

    #[test]
    fn ascii_words_hash_as_any_words(s in "[a-cA-C0-2 _'.:,;/\n-]{0,40}") {
        let slow: Vec<u64> = words(&s).iter().map(|w| hash64(w)).collect();
        prop_assert_eq!(ascii::hash_words(&s).collect::<Vec<_>>(), slow);
    }

    #[test]
    fn similarities_are_symmetric_and_bounded(a in "[a-e ]{0,40}|\\PC{0,20}", b in "[a-e ]{0,40}|\\PC{0,20}") {
        let (ha, hb) = (word_set_hashes(&a), word_set_hashes(&b));
        for (x, y) in [
            (jaccard_sorted(&ha, &hb), jaccard_sorted(&hb, &ha)),
            (alike(&a, &b), alike(&b, &a)),
            (token_f1(&a, &b), token_f1(&b, &a)),
            (rouge_l(&a, &b), rouge_l(&b, &a)),
        ] {
            prop_assert!((0.0..=1.0).contains(&x));
            prop_assert!((x - y).abs() < 1e-12);
        }
        prop_assert!(alike(&a, &a) > 0.99);
    }

    #[test]
    fn search_text_of_ascii_is_the_text(s in "[ -~\n]{0,50}") {
        prop_assert_eq!(search_text(&[s.as_str()]), s);
    }
}
