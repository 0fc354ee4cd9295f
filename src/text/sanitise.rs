//! Makes text from traces safe to draw: control, escape and bidi characters become visible signs, so that
//! nothing a trace holds can move the cursor, change colours, write the clipboard or reorder a line.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

use super::words::is_cjk;

/// Marks in a row on one base character that are still drawn (the limit of Unicode's stream-safe format).
const MAX_MARKS: usize = 30;

/// Returns `s` safe to draw over several lines: keeps `'\n'`, expands tabs to four spaces, drops `'\r'` before
/// `'\n'`, and makes control, bidi and invisible characters visible. Borrowed when nothing changes.
pub fn display(s: &str) -> Cow<'_, str> {
    match first_unsafe(s) {
        None => Cow::Borrowed(s),
        Some(at) => Cow::Owned(rewrite(s, at)),
    }
}

/// Returns `s` safe to draw on one line: as [`display`], with every run of white space (line breaks too)
/// collapsed to one space. Borrowed when nothing changes.
pub fn line(s: &str) -> Cow<'_, str> {
    if has_single_spaces(s) {
        return display(s);
    }
    let mut one = String::with_capacity(s.len());
    let mut in_space = false;
    for c in s.chars() {
        let space = c.is_whitespace();
        if !space {
            one.push(c);
        } else if !in_space {
            one.push(' ');
        }
        in_space = space;
    }
    match first_unsafe(&one) {
        None => Cow::Owned(one),
        Some(at) => Cow::Owned(rewrite(&one, at)),
    }
}

/// Returns `s` safe to paste: as [`display`], but tabs stay tabs, which hurt nobody outside a terminal.
pub fn pasted(s: &str) -> Cow<'_, str> {
    if !s.contains('\t') {
        return display(s);
    }
    let parts: Vec<Cow<'_, str>> = s.split('\t').map(display).collect();
    Cow::Owned(parts.join("\t"))
}

/// What can be seen of a text that somebody brings in, line ends and tabs among it, and how many characters cannot: those
/// are left out.
pub fn seen(s: &str) -> (Cow<'_, str>, usize) {
    let hidden = |c: &char| is_unsafe(*c) && !matches!(c, '\t' | '\r');
    match s.chars().filter(hidden).count() {
        0 => (Cow::Borrowed(s), 0),
        count => (s.chars().filter(|c| !hidden(c)).collect(), count),
    }
}

/// Returns JSON text that means the same with nothing unsafe in it: such characters are written as `\uXXXX`.
pub fn json(s: &str) -> Cow<'_, str> {
    if !s.contains(is_unsafe) {
        return Cow::Borrowed(s);
    }
    let mut out = String::with_capacity(s.len() + 16);
    for c in s.chars() {
        if is_unsafe(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Tells whether [`display`] would leave `s` as it is.
pub fn is_clean(s: &str) -> bool {
    first_unsafe(s).is_none()
}

/// Tells whether all white space of `s` is single plain spaces.
fn has_single_spaces(s: &str) -> bool {
    let mut in_space = false;
    s.chars().all(|c| {
        let fine = !c.is_whitespace() || (c == ' ' && !in_space);
        in_space = c == ' ';
        fine
    })
}

/// Byte offset from which `s` has to be rewritten, if anywhere; always a position where rewriting can start.
fn first_unsafe(s: &str) -> Option<usize> {
    let plain = plain_prefix(s.as_bytes());
    if plain == s.len() {
        return None;
    }
    // A run of plain ASCII may end inside a base character with marks; those never look back over ASCII.
    let mut state = Marks::default();
    s[plain..]
        .char_indices()
        .find(|&(_, c)| !state.keeps(c))
        .map(|(i, _)| plain + i)
}

/// Length of the leading run of printable ASCII and line breaks, scanned in blocks the compiler vectorises.
fn plain_prefix(bytes: &[u8]) -> usize {
    let plain = |b: u8| (0x20..0x7f).contains(&b) || b == b'\n';
    let blocks = bytes
        .chunks_exact(32)
        .take_while(|block| block.iter().fold(true, |all, &b| all & plain(b)))
        .count();
    let start = blocks * 32;
    start + bytes[start..].iter().take_while(|&&b| plain(b)).count()
}

/// What a character needs to know of the one before it.
#[derive(Default)]
struct Marks {
    in_row: usize,
    after_selector: bool,
    after_cjk: bool,
}

impl Marks {
    /// Takes in `c` and tells whether it may stand as it is.
    fn keeps(&mut self, c: char) -> bool {
        if c == '\n' || (' '..='~').contains(&c) {
            *self = Self::default();
            return true;
        }
        // Dropped without a trace, so what follows must be judged as if it were not there.
        if c == '\u{ad}' {
            return false;
        }
        let selector = is_selector(c);
        let joins = selector || matches!(c, '\u{200c}' | '\u{200d}') || is_combining_mark(c);
        self.in_row = if joins { self.in_row + 1 } else { 0 };
        let stray = selector && (self.after_selector || (c as u32 >= 0xe_0100 && !self.after_cjk));
        let keep = self.in_row <= MAX_MARKS && !stray && !is_unsafe(c);
        self.after_selector = selector;
        self.after_cjk = is_cjk(c);
        keep
    }
}

fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Characters that never reach a terminal: controls, bidi controls, and what draws nothing or differs between
/// terminals. Joiners and variation selectors are judged by their neighbours instead.
fn is_unsafe(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{9}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}'
        | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
        | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}'
        | '\u{e01f0}'..='\u{e0fff}'
    )
}

