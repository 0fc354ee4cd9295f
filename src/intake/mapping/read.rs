//! Sources and values as a mapping writes them.

use super::{
    messages::{Messages, Take},
    source::{At, Each, Place, Source, Template},
};
use serde_json::{Map, Value};
use toml::Table;

/// Reading a mapping, with a sentence that names the place and what is wrong there.
pub(super) type Read<T> = Result<T, String>;

pub(super) fn unknown(key: &str, known: &[&str]) -> String {
    format!("{key}: no such key (known are {})", known.join(", "))
}

pub(super) fn text_of(path: &str, value: &toml::Value) -> Read<String> {
    value
        .as_str()
        .map(str::to_owned)
        .ok_or_else(|| format!("{path}: text expected"))
}

pub(super) fn texts_of(path: &str, value: &toml::Value) -> Read<Vec<String>> {
    match value {
        toml::Value::Array(items) => items.iter().map(|v| text_of(path, v)).collect(),
        one => text_of(path, one).map(|t| vec![t]),
    }
}

pub(super) fn sources(path: &str, table: &Table) -> Read<Vec<(String, Source)>> {
    let read =
        |(k, v): (&String, &toml::Value)| Ok((k.clone(), source(&format!("{path}.{k}"), v)?));
    table.iter().map(read).collect()
}

pub(super) fn source(path: &str, value: &toml::Value) -> Read<Source> {
    match value {
        toml::Value::String(place) => Ok(Source::At(at(vec![Place::parse(place)]))),
        toml::Value::Array(items) => {
            let items: Read<Vec<_>> = items.iter().map(|v| source(path, v)).collect();
            items.map(Source::Join)
        }
        toml::Value::Table(table) => table_source(path, table),
        _ => Err(format!(
            "{path}: a place or a table expected; a fixed value is written {{ const = … }}"
        )),
    }
}

fn at(places: Vec<Place>) -> At {
    At {
        places,
        values: None,
        default: None,
        json: false,
        split: None,
    }
}

fn table_source(path: &str, table: &Table) -> Read<Source> {
    let without = |key: &str| {
        let mut rest = table.clone();
        rest.remove(key);
        rest
    };
    if let Some(value) = table.get("const") {
        return only(path, table, &["const"]).map(|()| Source::Const(json(value)));
    }
    if let Some(text) = table.get("text").filter(|_| table.len() == 1) {
        let text = text_of(path, text)?;
        return if text.contains(['{', '}']) {
            Template::parse(&text)
                .map(Source::Text)
                .map_err(|e| format!("{path}: {e}"))
        } else {
            // A table of one field called `text`, as documents have.
            source(path, &toml::Value::String(text))
                .map(|s| Source::Object(vec![("text".into(), s)]))
        };
    }
    if table.contains_key("at") {
        return at_source(path, table);
    }
    if let Some(place) = table.get("messages") {
        return messages(path, place, table);
    }
    if let Some(items) = table.get("each") {
        return Ok(Source::Each(
            each(path, items)?,
            sources(path, &without("each"))?,
        ));
    }
    sources(path, table).map(Source::Object)
}

pub(super) fn only(path: &str, table: &Table, known: &[&str]) -> Read<()> {
    match table.keys().find(|k| !known.contains(&k.as_str())) {
        Some(key) => Err(unknown(&format!("{path}.{key}"), known)),
        None => Ok(()),
    }
}

fn at_source(path: &str, table: &Table) -> Read<Source> {
    only(path, table, &["at", "values", "default", "json", "split"])?;
    let places = texts_of(path, &table["at"])?;
    let mut source = at(places.iter().map(|p| Place::parse(p)).collect());
    if let Some(values) = table.get("values") {
        let Value::Object(values) = json(values) else {
            return Err(format!("{path}.values: a table expected"));
        };
        source.values = Some(values);
    }
    source.default = table.get("default").map(json);
    source.json = table
        .get("json")
        .and_then(toml::Value::as_bool)
        .unwrap_or_default();
    if let Some(split) = table.get("split") {
        let wrong = || format!("{path}.split: [divider, number of the part from 0] expected");
        let [divider, n] = split.as_array().map(Vec::as_slice).ok_or_else(wrong)? else {
            return Err(wrong());
        };
        let n = n
            .as_integer()
            .and_then(|n| usize::try_from(n).ok())
            .ok_or_else(wrong)?;
        source.split = Some((text_of(path, divider)?, n));
    }
    Ok(Source::At(source))
}

fn messages(path: &str, place: &toml::Value, table: &Table) -> Read<Source> {
    only(path, table, &["messages", "take", "role"])?;
    let take = match table.get("take") {
        None => Take::All,
        Some(name) => {
            let name = text_of(path, name)?;
            let known = Take::NAMES.iter().find(|(n, _)| *n == name);
            let names = Take::NAMES.map(|(n, _)| n);
            known
                .ok_or_else(|| format!("{path}.take: one of {} expected", names.join(", ")))?
                .1
        }
    };
    Ok(Source::Messages(Messages {
        place: Place::parse(&text_of(path, place)?),
        take,
        role: table.get("role").map(|r| text_of(path, r)).transpose()?,
    }))
}

pub(super) fn each(path: &str, value: &toml::Value) -> Read<Each> {
    match value {
        toml::Value::String(place) => Ok(Each::List(Place::parse(place))),
        other => {
            let places = texts_of(path, other)?;
            Ok(Each::Places(
                places.iter().map(|p| Place::parse(p)).collect(),
            ))
        }
    }
}

/// A TOML value as JSON; a date as its text.
pub(super) fn json(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(s) => Value::from(s.as_str()),
        toml::Value::Integer(n) => Value::from(*n),
        toml::Value::Float(n) => Value::from(*n),
        toml::Value::Boolean(b) => Value::from(*b),
        toml::Value::Datetime(d) => Value::from(d.to_string()),
        toml::Value::Array(items) => Value::Array(items.iter().map(json).collect()),
        toml::Value::Table(table) => {
            let fields = table.iter().map(|(k, v)| (k.clone(), json(v)));
            Value::Object(fields.collect::<Map<_, _>>())
        }
    }
}
