//! Files only their owner may read, and what a file at the store's place is.

use super::{fault::of_file, migrate::APPLICATION_ID};
use crate::error::{Error, Result};
use std::{
    fs::{self, DirBuilder, File, OpenOptions},
    io::{ErrorKind, Read},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

/// Creates the file for its owner alone, with the folders above it, unless it exists. `SQLite` gives the files it
/// keeps beside the store the same permissions.
pub(super) fn create_private(path: &Path) -> Result<()> {
    create_folder_of(path)?;
    let made = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    match made {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(of_file("create", path, &e)),
        _ => Ok(()),
    }
}

/// Creates the folder a file goes to, for its owner alone, unless it exists.
pub(super) fn create_folder_of(path: &Path) -> Result<()> {
    let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) else {
        return Ok(());
    };
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|e| of_file("create the folder", folder, &e))
}

/// Whether the file is a store, going by its first 100 bytes, so that nothing of a foreign file is touched.
pub(super) fn check_header(path: &Path) -> Result<()> {
    if path.is_dir() {
        return Err(
            Error::operational(format!("{} is a folder, not a store", path.display()))
                .hint("name the file with --store; goldset init makes one"),
        );
    }
    let mut header = [0; 100];
    let read = File::open(path).and_then(|f| read_up_to(f, &mut header));
    let length = read.map_err(|e| of_file("read", path, &e))?;
    let foreign = |what: &str| {
        Err(Error::operational(format!("{} is {what}", path.display()))
            .hint("it was left untouched; name another file with --store"))
    };
    if length == 0 {
        return Ok(());
    }
    if length < header.len() || !header.starts_with(b"SQLite format 3\0") {
        return foreign("not a goldset store");
    }
    let id = i32::from_be_bytes([header[68], header[69], header[70], header[71]]);
    if id == APPLICATION_ID {
        Ok(())
    } else {
        foreign("the SQLite file of another program")
    }
}

fn read_up_to(mut file: File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut length = 0;
    while length < buffer.len() {
        match file.read(&mut buffer[length..])? {
            0 => break,
            n => length += n,
        }
    }
    Ok(length)
}

/// Why the store at `path` cannot be written, if it cannot. A file or folder without any write bit is taken as marked
/// read-only on purpose, also by those whom the bits do not stop.
pub(super) fn why_not_writable(path: &Path) -> Option<String> {
    let folder = match path.parent() {
        Some(f) if !f.as_os_str().is_empty() => f,
        _ => Path::new("."),
    };
    for (place, name) in [(path, "the file"), (folder, "its folder")] {
        let mode = fs::metadata(place).ok()?.permissions().mode();
        if mode & 0o222 == 0 {
            return Some(format!("{name} is marked read-only"));
        }
        if let Err(e) = rustix::fs::access(place, rustix::fs::Access::WRITE_OK) {
            return Some(format!(
                "{name} cannot be written: {}",
                std::io::Error::from(e)
            ));
        }
    }
    None
}

/// A file that lies beside the store, e.g. `store.db-wal`.
pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// Whether another process may have written more than the file itself shows.
pub(super) fn has_live_wal(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|m| m.len() > 0)
}
