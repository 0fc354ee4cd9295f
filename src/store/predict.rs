//! What automatic sources give a trace: the rows of `predicted`. A user's picked reason and the cue rules are derived
//! from facts, notes and taxonomy whenever one of them changes.

use super::{
    body,
    facts::prepare::{Stored, unreadable_signal},
    texts,
};
use crate::{
    analysis::{
        classify::{Guess, cues::Cues, facts, strongest},
        derive, taxonomy,
    },
    error::Result,
    model::{signal::Signal, time::Time},
};
use rusqlite::Connection;
use std::sync::LazyLock;

/// How far a reason that the user picked tells the mode.
const USER_CONFIDENCE: f64 = 0.9;

static CUES: LazyLock<Cues> = LazyLock::new(|| Cues::of(taxonomy::starter()));

/// What people outside and reviewers say about a trace.
#[derive(Default)]
struct Said {
    picked: Vec<(Guess, Option<Time>)>,
    /// Comments of complaints, and notes.
    complaints: Vec<String>,
}

/// Replaces what users' reasons and cue rules say of a trace. `facts` is what its own facts say, where the caller
/// knows it already.
pub(super) fn refresh(
    conn: &Connection,
    trace: i64,
    tid: &str,
    facts: Option<&[Guess]>,
) -> Result<()> {
    let said = said(conn, trace, tid)?;
    let read;
    let facts = match facts {
        Some(known) => known,
        None => {
            read = guess_facts(conn, trace, tid)?;
            &read
        }
    };
    conn.prepare_cached("DELETE FROM predicted WHERE trace = ?1 AND source IN ('user', 'cues')")?
        .execute([trace])?;
    for (guess, at) in &said.picked {
        put(conn, trace, "user", guess, *at)?;
    }
    let cues = CUES.guess(said.complaints.iter().map(String::as_str));
    for guess in strongest(cues.into_iter().chain(facts.iter().cloned())) {
        put(conn, trace, "cues", &guess, None)?;
    }
    Ok(())
}

/// What the facts of a trace that nobody has said anything about say of it.
pub(super) fn first(conn: &Connection, trace: i64, facts: &[Guess]) -> Result<()> {
    facts
        .iter()
        .try_for_each(|guess| put(conn, trace, "cues", guess, None))
}

fn guess_facts(conn: &Connection, trace: i64, tid: &str) -> Result<Vec<Guess>> {
    let trace = body::load(conn, trace, tid)?;
    Ok(facts::of_trace(&trace, &derive::of_trace(&trace)))
}

/// Without a time of its own a guess is as old as the trace.
fn put(conn: &Connection, trace: i64, source: &str, guess: &Guess, at: Option<Time>) -> Result<()> {
    conn.prepare_cached(
        "INSERT OR IGNORE INTO predicted(trace, source, mode, confidence, why, at)
         VALUES (?1, ?2, ?3, ?4, ?5, COALESCE(?6, (SELECT started_at FROM trace WHERE id = ?1)))",
    )?
    .execute((
        trace,
        source,
        &guess.mode,
        guess.confidence,
        &guess.why,
        at.map(|t| t.0),
    ))?;
    Ok(())
}

fn said(conn: &Connection, trace: i64, tid: &str) -> Result<Said> {
    let mut said = Said::default();
    let mut statement = conn.prepare_cached(
        "SELECT CAST(resolved AS BLOB), CAST(body AS BLOB) FROM signal WHERE trace = ?1 ORDER BY sid",
    )?;
    let mut rows = statement.query([trace])?;
    while let Some(row) = rows.next()? {
        let blob = |i| -> Result<&[u8]> { Ok(row.get_ref(i)?.as_blob().unwrap_or_default()) };
        let stored: Stored = serde_json::from_slice(blob(0)?).map_err(|e| unreadable_signal(&e))?;
        if stored.says_something() {
            let signal = serde_json::from_slice(blob(1)?).map_err(|e| unreadable_signal(&e))?;
            hear(&mut said, &stored, signal);
        }
    }
    let mut notes = conn.prepare_cached("SELECT text FROM p_note WHERE tid = ?1 ORDER BY event")?;
    let hashes = notes
        .query_map([tid], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for hash in hashes {
        said.complaints.extend(texts::get(conn, &hash)?);
    }
    Ok(said)
}

fn hear(said: &mut Said, stored: &Stored, signal: Signal) {
    let reason = signal
        .reason
        .as_deref()
        .or_else(|| signal.value.as_ref()?.as_str());
    let why = format!("the user picked '{}'", reason.unwrap_or_default().trim());
    for mode in taxonomy::picked_modes(&signal, taxonomy::starter()) {
        let guess = Guess {
            mode: mode.to_owned(),
            confidence: USER_CONFIDENCE,
            why: crate::text::snippet(&why, 120),
        };
        said.picked.push((guess, signal.at));
    }
    // Praise says what is right, in the same words.
    if stored.resolved.default >= 0.0 {
        said.complaints.extend(signal.comment);
    }
}
