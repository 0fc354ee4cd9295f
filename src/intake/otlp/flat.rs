//! Spans written as plain objects with a flat map of attributes: `{"trace_id", "span_id", "attributes": {…}}`, alone, in
//! an array, or under `spans` of an envelope that may name the session. Python's console exporter writes them so too.

use super::{batch::Batch, json::status};
use crate::intake::{
    coerce::flatten_depth,
    raw::{Origin, RawEvent, RawLink, RawSpan, RawStatus},
};
use crate::model::time::Time;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Reads the spans of an envelope, each on its own.
pub(crate) fn envelope(mut map: Map<String, Value>, batch: &mut Batch) -> Vec<Result<(), String>> {
    let session = text(&map, &["session_id", "sessionId"]);
    let Some(Value::Array(spans)) = map.remove("spans") else {
        return Vec::new();
    };
    let read = |span: Value| match span {
        Value::Object(map) => read(map, session.as_deref()).map(|s| batch.spans.push(s)),
        other => Err(format!(
            "a span expected, found {}",
            crate::intake::coerce::kind(&other)
        )),
    };
    spans.into_iter().map(read).collect()
}

/// Reads one span.
pub(crate) fn read(mut map: Map<String, Value>, session: Option<&str>) -> Result<RawSpan, String> {
    let ids = map
        .get("context")
        .and_then(Value::as_object)
        .unwrap_or(&map);
    let trace_id = id(ids, &["trace_id", "traceId"]).ok_or("trace_id: missing")?;
    let span_id = id(ids, &["span_id", "spanId"]).ok_or("span_id: missing")?;
    let resource = map.get_mut("resource").map(Value::take).unwrap_or_default();
    let scope = find(
        &map,
        &["scope", "instrumentation_scope", "instrumentationScope"],
    );
    let (status, message) = read_status(map.get("status"));
    Ok(RawSpan {
        trace_id,
        span_id,
        parent_id: id(&map, &["parent_span_id", "parentSpanId", "parent_id"]),
        name: text(&map, &["name"]).unwrap_or_default(),
        started_at: time(
            &map,
            &[
                "start_time",
                "startTimeUnixNano",
                "start_time_unix_nano",
                "startTime",
            ],
        )?,
        ended_at: time(
            &map,
            &[
                "end_time",
                "endTimeUnixNano",
                "end_time_unix_nano",
                "endTime",
            ],
        )?,
        origin: Arc::new(Origin {
            scope: scope.and_then(|s| text(s.as_object()?, &["name"])),
            session: session.map(str::to_owned),
            resource: attributes(match resource {
                Value::Object(mut r) => r.remove("attributes").unwrap_or(Value::Object(r)),
                other => other,
            }),
        }),
        events: list(&mut map, &["span_events", "events"])
            .map(event)
            .collect(),
        links: list(&mut map, &["links"])
            .filter_map(|l| link(&l))
            .collect(),
        attributes: attributes(map.remove("attributes").unwrap_or_default()),
        status,
        message,
    })
}

fn find<'a>(map: &'a Map<String, Value>, keys: &[&str]) -> Option<&'a Value> {
    keys.iter()
        .filter_map(|k| map.get(*k))
        .find(|v| !v.is_null())
}

fn text(map: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    let text = find(map, keys)?.as_str()?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// An id in lower case, without the `0x` some exporters write.
fn id(map: &Map<String, Value>, keys: &[&str]) -> Option<String> {
    let id = text(map, keys)?;
    let id = id.strip_prefix("0x").unwrap_or(&id);
    let none = id.bytes().all(|b| b == b'0');
    (!none && id.len() <= crate::intake::limits::ID).then(|| id.to_ascii_lowercase())
}

fn time(map: &Map<String, Value>, keys: &[&str]) -> Result<Option<Time>, String> {
    let Some((key, value)) = keys.iter().find_map(|k| Some((k, map.get(*k)?))) else {
        return Ok(None);
    };
    match value {
        Value::Null => Ok(None),
        value => Time::from_json(value)
            .map(Some)
            .map_err(|e| format!("{key}: {e}")),
    }
}

fn read_status(value: Option<&Value>) -> (RawStatus, Option<String>) {
    match value {
        Some(Value::String(code)) => (status(code), None),
        Some(Value::Object(map)) => {
            let code = find(map, &["code", "status_code"]);
            let code = code.map(|c| c.as_str().map_or_else(|| c.to_string(), str::to_owned));
            let code = code.unwrap_or_default();
            let code = code.strip_prefix("StatusCode.").unwrap_or(&code);
            (status(code), text(map, &["message", "description"]))
        }
        _ => (RawStatus::Unset, None),
    }
}

fn attributes(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(k, v)| (k, flatten_depth(v)))
            .collect(),
        _ => Map::new(),
    }
}

fn list(map: &mut Map<String, Value>, keys: &[&str]) -> impl Iterator<Item = Value> + use<> {
    let items = keys.iter().find_map(|k| match map.remove(*k) {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    });
    items.unwrap_or_default().into_iter()
}

fn event(value: Value) -> RawEvent {
    let Value::Object(mut map) = value else {
        return RawEvent::default();
    };
    RawEvent {
        name: text(&map, &["name", "event_name", "eventName"]).unwrap_or_default(),
        at: time(
            &map,
            &["timestamp", "time", "timeUnixNano", "time_unix_nano"],
        )
        .ok()
        .flatten(),
        body: map.remove("body").unwrap_or_default(),
        attributes: attributes(map.remove("attributes").unwrap_or_default()),
    }
}

fn link(value: &Value) -> Option<RawLink> {
    let map = value.as_object()?;
    let ids = map.get("context").and_then(Value::as_object).unwrap_or(map);
    Some(RawLink {
        trace_id: id(ids, &["trace_id", "traceId"])?,
        span_id: id(ids, &["span_id", "spanId"]).unwrap_or_default(),
    })
}
