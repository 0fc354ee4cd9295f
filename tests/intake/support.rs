//! Reads files as `goldset import` does and assembles what they give.

use goldset::{
    error::Result,
    intake::{Input, Options, Parsed, Reject, open},
    model::{assemble::Parts, record::Record, signal::Signal, trace::Trace},
};
use std::{collections::BTreeMap, path::PathBuf};

/// A file under `tests/fixtures`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures")
        .join(name)
}

/// The shared folder, or a loud skip.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("GOLDSET_SHARED");
    if root.is_none() {
        eprintln!("SKIPPED: set GOLDSET_SHARED to the shared folder to test on {path}");
    }
    root.map(|root| PathBuf::from(root).join(path))
}

/// Everything a file gives.
#[derive(Default)]
pub(crate) struct Read {
    pub(crate) format: &'static str,
    pub(crate) records: Vec<Record>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) notes: Vec<String>,
    pub(crate) read: u64,
    pub(crate) skipped: u64,
}

impl Read {
    fn add(&mut self, parsed: Parsed) {
        self.records.extend(parsed.records);
        self.rejects.extend(parsed.rejects);
        self.notes.extend(parsed.notes);
        self.read += parsed.read;
        self.skipped += parsed.skipped;
    }

    pub(crate) fn signals(&self) -> Vec<&Signal> {
        let signal = |r| match r {
            &Record::Signal(ref s) => Some(&**s),
            _ => None,
        };
        self.records.iter().filter_map(signal).collect()
    }

    /// The traces of all records, by id.
    pub(crate) fn traces(&self) -> BTreeMap<String, Trace> {
        assemble(&self.records)
    }

    pub(crate) fn only_trace(&self) -> Trace {
        let mut traces = self.traces();
        assert_eq!(traces.len(), 1, "one trace expected");
        traces.pop_first().expect("one").1
    }
}

pub(crate) fn assemble<'a>(
    records: impl IntoIterator<Item = &'a Record>,
) -> BTreeMap<String, Trace> {
    let mut parts: BTreeMap<String, Parts> = BTreeMap::new();
    for record in records {
        let (id, part) = match record {
            Record::Trace(t) => (&t.trace_id, Parts::of_trace(t)),
            Record::Span(s) => (&s.trace_id, Parts::of_span(s)),
            Record::Signal(_) => continue,
        };
        parts
            .entry(id.clone())
            .or_default()
            .merge(part.expect("serialises"));
    }
    let read = |(id, p): (String, Parts)| {
        let trace = p.assemble(&id).expect("assembles");
        (id, trace)
    };
    parts.into_iter().map(read).collect()
}

/// Reads one file.
pub(crate) fn read_with(path: PathBuf, options: &Options) -> Result<Read> {
    let mut reader = open(&Input::file(path), options)?;
    let mut all = Read {
        format: reader.format(),
        ..Read::default()
    };
    while let Some(block) = reader.next_block()? {
        all.add(block.parse());
    }
    Ok(all)
}

pub(crate) fn read(path: PathBuf) -> Read {
    let shown = path.display().to_string();
    read_with(path, &Options::default()).unwrap_or_else(|e| panic!("{shown}: {e}"))
}

/// Reads text as a file of that name.
pub(crate) fn read_text(name: &str, text: &str) -> Result<Read> {
    read_text_with(name, text, &Options::default())
}

pub(crate) fn read_text_with(name: &str, text: &str, options: &Options) -> Result<Read> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(name);
    std::fs::write(&path, text).expect("written");
    read_with(path, options)
}
