//! What a span was given and what it gave back: one table of places each, best first.
//!
//! Structured messages, then indexed ones, then events, then OpenInference, then the keys of single frameworks.

use super::{
    attrs::Attrs,
    events::Dialogue,
    messages::{alone, indexed, open_inference, structured_input, structured_output},
    payload,
};
use crate::model::{content::Content, trace::SpanKind};
use serde_json::{Map, Value};

/// A place content may stand in.
struct Place {
    /// Keys this place is made of; a trailing dot is a prefix.
    keys: &'static [&'static str],
    read: fn(&Scene<'_>) -> Option<Value>,
    /// Nothing but the content stands there, so that the attribute need not be kept beside it.
    whole: bool,
}

/// A span's attributes and events while it is read.
pub(super) struct Scene<'a> {
    pub(super) attributes: Attrs<'a>,
    pub(super) dialogue: &'a Dialogue,
    pub(super) kind: SpanKind,
}

impl Scene<'_> {
    fn is_tool(&self) -> bool {
        self.kind == SpanKind::Tool
    }

    fn input_at(&self, keys: &[&str]) -> Option<Value> {
        let value = self.attributes.get(keys)?;
        Some(if self.is_tool() {
            payload::named_arguments(value)
        } else {
            payload::input(value)
        })
    }

    fn output_at(&self, keys: &[&str]) -> Option<Value> {
        let value = self.attributes.get(keys)?;
        Some(if self.is_tool() {
            super::attrs::parsed(value)
        } else {
            payload::output(value)
        })
    }
}

fn events(said: &[Value]) -> Option<Value> {
    (!said.is_empty()).then(|| Value::Array(said.to_vec()))
}

const INPUT: &[Place] = &[
    Place {
        keys: &["gen_ai.input.messages", "gen_ai.system_instructions"],
        read: |s| structured_input(s.attributes),
        whole: true,
    },
    Place {
        keys: &["gen_ai.prompt."],
        read: |s| indexed(s.attributes, "gen_ai.prompt."),
        whole: true,
    },
    Place {
        keys: &[],
        read: |s| {
            structured_input(Attrs(&s.dialogue.details)).or_else(|| events(&s.dialogue.input))
        },
        whole: false,
    },
    Place {
        keys: &["llm.input_messages.", "llm.prompts."],
        read: |s| {
            let texts = ["llm.prompts.", "prompt", "text"];
            open_inference(s.attributes, "llm.input_messages.", texts)
        },
        whole: true,
    },
    Place {
        keys: &["gen_ai.tool.call.arguments"],
        read: |s| s.input_at(&["gen_ai.tool.call.arguments"]),
        whole: true,
    },
    Place {
        keys: &["input.value"],
        read: |s| s.input_at(&["input.value"]),
        whole: false,
    },
    Place {
        keys: &["reranker.query", "gen_ai.retrieval.query.text"],
        read: |s| {
            s.attributes
                .get(&["reranker.query", "gen_ai.retrieval.query.text"])
                .cloned()
        },
        whole: true,
    },
    Place {
        keys: &[
            "ai.prompt.messages",
            "ai.prompt",
            "ai.toolCall.args",
            "ai.value",
        ],
        read: |s| {
            s.input_at(&[
                "ai.prompt.messages",
                "ai.prompt",
                "ai.toolCall.args",
                "ai.value",
            ])
        },
        whole: true,
    },
    Place {
        keys: &["traceloop.entity.input"],
        read: |s| s.input_at(&["traceloop.entity.input"]),
        whole: false,
    },
    Place {
        keys: &["langfuse.observation.input", "langfuse.trace.input"],
        read: |s| s.input_at(&["langfuse.observation.input", "langfuse.trace.input"]),
        whole: false,
    },
    Place {
        keys: &[
            "gcp.vertex.agent.tool_call_args",
            "gcp.vertex.agent.llm_request",
        ],
        read: |s| {
            let key = if s.is_tool() {
                "gcp.vertex.agent.tool_call_args"
            } else {
                "gcp.vertex.agent.llm_request"
            };
            s.input_at(&[key]).filter(|v| s.is_tool() || !is_bare(v))
        },
        whole: false,
    },
    Place {
        keys: &["pydantic_ai.all_messages"],
        read: |s| {
            run_input(
                s.attributes
                    .json(&["pydantic_ai.all_messages", "all_messages_events"])?,
            )
        },
        whole: false,
    },
];

