//! The pickers of the Clusters screen.

use super::{Chosen, Order, act};
use crate::{
    model::cluster::{ClusterView, FixKind, Rating, Status},
    tui::{
        app::App,
        overlay::choice::{self, Item, State},
        widget::when::count,
    },
};
use std::collections::BTreeSet;

/// Days a run can look back on.
const WINDOWS: [(u32, &str); 4] = [
    (7, "last 7 days of data"),
    (28, "last 28 days of data"),
    (56, "last 8 weeks of data"),
    (365, "last year of data"),
];

fn item(label: impl Into<String>, detail: impl Into<String>, chosen: Chosen) -> Item {
    choice::item(label, detail, choice::Chosen::Clusters(chosen))
}

pub(super) fn orders(current: Order) -> State {
    let items = Order::ALL.map(|o| item(o.name(), o.about(), Chosen::Order(o)));
    let at = Order::ALL.iter().position(|o| *o == current).unwrap_or(0);
    State::new("Order", items.to_vec(), at)
}

/// How far back to look for what went wrong.
pub(super) fn windows(app: &App) -> State {
    let current = app.clusters.list.run.as_ref().map(|r| r.window_days);
    let items = WINDOWS.map(|(days, words)| item(words, "", Chosen::Window(days)));
    let at = WINDOWS.iter().position(|(days, _)| Some(*days) == current);
    State::new(
        "Group what went wrong in the",
        items.to_vec(),
        at.unwrap_or(1),
    )
}

/// The clusters another one can be merged into.
pub(super) fn others(app: &App, cluster: &ClusterView) -> State {
    let others = app
        .clusters
        .list
        .clusters
        .iter()
        .filter(|c| c.id != cluster.id);
    let items = others.map(|other| {
        let chosen = Chosen::MergeInto {
            cluster: cluster.id.clone(),
            into: other.id.clone(),
        };
        item(other.name.clone(), size_and_terms(other), chosen)
    });
    State::new(format!("Merge {} into", cluster.name), items.collect(), 0)
}

fn size_and_terms(cluster: &ClusterView) -> String {
    format!("{}  {}", count(cluster.size), cluster.terms.join(" · "))
}

/// The clusters that traces can belong to, or none.
pub(super) fn homes(app: &App, traces: &[String]) -> State {
    let now = match traces {
        [_] => app.subject().and_then(|row| row.cluster.clone()),
        _ => None,
    };
    let to = |to: Option<String>| Chosen::Move {
        traces: traces.to_vec(),
        to,
    };
    let clusters = &app.clusters.list.clusters;
    let others = clusters.iter().filter(|c| Some(&c.id) != now.as_ref());
    let mut items: Vec<Item> = others
        .map(|c| item(c.name.clone(), size_and_terms(c), to(Some(c.id.clone()))))
        .collect();
    let out = match &now {
        Some(now) => Some(format!("take it out of {}", app.clusters.name_of(now))),
        None if traces.len() > 1 => Some("take them out of theirs".to_owned()),
        None => None,
    };
    items.extend(out.map(|detail| item("no cluster", detail, to(None))));
    State::new(format!("Move {} to", act::together(app, traces)), items, 0)
}

/// Everybody who owns something, the reviewer, somebody else, nobody.
pub(super) fn owners(app: &App, cluster: &ClusterView) -> State {
    let clusters = app.clusters.list.clusters.iter();
    let mut people: BTreeSet<String> = clusters.filter_map(|c| c.owner.clone()).collect();
    people.insert(app.who.reviewer.clone());
    let mut items: Vec<Item> = Vec::with_capacity(people.len() + 2);
    for person in people {
        let detail = if person == app.who.reviewer { "me" } else { "" };
        let chosen = Chosen::Owner {
            cluster: cluster.id.clone(),
            owner: Some(person.clone()),
        };
        items.push(item(person, detail, chosen));
    }
    let cluster_id = cluster.id.clone();
    let other = Chosen::OtherOwner {
        cluster: cluster_id,
    };
    items.push(item("somebody else…", "", other));
    if cluster.owner.is_some() {
        let chosen = Chosen::Owner {
            cluster: cluster.id.clone(),
            owner: None,
        };
        items.push(item("nobody", "", chosen));
    }
    State::new(format!("Who owns {}?", cluster.name), items, 0)
}

