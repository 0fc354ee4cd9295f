//! The attributes of the traces of the window, and what is over-represented in a cluster.

use super::traffic::{Seen, Traffic};
use crate::{
    analysis::failure::{Attribute, Row, why_now},
    error::Result,
    model::{cluster::WhyNow, query::quote_value, time::Time},
    store::facts::intern::NameKind,
};
use rusqlite::Connection;
use std::collections::{BTreeMap, HashMap};

/// Kinds of names that a trace's row holds, in the order of [`Seen::names`], and the route.
const COLUMNS: [&str; 5] = ["prompt", "model", "release", "segment", "route"];

/// The traces of the window with their attributes.
pub(super) struct Reasons {
    rows: Vec<Row>,
    attributes: Vec<Attribute>,
}

impl Reasons {
    pub(super) fn read(conn: &Connection, traffic: &Traffic) -> Result<Self> {
        let mut table = Table::default();
        for seen in &traffic.seen {
            for (kind, name) in columns(seen) {
                table.meet(kind, name, seen.at);
            }
        }
        let links = links(conn, traffic)?;
        let mut rows = Vec::with_capacity(traffic.in_window().len());
        for seen in traffic.in_window() {
            let mut attributes: Vec<u32> = columns(seen)
                .map(|(kind, name)| table.meet(kind, name, seen.at))
                .collect();
            for (kind, name) in links.get(&seen.id).into_iter().flatten() {
                attributes.push(table.meet(kind, *name, seen.at));
            }
            attributes.sort_unstable();
            attributes.dedup();
            rows.push(Row {
                attributes,
                at: seen.at,
                ..Row::default()
            });
        }
        let names = names(conn)?;
        let attributes = table.attributes(&names);
        Ok(Self { rows, attributes })
    }

    /// What is over-represented in a cluster whose slices these are.
    pub(super) fn of(
        &mut self,
        traffic: &Traffic,
        cluster: usize,
        id: &str,
        slices: &[usize],
    ) -> Vec<WhyNow> {
        for (row, seen) in self.rows.iter_mut().zip(traffic.in_window()) {
            row.inside = seen.cluster == Some(cluster);
            row.sliced = slices.contains(&seen.slice);
        }
        let days = traffic.days;
        let share = |(x, n): (u64, u64)| if n == 0 { 0.0 } else { x as f64 / n as f64 };
        let found = why_now(&self.rows, &self.attributes);
        let told = found.into_iter().map(|f| WhyNow {
            attribute: f.kind.into(),
            share: share(f.inside),
            base_share: share(f.outside),
            lift: f.lift.estimate,
            lift_ci: [f.lift.lo, f.lift.hi],
            p: f.p,
            n: f.inside.0,
            words: f.words,
            filter: match f.from {
                Some(from) => format!("cluster:{id} since:{days}d since:{}", from.rfc3339()),
                None => format!(
                    "cluster:{id} since:{days}d {}:{}",
                    f.kind,
                    quote_value(&exactly(f.kind, &f.value))
                ),
            },
            value: f.value,
        });
        told.collect()
    }
}

/// A value as a filter names it and no other.
fn exactly(kind: &str, value: &str) -> String {
    match kind {
        "prompt" if !value.contains('@') => format!("{value}@"),
        _ => value.to_owned(),
    }
}

fn columns(seen: &Seen) -> impl Iterator<Item = (&'static str, i64)> {
    let [prompt, model, release, segment] = seen.names;
    let all = [prompt, model, release, segment, seen.route];
    COLUMNS
        .into_iter()
        .zip(all)
        .filter_map(|(kind, name)| Some((kind, name?)))
}

/// Attributes by kind and name, in the order they were met, with their first appearance.
#[derive(Default)]
struct Table {
    index: BTreeMap<(&'static str, i64), u32>,
    since: Vec<i64>,
}

impl Table {
    fn meet(&mut self, kind: &'static str, name: i64, at: i64) -> u32 {
        let next = self.since.len() as u32;
        *self.index.entry((kind, name)).or_insert_with(|| {
            self.since.push(at);
            next
        })
    }

    fn attributes(&self, names: &HashMap<i64, String>) -> Vec<Attribute> {
        let mut attributes: Vec<Option<Attribute>> = vec![None; self.since.len()];
        for ((kind, name), i) in &self.index {
            attributes[*i as usize] = Some(Attribute {
                kind,
                value: names.get(name).cloned().unwrap_or_default(),
                since: Time(self.since[*i as usize]),
            });
        }
        attributes.into_iter().flatten().collect()
    }
}

fn names(conn: &Connection) -> Result<HashMap<i64, String>> {
    let mut statement = conn.prepare_cached("SELECT id, s FROM name")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Documents and tools of the traces of the window.
fn links(conn: &Connection, traffic: &Traffic) -> Result<HashMap<i64, Vec<(&'static str, i64)>>> {
    let inside: std::collections::HashSet<i64> = traffic.in_window().iter().map(|s| s.id).collect();
    let mut statement = conn.prepare_cached(
        "SELECT link.trace, link.name, name.kind FROM name JOIN link ON link.name = name.id
         WHERE name.kind IN (?1, ?2) ORDER BY link.name, link.trace",
    )?;
    let mut rows = statement.query((NameKind::Document as i64, NameKind::Tool as i64))?;
    let mut found: HashMap<i64, Vec<_>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let trace = row.get(0)?;
        if inside.contains(&trace) {
            let document = row.get::<_, i64>(2)? == NameKind::Document as i64;
            let kind = if document { "document" } else { "tool" };
            found.entry(trace).or_default().push((kind, row.get(1)?));
        }
    }
    Ok(found)
}
