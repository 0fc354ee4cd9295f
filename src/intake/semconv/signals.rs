//! Feedback that travels as telemetry: `gen_ai.evaluation.result` and OpenInference annotations.

use super::attrs::{Attrs, number, parsed, scalar_text};
use crate::intake::{
    native::complete,
    raw::{RawEvent, RawSpan},
};
use crate::model::{
    id::{hash16, hex},
    signal::{Class, Signal},
    time::Time,
};
use serde_json::Value;
use std::collections::HashMap;

/// What a piece of feedback is about, by the ids of each.
#[derive(Clone, Default)]
pub(super) struct Target {
    pub(super) trace: Option<String>,
    pub(super) span: Option<String>,
    pub(super) session: Option<String>,
    pub(super) request: Option<String>,
}

/// Which span gave which response, for evaluations that name only the response.
pub(crate) struct Responses(HashMap<String, Option<(String, Option<String>)>>);

impl Responses {
    /// A response several spans of one trace claim leads to the trace; of several traces, nowhere.
    pub(crate) fn of(spans: &[RawSpan]) -> Self {
        let mut known: HashMap<String, Option<(String, Option<String>)>> = HashMap::new();
        for span in spans {
            let Some(id) = Attrs(&span.attributes).text(&["gen_ai.response.id"]) else {
                continue;
            };
            let own = (span.trace_id.clone(), Some(span.span_id.clone()));
            known
                .entry(id)
                .and_modify(|seen| {
                    let same = seen.take().filter(|(trace, _)| *trace == own.0);
                    *seen = same.map(|(trace, _)| (trace, None));
                })
                .or_insert(Some(own));
        }
        Self(known)
    }

    pub(super) fn target(&self, response: &str) -> Target {
        match self.0.get(response) {
            Some(Some((trace, span))) => Target {
                trace: Some(trace.clone()),
                span: span.clone(),
                ..Target::default()
            },
            _ => Target {
                request: Some(response.to_owned()),
                ..Target::default()
            },
        }
    }
}

/// An evaluation result; its label stays an attribute beside a score, and is the value where there is no score.
pub(super) fn evaluation(event: &RawEvent, target: Target) -> Result<Signal, String> {
    let a = Attrs(&event.attributes);
    let name = a.text(&["gen_ai.evaluation.name"]);
    let mut signal = Signal {
        name: name.ok_or("gen_ai.evaluation.name: missing")?,
        class: Some(Class::Eval),
        comment: a.text(&["gen_ai.evaluation.explanation"]),
        at: event.at,
        source: Some("opentelemetry".into()),
        ..aimed(target)
    };
    let score = a.number(&["gen_ai.evaluation.score.value"]);
    let label = a.text(&["gen_ai.evaluation.score.label"]);
    judge(&mut signal, score, label);
    let own = ["gen_ai.response.id", "error.type"];
    for key in own {
        if let Some(value) = a.get(&[key]) {
            signal.attributes.insert(key.to_owned(), value.clone());
        }
    }
    complete(signal)
}

fn aimed(target: Target) -> Signal {
    Signal {
        trace_id: target.trace,
        span_id: target.span,
        session_id: target.session,
        request_id: target.request,
        ..Signal::default()
    }
}

fn judge(signal: &mut Signal, score: Option<f64>, label: Option<String>) {
    signal.value = match (score, &label) {
        (Some(score), _) => Some(Value::from(score)),
        (None, Some(label)) => Some(Value::from(label.as_str())),
        (None, None) => None,
    };
    if let Some(label) = label {
        signal.attributes.insert("label".into(), label.into());
    }
}

