//! What is sound in a store and what is not.

use super::{configured, meta, rebuild};
use crate::{
    error::Result,
    store::{Store, classifier},
};
use rusqlite::{Connection, types::ValueRef};
use serde::Serialize;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    pub name: &'static str,
    pub ok: bool,
    /// What was found, in a sentence.
    pub detail: String,
}

/// A derived table and what its rows are compared by.
struct Derived {
    check: &'static str,
    table: &'static str,
    sql: &'static str,
}

const SEARCH: &str = "search index";
const SCORES: &str = "scores";
const LINKS: &str = "links";
const CLUSTERS: &str = "clusters";
const PREDICTIONS: &str = "predictions";

const UNFINISHED: &str = "what was learnt is still being applied; not compared";

const DERIVED: [Derived; 8] = [
    Derived {
        check: SCORES,
        table: "traces",
        sql: "SELECT * FROM trace",
    },
    Derived {
        check: LINKS,
        table: "documents, tools and tags",
        sql: "SELECT * FROM link",
    },
    Derived {
        check: LINKS,
        table: "signals",
        sql: "SELECT id, trace, half, name, resolved FROM signal",
    },
    Derived {
        check: PREDICTIONS,
        table: "predicted modes",
        sql: "SELECT * FROM predicted",
    },
    Derived {
        check: LINKS,
        table: "signals found in the traces",
        sql: "SELECT * FROM derived",
    },
    Derived {
        check: SEARCH,
        table: "words",
        sql: "SELECT term, doc, cnt FROM temp.search_words",
    },
    Derived {
        check: CLUSTERS,
        table: "members of clusters",
        sql: "SELECT * FROM member",
    },
    Derived {
        check: CLUSTERS,
        table: "kinds of questions",
        sql: "SELECT * FROM question",
    },
];

impl Store {
    /// Checks the file, the references inside it, the journal's chain, and that everything derived equals what a
    /// rebuild gives. The last is tried in a transaction that is taken back, so others wait meanwhile.
    ///
    /// # Errors
    /// When the store cannot be read at all.
    pub fn doctor(&mut self) -> Result<Vec<CheckResult>> {
        let mut checks = vec![
            check_file(&self.conn)?,
            check_references(&self.conn)?,
            check_journal(self)?,
        ];
        if let Some(why) = self.why_read_only() {
            checks.push(CheckResult {
                name: "rebuild",
                ok: true,
                detail: format!("not compared, the store is read-only: {why}"),
            });
            return Ok(checks);
        }
        checks.extend(check_kept(self)?);
        let tx = self.begin(false)?;
        checks.extend(compare(self, &tx)?);
        tx.rollback()?;
        self.names.borrow_mut().forget();
        Ok(checks)
    }
}

fn result(name: &'static str, fault: Option<String>, sound: impl Into<String>) -> CheckResult {
    CheckResult {
        name,
        ok: fault.is_none(),
        detail: fault.unwrap_or_else(|| sound.into()),
    }
}

fn check_file(conn: &Connection) -> Result<CheckResult> {
    let mut statement = conn.prepare("PRAGMA integrity_check(5)")?;
    let found = statement
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<String>>>()?;
    let fault = (found != ["ok"]).then(|| found.join("; "));
    let pages: i64 = conn.query_row("PRAGMA page_count", [], |row| row.get(0))?;
    Ok(result("file", fault, format!("{pages} pages are sound")))
}

/// Rows that name a trace, a body or a session that is not there.
fn check_references(conn: &Connection) -> Result<CheckResult> {
    let orphans = [
        (
            "traces without a record",
            "SELECT COUNT(*) FROM trace WHERE id NOT IN (SELECT id FROM body)",
        ),
        (
            "records without a trace",
            "SELECT COUNT(*) FROM body WHERE id NOT IN (SELECT id FROM trace)",
        ),
        (
            "signals of a missing trace",
            "SELECT COUNT(*) FROM signal WHERE trace NOT IN (SELECT id FROM trace)",
        ),
        (
            "links of a missing trace",
            "SELECT COUNT(*) FROM link WHERE trace NOT IN (SELECT id FROM trace)",
        ),
        (
            "links to a missing name",
            "SELECT COUNT(*) FROM link WHERE name NOT IN (SELECT id FROM name)",
        ),
        (
            "traces of a missing session",
            "SELECT COUNT(*) FROM trace WHERE session IS NOT NULL AND session NOT IN (SELECT id FROM session)",
        ),
        (
            "broken foreign keys",
            "SELECT COUNT(*) FROM pragma_foreign_key_check",
        ),
    ];
    let mut faults = Vec::new();
    for (what, sql) in orphans {
        let n: i64 = conn.query_row(sql, [], |row| row.get(0))?;
        if n > 0 {
            faults.push(format!("{n} {what}"));
        }
    }
    let fault = (!faults.is_empty()).then(|| faults.join(", "));
    Ok(result(
        "references",
        fault,
        "every row leads where it should",
    ))
}

fn check_journal(store: &Store) -> Result<CheckResult> {
    let events: i64 = store
        .conn
        .query_row("SELECT COUNT(*) FROM journal", [], |row| row.get(0))?;
    let broken = store.verify_chain()?;
    let fault = broken.map(|b| format!("event {} does not fit: {}", b.event, b.why));
    Ok(result(
        "journal",
        fault,
        format!("the chain of {events} events is whole"),
    ))
}

