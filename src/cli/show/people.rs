//! A trace as a page for people: what was asked and answered, why it is thought bad, what happened, what was decided.

use crate::{
    cli::{
        io::{safe, safe_lines},
        look::Look,
        page::{Entry, Page},
        render,
    },
    model::{
        content::{Content, Message},
        read::{QueueRow, SignalView, TraceDetail},
        taxonomy::Taxonomy,
        trace::{Prompt, Span, Status, Trace},
    },
    text::snippet,
};
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Spans that are shown; the rest is counted.
const SPANS: usize = 10_000;
/// Levels that are indented; deeper spans stand below the last.
const DEEPEST: usize = 12;

/// The page, sections without content left out.
pub(super) fn text(detail: &TraceDetail, taxonomy: &Taxonomy, look: Look) -> String {
    let trace = &detail.trace;
    let mut page = Page::new(look);
    page.line(headline(detail, taxonomy, look));
    page.aside(&facts(detail).join("  "));
    page.section("why", &why(detail));
    page.section("input", &talk(trace.input.as_ref(), "user"));
    page.section("output", &talk(trace.output.as_ref(), "assistant"));
    page.section("documents", &documents(trace));
    page.section("tool calls", &tools(trace));
    page.section("spans", &spans(&trace.spans));
    let signals: Vec<Entry> = detail.signals.iter().map(signal).collect();
    page.section("signals", &signals);
    page.section("predicted", &predicted(detail, taxonomy));
    page.section("corrections", &corrections(detail));
    page.section("decided", &decided(detail));
    page.text()
}

/// Which trace it is and how it stands.
fn headline(detail: &TraceDetail, taxonomy: &Taxonomy, look: Look) -> String {
    let badness = detail.score.badness;
    let mut words = vec![
        look.strong(&safe(&detail.trace.trace_id)),
        look.badness(badness, &format!("bad {}", render::score(badness))),
    ];
    if detail.score.mixed {
        words.push("mixed signals".into());
    }
    if !detail.modes.is_empty() {
        words.push(render::modes(&detail.row, taxonomy));
    }
    words.push(verdict(&detail.row));
    words.retain(|w| !w.is_empty());
    words.join("  ")
}

fn verdict(row: &QueueRow) -> String {
    match render::decided(row) {
        decided if decided.is_empty() => decided,
        decided => format!("decided: {decided}"),
    }
}

/// Where it came from, in the order of a header line.
fn facts(detail: &TraceDetail) -> Vec<String> {
    let t = &detail.trace;
    let cluster = detail.cluster.as_ref().map(|c| format!("cluster {c}"));
    let session = t.session_id.as_ref().map(|id| match &detail.session {
        Some(place) => format!("session {id} ({} of {})", place.position, place.of),
        None => format!("session {id}"),
    });
    let facts = [
        t.app.clone(),
        t.route.clone(),
        t.prompt.as_ref().map(Prompt::label),
        t.model.clone(),
        t.release.as_ref().map(|r| format!("release {r}")),
        t.latency_ms.map(|ms| format!("{:.2} s", ms / 1000.0)),
        t.started_at.map(|at| render::ago_or_date(at).trim().into()),
        t.confidence.map(|c| format!("confidence {c:.2}")),
        session,
        cluster,
        t.error.as_ref().map(|e| format!("error: {e}")),
    ];
    facts.into_iter().flatten().map(|f| safe(&f)).collect()
}

fn talk(content: Option<&Content>, role: &str) -> Vec<Entry> {
    let messages = content.map(|c| c.messages(role)).unwrap_or_default();
    messages.iter().map(message).collect()
}

fn message(message: &Message) -> Entry {
    let calls = message
        .calls
        .iter()
        .map(|c| format!("→ {}({})", safe(&c.name), safe(&c.arguments)));
    let mut lines = vec![safe_lines(message.text.trim_end())];
    lines.extend(calls);
    lines.retain(|line| !line.is_empty());
    Entry::new(safe(&message.role), lines.join("\n"))
}

fn why(detail: &TraceDetail) -> Vec<Entry> {
    let reasons = detail.score.reasons.iter();
    reasons
        .map(|r| Entry::new(format!("{:+.1}", r.weight), safe(&r.text)))
        .collect()
}

fn documents(trace: &Trace) -> Vec<Entry> {
    let text = |text: Option<&str>| snippet(text.unwrap_or_default(), 200);
    trace
        .documents
        .iter()
        .map(|d| {
            let score = d.score.map(|s| format!(" {s:.2}")).unwrap_or_default();
            Entry::new(format!("{}{score}", safe(&d.id)), text(d.text.as_deref()))
        })
        .collect()
}

