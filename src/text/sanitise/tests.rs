use proptest::prelude::*;

use super::*;

fn is_hostile(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
        || matches!(
            c,
            '\u{feff}' | '\u{2028}' | '\u{2029}' | '\u{200b}' | '\u{e0000}'..='\u{e007f}'
        )
}

#[test]
fn leaves_clean_text_borrowed() {
    for s in [
        "",
        "plain",
        "two\nlines",
        "naïve 日本語 👨‍👩‍👧 e\u{301}",
        "❤\u{fe0f}",
        "می\u{200c}خواهم",
    ] {
        assert!(matches!(display(s), Cow::Borrowed(_)), "{s:?}");
        assert!(is_clean(s));
    }
}

#[test]
fn shows_controls() {
    assert_eq!(display("a\tb\r\nc\rd"), "a    b\nc␍d");
    assert_eq!(display("\x1b]52;c;QQ==\x07"), "␛]52;c;QQ==␇");
    assert_eq!(display("\0\x7f\u{85}\u{9b}"), "␀␡⟨85⟩⟨9B⟩");
    assert_eq!(display("a\u{202e}b\u{2066}\u{61c}"), "a⟨RLO⟩b⟨LRI⟩⟨ALM⟩");
    assert_eq!(display("\u{feff}x\u{200b}\u{2028}"), "⟨BOM⟩x⟨ZWSP⟩⟨LS⟩");
    assert_eq!(display("co\u{ad}op"), "coop");
}

#[test]
fn shows_hidden_text() {
    assert_eq!(display("hi\u{e0068}\u{e0069}\u{e007f}!"), "hi⟨tag hi⟩!");
    assert_eq!(display("a\u{e0101}"), "a⟨E0101⟩");
    assert_eq!(display("☺\u{fe0f}\u{fe01}"), "☺\u{fe0f}⟨FE01⟩");
    let zalgo = format!("a{}", "\u{301}".repeat(500));
    assert_eq!(display(&zalgo).chars().count(), 31);
}

#[test]
fn puts_text_on_one_line() {
    assert_eq!(line("a\r\n\t b\u{a0}\u{2028}c"), "a b c");
    assert_eq!(line("a\x1b[31m\nb"), "a␛[31m b");
    assert!(matches!(line("a b c"), Cow::Borrowed(_)));
}

proptest! {
    #[test]
    fn never_lets_a_control_through(s in any::<String>()) {
        prop_assert!(!display(&s).chars().any(is_hostile));
        prop_assert!(!line(&s).chars().any(|c| is_hostile(c) || c == '\n'));
        prop_assert_eq!(is_clean(&s), matches!(display(&s), Cow::Borrowed(_)));
    }

    #[test]
    fn is_stable(s in "[a\n\r\t\u{0}-\u{1f}\u{80}-\u{9f}\u{200b}-\u{200f}\u{2028}-\u{202e}\u{fe00}-\u{fe0f}\u{301}日\u{e0000}-\u{e01ff}]{0,50}") {
        let once = display(&s).into_owned();
        prop_assert!(!once.chars().any(is_hostile));
        prop_assert!(is_clean(&once), "{once:?}");
    }
}