/// What large stores keep of traces for lists; nothing to say of others.
fn check_kept(store: &Store) -> Result<Option<CheckResult>> {
    let wrong = store.wrongly_kept()?;
    Ok(wrong.map(|rows| {
        let fault = (rows > 0).then(|| format!("lists would show {rows} traces wrongly"));
        result(
            "lists",
            fault,
            "what is kept for lists is what the traces say",
        )
    }))
}

/// Rebuilds and compares, inside a transaction that the caller takes back.
fn compare(store: &Store, conn: &Connection) -> Result<Vec<CheckResult>> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab(main, search, row)",
    )?;
    let incomparable = why_scores_differ(store, conn)?;
    let unpredicted = classifier::is_pending(conn)?;
    let before = Snapshot::of(conn)?;
    if let Err(error) = rebuild::rebuild(store, conn, &mut |_, _| {}) {
        return Ok(vec![result("records", Some(error.what), "")]);
    }
    let after = Snapshot::of(conn)?;
    let mut checks = vec![result("records", None, "every record can be read")];
    let fault = before.projections.faults(&after.projections);
    checks.push(result(
        "projections",
        fault,
        "what stands equals what the journal says",
    ));
    for name in [SCORES, PREDICTIONS, LINKS, SEARCH, CLUSTERS] {
        let (fault, sound) = match incomparable {
            Some(why) if name == SCORES => (None, why),
            // The severity of a trace follows from what is predicted.
            _ if unpredicted && matches!(name, SCORES | PREDICTIONS) => (None, UNFINISHED),
            _ => (
                before.derived.of(name).faults(&after.derived.of(name)),
                "in step",
            ),
        };
        checks.push(result(name, fault, sound));
    }
    Ok(checks)
}

/// Why scores may differ from a rebuild without anything being damaged.
fn why_scores_differ(store: &Store, conn: &Connection) -> Result<Option<&'static str>> {
    if meta::get::<i64>(conn, super::epoch::RESCORED)?.is_some() {
        return Ok(Some("an epoch is still being applied; not compared"));
    }
    Ok(configured::differs(store, conn)?.then_some(
        "made with another configuration; goldset doctor --rebuild applies the one in force",
    ))
}

/// Hashes of the rows of derived tables.
struct Snapshot {
    projections: Rows,
    derived: Rows,
}

/// (check, table, sorted row hashes)
struct Rows(Vec<(&'static str, &'static str, Vec<u64>)>);

impl Snapshot {
    fn of(conn: &Connection) -> Result<Self> {
        let mut projections = Vec::new();
        for table in rebuild::PROJECTIONS {
            projections.push((
                "projections",
                table,
                hashes(conn, &format!("SELECT * FROM {table}"))?,
            ));
        }
        let mut derived = Vec::new();
        for d in DERIVED {
            derived.push((d.check, d.table, hashes(conn, d.sql)?));
        }
        Ok(Self {
            projections: Rows(projections),
            derived: Rows(derived),
        })
    }
}

impl Rows {
    fn of(&self, check: &str) -> Self {
        Self(
            self.0
                .iter()
                .filter(|(c, ..)| *c == check)
                .cloned()
                .collect(),
        )
    }

    /// What differs from the rows a rebuild gives.
    fn faults(&self, rebuilt: &Self) -> Option<String> {
        let differing: Vec<String> = self
            .0
            .iter()
            .zip(&rebuilt.0)
            .filter_map(|((_, table, mine), (_, _, theirs))| {
                let n = missing(theirs, mine).max(missing(mine, theirs));
                (n > 0).then(|| format!("{table}: {n} rows differ from a rebuild"))
            })
            .collect();
        (!differing.is_empty()).then(|| differing.join(", "))
    }
}

/// How many of `wanted` are not in `there`; both sorted.
fn missing(wanted: &[u64], there: &[u64]) -> usize {
    let mut rest = there;
    wanted
        .iter()
        .filter(|w| {
            let at = rest.partition_point(|t| t < w);
            let found = rest.get(at) == Some(*w);
            rest = &rest[at + usize::from(found)..];
            !found
        })
        .count()
}

fn hashes(conn: &Connection, sql: &str) -> Result<Vec<u64>> {
    let mut statement = conn.prepare(sql)?;
    let columns = statement.column_count();
    let mut rows = statement.query([])?;
    let mut hashes = Vec::new();
    while let Some(row) = rows.next()? {
        let mut hasher = blake3::Hasher::new();
        for column in 0..columns {
            add(&mut hasher, row.get_ref(column)?);
        }
        let mut short = [0; 8];
        short.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        hashes.push(u64::from_le_bytes(short));
    }
    hashes.sort_unstable();
    Ok(hashes)
}

fn add(hasher: &mut blake3::Hasher, value: ValueRef) {
    let (kind, bytes) = match value {
        ValueRef::Null => (0, Vec::new()),
        ValueRef::Integer(n) => (1, n.to_le_bytes().to_vec()),
        ValueRef::Real(x) => (2, x.to_le_bytes().to_vec()),
        ValueRef::Text(text) => (3, text.to_vec()),
        ValueRef::Blob(blob) => (4, blob.to_vec()),
    };
    hasher
        .update(&[kind])
        .update(&(bytes.len() as u64).to_le_bytes())
        .update(&bytes);
}