const OUTPUT: &[Place] = &[
    Place {
        keys: &["gen_ai.output.messages"],
        read: |s| structured_output(s.attributes),
        whole: true,
    },
    Place {
        keys: &["gen_ai.completion."],
        read: |s| indexed(s.attributes, "gen_ai.completion.").map(alone),
        whole: true,
    },
    Place {
        keys: &[],
        read: |s| {
            structured_output(Attrs(&s.dialogue.details))
                .or_else(|| events(&s.dialogue.output).map(alone))
        },
        whole: false,
    },
    Place {
        keys: &["llm.output_messages.", "llm.choices."],
        read: |s| {
            let texts = ["llm.choices.", "completion", "text"];
            open_inference(s.attributes, "llm.output_messages.", texts).map(alone)
        },
        whole: true,
    },
    Place {
        keys: &["gen_ai.tool.call.result"],
        read: |s| s.output_at(&["gen_ai.tool.call.result"]),
        whole: true,
    },
    Place {
        keys: &["output.value"],
        read: |s| s.output_at(&["output.value"]),
        whole: false,
    },
    Place {
        keys: &["retrieval.documents.", "reranker.output_documents."],
        read: |s| retrieved(s.attributes),
        whole: true,
    },
    Place {
        keys: &["ai.response.text", "ai.response.toolCalls"],
        read: |s| vercel_output(s.attributes),
        whole: true,
    },
    Place {
        keys: &["ai.response.object", "ai.toolCall.result"],
        read: |s| s.output_at(&["ai.response.object", "ai.toolCall.result"]),
        whole: true,
    },
    Place {
        keys: &["traceloop.entity.output"],
        read: |s| s.output_at(&["traceloop.entity.output"]),
        whole: false,
    },
    Place {
        keys: &["langfuse.observation.output", "langfuse.trace.output"],
        read: |s| s.output_at(&["langfuse.observation.output", "langfuse.trace.output"]),
        whole: false,
    },
    Place {
        keys: &[
            "gcp.vertex.agent.tool_response",
            "gcp.vertex.agent.llm_response",
        ],
        read: |s| {
            let key = if s.is_tool() {
                "gcp.vertex.agent.tool_response"
            } else {
                "gcp.vertex.agent.llm_response"
            };
            s.output_at(&[key]).filter(|v| s.is_tool() || !is_bare(v))
        },
        whole: false,
    },
    Place {
        keys: &["final_result"],
        read: |s| s.output_at(&["final_result"]),
        whole: true,
    },
];

/// An empty object is how some frameworks say that they do not tell.
fn is_bare(value: &Value) -> bool {
    value.as_object().is_some_and(Map::is_empty)
}

/// What a retriever or reranker found.
fn retrieved(a: Attrs<'_>) -> Option<Value> {
    let lists = ["retrieval.documents.", "reranker.output_documents."];
    let items = lists.iter().map(|p| a.items(p)).find(|l| !l.is_empty())?;
    let inner = |item: Value| item.get("document").cloned().unwrap_or(item);
    Some(Value::Array(items.into_iter().map(inner).collect()))
}

/// A whole run's messages up to its last answer.
fn run_input(messages: Value) -> Option<Value> {
    let Value::Array(mut items) = messages else {
        return None;
    };
    let answers = |m: &Value| m.get("role").is_some_and(|r| r == "assistant");
    let asked = items.iter().position(answers).unwrap_or(items.len());
    items.truncate(asked);
    (!items.is_empty()).then_some(Value::Array(items))
}

/// A text, tool calls, or both as one message.
fn vercel_output(a: Attrs<'_>) -> Option<Value> {
    let text = a.get(&["ai.response.text"]).cloned();
    let Some(Value::Array(calls)) = a.json(&["ai.response.toolCalls"]) else {
        return text;
    };
    let call = |c: &Value| {
        let arguments = c.get("input").or_else(|| c.get("args"));
        serde_json::json!({
            "id": c.get("toolCallId"),
            "type": "function",
            "function": {"name": c.get("toolName"), "arguments": arguments},
        })
    };
    let calls: Vec<Value> = calls.iter().map(call).collect();
    Some(serde_json::json!({"role": "assistant", "content": text, "tool_calls": calls}))
}

/// A span's input and output, and the keys that need not be kept beside them.
pub(super) struct Said {
    pub(super) input: Option<Content>,
    pub(super) output: Option<Content>,
    consumed: Vec<&'static str>,
}

impl Said {
    pub(super) fn of(scene: &Scene<'_>) -> Self {
        let mut consumed = Vec::new();
        let mut pick = |places: &'static [Place]| {
            let mut found = places.iter().filter_map(|p| Some((p, (p.read)(scene)?)));
            let (place, value) = found.find(|(_, v)| !v.is_null())?;
            if place.whole {
                consumed.extend(place.keys);
            }
            Some(content(value))
        };
        let (input, output) = (pick(INPUT), pick(OUTPUT));
        // What an embedding gives back are numbers nobody reads.
        let output = output.filter(|_| scene.kind != SpanKind::Embedding);
        Self {
            input,
            output,
            consumed,
        }
    }

    /// True for an attribute whose content stands in input or output already.
    pub(super) fn holds(&self, key: &str) -> bool {
        self.consumed.iter().any(|k| {
            if k.ends_with('.') {
                key.starts_with(k)
            } else {
                key == *k
            }
        })
    }
}

fn content(value: Value) -> Content {
    match value {
        Value::Number(n) => Content::text(n.to_string()),
        Value::Bool(b) => Content::text(b.to_string()),
        other => Content(other),
    }
}
