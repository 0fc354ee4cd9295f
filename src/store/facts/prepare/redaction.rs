//! Personal data is replaced before anything is kept.

use crate::{
    model::{
        signal::Signal,
        trace::{Span, Trace},
    },
    text::redact::Redactor,
};
use regex::Regex;
use serde_json::Value;
use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

/// What is replaced beyond the built-in kinds: the team's own expressions by name.
#[derive(Debug, Clone, Default)]
pub struct Redaction {
    pub custom: Vec<(String, Regex)>,
}

/// One redactor a trace, so that the same value has the same placeholder throughout it.
pub(in crate::store) struct Redactors<'a> {
    redaction: Option<&'a Redaction>,
    by_trace: HashMap<String, Redactor>,
    counted: BTreeMap<String, u64>,
}

impl<'a> Redactors<'a> {
    pub(in crate::store) fn new(redaction: Option<&'a Redaction>) -> Self {
        Self {
            redaction,
            by_trace: HashMap::new(),
            counted: BTreeMap::new(),
        }
    }

    /// What was replaced since the last call.
    pub(in crate::store) fn take_counts(&mut self) -> BTreeMap<String, u64> {
        std::mem::take(&mut self.counted)
    }

    pub(in crate::store) fn trace(&mut self, tid: &str, trace: &mut Trace) {
        self.with(tid, |r| redact_trace(r, trace));
    }

    pub(in crate::store) fn span(&mut self, tid: &str, span: &mut Span) {
        self.with(tid, |r| redact_span(r, span));
    }

    pub(in crate::store) fn signal(&mut self, signal: &mut Signal) {
        let about = [&signal.trace_id, &signal.request_id, &signal.session_id];
        let key = about
            .into_iter()
            .flatten()
            .next()
            .cloned()
            .unwrap_or_default();
        self.with(&key, |r| {
            let texts = [
                &mut signal.reason,
                &mut signal.comment,
                &mut signal.correction,
                &mut signal.final_text,
            ];
            for text in texts.into_iter().flatten() {
                redact_text(r, text);
            }
            signal.value.iter_mut().for_each(|v| redact_value(r, v));
            signal
                .attributes
                .values_mut()
                .for_each(|v| redact_value(r, v));
        });
    }

    fn with(&mut self, key: &str, run: impl FnOnce(&mut Redactor)) {
        let Some(redaction) = self.redaction else {
            return;
        };
        let redactor = self
            .by_trace
            .entry(key.to_owned())
            .or_insert_with(|| Redactor::new(&redaction.custom));
        let before = redactor.counts();
        run(redactor);
        for (kind, n) in redactor.counts() {
            let new = n - before.get(&kind).copied().unwrap_or(0);
            if new > 0 {
                *self.counted.entry(kind).or_default() += new;
            }
        }
    }
}

fn redact_trace(r: &mut Redactor, trace: &mut Trace) {
    for content in [&mut trace.input, &mut trace.output].into_iter().flatten() {
        redact_value(r, &mut content.0);
    }
    for document in &mut trace.documents {
        document.text.iter_mut().for_each(|t| redact_text(r, t));
    }
    for call in &mut trace.tool_calls {
        call.arguments.iter_mut().for_each(|v| redact_value(r, v));
        call.result.iter_mut().for_each(|v| redact_value(r, v));
        call.error.iter_mut().for_each(|t| redact_text(r, t));
    }
    trace.error.iter_mut().for_each(|t| redact_text(r, t));
    trace
        .attributes
        .values_mut()
        .for_each(|v| redact_value(r, v));
}

fn redact_span(r: &mut Redactor, span: &mut Span) {
    span.name.iter_mut().for_each(|t| redact_text(r, t));
    for content in [&mut span.input, &mut span.output].into_iter().flatten() {
        redact_value(r, &mut content.0);
    }
    span.attributes
        .values_mut()
        .for_each(|v| redact_value(r, v));
    span.events.iter_mut().for_each(|v| redact_value(r, v));
    if let Some(says) = &mut span.says {
        redact_trace(r, says);
    }
}

fn redact_text(r: &mut Redactor, text: &mut String) {
    if let Cow::Owned(clean) = r.redact(text) {
        *text = clean;
    }
}

fn redact_value(r: &mut Redactor, value: &mut Value) {
    match value {
        Value::String(text) => redact_text(r, text),
        Value::Array(items) => items.iter_mut().for_each(|v| redact_value(r, v)),
        Value::Object(map) => map.values_mut().for_each(|v| redact_value(r, v)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{content::Content, trace::Document};
    use serde_json::json;

    #[test]
    fn one_address_has_one_placeholder_in_all_texts_of_a_trace() {
        let mut trace = Trace {
            trace_id: "t".into(),
            input: Some(Content(
                json!([{"role":"user","content":"I am ana@example.com"}]),
            )),
            documents: vec![Document {
                text: Some("write to bob@example.com or ana@example.com".into()),
                ..Document::default()
            }],
            ..Trace::default()
        };
        let redaction = Redaction::default();
        let mut redactors = Redactors::new(Some(&redaction));
        redactors.trace("t", &mut trace);
        assert_eq!(trace.input.unwrap().plain(), "I am <EMAIL_1>",);
        assert_eq!(
            trace.documents[0].text.as_deref(),
            Some("write to <EMAIL_2> or <EMAIL_1>")
        );
        assert_eq!(
            redactors.take_counts(),
            BTreeMap::from([("email".into(), 3)])
        );
        let mut signal = Signal {
            trace_id: Some("t".into()),
            comment: Some("ana@example.com waits".into()),
            ..Signal::default()
        };
        redactors.signal(&mut signal);
        assert_eq!(signal.comment.as_deref(), Some("<EMAIL_1> waits"));
        assert_eq!(
            redactors.take_counts(),
            BTreeMap::from([("email".into(), 1)])
        );
    }
}
