//! The queue: what should we look at next?

pub mod marks;
mod pages;
mod preview;
mod update;
mod view;
mod visit;

use crate::{
    model::{
        many::MOST,
        query::{Filter, Order, Scope, Window},
        read::{Counts, QueueQuery, QueueRow, TraceDetail},
        view::View,
    },
    tui::{
        effect::{Read, Wanted},
        widget::when,
    },
};
use marks::Marks;
use pages::Pages;

pub(in crate::tui) use preview::scroll as scroll_preview;
pub use update::{
    apply_view, click, enter, fit_window, go, refresh, refresh_for_news, reload, resize, run,
    select_next, select_when_read, set_filter, set_order, set_window, stop, take_marks, take_more,
    take_pages, take_part, take_preview, take_row,
};
pub(in crate::tui) use view::{SAMPLE_COMES, mode, mode_name};
pub use view::{title, view};
pub use visit::{Source, Visit, end as end_visits, leave as leave_visit, visit};

/// Filters kept for recall, also when the workbench is closed.
const FILTERS: usize = 50;
/// Where the store keeps them.
pub const FILTERS_KEY: &str = "filters";

/// The list, what it asks for, and the trace it shows beside it.
#[derive(Debug)]
pub struct State {
    order: Order,
    filter: Filter,
    window: Window,
    /// The reviewer chose it.
    window_chosen: bool,
    reviewer: String,
    /// Decided traces too.
    all: bool,
    pages: Pages,
    /// Index of the selected row among those held.
    selected: usize,
    /// Index of the first visible row among those held.
    top: usize,
    total: u64,
    /// Texts are still being read: the list and its total are what was found so far. How much was read, in `[0,1]`.
    searching: Option<f64>,
    /// The first answer has come.
    loaded: bool,
    preview: Option<Box<TraceDetail>>,
    /// The first line of the output that the preview shows.
    output_top: usize,
    /// Rows that came to the total since the reviewer last moved, made by somebody else.
    live: u64,
    /// Filters used, the latest first.
    used: Vec<String>,
    importing: bool,
    /// The next answer begins the list anew.
    anew: bool,
    /// The next answer tells what somebody else did.
    news: bool,
    /// What the pages being read are for.
    more: More,
    /// A trace to select when the list is read next.
    wanted: Option<String>,
    marks: Marks,
    /// What is read instead of the traces that match: they are what they are, in their own order.
    given: Option<Read>,
    /// This list is a look from elsewhere.
    visit: Option<Visit>,
}

/// Which rows are being read besides those held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum More {
    Before,
    After,
    /// On to the end, which is then selected.
    End,
}

impl State {
    pub fn new(reviewer: &str) -> Self {
        Self {
            order: Order::Worst,
            filter: Filter::parse("is:negative").unwrap_or_default(),
            window: Window::Days(7),
            window_chosen: false,
            reviewer: reviewer.to_owned(),
            all: false,
            pages: Pages::default(),
            selected: 0,
            top: 0,
            total: 0,
            searching: None,
            loaded: false,
            preview: None,
            output_top: 0,
            live: 0,
            used: Vec::new(),
            importing: false,
            anew: true,
            news: false,
            more: More::After,
            wanted: None,
            marks: Marks::default(),
            given: None,
            visit: None,
        }
    }

