//! Opening a store: which files are taken, which refused, and how a connection is set up.

use super::{
    Settings, Store,
    create::{check_header, create_private, has_live_wal, why_not_writable},
    fault::of_file,
    migrate::{self, APPLICATION_ID, MIGRATIONS},
};
use crate::error::{Error, Result};
use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};
use std::{
    cell::{Cell, RefCell},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

/// Bytes of a page of the file. Ids and names are written all over their indexes, a page for each, so larger ones make
/// an import write and keep more, and smaller ones hold too few bodies.
pub(super) const PAGE: u32 = 8192;
/// Records of the first transaction; later ones grow and shrink with the machine.
const FIRST_BATCH: usize = 200;
/// Tries of the busy handler, a millisecond apart.
const BUSY_TRIES: i32 = 10_000;

impl Store {
    /// Opens the store for writing, creating or upgrading it; where it cannot be written it is opened for reading, and
    /// [`Store::why_read_only`] says why.
    ///
    /// # Errors
    /// A file that is not a store, or one of a newer program, is refused and left untouched.
    pub fn open(path: &Path, settings: &Settings) -> Result<Self> {
        if path.exists() {
            check_header(path)?;
            if let Some(why) = why_not_writable(path) {
                return Self::open_unwritable(path, settings, why);
            }
        } else {
            create_private(path)?;
        }
        let mut conn = Connection::open_with_flags(path, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
        set_up(&mut conn)?;
        refuse_newer(&conn, path)?;
        set_up_writing(&conn)?;
        migrate::migrate(&mut conn, path, MIGRATIONS, &mut |_| {})?;
        Ok(Self::finish(conn, path, settings, None))
    }

    /// Brings a store of an older program up to date, as [`Store::open`] does, and tells `told` how much of it is copied
    /// (0 to 1) and where the store as it was is kept. A store that is not there, is up to date or is none of ours is
    /// left as it is.
    ///
    /// # Errors
    /// When the store cannot be copied or changed; it then stays as it was.
    pub fn upgrade(path: &Path, told: &mut dyn FnMut(f64, &Path)) -> Result<()> {
        if check_header(path).is_err() || why_not_writable(path).is_some() {
            return Ok(());
        }
        // Closing a connection that may write could fold the log of a store that is to be left as it is.
        let reading = flags(OpenFlags::SQLITE_OPEN_READ_ONLY);
        let version = migrate::version(&Connection::open_with_flags(path, reading)?)?;
        if version == 0 || version >= MIGRATIONS.len() {
            return Ok(());
        }
        let mut conn = Connection::open_with_flags(path, flags(OpenFlags::SQLITE_OPEN_READ_WRITE))?;
        set_up(&mut conn)?;
        set_up_writing(&conn)?;
        let kept = migrate::kept(path, version);
        migrate::migrate(&mut conn, path, MIGRATIONS, &mut |share| told(share, &kept))
    }

    /// Opens an existing store for reading while others may write to it.
    pub fn open_read_only(path: &Path, settings: &Settings) -> Result<Self> {
        check_header(path)?;
        if let Some(why) = why_not_writable(path) {
            return Self::open_unwritable(path, settings, why);
        }
        let conn = Connection::open_with_flags(path, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        Self::finish_reading(conn, path, settings, "it was opened for reading".into())
    }

    /// A store that lives in memory and dies with the value.
    pub fn memory(settings: &Settings) -> Result<Self> {
        let mut conn = Connection::open_in_memory()?;
        set_up(&mut conn)?;
        set_up_writing(&conn)?;
        migrate::migrate(&mut conn, Path::new(""), MIGRATIONS, &mut |_| {})?;
        Ok(Self::finish(conn, Path::new(""), settings, None))
    }

    /// Nobody can write beside us unless a write-ahead log says otherwise; without one the file is read as it lies,
    /// which needs no lock and no file of our own.
    fn open_unwritable(path: &Path, settings: &Settings, why: String) -> Result<Self> {
        let absolute = path.canonicalize().map_err(|e| of_file("read", path, &e))?;
        let immutable = if has_live_wal(path) {
            ""
        } else {
            "?immutable=1"
        };
        let uri = format!("file:{}{immutable}", percent_encode(&absolute));
        let conn = Connection::open_with_flags(uri, flags(OpenFlags::SQLITE_OPEN_READ_ONLY))?;
        Self::finish_reading(conn, path, settings, why)
    }

    fn finish_reading(
        mut conn: Connection,
        path: &Path,
        settings: &Settings,
        why: String,
    ) -> Result<Self> {
        set_up(&mut conn)?;
        conn.pragma_update(None, "query_only", true)?;
        migrate::check_not_newer(&conn, path, MIGRATIONS.len())?;
        if migrate::version(&conn)? < MIGRATIONS.len() {
            let what = format!("{} must be upgraded before it can be read", path.display());
            return Err(Error::operational(what).hint(why));
        }
        Ok(Self::finish(conn, path, settings, Some(why)))
    }

    fn finish(
        conn: Connection,
        path: &Path,
        settings: &Settings,
        read_only: Option<String>,
    ) -> Self {
        conn.set_prepared_statement_cache_capacity(128);
        Self {
            conn,
            path: path.to_owned(),
            settings: Arc::new(settings.clone()),
            read_only,
            durable: Cell::new(false),
            relaxed: Cell::new(false),
            batch_size: Cell::new(FIRST_BATCH),
            run_floor: Cell::new((i64::MAX, i64::MAX)),
            names: RefCell::default(),
            weights: RefCell::default(),
            classifier: RefCell::default(),
            counted: RefCell::default(),
            facets: RefCell::default(),
            cards: RefCell::default(),
            found: RefCell::default(),
            verified: RefCell::default(),
            columns: RefCell::default(),
            sessions: RefCell::default(),
            known: RefCell::default(),
            matched: RefCell::default(),
        }
    }
}

fn flags(access: OpenFlags) -> OpenFlags {
    access | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX
}

/// What every connection needs.
fn set_up(conn: &mut Connection) -> Result<()> {
    conn.busy_handler(Some(wait))?;
    // Plans do not depend on bound values, so statements need not be prepared again when those change.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    conn.execute_batch(
        "PRAGMA cache_size=-49152; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON; PRAGMA trusted_schema=OFF;",
    )?;
    Ok(())
}

/// Short waits, so that a reviewer's write slips into the pause between two batches of an import.
fn wait(tries: i32) -> bool {
    thread::sleep(Duration::from_millis(1));
    tries < BUSY_TRIES
}

/// A newer store stays as it is, also when closing would fold its log into the file.
fn refuse_newer(conn: &Connection, path: &Path) -> Result<()> {
    migrate::check_not_newer(conn, path, MIGRATIONS.len()).inspect_err(|_| {
        // Nothing is lost if this fails: the fold changes no content.
        let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    })
}

/// What a writing connection needs. The page size and our mark stand in the file before anything else does.
fn set_up_writing(conn: &Connection) -> Result<()> {
    conn.execute_batch("PRAGMA secure_delete=ON;")?;
    let marked: i32 = conn.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if marked != APPLICATION_ID {
        conn.execute_batch(&format!("PRAGMA page_size={PAGE};"))?;
        conn.pragma_update(None, "application_id", APPLICATION_ID)?;
    }
    let mode = start_log(conn)?;
    if mode != "wal" && mode != "memory" {
        return Err(
            Error::operational("the store cannot keep a write-ahead log")
                .hint("its file system lacks shared memory; move the store to a local disk"),
        );
    }
    conn.execute_batch(
        "PRAGMA synchronous=NORMAL; PRAGMA wal_autocheckpoint=8000; PRAGMA journal_size_limit=67108864;",
    )?;
    Ok(())
}

/// Turns the write-ahead log on and returns the mode the store is in. `SQLite` gives this change up at once where
/// another process holds the file, without asking the busy handler (<https://sqlite.org/c3ref/busy_handler.html>), as
/// when several create the store together.
fn start_log(conn: &Connection) -> rusqlite::Result<String> {
    let mut tries = 0;
    loop {
        let mode = conn.query_row("PRAGMA journal_mode=WAL", [], |row| row.get(0));
        match mode {
            Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && wait(tries) => {
                tries += 1;
            }
            _ => return mode,
        }
    }
}

/// A path inside a `file:` URI.
fn percent_encode(path: &Path) -> String {
    use std::{fmt::Write, os::unix::ffi::OsStrExt};
    let mut uri = String::new();
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~".contains(&byte) {
            uri.push(byte as char);
        } else {
            // Writing to a String cannot fail.
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}
