//! Rows that are marked for one decision about all of them.

use crate::model::many::MOST;
use std::collections::HashMap;

/// Marked traces by id, in the order they were marked. Marks stay while the list is filtered, ordered and read again.
#[derive(Debug, Default)]
pub struct Marks {
    /// With the place of each in that order.
    places: HashMap<String, usize>,
    next: usize,
    range: Option<Range>,
}

/// A stretch of rows that grows and shrinks with the selection.
#[derive(Debug)]
struct Range {
    /// The row it began at.
    anchor: String,
    /// Marks from before it.
    before: HashMap<String, usize>,
    /// Begun by an arrow with Shift: the next move without it ends the range.
    by_shift: bool,
}

impl Marks {
    pub fn len(&self) -> usize {
        self.places.len()
    }

    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    pub fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// Ids in the order they were marked.
    pub fn ids(&self) -> Vec<String> {
        let mut found: Vec<(&String, usize)> = self.places.iter().map(|(id, n)| (id, *n)).collect();
        found.sort_unstable_by_key(|(_, n)| *n);
        found.into_iter().map(|(id, _)| id.clone()).collect()
    }

    /// A range is being marked.
    pub fn is_range(&self) -> bool {
        self.range.is_some()
    }

    /// A range that the next move without Shift ends.
    pub fn is_shift_range(&self) -> bool {
        self.range.as_ref().is_some_and(|r| r.by_shift)
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// Marks a row or takes its mark away; false where there is no room for more.
    pub fn toggle(&mut self, id: &str) -> bool {
        self.end_range();
        if self.places.remove(id).is_some() {
            return true;
        }
        self.mark(id)
    }

    /// Marks a row; false where there is no room for more.
    pub fn mark(&mut self, id: &str) -> bool {
        if self.has(id) {
            return true;
        }
        if self.len() >= MOST {
            return false;
        }
        self.places.insert(id.to_owned(), self.next);
        self.next += 1;
        true
    }

    /// Begins a range at a row, unless one is begun.
    pub fn begin_range(&mut self, id: &str, by_shift: bool) {
        if self.range.is_none() {
            self.range = Some(Range {
                anchor: id.to_owned(),
                before: self.places.clone(),
                by_shift,
            });
            self.mark(id);
        }
    }

    /// The range ends; what it marked stays marked.
    pub fn end_range(&mut self) {
        self.range = None;
    }

    /// The selection moved while a range is being marked: everything from the row it began at to the selected one is
    /// marked, and nothing else that was not before. `rows` are the rows held, `selected` is one of them, and `from`
    /// is where the selection came from: where the beginning is no longer held, the range only grows.
    pub fn stretch<'a>(
        &mut self,
        rows: impl ExactSizeIterator<Item = &'a str> + Clone,
        from: usize,
        selected: usize,
    ) -> bool {
        let Some(range) = &self.range else {
            return true;
        };
        let anchor = rows.clone().position(|id| id == range.anchor);
        if anchor.is_some() {
            self.places = range.before.clone();
        }
        let anchor = anchor.unwrap_or(from);
        let (first, last) = (anchor.min(selected), anchor.max(selected));
        rows.skip(first)
            .take(last + 1 - first)
            .all(|id| self.mark(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

    fn stretch(marks: &mut Marks, rows: &[&str], from: usize, to: usize) -> Vec<String> {
        marks.stretch(rows.iter().copied(), from, to);
        let mut ids = marks.ids();
        ids.sort();
        ids
    }

    #[test]
    fn marks_come_and_go_in_order() {
        let mut marks = Marks::default();
        for id in ["c", "a", "b", "c"] {
            assert!(marks.toggle(id));
        }
        assert_eq!(marks.ids(), ["a", "b"]);
        assert!(marks.has("a") && !marks.has("c"));
        marks.clear();
        assert!(marks.is_empty());
    }

    #[test]
    fn a_range_grows_and_shrinks_and_leaves_other_marks_alone() {
        let mut marks = Marks::default();
        marks.toggle("f");
        marks.begin_range("b", false);
        assert_eq!(stretch(&mut marks, &ROWS, 1, 4), ["b", "c", "d", "e", "f"]);
        assert_eq!(stretch(&mut marks, &ROWS, 4, 2), ["b", "c", "f"]);
        assert_eq!(stretch(&mut marks, &ROWS, 2, 0), ["a", "b", "f"]);
        marks.end_range();
        assert_eq!(stretch(&mut marks, &ROWS, 0, 5), ["a", "b", "f"]);
    }

    #[test]
    fn a_range_that_began_on_a_page_let_go_only_grows() {
        let mut marks = Marks::default();
        marks.begin_range("a", false);
        stretch(&mut marks, &ROWS, 0, 2);
        let later = ["d", "e", "f"];
        assert_eq!(stretch(&mut marks, &later, 0, 1), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn there_is_room_for_so_many_and_no_more() {
        let mut marks = Marks::default();
        let all = (0..MOST).all(|n| marks.mark(&n.to_string()));
        assert!(all && !marks.mark("more") && marks.mark("0"));
        assert_eq!(marks.len(), MOST);
    }
}
