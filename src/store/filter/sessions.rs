//! Which sessions a pattern means. They are many, and most patterns are how their ids begin.

use super::wildcard::{beginnings, matches};
use crate::{
    error::Result,
    store::{Store, columns::Bits},
};
use rusqlite::{Connection, OptionalExtension as _};

/// Sessions read at once: a few milliseconds.
const STEP: i64 = 20_000;
/// Bytes of an id that are held.
const HELD: usize = 8;
/// For ids whose first bytes do not tell how they begin in lower case.
const OTHER: u64 = u64::MAX;

/// How the ids of sessions begin, in lower case, by number. A session keeps its number and its id.
#[derive(Debug, Default)]
pub(in crate::store) struct Beginnings {
    first: Vec<u64>,
    /// All that there were once are here.
    whole: bool,
}

impl Beginnings {
    /// Reads the next ones.
    fn read(&mut self, conn: &Connection, most: i64) -> Result<()> {
        let mut statement =
            conn.prepare_cached("SELECT id, sid FROM session WHERE id > ?1 ORDER BY id LIMIT ?2")?;
        let last = self.first.len().saturating_sub(1);
        let mut rows = statement.query((last as i64, most))?;
        self.whole = true;
        while let Some(row) = rows.next()? {
            let id = number(row.get(0)?);
            self.first.resize(id + 1, OTHER);
            self.first[id] = beginning(row.get_ref(1)?.as_bytes().unwrap_or_default());
            self.whole = false;
        }
        Ok(())
    }

    /// The numbers of those that begin so, and of those that have to be looked up.
    fn like(&self, head: &str) -> (Bits, Bits) {
        let told = head.len().min(HELD);
        let mask = !(u64::MAX.checked_shr(8 * told as u32).unwrap_or_default());
        let wanted = beginning(&head.as_bytes()[..told]) & mask;
        let begin = Bits::of(&self.first, |first| {
            *first & mask == wanted && *first != OTHER
        });
        (begin, Bits::of(&self.first, |first| *first == OTHER))
    }
}

/// The first bytes in lower case, the first of them the highest; what is missing is zero.
fn beginning(id: &[u8]) -> u64 {
    let held = &id[..id.len().min(HELD)];
    if !held.is_ascii() {
        return OTHER;
    }
    let mut bytes = [0; HELD];
    bytes[..held.len()].copy_from_slice(held);
    bytes.make_ascii_lowercase();
    u64::from_be_bytes(bytes)
}

fn number(id: i64) -> usize {
    usize::try_from(id).unwrap_or_default()
}

impl Store {
    /// Reads how the next sessions begin; true while there is more to read. For a reader with nothing else to do.
    pub(in crate::store) fn warm_sessions(&self) -> Result<bool> {
        let mut beginnings = self.sessions.borrow_mut();
        if !beginnings.whole {
            beginnings.read(&self.conn, STEP)?;
        }
        Ok(!beginnings.whole)
    }

    /// The numbers of the sessions that fit a pattern.
    pub(super) fn sessions_like(&self, pattern: &str) -> Result<Bits> {
        let head = pattern.split('*').next().unwrap_or_default();
        let plain = head.is_ascii() && !head.is_empty() && !head.contains('\0');
        if !plain || !self.sessions.borrow().whole {
            return by_sql(&self.conn, pattern);
        }
        let mut beginnings = self.sessions.borrow_mut();
        beginnings.read(&self.conn, i64::MAX)?;
        beginnings.whole = true;
        let (mut found, mut open) = beginnings.like(head);
        if head.len() > HELD || head.len() + 1 < pattern.len() {
            open.add(&std::mem::take(&mut found));
        }
        let mut one = self
            .conn
            .prepare_cached("SELECT sid FROM session WHERE id = ?1")?;
        for id in open.rows() {
            let sid = one.query_row([id as i64], |row| row.get::<_, String>(0));
            if sid.optional()?.is_some_and(|sid| matches(pattern, &sid)) {
                found.set(id, true);
            }
        }
        Ok(found)
    }
}

/// Only those are looked at that begin as the pattern does.
fn by_sql(conn: &Connection, pattern: &str) -> Result<Bits> {
    let sql = "SELECT id, sid FROM session WHERE sid >= ?1 AND (?2 IS NULL OR sid < ?2)";
    let mut statement = conn.prepare_cached(sql)?;
    let mut found = Bits::default();
    for (from, to) in beginnings(pattern) {
        let mut rows = statement.query((from, to))?;
        while let Some(row) = rows.next()? {
            if matches(pattern, row.get_ref(1)?.as_str().unwrap_or_default()) {
                found.set(number(row.get(0)?), true);
            }
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::store;
    use proptest::prelude::*;

    fn add(store: &Store, ids: &[String]) {
        for id in ids {
            store
                .conn
                .execute("INSERT OR IGNORE INTO session(sid) VALUES (?1)", [id])
                .unwrap();
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn sessions_are_found_alike_in_memory_and_in_the_file(
            early in proptest::collection::vec("[kKaÀ1\u{212a}\u{130}i\u{0}]{1,10}", 0..20),
            late in proptest::collection::vec("[kKaÀ1\u{212a}\u{130}i]{1,10}", 0..20),
            pattern in "[kKa1i]{0,9}\\*([a1]\\*?)?",
        ) {
            let store = store("aaaa");
            add(&store, &early);
            while store.warm_sessions().unwrap() {}
            add(&store, &late);
            let found = store.sessions_like(&pattern).unwrap();
            let told = by_sql(&store.conn, &pattern).unwrap();
            prop_assert!(found.rows().eq(told.rows()), "{:?} {:?}", found, told);
        }
    }
}
