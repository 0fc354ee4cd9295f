//! Says how an input would be read, without reading it all: the format, what maps to what, the first records.

use super::{Input, Options, Reject, mapping::FORM, native, open};
use crate::{error::Result, model::record::Record};
use serde_json::{Value, json};
use std::fmt;

/// How an input would be read.
#[derive(Debug)]
pub struct Explanation {
    pub file: String,
    pub format: &'static str,
    /// Which place becomes which field, where a mapping is used.
    pub mapping: Vec<String>,
    /// The mapping's own sentence.
    pub about: String,
    pub notes: Vec<String>,
    pub records: Vec<Record>,
    pub rejects: Vec<Reject>,
    /// Records that are none of ours, up to where the reading stopped.
    pub skipped: u64,
}

/// Reads the first records of an input.
///
/// # Errors
/// As [`open`] and reading do.
pub fn explain(input: &Input, options: &Options, records: usize) -> Result<Explanation> {
    let mut reader = open(input, options)?;
    let mapping = reader.mapping();
    let mut told = Explanation {
        file: input.label(),
        format: reader.format(),
        mapping: mapping.map(super::Mapping::describe).unwrap_or_default(),
        about: mapping.map(|m| m.plan().about.clone()).unwrap_or_default(),
        notes: Vec::new(),
        records: Vec::new(),
        rejects: Vec::new(),
        skipped: 0,
    };
    while told.records.len() < records
        && let Some(block) = reader.next_block()?
    {
        let parsed = block.parse();
        told.notes.extend(parsed.notes);
        told.records.extend(parsed.records);
        told.rejects.extend(parsed.rejects);
        told.skipped += parsed.skipped;
    }
    told.records.truncate(records);
    told.rejects.truncate(10);
    Ok(told)
}

impl Explanation {
    /// The same for programs.
    pub fn json(&self) -> Value {
        let records: Vec<Value> = self.records.iter().map(native::to_json).collect();
        json!({
            "file": self.file, "format": self.format, "about": self.about, "mapping": self.mapping, "notes": self.notes,
            "records": records, "rejects": self.rejects, "skipped": self.skipped,
        })
    }
}

/// How a mapping is written, with comments.
pub fn mapping_form() -> &'static str {
    FORM
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.file, self.format)?;
        if !self.about.is_empty() {
            writeln!(f, "  {}", self.about)?;
        }
        for note in &self.notes {
            writeln!(f, "  {note}")?;
        }
        for line in &self.mapping {
            writeln!(f, "  {line}")?;
        }
        if self.skipped > 0 {
            writeln!(f, "  {} skipped before this", self.skipped)?;
        }
        for record in &self.records {
            writeln!(f, "{}", native::to_json(record))?;
        }
        for reject in &self.rejects {
            writeln!(f, "{}:{}: {}", reject.file, reject.line, reject.error)?;
        }
        Ok(())
    }
}
