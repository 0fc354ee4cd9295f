//! The table of texts: what people wrote or decided on, named by a salted hash, so that erasing text and salt leaves
//! nothing to guess while the journal stays whole.

use crate::{error::Result, model::id};
use rusqlite::{Connection, OptionalExtension};

/// A text with its salt, as it travels with the events that name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaltedText {
    pub salt: Vec<u8>,
    pub text: String,
}

impl SaltedText {
    /// BLAKE3 of salt and text.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.salt).update(self.text.as_bytes());
        *hasher.finalize().as_bytes()
    }
}

/// Keeps a text under a salt of its own and returns its name, the hash in hexadecimal.
pub(super) fn keep(conn: &Connection, text: &str) -> Result<String> {
    // SQLite draws from a stream cipher that the operating system seeds.
    let salt = conn
        .prepare_cached("SELECT randomblob(16)")?
        .query_row([], |row| row.get(0))?;
    let salted = SaltedText {
        salt,
        text: text.to_owned(),
    };
    put(conn, &salted)
}

/// Stores a text that already has its salt; storing it again changes nothing.
pub(super) fn put(conn: &Connection, salted: &SaltedText) -> Result<String> {
    let hash = salted.hash();
    conn.prepare_cached("INSERT OR IGNORE INTO text(hash, salt, text) VALUES (?1, ?2, ?3)")?
        .execute((&hash[..], &salted.salt, &salted.text))?;
    Ok(id::hex(&hash))
}

/// The text of that name; none when it was erased or has not arrived.
pub(super) fn get(conn: &Connection, hash: &str) -> Result<Option<String>> {
    let Some(hash) = id::unhex(hash) else {
        return Ok(None);
    };
    let text = conn
        .prepare_cached("SELECT text FROM text WHERE hash = ?1")?
        .query_row([hash], |row| row.get(0))
        .optional()?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Settings, Store};

    #[test]
    fn equal_texts_have_different_names() {
        let store = Store::memory(&Settings::default()).unwrap();
        let (a, b) = (
            keep(&store.conn, "it is 5 days").unwrap(),
            keep(&store.conn, "it is 5 days").unwrap(),
        );
        assert_ne!(a, b);
        assert_eq!(
            get(&store.conn, &a).unwrap().as_deref(),
            Some("it is 5 days")
        );
        assert_eq!(get(&store.conn, "no hash").unwrap(), None);
        assert_eq!(get(&store.conn, &"00".repeat(32)).unwrap(), None);
    }
}
