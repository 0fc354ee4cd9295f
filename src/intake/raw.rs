//! Spans and log records as OpenTelemetry means them, whatever bytes they came in; `semconv` reads their attributes.

use crate::model::time::Time;
use serde_json::{Map, Value};
use std::sync::Arc;

/// What several spans share: the resource that sent them and the library that made them.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Origin {
    pub(super) resource: Map<String, Value>,
    pub(super) scope: Option<String>,
    /// The session an envelope names for all its spans.
    pub(super) session: Option<String>,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct RawSpan {
    pub(super) trace_id: String,
    pub(super) span_id: String,
    pub(super) parent_id: Option<String>,
    pub(super) name: String,
    pub(super) started_at: Option<Time>,
    pub(super) ended_at: Option<Time>,
    pub(super) attributes: Map<String, Value>,
    pub(super) events: Vec<RawEvent>,
    pub(super) links: Vec<RawLink>,
    pub(super) status: RawStatus,
    /// The status message.
    pub(super) message: Option<String>,
    pub(super) origin: Arc<Origin>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum RawStatus {
    #[default]
    Unset,
    Ok,
    Error,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct RawEvent {
    pub(super) name: String,
    pub(super) at: Option<Time>,
    pub(super) attributes: Map<String, Value>,
    /// Log records have one; of span events it is null.
    pub(super) body: Value,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct RawLink {
    pub(super) trace_id: String,
    pub(super) span_id: String,
}

#[derive(Debug, Default, PartialEq)]
pub(super) struct RawLog {
    pub(super) trace_id: Option<String>,
    pub(super) span_id: Option<String>,
    pub(super) event: RawEvent,
    pub(super) origin: Arc<Origin>,
}

/// Checks a hexadecimal id of so many bytes and gives it in lower case.
pub(super) fn hex_id(field: &str, id: &str, bytes: usize) -> Result<String, String> {
    let good = id.len() == bytes * 2 && id.bytes().all(|b| b.is_ascii_hexdigit());
    if !good {
        return Err(format!(
            "{field}: {} hexadecimal digits expected, found {}",
            bytes * 2,
            super::coerce::quote(id)
        ));
    }
    if id.bytes().all(|b| b == b'0') {
        return Err(format!("{field}: all zeros is no id"));
    }
    Ok(id.to_ascii_lowercase())
}
