use super::{
    bench, bench_at,
    fixture::{Bench, support},
    material::alike,
};
use crate::{
    model::{decision::Decision, golden::Row},
    store::Store,
    tui::{
        app::{Msg, Screen},
        keys::{Input, Mouse, MouseKind},
    },
};

/// Three rows: refund-eu (a failure), charged-twice (a keeper), refund-when (a failure), promoted in this order.
fn filled() -> Bench {
    let mut bench = bench();
    bench.keys("l 3 p Enter");
    for (trace, keys) in [
        ("charged-twice", "a"),
        ("refund-when", "l 2 c Ctrl-U 5 Space d a y s Ctrl-S"),
    ] {
        bench.keys("g g");
        while bench.selected() != trace {
            bench.keys("j");
        }
        bench.keys(keys).keys("p Enter");
    }
    bench.keys("3");
    assert_eq!(bench.desk.app.screen, Screen::Golden);
    bench
}

fn selected(bench: &Bench) -> crate::model::golden::Row {
    bench.desk.app.golden.selected().unwrap().row.clone()
}

fn trace_of(bench: &Bench) -> String {
    selected(bench).source.trace.unwrap_or_default()
}

#[test]
fn an_empty_set_says_how_to_fill_it() {
    let mut bench = bench();
    bench
        .keys("3")
        .sees("The golden set is empty.")
        .sees("p promotes it");
    bench.keys("E").sees("the golden set is empty");
    bench.keys("e").sees("no row selected");
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
}

#[test]
fn rows_are_listed_the_latest_first_with_what_they_expect() {
    let mut bench = filled();
    assert_eq!(trace_of(&bench), "refund-when");
    bench
        .sees("3 rows")
        .sees("2 failures, 1 keeper")
        .sees("When will I get my money back?")
        .sees("5 days")
        .sees("promoted by");
    bench.keys("j").sees("keeper");
    assert_eq!(trace_of(&bench), "charged-twice");
    bench.keys("G");
    assert_eq!(trace_of(&bench), "refund-eu");
}

#[test]
fn what_a_row_expects_is_edited_and_taken_back() {
    let mut bench = filled();
    bench
        .keys("e")
        .sees("What g-")
        .sees("from what it expects now");
    bench.keys("Ctrl-S").sees("nothing changed");
    bench.desk.text(" at most");
    bench.keys("Esc").sees("this is not saved").keys("Ctrl-S");
    assert_eq!(selected(&bench).expected.as_deref(), Some("5 days at most"));
    bench.sees("changed what g-").sees("5 days at most");
    bench.keys("u");
    assert_eq!(selected(&bench).expected.as_deref(), Some("5 days"));
    bench.keys("e").desk.text(" no");
    bench.keys("Esc Esc");
    assert!(bench.desk.app.overlays.is_empty());
    assert_eq!(selected(&bench).expected.as_deref(), Some("5 days"));
}

#[test]
fn an_edit_that_could_not_be_saved_is_given_back() {
    let mut bench = filled();
    bench.keys("e").desk.text(" at most");
    let now = bench.now;
    let save = Input::Chord("Ctrl-S".parse().unwrap());
    let effects =
        crate::tui::update::update(&mut bench.desk.app, crate::tui::app::Msg::Input(save, now));
    let crate::tui::effect::Effect::Write(write, _) = effects[0].clone() else {
        panic!("{effects:?}");
    };
    let error = crate::error::Error::operational("the disk is full");
    let reply = crate::tui::effect::Reply::Write(Box::new(write), Err(error));
    bench
        .desk
        .send(crate::tui::app::Msg::Reply(Box::new(reply), now));
    bench.sees("the disk is full").sees("5 days at most");
    bench.keys("Ctrl-S");
    assert_eq!(selected(&bench).expected.as_deref(), Some("5 days at most"));
}

#[test]
fn an_edit_leaves_what_others_changed_in_the_row_meanwhile() {
    let mut bench = filled();
    bench.keys("e").desk.text(" at most");
    let change = |bench: &Bench, change: fn(&mut Row)| {
        let mut row = selected(bench);
        change(&mut row);
        let row = Box::new(row);
        let mut store = Store::open(&bench.launch.store_path, &bench.launch.settings).unwrap();
        let decision = Decision::GoldenEdit { row };
        store.decide("ben", bench.now, &[decision]).unwrap();
    };
    change(&bench, |row| row.tags = vec!["money".into()]);
    let now = bench.desk.app.now;
    bench.desk.send(Msg::Poll(now));
    bench
        .keys("Ctrl-S")
        .sees("changed what g-")
        .misses("meanwhile");
    let row = selected(&bench);
    assert_eq!(row.expected.as_deref(), Some("5 days at most"));
    assert_eq!(row.tags, ["money"]);
    bench.keys("e").desk.text(" or so");
    change(&bench, |row| row.expected = Some("a week".into()));
    bench.desk.send(Msg::Poll(now));
    bench
        .keys("Ctrl-S")
        .sees("somebody else had changed meanwhile");
}

