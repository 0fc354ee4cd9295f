//! Values that a field of the filter language has in the store, for completion.

use super::{
    Store, cluster, columns::Needed, facts::intern::NameKind, filter::Named, lookup, modes,
};
use crate::{
    error::Result,
    model::{query::Field, read::ValueCount},
    order::Order,
    text::fuzzy::{rank, sift},
};
use rusqlite::Connection;
use std::{
    cell::RefMut,
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// Names that are counted at most; of a field with more values the first ones by name are offered.
const COUNTED: usize = 2_000;

/// How many traces have each name in a column, as of a state of the store.
#[derive(Debug, Default)]
pub(super) struct Facets {
    state: Option<(i64, u64)>,
    counts: HashMap<Named, Arc<HashMap<i64, u64>>>,
    /// Of names that are linked to traces.
    linked: HashMap<i64, u64>,
    slices: Option<Vec<ValueCount>>,
}

impl Store {
    /// Values that fit what was typed, letter case aside, with how many traces have them: first those that begin so,
    /// the commonest first, then those with its letters in that order, the best match first; where none fits, the
    /// nearest there is.
    pub fn complete(&self, field: Field, typed: &str, limit: usize) -> Result<Vec<ValueCount>> {
        let mut values = match field {
            Field::Session => sessions(&self.conn, typed)?,
            _ => self.values(field, typed)?,
        };
        values.order_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        let mut fit = sift(typed, values, |v| &v.value);
        fit.truncate(limit);
        if fit.is_empty() {
            let all = self.values(field, "")?;
            let near = self.nearest_value(field, typed, &all)?;
            fit.extend(all.into_iter().find(|v| Some(&v.value) == near.as_ref()));
        }
        Ok(fit)
    }

    /// Values of a field, of many only those that fit what was typed.
    pub(super) fn values(&self, field: Field, typed: &str) -> Result<Vec<ValueCount>> {
        let conn = &self.conn;
        match field {
            Field::App => self.in_column(NameKind::App, Named::App, typed),
            Field::Route => self.in_column(NameKind::Route, Named::Route, typed),
            Field::Model => self.in_column(NameKind::Model, Named::Model, typed),
            Field::Slice => self.slices(),
            Field::Release => self.in_column(NameKind::Release, Named::Release, typed),
            Field::Segment => self.in_column(NameKind::Segment, Named::Segment, typed),
            Field::Prompt => self.prompts(typed),
            Field::Document => self.linked(NameKind::Document, typed),
            Field::Tool => self.linked(NameKind::Tool, typed),
            Field::Tag => self.linked(NameKind::Tag, typed),
            Field::Signal => signals(conn, typed),
            Field::Mode => mode_values(conn),
            Field::By => listed(conn, REVIEWERS),
            Field::Cluster => clusters(conn),
            Field::QueryType => listed(conn, KINDS),
            Field::Owner => listed(conn, OWNERS),
            // Users are known by hashes nobody types; statuses are a fixed list.
            Field::User | Field::Session | Field::ClusterStatus => Ok(Vec::new()),
        }
    }

    fn in_column(&self, kind: NameKind, column: Named, typed: &str) -> Result<Vec<ValueCount>> {
        let counts = self.count_column(column)?;
        let names = named(&self.conn, kind, typed)?.into_iter();
        Ok(names
            .filter_map(|(id, value)| {
                let count = *counts.get(&id)?;
                Some(ValueCount { value, count })
            })
            .collect())
    }

    /// Prompts by name, and by name and version.
    fn prompts(&self, typed: &str) -> Result<Vec<ValueCount>> {
        let mut values = self.in_column(NameKind::PromptName, Named::PromptName, typed)?;
        let versions = self.in_column(NameKind::Prompt, Named::Prompt, typed)?;
        values.extend(versions.into_iter().filter(|v| v.value.contains('@')));
        Ok(values)
    }

    /// Apps with routes as they occur together, counted once per state of the store.
    fn slices(&self) -> Result<Vec<ValueCount>> {
        let mut facets = self.facets_now()?;
        if facets.slices.is_none() {
            facets.slices = Some(listed(&self.conn, SLICES)?);
        }
        Ok(facets.slices.clone().unwrap_or_default())
    }

    /// What is counted as of the state the store is in.
    fn facets_now(&self) -> Result<RefMut<'_, Facets>> {
        let state = Some(self.state()?);
        let mut facets = self.facets.borrow_mut();
        if facets.state != state {
            *facets = Facets {
                state,
                ..Facets::default()
            };
        }
        Ok(facets)
    }

    /// Documents, tools and tags with how many traces have them, counted once per state of the store.
    fn linked(&self, kind: NameKind, typed: &str) -> Result<Vec<ValueCount>> {
        let mut facets = self.facets_now()?;
        let mut count = self
            .conn
            .prepare_cached("SELECT COUNT(*) FROM link WHERE name = ?1")?;
        let mut values = Vec::new();
        for (id, value) in named(&self.conn, kind, typed)? {
            let count = match facets.linked.get(&id) {
                Some(known) => *known,
                None => count.query_row([id], |row| row.get::<_, i64>(0))? as u64,
            };
            facets.linked.insert(id, count);
            if count > 0 {
                values.push(ValueCount { value, count });
            }
        }
        Ok(values)
    }

    /// How many traces have each name in a column, counted once per state of the store.
    fn count_column(&self, column: Named) -> Result<Arc<HashMap<i64, u64>>> {
        let mut facets = self.facets_now()?;
        if let Some(known) = facets.counts.get(&column) {
            return Ok(Arc::clone(known));
        }
        let counts = if let Some(columns) = self.columns()? {
            columns.counts(column)
        } else if let Some(kept) = self.kept_columns(Needed::of_name(column))? {
            kept.counts(column)
        } else {
            self.count_by_sql(column)?
        };
        let counts = Arc::new(counts);
        facets.counts.insert(column, Arc::clone(&counts));
        Ok(counts)
    }

    fn count_by_sql(&self, column: Named) -> Result<HashMap<i64, u64>> {
        let column = column.column();
        let sql =
            format!("SELECT {column}, COUNT(*) FROM trace WHERE {column} IS NOT NULL GROUP BY 1");
        let mut statement = self.conn.prepare_cached(&sql)?;
        let rows =
            statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

const CLUSTERS: &str = "SELECT cluster, COUNT(*) FROM member GROUP BY cluster";
const KINDS: &str = "SELECT kind, COUNT(*) FROM question GROUP BY kind";
const SLICES: &str = "SELECT COALESCE(a.s, '') || '/' || COALESCE(r.s, ''), n
    FROM (SELECT app, route, COUNT(*) AS n FROM trace GROUP BY app, route)
    LEFT JOIN name a ON a.id = app LEFT JOIN name r ON r.id = route";
const REVIEWERS: &str = "SELECT reviewer, COUNT(*) FROM p_verdict GROUP BY reviewer";
/// Whom traces were given to, and who owns clusters.
const OWNERS: &str = "SELECT who, SUM(n) FROM (
    SELECT person AS who, COUNT(*) AS n FROM p_assign GROUP BY person
    UNION ALL SELECT state ->> '$.owner.what', COUNT(*) FROM p_cluster
    WHERE state ->> '$.owner.what' IS NOT NULL GROUP BY 1) GROUP BY who";

/// From a query for values and counts.
fn listed(conn: &Connection, sql: &str) -> Result<Vec<ValueCount>> {
    let found = grouped(&mut conn.prepare_cached(sql)?)?.into_iter();
    Ok(found
        .map(|(value, count)| ValueCount { value, count })
        .collect())
}

/// Names of a kind that fit what was typed, those that begin so first, in order.
fn named(conn: &Connection, kind: NameKind, typed: &str) -> Result<Vec<(i64, String)>> {
    let mut statement = conn.prepare_cached("SELECT id, s FROM name WHERE kind = ?1 ORDER BY s")?;
    let mut rows = statement.query([kind as i64])?;
    let (mut begin, mut others) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next()? {
        let name = row.get_ref(1)?.as_str().unwrap_or_default();
        match rank(typed, name) {
            Some(i64::MIN) => begin.push((row.get(0)?, name.to_owned())),
            Some(_) if others.len() < COUNTED => others.push((row.get(0)?, name.to_owned())),
            _ => {}
        }
        if begin.len() == COUNTED {
            break;
        }
    }
    begin.extend(others);
    begin.truncate(COUNTED);
    Ok(begin)
}

fn counted(conn: &Connection, names: Vec<(i64, String)>, sql: &str) -> Result<Vec<ValueCount>> {
    let mut statement = conn.prepare_cached(sql)?;
    let mut values = Vec::with_capacity(names.len());
    for (id, value) in names {
        let count: i64 = statement.query_row([id], |row| row.get(0))?;
        if count > 0 {
            values.push(ValueCount {
                value,
                count: count as u64,
            });
        }
    }
    Ok(values)
}

fn signals(conn: &Connection, typed: &str) -> Result<Vec<ValueCount>> {
    let sql = "SELECT COUNT(DISTINCT trace) FROM signal WHERE name = ?1 AND trace IS NOT NULL";
    let mut values = counted(conn, named(conn, NameKind::Signal, typed)?, sql)?;
    let mut statement =
        conn.prepare_cached("SELECT name, COUNT(DISTINCT trace) FROM derived GROUP BY name")?;
    let derived = grouped(&mut statement)?;
    for (value, count) in derived {
        if !lookup::DERIVED.contains(&value.as_str()) {
            continue;
        }
        match values.iter_mut().find(|v| v.value == value) {
            Some(reported) => reported.count += count,
            None => values.push(ValueCount { value, count }),
        }
    }
    Ok(values)
}

fn grouped(statement: &mut rusqlite::CachedStatement) -> Result<Vec<(String, u64)>> {
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Every cluster by its id, and by the name that people gave it.
fn clusters(conn: &Connection) -> Result<Vec<ValueCount>> {
    let mut values = listed(conn, CLUSTERS)?;
    for (id, name) in cluster::given_names(conn)? {
        let known = values.iter().find(|v| v.value == id);
        let count = known.map_or(0, |v| v.count);
        values.push(ValueCount { value: name, count });
    }
    Ok(values)
}

/// Every mode of the taxonomy, used or not, by its id, and by its name where that says something else.
fn mode_values(conn: &Connection) -> Result<Vec<ValueCount>> {
    let taxonomy = modes::taxonomy(conn)?;
    let mut counts: BTreeMap<String, u64> =
        taxonomy.standing().map(|m| (m.id.clone(), 0)).collect();
    for sql in [
        "SELECT mode, COUNT(DISTINCT tid) FROM p_label GROUP BY mode",
        "SELECT mode, COUNT(DISTINCT trace) FROM predicted
         WHERE NOT EXISTS(SELECT 1 FROM p_label JOIN trace ON trace.tid = p_label.tid WHERE trace.id = predicted.trace)
         GROUP BY mode",
    ] {
        for (mode, count) in grouped(&mut conn.prepare_cached(sql)?)? {
            *counts.entry(mode).or_default() += count;
        }
    }
    for mode in taxonomy.standing() {
        let count = counts.get(&mode.id).copied().unwrap_or(0);
        if mode.name.replace(' ', "_") != mode.id {
            counts.insert(mode.name.clone(), count);
        }
    }
    Ok(counts
        .into_iter()
        .map(|(value, count)| ValueCount { value, count })
        .collect())
}

/// Sessions are many: the first ones in order, by the text as it is typed.
fn sessions(conn: &Connection, prefix: &str) -> Result<Vec<ValueCount>> {
    let mut statement = conn.prepare_cached(
        "SELECT sid, (SELECT COUNT(*) FROM trace WHERE trace.session = session.id) FROM session
         WHERE sid >= ?1 ORDER BY sid LIMIT 50",
    )?;
    let rows = statement.query_map([prefix], |row| {
        Ok(ValueCount {
            value: row.get(0)?,
            count: row.get::<_, i64>(1)? as u64,
        })
    })?;
    let values = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    Ok(values
        .into_iter()
        .filter(|v| v.value.starts_with(prefix))
        .collect())
}
