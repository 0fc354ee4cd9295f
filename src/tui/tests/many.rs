use super::{bench, bench_at, fixture, fixture::Bench, snapshots::snapshot};
use crate::{
    model::{decision::Verdict, many::PART, time::SECOND},
    tui::{
        app::Msg,
        effect::{Effect, Write, perform},
        keys::{Chord, Input},
        update::update,
    },
};

fn marked(bench: &Bench) -> Vec<String> {
    bench.desk.app.queue.marks().ids()
}

/// Traces with a verdict of ana's.
fn judged(bench: &mut Bench, verdict: Verdict) -> usize {
    let all = bench.desk.store.find_ids("", 10_000).unwrap();
    let judged = bench.desk.store.judged(&all, "ana").unwrap();
    judged.iter().filter(|j| j.mine == Some(verdict)).count()
}

#[test]
fn space_marks_and_goes_on_and_esc_takes_the_marks_away() {
    let mut bench = bench();
    let listed = bench.listed();
    bench.keys("Space Space");
    assert_eq!(marked(&bench), listed[..2]);
    assert_eq!(bench.selected(), listed[2]);
    bench.sees("2 marked").sees("■");
    bench.keys("k Space").sees("1 marked");
    bench.keys("Esc").misses("marked");
    assert!(marked(&bench).is_empty());
}

#[test]
fn a_range_follows_the_selection() {
    let mut bench = bench();
    let listed = bench.listed();
    bench.keys("j V j j").sees("3 marked, range");
    bench.keys("k");
    assert_eq!(marked(&bench), listed[1..3]);
    bench.keys("V j j").sees("2 marked");
    bench.keys("Esc g g Shift-Down Shift-Down j j");
    assert_eq!(marked(&bench), listed[..3]);
}

#[test]
fn a_verdict_on_all_that_match_is_shown_first_and_is_one_undo() {
    let mut bench = bench_at(120, 30, fixture::many(300));
    bench.keys("* x");
    bench
        .sees("Verdict bad for all of them")
        .sees("300 will be decided")
        .sees("Enter does it, as one undo");
    assert_eq!(judged(&mut bench, Verdict::Bad), 0, "nothing is done yet");
    bench.keys("Esc").sees("300 marked");
    bench
        .keys("x Enter")
        .sees("bad on 300 traces · u undoes all of it");
    assert_eq!(judged(&mut bench, Verdict::Bad), 300);
    bench.sees("0 to review of 300").misses("300 marked");
    bench.keys("u").sees("and 299 decisions more");
    assert_eq!(judged(&mut bench, Verdict::Bad), 0);
    bench.sees("300 to review");
    bench.keys("Ctrl-R");
    assert_eq!(judged(&mut bench, Verdict::Bad), 300);
}

#[test]
fn what_is_so_already_is_left_out_and_what_is_replaced_is_said() {
    let mut bench = bench();
    bench.keys("x : ").desk.text("show all");
    bench.keys("Enter g g j a * x");
    bench
        .sees("5 will be decided")
        .sees("1 bad already")
        .sees("replaces your other verdict on 1 of them")
        .sees("refund-eu");
    bench.keys("Enter");
    assert_eq!(judged(&mut bench, Verdict::Bad), 6);
    bench.keys("u");
    assert_eq!(judged(&mut bench, Verdict::Good), 1);
    assert_eq!(judged(&mut bench, Verdict::Bad), 1);
}

