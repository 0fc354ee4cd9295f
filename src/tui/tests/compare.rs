//! The diff pane: which texts it compares, how, and how one gets through them.

use super::{bench_at, fixture::Bench, material::session};
use crate::tui::{
    app::Msg,
    effect::{Effect, perform},
    keys::{Input, Mouse, MouseKind},
    overlay::Overlay,
    update::update,
};
use serde_json::{Value, json};

/// A trace that answered one text, and the user's correction of it.
fn corrected(output: &str, correction: &str) -> Vec<Value> {
    vec![
        json!({"type": "trace", "trace_id": "one", "started_at": "2026-11-15T09:00:00Z", "input": "Go", "output": output}),
        json!({"type": "signal", "trace_id": "one", "name": "correction", "user_id": "u",
            "at": "2026-11-15T09:01:00Z", "correction": correction}),
    ]
}

fn compared(width: u16, height: u16, output: &str, correction: &str) -> Bench {
    let mut bench = bench_at(width, height, corrected(output, correction));
    bench.keys("Enter d");
    bench
}

/// Sixty lines of which three differ.
fn sixty() -> (String, String) {
    let lines: Vec<String> = (0..60).map(|n| format!("line {n} stays")).collect();
    let mut corrected = lines.clone();
    for n in [5, 30, 55] {
        corrected[n] = format!("line {n} is new");
    }
    (lines.join("\n"), corrected.join("\n"))
}

#[test]
fn any_two_texts_are_chosen() {
    let mut bench = bench_at(120, 36, session());
    bench
        .keys("Enter d")
        .sees("pair 1 of 6")
        .sees("4 words gone, 4 new");
    bench
        .keys("v")
        .sees("Compare which two texts?")
        .sees("correction (user) and user's final text")
        .sees("user's final text and input");
    bench.desk.text("finput");
    bench
        .keys("Enter")
        .sees("- user's final text")
        .sees("+ input");
    bench.keys("v 2").sees("pair 2 of 6").sees("- output");
    bench.keys("v Esc").sees("pair 2 of 6");
    bench.keys("n").sees("no later change");
    bench.keys("N").sees("no earlier change");
}

#[test]
fn earlier_versions_of_a_correction_are_among_the_texts() {
    let mut bench = bench_at(120, 36, session());
    bench.keys("Enter c Ctrl-U").desk.text("Five days.");
    bench
        .keys("Ctrl-S c Ctrl-U")
        .desk
        .text("Five working days.");
    bench.keys("Ctrl-S d v").sees("earlier (ana, ");
    bench.desk.text("ana and earlier");
    bench.keys("Enter");
    bench
        .sees("- correction (ana)")
        .sees("+ earlier (ana, ")
        .sees("1 word gone, 0 new");
}

#[test]
fn changes_are_gone_through_one_by_one() {
    let (output, correction) = sixty();
    let mut bench = compared(80, 24, &output, &correction);
    bench.sees("change 1 of 3").sees("line 5 is new");
    bench.keys("n").sees("change 2 of 3").sees("line 30 is new");
    bench.keys("n").sees("change 3 of 3").sees("line 55 is new");
    bench.keys("n").sees("no later change");
    bench
        .keys("N N")
        .sees("change 1 of 3")
        .sees("line 5 is new");
    bench.keys("g g n").sees("change 2 of 3");
}

#[test]
fn one_equal_part_is_opened_without_the_others() {
    let (output, correction) = sixty();
    let mut bench = compared(80, 24, &output, &correction);
    bench.sees("⋯ 18 equal lines").misses("line 15 stays");
    bench.keys("Enter").sees("nothing to open");
    bench.keys("j").sees("3 changes");
    bench
        .keys("Enter")
        .sees("line 15 stays")
        .sees("18 equal lines, open");
    bench
        .keys("n")
        .sees("change 2 of 3")
        .sees("⋯ 18 equal lines");
    bench.misses("line 40 stays");
    bench
        .keys("k Enter")
        .sees("⋯ 18 equal lines")
        .misses("line 15 stays");
    bench.keys("t").sees("all equal parts");
    bench.keys("f j j").sees("line 15 stays");
    bench.keys("G").sees("line 59 stays").keys("t f");
    bench.misses("line 40 stays");
}

#[test]
fn a_click_opens_an_equal_part() {
    let (output, correction) = sixty();
    let mut bench = compared(80, 24, &output, &correction);
    let screen = bench.screen();
    let row = screen.lines().position(|l| l.contains("18 equal lines"));
    bench.desk.input(Input::Mouse(Mouse {
        kind: MouseKind::Click,
        column: 6,
        row: row.unwrap() as u16,
    }));
    bench.sees("18 equal lines, open");
}

#[test]
fn a_page_down_selects_what_is_seen_then() {
    let (output, correction) = sixty();
    let mut bench = compared(80, 24, &output, &correction);
    bench.keys("t f PgDn PgDn");
    bench
        .sees("line 30 is new")
        .keys("n")
        .sees("line 55 is new");
    bench.keys("PgUp").sees("change 2 of 3");
}

#[test]
fn the_two_stand_side_by_side_or_one_below_the_other() {
    let mut bench = compared(120, 30, "It takes 14 days.", "It takes 5 days.");
    let line = |bench: &Bench| -> String {
        let screen = bench.screen();
        let found = screen.lines().find(|l| l.contains("- It takes 14"));
        found.unwrap().to_owned()
    };
    assert!(line(&bench).contains("+ It takes 5 days."));
    bench.keys("t s");
    assert!(!line(&bench).contains("+ It takes 5 days."));
    bench.sees("+ It takes 5 days.").keys("t s");
    assert!(line(&bench).contains("+ It takes 5 days."));
    let mut narrow = compared(70, 24, "It takes 14 days.", "It takes 5 days.");
    narrow.keys("t s").sees("there is no room side by side");
}

