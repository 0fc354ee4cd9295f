//! The filter language as tests, and those as SQL. Every value is bound, none is ever written into the statement.

mod field;
mod sessions;
mod slice;
mod test;
mod wildcard;

pub(super) use field::{modes, prompt_kind};
pub(super) use sessions::Beginnings;
pub(super) use slice::name as slice_name;
pub(super) use test::{Bound, Named, ROUNDED, Test};
pub(super) use wildcard::matches;

use super::{Store, flags, search::TextTerm};
use crate::{
    error::Result,
    model::{
        query::{Filter, Flag, Moment, Predicate},
        time::{DAY, Time},
    },
    order::Order,
};
use rusqlite::types::Value;

/// A piece of SQL with the values of its parameters, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Sql {
    pub(super) text: String,
    pub(super) args: Vec<Value>,
}

impl Sql {
    pub(super) fn new(text: impl Into<String>, args: Vec<Value>) -> Self {
        Self {
            text: text.into(),
            args,
        }
    }

    /// Nothing satisfies it.
    pub(super) fn never() -> Self {
        Self::new("0", Vec::new())
    }

    pub(super) fn append(&mut self, other: Self) {
        self.text.push_str(&other.text);
        self.args.extend(other.args);
    }

    /// Adds a condition to a list of ANDed ones.
    pub(super) fn and(&mut self, condition: Self) {
        self.text
            .push_str(if self.text.is_empty() { "(" } else { " AND (" });
        self.append(condition);
        self.text.push(')');
    }

    /// The conditions as the tail of a statement; empty without any.
    pub(super) fn clause(&self) -> String {
        match self.text.as_str() {
            "" => String::new(),
            text => format!("WHERE {text}"),
        }
    }
}

/// Values bound one by one; more of them go as one list.
const BOUND_SINGLY: usize = 64;

/// `column` is one of the values, which are numbers or texts.
pub(super) fn one_of(column: &str, values: Vec<Value>) -> Sql {
    if values.is_empty() {
        return Sql::never();
    }
    if values.len() > BOUND_SINGLY {
        return in_list(column, &values);
    }
    let marks = vec!["?"; values.len()].join(", ");
    Sql::new(format!("{column} IN ({marks})"), values)
}

fn in_list(column: &str, values: &[Value]) -> Sql {
    let list = values.iter().map(|value| match value {
        Value::Integer(n) => serde_json::Value::from(*n),
        Value::Text(text) => serde_json::Value::from(text.as_str()),
        _ => serde_json::Value::Null,
    });
    let list = list.collect::<serde_json::Value>().to_string();
    let text = format!("{column} IN (SELECT value FROM json_each(?))");
    Sql::new(text, vec![list.into()])
}

/// A filter over the table `trace`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Compiled {
    pub(super) tests: Vec<Test>,
    pub(super) texts: Vec<TextTerm>,
}

impl Compiled {
    /// What SQL can answer, as conditions; the other terms are left over.
    pub(super) fn conditions(&self) -> (Sql, Vec<&TextTerm>) {
        let mut sql = test::all(&self.tests);
        let (texts, words): (Vec<_>, Vec<_>) = self.texts.iter().partition(|t| t.needs_body());
        for word in words {
            sql.and(word.condition());
        }
        (sql, texts)
    }
}

impl Store {
    /// Turns a filter into tests. `newest` is what `since:7d` counts back from.
    pub(super) fn compile(&self, filter: &Filter, newest: Option<Time>) -> Result<Compiled> {
        let mut compiled = Compiled::default();
        for term in &filter.terms {
            if let Some(text) = TextTerm::of(term) {
                compiled.texts.push(text);
                continue;
            }
            let test = self.test(&term.predicate, newest)?;
            compiled.tests.push(if term.negated {
                Test::Not(Box::new(test))
            } else {
                test
            });
        }
        // The substring scan reads what everything else leaves.
        compiled.texts.order_by_key(TextTerm::scans);
        Ok(compiled)
    }

    fn test(&self, predicate: &Predicate, newest: Option<Time>) -> Result<Test> {
        Ok(match predicate {
            Predicate::Field(field, values) => field::test(self, *field, values)?,
            Predicate::Number(number, comparison, value) => {
                Test::Number(*number, *comparison, *value)
            }
            Predicate::Flags(wanted) => {
                Test::Flags(wanted.iter().fold(0, |mask, flag| mask | bits(*flag)))
            }
            Predicate::Since(moment) => started(Bound::From, *moment, newest),
            Predicate::Until(moment) => started(Bound::To, *moment, newest),
            Predicate::Word(_) | Predicate::Phrase(_) | Predicate::Substring(_) => Test::Never,
        })
    }

    /// The start of the newest trace that does not lie more than a day ahead of `now`; of the newest at all where every
    /// one does, which says that the clock is wrong rather than the traces.
    pub(super) fn newest(&self, now: Time) -> Result<Option<Time>> {
        let sql = "SELECT COALESCE((SELECT MAX(started_at) FROM trace WHERE started_at <= ?1),
            (SELECT MAX(started_at) FROM trace))";
        let newest: Option<i64> = self
            .conn
            .prepare_cached(sql)?
            .query_row([now.plus(DAY).0], |row| row.get(0))?;
        Ok(newest.map(Time))
    }
}

/// Negative traces, as their partial index has it.
pub(super) const NEGATIVE: &str = "trace.flags & 1 <> 0";

fn bits(flag: Flag) -> i64 {
    match flag {
        Flag::HasCorrection => flags::USER_CORRECTION | flags::REVIEWER_CORRECTION,
        Flag::HasComment => flags::COMMENT,
        Flag::Negative => flags::NEGATIVE,
        Flag::Ambiguous => flags::AMBIGUOUS,
        Flag::Reviewed => flags::REVIEWED,
        Flag::Golden => flags::GOLDEN,
        Flag::Mixed => flags::MIXED,
        Flag::Disputed => flags::DISPUTED,
        Flag::PraisedBad => flags::PRAISED_BAD,
    }
}

fn started(bound: Bound, moment: Moment, newest: Option<Time>) -> Test {
    let at = match moment {
        Moment::At(time) => Some(time),
        Moment::Ago(ns) => newest.map(|n| n.plus(-ns)),
    };
    at.map_or(Test::Never, |at| Test::Started(bound, at.0))
}

#[cfg(test)]
mod tests;
