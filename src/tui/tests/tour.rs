//! The tour, the hints for new reviewers, and the parts of the help that only tell.

use super::{bench, bench_at, fixture, fixture::sample_bench, snapshots::snapshot};
use crate::tui::{
    app::Msg,
    command::ShellAct,
    effect::{Done, Effect, Reply, Write},
    lessons,
    theme::Glyphs,
    tour,
    update::update,
};

#[test]
fn the_tour_walks_from_the_worst_output_to_undo() {
    let mut bench = bench();
    bench.desk.app.who.demo = true;
    tour::begin(&mut bench.desk.app);
    let steps = [
        ("1 of 10", "Enter"),
        ("2 of 10", "Tab"),
        ("3 of 10", "d"),
        ("4 of 10", "l 2"),
        ("5 of 10", "c Ctrl-S"),
        ("6 of 10", "p Enter"),
        ("7 of 10", "2"),
        ("8 of 10", "R Tab"),
        ("9 of 10", "3"),
        ("10 of 10", "u"),
    ];
    for (n, (says, keys)) in steps.into_iter().enumerate() {
        bench.sees(says);
        if n == 3 {
            snapshot("tour-120x30", &bench.screen());
        }
        bench.keys(keys);
    }
    bench.sees("that was the tour").misses("of 10");
    assert!(bench.desk.store.golden(false).unwrap().is_empty(), "undone");
}

#[test]
fn going_on_shows_what_a_step_is_about_and_decides_nothing() {
    let mut bench = sample_bench(120, 36);
    tour::begin(&mut bench.desk.app);
    let golden = bench.desk.app.counts.golden;
    let screens = [
        ("2 of 10", "assistant  (output)"),
        ("3 of 10", "kb.search"),
        ("4 of 10", "+ correction (user)"),
        ("5 of 10", "+ correction (user)"),
        ("6 of 10", "+ correction (user)"),
        ("7 of 10", "+ correction (user)"),
        ("8 of 10", "Failure clusters"),
        ("9 of 10", "Tab goes back"),
        ("10 of 10", "Golden set"),
    ];
    for (step, shows) in screens {
        bench.keys("Ctrl-T").sees(step).sees(shows);
    }
    bench.keys("Ctrl-T").sees("that was the tour");
    assert_eq!(bench.desk.app.counts.golden, golden);
    assert_eq!(bench.desk.app.counts.done_today, 0);
}

#[test]
fn the_tour_waits_until_the_sample_is_in() {
    let mut bench = bench_at(80, 24, Vec::new());
    bench.desk.app.who.demo = true;
    tour::begin(&mut bench.desk.app);
    let now = bench.now;
    let mut effects = update(&mut bench.desk.app, Msg::Start(now));
    bench.sees("The tour begins when the sample data is in.");
    assert!(bench.desk.app.subject().is_none(), "keys are about no row");
    bench.misses("to review of").keys("2");
    bench.sees("Bringing in the sample data").keys("3");
    bench.sees("Bringing in the sample data").keys("Ctrl-T");
    bench.sees("the sample data is still coming in").keys("1");
    effects.retain(|effect| !matches!(effect, Effect::Write(Write::ImportSample, _)));
    bench.desk.carry(effects);
    bench.sees("The tour begins when").keys("Ctrl-T Ctrl-T");
    bench.bring(fixture::support());
    let imported = Reply::Write(Box::new(Write::ImportSample), Ok(Done::Imported));
    bench.desk.send(Msg::Reply(Box::new(imported), now));
    bench.sees("1 of 10").sees("to review of 21");
}

#[test]
fn steps_are_skipped_and_the_tour_is_left() {
    let mut bench = bench_at(80, 24, fixture::support());
    tour::begin(&mut bench.desk.app);
    bench.sees("1 of 10").keys("Ctrl-T").sees("2 of 10");
    bench.keys("?").sees("2 of 10").keys("Esc").sees("2 of 10");
    bench.keys("Esc").sees("the tour is over").misses("of 10");
    bench.keys("Ctrl-T").misses("of 10");
    bench.keys(":").desk.text("tour over");
    bench.sees("on the sample only");
}

#[test]
fn every_step_names_a_command_that_has_a_key() {
    let mut bench = bench();
    tour::begin(&mut bench.desk.app);
    for step in 0..10 {
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
