//! Makes the native trace record of a slot: spans, times, tokens, cost.

use serde_json::Value;

use super::content::Content;
use super::plan::{Role, Slot};
use super::record::{Attributes, Message, Prompt, Span, SpanEvent, Text, ToolCall, Trace};
use super::rng::Rng;
use super::session::Seat;
use super::story::{self, Fault, Route};
use super::time::rfc3339;

/// Everything known about one trace of the sample.
pub(crate) struct Item {
    pub(crate) slot: Slot,
    pub(crate) content: Content,
    pub(crate) seat: Seat,
    pub(crate) id: String,
    pub(crate) request: String,
    pub(crate) confidence: f64,
    /// Milliseconds from the request to the answer.
    pub(crate) latency: i64,
}

/// One step of a trace before it becomes a span: times in milliseconds after the start.
struct Step {
    name: String,
    kind: &'static str,
    start: i64,
    length: i64,
    error: Option<&'static str>,
    input: Option<String>,
    output: Option<String>,
    attributes: Attributes,
}

impl Step {
    fn new(name: &str, kind: &'static str, start: i64, length: i64) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            start,
            length,
            error: None,
            input: None,
            output: None,
            attributes: Attributes::new(),
        }
    }

    fn tokens(mut self, model: &str, input: i64, output: i64) -> Self {
        self.attributes
            .insert("gen_ai.request.model".to_owned(), model.into());
        self.attributes
            .insert("gen_ai.usage.input_tokens".to_owned(), input.into());
        self.attributes
            .insert("gen_ai.usage.output_tokens".to_owned(), output.into());
        self
    }
}

fn tokens_of(text: &str) -> i64 {
    (text.len() as i64 / 4).max(1)
}

fn model_of(slot: &Slot) -> &'static str {
    story::model(slot.route, slot.week)
}

/// The steps of a trace, one after the other, the root agent left out.
fn steps(slot: &Slot, content: &Content, rng: &mut Rng) -> Vec<Step> {
    if slot.role == Role::Worst {
        return worst_steps(content);
    }
    let model = model_of(slot);
    let mut steps: Vec<Step> = Vec::new();
    let mut at = rng.range(4, 30);
    let mut push = |steps: &mut Vec<Step>, mut step: Step| {
        step.start = at;
        at += step.length + 3;
        steps.push(step);
    };
    let context: i64 = content.documents.iter().map(|d| tokens_of(&d.text)).sum();
    let asked = 180 + context + tokens_of(&content.input);
    if !content.documents.is_empty() && slot.route != Route::Extraction {
        let mut search = Step::new("kb.search", "retriever", 0, rng.range(90, 310));
        search.output = Some(format!("{} documents", content.documents.len()));
        push(&mut steps, search);
    }
    for tool in &content.tools {
        let plan = Step::new("plan", "llm", 0, rng.range(210, 680));
        push(&mut steps, plan.tokens(model, asked, rng.range(14, 40)));
        if tool.error.is_none() && rng.chance(4) {
            let mut lost = tool_step(tool, rng.range(900, 1_500));
            (lost.error, lost.output) = (Some("timeout"), None);
            push(&mut steps, lost);
        }
        push(&mut steps, tool_step(tool, rng.range(60, 420)));
    }
    if content.error.is_some() {
        return steps;
    }
    let written = tokens_of(&content.output);
    let answer = Step::new(
        "answer",
        "llm",
        0,
        180 + written.min(900) * 9 + rng.range(20, 400),
    );
    push(&mut steps, answer.tokens(model, asked + 60, written));
    if slot.route == Route::Account {
        push(
            &mut steps,
            Step::new("policy_check", "guardrail", 0, rng.range(8, 40)),
        );
    }
    steps
}

fn tool_step(tool: &ToolCall, length: i64) -> Step {
    let mut step = Step::new(&tool.name, "tool", 0, length);
    let json = |map: &Attributes| serde_json::to_string(map).unwrap_or_default();
    step.input = Some(json(&tool.arguments));
    step.output = tool.result.as_ref().map(json);
    step.error = tool.error.is_some().then_some("timeout");
    step
}

/// The worst item's steps, as a reviewer will see them drawn.
fn worst_steps(content: &Content) -> Vec<Step> {
    let mut search = Step::new("kb.search", "retriever", 4, 208);
    search.output = Some("2 documents".to_owned());
    let draft = Step::new("draft", "llm", 213, 976).tokens("gpt-5-mini", 612, 44);
    let mut tool = tool_step(&content.tools[0], 309);
    tool.start = 1_190;
    let answer = Step::new("answer", "llm", 1_503, 327).tokens("gpt-5-mini", 701, 38);
    vec![search, draft, tool, answer]
}

