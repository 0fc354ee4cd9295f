//! Tables, lists and documents of other shapes, by mappings ready, given and guessed.

use super::support::{Read, read, read_text, read_text_with, read_with, shared};
use goldset::{
    intake::{Input, Mapping, Options, explain},
    model::{content::Content, signal::Class},
};
use serde_json::json;
use std::collections::BTreeMap;

fn data(folder: &str, file: &str) -> Option<Read> {
    let path = shared("data")?.join(folder).join(file);
    let options = Options {
        map: Mapping::builtin(folder),
        ..Options::default()
    };
    let given = read_with(path.clone(), &options).expect("read");
    let found = read(path);
    assert_eq!(
        given.records, found.records,
        "the ready mapping is found without --map"
    );
    assert!(
        found.notes[0].contains("ready mapping"),
        "and said: {:?}",
        found.notes
    );
    assert!(given.rejects.is_empty(), "{:?}", given.rejects);
    Some(given)
}

fn values(read: &Read) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for signal in read.signals() {
        let value = signal.value.as_ref().map(ToString::to_string);
        *counts.entry(value.unwrap_or_default()).or_default() += 1;
    }
    counts
}

#[test]
fn tau_bench() {
    let Some(read) = data("tau-bench-airline-gpt4o", "gpt-4o-airline.tasks00-24.json") else {
        return;
    };
    let traces = read.traces();
    assert_eq!((traces.len(), read.signals().len()), (100, 100));
    assert_eq!(
        values(&read),
        BTreeMap::from([("0.0".into(), 69), ("1.0".into(), 31)])
    );
    let trace = &traces["tau:0/0"];
    assert_eq!(
        trace.input.as_ref().map(|i| i.messages("").len() > 10),
        Some(true)
    );
    assert!(
        trace
            .tool_calls
            .iter()
            .any(|c| c.name == "book_reservation" && c.result.is_some())
    );
    assert!(
        trace
            .output
            .as_ref()
            .is_some_and(|o| o.plain().starts_with("Your flight"))
    );
}

#[test]
fn ttcw() {
    let Some(read) = data("ttcw-expert-comments", "ttcw_annotations.stories0-3.json") else {
        return;
    };
    assert_eq!((read.traces().len(), read.signals().len()), (224, 672));
    assert_eq!(values(&read)["\"bad\""], 442);
    let bad = read
        .signals()
        .into_iter()
        .find(|s| s.value == Some(json!("bad")))
        .expect("one");
    assert!(bad.comment.is_some() && bad.class == Some(Class::Expert));
}

#[test]
fn pandalm() {
    let Some(read) = data("pandalm-human-preferences", "testset-v1.json") else {
        return;
    };
    assert_eq!((read.traces().len(), read.signals().len()), (1998, 5994));
    let values = values(&read);
    assert_eq!(values["\"chosen\""], values["\"rejected\""]);
    let first = read.signals()[0].clone();
    assert_eq!(
        (first.value, first.user_id.as_deref()),
        (Some(json!("rejected")), Some("annotator1"))
    );
    assert_eq!(first.attributes["other_trace_id"], "pandalm:0/2");
}

#[test]
fn ilf() {
    let Some(read) = data(
        "ilf-mbpp-feedback-and-refinements",
        "surge_annotations.jsonl",
    ) else {
        return;
    };
    assert_eq!((read.traces().len(), read.signals().len()), (195, 195));
    for signal in read.signals() {
        assert!(signal.comment.is_some() && signal.correction.is_some());
    }
}

#[test]
fn who_and_when() {
    let Some(read) = data("who-and-when-algorithm-generated", "1.json") else {
        return;
    };
    let trace = read.only_trace();
    assert!(
        trace
            .input
            .as_ref()
            .is_some_and(|i| i.question().starts_with("This spreadsheet"))
    );
    let signal = read.signals()[0].clone();
    assert_eq!(
        (signal.name.as_str(), signal.value),
        ("outcome", Some(json!("failure")))
    );
    assert!(
        signal
            .comment
            .is_some_and(|c| c.starts_with("The code failed"))
    );
    assert_eq!(signal.attributes["mistake_agent"], "Excel_Expert");
}

const LOG: &str = "\u{feff}created,conversation,question,answer,thumbs,reviewer note\r\n\
2026-11-20 10:11:12,sess-42,\"What is the \"\"refund\"\" window?\",\"Within\r\n90 days.\",down,\"wrong, says 30\"\r\n\
too,few\r\n\
2026-11-20 10:15:00,sess-43,日本語 🙂,はい,up,\r\n";

