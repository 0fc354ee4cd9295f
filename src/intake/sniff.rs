//! Tells an input's format by its first bytes; the file's ending decides only where the content leaves it open.

use super::{
    otlp,
    scan::{end_of_value, is_space, skip_space},
    shape::{self, Shape},
};

/// Bytes looked at.
pub(super) const HEAD: usize = 256 << 10;

/// How an input is cut into records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// One JSON value a line.
    Lines,
    /// JSON objects over several lines, lists.
    Values,
    Protobuf,
    /// Columns divided by this byte.
    Table(u8),
}

/// What the first bytes tell.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sniffed {
    pub(super) container: Container,
    /// What the first readable record is; none of tables and protobuf.
    pub(super) shape: Option<Shape>,
}

/// Tells the format, or says what was found instead of one.
pub(super) fn sniff(head: &[u8], name: &str) -> Result<Sniffed, String> {
    let ending = ending(name);
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if let Some(what) = not_text(head) {
        return Err(what.into());
    }
    if is_protobuf(head, &ending) {
        return Ok(Sniffed {
            container: Container::Protobuf,
            shape: None,
        });
    }
    match ending.as_str() {
        "csv" => return Ok(table_by(divider(head))),
        "tsv" => return Ok(table_by(b'\t')),
        _ => {}
    }
    match head.get(skip_space(head, 0)) {
        Some(b'{' | b'[') => Ok(sniff_json(head, &ending)),
        None => Ok(lines(None)),
        Some(_) => sniff_text(head, &ending),
    }
}

/// What divides the header's columns most often, a comma where nothing does.
fn divider(head: &[u8]) -> u8 {
    let header = head.split(|b| *b == b'\n').next().unwrap_or_default();
    let count = |divider: &u8| memchr::memchr_iter(*divider, header).count();
    let most = [b'\t', b';', b','].into_iter().max_by_key(count);
    most.unwrap_or(b',')
}

fn table_by(divider: u8) -> Sniffed {
    Sniffed {
        container: Container::Table(divider),
        shape: None,
    }
}

fn lines(shape: Option<Shape>) -> Sniffed {
    Sniffed {
        container: Container::Lines,
        shape,
    }
}

/// The file's ending in lower case, `.gz` left out.
fn ending(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    let file = name.rsplit('/').next().unwrap_or_default();
    file.rsplit_once('.').map_or("", |(_, e)| e).to_owned()
}

fn not_text(head: &[u8]) -> Option<&'static str> {
    const KNOWN: [(&[u8], &str); 7] = [
        (
            b"\x28\xb5\x2f\xfd",
            "zstd-compressed data, which is not read; decompress it first (gzip is read as it is)",
        ),
        (
            b"PK\x03\x04",
            "a ZIP archive, such as an Inspect .eval log, which is not read yet; unpack it first",
        ),
        (
            b"SQLite format 3\0",
            "an SQLite database, not a file of traces",
        ),
        (
            b"PAR1",
            "a Parquet file, which is not read; export JSONL or CSV",
        ),
        (
            b"\xff\xfe",
            "UTF-16 text, which is not read; save it as UTF-8",
        ),
        (
            b"\xfe\xff",
            "UTF-16 text, which is not read; save it as UTF-8",
        ),
        (b"%PDF", "a PDF file, not a file of traces"),
    ];
    let found = KNOWN.iter().find(|(magic, _)| head.starts_with(magic));
    found.map(|(_, what)| *what)
}

/// An OTLP protobuf request starts with field 1, which starts with a field of its own; JSON after a line break does not.
fn is_protobuf(head: &[u8], ending: &str) -> bool {
    let request = |data: &[u8]| {
        let Some(rest) = data.strip_prefix(b"\x0a") else {
            return false;
        };
        let length = rest.iter().take(5).position(|b| b & 0x80 == 0);
        let group = length.and_then(|n| rest.get(n + 1));
        matches!(group, Some(0x0a | 0x12 | 0x1a))
    };
    let binary = head.iter().take(512).any(|b| *b < 0x09);
    let framed = head.len() > 4 && head[0] == 0 && request(&head[4..]);
    (binary || ending == "pb") && (request(head) || framed || is_framed(head))
}

