use super::{
    bench_at,
    fixture::{Bench, support},
    material::{alike, session},
};
use crate::tui::{
    app::{Msg, Screen},
    keys::{Input, Mouse, MouseKind},
    screen::trace::Pane,
    update::update,
};

fn opened(width: u16, height: u16) -> Bench {
    let mut bench = bench_at(width, height, session());
    assert_eq!(bench.selected(), "turn-2");
    bench.keys("Enter");
    bench
}

fn pane(bench: &Bench) -> Pane {
    bench.desk.app.trace.pane()
}

/// The place of a text on the screen.
#[track_caller]
fn find(bench: &Bench, text: &str) -> (u16, u16) {
    let screen = bench.screen();
    let found = screen.lines().enumerate().find_map(|(row, line)| {
        let at = line.find(text)?;
        Some((line[..at].chars().count() as u16, row as u16))
    });
    found.unwrap_or_else(|| panic!("no {text:?} on\n{screen}"))
}

fn click(bench: &mut Bench, (column, row): (u16, u16)) {
    let kind = MouseKind::Click;
    bench.desk.input(Input::Mouse(Mouse { kind, column, row }));
}

#[test]
fn a_trace_shows_what_happened_and_only_the_panes_it_has() {
    let mut bench = opened(120, 36);
    bench
        .sees("‹ Queue 1 of 1")
        .sees("trace turn-2")
        .sees("session 2 of 3")
        .sees("Spans 5   Documents 2   Tools 2   Signals 3   Diff")
        .sees("How long do refunds take for EU orders?")
        .sees("user  (correction)")
        .misses("History");
    bench.keys("]").sees("session 3 of 3").sees("Goodbye.");
    bench.misses("Spans").misses("Tools").misses("Diff");
    bench.keys("]").sees("no later trace in this session");
    bench.keys("[ [").sees("session 1 of 3");
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
}

#[test]
fn tab_goes_round_the_panes_both_ways() {
    let mut bench = opened(120, 36);
    let panes = bench.desk.app.trace.panes().to_vec();
    for expected in panes[1..].iter().chain(&panes[..1]) {
        bench.keys("Tab");
        assert_eq!(pane(&bench), *expected);
    }
    bench.keys("Shift-Tab");
    assert_eq!(Some(&pane(&bench)), panes.last());
}

#[test]
fn a_span_opens_and_shows_what_it_did() {
    let mut bench = opened(120, 36);
    bench.keys("Tab");
    bench
        .sees("agent  answer_refunds")
        .sees("612 → 44 tokens")
        .sees("timeout")
        .sees("1.83 s");
    bench.keys("j j Enter").sees("What do refunds take?");
    bench.keys("Enter").misses("What do refunds take?");
    bench.keys("G Enter").sees("span answer");
}

#[test]
fn other_panes_keep_what_should_have_happened_in_view() {
    let mut bench = opened(120, 36);
    bench.keys("Tab");
    bench
        .sees("- output")
        .sees("+ correction (user)")
        .sees("+ Refunds take 5 business days");
    let mut low = opened(80, 24);
    low.keys("Tab").misses("+ correction (user)");
}

#[test]
fn the_mouse_turns_panes_and_opens_items() {
    let mut bench = opened(120, 36);
    let at = find(&bench, "Documents 2");
    click(&mut bench, at);
    assert_eq!(pane(&bench), Pane::Documents);
    let at = find(&bench, "policy-2026");
    click(&mut bench, at);
    bench.misses("Last line.");
    click(&mut bench, at);
    bench.sees("Last line.");
    let at = find(&bench, "Signals 3");
    click(&mut bench, (at.0 + 3, at.1));
    assert_eq!(pane(&bench), Pane::Signals);
}

#[test]
fn the_selected_document_is_flagged_at_once() {
    let mut bench = opened(120, 36);
    bench.keys("Tab Tab");
    assert_eq!(pane(&bench), Pane::Documents);
    bench.keys("j !").sees("What is wrong with policy-2026?");
    bench.keys("2").sees("! outdated (ana)");
    let detail = bench.desk.store.detail("turn-2", "ana").unwrap().unwrap();
    assert_eq!(detail.flags[0].document, "policy-2026");
    bench.keys("u").misses("! outdated (ana)");
}

#[test]
fn what_is_known_is_shown_before_the_trace_is_read() {
    let mut bench = bench_at(120, 36, session());
    let now = bench.now;
    let enter = Input::Chord("Enter".parse().unwrap());
    let effects = update(&mut bench.desk.app, Msg::Input(enter, now));
    assert!(!effects.is_empty());
    bench.misses("reading…").sees("user  (correction)");
    let effects = crate::tui::screen::trace::refresh(&mut bench.desk.app);
    assert_eq!(effects.len(), 1);
    bench.misses("reading…").sees("user  (correction)");
}

