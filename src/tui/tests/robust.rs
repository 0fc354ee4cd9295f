use super::{bench, bench_at, fixture};
use crate::tui::keys::Input;
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
    "é",
    "漢",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn any_keys_in_any_size_leave_a_way_back(
        presses in prop::collection::vec(0..KEYS.len(), 1..80),
        sizes in prop::collection::vec((0_u16..300, 0_u16..100), 1..6),
    ) {
        let mut bench = bench();
        for (n, press) in presses.iter().enumerate() {
            if n % 13 == 0 {
                let (width, height) = sizes[n / 13 % sizes.len()];
                bench.desk.input(Input::Resize(width, height));
            }
            bench.keys(KEYS[*press]);
            bench.desk.buffer();
            prop_assert_eq!(bench.desk.app.flight.count(), 0);
        }
        for _ in 0..8 {
            bench.keys("Esc");
        }
        prop_assert!(bench.desk.app.overlays.is_empty());
        bench.keys("q");
        prop_assert!(bench.desk.app.quit);
    }

    #[test]
    fn every_size_is_drawn(width in 0_u16..=300, height in 0_u16..=100, overlay in 0_usize..7) {
        let mut bench = bench_at(width, height, fixture::support());
        bench.keys(["", "?", ":", "/", "l", "z", "i"][overlay]);
        bench.desk.buffer();
    }
}

#[test]
fn a_tiny_terminal_says_what_it_needs_and_keys_still_work() {
    let mut bench = bench_at(30, 8, fixture::support());
    bench.sees("40×10 needed, have 30×8").keys("q");
    assert!(bench.desk.app.quit);
}
