//! In place of a network, in a build without one.

use super::{
    Reply, Site,
    fault::{Fault, Then},
};

pub(super) struct Http;

impl Http {
    pub(super) fn new(_: &Site) -> Self {
        Self
    }

    #[expect(clippy::unused_self, reason = "as with a network")]
    pub(super) fn post(&self, _: &str, _: &str, _: u64) -> Result<Reply, Fault> {
        let why = "this goldset was built without a network (cargo feature `judge`)";
        Err(Fault::new(Then::StopAll, why))
    }
}
