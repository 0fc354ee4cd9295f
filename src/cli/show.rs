//! `goldset show`: a trace with its evidence and what was decided on it.

mod people;

use super::context::Context;
use crate::{
    error::{Error, Result},
    model::{
        read::{SignalView, TraceDetail},
        trace::Trace,
    },
};
use serde_json::{Value, json};

pub(crate) fn run(context: &Context, id: &str) -> Result<()> {
    let store = context.open()?;
    let id = super::resolve_trace(&store, id)?;
    let detail = store
        .detail(&id, &context.reviewer)?
        .ok_or_else(|| Error::failed(format!("no trace {id:?} in this store")))?;
    if context.io.json {
        return context.io.json(&to_json(&detail)?);
    }
    context.io.text(&people::text(&detail, context.look()))
}

/// The native trace with `signals`, `badness`, … beside it.
fn to_json(detail: &TraceDetail) -> Result<Value> {
    let mut value = serde_json::to_value(native(&detail.trace))
        .map_err(|e| Error::operational(format!("cannot write JSON: {e}")))?;
    let signals: Result<Vec<Value>> = detail.signals.iter().map(signal_json).collect();
    let verdicts: Vec<Value> = detail
        .verdicts
        .iter()
        .map(|v| json!({"reviewer": v.reviewer, "verdict": v.verdict, "at": v.at, "reason": v.reason, "blind": v.blind, "implied": v.implied}))
        .collect();
    let beside = json!({
        "signals": signals?, "badness": detail.score.badness, "ambiguity": detail.score.ambiguity,
        "mixed": detail.score.mixed, "reasons": detail.score.reasons, "modes": detail.modes,
        "cluster": detail.row.cluster, "correction": detail.corrections.first(), "verdicts": verdicts,
        "golden": detail.golden,
        "notes": detail.notes.iter().map(|n| json!({"reviewer": n.reviewer, "at": n.at, "text": n.text})).collect::<Vec<_>>(),
    });
    if let (Value::Object(trace), Value::Object(beside)) = (&mut value, beside) {
        trace.extend(beside);
    }
    Ok(value)
}

/// The trace without what only the assembly of spans needs.
fn native(trace: &Trace) -> Trace {
    let mut trace = trace.clone();
    for span in &mut trace.spans {
        span.says = None;
    }
    trace
}

fn signal_json(view: &SignalView) -> Result<Value> {
    let mut value = serde_json::to_value(&view.signal)
        .map_err(|e| Error::operational(format!("cannot write JSON: {e}")))?;
    if let Value::Object(map) = &mut value {
        map.insert("canonical".into(), json!(view.canonical));
        map.insert("weight".into(), json!(view.weight));
        map.insert("note".into(), json!(view.note));
        map.entry("origin").or_insert(json!("reported"));
    }
    Ok(value)
}
