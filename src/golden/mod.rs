//! The golden set: how a trace becomes a row, what guards the set, what the checks of a row say of an output, and how
//! rows are written down. Pure but for [`export::write`]; the store keeps the rows, screens and verbs show them.

pub mod checks;
pub mod export;
pub mod guards;
pub mod many;
pub mod promotion;
mod redaction;
