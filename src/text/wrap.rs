//! Wraps text to a number of terminal cells without copying it: the result is byte ranges of visual lines.

use std::ops::Range;

use super::width::step;

/// Byte ranges of the visual lines of `s`, each at most `width` cells wide (a width of 0 counts as 1).
///
/// `'\n'` ends a line, so a text that ends in one has no empty last line, and an empty text has no lines. Lines
/// break at white space and around CJK characters; a longer word is broken by grapheme, and only a single
/// grapheme may be wider than `width`. White space at the end of a visual line is left out of its range,
/// indentation stays.
pub fn wrap(s: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut out = Vec::with_capacity(s.len() / width + 4);
    let mut start = 0;
    while start < s.len() {
        let end = memchr::memchr(b'\n', &s.as_bytes()[start..]).map_or(s.len(), |i| start + i);
        Line::new(s, start..end, width).wrap_into(&mut out);
        start = end + 1;
    }
    out
}

/// A place where the visual line may end.
#[derive(Clone, Copy)]
struct Break {
    end: usize,
    next: usize,
    cells_at_next: usize,
}

/// One line of the text, between line breaks, while it is being wrapped.
struct Line<'a> {
    text: &'a str,
    end: usize,
    width: usize,
    /// Start of the visual line, its cells so far, and the end of its last visible grapheme.
    start: usize,
    cells: usize,
    visible_end: usize,
    last_break: Option<Break>,
}

impl<'a> Line<'a> {
    fn new(text: &'a str, range: Range<usize>, width: usize) -> Self {
        Self {
            text: &text[..range.end],
            end: range.end,
            width,
            start: range.start,
            cells: 0,
            visible_end: range.start,
            last_break: None,
        }
    }

    fn wrap_into(mut self, out: &mut Vec<Range<usize>>) {
        let mut at = self.start;
        let mut before = Kind::Space;
        // Up to here letters are taken one by one.
        let mut broken = at;
        while at < self.end {
            if at >= broken {
                broken = at + plain_word(&self.text.as_bytes()[at..], self.width + 1);
                if self.take_word(at..broken, may_break(before, Kind::Word), out) {
                    before = Kind::Word;
                    at = broken;
                    continue;
                }
            }
            let (next, cells) = step(self.text, at);
            let kind = kind_of(&self.text[at..next]);
            if kind == Kind::Space {
                self.take_space(next, cells);
            } else {
                self.take_visible(at..next, cells, may_break(before, kind), out);
            }
            before = kind;
            at = next;
        }
        out.push(self.start..self.visible_end.max(self.start));
    }

    fn take_space(&mut self, next: usize, cells: usize) {
        self.cells += cells;
        self.last_break = Some(Break {
            end: self.visible_end,
            next,
            cells_at_next: self.cells,
        });
    }

    /// Takes letters of one cell each between which nothing breaks; false where there are none, or more than a line
    /// holds, so that they must be taken one by one.
    fn take_word(
        &mut self,
        word: Range<usize>,
        may_break: bool,
        out: &mut Vec<Range<usize>>,
    ) -> bool {
        if word.is_empty() {
            return false;
        }
        if may_break {
            self.may_end_before(word.start);
        }
        while self.cells + word.len() > self.width {
            if self.last_break.is_none() {
                return false;
            }
            self.end_line(word.start, out);
        }
        self.cells += word.len();
        self.visible_end = word.end;
        true
    }

    /// The visual line may end before what stands at `at`.
    fn may_end_before(&mut self, at: usize) {
        if self.visible_end > self.start {
            self.last_break = Some(Break {
                end: self.visible_end,
                next: at,
                cells_at_next: self.cells,
            });
        }
    }

    fn take_visible(
        &mut self,
        g: Range<usize>,
        cells: usize,
        may_break: bool,
        out: &mut Vec<Range<usize>>,
    ) {
        if may_break {
            self.may_end_before(g.start);
        }
        while self.cells > 0 && self.cells + cells > self.width {
            self.end_line(g.start, out);
        }
        self.cells += cells;
        self.visible_end = g.end;
    }

