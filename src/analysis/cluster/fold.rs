//! Items as distinct points: texts that say the same in the same order are one point that counts several times.

use super::item::Item;
use super::kmeans::Points;
use super::matrix::Matrix;
use super::terms::READ;
use super::tokens::{HashTable, Reader, fold_key};
use super::watch::{Cancelled, Watch};
use std::borrow::Cow;

pub(super) struct Folded<'a> {
    /// One row a point; the items' own while no two say the same.
    pub(super) rows: Cow<'a, Matrix>,
    /// Items of each point, ascending.
    pub(super) items: Vec<Vec<usize>>,
    pub(super) weights: Vec<u32>,
    /// The point of each item; none without a known term.
    pub(super) point: Vec<Option<usize>>,
    /// Items without a word.
    pub(super) no_text: Vec<usize>,
}

impl<'a> Folded<'a> {
    pub(super) fn of(
        items: &[Item],
        vectors: &'a Matrix,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let texts: Vec<&str> = items.iter().map(|i| i.text).collect();
        let keys = keys(&texts, watch)?;
        let mut known: HashTable<usize> = HashTable::default();
        let mut members: Vec<Vec<usize>> = Vec::new();
        let mut point = vec![None; items.len()];
        let mut no_text = Vec::new();
        for (i, key) in keys.into_iter().enumerate() {
            let Some(key) = key else {
                no_text.push(i);
                continue;
            };
            if vectors.is_zero(i) {
                continue;
            }
            let at = *known.entry(key).or_insert_with(|| {
                members.push(Vec::new());
                members.len() - 1
            });
            members[at].push(i);
            point[i] = Some(at);
        }
        let firsts: Vec<usize> = members.iter().map(|m| m[0]).collect();
        let rows = if firsts.len() == vectors.rows() {
            Cow::Borrowed(vectors)
        } else {
            Cow::Owned(vectors.pick_many(&firsts, watch)?)
        };
        Ok(Self {
            rows,
            weights: members.iter().map(|m| m.len() as u32).collect(),
            items: members,
            point,
            no_text,
        })
    }

    pub(super) fn points(&self) -> Points<'_> {
        Points {
            rows: &self.rows,
            weights: &self.weights,
        }
    }
}

/// Whether each text says anything to group it by.
pub fn have_words(texts: &[&str], watch: &Watch) -> Result<Vec<bool>, Cancelled> {
    Ok(keys(texts, watch)?.iter().map(Option::is_some).collect())
}

/// What texts that say the same have in common; none for one without a word.
fn keys(texts: &[&str], watch: &Watch) -> Result<Vec<Option<u64>>, Cancelled> {
    let reader = || Reader::new(false);
    let keys = watch.blocks_with(texts.len(), READ, reader, |reader, range| {
        let texts = texts[range].iter();
        texts
            .map(|text| fold_key(&reader.stems(text)))
            .collect::<Vec<_>>()
    })?;
    Ok(keys.into_iter().flatten().collect())
}

/// Some of the points, as points of their own.
pub(super) struct Subset {
    pub(super) picked: Vec<usize>,
    rows: Matrix,
    weights: Vec<u32>,
}

impl Subset {
    pub(super) fn of(all: Points, picked: Vec<usize>) -> Self {
        Self {
            rows: all.rows.pick(&picked),
            weights: picked.iter().map(|&p| all.weights[p]).collect(),
            picked,
        }
    }

    pub(super) fn points(&self) -> Points<'_> {
        Points {
            rows: &self.rows,
            weights: &self.weights,
        }
    }
}
