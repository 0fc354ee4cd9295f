//! `goldset show`: a trace with its evidence and what was decided on it.

use super::{
    context::Context,
    io::{safe, safe_lines},
    render,
};
use crate::{
    error::{Error, Result},
    model::{
        content::{Content, Message},
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
    context.io.text(&for_people(&detail))
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

fn for_people(detail: &TraceDetail) -> String {
    let mut out = vec![header(detail)];
    section(
        &mut out,
        "input",
        content(detail.trace.input.as_ref(), "user"),
    );
    section(
        &mut out,
        "output",
        content(detail.trace.output.as_ref(), "assistant"),
    );
    section(
        &mut out,
        "why",
        detail
            .score
            .reasons
            .iter()
            .map(|r| format!("{:+.1}  {}", r.weight, safe(&r.text)))
            .collect(),
    );
    section(&mut out, "documents", documents(&detail.trace));
    section(&mut out, "tool calls", tools(&detail.trace));
    section(&mut out, "spans", spans(&detail.trace));
    section(
        &mut out,
        "signals",
        detail.signals.iter().map(signal_line).collect(),
    );
    section(&mut out, "corrections", corrections(detail));
    section(&mut out, "decided", decided(detail));
    out.join("\n")
}

fn section(out: &mut Vec<String>, title: &str, lines: Vec<String>) {
    if lines.is_empty() {
        return;
    }
    out.push(format!("\n{title}"));
    out.extend(lines.iter().flat_map(|text| {
        text.lines()
            .map(|line| format!("  {line}"))
            .collect::<Vec<_>>()
    }));
}

fn header(detail: &TraceDetail) -> String {
    let t = &detail.trace;
    let prompt = t.prompt.as_ref().map(crate::model::trace::Prompt::label);
    let latency = t.latency_ms.map(|ms| format!("{:.2} s", ms / 1000.0));
    let at = t
        .started_at
        .map(|at| render::ago_or_date(at).trim().to_owned());
    let facts = [
        t.app.clone(),
        t.route.clone(),
        prompt,
        t.model.clone(),
        t.release.clone(),
        latency,
        at,
        t.error.clone(),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().map(|f| safe(&f)).collect();
    let modes = render::modes(&detail.row);
    let tail = if modes.is_empty() {
        String::new()
    } else {
        format!("  {modes}")
    };
    format!(
        "{}  bad {}{tail}\n{}",
        safe(&t.trace_id),
        render::score(detail.score.badness),
        facts.join("  ")
    )
}

fn content(content: Option<&Content>, role: &str) -> Vec<String> {
    content
        .map(|c| c.messages(role))
        .unwrap_or_default()
        .iter()
        .map(message)
        .collect()
}

fn message(message: &Message) -> String {
    let calls = message
        .calls
        .iter()
        .map(|c| format!("→ {}({})", safe(&c.name), safe(&c.arguments)));
    let mut lines = vec![safe_lines(&message.text)];
    lines.extend(calls);
    lines.retain(|line| !line.is_empty());
    format!("{}: {}", safe(&message.role), lines.join("\n"))
}

fn documents(trace: &Trace) -> Vec<String> {
    trace
        .documents
        .iter()
        .map(|d| {
            let score = d.score.map(|s| format!("  {s:.2}")).unwrap_or_default();
            format!(
                "{}{score}  {}",
                safe(&d.id),
                safe(&crate::text::snippet(
                    d.text.as_deref().unwrap_or_default(),
                    100
                ))
            )
        })
        .collect()
}

fn tools(trace: &Trace) -> Vec<String> {
    let show = |v: &Option<Value>| {
        v.as_ref()
            .map(|v| safe(&crate::text::snippet(&v.to_string(), 120)))
            .unwrap_or_default()
    };
    trace
        .tool_calls
        .iter()
        .map(|t| {
            let outcome = t
                .error
                .as_ref()
                .map_or_else(|| show(&t.result), |e| format!("! {}", safe(e)));
            format!("{}({})  {outcome}", safe(&t.name), show(&t.arguments))
        })
        .collect()
}

fn spans(trace: &Trace) -> Vec<String> {
    trace
        .spans
        .iter()
        .map(|s| {
            let took = s
                .duration()
                .map(|ns| format!("{:.2} s", ns as f64 / 1e9))
                .unwrap_or_default();
            let kind = s.kind.unwrap_or_default().name();
            format!(
                "{kind:<10} {:<28} {took}",
                safe(s.name.as_deref().unwrap_or(&s.span_id))
            )
        })
        .collect()
}

fn signal_line(view: &SignalView) -> String {
    let signal = &view.signal;
    let value = signal
        .value
        .as_ref()
        .map(|v| safe(&v.to_string()))
        .unwrap_or_default();
    let said = [&signal.reason, &signal.comment]
        .into_iter()
        .flatten()
        .map(|s| format!(" “{}”", safe(s)));
    let note = view
        .note
        .as_ref()
        .map(|n| format!("  ({})", safe(n)))
        .unwrap_or_default();
    format!(
        "{:+.1}  {} {value}{}{note}",
        view.weight,
        safe(&view.canonical),
        said.collect::<String>()
    )
}

fn corrections(detail: &TraceDetail) -> Vec<String> {
    detail
        .corrections
        .iter()
        .map(|c| format!("{} ({}): {}", safe(&c.by), c.source, safe_lines(&c.text)))
        .collect()
}

fn decided(detail: &TraceDetail) -> Vec<String> {
    let verdicts = detail.verdicts.iter().map(|v| {
        let reason = v
            .reason
            .as_ref()
            .map(|r| format!(" ({})", safe(r)))
            .unwrap_or_default();
        format!("{}: {}{reason}", safe(&v.reviewer), v.verdict.name())
    });
    let notes = detail
        .notes
        .iter()
        .map(|n| format!("{} notes: {}", safe(&n.reviewer), safe(&n.text)));
    let flags = detail.flags.iter().map(|f| {
        format!(
            "{} flags {} as {}",
            safe(&f.reviewer),
            safe(&f.document),
            safe(&f.flag)
        )
    });
    let golden = detail.golden.iter().map(|id| format!("golden row {id}"));
    verdicts.chain(notes).chain(flags).chain(golden).collect()
}