    /// The rows marked for one decision about all of them.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    pub fn marks_mut(&mut self) -> &mut Marks {
        &mut self.marks
    }

    /// Looks back this far until told otherwise.
    pub fn start_with(&mut self, window: Window) {
        self.window = window;
    }

    pub fn order(&self) -> Order {
        self.order
    }

    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    pub fn window(&self) -> Window {
        self.window
    }

    /// All that match, also those not read.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// What is shown is a part of what a search may find.
    pub fn is_part(&self) -> bool {
        self.searching.is_some()
    }

    /// How much of the texts a search has read, in `[0,1]`.
    pub fn searched(&self) -> Option<f64> {
        self.searching
    }

    /// The total for people; a plus says that there may be more.
    pub fn total_text(&self) -> String {
        let plus = if self.is_part() { "+" } else { "" };
        format!("{}{plus}", when::count(self.total))
    }

    /// The row that keys are about; none while the sample comes in, since no list is shown then.
    pub fn selected(&self) -> Option<&QueueRow> {
        self.pages.get(self.selected).filter(|_| !self.importing)
    }

    /// The rows held, a window of the list.
    pub fn rows(&self) -> &[QueueRow] {
        self.pages.rows()
    }

    /// Its place in the list, 1-based, counted over all that match.
    pub fn position(&self) -> usize {
        self.pages.base() + self.selected + 1
    }

    pub fn preview(&self) -> Option<&TraceDetail> {
        self.preview.as_deref()
    }

    /// What the list is shown for, when it is a look from elsewhere.
    pub fn visit(&self) -> Option<&Visit> {
        self.visit.as_ref()
    }

    /// The list is in an order of its own, which no filter and no window changes.
    pub fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// Filters used, the latest first.
    pub fn filters_used(&self) -> &[String] {
        &self.used
    }

    /// Keeps the filter for recall; gives what is to be kept in the store, where that changed.
    pub fn remember_filter(&mut self) -> Option<String> {
        let source = self.filter.source.trim().to_owned();
        if source.is_empty() || self.used.first() == Some(&source) {
            return None;
        }
        self.used.retain(|f| *f != source);
        self.used.insert(0, source);
        self.used.truncate(FILTERS);
        serde_json::to_string(&self.used).ok()
    }

    /// Takes in filters used when the workbench was open before.
    pub fn take_filters(&mut self, kept: &str) {
        let kept: Vec<String> = serde_json::from_str(kept).unwrap_or_default();
        for filter in kept {
            if !self.used.contains(&filter) {
                self.used.push(filter);
            }
        }
        self.used.truncate(FILTERS);
    }

    /// What is shown, to be saved under a name.
    pub fn view_shown(&self) -> View {
        View {
            filter: self.filter.clone(),
            order: self.order,
            window: self.window,
        }
    }

    /// The filter searches words, so rows can be matched.
    pub fn has_words(&self) -> bool {
        use crate::model::query::Predicate::{Phrase, Substring, Word};
        let searches = |t: &crate::model::query::Term| {
            matches!(t.predicate, Word(_) | Phrase(_) | Substring(_))
        };
        self.filter.terms.iter().any(searches)
    }

    /// The list was read and the store holds nothing, so the sample is offered.
    pub fn offers_sample(&self, counts: &Counts) -> bool {
        self.loaded && counts.traces == 0 && !self.importing
    }

    /// The list was read and is empty, and a filter or a window may be why.
    pub fn offers_more(&self, counts: &Counts) -> bool {
        let narrowed = !self.filter.terms.is_empty() || self.window != Window::Everything;
        self.loaded && self.rows().is_empty() && counts.traces > 0 && narrowed && !self.importing
    }

    /// The sample is on its way into the store.
    pub fn is_importing(&self) -> bool {
        self.importing
    }

    pub fn import_began(&mut self) {
        self.importing = true;
    }

    pub fn import_ended(&mut self) {
        self.importing = false;
    }

    /// Traces that are decided are listed too.
    fn lists_decided(&self) -> bool {
        self.all || self.filter.lists_everything()
    }

    /// What a decision about everything that is shown is about: the marked traces, those of a list that was given, or all
    /// that match.
    pub fn wanted(&self) -> Wanted {
        if !self.marks.is_empty() {
            return Wanted::These(self.marks.ids());
        }
        if self.is_given() {
            let rows = self.rows().iter();
            return Wanted::These(rows.map(|row| row.trace_id.clone()).collect());
        }
        Wanted::Matching(QueueQuery {
            limit: QueueQuery::EVERYTHING,
            ..self.query(None)
        })
    }

    /// All that match, as many as can be marked.
    fn query_ids(&self) -> QueueQuery {
        QueueQuery {
            limit: MOST,
            ..self.query(None)
        }
    }

    fn query(&self, after: Option<String>) -> QueueQuery {
        let open = !self.lists_decided();
        QueueQuery {
            order: self.order,
            filter: self.filter.clone(),
            scope: if open {
                Scope::OpenTo(self.reviewer.clone())
            } else {
                Scope::All
            },
            window: self.window,
            limit: pages::PAGE,
            after,
            reviewer: self.reviewer.clone(),
        }
    }
}
