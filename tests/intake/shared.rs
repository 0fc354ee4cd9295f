//! Real files of other people's systems, read where they lie.

use super::support::{Read, read, read_with, shared};
use goldset::{intake::Options, model::content::Content};

#[test]
fn traffic_without_an_llm_is_skipped_and_counted() {
    let Some(path) = shared("data/otlp-json-otel-demo/test_data.otlp.jsonl") else {
        return;
    };
    let read = read(path);
    assert_eq!((read.records.len(), read.rejects.len()), (0, 0));
    assert!(
        read.skipped > 547 && read.skipped == read.read,
        "{}",
        read.skipped
    );
}

#[test]
fn a_tempo_export_is_one_trace_with_its_tree() {
    let Some(folder) = shared("data/agentevals-otel") else {
        return;
    };
    let trace = read(folder.join("tempo_export_with_batches.json")).only_trace();
    assert_eq!((trace.spans.len(), trace.tool_calls.len()), (86, 1));
    assert_eq!(
        trace.input.as_ref().map(Content::question).as_deref(),
        Some("list all helm releases\n")
    );
    assert!(
        trace
            .output
            .is_some_and(|o| o.plain().starts_with("There are two Helm releases"))
    );
    assert_eq!(
        (trace.input_tokens, trace.output_tokens),
        (Some(2256 + 2392), Some(13 + 116)),
        "no step counted twice"
    );
    assert_eq!(trace.user_id.as_deref(), Some("admin@kagent.dev"));
    for name in ["helm.json", "k8s.json"] {
        let error = read_with(folder.join(name), &Options::default())
            .err()
            .expect("not read");
        assert!(
            error.what.contains("Jaeger export, which is not read yet"),
            "{error}"
        );
    }
}

fn strands(name: &str) -> Option<Read> {
    shared("data/strands-otel-spans").map(|folder| read(folder.join(name)))
}

#[test]
fn flattened_spans_of_six_frameworks() {
    for (name, traces, asked, answered) in [
        (
            "adk_live_spans.json",
            1,
            "What is 15 multiplied by 37?",
            "15 multiplied by 37 is 555.",
        ),
        (
            "pydantic_ai_live_spans.json",
            1,
            "What's the weather like in Seattle",
            "The current weather in Seattle",
        ),
        (
            "smolagents_live_spans.json",
            1,
            "What is the population of Tokyo?",
            "The population of Tokyo",
        ),
        (
            "openai_agents_genai_live_spans.json",
            1,
            "Look up the stock price",
            "The current stock price of Amazon",
        ),
        (
            "openai_agents_openinference_live_spans.json",
            1,
            "What is 42 multiplied by 17",
            "The result of",
        ),
        ("autogen_live_spans.json", 2, "", ""),
    ] {
        let Some(read) = strands(name) else {
            return;
        };
        assert_eq!(
            (read.format, read.rejects.len(), read.skipped),
            ("flattened spans", 0, 0),
            "{name}"
        );
        let all = read.traces();
        assert_eq!(all.len(), traces, "{name}");
        let trace = all.into_values().next_back().expect("a trace");
        let question = trace
            .input
            .as_ref()
            .map(Content::question)
            .unwrap_or_default();
        let answer = trace
            .output
            .as_ref()
            .map(Content::plain)
            .unwrap_or_default();
        assert!(question.starts_with(asked), "{name}: {question}");
        assert!(answer.starts_with(answered), "{name}: {answer}");
        assert!(
            trace.started_at.is_some() && trace.latency_ms.is_some(),
            "{name}"
        );
    }
}