#[test]
fn tags_and_critical_are_changed() {
    let mut bench = filled();
    bench.keys("t").sees("Tags of g-").desk.text("money urgent");
    bench.keys("Enter").sees("money, urgent");
    assert_eq!(selected(&bench).tags, ["money", "urgent"]);
    bench.keys("!").sees("is critical: its failure alone");
    assert!(selected(&bench).critical);
    bench.sees("critical").keys("u u");
    assert!(!selected(&bench).critical && selected(&bench).tags.is_empty());
}

#[test]
fn a_retired_row_is_shown_on_request_and_comes_back() {
    let mut bench = filled();
    bench.keys("R").sees("2 rows").sees("retired g-");
    assert_eq!(trace_of(&bench), "charged-twice");
    bench.keys("T").sees("and 1 retired");
    bench
        .keys("k")
        .keys("e")
        .sees("this row is retired; u takes that back");
    bench.keys("u").sees("3 rows").sees("and 0 retired");
    bench.keys("T").misses("and 0 retired");
}

#[test]
fn words_narrow_the_list_as_they_are_typed() {
    let mut bench = filled();
    bench.keys("/").desk.text("money back");
    bench
        .sees("/money back  1 match")
        .misses("Why was I charged twice?");
    bench.keys("Enter").sees("1 match");
    bench.keys("/ Ctrl-U").desk.text("nowhere");
    bench.sees("No row holds these words.");
    bench.keys("Esc").sees("/money back  1 match");
    bench.keys("/ Ctrl-U Enter").misses("match");
}

#[test]
fn the_set_is_written_to_a_file() {
    let mut bench = filled();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.jsonl");
    bench
        .keys("E Ctrl-U")
        .desk
        .text(&path.display().to_string());
    bench.keys("Enter").sees("3 rows written to");
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.lines().count(), 3);
    bench
        .keys("E Ctrl-U")
        .desk
        .text("/nowhere/at/all/rows.jsonl");
    bench.keys("Enter").sees("/nowhere/at/all");
}

#[test]
fn its_trace_opens_and_esc_comes_back() {
    let mut bench = filled();
    bench
        .keys("j Enter")
        .sees("‹ Golden")
        .sees("trace charge…wice");
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Golden);
    assert_eq!(trace_of(&bench), "charged-twice");
}

#[test]
fn the_page_scrolls_on_its_own() {
    let mut bench = bench_at(80, 24, alike());
    bench.keys("l 3 p Enter 3");
    bench.sees("more, Tab goes there").misses("promoted by");
    bench
        .keys("Tab G")
        .sees("promoted by")
        .sees("Tab goes back");
    bench.keys("g g").sees("lines more").sees("input");
}

#[test]
fn a_page_that_has_the_keys_has_the_room_of_a_low_terminal() {
    let mut bench = bench_at(40, 12, support());
    bench.keys("l 2 c Ctrl-S p Enter 3").misses("orders?");
    bench.keys("Tab").sees("orders?").sees("▸ wrong facts");
    bench.keys("Tab").misses("orders?");
}

#[test]
fn rows_are_clicked() {
    let mut bench = filled();
    let click = |column, row| {
        Input::Mouse(Mouse {
            kind: MouseKind::Click,
            column,
            row,
        })
    };
    bench.desk.input(click(5, 6));
    assert_eq!(trace_of(&bench), "refund-eu");
    bench.desk.input(click(5, 4));
    assert_eq!(trace_of(&bench), "refund-when");
}

#[test]
fn esc_leaves_a_search_before_the_screen() {
    let mut bench = filled();
    bench.keys("/").desk.text("zebra");
    bench.keys("Enter").sees("No row holds these words.");
    bench.keys("Esc").sees("3 rows").misses("zebra");
    assert_eq!(bench.desk.app.screen, Screen::Golden);
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
}
