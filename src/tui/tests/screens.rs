//! Whole screens of one trace, the editor, a promotion and the golden set, at every size.

use super::{
    bench_at,
    fixture::Bench,
    material::{alike, session},
    snapshots::{snapshot, styles},
};
use crate::tui::theme::{Theme, ThemeName};

/// Opens a workbench of a size.
type Open = fn(u16, u16) -> Bench;

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 36), (200, 60)];

/// Takes a picture at every size of what keys lead to.
fn pictures(name: &str, open: Open, keys: &str) {
    for (width, height) in SIZES {
        let mut bench = open(width, height);
        bench.keys(keys);
        snapshot(&format!("{name}-{width}x{height}"), &bench.screen());
    }
}

fn talk(width: u16, height: u16) -> Bench {
    bench_at(width, height, session())
}

/// A standing row is almost like the next one.
fn near(width: u16, height: u16) -> Bench {
    let mut bench = bench_at(width, height, alike());
    while bench.selected() != "near" {
        bench.keys("j");
    }
    bench.keys("c Ctrl-U").desk.text("Five days.");
    bench.keys("Ctrl-S p Enter g g l 3");
    bench
}

/// Two rows stand: a failure and a keeper.
fn set(width: u16, height: u16) -> Bench {
    let mut bench = near(width, height);
    bench.keys("p Enter");
    while bench.selected() != "same" {
        bench.keys("j");
    }
    bench.keys("l 3 c Ctrl-U").desk.text("A week.");
    bench.keys("Ctrl-S p c Enter Enter 3");
    bench
}

#[test]
fn every_pane_of_a_trace() {
    pictures("trace-conversation", talk, "Enter");
    pictures("trace-spans", talk, "Enter Tab j j Enter");
    pictures("trace-documents", talk, "Enter Tab Tab j");
    pictures("trace-tools", talk, "Enter Tab Tab Tab");
    pictures("trace-signals", talk, "Enter Tab Tab Tab Tab");
    pictures("trace-diff", talk, "Enter d");
    pictures("trace-details", talk, "Enter Shift-Tab");
    pictures("trace-history", talk, "x u l 3 Enter Shift-Tab");
}

#[test]
fn the_editor_and_the_promotion() {
    pictures("editor", talk, "c Space ! Enter !");
    pictures("promote", near, "p");
    pictures("prompt", talk, "Enter i");
}

#[test]
fn the_golden_set() {
    pictures("golden", set, "");
    pictures("golden-empty", talk, "3");
}

#[test]
fn narrow_terminals_keep_every_tab() {
    let mut bench = bench_at(40, 16, session());
    bench.keys("x Enter Tab");
    snapshot("trace-spans-40x16", &bench.screen());
}

#[test]
fn everything_is_seen_without_colours() {
    let screens: [(&str, Open, &str); 4] = [
        ("trace-diff", talk, "Enter d"),
        ("trace-spans", talk, "Enter Tab j"),
        ("promote", near, "p"),
        ("golden", set, "j"),
    ];
    for (name, open, keys) in screens {
        let mut bench = open(80, 24);
        bench.desk.app.theme = Theme::new(ThemeName::Mono);
        bench.keys(keys);
        let looks = styles(&bench.desk.buffer().0);
        assert!(!looks.contains('#'), "{name} has colours:\n{looks}");
        assert!(looks.contains('r') || name == "promote", "{name}:\n{looks}");
        snapshot(&format!("{name}-mono-styles"), &looks);
    }
}
