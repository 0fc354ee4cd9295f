//! The fields of a native trace.

use super::{
    super::coerce::{self, Fields, Path, any, fields, list, scalar},
    Finish, check_id,
    span::{SpanFields, status},
};
use crate::model::{
    content::Content,
    id::{hash16, hex},
    record::Record,
    trace::{Document, Prompt, ToolCall, Trace},
};
use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};

/// A trace as far as it is read.
#[derive(Default)]
pub(super) struct TraceFields {
    trace: Trace,
    attributes: Map<String, Value>,
}

impl Fields for TraceFields {
    const KEEPS: bool = true;

    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let t = &mut self.trace;
        match key {
            "type" => drop(map.next_value::<serde::de::IgnoredAny>()?),
            "trace_id" => t.trace_id = scalar(map, path)?.unwrap_or_default(),
            "session_id" => t.session_id = given(scalar(map, path)?),
            "request_id" => t.request_id = given(scalar(map, path)?),
            "user_id" => t.user_id = given(scalar(map, path)?),
            "segment" => t.segment = given(scalar(map, path)?),
            "experiment" => t.experiment = given(scalar(map, path)?),
            "started_at" => t.started_at = scalar(map, path)?,
            "latency_ms" => t.latency_ms = scalar(map, path)?,
            "app" => t.app = given(scalar(map, path)?),
            "route" => t.route = given(scalar(map, path)?),
            "release" => t.release = given(scalar(map, path)?),
            "model" => t.model = given(scalar(map, path)?),
            "prompt" => t.prompt = fields(map, path)?.and_then(PromptFields::into_prompt),
            "input" => t.input = content(map)?,
            "output" => t.output = content(map)?,
            "documents" => {
                t.documents = list::<DocumentFields, A>(map, path)?
                    .into_iter()
                    .map(DocumentFields::into_document)
                    .collect();
            }
            "tool_calls" => {
                t.tool_calls = list::<CallFields, A>(map, path)?
                    .into_iter()
                    .map(|c| c.0)
                    .collect();
            }
            "confidence" => t.confidence = share(map, path)?,
            "cost_usd" => t.cost_usd = scalar(map, path)?,
            "input_tokens" => t.input_tokens = scalar(map, path)?,
            "output_tokens" => t.output_tokens = scalar(map, path)?,
            "status" => t.status = status(map, path)?,
            "error" => t.error = given(scalar(map, path)?),
            "tags" => t.tags = tags(map, path)?,
            "attributes" => self.attributes = coerce::object(map, path)?,
            "spans" => {
                t.spans = list::<SpanFields, A>(map, path)?
                    .into_iter()
                    .map(SpanFields::into_nested)
                    .collect();
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn keep(&mut self, key: String, value: Value) {
        self.trace.attributes.insert(key, value);
    }
}

impl Finish for TraceFields {
    fn finish(self) -> Result<Record, String> {
        let Self {
            mut trace,
            attributes,
        } = self;
        if trace.trace_id.is_empty() {
            return Err("trace_id: missing".into());
        }
        check_id("trace_id", Some(&trace.trace_id))?;
        check_id("session_id", trace.session_id.as_deref())?;
        check_id("request_id", trace.request_id.as_deref())?;
        // A skewed clock makes a latency negative: it is unknown then, and stays visible.
        if let Some(latency) = trace.latency_ms.take_if(|l| *l < 0.0) {
            trace.attributes.insert("latency_ms".into(), latency.into());
        }
        if trace.attributes.is_empty() {
            trace.attributes = attributes;
        } else {
            trace.attributes.extend(attributes);
        }
        Ok(Record::Trace(Box::new(trace)))
    }
}

/// An empty text says nothing.
pub(super) fn given(text: Option<String>) -> Option<String> {
    text.filter(|t| !t.is_empty())
}

/// Reads what was said; numbers and booleans are kept as their text.
pub(super) fn content<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Content>, A::Error> {
    Ok(any(map)?.map(|value| match value {
        Value::Number(n) => Content::text(n.to_string()),
        Value::Bool(b) => Content::text(b.to_string()),
        other => Content(other),
    }))
}

fn share<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Option<f64>, A::Error> {
    match scalar::<f64, A>(map, path)? {
        Some(n) if !(0.0..=1.0).contains(&n) => Err(A::Error::custom(format_args!(
            "{path}: a number from 0 to 1 expected, found {n}"
        ))),
        share => Ok(share),
    }
}

fn tags<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Vec<String>, A::Error> {
    let wrong = |found: &Value| {
        let found = coerce::kind(found);
        A::Error::custom(format_args!(
            "{path}: a list of texts expected, found {found}"
        ))
    };
    let text = |value: Value| match value {
        Value::String(s) => Ok(s),
        Value::Number(n) => Ok(n.to_string()),
        Value::Bool(b) => Ok(b.to_string()),
        other => Err(wrong(&other)),
    };
    match map.next_value::<Value>()? {
        Value::Null => Ok(Vec::new()),
        Value::Array(items) => items
            .into_iter()
            .filter(|v| !v.is_null())
            .map(text)
            .collect(),
        one => text(one).map(|tag| vec![tag]),
    }
}

#[derive(Default)]
struct PromptFields(Prompt);

impl PromptFields {
    fn into_prompt(self) -> Option<Prompt> {
        (!self.0.name.is_empty() || self.0.version.is_some()).then_some(self.0)
    }
}

impl Fields for PromptFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "name" => self.0.name = scalar(map, path)?.unwrap_or_default(),
            "version" => self.0.version = given(scalar(map, path)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// `name@version`, as the program writes it.
    fn from_text(text: &str) -> Option<Self> {
        let (name, version) = match text.rsplit_once('@') {
            Some((name, version)) => (name, Some(version.to_owned())),
            None => (text, None),
        };
        let name = name.to_owned();
        Some(Self(Prompt { name, version }))
    }
}

#[derive(Default)]
struct DocumentFields(Document);

impl DocumentFields {
    /// A document without an id is named by its source, else by the hash of its text.
    fn into_document(self) -> Document {
        let mut document = self.0;
        if document.id.is_empty() {
            document.id = document.source.clone().unwrap_or_else(|| {
                let text = document.text.as_deref().unwrap_or_default();
                format!("text:{}", hex(&hash16(text.as_bytes())[..6]))
            });
        }
        document
    }
}

impl Fields for DocumentFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let d = &mut self.0;
        match key {
            "id" => d.id = scalar(map, path)?.unwrap_or_default(),
            "text" => d.text = scalar(map, path)?,
            "score" => d.score = scalar(map, path)?,
            "source" => d.source = given(scalar(map, path)?),
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// A bare word is an id; anything longer is the text itself.
    fn from_text(text: &str) -> Option<Self> {
        let mut document = Document::default();
        if text.len() <= 200 && !text.contains(char::is_whitespace) {
            text.clone_into(&mut document.id);
        } else {
            document.text = Some(text.to_owned());
        }
        Some(Self(document))
    }
}

#[derive(Default)]
struct CallFields(ToolCall);

impl Fields for CallFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let c = &mut self.0;
        match key {
            "name" => c.name = scalar(map, path)?.unwrap_or_default(),
            "arguments" => c.arguments = any(map)?,
            "result" => c.result = any(map)?,
            "error" => c.error = error_text(any(map)?),
            "function" => {
                if let Some(Self(inner)) = fields(map, path)? {
                    c.name = inner.name;
                    c.arguments = inner.arguments;
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn from_text(text: &str) -> Option<Self> {
        let name = text.to_owned();
        (!text.contains(char::is_whitespace)).then(|| {
            Self(ToolCall {
                name,
                ..ToolCall::default()
            })
        })
    }
}

/// `false` and empty texts are no error; an object is kept as its JSON text.
fn error_text(value: Option<Value>) -> Option<String> {
    match value? {
        Value::Bool(false) => None,
        Value::String(s) => given(Some(s)),
        other => Some(other.to_string()),
    }
}
