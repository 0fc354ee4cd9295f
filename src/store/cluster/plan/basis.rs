//! What a run compares texts by: vectors learnt from them, or those of an embeddings endpoint.

use super::{Vectors, facts::Facts};
use crate::{
    analysis::cluster::{
        Cancelled, Constraints, Group, Item, Matrix, Space, Start, Watch, calibrate, have_words,
    },
    model::cluster::{Embedding, RunView},
    store::cluster::embedded::Embedded,
};
use std::collections::BTreeMap;

/// Fewer vectors say nothing about distances.
const FEW: usize = 5;
/// Growth after which distances are looked at again.
const GROWN: f64 = 1.25;

/// What texts are compared by.
#[derive(Clone, Copy)]
pub(super) enum Basis<'a> {
    Words(&'a Space),
    Model(&'a Embedded),
}

impl Basis<'_> {
    /// One row for each text; all zero where nothing is known of it.
    pub(super) fn vectors(self, texts: &[&str], watch: &Watch) -> Result<Matrix, Cancelled> {
        match self {
            Self::Words(space) => space.vectors(texts, watch),
            Self::Model(embedded) => Ok(embedded.vectors(texts)),
        }
    }
}

/// The model a run asks for; none where it learns vectors from the texts.
pub(super) fn wanted<'a>(vectors: &'a Vectors, last: Option<&'a RunView>) -> Option<&'a str> {
    match vectors {
        Vectors::AsBefore => last?.vectors.as_ref().map(|v| v.model.as_str()),
        Vectors::Words => None,
        Vectors::Model(model) => Some(model),
    }
}

/// Whether the groups of the run before lie among the same vectors.
pub(super) fn is_continued(facts: &Facts) -> bool {
    let before = facts.last.as_ref().and_then(|run| run.vectors.as_ref());
    match (before, &facts.embedded) {
        (None, None) => true,
        (Some(was), Some(is)) => was.model == is.model && was.dims as usize == is.dims,
        _ => false,
    }
}

/// Where groups of foreign vectors end: as in the run before while there are about as many of the same, else calibrated.
pub(super) fn calibrated(
    facts: &Facts,
    embedded: &Embedded,
    from_scratch: bool,
    seed: u64,
    watch: &Watch,
) -> Result<Embedding, Cancelled> {
    let last = facts.last.as_ref().and_then(|run| run.vectors.clone());
    let grown = |e: &Embedding| embedded.len() as f64 >= GROWN * e.texts as f64;
    if let Some(known) = last.filter(|e| is_continued(facts) && !from_scratch && !grown(e)) {
        return Ok(known);
    }
    let cut = match embedded.len() {
        0..FEW => 0.5,
        _ => calibrate(&embedded.all(), seed, watch)?,
    };
    Ok(Embedding {
        model: embedded.model.clone(),
        dims: embedded.dims as u64,
        cut,
        texts: embedded.len() as u64,
    })
}

/// Traces whose text has no vector of the model.
#[derive(Default)]
pub(super) struct Waiting {
    /// How many.
    pub(super) count: usize,
    /// Those that were in a group, which they keep until there is something to compare.
    stay: BTreeMap<String, String>,
}

impl Waiting {
    /// Of a run that starts so; a cold one knows no groups to stay in.
    pub(super) fn of(
        items: &[Item],
        vectors: &Matrix,
        start: Start,
        watch: &Watch,
    ) -> Result<Self, Cancelled> {
        let groups = match start {
            Start::Keep(groups) | Start::Warm(groups) => groups,
            Start::Cold | Start::Scratch(_) => &[],
        };
        let lacking: Vec<&Item> = items
            .iter()
            .enumerate()
            .filter(|(i, _)| vectors.is_zero(*i))
            .map(|(_, item)| item)
            .collect();
        let texts: Vec<&str> = lacking.iter().map(|item| item.text).collect();
        let words = have_words(&texts, watch)?;
        let wholes = groups.iter().filter(|g| g.parent.is_none());
        let homes: BTreeMap<&str, &str> = wholes
            .flat_map(|g| g.members.iter().map(|m| (m.as_str(), g.id.as_str())))
            .collect();
        let mut waiting = Self::default();
        for (item, _) in lacking.iter().zip(words).filter(|(_, words)| *words) {
            waiting.count += 1;
            if let Some(home) = homes.get(item.id) {
                let stays = (item.id.to_owned(), (*home).to_owned());
                waiting.stay.extend([stays]);
            }
        }
        Ok(waiting)
    }

    /// Has them stay where they are, unless a person wants them elsewhere.
    pub(super) fn hold(&self, constraints: &mut Constraints) {
        let anchored: BTreeMap<&str, &str> = constraints
            .made
            .iter()
            .flat_map(|(id, made)| made.anchors.iter().map(|a| (a.as_str(), id.as_str())))
            .collect();
        let held: Vec<(String, String)> = self
            .stay
            .iter()
            .map(|(tid, home)| {
                let home = anchored.get(tid.as_str()).copied().unwrap_or(home);
                (tid.clone(), home.to_owned())
            })
            .collect();
        for (tid, home) in held {
            constraints.pins.entry(tid).or_insert(home);
        }
    }

    /// Records them as members of their groups.
    pub(super) fn record(&self, groups: &mut [Group]) {
        for group in groups.iter_mut().filter(|g| g.parent.is_none()) {
            let members = self.stay.iter().filter(|(_, home)| **home == group.id);
            group.members.extend(members.map(|(tid, _)| tid.clone()));
            // Those that people merged are held there already.
            group.members.sort_unstable();
            group.members.dedup();
        }
    }
}
