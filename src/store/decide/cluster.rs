//! Decisions about clusters: what they must satisfy, and their journal entries.

use crate::{
    error::{Error, Result},
    model::{
        cluster::{ClusterDecision, Fix, Rating, found_id},
        time::{DAY, Time},
    },
    store::{cluster::members, journal::Draft, texts},
};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// Traces that say which cluster was meant, in a store whose runs found others.
const ANCHORS: usize = 10;

pub(super) fn check(conn: &Connection, at: Time, decision: &ClusterDecision) -> Result<()> {
    use ClusterDecision as D;
    match decision {
        D::Name { cluster, .. }
        | D::Owner { cluster, .. }
        | D::Pick { cluster, .. }
        | D::Status { cluster, .. } => known(conn, cluster),
        D::Merge { cluster, into } => check_merge(conn, cluster, into),
        D::Split {
            cluster, traces, ..
        } => check_split(conn, cluster, traces),
        D::Move { trace, to } => {
            super::check::known(conn, trace)?;
            to.as_deref().map_or(Ok(()), |to| known(conn, to))
        }
        D::Rate { cluster, rating } => check_rating(*rating).and_then(|()| known(conn, cluster)),
        D::Note { cluster, text } => {
            if text.trim().is_empty() {
                return Err(Error::usage("the note is empty"));
            }
            known(conn, cluster)
        }
        D::Fix { cluster, fix } => check_fix(fix, at).and_then(|()| known(conn, cluster)),
        D::Assign { cluster, to, .. } => {
            if to.trim().is_empty() {
                return Err(Error::usage("a promise needs somebody who gives it"));
            }
            known(conn, cluster)
        }
    }
}

/// The cluster is there and no part of another, or the error that says what to do.
fn known(conn: &Connection, cluster: &str) -> Result<()> {
    let into = members::resolve(conn, cluster)?;
    if into != cluster {
        return Err(Error::failed(format!("{cluster} is part of {into}"))
            .hint(format!("decide about {into}, or undo the merge")));
    }
    if members::exists(conn, cluster)? {
        return Ok(());
    }
    Err(Error::failed(format!("there is no cluster {cluster:?}"))
        .hint("`goldset clusters` lists them; `goldset cluster` finds them"))
}

fn check_merge(conn: &Connection, cluster: &str, into: &str) -> Result<()> {
    if cluster == into {
        return Err(Error::usage("a cluster cannot be merged into itself"));
    }
    known(conn, cluster)?;
    known(conn, into)
}

fn check_split(conn: &Connection, cluster: &str, traces: &[String]) -> Result<()> {
    known(conn, cluster)?;
    let all = members::tids(conn, cluster)?;
    if traces.is_empty() {
        return Err(Error::usage("a split needs the traces that leave"));
    }
    if let Some(stranger) = traces.iter().find(|t| !all.contains(*t)) {
        return Err(Error::failed(format!("{stranger} is not in {cluster}")));
    }
    if traces.len() >= all.len() {
        return Err(
            Error::failed("a split must leave something behind").hint("merge or rename instead")
        );
    }
    Ok(())
}

fn check_rating(rating: Rating) -> Result<()> {
    let fits = match rating {
        Rating::Severity(severity) => severity.is_none_or(|s| (1..=5).contains(&s)),
        Rating::Addressability(given) => given.is_none_or(|a| (0.0..=1.0).contains(&a)),
    };
    if fits {
        return Ok(());
    }
    Err(match rating {
        Rating::Severity(_) => Error::usage("severity goes from 1 (a blemish) to 5 (harm)"),
        Rating::Addressability(_) => {
            Error::usage("fixable goes from 0 (out of reach) to 1 (a line of a prompt)")
        }
    })
}

fn check_fix(fix: &Fix, at: Time) -> Result<()> {
    if fix.at > at.plus(DAY) {
        let when = fix.at.rfc3339();
        return Err(
            Error::usage(format!("no fix has shipped in the future: {when}"))
                .hint("record it once it is live, with the time when that was"),
        );
    }
    match &fix.prompt {
        Some(prompt) if prompt.trim().is_empty() => {
            Err(Error::usage("the prompt version is empty").hint("name@version, e.g. refunds@v6"))
        }
        _ => Ok(()),
    }
}

