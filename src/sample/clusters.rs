//! What the sample's people decided about failure clusters. The data names clusters by traces of theirs, because what
//! the program finds has no name before it is found.

use super::{CLUSTERS, unpack};
use crate::{
    error::{Error, Result},
    model::{
        cluster::{ClusterDecision, found_id},
        decision::Decision,
        time::Time,
    },
    store::{RunOptions, Store, Vectors},
};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{collections::BTreeMap, time::Instant};

/// How far the sample's people look back.
const DAYS: u32 = 28;

/// One line: a decision about the cluster that holds most of these traces.
#[derive(Deserialize)]
struct Line {
    at: Time,
    reviewer: String,
    traces: Vec<String>,
    /// A [`ClusterDecision`] that names no cluster yet.
    decision: Value,
}

/// Groups what went wrong, and replays what people decided about the clusters.
///
/// # Errors
/// When the store cannot be written.
pub fn group(store: &mut Store, now: Time) -> Result<()> {
    let began = Instant::now();
    let options = RunOptions {
        window_days: DAYS,
        from_scratch: false,
        vectors: Vectors::AsBefore,
    };
    if let Some(plan) = store.plan_clusters(&options, now, &|| false, &|_, _| ())? {
        store.accept_clusters(plan, now, began.elapsed().as_secs_f64())?;
    }
    curate(store)?;
    store.finish_unscored(&|| false)?;
    Ok(())
}

/// Replays what people decided about the clusters of the sample, which were found.
///
/// # Errors
/// When the store cannot be written.
pub fn curate(store: &mut Store) -> Result<()> {
    let files = unpack()?;
    let Some((_, bytes)) = files.iter().find(|(name, _)| name == CLUSTERS) else {
        return Ok(());
    };
    for line in bytes.split(|b| *b == b'\n').filter(|line| !line.is_empty()) {
        let line: Line = serde_json::from_slice(line).map_err(|e| broken(&e))?;
        decide(store, line)?;
    }
    Ok(())
}

fn broken(error: &serde_json::Error) -> Error {
    Error::operational(format!(
        "the embedded sample is broken: {CLUSTERS}: {error}"
    ))
}

/// Decides about the cluster that holds most of the traces; nothing where no cluster holds any.
fn decide(store: &mut Store, line: Line) -> Result<()> {
    let homes = homes(store, &line.traces)?;
    let Some((cluster, held)) = homes.iter().max_by_key(|(_, held)| held.len()) else {
        return Ok(());
    };
    let mut told = line.decision;
    told["cluster"] = json!(cluster);
    let mut decisions = Vec::new();
    if told["act"] == "split" {
        told["traces"] = json!(held);
        let child = found_id(held);
        let others = homes.iter().filter(|(id, _)| *id != cluster);
        decisions.extend(others.flat_map(|(_, held)| held).map(|trace| {
            Decision::Cluster(ClusterDecision::Move {
                trace: trace.clone(),
                to: Some(child.clone()),
            })
        }));
    }
    let first: ClusterDecision = serde_json::from_value(told).map_err(|e| broken(&e))?;
    store.decide(&line.reviewer, line.at, &[Decision::Cluster(first)])?;
    if !decisions.is_empty() {
        store.decide(&line.reviewer, line.at, &decisions)?;
    }
    Ok(())
}

/// The traces by the cluster that holds them.
fn homes(store: &Store, traces: &[String]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in store.rows(traces, "")? {
        if let Some(cluster) = row.cluster {
            homes.entry(cluster).or_default().push(row.trace_id);
        }
    }
    Ok(homes)
}
