//! Checks: what a candidate's output must be like. Texts are compared in their normalised form (NFKC, case folded,
//! white space collapsed) unless a check says otherwise.

mod grounded;
mod numbers;
mod phrases;
mod propose;
mod run;
mod schema;
#[cfg(test)]
mod tests;
mod written;

pub use propose::{SIMILARITY_THRESHOLD, propose};
pub use run::{CheckContext, run};
pub use written::{describe, parse, write};
