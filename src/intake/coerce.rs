//! Reads one field of a record straight from its JSON text: what fits is taken, what harmlessly means the same
//! is coerced (a number where text is wanted, numeric text where a number is), anything else is an error that names
//! the field and what was found.

use crate::intake::limits;
use crate::model::time::Time;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::{borrow::Cow, fmt, marker::PhantomData};

/// Where in a record a value stands, written only when there is an error to report.
#[derive(Clone, Copy)]
pub(super) struct Path<'p> {
    up: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Key(&'p str),
    Index(usize),
}

impl<'p> Path<'p> {
    pub(super) fn key(up: Option<&'p Path<'p>>, key: &'p str) -> Self {
        let step = Step::Key(key);
        Self { up, step }
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(up) = self.up {
            up.fmt(f)?;
        }
        match self.step {
            Step::Key(key) if self.up.is_some() => write!(f, ".{key}"),
            Step::Key(key) => f.write_str(key),
            Step::Index(i) => write!(f, "[{i}]"),
        }
    }
}

/// A key of an object, borrowed from the text where it has no escapes.
pub(super) struct Key<'de>(pub(super) Cow<'de, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, s: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(s)))
            }
            fn visit_str<E>(self, s: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(s.to_owned())))
            }
        }
        d.deserialize_str(KeyVisitor)
    }
}

/// A value that is not an object or an array.
pub(super) trait Scalar: Sized {
    /// What is wanted, as the error says it.
    const WANTED: &'static str;
    /// Whether an empty text is a value; elsewhere it means absent.
    const EMPTY: bool = false;
    fn from_text(text: Cow<'_, str>) -> Option<Self>;
    fn from_int(n: i64) -> Option<Self>;
    fn from_float(n: f64) -> Option<Self>;
}

impl Scalar for String {
    const WANTED: &'static str = "text";
    const EMPTY: bool = true;
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        Some(text.into_owned())
    }
    fn from_int(n: i64) -> Option<Self> {
        Some(n.to_string())
    }
    fn from_float(n: f64) -> Option<Self> {
        Some(n.to_string())
    }
}

impl Scalar for f64 {
    const WANTED: &'static str = "a number";
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        text.trim().parse().ok().filter(|n: &Self| n.is_finite())
    }
    fn from_int(n: i64) -> Option<Self> {
        Some(n as Self)
    }
    fn from_float(n: f64) -> Option<Self> {
        n.is_finite().then_some(n)
    }
}

impl Scalar for u64 {
    const WANTED: &'static str = "a whole number, not negative,";
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        text.trim().parse().ok()
    }
    fn from_int(n: i64) -> Option<Self> {
        Self::try_from(n).ok()
    }
    fn from_float(n: f64) -> Option<Self> {
        (n >= 0.0 && n.fract() == 0.0 && n < 1e15).then_some(n as Self)
    }
}

impl Scalar for i64 {
    const WANTED: &'static str = "a whole number";
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        text.trim().parse().ok()
    }
    fn from_int(n: i64) -> Option<Self> {
        Some(n)
    }
    fn from_float(n: f64) -> Option<Self> {
        (n.fract() == 0.0 && n.abs() < 9e15).then_some(n as Self)
    }
}

impl Scalar for Time {
    const WANTED: &'static str = "a time (RFC 3339 or Unix s/ms/us/ns)";
    fn from_text(text: Cow<'_, str>) -> Option<Self> {
        Self::parse(&text).ok()
    }
    fn from_int(n: i64) -> Option<Self> {
        Some(Self::from_unix_int(n))
    }
    fn from_float(n: f64) -> Option<Self> {
        serde_json::Number::from_f64(n).and_then(|n| Self::from_json(&Value::Number(n)).ok())
    }
}

struct Field<'p, T>(Path<'p>, PhantomData<T>);

impl<T: Scalar> Field<'_, T> {
    fn or_fail<E: Error>(&self, read: Option<T>, found: impl FnOnce() -> String) -> Result<T, E> {
        read.ok_or_else(|| {
            E::custom(format_args!(
                "{}: {} expected, found {}",
                self.0,
                T::WANTED,
                found()
            ))
        })
    }
}

impl<'de, T: Scalar> DeserializeSeed<'de> for Field<'_, T> {
    type Value = Option<T>;
    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Option<T>, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de, T: Scalar> Visitor<'de> for Field<'_, T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WANTED)
    }
    fn visit_str<E: Error>(self, s: &str) -> Result<Self::Value, E> {
        if s.is_empty() && !T::EMPTY {
            return Ok(None);
        }
        self.or_fail(T::from_text(Cow::Borrowed(s)), || quote(s))
            .map(Some)
    }
    fn visit_i64<E: Error>(self, n: i64) -> Result<Self::Value, E> {
        self.or_fail(T::from_int(n), || n.to_string()).map(Some)
    }
    fn visit_u64<E: Error>(self, n: u64) -> Result<Self::Value, E> {
        let read = i64::try_from(n)
            .ok()
            .map_or_else(|| T::from_text(Cow::Owned(n.to_string())), T::from_int);
        self.or_fail(read, || n.to_string()).map(Some)
    }
    fn visit_f64<E: Error>(self, n: f64) -> Result<Self::Value, E> {
        self.or_fail(T::from_float(n), || n.to_string()).map(Some)
    }
    fn visit_bool<E: Error>(self, b: bool) -> Result<Self::Value, E> {
        self.or_fail(None, || b.to_string()).map(Some)
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        self.or_fail(None, || "an array".into()).map(Some)
    }
    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        self.or_fail(None, || "an object".into()).map(Some)
    }
}

/// Text shown in an error, cut short.
pub(super) fn quote(text: &str) -> String {
    let mut cut = text.chars().take(40).collect::<String>();
    if cut.len() < text.len() {
        cut.push('…');
    }
    format!("{cut:?}")
}

