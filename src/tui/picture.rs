//! A buffer as an SVG picture, for the README: the cell grid, colours and modifiers as a terminal would show them.

use ratatui::{
    buffer::{Buffer, Cell},
    style::{Color, Modifier},
};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

const CELL_WIDTH: f64 = 8.4;
const CELL_HEIGHT: f64 = 18.0;
const FONT_SIZE: f64 = 14.0;
const MARGIN: f64 = 12.0;
/// The sixteen colours, in the order of their numbers.
const SIXTEEN: [&str; 16] = [
    "#45475a", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#dcdfe4",
    "#7f848e", "#ff7a85", "#b5e890", "#ffd68a", "#7cc3ff", "#dd9bf0", "#74d4e0", "#ffffff",
];

/// The colours of the terminal itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paper {
    pub background: &'static str,
    pub foreground: &'static str,
}

impl Paper {
    pub const DARK: Self = Self {
        background: "#1e1f29",
        foreground: "#dcdfe4",
    };
    pub const LIGHT: Self = Self {
        background: "#fafafa",
        foreground: "#2a2c34",
    };
}

/// Draws a buffer as an SVG document.
pub fn svg(buf: &Buffer, paper: Paper) -> String {
    let (columns, rows) = (f64::from(buf.area.width), f64::from(buf.area.height));
    let (width, height) = (
        columns * CELL_WIDTH + 2.0 * MARGIN,
        rows * CELL_HEIGHT + 2.0 * MARGIN,
    );
    let mut out = String::new();
    let _ = writeln!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="{FONT_SIZE}">"#
    );
    let _ = writeln!(
        out,
        r#"<rect width="100%" height="100%" rx="8" fill="{}"/>"#,
        paper.background
    );
    for y in 0..buf.area.height {
        draw_row(&mut out, buf, y, paper);
    }
    out.push_str("</svg>\n");
    out
}

/// A run of cells of one look.
struct Run {
    column: u16,
    cells: u16,
    text: String,
}

fn draw_row(out: &mut String, buf: &Buffer, y: u16, paper: Paper) {
    let mut x = 0;
    while x < buf.area.width {
        let cell = &buf[(buf.area.x + x, buf.area.y + y)];
        let cells = u16::try_from(cell.symbol().width().max(1)).unwrap_or(1);
        let mut run = Run {
            column: x,
            cells,
            text: cell.symbol().to_owned(),
        };
        x += cells;
        while cells == 1 && x < buf.area.width {
            let next = &buf[(buf.area.x + x, buf.area.y + y)];
            if !same_look(cell, next) || !goes_on(cell.symbol(), next.symbol()) {
                break;
            }
            run.text.push_str(next.symbol());
            run.cells += 1;
            x += 1;
        }
        draw_run(out, cell, &run, y, paper);
    }
}

/// Texts run on; of the shapes only those that look the same however long they are.
fn goes_on(first: &str, next: &str) -> bool {
    match first {
        "─" | "█" => next == first,
        _ => !is_drawn(first) && !is_drawn(next) && next.width() == 1,
    }
}

fn same_look(one: &Cell, other: &Cell) -> bool {
    (one.fg, one.bg, one.modifier) == (other.fg, other.bg, other.modifier)
}

fn draw_run(out: &mut String, cell: &Cell, run: &Run, y: u16, paper: Paper) {
    let left = MARGIN + f64::from(run.column) * CELL_WIDTH;
    let top = MARGIN + f64::from(y) * CELL_HEIGHT;
    let width = f64::from(run.cells) * CELL_WIDTH;
    let mut ink = colour(cell.fg).unwrap_or_else(|| paper.foreground.to_owned());
    let mut ground = colour(cell.bg);
    if cell.modifier.contains(Modifier::REVERSED) {
        let under = ground.unwrap_or_else(|| paper.background.to_owned());
        ground = Some(std::mem::replace(&mut ink, under));
    }
    if let Some(ground) = ground {
        let _ = writeln!(
            out,
            r#"<rect x="{left:.1}" y="{top:.1}" width="{width:.1}" height="{CELL_HEIGHT}" fill="{ground}"/>"#
        );
    }
    let shape = run
        .text
        .chars()
        .next()
        .map(String::from)
        .unwrap_or_default();
    if shape == "─" {
        let (right, middle) = (left + width, top + CELL_HEIGHT / 2.0);
        let opacity = opacity(cell);
        let _ = writeln!(
            out,
            r#"<path d="M{left:.1} {middle:.1}H{right:.1}" stroke="{ink}" fill="none"{opacity}/>"#
        );
    } else if let Some(path) = line_path(&shape, left, top) {
        let opacity = opacity(cell);
        let _ = writeln!(
            out,
            r#"<path d="{path}" stroke="{ink}" fill="none"{opacity}/>"#
        );
    } else if let Some(part) = block(&shape) {
        let (x, w) = (left, part * width);
        let (y, h) = (top + 2.0, CELL_HEIGHT - 4.0);
        let _ = writeln!(
            out,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{h:.1}" fill="{ink}"/>"#
        );
    } else if !run.text.trim().is_empty() {
        draw_text(out, cell, run, (left, top), &ink);
    }
}

