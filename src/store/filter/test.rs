//! What a list asks of a trace: one meaning, answered by SQL or by a look at the columns held in memory.

use super::{NEGATIVE, Sql, one_of};
use crate::{
    model::query::{Comparison, Number},
    store::flags,
};
use rusqlite::types::Value;

/// A column of `trace` with the number of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::store) enum Named {
    App,
    Route,
    PromptName,
    Prompt,
    Model,
    Release,
    Segment,
}

impl Named {
    pub(in crate::store) const ALL: [Self; 7] = [
        Self::App,
        Self::Route,
        Self::PromptName,
        Self::Prompt,
        Self::Model,
        Self::Release,
        Self::Segment,
    ];

    pub(in crate::store) fn column(self) -> &'static str {
        match self {
            Self::App => "trace.app",
            Self::Route => "trace.route",
            Self::PromptName => "trace.prompt_name",
            Self::Prompt => "trace.prompt",
            Self::Model => "trace.model",
            Self::Release => "trace.release",
            Self::Segment => "trace.segment",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Bound {
    From,
    To,
    Before,
}

/// A condition on a row of `trace`.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) enum Test {
    Never,
    Named(Named, Vec<i64>),
    /// The trace has no such name.
    Unnamed(Named),
    /// Numbers of sessions.
    Session(Vec<i64>),
    /// Users as the store knows them.
    User(Vec<String>),
    /// Any of these bits.
    Flags(i64),
    Number(Number, Comparison, f64),
    /// Nanoseconds; a trace without a time lies in no bounds.
    Started(Bound, i64),
    /// No verdict of this reviewer, and fewer than the trace asks for.
    OpenTo(String),
    /// A query for row numbers finds it.
    Among(Sql),
    /// Any other condition.
    Where(Sql),
    Either(Vec<Test>),
    All(Vec<Test>),
    Not(Box<Test>),
}

impl Test {
    /// The condition as SQL over the table `trace`.
    pub(in crate::store) fn sql(&self) -> Sql {
        match self {
            Self::Never => Sql::never(),
            Self::Named(named, ids) => one_of(named.column(), numbers(ids)),
            Self::Unnamed(named) => Sql::new(format!("{} IS NULL", named.column()), Vec::new()),
            Self::Session(ids) => one_of("trace.session", numbers(ids)),
            Self::User(users) => {
                let users = users.iter().cloned().map(Value::from).collect();
                one_of("trace.user", users)
            }
            Self::Flags(mask) => any_flag(*mask),
            Self::Number(number, comparison, value) => compare(*number, *comparison, *value),
            Self::Started(bound, at) => started(*bound, *at),
            Self::OpenTo(reviewer) => open_to(reviewer),
            Self::Among(query) => {
                Sql::new(format!("trace.id IN ({})", query.text), query.args.clone())
            }
            Self::Where(sql) => sql.clone(),
            Self::Either(tests) => either(tests),
            Self::All(tests) => all(tests),
            // Holds where the plain one does not, also where the trace does not know the field.
            Self::Not(test) => {
                let sql = test.sql();
                Sql::new(format!("({}) IS NOT TRUE", sql.text), sql.args)
            }
        }
    }
}

fn numbers(ids: &[i64]) -> Vec<Value> {
    ids.iter().copied().map(Value::from).collect()
}

fn any_flag(mask: i64) -> Sql {
    // Written as the partial index over negative traces has it; a bound value would not match it.
    if mask == flags::NEGATIVE {
        return Sql::new(NEGATIVE, Vec::new());
    }
    Sql::new("trace.flags & ? <> 0", vec![mask.into()])
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
        Comparison::Equal => format!("ABS({column} - ?) < {ROUNDED}"),
    };
    Sql::new(text, vec![value.into()])
}

/// Numbers are equal when they look equal on the screen, which shows two digits.
pub(in crate::store) const ROUNDED: f64 = 0.005;

fn started(bound: Bound, at: i64) -> Sql {
    let sign = match bound {
        Bound::From => ">=",
        Bound::To => "<=",
        Bound::Before => "<",
    };
    Sql::new(format!("trace.started_at {sign} ?"), vec![at.into()])
}

fn open_to(reviewer: &str) -> Sql {
    Sql::new(
        "trace.verdicts < trace.asked AND (trace.verdicts = 0 OR NOT EXISTS(
            SELECT 1 FROM p_verdict v WHERE v.tid = trace.tid AND v.reviewer = ?))",
        vec![reviewer.to_owned().into()],
    )
}

/// All of the tests hold.
pub(super) fn all(tests: &[Test]) -> Sql {
    let mut sql = Sql::default();
    for test in tests {
        sql.and(test.sql());
    }
    sql
}

fn either(tests: &[Test]) -> Sql {
    let mut any = Sql::default();
    for test in tests {
        any.text
            .push_str(if any.text.is_empty() { "(" } else { " OR (" });
        any.append(test.sql());
        any.text.push(')');
    }
    if tests.is_empty() { Sql::never() } else { any }
}