#[test]
fn a_table_is_guessed_and_says_so() {
    let read = read_text("log.csv", LOG).expect("read");
    let traces: Vec<_> = read.traces().into_values().collect();
    assert_eq!(traces.len(), 2);
    let first = traces
        .iter()
        .find(|t| t.session_id.as_deref() == Some("sess-42"))
        .expect("the first");
    assert_eq!(
        first.input,
        Some(Content::text("What is the \"refund\" window?"))
    );
    assert_eq!(first.output, Some(Content::text("Within\r\n90 days.")));
    assert_eq!(
        read.rejects
            .iter()
            .map(|r| (r.line, r.error.as_str()))
            .collect::<Vec<_>>(),
        [(4, "a row of 2 cells, the header has 6")]
    );
    assert!(
        read.notes[0].contains("trace.input <- question"),
        "{:?}",
        read.notes
    );
    let told: Vec<_> = read
        .signals()
        .iter()
        .map(|s| (s.value.clone(), s.comment.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (Some(json!("down")), Some("wrong, says 30".into())),
            (Some(json!("up")), None)
        ]
    );
    let tabs = read_text("log.tsv", "question\tanswer\nwhy \"so\"?\tbecause\n").expect("read");
    assert_eq!(tabs.only_trace().input, Some(Content::text("why \"so\"?")));
    let semicolons = read_text("log.csv", "question;answer\nwhy?;because, really\n").expect("read");
    assert_eq!(
        semicolons.only_trace().output,
        Some(Content::text("because, really"))
    );
}

#[test]
fn tables_in_doubt_stop() {
    let error = read_text("log.csv", "prompt,question,answer\na,b,c\n")
        .err()
        .expect("in doubt");
    assert!(error.what.contains("could each be the input"), "{error}");
    assert!(error.hint.is_some_and(|h| h.contains("--map")));
}

#[test]
fn shapes_nobody_knows_are_named() {
    for text in [
        r#"{"foo":1,"bar":2}"#,
        r#"[{"foo":1,"bar":2}]"#,
        "{\n \"foo\": 1,\n \"bar\": 2\n}",
    ] {
        let error = read_text("a.json", text).err().expect("unknown");
        assert!(
            error.what.contains("an object with the keys foo, bar"),
            "{error}"
        );
        assert!(error.hint.is_some_and(|h| h.contains("--map")));
    }
    for (name, text) in [
        ("a.json", "[\"x\",\"y\"]"),
        ("a.json", "17"),
        ("a.txt", "once upon a time"),
        ("a.bin", "\u{1}\u{2}"),
    ] {
        let error = read_text(name, text).map(|r| r.records.len() + r.rejects.len());
        assert!(
            error.as_ref().map_or(true, |n| *n > 0),
            "{text}: nothing is silently empty: {error:?}"
        );
    }
}

#[test]
fn a_list_inside_a_document_is_read_element_by_element() {
    let mapping = "records = \"/data/items\"\n[[trace]]\nprefix = \"d:\"\ntrace_id = \"/n\"\ninput = \"/q\"\n";
    let options = Options {
        map: Some(Mapping::from_toml(mapping).expect("a mapping")),
        ..Options::default()
    };
    let filler = "x".repeat(3 << 20);
    let items: Vec<String> = (0..1000)
        .map(|n| format!("{{\"n\":{n},\"q\":\"{}\"}}", "y".repeat(5000)))
        .collect();
    let text = format!(
        "{{\"meta\":{{\"skip\":[\"{filler}\",{{}}]}},\"data\":{{\"total\":1000,\"items\":[\n{}\n],\"after\":[1,{{\"n\":5}}]}},\"end\":true}}",
        items.join(",\n")
    );
    let read = read_text_with("a.json", &text, &options).expect("read");
    assert_eq!(
        (read.traces().len(), read.rejects.len(), read.read),
        (1000, 0, 1000)
    );
    let missing = read_text_with("a.json", "{\"data\":{\"rows\":[]}}", &options).err();
    assert!(missing.is_some_and(|e| e.what.contains("no list at /data/items")));
}

#[test]
fn explaining_shows_the_first_records() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("log.csv");
    std::fs::write(&path, LOG).expect("written");
    let told = explain(&Input::file(path), &Options::default(), 1).expect("read");
    let text = told.to_string();
    assert!(text.contains("trace.output <- answer"), "{text}");
    assert!(
        text.contains("\"type\":\"trace\"") && told.records.len() == 1,
        "{text}"
    );
}
