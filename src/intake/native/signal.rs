//! The fields of a native signal, and the id of one that has none.

use super::{
    super::coerce::{self, Fields, Path, any, quote, scalar},
    Finish, check_id,
    trace::given,
};
use crate::model::{
    id::hex,
    record::Record,
    signal::{Class, Origin, Signal},
};
use serde::de::{Error, MapAccess};
use serde_json::{Map, Value};

/// A signal as far as it is read.
#[derive(Default)]
pub(super) struct SignalFields {
    signal: Signal,
    attributes: Map<String, Value>,
}

impl Fields for SignalFields {
    const KEEPS: bool = true;

    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        let s = &mut self.signal;
        match key {
            "type" => drop(map.next_value::<serde::de::IgnoredAny>()?),
            "signal_id" => s.signal_id = scalar(map, path)?.unwrap_or_default(),
            "trace_id" => s.trace_id = given(scalar(map, path)?),
            "session_id" => s.session_id = given(scalar(map, path)?),
            "request_id" => s.request_id = given(scalar(map, path)?),
            "span_id" => s.span_id = given(scalar(map, path)?),
            "name" => s.name = scalar(map, path)?.unwrap_or_default(),
            "class" => s.class = class(map, path)?,
            "value" => s.value = value(map, path)?,
            "reason" => s.reason = given(scalar(map, path)?),
            "comment" => s.comment = given(scalar(map, path)?),
            "correction" => s.correction = scalar(map, path)?,
            "final" => s.final_text = scalar(map, path)?,
            "user_id" => s.user_id = given(scalar(map, path)?),
            "at" => s.at = scalar(map, path)?,
            "source" => s.source = given(scalar(map, path)?),
            "attributes" => self.attributes = coerce::object(map, path)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn keep(&mut self, key: String, value: Value) {
        self.signal.attributes.insert(key, value);
    }
}

impl Finish for SignalFields {
    fn finish(self) -> Result<Record, String> {
        let Self {
            mut signal,
            attributes,
        } = self;
        signal.attributes.extend(attributes);
        // A reported record cannot pass for one the program found itself.
        signal.origin = Origin::Reported;
        complete(signal).map(|s| Record::Signal(Box::new(s)))
    }
}

/// Checks what a signal needs and gives it its id; every importer's signals pass here.
pub(crate) fn complete(mut signal: Signal) -> Result<Signal, String> {
    if signal.name.trim().is_empty() {
        return Err("name: missing".into());
    }
    let targets = [
        ("trace_id", &signal.trace_id),
        ("session_id", &signal.session_id),
        ("request_id", &signal.request_id),
    ];
    if targets.iter().all(|(_, id)| id.is_none()) {
        return Err("trace_id, session_id or request_id: one of them is needed".into());
    }
    for (field, id) in targets {
        check_id(field, id.as_deref())?;
    }
    check_id("name", Some(&signal.name))?;
    check_id("signal_id", Some(&signal.signal_id))?;
    if signal.signal_id.is_empty() {
        signal.signal_id = identify(&signal);
    }
    Ok(signal)
}

/// The id of a signal that was given none: hex of 16 bytes of BLAKE3 over its fields, numbers in one form.
pub fn identify(signal: &Signal) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut field = |name: &str, value: &str| {
        for part in [name, value] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    };
    let texts = [
        ("trace_id", &signal.trace_id),
        ("session_id", &signal.session_id),
        ("request_id", &signal.request_id),
        ("span_id", &signal.span_id),
        ("reason", &signal.reason),
        ("comment", &signal.comment),
        ("correction", &signal.correction),
        ("final", &signal.final_text),
        ("user_id", &signal.user_id),
        ("source", &signal.source),
    ];
    field("name", &signal.name);
    for (name, text) in texts {
        if let Some(text) = text {
            field(name, text);
        }
    }
    if let Some(class) = signal.class {
        field("class", &format!("{class:?}"));
    }
    if let Some(value) = &signal.value {
        field("value", &canonical(value));
    }
    if let Some(at) = signal.at {
        field("at", &at.0.to_string());
    }
    for (name, value) in &signal.attributes {
        field(&format!("attributes.{name}"), &canonical(value));
    }
    hex(&hasher.finalize().as_bytes()[..16])
}

/// JSON text in which `1` and `1.0` are the same number.
fn canonical(value: &Value) -> String {
    match value {
        Value::Number(n) => match n.as_f64() {
            Some(f) if f.fract() == 0.0 && f.abs() < 9e15 => (f as i64).to_string(),
            _ => n.to_string(),
        },
        other => other.to_string(),
    }
}

fn class<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Option<Class>, A::Error> {
    let Some(text) = given(scalar::<String, A>(map, path)?) else {
        return Ok(None);
    };
    class_by_name(&text).map(Some).ok_or_else(|| {
        A::Error::custom(format_args!(
            "{path}: explicit, implicit, correction, outcome, expert or eval expected, found {}",
            quote(&text)
        ))
    })
}

/// The class of that name, in any case.
pub(crate) fn class_by_name(text: &str) -> Option<Class> {
    Some(match text.to_ascii_lowercase().as_str() {
        "explicit" => Class::Explicit,
        "implicit" => Class::Implicit,
        "correction" => Class::Correction,
        "outcome" => Class::Outcome,
        "expert" => Class::Expert,
        "eval" => Class::Eval,
        _ => return None,
    })
}

fn value<'de, A: MapAccess<'de>>(map: &mut A, path: Path<'_>) -> Result<Option<Value>, A::Error> {
    match any(map)? {
        Some(found @ (Value::Array(_) | Value::Object(_))) => Err(A::Error::custom(format_args!(
            "{path}: a number, true, false or text expected, found {}",
            coerce::kind(&found)
        ))),
        value => Ok(value),
    }
}
