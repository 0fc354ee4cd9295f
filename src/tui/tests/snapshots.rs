use super::{bench_at, fixture};
use crate::tui::theme::{Glyphs, Theme, ThemeName};
use ratatui::buffer::Buffer;
use std::fmt::Write as _;

pub(super) fn snapshot(name: &str, text: &str) {
    insta::with_settings!({omit_expression => true, prepend_module_to_snapshot => false}, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn the_queue_at_every_size() {
    for (width, height) in [(40, 10), (80, 24), (120, 36), (200, 60)] {
        let mut bench = bench_at(width, height, fixture::support());
        bench.keys("x j");
        snapshot(&format!("queue-{width}x{height}"), &bench.screen());
    }
}

#[test]
fn overlays_at_every_size() {
    for (name, keys) in [
        ("help", "?"),
        ("palette", ": u n d"),
        ("filter", "/ r o u"),
        ("modes", "l"),
        ("unsure", "z"),
        ("order", ","),
        ("window", "w"),
        ("note", "i n o"),
        ("which-key", "y"),
    ] {
        let mut page = String::new();
        for (width, height) in [(40, 10), (80, 24), (120, 36), (200, 60)] {
            let mut bench = bench_at(width, height, fixture::support());
            let before = bench.screen();
            bench.keys(keys);
            let _ = writeln!(page, "{width}x{height}");
            page.push_str(&changed(&before, &bench.screen()));
        }
        snapshot(name, &page);
    }
}

/// The rows that an overlay touches, with their numbers: what lies beneath is in other snapshots.
pub(super) fn changed(before: &str, after: &str) -> String {
    let mut out = String::new();
    for (row, (was, is)) in before.lines().zip(after.lines()).enumerate() {
        if was != is {
            let _ = writeln!(out, "{row:>2}│{is}");
        }
    }
    out
}

#[test]
fn ascii_signs_only_where_asked_for() {
    let mut bench = bench_at(120, 30, fixture::support());
    bench.desk.app.glyphs = Glyphs { ascii: true };
    bench.keys("x");
    snapshot("queue-ascii", &bench.screen());
}

#[test]
fn mono_uses_modifiers_and_no_colours() {
    let mut bench = bench_at(120, 30, fixture::support());
    bench.desk.app.theme = Theme::new(ThemeName::Mono);
    bench.keys("x");
    let (buf, _) = bench.desk.buffer();
    snapshot("queue-mono-styles", &styles(&buf));
}

#[test]
fn the_selection_is_seen_in_every_theme() {
    use ratatui::style::Modifier;
    for name in ThemeName::ALL {
        let mut bench = bench_at(120, 30, fixture::support());
        bench.desk.app.theme = Theme::new(name);
        let (buf, cursor) = bench.desk.buffer();
        let at = cursor.unwrap().position;
        let seen = (at.x..at.x + 12).all(|x| buf[(x, at.y)].modifier.contains(Modifier::REVERSED));
        assert!(seen, "{}", name.name());
        let painted = buf
            .content()
            .iter()
            .any(|c| c.bg != ratatui::style::Color::Reset);
        assert!(!painted, "{} paints a background", name.name());
    }
}

/// The looks of a screen, a character a cell: b bold, d dim, r reversed, i italic, u underlined, `#` any colour.
pub(super) fn styles(buf: &Buffer) -> String {
    use ratatui::style::{Color, Modifier};
    let mut out = String::new();
    for row in buf.content().chunks(usize::from(buf.area.width)) {
        let mut line = String::new();
        for cell in row {
            let sign = match cell.modifier {
                _ if cell.fg != Color::Reset => '#',
                m if m.contains(Modifier::REVERSED) => 'r',
                m if m.contains(Modifier::BOLD) => 'b',
                m if m.contains(Modifier::ITALIC) => 'i',
                m if m.contains(Modifier::UNDERLINED) => 'u',
                m if m.contains(Modifier::DIM) => 'd',
                _ => '.',
            };
            line.push(sign);
        }
        let _ = writeln!(out, "{}", line.trim_end_matches('.'));
    }
    out
}
