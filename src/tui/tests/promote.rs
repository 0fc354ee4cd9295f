use super::{
    bench, bench_at,
    fixture::Bench,
    material::{alike, session},
};
use crate::model::{decision::Verdict, golden::Row};

fn rows(bench: &Bench) -> Vec<Row> {
    let rows = bench.desk.store.golden(false).unwrap();
    rows.into_iter().map(|entry| entry.row).collect()
}

fn go_to(bench: &mut Bench, trace: &str) {
    bench.keys("g g");
    for _ in 0..20 {
        if bench.selected() == trace {
            return;
        }
        bench.keys("j");
    }
    panic!("{trace} is not listed: {:?}", bench.listed());
}

#[test]
fn from_the_worst_item_to_a_golden_row() {
    let mut bench = bench();
    bench.keys("l 3 c");
    bench.desk.text(" Not 14.");
    bench.keys("Ctrl-S p");
    bench
        .sees("Promote “How long do refunds take for EU o…” to the golden set")
        .sees("expected  (a reviewer's correction)")
        .sees("EU. Not 14.")
        .sees("fails  ✓");
    bench
        .keys("Enter")
        .sees("promoted “How long do refunds take for EU o…” as g-");
    let row = &rows(&bench)[0];
    let third = bench.desk.app.taxonomy.by_digit(3).unwrap().id.clone();
    assert_eq!(row.mode.as_ref(), Some(&third));
    assert!(row.expected.as_ref().unwrap().ends_with("EU. Not 14."));
    assert_eq!(row.source.correction.as_deref(), Some("reviewer"));
    assert!(bench.desk.app.queue.selected().unwrap().decided.golden);
    let events = bench.desk.store.history(None, 10).unwrap();
    let kinds: Vec<&str> = events.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["promote", "correct", "label"]);
    bench.keys("u").sees("undone:");
    assert!(rows(&bench).is_empty());
    bench.keys("Ctrl-R");
    assert_eq!(rows(&bench).len(), 1);
}

#[test]
fn with_the_users_correction_nothing_needs_to_be_written() {
    let mut bench = bench();
    bench.keys("l 3 p");
    bench
        .sees("expected  (the user's correction)")
        .keys("Enter");
    let row = &rows(&bench)[0];
    assert_eq!(row.source.correction.as_deref(), Some("user"));
    assert_eq!(row.source.trace.as_deref(), Some("refund-eu"));
    assert!(!row.checks.is_empty() && !row.keeper);
}

#[test]
fn a_good_output_becomes_a_keeper() {
    let mut bench = bench();
    bench.keys(", 5");
    go_to(&mut bench, "charged-twice");
    bench
        .keys("a p")
        .sees("the output itself: a keeper")
        .sees("keeper: guards a good output");
    bench.keys("Enter");
    let row = &rows(&bench)[0];
    assert!(row.keeper && row.mode.is_none());
    let mine = bench.desk.app.queue.selected().unwrap().decided.mine;
    assert_eq!(mine, Some(Verdict::Good));
}

#[test]
fn without_an_expected_text_it_says_what_to_do() {
    let mut bench = bench();
    go_to(&mut bench, "cancel-second");
    bench.keys("p");
    assert_eq!(bench.desk.app.overlays.len(), 1);
    bench.sees("correct").keys("Enter");
    assert!(bench.desk.app.overlays.is_empty() && rows(&bench).is_empty());
}

#[test]
fn the_same_trace_is_refused() {
    let mut bench = bench();
    bench.keys("l 3 p Enter p");
    bench.sees("! row g-");
    bench.keys("Enter").sees("refused: row g-");
    assert_eq!((rows(&bench).len(), bench.desk.app.overlays.len()), (1, 1));
}

