//! Failure clusters in the store: runs, membership, and what is shown of them.

pub(super) mod members;
pub(super) mod runs;

#[cfg(test)]
mod tests;
