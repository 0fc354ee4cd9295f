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
