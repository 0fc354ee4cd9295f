//! The work on a record that needs no database, done on any thread: hashes, packing, words, fingerprints, signals.

mod group;
mod redaction;
mod signal;

pub use redaction::Redaction;
pub(in crate::store) use signal::{
    By, PreparedSignal, Stored, rank, store as store_signal, unreadable_signal, words as words_of,
};

use super::{
    codec::{Body, Packer},
    summary::Summary,
    userkey::UserKey,
};
use crate::{
    analysis::signals::SignalTable,
    error::{Error, Result},
    model::{
        assemble::Parts,
        record::Record,
        signal::Signal,
        trace::{Span, Trace},
    },
    store::Store,
};
use redaction::Redactors;
use std::{collections::BTreeMap, sync::Arc};

/// Prepares records for [`Store::commit`]. Cheap to clone, usable from any thread.
#[derive(Clone)]
pub struct Preparer {
    signals: Arc<SignalTable>,
    user_key: Arc<UserKey>,
    redaction: Option<Arc<Redaction>>,
}

/// A record ready to be committed.
pub struct Prepared {
    pub(in crate::store) what: What,
    /// Personal data that was replaced, by kind.
    pub redactions: BTreeMap<String, u64>,
    /// The key its user ids were hashed with.
    pub(in crate::store) user_key: Arc<UserKey>,
}

pub(in crate::store) enum What {
    Trace(Box<PreparedTrace>),
    Signal(Box<PreparedSignal>),
}

/// A trace, or spans of one.
pub(in crate::store) struct PreparedTrace {
    pub(in crate::store) tid: String,
    /// [`Parts`] as packed JSON.
    pub(in crate::store) body: Body,
    /// As if nothing else were known of the trace.
    pub(in crate::store) summary: Summary,
    pub(in crate::store) spans: usize,
}

impl Store {
    /// What prepares records for this store.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn preparer(&self) -> Result<Preparer> {
        Ok(Preparer {
            signals: Arc::clone(&self.settings.signals),
            user_key: Arc::new(UserKey::of(self)?),
            redaction: None,
        })
    }
}

impl Preparer {
    /// Replaces personal data in every text from now on.
    #[must_use]
    pub fn redacting(mut self, redaction: Redaction) -> Self {
        self.redaction = Some(Arc::new(redaction));
        self
    }

    /// Prepares one record.
    ///
    /// # Errors
    /// When user ids cannot be hashed with the store's key.
    pub fn prepare(&self, record: Record) -> Result<Prepared> {
        let mut prepared = self.prepare_all(vec![record])?;
        prepared
            .pop()
            .ok_or_else(|| Error::operational("a record was lost while it was prepared"))
    }

    /// Prepares records that came together; those about one trace become one, and share their redaction.
    ///
    /// # Errors
    /// When user ids cannot be hashed with the store's key.
    pub fn prepare_all(&self, records: Vec<Record>) -> Result<Vec<Prepared>> {
        let mut packer = Packer::new()?;
        let mut redactors = Redactors::new(self.redaction.as_deref());
        let together = group::group(records);
        let mut out = Vec::with_capacity(together.traces.len() + together.signals.len());
        let mut signals = together.signals;
        for (tid, records) in together.traces {
            let about = signals.remove(&tid).unwrap_or_default();
            let prepared = self.trace(&mut packer, &mut redactors, tid, records)?;
            let counts = redactors.take_counts();
            out.push(self.wrap(What::Trace(Box::new(prepared)), counts));
            for signal in about {
                out.push(self.signal(&mut redactors, signal)?);
            }
        }
        for signal in signals.into_values().flatten() {
            out.push(self.signal(&mut redactors, signal)?);
        }
        Ok(out)
    }

    fn signal(&self, redactors: &mut Redactors, mut signal: Signal) -> Result<Prepared> {
        redactors.signal(&mut signal);
        let prepared = signal::prepare(&self.signals, &self.user_key, signal)?;
        let counts = redactors.take_counts();
        Ok(self.wrap(What::Signal(Box::new(prepared)), counts))
    }

    fn wrap(&self, what: What, redactions: BTreeMap<String, u64>) -> Prepared {
        Prepared {
            what,
            redactions,
            user_key: Arc::clone(&self.user_key),
        }
    }

    fn trace(
        &self,
        packer: &mut Packer,
        redactors: &mut Redactors,
        tid: String,
        mut records: Vec<Record>,
    ) -> Result<PreparedTrace> {
        for record in &mut records {
            match record {
                Record::Trace(trace) => self.clean_trace(redactors, &tid, trace)?,
                Record::Span(span) => self.clean_span(redactors, &tid, span)?,
                Record::Signal(_) => {}
            }
        }
        let (json, trace, spans) = state_of(&tid, records).map_err(|e| unreadable(&tid, &e))?;
        Ok(PreparedTrace {
            body: packer.pack(json.as_bytes())?,
            summary: Summary::of(&trace),
            spans,
            tid,
        })
    }

    fn clean_trace(&self, redactors: &mut Redactors, tid: &str, trace: &mut Trace) -> Result<()> {
        redactors.trace(tid, trace);
        self.hash_user(&mut trace.user_id)?;
        for span in &mut trace.spans {
            self.clean_span(redactors, tid, span)?;
        }
        Ok(())
    }

    fn clean_span(&self, redactors: &mut Redactors, tid: &str, span: &mut Span) -> Result<()> {
        redactors.span(tid, span);
        match &mut span.says {
            Some(says) => self.hash_user(&mut says.user_id),
            None => Ok(()),
        }
    }

    fn hash_user(&self, user: &mut Option<String>) -> Result<()> {
        if let Some(id) = user {
            *id = self.user_key.hash(id)?;
        }
        Ok(())
    }
}

/// The state the records of one trace add up to: as JSON, as a trace, and how many spans it has.
fn state_of(tid: &str, mut records: Vec<Record>) -> serde_json::Result<(String, Trace, usize)> {
    if let [Record::Trace(trace)] = &records[..]
        && trace.spans.is_empty()
    {
        let json = Parts::json_of_plain(trace)?;
        if let Some(Record::Trace(trace)) = records.pop() {
            return Ok((json, *trace, 0));
        }
    }
    let mut parts = Parts::default();
    for record in &records {
        parts.merge(match record {
            Record::Trace(trace) => Parts::of_trace(trace)?,
            Record::Span(span) => Parts::of_span(span)?,
            Record::Signal(_) => continue,
        });
    }
    let json = serde_json::to_string(&parts)?;
    Ok((json, parts.assemble(tid)?, parts.span_count()))
}

/// A record that was read as JSON can be written as JSON, so this is never seen unless memory is broken.
pub(in crate::store) fn unreadable(tid: &str, error: &serde_json::Error) -> Error {
    Error::operational(format!("the record of {tid} cannot be read: {error}"))
        .hint("run `goldset doctor` to see whether the store is damaged")
}
