//! Answers that come when the reviewer has gone on, and those that never come.

use super::{
    bench, bench_at,
    clusters::{tell, told},
    fixture::Bench,
    story::story,
};
use crate::{
    error::Error,
    model::{
        cluster::{Migration, SplitChild},
        time::SECOND,
    },
    tui::{
        app::{Msg, Screen},
        effect::{Effect, Found, Grouped, Reply, Slot, Write},
        keys::Input,
        update::update,
    },
};
use serde_json::json;

/// Presses keys whose effects are not carried out yet.
fn press(bench: &mut Bench, keys: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    for key in keys.split(' ') {
        let input = Input::Chord(key.parse().unwrap());
        let now = bench.desk.app.now;
        effects.extend(update(&mut bench.desk.app, Msg::Input(input, now)));
    }
    effects
}

fn answer(bench: &mut Bench, reply: Reply) -> Vec<Effect> {
    let now = bench.desk.app.now;
    update(&mut bench.desk.app, Msg::Reply(Box::new(reply), now))
}

fn poll(bench: &mut Bench) -> Vec<Effect> {
    let now = bench.desk.app.now.plus(SECOND / 2);
    update(&mut bench.desk.app, Msg::Poll(now))
}

fn full() -> Error {
    Error::operational("the disk is full")
}

/// The writes are answered that the disk is full; what follows is carried out.
fn refuse_writes(bench: &mut Bench, effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Write(write, _) => {
                let more = answer(bench, Reply::Write(Box::new(write), Err(full())));
                bench.desk.carry(more);
            }
            other => bench.desk.carry([other]),
        }
    }
}

/// The read of a slot among effects is answered with an error, the others are carried out.
fn refuse_read(bench: &mut Bench, effects: Vec<Effect>, slot: Slot) {
    let mut refused = 0;
    for effect in effects {
        match effect {
            Effect::Read(s, generation, _) if s == slot => {
                refused += 1;
                let more = answer(bench, Reply::Read(slot, generation, Err(full())));
                bench.desk.carry(more);
            }
            other => bench.desk.carry([other]),
        }
    }
    assert_eq!(refused, 1);
}

#[test]
fn the_list_of_a_look_that_was_left_is_not_taken_for_the_reviewers_own() {
    let mut bench = told(120, 36, story());
    let own = bench.listed();
    let look = press(&mut bench, "Enter");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Clusters);
    bench.desk.carry(look);
    assert_eq!(bench.listed(), own);
    bench.keys("1");
    assert_eq!(bench.listed(), own);
}

#[test]
fn marks_that_were_asked_for_one_list_are_not_set_in_another() {
    let mut bench = bench();
    let all = press(&mut bench, "*");
    assert!(matches!(all[..], [Effect::Read(Slot::Marks, ..)]));
    bench.keys("s").sees("like refund-eu");
    bench.desk.carry(all);
    assert!(bench.desk.app.queue.marks().is_empty());
    let all = press(&mut bench, "*");
    bench.keys("Esc").misses("like refund-eu");
    bench.desk.carry(all);
    assert!(bench.desk.app.queue.marks().is_empty());
}

#[test]
fn coming_back_to_a_trace_the_list_below_it_is_read_again() {
    let mut bench = bench();
    let own = bench.listed();
    bench.keys("Enter s");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    assert_ne!(bench.listed(), own);
    bench.keys("x Esc").sees("trace refund-eu");
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    assert!(bench.listed().iter().all(|id| own.contains(id)));
}

#[test]
fn the_throw_away_store_is_looked_at_although_the_one_before_never_answered() {
    let mut bench = bench();
    let asked = poll(&mut bench);
    assert!(matches!(asked[..], [Effect::Read(Slot::Version, ..)]));
    answer(&mut bench, Reply::DemoOpened(Ok(())));
    bench.desk.app.queue.import_ended();
    let asked = poll(&mut bench);
    assert!(matches!(asked[..], [Effect::Read(Slot::Version, ..)]));
}

#[test]
fn a_list_of_views_does_not_open_over_a_text_that_was_begun() {
    let mut bench = bench();
    let views = press(&mut bench, "v");
    bench.keys("c");
    bench.desk.carry(views);
    bench.desk.text("5 days");
    bench.sees("Correct refund-eu").sees("5 days");
    assert_eq!(bench.desk.app.overlays.len(), 1);
}

#[test]
fn proposed_groups_wait_until_nothing_else_has_the_keys() {
    let mut bench = told(120, 36, story());
    bench.keys("1 c");
    let table = vec![Migration {
        from: Some("c-7f2k".into()),
        ..Migration::default()
    }];
    answer(&mut bench, Reply::Grouped(Ok(Grouped::Proposed(table))));
    let effects = press(&mut bench, "Enter");
    assert!(effects.is_empty(), "a line is begun: {effects:?}");
    bench.keys("Esc").misses("Group from scratch");
    bench.keys("2").sees("Group from scratch");
}

