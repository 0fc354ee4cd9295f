//! Which store is used, and stores that cannot be used as they are.

use crate::support::{Home, lines, small_world, trace};
use serde_json::json;
use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

fn ids_in(home: &Home, folder: &Path) -> Vec<String> {
    let mut command = home.command();
    let out = command
        .current_dir(folder)
        .args(["queue", "--all", "--json"])
        .output()
        .unwrap();
    crate::support::ids(&serde_json::from_slice(&out.stdout).unwrap())
}

#[test]
fn the_flag_wins_over_the_variable_over_the_nearest_folder_over_the_own_store() {
    let home = Home::new();
    home.import(&[trace("own", "q", "a")]);
    let deep = home.path("project/deep");
    fs::create_dir_all(&deep).unwrap();
    assert_eq!(ids_in(&home, &deep), ["own"]);
    let file = home.write("near.jsonl", lines(&[trace("near", "q", "a")]));
    home.ok(&["init", "--store", "project/.goldset/store.db"]);
    home.ok(&["import", &file, "--store", "project/.goldset/store.db"]);
    assert_eq!(ids_in(&home, &deep), ["near"]);
    assert_eq!(ids_in(&home, &home.path("project")), ["near"]);
    let file = home.write("env.jsonl", lines(&[trace("env", "q", "a")]));
    home.ok(&["import", &file, "--store", "env.db"]);
    let env = home.path("env.db");
    let with_env = |env: &Path, args: &[&str]| {
        let mut command = home.command();
        let out = command
            .current_dir(&deep)
            .env("GOLDSET_STORE", env)
            .args(args)
            .output()
            .unwrap();
        crate::support::ids(&serde_json::from_slice(&out.stdout).unwrap())
    };
    assert_eq!(with_env(&env, &["queue", "--json"]), ["env"]);
    let empty = Path::new("");
    assert_eq!(
        with_env(empty, &["queue", "--json"]),
        ["near"],
        "as if unset"
    );
    let own = home.default_store();
    let named = ["queue", "--json", "--store", own.to_str().unwrap()];
    assert_eq!(with_env(&env, &named), ["own"]);
}

#[test]
fn a_store_that_is_not_there_is_made_by_any_verb() {
    let home = Home::new();
    assert_eq!(
        home.json(&["queue", "--store", "new/deep.db"])["total"],
        json!(0)
    );
    let mode = |path: PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(home.path("new/deep.db")), 0o600);
    home.ok(&["queue"]);
    assert_eq!(mode(home.default_store()), 0o600);
    assert_eq!(
        mode(home.default_store().parent().unwrap().to_owned()),
        0o700
    );
}

#[test]
fn a_file_that_is_no_store_is_refused_and_left_untouched() {
    let home = Home::new();
    for (name, bytes) in [
        ("text.db", b"just some text, and quite a bit of it, so that it is longer than the header of a store would be....".to_vec()),
        ("short.db", b"x".to_vec()),
        ("zeros.db", vec![0; 8192]),
    ] {
        home.write(name, &bytes);
        for args in [&["queue"][..], &["doctor"], &["init"], &["doctor", "--rebuild"]] {
            let mut all = args.to_vec();
            all.extend(["--store", name]);
            let said = home.fails(4, &all);
            assert!(said.contains(name) && said.lines().count() == 2, "{said}");
        }
        assert_eq!(fs::read(home.path(name)).unwrap(), bytes, "{name}");
    }
    home.fails(4, &["queue", "--store", "."]);
    home.fails(4, &["queue", "--store", "/dev/null/x.db"]);
}

#[test]
fn a_store_of_a_newer_program_is_refused_and_left_untouched() {
    let home = Home::with_small_world();
    let store = home.default_store();
    let mut bytes = fs::read(&store).unwrap();
    // SQLite's header holds user_version at bytes 60 to 63.
    bytes[60..64].copy_from_slice(&999_u32.to_be_bytes());
    fs::write(&store, &bytes).unwrap();
    for args in [
        &["queue"][..],
        &["verdict", "bad", "bad"],
        &["doctor", "--rebuild"],
        &["init", "--store", store.to_str().unwrap()],
    ] {
        let said = home.fails(4, args);
        assert!(said.contains("newer"), "{said}");
    }
    assert_eq!(fs::read(&store).unwrap(), bytes);
}

