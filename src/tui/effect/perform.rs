//! Carries out reads and writes on a store. Runs on the store's threads, and inline in tests.

use super::{Done, Found, Read, Reply, Slot, Write, trace_of};
use crate::{
    error::{Error, Result},
    golden::{
        export,
        many::{self, Candidate},
        promotion::{self, PromoteOptions},
    },
    model::{
        decision::Decision,
        golden::{Proposal, Row, Standing},
        read::{HistoryItem, QueuePage, QueueQuery, QueueRow},
        time::Time,
    },
    sample,
    store::{Listing, Store},
    text::redact::Redactor,
};
use std::path::Path;

/// Values offered by completion at once.
const VALUES: usize = 50;
/// Traces listed as most like one.
const ALIKE: usize = 50;
/// Ids looked up at once by their beginning.
const FOUND: usize = 50;
/// Unlinked signals listed at once.
const UNLINKED: usize = 1000;

/// A read that is carried out in turns, so that others come in between.
#[derive(Debug)]
pub struct Reading {
    reviewer: String,
    slot: Slot,
    generation: u64,
    read: Read,
    /// What is left of a list, and its pages so far.
    listing: Option<Listing>,
    pages: Vec<QueuePage>,
}

impl Reading {
    pub fn of(reviewer: &str, slot: Slot, generation: u64, read: Read) -> Self {
        let listing = match &read {
            Read::Queue { query, .. } | Read::Ids(query) => Some(Listing::of(query.clone())),
            _ => None,
        };
        Self {
            reviewer: reviewer.to_owned(),
            slot,
            generation,
            read,
            listing,
            pages: Vec::new(),
        }
    }

    /// Goes on for a turn: the answer, or nothing yet; what a list has found so far is handed to `part`.
    pub fn go_on(&mut self, store: &Store, part: &mut dyn FnMut(Reply)) -> Option<Reply> {
        let (slot, generation) = (self.slot, self.generation);
        let found = match (&self.read, &mut self.listing) {
            (Read::Queue { query, pages }, Some(listing)) => {
                let mut part = |page| part(Reply::Part(slot, generation, Found::Pages(vec![page])));
                read_pages(store, (query, *pages), listing, &mut self.pages, &mut part)
            }
            (Read::Ids(_), Some(listing)) => listing
                .go_on_with_ids(store)
                .map(|found| found.map(|(ids, total)| Found::Ids { ids, total })),
            (read, _) => answer(store, &self.reviewer, read).map(Some),
        };
        Some(Reply::Read(slot, generation, found.transpose()?))
    }
}

/// Reads the pages that are wanted from where the listing stands; none when the turn is over before.
fn read_pages(
    store: &Store,
    (query, wanted): (&QueueQuery, usize),
    listing: &mut Listing,
    pages: &mut Vec<QueuePage>,
    part: &mut dyn FnMut(QueuePage),
) -> Result<Option<Found>> {
    while let Some(page) = listing.go_on(store, part)? {
        let after = page.next.clone();
        pages.push(page);
        if after.is_none() || pages.len() >= wanted {
            return Ok(Some(Found::Pages(std::mem::take(pages))));
        }
        *listing = Listing::of(QueueQuery {
            after,
            ..query.clone()
        });
    }
    Ok(None)
}

/// Answers a read at once.
pub fn read(store: &Store, reviewer: &str, slot: Slot, generation: u64, read: &Read) -> Reply {
    let mut reading = Reading::of(reviewer, slot, generation, read.clone());
    loop {
        if let Some(reply) = reading.go_on(store, &mut |_| {}) {
            return reply;
        }
    }
}

