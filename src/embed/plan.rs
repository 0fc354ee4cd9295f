//! What asking would take.

use super::Embedder;
use crate::{
    endpoint::{Budget, tokens},
    error::{Error, Result},
    store::{Lacking, Store},
};

/// What is to be asked for, and what that takes.
#[derive(Debug, Clone)]
pub struct Plan {
    pub model: String,
    pub(super) found: Lacking,
    /// The length of vectors that are kept or wanted.
    pub(super) dims: Option<usize>,
    pub(super) batch: usize,
    /// About what the calls use in all.
    pub tokens: u64,
    pub budget: Budget,
}

impl Plan {
    /// Traces that are grouped.
    pub fn traces(&self) -> u64 {
        self.found.traces
    }

    /// Those of them that are older than the window.
    pub fn older(&self) -> u64 {
        self.found.older
    }

    /// Texts of theirs that have a vector.
    pub fn known(&self) -> u64 {
        self.found.texts - self.asked()
    }

    /// Texts that are sent.
    pub fn asked(&self) -> u64 {
        self.found.lacking.len() as u64
    }

    /// Calls it takes when every one is answered.
    pub fn calls(&self) -> u64 {
        self.found.lacking.len().div_ceil(self.batch) as u64
    }

    /// Whether a run ends before all are asked for.
    pub fn is_beyond_budget(&self) -> bool {
        self.budget.is_below(self.calls(), self.tokens)
    }
}

impl Embedder {
    /// Looks through the texts of failing traces; none when `stopped` says so. `anew` counts none as known. A run
    /// would look back so many days.
    ///
    /// # Errors
    /// When the store cannot be read, or keeps vectors of this model that are shorter or longer than those wanted.
    pub fn plan(
        &self,
        store: &Store,
        anew: bool,
        window_days: u32,
        stopped: &(dyn Fn() -> bool + Sync),
    ) -> Result<Option<Plan>> {
        let model = self.model().to_owned();
        let Some(found) = store.texts_without_vector((&model, anew), window_days, stopped)? else {
            return Ok(None);
        };
        if let (Some(kept), Some(wanted)) = (found.dims, self.dims)
            && kept != wanted
        {
            return Err(Error::other_dimensions(&model, kept, wanted));
        }
        Ok(Some(Plan {
            model,
            dims: found.dims.or(self.dims),
            tokens: found.lacking.iter().map(|t| tokens(t.len())).sum(),
            found,
            batch: self.batch,
            budget: self.budget,
        }))
    }
}