#[test]
fn another_answer_to_the_same_question_needs_enter_twice() {
    let mut bench = bench_at(120, 36, alike());
    let mut own = bench_at(120, 36, alike());
    for (bench, answer) in [(&mut bench, "Five days."), (&mut own, "5 days")] {
        go_to(bench, "near");
        bench.keys("c Ctrl-U").desk.text(answer);
        bench.keys("Ctrl-S p Enter");
        assert_eq!(rows(bench).len(), 1);
    }
    go_to(&mut bench, "same");
    bench.keys("c Ctrl-U").desk.text("Within a week.");
    bench.keys("Ctrl-S p");
    bench
        .sees("like it")
        .sees("- So how long do refunds take")
        .sees("+ How long do refunds take")
        .sees("it expects: Five days.");
    bench.keys("Enter");
    assert_eq!(
        rows(&bench).len(),
        2,
        "a near-duplicate was shown, that is all"
    );
    // The same question with another answer: somebody has to decide.
    let mut records = alike();
    for record in &mut records {
        if record["trace_id"] == "near" && record["type"] == "trace" {
            record["input"] = "How long do refunds take for EU orders?".into();
        }
    }
    let mut bench = bench_at(120, 36, records);
    for (trace, answer) in [("near", "Five days."), ("same", "A week.")] {
        go_to(&mut bench, trace);
        bench.keys("c Ctrl-U").desk.text(answer);
        bench.keys("Ctrl-S p");
        if trace == "same" {
            bench.sees("has the same input and expects something else");
            bench.sees("- Five days.").sees("+ A week.");
            bench
                .keys("Enter")
                .sees("Enter again promotes all the same");
            assert_eq!(rows(&bench).len(), 1);
        }
        bench.keys("Enter");
    }
    assert_eq!(rows(&bench).len(), 2);
}

#[test]
fn personal_data_is_shown_and_replaced_unless_kept() {
    let mut bench = bench_at(120, 36, session());
    bench
        .keys("l 3 p")
        .sees("personal data: 1 email is replaced (d keeps it)");
    bench.keys("d").sees("is kept on purpose (d replaces it)");
    bench.keys("d Enter");
    let row = &rows(&bench)[0];
    let input = row.input.as_ref().unwrap().plain();
    assert!(!input.contains("mila@example.com"), "{input}");
    assert_eq!(row.redactions.get("email"), Some(&1));
    let mut bench = bench_at(120, 36, session());
    bench.keys("l 3 p d Enter");
    let input = rows(&bench)[0].input.as_ref().unwrap().plain();
    assert!(input.contains("mila@example.com"), "{input}");
}

#[test]
fn tags_and_critical_are_given_on_the_page() {
    let mut bench = bench();
    bench
        .keys("l 3 p c")
        .sees("critical: its failure alone blocks a release");
    bench.keys("t").desk.text("refunds eu");
    bench.keys("Enter").sees("tags: refunds, eu");
    bench.keys("t").desk.text(" no");
    bench.keys("Esc").sees("tags: refunds, eu");
    bench.keys("Enter");
    let row = &rows(&bench)[0];
    assert!(row.critical);
    assert_eq!(row.tags, ["refunds", "eu"]);
}

#[test]
fn the_page_scrolls_and_the_head_stays_in_view() {
    let mut bench = bench_at(80, 24, alike());
    go_to(&mut bench, "near");
    bench.keys("c Ctrl-U").desk.text("Five days.");
    bench.keys("Ctrl-S p Enter");
    go_to(&mut bench, "turn-2");
    bench.keys("Enter p");
    bench.sees("‹ Queue").sees("like it").sees("session 2 of 3");
    bench
        .keys("G")
        .sees("tags: none")
        .keys("g g")
        .sees("! row g-");
}

#[test]
fn leaving_the_page_promotes_nothing() {
    let mut bench = bench();
    bench.keys("l 3 p Esc");
    assert!(rows(&bench).is_empty() && bench.desk.app.overlays.is_empty());
}

#[test]
fn long_texts_leave_room_for_the_checks() {
    let code: String = (0..40).map(|n| format!("line {n}\n")).collect();
    let trace = serde_json::json!({"type": "trace", "trace_id": "code", "started_at": "2026-11-15T09:00:00Z",
        "input": format!("Mend this:\n{code}"), "output": code});
    let signal = serde_json::json!({"type": "signal", "trace_id": "code", "name": "correction",
        "correction": format!("{code}line 41")});
    let mut bench = bench_at(100, 30, vec![trace, signal]);
    bench.keys("p").sees("checks   and what").sees("no mode");
}