fn answer(store: &Store, reviewer: &str, read: &Read) -> Result<Found> {
    match read {
        Read::Queue { query, .. } => store.queue(query).map(|page| Found::Pages(vec![page])),
        Read::Detail(id) => store
            .detail(id, reviewer)
            .map(|d| Found::Detail(d.map(Box::new))),
        Read::Counts(now) => store.counts(reviewer, *now).map(Found::Counts),
        Read::Complete(field, prefix) => store.complete(*field, prefix, VALUES).map(Found::Values),
        Read::Unknown(filter) => store.unknown_values(filter).map(Found::Unknown),
        Read::NearestGood(trace) => {
            let found = store.nearest_good(trace, reviewer)?.map(Box::new);
            let trace = trace.clone();
            Ok(Found::NearestGood { trace, found })
        }
        Read::Modes => read_modes(store),
        Read::Weights => store.signal_report().map(Found::Weights),
        Read::Unlinked => store.unlinked(UNLINKED).map(Found::Unlinked),
        Read::Clusters(now) => store
            .clusters(None, *now)
            .map(|list| Found::Clusters(Box::new(list))),
        Read::Parts(cluster) => store.split_proposal(cluster).map(|parts| Found::Parts {
            cluster: cluster.clone(),
            parts,
        }),
        Read::Brief {
            cluster,
            redact,
            now,
        } => store
            .cluster_brief(cluster, &mut Redactor::new(redact.clone()), *now)
            .map(Found::Brief),
        Read::Like(trace) => like(store, reviewer, trace).map(Found::Pages),
        Read::Golden { retired } => store.golden(*retired).map(Found::Golden),
        Read::Proposal { trace, options } => {
            Ok(Found::Proposal(propose(store, reviewer, trace, options)))
        }
        Read::Ids(query) => store
            .list_ids(query)
            .map(|(ids, total)| Found::Ids { ids, total }),
        Read::Judged(ids) => store.judged(ids, reviewer).map(Found::Judged),
        Read::Candidates {
            traces,
            earlier,
            redact,
        } => candidates(store, reviewer, traces, earlier, redact).map(Found::Candidates),
        Read::Local(key) => store.local_get(key).map(Found::Local),
        Read::Twins { trace, modes } => twins(store, reviewer, trace, modes),
        Read::Find(typed) => store.find_ids(typed, FOUND).map(|ids| Found::Begun {
            typed: typed.clone(),
            ids,
        }),
        Read::Locals(prefix) => store.locals(prefix).map(Found::Locals),
        Read::Version => store.data_version().map(Found::Version),
        Read::Compare(question) => Ok(Found::Compared(Box::new(question.answer()))),
    }
}

/// The traces most like one, the likest first, as a list of one page.
fn like(store: &Store, reviewer: &str, trace: &str) -> Result<Vec<QueuePage>> {
    let found = store.more_like(trace, ALIKE)?.into_iter();
    let ids: Vec<String> = found.map(|(id, _)| id).collect();
    let rows = store.rows(&ids, reviewer)?;
    Ok(vec![QueuePage {
        total: rows.len() as u64,
        rows,
        ..QueuePage::default()
    }])
}

/// What a label on a trace may be offered to.
fn twins(store: &Store, reviewer: &str, trace: &str, modes: &[String]) -> Result<Found> {
    Ok(Found::Twins {
        trace: trace.to_owned(),
        modes: modes.to_vec(),
        rows: store.unjudged_twins(trace, reviewer)?,
    })
}

fn read_modes(store: &Store) -> Result<Found> {
    Ok(Found::Modes(store.mode_rows()?, store.trust()?))
}

fn propose(
    store: &Store,
    reviewer: &str,
    trace: &str,
    options: &PromoteOptions,
) -> Result<Box<Proposal>> {
    let detail = store
        .detail(trace, reviewer)?
        .ok_or_else(|| Error::failed("this trace is no longer in the store"))?;
    promotion::propose(&detail, options, &store.standing()?, reviewer).map(Box::new)
}

/// Says of each trace what promoting it would make, the rows that stand and those planned earlier considered.
fn candidates(
    store: &Store,
    reviewer: &str,
    traces: &[String],
    earlier: &[Standing],
    redact: &[(String, regex::Regex)],
) -> Result<Vec<Candidate>> {
    let mut standing = store.standing()?;
    standing.extend_from_slice(earlier);
    let options = PromoteOptions {
        redact_patterns: redact.to_vec(),
        ..PromoteOptions::default()
    };
    let mut found = Vec::with_capacity(traces.len());
    for trace in traces {
        let Some(detail) = store.detail(trace, reviewer)? else {
            found.push(Candidate::LeftOut("no longer in the store".into()));
            continue;
        };
        found.extend(many::candidates(
            [&detail],
            &options,
            &mut standing,
            reviewer,
            false,
        ));
    }
    Ok(found)
}

