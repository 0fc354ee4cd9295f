//! The three native records, which are all that an importer may produce.

use super::{
    signal::Signal,
    trace::{Span, Trace},
};

/// One record on its way into the store. Fields a record does not give stay empty.
#[derive(Debug, Clone, PartialEq)]
pub enum Record {
    /// Spans inside the trace have no `trace_id` of their own.
    Trace(Box<Trace>),
    /// `trace_id` is set.
    Span(Box<Span>),
    Signal(Box<Signal>),
}