pub(super) fn draft(conn: &Connection, decision: &ClusterDecision) -> Result<Draft> {
    use ClusterDecision as D;
    let (target, mut payload) = match decision {
        D::Name { cluster, name } => {
            let name = keep(conn, Some(name))?;
            (cluster.clone(), json!({"name": name}))
        }
        D::Owner { cluster, owner } => {
            let owner = owner.as_deref().map(str::trim).filter(|o| !o.is_empty());
            (cluster.clone(), json!({"owner": owner}))
        }
        D::Merge { cluster, into } => (cluster.clone(), json!({"into": into})),
        D::Split {
            cluster,
            name,
            traces,
        } => split(conn, cluster, name.as_ref(), traces)?,
        D::Move { trace, to } => return Ok(draft_move(decision, trace, to.as_deref())),
        D::Rate { cluster, rating } => (cluster.clone(), rating_payload(*rating)),
        D::Pick { cluster, picked } => (cluster.clone(), json!({"picked": picked})),
        D::Status { cluster, status } => (cluster.clone(), json!({"status": status})),
        D::Note { cluster, text } => {
            let hash = texts::keep(conn, text)?;
            let payload = json!({"text": hash, "chars": text.chars().count()});
            (cluster.clone(), payload)
        }
        D::Fix { cluster, fix } => (cluster.clone(), fix_payload(conn, fix)?),
        D::Assign {
            cluster,
            to,
            text,
            due,
        } => {
            let text = keep(conn, Some(text))?;
            let due = due.map(Time::rfc3339);
            (cluster.clone(), json!({"to": to, "text": text, "due": due}))
        }
    };
    add_anchors(conn, &target, &mut payload)?;
    Ok(Draft {
        kind: decision.kind().to_owned(),
        target: format!("c:{target}"),
        payload,
    })
}

/// Blank texts count as none.
fn keep(conn: &Connection, text: Option<&String>) -> Result<Option<String>> {
    let given = text.map(|t| t.trim()).filter(|t| !t.is_empty());
    given.map(|t| texts::keep(conn, t)).transpose()
}

/// The child is the target: its traces are what there is to undo.
fn split(
    conn: &Connection,
    from: &str,
    name: Option<&String>,
    traces: &[String],
) -> Result<(String, Value)> {
    let mut traces = traces.to_vec();
    traces.sort();
    traces.dedup();
    let name = keep(conn, name)?;
    let anchors: Vec<&String> = traces.iter().take(ANCHORS).collect();
    let payload = json!({"from": from, "traces": traces, "name": name, "anchors": anchors});
    Ok((found_id(&traces), payload))
}

fn draft_move(decision: &ClusterDecision, trace: &str, to: Option<&str>) -> Draft {
    Draft {
        kind: decision.kind().to_owned(),
        target: format!("t:{trace}"),
        payload: json!({"to": to}),
    }
}

/// Fractions are written as text: a float need not print back to the same bytes.
fn rating_payload(rating: Rating) -> Value {
    match rating {
        Rating::Severity(severity) => json!({"severity": severity}),
        Rating::Addressability(given) => {
            json!({"addressability": given.map(|a| a.to_string())})
        }
    }
}

fn fix_payload(conn: &Connection, fix: &Fix) -> Result<Value> {
    Ok(json!({
        "fix": fix.kind,
        "reference": keep(conn, fix.reference.as_ref())?,
        "prompt": fix.prompt,
        "at": fix.at.rfc3339(),
        "note": keep(conn, fix.note.as_ref())?,
    }))
}

fn add_anchors(conn: &Connection, cluster: &str, payload: &mut Value) -> Result<()> {
    if payload.get("anchors").is_some() {
        return Ok(());
    }
    let anchors = members::worst(conn, cluster, ANCHORS)?;
    payload
        .as_object_mut()
        .map(|p: &mut Map<String, Value>| p.insert("anchors".into(), anchors.into()));
    Ok(())
}
