//! What people say about a trace: reasons that users picked, comments of complaints, reviewers' notes.

use crate::{
    analysis::{classify::Guess, taxonomy::picked_modes},
    error::Result,
    model::{signal::Signal, taxonomy::Taxonomy, time::Time},
    store::{
        facts::prepare::{Stored, unreadable_signal},
        texts,
    },
};
use rusqlite::Connection;

/// How far a reason that the user picked tells the mode.
const USER_CONFIDENCE: f64 = 0.9;

/// What people outside and reviewers say about a trace.
#[derive(Default)]
pub(in crate::store) struct Said {
    pub(in crate::store) picked: Vec<(Guess, Option<Time>)>,
    pub(in crate::store) comments: Vec<String>,
    pub(in crate::store) notes: Vec<String>,
}

impl Said {
    pub(in crate::store) fn complaints(&self) -> impl Iterator<Item = &str> {
        self.comments.iter().chain(&self.notes).map(String::as_str)
    }
}

/// Reasons are read by the words of a taxonomy.
pub(in crate::store) fn said(
    conn: &Connection,
    trace: i64,
    tid: &str,
    taxonomy: &Taxonomy,
) -> Result<Said> {
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
            hear(&mut said, &stored, signal, taxonomy);
        }
    }
    let mut notes = conn.prepare_cached("SELECT text FROM p_note WHERE tid = ?1 ORDER BY event")?;
    let hashes = notes
        .query_map([tid], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    for hash in hashes {
        said.notes.extend(texts::get(conn, &hash)?);
    }
    Ok(said)
}

fn hear(said: &mut Said, stored: &Stored, signal: Signal, taxonomy: &Taxonomy) {
    let reason = signal
        .reason
        .as_deref()
        .or_else(|| signal.value.as_ref()?.as_str());
    let why = format!("the user picked '{}'", reason.unwrap_or_default().trim());
    for mode in picked_modes(&signal, taxonomy) {
        let guess = Guess {
            mode: mode.to_owned(),
            confidence: USER_CONFIDENCE,
            why: crate::text::snippet(&why, 120),
        };
        said.picked.push((guess, signal.at));
    }
    // Praise says what is right, in the same words.
    if stored.resolved.default >= 0.0 {
        said.comments.extend(signal.comment);
    }
}