#[test]
fn labels_notes_owners_and_skips_go_to_all_of_them() {
    let mut bench = bench();
    let listed = bench.listed();
    bench.keys("Space Space l");
    bench.sees("What is wrong with 2 marked traces?");
    let third = bench.desk.app.taxonomy.by_digit(3).unwrap().clone();
    bench.keys("3").sees(&format!("Label: {}", third.name));
    bench.keys("Enter");
    for id in &listed[..2] {
        let judged = &bench
            .desk
            .store
            .judged(std::slice::from_ref(id), "ana")
            .unwrap()[0];
        assert_eq!(judged.label, std::slice::from_ref(&third.id));
    }
    bench.keys("u Esc g g Space Space i");
    bench.sees("Note on 2 marked traces").desk.text("ask legal");
    bench.keys("Enter Enter").sees("noted on 2 traces");
    bench.keys("Space Space o");
    bench.desk.text("ben");
    bench.keys("Enter").sees("Give them to ben").keys("Enter");
    bench.sees("ben looks after 2 traces");
    let owned = bench.desk.app.queue.rows().iter();
    assert_eq!(
        owned
            .filter(|r| r.assigned.as_deref() == Some("ben"))
            .count(),
        2
    );
    bench
        .keys("Esc g g Space Space >")
        .sees("2 will wait at the end");
    let before = bench.listed();
    bench.keys("Enter").sees("skipped 2 traces");
    let after = bench.listed();
    assert_eq!(after[after.len() - 2..], before[..2]);
    bench.keys("u").sees("2 traces are back where they were");
    assert_eq!(bench.listed(), before);
    bench.keys("u").sees("undone: assign ben");
}

#[test]
fn unsure_asks_why_once() {
    let mut bench = bench();
    bench
        .keys("Space Space z")
        .sees("Unsure about 2 marked traces: why?");
    bench.keys("2").sees("2 will be decided").keys("Enter");
    assert_eq!(judged(&mut bench, Verdict::Unsure), 2);
}

#[test]
fn what_is_said_of_one_trace_is_not_said_of_many() {
    let mut bench = bench();
    bench.keys("Space c").sees("one trace at a time");
    assert!(bench.desk.app.overlays.is_empty());
}

#[test]
fn promotions_leave_out_what_cannot_be_a_row_and_what_is_one() {
    let mut bench = bench();
    bench
        .keys("p Enter")
        .sees("promoted “How long do refunds take for EU o…”");
    bench.keys("j a j : ").desk.text("show all");
    bench.keys("Enter * p");
    bench
        .sees("Promote to the golden set")
        .sees("golden already")
        .sees("nobody has said what they should have answered");
    let before = bench.desk.store.golden(false).unwrap().len();
    bench.keys("Enter");
    let made = bench.desk.store.golden(false).unwrap().len() - before;
    bench.keys("u");
    assert_eq!(made, 1, "the good answer is worth keeping");
    assert_eq!(bench.desk.store.golden(false).unwrap().len(), before);
}

#[test]
fn esc_stops_a_long_one_and_what_stands_is_one_undo() {
    let mut bench = bench_at(120, 30, fixture::many(100));
    bench.keys("* x");
    let mut effects = press(&mut bench, "Enter");
    effects = answer(&mut bench, effects);
    bench.sees("writing").sees(&format!("{PART} of 100"));
    assert!(press(&mut bench, "Esc").is_empty());
    bench.sees("stopping");
    let effects = answer(&mut bench, effects);
    bench.desk.carry(effects);
    bench.sees(&format!("stopped: bad on {} of 100", 2 * PART));
    assert_eq!(judged(&mut bench, Verdict::Bad), 2 * PART);
    bench.keys("u");
    assert_eq!(judged(&mut bench, Verdict::Bad), 0);
}

#[test]
fn a_part_that_fails_ends_it_and_what_stands_is_said() {
    let mut bench = bench_at(120, 30, fixture::many(100));
    bench.keys("* x");
    let effects = press(&mut bench, "Enter");
    let effects = answer(&mut bench, effects);
    let [Effect::Write(write, _)] = effects.as_slice() else {
        panic!("one more part is asked for: {effects:?}");
    };
    let failed = crate::error::Error::operational("the disk is full");
    let reply = crate::tui::effect::Reply::Write(Box::new(write.clone()), Err(failed));
    let now = bench.desk.app.now;
    let effects = update(&mut bench.desk.app, Msg::Reply(Box::new(reply), now));
    bench.desk.carry(effects);
    assert!(bench.desk.app.overlays.is_empty());
    bench.sees("stopped, the disk is full: bad on 24 of 100");
    assert_eq!(marked(&bench).len(), 100, "the rest can be tried again");
}

fn press(bench: &mut Bench, key: &str) -> Vec<Effect> {
    let chord: Chord = key.parse().unwrap();
    let now = bench.desk.app.now;
    update(&mut bench.desk.app, Msg::Input(Input::Chord(chord), now))
}

