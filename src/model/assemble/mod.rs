//! How records that arrive in any order become one trace.
//!
//! Each field is a register that keeps the value of the record with the latest own time, then the larger hash, so
//! merging is commutative, associative and idempotent. [`Parts`] is that state, [`Parts::assemble`] reads it.

mod fill;
mod fragment;
mod tree;

#[cfg(test)]
mod tests;

pub use fragment::{Fragment, Rank};

use super::{
    id::{hash16, hex},
    trace::{Span, Trace},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Spans kept of one trace; those with the smallest ids, so that the choice does not depend on the order of arrival.
pub const MAX_SPANS: usize = 20_000;

/// Everything records have said about one trace. Its JSON is the body of a trace in the store.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Parts {
    /// What trace records gave, in rising rank; a field stands in the fragment that won it.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    traces: Vec<Fragment>,
    /// The same for each span, by its id.
    #[serde(rename = "s", default, skip_serializing_if = "BTreeMap::is_empty")]
    spans: BTreeMap<String, Vec<Fragment>>,
}

impl Parts {
    /// The parts of one trace record; its spans become records of their own.
    pub fn of_trace(trace: &Trace) -> serde_json::Result<Self> {
        let mut parts = Self::default();
        for span in &trace.spans {
            parts.add_span(span)?;
        }
        let own = Trace {
            spans: Vec::new(),
            ..trace.clone()
        };
        let json = serde_json::to_string(&own)?;
        parts.traces.push(Fragment::new(trace.started_at, &json)?);
        Ok(parts)
    }

    /// The JSON of [`Parts::of_trace`] for a trace without spans, written without reading it again.
    pub fn json_of_plain(trace: &Trace) -> serde_json::Result<String> {
        let record = serde_json::to_string(trace)?;
        let at = trace.started_at.map(|t| format!("\"a\":{},", t.0));
        Ok(format!(
            "{{\"t\":[{{{}\"h\":\"{}\",\"r\":{record}}}]}}",
            at.unwrap_or_default(),
            hex(&hash16(record.as_bytes())),
        ))
    }

    /// The parts of one span record.
    pub fn of_span(span: &Span) -> serde_json::Result<Self> {
        let mut parts = Self::default();
        parts.add_span(span)?;
        Ok(parts)
    }

    /// Spans the parts hold.
    pub fn span_count(&self) -> usize {
        self.spans.len()
    }

    /// Adds what other records said. True when anything changed.
    pub fn merge(&mut self, other: Self) -> bool {
        let mut changed = false;
        for fragment in other.traces {
            changed |= fragment::merge(&mut self.traces, fragment);
        }
        for (id, fragments) in other.spans {
            changed |= self.merge_span(id, fragments);
        }
        changed
    }

    fn merge_span(&mut self, id: String, fragments: Vec<Fragment>) -> bool {
        if self.spans.len() >= MAX_SPANS && !self.spans.contains_key(&id) {
            match self.spans.last_entry() {
                Some(last) if *last.key() > id => last.remove(),
                _ => return false,
            };
        }
        let mine = self.spans.entry(id).or_default();
        let mut changed = false;
        for fragment in fragments {
            changed |= fragment::merge(mine, fragment);
        }
        changed
    }

    /// A span that has no id is told by its content.
    fn add_span(&mut self, span: &Span) -> serde_json::Result<()> {
        let mut own = Span {
            trace_id: String::new(),
            ..span.clone()
        };
        let mut json = serde_json::to_string(&own)?;
        if own.span_id.is_empty() {
            own.span_id = hex(&hash16(json.as_bytes())[..8]);
            json = serde_json::to_string(&own)?;
        }
        let fragment = Fragment::new(own.ended_at.or(own.started_at), &json)?;
        self.merge_span(own.span_id, vec![fragment]);
        Ok(())
    }

    /// The trace as all records together tell it; spans in the order of their start, then id.
    pub fn assemble(&self, trace_id: &str) -> serde_json::Result<Trace> {
        let mut trace: Trace = fragment::read(&self.traces)?;
        trace_id.clone_into(&mut trace.trace_id);
        trace.spans = self
            .spans
            .values()
            .map(|fragments| fragment::read(fragments))
            .collect::<serde_json::Result<Vec<Span>>>()?;
        fill::complete(&mut trace);
        Ok(trace)
    }
}
