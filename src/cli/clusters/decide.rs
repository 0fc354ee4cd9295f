//! `goldset clusters name`, `merge`, `split` …: what people decide about clusters.

use super::show;
use crate::{
    cli::{
        args::{ClustersVerb, Promise, Split, StatusArg},
        context::Context,
        io::safe,
        render::count,
        resolve_trace,
    },
    error::{Error, Result},
    model::{
        cluster::{ClusterDecision, Rating, SplitChild, Status, found_id},
        decision::Decision,
        nearest::nearest,
        time::Time,
    },
    store::Store,
    text::redact::Redactor,
};
use serde_json::json;
use std::collections::BTreeSet;

pub(super) fn run(context: &Context, verb: ClustersVerb) -> Result<()> {
    use ClusterDecision as D;
    let mut store = context.open()?;
    let of = |cluster: &str| find(&store, cluster);
    let decision = match verb {
        ClustersVerb::Show { cluster } => return show(context, &store, &cluster),
        ClustersVerb::Brief { cluster } => return brief(context, &store, &cluster),
        ClustersVerb::Split(args) => return split(context, &mut store, args),
        ClustersVerb::Rate {
            cluster,
            severity,
            fixable,
        } => {
            return rate(
                context,
                &mut store,
                &cluster,
                severity.as_deref(),
                fixable.as_deref(),
            );
        }
        ClustersVerb::Name { cluster, name } => D::Name {
            cluster: of(&cluster)?,
            name,
        },
        ClustersVerb::Merge { cluster, into } => D::Merge {
            cluster: of(&cluster)?,
            into: of(&into)?,
        },
        ClustersVerb::Move { trace, to, .. } => D::Move {
            trace: resolve_trace(&store, &trace)?,
            to: to.as_deref().map(of).transpose()?,
        },
        ClustersVerb::Owner { cluster, name } => D::Owner {
            cluster: of(&cluster)?,
            owner: name,
        },
        ClustersVerb::Pick { cluster, off } => D::Pick {
            cluster: of(&cluster)?,
            picked: !off,
        },
        ClustersVerb::Status { cluster, status } => D::Status {
            cluster: of(&cluster)?,
            status: status_of(status),
        },
        ClustersVerb::Note { cluster, text } => D::Note {
            cluster: of(&cluster)?,
            text,
        },
        ClustersVerb::Promise(args) => promise(context, &store, args)?,
    };
    decide(context, &mut store, vec![decision])
}

fn promise(context: &Context, store: &Store, args: Promise) -> Result<ClusterDecision> {
    Ok(ClusterDecision::Assign {
        cluster: find(store, &args.cluster)?,
        to: args.by.unwrap_or_else(|| context.reviewer.clone()),
        text: args.text,
        due: args.due.as_deref().map(time).transpose()?,
    })
}

/// The id of the cluster that a text names: an id, or part of a name that only one has.
pub(crate) fn find(store: &Store, text: &str) -> Result<String> {
    let found = store.find_clusters(text, Time::now())?;
    match found.as_slice() {
        [(id, _)] => Ok(id.clone()),
        // A cluster that was merged away has no line of its own; the store says what it is part of.
        [] if text.starts_with("c-") => Ok(text.to_owned()),
        [] => Err(unknown(store, text)?),
        many => {
            let named: Vec<String> = many
                .iter()
                .map(|(id, name)| format!("{id} {name}"))
                .collect();
            Err(Error::failed(format!("{text:?} fits several clusters")).hint(named.join("  ")))
        }
    }
}

/// The error for a text that names no cluster, with those that have a word like it in their names.
fn unknown(store: &Store, text: &str) -> Result<Error> {
    let error = Error::failed(format!("there is no cluster {text:?}"));
    let clusters = store.clusters(None, Time::now())?.clusters;
    let words = |name: &'_ str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric());
        words.map(str::to_lowercase).collect()
    };
    let known: BTreeSet<String> = clusters.iter().flat_map(|c| words(&c.name)).collect();
    let Some(meant) = nearest(text, known.iter().map(String::as_str)) else {
        return Ok(error.hint("goldset clusters lists them; goldset cluster finds them"));
    };
    let fit = clusters
        .iter()
        .filter(|c| words(&c.name).iter().any(|word| word == meant));
    let named: Vec<String> = fit.map(|c| format!("{} {}", c.id, safe(&c.name))).collect();
    Ok(error.hint(format!("did you mean {}?", named.join(" or "))))
}

