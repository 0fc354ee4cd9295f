//! The signals of a trace with what each does to its score.

use crate::{
    error::Result,
    model::{
        read::SignalView,
        signal::{Origin, Signal},
        time::Time,
    },
    order::Order,
    store::{
        Store,
        facts::prepare::{Stored, unreadable},
    },
};

/// Reported and derived signals by time; those without one come first.
pub(super) fn views(
    store: &Store,
    trace: i64,
    weights: &[(String, f64, Option<String>)],
) -> Result<Vec<SignalView>> {
    let mut views = reported(store, trace)?;
    views.extend(derived(store, trace)?);
    for view in &mut views {
        let id = match view.signal.origin {
            Origin::Reported => &view.signal.signal_id,
            Origin::Derived => &view.canonical,
        };
        if let Some((_, weight, note)) = weights.iter().find(|(of, ..)| of == id) {
            view.weight = *weight;
            view.note.clone_from(note);
        }
    }
    views.order_by(|a, b| {
        let (a, b) = (&a.signal, &b.signal);
        (a.at, &a.signal_id).cmp(&(b.at, &b.signal_id))
    });
    Ok(views)
}

fn reported(store: &Store, trace: i64) -> Result<Vec<SignalView>> {
    let mut statement = store
        .conn
        .prepare_cached("SELECT sid, body, resolved FROM signal WHERE trace = ?1")?;
    let mut rows = statement.query([trace])?;
    let mut views = Vec::new();
    while let Some(row) = rows.next()? {
        let sid: String = row.get(0)?;
        let bytes = |i| row.get_ref(i).map(|v| v.as_bytes().unwrap_or_default());
        let signal: Signal = serde_json::from_slice(bytes(1)?).map_err(|e| unreadable(&sid, &e))?;
        let stored: Stored = serde_json::from_slice(bytes(2)?).map_err(|e| unreadable(&sid, &e))?;
        views.push(SignalView {
            signal,
            canonical: stored.resolved.name,
            weight: 0.0,
            note: None,
        });
    }
    Ok(views)
}

/// A signal found in the trace reads like a reported one whose reason is what was found.
fn derived(store: &Store, trace: i64) -> Result<Vec<SignalView>> {
    let mut statement = store
        .conn
        .prepare_cached("SELECT name, at, detail FROM derived WHERE trace = ?1 ORDER BY name, n")?;
    let rows = statement.query_map([trace], |row| {
        let name: String = row.get(0)?;
        let signal = Signal {
            signal_id: name.clone(),
            class: store.settings.signals.get(&name).map(|d| d.class),
            origin: Origin::Derived,
            at: row.get::<_, Option<i64>>(1)?.map(Time),
            reason: row.get(2)?,
            name: name.clone(),
            ..Signal::default()
        };
        Ok(SignalView {
            signal,
            canonical: name,
            weight: 0.0,
            note: None,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
