//! A trace the store has not seen: one statement a table, scored before it is written.

use super::Batch;
use crate::{
    analysis::score::Slice,
    error::Result,
    store::{
        facts::{
            index::{self, Doc},
            intern::NameKind,
            prepare::PreparedTrace,
            summary::{ROW_NAMES, Summary},
        },
        predict, project,
        scoring::{Columns, Facts, draw},
    },
};
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeSet;

/// The columns that come from the facts, as a row takes them.
pub(super) struct RowIds {
    pub(super) session: Option<i64>,
    /// By [`ROW_NAMES`].
    pub(super) names: [Option<i64>; 8],
}

impl Batch<'_> {
    /// The row number, or none when the trace is there already.
    pub(super) fn insert(&mut self, trace: &PreparedTrace) -> Result<Option<i64>> {
        let s = &trace.summary;
        let ids = self.row_ids(s)?;
        let n = &ids.names;
        let columns = self.first_columns(trace);
        let tokens = [s.input_tokens, s.output_tokens].map(|n| n.map(|n| n as i64));
        let inserted = self.conn.prepare_cached(INSERT)?.execute(params![
            trace.tid,
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
            draw(self.store.settings.seed, &trace.tid).0,
            s.snippet,
            columns.badness,
            columns.ambiguity,
            columns.triage,
            columns.flags,
            columns.asked,
            self.scorer.weights.epoch,
        ])?;
        Ok((inserted == 1).then(|| self.conn.last_insert_rowid()))
    }

    /// The score a trace has as long as nothing but itself is known.
    fn first_columns(&mut self, trace: &PreparedTrace) -> Columns {
        let s = &trace.summary;
        let [app, route, prompt_name, prompt, ..] = s.names.clone();
        self.scorer.columns(&Facts {
            tid: trace.tid.clone(),
            slice: Slice {
                app,
                route,
                prompt_name,
                prompt,
            },
            user: s.user.clone(),
            confidence: s.confidence,
            derived: s.derived.iter().map(|d| (d.name.to_owned(), d.n)).collect(),
            ..Facts::default()
        })
    }

    pub(super) fn inserted(&mut self, id: i64, trace: PreparedTrace) -> Result<()> {
        let PreparedTrace {
            tid,
            body,
            mut summary,
            ..
        } = trace;
        let own = std::mem::take(&mut summary.text);
        self.change_index(Doc::Trace(id), String::new(), own);
        self.conn
            .prepare_cached("INSERT INTO body(id, dict, b) VALUES (?1, ?2, ?3)")?
            .execute((id, body.dict, &body.bytes))?;
        self.change_links(id, &BTreeSet::new(), &summary.links)?;
        write_found(self.conn, id, &summary)?;
        if !summary.guesses.is_empty() {
            predict::first(self.conn, id, &summary.guesses)?;
            project::refresh_columns(self.conn, &tid)?;
        }
        if self.holds.classifier {
            self.touched.scores.insert(id);
        }
        self.touch(&tid, &summary)?;
        if self.holds.waiting {
            self.link_waiting(id, &tid)?;
        }
        if self.holds.events && is_decided(self.conn, &tid)? {
            self.touched.modes.entry(id).or_default();
            let corrections = index::of_corrections(self.conn, &tid)?;
            self.change_index(Doc::Corrections(id), String::new(), corrections);
        }
        Ok(())
    }

    /// Notes the session and the request that have something to look at again.
    pub(super) fn touch(&mut self, tid: &str, summary: &Summary) -> Result<()> {
        if let Some(session) = &summary.session {
            let row = self.session_id(session)?;
            let place = (summary.started_at.map(|t| t.0), tid.to_owned());
            self.touched.sessions.entry(row).or_default().insert(place);
        }
        if let Some(request) = summary.request.as_ref().filter(|_| self.holds.indirect) {
            self.touched.requests.insert(request.clone());
        }
        Ok(())
    }

    pub(super) fn row_ids(&mut self, summary: &Summary) -> Result<RowIds> {
        let mut names = [None; 8];
        let mut known = self.store.names.borrow_mut();
        for ((id, kind), name) in names.iter_mut().zip(ROW_NAMES).zip(&summary.names) {
            if let Some(name) = name {
                *id = Some(known.intern(self.conn, kind, name)?);
            }
        }
        drop(known);
        let session = summary
            .session
            .as_deref()
            .map(|s| self.session_id(s))
            .transpose()?;
        Ok(RowIds { session, names })
    }

    /// The row of a session, which it gets now if it has none.
    pub(super) fn session_id(&mut self, sid: &str) -> Result<i64> {
        if let Some(id) = self.sessions.get(sid) {
            return Ok(*id);
        }
        let id = match find_session(self.conn, sid)? {
            Some(id) => id,
            None => self
                .conn
                .prepare_cached("INSERT INTO session(sid) VALUES (?1)")?
                .insert([sid])?,
        };
        self.sessions.insert(sid.to_owned(), id);
        Ok(id)
    }

    /// Changes the links of a trace from `old` to `new`, once all records are in.
    pub(super) fn change_links(
        &mut self,
        id: i64,
        old: &BTreeSet<(NameKind, String)>,
        new: &BTreeSet<(NameKind, String)>,
    ) -> Result<()> {
        let mut known = self.store.names.borrow_mut();
        for (kind, name) in old.difference(new) {
            let name = known.intern(self.conn, *kind, name)?;
            self.links.insert((name, id), false);
        }
        for (kind, name) in new.difference(old) {
            let name = known.intern(self.conn, *kind, name)?;
            self.links.insert((name, id), true);
        }
        Ok(())
    }

    /// In the order of the table, which is by name.
    pub(super) fn write_links(&mut self) -> Result<()> {
        let mut put = self
            .conn
            .prepare_cached("INSERT OR IGNORE INTO link(name, trace) VALUES (?1, ?2)")?;
        let mut take = self
            .conn
            .prepare_cached("DELETE FROM link WHERE name = ?1 AND trace = ?2")?;
        for (link, stands) in std::mem::take(&mut self.links) {
            let change = if stands { &mut put } else { &mut take };
            change.execute(link)?;
        }
        Ok(())
    }
}