fn is_framed(head: &[u8]) -> bool {
    head.len() > 4 && otlp::frames(head).is_some_and(|frames| !frames.is_empty())
}

/// JSON: lines where the first value ends with its line, values otherwise.
fn sniff_json(head: &[u8], ending: &str) -> Sniffed {
    let start = skip_space(head, 0);
    let text = String::from_utf8_lossy(&head[start..]);
    let first_line = text.lines().next().unwrap_or_default().trim();
    let by_ending = matches!(ending, "jsonl" | "ndjson") && !matches!(first_line, "{" | "[");
    let container = match end_of_value(head, start) {
        Some(end) if ends_line(head, start, end) && !is_list_over_lines(head, start, end) => {
            Container::Lines
        }
        Some(end) if is_json(&head[start..end]) => Container::Values,
        _ if by_ending || broken_first_line(&text) => Container::Lines,
        _ => Container::Values,
    };
    let shape = match container {
        Container::Lines => text.lines().map(str::trim).find_map(readable),
        _ => Some(first_of(&text)),
    };
    Sniffed { container, shape }
}

/// The value ends where its line does.
fn ends_line(head: &[u8], start: usize, end: usize) -> bool {
    let within = memchr::memchr(b'\n', &head[start..end]).is_some();
    let rest = &head[end..];
    let next = rest.iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
    !within && next.is_none_or(|b| *b == b'\n')
}

/// A list that is all there is, is opened; lists line by line are lines.
fn is_list_over_lines(head: &[u8], start: usize, end: usize) -> bool {
    head[start] == b'[' && head.get(skip_space(head, end)) != Some(&b'[')
}

/// The first line is no value, but the second looks like one: lines, of which the first is damaged.
fn broken_first_line(text: &str) -> bool {
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let starts = |l: &str| l.starts_with("{\"");
    starts(first) && lines.take(20).any(|l| starts(l) && is_json(l.as_bytes()))
}

fn readable(line: &str) -> Option<Shape> {
    is_json(line.as_bytes()).then(|| first_of(line))
}

fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

/// What a value is; a list is what its first element is.
fn first_of(text: &str) -> Shape {
    let inner = text.trim_start().strip_prefix('[');
    match inner.map(|t| t.trim_start_matches(|c: char| c.is_ascii() && is_space(c as u8))) {
        Some(rest) if rest.starts_with('{') => shape::of(rest),
        Some(rest) if rest.is_empty() || rest.starts_with([']', '[']) => Shape::List,
        Some(_) => Shape::Scalar,
        None => shape::of(text),
    }
}

/// Text that is no JSON: a table, or something else with a name.
fn sniff_text(head: &[u8], ending: &str) -> Result<Sniffed, String> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().filter(|l| !l.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let second = lines.next().unwrap_or_default();
    if is_http(first, second) {
        return Err(
            "HTTP headers, not traces; the body of that request is what can be imported".into(),
        );
    }
    if head.iter().take(512).any(|b| *b < 0x09) {
        return Err("binary data in no format that is read".into());
    }
    let shape = text.lines().map(str::trim).find_map(readable);
    if matches!(ending, "jsonl" | "ndjson") || (ending == "json" && shape.is_some()) {
        return Ok(self::lines(shape));
    }
    for divider in [',', '\t'] {
        let columns = |line: &str| line.matches(divider).count();
        if columns(first) > 0 && columns(first) <= columns(second) && !first.contains(". ") {
            return Ok(table_by(divider as u8));
        }
    }
    let start: String = first.chars().take(60).collect();
    Err(format!(
        "text that is neither JSON nor a table (it starts with {start:?})"
    ))
}

