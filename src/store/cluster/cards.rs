//! What a run says of each cluster: terms, exemplars, edges. Made again for the view when people changed who is in
//! which cluster since.

use super::{embedded::Embedded, members::Overlay, runs, units};
use crate::{
    analysis::cluster::{
        Cancelled, Cluster, Group, Item, Matrix, Membership, Space, Watch, describe, memberships,
    },
    error::{Error, Result},
    model::id::{hash16, hex},
    order::Order,
    store::Store,
};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};

/// The part of a run that holds its cards.
pub(super) const CARDS: &str = "cards";
/// The part that holds what vectors are made with.
pub(super) const SPACE: &str = "space";

/// A cluster as a run describes it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(in crate::store) struct Card {
    pub(super) id: String,
    pub(super) terms: Vec<String>,
    pub(super) coverage: f64,
    pub(super) exclusivity: f64,
    pub(super) weak: bool,
    pub(super) cohesion: f64,
    /// Trace ids, the most typical first.
    pub(super) exemplars: Vec<String>,
    pub(super) edges: Vec<String>,
    /// The cluster it is a part of.
    pub(super) parent: Option<String>,
    pub(super) alarm: bool,
    /// Of its traces, for parts; a whole cluster's are those of the table `member`.
    pub(super) part: Vec<String>,
}

/// The cards of a run, with the hash of the membership they describe.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(in crate::store) struct Deck {
    pub(super) of: String,
    /// The run they are of.
    #[serde(skip)]
    pub(super) run: i64,
    /// By id where they were read back.
    pub(super) cards: Vec<Card>,
}

impl Card {
    pub(super) fn of(cluster: &Cluster, items: &[Item]) -> Self {
        let ids = |indices: &[usize]| -> Vec<String> {
            indices.iter().map(|i| items[*i].id.to_owned()).collect()
        };
        Self {
            id: cluster.id.clone(),
            terms: cluster.terms.clone(),
            coverage: cluster.coverage,
            exclusivity: cluster.exclusivity,
            weak: cluster.weak,
            cohesion: cluster.cohesion,
            exemplars: ids(&cluster.exemplars),
            edges: ids(&cluster.edges),
            parent: cluster.parent.clone(),
            alarm: cluster.alarm,
            part: match cluster.parent {
                Some(_) => ids(&cluster.members),
                None => Vec::new(),
            },
        }
    }
}

/// Who is in which cluster as of a run, as a hash.
pub(super) fn fingerprint(conn: &Connection, run: i64) -> Result<String> {
    let sql = "SELECT cluster, trace FROM membership WHERE run = ?1 ORDER BY cluster, trace";
    let mut statement = conn.prepare_cached(sql)?;
    let mut rows = statement.query([run])?;
    let mut bytes = Vec::new();
    while let Some(row) = rows.next()? {
        bytes.extend_from_slice(row.get_ref(0)?.as_bytes().unwrap_or_default());
        bytes.push(0);
        bytes.extend_from_slice(&row.get::<_, i64>(1)?.to_le_bytes());
    }
    Ok(hex(&hash16(&bytes)))
}

/// The cards as things stand; none before the first run.
pub(super) fn standing(store: &Store) -> Result<Arc<Deck>> {
    let Some(run) = runs::last(&store.conn)? else {
        return Ok(Arc::default());
    };
    let now = fingerprint(&store.conn, run)?;
    let known = known(store, run)?;
    if known.of == now {
        return Ok(known);
    }
    let cards = renewed(store, run, &known.cards)?;
    Ok(keep(
        store,
        Deck {
            of: now,
            run,
            cards,
        },
    ))
}

/// The cards of a run as they were described last, whatever people changed since.
pub(super) fn known(store: &Store, run: i64) -> Result<Arc<Deck>> {
    if let Some(known) = store.cards.borrow().as_ref().filter(|c| c.run == run) {
        return Ok(Arc::clone(known));
    }
    let recorded: Deck = runs::part(&store.conn, run, CARDS)?;
    Ok(keep(store, Deck { run, ..recorded }))
}

fn keep(store: &Store, mut deck: Deck) -> Arc<Deck> {
    deck.cards.order_by(|a, b| a.id.cmp(&b.id));
    let deck = Arc::new(deck);
    *store.cards.borrow_mut() = Some(Arc::clone(&deck));
    deck
}

impl Deck {
    pub(super) fn get(&self, id: &str) -> Option<&Card> {
        let at = self
            .cards
            .binary_search_by(|c| c.id.as_str().cmp(id))
            .ok()?;
        self.cards.get(at)
    }
}

/// Describes the clusters as people left them.
fn renewed(store: &Store, run: i64, before: &[Card]) -> Result<Vec<Card>> {
    let groups: Vec<Group> = runs::part(&store.conn, run, runs::GROUPS)?;
    let mut statement = store
        .conn
        .prepare_cached("SELECT trace FROM member ORDER BY trace")?;
    let ids = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let units = units::read(store, &ids, &|_| true)?.unwrap_or_default();
    let items: Vec<Item> = units.iter().map(units::Unit::item).collect();
    let clusters = memberships(&items, &groups, &Overlay::read(&store.conn)?.constraints);
    let mut cards = describe_all(&vectors_of(store, run, &items)?, &items, &clusters)?;
    let before: HashMap<&str, &Card> = before.iter().map(|c| (c.id.as_str(), c)).collect();
    for card in &mut cards {
        card.alarm = before.get(card.id.as_str()).is_some_and(|c| c.alarm);
    }
    Ok(cards)
}

/// The space of a run.
pub(super) fn space(conn: &Connection, run: i64) -> Result<Option<Space>> {
    let bytes = runs::bytes(conn, run, SPACE)?;
    Ok(bytes.and_then(|b| Space::from_bytes(&b).ok()))
}

pub(super) fn vectors_of(store: &Store, run: i64, items: &[Item]) -> Result<Matrix> {
    let texts: Vec<&str> = items.iter().map(|i| i.text).collect();
    if let Some(known) = runs::view(&store.conn)?.and_then(|r| r.vectors) {
        let texts_of = texts.iter().copied();
        return Ok(Embedded::load(&store.conn, &known.model, texts_of)?.vectors(&texts));
    }
    let space = match space(&store.conn, run)? {
        Some(space) => space,
        // Of another version of the program: learnt from what there is until the next run.
        None => Space::fit(&texts, store.settings.seed, &Watch::quiet()).map_err(stopped)?,
    };
    space.vectors(&texts, &Watch::quiet()).map_err(stopped)
}

fn describe_all(vectors: &Matrix, items: &[Item], clusters: &[Membership]) -> Result<Vec<Card>> {
    let described = describe(items, vectors, clusters, &Watch::quiet()).map_err(stopped)?;
    Ok(described.iter().map(|c| Card::of(c, items)).collect())
}

/// A watch that nobody cancels is never cancelled.
pub(super) fn stopped(_: Cancelled) -> Error {
    Error::operational("grouping was stopped")
}

/// Parts of a cluster as if they were clusters of their own.
pub(super) fn describe_parts(
    vectors: &Matrix,
    items: &[Item],
    parts: &[Vec<usize>],
) -> Result<Vec<Card>> {
    let clusters: Vec<Membership> = parts
        .iter()
        .enumerate()
        .map(|(n, members)| Membership {
            id: n.to_string(),
            parent: None,
            members: members.clone(),
        })
        .collect();
    describe_all(vectors, items, &clusters)
}
