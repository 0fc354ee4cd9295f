//! Failure clusters in the store: runs, membership, and what is shown of them.
//!
//! A run reads the texts of the failing traces, groups them ([`crate::analysis::cluster`]) and is recorded; who is in
//! which cluster follows from the last run and what people decided since, and every figure from that and the traffic.

mod accept;
mod alike;
mod cards;
mod embedded;
mod good;
pub(super) mod members;
pub(super) mod names;
mod notify;
mod plan;
pub(super) mod questions;
mod reasons;
pub(super) mod runs;
#[cfg(test)]
mod tests;
mod traffic;
mod units;
mod view;

pub(super) use cards::Deck;
pub use embedded::Lacking;
pub(super) use members::{given_names, matching, owned};
pub use plan::{Plan, RunOptions, Vectors};
pub(super) use questions::matching as kinds_matching;
pub(super) use traffic::FAILING;
pub(super) use view::statuses;
