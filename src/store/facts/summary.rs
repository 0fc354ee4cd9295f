//! What the store keeps of a trace beside its body: the narrow row, names, words to search, signals found in it.

use super::intern::NameKind;
use crate::{
    analysis::{
        classify::{Guess, facts},
        derive::{self, DerivedSignal, Fingerprint},
    },
    model::{
        content::Content,
        time::Time,
        trace::{Status, Trace},
    },
    text::{self, words},
};
use std::collections::BTreeSet;

/// Characters of the snippet: more than the widest list shows.
const SNIPPET: usize = 200;
/// Bytes of a trace's text that are indexed.
const INDEXED: usize = 1 << 20;
/// Documents, tools and tags kept as links.
const LINKS: usize = 1_000;

/// The names a trace row refers to, in the order of their columns.
pub(in crate::store) const ROW_NAMES: [NameKind; 8] = [
    NameKind::App,
    NameKind::Route,
    NameKind::PromptName,
    NameKind::Prompt,
    NameKind::Model,
    NameKind::Release,
    NameKind::Segment,
    NameKind::Experiment,
];

/// See the module.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::store) struct Summary {
    pub(in crate::store) request: Option<String>,
    pub(in crate::store) session: Option<String>,
    pub(in crate::store) user: Option<String>,
    pub(in crate::store) started_at: Option<Time>,
    /// ISO week as year · 100 + week, 0 without a time.
    pub(in crate::store) week: i32,
    /// By [`ROW_NAMES`].
    pub(in crate::store) names: [Option<String>; 8],
    pub(in crate::store) latency_ms: Option<f64>,
    pub(in crate::store) cost_usd: Option<f64>,
    pub(in crate::store) input_tokens: Option<u64>,
    pub(in crate::store) output_tokens: Option<u64>,
    /// 0 ok, 1 error.
    pub(in crate::store) status: Option<i64>,
    pub(in crate::store) confidence: Option<f64>,
    pub(in crate::store) snippet: String,
    pub(in crate::store) links: BTreeSet<(NameKind, String)>,
    /// What the search index gets of the trace itself.
    pub(in crate::store) text: String,
    pub(in crate::store) derived: Vec<DerivedSignal>,
    /// What the facts say is wrong with it.
    pub(in crate::store) guesses: Vec<Guess>,
    /// Only for a trace of a session.
    pub(in crate::store) fingerprint: Option<Fingerprint>,
}

impl Summary {
    /// Of an assembled trace.
    pub(in crate::store) fn of(trace: &Trace) -> Self {
        let prompt = trace.prompt.as_ref();
        let derived = derive::of_trace(trace);
        Self {
            request: trace.request_id.clone(),
            session: trace.session_id.clone(),
            user: trace.user_id.clone(),
            started_at: trace.started_at,
            week: trace.started_at.map_or(0, Time::iso_week),
            names: [
                trace.app.clone(),
                trace.route.clone(),
                prompt.map(|p| p.name.clone()),
                prompt.map(crate::model::trace::Prompt::label),
                trace.model.clone(),
                trace.release.clone(),
                trace.segment.clone(),
                trace.experiment.clone(),
            ],
            latency_ms: trace.latency_ms,
            cost_usd: trace.cost_usd,
            input_tokens: trace.input_tokens,
            output_tokens: trace.output_tokens,
            status: trace.status.map(|s| i64::from(s == Status::Error)),
            confidence: trace.confidence,
            snippet: snippet(trace),
            links: links(trace),
            text: indexed_text(trace),
            guesses: facts::of_trace(trace, &derived),
            derived,
            fingerprint: trace.session_id.as_ref().map(|_| {
                trace
                    .input
                    .as_ref()
                    .map(Fingerprint::of)
                    .unwrap_or_default()
            }),
        }
    }
}

/// First words of what was asked, else of what was answered, else of what went wrong.
pub(in crate::store) fn snippet(trace: &Trace) -> String {
    let asked = trace.input.as_ref().map(Content::question);
    let told = asked.filter(|t| !t.trim().is_empty()).or_else(|| {
        let answer = trace.output.as_ref().map(Content::plain);
        answer.filter(|t| !t.trim().is_empty())
    });
    text::snippet(
        told.as_deref()
            .or(trace.error.as_deref())
            .unwrap_or_default(),
        SNIPPET,
    )
}

/// The words of input and output as the search index takes them.
pub(in crate::store) fn indexed_text(trace: &Trace) -> String {
    let plain = |c: &Option<Content>| c.as_ref().map(Content::plain).unwrap_or_default();
    let (mut input, mut output) = (plain(&trace.input), plain(&trace.output));
    cut(&mut input, INDEXED);
    cut(&mut output, INDEXED);
    words::index_text(&[&input, &output])
}

fn cut(text: &mut String, bytes: usize) {
    if text.len() > bytes {
        let end = (0..=bytes)
            .rfind(|i| text.is_char_boundary(*i))
            .unwrap_or(0);
        text.truncate(end);
    }
}

/// Documents retrieved, tools called (also inside messages) and tags.
fn links(trace: &Trace) -> BTreeSet<(NameKind, String)> {
    let documents = trace
        .documents
        .iter()
        .map(|d| (NameKind::Document, d.id.clone()));
    let tools = trace
        .tool_calls
        .iter()
        .map(|c| (NameKind::Tool, c.name.clone()));
    let tags = trace.tags.iter().map(|t| (NameKind::Tag, t.clone()));
    let spoken = [&trace.input, &trace.output]
        .into_iter()
        .flatten()
        .filter(|c| c.0.is_array() || c.0.is_object())
        .flat_map(|c| c.messages(""))
        .flat_map(|m| m.calls)
        .map(|c| (NameKind::Tool, c.name));
    tags.chain(tools)
        .chain(documents)
        .chain(spoken)
        .filter(|(_, name)| !name.is_empty())
        .take(LINKS)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::trace::{Document, ToolCall};
    use serde_json::json;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let trace = Trace {
            output: Some(Content::text("é".repeat(INDEXED))),
            ..Trace::default()
        };
        assert!(indexed_text(&trace).len() <= INDEXED + 1);
    }

    #[test]
    fn links_name_documents_tools_and_tags_once() {
        let trace = Trace {
            documents: vec![
                Document {
                    id: "d".into(),
                    ..Document::default()
                };
                2
            ],
            tool_calls: vec![ToolCall {
                name: "find".into(),
                ..ToolCall::default()
            }],
            tags: vec!["t".into(), String::new()],
            input: Some(Content(json!([
                {"role":"assistant","tool_calls":[{"function":{"name":"cancel"}}]}
            ]))),
            ..Trace::default()
        };
        let names: Vec<_> = links(&trace).into_iter().map(|(_, n)| n).collect();
        assert_eq!(names, ["d", "cancel", "find", "t"]);
    }

    #[test]
    fn a_trace_without_a_question_is_told_by_its_answer() {
        let trace = Trace {
            input: Some(Content::text(" ")),
            output: Some(Content::text("It is\n5 days")),
            ..Trace::default()
        };
        assert_eq!(Summary::of(&trace).snippet, "It is 5 days");
    }
}