/// Carries out the one part that is asked for.
fn answer(bench: &mut Bench, effects: Vec<Effect>) -> Vec<Effect> {
    let mut writes = effects.into_iter().filter_map(|effect| match effect {
        Effect::Write(write @ Write::DecideSome { .. }, at) => Some((write, at)),
        _ => None,
    });
    let (write, at) = writes.next().expect("a part is asked for");
    let reply = perform::write(&mut bench.desk.store, "ana", at, write);
    let now = bench.desk.app.now;
    update(&mut bench.desk.app, Msg::Reply(Box::new(reply), now))
}

#[test]
fn a_preview_at_every_size() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut bench = bench_at(width, height, fixture::support());
        bench.keys("p Enter * p");
        snapshot(&format!("many-{width}x{height}"), &bench.screen());
    }
}

/// The worst trace twice more, with the same answer, and once with another.
pub(super) fn with_twins() -> Bench {
    let mut records = fixture::support();
    let of_worst = |r: &&serde_json::Value| r["type"] == "trace" && r["trace_id"] == "refund-eu";
    let worst = records.iter().find(of_worst).unwrap().clone();
    for (id, output) in [
        ("twin-1", None),
        ("twin-2", None),
        ("other", Some("Within five days.")),
    ] {
        let mut twin = worst.clone();
        twin["trace_id"] = id.into();
        if let Some(output) = output {
            twin["output"] = output.into();
        }
        records.push(twin);
    }
    bench_at(120, 30, records)
}

fn labelled(bench: &Bench) -> usize {
    let all = bench.desk.store.find_ids("", 10_000).unwrap();
    let judged = bench.desk.store.judged(&all, "ana").unwrap();
    judged.iter().filter(|j| !j.label.is_empty()).count()
}

#[test]
fn after_a_label_its_twins_are_offered_and_enter_labels_them_too() {
    let mut bench = with_twins();
    bench.keys("l 3");
    bench
        .sees("2 traces nearly the same, not judged yet")
        .sees("v looks at them");
    let later = bench.desk.app.now.plus(SECOND);
    bench.desk.send(Msg::Tick(later));
    bench.keys("Enter").sees("on 2 traces · u undoes all of it");
    assert_eq!(labelled(&bench), 3);
    bench.keys("u");
    assert_eq!(labelled(&bench), 1);
    bench.keys("u");
    assert_eq!(labelled(&bench), 0);
}

#[test]
fn an_enter_that_was_under_way_before_the_offer_labels_nothing() {
    let mut bench = with_twins();
    bench
        .keys("l 3 Enter")
        .sees("twin-1")
        .sees("Space in or out");
    assert_eq!(labelled(&bench), 1);
    bench.keys("Enter").sees("on 2 traces");
    assert_eq!(labelled(&bench), 3);
}

#[test]
fn twins_may_be_looked_at_and_left_out() {
    let mut bench = with_twins();
    bench.keys("l 3 v").sees("twin-1").sees("Space in or out");
    bench.keys("Space").sees("on 1 of them").keys("Enter");
    assert_eq!(labelled(&bench), 2);
}

#[test]
fn an_offer_is_in_nobodys_way() {
    let mut bench = with_twins();
    bench.keys("l 3 Esc").misses("nearly the same");
    assert_eq!(labelled(&bench), 1);
    let mut bench = with_twins();
    bench
        .keys("l 3 p")
        .sees("Promote “How long do refunds take for EU o…”")
        .keys("Enter");
    assert_eq!(bench.desk.store.golden(false).unwrap().len(), 1);
    let mut bench = with_twins();
    let second = bench.listed()[1].clone();
    bench.keys("l 3 Down").misses("nearly the same");
    assert_eq!((labelled(&bench), bench.selected()), (1, second));
}

#[test]
fn twins_at_every_size() {
    for (width, height) in [(80, 24), (120, 36), (200, 60)] {
        let mut bench = with_twins();
        bench.desk.input(Input::Resize(width, height));
        bench.keys("l 3 v");
        snapshot(&format!("twins-{width}x{height}"), &bench.screen());
    }
}
