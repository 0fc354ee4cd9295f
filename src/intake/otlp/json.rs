//! OTLP JSON: requests of traces, logs and metrics, read as tolerantly as their senders write them. A span that cannot
//! be read is rejected alone.

use super::{any, batch::Batch};
use crate::intake::{
    block::Out,
    coerce::{self, Fields, Path, scalar},
    native::Fault,
    raw::{Origin, RawEvent, RawLink, RawLog, RawSpan, RawStatus, hex_id},
};
use crate::model::time::Time;
use serde::{
    Deserialize,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess},
};
use serde_json::{Map, Value, value::RawValue};
use std::sync::Arc;

/// A part of a text whose place in its file is known; line and byte of the part are worked out only when asked for.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) base: &'a str,
    pub(crate) line: u64,
    pub(crate) byte: u64,
    pub(crate) text: &'a str,
}

impl<'a> Piece<'a> {
    fn part(self, text: &'a str) -> Self {
        Self { text, ..self }
    }

    /// Rejects what stands here.
    pub(crate) fn reject(self, fault: Fault, out: &mut Out) {
        let at = (self.text.as_ptr() as usize).saturating_sub(self.base.as_ptr() as usize);
        let at = at.min(self.base.len());
        let lines = memchr::memchr_iter(b'\n', &self.base.as_bytes()[..at]).count();
        let byte = self.byte + (at + fault.at) as u64;
        out.reject(self.line + lines as u64, byte, fault.reason);
    }
}

/// Reads one request into the batch. Spans and log records that cannot be read are rejected one by one.
pub(crate) fn request(piece: Piece<'_>, batch: &mut Batch, out: &mut Out) {
    let request = match from_str::<Request<'_>>(piece.text) {
        Ok(request) => request,
        Err(fault) => {
            out.parsed.read += 1;
            return piece.reject(fault, out);
        }
    };
    if let Some(key) = request.snake_case() {
        out.parsed.read += 1;
        piece.reject(Fault::new(snake(key)), out);
    }
    for group in request.resource_spans.iter().flatten() {
        for (origin, text) in read_group(piece.part(group.get()), out) {
            match span(text, &origin) {
                Ok(span) => batch.spans.push(span),
                Err(fault) => piece.part(text).reject(fault, out),
            }
        }
    }
    for group in request.resource_logs.iter().flatten() {
        for (origin, text) in read_group(piece.part(group.get()), out) {
            match log(text, &origin) {
                Ok(log) => batch.logs.push(log),
                Err(fault) => piece.part(text).reject(fault, out),
            }
        }
    }
    for group in request.resource_metrics.iter().flatten() {
        let metrics = count_metrics(group.get());
        out.parsed.read += metrics;
        out.parsed.skipped += metrics;
    }
}

/// The metrics of a `ResourceMetrics`, at least one.
fn count_metrics(text: &str) -> u64 {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Group {
        scope_metrics: Option<Vec<Scope>>,
    }
    #[derive(Deserialize)]
    struct Scope {
        metrics: Option<Vec<IgnoredAny>>,
    }
    let group: Option<Group> = serde_json::from_str(text).ok();
    let scopes = group.and_then(|g| g.scope_metrics).unwrap_or_default();
    let count = scopes
        .iter()
        .flat_map(|s| &s.metrics)
        .map(Vec::len)
        .sum::<usize>();
    count.max(1) as u64
}

fn snake(key: &str) -> String {
    format!(
        "the keys are in snake_case ({key}); OTLP JSON writes them in lowerCamelCase: export it as OTLP JSON or protobuf"
    )
}