#[test]
fn parts_of_a_cluster_do_not_open_on_another_screen() {
    let mut bench = told(120, 36, story());
    let parts = vec![SplitChild::default(), SplitChild::default()];
    let split = |bench: &mut Bench| {
        let generation = bench.desk.app.flight.start_read(Slot::Overlay);
        let cluster = "c-7f2k".to_owned();
        let parts = parts.clone();
        let found = Ok(Found::Parts { cluster, parts });
        answer(bench, Reply::Read(Slot::Overlay, generation, found));
        bench.desk.app.overlays.len()
    };
    bench.keys("1");
    assert_eq!(split(&mut bench), 0);
    bench.keys("2");
    tell(&mut bench, story());
    assert_eq!(split(&mut bench), 1);
}

#[test]
fn a_filter_that_was_given_up_is_not_told_about() {
    let mut bench = bench();
    bench.keys("/");
    let mut asked = Vec::new();
    for c in " mode:nonsense".chars() {
        let key = if c == ' ' {
            "Space".into()
        } else {
            c.to_string()
        };
        asked = press(&mut bench, &key);
    }
    let unknown = |effect: &Effect| matches!(effect, Effect::Read(Slot::Unknown, ..));
    assert!(asked.iter().any(unknown));
    bench.keys("Esc");
    bench.desk.carry(asked);
    bench.misses("there is no mode");
}

#[test]
fn a_trace_that_cannot_be_read_takes_no_keys() {
    let mut bench = bench();
    let effects = press(&mut bench, "c x y z");
    refuse_read(&mut bench, effects, Slot::Overlay);
    bench.sees("the disk is full");
    assert!(bench.desk.app.overlays.is_empty());
    let decided = bench.desk.app.queue.selected().unwrap().decided;
    assert_eq!(decided.mine, None, "typed into the text, not meant as keys");
    let effects = press(&mut bench, "p");
    refuse_read(&mut bench, effects, Slot::Proposal);
    bench.sees("the disk is full").keys("Enter");
    assert!(bench.desk.app.overlays.is_empty());
}

#[test]
fn a_correction_that_comes_back_leaves_the_promotion_below_it_alive() {
    let mut bench = bench();
    bench.keys("c").desk.text("!");
    let mut effects = press(&mut bench, "Ctrl-S");
    effects.extend(press(&mut bench, "p"));
    refuse_writes(&mut bench, effects);
    bench.sees("what could not be saved").keys("Ctrl-S");
    bench.sees("to the golden set").keys("Enter");
    assert_eq!(bench.desk.store.golden(false).unwrap().len(), 1);
}

#[test]
fn a_draft_that_cannot_be_kept_is_tried_again() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Mine");
    let effects = poll(&mut bench);
    assert!(matches!(
        effects[0],
        Effect::Write(Write::SaveDraft { .. }, _)
    ));
    refuse_writes(&mut bench, effects);
    bench.sees("the disk is full");
    let effects = poll(&mut bench);
    bench.desk.carry(effects);
    let detail = bench.desk.store.detail("refund-eu", "ana").unwrap();
    assert!(detail.unwrap().draft.unwrap().ends_with(" Mine"));
}

#[test]
fn a_text_whose_draft_cannot_be_kept_comes_back_and_is_left_knowingly() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Mine");
    let effects = press(&mut bench, "Esc");
    assert!(bench.desk.app.overlays.is_empty());
    refuse_writes(&mut bench, effects);
    bench.sees("the disk is full").sees("in the EU. Mine");
    bench.keys("Esc").sees("Esc again drops it").sees("Mine");
    let effects = press(&mut bench, "Esc");
    assert!(effects.is_empty() && bench.desk.app.overlays.is_empty());
}

#[test]
fn ctrl_c_does_not_wait_for_the_trace_to_be_read() {
    let mut bench = bench();
    let effects = press(&mut bench, "c x Ctrl-C");
    assert!(bench.desk.app.overlays.is_empty());
    bench.desk.carry(effects);
    assert!(bench.desk.app.overlays.is_empty());
}

#[test]
fn words_about_a_cluster_that_cannot_be_saved_come_back() {
    let mut bench = told(120, 36, story());
    bench.keys("i").desk.text("ask the shop");
    let effects = press(&mut bench, "Enter");
    bench.misses("ask the shop");
    refuse_writes(&mut bench, effects);
    bench.sees("the disk is full").sees("ask the shop");
}

#[test]
fn a_version_is_found_among_more_than_are_listed_at_once() {
    let trace = |n: u32| {
        json!({"type": "trace", "trace_id": format!("t{n}"), "started_at": "2026-11-15T11:00:00Z",
            "prompt": {"name": "p", "version": format!("v{n}")}, "input": "a", "output": "b"})
    };
    let mut bench = bench_at(120, 36, (0..60).map(trace).collect());
    bench.keys("2");
    tell(&mut bench, story());
    bench.keys("f Tab Tab Tab").sees("traces ran");
    bench.desk.text("p@v59");
    bench.misses("no trace has run this version yet");
    bench.desk.text("9");
    bench.sees("no trace has run this version yet");
}
