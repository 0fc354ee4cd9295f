//! The mouse: dragging selects inside a pane and copies, the wheel scrolls what is under it.

use super::{
    bench, bench_at,
    fixture::{self, Bench},
    material::session,
};
use crate::tui::keys::{Input, Mouse, MouseKind};
use ratatui::style::Modifier;

fn mouse(kind: MouseKind, column: u16, row: u16) -> Input {
    Input::Mouse(Mouse { kind, column, row })
}

fn drag(bench: &mut Bench, from: (u16, u16), to: (u16, u16)) -> Option<String> {
    bench.desk.input(mouse(MouseKind::Press, from.0, from.1));
    bench.desk.input(mouse(MouseKind::Drag, to.0, to.1));
    bench.desk.input(mouse(MouseKind::Release, to.0, to.1));
    bench.desk.copied.pop()
}

/// Where a text begins on the screen.
fn place(bench: &Bench, text: &str) -> (u16, u16) {
    let screen = bench.screen();
    let (row, line) = screen
        .lines()
        .enumerate()
        .find(|(_, line)| line.contains(text))
        .unwrap_or_else(|| panic!("no {text:?} on\n{screen}"));
    let before = &line[..line.find(text).unwrap()];
    let column = crate::text::width::width(before);
    (u16::try_from(column).unwrap(), u16::try_from(row).unwrap())
}

#[test]
fn dragging_selects_inside_the_pane_and_copies() {
    let mut bench = bench();
    let from = place(&bench, "Refunds take 14");
    let selected = bench.selected();
    let text = drag(&mut bench, from, (119, from.1 + 1)).unwrap();
    assert!(text.starts_with("Refunds take 14 business days"), "{text}");
    assert!(text.contains("warehouse."), "{text}");
    assert!(
        !text.contains('│') && !text.contains("refunds@v5"),
        "{text}"
    );
    assert_eq!(bench.selected(), selected, "a drag is no click");
    bench.sees("copied selection,");
    let lit = |bench: &Bench| {
        let (buf, _) = bench.desk.buffer();
        buf[(from.0, from.1)].modifier.contains(Modifier::REVERSED)
    };
    assert!(lit(&bench));
    bench.keys("j");
    assert!(!lit(&bench), "the next key takes the light away");
}

#[test]
fn a_drag_upwards_and_out_of_the_pane_stays_in_it() {
    let mut bench = bench();
    let from = place(&bench, "Refunds take 14");
    let text = drag(&mut bench, (from.0 + 6, from.1), (0, 0)).unwrap();
    assert!(text.starts_with("refunds@v5"), "{text}");
    assert!(text.ends_with("Refunds"), "{text}");
}

#[test]
fn a_press_and_release_in_one_place_is_a_click() {
    let mut bench = bench();
    let listed = bench.listed();
    assert_eq!(drag(&mut bench, (10, 6), (10, 6)), None);
    assert_eq!(bench.selected(), listed[2]);
    assert!(bench.desk.copied.is_empty());
}

#[test]
fn a_click_on_the_way_back_goes_back() {
    let mut bench = bench();
    bench.keys("Enter").sees("Queue 1 of");
    bench.desk.input(mouse(MouseKind::Click, 4, 0));
    bench.sees("Worst first");
}

#[test]
fn text_of_an_overlay_is_selected_without_its_frame() {
    let mut bench = bench_at(80, 24, fixture::support());
    bench.keys("?");
    let from = place(&bench, "Verdict bad");
    let text = drag(&mut bench, from, (79, from.1)).unwrap();
    assert_eq!(text, "Verdict bad: reject the output");
}

#[test]
fn wide_characters_are_taken_whole() {
    let mut bench = bench_at(120, 30, session());
    bench.keys("i");
    bench.desk.text("漢字 ok");
    let from = place(&bench, "漢字");
    let text = drag(&mut bench, from, (from.0 + 3, from.1)).unwrap();
    assert_eq!(text, "漢字");
}

#[test]
fn the_wheel_over_the_preview_scrolls_a_long_output_and_leaves_the_list() {
    let long: String = (0..400).map(|n| format!("word{n} ")).collect();
    let mut records = fixture::support();
    records[0]["output"] = long.into();
    let mut bench = bench_at(120, 24, records);
    let (selected, before) = (bench.selected(), bench.screen());
    assert!(before.contains("word0 "), "{before}");
    bench.desk.input(mouse(MouseKind::WheelDown, 100, 8));
    bench.misses("word0 ").sees("WHY");
    assert_eq!(bench.selected(), selected);
    bench.desk.input(mouse(MouseKind::WheelUp, 100, 8));
    assert_eq!(bench.screen(), before);
    bench.desk.input(mouse(MouseKind::WheelDown, 10, 8));
    assert_ne!(bench.selected(), selected, "over the list it goes down");
    bench.desk.input(mouse(MouseKind::WheelDown, 100, 8));
    bench.sees("WHY");
}

#[test]
fn the_wheel_scrolls_the_page_under_it() {
    let mut bench = bench_at(120, 16, fixture::support());
    bench.keys("l 2 p Enter 3");
    let before = bench.screen();
    bench.desk.input(mouse(MouseKind::WheelDown, 100, 8));
    assert_ne!(bench.screen(), before);
    bench.desk.input(mouse(MouseKind::WheelUp, 100, 8));
    assert_eq!(bench.screen(), before);
}
