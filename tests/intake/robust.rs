//! Whatever the bytes are: no panic, nothing lost around what is bad, and the same result however the input is cut.

use super::support::{Read, fixture, read_with};
use goldset::{
    error::Result,
    intake::{Limits, Mapping, Options},
    model::record::Record,
};
use proptest::prelude::*;
use std::{fs, path::Path};

const NAMES: [&str; 7] = [
    "a",
    "a.json",
    "a.jsonl",
    "a.csv",
    "a.tsv",
    "a.pb",
    "a.json.gz",
];

fn read_bytes(folder: &Path, name: &str, bytes: &[u8], options: &Options) -> Result<Read> {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    read_with(path, options)
}

fn small(block: usize) -> Options {
    Options {
        limits: Limits {
            block,
            line: 1 << 20,
            ..Limits::default()
        },
        map: None,
    }
}

fn mapped() -> Options {
    Options {
        map: Mapping::builtin("tau-bench-airline-gpt4o"),
        ..Options::default()
    }
}

/// True bytes of every kind.
fn fixtures() -> Vec<Vec<u8>> {
    let mut all = Vec::new();
    for folder in ["otlp", "genai", "openinference", "langfuse"] {
        let entries = fs::read_dir(fixture(folder)).expect("a folder");
        all.extend(entries.map(|e| fs::read(e.expect("an entry").path()).expect("read")));
    }
    all.push(br#"{"type":"trace","trace_id":"t","input":[{"role":"user","content":"hi"}],"spans":[{"span_id":"a"}]}"#.to_vec());
    all.push(br#"[{"trace_id":"t","span_id":"s","attributes":{"llm.input_messages.0.message.content":"x"},"span_events":[{"name":"e"}]}]"#.to_vec());
    all.push(b"id,question,answer,thumbs\n1,\"a \"\"b\"\"\nc\",d,up\n".to_vec());
    all
}

fn mutate(bytes: &mut Vec<u8>, edits: &[(usize, u8, u8)]) {
    for &(at, kind, byte) in edits {
        let at = at % bytes.len().max(1);
        match kind % 4 {
            0 if at < bytes.len() => bytes[at] = byte,
            1 => bytes.insert(at.min(bytes.len()), byte),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            _ => {
                let end = (at + usize::from(byte)).min(bytes.len());
                let piece = bytes[at.min(end)..end].to_vec();
                bytes.splice(at..at, piece);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), start in 0usize..6) {
        let folder = tempfile::tempdir().expect("a folder");
        let starts: [&[u8]; 6] = [b"", b"{\"type\":\"trace\",", b"[{", b"\x0a\x05\x0a", b"\x1f\x8b\x08", b"a,b\n"];
        let all = [starts[start], &bytes].concat();
        for name in NAMES {
            let _ = read_bytes(folder.path(), name, &all, &small(64));
            let _ = read_bytes(folder.path(), name, &all, &mapped());
        }
    }

    #[test]
    fn damaged_files_never_panic(
        which in any::<proptest::sample::Index>(),
        edits in proptest::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..6),
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let mut bytes = which.get(&fixtures()).clone();
        mutate(&mut bytes, &edits);
        for name in NAMES {
            let _ = read_bytes(folder.path(), name, &bytes, &small(256));
        }
    }

    #[test]
    fn good_lines_around_bad_ones_are_never_lost(
        lines in proptest::collection::vec(proptest::option::of("[^\n\r]{1,60}"), 1..40),
        block in 16usize..300,
        ends in prop_oneof![Just("\n"), Just("\r\n")],
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut text, mut wanted, mut bad) = (String::new(), Vec::new(), Vec::new());
        for (i, line) in lines.iter().enumerate() {
            match line {
                None => {
                    text.push_str(&format!("{{\"type\":\"trace\",\"trace_id\":\"t{i}\"}}{ends}"));
                    wanted.push(format!("t{i}"));
                }
                Some(line) => {
                    let line = format!("x{line}");
                    text.push_str(&format!("{line}{ends}"));
                    bad.push(i as u64 + 1);
                }
            }
        }
        // The first line tells the format.
        let text = format!("{{\"type\":\"trace\",\"trace_id\":\"first\"}}{ends}{text}");
        let read = read_bytes(folder.path(), "a.jsonl", text.as_bytes(), &small(block)).expect("read");
        let ids: Vec<_> = read.records.iter().skip(1).map(|r| match r {
            Record::Trace(t) => t.trace_id.clone(),
            other => format!("{other:?}"),
        }).collect();
        prop_assert_eq!(ids, wanted);
        let rejected: Vec<_> = read.rejects.iter().map(|r| r.line - 1).collect();
        prop_assert_eq!(rejected, bad);
    }

    #[test]
    fn where_an_input_is_cut_makes_no_difference(
        which in 0usize..3,
        count in 1usize..30,
        width in 0usize..200,
        block in 16usize..600,
        document in 600usize..4000,
    ) {
        let folder = tempfile::tempdir().expect("a folder");
        let filler = "y\\\"{[".repeat(width / 4);
        let text = match which {
            0 => list(count, &filler, " ,\n"),
            1 => request(count, &filler),
            _ => list(count, &filler, ","),
        };
        let whole = read_bytes(folder.path(), "a.json", text.as_bytes(), &Options::default()).expect("read");
        let mut options = small(block);
        options.limits.document = document.max(text.len() / count.max(1) * 4 + 600);
        let cut = read_bytes(folder.path(), "a.json", text.as_bytes(), &options).expect("read");
        prop_assert_eq!(whole.rejects.len(), 0);
        prop_assert_eq!(cut.rejects, vec![]);
        prop_assert_eq!(whole.records.len(), count);
        prop_assert_eq!(cut.records, whole.records);
    }
}

fn list(count: usize, filler: &str, divider: &str) -> String {
    let one = |i| format!("{{\"type\":\"trace\",\"trace_id\":\"t{i}\",\"input\":\"{filler}\"}}");
    let items: Vec<_> = (0..count).map(one).collect();
    format!("[\n{}\n]\n", items.join(divider))
}

fn request(count: usize, filler: &str) -> String {
    let span = |i: usize| {
        format!(
            "{{\"traceId\":\"{:032x}\",\"spanId\":\"{:016x}\",\"attributes\":[{{\"key\":\"llm.x\",\"value\":{{\"stringValue\":\"{filler}\"}}}}]}}",
            i + 1,
            i + 1
        )
    };
    let scopes: Vec<_> = (0..count)
        .collect::<Vec<_>>()
        .chunks(3)
        .map(|c| {
            let spans: Vec<_> = c.iter().map(|i| span(*i)).collect();
            format!(
                "{{\"scope\":{{\"name\":\"s\"}},\"spans\":[{}]}}",
                spans.join(", ")
            )
        })
        .collect();
    let groups: Vec<_> = scopes
        .chunks(2)
        .map(|c| format!("{{\"resource\":{{}},\"scopeSpans\":[{}]}}", c.join(" ,")))
        .collect();
    format!("{{\"resourceSpans\":[{}]}}", groups.join(","))
}

#[test]
fn no_line_of_any_length_is_held() {
    let folder = tempfile::tempdir().expect("a folder");
    let good = "{\"type\":\"trace\",\"trace_id\":\"t\"}";
    let text = format!("{good}\n{{\"x\":\"{}\"}}\n{good}\n", "x".repeat(5 << 20));
    let mut options = small(64 << 10);
    options.limits.line = 1 << 20;
    let read = read_bytes(folder.path(), "a.jsonl", text.as_bytes(), &options).expect("read");
    assert_eq!((read.records.len(), read.rejects.len()), (2, 1));
    assert!(
        read.rejects[0]
            .error
            .starts_with("a line of 5 MiB, over the limit of 1 MiB"),
        "{:?}",
        read.rejects
    );
    let list = format!("[{good},{{\"x\":\"{}\"}},{good}]", "x".repeat(5 << 20));
    options.limits.document = 1 << 20;
    let read = read_bytes(folder.path(), "a.json", list.as_bytes(), &options).expect("read");
    assert_eq!((read.records.len(), read.rejects.len()), (2, 1));
    assert!(
        read.rejects[0].error.starts_with("a value of 5 MiB"),
        "{:?}",
        read.rejects
    );
}
