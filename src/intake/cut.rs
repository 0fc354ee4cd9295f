//! Cuts an OTLP request that is still being read between its spans: what is complete becomes a request of its own, and
//! the rest keeps the headers (resource, scope) that its spans need.

use super::scan::{end_of_value, entries, skip_space};
use std::ops::Range;

/// The list to go into at each level of a request.
const LEVELS: [&[&str]; 3] = [
    &["resourceSpans", "batches", "resourceLogs"],
    &["scopeSpans", "instrumentationLibrarySpans", "scopeLogs"],
    &["spans", "logRecords"],
];

/// Where to cut.
pub(super) struct Cut {
    start: usize,
    /// The end of the last complete element.
    end: usize,
    /// Headers of the lists that are open, outermost first.
    headers: Vec<Range<usize>>,
    /// The start of the element that is not complete.
    rest: usize,
}

/// A list that is open where the text ends.
struct OpenList {
    /// From the object that holds the list to the list's bracket.
    header: Range<usize>,
    complete: Option<usize>,
    rest: usize,
}

/// Finds the cut that takes the most, in a request that starts at `start` and is not complete.
pub(super) fn between_spans(text: &[u8], start: usize) -> Option<Cut> {
    let mut open = Vec::new();
    let mut at = start;
    for keys in LEVELS {
        let Some(list) = open_list(text, at, keys) else {
            break;
        };
        at = list.rest;
        open.push(list);
    }
    let depth = open.iter().rposition(|list| list.complete.is_some())?;
    open.truncate(depth + 1);
    let last = open.last()?;
    Some(Cut {
        start,
        end: last.complete?,
        rest: last.rest,
        headers: open.into_iter().map(|list| list.header).collect(),
    })
}

/// The last value of the object at `at`, where it is one of these lists and cut off.
fn open_list(text: &[u8], at: usize, keys: &[&str]) -> Option<OpenList> {
    if text.get(at) != Some(&b'{') {
        return None;
    }
    let last = entries(text, at).last().copied()?;
    let wanted = keys.iter().any(|k| k.as_bytes() == last.key);
    if !wanted || text.get(last.value) != Some(&b'[') || end_of_value(text, last.value).is_some() {
        return None;
    }
    // An element counts as complete once the comma after it is there, so that the rest starts with an element.
    let mut complete = None;
    let mut rest = skip_space(text, last.value + 1);
    while let Some(end) = end_of_value(text, rest) {
        let comma = skip_space(text, end);
        if text.get(comma) != Some(&b',') {
            break;
        }
        complete = Some(end);
        rest = skip_space(text, comma + 1);
    }
    Some(OpenList {
        header: at..last.value + 1,
        complete,
        rest,
    })
}

impl Cut {
    /// Takes what is complete out of the buffer as a request of its own.
    pub(super) fn take(self, buffer: &mut Vec<u8>) -> Vec<u8> {
        let mut data = buffer[self.start..self.end].to_vec();
        let mut kept = Vec::new();
        for header in self.headers {
            data.extend(b"]}");
            kept.extend_from_slice(&buffer[header]);
        }
        buffer.splice(self.start..self.rest, kept);
        data
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    #[test]
    fn cut_requests_hold_the_same_spans() {
        let group = |g: usize| {
            let span = |s: usize| format!("{{\"spanId\":\"{g}-{s}\",\"a\":[{{}},\"]}}\"]}}");
            let spans = (0..3).map(span).collect::<Vec<_>>().join(" , ");
            format!(
                "{{\"resource\":{{\"r\":{g}}},\"scopeSpans\":[{{\"scope\":{{}},\"spans\":[]}},{{\"scope\":{{\"s\":1}},\"spans\":[{spans}]}}]}}"
            )
        };
        let whole = format!("  {{\"resourceSpans\": [{},{}]}}", group(0), group(1));
        for end in 3..whole.len() {
            let mut buffer = whole.as_bytes()[..end].to_vec();
            let Some(cut) = between_spans(&buffer, 2) else {
                continue;
            };
            let first = cut.take(&mut buffer);
            buffer.extend(&whole.as_bytes()[end..]);
            let mut ids = spans(&first);
            ids.extend(spans(&buffer));
            assert_eq!(
                ids,
                ["0 0-0", "0 0-1", "0 0-2", "1 1-0", "1 1-1", "1 1-2"],
                "{end}"
            );
        }
    }

    fn spans(json: &[u8]) -> Vec<String> {
        let value: Value = serde_json::from_slice(json)
            .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(json)));
        let mut ids = Vec::new();
        for group in value["resourceSpans"].as_array().expect("groups") {
            for scope in group["scopeSpans"].as_array().expect("scopes") {
                for span in scope["spans"].as_array().expect("spans") {
                    let id = span["spanId"].as_str().expect("an id");
                    ids.push(format!("{} {id}", group["resource"]["r"]));
                }
            }
        }
        ids
    }
}
