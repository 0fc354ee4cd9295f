//! A window of rows over a list of any length, read page by page along its keyset.

use crate::model::read::{QueuePage, QueueRow};

/// Rows of a page.
pub(super) const PAGE: usize = 200;
/// Pages held at once.
const HELD: usize = 4;

/// The rows held, with what is needed to read those before and after them.
#[derive(Debug, Default)]
pub(super) struct Pages {
    rows: Vec<QueueRow>,
    /// Keys after which the held pages begin, and how many rows each holds.
    cuts: Vec<(Option<String>, usize)>,
    /// The same for the pages before, which were let go.
    before: Vec<(Option<String>, usize)>,
    next: Option<String>,
}

impl Pages {
    pub(super) fn get(&self, index: usize) -> Option<&QueueRow> {
        self.rows.get(index)
    }

    pub(super) fn rows(&self) -> &[QueueRow] {
        &self.rows
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Rows before the first held one.
    pub(super) fn base(&self) -> usize {
        self.before.iter().map(|(_, n)| n).sum()
    }

    /// Number of pages held, at least one.
    pub(super) fn held(&self) -> usize {
        self.cuts.len().max(1)
    }

    /// Key after which the first held page begins.
    pub(super) fn start(&self) -> Option<String> {
        self.cuts.first().and_then(|(after, _)| after.clone())
    }

    /// Key after which unread rows begin.
    pub(super) fn next(&self) -> Option<&String> {
        self.next.as_ref()
    }

    /// Key of the page before the held ones; none at the beginning.
    pub(super) fn previous(&self) -> Option<&Option<String>> {
        self.before.last().map(|(after, _)| after)
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.rows.iter().position(|r| r.trace_id == id)
    }

    /// Begins anew.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Puts pages read from [`Pages::start`] on in place of the held ones.
    pub(super) fn replace(&mut self, pages: Vec<QueuePage>) {
        let start = self.start();
        self.rows.clear();
        self.cuts.clear();
        self.next = start;
        for page in pages {
            self.append(page);
        }
    }

    /// Adds a page read from [`Pages::next`] on; returns how many rows were let go at the front.
    pub(super) fn extend(&mut self, page: QueuePage) -> usize {
        self.append(page);
        if self.cuts.len() <= HELD {
            return 0;
        }
        let (after, count) = self.cuts.remove(0);
        self.rows.drain(..count.min(self.rows.len()));
        self.before.push((after, count));
        count
    }

    fn append(&mut self, page: QueuePage) {
        self.cuts.push((self.next.take(), page.rows.len()));
        self.rows.extend(page.rows);
        self.next = page.next;
    }

    /// Adds the page read from [`Pages::previous`] on at the front; returns how many rows came.
    pub(super) fn prepend(&mut self, page: QueuePage) -> usize {
        let Some((after, _)) = self.before.pop() else {
            return 0;
        };
        let count = page.rows.len();
        self.rows.splice(0..0, page.rows);
        self.cuts.insert(0, (after, count));
        if self.cuts.len() > HELD
            && let Some((after, last)) = self.cuts.pop()
        {
            self.rows.truncate(self.rows.len().saturating_sub(last));
            self.next = after;
        }
        count
    }

    /// Shows a row as it is now; false when it is not held.
    pub(super) fn update(&mut self, row: QueueRow) -> bool {
        match self.position(&row.trace_id) {
            Some(at) => {
                self.rows[at] = row;
                true
            }
            None => false,
        }
    }

    /// Puts a row that the list no longer has back to where it stood.
    pub(super) fn keep(&mut self, index: usize, row: QueueRow) {
        let at = index.min(self.rows.len());
        self.rows.insert(at, row);
        let mut end = 0;
        for (_, count) in &mut self.cuts {
            end += *count;
            if at <= end {
                *count += 1;
                return;
            }
        }
    }

    pub(super) fn remove(&mut self, index: usize) {
        if index >= self.rows.len() {
            return;
        }
        self.rows.remove(index);
        let mut end = 0;
        for (_, count) in &mut self.cuts {
            end += *count;
            if index < end {
                *count -= 1;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(from: usize, to: usize, end: usize) -> QueuePage {
        let row = |n: usize| QueueRow {
            trace_id: format!("t{n}"),
            ..QueueRow::default()
        };
        QueuePage {
            total: end as u64,
            rows: (from..to).map(row).collect(),
            next: (to < end).then(|| format!("t{}", to - 1)),
            searched: None,
        }
    }

    #[test]
    fn a_window_slides_over_the_list_and_back() {
        let mut pages = Pages::default();
        pages.replace(vec![page(0, 10, 100)]);
        for start in (10..60).step_by(10) {
            assert_eq!(pages.next(), Some(&format!("t{}", start - 1)));
            pages.extend(page(start, start + 10, 100));
        }
        assert_eq!((pages.base(), pages.len()), (20, 40));
        assert_eq!(pages.get(0).unwrap().trace_id, "t20");
        assert_eq!(pages.previous(), Some(&Some("t9".to_owned())));
        assert_eq!(pages.prepend(page(10, 20, 100)), 10);
        assert_eq!((pages.base(), pages.len()), (10, 40));
        assert_eq!(pages.next().map(String::as_str), Some("t49"));
        assert_eq!(pages.prepend(page(0, 10, 100)), 10);
        assert_eq!(pages.previous(), None);
        pages.replace(vec![page(0, 10, 100), page(10, 20, 100)]);
        assert_eq!((pages.base(), pages.len(), pages.held()), (0, 20, 2));
    }

    #[test]
    fn a_row_that_was_kept_for_a_while_leaves_the_pages_as_they_were() {
        let mut pages = Pages::default();
        pages.replace(vec![page(0, 10, 100), page(10, 20, 100)]);
        pages.keep(3, QueueRow::default());
        assert_eq!(pages.len(), 21);
        pages.remove(3);
        for start in (20..60).step_by(10) {
            pages.extend(page(start, start + 10, 100));
        }
        pages.prepend(page(10, 20, 100));
        pages.prepend(page(0, 10, 100));
        let ids = pages.rows().iter().map(|row| row.trace_id.clone());
        let whole: Vec<String> = (0..40).map(|n| format!("t{n}")).collect();
        assert_eq!(ids.collect::<Vec<_>>(), whole);
    }
}
