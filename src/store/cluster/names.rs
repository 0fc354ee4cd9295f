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
    cards: &[Card],
    states: &BTreeMap<String, ClusterState>,
) -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for (id, state) in states {
        let given = state.name.as_ref().map(|n| texts::get(conn, &n.what));
        if let Some(given) = given.transpose()?.flatten() {
            names.insert(id.clone(), given);
        }
    }
    add_free(&mut names, cards);
    Ok(names)
}

/// Names the clusters that have no name.
fn add_free(names: &mut BTreeMap<String, String>, cards: &[Card]) {
    let mut taken: BTreeSet<Words> = names.values().map(|name| words(name)).collect();
    for card in cards {
        if !names.contains_key(&card.id) {
            let name = free_name(&card.terms, &card.id, &mut taken);
            names.insert(card.id.clone(), name);
        }
    }
}

/// What a reader tells names apart by: their words, in whatever order.
type Words = BTreeSet<String>;

fn words(name: &str) -> Words {
    let split = name.split(|c: char| c == ',' || c.is_whitespace());
    let words = split.filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// The shortest name of these terms whose words no other cluster's name has; with its id where all are taken.
fn free_name(terms: &[String], id: &str, taken: &mut BTreeSet<Words>) -> String {
    if terms.is_empty() {
        return id.to_owned();
    }
    let usual = usual(terms);
    let tries = (usual..=terms.len()).map(|n| terms[..n].join(", "));
    let mut free = tries.filter(|name| taken.insert(words(name)));
    let free = free.next();
    free.unwrap_or_else(|| format!("{} ({id})", terms.join(", ")))
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
    let deck = cards::known(store, run)?;
    let mut names = all(&store.conn, &deck.cards, &members::states(&store.conn)?)?;
    Ok(names.remove(cluster))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn card(id: &str, terms: &[&str]) -> Card {
        Card {
            id: id.into(),
            terms: terms.iter().map(|t| (*t).to_owned()).collect(),
            ..Card::default()
        }
    }

    #[test]
    fn names_are_a_few_words_and_no_two_are_the_same() {
        let cards = [
            card("c-a", &["order number", "tracking code", "parcel"]),
            card("c-b", &["order number", "tracking code", "late"]),
            card("c-c", &["order number", "tracking code", "late"]),
            card("c-d", &["refund"]),
            card("c-e", &[]),
            card("c-f", &["tracking code", "order number"]),
        ];
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
                "tracking code, order number (c-f)",
            ]
        );
    }
    proptest! {
        #[test]
        fn no_two_names_hold_the_same_words(
            terms in prop::collection::vec(prop::collection::vec("[a-d]( [a-dA-D])?", 0..5), 1..12),
            given in prop::collection::vec("[a-d](,? [a-dA-D]){0,2}", 0..3),
        ) {
            let cards: Vec<Card> = terms
                .iter()
                .enumerate()
                .map(|(n, terms)| Card { id: format!("c-{n:02}"), terms: terms.clone(), ..Card::default() })
                .collect();
            let people = given.iter().enumerate().map(|(n, name)| (format!("c-x{n}"), name.clone()));
            let mut names: BTreeMap<String, String> = people.collect();
            add_free(&mut names, &cards);
            let made: Vec<Words> = cards.iter().map(|c| words(&names[&c.id])).collect();
            for (n, name) in made.iter().enumerate() {
                prop_assert!(!made[..n].contains(name), "{:?}", names);
                prop_assert!(given.iter().all(|g| words(g) != *name), "{:?}", names);
            }
            for card in &cards {
                let name = &names[&card.id];
                prop_assert!(card.terms.is_empty() || name.starts_with(&card.terms[0]), "{:?}", names);
            }
        }
    }
}