/// Rewrites `s` from byte `from` on; everything before stands as it is.
fn rewrite(s: &str, from: usize) -> String {
    let mut out = String::with_capacity(s.len() + s.len() / 8 + 16);
    out.push_str(&s[..from]);
    let mut marks = Marks::default();
    // The characters just before `from` decide over a mark there.
    for c in s[..from]
        .chars()
        .rev()
        .take(MAX_MARKS + 2)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
    {
        marks.keeps(c);
    }
    let mut rest = s[from..].chars().peekable();
    while let Some(c) = rest.next() {
        if marks.keeps(c) {
            out.push(c);
        } else if is_tag(c) {
            push_tags(&mut out, c, &mut rest);
        } else if c != '\r' || rest.peek() != Some(&'\n') {
            push_sign(&mut out, c);
        }
    }
    out
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{e0020}'..='\u{e007f}')
}

/// Shows a run of tag characters, which can carry hidden ASCII text, as that text.
fn push_tags(out: &mut String, first: char, rest: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    out.push_str("⟨tag ");
    let mut next = Some(first);
    while let Some(c) = next {
        match char::from_u32(c as u32 - 0xe_0000) {
            Some('\u{7f}') | None => {}
            Some(ascii) => out.push(ascii),
        }
        next = rest.next_if(|&c| is_tag(c));
    }
    out.push('⟩');
}

/// Appends what stands for the unsafe character `c`.
fn push_sign(out: &mut String, c: char) {
    let code = c as u32;
    match c {
        '\t' => out.push_str("    "),
        '\0'..='\u{1f}' => out.extend(char::from_u32(0x2400 + code)),
        '\u{7f}' => out.push('␡'),
        // Soft hyphens are typesetting, not content; marks beyond the limit only smear over other lines.
        '\u{ad}' => {}
        _ if is_combining_mark(c) && !is_selector(c) => {}
        '\u{200c}' | '\u{200d}' => {}
        _ => match name_of(c) {
            Some(name) => {
                let _ = write!(out, "⟨{name}⟩");
            }
            None => {
                let _ = write!(out, "⟨{code:02X}⟩");
            }
        },
    }
}

/// Short name of an invisible character, as the Unicode charts abbreviate it.
fn name_of(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{202a}' => "LRE",
        '\u{202b}' => "RLE",
        '\u{202c}' => "PDF",
        '\u{202d}' => "LRO",
        '\u{202e}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        '\u{200e}' => "LRM",
        '\u{200f}' => "RLM",
        '\u{61c}' => "ALM",
        '\u{200b}' => "ZWSP",
        '\u{2060}' => "WJ",
        '\u{feff}' => "BOM",
        '\u{2028}' => "LS",
        '\u{2029}' => "PS",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
