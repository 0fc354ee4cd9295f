//! Orders over the columns: where a row stands in a list, and the first rows of it.

use super::{
    Bits, Columns,
    bits::{WORD, ones},
    peak::{highest, lowest},
    row::prefix,
};
use crate::{error::Result, model::query::Order, store::Store};
use rusqlite::{Connection, types::Value};
use std::{cmp::Ordering, collections::BinaryHeap};

/// Where a row stands: the keys of the order, each so that smaller comes first, and the first bytes of the trace id.
/// Rows whose ids begin alike are told apart by the ids themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::store) struct Place {
    keys: [u64; 3],
    tid: u128,
}

impl Columns {
    pub(in crate::store) fn place(&self, order: Order, row: usize) -> Place {
        let (second, third) = match order {
            Order::Worst => (!integer(i64::from(self.severity[row])), self.recency(row)),
            Order::Random => (integer(self.rnd[row]), 0),
            _ => (0, 0),
        };
        Place {
            keys: [self.leading(order, row), second, third],
            tid: self.tid[row],
        }
    }

    /// The first key, which most rows are told apart by.
    fn leading(&self, order: Order, row: usize) -> u64 {
        match order {
            Order::Worst => !float(self.badness[row]),
            Order::Triage => !float(self.triage[row]),
            Order::Ambiguous => !float(self.ambiguity[row]),
            Order::Newest => self.recency(row),
            Order::Best => float(self.badness[row]),
            Order::Random => !integer(i64::from(self.week[row])),
        }
    }

    /// Offers the rows whose first key is not beyond the edge, which moves with what was offered.
    fn each_in_reach(
        &self,
        order: Order,
        rows: &Bits,
        offer: &mut dyn FnMut(usize) -> Result<u64>,
    ) -> Result<()> {
        match order {
            Order::Worst => reach_high(rows, &self.badness, offer),
            Order::Triage => reach_high(rows, &self.triage, offer),
            Order::Ambiguous => reach_high(rows, &self.ambiguity, offer),
            // Traces mostly come in the order of time, so the newest are found at once from the end.
            Order::Newest => reach(rows.rows_back(), |row| self.recency(row), offer),
            Order::Best => reach_low(rows, &self.badness, offer),
            Order::Random => reach(
                rows.rows_back(),
                |row| !integer(i64::from(self.week[row])),
                offer,
            ),
        }
    }

    /// Unknown times come last.
    fn recency(&self, row: usize) -> u64 {
        if self.timed.has(row) {
            !integer(self.started_at[row])
        } else {
            u64::MAX
        }
    }
}

/// The place of the keys of a row as a page token has them; none when they are not of this order.
pub(in crate::store) fn place_of(order: Order, values: &[Value]) -> Option<(Place, &str)> {
    let (Value::Text(tid), keys) = values.split_last()? else {
        return None;
    };
    let recency = |value: &Value| match value {
        Value::Null => Some(u64::MAX),
        Value::Integer(n) => Some(!integer(*n)),
        _ => None,
    };
    let keys = match (order, keys) {
        (Order::Worst, [Value::Real(badness), Value::Integer(severity), at]) => {
            [!float(*badness), !integer(*severity), recency(at)?]
        }
        (Order::Triage | Order::Ambiguous, [Value::Real(x)]) => [!float(*x), 0, 0],
        (Order::Newest, [at]) => [recency(at)?, 0, 0],
        (Order::Best, [Value::Real(x)]) => [float(*x), 0, 0],
        (Order::Random, [Value::Integer(week), Value::Integer(rnd)]) => {
            [!integer(*week), integer(*rnd), 0]
        }
        _ => return None,
    };
    let place = Place {
        keys,
        tid: prefix(tid.as_bytes()),
    };
    Some((place, tid))
}

/// A number that is in the order of the integers.
fn integer(n: i64) -> u64 {
    n.cast_unsigned() ^ 1 << 63
}

/// A number that is in the order of the floats.
fn float(x: f64) -> u64 {
    // Zero has two signs that are equal.
    let bits = (x + 0.0).to_bits();
    if bits >> 63 == 1 {
        !bits
    } else {
        bits ^ 1 << 63
    }
}

/// The first rows of a list in order, at most so many, after a place.
pub(in crate::store) fn first(
    store: &Store,
    columns: &Columns,
    order: Order,
    rows: &Bits,
    after: Option<(Place, &str)>,
    most: usize,
) -> Result<Vec<usize>> {
    let mut best = Best::new(most);
    let comes = |place: Place, row: usize| match after {
        Some(start) => is_after(&store.conn, (place, row), start),
        None => Ok(true),
    };
    let mut offer = |row: usize| -> Result<u64> {
        let place = columns.place(order, row);
        if comes(place, row)? {
            best.offer(place, row);
        }
        Ok(best.edge)
    };
    columns.each_in_reach(order, rows, &mut offer)?;
    if let Some(edge) = best.tied {
        // Ids that begin alike at the end of the page: all of them, to be told apart by the whole of their ids.
        for row in rows.rows() {
            if columns.place(order, row) == edge && comes(edge, row)? {
                best.heap.push((edge, row));
            }
        }
    }
    let mut found = best.heap.into_vec();
    found.sort_unstable();
    found.dedup();
    settle_ties(&store.conn, &mut found)?;
    found.truncate(most);
    Ok(found.into_iter().map(|(_, row)| row).collect())
}

