//! Errors: one line of what, one of why or what to do, on stderr, with the right exit code.

use crate::support::{Home, Run, parse, trace};
use std::{
    io::{BufRead as _, BufReader},
    process::Stdio,
};

#[test]
fn an_error_is_one_line_of_what_and_one_of_what_to_do() {
    let home = Home::with_small_world();
    for (code, args) in [
        (1, &["show", "nope"][..]),
        (1, &["verdict", "nope", "bad"]),
        (1, &["promote", "plain"]),
        (1, &["golden", "show", "g-x"]),
        (2, &["label", "bad", "nonsense"]),
        (2, &["correct", "bad"]),
        (2, &["quue"]),
        (2, &["queue", "--fitler", "x"]),
        (2, &["queue", "--order"]),
        (2, &["import"]),
        (2, &["golden"]),
        (2, &["golden", "lst"]),
        (2, &["completions", "tcsh"]),
        (2, &["undo", "x y"]),
        (4, &["import", "missing.jsonl"]),
        (4, &["correct", "bad", "--file", "missing.txt"]),
    ] {
        let run = home.run(args);
        assert_eq!(run.code, code, "{args:?}: {}", run.err);
        assert_eq!(run.out, "", "{args:?} prints nothing on stdout");
        let lines: Vec<&str> = run.err.lines().collect();
        assert_eq!(lines.len(), 2, "{args:?}: {}", run.err);
        assert!(
            lines[0].starts_with("goldset: ") && lines[1].starts_with("  "),
            "{args:?}: {}",
            run.err
        );
    }
}

#[test]
fn wrong_verbs_and_flags_are_answered_with_the_right_ones() {
    let home = Home::new();
    for (args, meant) in [
        (&["quue"][..], "'queue'"),
        (&["imprt", "x"], "'import'"),
        (&["queue", "--fitler", "x"], "'--filter'"),
        (&["queue", "--jso"], "'--json'"),
        (&["golden", "lst"], "'list'"),
        (&["verdict", "x", "god"], "'good'"),
        (&["queue", "--order", "wurst"], "'worst'"),
    ] {
        let said = home.fails(2, args);
        assert!(said.contains(meant), "{args:?}: {said}");
    }
}

#[test]
fn a_slip_in_an_id_or_the_name_of_a_store_is_told() {
    let home = Home::new();
    home.import(&[trace("refund-eu", "How long?", "14 days.")]);
    let said = home.fails(1, &["show", "refund-eux"]);
    assert!(said.contains("did you mean refund-eu?"), "{said}");
    let run = home.run(&["--store", "slip.db", "queue"]);
    assert_eq!(run.code, 0);
    assert!(
        run.err
            .contains("slip.db was not there; it is a new, empty store"),
        "{}",
        run.err
    );
    let run = home.run(&["--store", "slip.db", "queue"]);
    assert!(!run.err.contains("was not there"), "{}", run.err);
}

#[test]
fn global_flags_stand_before_and_after_the_verb() {
    let home = Home::with_small_world();
    let after = home.ok(&["queue", "--json", "--reviewer", "ana"]);
    assert_eq!(home.ok(&["--json", "--reviewer", "ana", "queue"]), after);
    assert_eq!(home.ok(&["--reviewer", "ana", "queue", "--json"]), after);
    for args in [
        &["init"][..],
        &["config"],
        &["history"],
        &["golden", "list"],
        &["doctor"],
        &["show", "bad"],
        &["verdict", "bad", "bad"],
        &["undo"],
    ] {
        let mut all = vec![
            "--json",
            "--quiet",
            "--reviewer",
            "ana",
            "--store",
            "other.db",
        ];
        if matches!(args[0], "show" | "verdict" | "undo") {
            all.truncate(4);
        }
        all.extend(args);
        let run = home.run(&all);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
        parse(&run.out);
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let home = Home::new();
    let many: Vec<_> = (0..3_000)
        .map(|n| trace(&format!("t-{n:05}"), &"word ".repeat(40), "a"))
        .collect();
    home.import(&many);
    for args in [
        &["queue", "--limit", "3000", "--json"][..],
        &["queue", "--limit", "3000"],
        &["man"],
    ] {
        let mut child = home
            .command()
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut reader = BufReader::with_capacity(16, child.stdout.take().unwrap());
        let _ = reader.fill_buf().unwrap();
        drop(reader);
        let run = Run::of(&child.wait_with_output().unwrap());
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{args:?}");
    }
}

#[test]
fn a_full_stdout_is_an_operational_failure() {
    let home = Home::with_small_world();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full");
    let Ok(full) = full else {
        eprintln!("SKIPPED: there is no /dev/full here");
        return;
    };
    let out = home
        .command()
        .args(["queue", "--json"])
        .stdout(full)
        .output()
        .unwrap();
    let run = Run::of(&out);
    assert_eq!(run.code, 4);
    assert!(run.err.contains("stdout"), "{}", run.err);
}
