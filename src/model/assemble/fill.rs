//! What spans tell of their trace where no trace record says it.

use super::tree::Tree;
use crate::model::{
    content::Content,
    trace::{Document, Span, SpanKind, Status, ToolCall, Trace},
};
use foldhash::{HashMap, HashMapExt as _};
use serde_json::Value;

/// Puts the spans in order, fills what they tell, and drops what they only carried for that.
pub(super) fn complete(trace: &mut Trace) {
    let mut spans = std::mem::take(&mut trace.spans);
    spans.sort_by(|a, b| (a.started_at, &a.span_id).cmp(&(b.started_at, &b.span_id)));
    if !spans.is_empty() {
        fill(trace, &spans);
    }
    for span in &mut spans {
        span.says = None;
    }
    trace.spans = spans;
}

fn fill(trace: &mut Trace, spans: &[Span]) {
    let tree = Tree::new(spans);
    let root = tree.roots.first().copied();
    let order = ordered(spans, root);
    fill_times(trace, spans, root);
    if let Some(root) = root {
        trace.status = trace.status.or(root.status);
        trace.input = trace.input.take().or_else(|| root.input.clone());
        trace.output = trace.output.take().or_else(|| root.output.clone());
    }
    let says: Vec<&Trace> = order.iter().filter_map(|s| s.says.as_deref()).collect();
    fill_fields(trace, &says);
    fill_lists(trace, &order, &says);
    fill_from_steps(trace, &order);
    fill_totals(trace, &tree);
}

/// The root first, the others as they stand (by start, then id).
fn ordered<'a>(spans: &'a [Span], root: Option<&'a Span>) -> Vec<&'a Span> {
    let rest = spans
        .iter()
        .filter(|s| root.is_none_or(|r| r.span_id != s.span_id));
    root.into_iter().chain(rest).collect()
}

fn fill_times(trace: &mut Trace, spans: &[Span], root: Option<&Span>) {
    let start = spans.iter().filter_map(|s| s.started_at).min();
    if trace.latency_ms.is_none() {
        let end = spans.iter().filter_map(|s| s.ended_at).max();
        let whole = || Some(end?.0.saturating_sub(start?.0).max(0));
        let own = root
            .filter(|r| r.parent_id.as_deref().unwrap_or_default().is_empty())
            .and_then(Span::duration);
        trace.latency_ms = own.or_else(whole).map(|ns| ns as f64 / 1e6);
    }
    trace.started_at = trace.started_at.or(start);
}

fn fill_fields(trace: &mut Trace, says: &[&Trace]) {
    first(&mut trace.session_id, says, |t| &t.session_id);
    first(&mut trace.request_id, says, |t| &t.request_id);
    first(&mut trace.user_id, says, |t| &t.user_id);
    first(&mut trace.segment, says, |t| &t.segment);
    first(&mut trace.experiment, says, |t| &t.experiment);
    first(&mut trace.app, says, |t| &t.app);
    first(&mut trace.route, says, |t| &t.route);
    first(&mut trace.release, says, |t| &t.release);
    first(&mut trace.model, says, |t| &t.model);
    first(&mut trace.prompt, says, |t| &t.prompt);
    first(&mut trace.input, says, |t| &t.input);
    first(&mut trace.output, says, |t| &t.output);
    first(&mut trace.confidence, says, |t| &t.confidence);
    first(&mut trace.status, says, |t| &t.status);
    // A step that failed while the whole did not is no error of the trace.
    if trace.status == Some(Status::Error) {
        first(&mut trace.error, says, |t| &t.error);
    }
    for said in says {
        for (key, value) in &said.attributes {
            if !trace.attributes.contains_key(key) {
                trace.attributes.insert(key.clone(), value.clone());
            }
        }
    }
}

fn first<T: Clone>(slot: &mut Option<T>, says: &[&Trace], get: impl Fn(&Trace) -> &Option<T>) {
    if slot.is_none() {
        *slot = says.iter().find_map(|t| get(t).clone());
    }
}

fn fill_lists(trace: &mut Trace, order: &[&Span], says: &[&Trace]) {
    if trace.tags.is_empty() {
        for tag in says.iter().flat_map(|t| &t.tags) {
            if !trace.tags.contains(tag) {
                trace.tags.push(tag.clone());
            }
        }
    }
    if trace.documents.is_empty() {
        trace.documents = documents(order);
    }
    if trace.tool_calls.is_empty() {
        trace.tool_calls = tool_calls(order);
    }
}

/// All documents the spans retrieved, each once.
fn documents(order: &[&Span]) -> Vec<Document> {
    let mut found: Vec<Document> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for document in order.iter().flat_map(|s| span_documents(s)) {
        let key = match document.id.as_str() {
            "" => format!("\0{}", document.text.as_deref().unwrap_or_default()),
            id => id.to_owned(),
        };
        if let Some(&place) = places.get(&key) {
            let known = &mut found[place];
            known.text = known.text.take().or(document.text);
            known.score = known.score.or(document.score);
        } else {
            places.insert(key, found.len());
            found.push(document);
        }
    }
    found
}

