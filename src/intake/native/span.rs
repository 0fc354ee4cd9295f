//! The fields of a native span, on its own or inside its trace.

use super::{
    super::coerce::{self, Fields, Path, any, quote, scalar},
    Finish, check_id,
    trace::{content, given},
};
use crate::model::{
    id::{hash16, hex},
    record::Record,
    trace::{Span, SpanKind, Status},
};
use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};

/// A span as far as it is read.
#[derive(Default)]
pub(super) struct SpanFields {
    span: Span,
    attributes: Map<String, Value>,
}

impl Fields for SpanFields {
    const KEEPS: bool = true;

    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let s = &mut self.span;
        match key {
            "type" => drop(map.next_value::<serde::de::IgnoredAny>()?),
            "trace_id" => s.trace_id = scalar(map, path)?.unwrap_or_default(),
            "span_id" => s.span_id = scalar(map, path)?.unwrap_or_default(),
            "parent_id" => s.parent_id = given(scalar(map, path)?),
            "name" => s.name = given(scalar(map, path)?),
            "kind" => s.kind = kind(scalar(map, path)?, &mut s.attributes),
            "started_at" => s.started_at = scalar(map, path)?,
            "ended_at" => s.ended_at = scalar(map, path)?,
            "status" => s.status = status(map, path)?,
            "input" => s.input = content(map)?,
            "output" => s.output = content(map)?,
            "attributes" => self.attributes = coerce::object(map, path)?,
            "events" => s.events = events(map, path)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn keep(&mut self, key: String, value: Value) {
        self.span.attributes.insert(key, value);
    }
}

impl SpanFields {
    fn into_span(self) -> Span {
        let Self {
            mut span,
            attributes,
        } = self;
        span.attributes.extend(attributes);
        span
    }

    /// A span inside its trace: the trace's id is not repeated, a missing id of its own is made from its content.
    pub(super) fn into_nested(self) -> Span {
        let mut span = self.into_span();
        span.trace_id.clear();
        if span.span_id.is_empty() {
            let text = serde_json::to_vec(&span).unwrap_or_default();
            span.span_id = hex(&hash16(&text)[..8]);
        }
        span
    }
}

impl Finish for SpanFields {
    fn finish(self) -> Result<Record, String> {
        let span = self.into_span();
        for (field, id) in [("trace_id", &span.trace_id), ("span_id", &span.span_id)] {
            if id.is_empty() {
                return Err(format!("{field}: missing"));
            }
            check_id(field, Some(id))?;
        }
        check_id("parent_id", span.parent_id.as_deref())?;
        Ok(Record::Span(Box::new(span)))
    }
}

/// The kind by its name in any case; an unknown name is `other` and stays in the attributes.
fn kind(name: Option<String>, attributes: &mut Map<String, Value>) -> Option<SpanKind> {
    let name = given(name)?;
    let kind = crate::intake::semconv::kind_by_name(&name);
    if kind == SpanKind::Other && !name.eq_ignore_ascii_case("other") {
        attributes.insert("kind".into(), Value::String(name));
    }
    Some(kind)
}

/// Reads ok or error in any case.
pub(super) fn status<'de, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Option<Status>, A::Error> {
    let Some(text) = given(scalar::<String, A>(map, path)?) else {
        return Ok(None);
    };
    match text.to_ascii_lowercase().as_str() {
        "ok" | "success" => Ok(Some(Status::Ok)),
        "error" | "failed" | "failure" => Ok(Some(Status::Error)),
        "unset" => Ok(None),
        _ => Err(A::Error::custom(format_args!(
            "{path}: ok or error expected, found {}",
            quote(&text)
        ))),
    }
}

fn events<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Vec<Value>, A::Error> {
    match any(map)? {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items),
        Some(other) => Err(A::Error::custom(format_args!(
            "{path}: a list expected, found {}",
            coerce::kind(&other)
        ))),
    }
}
