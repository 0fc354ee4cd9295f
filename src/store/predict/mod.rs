//! What automatic sources give a trace: the rows of `predicted`. A user's picked reason and the cue rules are derived
//! from facts, notes and taxonomy whenever one of them changes; the classifier's guesses from the recorded
//! classifier whenever that, the trace or its score changes; the judge's last word from what it was recorded to say.

mod said;

pub(super) use said::said;

use super::{Store, body, classifier, flags, judged, modes, project, rubric};
use crate::{
    analysis::{
        classify::{Guess, facts, strongest},
        derive,
        taxonomy::map_reason,
    },
    error::Result,
    model::{
        taxonomy::{Mode, Taxonomy},
        time::Time,
    },
};
use rusqlite::Connection;

/// Replaces what users' reasons, the judge and cue rules say of a trace. `facts` is what its own facts say, where the
/// caller knows it already.
pub(super) fn refresh(
    conn: &Connection,
    trace: i64,
    tid: &str,
    facts: Option<&[Guess]>,
) -> Result<()> {
    let rubric = rubric::in_force(conn)?;
    let taxonomy = &*rubric.taxonomy;
    let said = said(conn, trace, tid, taxonomy)?;
    let read;
    let facts = if let Some(known) = facts {
        known
    } else {
        read = guess_facts(conn, trace, tid)?;
        &read
    };
    let clear = "DELETE FROM predicted WHERE trace = ?1 AND source IN ('user', 'judge', 'cues')";
    conn.prepare_cached(clear)?.execute([trace])?;
    put_judged(conn, taxonomy, trace, tid)?;
    for (guess, at) in &said.picked {
        put(conn, taxonomy, trace, "user", guess, *at)?;
    }
    let cues = rubric.cues.guess(said.complaints());
    for guess in strongest(cues.into_iter().chain(facts.iter().cloned())) {
        put(conn, taxonomy, trace, "cues", &guess, None)?;
    }
    Ok(())
}

/// Replaces what the judge says of a trace by what it said last. Its name stands before its reason.
pub(super) fn by_judge(conn: &Connection, trace: i64, tid: &str) -> Result<()> {
    conn.prepare_cached("DELETE FROM predicted WHERE trace = ?1 AND source = 'judge'")?
        .execute([trace])?;
    put_judged(conn, modes::taxonomy(conn)?.as_ref(), trace, tid)
}

fn put_judged(conn: &Connection, taxonomy: &Taxonomy, trace: i64, tid: &str) -> Result<()> {
    let Some(said) = judged::last(conn, tid)? else {
        return Ok(());
    };
    for mut guess in said.guesses {
        guess.why = format!("{}: {}", said.model, guess.why);
        put(conn, taxonomy, trace, "judge", &guess, Some(said.at))?;
    }
    Ok(())
}

/// What the facts of a trace that nobody has said anything about say of it.
pub(super) fn first(conn: &Connection, trace: i64, facts: &[Guess]) -> Result<()> {
    let taxonomy = modes::taxonomy(conn)?;
    let mut all = facts.iter();
    all.try_for_each(|guess| put(conn, &taxonomy, trace, "cues", guess, None))
}

/// Replaces what the classifier in force says of a trace: something only of one that is thought bad or is unclear.
pub(super) fn by_classifier(store: &Store, conn: &Connection, trace: i64) -> Result<()> {
    let learnt = classifier::current(store, conn)?;
    let (tid, set): (String, i64) = conn
        .prepare_cached("SELECT tid, flags FROM trace WHERE id = ?1")?
        .query_row([trace], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let cleared = conn
        .prepare_cached("DELETE FROM predicted WHERE trace = ?1 AND source = 'classifier'")?
        .execute([trace])?;
    let mut guesses = Vec::new();
    if let Some((at, classifier)) = learnt
        && set & (flags::NEGATIVE | flags::AMBIGUOUS) != 0
    {
        guesses = classifier.guess(&classifier::text(conn, trace, &tid)?);
        let taxonomy = modes::taxonomy(conn)?;
        for guess in &guesses {
            put(conn, &taxonomy, trace, "classifier", guess, Some(at))?;
        }
    }
    if cleared > 0 || !guesses.is_empty() {
        project::refresh_columns(conn, &tid)?;
    }
    Ok(())
}

fn guess_facts(conn: &Connection, trace: i64, tid: &str) -> Result<Vec<Guess>> {
    let trace = body::load(conn, trace, tid)?;
    Ok(facts::of_trace(&trace, &derive::of_trace(&trace)))
}

/// A mode that was merged is the one it was merged into. One that no longer stands is the mode that has its id among
/// its aliases: so the facts of a trace, which know the modes that ship, speak for a team's own. Without either, nothing
/// is predicted. Without a time of its own a guess is as old as the trace.
fn put(
    conn: &Connection,
    taxonomy: &Taxonomy,
    trace: i64,
    source: &str,
    guess: &Guess,
    at: Option<Time>,
) -> Result<()> {
    let Some(mode) = standing(taxonomy, &guess.mode) else {
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT OR IGNORE INTO predicted(trace, source, mode, confidence, why, at)
         VALUES (?1, ?2, ?3, ?4, ?5, COALESCE(?6, (SELECT started_at FROM trace WHERE id = ?1)))",
    )?
    .execute((
        trace,
        source,
        mode,
        guess.confidence,
        &guess.why,
        at.map(|t| t.0),
    ))?;
    Ok(())
}

fn standing<'t>(taxonomy: &'t Taxonomy, id: &'t str) -> Option<&'t str> {
    let stands = |id: &&str| taxonomy.mode(id).is_some_and(Mode::stands);
    let merged = Some(taxonomy.resolve(id)).filter(stands);
    merged.or_else(|| map_reason(id, taxonomy).filter(stands))
}