fn is_http(first: &str, second: &str) -> bool {
    let methods = ["POST /", "GET /", "PUT /", "HTTP/"];
    let header = |line: &str| {
        let name = line.split_once(": ").map_or("", |(name, _)| name);
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    methods.iter().any(|m| first.starts_with(m)) || (header(first) && header(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn container(text: &str, name: &str) -> Container {
        let sniffed = sniff(text.as_bytes(), name).unwrap_or_else(|e| panic!("{text}: {e}"));
        sniffed.container
    }

    const LINE: &str = "{\"type\":\"trace\",\"trace_id\":\"t\"}";

    #[test]
    fn json_is_lines_or_values_by_its_content() {
        use Container::{Lines, Values};
        for (text, name, wanted) in [
            (format!("{LINE}\n{LINE}\n"), "a", Lines),
            (format!("{LINE}\r\n"), "a.json", Lines),
            (format!("\u{feff}{LINE}"), "a.json", Lines),
            ("{\n \"resourceSpans\": []\n}".into(), "a.jsonl", Values),
            (format!("[{LINE},\n{LINE}]"), "a.jsonl", Values),
            (format!("{LINE}{LINE}"), "a", Values),
            (format!("{{\"type\":\"trace\",\n{LINE}\n"), "a", Lines),
            (format!("{{broken\n{LINE}\n"), "a.jsonl", Lines),
            (format!("oops\n{LINE}\n"), "a.jsonl", Lines),
            (
                "[{\"resourceSpans\":[]}]\n[{\"resourceSpans\":[]}]\n".into(),
                "a",
                Lines,
            ),
            (
                format!("{{\"resourceSpans\":[{}", "1,".repeat(500_000)),
                "a.json",
                Values,
            ),
            (
                format!("{{\"type\":\"trace\",\"input\":\"{}", "x".repeat(500_000)),
                "a.jsonl",
                Lines,
            ),
            (String::new(), "a.json", Lines),
        ] {
            let head = &text[..text.len().min(HEAD)];
            assert_eq!(container(head, name), wanted, "{name}: {text:.60}");
        }
    }

    #[test]
    fn the_first_readable_record_tells_the_shape() {
        let text = format!("{{broken\n{LINE}\n");
        let sniffed = sniff(text.as_bytes(), "a.jsonl").expect("sniffed");
        assert_eq!(sniffed.shape, Some(Shape::Native("trace".into())));
        let list =
            sniff(b"[ {\"trace_id\":1,\"span_id\":2,\"attributes\":{}}]", "a").expect("sniffed");
        assert_eq!(list.shape, Some(Shape::FlatSpan));
        let console = b"{\n \"name\": \"x\", \"context\": {\"trace_id\": \"0x1\", \"span_id\": \"0x2\"}, \"start_time\": \"2026\", \"attributes\": {}}";
        assert_eq!(
            sniff(console, "a").expect("sniffed").shape,
            Some(Shape::FlatSpan)
        );
    }

    #[test]
    fn tables_are_told_without_an_ending() {
        assert_eq!(
            container("question,answer\nwhy,so\n", "-"),
            Container::Table(b',')
        );
        assert_eq!(
            container("question\tanswer\nwhy\tso\n", "-"),
            Container::Table(b'\t')
        );
        assert_eq!(
            container("question;answer\nwhy;so, then\n", "a.csv.gz"),
            Container::Table(b';')
        );
    }

    #[test]
    fn what_is_no_data_is_named() {
        for (bytes, says) in [
            (&b"\x28\xb5\x2f\xfdxx"[..], "zstd"),
            (b"PK\x03\x04xx", "ZIP archive"),
            (b"SQLite format 3\0", "SQLite"),
            (b"PAR1", "Parquet"),
            (b"\xff\xfe{\0", "UTF-16"),
            (b"POST /v1/traces\nContent-Type: x\n", "HTTP headers"),
            (b"Once upon a time. There was\n", "neither JSON nor a table"),
            (b"\x01\x02\x03", "binary data"),
        ] {
            let said = sniff(bytes, "a.json").expect_err(says);
            assert!(said.contains(says), "{said}");
        }
        assert_eq!(
            container("\n{\n \"resourceSpans\": []}", "a"),
            Container::Values
        );
    }
}