    /// Ends the visual line at the last break, else hard at `at`.
    fn end_line(&mut self, at: usize, out: &mut Vec<Range<usize>>) {
        let brk = self.last_break.take().unwrap_or(Break {
            end: at,
            next: at,
            cells_at_next: self.cells,
        });
        // Indentation wider than the line gives no empty visual line.
        if brk.end > self.start {
            out.push(self.start..brk.end);
        }
        self.start = brk.next;
        self.visible_end = self.visible_end.max(brk.next);
        self.cells -= brk.cells_at_next;
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Space,
    Word,
    Wide,
    Opening,
    Closing,
}

/// How many bytes from the beginning are visible ASCII, each a grapheme of its own, looking at `most`.
fn plain_word(bytes: &[u8], most: usize) -> usize {
    let some = bytes.iter().take(most);
    let visible = some.take_while(|b| b.is_ascii_graphic()).count();
    // What follows may join the last one.
    match bytes.get(visible) {
        Some(b) if !b.is_ascii() => visible.saturating_sub(1),
        _ => visible,
    }
}

/// Around CJK characters a line may break, but not before closing or after opening punctuation.
fn may_break(before: Kind, kind: Kind) -> bool {
    let wide =
        matches!(before, Kind::Wide | Kind::Closing) || matches!(kind, Kind::Wide | Kind::Opening);
    wide && before != Kind::Opening && kind != Kind::Closing
}

fn kind_of(grapheme: &str) -> Kind {
    match grapheme.as_bytes() {
        [b' ' | b'\t' | b'\r'] => return Kind::Space,
        [b, ..] if b.is_ascii() => return Kind::Word,
        _ => {}
    }
    let mut chars = grapheme.chars();
    let first = chars.next();
    let alone = chars.next().is_none();
    match first {
        Some('\u{a0}' | '\u{202f}' | '\u{2007}') | None => Kind::Word,
        Some(c) if c.is_whitespace() && alone => Kind::Space,
        Some('「' | '『' | '（' | '【' | '《' | '〈' | '〔' | '［' | '｛') => {
            Kind::Opening
        }
        Some(
            '、' | '。' | '，' | '．' | '」' | '』' | '）' | '】' | '》' | '〉' | '〕' | '］'
            | '｝' | '！' | '？' | '：' | '；' | '・' | 'ー' | 'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ'
            | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ァ' | 'ィ' | 'ゥ' | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ'
            | 'ョ' | '々',
        ) => Kind::Closing,
        Some(
            '\u{3040}'..='\u{30ff}'
            | '\u{3100}'..='\u{312f}'
            | '\u{31a0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}',
        ) => Kind::Wide,
        Some(_) => Kind::Word,
    }
}

#[cfg(test)]
mod tests {
    use super::super::width::width;
    use super::*;
    use proptest::prelude::*;

    fn lines(s: &str, w: usize) -> Vec<&str> {
        wrap(s, w).into_iter().map(|r| &s[r]).collect()
    }

    #[test]
    fn breaks_at_spaces() {
        assert_eq!(lines("the quick brown fox", 10), ["the quick", "brown fox"]);
        assert_eq!(lines("the quick  ", 9), ["the quick"]);
        assert_eq!(lines("  indented word", 10), ["  indented", "word"]);
        assert_eq!(lines("a\n\nb\n", 10), ["a", "", "b"]);
        assert_eq!(lines("", 10), Vec::<&str>::new());
        assert_eq!(lines("a\r\nb", 10), ["a", "b"]);
    }

    #[test]
    fn breaks_long_words_by_grapheme() {
        assert_eq!(lines("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(lines("x abcdefgh", 4), ["x", "abcd", "efgh"]);
        assert_eq!(lines("👨‍👩‍👧👨‍👩‍👧", 2), ["👨‍👩‍👧", "👨‍👩‍👧"]);
        assert_eq!(lines("日本", 0), ["日", "本"]);
    }

    #[test]
    fn breaks_between_cjk_but_not_before_closing() {
        assert_eq!(lines("日本語です。", 6), ["日本語", "です。"]);
        assert_eq!(lines("日本語。です", 6), ["日本", "語。で", "す"]);
    }

    proptest! {
        #[test]
        fn covers_the_text_in_order(s in "[a-z \n日本語👍🏽é。「]{0,60}|\\PC{0,60}", w in 0usize..20) {
            let ranges = wrap(&s, w);
            let mut at = 0;
            for r in &ranges {
                prop_assert!(r.start >= at && r.end >= r.start);
                prop_assert!(s[at..r.start].chars().all(char::is_whitespace), "{:?}", &s[at..r.start]);
                let one = step_count(&s[r.clone()]) <= 1;
                prop_assert!(one || width(&s[r.clone()]) <= w.max(1), "{:?}", &s[r.clone()]);
                at = r.end;
            }
            prop_assert!(s[at..].chars().all(char::is_whitespace));
        }
    }

    proptest! {
        /// Letters with accents are taken one by one, plain ones by words.
        #[test]
        fn words_break_where_their_letters_would(s in "[a-d \n日。「é👍🏽]{0,80}", w in 0usize..16) {
            let plain = wrap(&s, w);
            let accented: String = s.chars().map(|c| if c.is_ascii_alphabetic() { 'ä' } else { c }).collect();
            let places = |s: &str, ranges: Vec<Range<usize>>| -> Vec<(usize, usize)> {
                let count = |at: usize| s[..at].chars().count();
                ranges.into_iter().map(|r| (count(r.start), count(r.end))).collect()
            };
            prop_assert_eq!(places(&s, plain), places(&accented, wrap(&accented, w)));
        }
    }

    fn step_count(s: &str) -> usize {
        let mut at = 0;
        let mut n = 0;
        while at < s.len() {
            let (end, w) = step(s, at);
            n += usize::from(w > 0);
            at = end;
        }
        n
    }
}
