//! The figures of one cluster: its share, rate, weeks and priority.

use super::{gather::Gathered, gather::Week, one::Cluster};
use crate::{
    analysis::{
        failure::{self, Change, Parts, Span, count},
        stats::garwood,
    },
    model::{
        cluster::{Input, ModeShare, Override, Priority, Rate, Weekly},
        fold::{ClusterState, Said},
        time::DAY,
    },
};
use std::collections::HashSet;

/// Days that a point of the priority's history looks back on.
const LOOKS_BACK: i64 = 28 * DAY;

pub(super) fn share_of_window(gathered: &Gathered, cluster: &Cluster) -> f64 {
    let failing = gathered
        .traffic
        .in_window()
        .iter()
        .filter(|s| s.failing)
        .count();
    cluster.window.len() as f64 / failing.max(1) as f64
}

pub(super) fn rate(gathered: &Gathered, cluster: &Cluster) -> Rate {
    let from = gathered.traffic.in_window().first().map_or(0, |s| s.at);
    let span = Span::new(from, i64::MAX);
    per_thousand(count(&cluster.times, span), count(&cluster.traffic, span))
}

/// With the exact interval of a Poisson rate.
pub(super) fn per_thousand(bad: u64, n: u64) -> Rate {
    if n == 0 {
        return Rate::default();
    }
    let (lo, hi) = garwood(bad);
    let scale = 1_000.0 / n as f64;
    Rate {
        bad,
        n,
        per_1000: bad as f64 * scale,
        lo: lo * scale,
        hi: hi * scale,
    }
}

/// How the rate developed.
pub(super) fn change(gathered: &Gathered, cluster: &Cluster) -> Change {
    let newest = gathered.traffic.newest.0;
    let window = gathered.traffic.in_window();
    let from = window.first().map_or(newest, |s| s.at);
    failure::change(&cluster.times, &cluster.traffic, from, newest)
}

pub(super) fn weekly(gathered: &Gathered, cluster: &Cluster) -> Vec<Weekly> {
    let times: Vec<i64> = cluster
        .all
        .iter()
        .map(|i| gathered.traffic.seen[*i].at)
        .collect();
    let week = |w: &Week| Weekly {
        week: w.number,
        traces: count(&times, Span::new(w.from, w.to)),
        traffic: count(&cluster.traffic, Span::new(w.from, w.to)),
    };
    gathered.weeks.iter().map(week).collect()
}

pub(super) fn priority(
    gathered: &Gathered,
    cluster: &Cluster,
    state: &ClusterState,
    mode: Option<&ModeShare>,
) -> Priority {
    let traffic = &gathered.traffic;
    let ids = || cluster.window.iter().map(|i| traffic.seen[*i].id);
    let share = |set: &HashSet<i64>| {
        ids().filter(|id| set.contains(id)).count() as f64 / cluster.window.len().max(1) as f64
    };
    let severity = mode.and_then(|m| Some(gathered.taxonomy.mode(&m.id)?.severity));
    let (badness, all_badness) = sums(
        gathered,
        cluster,
        Span::new(traffic_start(gathered), i64::MAX),
    );
    let factors = failure::factors(&Parts {
        badness,
        all_badness,
        mode: mode.map(|m| (m.name.clone(), severity.unwrap_or(3), m.fix.clone())),
        escalated: share(&gathered.escalated),
        failed: share(&gathered.failed),
    });
    let fifths = state
        .severity
        .as_ref()
        .map(|s| s.map(|v| f64::from(v) / 5.0));
    let frequency = input(factors.frequency, None);
    let severity = input(factors.severity, fifths.as_ref());
    let addressability = input(factors.addressability, state.addressability.as_ref());
    let rest = severity.value * addressability.value;
    let weekly = gathered.weeks.iter().map(|week| {
        let (mine, all) = sums(gathered, cluster, Span::new(week.to - LOOKS_BACK, week.to));
        if all > 0.0 { mine / all * rest } else { 0.0 }
    });
    Priority {
        value: frequency.value * rest,
        weekly: weekly.collect(),
        frequency,
        severity,
        addressability,
    }
}

pub(super) fn traffic_start(gathered: &Gathered) -> i64 {
    gathered
        .traffic
        .in_window()
        .first()
        .map_or(i64::MAX, |s| s.at)
}

/// Badness of its traces, and of all failing ones, in a stretch of time.
pub(super) fn sums(gathered: &Gathered, cluster: &Cluster, span: Span) -> (f64, f64) {
    let seen = &gathered.traffic.seen;
    let inside = |at: i64| at >= span.from && at < span.to;
    let mine = cluster
        .all
        .iter()
        .map(|i| &seen[*i])
        .filter(|s| inside(s.at));
    let all = seen.iter().filter(|s| s.failing && inside(s.at));
    // The standard sum of nothing is -0, which shows its sign.
    (
        mine.fold(0.0, |sum, s| sum + s.badness),
        all.fold(0.0, |sum, s| sum + s.badness),
    )
}

/// A person's estimate stands instead of the computed one.
pub(super) fn input((value, source): (f64, String), by_hand: Option<&Said<f64>>) -> Input {
    match by_hand {
        None => Input {
            value,
            source,
            by_hand: None,
        },
        Some(said) => Input {
            value: said.what,
            source: format!("set by {}", said.by),
            by_hand: Some(Override {
                by: said.by.clone(),
                at: said.at,
                instead_of: value,
            }),
        },
    }
}
