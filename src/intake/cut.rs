//! Cuts an OTLP request that is still being read between its spans: what is complete becomes a request of its own, and
//! the rest keeps the headers (resource, scope) that its spans need.

use super::scan::{end_of_value, skip_space};
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
    let mut walk = Walk {
        text,
        open: Vec::new(),
    };
    walk.object(start, 0);
    let mut open = walk.open;
    open.reverse();
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

/// One pass through the text.
struct Walk<'a> {
    text: &'a [u8],
    /// Innermost first.
    open: Vec<OpenList>,
}

impl Walk<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.get(at).copied()
    }

    /// The end of the object at `at`; none where it is cut off, with its open list noted.
    fn object(&mut self, at: usize, level: usize) -> Option<usize> {
        if self.byte(at)? != b'{' {
            return end_of_value(self.text, at);
        }
        let mut next = skip_space(self.text, at + 1);
        while self.byte(next)? == b'"' {
            let end = end_of_value(self.text, next)?;
            let key = &self.text[next + 1..end - 1];
            let colon = skip_space(self.text, end);
            if self.byte(colon)? != b':' {
                return None;
            }
            let value = skip_space(self.text, colon + 1);
            let wanted = LEVELS[level].iter().any(|k| k.as_bytes() == key);
            let end = if wanted && self.byte(value)? == b'[' {
                self.list(at, value, level)?
            } else {
                end_of_value(self.text, value)?
            };
            let comma = skip_space(self.text, end);
            if self.byte(comma)? != b',' {
                return Some(comma + 1);
            }
            next = skip_space(self.text, comma + 1);
        }
        Some(next + 1)
    }

    /// The end of the list at `list`. An element counts as complete once the comma after it is there, so that the
    /// rest starts with an element.
    fn list(&mut self, object: usize, list: usize, level: usize) -> Option<usize> {
        let mut complete = None;
        let mut rest = skip_space(self.text, list + 1);
        while self.byte(rest) != Some(b']') {
            let inner = level + 1 < LEVELS.len();
            let end = match self.byte(rest) {
                Some(_) if inner => self.object(rest, level + 1),
                Some(_) => end_of_value(self.text, rest),
                None => None,
            };
            let comma = end.map(|end| skip_space(self.text, end));
            match comma.and_then(|at| self.byte(at)) {
                Some(b',') => {
                    complete = end;
                    rest = skip_space(self.text, comma? + 1);
                }
                Some(_) => return Some(comma? + 1),
                None => {
                    self.open.push(OpenList {
                        header: object..list + 1,
                        complete,
                        rest,
                    });
                    return None;
                }
            }
        }
        Some(rest + 1)
    }
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