const INSERT: &str = "INSERT INTO trace(tid, request, session, user, started_at, week,
    app, route, prompt_name, prompt, model, release, segment, experiment,
    latency_ms, cost_usd, input_tokens, output_tokens, status, confidence, rnd, snippet,
    badness, ambiguity, triage, flags, asked, epoch)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
    ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28) ON CONFLICT(tid) DO NOTHING";

pub(super) fn find_session(conn: &Connection, sid: &str) -> Result<Option<i64>> {
    Ok(conn
        .prepare_cached("SELECT id FROM session WHERE sid = ?1")?
        .query_row([sid], |row| row.get(0))
        .optional()?)
}

/// Signals found in the trace itself, and what the next turn of its session is compared with.
pub(super) fn write_found(conn: &Connection, id: i64, summary: &Summary) -> Result<()> {
    let at = summary.started_at.map(|t| t.0);
    for found in &summary.derived {
        conn.prepare_cached(
            "INSERT OR REPLACE INTO derived(trace, name, n, at, detail) VALUES (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute((id, found.name, found.n, at, &found.detail))?;
    }
    if let Some(fingerprint) = &summary.fingerprint {
        conn.prepare_cached(
            "INSERT OR REPLACE INTO fingerprint(trace, norm, words) VALUES (?1, ?2, ?3)",
        )?
        .execute((id, fingerprint.norm.cast_signed(), fingerprint.to_bytes()))?;
    }
    Ok(())
}

/// Whether people decided on a trace before it arrived.
fn is_decided(conn: &Connection, tid: &str) -> Result<bool> {
    Ok(conn
        .prepare_cached(
            "SELECT 1 FROM journal WHERE target = 't:' || ?1 UNION ALL SELECT 1 FROM p_golden WHERE tid = ?1",
        )?
        .exists([tid])?)
}
