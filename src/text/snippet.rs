//! The beginning of a text for a line of a list.

use super::sanitise;
use super::width::step;

/// Bytes of the text that are looked at.
const WINDOW: usize = 16 * 1024;

/// The first meaningful words of `s` on one line, at most `max_chars` characters with `…` where more follows.
/// Leading white space and Markdown signs (headings, bullets, fences, rules) are left out, the rest is made safe to
/// draw. Looks only at the first 16 KiB.
pub fn snippet(s: &str, max_chars: usize) -> String {
    let window = &s[..super::floor_boundary(s, s.len().min(WINDOW))];
    let start = skip_signs(window);
    // Characters take up to four bytes; runs of white space and of marks that shrink are rare at the start of a text.
    let reserve = max_chars.saturating_mul(4).saturating_add(64);
    let part = &start[..super::floor_boundary(start, reserve)];
    let line = sanitise::line(part);
    let line = line.trim();
    let more = part.len() < start.len() || window.len() < s.len();
    cut(line, max_chars, more)
}

fn cut(line: &str, max_chars: usize, more: bool) -> String {
    let chars = line.chars().count();
    if chars < max_chars || (chars == max_chars && !more) {
        let mut out = line.to_owned();
        if more && !out.is_empty() {
            out.push('…');
        }
        return out;
    }
    let mut left = max_chars.saturating_sub(1);
    let mut end = 0;
    while end < line.len() {
        let next = step(line, end).0;
        let n = line[end..next].chars().count();
        if n > left {
            break;
        }
        left -= n;
        end = next;
    }
    let mut out = line[..end].trim_end().to_owned();
    if max_chars > 0 {
        out.push('…');
    }
    out
}

/// Skips leading white space and words that are nothing but Markdown signs; all of it if nothing else is there.
fn skip_signs(s: &str) -> &str {
    let mut rest = s.trim_start();
    loop {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        let fence = word.starts_with("```") && rest[end..].starts_with(['\n', '\r']);
        let signs = !word.is_empty() && word.chars().all(|c| "#>*-=_`~|•".contains(c));
        let next = rest[end..].trim_start();
        if !(fence || signs) || next.is_empty() {
            return rest;
        }
        rest = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn takes_the_first_words() {
        assert_eq!(snippet("\n\n## Hello\tworld\nmore", 40), "Hello world more");
        assert_eq!(snippet("```json\n{\"a\": 1}", 40), "{\"a\": 1}");
        assert_eq!(snippet("- -5 degrees", 40), "-5 degrees");
        assert_eq!(snippet("hello world again", 12), "hello world…");
        assert_eq!(snippet("abc\x1b[0m", 40), "abc␛[0m");
        assert_eq!(snippet("---", 5), "---");
        assert_eq!(snippet("", 5), "");
    }

    proptest! {
        #[test]
        fn stays_short_and_clean(s in any::<String>(), n in 0usize..20) {
            let out = snippet(&s, n);
            prop_assert!(out.chars().count() <= n);
            prop_assert!(sanitise::is_clean(&out) && !out.contains('\n'));
        }
    }
}
