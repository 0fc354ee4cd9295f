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
    bench
        .keys("Ctrl-S")
        .sees("corrected “How long do refunds take for EU o…” · u undoes");
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
    bench
        .keys("Ctrl-S")
        .sees("corrected “When will I get my money back?”");
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
    bench
        .keys("Ctrl-S")
        .sees("corrected “How long do refunds take for EU o…”");
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

/// A workbench on a trace whose output is JSON, in its editor.
fn writing_json() -> Bench {
    let trace = serde_json::json!({"type": "trace", "trace_id": "invoice", "started_at": "2026-11-15T09:00:00Z",
        "input": "Read the invoice", "output": "{\"total\": 12.50, \"items\": [1, 2]}"});
    let signal =
        serde_json::json!({"type": "signal", "trace_id": "invoice", "name": "thumbs_down"});
    let mut bench = bench_at(120, 36, vec![trace, signal]);
    bench.keys("c");
    bench
}

#[test]
fn json_is_checked_as_it_is_written_and_saved_all_the_same() {
    let mut bench = writing_json();
    bench.sees("valid JSON").keys("Backspace");
    bench.sees("not JSON: 1:33 EOF while parsing an object");
    bench.keys("F4").sees("not JSON: 1:33");
    bench.keys("Ctrl-S");
    bench.sees("corrected “Read the invoice”, which is no JSON: 1:33 EOF while parsing an object");
    let text = r#"{"total": 12.50, "items": [1, 2]"#;
    assert_eq!(correction(&bench, "invoice").as_deref(), Some(text));
    let mut bench = super::bench();
    bench.keys("c").misses("JSON");
    bench.keys("F4").sees("the output is no JSON");
}

#[test]
fn json_is_laid_out_as_one_step() {
    let mut bench = writing_json();
    bench
        .sees("F4 lay JSON out")
        .keys("F4")
        .sees("laid out; Ctrl-Z");
    bench.sees("what changes: only the layout or the order of keys");
    bench.keys("Alt-j").sees("laid out already");
    bench.keys("Ctrl-S");
    let text = "{\n  \"total\": 12.50,\n  \"items\": [\n    1,\n    2\n  ]\n}";
    assert_eq!(correction(&bench, "invoice").as_deref(), Some(text));
    bench.keys("c Ctrl-End Ctrl-Z").sees("valid JSON");
    let mut bench = writing_json();
    bench
        .keys("F4 Ctrl-Z")
        .sees(r#"{"total": 12.50, "items": [1, 2]}"#);
    bench
        .keys("Ctrl-Home Del Ctrl-End F4")
        .sees("not JSON: 1:8 ");
    bench.keys("Ctrl-Home").desk.text("{");
    bench.sees("valid JSON");
}

#[test]
fn json_is_compared_by_its_fields_while_it_is_written() {
    let mut bench = writing_json();
    bench
        .sees("nothing changed yet")
        .keys("Left Left Backspace");
    bench.desk.text("7");
    bench.sees("what changes: JSON by fields: 1 changed, 0 new, 0 gone");
    bench.sees("~ $.items[1]").keys("Backspace Backspace");
    bench
        .sees("not JSON")
        .sees("what changes: 1 word gone, 0 new");
}

#[test]
fn words_are_found_as_they_are_typed() {
    let mut bench = bench();
    bench
        .keys("c Ctrl-F")
        .sees("find")
        .sees("Down next, Up previous");
    bench.desk.text("re");
    bench
        .sees("1 of 2")
        .keys("Down")
        .sees("2 of 2")
        .keys("Down")
        .sees("1 of 2");
    bench.desk.text("ce");
    bench.sees("1 of 1");
    bench.desk.text("xx");
    bench.sees("nothing matches");
    bench.keys("Backspace Backspace Enter").misses("find  re");
    bench.desk.text("X");
    bench.sees(" Xreceived").keys("Ctrl-G").sees("match 1 of 1");
    bench.keys("Ctrl-F Ctrl-U");
    bench.desk.text("days");
    bench.keys("Esc").desk.text("Y");
    bench.sees(" XYreceived");
    bench.keys("F3").sees("find  ");
    bench.desk.input(Input::Paste("EU".into()));
    bench
        .sees("1 of 1")
        .keys("Enter Shift-F3")
        .sees("match 1 of 1");
}

#[test]
fn what_is_found_is_lit() {
    let mut bench = bench();
    bench.keys("c Ctrl-F").desk.text("days");
    let (buf, cursor) = bench.desk.buffer();
    let theme = bench.desk.app.theme;
    let lit = theme.style(crate::tui::theme::Role::Match);
    let row = bench
        .screen()
        .lines()
        .position(|l| l.contains("│ Refunds take 5"))
        .unwrap();
    let line = bench.screen().lines().nth(row).unwrap().to_owned();
    let found = line.rfind("days").unwrap();
    let x = line[..found].chars().count() as u16;
    let cell = &buf[(x + 1, row as u16)];
    assert!(lit.fg.is_none_or(|fg| cell.fg == fg), "{cell:?}");
    assert!(cell.modifier.contains(lit.add_modifier), "{cell:?}");
    let cursor = cursor.unwrap().position;
    assert!(
        line_of(&bench, cursor.y).contains("find  days"),
        "the cursor is in the line"
    );
}

fn line_of(bench: &Bench, row: u16) -> String {
    let screen = bench.screen();
    screen.lines().nth(usize::from(row)).unwrap().to_owned()
}

#[test]
fn controls_in_a_paste_reach_no_terminal() {
    let mut bench = bench();
    bench.keys("c Ctrl-Home");
    let hostile = "a\x1b[2Jb\x07c\u{202e}d\u{9b}31m e\u{301} 漢👩\u{200d}👧 ";
    bench.desk.input(Input::Paste(hostile.into()));
    let (buf, _) = bench.desk.buffer();
    for cell in buf.content() {
        assert!(
            crate::text::sanitise::is_clean(cell.symbol()),
            "{:?}",
            cell.symbol()
        );
    }
}

#[test]
fn a_line_of_a_hundred_thousand_letters_is_edited() {
    let mut bench = bench();
    bench.keys("c Ctrl-U");
    let long = "lorem ipsum ".repeat(9_000);
    bench.desk.input(Input::Paste(long.clone()));
    bench.keys("Left Left Backspace").desk.text("漢");
    bench.keys("Ctrl-F").desk.text("漢");
    bench.sees("1 of 1").keys("Enter Ctrl-S");
    let saved = correction(&bench, "refund-eu").unwrap();
    assert_eq!(saved.chars().count(), long.chars().count());
    assert!(saved.ends_with("ips漢m "), "{}", &saved[saved.len() - 20..]);
}

#[test]
fn what_nobody_would_see_in_a_paste_is_left_out_and_said() {
    let mut bench = bench();
    bench.keys("c Ctrl-A Backspace");
    let pasted = "\u{1b}[31mfive\u{202e} days\0\n\tin all, 👨\u{200d}👩";
    bench.desk.input(Input::Paste(pasted.into()));
    bench.sees("left out 3 characters that cannot be seen");
    bench.keys("Ctrl-S");
    let kept = correction(&bench, "refund-eu").unwrap();
    assert!(
        kept.contains("[31mfive days\n\tin all, 👨\u{200d}👩"),
        "{kept:?}"
    );
}
