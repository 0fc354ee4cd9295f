//! Kinds of questions: the inputs of all traces, good and bad, grouped by what they ask.

use super::{cards::Card, runs, units::Unit};
use crate::{
    analysis::cluster::{Cancelled, Constraints, Group, Item, Params, Space, Start, Watch, group},
    error::Result,
    order::Order,
    store::{Store, filter::matches},
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::BTreeMap;

/// The part of a run that says what each kind of question is called.
pub(super) const QUESTIONS: &str = "questions";
/// The part of a run that holds the groups of questions.
pub(super) const KINDS: &str = "question groups";
/// The part that holds what their vectors are made with.
pub(super) const QUESTION_SPACE: &str = "question space";

/// Up to so many questions the kinds follow from how alike they are.
const MANY: usize = 800;

/// Groups of questions, what vectors of questions are made with, and what the groups are called.
#[derive(Debug, Default)]
pub(super) struct Questions {
    pub(super) groups: Vec<Group>,
    pub(super) space: Vec<u8>,
    pub(super) cards: Vec<Card>,
}

/// Groups the questions of all traces; those that were grouped keep their kind.
pub(super) fn group_all(
    store: &Store,
    units: &[Unit],
    from_scratch: bool,
    watch: &Watch,
) -> std::result::Result<Questions, Cancelled> {
    let texts: Vec<&str> = units.iter().map(|u| u.question.as_str()).collect();
    let (before, known) = if from_scratch {
        (Vec::new(), None)
    } else {
        last(store, texts.len())
    };
    let kept = known.is_some();
    let space = match known {
        Some(space) => space,
        None => Space::fit(&texts, store.settings.seed, watch)?,
    };
    let mut order: Vec<usize> = (0..units.len()).collect();
    // By id, so that the order of arrival does not matter.
    order.order_by(|a, b| units[*a].tid.cmp(&units[*b].tid));
    let items: Vec<Item> = order
        .iter()
        .map(|i| Item {
            id: &units[*i].tid,
            text: &units[*i].question,
            author: None,
        })
        .collect();
    let sorted: Vec<&str> = items.iter().map(|i| i.text).collect();
    let vectors = space.vectors(&sorted, watch)?;
    let start = match (before.is_empty(), kept) {
        (true, _) => Start::Cold,
        (_, true) => Start::Keep(&before),
        (_, false) => Start::Warm(&before),
    };
    let params = Params {
        seed: store.settings.seed,
        k: kinds_wanted(items.len()),
        ..Params::default()
    };
    let grouping = group(
        &items,
        &vectors,
        start,
        &Constraints::default(),
        &params,
        watch,
    )?;
    let cards = grouping.clusters.iter().filter(|c| c.parent.is_none());
    Ok(Questions {
        cards: cards.map(|c| Card::of(c, &items)).collect(),
        groups: grouping.groups,
        space: space.to_bytes(),
    })
}

/// The root of the number of questions, where there are too many to look for the best number of kinds: they are a way
/// to find one's way, and looking costs eleven times as much.
fn kinds_wanted(questions: usize) -> Option<usize> {
    (questions > MANY).then(|| questions.isqrt().clamp(8, 60))
}

/// The groups of the last run, and its space unless it is stale.
fn last(store: &Store, texts: usize) -> (Vec<Group>, Option<Space>) {
    let Ok(Some(run)) = runs::last(&store.conn) else {
        return (Vec::new(), None);
    };
    let groups = runs::part(&store.conn, run, KINDS).unwrap_or_default();
    let bytes = runs::bytes(&store.conn, run, QUESTION_SPACE).ok().flatten();
    let space = bytes.and_then(|b| Space::from_bytes(&b).ok());
    (groups, space.filter(|s| !s.is_stale(texts)))
}

/// Makes `question` again, from the last run.
pub(in crate::store) fn refresh(conn: &Connection) -> Result<()> {
    let Some(run) = runs::last(conn)? else {
        return Ok(());
    };
    conn.prepare_cached("DELETE FROM asked WHERE run = ?1")?
        .execute([run])?;
    let groups: Vec<runs::Found> = runs::part(conn, run, KINDS)?;
    let asked = asked(&groups);
    asked.iter().try_for_each(|one| put(conn, run, one))
}

/// The kind of question that a trace asks, with the share of its traces in those of the largest kind.
pub(super) struct Asked<'a> {
    tid: &'a str,
    kind: String,
    share: f64,
}

/// What the traces of groups ask.
pub(super) fn asked(groups: &[runs::Found]) -> Vec<Asked<'_>> {
    let largest = groups.iter().map(|g| g.members.len()).max();
    let largest = largest.unwrap_or(1).max(1) as f64;
    let wholes = groups.iter().filter(|g| g.parent.is_none());
    let asked = wholes.flat_map(|group| {
        group.members.iter().map(move |tid| Asked {
            tid,
            kind: kind_of(&group.id),
            share: group.members.len() as f64 / largest,
        })
    });
    asked.collect()
}

/// Writes what a trace asks, as of a run; nothing where there is no such trace.
pub(super) fn put(conn: &Connection, run: i64, asked: &Asked) -> Result<()> {
    let sql = "INSERT OR IGNORE INTO asked(run, trace, kind, share) SELECT ?1, id, ?3, ?4 FROM trace WHERE tid = ?2";
    conn.prepare_cached(sql)?
        .execute((run, asked.tid, &asked.kind, asked.share))?;
    Ok(())
}

/// Kinds of questions are told from clusters by their first letter.
pub(super) fn kind_of(group: &str) -> String {
    format!("q-{}", group.trim_start_matches("c-"))
}

/// Kinds of questions whose id the values name, or one of whose terms.
pub(in crate::store) fn matching(conn: &Connection, values: &[String]) -> Result<Vec<String>> {
    let Some(run) = runs::last(conn)? else {
        return Ok(Vec::new());
    };
    let cards: Vec<Card> = runs::part(conn, run, QUESTIONS)?;
    let fits = |card: &Card| {
        let says = |v: &String| matches(v, &card.id) || card.terms.iter().any(|t| matches(v, t));
        values.iter().any(says)
    };
    Ok(cards.into_iter().filter(fits).map(|c| c.id).collect())
}

/// Share of the traces of a trace's kind of question in those of the largest kind; none where it has no kind.
pub(in crate::store) fn share(conn: &Connection, trace: i64) -> Result<Option<f64>> {
    let sql = "SELECT share FROM question WHERE trace = ?1";
    let share = conn
        .prepare_cached(sql)?
        .query_row([trace], |row| row.get(0));
    Ok(share.optional()?)
}

/// Cards under the ids that filters take.
pub(super) fn renamed(cards: Vec<Card>) -> Vec<Card> {
    let mut by_id = BTreeMap::new();
    for mut card in cards {
        card.id = kind_of(&card.id);
        by_id.insert(card.id.clone(), card);
    }
    by_id.into_values().collect()
}