#[test]
fn the_footer_tells_the_next_thing_to_do() {
    let mut bench = opened(80, 24);
    let first = |bench: &Bench| -> String {
        let screen = bench.screen();
        let footer = screen.lines().last().unwrap().trim_start().to_owned();
        footer.split("   ").next().unwrap().to_owned()
    };
    assert_eq!(first(&bench), "x bad");
    bench.keys("x");
    assert_eq!(first(&bench), "p promote", "the user's correction is there");
    bench.keys("p Enter");
    assert_eq!(first(&bench), ". next");
    let mut bench = bench_at(80, 24, support());
    bench.keys("j Enter x");
    assert_eq!(first(&bench), "c correct");
    bench.keys("c Ctrl-U");
    bench.desk.text("Within 5 days.");
    bench.keys("Ctrl-S");
    assert_eq!(first(&bench), "p promote");
}

#[test]
fn only_what_the_program_says_carries_a_question_mark() {
    let mut bench = bench_at(120, 36, support());
    bench.keys("j").sees("the user picked");
    bench
        .keys("Enter")
        .sees("wrong facts")
        .misses("wrong facts ?");
    bench.keys("Esc j Enter").sees(" ?");
}

#[test]
fn moving_on_shows_the_next_trace() {
    let mut bench = bench_at(100, 30, support());
    let listed = bench.listed();
    bench.keys("Enter x .");
    bench.sees(&format!("trace {}", listed[1]));
    bench.keys("Esc");
    assert_eq!(bench.selected(), listed[1]);
}

#[test]
fn a_golden_row_is_one_of_the_texts() {
    let mut bench = bench_at(120, 36, alike());
    while bench.selected() != "same" {
        bench.keys("j");
    }
    bench.keys("Enter c Ctrl-U").desk.text("Five days.");
    bench.keys("Ctrl-S p Enter");
    let rows = bench.desk.store.golden(false).unwrap();
    assert_eq!(rows.len(), 1);
    let id = rows[0].row.id.clone();
    bench
        .keys("d")
        .sees(&format!("correction (ana) = golden {id}"));
    bench.keys("3 e Ctrl-U").desk.text("In five days.");
    bench.keys("Ctrl-S Enter d v").desk.text(&id);
    bench.keys("Enter");
    bench.sees(&format!("+ golden {id}")).sees("pair 2 of 6");
}

#[test]
fn long_instructions_do_not_hide_what_was_asked() {
    let rules: String = (1..60).map(|n| format!("Rule {n}.\n")).collect();
    let trace = serde_json::json!({"type": "trace", "trace_id": "ruled", "started_at": "2026-11-15T09:00:00Z",
        "input": [{"role": "system", "content": rules}, {"role": "user", "content": "May I?"}], "output": "No."});
    let signal = serde_json::json!({"type": "signal", "trace_id": "ruled", "name": "thumbs_down"});
    let mut bench = super::bench_at(100, 30, vec![trace, signal]);
    bench.keys("Enter").sees("Rule 3.").misses("Rule 4.");
    bench
        .sees("… 56 more lines, Enter shows all")
        .sees("May I?");
    bench.keys("Enter").sees("Rule 4.").misses("May I?");
    bench.keys("Enter").sees("May I?");
}

#[test]
fn quitting_lets_go_of_the_trace_that_is_open() {
    let mut bench = super::bench();
    bench.keys("Enter");
    let mut theirs =
        crate::store::Store::open(&bench.launch.store_path, &bench.launch.settings).unwrap();
    let claim =
        |store: &mut crate::store::Store, now| store.claim("refund-eu", "ben", now).unwrap();
    assert_eq!(claim(&mut theirs, bench.now).as_deref(), Some("ana"));
    bench.keys("q");
    assert!(bench.desk.app.quit);
    assert_eq!(claim(&mut theirs, bench.now), None);
}

#[test]
fn ten_thousand_spans_are_shown_and_the_rest_counted() {
    let spans: Vec<_> = (0..10_003)
        .map(|n| serde_json::json!({"span_id": format!("s{n}"), "name": format!("step {n}")}))
        .collect();
    let trace = serde_json::json!({"type": "trace", "trace_id": "wide", "started_at": "2026-11-15T09:00:00Z",
        "input": "Go", "output": "Done.", "spans": spans});
    let signal = serde_json::json!({"type": "signal", "trace_id": "wide", "name": "thumbs_down"});
    let mut bench = super::bench_at(100, 30, vec![trace, signal]);
    bench.keys("Enter Tab").sees("Spans 10003").sees("step 0");
    bench.keys("G").sees("… 3 more spans are not shown");
}
