//! Fixes of a cluster, each judged.

use super::{
    gather::Gathered,
    numbers::per_thousand,
    one::{Cluster, newest, slice_filter},
    people,
};
use crate::{
    analysis::failure::{Judged, Side, Span, judge, words},
    error::Result,
    model::{
        cluster::{ClusterView, Difference, FixResult, FixView, ModeShare, SideEffect},
        fold::{ClusterState, FixState, Said},
        query::{Filter, quote_value},
        time::Time,
    },
    order::Order,
    store::Store,
};
use std::collections::BTreeMap;

/// Newest first.
pub(super) fn views(
    store: &Store,
    gathered: &Gathered,
    cluster: &Cluster,
    state: &ClusterState,
    mode: Option<&ModeShare>,
) -> Result<Vec<FixView>> {
    if state.fixes.is_empty() {
        return Ok(Vec::new());
    }
    let mut fixes: Vec<&Said<FixState>> = state.fixes.iter().collect();
    fixes.order_by(|a, b| (a.what.at, &a.event).cmp(&(b.what.at, &b.event)));
    let others = other_modes(gathered, cluster, mode);
    let live = |i: usize| fixes.get(i).map(|f: &&Said<FixState>| f.what.at);
    let mut views = Vec::with_capacity(fixes.len());
    for (i, fix) in fixes.iter().enumerate() {
        let around = (i.checked_sub(1).and_then(live), live(i + 1));
        let judged = judge(
            fix.what.at,
            around,
            newest(gathered),
            (&cluster.times, &cluster.traffic),
            &others,
        );
        views.push(FixView {
            reference: people::hashed(&store.conn, fix.what.reference.as_deref())?,
            note: people::hashed(&store.conn, fix.what.note.as_deref())?,
            ..seen(fix, judged, |mode, after| {
                side_filter(gathered, cluster, mode, after)
            })
        });
    }
    views.reverse();
    Ok(views)
}

/// A fix with what was judged of it, without the texts that people wrote; `filter` lists the traces of a mode in the
/// time after it.
fn seen(fix: &Said<FixState>, judged: Judged, filter: impl Fn(&str, Span) -> String) -> FixView {
    let rate = |(bad, n)| per_thousand(bad, n);
    let [before, after] = judged.sides;
    let effect = |s: Side| SideEffect {
        filter: filter(&s.mode, after),
        mode: s.mode,
        before: rate(s.before),
        after: rate(s.after),
        p: s.p,
        words: s.words,
    };
    FixView {
        event: fix.event.clone(),
        by: fix.by.clone(),
        recorded_at: fix.at,
        kind: fix.what.kind,
        reference: None,
        prompt: fix.what.prompt.clone(),
        at: fix.what.at,
        note: None,
        before: rate(judged.before),
        after: rate(judged.after),
        span: [Time(before.from), Time(after.to)],
        days: judged.days,
        difference: judged.difference.map(|d| Difference {
            estimate: d.estimate,
            lo: d.lo,
            hi: d.hi,
        }),
        result: judged.result,
        side_effects: judged.side_effects.into_iter().map(effect).collect(),
        words: judged.words,
    }
}

/// Lists what went wrong in this mode in the cluster's slices after a fix.
fn side_filter(gathered: &Gathered, cluster: &Cluster, mode: &str, after: Span) -> String {
    let slices = slice_filter(gathered, &cluster.slices);
    let span = Filter::between(Time(after.from), Time(after.to));
    format!(
        "mode:{} is:negative,ambiguous {slices} {span}",
        quote_value(mode)
    )
}

/// Starts of the traces of every other mode in the cluster's slices, by the mode's name.
fn other_modes(
    gathered: &Gathered,
    cluster: &Cluster,
    main: Option<&ModeShare>,
) -> Vec<(String, Vec<i64>)> {
    let mut times: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    let failing = gathered
        .traffic
        .seen
        .iter()
        .filter(|s| s.failing && cluster.slices.contains(&s.slice));
    for seen in failing {
        for tag in gathered.modes.get(&seen.id).into_iter().flatten() {
            if main.is_none_or(|m| m.id != tag.id) {
                times.entry(&tag.id).or_default().push(seen.at);
            }
        }
    }
    let named = |id: &str| gathered.taxonomy.name(id).to_owned();
    times.into_iter().map(|(id, at)| (named(id), at)).collect()
}

/// e.g. `wall of text: prompt fix shipped 12 d ago: 10.8 % → 3.3 % bad (95 % CI −12.0 … −3.0), held`
pub(super) fn sentence(cluster: &ClusterView, fix: &FixView, now: Time) -> String {
    let what = match &fix.note {
        Some(note) => format!("“{note}”"),
        None => format!("{} fix", fix.kind.name()),
    };
    let ago = words::duration((now.0 - fix.at.0).max(0));
    let text = format!("{}: {what} shipped {ago} ago: {}", cluster.name, fix.words);
    match fix.kind.next_rung() {
        Some(next) if fix.result == FixResult::DidNotHold => {
            format!("{text}; next: {}", next.name())
        }
        _ => text,
    }
}