/// Carries out a write.
pub fn write(store: &mut Store, reviewer: &str, at: Time, write: Write) -> Reply {
    let done = match &write {
        Write::Decide { decisions, said } => decide(store, reviewer, at, decisions, said),
        Write::DecideSome { decisions, group } => store
            .decide_some(reviewer, at, decisions, group.as_ref())
            .map(|batch| Done::Part(batch.events)),
        Write::Undo(event) => store.undo(reviewer, at, event.as_ref()).and_then(|undone| {
            let rows = rows_of(store, reviewer, &undone.what)?;
            Ok(Done::Undone { undone, rows })
        }),
        Write::Redo => store.redo(reviewer, at).and_then(|redone| {
            let rows = rows_of(store, reviewer, &redone.what)?;
            Ok(Done::Redone { redone, rows })
        }),
        Write::Claim(trace) => store.claim(trace, reviewer, at).map(|other| Done::Claimed {
            trace: trace.clone(),
            other,
        }),
        Write::Release(trace) => store.release(trace, reviewer).map(quiet),
        Write::Skip(trace) => store
            .skip(trace, reviewer, at)
            .map(|()| Done::Skipped(vec![trace.clone()])),
        Write::SkipAll(traces) => store
            .skip_all(traces, reviewer, at)
            .map(|()| Done::Skipped(traces.clone())),
        Write::UnskipAll(traces) => store
            .unskip_all(traces, reviewer)
            .map(|()| Done::Unskipped(traces.clone())),
        Write::SaveDraft { trace, text } => store.save_draft(trace, reviewer, at, text).map(quiet),
        Write::DropDraft(trace) => store.drop_draft(trace, reviewer).map(quiet),
        Write::SetLocal { key, value } => store.local_set(key, value).map(quiet),
        Write::DropLocal(key) => store.local_drop(key).map(quiet),
        Write::ExportGolden(path) => export(store, path),
        Write::Greet => Ok(Done::Greeted(store.why_read_only().map(str::to_owned))),
        Write::ImportSample => import_sample(store),
        Write::CurateSample => sample::curate(store).map(quiet),
    };
    Reply::Write(Box::new(write), done)
}

fn export(store: &Store, path: &str) -> Result<Done> {
    let rows: Vec<Row> = store
        .golden(false)?
        .into_iter()
        .map(|entry| entry.row)
        .collect();
    let written = export::write(Path::new(path), &rows)?;
    Ok(Done::Exported {
        path: written.display().to_string(),
        rows: rows.len(),
    })
}

fn quiet<T>(_: T) -> Done {
    Done::Quiet
}

fn decide(
    store: &mut Store,
    reviewer: &str,
    at: Time,
    decisions: &[Decision],
    said: &str,
) -> Result<Done> {
    let events = store.decide(reviewer, at, decisions)?;
    let mut ids: Vec<String> = decisions
        .iter()
        .filter_map(trace_of)
        .map(str::to_owned)
        .collect();
    ids.dedup();
    let rows = store.rows(&ids, reviewer)?;
    Ok(Done::Decided {
        said: said.to_owned(),
        events,
        rows,
    })
}

/// The traces a decision was about, as they are now.
fn rows_of(store: &Store, reviewer: &str, item: &HistoryItem) -> Result<Vec<QueueRow>> {
    let golden = item.kind == "promote" || item.kind.starts_with("golden.");
    let trace = if golden {
        let entry = store.golden_row(&item.target)?;
        entry.and_then(|e| e.row.source.trace)
    } else {
        Some(item.target.clone())
    };
    match trace {
        Some(id) => store.rows(&[id], reviewer),
        None => Ok(Vec::new()),
    }
}

/// Fills a throw-away store, so nothing waits for the disk.
fn import_sample(store: &mut Store) -> Result<Done> {
    store.relax()?;
    sample::fill(store).map(|()| Done::Imported)
}
