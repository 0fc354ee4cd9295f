//! Several reviewers: who decides, second opinions, and when a trace leaves the queue.

use crate::support::{Home, signal, trace};
use serde_json::json;

/// A home where no ordinary trace asks for a second verdict.
fn home() -> Home {
    let home = Home::new();
    std::fs::create_dir_all(home.config_folder()).unwrap();
    std::fs::write(
        home.config_folder().join("config.toml"),
        "second_verdict_share = 0.0\n",
    )
    .unwrap();
    home
}

#[test]
fn the_reviewer_comes_from_flag_environment_config_or_account() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad"]);
    let mut command = home.command();
    let done = command
        .env("GOLDSET_REVIEWER", "env-ana")
        .args(["verdict", "good", "good"])
        .output()
        .unwrap();
    assert!(done.status.success());
    home.ok(&["verdict", "plain", "good", "--reviewer", "ben"]);
    let who = |id: &str| home.json(&["show", id])["verdicts"][0]["reviewer"].clone();
    assert_eq!(
        (who("bad"), who("good"), who("plain")),
        (json!("tester"), json!("env-ana"), json!("ben"))
    );
    home.fails(2, &["verdict", "bad", "bad", "--reviewer", ""]);
    home.fails(2, &["queue", "--reviewer", "a\u{1b}[31mb"]);
}

#[test]
fn an_ordinary_trace_leaves_everybodys_queue_with_its_first_verdict() {
    let home = home();
    home.import(&[trace("t", "q", "a"), signal("t", "thumbs_down")]);
    home.ok(&["verdict", "t", "bad", "--reviewer", "ana"]);
    for reviewer in ["ana", "ben"] {
        assert_eq!(
            home.json(&["queue", "--reviewer", reviewer])["total"],
            json!(0),
            "{reviewer}"
        );
    }
    home.ok(&["undo", "--reviewer", "ana"]);
    assert_eq!(
        home.json(&["queue", "--reviewer", "ben"])["total"],
        json!(1)
    );
}

#[test]
fn an_ambiguous_trace_asks_for_two_verdicts() {
    let home = home();
    let mut records = vec![trace("t", "q", "a"), signal("t", "thumbs_up")];
    records.extend([
        signal("t", "escalate"),
        signal("t", "regenerate"),
        signal("t", "abandon"),
    ]);
    home.import(&records);
    assert_eq!(
        home.ids(&["--filter", "is:ambiguous"]),
        ["t"],
        "the trace is what it should be"
    );
    home.ok(&["verdict", "t", "bad", "--reviewer", "ana"]);
    let total = |reviewer: &str| home.json(&["queue", "--reviewer", reviewer])["total"].clone();
    assert_eq!((total("ana"), total("ben")), (json!(0), json!(1)));
    home.ok(&["verdict", "t", "good", "--reviewer", "ben"]);
    assert_eq!(
        (total("ben"), total("cleo")),
        (json!(0), json!(0)),
        "two verdicts were asked for"
    );
    assert_eq!(home.ids(&["--filter", "is:disputed"]), ["t"]);
    assert_eq!(
        home.json(&["show", "t"])["badness"],
        json!(0.5),
        "a tie is 0.5"
    );
}

#[test]
fn unsure_asks_for_one_more_reviewer() {
    let home = home();
    home.import(&[trace("t", "q", "a"), signal("t", "thumbs_down")]);
    home.ok(&[
        "verdict",
        "t",
        "unsure",
        "--reason",
        "borderline",
        "--reviewer",
        "ana",
    ]);
    assert_eq!(
        home.json(&["queue", "--reviewer", "ana"])["total"],
        json!(0)
    );
    assert_eq!(
        home.json(&["queue", "--reviewer", "ben"])["total"],
        json!(1)
    );
}

#[test]
fn a_share_of_the_rest_asks_for_a_second_verdict() {
    let home = Home::new();
    std::fs::create_dir_all(home.config_folder()).unwrap();
    std::fs::write(
        home.config_folder().join("config.toml"),
        "second_verdict_share = 1.0\n",
    )
    .unwrap();
    home.import(&[trace("t", "q", "a"), signal("t", "thumbs_down")]);
    home.ok(&["verdict", "t", "bad", "--reviewer", "ana"]);
    assert_eq!(
        home.json(&["queue", "--reviewer", "ben"])["total"],
        json!(1)
    );
    home.ok(&["verdict", "t", "bad", "--reviewer", "ben"]);
    assert_eq!(
        home.json(&["queue", "--reviewer", "cleo"])["total"],
        json!(0)
    );
}

#[test]
fn verdicts_of_the_command_line_are_blind_unless_said_otherwise() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad", "--reviewer", "ana"]);
    home.ok(&["verdict", "bad", "good", "--reviewer", "ben", "--not-blind"]);
    let shown = home.json(&["show", "bad"]);
    let blind = |who: &str| {
        let all = shown["verdicts"].as_array().unwrap();
        all.iter().find(|v| v["reviewer"] == json!(who)).unwrap()["blind"].clone()
    };
    assert_eq!((blind("ana"), blind("ben")), (json!(true), json!(false)));
}
