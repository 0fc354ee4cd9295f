//! Making a store, the sample, configuration, completions, the man page, and checking a store.

use crate::support::{Home, fields, parse};
use serde_json::json;
use std::{fs, os::unix::fs::PermissionsExt as _};

#[test]
fn init_makes_a_store_for_this_folder_and_says_what_next() {
    let home = Home::new();
    let made = home.json(&["init"]);
    assert_eq!(made["created"], json!(true));
    let store = home.path(".goldset/store.db");
    assert_eq!(
        fs::metadata(&store).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(home.ok(&["init"]).contains("is there already"));
    assert!(
        !home.default_store().exists(),
        "init leaves the own store alone"
    );
}

#[test]
fn init_goes_where_it_is_told() {
    let home = Home::new();
    assert_eq!(
        home.json(&["init", "--store", "deep/down/x.db"])["created"],
        json!(true)
    );
    assert!(home.path("deep/down/x.db").is_file());
    assert!(!home.path(".goldset").exists());
}

#[test]
fn demo_without_a_terminal_prints_the_queue_of_the_sample() {
    let home = Home::new();
    let run = home.run(&["demo"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.err.contains("no terminal"), "{}", run.err);
    assert!(run.out.lines().count() > 40, "{}", run.out);
    assert!(run.out.contains("refund"), "{}", run.out);
    assert!(
        !home.default_store().exists(),
        "the sample stays out of the own store"
    );
    let mut left = fs::read_dir(home.path("").parent().unwrap()).unwrap();
    assert!(
        left.all(|e| {
            !e.unwrap()
                .file_name()
                .to_string_lossy()
                .starts_with("goldset-demo")
        }),
        "the throw-away store is thrown away"
    );
}

#[test]
fn bare_goldset_without_a_terminal_prints_the_queue_and_says_so() {
    let home = Home::with_small_world();
    let run = home.run::<&str>(&[]);
    assert_eq!(run.code, 0);
    assert!(
        run.err.contains("no terminal") && run.out.contains("bad"),
        "{} {}",
        run.err,
        run.out
    );
    let quiet = home.run(&["--quiet"]);
    assert_eq!((quiet.err.as_str(), quiet.out), ("", run.out));
    let rows = home.json(&[]);
    assert_eq!(rows["total"], json!(4));
}

#[test]
fn config_shows_what_is_in_force_and_where() {
    let home = Home::new();
    let shown = home.ok(&["config"]);
    assert!(
        shown.contains("prior_bad_rate = 0.15") && shown.contains("reviewer: tester"),
        "{shown}"
    );
    assert_eq!(
        home.json(&["config"])["config"]["prior_bad_rate"],
        json!(0.15)
    );
    assert!(
        home.ok(&["config", "path"])
            .trim()
            .ends_with("config/goldset/config.toml")
    );
    assert_eq!(home.json(&["config", "path"])["exists"], json!(false));
    assert!(home.json(&["config", "init"])["path"].is_string());
    assert!(
        home.fails(1, &["config", "init"])
            .contains("is there already")
    );
    let mode = fs::metadata(home.config_folder().join("config.toml"))
        .unwrap()
        .permissions();
    assert_eq!(mode.mode() & 0o777, 0o600);
    assert!(
        !home.default_store().exists(),
        "looking at the configuration makes no store"
    );
}

#[test]
fn config_comes_from_the_file_and_the_environment() {
    let home = Home::new();
    fs::create_dir_all(home.config_folder()).unwrap();
    fs::write(
        home.config_folder().join("config.toml"),
        "reviewer = \"ana\"\nbudgett = 3\n",
    )
    .unwrap();
    let run = home.run(&["config"]);
    assert!(run.out.contains("reviewer: ana"), "{}", run.out);
    assert!(
        run.err.contains("did you mean `budget`?"),
        "unknown options are told: {}",
        run.err
    );
    let mut command = home.command();
    command
        .env("GOLDSET_REVIEWER", "ben")
        .args(["config", "--json"]);
    let out = command.output().unwrap();
    assert_eq!(
        parse(&String::from_utf8(out.stdout).unwrap())["reviewer"],
        json!("ben")
    );
    fs::write(
        home.config_folder().join("config.toml"),
        "prior_bad_rate = 7\n",
    )
    .unwrap();
    let said = home.fails(2, &["queue"]);
    assert!(said.contains("config.toml:1"), "{said}");
}

#[test]
fn completions_and_the_man_page_come_for_every_shell() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish"] {
        let text = home.ok(&["completions", shell]);
        assert!(
            text.contains("goldset") && text.contains("promote"),
            "{shell}"
        );
    }
    let man = home.ok(&["man"]);
    for verb in ["import", "queue", "promote", "golden", "doctor"] {
        assert!(
            man.contains(&format!("goldset {verb}"))
                || man.contains(&format!("GOLDSET {}", verb.to_uppercase())),
            "{verb}"
        );
    }
    assert!(
        home.json(&["man"])["text"]
            .as_str()
            .unwrap()
            .contains("goldset")
    );
    assert_eq!(home.json(&["completions", "bash"])["shell"], json!("bash"));
}

