//! The tour, the hints for new reviewers, and the parts of the help that only tell.

use super::{bench, bench_at, fixture, snapshots::snapshot};
use crate::tui::{app::Msg, command::ShellAct, lessons, theme::Glyphs, tour, update::update};

#[test]
fn the_tour_walks_from_the_worst_output_to_undo() {
    let mut bench = bench();
    bench.desk.app.who.demo = true;
    tour::begin(&mut bench.desk.app);
    let steps = [
        ("1 of 9", "Enter"),
        ("2 of 9", "Tab"),
        ("3 of 9", "d"),
        ("4 of 9", "l 2"),
        ("5 of 9", "c Ctrl-S"),
        ("6 of 9", "p Enter"),
        ("7 of 9", "2"),
        ("8 of 9", "3"),
        ("9 of 9", "u"),
    ];
    for (n, (says, keys)) in steps.into_iter().enumerate() {
        bench.sees(says);
        if n == 3 {
            snapshot("tour-120x30", &bench.screen());
        }
        bench.keys(keys);
    }
    bench.sees("that was the tour").misses("of 9");
    assert!(bench.desk.store.golden(false).unwrap().is_empty(), "undone");
}

#[test]
fn steps_are_skipped_and_the_tour_is_left() {
    let mut bench = bench_at(80, 24, fixture::support());
    tour::begin(&mut bench.desk.app);
    bench.sees("1 of 9").keys("Ctrl-T").sees("2 of 9");
    bench.keys("?").sees("2 of 9").keys("Esc").sees("2 of 9");
    bench.keys("Esc").sees("the tour is over").misses("of 9");
    bench.keys("Ctrl-T").misses("of 9");
    bench.keys(":").desk.text("tour over");
    bench.sees("on the sample only");
}

#[test]
fn every_step_names_a_command_that_has_a_key() {
    let mut bench = bench();
    tour::begin(&mut bench.desk.app);
    for step in 0..9 {
        let command = tour::about(&bench.desk.app).unwrap_or_else(|| panic!("step {step}"));
        assert!(!command.keys.is_empty(), "{}", command.name);
        tour::skip(&mut bench.desk.app);
    }
    assert!(bench.desk.app.tour.is_none());
    assert!(
        crate::tui::command::all().any(|c| c.id == crate::tui::command::Id::Shell(ShellAct::Tour))
    );
}

#[test]
fn hints_for_the_new_go_away_for_good_once_followed() {
    let mut bench = bench();
    bench.misses("new here?");
    bench.desk.app.lessons.wanted = true;
    let now = bench.now;
    bench.desk.send(Msg::Start(now));
    bench.sees("new here? x says bad");
    bench.keys("Enter");
    bench.desk.app.toast = None;
    bench
        .sees("Tab turns the pages")
        .keys("Tab")
        .misses("Tab turns");
    bench.keys("x").keys("Esc");
    bench.desk.app.toast = None;
    bench.misses("new here?");
    let effects: Vec<_> = lessons::begin(&mut bench.desk.app).into_iter().collect();
    bench.desk.app.lessons = lessons::Lessons::default();
    bench.desk.carry(effects);
    bench.misses("new here?");
    let kept = bench.desk.store.local_get("lessons/ana").unwrap();
    assert_eq!(kept.as_deref(), Some("queue trace"));
}

#[test]
fn help_tells_what_the_screen_is_for_and_what_signs_mean() {
    let mut bench = bench();
    bench.keys("?").sees("what should we look at next?");
    bench.desk.text("golden set");
    bench.sees("stands in the golden set");
    bench
        .keys("Esc Enter ?")
        .sees("what happened, and what should have happened?");
    bench.desk.text("⟲");
    bench.sees("asked again, rephrased or regenerated");
    bench.keys("Enter");
    assert_eq!(bench.desk.app.overlays.len(), 1, "a note is only read");
    bench.desk.app.glyphs = Glyphs { ascii: true };
    let now = bench.now;
    update(&mut bench.desk.app, Msg::Tick(now));
    bench.keys("Esc ?");
    bench.desk.text("loop");
    bench.sees("@ ");
}
