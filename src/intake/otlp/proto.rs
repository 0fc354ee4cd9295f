//! OTLP protobuf: the dozen messages that are read, by hand (opentelemetry-proto v1.11.0).
//!
//! Spans and log records are kept as bytes in their lists and decoded one by one, so that a bad one is rejected alone.

use super::batch::Batch;
use crate::intake::{
    block::Out,
    coerce::flatten_depth,
    raw::{Origin, RawEvent, RawLink, RawLog, RawSpan, RawStatus},
};
use crate::model::{id::hex, time::Time};
use prost::{Message, Oneof};
use serde_json::{Map, Value};
use std::sync::Arc;

#[derive(Clone, PartialEq, Message)]
struct Request {
    #[prost(message, repeated, tag = "1")]
    groups: Vec<Group>,
}

/// `ResourceSpans` or `ResourceLogs`: they differ only in what their records are.
#[derive(Clone, PartialEq, Message)]
struct Group {
    #[prost(message, optional, tag = "1")]
    resource: Option<Resource>,
    #[prost(message, repeated, tag = "2")]
    scopes: Vec<ScopeRecords>,
}

#[derive(Clone, PartialEq, Message)]
struct Resource {
    #[prost(message, repeated, tag = "1")]
    attributes: Vec<KeyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct ScopeRecords {
    #[prost(message, optional, tag = "1")]
    scope: Option<Scope>,
    #[prost(bytes = "vec", repeated, tag = "2")]
    records: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
struct Scope {
    #[prost(string, tag = "1")]
    name: String,
}

#[derive(Clone, PartialEq, Message)]
struct Span {
    #[prost(bytes = "vec", tag = "1")]
    trace_id: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    id: Vec<u8>,
    #[prost(bytes = "vec", tag = "4")]
    parent_id: Vec<u8>,
    #[prost(string, tag = "5")]
    name: String,
    #[prost(fixed64, tag = "7")]
    start: u64,
    #[prost(fixed64, tag = "8")]
    end: u64,
    #[prost(message, repeated, tag = "9")]
    attributes: Vec<KeyValue>,
    #[prost(message, repeated, tag = "11")]
    events: Vec<Event>,
    #[prost(message, repeated, tag = "13")]
    links: Vec<Link>,
    #[prost(message, optional, tag = "15")]
    status: Option<Status>,
}

#[derive(Clone, PartialEq, Message)]
struct Event {
    #[prost(fixed64, tag = "1")]
    time: u64,
    #[prost(string, tag = "2")]
    name: String,
    #[prost(message, repeated, tag = "3")]
    attributes: Vec<KeyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct Link {
    #[prost(bytes = "vec", tag = "1")]
    trace_id: Vec<u8>,
    #[prost(bytes = "vec", tag = "2")]
    span_id: Vec<u8>,
}

#[derive(Clone, PartialEq, Message)]
struct Status {
    #[prost(string, tag = "2")]
    message: String,
    #[prost(int32, tag = "3")]
    code: i32,
}

#[derive(Clone, PartialEq, Message)]
struct LogRecord {
    #[prost(fixed64, tag = "1")]
    time: u64,
    #[prost(message, optional, tag = "5")]
    body: Option<AnyValue>,
    #[prost(message, repeated, tag = "6")]
    attributes: Vec<KeyValue>,
    #[prost(bytes = "vec", tag = "9")]
    trace_id: Vec<u8>,
    #[prost(bytes = "vec", tag = "10")]
    span_id: Vec<u8>,
    #[prost(fixed64, tag = "11")]
    observed: u64,
    #[prost(string, tag = "12")]
    event_name: String,
}

#[derive(Clone, PartialEq, Message)]
struct KeyValue {
    #[prost(string, tag = "1")]
    key: String,
    #[prost(message, optional, tag = "2")]
    value: Option<AnyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct AnyValue {
    #[prost(oneof = "Arm", tags = "1, 2, 3, 4, 5, 6, 7")]
    arm: Option<Arm>,
}

#[derive(Clone, PartialEq, Oneof)]
enum Arm {
    #[prost(string, tag = "1")]
    Text(String),
    #[prost(bool, tag = "2")]
    Bool(bool),
    #[prost(int64, tag = "3")]
    Int(i64),
    #[prost(double, tag = "4")]
    Double(f64),
    #[prost(message, tag = "5")]
    Array(ArrayValue),
    #[prost(message, tag = "6")]
    Object(KeyValues),
    #[prost(bytes = "vec", tag = "7")]
    Bytes(Vec<u8>),
}

#[derive(Clone, PartialEq, Message)]
struct ArrayValue {
    #[prost(message, repeated, tag = "1")]
    values: Vec<AnyValue>,
}

#[derive(Clone, PartialEq, Message)]
struct KeyValues {
    #[prost(message, repeated, tag = "1")]
    values: Vec<KeyValue>,
}

/// Reads a file of one request, or of requests that each follow their length in four bytes (big-endian).
pub(crate) fn messages(data: &[u8], out: &mut Out) {
    let mut batch = Batch::default();
    match frames(data) {
        Some(frames) => frames.into_iter().for_each(|f| message(f, &mut batch, out)),
        None => message(data, &mut batch, out),
    }
    batch.finish(out);
}

/// The frames of a length-prefixed stream, where the whole of the data is one.
pub(crate) fn frames(mut data: &[u8]) -> Option<Vec<&[u8]>> {
    let mut frames = Vec::new();
    while !data.is_empty() {
        let (length, rest) = data.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let frame = rest.get(..length)?;
        if frame.first().is_some_and(|tag| *tag != 0x0a) {
            return None;
        }
        frames.push(frame);
        data = &rest[length..];
    }
    Some(frames)
}

fn message(data: &[u8], batch: &mut Batch, out: &mut Out) {
    let request = match Request::decode(data) {
        Ok(request) => request,
        Err(e) => {
            out.parsed.read += 1;
            return out.reject(
                1,
                0,
                format!("not an OTLP protobuf request of traces or logs: {e}"),
            );
        }
    };
    for group in request.groups {
        let resource = attributes(group.resource.map(|r| r.attributes).unwrap_or_default());
        for scope in group.scopes {
            let origin = Arc::new(Origin {
                resource: resource.clone(),
                scope: scope.scope.map(|s| s.name).filter(|n| !n.is_empty()),
                session: None,
            });
            for record in scope.records {
                out.parsed.read += 1;
                match read(&record, &origin) {
                    Ok(Either::Span(span)) => batch.spans.push(*span),
                    Ok(Either::Log(log)) => batch.logs.push(*log),
                    Ok(Either::Metric) => out.parsed.skipped += 1,
                    Err(reason) => out.reject(1, 0, reason),
                }
            }
        }
    }
}

enum Either {
    Span(Box<RawSpan>),
    Log(Box<RawLog>),
    Metric,
}

/// The wire does not say what a request holds: a span starts with its trace id (bytes), a log record with its time
/// (fixed64), a metric with its name (text that is no 16 bytes followed by an id).
fn read(record: &[u8], origin: &Arc<Origin>) -> Result<Either, String> {
    match Span::decode(record) {
        Ok(span) if span.trace_id.len() == 16 || span.start != 0 => {
            read_span(span, origin).map(|s| Either::Span(Box::new(s)))
        }
        decoded => match (LogRecord::decode(record), decoded) {
            (Ok(log), _) => Ok(Either::Log(Box::new(read_log(log, origin)))),
            (Err(_), Ok(_)) => Ok(Either::Metric),
            (Err(_), Err(e)) if record.first() == Some(&0x0a) && looks_like_metric(record) => {
                drop(e);
                Ok(Either::Metric)
            }
            (Err(_), Err(e)) => Err(format!("a span or log record that is no protobuf: {e}")),
        },
    }
}

/// A metric's first field is its name.
fn looks_like_metric(record: &[u8]) -> bool {
    let name = record.get(1).map(|n| usize::from(*n));
    let name = name.and_then(|n| record.get(2..2 + n));
    name.is_some_and(|n| !n.is_empty() && n.iter().all(u8::is_ascii_graphic))
}

fn id(field: &str, bytes: &[u8], wanted: usize) -> Result<String, String> {
    if bytes.len() != wanted {
        return Err(format!(
            "{field}: {wanted} bytes expected, found {}",
            bytes.len()
        ));
    }
    if bytes.iter().all(|b| *b == 0) {
        return Err(format!("{field}: all zeros is no id"));
    }
    Ok(hex(bytes))
}

fn read_span(span: Span, origin: &Arc<Origin>) -> Result<RawSpan, String> {
    let parent = span.parent_id;
    let has_parent = parent.iter().any(|b| *b != 0);
    Ok(RawSpan {
        trace_id: id("trace_id", &span.trace_id, 16)?,
        span_id: id("span_id", &span.id, 8)?,
        parent_id: has_parent
            .then(|| id("parent_span_id", &parent, 8))
            .transpose()?,
        name: span.name,
        started_at: nanos(span.start),
        ended_at: nanos(span.end),
        attributes: attributes(span.attributes),
        events: span.events.into_iter().map(event).collect(),
        links: span.links.iter().map(link).collect(),
        status: match span.status.as_ref().map(|s| s.code) {
            Some(1) => RawStatus::Ok,
            Some(2) => RawStatus::Error,
            _ => RawStatus::Unset,
        },
        message: span.status.map(|s| s.message).filter(|m| !m.is_empty()),
        origin: origin.clone(),
    })
}

fn event(event: Event) -> RawEvent {
    RawEvent {
        name: event.name,
        at: nanos(event.time),
        attributes: attributes(event.attributes),
        body: Value::Null,
    }
}

fn link(link: &Link) -> RawLink {
    RawLink {
        trace_id: hex(&link.trace_id),
        span_id: hex(&link.span_id),
    }
}

fn read_log(log: LogRecord, origin: &Arc<Origin>) -> RawLog {
    RawLog {
        trace_id: id("trace_id", &log.trace_id, 16).ok(),
        span_id: id("span_id", &log.span_id, 8).ok(),
        event: RawEvent {
            name: log.event_name,
            at: nanos(log.time).or(nanos(log.observed)),
            attributes: attributes(log.attributes),
            body: log.body.map(value).unwrap_or_default(),
        },
        origin: origin.clone(),
    }
}

fn nanos(n: u64) -> Option<Time> {
    i64::try_from(n).ok().filter(|n| *n != 0).map(Time)
}

fn attributes(pairs: Vec<KeyValue>) -> Map<String, Value> {
    let pairs = pairs.into_iter().filter(|p| !p.key.is_empty());
    let read = |p: KeyValue| (p.key, flatten_depth(p.value.map(value).unwrap_or_default()));
    pairs.map(read).collect()
}

fn value(any: AnyValue) -> Value {
    match any.arm {
        None => Value::Null,
        Some(Arm::Text(s)) => Value::String(s),
        Some(Arm::Bool(b)) => Value::Bool(b),
        Some(Arm::Int(n)) => Value::from(n),
        Some(Arm::Double(n)) => double(n),
        Some(Arm::Array(list)) => Value::Array(list.values.into_iter().map(value).collect()),
        Some(Arm::Object(list)) => {
            let read = |p: KeyValue| (p.key, p.value.map(value).unwrap_or_default());
            Value::Object(list.values.into_iter().map(read).collect())
        }
        Some(Arm::Bytes(bytes)) => Value::String(base64(&bytes)),
    }
}

/// `NaN` and the infinities have no JSON number; they are kept as the text OTLP JSON gives them.
fn double(n: f64) -> Value {
    let named = || match n {
        n if n.is_nan() => "NaN",
        n if n > 0.0 => "Infinity",
        _ => "-Infinity",
    };
    serde_json::Number::from_f64(n).map_or_else(|| Value::from(named()), Value::Number)
}

/// Standard base64 with padding, as OTLP JSON writes bytes.
pub(super) fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let all = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let digit = DIGITS[(all >> (18 - 6 * i) & 63) as usize] as char;
            text.push(if i <= chunk.len() { digit } else { '=' });
        }
    }
    text
}
