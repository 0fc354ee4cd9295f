//! What a run begins from: the texts, the groups there are, and what people decided.

use super::{RunOptions, basis};
use crate::{
    analysis::cluster::Group,
    error::Result,
    model::{
        cluster::RunView,
        id::{hash16, hex},
        query::Window,
        time::Time,
    },
    order::Order,
    store::{
        Store,
        cluster::{
            embedded::Embedded,
            members::Overlay,
            runs,
            traffic::FAILING,
            units::{self, Unit},
        },
    },
};
use rusqlite::Connection;
use std::collections::HashSet;

/// Vectors are learnt from so many traces at most, the newest.
pub(in crate::store::cluster) const HISTORY: i64 = 100_000;

/// What a run begins from.
pub(super) struct Facts {
    /// All traces vectors are learnt from, oldest first.
    pub(super) units: Vec<Unit>,
    /// Indices of those to be grouped.
    pub(super) items: Vec<usize>,
    /// Failing ones older than the window that no group holds yet.
    pub(super) older: Vec<usize>,
    pub(super) newest: Option<Time>,
    pub(super) overlay: Overlay,
    pub(super) before: Vec<Group>,
    /// The run before.
    pub(super) last: Option<RunView>,
    /// What the endpoint said of the texts to be grouped, in a run that compares by that.
    pub(super) embedded: Option<Embedded>,
}

impl Facts {
    /// The texts that are grouped.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let all = self.items.iter().chain(&self.older);
        all.map(|i| self.units[*i].text.as_str())
    }
}

pub(super) fn facts(
    store: &Store,
    options: &RunOptions,
    now: Time,
    go_on: &dyn Fn(f64) -> bool,
) -> Result<Option<Facts>> {
    let conn = &store.conn;
    let newest = store.newest(now)?;
    let Some(units) = units::read(store, &history(conn)?, go_on)? else {
        return Ok(None);
    };
    let last = runs::view(conn)?;
    let before: Vec<Group> = match runs::last(conn)? {
        Some(run) => runs::part(conn, run, runs::GROUPS)?,
        None => Vec::new(),
    };
    let overlay = Overlay::read(conn)?;
    let held: HashSet<&str> = before
        .iter()
        .flat_map(|g| g.members.iter().map(String::as_str))
        .chain(overlay.constraints.pins.keys().map(String::as_str))
        .collect();
    let from = newest.and_then(|n| Window::Days(options.window_days).bounds(n).0);
    let recent = |u: &Unit| from.is_some_and(|from| u.at >= from.0);
    let failing = |u: &Unit| u.flags & FAILING != 0 && !overlay.out.contains(&u.tid);
    let (mut items, mut older) = (Vec::new(), Vec::new());
    for (i, unit) in units.iter().enumerate().filter(|(_, u)| failing(u)) {
        if recent(unit) || held.contains(unit.tid.as_str()) {
            items.push(i);
        } else {
            older.push(i);
        }
    }
    // By id, so that the order of arrival does not matter.
    items.order_by(|a, b| units[*a].tid.cmp(&units[*b].tid));
    let mut facts = Facts {
        units,
        items,
        older,
        newest,
        overlay,
        before,
        last,
        embedded: None,
    };
    if let Some(model) = basis::wanted(&options.vectors, facts.last.as_ref()) {
        facts.embedded = Some(Embedded::load(conn, model, facts.texts())?);
    }
    if !basis::is_continued(&facts) {
        // Where a group lay among other vectors says nothing.
        facts.before.iter_mut().for_each(|g| g.centroid.clear());
    }
    Ok(Some(facts))
}

/// The newest traces, oldest first.
fn history(conn: &Connection) -> Result<Vec<i64>> {
    let sql = "SELECT id FROM trace ORDER BY started_at DESC, id DESC LIMIT ?1";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([HISTORY], |row| row.get(0))?;
    let mut ids = rows.collect::<rusqlite::Result<Vec<i64>>>()?;
    ids.reverse();
    Ok(ids)
}

/// What a run follows from: the same again gives the same run.
pub(super) fn fingerprint(store: &Store, options: &RunOptions, facts: &Facts) -> String {
    let mut hasher = blake3::Hasher::new();
    for unit in &facts.units {
        hasher.update(&hash16(unit.tid.as_bytes()));
        hasher.update(&hash16(unit.text.as_bytes()));
        hasher.update(&hash16(unit.question.as_bytes()));
        hasher.update(&[u8::from(unit.flags & FAILING != 0)]);
    }
    let decided = serde_json::to_vec(&facts.overlay.constraints).unwrap_or_default();
    hasher.update(&decided);
    for tid in &facts.overlay.out {
        hasher.update(tid.as_bytes());
    }
    let mut params = serde_json::json!({
        "window_days": options.window_days,
        "seed": store.settings.seed,
        "facts": hex(&hasher.finalize().as_bytes()[..16]),
    });
    if let Some(embedded) = &facts.embedded {
        let vectors = embedded.fingerprint();
        params["model"] = serde_json::json!(embedded.model);
        params["vectors"] = serde_json::json!(hex(&vectors.as_bytes()[..16]));
    }
    params.to_string()
}
