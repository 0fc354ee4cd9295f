//! Reads JSON, JSONL and tables of any shape by a mapping.

/// How records of any shape become traces and signals.
#[derive(Debug, Clone)]
pub struct Mapping;
