//! The embedded sample data: a store to try everything on, told in `sample-data/README.md`.

mod clusters;

pub use clusters::{curate, group};

use crate::{
    error::{Error, Result},
    golden::promotion::{self, PromoteOptions},
    import,
    model::{decision::Decision, golden::Check, time::Time},
    store::Store,
};
use serde::Deserialize;
use serde_json::Value;
use std::{io::Read, path::Path};

/// One zstd frame of the files of `sample-data/`, each after a line that names it and its length in bytes.
static BUNDLE: &[u8] = include_bytes!("../assets/sample.zst");

/// The file of the bundle that holds what people decided; all others are records to import.
const DECISIONS: &str = "decisions.jsonl";

/// The file of the bundle that holds what people decided about clusters.
const CLUSTERS: &str = "clusters.jsonl";

/// The file of the bundle that is meant for a second import.
const SECOND_IMPORT: &str = "week-47";

#[derive(Deserialize)]
struct Header {
    file: String,
    bytes: usize,
}

/// Fills a store with the sample: its traces and signals, then the decisions of its people in their order.
///
/// # Errors
/// When the store cannot be written.
pub fn fill(store: &mut Store) -> Result<()> {
    let files = unpack()?;
    for (name, bytes) in files
        .iter()
        .filter(|(name, _)| ![DECISIONS, CLUSTERS].contains(&name.as_str()))
        .filter(|(name, _)| !name.starts_with(SECOND_IMPORT))
    {
        import::run_bytes(store, name, bytes)?;
    }
    for (_, bytes) in files.iter().filter(|(name, _)| name == DECISIONS) {
        decide_all(store, bytes)?;
    }
    if store.epoch_due()? {
        store.cut_epoch(newest(store)?)?;
    }
    store.finish_unscored(&|| false)?;
    Ok(())
}

/// Opens a throw-away store at `path` with the sample in it.
///
/// # Errors
/// When the file cannot be made.
pub fn scratch(path: &Path, settings: &crate::store::Settings) -> Result<Store> {
    let mut store = Store::open(path, settings)?;
    store.relax()?;
    fill(&mut store)?;
    Ok(store)
}

fn newest(store: &Store) -> Result<Time> {
    Ok(store.counts("", Time::now())?.newest.unwrap_or_default())
}

/// The files of the bundle as (name, bytes).
fn unpack() -> Result<Vec<(String, Vec<u8>)>> {
    let broken = |why: String| Error::operational(format!("the embedded sample is broken: {why}"));
    let mut all = Vec::new();
    zstd::Decoder::new(BUNDLE)
        .and_then(|mut decoder| decoder.read_to_end(&mut all))
        .map_err(|e| broken(e.to_string()))?;
    let mut files = Vec::new();
    let mut rest = all.as_slice();
    while let Some(end) = rest.iter().position(|b| *b == b'\n') {
        let header: Header =
            serde_json::from_slice(&rest[..end]).map_err(|e| broken(e.to_string()))?;
        let body = rest
            .get(end + 1..end + 1 + header.bytes)
            .ok_or_else(|| broken(format!("{} is cut", header.file)))?;
        files.push((header.file, body.to_vec()));
        rest = &rest[end + 1 + header.bytes..];
    }
    Ok(files)
}

/// One line of the decisions file.
#[derive(Deserialize)]
struct Line {
    at: Time,
    reviewer: String,
    decision: Value,
}

/// A golden row as the sample tells it: by its trace, not yet proposed.
#[derive(Deserialize)]
struct Promotion {
    trace: String,
    expected: Option<String>,
    #[serde(default)]
    checks: Vec<Check>,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    critical: bool,
    #[serde(default)]
    keeper: bool,
    mode: Option<String>,
    note: Option<String>,
}

fn decide_all(store: &mut Store, lines: &[u8]) -> Result<()> {
    for (number, line) in lines
        .split(|b| *b == b'\n')
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        let broken =
            |why: String| Error::operational(format!("sample decision {}: {why}", number + 1));
        let line: Line = serde_json::from_slice(line).map_err(|e| broken(e.to_string()))?;
        let decision =
            stage(store, line.decision, &line.reviewer).map_err(|e| broken(e.to_string()))?;
        store
            .decide(&line.reviewer, line.at, &[decision])
            .map_err(|e| broken(e.to_string()))?;
    }
    Ok(())
}

/// A promotion is proposed from its trace as the workbench would; everything else is a decision as it stands.
fn stage(store: &Store, told: Value, reviewer: &str) -> Result<Decision> {
    let unread = |e: serde_json::Error| Error::operational(e.to_string());
    if told["kind"] == "promote" {
        return promote(
            store,
            serde_json::from_value(told).map_err(unread)?,
            reviewer,
        );
    }
    serde_json::from_value(told).map_err(unread)
}

fn promote(store: &Store, promotion: Promotion, reviewer: &str) -> Result<Decision> {
    let missing = || Error::failed(format!("no trace {}", promotion.trace));
    let detail = store
        .detail(&promotion.trace, reviewer)?
        .ok_or_else(missing)?;
    let options = PromoteOptions {
        expected: promotion.expected,
        checks: (!promotion.checks.is_empty()).then_some(promotion.checks),
        tags: promotion.tags,
        critical: promotion.critical,
        keeper: promotion.keeper,
        mode: promotion.mode,
        note: promotion.note,
        ..PromoteOptions::default()
    };
    let proposal = promotion::propose(&detail, &options, &store.standing()?, reviewer)?;
    Ok(Decision::Promote {
        row: Box::new(proposal.row),
        force: true,
    })
}
