use super::*;
use crate::model::{fold, time::Time};
use proptest::prelude::*;
use serde_json::json;

fn base() -> Taxonomy {
    let mode = |id: &str, digit| Mode {
        id: id.into(),
        name: id.into(),
        severity: 3,
        fix: "prompt".into(),
        digit: Some(digit),
        ..Mode::default()
    };
    Taxonomy {
        version: 1,
        modes: vec![mode("a", 1), mode("b", 2), mode("c", 3)],
    }
}

fn event(replica: &str, seq: u64, clock: u64, kind: &str, id: &str, payload: Value) -> Event {
    Event {
        id: EventId {
            replica: replica.into(),
            seq,
        },
        clock,
        at: Time::default(),
        reviewer: "ana".into(),
        kind: kind.into(),
        target: format!("m:{id}"),
        payload,
        group: None,
        prev: String::new(),
        hash: String::new(),
    }
}

fn folded(mut events: Vec<Event>) -> Taxonomy {
    fold::sort(&mut events);
    let undone = fold::undone(&events);
    fold_taxonomy(&base(), &events, &undone, &|hash| Some(hash.to_owned()))
}

#[test]
fn a_merge_takes_the_digit_and_leads_on() {
    let merged = folded(vec![
        event("r", 1, 1, "mode.merge", "a", json!({"into": "b"})),
        event("r", 2, 2, "mode.merge", "b", json!({"into": "c"})),
    ]);
    assert_eq!(merged.resolve("a"), "c");
    assert_eq!(merged.standing().count(), 1);
    assert_eq!(merged.by_digit(1), None);
    assert_eq!(merged.version, 3);
}

#[test]
fn merges_of_two_replicas_never_make_a_circle() {
    let merged = folded(vec![
        event("r", 1, 1, "mode.merge", "a", json!({"into": "b"})),
        event("s", 1, 2, "mode.merge", "b", json!({"into": "a"})),
    ]);
    assert_eq!(merged.faults(), [""; 0]);
    assert_eq!(merged.resolve("a"), "b", "the first stands");
}

#[test]
fn an_undo_brings_the_mode_and_its_digit_back() {
    let undo = json!({"event": "r-1"});
    let back = folded(vec![
        event("r", 1, 1, "mode.retire", "a", json!({})),
        event("r", 2, 2, "undo", "a", undo),
    ]);
    assert_eq!(back, base());
}

#[test]
fn an_added_mode_gets_a_free_digit_and_a_given_one_moves() {
    let fields = json!({"fields": {"severity": 5, "fix": "tool"}, "texts": {"name": "\"late\""}});
    let added = folded(vec![event("r", 1, 1, "mode.add", "d", fields)]);
    let mode = added.mode("d").unwrap();
    assert_eq!(
        (mode.name.as_str(), mode.severity, mode.digit),
        ("late", 5, Some(4))
    );
    let taken = folded(vec![event(
        "r",
        1,
        1,
        "mode.edit",
        "c",
        json!({"fields": {"digit": 1}}),
    )]);
    assert_eq!(taken.by_digit(1).unwrap().id, "c");
    assert_eq!(taken.mode("a").unwrap().digit, None);
}

#[test]
fn an_import_retires_what_it_lacks() {
    let new = json!({"version": 9, "mode": [{"id": "z", "name": "z", "severity": 1, "fix": "data", "digit": 1}]});
    let imported = folded(vec![event(
        "r",
        1,
        1,
        "taxonomy.import",
        "*",
        json!({"text": new.to_string()}),
    )]);
    let standing: Vec<&str> = imported.standing().map(|m| m.id.as_str()).collect();
    assert_eq!(standing, ["z"]);
    assert!(imported.mode("a").unwrap().retired);
    assert_eq!(imported.faults(), [""; 0]);
}

proptest! {
    /// Whatever is decided in whatever order, the taxonomy has no circles, no double digits, and undoing all of it
    /// gives the base.
    #[test]
    fn any_decisions_leave_it_sound(acts in proptest::collection::vec((0..5u8, 0..4usize, 0..4usize), 0..12)) {
        let ids = ["a", "b", "c", "d"];
        let mut events: Vec<Event> = acts.iter().enumerate().map(|(i, (act, on, other))| {
            let (kind, payload) = match act {
                0 => ("mode.add", json!({"fields": {"severity": 2, "fix": "tool"}})),
                1 => ("mode.edit", json!({"fields": {"digit": other + 1}})),
                2 | 3 => ("mode.merge", json!({"into": ids[*other]})),
                _ => ("mode.retire", json!({})),
            };
            event("r", i as u64 + 1, i as u64 + 1, kind, ids[*on], payload)
        }).collect();
        let faults = folded(events.clone()).faults();
        prop_assert!(faults.iter().all(|f| f == "no mode stands"), "{:?}", faults);
        let n = events.len() as u64;
        for i in 0..n {
            let target = events[i as usize].target[2..].to_owned();
            events.push(event("r", n + i + 1, n + i + 1, "undo", &target, json!({"event": format!("r-{}", i + 1)})));
        }
        prop_assert_eq!(folded(events), base());
    }
}
