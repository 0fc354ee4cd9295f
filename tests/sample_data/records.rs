//! Reads the committed files.

use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::LazyLock,
};

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub(crate) struct Sample {
    pub(crate) traces: Vec<Value>,
    pub(crate) signals: Vec<Value>,
    pub(crate) decisions: Vec<Value>,
    pub(crate) truth: toml::Table,
    /// Signals by trace id, found by trace or request.
    pub(crate) of_trace: BTreeMap<String, Vec<Value>>,
}

pub(crate) static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let folder = root().join("sample-data");
    let traces = lines(&folder.join("traces.jsonl"));
    let signals = lines(&folder.join("signals.jsonl"));
    Sample {
        of_trace: link(&traces, &signals),
        decisions: lines(&folder.join("decisions.jsonl")),
        truth: std::fs::read_to_string(folder.join("TRUTH.toml"))
            .unwrap()
            .parse()
            .unwrap(),
        traces,
        signals,
    }
});

fn link(traces: &[Value], signals: &[Value]) -> BTreeMap<String, Vec<Value>> {
    let by_request: BTreeMap<&str, &str> = traces
        .iter()
        .map(|t| (text(t, "request_id"), text(t, "trace_id")))
        .collect();
    let mut of_trace: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for signal in signals {
        let id = signal["trace_id"].as_str();
        let id = id.or_else(|| by_request.get(text(signal, "request_id")).copied());
        if let Some(id) = id {
            of_trace
                .entry(id.to_owned())
                .or_default()
                .push(signal.clone());
        }
    }
    of_trace
}

impl Sample {
    /// A number of TRUTH.toml by its path, e.g. `refunds.v5.n`.
    pub(crate) fn number(&self, path: &str) -> usize {
        usize::try_from(self.at(path).as_integer().unwrap()).unwrap()
    }

    pub(crate) fn float(&self, path: &str) -> f64 {
        self.at(path).as_float().unwrap()
    }

    pub(crate) fn ids(&self, path: &str) -> BTreeSet<String> {
        let list = self.at(path).as_array().unwrap();
        list.iter()
            .map(|id| id.as_str().unwrap().to_owned())
            .collect()
    }

    pub(crate) fn word(&self, path: &str) -> &str {
        self.at(path).as_str().unwrap()
    }

    fn at(&self, path: &str) -> &toml::Value {
        let (first, rest) = path.split_once('.').unwrap();
        rest.split('.')
            .fold(&self.truth[first], |value, key| &value[key])
    }

    pub(crate) fn trace(&self, id: &str) -> &Value {
        self.traces
            .iter()
            .find(|t| text(t, "trace_id") == id)
            .unwrap()
    }

    pub(crate) fn signals_of(&self, trace: &Value) -> &[Value] {
        self.of_trace
            .get(text(trace, "trace_id"))
            .map_or(&[], Vec::as_slice)
    }

    /// Traces that pass a test, by id.
    pub(crate) fn find(&self, test: impl Fn(&Value) -> bool) -> BTreeSet<String> {
        let found = self.traces.iter().filter(|t| test(t));
        found.map(|t| text(t, "trace_id").to_owned()).collect()
    }
}

/// A text field; empty where there is none.
pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

pub(crate) fn output(trace: &Value) -> &str {
    let output = &trace["output"];
    output.as_str().or(output["content"].as_str()).unwrap()
}

/// The last user message.
pub(crate) fn question(trace: &Value) -> &str {
    let input = &trace["input"];
    let last = input.as_array().and_then(|list| list.last());
    input
        .as_str()
        .or_else(|| last?["content"].as_str())
        .unwrap()
}

pub(crate) fn route_is(trace: &Value, routes: &[&str]) -> bool {
    routes.contains(&text(trace, "route"))
}

pub(crate) fn uses(trace: &Value, document: &str) -> bool {
    trace["documents"]
        .as_array()
        .is_some_and(|all| all.iter().any(|d| d["id"] == document))
}

/// Weeks since 2026-W39, by the date alone.
pub(crate) fn week(trace: &Value) -> usize {
    usize::try_from((day(text(trace, "started_at")) - day("2026-09-21")) / 7).unwrap()
}

/// Days from the beginning of September 2026; the sample lies in three months.
pub(crate) fn day(at: &str) -> i64 {
    let month: i64 = at[5..7].parse().unwrap();
    let before = [0, 30, 61][usize::try_from(month - 9).unwrap()];
    before + at[8..10].parse::<i64>().unwrap()
}

/// Minutes from the same moment.
pub(crate) fn minutes(at: &str) -> i64 {
    let part = |range: std::ops::Range<usize>| at.get(range).unwrap().parse::<i64>().unwrap();
    day(at) * 1_440 + part(11..13) * 60 + part(14..16)
}
