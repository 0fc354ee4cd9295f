use super::{bench, bench_at, fixture::Bench, material::session};
use crate::{
    model::time::SECOND,
    tui::{app::Msg, effect::Write, headless::Headless, keys::Input},
};

const USERS: &str = "Refunds take 5 business days once the item has been received in the EU.";

/// Half a second passes.
fn poll(bench: &mut Bench) {
    let now = bench.desk.app.now.plus(SECOND / 2);
    bench.desk.send(Msg::Poll(now));
}

fn correction(bench: &Bench, trace: &str) -> Option<String> {
    let detail = bench.desk.store.detail(trace, "ana").unwrap().unwrap();
    let first = detail.corrections.into_iter().next()?;
    (first.source == "reviewer").then_some(first.text)
}

fn draft(bench: &Bench, trace: &str) -> Option<String> {
    bench
        .desk
        .store
        .detail(trace, "ana")
        .unwrap()
        .unwrap()
        .draft
}

#[test]
fn it_begins_with_the_users_words_and_shows_what_changes() {
    let mut bench = bench();
    bench.keys("c");
    bench
        .sees("Correct refund-eu")
        .sees("asked  How long do refunds take for EU orders?")
        .sees("said   “it is 5 days”")
        .sees("from the user's correction")
        .sees("what changes: 4 words gone, 4 new");
    bench.keys("Ctrl-S").sees("corrected refund-eu · u undoes");
    assert_eq!(correction(&bench, "refund-eu").as_deref(), Some(USERS));
    assert!(bench.desk.app.queue.selected().unwrap().decided.corrected);
    bench.keys("u");
    assert_eq!(correction(&bench, "refund-eu"), None);
    bench.keys("Ctrl-R");
    assert_eq!(correction(&bench, "refund-eu").as_deref(), Some(USERS));
}

#[test]
fn typing_pasting_and_taking_back() {
    let mut bench = bench();
    bench.keys("j c Ctrl-Home");
    bench.desk.text("Good news: ");
    bench
        .desk
        .input(Input::Paste("5 days,\r\nnot two weeks. ".into()));
    bench
        .sees("Good news: 5 days,")
        .sees("not two weeks. Within");
    bench.keys("Ctrl-Z").misses("5 days,");
    bench.keys("Ctrl-Z Ctrl-Z").sees("Good Within 14");
    bench
        .keys("Ctrl-Y Ctrl-Y Ctrl-Y")
        .sees("Good news: 5 days,");
    bench.keys("Alt-Enter");
    let text = "Good news: 5 days,\nnot two weeks. Within 14 business days.";
    assert_eq!(correction(&bench, "refund-when").as_deref(), Some(text));
}

#[test]
fn a_draft_survives_a_crash() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Or so");
    assert_eq!(draft(&bench, "refund-eu"), None);
    poll(&mut bench);
    let kept = format!("{USERS} Or so");
    assert_eq!(draft(&bench, "refund-eu"), Some(kept.clone()));
    let writes = bench.desk.app.flight.writes();
    poll(&mut bench);
    assert_eq!(bench.desk.app.flight.writes(), writes);
    // Another workbench on the same store, this one having ended without a word.
    bench.desk = Headless::start(&bench.launch, bench.now, 120, 30).unwrap();
    bench.keys("c").sees("from your draft").sees("Or so");
    bench.keys("Ctrl-S");
    assert_eq!(correction(&bench, "refund-eu"), Some(kept));
    assert_eq!(draft(&bench, "refund-eu"), None);
}

#[test]
fn esc_keeps_the_draft_and_c_goes_on_with_it() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Maybe");
    bench.keys("Esc").sees("draft kept; c goes on with it");
    assert!(draft(&bench, "refund-eu").unwrap().ends_with(" Maybe"));
    bench.keys("c").sees("from your draft").sees("EU. Maybe");
    // What it would have from is one step back; leaving it like that drops the draft.
    bench.keys("Ctrl-Z Esc");
    assert_eq!(draft(&bench, "refund-eu"), None);
    bench.keys("c").sees("from the user's correction");
}

#[test]
fn asking_to_end_keeps_the_draft() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Quite");
    bench.desk.send(Msg::Quit);
    assert!(draft(&bench, "refund-eu").unwrap().ends_with(" Quite"));
}

#[test]
fn saving_nothing_new_says_so() {
    let mut bench = bench();
    bench.keys("j c").sees("from the output");
    bench
        .keys("Ctrl-S")
        .sees("this is the output as it was; a calls it good");
    bench.keys("Ctrl-U Ctrl-S").sees("this is empty");
    assert_eq!(correction(&bench, "refund-when"), None);
    bench.desk.text("5 days");
    bench.keys("Ctrl-S").sees("corrected refund-when");
    bench
        .keys("c Ctrl-S")
        .sees("this correction stands already");
}

