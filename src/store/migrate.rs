//! The schema, and how an older store becomes today's.

use super::create::{beside, create_private};
use crate::error::{Error, Result};
use rusqlite::{
    Connection, TransactionBehavior,
    backup::{Backup, StepResult},
};
use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

/// Pages copied between two words on how far a copy is.
const PAGES: i32 = 1024;

/// Marks the `SQLite` file as ours (`gset` in ASCII).
pub(super) const APPLICATION_ID: i32 = 0x6773_6574;

/// Number n − 1 brings a store of version n − 1 to version n. Never changed once released, only added to.
pub(super) const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/migrations/0001.sql"),
    include_str!("../../assets/migrations/0002.sql"),
    include_str!("../../assets/migrations/0003.sql"),
    include_str!("../../assets/migrations/0004.sql"),
    include_str!("../../assets/migrations/0005.sql"),
    include_str!("../../assets/migrations/0006.sql"),
    include_str!("../../assets/migrations/0007.sql"),
    include_str!("../../assets/migrations/0008.sql"),
    include_str!("../../assets/migrations/0009.sql"),
    include_str!("../../assets/migrations/0010.sql"),
    include_str!("../../assets/migrations/0011.sql"),
];

/// The version of a store (`user_version`), 0 for an empty file.
pub(super) fn version(conn: &Connection) -> Result<usize> {
    let version: i64 = conn.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Error::operational("the store has no valid version"))
}

/// Refuses a store that a newer program made.
pub(super) fn check_not_newer(conn: &Connection, path: &Path, known: usize) -> Result<()> {
    let found = version(conn)?;
    if found <= known {
        return Ok(());
    }
    Err(Error::operational(format!(
        "{} was written by a newer goldset (store version {found}, this program knows {known})",
        path.display()
    ))
    .hint("it was left untouched; install the newer goldset to use it"))
}

/// Runs what is missing in one transaction; a store with content is copied to `PATH.vN` first, and `told` hears how much
/// of it, from 0 to 1. Several processes may come here at once: the first does it, the others find it done.
pub(super) fn migrate(
    conn: &mut Connection,
    path: &Path,
    migrations: &[&str],
    told: &mut dyn FnMut(f64),
) -> Result<()> {
    if version(conn)? == migrations.len() {
        return Ok(());
    }
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    check_not_newer(&tx, path, migrations.len())?;
    let from = version(&tx)?;
    if from > 0 && !path.as_os_str().is_empty() {
        copy(path, &kept(path, from), told)?;
    }
    for sql in &migrations[from..] {
        tx.execute_batch(sql)?;
    }
    tx.pragma_update(None, "user_version", migrations.len() as i64)?;
    Ok(tx.commit()?)
}

/// Where a store of an older version is kept.
pub(super) fn kept(path: &Path, version: usize) -> PathBuf {
    beside(path, &format!(".v{version}"))
}

/// A consistent copy through a connection of its own, while the caller holds the write lock. `told` hears how much of it
/// is made, from 0 to 1.
pub(super) fn copy(from: &Path, to: &Path, told: &mut dyn FnMut(f64)) -> Result<()> {
    create_private(to)?;
    let source = Connection::open_with_flags(from, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut target = Connection::open(to)?;
    let backup = Backup::new(&source, &mut target)?;
    loop {
        let step = backup.step(PAGES)?;
        let progress = backup.progress();
        told(1.0 - f64::from(progress.remaining) / f64::from(progress.pagecount.max(1)));
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Somebody holds the file for a moment.
            _ => thread::sleep(Duration::from_millis(1)),
        }
    }
}