/// The kind of a JSON value, as an error says it.
pub(super) fn kind(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => quote(s),
        Value::Array(_) => "an array".into(),
        Value::Object(_) => "an object".into(),
    }
}

/// Reads a scalar field; `null` is absent.
pub(super) fn scalar<'de, T: Scalar, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Option<T>, A::Error> {
    map.next_value_seed(Field(path, PhantomData))
}

/// Reads any value; `null` is absent, too deep a value becomes its JSON text.
pub(super) fn any<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<Value>, A::Error> {
    Ok(match map.next_value::<Value>()? {
        Value::Null => None,
        value => Some(flatten_depth(value)),
    })
}

/// Reads an object whose keys are free; anything else is an error.
pub(super) fn object<'de, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Map<String, Value>, A::Error> {
    match map.next_value::<Value>()? {
        Value::Null => Ok(Map::new()),
        Value::Object(fields) => Ok(fields
            .into_iter()
            .map(|(k, v)| (k, flatten_depth(v)))
            .collect()),
        other => Err(A::Error::custom(format_args!(
            "{path}: an object expected, found {}",
            kind(&other)
        ))),
    }
}

/// Keeps a value that is nested deeper than [`limits::KEPT_DEPTH`] as its JSON text.
pub(crate) fn flatten_depth(value: Value) -> Value {
    fn within(value: &Value, left: usize) -> bool {
        match value {
            Value::Array(items) => left > 0 && items.iter().all(|v| within(v, left - 1)),
            Value::Object(fields) => left > 0 && fields.values().all(|v| within(v, left - 1)),
            _ => true,
        }
    }
    if within(&value, limits::KEPT_DEPTH) {
        value
    } else {
        Value::String(value.to_string())
    }
}

/// An object whose fields are known; unknown ones are handed over as values.
pub(super) trait Fields: Default {
    /// Reads the value of a known key; `Ok(false)` leaves it unread.
    fn set<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        path: Path<'_>,
        map: &mut A,
    ) -> Result<bool, A::Error>;
    /// Keeps the value of an unknown key.
    fn keep(&mut self, _key: String, _value: Value) {}
    /// False where unknown values are not even worth building.
    const KEEPS: bool = false;
    /// Takes a bare text where the object was expected.
    fn from_text(_text: &str) -> Option<Self> {
        None
    }
}

/// Reads one object into its [`Fields`].
pub(super) struct Object<'p, T>(Option<Path<'p>>, PhantomData<T>);

impl<T> Object<'_, T> {
    pub(super) const ROOT: Self = Self(None, PhantomData);
}

impl<'de, T: Fields> DeserializeSeed<'de> for Object<'_, T> {
    type Value = Option<T>;
    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Self::Value, D::Error> {
        d.deserialize_any(self)
    }
}

impl<T> Object<'_, T> {
    fn found<E: Error>(&self, what: &str) -> E {
        match &self.0 {
            Some(path) => E::custom(format_args!("{path}: an object expected, found {what}")),
            None => E::custom(format_args!("an object expected, found {what}")),
        }
    }
}

impl<'de, T: Fields> Visitor<'de> for Object<'_, T> {
    type Value = Option<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut fields = T::default();
        while let Some(Key(key)) = map.next_key::<Key<'de>>()? {
            let path = Path::key(self.0.as_ref(), &key);
            if fields.set(&key, path, &mut map)? {
                continue;
            }
            if T::KEEPS {
                if let Some(value) = any(&mut map)? {
                    fields.keep(key.into_owned(), value);
                }
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(Some(fields))
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
    fn visit_str<E: Error>(self, s: &str) -> Result<Self::Value, E> {
        T::from_text(s)
            .map(Some)
            .ok_or_else(|| self.found(&quote(s)))
    }
    fn visit_i64<E: Error>(self, n: i64) -> Result<Self::Value, E> {
        Err(self.found(&n.to_string()))
    }
    fn visit_u64<E: Error>(self, n: u64) -> Result<Self::Value, E> {
        Err(self.found(&n.to_string()))
    }
    fn visit_f64<E: Error>(self, n: f64) -> Result<Self::Value, E> {
        Err(self.found(&n.to_string()))
    }
    fn visit_bool<E: Error>(self, b: bool) -> Result<Self::Value, E> {
        Err(self.found(&b.to_string()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<Self::Value, A::Error> {
        Err(self.found("an array"))
    }
}

/// Reads an object field; `null` is absent.
pub(super) fn fields<'de, T: Fields, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Option<T>, A::Error> {
    map.next_value_seed(Object(Some(path), PhantomData))
}

/// Reads a list of objects; `null` is an empty one.
pub(super) fn list<'de, T: Fields, A: MapAccess<'de>>(
    map: &mut A,
    path: Path<'_>,
) -> Result<Vec<T>, A::Error> {
    map.next_value_seed(List(path, PhantomData))
}

struct List<'p, T>(Path<'p>, PhantomData<T>);

impl<'de, T: Fields> DeserializeSeed<'de> for List<'_, T> {
    type Value = Vec<T>;
    fn deserialize<D: serde::Deserializer<'de>>(self, d: D) -> Result<Vec<T>, D::Error> {
        d.deserialize_any(self)
    }
}

impl<'de, T: Fields> Visitor<'de> for List<'_, T> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list in {}", self.0)
    }
    fn visit_unit<E>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut items = Vec::new();
        for i in 0.. {
            let path = Path {
                up: Some(&self.0),
                step: Step::Index(i),
            };
            match seq.next_element_seed(Object::<T>(Some(path), PhantomData))? {
                Some(item) => items.extend(item),
                None => break,
            }
        }
        Ok(items)
    }
}
