use super::{bench, bench_at, fixture};
use crate::tui::{
    keys::{Input, Mouse, MouseKind},
    tour,
};
use proptest::prelude::*;

/// Keys a person might press anywhere, and some that mean nothing.
const KEYS: &[&str] = &[
    "j",
    "k",
    "g",
    "G",
    "x",
    "a",
    "z",
    "l",
    "c",
    "p",
    "i",
    "!",
    ".",
    ">",
    "u",
    "Ctrl-R",
    "/",
    "n",
    "N",
    ":",
    "?",
    "w",
    ",",
    "1",
    "2",
    "3",
    "9",
    "+",
    "Tab",
    "Shift-Tab",
    "Enter",
    "Esc",
    "Esc",
    "Up",
    "Down",
    "PgDn",
    "PgUp",
    "Home",
    "End",
    "Space",
    "V",
    "v",
    "e",
    "Del",
    "*",
    "o",
    "Shift-Down",
    "Shift-Up",
    "d",
    "[",
    "]",
    "Backspace",
    "Ctrl-S",
    "Ctrl-O",
    "Ctrl-D",
    "Ctrl-U",
    "y",
    "o",
    "m",
    "Z",
    "7",
    "Alt-4",
    "Ctrl-T",
    "v",
    "e",
    "R",
    "T",
    "t",
    "é",
    "漢",
];

/// What a person does next: a key, or the mouse somewhere.
#[derive(Debug, Clone)]
enum Act {
    Key(&'static str),
    Mouse(MouseKind, u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let kinds = vec![
        MouseKind::Press,
        MouseKind::Drag,
        MouseKind::Release,
        MouseKind::Click,
        MouseKind::WheelUp,
        MouseKind::WheelDown,
    ];
    prop_oneof![
        6 => prop::sample::select(KEYS).prop_map(Act::Key),
        1 => (prop::sample::select(kinds), 0_u16..300, 0_u16..100)
            .prop_map(|(kind, column, row)| Act::Mouse(kind, column, row)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_hundred_keys_in_any_size_leave_a_way_back_and_a_sound_store(
        acts in prop::collection::vec(act(), 100),
        sizes in prop::collection::vec((0_u16..300, 0_u16..100), 1..6),
    ) {
        let mut bench = bench();
        for (n, act) in acts.into_iter().enumerate() {
            if n % 13 == 0 {
                let (width, height) = sizes[n / 13 % sizes.len()];
                bench.desk.input(Input::Resize(width, height));
            }
            match act {
                Act::Key(keys) => { bench.keys(keys); }
                Act::Mouse(kind, column, row) => {
                    bench.desk.input(Input::Mouse(Mouse { kind, column, row }));
                }
            }
            bench.desk.buffer();
            prop_assert_eq!(bench.desk.app.flight.count(), 0);
        }
        for _ in 0..8 {
            bench.keys("Esc");
        }
        prop_assert!(bench.desk.app.overlays.is_empty());
        for check in bench.desk.store.doctor().unwrap() {
            prop_assert!(check.ok, "{}: {}", check.name, check.detail);
        }
        bench.keys("q");
        prop_assert!(bench.desk.app.quit);
    }

    #[test]
    fn every_size_is_drawn(
        width in 0_u16..=300,
        height in 0_u16..=100,
        before in prop::sample::select(vec!["", "Enter", "3", "Enter d", "Enter Tab"]),
        then in prop::sample::select(vec!["", "?", ":", "/", "l", "z", "i", "c", "p", "y", "Z", "7", ",", "w"]),
        tour in any::<bool>(),
    ) {
        let mut bench = bench_at(width, height, fixture::support());
        if tour {
            tour::begin(&mut bench.desk.app);
        }
        bench.keys(before).keys(then);
        bench.desk.buffer();
    }
}

#[test]
fn a_tiny_terminal_says_what_it_needs_and_keys_still_work() {
    let mut bench = bench_at(30, 8, fixture::support());
    bench.sees("40×10 needed, have 30×8").keys("q");
    assert!(bench.desk.app.quit);
}
