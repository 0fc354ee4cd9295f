//! A page whose items open traces.

use crate::{
    model::{cluster::ClusterList, query::quote_value},
    tui::{
        theme::Role,
        widget::{
            laid::Lines,
            rich::{Page, RichLine},
        },
    },
};

/// What `Enter` on an item shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::tui::screen::clusters) enum Opens {
    /// The traces that match a filter.
    Matching {
        name: String,
        filter: String,
    },
    Trace(String),
}

impl Opens {
    /// The members that a cluster's size counts: those of the last days of data.
    pub(in crate::tui::screen::clusters) fn recent(id: &str, name: &str, days: u32) -> Self {
        Self::members(id, name, &format!("since:{days}d"))
    }

    /// The members of a cluster, all of them or those that match some more terms.
    pub(in crate::tui::screen::clusters) fn members(id: &str, name: &str, more: &str) -> Self {
        let filter = format!("cluster:{} {more}", quote_value(id));
        Self::Matching {
            name: name.to_owned(),
            filter: filter.trim_end().to_owned(),
        }
    }

    /// What went wrong in the last days of data and is in no cluster.
    pub(in crate::tui::screen::clusters) fn not_grouped(list: &ClusterList) -> Self {
        let days = list.days();
        Self::Matching {
            name: "not grouped".into(),
            filter: format!("is:negative,ambiguous -cluster:c-* since:{days}d"),
        }
    }
}

/// Collects lines and what they open.
#[derive(Debug)]
pub(in crate::tui::screen::clusters) struct Sheet {
    page: Page,
    opens: Vec<Opens>,
}

impl Sheet {
    pub(super) fn new(width: usize) -> Self {
        Self {
            page: Page::new(width),
            opens: Vec::new(),
        }
    }

    /// The lines, and what each item opens.
    pub(in crate::tui::screen::clusters) fn finish(self) -> (Lines, Vec<Opens>) {
        (Lines::new(self.page.lines), self.opens)
    }

    pub(super) fn width(&self) -> usize {
        self.page.width
    }

    pub(super) fn title(&mut self, text: &str) {
        self.text(text, Role::Strong);
    }

    /// Begins a part with its name.
    pub(super) fn section(&mut self, name: &str) {
        self.page.gap();
        self.page.line(RichLine::new(name.to_owned(), Role::Strong));
    }

    pub(super) fn gap(&mut self) {
        self.page.gap();
    }

    pub(super) fn text(&mut self, text: &str, role: Role) {
        self.page.text(text, 0, role);
    }

    /// A text set in a little.
    pub(super) fn inner(&mut self, text: &str, role: Role) {
        self.page.text(text, 1, role);
    }

    pub(super) fn line(&mut self, line: RichLine) {
        self.page.line(line);
    }

    /// A text that opens something.
    pub(super) fn link(&mut self, opens: Opens, text: &str, role: Role) {
        self.item(opens, |page| page.text(text, 1, role));
    }

    /// Lines that open something, selected as one.
    pub(super) fn item(&mut self, opens: Opens, write: impl FnOnce(&mut Page)) {
        let first = self.page.lines.len();
        self.page.begin(self.opens.len());
        write(&mut self.page);
        self.page.end();
        if let Some(line) = self.page.lines.get_mut(first) {
            line.head = true;
            self.opens.push(opens);
        }
    }
}
