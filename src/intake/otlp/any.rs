//! Attribute lists and values of OTLP JSON, read into plain JSON.

use crate::intake::coerce::{self, Fields, Key, Path, flatten_depth};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};
use std::fmt;

/// Reads `[{"key", "value": {"stringValue"…}}…]`; `null` is empty, and so are entries without a key.
pub(super) fn attributes<'de, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Map<String, Value>, A::Error> {
    let pairs = coerce::list::<Pair, A>(map, path)?;
    Ok(pairs
        .into_iter()
        .filter(|p| !p.key.is_empty())
        .map(|p| (p.key, flatten_depth(p.value)))
        .collect())
}

/// Reads one value.
pub(super) fn value<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Value, A::Error> {
    map.next_value_seed(AnySeed)
}

#[derive(Default)]
struct Pair {
    key: String,
    value: Value,
}

impl Fields for Pair {
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error> {
        match key {
            "key" => self.key = coerce::scalar(map, path)?.unwrap_or_default(),
            "value" => self.value = value(map)?,
            _ => return Ok(false),
        }
        Ok(true)
    }
}

/// An `AnyValue` by its one arm; none set, and `null`, are null.
struct AnySeed;

impl<'de> DeserializeSeed<'de> for AnySeed {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Value, D::Error> {
        d.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value such as {\"stringValue\": …}")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut value = Value::Null;
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            let path = Path::key(None, &key);
            let arm = match &*key {
                "stringValue" | "bytesValue" => {
                    coerce::scalar::<String, A>(&mut map, path)?.map(Value::String)
                }
                "intValue" => coerce::scalar::<i64, A>(&mut map, path)?.map(Value::from),
                "doubleValue" => double(&map.next_value()?, path).map_err(A::Error::custom)?,
                "boolValue" => map.next_value::<Option<bool>>()?.map(Value::Bool),
                "arrayValue" => map
                    .next_value::<Option<Values<Any>>>()?
                    .map(|list| Value::Array(list.0.into_iter().map(|Any(value)| value).collect())),
                "kvlistValue" => map
                    .next_value::<Option<Values<KeyAny>>>()?
                    .map(|list| Value::Object(list.0.into_iter().map(|p| (p.0, p.1)).collect())),
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    None
                }
            };
            value = arm.unwrap_or(value);
        }
        Ok(value)
    }
}

/// A double as a number or as text; `NaN` and the infinities have no JSON number and stay text.
fn double(value: &Value, path: Path<'_>) -> Result<Option<Value>, String> {
    match value {
        Value::Null => Ok(None),
        Value::Number(n) => Ok(n.as_f64().map(Value::from)),
        Value::String(s) => match s.parse::<f64>() {
            Ok(n) if n.is_finite() => Ok(Some(Value::from(n))),
            Ok(_) => Ok(Some(Value::String(s.clone()))),
            Err(_) => Err(format!(
                "{path}: a number expected, found {}",
                coerce::quote(s)
            )),
        },
        other => Err(format!(
            "{path}: a number expected, found {}",
            coerce::kind(other)
        )),
    }
}

struct Any(Value);

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        AnySeed.deserialize(d).map(Self)
    }
}

struct KeyAny(String, Value);

impl<'de> Deserialize<'de> for KeyAny {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Entry {
            #[serde(default)]
            key: String,
            #[serde(default = "null")]
            value: Any,
        }
        fn null() -> Any {
            Any(Value::Null)
        }
        let entry = Entry::deserialize(d)?;
        Ok(Self(entry.key, entry.value.0))
    }
}

/// `{"values": […]}`.
struct Values<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Values<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
            type Value = Values<T>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("{\"values\": […]}")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values<T>, A::Error> {
                let mut values = Vec::new();
                while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
                    if key == "values" {
                        values = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default();
                    } else {
                        map.next_value::<IgnoredAny>()?;
                    }
                }
                Ok(Values(values))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values<T>, A::Error> {
                let mut values = Vec::new();
                while let Some(value) = seq.next_element()? {
                    values.push(value);
                }
                Ok(Values(values))
            }
        }
        d.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
}
