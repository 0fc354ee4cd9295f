//! What happens while nobody does anything.

use super::bench;
use crate::{
    model::time::SECOND,
    tui::{
        app::Msg,
        effect::{Effect, Found, Reply, Slot},
        is_quiet,
        keys::Input,
        update::update,
    },
};

#[test]
fn nothing_ticks_and_nothing_is_drawn_when_idle() {
    let mut bench = bench();
    let later = bench.now.plus(60 * SECOND);
    bench.desk.send(Msg::Tick(later));
    assert_eq!(bench.desk.app.next_tick(), None);
    let seen = bench.desk.app.version.unwrap();
    let answered = |version| {
        let reply = Reply::Read(Slot::Version, 1, Ok(Found::Version(version)));
        Msg::Reply(Box::new(reply), later)
    };
    assert!(is_quiet(&bench.desk.app, &answered(seen)));
    assert!(!is_quiet(&bench.desk.app, &answered(seen + 1)));
}

#[test]
fn only_the_spinner_moves_and_not_where_motion_is_unwanted() {
    let mut bench = bench();
    bench.desk.send(Msg::Tick(bench.now.plus(60 * SECOND)));
    bench.desk.app.flight.start_write();
    assert!(bench.desk.app.next_tick().is_some());
    bench.desk.app.options.reduced_motion = true;
    assert_eq!(bench.desk.app.next_tick(), None);
}

#[test]
fn focus_asks_at_once_what_others_did() {
    let mut bench = bench();
    let now = bench.desk.app.now;
    let asked = update(&mut bench.desk.app, Msg::Input(Input::FocusGained, now));
    assert!(matches!(asked[..], [Effect::Read(Slot::Version, ..)]));
}
