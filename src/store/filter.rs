//! The filter language as SQL. Every value is bound, none is ever written into the statement.

mod field;
mod wildcard;

pub(super) use wildcard::matches;

use super::{Store, flags, search::TextTerm};
use crate::{
    error::Result,
    model::{
        query::{Comparison, Filter, Flag, Moment, Number, Predicate, Term},
        time::{DAY, Time},
    },
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
    pub(super) conditions: Sql,
    /// Terms that SQL alone cannot answer; each is looked for in the texts of the traces.
    pub(super) texts: Vec<TextTerm>,
}

impl Store {
    /// Turns a filter into conditions. `newest` is what `since:7d` counts back from.
    pub(super) fn compile(&self, filter: &Filter, newest: Option<Time>) -> Result<Compiled> {
        let mut compiled = Compiled::default();
        for term in &filter.terms {
            match TextTerm::of(term) {
                Some(text) if text.needs_body() => compiled.texts.push(text),
                Some(text) => compiled.conditions.and(text.condition()),
                None => {
                    let condition = self.condition(&term.predicate, newest)?;
                    compiled.conditions.and(signed(term, condition));
                }
            }
        }
        // The substring scan reads what everything else leaves.
        compiled.texts.sort_by_key(TextTerm::scans);
        Ok(compiled)
    }

    fn condition(&self, predicate: &Predicate, newest: Option<Time>) -> Result<Sql> {
        Ok(match predicate {
            Predicate::Field(field, values) => field::condition(self, *field, values)?,
            Predicate::Number(number, comparison, value) => compare(*number, *comparison, *value),
            Predicate::Flags(wanted) => any_flag(wanted),
            Predicate::Since(moment) => started(">=", *moment, newest),
            Predicate::Until(moment) => started("<=", *moment, newest),
            Predicate::Word(_) | Predicate::Phrase(_) | Predicate::Substring(_) => Sql::never(),
        })
    }

    /// The start of the newest trace that does not lie more than a day ahead of `now`.
    pub(super) fn newest(&self, now: Time) -> Result<Option<Time>> {
        let newest: Option<i64> = self
            .conn
            .prepare_cached("SELECT MAX(started_at) FROM trace WHERE started_at <= ?1")?
            .query_row([now.plus(DAY).0], |row| row.get(0))?;
        Ok(newest.map(Time))
    }
}

/// A negated term holds where the plain one does not, also where the trace does not know the field.
fn signed(term: &Term, condition: Sql) -> Sql {
    if term.negated {
        Sql::new(format!("({}) IS NOT TRUE", condition.text), condition.args)
    } else {
        condition
    }
}

fn compare(number: Number, comparison: Comparison, value: f64) -> Sql {
    let column = match number {
        Number::Badness => "trace.badness",
        Number::Ambiguity => "trace.ambiguity",
    };
    let text = match comparison {
        Comparison::Less => format!("{column} < ?"),
        Comparison::LessOrEqual => format!("{column} <= ?"),
        Comparison::Greater => format!("{column} > ?"),
        Comparison::GreaterOrEqual => format!("{column} >= ?"),
        // As screens show it, with two digits.
        Comparison::Equal => format!("ABS({column} - ?) < 0.005"),
    };
    Sql::new(text, vec![value.into()])
}

/// Written as the partial index over negative traces has it; a bound value would not match it.
pub(super) const NEGATIVE: &str = "trace.flags & 1 <> 0";

fn any_flag(wanted: &[Flag]) -> Sql {
    if wanted == [Flag::Negative] {
        return Sql::new(NEGATIVE, Vec::new());
    }
    let mask = wanted.iter().fold(0, |mask, flag| mask | bits(*flag));
    Sql::new("trace.flags & ? <> 0", vec![mask.into()])
}

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

fn started(sign: &str, moment: Moment, newest: Option<Time>) -> Sql {
    let at = match moment {
        Moment::At(time) => Some(time),
        Moment::Ago(ns) => newest.map(|n| n.plus(-ns)),
    };
    match at {
        Some(at) => Sql::new(format!("trace.started_at {sign} ?"), vec![at.0.into()]),
        None => Sql::never(),
    }
}

#[cfg(test)]
mod tests;
