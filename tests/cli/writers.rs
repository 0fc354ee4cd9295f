//! Several processes on one store at once.

use crate::{
    faults::{many, start},
    support::{Home, Run, parse},
};
use serde_json::{Value, json};
use std::thread;

/// Traces of each import here.
const SOME: usize = if cfg!(debug_assertions) {
    2_000
} else {
    20_000
};

fn finished(child: std::process::Child) -> Run {
    Run::of(&child.wait_with_output().unwrap())
}

#[test]
fn two_imports_at_once_give_what_they_give_one_after_the_other() {
    let (one, two) = (many(SOME, "a"), many(SOME, "b"));
    let after = Home::new();
    let files = [
        after.write("one.jsonl", &one),
        after.write("two.jsonl", &two),
    ];
    after.ok(&["import", &files[0], &files[1]]);
    let expected = after.json(&["queue", "--all", "--limit", "100000"]);
    let at_once = Home::new();
    let files = [
        at_once.write("one.jsonl", &one),
        at_once.write("two.jsonl", &two),
    ];
    at_once.ok(&["init", "--store", at_once.default_store().to_str().unwrap()]);
    let children = files
        .each_ref()
        .map(|f| start(&at_once, &["import", f, "--json"]));
    for child in children {
        let run = finished(child);
        assert_eq!(run.code, 0, "{}", run.err);
        assert_eq!(parse(&run.out)["traces"]["new"], json!(SOME));
    }
    assert_eq!(
        at_once.json(&["queue", "--all", "--limit", "100000"]),
        expected
    );
    assert_eq!(at_once.json(&["doctor"])["ok"], json!(true));
}

#[test]
fn a_new_store_can_be_made_by_two_at_once() {
    let home = Home::new();
    let children: Vec<_> = (0..4).map(|_| start(&home, &["queue", "--json"])).collect();
    for child in children {
        let run = finished(child);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        assert_eq!(parse(&run.out)["total"], json!(0));
    }
}

#[test]
fn verdicts_do_not_wait_for_an_import() {
    let home = Home::with_small_world();
    let file = home.write("many.jsonl", many(3 * SOME, "t"));
    let mut child = start(&home, &["import", &file]);
    let mut given = 0;
    // The 25th verdict would learn from all of them before it exits.
    while child.try_wait().unwrap().is_none() && given < 20 {
        home.ok(&["verdict", "bad", "bad"]);
        given += 1;
    }
    assert_eq!(finished(child).code, 0);
    assert!(given > 2, "{given} verdicts before the import ended");
    let events: Value = home.json(&["history", "--limit", "100000"]);
    assert_eq!(events["events"].as_array().unwrap().len(), given);
}

#[test]
fn two_reviewers_decide_at_once_and_nothing_is_lost() {
    let home = Home::new();
    let file = home.write("many.jsonl", many(40, "t"));
    home.ok(&["import", &file]);
    thread::scope(|scope| {
        for reviewer in ["ana", "ben"] {
            let home = &home;
            scope.spawn(move || {
                for n in 0..12 {
                    home.ok(&[
                        "verdict",
                        &format!("t-{n:06}"),
                        "bad",
                        "--reviewer",
                        reviewer,
                    ]);
                }
            });
        }
    });
    let events = home.json(&["history", "--limit", "1000"]);
    assert_eq!(events["events"].as_array().unwrap().len(), 24);
    assert_eq!(home.json(&["doctor"])["ok"], json!(true));
    assert_eq!(
        home.json(&["show", "t-000000"])["verdicts"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
}