fn spans(item: &Item, steps: Vec<Step>, rng: &mut Rng) -> Vec<Span> {
    let start = item.seat.at;
    let root_id = rng.hex(16);
    let failed = item.content.error.is_some();
    let root = Span {
        id: root_id.clone(),
        parent_id: None,
        name: format!("answer_{}", item.slot.route.name()),
        kind: "agent",
        started_at: rfc3339(start),
        ended_at: rfc3339(start + item.latency),
        status: if failed { "error" } else { "ok" },
        input: None,
        output: None,
        attributes: Attributes::new(),
        events: Vec::new(),
    };
    let mut spans = vec![root];
    for step in steps {
        let end = start + step.start + step.length;
        let events = step.error.map(|message| SpanEvent {
            name: "exception".to_owned(),
            at: rfc3339(end),
            attributes: [("exception.message".to_owned(), Value::from(message))].into(),
        });
        spans.push(Span {
            id: rng.hex(16),
            parent_id: Some(root_id.clone()),
            name: step.name,
            kind: step.kind,
            started_at: rfc3339(start + step.start),
            ended_at: rfc3339(end),
            status: if step.error.is_some() { "error" } else { "ok" },
            input: step.input,
            output: step.output,
            attributes: step.attributes,
            events: events.into_iter().collect(),
        });
    }
    spans
}

/// How long the steps of a slot take together.
pub(crate) fn latency(slot: &Slot, content: &Content, index: usize, stream: &str) -> i64 {
    let steps = steps(slot, content, &mut Rng::named(stream, index));
    let end = steps
        .iter()
        .map(|step| step.start + step.length)
        .max()
        .unwrap_or(0);
    if slot.fault == Some(Fault::SystemError) {
        end + 30_000
    } else {
        end + 5
    }
}

/// The record of an item; earlier turns are needed where the input is a message list.
pub(crate) fn trace(item: &Item, earlier: Option<&Item>, index: usize, stream: &str) -> Trace {
    let rng = &mut Rng::named(stream, index);
    let slot = &item.slot;
    let steps = steps(slot, &item.content, rng);
    let tokens = |key: &str| -> i64 {
        steps
            .iter()
            .filter_map(|s| s.attributes.get(key))
            .filter_map(Value::as_i64)
            .sum()
    };
    let input_tokens = tokens("gen_ai.usage.input_tokens");
    let output_tokens = tokens("gen_ai.usage.output_tokens");
    let micro_usd = input_tokens / 4 + output_tokens * 2;
    Trace {
        kind: "trace",
        id: item.id.clone(),
        session_id: item.seat.session.clone(),
        request_id: item.request.clone(),
        user_id: item.seat.user.clone(),
        segment: segment(item),
        experiment: (slot.route == Route::Billing && item.id.as_bytes()[0] < b'4')
            .then_some("invoice-links"),
        started_at: rfc3339(item.seat.at),
        latency_ms: item.latency,
        app: slot.route.app(),
        route: slot.route.name(),
        release: story::release(slot.week, slot.day),
        model: model_of(slot),
        prompt: Prompt {
            name: prompt_name(slot.route),
            version: slot.prompt(),
        },
        input: input(item, earlier),
        output: output(item),
        documents: item.content.documents.clone(),
        tool_calls: item.content.tools.clone(),
        confidence: item.confidence,
        cost_usd: micro_usd as f64 / 1_000_000.0,
        input_tokens,
        output_tokens,
        status: if item.content.error.is_some() {
            "error"
        } else {
            "ok"
        },
        error: item.content.error.map(str::to_owned),
        tags: if slot.oddity.is_some() {
            vec!["odd"]
        } else {
            Vec::new()
        },
        attributes: Attributes::new(),
        spans: spans(item, steps, rng),
    }
}

fn prompt_name(route: Route) -> &'static str {
    if route == Route::Extraction {
        "extract"
    } else {
        route.name()
    }
}

fn segment(item: &Item) -> &'static str {
    if item.slot.route == Route::Extraction {
        return "business";
    }
    match item.seat.user.as_bytes().last() {
        Some(b'0'..=b'1') => "plus",
        Some(b'2') => "new",
        _ => "consumer",
    }
}

/// Every fourth later turn hands the conversation over as a list of messages, and so does the worst.
fn input(item: &Item, earlier: Option<&Item>) -> Text {
    let listed = item.slot.role == Role::Worst || item.id.as_bytes()[1] < b'4';
    let asked = item.content.input.clone();
    let Some(earlier) = earlier.filter(|_| listed && item.slot.route != Route::Extraction) else {
        return Text::Plain(asked);
    };
    let message = |role, content: &str| Message {
        role,
        content: content.to_owned(),
    };
    Text::Many(vec![
        message("user", &earlier.content.input),
        message("assistant", &earlier.content.output),
        message("user", &asked),
    ])
}

fn output(item: &Item) -> Text {
    let text = item.content.output.clone();
    if item.id.as_bytes()[2] == b'0' && item.slot.role == Role::Plain {
        return Text::One(Message {
            role: "assistant",
            content: text,
        });
    }
    Text::Plain(text)
}