/// Where annotations of each scope stand.
const ANNOTATIONS: [(&str, &str, Scope); 6] = [
    ("annotations.", "annotation", Scope::Span),
    ("evaluations.", "evaluation", Scope::Span),
    ("trace.annotations.", "annotation", Scope::Trace),
    ("trace.evaluations.", "evaluation", Scope::Trace),
    ("session.annotations.", "annotation", Scope::Session),
    ("session.evaluations.", "evaluation", Scope::Session),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Scope {
    Span,
    Trace,
    Session,
}

/// The annotations in a span's attributes.
pub(super) fn annotations(span: &RawSpan) -> Vec<Result<Signal, String>> {
    let a = Attrs(&span.attributes);
    let mut found = Vec::new();
    for (prefix, inner, scope) in ANNOTATIONS {
        for item in a.items(prefix) {
            let item = item.get(inner).unwrap_or(&item);
            found.push(annotation(item, scope, &target(span, scope), span.ended_at));
        }
    }
    found
}

/// True for an attribute that is part of an annotation.
pub(super) fn is_annotation(key: &str) -> bool {
    ANNOTATIONS
        .iter()
        .any(|(prefix, ..)| key.starts_with(prefix))
}

/// A span that only carries feedback about another: it has annotations and exactly one link, or is an evaluator that
/// stands alone and says something of a session.
pub(super) fn is_carrier(span: &RawSpan) -> bool {
    let annotated = span.attributes.keys().any(|k| is_annotation(k));
    let of_session = || {
        let a = Attrs(&span.attributes);
        a.has_prefix("session.annotations.") || a.has_prefix("session.evaluations.")
    };
    let evaluator = || {
        let kind = span.attributes.get("openinference.span.kind");
        kind.is_some_and(|k| k == "EVALUATOR")
    };
    annotated
        && (span.links.len() == 1 || (span.parent_id.is_none() && evaluator() && of_session()))
}

fn target(span: &RawSpan, scope: Scope) -> Target {
    let (trace, id) = match span.links.as_slice() {
        [link] => (&link.trace_id, &link.span_id),
        _ => (&span.trace_id, &span.span_id),
    };
    match scope {
        Scope::Session => Target {
            session: Attrs(&span.attributes).text(&["session.id"]),
            ..Target::default()
        },
        Scope::Trace => Target {
            trace: Some(trace.clone()),
            ..Target::default()
        },
        Scope::Span => Target {
            trace: Some(trace.clone()),
            span: Some(id.clone()),
            ..Target::default()
        },
    }
}

fn annotation(
    item: &Value,
    scope: Scope,
    target: &Target,
    at: Option<Time>,
) -> Result<Signal, String> {
    let text = |key: &str| item.get(key).and_then(scalar_text);
    let name = text("name").ok_or("an annotation has no name")?;
    let identifier = text("identifier");
    let kind = text("annotator_kind");
    let mut signal = Signal {
        class: Some(class(kind.as_deref(), &name)),
        comment: text("explanation"),
        at,
        source: Some("openinference".into()),
        signal_id: identifier.map_or_else(String::new, |own| key(scope, target, &name, &own)),
        name,
        ..aimed(target.clone())
    };
    judge(
        &mut signal,
        item.get("score").and_then(number),
        text("label"),
    );
    for field in ["annotator_kind", "identifier", "metadata"] {
        if let Some(value) = item.get(field).filter(|v| !v.is_null()) {
            signal.attributes.insert(field.into(), parsed(value));
        }
    }
    complete(signal)
}

/// People are experts unless the name says that the product's users were asked.
fn class(kind: Option<&str>, name: &str) -> Class {
    let human = kind.is_some_and(|k| k.eq_ignore_ascii_case("human"));
    let name = name.to_lowercase();
    let asked = ["user", "feedback", "thumb", "rating"];
    match (human, asked.iter().any(|word| name.contains(word))) {
        (false, _) => Class::Eval,
        (true, true) => Class::Explicit,
        (true, false) => Class::Expert,
    }
}

/// An annotation with an identifier replaces the one of the same scope, target and name.
fn key(scope: Scope, target: &Target, name: &str, identifier: &str) -> String {
    let parts = [
        Some(format!("{scope:?}")),
        target.trace.clone(),
        target.span.clone(),
        target.session.clone(),
        Some(name.to_owned()),
        Some(identifier.to_owned()),
    ];
    let joined = parts.map(Option::unwrap_or_default).join("\u{1f}");
    hex(&hash16(joined.as_bytes()))
}
