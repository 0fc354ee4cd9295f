//! A source: where in a record the value of a field comes from, and what is done to it on the way.

use super::messages::Messages;
use serde_json::{Map, Value};
use std::fmt;

/// A place in a record, or in the item of an `each`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Starts at the item, written `$`.
    pub(super) item: bool,
    pub(super) path: Path,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Path {
    /// The record or the item itself.
    Whole,
    /// A JSON pointer.
    Pointer(String),
    /// A top-level key or a column.
    Key(String),
    /// The item's own name, written `$key`.
    Name,
}

/// What is there to read from.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) record: &'a Value,
    pub(super) item: Option<&'a Value>,
    pub(super) name: &'a str,
}

impl Place {
    pub(super) fn parse(text: &str) -> Self {
        let (item, rest) = match text.strip_prefix('$') {
            Some("key") => (true, None),
            Some(rest) => (true, Some(rest)),
            None => (false, Some(text)),
        };
        let path = match rest {
            None => Path::Name,
            Some("") => Path::Whole,
            Some(p) if p.starts_with('/') => Path::Pointer(p.to_owned()),
            Some(p) => Path::Key(p.to_owned()),
        };
        Self { item, path }
    }

    /// The value there; null, and the empty cell of a table, are absent.
    pub(super) fn get<'a>(&self, scope: Scope<'a>) -> Option<std::borrow::Cow<'a, Value>> {
        use std::borrow::Cow;
        let start = if self.item { scope.item? } else { scope.record };
        let found = match &self.path {
            Path::Name => return Some(Cow::Owned(Value::from(scope.name))),
            Path::Whole => start,
            Path::Pointer(pointer) => start.pointer(pointer)?,
            Path::Key(key) => start.get(key)?,
        };
        (!found.is_null()).then_some(Cow::Borrowed(found))
    }

    /// The last step to it.
    fn last(&self) -> String {
        let text = self.to_string();
        text.rsplit('/').next().unwrap_or_default().to_owned()
    }

    /// The top-level key it leads through, if it starts at the record.
    pub(super) fn top_key(&self) -> Option<String> {
        if self.item {
            return None;
        }
        match &self.path {
            Path::Key(key) => Some(key.clone()),
            Path::Pointer(pointer) => {
                let first = pointer[1..].split('/').next()?;
                Some(first.replace("~1", "/").replace("~0", "~"))
            }
            Path::Whole | Path::Name => None,
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = if self.item { "$" } else { "" };
        match &self.path {
            Path::Whole if !self.item => f.write_str("the record"),
            Path::Whole => f.write_str("$"),
            Path::Name => f.write_str("$key"),
            Path::Pointer(p) | Path::Key(p) => write!(f, "{start}{p}"),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    At(At),
    Const(Value),
    Text(Template),
    /// One object per item.
    Each(Each, Vec<(String, Self)>),
    Messages(Messages),
    /// Lists are joined, everything else becomes an element.
    Join(Vec<Self>),
    /// An object of sources, such as one message.
    Object(Vec<(String, Self)>),
}

/// A value at the first place that has one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct At {
    pub(super) places: Vec<Place>,
    /// What each value becomes; a value in no table is an error unless there is a default.
    pub(super) values: Option<Map<String, Value>>,
    pub(super) default: Option<Value>,
    /// The text is JSON.
    pub(super) json: bool,
    /// The nth part of the text, divided by this.
    pub(super) split: Option<(String, usize)>,
}

/// Text with places in braces.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Template(pub(super) Vec<Part>);

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Part {
    Text(String),
    Place(Place),
}

/// Items of a list or an object, or values at several places.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Each {
    List(Place),
    Places(Vec<Place>),
}

impl Source {
    /// The value, none where it is absent.
    pub(super) fn read(&self, scope: Scope<'_>) -> Result<Option<Value>, String> {
        match self {
            Self::At(at) => at.read(scope),
            Self::Const(value) => Ok(Some(value.clone())),
            Self::Text(template) => Ok(template.read(scope)),
            Self::Messages(messages) => messages.read(scope),
            Self::Object(fields) => object(fields, scope),
            Self::Each(each, fields) => {
                let items = each.items(scope);
                let read = |(name, item): &(String, Value)| {
                    object(
                        fields,
                        Scope {
                            item: Some(item),
                            name,
                            ..scope
                        },
                    )
                };
                let items: Result<Vec<_>, _> = items.iter().map(read).collect();
                Ok(list(items?.into_iter().flatten().collect()))
            }
            Self::Join(sources) => {
                let mut all = Vec::new();
                for source in sources {
                    match source.read(scope)? {
                        Some(Value::Array(items)) => all.extend(items),
                        Some(one) => all.push(one),
                        None => {}
                    }
                }
                Ok(list(all))
            }
        }
    }

