//! The lines of a page as they were laid out, with where its items and changes are.

use crate::tui::widget::rich::RichLine;
use std::ops::Range;

#[derive(Debug, Default)]
pub struct Lines {
    all: Vec<RichLine>,
    /// The lines of each item, in order.
    items: Vec<Range<usize>>,
    /// The first line of each change.
    changes: Vec<usize>,
}

impl Lines {
    pub fn new(lines: Vec<RichLine>) -> Self {
        let mut items: Vec<Range<usize>> = Vec::new();
        let mut changes = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if line.head {
                items.push(at..at + 1);
            } else if let (Some(_), Some(last)) = (line.item, items.last_mut()) {
                last.end = at + 1;
            }
            if line.change == Some(changes.len()) {
                changes.push(at);
            }
        }
        Self {
            all: lines,
            items,
            changes,
        }
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// How many items can be selected.
    pub fn items(&self) -> usize {
        self.items.len()
    }

    /// The lines of an item.
    pub fn extent(&self, item: usize) -> Option<Range<usize>> {
        self.items.get(item).cloned()
    }

    /// The first lines of the changes.
    pub fn changes(&self) -> &[usize] {
        &self.changes
    }

    /// The number of the change an item is; none where it is something else.
    pub fn change_of(&self, item: usize) -> Option<usize> {
        self.all[self.items.get(item)?.start].change
    }

    /// The item a line belongs to.
    pub fn item_at(&self, line: usize) -> Option<usize> {
        self.all.get(line)?.item
    }

    /// The lines from one on, as many as are seen.
    pub fn seen(&self, top: usize, height: usize) -> &[RichLine] {
        let top = top.min(self.all.len());
        &self.all[top..self.all.len().min(top.saturating_add(height))]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Role;

    #[test]
    fn items_and_changes_are_found_where_they_are() {
        let line = |text: &str| RichLine::new(text, Role::Text);
        let changed = |n| {
            let mut line = line("c");
            line.change = Some(n);
            line
        };
        let lines = Lines::new(vec![
            line("a title"),
            line("first").as_head(0),
            line("more of it").of(0),
            line("second").as_head(1),
            changed(0),
            changed(0),
            line("between"),
            changed(1),
        ]);
        assert_eq!((lines.items(), lines.len()), (2, 8));
        assert_eq!(lines.extent(0), Some(1..3));
        assert_eq!(lines.extent(1), Some(3..4));
        assert_eq!(lines.extent(2), None);
        assert_eq!(lines.changes(), [4, 7]);
        assert_eq!((lines.item_at(2), lines.item_at(0)), (Some(0), None));
        assert_eq!((lines.seen(6, 10).len(), lines.seen(9, 1).len()), (2, 0));
    }
}
