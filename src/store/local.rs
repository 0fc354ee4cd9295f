//! Local state: claims, skips, drafts and small settings. Losing it loses no decision.

use super::Store;
use crate::{
    error::Result,
    model::time::{MINUTE, Time},
};
use rusqlite::{Connection, OptionalExtension};

/// How long an opened trace is held for its reviewer.
const CLAIM: i64 = 10 * MINUTE;

impl Store {
    /// Holds a trace for a reviewer for ten minutes. Returns who else holds it, if somebody does.
    pub fn claim(&mut self, trace: &str, reviewer: &str, now: Time) -> Result<Option<String>> {
        self.writable()?;
        let mine = self
            .conn
            .prepare_cached(
                "INSERT INTO claim(tid, reviewer, until) VALUES (?1, ?2, ?3)
                 ON CONFLICT(tid) DO UPDATE SET reviewer = ?2, until = ?3 WHERE reviewer = ?2 OR until <= ?4
                 RETURNING 1",
            )?
            .query_row((trace, reviewer, now.plus(CLAIM).0, now.0), |_| Ok(()))
            .optional()?;
        match mine {
            Some(()) => Ok(None),
            None => claimed_by(&self.conn, trace, reviewer, now),
        }
    }

    /// Lets go of a trace; somebody else's claim stays.
    pub fn release(&mut self, trace: &str, reviewer: &str) -> Result<()> {
        self.run(
            "DELETE FROM claim WHERE tid = ?1 AND reviewer = ?2",
            (trace, reviewer),
        )
    }

    /// Puts a trace at the end of a reviewer's queue.
    pub fn skip(&mut self, trace: &str, reviewer: &str, now: Time) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO skip(tid, reviewer, at) VALUES (?1, ?2, ?3)",
            (trace, reviewer, now.0),
        )
    }

    /// Puts a skipped trace back where it belongs.
    pub fn unskip(&mut self, trace: &str, reviewer: &str) -> Result<()> {
        self.run(
            "DELETE FROM skip WHERE tid = ?1 AND reviewer = ?2",
            (trace, reviewer),
        )
    }

    /// Keeps an unfinished correction on the disk.
    pub fn save_draft(&mut self, trace: &str, reviewer: &str, now: Time, text: &str) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO draft(tid, reviewer, at, text) VALUES (?1, ?2, ?3, ?4)",
            (trace, reviewer, now.0, text),
        )
    }

    /// The unfinished correction of a reviewer.
    pub fn draft(&self, trace: &str, reviewer: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT text FROM draft WHERE tid = ?1 AND reviewer = ?2")?
            .query_row((trace, reviewer), |row| row.get(0))
            .optional()?)
    }

    /// Forgets an unfinished correction.
    pub fn drop_draft(&mut self, trace: &str, reviewer: &str) -> Result<()> {
        self.run(
            "DELETE FROM draft WHERE tid = ?1 AND reviewer = ?2",
            (trace, reviewer),
        )
    }

    /// A small setting of this store on this machine.
    pub fn local_get(&self, key: &str) -> Result<Option<String>> {
        Ok(self
            .conn
            .prepare_cached("SELECT value FROM local WHERE key = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?)
    }

    pub fn local_set(&mut self, key: &str, value: &str) -> Result<()> {
        self.run(
            "INSERT OR REPLACE INTO local(key, value) VALUES (?1, ?2)",
            (key, value),
        )
    }

    /// Forgets a setting.
    pub fn local_drop(&mut self, key: &str) -> Result<()> {
        self.run("DELETE FROM local WHERE key = ?1", [key])
    }

    /// Settings whose keys begin so, by key, with the keys' beginnings left out.
    pub fn locals(&self, prefix: &str) -> Result<Vec<(String, String)>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT substr(key, length(?1) + 1), value FROM local WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
        )?;
        let rows = statement.query_map([prefix], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn run(&self, sql: &str, args: impl rusqlite::Params) -> Result<()> {
        let tx = self.begin(false)?;
        tx.prepare_cached(sql)?.execute(args)?;
        tx.commit()?;
        Ok(())
    }
}

/// Who else holds a trace now.
pub(super) fn claimed_by(
    conn: &Connection,
    trace: &str,
    reviewer: &str,
    now: Time,
) -> Result<Option<String>> {
    Ok(conn
        .prepare_cached(
            "SELECT reviewer FROM claim WHERE tid = ?1 AND reviewer <> ?2 AND until > ?3",
        )?
        .query_row((trace, reviewer, now.0), |row| row.get(0))
        .optional()?)
}

/// [`Store::drop_draft`] inside a transaction.
pub(super) fn drop_draft(conn: &Connection, trace: &str, reviewer: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM draft WHERE tid = ?1 AND reviewer = ?2")?
        .execute((trace, reviewer))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Settings;

    #[test]
    fn a_claim_holds_for_ten_minutes_unless_released() {
        let mut store = Store::memory(&Settings::default()).unwrap();
        let start = Time(1_800_000_000_000_000_000);
        assert_eq!(store.claim("t'1", "ana", start).unwrap(), None);
        assert_eq!(store.claim("t'1", "ana", start.plus(MINUTE)).unwrap(), None);
        let later = start.plus(5 * MINUTE);
        assert_eq!(
            store.claim("t'1", "ben", later).unwrap().as_deref(),
            Some("ana")
        );
        store.release("t'1", "ben").unwrap();
        assert_eq!(
            claimed_by(&store.conn, "t'1", "ben", later)
                .unwrap()
                .as_deref(),
            Some("ana")
        );
        assert_eq!(
            store.claim("t'1", "ben", start.plus(12 * MINUTE)).unwrap(),
            None
        );
        store.release("t'1", "ben").unwrap();
        assert_eq!(store.claim("t'1", "ana", later).unwrap(), None);
    }

    #[test]
    fn drafts_and_settings_are_kept_until_dropped() {
        let mut store = Store::memory(&Settings::default()).unwrap();
        store.save_draft("t", "ana", Time(1), "5 days").unwrap();
        store.save_draft("t", "ana", Time(2), "5 days.").unwrap();
        assert_eq!(store.draft("t", "ana").unwrap().as_deref(), Some("5 days."));
        assert_eq!(store.draft("t", "ben").unwrap(), None);
        store.drop_draft("t", "ana").unwrap();
        assert_eq!(store.draft("t", "ana").unwrap(), None);
        store.local_set("view", "worst").unwrap();
        assert_eq!(store.local_get("view").unwrap().as_deref(), Some("worst"));
        store.local_set("view:b%", "2").unwrap();
        store.local_set("view:a", "1").unwrap();
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            store.locals("view:").unwrap(),
            [pair("a", "1"), pair("b%", "2")]
        );
        store.local_drop("view:a").unwrap();
        assert_eq!(store.locals("view:").unwrap(), [pair("b%", "2")]);
    }
}