/// Draws the words of a run, each at its cell: pictures are viewed with fonts of any width.
fn draw_text(out: &mut String, cell: &Cell, run: &Run, (left, top): (f64, f64), ink: &str) {
    let mut style = opacity(cell);
    for (modifier, attribute) in [
        (Modifier::BOLD, r#" font-weight="bold""#),
        (Modifier::ITALIC, r#" font-style="italic""#),
        (Modifier::UNDERLINED, r#" text-decoration="underline""#),
    ] {
        if cell.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    let y = top + CELL_HEIGHT * 0.74;
    let mut column = 0;
    for words in run.text.split("  ") {
        let text = words.trim();
        if !text.is_empty() {
            let lead = words.width() - words.trim_start().width();
            let x = left + (column + lead) as f64 * CELL_WIDTH;
            let length = text.width() as f64 * CELL_WIDTH;
            let text = escape(text);
            let _ = writeln!(
                out,
                r#"<text x="{x:.1}" y="{y:.1}" textLength="{length:.1}" lengthAdjust="spacingAndGlyphs" fill="{ink}"{style}>{text}</text>"#
            );
        }
        column += words.width() + 2;
    }
}

fn opacity(cell: &Cell) -> String {
    let dim = cell.modifier.contains(Modifier::DIM);
    if dim {
        r#" opacity="0.55""#.to_owned()
    } else {
        String::new()
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Lines and blocks are drawn as shapes: fonts leave gaps between their cells.
fn is_drawn(symbol: &str) -> bool {
    line_path(symbol, 0.0, 0.0).is_some() || block(symbol).is_some()
}

fn line_path(symbol: &str, left: f64, top: f64) -> Option<String> {
    let (right, bottom) = (left + CELL_WIDTH, top + CELL_HEIGHT);
    let (x, y) = (left + CELL_WIDTH / 2.0, top + CELL_HEIGHT / 2.0);
    Some(match symbol {
        "─" => format!("M{left:.1} {y:.1}H{right:.1}"),
        "│" => format!("M{x:.1} {top:.1}V{bottom:.1}"),
        "┬" => format!("M{left:.1} {y:.1}H{right:.1}M{x:.1} {y:.1}V{bottom:.1}"),
        "┴" => format!("M{left:.1} {y:.1}H{right:.1}M{x:.1} {y:.1}V{top:.1}"),
        "├" => format!("M{x:.1} {top:.1}V{bottom:.1}M{x:.1} {y:.1}H{right:.1}"),
        "┤" => format!("M{x:.1} {top:.1}V{bottom:.1}M{x:.1} {y:.1}H{left:.1}"),
        "╭" => format!("M{x:.1} {bottom:.1}Q{x:.1} {y:.1} {right:.1} {y:.1}"),
        "╮" => format!("M{left:.1} {y:.1}Q{x:.1} {y:.1} {x:.1} {bottom:.1}"),
        "╰" => format!("M{x:.1} {top:.1}Q{x:.1} {y:.1} {right:.1} {y:.1}"),
        "╯" => format!("M{left:.1} {y:.1}Q{x:.1} {y:.1} {x:.1} {top:.1}"),
        _ => return None,
    })
}

/// Horizontal extent of a block character, as a part of its cell.
fn block(symbol: &str) -> Option<f64> {
    let eighths = ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"];
    let at = eighths.iter().position(|b| *b == symbol)?;
    Some((at + 1) as f64 / 8.0)
}

fn colour(colour: Color) -> Option<String> {
    let number = match colour {
        Color::Reset => return None,
        Color::Rgb(r, g, b) => return Some(format!("#{r:02x}{g:02x}{b:02x}")),
        Color::Indexed(n) => return Some(indexed(n)),
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    Some(SIXTEEN[number].to_owned())
}

/// The 256-colour palette: sixteen, then a 6×6×6 cube, then greys.
fn indexed(n: u8) -> String {
    let level = |v: u8| if v == 0 { 0 } else { 55 + 40 * v };
    match n {
        0..16 => SIXTEEN[usize::from(n)].to_owned(),
        16..232 => {
            let n = n - 16;
            format!(
                "#{:02x}{:02x}{:02x}",
                level(n / 36),
                level(n / 6 % 6),
                level(n % 6)
            )
        }
        232.. => {
            let grey = 8 + 10 * (n - 232);
            format!("#{grey:02x}{grey:02x}{grey:02x}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::{layout::Rect, style::Style};

    #[test]
    fn a_picture_has_the_text_its_styles_and_shapes() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
        buf.set_string(
            0,
            0,
            "a<b",
            Style::new()
                .fg(Color::Cyan)
                .add_modifier(Modifier::REVERSED),
        );
        buf.set_string(4, 0, "─▌👎x", Style::new().add_modifier(Modifier::BOLD));
        let svg = svg(&buf, Paper::DARK);
        assert!(svg.contains("a&lt;b"));
        assert!(
            svg.contains(&format!(r#"fill="{}"/>"#, SIXTEEN[6])),
            "reversed paints the colour: {svg}"
        );
        assert!(svg.contains("<path") && svg.contains("👎"));
        assert!(svg.contains(r#"font-weight="bold">x<"#), "{svg}");
        assert_eq!(indexed(208), "#ff8700");
    }
}