#[test]
fn the_external_editor_gives_its_text_as_one_step() {
    let mut bench = bench();
    bench
        .desk
        .edits
        .push_back(Some("Five days.\nPromised.\n".into()));
    bench.keys("c Ctrl-O");
    assert_eq!(bench.desk.edited, [USERS]);
    bench.sees("Promised.").sees("taken from the editor");
    bench
        .keys("Ctrl-Z")
        .misses("Promised.")
        .sees("from the user's");
    bench.keys("Ctrl-Y Ctrl-S");
    let text = "Five days.\nPromised.";
    assert_eq!(correction(&bench, "refund-eu").as_deref(), Some(text));
    bench.keys("c Ctrl-O").sees("nothing changed in the editor");
    let now = bench.now;
    bench
        .desk
        .send(Msg::Edited(Err("cannot run nano".into()), now));
    bench.sees("cannot run nano");
}

#[test]
fn a_failed_write_gives_the_text_back() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Not lost");
    let chord = Input::Chord("Ctrl-S".parse().unwrap());
    let now = bench.desk.app.now;
    let effects = crate::tui::update::update(&mut bench.desk.app, Msg::Input(chord, now));
    let crate::tui::effect::Effect::Write(write, _) = effects[0].clone() else {
        panic!("{effects:?}");
    };
    assert!(matches!(write, Write::Decide { .. }));
    let error = crate::error::Error::operational("the disk is full");
    let reply = crate::tui::effect::Reply::Write(Box::new(write), Err(error));
    bench.desk.send(Msg::Reply(Box::new(reply), now));
    bench
        .sees("the disk is full")
        .sees("EU. Not lost")
        .sees("from what could not be saved");
    poll(&mut bench);
    assert!(draft(&bench, "refund-eu").unwrap().ends_with(" Not lost"));
    bench.keys("Ctrl-S").sees("corrected refund-eu");
}

#[test]
fn keys_that_come_before_the_trace_was_read_are_not_lost() {
    let mut bench = bench_at(100, 30, session());
    let now = bench.now;
    let mut effects = Vec::new();
    for key in ["c", "!", "Ctrl-S", "p", "Enter"] {
        let input = Msg::Input(Input::Chord(key.parse().unwrap()), now);
        effects.extend(crate::tui::update::update(&mut bench.desk.app, input));
    }
    assert_eq!(effects.len(), 1, "one read, nothing saved yet: {effects:?}");
    bench.desk.carry(effects);
    assert_eq!(correction(&bench, "turn-2"), Some(format!("{USERS}!")));
    let rows = bench.desk.store.golden(false).unwrap();
    assert_eq!(rows[0].row.expected, Some(format!("{USERS}!")));
    bench.sees("1 email replaced");
}

#[test]
fn esc_does_not_wait_for_the_trace_to_be_read() {
    let mut bench = bench_at(100, 30, session());
    let now = bench.now;
    let mut effects = Vec::new();
    for key in ["c", "!", "Esc", "x"] {
        let input = Msg::Input(Input::Chord(key.parse().unwrap()), now);
        effects.extend(crate::tui::update::update(&mut bench.desk.app, input));
    }
    bench.desk.carry(effects);
    assert!(bench.desk.app.overlays.is_empty());
    let mine = bench.desk.app.queue.selected().unwrap().decided.mine;
    assert_eq!(mine, Some(crate::model::decision::Verdict::Bad));
}

#[test]
fn a_promotion_waits_for_the_correction_that_is_being_saved() {
    let mut bench = bench_at(100, 30, session());
    bench.keys("x c").desk.text("!");
    let now = bench.now;
    let mut effects = Vec::new();
    for key in ["Ctrl-S", "p", "Enter"] {
        let input = Msg::Input(Input::Chord(key.parse().unwrap()), now);
        effects.extend(crate::tui::update::update(&mut bench.desk.app, input));
    }
    assert_eq!(effects.len(), 1, "only the correction: {effects:?}");
    bench.desk.carry(effects);
    let rows = bench.desk.store.golden(false).unwrap();
    assert_eq!(rows[0].row.expected, Some(format!("{USERS}!")));
}

#[test]
fn long_texts_are_compared_when_typing_rests() {
    let long: String = (0..3_000)
        .map(|n| format!("Sentence number {n}.\n"))
        .collect();
    let trace = serde_json::json!({"type": "trace", "trace_id": "long", "started_at": "2026-11-15T09:00:00Z",
        "input": "Write a lot", "output": long});
    let signal = serde_json::json!({"type": "signal", "trace_id": "long", "name": "thumbs_down", "user_id": "u",
        "at": "2026-11-15T09:01:00Z"});
    let mut bench = bench_at(120, 36, vec![trace, signal]);
    bench.keys("c").desk.text("More");
    bench.sees("nothing changed yet");
    let tick = bench.desk.app.next_tick().unwrap();
    bench.desk.send(Msg::Tick(tick));
    bench.sees("0 words gone, 1 new").sees("+ More");
    bench.keys("Ctrl-Home").desk.text("First ");
    let tick = bench.desk.app.next_tick().unwrap();
    bench.desk.send(Msg::Tick(tick));
    bench.sees("+ First Sentence number 0.");
}
