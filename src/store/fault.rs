//! What `SQLite` and the file system say, for people: what went wrong and what to do.

use crate::error::Error;
use rusqlite::{Error as Sql, ErrorCode};
use std::path::Path;

/// What [`super::is_interrupted`] looks for.
pub(super) const INTERRUPTED: &str = "the query was stopped";

impl From<Sql> for Error {
    fn from(error: Sql) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return Self::operational(format!("the store gave something unexpected: {error}"))
                .hint("run `goldset doctor` to see whether it is damaged");
        };
        let (what, hint) = match code {
            ErrorCode::OperationInterrupted => return Self::operational(INTERRUPTED),
            ErrorCode::DiskFull => (
                "no space left for the store",
                "free some space and run it again: what was finished is kept, nothing is half written",
            ),
            ErrorCode::ReadOnly => (
                "the store cannot be written",
                "check the permissions of the file and of its folder",
            ),
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => (
                "the store is locked by another process",
                "wait until it is done, or see with `fuser` who holds the file",
            ),
            ErrorCode::DatabaseCorrupt => (
                "the store is damaged",
                "run `goldset doctor`; keep a copy of the file before anything else",
            ),
            ErrorCode::NotADatabase => (
                "the file is not a goldset store",
                "name another file with --store",
            ),
            ErrorCode::CannotOpen => (
                "the store cannot be opened",
                "check that its folder exists and may be written",
            ),
            ErrorCode::PermissionDenied => (
                "the store may not be opened",
                "check the permissions of the file and of its folder",
            ),
            ErrorCode::SystemIoFailure => (
                "the disk failed while the store was in use",
                "check the disk, then run `goldset doctor`",
            ),
            _ => {
                return Self::operational(format!("the store failed: {error}"))
                    .hint("run `goldset doctor` to see whether it is damaged");
            }
        };
        Self::operational(what).hint(hint)
    }
}

/// A file-system error about the store, its folder or a file beside it.
pub(super) fn of_file(doing: &str, path: &Path, error: &std::io::Error) -> Error {
    Error::operational(format!("cannot {doing} {}", path.display())).hint(error.to_string())
}