fn tools(trace: &Trace) -> Vec<Entry> {
    let shown = |value: &Option<Value>| {
        let text = value.as_ref().map(|v| snippet(&v.to_string(), 200));
        safe(&text.unwrap_or_default())
    };
    trace
        .tool_calls
        .iter()
        .map(|t| {
            let outcome = match &t.error {
                Some(error) => format!("! {}", safe(error)),
                None => shown(&t.result),
            };
            let text = format!("{}  {outcome}", shown(&t.arguments));
            Entry::new(safe(&t.name), text.trim())
        })
        .collect()
}

fn spans(spans: &[Span]) -> Vec<Entry> {
    let ids: HashSet<&str> = spans.iter().map(|s| s.span_id.as_str()).collect();
    let parents: HashMap<&str, &str> = spans
        .iter()
        .filter_map(|s| Some((s.span_id.as_str(), s.parent_id.as_deref()?)))
        .filter(|(_, parent)| ids.contains(parent))
        .collect();
    let mut entries: Vec<Entry> = spans
        .iter()
        .take(SPANS)
        .map(|s| span(s, depth(&s.span_id, &parents)))
        .collect();
    if spans.len() > SPANS {
        let more = spans.len() - SPANS;
        entries.push(Entry::new("", format!("… and {more} more")));
    }
    entries
}

/// Parents above a span; cycles end at the deepest level.
fn depth(id: &str, parents: &HashMap<&str, &str>) -> usize {
    let mut depth = 0;
    let mut at = id;
    while let Some(parent) = parents.get(at)
        && depth < DEEPEST
    {
        depth += 1;
        at = parent;
    }
    depth
}

fn span(span: &Span, depth: usize) -> Entry {
    let took = span
        .duration()
        .map(|ns| format!("  {:.2} s", ns as f64 / 1e9))
        .unwrap_or_default();
    let failed = span.status == Some(Status::Error);
    let name = safe(span.name.as_deref().unwrap_or(&span.span_id));
    let mark = if failed { "! " } else { "" };
    let text = format!("{}{mark}{name}{took}", "  ".repeat(depth));
    Entry::new(span.kind.unwrap_or_default().name(), text)
}

fn signal(view: &SignalView) -> Entry {
    let signal = &view.signal;
    let value = signal.value.as_ref().map(|v| safe(&v.to_string()));
    let said = [&signal.reason, &signal.comment].into_iter().flatten();
    let parts = [safe(&view.canonical)]
        .into_iter()
        .chain(value)
        .chain(said.map(|s| format!("“{}”", safe(s))))
        .chain(view.note.as_ref().map(|n| format!("({})", safe(n))))
        .collect::<Vec<_>>();
    Entry::new(format!("{:+.1}", view.weight), parts.join(" "))
}

/// What automatic sources say is wrong, with their reasons.
fn predicted(detail: &TraceDetail, taxonomy: &Taxonomy) -> Vec<Entry> {
    let all = detail.predictions.iter();
    all.map(|tag| {
        let why = tag.why.as_ref().map(|why| format!(": {}", safe(why)));
        let text = format!(
            "{} {} by {}{}",
            safe(taxonomy.name(&tag.id)),
            render::score(tag.confidence),
            safe(&tag.source),
            why.unwrap_or_default()
        );
        Entry::new("mode", text)
    })
    .collect()
}

fn corrections(detail: &TraceDetail) -> Vec<Entry> {
    let whose = |by: &str, source: &str| match source {
        "final" => "the user's final text".to_owned(),
        "user" => "user".to_owned(),
        _ => safe(by),
    };
    detail
        .corrections
        .iter()
        .map(|c| Entry::new(whose(&c.by, &c.source), safe_lines(c.text.trim_end())))
        .collect()
}

fn decided(detail: &TraceDetail) -> Vec<Entry> {
    let verdicts = detail.verdicts.iter().map(|v| {
        let reason = v.reason.as_ref().map(|r| format!(" ({})", safe(r)));
        let text = format!("{}{}", v.verdict.name(), reason.unwrap_or_default());
        Entry::new(safe(&v.reviewer), text)
    });
    let notes = detail
        .notes
        .iter()
        .map(|n| Entry::new(safe(&n.reviewer), format!("notes: {}", safe_lines(&n.text))));
    let flags = detail.flags.iter().map(|f| {
        let text = format!("{} is {}", safe(&f.document), safe(&f.flag));
        Entry::new(safe(&f.reviewer), text)
    });
    let golden = detail
        .golden
        .iter()
        .map(|id| Entry::new("golden row", safe(id)));
    verdicts.chain(notes).chain(flags).chain(golden).collect()
}