#[test]
fn doctor_finds_a_sound_store_sound_and_rebuilds_it_to_the_same() {
    let home = Home::with_small_world();
    home.ok(&["verdict", "bad", "bad"]);
    let before = home.json(&["queue", "--all"]);
    let report = home.json(&["doctor"]);
    assert_eq!(report["ok"], json!(true), "{report}");
    for check in report["checks"].as_array().unwrap() {
        assert_eq!(fields(check), ["detail", "name", "ok"]);
    }
    assert!(home.ok(&["doctor"]).lines().all(|l| l.starts_with("ok")));
    assert_eq!(home.json(&["doctor", "--rebuild"])["ok"], json!(true));
    assert_eq!(home.json(&["queue", "--all"]), before);
}

#[test]
fn doctor_names_damage_with_exit_1() {
    let home = Home::with_small_world();
    let store = home.default_store();
    let mut bytes = fs::read(&store).unwrap();
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    assert!(bytes.len() > 12 * page);
    // A page in the middle is overwritten, as a failing disk would.
    for at in bytes.len() / page / 2 * page..(bytes.len() / page / 2 + 4) * page {
        bytes[at] = 0x5a;
    }
    fs::write(&store, &bytes).unwrap();
    let run = home.run(&["doctor", "--json"]);
    assert!(
        matches!(run.code, 1 | 4),
        "exit {}: {} {}",
        run.code,
        run.out,
        run.err
    );
    assert!(!run.err.is_empty());
}

#[test]
fn help_and_version_go_to_stdout() {
    let home = Home::new();
    let help = home.ok(&["--help"]);
    for verb in [
        "init",
        "demo",
        "import",
        "queue",
        "show",
        "verdict",
        "label",
        "correct",
        "promote",
        "undo",
        "redo",
        "history",
        "golden",
        "doctor",
        "config",
        "completions",
        "man",
    ] {
        assert!(
            help.contains(&format!("\n  {verb} ")),
            "{verb} is missing in {help}"
        );
        let own = home.ok(&[verb, "--help"]);
        for flag in ["--json", "--store", "--reviewer", "--quiet"] {
            assert!(own.contains(flag), "{verb} has no {flag}");
        }
    }
    assert!(home.ok(&["--version"]).starts_with("goldset 0."));
    assert!(
        !home.default_store().exists(),
        "asking for help makes no store"
    );
}

#[test]
fn a_changed_configuration_is_told_and_applied_by_a_rebuild() {
    let home = Home::with_small_world();
    let before = home.json(&["queue"]);
    home.write("config.toml", "prior_bad_rate = 0.4\n");
    let configured = |args: &[&str]| {
        let mut command = home.command();
        command.env("GOLDSET_CONFIG", home.path("config.toml"));
        crate::support::Run::of(&command.args(args).output().unwrap())
    };
    let queue = configured(&["queue", "--json"]);
    assert_eq!(parse(&queue.out), before);
    assert!(queue.err.contains("doctor --rebuild"), "{}", queue.err);
    assert_eq!(configured(&["doctor"]).code, 0);
    configured(&["doctor", "--rebuild"]).succeeded(&["doctor", "--rebuild"]);
    let queue = configured(&["queue", "--json"]);
    assert_eq!(queue.err, "");
    assert_ne!(parse(&queue.out), before);
}

#[test]
fn a_recording_is_replayed_on_a_copy_of_the_store() {
    let home = Home::with_small_world();
    let header = json!({"goldset": "0.1.0", "begun": "2026-11-15T13:00:00Z", "width": 120, "height": 30,
        "theme": "dark", "ascii": false, "demo": false});
    let keys = ["w", "4", "x", "Enter"];
    let lines = keys.map(|key| json!({"ms": 100, "key": key}).to_string());
    home.write("report.jsonl", format!("{header}\n{}\n", lines.join("\n")));
    let store = home.default_store();
    let store = store.to_str().unwrap();
    let shown = home.ok(&["--replay", "report.jsonl", "--store", store]);
    assert!(shown.contains("Conversation"), "{shown}");
    let history = home.json(&["history"]);
    assert!(
        history["events"].as_array().unwrap().is_empty(),
        "the store itself is left alone"
    );
    let told = home.json(&["--replay", "report.jsonl", "--store", store]);
    assert_eq!((&told["inputs"], &told["quit"]), (&json!(4), &json!(false)));
    home.fails(4, &["--replay", "nothing.jsonl", "--store", store]);
    home.write("wrong.jsonl", "no recording");
    let told = home.fails(2, &["--replay", "wrong.jsonl", "--store", store]);
    assert!(
        told.contains("wrong.jsonl:1: not the beginning of a recording"),
        "{told}"
    );
    let told = home.fails(2, &["--record", "x.jsonl", "queue"]);
    assert!(told.contains("go with the workbench"), "{told}");
}

#[test]
fn a_theme_of_ones_own_is_named_in_the_configuration() {
    let home = Home::new();
    let folder = home.config_folder();
    fs::create_dir_all(folder.join("themes")).unwrap();
    let config = "theme = \"acme\"\n[keys]\npromot = \"p\"\n";
    fs::write(folder.join("config.toml"), config).unwrap();
    let told = home.run(&["config"]).err;
    assert!(told.contains("there is no theme \"acme\""), "{told}");
    fs::write(
        folder.join("themes/acme.toml"),
        "[roles]\nacent = \"red\"\n",
    )
    .unwrap();
    let told = home.run(&["config"]).err;
    assert!(told.contains("did you mean `roles.accent`?"), "{told}");
    assert!(told.contains("did you mean \"promote\"?"), "{told}");
}
