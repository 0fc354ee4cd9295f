//! Equal texts made one, and rows dealt into folds.

use super::{Example, features};
use crate::analysis::cluster::tokens::Reader;
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

/// A text that differs from all others, with what people say of any trace that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) text: String,
    pub(super) modes: BTreeSet<String>,
    pub(super) blind: Option<BTreeSet<String>>,
}

/// Examples without text or modes are left out. In the order of their keys.
pub(super) fn fold(examples: Vec<Example>) -> Vec<Folded> {
    let mut folded: BTreeMap<u64, Folded> = BTreeMap::new();
    let mut reader = Reader::new(false);
    for example in examples {
        let key = features::fold_key(&mut reader, &example.text);
        let Some(key) = key.filter(|_| !example.modes.is_empty()) else {
            continue;
        };
        let held = folded.entry(key).or_insert_with(|| Folded {
            text: example.text.clone(),
            modes: BTreeSet::new(),
            blind: None,
        });
        // The same for any order of arrival.
        if example.text < held.text {
            held.text = example.text;
        }
        held.modes.extend(example.modes);
        if let Some(blind) = example.blind {
            held.blind.get_or_insert_default().extend(blind);
        }
    }
    folded.into_values().collect()
}

/// Modes that so many texts have, with how many have them.
pub(super) fn modes_with(folded: &[Folded], least: usize) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for mode in folded.iter().flat_map(|f| &f.modes) {
        *counts.entry(mode).or_default() += 1;
    }
    let enough = counts.into_iter().filter(|(_, n)| *n >= least);
    enough.map(|(mode, n)| (mode.to_owned(), n)).collect()
}

/// The fold of each row: the rows of a class are dealt out in turn, the rarest class first.
pub(super) fn folds(has: &[Vec<bool>], folds: usize) -> Vec<usize> {
    let rows = has.first().map_or(0, Vec::len);
    let mut fold_of = vec![usize::MAX; rows];
    let mut classes: Vec<&Vec<bool>> = has.iter().collect();
    classes.order_by_key(|rows| rows.iter().filter(|is| **is).count());
    let mut next = 0;
    for class in classes {
        for row in (0..rows).filter(|row| class[*row]) {
            if fold_of[row] == usize::MAX {
                fold_of[row] = next % folds;
                next += 1;
            }
        }
    }
    for fold in fold_of.iter_mut().filter(|fold| **fold == usize::MAX) {
        *fold = next % folds;
        next += 1;
    }
    fold_of
}