/// How bad, and how fixable.
pub(super) fn ratings(cluster: &ClusterView) -> State {
    let rate = |rating| Chosen::Rate {
        cluster: cluster.id.clone(),
        rating,
    };
    let words = [
        "a blemish",
        "a nuisance",
        "it misleads",
        "it costs somebody",
        "it must never happen",
    ];
    let mut items: Vec<Item> = (1_u8..)
        .zip(words)
        .map(|(n, about)| {
            item(
                format!("severity {n}"),
                about,
                rate(Rating::Severity(Some(n))),
            )
        })
        .collect();
    let priority = &cluster.priority;
    if priority.severity.by_hand.is_some() {
        items.push(item(
            "severity of its mode",
            "take mine back",
            rate(Rating::Severity(None)),
        ));
    }
    for kind in FixKind::ALL {
        let share = kind.addressability();
        let label = format!("fixable {share:.1}");
        let about = format!("by a change of {}", what_changes(kind));
        items.push(item(
            label,
            about,
            rate(Rating::Addressability(Some(share))),
        ));
    }
    if priority.addressability.by_hand.is_some() {
        items.push(item(
            "fixable as its mode",
            "take mine back",
            rate(Rating::Addressability(None)),
        ));
    }
    let at = (priority.severity.value * 5.0).round().clamp(1.0, 5.0) as usize - 1;
    State::new(
        format!("How bad is {}, how fixable?", cluster.name),
        items,
        at,
    )
}

fn what_changes(kind: FixKind) -> &'static str {
    match kind {
        FixKind::Prompt => "the prompt",
        FixKind::Data => "the data",
        FixKind::Retrieval => "retrieval",
        FixKind::Tool => "a tool",
        FixKind::Product => "the product",
        FixKind::Model => "the model",
    }
}

pub(super) fn statuses(cluster: &ClusterView) -> State {
    let to = |status| Chosen::Status {
        cluster: cluster.id.clone(),
        status,
    };
    let mut items = vec![item(
        "by itself",
        "as time, plans and fixes have it",
        to(None),
    )];
    for status in Status::ALL {
        items.push(item(status.name(), about(status), to(Some(status))));
    }
    let at = Status::ALL.iter().position(|s| *s == cluster.status);
    State::new(
        format!("Status of {}", cluster.name),
        items,
        at.map_or(0, |at| at + 1),
    )
}

fn about(status: Status) -> &'static str {
    match status {
        Status::New => "just found",
        Status::Open => "known, nobody is at it",
        Status::Planned => "picked for this cycle",
        Status::Fixing => "somebody is at it",
        Status::Watching => "a fix is out, its effect awaited",
        Status::Resolved => "gone",
        Status::Regressed => "it was gone and came back",
        Status::Ignored => "set aside",
    }
}

/// What people ask, with how often it goes wrong.
pub(super) fn query_types(app: &App) -> State {
    let types = app.clusters.list.query_types.iter();
    let items = types.map(|kind| {
        let name = kind.terms.join(" · ");
        let rate = &kind.rate;
        let bad = format!(
            "{:.0} % bad of {} ({:.0} to {:.0})",
            rate.per_1000 / 10.0,
            count(kind.traces),
            rate.lo / 10.0,
            rate.hi / 10.0
        );
        let chosen = Chosen::QueryType {
            id: kind.id.clone(),
            name: name.clone(),
        };
        item(name, bad, chosen)
    });
    State::new(
        "What people ask, and how often it goes wrong",
        items.collect(),
        0,
    )
}
