//! The full screens, a file or folder each: State, update, view.

pub mod clusters;
pub mod golden;
pub mod proposal;
pub mod queue;
pub mod trace;

/// The words typed into the search of a list, in lower case; a row must hold all of them.
fn search_words(typed: &str) -> Vec<String> {
    let lower = typed.to_lowercase();
    lower.split_whitespace().map(str::to_owned).collect()
}