    /// Calls back with every place that is read.
    pub(super) fn visit(&self, see: &mut dyn FnMut(&Place)) {
        match self {
            Self::At(at) => at.places.iter().for_each(see),
            Self::Const(_) => {}
            Self::Text(template) => template.0.iter().for_each(|part| {
                if let Part::Place(place) = part {
                    see(place);
                }
            }),
            Self::Messages(messages) => see(&messages.place),
            Self::Each(each, fields) => {
                match each {
                    Each::List(place) => see(place),
                    Each::Places(places) => places.iter().for_each(&mut *see),
                }
                for (_, source) in fields {
                    source.visit(see);
                }
            }
            Self::Object(fields) => fields.iter().for_each(|(_, s)| s.visit(see)),
            Self::Join(sources) => sources.iter().for_each(|s| s.visit(see)),
        }
    }
}

/// A list that is there, or nothing.
pub(super) fn list(items: Vec<Value>) -> Option<Value> {
    (!items.is_empty()).then_some(Value::Array(items))
}

fn object(fields: &[(String, Source)], scope: Scope<'_>) -> Result<Option<Value>, String> {
    let mut map = Map::new();
    for (name, source) in fields {
        if let Some(value) = source.read(scope).map_err(|e| format!("{name}: {e}"))? {
            map.insert(name.clone(), value);
        }
    }
    Ok((!map.is_empty()).then_some(Value::Object(map)))
}

impl At {
    fn read(&self, scope: Scope<'_>) -> Result<Option<Value>, String> {
        let found = self.places.iter().find_map(|p| Some((p, p.get(scope)?)));
        let Some((place, value)) = found else {
            return Ok(self.default.clone());
        };
        let mut value = value.into_owned();
        if self.json
            && let Value::String(text) = &value
        {
            value =
                serde_json::from_str(text).map_err(|e| format!("{place}: not valid JSON: {e}"))?;
        }
        if let Some((divider, n)) = &self.split {
            let part = value
                .as_str()
                .and_then(|t| t.split(divider.as_str()).nth(*n));
            value = part
                .map(Value::from)
                .or_else(|| self.default.clone())
                .unwrap_or_default();
        }
        match &self.values {
            None => Ok(Some(value).filter(|v| !v.is_null())),
            Some(table) => {
                let key = as_text(&value);
                let known = table.get(&key).or(self.default.as_ref());
                known.cloned().map(Some).ok_or_else(|| {
                    let names: Vec<_> = table.keys().map(String::as_str).collect();
                    let found = crate::intake::coerce::quote(&key);
                    format!(
                        "{place}: {found} is not among the values of the mapping ({})",
                        names.join(", ")
                    )
                })
            }
        }
    }
}

/// A value as a table of values, a condition or a template names it.
pub(super) fn as_text(value: &Value) -> String {
    match value {
        Value::String(s) => s.clone(),
        Value::Number(n) => match n.as_f64() {
            // 1.0 and 1 are the same name.
            Some(f) if f.fract() == 0.0 && f.abs() < 9e15 => (f as i64).to_string(),
            _ => n.to_string(),
        },
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

impl Template {
    /// Reads `text {place} text`; braces are doubled to stand for themselves.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            plain.push_str(&rest[..at]);
            let brace = &rest[at..=at];
            if rest[at + 1..].starts_with(brace) {
                plain.push_str(brace);
                rest = &rest[at + 2..];
                continue;
            }
            let inner = rest[at + 1..].split_once('}').filter(|_| brace == "{");
            let (place, after) =
                inner.ok_or_else(|| format!("a brace is not closed in {text:?}"))?;
            if !plain.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut plain)));
            }
            parts.push(Part::Place(Place::parse(place.trim())));
            rest = after;
        }
        plain.push_str(rest);
        if !plain.is_empty() {
            parts.push(Part::Text(plain));
        }
        Ok(Self(parts))
    }

    /// The text with surrounding white space removed; absent where none of its places has a value.
    fn read(&self, scope: Scope<'_>) -> Option<Value> {
        let mut text = String::new();
        let (mut places, mut given) = (0, 0);
        for part in &self.0 {
            match part {
                Part::Text(plain) => text.push_str(plain),
                Part::Place(place) => {
                    places += 1;
                    let value = place.get(scope);
                    given += usize::from(value.is_some());
                    text.push_str(&value.map(|v| as_text(&v)).unwrap_or_default());
                }
            }
        }
        (places == 0 || given > 0).then(|| Value::from(text.trim()))
    }
}

impl Each {
    /// The items and their names.
    pub(super) fn items(&self, scope: Scope<'_>) -> Vec<(String, Value)> {
        match self {
            Self::Places(places) => {
                let read = |p: &Place| Some((p.last(), p.get(scope)?.into_owned()));
                places.iter().filter_map(read).collect()
            }
            Self::List(place) => match place.get(scope).map(std::borrow::Cow::into_owned) {
                Some(Value::Array(items)) => {
                    let named = items.into_iter().enumerate();
                    named.map(|(i, item)| (i.to_string(), item)).collect()
                }
                Some(Value::Object(map)) => map.into_iter().collect(),
                Some(one) => vec![(String::new(), one)],
                None => Vec::new(),
            },
        }
    }
}
