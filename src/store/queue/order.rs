//! Orders and their keyset pages: a page begins right after the last row of the one before.

use super::{NEGATIVE, Sql};
use crate::{
    error::{Error, Result},
    model::{
        id::{hex, unhex},
        query::Order,
        read::QueueQuery,
    },
};
use rusqlite::{Row, types::Value};

/// One column of an order.
struct Key {
    column: &'static str,
    descending: bool,
    /// Unknown values come last, which is where `SQLite` puts them when descending.
    nullable: bool,
}

const fn down(column: &'static str) -> Key {
    Key {
        column,
        descending: true,
        nullable: false,
    }
}

const fn up(column: &'static str) -> Key {
    Key {
        column,
        descending: false,
        nullable: false,
    }
}

const RECENCY: Key = Key {
    column: "trace.started_at",
    descending: true,
    nullable: true,
};
const TIE: Key = up("trace.tid");
const SKIPPED: [Key; 2] = [up("skip.at"), TIE];

/// First those the reviewer has not skipped, then the skipped ones in the order they were skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Ordered,
    Skipped,
}

impl Phase {
    /// What is left to list from a cursor on.
    pub(super) fn from(cursor: &Cursor, skipping: bool) -> Vec<Self> {
        match (cursor.phase, skipping) {
            (Self::Ordered, true) => vec![Self::Ordered, Self::Skipped],
            (Self::Ordered, false) => vec![Self::Ordered],
            (Self::Skipped, _) => vec![Self::Skipped],
        }
    }
}

fn keys(order: Order, phase: Phase) -> Vec<Key> {
    if phase == Phase::Skipped {
        return SKIPPED.into();
    }
    match order {
        Order::Worst => vec![down("trace.badness"), down("trace.severity"), RECENCY, TIE],
        Order::Triage => vec![down("trace.triage"), TIE],
        Order::Ambiguous => vec![down("trace.ambiguity"), TIE],
        Order::Newest => vec![RECENCY, TIE],
        Order::Best => vec![up("trace.badness"), TIE],
        Order::Random => vec![down("trace.week"), up("trace.rnd"), TIE],
    }
}

/// How the rows of an order are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Walk {
    /// Along the index of the order, looking each row up, until the page is full.
    Index,
    /// All rows, sorting those that match.
    Scan,
}

/// Looking a row up along an index costs about this many rows of a scan.
const LOOKUP: u64 = 20;

impl Walk {
    /// A walk pays when the page fills long before the end of the index, or the index holds all that is asked.
    pub(super) fn of(limit: usize, total: u64, conditions: &Sql) -> Self {
        let soon = total > LOOKUP.saturating_mul(limit as u64);
        if soon || conditions.text.contains(NEGATIVE) {
            Self::Index
        } else {
            Self::Scan
        }
    }
}

/// The statement that lists the ids of a phase, each with its keys, from the cursor on.
pub(super) fn statement(
    query: &QueueQuery,
    phase: Phase,
    (skipping, walk): (bool, Walk),
    conditions: &Sql,
    cursor: &Cursor,
) -> Result<Sql> {
    let keys = keys(query.order, phase);
    let columns: Vec<&str> = keys.iter().map(|k| k.column).collect();
    let mut sql = Sql::new(
        format!("SELECT trace.id, {} FROM trace", columns.join(", ")),
        Vec::new(),
    );
    let mut all = conditions.clone();
    let me: Value = query.reviewer.clone().into();
    match phase {
        Phase::Skipped => sql.append(Sql::new(
            " JOIN skip ON skip.tid = trace.tid AND skip.reviewer = ?",
            vec![me],
        )),
        Phase::Ordered if skipping => all.and(Sql::new(
            "NOT EXISTS(SELECT 1 FROM skip s WHERE s.tid = trace.tid AND s.reviewer = ?)",
            vec![me],
        )),
        Phase::Ordered => {}
    }
    if let Some(values) = &cursor.values {
        all.and(after(&keys, values)?);
    }
    sql.text.push(' ');
    sql.text.push_str(&all.clause());
    sql.args.extend(all.args);
    let order: Vec<String> = keys.iter().map(|k| order_by(k, walk)).collect();
    sql.text.push_str(" ORDER BY ");
    sql.text.push_str(&order.join(", "));
    // One more than fits tells whether there is a next page.
    sql.text.push_str(" LIMIT ?");
    let limit = i64::try_from(query.limit).unwrap_or(i64::MAX - 1);
    sql.args.push((limit + 1).into());
    Ok(sql)
}

/// The statement that reads the keys of a row by its number.
pub(super) fn keys_of(order: Order) -> String {
    let keys = keys(order, Phase::Ordered);
    let columns: Vec<&str> = keys.iter().map(|k| k.column).collect();
    format!(
        "SELECT trace.id, {} FROM trace WHERE id = ?1",
        columns.join(", ")
    )
}

