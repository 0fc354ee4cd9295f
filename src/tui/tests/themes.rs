//! Every theme on the main screens: a letter for each look, so that a changed colour is seen in a review.

use super::{bench_at, fixture::Bench, material::session, snapshots::snapshot};
use crate::tui::theme::{Depth, Theme, ThemeName};
use ratatui::{
    buffer::Buffer,
    style::{Color, Modifier},
};
use std::fmt::Write as _;

type Open = fn() -> Bench;

fn open() -> Bench {
    bench_at(80, 24, session())
}

/// The looks of a screen, run by run, a line a row: what stands where is in the other snapshots.
fn looks(buf: &Buffer) -> String {
    let mut out = String::new();
    for (row, cells) in buf
        .content()
        .chunks(usize::from(buf.area.width))
        .enumerate()
    {
        let mut runs: Vec<(String, usize)> = Vec::new();
        for cell in cells {
            let look = look(cell.fg, cell.bg, cell.modifier);
            match runs.last_mut() {
                Some((last, length)) if *last == look => *length += 1,
                _ => runs.push((look, 1)),
            }
        }
        let line: Vec<String> = runs
            .iter()
            .map(|(look, length)| format!("{length}{look}"))
            .collect();
        if line != ["80·"] {
            let _ = writeln!(out, "{row:>2} {}", line.join(" "));
        }
    }
    out
}

fn look(fg: Color, bg: Color, modifier: Modifier) -> String {
    let mut look = String::new();
    for (is, sign) in [
        (Modifier::BOLD, 'b'),
        (Modifier::DIM, 'd'),
        (Modifier::ITALIC, 'i'),
        (Modifier::UNDERLINED, 'u'),
        (Modifier::REVERSED, 'r'),
    ] {
        if modifier.contains(is) {
            look.push(sign);
        }
    }
    for (colour, before) in [(fg, ""), (bg, "on")] {
        if colour != Color::Reset {
            let _ = write!(look, "{before}[{colour}]");
        }
    }
    if look.is_empty() { "·".into() } else { look }
}

#[test]
fn every_theme_on_the_main_screens() {
    let screens: [(&str, Open, &str); 5] = [
        ("queue", open, "x"),
        ("diff", open, "Enter d"),
        ("spans", open, "Enter Tab j"),
        ("modes", open, "l"),
        ("promote", open, "l 3 p"),
    ];
    for name in ThemeName::ALL {
        let mut page = String::new();
        for (screen, open, keys) in screens {
            let mut bench = open();
            bench.desk.app.theme = Theme::new(name);
            bench.keys(keys);
            let _ = writeln!(page, "{screen}\n{}", looks(&bench.desk.buffer().0));
        }
        snapshot(&format!("looks-{}", name.name()), &page);
    }
}

#[test]
fn the_light_theme_comes_when_the_terminal_says_so_and_not_over_a_choice() {
    use crate::tui::app::Msg;
    let mut bench = open();
    bench.desk.send(Msg::Background { light: true });
    assert_eq!(bench.desk.app.theme.name, ThemeName::Light);
    bench.desk.app.use_theme(ThemeName::Safe);
    bench.desk.send(Msg::Background { light: true });
    assert_eq!(bench.desk.app.theme.name, ThemeName::Safe);
}

#[test]
fn themes_fit_a_terminal_of_sixteen_colours() {
    let mut bench = open();
    bench.desk.app.depth = Depth::Sixteen;
    bench.desk.app.use_theme(ThemeName::Safe);
    let (buf, _) = bench.desk.buffer();
    for cell in buf.content() {
        assert!(
            !matches!(cell.fg, Color::Indexed(_) | Color::Rgb(..)),
            "{:?}",
            cell.fg
        );
    }
}
