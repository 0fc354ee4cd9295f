//! The golden set: its rows, what they expect, and where they came from.

mod page;
mod update;
mod view;

pub(in crate::tui) use update::settle;
pub use update::{
    click, edit, enter, export, give_back, go, lay_out_anew, leave_search, refresh, run, search,
    take_entries, wheel,
};
pub use view::{title, view};

use super::search_words;
use crate::{
    model::{
        content::Content,
        golden::{GoldenEntry, Row},
        taxonomy::Taxonomy,
    },
    order::Order,
    text::snippet,
    tui::widget::rich::RichLine,
};

#[derive(Debug, Default)]
pub struct State {
    /// The latest first.
    entries: Vec<GoldenEntry>,
    /// What lists show of each entry, and what searches look at.
    listed: Vec<Listed>,
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

/// What is made of an entry once, when it is read.
#[derive(Debug, Default)]
struct Listed {
    question: String,
    haystack: String,
}

impl State {
    /// Takes up the rows that were read.
    fn take(&mut self, mut entries: Vec<GoldenEntry>, taxonomy: &Taxonomy) {
        let kept = self.selected().map(|e| e.row.id.clone());
        entries.order_by(|a, b| {
            let key = |e: &GoldenEntry| std::cmp::Reverse(e.row.source.promoted_at);
            key(a).cmp(&key(b)).then_with(|| a.row.id.cmp(&b.row.id))
        });
        let listed = entries.iter().map(|entry| Listed::new(entry, taxonomy));
        self.listed = listed.collect();
        self.entries = entries;
        self.read = true;
        self.edition += 1;
        self.sift(kept);
    }

    /// The selected row.
    pub fn selected(&self) -> Option<&GoldenEntry> {
        self.entries.get(*self.shown.get(self.selected)?)
    }

    /// A row by its id, as it was read last.
    fn row(&self, id: &str) -> Option<&Row> {
        self.entries.iter().map(|e| &e.row).find(|row| row.id == id)
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
    fn sift(&mut self, kept: Option<String>) {
        let words = search_words(&self.search);
        self.shown = (0..self.entries.len())
            .filter(|&i| {
                let text = &self.listed[i].haystack;
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

impl Listed {
    fn new(entry: &GoldenEntry, taxonomy: &Taxonomy) -> Self {
        let row = &entry.row;
        let question = row
            .input
            .as_ref()
            .map(Content::question)
            .unwrap_or_default();
        let parts = [
            row.id.as_str(),
            row.guards(taxonomy),
            &question,
            row.expected.as_deref().unwrap_or_default(),
            &row.tags.join(" "),
            row.source.trace.as_deref().unwrap_or_default(),
        ];
        Self {
            haystack: parts.join("\n").to_lowercase(),
            question: snippet(&question, 250),
        }
    }
}
