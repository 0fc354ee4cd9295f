//! Tells an input's format by its content and picks the reader for it.

use super::{BlockReader, Input, Limits, block::Context, lines::LineReader, source::Source};
use crate::error::Result;
use std::sync::Arc;

/// Top-level keys that make an object an OTLP request.
pub(super) const OTLP_KEYS: [&str; 8] = [
    "resourceSpans",
    "resourceLogs",
    "resourceMetrics",
    "batches",
    "resource_spans",
    "resource_logs",
    "resource_metrics",
    "scopeSpans",
];

/// How to read inputs.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub limits: Limits,
}

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Native,
}

impl Format {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Native => "native records",
        }
    }
}

/// Opens an input: tells its format, gunzips it where needed.
///
/// # Errors
/// When the input cannot be read or its format is unknown.
pub fn open(input: &Input, options: &Options) -> Result<Box<dyn BlockReader>> {
    let source = Source::open(input, &options.limits)?;
    let context = Arc::new(Context {
        file: source.name().clone(),
        limits: options.limits,
        format: Format::Native,
    });
    Ok(Box::new(LineReader::new(source, context)))
}