/// What a span says it retrieved, else what a retriever put out.
fn span_documents(span: &Span) -> Vec<Document> {
    let said = span.says.as_ref().map(|s| s.documents.clone());
    if let Some(documents) = said.filter(|d| !d.is_empty()) {
        return documents;
    }
    match (&span.kind, &span.output) {
        (Some(SpanKind::Retriever | SpanKind::Reranker), Some(Content(Value::Array(items)))) => {
            items.iter().filter_map(read_document).collect()
        }
        _ => Vec::new(),
    }
}

fn read_document(item: &Value) -> Option<Document> {
    let text = ["text", "content", "page_content"]
        .iter()
        .find_map(|key| item.get(key)?.as_str());
    let id = match item.get("id") {
        Some(Value::String(id)) => id.clone(),
        Some(Value::Number(id)) => id.to_string(),
        _ => String::new(),
    };
    (!id.is_empty() || text.is_some()).then(|| Document {
        id,
        text: text.map(str::to_owned),
        score: item.get("score").and_then(Value::as_f64),
        source: item
            .get("source")
            .and_then(Value::as_str)
            .map(str::to_owned),
    })
}

/// Calls as the tool spans ran them, and those a model asked for beyond that: a call said by both counts once, the
/// same call made three times counts three times.
fn tool_calls(order: &[&Span]) -> Vec<ToolCall> {
    let key = |c: &ToolCall| format!("{}\0{:?}", c.name, c.arguments);
    let mut calls = Vec::new();
    let mut ran: HashMap<String, usize> = HashMap::new();
    let is_tool = |s: &Span| s.kind == Some(SpanKind::Tool);
    for call in order
        .iter()
        .filter(|s| is_tool(s))
        .flat_map(|s| tool_span_calls(s))
    {
        *ran.entry(key(&call)).or_default() += 1;
        calls.push(call);
    }
    let by_id: HashMap<&str, &Span> = order.iter().map(|s| (s.span_id.as_str(), *s)).collect();
    for call in order
        .iter()
        .filter(|s| !is_tool(s) && !repeats(s, &by_id))
        .filter_map(|s| s.says.as_ref())
        .flat_map(|s| &s.tool_calls)
    {
        match ran.get_mut(&key(call)) {
            Some(n) if *n > 0 => *n -= 1,
            _ => calls.push(call.clone()),
        }
    }
    calls
}

/// Two libraries watching one request make a span within a span, and both tell the calls the model asked for.
fn repeats(span: &Span, by_id: &HashMap<&str, &Span>) -> bool {
    let calls = |s: &Span| s.says.as_ref().map(|t| t.tool_calls.clone());
    let own = calls(span).filter(|c| !c.is_empty());
    let above = |s: &&Span| by_id.get(s.parent_id.as_deref()?).copied();
    // Bounded, because parents may go in a circle.
    own.is_some()
        && std::iter::successors(above(&span), above)
            .take(16)
            .any(|s| s.span_id != span.span_id && calls(s) == own)
}

fn tool_span_calls(span: &Span) -> Vec<ToolCall> {
    let said = span.says.as_ref().map(|s| s.tool_calls.clone());
    said.filter(|c| !c.is_empty()).unwrap_or_else(|| {
        vec![ToolCall {
            name: span.name.clone().unwrap_or_default(),
            arguments: span.input.clone().map(|c| c.0),
            result: span.output.clone().map(|c| c.0),
            error: None,
        }]
    })
}

/// Where neither the root nor anybody says input or output: the first step's input, the last step's output.
fn fill_from_steps(trace: &mut Trace, order: &[&Span]) {
    let speaks = |s: &&&Span| {
        matches!(
            s.kind,
            Some(SpanKind::Llm | SpanKind::Agent | SpanKind::Chain)
        )
    };
    if trace.input.is_none() {
        let first = order.iter().filter(speaks).find(|s| s.input.is_some());
        trace.input = first.and_then(|s| s.input.clone());
    }
    if trace.output.is_none() {
        let with_output = order.iter().filter(speaks).filter(|s| s.output.is_some());
        let last = with_output.max_by_key(|s| (s.ended_at, &s.span_id));
        trace.output = last.and_then(|s| s.output.clone());
    }
}

fn fill_totals(trace: &mut Trace, tree: &Tree<'_>) {
    let says = |s: &Span, get: &dyn Fn(&Trace) -> Option<f64>| s.says.as_deref().and_then(get);
    let whole = |n: f64| n as u64;
    if trace.input_tokens.is_none() {
        let total = tree.total(|s| says(s, &|t| t.input_tokens.map(|n| n as f64)));
        trace.input_tokens = total.map(whole);
    }
    if trace.output_tokens.is_none() {
        let total = tree.total(|s| says(s, &|t| t.output_tokens.map(|n| n as f64)));
        trace.output_tokens = total.map(whole);
    }
    if trace.cost_usd.is_none() {
        trace.cost_usd = tree.total(|s| says(s, &|t| t.cost_usd));
    }
}