/// Records decisions, as one, and says what was decided.
pub(crate) fn decide(
    context: &Context,
    store: &mut Store,
    decisions: Vec<ClusterDecision>,
) -> Result<()> {
    let decisions: Vec<Decision> = decisions.into_iter().map(Decision::Cluster).collect();
    let ids = store.decide(&context.reviewer, Time::now(), &decisions)?;
    if context.io.json {
        return match ids.as_slice() {
            [id] => context.io.json(&json!({"event": id})),
            ids => context.io.json(&json!({"events": ids})),
        };
    }
    let said = store.told(&ids)?;
    let lines: Vec<String> = said
        .iter()
        .map(|i| format!("{}  ({})", safe(&i.summary), safe(&i.id)))
        .collect();
    context.io.text(&lines.join("\n"))
}

fn show(context: &Context, store: &Store, cluster: &str) -> Result<()> {
    let view = store.cluster(&find(store, cluster)?, Time::now())?;
    if context.io.json {
        return context.io.json(&super::json::cluster(&view, true));
    }
    context.io.text(&show::page(&view, context.look()))
}

fn brief(context: &Context, store: &Store, cluster: &str) -> Result<()> {
    let mut redactor = Redactor::new(context.config.redact_regexes());
    let id = find(store, cluster)?;
    let text = store.cluster_brief(&id, &mut redactor, Time::now())?;
    if context.io.json {
        return context.io.json(&json!({"cluster": id, "brief": text}));
    }
    context.io.text(&text)
}

fn rate(
    context: &Context,
    store: &mut Store,
    cluster: &str,
    severity: Option<&str>,
    fixable: Option<&str>,
) -> Result<()> {
    let id = find(store, cluster)?;
    let severity = severity
        .map(|s| number::<u8>(s, "severity, 1 to 5"))
        .transpose()?;
    let fixable = fixable
        .map(|f| number::<f64>(f, "fixable, 0 to 1"))
        .transpose()?;
    let ratings = [
        severity.map(Rating::Severity),
        fixable.map(Rating::Addressability),
    ];
    let decisions = ratings
        .into_iter()
        .flatten()
        .map(|rating| ClusterDecision::Rate {
            cluster: id.clone(),
            rating,
        });
    decide(context, store, decisions.collect())
}

/// A number, or `auto` for none.
fn number<T: std::str::FromStr>(text: &str, what: &str) -> Result<Option<T>> {
    if text == "auto" {
        return Ok(None);
    }
    let wrong = || Error::usage(format!("{text:?} is no {what}")).hint("a number, or auto");
    text.parse().map(Some).map_err(|_| wrong())
}

fn time(text: &str) -> Result<Time> {
    Time::parse(text).map_err(Error::usage)
}

fn status_of(status: StatusArg) -> Option<Status> {
    match status {
        StatusArg::Auto => None,
        StatusArg::New => Some(Status::New),
        StatusArg::Open => Some(Status::Open),
        StatusArg::Planned => Some(Status::Planned),
        StatusArg::Fixing => Some(Status::Fixing),
        StatusArg::Watching => Some(Status::Watching),
        StatusArg::Resolved => Some(Status::Resolved),
        StatusArg::Regressed => Some(Status::Regressed),
        StatusArg::Ignored => Some(Status::Ignored),
    }
}

fn split(context: &Context, store: &mut Store, args: Split) -> Result<()> {
    let cluster = find(store, &args.cluster)?;
    let mut traces = Vec::with_capacity(args.traces.len());
    for trace in &args.traces {
        traces.push(resolve_trace(store, trace)?);
    }
    if traces.is_empty() {
        let parts = store.split_proposal(&cluster)?;
        let Some(part) = args.part else {
            return propose(context, &cluster, &parts);
        };
        let chosen = part.checked_sub(1).and_then(|i| parts.into_iter().nth(i));
        let none = || {
            Error::failed(format!("{cluster} has no part {part}"))
                .hint("goldset clusters split without --part shows them")
        };
        traces = chosen.ok_or_else(none)?.traces;
    }
    let child = found_id(&traces);
    let decision = ClusterDecision::Split {
        cluster,
        name: args.name,
        traces,
    };
    context.io.remark(&format!("the new cluster is {child}"));
    decide(context, store, vec![decision])
}

fn propose(context: &Context, cluster: &str, parts: &[SplitChild]) -> Result<()> {
    if context.io.json {
        let parts: Vec<_> = parts
            .iter()
            .map(|p| json!({"terms": p.terms, "traces": p.traces}))
            .collect();
        return context
            .io
            .json(&json!({"cluster": cluster, "parts": parts}));
    }
    if parts.is_empty() {
        return context
            .io
            .text("Its traces all say the same: there is nothing to split.");
    }
    let mut lines = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let size = count(part.traces.len() as u64, "trace");
        lines.push(format!(
            "{}  {size}: {}",
            n + 1,
            safe(&part.terms.join(", "))
        ));
        lines.extend(
            part.exemplars
                .iter()
                .map(|e| format!("     {}", safe(&e.snippet))),
        );
    }
    lines.push(format!(
        "goldset clusters split {cluster} --part N splits one off"
    ));
    context.io.text(&lines.join("\n"))
}
