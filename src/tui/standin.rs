//! Stands in for reads of the store that have not landed.

use crate::{
    error::Result,
    model::{
        query::Field,
        read::{Counts, TraceDetail, Unlinked, ValueCount},
        time::Time,
    },
    store::Store,
};

#[allow(unused_variables, dead_code)]
pub(super) trait Standin {
    fn detail(&self, id: &str, reviewer: &str) -> Result<Option<TraceDetail>> {
        Ok(None)
    }
    fn counts(&self, reviewer: &str, now: Time) -> Result<Counts> {
        Ok(Counts::default())
    }
    fn complete(&self, field: Field, prefix: &str, limit: usize) -> Result<Vec<ValueCount>> {
        Ok(Vec::new())
    }
    fn unlinked(&self, limit: usize) -> Result<Vec<Unlinked>> {
        Ok(Vec::new())
    }
}

impl Standin for Store {}
