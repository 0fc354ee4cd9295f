//! The golden set: its rows, what they expect, and where they came from.

mod page;
mod update;
mod view;

pub(in crate::tui) use update::settle;
pub use update::{
    click, edit, enter, export, give_back, go, refresh, run, search, take_detail, take_entries,
};
pub use view::{title, view};

use crate::{
    model::{content::Content, golden::GoldenEntry},
    tui::widget::rich::RichLine,
};

#[derive(Debug, Default)]
pub struct State {
    entries: Vec<GoldenEntry>,
    /// Places in `entries` that match the search.
    shown: Vec<usize>,
    /// Place in `shown`.
    selected: usize,
    top: usize,
    /// First line of the selected row's page that is seen.
    page_top: usize,
    /// The page has the movement keys.
    in_page: bool,
    retired: bool,
    search: String,
    read: bool,
    lines: Vec<RichLine>,
    laid: Option<(u16, Option<String>, u64)>,
    edition: u64,
}

impl State {
    /// The selected row.
    pub fn selected(&self) -> Option<&GoldenEntry> {
        self.entries.get(*self.shown.get(self.selected)?)
    }

    pub fn shows_retired(&self) -> bool {
        self.retired
    }

    pub fn search(&self) -> &str {
        &self.search
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes up what matches, keeping the row selected that was.
    fn sift(&mut self) {
        let kept = self.selected().map(|e| e.row.id.clone());
        let words: Vec<String> = self
            .search
            .to_lowercase()
            .split_whitespace()
            .map(str::to_owned)
            .collect();
        self.shown = (0..self.entries.len())
            .filter(|&i| {
                let text = haystack(&self.entries[i]);
                words.iter().all(|word| text.contains(word))
            })
            .collect();
        let place = kept.and_then(|id| {
            self.shown
                .iter()
                .position(|&i| self.entries[i].row.id == id)
        });
        self.selected = place
            .unwrap_or(self.selected)
            .min(self.shown.len().saturating_sub(1));
    }
}

/// What a row is asked in a few words.
fn question(entry: &GoldenEntry) -> String {
    entry
        .row
        .input
        .as_ref()
        .map(Content::question)
        .unwrap_or_default()
}

/// What a row stands for: its mode, or that it is a keeper.
fn kind(entry: &GoldenEntry) -> String {
    match (&entry.row.mode, entry.row.keeper) {
        (_, true) => "keeper".into(),
        (Some(mode), _) => mode.replace('_', " "),
        (None, _) => "–".into(),
    }
}

fn haystack(entry: &GoldenEntry) -> String {
    let row = &entry.row;
    let trace = row.source.trace.as_deref().unwrap_or_default();
    let parts = [
        &row.id,
        &kind(entry),
        &question(entry),
        row.expected.as_deref().unwrap_or_default(),
        &row.tags.join(" "),
        trace,
    ]
    .join("\n");
    parts.to_lowercase()
}