#[test]
fn white_space_is_shown_where_it_is_the_difference_and_on_request() {
    let mut bench = compared(120, 30, "one  two\nthree four", "one two\nthree\tfour");
    bench
        .sees("only white space differs")
        .sees("- one··two")
        .sees("+ three→   four");
    bench.keys("t w").sees("+ one·two");
    let mut bench = compared(120, 30, "same\r\ntext\r\n", "same\ntext");
    bench.sees("differ in nothing but line ends");
    bench.keys("n").sees("no changes are shown");
}

#[test]
fn json_is_compared_by_its_fields_and_as_text() {
    let output = r#"{"order": {"id": 7, "items": [{"sku": "tea", "n": 1}]}, "total": 12}"#;
    let correction = r#"{"total": 14, "order": {"items": [{"n": 2, "sku": "tea"}, {"sku": "cup", "n": 1}], "id": 7}}"#;
    let mut bench = compared(120, 36, output, correction);
    bench
        .sees("JSON by fields: 2 changed, 1 new, 0 gone")
        .sees("~ $.order.items[0].n")
        .sees("+ $.order.items[1]")
        .sees("~ $.total")
        .sees("change 1 of 3");
    bench.keys("n n").sees("change 3 of 3").keys("t j");
    bench.misses("JSON by fields").sees("- {\"order\"");
    bench.keys("t j").sees("JSON by fields");
    let mut bench = compared(120, 36, r#"{"a": 1, "b": 2}"#, r#"{"b":2, "a":1}"#);
    bench.sees("Both say the same");
    let mut bench = compared(120, 36, output, "No JSON");
    bench.keys("t j").sees("these two are not both JSON");
}

#[test]
fn looks_stay_while_pairs_and_traces_change() {
    let mut bench = bench_at(120, 36, session());
    bench.keys("Enter d t s v 2");
    let beside = |bench: &Bench| {
        let screen = bench.screen();
        screen
            .lines()
            .any(|l| l.contains("- output") && l.contains(" │ + "))
    };
    assert!(!beside(&bench));
    bench.keys("] [ d");
    assert!(!beside(&bench));
    bench.keys("t s");
    assert!(beside(&bench));
}

/// Texts that take longer to compare than a frame, which differ in their first and last line.
fn long() -> (String, String) {
    let output: String = (0..2_000).map(|n| format!("line {n} of many\n")).collect();
    let correction = output.replace("line 0 of", "line naught of");
    (output, correction.replace("line 1999 of", "the last of"))
}

/// Presses keys without carrying out what they ask for.
fn press(bench: &mut Bench, keys: &str) -> Vec<Effect> {
    let chords = keys.split_whitespace().map(|key| key.parse().unwrap());
    let inputs = chords.map(|chord| Msg::Input(Input::Chord(chord), bench.now));
    let inputs: Vec<Msg> = inputs.collect();
    let app = &mut bench.desk.app;
    inputs.into_iter().flat_map(|i| update(app, i)).collect()
}

/// Answers what was asked for; returns what that leads to.
fn answer(bench: &mut Bench, asked: Vec<Effect>) -> Vec<Effect> {
    let desk = &mut bench.desk;
    let mut next = Vec::new();
    for effect in asked {
        let Effect::Read(slot, generation, read) = effect else {
            panic!("{effect:?}");
        };
        let reply = perform::read(&desk.store, "ana", slot, generation, &read);
        next.extend(update(
            &mut desk.app,
            Msg::Reply(Box::new(reply), bench.now),
        ));
    }
    next
}

#[test]
fn long_texts_are_compared_while_keys_go_on() {
    let (output, correction) = long();
    let mut bench = bench_at(100, 30, corrected(&output, &correction));
    bench.keys("Enter");
    let asked = press(&mut bench, "d");
    bench.sees("comparing…").sees("+ correction (user)");
    let more = press(&mut bench, "t s PgDn n");
    assert!(more.is_empty(), "asked once: {more:?}");
    bench.desk.carry(asked);
    bench.sees("3 words gone, 3 new").sees("naught");
    bench.keys("n").sees("the last");
    bench.keys("t s").sees("naught");
}

#[test]
fn what_is_compared_too_late_is_not_shown() {
    let (output, correction) = long();
    let mut bench = bench_at(100, 30, corrected(&output, &correction));
    bench.keys("Enter");
    let asked = press(&mut bench, "d");
    let whole = press(&mut bench, "c");
    assert!(!whole.is_empty());
    bench.desk.carry(whole);
    bench.keys("Ctrl-Home").desk.text("Really ");
    bench.keys("Ctrl-S d").sees("Really");
    bench.desk.carry(asked);
    bench.sees("Really");
}

#[test]
fn the_editor_hears_of_a_difference_under_what_lies_over_it() {
    let (output, correction) = long();
    let mut bench = bench_at(100, 30, corrected(&output, &correction));
    let opened = press(&mut bench, "c");
    let asked = answer(&mut bench, opened);
    bench.sees("comparing…");
    let place = bench.desk.app.context();
    bench.desk.app.overlays.push(Overlay::help(place));
    bench.desk.carry(asked);
    bench.keys("Esc").sees("3 words gone, 3 new");
}
