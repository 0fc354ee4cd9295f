//! One row of `trace` on its way into the columns.

use super::Columns;
use rusqlite::{Row, types::ValueRef};

/// The statement that reads rows, in the order [`put`] takes them: where each belongs, then its columns.
pub(super) fn select(place: &str, which: &str) -> String {
    format!(
        "SELECT {place}, tid, session, user, started_at, week, rnd, badness, ambiguity, triage, flags,
         severity, verdicts, asked, app, route, prompt_name, prompt, model, release, segment FROM trace {which}"
    )
}

const NAMES: usize = 14;

/// Puts a row in its place.
pub(super) fn put(columns: &mut Columns, row: &Row) -> rusqlite::Result<usize> {
    let at = usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default();
    columns.make_room(at + 1);
    columns.present.set(at, true);
    columns.tid[at] = prefix(row.get_ref(1)?.as_bytes().unwrap_or_default());
    columns.session[at] = number(row, 2)?;
    columns.user[at] = match row.get_ref(3)? {
        ValueRef::Text(text) => hash(text),
        _ => 0,
    };
    let started: Option<i64> = row.get(4)?;
    columns.timed.set(at, started.is_some());
    columns.started_at[at] = started.unwrap_or_default();
    columns.week[at] = row.get(5)?;
    columns.rnd[at] = row.get(6)?;
    columns.badness[at] = row.get(7)?;
    columns.ambiguity[at] = row.get(8)?;
    columns.triage[at] = row.get(9)?;
    columns.flags[at] = number(row, 10)?;
    columns.severity[at] = row.get(11)?;
    let (verdicts, asked): (i64, i64) = (row.get(12)?, row.get(13)?);
    columns.open.set(at, verdicts < asked);
    columns.partly.set(at, 0 < verdicts && verdicts < asked);
    for (name, column) in columns.names.iter_mut().zip(NAMES..) {
        name[at] = number(row, column)?;
    }
    Ok(at)
}

/// Numbers of rows and bits of flags are small; what is not there is 0.
fn number(row: &Row, column: usize) -> rusqlite::Result<u32> {
    Ok(row.get::<_, Option<u32>>(column)?.unwrap_or_default())
}

/// The first bytes of an id, so that numbers are in the order of ids as far as these differ.
pub(super) fn prefix(tid: &[u8]) -> u128 {
    let mut bytes = [0; 16];
    let n = tid.len().min(bytes.len());
    bytes[..n].copy_from_slice(&tid[..n]);
    u128::from_be_bytes(bytes)
}

/// Any hash will do: FNV-1a, never 0.
pub(super) fn hash(text: &[u8]) -> u32 {
    let step = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
    text.iter().fold(0x811c_9dc5, step).max(1)
}

impl Columns {
    /// Makes room for so many rows.
    pub(super) fn make_room(&mut self, rows: usize) {
        if rows <= self.tid.len() {
            return;
        }
        grow(&mut self.started_at, rows);
        grow(&mut self.badness, rows);
        grow(&mut self.ambiguity, rows);
        grow(&mut self.triage, rows);
        grow(&mut self.rnd, rows);
        grow(&mut self.tid, rows);
        grow(&mut self.week, rows);
        grow(&mut self.flags, rows);
        grow(&mut self.severity, rows);
        grow(&mut self.session, rows);
        grow(&mut self.user, rows);
        for column in &mut self.names {
            grow(column, rows);
        }
    }

    pub(super) fn take_out(&mut self, row: usize) {
        for set in [
            &mut self.present,
            &mut self.timed,
            &mut self.open,
            &mut self.partly,
        ] {
            set.set(row, false);
        }
        for column in &mut self.names {
            if let Some(name) = column.get_mut(row) {
                *name = 0;
            }
        }
    }
}

impl Columns {
    /// Whether both tell the same of a row.
    pub(super) fn is_like(&self, other: &Self, row: usize) -> bool {
        let sets = |c: &Self| [&c.present, &c.timed, &c.open, &c.partly].map(|s| s.has(row));
        let numbers = |c: &Self| {
            let floats = [c.badness[row], c.ambiguity[row], c.triage[row]].map(f64::to_bits);
            let times = (c.started_at[row], c.week[row], c.rnd[row]);
            let rest = (c.tid[row], c.flags[row], c.severity[row], c.session[row]);
            let names = c.names.each_ref().map(|names| names[row]);
            (floats, times, rest, c.user[row], names)
        };
        sets(self) == sets(other) && (!self.present.has(row) || numbers(self) == numbers(other))
    }
}

/// Grows by a sixteenth at least: memory counts for more than the rare copy. What is never written takes no memory.
fn grow<T: Default + Clone>(column: &mut Vec<T>, rows: usize) {
    if column.is_empty() {
        *column = vec![T::default(); rows];
        return;
    }
    if rows > column.capacity() {
        let spare = column.len() / 16;
        column.reserve_exact(rows + spare - column.len());
    }
    column.resize(rows, T::default());
}