#[test]
fn the_sqlite_file_of_another_program_is_refused_and_left_untouched() {
    let home = Home::with_small_world();
    let mut bytes = fs::read(home.default_store()).unwrap();
    // The application id at bytes 68 to 71.
    bytes[68..72].copy_from_slice(b"ELSE");
    home.write("else.db", &bytes);
    let said = home.fails(4, &["queue", "--store", "else.db"]);
    assert!(said.contains("another program"), "{said}");
    assert_eq!(fs::read(home.path("else.db")).unwrap(), bytes);
}

/// Without a write bit the store counts as read-only for root too.
fn read_only(home: &Home) -> PathBuf {
    let store = home.default_store();
    fs::set_permissions(&store, fs::Permissions::from_mode(0o400)).unwrap();
    fs::set_permissions(store.parent().unwrap(), fs::Permissions::from_mode(0o500)).unwrap();
    store
}

#[test]
fn a_read_only_store_is_read_and_says_so() {
    let home = Home::with_small_world();
    let before = home.json(&["queue"]);
    let store = read_only(&home);
    let bytes = fs::read(&store).unwrap();
    let run = home.run(&["queue", "--json"]);
    assert_eq!((run.code, crate::support::parse(&run.out)), (0, before));
    assert!(run.err.contains("read-only"), "{}", run.err);
    assert_eq!(home.run(&["queue", "--quiet"]).err, "");
    for args in [
        &["show", "bad"][..],
        &["history"],
        &["golden", "list"],
        &["golden", "export"],
        &["doctor"],
    ] {
        home.ok(args);
    }
    let file = home.write("more.jsonl", lines(&[trace("x", "q", "a")]));
    for args in [
        &["verdict", "bad", "bad"][..],
        &["label", "bad", "too_long"],
        &["correct", "bad", "--text", "x"],
        &["promote", "bad"],
        &["golden", "add", "--input", "q", "--expected", "a"],
        &["undo"],
        &["import", &file],
        &["doctor", "--rebuild"],
    ] {
        let said = home.run(args);
        assert_eq!(said.code, 4, "{args:?} {} {}", said.out, said.err);
        assert!(
            said.err.contains("goldset: ") && said.err.contains("read-only")
                || said.err.contains("cannot be written"),
            "{args:?} {}",
            said.err
        );
    }
    assert_eq!(fs::read(&store).unwrap(), bytes);
    let folder = store.parent().unwrap();
    assert_eq!(
        fs::read_dir(folder).unwrap().count(),
        1,
        "nothing is left beside it"
    );
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_copied_store_begins_a_new_replica() {
    let home = Home::with_small_world();
    let first = home.json(&["verdict", "bad", "bad"])["event"]
        .as_str()
        .unwrap()
        .to_owned();
    fs::copy(home.default_store(), home.path("copy.db")).unwrap();
    let there = home.json(&["verdict", "good", "good", "--store", "copy.db"])["event"]
        .as_str()
        .unwrap()
        .to_owned();
    let here = home.json(&["verdict", "good", "good"])["event"]
        .as_str()
        .unwrap()
        .to_owned();
    let replica = |id: &str| id.rsplit_once('-').unwrap().0.to_owned();
    assert_eq!(replica(&first), replica(&here));
    assert_ne!(replica(&first), replica(&there));
    assert_eq!(
        home.json(&["doctor", "--store", "copy.db"])["ok"],
        json!(true)
    );
}

#[test]
fn another_key_for_users_is_refused_with_the_way_to_copy_it() {
    let home = Home::with_small_world();
    let key = home.config_folder().join("user.key");
    assert_eq!(
        fs::metadata(&key).unwrap().permissions().mode() & 0o777,
        0o600
    );
    fs::remove_file(&key).unwrap();
    let mut records = small_world();
    records[1]["user_id"] = json!("u-2");
    let file = home.write("again.jsonl", lines(&records));
    let said = home.fails(4, &["import", &file]);
    assert!(said.contains("user.key") || said.contains("key"), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
    assert_eq!(
        home.json(&["queue"])["total"],
        json!(4),
        "everything but importing goes on"
    );
}