fn reach(
    rows: impl Iterator<Item = usize>,
    leading: impl Fn(usize) -> u64,
    offer: &mut dyn FnMut(usize) -> Result<u64>,
) -> Result<()> {
    let mut edge = u64::MAX;
    for row in rows {
        if leading(row) <= edge {
            edge = offer(row)?;
        }
    }
    Ok(())
}

fn reach_high(
    rows: &Bits,
    column: &[f64],
    offer: &mut dyn FnMut(usize) -> Result<u64>,
) -> Result<()> {
    reach_floats(rows, column, highest, |x| !float(x), offer)
}

fn reach_low(
    rows: &Bits,
    column: &[f64],
    offer: &mut dyn FnMut(usize) -> Result<u64>,
) -> Result<()> {
    reach_floats(rows, column, lowest, float, offer)
}

/// Rows of a word that are looked at one by one sooner than all of them at once.
const SPARSE: u32 = 4;

/// Most rows of a long list are beyond the edge: the best of a whole word of them tells so at once.
fn reach_floats(
    rows: &Bits,
    column: &[f64],
    best: impl Fn(&[f64]) -> f64,
    leading: impl Fn(f64) -> u64,
    offer: &mut dyn FnMut(usize) -> Result<u64>,
) -> Result<()> {
    let mut edge = u64::MAX;
    let chunks = column.chunks(WORD).enumerate();
    for (word, (at, values)) in rows.words().iter().zip(chunks) {
        if word.count_ones() > SPARSE && leading(best(values)) > edge {
            continue;
        }
        for bit in ones(*word) {
            if values.get(bit).is_some_and(|x| leading(*x) <= edge) {
                edge = offer(at * WORD + bit)?;
            }
        }
    }
    Ok(())
}

fn is_after(
    conn: &Connection,
    (place, row): (Place, usize),
    (start, tid): (Place, &str),
) -> Result<bool> {
    Ok(match place.cmp(&start) {
        Ordering::Less => false,
        Ordering::Greater => true,
        Ordering::Equal => id_of(conn, row)?.as_str() > tid,
    })
}

fn id_of(conn: &Connection, row: usize) -> Result<String> {
    Ok(conn
        .prepare_cached("SELECT tid FROM trace WHERE id = ?1")?
        .query_row([row as i64], |r| r.get(0))?)
}

/// Puts rows of one place in the order of their ids.
fn settle_ties(conn: &Connection, found: &mut [(Place, usize)]) -> Result<()> {
    for run in found.chunk_by_mut(|a, b| a.0 == b.0) {
        if run.len() < 2 {
            continue;
        }
        let mut named = Vec::with_capacity(run.len());
        for pair in run.iter() {
            named.push((id_of(conn, pair.1)?, *pair));
        }
        named.sort_unstable();
        for (slot, (_, pair)) in run.iter_mut().zip(named) {
            *slot = pair;
        }
    }
    Ok(())
}

/// The smallest places so far.
struct Best {
    heap: BinaryHeap<(Place, usize)>,
    most: usize,
    /// The first key of the last of them, once there are enough.
    edge: u64,
    /// A place of which some rows are held and some are not.
    tied: Option<Place>,
}

impl Best {
    fn new(most: usize) -> Self {
        Self {
            heap: BinaryHeap::with_capacity(most.min(1_000) + 1),
            most,
            edge: u64::MAX,
            tied: None,
        }
    }

    fn find_edge(&mut self) {
        if self.heap.len() >= self.most {
            self.edge = self.heap.peek().map_or(0, |(place, _)| place.keys[0]);
        }
    }

    fn offer(&mut self, place: Place, row: usize) {
        if self.heap.len() < self.most {
            self.heap.push((place, row));
            self.find_edge();
            return;
        }
        let Some(mut last) = self.heap.peek_mut() else {
            return;
        };
        match place.cmp(&last.0) {
            Ordering::Greater => return,
            Ordering::Equal => {
                self.tied = Some(place);
                return;
            }
            Ordering::Less => {}
        }
        let gone = std::mem::replace(&mut *last, (place, row)).0;
        drop(last);
        self.find_edge();
        self.tied = self
            .heap
            .peek()
            .filter(|(edge, _)| *edge == gone)
            .map(|_| gone);
    }
}
