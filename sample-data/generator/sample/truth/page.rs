//! The page of facts, and counting over slots.

use std::fmt::Write as _;

use super::super::build::Item;
use super::super::plan::Slot;

/// Collects TOML text table by table.
#[derive(Default)]
pub(super) struct Page(pub(super) String);

impl Page {
    pub(super) fn table(&mut self, name: &str, says: &str) {
        let _ = write!(self.0, "\n# {says}\n[{name}]\n");
    }

    pub(super) fn number(&mut self, key: &str, value: impl std::fmt::Display) {
        let _ = writeln!(self.0, "{key} = {value}");
    }

    pub(super) fn text(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.0, "{key} = {value:?}");
    }

    pub(super) fn ids(&mut self, key: &str, ids: &[&str]) {
        let _ = writeln!(self.0, "{key} = [");
        for id in ids {
            let _ = writeln!(self.0, "    {id:?},");
        }
        self.0.push_str("]\n");
    }

    pub(super) fn list(&mut self, key: &str, values: &[usize]) {
        let _ = writeln!(self.0, "{key} = {values:?}");
    }
}

pub(super) fn ids(items: &[Item], test: impl Fn(&Slot) -> bool) -> Vec<&str> {
    items
        .iter()
        .filter(|item| test(&item.slot))
        .map(|item| item.id.as_str())
        .collect()
}

pub(super) fn weekly(items: &[Item], test: impl Fn(&Slot) -> bool) -> Vec<usize> {
    (0..8)
        .map(|week| {
            items
                .iter()
                .filter(|i| i.slot.week == week && test(&i.slot))
                .count()
        })
        .collect()
}
