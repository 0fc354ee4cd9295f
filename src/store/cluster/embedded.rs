//! Vectors that an embeddings endpoint gave for texts that are grouped, kept by model and text, so that a later run asks
//! for new texts only. Those of one model have one length; others are refused.

use super::{
    members::Overlay,
    plan::HISTORY,
    traffic::FAILING,
    units::{self, Unit},
};
use crate::{
    analysis::cluster::{Matrix, Watch, have_words},
    error::{Error, Result},
    model::{query::Window, time::Time},
    order::Order,
    store::Store,
};
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// The name of a text.
pub(super) type Hash = [u8; 32];

/// Bytes of a number.
const WIDTH: usize = 4;

/// What a run by vectors of a model would ask for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lacking {
    /// Traces that are grouped.
    pub traces: u64,
    /// Those of them that are older than the window: they join groups, so that a cluster has a past, and found none.
    pub older: u64,
    /// Their texts, each once; those without a word are not among them.
    pub texts: u64,
    /// The texts that have no vector of the model, in the order of the traces' ids.
    pub lacking: Vec<String>,
    /// Length of the model's vectors that are kept.
    pub dims: Option<usize>,
}

impl Store {
    /// Looks which texts of failing traces have no vector of a model, with `anew` all of them; none when `stopped` says
    /// so. It looks at what lies before the window of so many days too, for a cluster has a past.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn texts_without_vector(
        &self,
        (model, anew): (&str, bool),
        window_days: u32,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Lacking>> {
        let Some(mut units) = units::read(self, &failing(&self.conn)?, &|_| !stopped())? else {
            return Ok(None);
        };
        let out = Overlay::read(&self.conn)?.out;
        units.retain(|u| !out.contains(&u.tid));
        units.order_by(|a, b| a.tid.cmp(&b.tid));
        let texts: Vec<&str> = units.iter().map(|u| u.text.as_str()).collect();
        let watch = Watch::new(stopped, &|_, _| ());
        let Ok(words) = have_words(&texts, &watch) else {
            return Ok(None);
        };
        let newest = self.newest(Time::now())?;
        let from = newest.and_then(|n| Window::Days(window_days).bounds(n).0);
        let is_older = |u: &&Unit| from.is_some_and(|from| u.at < from.0);
        let mut found = Lacking {
            traces: units.len() as u64,
            older: units.iter().filter(is_older).count() as u64,
            dims: if anew { None } else { dims(&self.conn, model)? },
            ..Lacking::default()
        };
        let mut seen = BTreeSet::new();
        for (Unit { text, .. }, has_words) in units.iter().zip(words) {
            let hash = hash(text);
            if has_words && seen.insert(hash) {
                found.texts += 1;
                if anew || !is_kept(&self.conn, model, &hash)? {
                    found.lacking.push(text.clone());
                }
            }
        }
        Ok(Some(found))
    }

    /// Keeps vectors of a model, all or none of them.
    ///
    /// # Errors
    /// When the store cannot be written, or keeps vectors of another length for this model.
    pub fn keep_vectors(
        &mut self,
        model: &str,
        vectors: &[(&str, &[f32])],
        now: Time,
    ) -> Result<()> {
        let tx = self.begin(false)?;
        let mut expected = dims(&tx, model)?;
        let sql = "INSERT OR REPLACE INTO embedded(model, text, at, v) VALUES (?1, ?2, ?3, ?4)";
        for (text, vector) in vectors {
            let known = *expected.get_or_insert(vector.len());
            if vector.len() != known {
                return Err(Error::other_dimensions(model, known, vector.len()));
            }
            let bytes: Vec<u8> = vector.iter().flat_map(|v| v.to_le_bytes()).collect();
            tx.prepare_cached(sql)?
                .execute((model, hash(text), now.0, bytes))?;
        }
        Ok(tx.commit()?)
    }

    /// Forgets the vectors of a model, and tells how many there were.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn forget_vectors(&mut self, model: &str) -> Result<u64> {
        let tx = self.begin(false)?;
        let gone = tx.execute("DELETE FROM embedded WHERE model = ?1", [model])?;
        tx.commit()?;
        Ok(gone as u64)
    }
}

/// Numbers of the failing traces among those that runs look at.
fn failing(conn: &Connection) -> Result<Vec<i64>> {
    let sql =
        "SELECT id FROM (SELECT id, flags FROM trace ORDER BY started_at DESC, id DESC LIMIT ?1)
        WHERE flags & ?2 <> 0";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map((HISTORY, FAILING), |row| row.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn hash(text: &str) -> Hash {
    *blake3::hash(text.as_bytes()).as_bytes()
}

