//! Looking for terms in the texts of one trace after the other, as far as it is not known where they are.

use super::{
    Kind, TextTerm,
    record::{Record, on_all_cores},
    sieve::BESIDE,
    verified::Verified,
};
use crate::{
    error::Result,
    store::{
        Store, body,
        columns::{Bits, Columns},
    },
};
use std::cell::RefMut;

/// Packed bytes that are looked into together.
const TOGETHER: usize = 1 << 20;

/// Terms that are looked for, with what is known of them.
pub(in crate::store) struct Reading<'a> {
    store: &'a Store,
    /// Each with its place among the known.
    terms: Vec<(&'a TextTerm, usize)>,
    /// How many of the known are wanted, the first ones.
    kinds: usize,
    known: RefMut<'a, Vec<Verified>>,
}

impl<'a> Reading<'a> {
    pub(in crate::store) fn of(store: &'a Store, terms: &[&'a TextTerm]) -> Result<Self> {
        // The same text may be wanted and unwanted.
        let mut kinds: Vec<&Kind> = Vec::with_capacity(terms.len());
        let mut placed = Vec::with_capacity(terms.len());
        for term in terms {
            let at = kinds.iter().position(|kind| **kind == term.kind);
            placed.push((*term, at.unwrap_or(kinds.len())));
            if at.is_none() {
                kinds.push(&term.kind);
            }
        }
        Ok(Self {
            store,
            known: store.verified(&kinds)?,
            kinds: kinds.len(),
            terms: placed,
        })
    }

    /// Of these rows, those for which all terms are known to hold, and those of which it is not known.
    pub(in crate::store) fn sort_out(&self, rows: &Bits) -> (Bits, Bits) {
        let (mut hold, mut open) = (rows.clone(), rows.clone());
        for (term, at) in &self.terms {
            let known = &self.known[*at];
            let mut fail = known.read.clone();
            if term.negated {
                fail.keep(&known.found);
            } else {
                fail.take_out(&known.found);
            }
            open.take_out(&fail);
            hold.take_out(&fail);
            hold.keep(&known.read);
        }
        open.take_out(&hold);
        (hold, open)
    }

    /// Whether all terms hold for a trace.
    pub(in crate::store) fn holds(&mut self, row: usize, columns: &Columns) -> Result<bool> {
        if self.is_open(row) {
            self.look(&[row], columns)?;
        }
        if self.is_open(row) {
            let texts = body::search_source(self.store, row as i64)?;
            self.note(row, |known| known.kind.is_in(&texts));
        }
        Ok(!self.fails(row))
    }

    fn is_open(&self, row: usize) -> bool {
        self.known[..self.kinds].iter().any(|k| !k.read.has(row)) && !self.fails(row)
    }

    fn fails(&self, row: usize) -> bool {
        self.terms.iter().any(|(term, at)| {
            let known = &self.known[*at];
            known.read.has(row) && known.found.has(row) == term.negated
        })
    }

    /// Looks into the records of traces that have no texts elsewhere, as far as they are simple, and says how many of
    /// the rows that were: all, unless they are large. Several are looked into at once where there are cores for it.
    pub(in crate::store) fn look(&mut self, rows: &[usize], columns: &Columns) -> Result<usize> {
        let mut records = Vec::with_capacity(rows.len());
        let (mut seen, mut bytes) = (0, 0);
        for row in rows {
            seen += 1;
            if self.is_open(*row) && columns.flags(*row) & BESIDE == 0 {
                let record = Record::read(&self.store.conn, *row)?;
                bytes += record.size();
                records.push(record);
            }
            if bytes >= TOGETHER {
                break;
            }
        }
        let known = &self.known[..self.kinds];
        let told = on_all_cores(&records, |record| record.tell(known, &self.terms));
        for (record, told) in records.iter().zip(told) {
            for (known, found) in self.known.iter_mut().zip(told?) {
                if let Some(found) = found {
                    known.note(record.row, found);
                }
            }
        }
        Ok(seen)
    }

    fn unread(&mut self, row: usize) -> impl Iterator<Item = &mut Verified> {
        let known = self.known[..self.kinds].iter_mut();
        known.filter(move |k| !k.read.has(row))
    }

    fn note(&mut self, row: usize, holds: impl Fn(&Verified) -> bool) {
        for known in self.unread(row) {
            let found = holds(known);
            known.note(row, found);
        }
    }
}
