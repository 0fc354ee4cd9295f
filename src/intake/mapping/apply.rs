//! Applies a mapping to a record: builds native records and reads them as such, so that they are checked like any other.

use super::{
    plan::{Condition, Kind, Output, Plan},
    source::{Each, Place, Scope, Source, as_text},
};
use crate::intake::native;
use crate::model::{
    id::{hash16, hex},
    record::Record,
};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What a record gives.
pub(crate) enum Applied {
    Records(Vec<Record>),
    Skipped,
}

/// Where a record of a mapping stands, for the ids of traces that have none of their own.
#[derive(Clone, Copy)]
pub(crate) struct Target<'a> {
    /// The file's name without folders.
    pub(crate) file: &'a str,
}

impl Plan {
    /// The traces and signals of one record.
    pub(crate) fn apply(&self, record: &Value, target: Target<'_>) -> Result<Applied, String> {
        let scope = Scope {
            record,
            item: None,
            name: "",
        };
        if self.skip.iter().any(|c| c.holds(scope)) {
            return Ok(Applied::Skipped);
        }
        let mut records = Vec::new();
        let mut traces: Vec<String> = Vec::new();
        for output in &self.outputs {
            let items = output.each.as_ref().map(|each| each.items(scope));
            let scopes: Vec<Scope<'_>> = match &items {
                None => vec![scope],
                Some(items) => {
                    let inner = |(name, item)| Scope {
                        item: Some(item),
                        name,
                        ..scope
                    };
                    items
                        .iter()
                        .map(|(name, item): &(String, Value)| inner((name.as_str(), item)))
                        .collect()
                }
            };
            let scopes = scopes
                .into_iter()
                .filter(|s| output.when.iter().all(|c| c.holds(*s)));
            for scope in scopes.collect::<Vec<_>>() {
                let map = self.fields(output, scope, target, &traces)?;
                if output.kind == Kind::Trace {
                    traces.push(as_text(&map["trace_id"]));
                }
                records.push(native::record(Value::Object(map))?);
            }
        }
        Ok(Applied::Records(records))
    }

    fn fields(
        &self,
        output: &Output,
        scope: Scope<'_>,
        target: Target<'_>,
        traces: &[String],
    ) -> Result<Map<String, Value>, String> {
        let mut map = read_all(&output.fields, scope)?;
        let mut attributes = Map::new();
        if output.rest {
            attributes.extend(self.rest(scope.record));
        }
        attributes.extend(read_all(&output.attributes, scope)?);
        for key in ["other_output"] {
            if let Some(value) = map.remove(key) {
                attributes.insert(key.into(), value);
            }
        }
        match output.kind {
            Kind::Trace => {
                let id = map.get("trace_id").map(as_text).filter(|id| !id.is_empty());
                let id = id.unwrap_or_else(|| made_up_id(scope, target));
                map.insert("trace_id".into(), format!("{}{id}", output.prefix).into());
            }
            Kind::Signal => aim(&mut map, &mut attributes, output, traces)?,
        }
        map.insert("type".into(), output.kind.name().into());
        if !attributes.is_empty() {
            map.insert("attributes".into(), Value::Object(attributes));
        }
        Ok(map)
    }

    /// What no source of the mapping reads.
    fn rest(&self, record: &Value) -> Vec<(String, Value)> {
        let Some(map) = record.as_object() else {
            return Vec::new();
        };
        let read = self.read_keys();
        let kept = map
            .iter()
            .filter(|(k, v)| !read.contains(*k) && !v.is_null() && *v != "");
        kept.map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    /// The top-level keys the mapping reads.
    fn read_keys(&self) -> HashSet<String> {
        let mut keys = HashSet::new();
        let mut see = |place: &Place| keys.extend(place.top_key());
        for output in &self.outputs {
            let sources = output.fields.iter().chain(&output.attributes);
            sources.for_each(|(_, s)| s.visit(&mut see));
            match &output.each {
                Some(Each::List(place)) => see(place),
                Some(Each::Places(places)) => places.iter().for_each(&mut see),
                None => {}
            }
        }
        keys
    }

    /// Which place becomes which field, a line each.
    pub(super) fn describe(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for output in &self.outputs {
            let kind = output.kind.name();
            for (field, source) in output.fields.iter().chain(&output.attributes) {
                let mut places = Vec::new();
                source.visit(&mut |p| places.push(p.to_string()));
                let from = match source {
                    Source::Const(value) => as_text(value),
                    _ => places.join(", "),
                };
                lines.push(format!("{kind}.{field} <- {from}"));
            }
        }
        lines
    }
}

fn read_all(fields: &[(String, Source)], scope: Scope<'_>) -> Result<Map<String, Value>, String> {
    let mut map = Map::new();
    for (name, source) in fields {
        if let Some(value) = source.read(scope).map_err(|e| format!("{name}: {e}"))? {
            map.insert(name.clone(), value);
        }
    }
    Ok(map)
}

/// A signal that names nothing is about a trace of its record.
fn aim(
    map: &mut Map<String, Value>,
    attributes: &mut Map<String, Value>,
    output: &Output,
    traces: &[String],
) -> Result<(), String> {
    let named = ["trace_id", "session_id", "request_id"]
        .iter()
        .any(|k| map.contains_key(*k));
    if named {
        if let (Some(id), false) = (map.get("trace_id").map(as_text), output.prefix.is_empty()) {
            map.insert("trace_id".into(), format!("{}{id}", output.prefix).into());
        }
        return Ok(());
    }
    let own = traces
        .get(output.of - 1)
        .ok_or("the record gives no trace this signal could be about")?;
    map.insert("trace_id".into(), own.as_str().into());
    // Of two answers to one question each is the other's counterpart.
    let is_preference = map.get("name").is_some_and(|n| n == "preference");
    if is_preference && traces.len() == 2 {
        let other = &traces[2 - output.of];
        attributes
            .entry("other_trace_id")
            .or_insert_with(|| other.as_str().into());
    }
    Ok(())
}

fn made_up_id(scope: Scope<'_>, target: Target<'_>) -> String {
    let text = format!(
        "{}\u{1f}{}\u{1f}{}",
        scope.record,
        scope.name,
        scope.item.map(Value::to_string).unwrap_or_default()
    );
    format!("{}:{}", target.file, hex(&hash16(text.as_bytes())[..8]))
}

impl Condition {
    fn holds(&self, scope: Scope<'_>) -> bool {
        let value = self.place.get(scope).map(|v| as_text(&v));
        let text = value.clone().unwrap_or_default();
        let present = self.present.is_none_or(|p| p != text.is_empty());
        let is = self.is.is_empty() || (value.is_some() && self.is.contains(&text));
        present && is && !(value.is_some() && self.not.contains(&text))
    }
}
