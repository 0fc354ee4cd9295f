//! Failure clusters: what fails, how badly, and what do we fix first?

mod act;
mod choice;
mod empty;
mod grouping;
mod list;
mod page;
mod rows;
mod title;
mod update;
mod view;

pub use act::{
    Ask, Chosen, answer, choose, find_home, give_back, merge, more_like, run, ship, split,
    take_parts, type_search,
};
pub use grouping::{Grouping, begin, group_by, grouped, keep_groups, progress, stop, take_groups};
pub use list::Order;
pub use title::title;
pub(in crate::tui) use update::settle;
pub use update::{click, enter, go, leave_page, leave_search, refresh, take, wheel};
pub use view::view;

use crate::{
    model::cluster::{ClusterList, ClusterView, Migration},
    tui::widget::laid::Lines,
};
use list::Row;
use page::Opens;
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct State {
    list: ClusterList,
    /// The list is the one in force; false before the first answer.
    read: bool,
    /// What clusters were last called, by id; those that are gone too.
    called: BTreeMap<String, String>,
    /// What is listed, in order.
    rows: Vec<Row>,
    selected: usize,
    top: usize,
    order: Order,
    search: String,
    page: PageState,
    grouping: Option<Grouping>,
    /// What would become of the clusters, to be shown when nothing else has the keys.
    proposed: Option<Vec<Migration>>,
    /// A cluster to select when the list is read next.
    wanted: Option<String>,
    /// Traces that wait for the list, to be moved to one of its clusters.
    homeless: Vec<String>,
}

/// The details of the selected row, and where the reader is in them.
#[derive(Debug, Default)]
struct PageState {
    /// It has the movement keys.
    entered: bool,
    /// The selected item.
    item: usize,
    top: usize,
    lines: Lines,
    /// What `Enter` on each item shows.
    opens: Vec<Opens>,
    /// The width and the row the lines were laid out for, and the edition of what was read.
    laid: Option<(u16, Option<Row>, u64)>,
    edition: u64,
}

impl State {
    pub fn list(&self) -> &ClusterList {
        &self.list
    }

    /// The selected cluster; none where nothing or something else is selected.
    pub fn selected(&self) -> Option<&ClusterView> {
        match self.rows.get(self.selected)? {
            Row::Cluster { at, .. } => self.list.clusters.get(*at),
            Row::NotGrouped => None,
        }
    }

    /// Something is listed.
    pub fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Traces were grouped before.
    pub fn has_run(&self) -> bool {
        self.list.run.is_some()
    }

    /// What was read no longer holds, and is read again.
    fn outdate(&mut self) {
        self.read = false;
    }

    /// The list was read, and holds.
    pub fn is_read(&self) -> bool {
        self.read
    }

    /// The clustering that runs in the background.
    pub fn grouping(&self) -> Option<&Grouping> {
        self.grouping.as_ref()
    }

    /// The details have the movement keys.
    pub fn is_in_page(&self) -> bool {
        self.page.entered
    }

    /// Texts of the selected item of the details.
    #[cfg(test)]
    pub fn item_text(&self) -> String {
        let Some(extent) = self.page.lines.extent(self.page.item) else {
            return String::new();
        };
        let lines = self.page.lines.seen(extent.start, extent.len());
        lines.iter().map(|l| format!("{}\n", l.plain())).collect()
    }

    /// A cluster by its id.
    pub fn cluster(&self, id: &str) -> Option<&ClusterView> {
        self.list.clusters.iter().find(|c| c.id == id)
    }

    /// What a cluster is called, or its id where it was never listed.
    pub fn name_of<'a>(&'a self, id: &'a str) -> &'a str {
        self.called.get(id).map_or(id, String::as_str)
    }

    /// A sentence with its clusters called by name.
    pub fn call(&self, sentence: &str) -> String {
        let words: Vec<&str> = sentence.split(' ').map(|word| self.name_of(word)).collect();
        words.join(" ")
    }

    /// Takes up what was read; the selected row stays selected.
    fn take(&mut self, list: ClusterList) {
        let kept = self.key();
        let names = list.clusters.iter();
        self.called
            .extend(names.map(|c| (c.id.clone(), c.name.clone())));
        self.list = list;
        self.read = true;
        self.page.edition += 1;
        let wanted = self.wanted.take().map(rows::Key::Cluster);
        self.sift(wanted.or(kept));
    }
}