fn order_by(key: &Key, walk: Walk) -> String {
    // The plus keeps the index of the order out of it.
    let plus = if walk == Walk::Scan { "+" } else { "" };
    let direction = if key.descending { " DESC" } else { "" };
    format!("{plus}{}{direction}", key.column)
}

/// Rows that come after these keys: equal in the first ones, beyond in the next.
fn after(keys: &[Key], values: &[Value]) -> Result<Sql> {
    if keys.len() != values.len() {
        return Err(bad_token());
    }
    let mut sql = Sql::default();
    // Implied by the rest; lets the index start at the right place.
    let (first, value) = (&keys[0], &values[0]);
    if !first.nullable {
        let sign = if first.descending { "<=" } else { ">=" };
        sql.and(Sql::new(
            format!("{} {sign} ?", first.column),
            vec![value.clone()],
        ));
    }
    let mut cases = Sql::default();
    for (i, (key, value)) in keys.iter().zip(values).enumerate() {
        let Some(beyond) = beyond(key, value) else {
            continue;
        };
        let mut case = Sql::default();
        for (key, value) in keys[..i].iter().zip(values) {
            case.and(Sql::new(
                format!("{} IS ?", key.column),
                vec![value.clone()],
            ));
        }
        case.and(beyond);
        if !cases.text.is_empty() {
            cases.text.push_str(" OR ");
        }
        cases.append(case);
    }
    sql.and(cases);
    Ok(sql)
}

/// None where nothing comes after the value.
fn beyond(key: &Key, value: &Value) -> Option<Sql> {
    let column = key.column;
    match (key.descending, key.nullable, value) {
        (true, true, Value::Null) => None,
        (true, true, _) => Some(Sql::new(
            format!("{column} < ? OR {column} IS NULL"),
            vec![value.clone()],
        )),
        (true, false, _) => Some(Sql::new(format!("{column} < ?"), vec![value.clone()])),
        (false, ..) => Some(Sql::new(format!("{column} > ?"), vec![value.clone()])),
    }
}

/// The place of a row in an order; a token of a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cursor {
    pub(super) phase: Phase,
    /// The keys of the row to begin after, the trace id last; none for the first.
    pub(super) values: Option<Vec<Value>>,
}

impl Cursor {
    pub(super) fn start() -> Self {
        Self::before(Phase::Ordered)
    }

    /// Before the first row of a phase.
    pub(super) fn before(phase: Phase) -> Self {
        Self {
            phase,
            values: None,
        }
    }

    pub(super) fn of(phase: Phase, row: &Row) -> Result<Self> {
        let columns = row.as_ref().column_count();
        let values = (1..columns).map(|i| row.get(i));
        Ok(Self {
            phase,
            values: Some(values.collect::<rusqlite::Result<_>>()?),
        })
    }

    /// `o` or `s` for the phase, then the keys: `i` integer, `f` bits of a float, `t` text in hexadecimal, `n` unknown.
    pub(super) fn print(&self) -> String {
        let mut parts = vec![match self.phase {
            Phase::Ordered => "o".to_owned(),
            Phase::Skipped => "s".to_owned(),
        }];
        for value in self.values.iter().flatten() {
            parts.push(match value {
                Value::Integer(n) => format!("i{n}"),
                Value::Real(x) => format!("f{:x}", x.to_bits()),
                Value::Text(text) => format!("t{}", hex(text.as_bytes())),
                Value::Null | Value::Blob(_) => "n".to_owned(),
            });
        }
        parts.join(".")
    }

    pub(super) fn parse(token: Option<&str>) -> Result<Self> {
        let Some(token) = token else {
            return Ok(Self::start());
        };
        let mut parts = token.split('.');
        let phase = match parts.next() {
            Some("o") => Phase::Ordered,
            Some("s") => Phase::Skipped,
            _ => return Err(bad_token()),
        };
        let values: Option<Vec<Value>> = parts.map(parse_value).collect();
        let values = values.ok_or_else(bad_token)?;
        Ok(Self {
            phase,
            values: (!values.is_empty()).then_some(values),
        })
    }
}

fn parse_value(part: &str) -> Option<Value> {
    let rest = part.get(1..)?;
    Some(match part.as_bytes()[0] {
        b'i' => Value::Integer(rest.parse().ok()?),
        b'f' => Value::Real(f64::from_bits(u64::from_str_radix(rest, 16).ok()?)),
        b't' => Value::Text(String::from_utf8(unhex(rest)?).ok()?),
        b'n' => Value::Null,
        _ => return None,
    })
}

pub(super) fn bad_token() -> Error {
    Error::usage("the page to go on from is not one of this list")
}
