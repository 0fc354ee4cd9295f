//! The rows for which a test holds.

use super::{Bits, Columns, row::hash};
use crate::{
    error::Result,
    model::query::{Comparison, Number},
    store::{
        Store,
        filter::{Bound, ROUNDED, Sql, Test},
    },
};
use rusqlite::{Connection, params_from_iter};

/// Values that are compared one by one; of more a set is made.
const FEW: usize = 8;
/// What queries found last is kept: most filters grow term by term.
const KEPT: usize = 12;

/// The rows a query found, as of a state of the store.
#[derive(Debug)]
pub(in crate::store) struct Known {
    state: (i64, u64),
    query: Sql,
    rows: Bits,
}

impl Columns {
    /// Rows that satisfy all tests.
    pub(in crate::store) fn all(&self, store: &Store, tests: &[Test]) -> Result<Bits> {
        let mut rows = self.present.clone();
        let (asking, looking): (Vec<&Test>, Vec<&Test>) = tests.iter().partition(|t| asks(t));
        for test in looking.into_iter().chain(asking) {
            if rows.is_empty() {
                break;
            }
            rows.keep(&self.holds(store, test)?);
        }
        Ok(rows)
    }

    fn holds(&self, store: &Store, test: &Test) -> Result<Bits> {
        Ok(match test {
            Test::Never => Bits::default(),
            Test::Named(column, ids) => among(self.named(*column), ids),
            Test::Unnamed(column) => {
                let mut rows = Bits::of(self.named(*column), |n| *n == 0);
                rows.keep(&self.present);
                rows
            }
            Test::Session(ids) => among(&self.session, ids),
            Test::User(users) => self.users(&store.conn, users)?,
            Test::Flags(mask) => Bits::of(&self.flags, |flags| i64::from(*flags) & mask != 0),
            Test::Number(number, comparison, value) => self.compared(*number, *comparison, *value),
            Test::Started(bound, at) => self.started(*bound, *at),
            Test::OpenTo(reviewer) => self.open_to(&store.conn, reviewer)?,
            Test::Among(query) => store.rows_of(query)?,
            Test::Where(sql) => store.rows_of(&Sql::new(
                format!("SELECT trace.id FROM trace WHERE {}", sql.text),
                sql.args.clone(),
            ))?,
            Test::Either(tests) => {
                let mut any = Bits::default();
                for test in tests {
                    any.add(&self.holds(store, test)?);
                }
                any
            }
            Test::All(tests) => self.all(store, tests)?,
            Test::Not(test) => {
                let mut rows = self.present.clone();
                rows.take_out(&self.holds(store, test)?);
                rows
            }
        })
    }

    fn compared(&self, number: Number, comparison: Comparison, value: f64) -> Bits {
        let column = match number {
            Number::Badness => &self.badness,
            Number::Ambiguity => &self.ambiguity,
        };
        match comparison {
            Comparison::Less => Bits::of(column, |x| *x < value),
            Comparison::LessOrEqual => Bits::of(column, |x| *x <= value),
            Comparison::Greater => Bits::of(column, |x| *x > value),
            Comparison::GreaterOrEqual => Bits::of(column, |x| *x >= value),
            Comparison::Equal => Bits::of(column, |x| (*x - value).abs() < ROUNDED),
        }
    }

    fn started(&self, bound: Bound, at: i64) -> Bits {
        let mut rows = match bound {
            Bound::From => Bits::of(&self.started_at, |t| *t >= at),
            Bound::To => Bits::of(&self.started_at, |t| *t <= at),
            Bound::Before => Bits::of(&self.started_at, |t| *t < at),
        };
        rows.keep(&self.timed);
        rows
    }

    fn open_to(&self, conn: &Connection, reviewer: &str) -> Result<Bits> {
        let mut open = self.open.clone();
        let mut mine = conn.prepare_cached(
            "SELECT 1 FROM trace JOIN p_verdict v ON v.tid = trace.tid WHERE trace.id = ?1 AND v.reviewer = ?2",
        )?;
        for row in self.partly.rows() {
            if mine.exists((row as i64, reviewer))? {
                open.set(row, false);
            }
        }
        Ok(open)
    }

    /// A hash finds who may match.
    fn users(&self, conn: &Connection, users: &[String]) -> Result<Bits> {
        let hashes: Vec<i64> = users
            .iter()
            .map(|u| i64::from(hash(u.as_bytes())))
            .collect();
        let mut rows = among(&self.user, &hashes);
        rows.keep(&self.present);
        let mut user = conn.prepare_cached("SELECT user FROM trace WHERE id = ?1")?;
        for row in rows.clone().rows() {
            let user: Option<String> = user.query_row([row as i64], |r| r.get(0))?;
            if !user.is_some_and(|u| users.contains(&u)) {
                rows.set(row, false);
            }
        }
        Ok(rows)
    }
}

/// Asks the file, which takes longer than a look.
fn asks(test: &Test) -> bool {
    match test {
        Test::Among(_) | Test::Where(_) | Test::User(_) => true,
        Test::Either(tests) | Test::All(tests) => tests.iter().any(asks),
        Test::Not(test) => asks(test),
        _ => false,
    }
}

/// Rows whose number is one of these; 0 stands for none.
fn among(column: &[u32], wanted: &[i64]) -> Bits {
    let wanted: Vec<u32> = wanted
        .iter()
        .filter_map(|n| u32::try_from(*n).ok())
        .filter(|n| *n > 0)
        .collect();
    match wanted[..] {
        [] => Bits::default(),
        [one] => Bits::of(column, |n| *n == one),
        _ if wanted.len() <= FEW => Bits::of(column, |n| wanted.contains(n)),
        _ => {
            let set: Bits = wanted.iter().map(|n| *n as usize).collect();
            Bits::of(column, |n| set.has(*n as usize))
        }
    }
}

impl Store {
    /// The rows whose numbers a query finds.
    pub(in crate::store) fn rows_of(&self, query: &Sql) -> Result<Bits> {
        self.rows_kept(query, || self.numbers(query))
    }

    /// The rows that a query stands for, found once in a state of the store.
    pub(in crate::store) fn rows_kept(
        &self,
        query: &Sql,
        find: impl FnOnce() -> Result<Bits>,
    ) -> Result<Bits> {
        let state = self.state()?;
        let mut known = self.known.borrow_mut();
        known.retain(|k| k.state == state);
        if let Some(at) = known.iter().position(|k| k.query == *query) {
            let found = known.remove(at);
            let rows = found.rows.clone();
            known.insert(0, found);
            return Ok(rows);
        }
        let rows = find()?;
        known.truncate(KEPT - 1);
        known.insert(
            0,
            Known {
                state,
                query: query.clone(),
                rows: rows.clone(),
            },
        );
        Ok(rows)
    }

    /// The numbers a query finds.
    pub(in crate::store) fn numbers(&self, query: &Sql) -> Result<Bits> {
        let mut statement = self.conn.prepare_cached(&query.text)?;
        let mut found = statement.query(params_from_iter(&query.args))?;
        let mut numbers = Bits::default();
        while let Some(number) = found.next()? {
            numbers.set(
                usize::try_from(number.get::<_, i64>(0)?).unwrap_or_default(),
                true,
            );
        }
        Ok(numbers)
    }

    /// Changes whenever anybody changes the store.
    pub(in crate::store) fn state(&self) -> Result<(i64, u64)> {
        Ok((self.data_version()?, self.conn.total_changes()))
    }
}