/// The length of a model's vectors; none while there are none.
fn dims(conn: &Connection, model: &str) -> Result<Option<usize>> {
    let sql = "SELECT length(v) FROM embedded WHERE model = ?1 LIMIT 1";
    let bytes = conn
        .prepare_cached(sql)?
        .query_row([model], |row| row.get::<_, i64>(0));
    Ok(bytes.optional()?.map(|bytes| bytes as usize / WIDTH))
}

fn is_kept(conn: &Connection, model: &str, text: &Hash) -> Result<bool> {
    let sql = "SELECT 1 FROM embedded WHERE model = ?1 AND text = ?2";
    let found = conn
        .prepare_cached(sql)?
        .query_row((model, text), |_| Ok(()));
    Ok(found.optional()?.is_some())
}

/// Vectors of a model for texts, as far as there are any.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Embedded {
    pub(super) model: String,
    /// Numbers in a vector; 1 while there is none.
    pub(super) dims: usize,
    rows: BTreeMap<Hash, Vec<f32>>,
}

impl Embedded {
    pub(super) fn load<'a>(
        conn: &Connection,
        model: &str,
        texts: impl Iterator<Item = &'a str>,
    ) -> Result<Self> {
        let dims = dims(conn, model)?.unwrap_or(1);
        let mut rows = BTreeMap::new();
        let mut statement =
            conn.prepare_cached("SELECT v FROM embedded WHERE model = ?1 AND text = ?2")?;
        for text in texts {
            let hash = hash(text);
            if rows.contains_key(&hash) {
                continue;
            }
            let bytes: Option<Vec<u8>> = statement
                .query_row((model, hash), |row| row.get(0))
                .optional()?;
            if let Some(bytes) = bytes {
                let vector = numbers(&bytes);
                if vector.len() != dims || vector.iter().any(|v| !v.is_finite()) {
                    return Err(Error::operational(format!(
                        "the vectors of {model} in this store are damaged"
                    ))
                    .hint("goldset cluster --embeddings --forget-vectors asks for all again"));
                }
                rows.insert(hash, vector);
            }
        }
        Ok(Self {
            model: model.to_owned(),
            dims,
            rows,
        })
    }

    /// One row for each text, of length 1; all zero where there is no vector.
    pub(super) fn vectors(&self, texts: &[&str]) -> Matrix {
        let none = vec![0.0; self.dims];
        let rows: Vec<Vec<f32>> = texts
            .iter()
            .map(|text| self.rows.get(&hash(text)).unwrap_or(&none).clone())
            .collect();
        self.matrix(&rows)
    }

    /// The vectors there are, each once, in an order that is the same for the same texts.
    pub(super) fn all(&self) -> Matrix {
        let rows: Vec<Vec<f32>> = self.rows.values().cloned().collect();
        self.matrix(&rows)
    }

    /// Vectors were looked at as they were read: all have one length and are finite.
    fn matrix(&self, rows: &[Vec<f32>]) -> Matrix {
        Matrix::from_rows(self.dims, rows).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The texts that have a vector.
    pub(super) fn texts(&self) -> BTreeSet<Hash> {
        self.rows.keys().copied().collect()
    }

    /// What it says of the texts, as a hash.
    pub(super) fn fingerprint(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (text, vector) in &self.rows {
            hasher.update(text);
            for v in vector {
                hasher.update(&v.to_le_bytes());
            }
        }
        hasher.finalize()
    }
}

fn numbers(bytes: &[u8]) -> Vec<f32> {
    let (all, _) = bytes.as_chunks::<WIDTH>();
    all.iter().map(|b| f32::from_le_bytes(*b)).collect()
}

/// Lets go of a model's vectors of texts that nobody groups any more: they tell of the texts.
pub(super) fn prune(store: &Store, model: &str, texts: &BTreeSet<Hash>) -> Result<()> {
    let mut old = {
        let sql = "SELECT id, text FROM embedded WHERE model = ?1";
        let mut statement = store.conn.prepare_cached(sql)?;
        let rows = statement.query_map([model], |row| Ok((row.get(0)?, row.get(1)?)))?;
        rows.collect::<rusqlite::Result<Vec<(i64, Hash)>>>()?
    };
    old.retain(|(_, text)| !texts.contains(text));
    store.in_turns(|conn| {
        let Some((id, _)) = old.pop() else {
            return Ok(false);
        };
        conn.prepare_cached("DELETE FROM embedded WHERE id = ?1")?
            .execute([id])?;
        Ok(true)
    })
}
