//! The last word on a terminal that draws nothing but ASCII: what the program says in other signs is spelled in ASCII,
//! and emoji become a placeholder of their width. Letters of the data stay.

use crate::text::width;
use ratatui::buffer::Buffer;

/// Makes a drawn screen plain.
pub fn simplify(buf: &mut Buffer) {
    let (width, cells) = (usize::from(buf.area.width), buf.area.area() as usize);
    for at in 0..cells {
        let symbol = buf.content[at].symbol();
        if symbol.is_ascii() {
            continue;
        }
        let is_last = (at + 1).is_multiple_of(width.max(1));
        if let Some(twin) = twin(symbol).or_else(|| picture(symbol)) {
            buf.content[at].set_symbol(twin);
        } else if is_emoji(symbol) {
            // Two cells where it takes two: a terminal draws each of them by itself.
            let two = width::width(symbol) > 1 && !is_last;
            buf.content[at].set_symbol(if two { "[" } else { "?" });
            if two {
                buf.content[at + 1].set_symbol("]");
            }
        }
    }
}

/// Emoji: such a terminal does not draw them, and terminals do not agree on how wide joined ones are.
fn is_emoji(symbol: &str) -> bool {
    symbol.chars().any(|c| {
        matches!(c, '\u{200d}' | '\u{fe0f}' | '\u{20e3}' | '\u{2600}'..='\u{27bf}' | '\u{1f000}'..='\u{1faff}')
    })
}

/// A picture of a control character.
fn picture(symbol: &str) -> Option<&'static str> {
    let is_picture = symbol
        .chars()
        .all(|c| ('\u{2400}'..='\u{2421}').contains(&c));
    is_picture.then_some("^")
}

/// What a sign of the program is in ASCII.
fn twin(symbol: &str) -> Option<&'static str> {
    Some(match symbol {
        "…" | "±" | "⍽" => "~",
        "·" | "⋯" => ".",
        "→" | "▸" | "›" | "≥" | "⟩" => ">",
        "←" | "‹" | "≤" | "⟨" => "<",
        "−" | "–" | "—" | "─" => "-",
        "━" => "=",
        "│" | "┃" => "|",
        "╭" | "╮" | "╰" | "╯" | "┬" | "┴" | "├" | "┤" | "┼" => "+",
        "“" | "”" | "„" => "\"",
        "‘" | "’" => "'",
        "×" | "✗" => "x",
        "✓" | "↓" => "v",
        "★" | "•" => "*",
        "●" => "o",
        "↑" => "^",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{layout::Rect, style::Style};

    fn plain(text: &str, cells: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, cells, 1));
        buf.set_string(0, 0, text, Style::new());
        simplify(&mut buf);
        let mut out = String::new();
        let mut skip = 0;
        for cell in buf.content() {
            if skip == 0 {
                out.push_str(cell.symbol());
                skip = width::width(cell.symbol()).max(1);
            }
            skip -= 1;
        }
        out
    }

    #[test]
    fn signs_are_spelled_and_emoji_replaced() {
        assert_eq!(plain("“a → b”… −1", 11), "\"a > b\"~ -1");
        assert_eq!(plain("👩\u{200d}👩\u{200d}👧x", 4), "[]x ");
        assert_eq!(plain("漢字é👍", 8), "漢字é[] ", "letters stay");
        assert_eq!(plain("a🇪🇺", 3), "a[]");
    }
}
