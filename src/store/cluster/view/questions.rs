//! Kinds of questions with their bad rates.

use super::{super::traffic::Traffic, numbers::per_thousand};
use crate::{
    error::Result,
    model::cluster::QueryType,
    order::Order,
    store::{
        Store,
        cluster::{cards::Card, questions::QUESTIONS, runs},
    },
};
use std::collections::{BTreeMap, HashMap};

/// The most frequent first.
pub(super) fn types(store: &Store, traffic: &Traffic) -> Result<Vec<QueryType>> {
    let Some(run) = runs::last(&store.conn)? else {
        return Ok(Vec::new());
    };
    let cards: Vec<Card> = runs::part(&store.conn, run, QUESTIONS)?;
    let kinds = kinds(store)?;
    let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
    for seen in &traffic.seen {
        if let Some(kind) = kinds.get(&seen.id) {
            let entry = counts.entry(kind).or_default();
            entry.0 += u64::from(seen.negative);
            entry.1 += 1;
        }
    }
    let mut types: Vec<QueryType> = cards
        .into_iter()
        .filter_map(|card| {
            let (bad, n) = *counts.get(card.id.as_str())?;
            Some(QueryType {
                id: card.id,
                terms: card.terms,
                traces: n,
                rate: per_thousand(bad, n),
            })
        })
        .collect();
    types.order_by(|a, b| b.traces.cmp(&a.traces).then_with(|| a.id.cmp(&b.id)));
    Ok(types)
}

fn kinds(store: &Store) -> Result<HashMap<i64, String>> {
    let mut statement = store
        .conn
        .prepare_cached("SELECT trace, kind FROM question")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
