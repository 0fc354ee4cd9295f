use super::{Settings, Store, create, migrate, open::PAGE};
use crate::error::Kind;
use rusqlite::Connection;
use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::Path,
    sync::Barrier,
    thread,
    time::Duration,
};

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_new_store_belongs_to_its_owner_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/store.db");
    let store = Store::open(&path, &Settings::default()).unwrap();
    let tx = store.begin(true).unwrap();
    tx.execute("INSERT INTO local VALUES('a','b')", []).unwrap();
    tx.commit().unwrap();
    assert_eq!(mode(path.parent().unwrap()), 0o700);
    for suffix in ["", "-wal", "-shm"] {
        assert_eq!(mode(&create::beside(&path, suffix)), 0o600, "{suffix}");
    }
    let page: u32 = store
        .conn
        .query_row("PRAGMA page_size", [], |r| r.get(0))
        .unwrap();
    assert_eq!(page, PAGE);
    drop(store);
    let again = Store::open(&path, &Settings::default()).unwrap();
    assert!(!again.is_read_only());
}

#[test]
fn foreign_files_are_refused_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(&text, "not a database").unwrap();
    let other = folder.path().join("other.db");
    let conn = Connection::open(&other).unwrap();
    conn.execute_batch("CREATE TABLE t(x)").unwrap();
    drop(conn);
    for path in [text, other] {
        let before = fs::read(&path).unwrap();
        let error = Store::open(&path, &Settings::default()).unwrap_err();
        assert_eq!(error.kind, Kind::Operational);
        assert!(error.hint.unwrap().contains("untouched"));
        assert_eq!(fs::read(&path).unwrap(), before);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn a_store_of_a_newer_program_is_refused_and_left_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let store = Store::open(&path, &Settings::default()).unwrap();
    store.conn.pragma_update(None, "user_version", 99).unwrap();
    drop(store);
    let before = fs::read(&path).unwrap();
    for error in [
        Store::open(&path, &Settings::default()).unwrap_err(),
        Store::open_read_only(&path, &Settings::default()).unwrap_err(),
    ] {
        assert!(error.what.contains("newer goldset"), "{error}");
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_folder_is_told_from_a_store() {
    let folder = tempfile::tempdir().unwrap();
    for error in [
        Store::open(folder.path(), &Settings::default()).unwrap_err(),
        Store::open_read_only(folder.path(), &Settings::default()).unwrap_err(),
    ] {
        assert!(error.what.ends_with("is a folder, not a store"), "{error}");
    }
}

#[test]
fn an_upgrade_keeps_a_copy_and_runs_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(Store::open(&path, &Settings::default()).unwrap());
    let mut conn = Connection::open(&path).unwrap();
    let mut migrations = migrate::MIGRATIONS.to_vec();
    migrations.push("CREATE TABLE later(x);");
    migrate::migrate(&mut conn, &path, &migrations, &mut |_| {}).unwrap();
    migrate::migrate(&mut conn, &path, &migrations, &mut |_| {}).unwrap();
    assert_eq!(migrate::version(&conn).unwrap(), migrations.len());
    let copy = create::beside(&path, &format!(".v{}", migrate::MIGRATIONS.len()));
    assert_eq!(mode(&copy), 0o600);
    let copy = Connection::open(copy).unwrap();
    assert_eq!(migrate::version(&copy).unwrap(), migrate::MIGRATIONS.len());
}

#[test]
fn an_upgrade_tells_how_far_it_is_and_what_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    let mut conn = Connection::open(&path).unwrap();
    let oldest = &migrate::MIGRATIONS[..1];
    conn.pragma_update(None, "application_id", migrate::APPLICATION_ID)
        .unwrap();
    migrate::migrate(&mut conn, &path, oldest, &mut |_| {}).unwrap();
    drop(conn);
    let mut heard = Vec::new();
    let mut told = |share: f64, kept: &Path| heard.push((share, kept.to_owned()));
    Store::upgrade(&path, &mut told).unwrap();
    Store::upgrade(&path, &mut told).unwrap();
    let kept = create::beside(&path, ".v1");
    assert_eq!(heard.last().unwrap(), &(1.0, kept.clone()));
    assert!(
        heard
            .iter()
            .all(|(share, at)| (0.0..=1.0).contains(share) && *at == kept)
    );
    assert!(kept.exists());
    let conn = Connection::open(&path).unwrap();
    assert_eq!(migrate::version(&conn).unwrap(), migrate::MIGRATIONS.len());
    Store::upgrade(&folder.path().join("none.db"), &mut |_, _| unreachable!()).unwrap();
}

#[test]
fn a_failing_upgrade_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    drop(Store::open(&path, &Settings::default()).unwrap());
    let mut conn = Connection::open(&path).unwrap();
    let mut migrations = migrate::MIGRATIONS.to_vec();
    migrations.push("CREATE TABLE later(x); SELECT broken;");
    assert!(migrate::migrate(&mut conn, &path, &migrations, &mut |_| {}).is_err());
    assert_eq!(migrate::version(&conn).unwrap(), migrate::MIGRATIONS.len());
    assert!(conn.prepare("SELECT x FROM later").is_err());
}

#[test]
fn a_read_only_file_opens_for_reading_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a b?#%.db");
    drop(Store::open(&path, &Settings::default()).unwrap());
    fs::set_permissions(&path, Permissions::from_mode(0o400)).unwrap();
    let store = Store::open(&path, &Settings::default()).unwrap();
    assert_eq!(store.why_read_only(), Some("the file is marked read-only"));
    let error = store.begin(true).map(drop).unwrap_err();
    assert_eq!(error.kind, Kind::Operational);
    assert!(store.conn.execute("DELETE FROM local", []).is_err());
    assert!(!create::beside(&path, "-wal").exists());
}

/// Twelve openers of one file, a little after each other, so that some come while another creates it or is done with
/// it. Each has a connection of its own, as processes have.
fn create_together(path: &Path) {
    let gate = &Barrier::new(12);
    thread::scope(|scope| {
        for turn in 0..12 {
            scope.spawn(move || {
                gate.wait();
                thread::sleep(Duration::from_micros(turn * turn * 40));
                Store::open(path, &Settings::default()).map(drop).unwrap();
            });
        }
    });
}

#[test]
fn several_processes_may_create_the_same_store() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..25 {
        create_together(&folder.path().join(format!("{round}.db")));
    }
}
