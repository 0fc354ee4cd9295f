//! Clusters as scripts read them (spec: fixed JSON shapes).

use crate::model::cluster::{ClusterList, ClusterView, FixView, RunView};
use serde_json::{Map, Value, json};

pub(super) fn list(list: &ClusterList, members: bool) -> Value {
    let clusters: Vec<Value> = list.clusters.iter().map(|c| cluster(c, members)).collect();
    json!({
        "run": list.run.as_ref().map(|r| run(r, list)),
        "weeks": list.weeks,
        "clusters": clusters,
        "novelty": list.novelty,
        "query_types": list.query_types,
        "fixes": list.fixes,
    })
}

/// Counts are those of the window; a part counts with its whole.
fn run(run: &RunView, list: &ClusterList) -> Value {
    json!({
        "id": run.id, "at": run.at, "how": run.how, "window_days": run.window_days,
        "traces": list.failing(), "clusters": list.found(),
        "unclustered": list.not_grouped, "no_text": list.no_text, "since_run": list.since_run,
        "seconds": run.seconds, "stability": run.stability, "warnings": run.warnings, "vectors": run.vectors,
    })
}

pub(super) fn cluster(c: &ClusterView, members: bool) -> Value {
    let exemplars: Vec<&str> = c.exemplars.iter().map(|e| e.trace_id.as_str()).collect();
    let edges: Vec<&str> = c.edges.iter().map(|e| e.trace_id.as_str()).collect();
    let weekly: Vec<u64> = c.weekly.iter().map(|w| w.traces).collect();
    let mut map = match json!({
        "id": c.id, "name": c.name, "size": c.size, "total": c.total, "share": c.share,
        "rate": c.rate.per_1000, "rate_ci": [c.rate.lo, c.rate.hi], "slices": c.slices, "trend": c.trend, "rate_before": c.before.per_1000, "course": c.course,
        "terms": c.terms, "exemplars": exemplars, "edges": edges, "why_together": c.why_together,
        "mode": c.mode.as_ref().map(|m| &m.id), "mode_share": c.mode.as_ref().map(|m| m.share),
        "why_now": c.why_now,
        "priority": c.priority.value, "frequency": c.priority.frequency.value,
        "severity": c.priority.severity.value, "addressability": c.priority.addressability.value,
        "inputs": {"frequency": c.priority.frequency, "severity": c.priority.severity, "addressability": c.priority.addressability},
        "priority_weekly": c.priority.weekly,
        "status": c.status, "status_why": c.status_why, "owner": c.owner, "picked": c.picked,
        "weekly": weekly, "is_new": c.is_new, "parent": c.parent, "children": c.children, "merged": c.merged,
        "golden": c.golden,
    }) {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    map.insert("fixes".into(), c.fixes.iter().map(fix).collect());
    let notes = |list: &[crate::model::cluster::HandNote]| -> Value {
        list.iter()
            .map(|n| json!({"by": n.by, "at": n.at, "text": n.text, "due": n.due}))
            .collect()
    };
    map.insert("notes".into(), notes(&c.notes));
    map.insert("promises".into(), notes(&c.promises));
    if members {
        map.insert("members".into(), json!(c.members));
    }
    Value::Object(map)
}

fn fix(f: &FixView) -> Value {
    json!({
        "event": f.event, "by": f.by, "recorded_at": f.recorded_at, "kind": f.kind, "reference": f.reference,
        "prompt": f.prompt, "at": f.at, "note": f.note, "before": f.before, "after": f.after, "days": f.days,
        "difference": f.difference, "result": f.result, "side_effects": f.side_effects, "words": f.words,
    })
}