/// The records of a `ResourceSpans` or `ResourceLogs`, each with its origin.
fn read_group<'a>(piece: Piece<'a>, out: &mut Out) -> Vec<(Arc<Origin>, &'a str)> {
    let group = match from_str::<Group<'a>>(piece.text) {
        Ok(group) => group,
        Err(fault) => {
            out.parsed.read += 1;
            piece.reject(fault, out);
            return Vec::new();
        }
    };
    let resource = group.resource.unwrap_or_default().0;
    let mut records = Vec::new();
    for scope in group.scopes.into_iter().flatten() {
        let origin = Arc::new(Origin {
            resource: resource.clone(),
            scope: scope.scope.and_then(|s| s.name).filter(|n| !n.is_empty()),
            session: None,
        });
        let texts = scope.records.into_iter().flatten();
        records.extend(texts.map(|r| (origin.clone(), r.get())));
    }
    out.parsed.read += records.len() as u64;
    records
}

fn from_str<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, Fault> {
    serde_json::from_str(text).map_err(|e| Fault::json(&e, text))
}

fn read_fields<T: Fields>(text: &str) -> Result<T, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    coerce::Object::<T>::ROOT
        .deserialize(&mut json)
        .map_err(|e| Fault::json(&e, text))?
        .ok_or_else(|| Fault::new("an object expected, found null"))
}

fn span(text: &str, origin: &Arc<Origin>) -> Result<RawSpan, Fault> {
    let SpanFields(mut span) = read_fields(text)?;
    let ids = hex_id("traceId", &span.trace_id, 16).and_then(|trace| {
        let span_id = hex_id("spanId", &span.span_id, 8)?;
        let parent = span
            .parent_id
            .take()
            .filter(|p| p.bytes().any(|b| b != b'0'));
        let parent = parent.map(|p| hex_id("parentSpanId", &p, 8)).transpose()?;
        Ok((trace, span_id, parent))
    });
    (span.trace_id, span.span_id, span.parent_id) = ids.map_err(Fault::new)?;
    span.origin = origin.clone();
    Ok(span)
}

fn log(text: &str, origin: &Arc<Origin>) -> Result<RawLog, Fault> {
    let LogFields(mut log, observed) = read_fields(text)?;
    log.event.at = log.event.at.or(observed);
    // A log record may stand outside any trace; ids that are none are as good as absent.
    log.trace_id = log.trace_id.and_then(|id| hex_id("traceId", &id, 16).ok());
    log.span_id = log.span_id.and_then(|id| hex_id("spanId", &id, 8).ok());
    log.origin = origin.clone();
    Ok(log)
}

#[derive(Default)]
struct SpanFields(RawSpan);

impl Fields for SpanFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let s = &mut self.0;
        match key {
            "traceId" => s.trace_id = scalar(map, path)?.unwrap_or_default(),
            "spanId" => s.span_id = scalar(map, path)?.unwrap_or_default(),
            "parentSpanId" => s.parent_id = scalar(map, path)?,
            "name" => s.name = scalar(map, path)?.unwrap_or_default(),
            "startTimeUnixNano" => s.started_at = nanos(map, path)?,
            "endTimeUnixNano" => s.ended_at = nanos(map, path)?,
            "attributes" => s.attributes = any::attributes(map, path)?,
            "events" => {
                let events = coerce::list::<EventFields, A>(map, path)?;
                s.events = events.into_iter().map(|e| e.0).collect();
            }
            "links" => {
                let links = coerce::list::<LinkFields, A>(map, path)?;
                s.links = links.into_iter().map(|l| l.0).collect();
            }
            "status" => {
                if let Some(StatusFields(status, message)) = coerce::fields(map, path)? {
                    (s.status, s.message) = (status, message);
                }
            }
            "trace_id" | "span_id" => return Err(A::Error::custom(snake(key))),
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// Nanoseconds since 1970 as a number or text; 0 is unknown.
fn nanos<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Option<Time>, A::Error> {
    let nanos: Option<i64> = scalar(map, path)?;
    Ok(nanos.filter(|n| *n != 0).map(Time))
}

#[derive(Default)]
struct EventFields(RawEvent);

impl Fields for EventFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "timeUnixNano" => self.0.at = nanos(map, path)?,
            "name" => self.0.name = scalar(map, path)?.unwrap_or_default(),
            "attributes" => self.0.attributes = any::attributes(map, path)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[derive(Default)]
struct LinkFields(RawLink);

impl Fields for LinkFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let id = match key {
            "traceId" => &mut self.0.trace_id,
            "spanId" => &mut self.0.span_id,
            _ => return Ok(false),
        };
        *id = scalar::<String, A>(map, path)?.unwrap_or_default();
        id.make_ascii_lowercase();
        Ok(true)
    }
}

