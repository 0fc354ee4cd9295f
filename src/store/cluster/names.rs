//! What clusters are called: the name a person gave, else a few words that their texts say more often than others'.

use super::{
    cards::{self, Card},
    members, runs,
};
use crate::{error::Result, model::fold::ClusterState, store::Store, store::texts};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a name that the program made.
const WORDS: usize = 4;

/// Names by id of the clusters with cards, and of those that people named.
pub(super) fn all(
    conn: &Connection,
    cards: &BTreeMap<String, Card>,
    states: &BTreeMap<String, ClusterState>,
) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for (id, state) in states {
        let given = state.name.as_ref().map(|n| texts::get(conn, &n.what));
        if let Some(given) = given.transpose()?.flatten() {
            names.insert(id.clone(), given);
        }
    }
    let mut taken: BTreeSet<String> = names.values().map(|n| n.to_lowercase()).collect();
    for (id, card) in cards {
        if !names.contains_key(id) {
            names.insert(id.clone(), free_name(&card.terms, id, &mut taken));
        }
    }
    Ok(names)
}

/// The shortest name of these terms that no other cluster has; with its id where all are taken.
fn free_name(terms: &[String], id: &str, taken: &mut BTreeSet<String>) -> String {
    if terms.is_empty() {
        return id.to_owned();
    }
    let usual = usual(terms);
    let tries = (usual..=terms.len()).map(|n| terms[..n].join(", "));
    let free = tries.into_iter().find(|name| !taken.contains(name));
    let name = free.unwrap_or_else(|| format!("{} ({id})", terms.join(", ")));
    taken.insert(name.clone());
    name
}

/// How many of the terms make a name of at most four words.
fn usual(terms: &[String]) -> usize {
    let mut words = 0;
    let fits = |term: &&String| {
        words += term.split(' ').count();
        words <= WORDS
    };
    terms.iter().take_while(fits).count().max(1)
}

/// What the cluster is called, without describing anew what people changed since the last run; none before the first.
pub(in crate::store) fn of(store: &Store, cluster: &str) -> Result<Option<String>> {
    let Some(run) = runs::last(&store.conn)? else {
        return Ok(None);
    };
    let cards = cards::by_id(cards::known(store, run)?.cards);
    let names = all(&store.conn, &cards, &members::states(&store.conn)?)?;
    Ok(names.get(cluster).cloned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn card(id: &str, terms: &[&str]) -> (String, Card) {
        let card = Card {
            id: id.into(),
            terms: terms.iter().map(|t| (*t).to_owned()).collect(),
            ..Card::default()
        };
        (id.to_owned(), card)
    }

    #[test]
    fn names_are_a_few_words_and_no_two_are_the_same() {
        let cards = BTreeMap::from([
            card("c-a", &["order number", "tracking code", "parcel"]),
            card("c-b", &["order number", "tracking code", "late"]),
            card("c-c", &["order number", "tracking code", "late"]),
            card("c-d", &["refund"]),
            card("c-e", &[]),
        ]);
        let conn = Connection::open_in_memory().unwrap();
        let names = all(&conn, &cards, &BTreeMap::new()).unwrap();
        let told: Vec<&str> = names.values().map(String::as_str).collect();
        assert_eq!(
            told,
            [
                "order number, tracking code",
                "order number, tracking code, late",
                "order number, tracking code, late (c-c)",
                "refund",
                "c-e",
            ]
        );
    }
}
