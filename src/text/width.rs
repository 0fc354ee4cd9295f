//! How many terminal cells text takes, and cutting it to a number of cells, by grapheme.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

const ELLIPSIS: char = '…';

/// Cells that `s` takes when each grapheme is drawn for itself.
pub fn width(s: &str) -> usize {
    if is_plain(s.as_bytes()) {
        return s.len();
    }
    let mut cells = 0;
    let mut at = 0;
    while at < s.len() {
        let (end, w) = step(s, at);
        cells += w;
        at = end;
    }
    cells
}

/// Cuts `s` to at most `cells` cells, ending in `…` when something was cut off. Looks only at what it keeps.
pub fn truncate(s: &str, cells: usize) -> Cow<'_, str> {
    if s.len() <= cells && is_plain(s.as_bytes()) {
        return Cow::Borrowed(s);
    }
    let mut used = 0;
    let mut keep = 0;
    let mut at = 0;
    while at < s.len() {
        let (end, w) = step(s, at);
        if used + w > cells {
            return Cow::Owned(cut(&s[..keep], cells));
        }
        used += w;
        at = end;
        if used < cells {
            keep = end;
        }
    }
    Cow::Borrowed(s)
}

fn cut(kept: &str, cells: usize) -> String {
    let mut out = String::with_capacity(kept.len() + ELLIPSIS.len_utf8());
    if cells > 0 {
        out.push_str(kept);
        out.push(ELLIPSIS);
    }
    out
}

/// Cuts `s` to at most `cells` cells from its end, beginning with `…` when something was cut off.
pub fn truncate_start(s: &str, cells: usize) -> Cow<'_, str> {
    // Walking back over graphemes may look far behind each of them, so only a generous tail is looked at.
    let from = super::floor_boundary(s, s.len().saturating_sub(cells * 32 + 256));
    let tail = &s[from..];
    let mut used = 0;
    let mut keep = s.len();
    for (i, g) in tail.grapheme_indices(true).rev() {
        let w = grapheme_width(g);
        if used + w > cells {
            return Cow::Owned(cut_start(&s[keep..], cells));
        }
        used += w;
        if used < cells {
            keep = from + i;
        }
    }
    if from == 0 {
        Cow::Borrowed(s)
    } else {
        Cow::Owned(cut_start(&s[keep..], cells))
    }
}

fn cut_start(kept: &str, cells: usize) -> String {
    let mut out = String::with_capacity(kept.len() + ELLIPSIS.len_utf8());
    if cells > 0 {
        out.push(ELLIPSIS);
        out.push_str(kept);
    }
    out
}

/// `s` cut or filled with spaces on the right to exactly `cells` cells.
pub fn pad(s: &str, cells: usize) -> String {
    let mut out = truncate(s, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// `s` cut or filled with spaces on the left to exactly `cells` cells.
pub fn pad_left(s: &str, cells: usize) -> String {
    let cut = truncate(s, cells);
    let mut out = " ".repeat(cells.saturating_sub(width(&cut)));
    out.push_str(&cut);
    out
}

/// The grapheme of `s` that begins at byte `at`, a grapheme boundary: its end and its cells.
#[inline]
pub(super) fn step(s: &str, at: usize) -> (usize, usize) {
    let bytes = s.as_bytes();
    let printable = (0x20..0x7f).contains(&bytes[at]);
    if printable && bytes.get(at + 1).is_none_or(u8::is_ascii) {
        return (at + 1, 1);
    }
    if is_lone_ideograph(bytes, at) {
        return (at + 3, 2);
    }
    step_slow(s, at)
}

/// Tells quickly that a Han character (U+4000 to U+9FFF) stands at `at` and that no mark can follow it: the next
/// character is ASCII, another one of these, or kana and CJK punctuation that is no mark.
#[inline]
fn is_lone_ideograph(bytes: &[u8], at: usize) -> bool {
    (0xe4..=0xe9).contains(&bytes[at])
        && match bytes.get(at + 3..at + 6) {
            Some([0xe4..=0xe9, ..] | [0xe3, 0x81 | 0x83, _]) => true,
            Some([0xe3, 0x80, last]) => *last < 0xaa,
            Some([0xe3, 0x82, last]) => !matches!(last, 0x99 | 0x9a),
            _ => bytes.get(at + 3).is_none_or(u8::is_ascii),
        }
}

fn step_slow(s: &str, at: usize) -> (usize, usize) {
    match s[at..].graphemes(true).next() {
        Some(g) => (at + g.len(), grapheme_width(g)),
        None => (s.len(), 0),
    }
}

fn grapheme_width(g: &str) -> usize {
    let mut chars = g.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => c.width().unwrap_or(1),
        _ => g.width(),
    }
}

/// Tells whether all bytes are printable ASCII, each one cell wide.
fn is_plain(bytes: &[u8]) -> bool {
    bytes
        .iter()
        .fold(true, |all, b| all & (0x20..0x7f).contains(b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn measures_by_grapheme() {
        assert_eq!(width("abc"), 3);
        assert_eq!(width("日本"), 4);
        assert_eq!(width("e\u{301}"), 1);
        assert_eq!(width("👨‍👩‍👧"), 2);
        assert_eq!(width(""), 0);
    }

    #[test]
    fn cuts_with_an_ellipsis() {
        assert_eq!(truncate("hello", 5), "hello");
        assert_eq!(truncate("hello", 4), "hel…");
        assert_eq!(truncate("hello", 1), "…");
        assert_eq!(truncate("hello", 0), "");
        assert_eq!(truncate("日本語", 5), "日本…");
        assert_eq!(truncate("日本語", 4), "日…");
        assert_eq!(truncate_start("hello", 4), "…llo");
        assert_eq!(truncate_start("hello", 5), "hello");
        assert_eq!(truncate_start("日本語", 4), "…語");
    }

    #[test]
    fn pads_to_exactly_the_cells() {
        assert_eq!(pad("ab", 4), "ab  ");
        assert_eq!(pad_left("ab", 4), "  ab");
        assert_eq!(pad("日本語", 4), "日… ");
        assert_eq!(pad_left("日本語", 4), " 日…");
    }

    proptest! {
        #[test]
        fn steps_by_grapheme(s in "[一-龥ぁ-ヶ、。\u{3099}\u{302a}\u{301}\u{200d}a é👍]{0,30}|\\PC{0,30}") {
            let mut at = 0;
            for g in s.graphemes(true) {
                let (end, cells) = step(&s, at);
                prop_assert_eq!((&s[at..end], cells), (g, grapheme_width(g)));
                at = end;
            }
        }

        #[test]
        fn never_wider_than_asked(s in "\\PC{0,40}", cells in 0usize..30) {
            prop_assert!(width(&truncate(&s, cells)) <= cells);
            prop_assert!(width(&truncate_start(&s, cells)) <= cells);
            prop_assert_eq!(width(&pad(&s, cells)), cells);
            prop_assert_eq!(width(&pad_left(&s, cells)), cells);
        }

        #[test]
        fn keeps_what_fits(s in any::<String>()) {
            let all = width(&s);
            prop_assert_eq!(truncate(&s, all), s.as_str());
        }
    }
}