#[derive(Default)]
struct StatusFields(RawStatus, Option<String>);

impl Fields for StatusFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "message" => self.1 = scalar(map, path)?.filter(|m: &String| !m.is_empty()),
            "code" => {
                let code: Option<String> = scalar(map, path)?;
                self.0 = status(code.as_deref().unwrap_or_default());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A status code by number or name.
pub(super) fn status(code: &str) -> RawStatus {
    match code.trim_start_matches("STATUS_CODE_") {
        "1" | "OK" | "Ok" | "ok" => RawStatus::Ok,
        "2" | "ERROR" | "Error" | "error" => RawStatus::Error,
        _ => RawStatus::Unset,
    }
}

/// A log record and its observed time.
#[derive(Default)]
struct LogFields(RawLog, Option<Time>);

impl Fields for LogFields {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let l = &mut self.0;
        match key {
            "traceId" => l.trace_id = scalar(map, path)?,
            "spanId" => l.span_id = scalar(map, path)?,
            "timeUnixNano" => l.event.at = nanos(map, path)?,
            "observedTimeUnixNano" => self.1 = nanos(map, path)?,
            "eventName" => l.event.name = scalar(map, path)?.unwrap_or_default(),
            "attributes" => l.event.attributes = any::attributes(map, path)?,
            "body" => l.event.body = any::value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// A request by its arrays; `null` ones are empty. `batches` is how Tempo names `resourceSpans`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    #[serde(borrow, default, alias = "batches")]
    resource_spans: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    resource_logs: Option<Vec<&'a RawValue>>,
    #[serde(borrow, default)]
    resource_metrics: Option<Vec<&'a RawValue>>,
    #[serde(default, rename = "resource_spans")]
    snake_spans: Option<IgnoredAny>,
    #[serde(default, rename = "resource_logs")]
    snake_logs: Option<IgnoredAny>,
}

impl Request<'_> {
    fn snake_case(&self) -> Option<&'static str> {
        let spans = self.snake_spans.is_some().then_some("resource_spans");
        spans.or_else(|| self.snake_logs.is_some().then_some("resource_logs"))
    }
}

/// A `ResourceSpans` or `ResourceLogs`, also by their names of before 2022.
#[derive(Deserialize)]
struct Group<'a> {
    #[serde(default)]
    resource: Option<Resource>,
    #[serde(
        borrow,
        default,
        alias = "scopeSpans",
        alias = "scopeLogs",
        alias = "instrumentationLibrarySpans",
        alias = "instrumentationLibraryLogs"
    )]
    scopes: Option<Vec<ScopeRecords<'a>>>,
}

#[derive(Deserialize)]
struct ScopeRecords<'a> {
    #[serde(default, alias = "instrumentationLibrary")]
    scope: Option<Scope>,
    #[serde(borrow, default, alias = "spans", alias = "logRecords")]
    records: Option<Vec<&'a RawValue>>,
}

#[derive(Deserialize)]
struct Scope {
    #[serde(default)]
    name: Option<String>,
}

#[derive(Default)]
struct Resource(Map<String, Value>);

impl Fields for Resource {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let known = key == "attributes";
        if known {
            self.0 = any::attributes(map, path)?;
        }
        Ok(known)
    }
}

impl<'de> Deserialize<'de> for Resource {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let resource = coerce::Object::<Self>::ROOT.deserialize(d)?;
        Ok(resource.unwrap_or_default())
    }
}
