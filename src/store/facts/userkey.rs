//! User ids are kept only as keyed hashes; the key lies in the config folder, the store holds its fingerprint.

use super::meta;
use crate::{
    error::{Error, Result},
    model::id::{hex, unhex},
    store::{Store, create, fault::of_file},
};
use rusqlite::Connection;
use std::{
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Read, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Where the store keeps the fingerprint of its key.
const FINGERPRINT: &str = "user_key";
/// Where a store without a key file keeps the key itself.
const THROW_AWAY: &str = "user_key_here";

/// The key, read or made on first need.
#[derive(Debug)]
pub(in crate::store) struct UserKey {
    file: Option<PathBuf>,
    /// What the store says its key is.
    expected: Option<String>,
    key: OnceLock<[u8; 32]>,
}

impl UserKey {
    /// Of a store; nothing is read from the key file yet.
    pub(in crate::store) fn of(store: &Store) -> Result<Self> {
        let key = OnceLock::new();
        let file = store.settings.key_file.clone();
        if file.is_none()
            && let Some(bytes) = throw_away(store)?
        {
            key.get_or_init(|| bytes);
        }
        Ok(Self {
            file,
            expected: meta::get(&store.conn, FINGERPRINT)?,
            key,
        })
    }

    /// The keyed hash of a user id: 32 hexadecimal digits.
    pub(in crate::store) fn hash(&self, user: &str) -> Result<String> {
        let key = if let Some(key) = self.key.get() {
            key
        } else {
            let key = self.load()?;
            self.key.get_or_init(|| key)
        };
        Ok(hex(
            &blake3::keyed_hash(key, user.as_bytes()).as_bytes()[..16]
        ))
    }

    fn load(&self) -> Result<[u8; 32]> {
        let Some(path) = &self.file else {
            return Err(Error::operational("the store has no key for user ids"));
        };
        let key = match read_key(path)? {
            Some(key) => key,
            None if self.expected.is_some() => return Err(other_key(path)),
            None => {
                write_key(path)?;
                read_key(path)?.ok_or_else(|| bad_key(path))?
            }
        };
        match &self.expected {
            Some(expected) if *expected != fingerprint(&key) => Err(other_key(path)),
            _ => Ok(key),
        }
    }

    /// Keeps the fingerprint of a key that was used, or refuses when the store has got another one meanwhile.
    pub(in crate::store) fn pin(&self, conn: &Connection) -> Result<()> {
        let (Some(path), Some(key)) = (&self.file, self.key.get()) else {
            return Ok(());
        };
        let mine = fingerprint(key);
        match meta::get::<String>(conn, FINGERPRINT)? {
            None => meta::set(conn, FINGERPRINT, mine),
            Some(known) if known == mine => Ok(()),
            Some(_) => Err(other_key(path)),
        }
    }
}

impl Store {
    /// The keyed hash under which a user id stands in this store.
    ///
    /// # Errors
    /// When the key cannot be read, or is another than the one the store was filled with.
    pub fn hash_user(&self, user: &str) -> Result<String> {
        UserKey::of(self)?.hash(user)
    }
}

/// The key of a store that has no key file, made when the store can be written.
fn throw_away(store: &Store) -> Result<Option<[u8; 32]>> {
    let read = || -> Result<Option<[u8; 32]>> {
        let bytes: Option<Vec<u8>> = meta::get(&store.conn, THROW_AWAY)?;
        Ok(bytes.and_then(|b| b.try_into().ok()))
    };
    match read()? {
        None if !store.is_read_only() => {
            store.conn.execute(
                "INSERT OR IGNORE INTO meta(key, value) VALUES (?1, randomblob(32))",
                [THROW_AWAY],
            )?;
            read()
        }
        known => Ok(known),
    }
}

/// Bytes that tell one drawn key from another without telling the key.
fn fingerprint_seed(key: &[u8; 32]) -> [u8; 8] {
    let derived = blake3::derive_key("goldset 2026 name of a key file being written", key);
    std::array::from_fn(|i| derived[i])
}

fn fingerprint(key: &[u8; 32]) -> String {
    hex(&blake3::derive_key("goldset 2026 fingerprint of the user key", key)[..8])
}

fn other_key(path: &Path) -> Error {
    Error::operational("the user ids of this store were hashed with another key").hint(format!(
        "copy the user key of the machine that filled it to {}",
        path.display()
    ))
}

fn bad_key(path: &Path) -> Error {
    Error::operational(format!("{} holds no user key", path.display()))
        .hint("it should hold 64 hexadecimal digits; copy it from a machine that has it")
}

fn read_key(path: &Path) -> Result<Option<[u8; 32]>> {
    match fs::read_to_string(path) {
        Ok(text) => {
            let bytes = unhex(text.trim()).and_then(|b| b.try_into().ok());
            bytes.map(Some).ok_or_else(|| bad_key(path))
        }
        Err(e) if e.kind() == ErrorKind::NotFound => Ok(None),
        Err(e) => Err(of_file("read the user key", path, &e)),
    }
}

/// Draws a key. The file appears whole or not at all, and never replaces one that is there.
fn write_key(path: &Path) -> Result<()> {
    let failed = |e: &std::io::Error| of_file("write the user key", path, e);
    let mut key = [0; 32];
    let drawn = File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut key));
    drawn.map_err(|e| failed(&e))?;
    create::create_folder_of(path)?;
    // Threads and processes may draw at once: each writes a file of its own, and the first link wins.
    let half = create::beside(path, &format!(".{}", hex(&fingerprint_seed(&key))));
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&half)
        .and_then(|mut f| {
            writeln!(f, "{}", hex(&key))?;
            f.sync_all()
        });
    let linked = written.and_then(|()| fs::hard_link(&half, path));
    let removed = fs::remove_file(&half);
    match linked {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => Err(failed(&e)),
        _ => removed.map_err(|e| failed(&e)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Settings;
    use std::os::unix::fs::PermissionsExt;

    fn settings(key: &Path) -> Settings {
        Settings {
            key_file: Some(key.to_owned()),
            ..Settings::default()
        }
    }

    #[test]
    fn a_store_keeps_to_the_key_it_was_filled_with() {
        let folder = tempfile::tempdir().unwrap();
        let (key, path) = (
            folder.path().join("config/user.key"),
            folder.path().join("s.db"),
        );
        let store = Store::open(&path, &settings(&key)).unwrap();
        let user_key = UserKey::of(&store).unwrap();
        assert!(!key.exists(), "made on first need only");
        let hash = user_key.hash("ana").unwrap();
        user_key.pin(&store.conn).unwrap();
        assert_eq!(
            fs::metadata(&key).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert_eq!(store.hash_user("ana").unwrap(), hash);
        assert_ne!(store.hash_user("ben").unwrap(), hash);
        for bytes in [Some("00".repeat(32)), None] {
            fs::remove_file(&key).unwrap();
            if let Some(text) = &bytes {
                fs::write(&key, text).unwrap();
            }
            let error = store.hash_user("ana").unwrap_err();
            assert!(error.what.contains("another key"), "{error}");
            fs::write(&key, "").unwrap();
        }
        assert!(
            store
                .hash_user("ana")
                .unwrap_err()
                .what
                .contains("no user key")
        );
    }

    #[test]
    fn stores_without_a_key_file_agree_with_themselves() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.db");
        let a = Store::open(&path, &Settings::default()).unwrap();
        let b = Store::open(&path, &Settings::default()).unwrap();
        assert_eq!(a.hash_user("ana").unwrap(), b.hash_user("ana").unwrap());
    }
}
