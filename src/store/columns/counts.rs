//! How many traces have each name in a column.

use super::{Columns, Named};
use std::collections::HashMap;

impl Columns {
    /// By number of the name.
    pub(in crate::store) fn counts(&self, column: Named) -> HashMap<i64, u64> {
        let names = self.named(column);
        let most = names.iter().copied().max().unwrap_or_default();
        let mut counts = vec![0u64; most as usize + 1];
        for name in names {
            counts[*name as usize] += 1;
        }
        let known = counts.into_iter().enumerate().skip(1);
        known
            .filter(|(_, n)| *n > 0)
            .map(|(name, n)| (name as i64, n))
            .collect()
    }
}
