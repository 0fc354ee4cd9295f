//! A trace the store knows: what the record adds, and what changes by it.

use super::{Batch, insert::write_found};
use crate::{
    error::Result,
    model::{assemble::Parts, trace::Trace},
    store::{
        body,
        facts::{
            codec::Body,
            index::Doc,
            prepare::{PreparedTrace, unreadable},
            summary::Summary,
        },
    },
};
use rusqlite::params;

/// Packed JSON of a trace grows to this size at most; what more records bring is left out.
const LARGEST: usize = 256 << 20;

impl Batch<'_> {
    pub(super) fn merge(&mut self, new: PreparedTrace) -> Result<()> {
        let tid = new.tid;
        let id: i64 = self
            .conn
            .prepare_cached("SELECT id FROM trace WHERE tid = ?1")?
            .query_row([&tid], |row| row.get(0))?;
        let of_this_run = id > self.store.run_floor.get().0;
        let Some((before, parts)) = self.merged(id, &new.body)? else {
            self.done.traces_unchanged += u64::from(!of_this_run);
            return Ok(());
        };
        let unreadable = |e: serde_json::Error| unreadable(&tid, &e);
        let json = serde_json::to_string(&parts).map_err(unreadable)?;
        if json.len() > LARGEST {
            self.done.traces_unchanged += u64::from(!of_this_run);
            return Ok(());
        }
        self.done.traces_updated += u64::from(!of_this_run);
        let added = parts.span_count().saturating_sub(before.span_count());
        self.done.spans_new += added as u64;
        let old = before.assemble(&tid).map_err(unreadable)?;
        let now = parts.assemble(&tid).map_err(unreadable)?;
        let packed = self.packer.pack(json.as_bytes())?;
        self.conn
            .prepare_cached("UPDATE body SET dict = ?2, b = ?3 WHERE id = ?1")?
            .execute((id, packed.dict, packed.bytes))?;
        self.replace(id, &tid, &old, &now)
    }

    /// What was known and what is known now; none when the record adds nothing.
    fn merged(&self, id: i64, new: &Body) -> Result<Option<(Parts, Parts)>> {
        let (dict, bytes): (i64, Vec<u8>) = self
            .conn
            .prepare_cached("SELECT dict, b FROM body WHERE id = ?1")?
            .query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if dict == new.dict && bytes == new.bytes {
            return Ok(None);
        }
        let before = body::read_parts(dict, &bytes)?;
        let mut parts = before.clone();
        let changed = parts.merge(body::read_parts(new.dict, &new.bytes)?);
        Ok(changed.then_some((before, parts)))
    }

    /// Brings everything but the body from one state of the trace to the next.
    fn replace(&mut self, id: i64, tid: &str, old: &Trace, now: &Trace) -> Result<()> {
        let (old_summary, mut new) = (Summary::of(old), Summary::of(now));
        self.update_row(id, &new)?;
        self.change_links(id, &old_summary.links, &new.links)?;
        self.conn
            .prepare_cached(
                "DELETE FROM derived WHERE trace = ?1 AND name NOT IN ('retry', 'rephrase')",
            )?
            .execute([id])?;
        self.conn
            .prepare_cached("DELETE FROM fingerprint WHERE trace = ?1")?
            .execute([id])?;
        write_found(self.conn, id, &new)?;
        self.touch(tid, &old_summary)?;
        self.touch(tid, &new)?;
        if old.output != now.output {
            self.touched.outputs.insert(id);
        }
        if old_summary.session != new.session {
            // Nothing follows it in the session it leaves; the one it joins says anew what does.
            self.conn
                .prepare_cached(
                    "DELETE FROM derived WHERE trace = ?1 AND name IN ('retry', 'rephrase')",
                )?
                .execute([id])?;
        }
        self.touched.scores.insert(id);
        self.touched
            .modes
            .insert(id, Some(std::mem::take(&mut new.guesses)));
        self.change_index(Doc::Trace(id), old_summary.text, new.text);
        Ok(())
    }

    pub(super) fn update_row(&mut self, id: i64, s: &Summary) -> Result<()> {
        let ids = self.row_ids(s)?;
        let n = &ids.names;
        let tokens = [s.input_tokens, s.output_tokens].map(|n| n.map(|n| n as i64));
        self.conn.prepare_cached(UPDATE)?.execute(params![
            id,
            s.request,
            ids.session,
            s.user,
            s.started_at.map(|t| t.0),
            s.week,
            n[0],
            n[1],
            n[2],
            n[3],
            n[4],
            n[5],
            n[6],
            n[7],
            s.latency_ms,
            s.cost_usd,
            tokens[0],
            tokens[1],
            s.status,
            s.confidence,
            s.snippet,
        ])?;
        Ok(())
    }
}

const UPDATE: &str = "UPDATE trace SET request = ?2, session = ?3, user = ?4, started_at = ?5, week = ?6,
    app = ?7, route = ?8, prompt_name = ?9, prompt = ?10, model = ?11, release = ?12, segment = ?13, experiment = ?14,
    latency_ms = ?15, cost_usd = ?16, input_tokens = ?17, output_tokens = ?18, status = ?19, confidence = ?20,
    snippet = ?21 WHERE id = ?1";
