//! Which replica this file is: the name its events carry.
//!
//! The name is drawn at random and kept with the identity of the file (device and inode). A copy is another file, so
//! the first decision made in it draws a new name, and the two never give one number to two events. A move within a
//! file system keeps the identity; a restored backup is a copy.

use super::{Store, facts::meta};
use crate::{error::Result, model::id};
use rusqlite::Connection;
use std::{os::unix::fs::MetadataExt, path::Path};

impl Store {
    /// The name of this replica, inside a writing transaction.
    pub(super) fn replica(&self, conn: &Connection) -> Result<String> {
        let home = identity(&self.path);
        if let Some(name) = &self.settings.replica {
            return Ok(name.clone());
        }
        let kept = (
            meta::get::<String>(conn, "replica")?,
            meta::get::<String>(conn, "replica_home")?,
        );
        if let (Some(name), Some(at)) = kept
            && at == home
        {
            return Ok(name);
        }
        let bytes: Vec<u8> = conn.query_row("SELECT randomblob(4)", [], |row| row.get(0))?;
        let name = id::base32(&bytes, 6);
        meta::set(conn, "replica", &name)?;
        meta::set(conn, "replica_home", &home)?;
        Ok(name)
    }
}

fn identity(path: &Path) -> String {
    std::fs::metadata(path).map_or_else(
        |_| "memory".into(),
        |file| format!("{}:{}", file.dev(), file.ino()),
    )
}
