//! Counts of the header, and the signals that wait for their trace.

use super::{Store, facts::prepare::unreadable};
use crate::{
    error::Result,
    model::{
        read::{Counts, Unlinked},
        time::{DAY, Time},
    },
};

impl Store {
    /// Numbers of the header line. A day is one of UTC.
    pub fn counts(&self, reviewer: &str, now: Time) -> Result<Counts> {
        let today = now.0.div_euclid(DAY) * DAY;
        let one = |sql: &str| -> Result<u64> {
            let n: i64 = self
                .conn
                .prepare_cached(sql)?
                .query_row([], |row| row.get(0))?;
            Ok(n as u64)
        };
        let unlinked = one("SELECT COUNT(*) FROM signal WHERE trace IS NULL")?;
        let done: i64 = self
            .conn
            .prepare_cached(
                "SELECT COUNT(*) FROM (
                    SELECT tid FROM p_verdict WHERE reviewer = ?1 AND at >= ?2 AND at < ?3
                    UNION SELECT tid FROM p_label WHERE reviewer = ?1 AND at >= ?2 AND at < ?3
                    UNION SELECT tid FROM p_correction WHERE reviewer = ?1 AND at >= ?2 AND at < ?3)",
            )?
            .query_row((reviewer, today, today + DAY), |row| row.get(0))?;
        Ok(Counts {
            traces: one("SELECT COUNT(*) FROM trace")?,
            signals: one("SELECT COUNT(*) FROM signal")?.saturating_sub(unlinked),
            unlinked,
            done_today: done as u64,
            golden: one("SELECT COUNT(*) FROM p_golden WHERE standing = 1")?,
            newest: self.newest(now)?,
        })
    }

    /// Signals whose trace has not arrived, the latest first.
    pub fn unlinked(&self, limit: usize) -> Result<Vec<Unlinked>> {
        let mut statement = self.conn.prepare_cached(
            "SELECT sid, body FROM signal WHERE trace IS NULL ORDER BY at DESC, sid LIMIT ?1",
        )?;
        let mut rows = statement.query([i64::try_from(limit).unwrap_or(i64::MAX)])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let sid: String = row.get(0)?;
            let body = row.get_ref(1)?.as_bytes().unwrap_or_default();
            let signal = serde_json::from_slice(body).map_err(|e| unreadable(&sid, &e))?;
            found.push(Unlinked { signal });
        }
        Ok(found)
    }
}
