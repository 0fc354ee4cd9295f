//! OTLP files: protobuf and JSON say the same, edge cases, what is no trace.

use super::support::{fixture, read, read_text, read_with};
use goldset::{
    intake::Options,
    model::{
        record::Record,
        trace::{SpanKind, Status},
    },
};
use std::fs;

/// Every fixture folder of OTLP bytes.
const FOLDERS: [&str; 3] = ["otlp", "genai", "openinference"];

#[test]
fn protobuf_reads_as_its_json() {
    let mut pairs = 0;
    for folder in FOLDERS {
        for entry in fs::read_dir(fixture(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let json = path.with_extension("expected.json");
            if path.extension().is_none_or(|e| e != "pb") || !json.exists() {
                continue;
            }
            let (binary, text) = (read(path.clone()), read(json));
            assert_eq!(binary.format, "OTLP protobuf");
            assert_eq!(binary.records, text.records, "{}", path.display());
            assert!(!binary.records.is_empty() && binary.rejects.is_empty());
            pairs += 1;
        }
    }
    assert_eq!(pairs, 13, "pairs of protobuf and JSON");
}

#[test]
fn gzip_changes_nothing() {
    let plain = read(fixture("otlp/js_otlp_http_traces.json"));
    let packed = read(fixture("otlp/js_otlp_http_traces.json.gz"));
    assert_eq!(plain.records.len(), packed.records.len());
    assert_eq!(
        read(fixture("otlp/python_otlp_http_traces.pb.gz"))
            .records
            .len(),
        12
    );
}

#[test]
fn lines_of_requests_are_read() {
    let read = read(fixture("otlp/file_exporter_style_traces.jsonl"));
    assert_eq!(
        (read.format, read.records.len(), read.traces().len()),
        ("OTLP JSON", 27, 3)
    );
}

#[test]
fn edge_cases_are_read_skipped_or_rejected_with_a_reason() {
    for (name, read_count, skipped, error) in [
        ("a_strint", 1, 1, None),
        ("b_enumname", 1, 1, None),
        ("c_emptyparent", 1, 1, None),
        ("d_null", 0, 0, None),
        ("f_snake", 1, 0, Some("snake_case")),
        ("g_nulls", 1, 1, None),
        ("h_doublestr", 1, 1, None),
        ("j_oddhex", 1, 0, Some("traceId: 32 hexadecimal digits")),
    ] {
        let read = read(fixture(&format!("otlp/edge_{name}.json")));
        assert_eq!((read.read, read.skipped), (read_count, skipped), "{name}");
        let said = read.rejects.first().map(|r| r.error.as_str());
        match error {
            Some(error) => assert!(said.is_some_and(|s| s.contains(error)), "{name}: {said:?}"),
            None => assert_eq!(said, None, "{name}"),
        }
    }
}

/// One LLM span with these members beside its ids.
fn request(members: &str) -> String {
    format!(
        r#"{{"resourceSpans":[{{"scopeSpans":[{{"spans":[{{"traceId":"5B8EFFF798038103D269B633813FC60C","spanId":"EEE19B7EC3C1B174",
        "attributes":[{{"key":"gen_ai.system","value":{{"stringValue":"x"}}}}],{members}}}]}}]}}]}}"#
    )
}

#[test]
fn values_come_through_as_they_are() {
    let text = request(
        r#""parentSpanId":null,"kind":"SPAN_KIND_CLIENT","status":{"code":"STATUS_CODE_ERROR","message":"boom"},"startTimeUnixNano":1795237532908000123,
        "events":[{"name":"exception","timeUnixNano":"1795237532908000124","attributes":[
            {"key":"i","value":{"intValue":"9007199254740993"}},{"key":"d","value":{"doubleValue":"NaN"}},{"key":"b","value":{"bytesValue":"aGVsbG8="}},
            {"key":"n","value":{}},{"key":"o","value":null},{"key":"kv","value":{"kvlistValue":{"values":[{"key":"z","value":{"boolValue":true}}]}}}]}],
        "futureField":{"x":1}"#,
    );
    let read = read_text("a.json", &text).expect("read");
    let [Record::Span(span)] = read.records.as_slice() else {
        panic!("one span expected: {:?}", read.rejects);
    };
    assert_eq!(span.trace_id, "5b8efff798038103d269b633813fc60c");
    assert_eq!(
        (span.parent_id.as_deref(), span.status),
        (None, Some(Status::Error))
    );
    assert_eq!(
        span.started_at.map(|t| t.0),
        Some(1_795_237_532_908_000_123)
    );
    assert_eq!(
        span.says.as_ref().and_then(|s| s.error.as_deref()),
        Some("boom")
    );
    let attributes = &span.events[0]["attributes"];
    assert_eq!(attributes["i"], 9_007_199_254_740_993_i64);
    assert_eq!(
        (&attributes["d"], &attributes["b"]),
        (&"NaN".into(), &"aGVsbG8=".into())
    );
    assert_eq!(attributes["kv"]["z"], true);
}

#[test]
fn a_bad_span_is_rejected_alone() {
    let good = |id: &str| {
        format!(
            r#"{{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"{id}","attributes":[{{"key":"llm.system","value":{{"stringValue":"x"}}}}]}}"#
        )
    };
    let bad = r#"{"traceId":"00000000000000000000000000000000","spanId":"eee19b7ec3c1b174"},
        {"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b175","startTimeUnixNano":"noon"}, 7"#;
    let text = format!(
        "{{\"resourceSpans\":[{{\"scopeSpans\":[{{\"spans\":[\n{},\n{bad},\n{}]}}]}}]}}",
        good("eee19b7ec3c1b171"),
        good("eee19b7ec3c1b172")
    );
    let read = read_text("a.json", &text).expect("read");
    assert_eq!(read.records.len(), 2);
    let said: Vec<_> = read
        .rejects
        .iter()
        .map(|r| (r.line, r.error.as_str()))
        .collect();
    assert_eq!(said[0], (3, "traceId: all zeros is no id"));
    assert!(
        said[1].0 == 4
            && said[1]
                .1
                .contains("startTimeUnixNano: a whole number expected"),
        "{said:?}"
    );
    assert_eq!((said.len(), said[2].0), (3, 4));
    let at = usize::try_from(read.rejects[0].byte).expect("small");
    assert!(
        text[at..].starts_with("{\"traceId\":\"000"),
        "the byte is the span's"
    );
}

#[test]
fn requests_come_pretty_printed_in_lists_and_one_after_the_other() {
    let one = request(r#""name":"x""#);
    let pretty = serde_json::to_string_pretty(
        &serde_json::from_str::<serde_json::Value>(&one).expect("JSON"),
    )
    .expect("JSON");
    let line = one.replace('\n', " ");
    for text in [
        pretty.clone(),
        format!("{pretty}\n{pretty}"),
        format!("[{line},{line}]"),
        format!("[\n{line},\n{line}\n]\n"),
        format!("{line}\n{line}\n"),
        format!("[{line}]\n[{line}]\n"),
        line.clone(),
    ] {
        let wanted = text.matches("gen_ai.system").count();
        for name in ["a.json", "a.jsonl", "a"] {
            let read = read_text(name, &text).expect("read");
            assert_eq!(
                (read.records.len(), read.rejects.len()),
                (wanted, 0),
                "{name}: {text}"
            );
        }
    }
}

#[test]
fn metrics_and_other_traffic_are_skipped_and_counted() {
    let metrics =
        r#"{"resourceMetrics":[{"scopeMetrics":[{"metrics":[{"name":"a"},{"name":"b"}]}]}]}"#;
    let read = read_text("a.jsonl", metrics).expect("read");
    assert_eq!((read.read, read.skipped, read.records.len()), (2, 2, 0));
}

#[test]
fn headers_are_no_traces() {
    for name in [
        "js_otlp_http_traces.headers.txt",
        "python_otlp_http_traces.headers.txt",
    ] {
        let error = read_with(fixture(&format!("otlp/{name}")), &Options::default()).err();
        assert!(error.is_some_and(|e| e.what.contains("HTTP headers")));
    }
}

#[test]
fn a_request_of_any_length_is_read_span_by_span() {
    let filler = "x".repeat(40_000);
    let span = |i: usize| {
        format!(
            r#"{{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"{i:016x}","attributes":[{{"key":"gen_ai.prompt.0.content","value":{{"stringValue":"{filler}"}}}}]}}"#
        )
    };
    let spans = (1..=600).map(span).collect::<Vec<_>>().join(",");
    let text = format!(
        r#"{{"resourceSpans":[{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"shop"}}}}]}},"scopeSpans":[{{"scope":{{"name":"s"}},"spans":[{spans}]}}]}}]}}"#
    );
    let read = read_text("a.json", &text).expect("read");
    assert_eq!((read.records.len(), read.rejects.len()), (600, 0));
    for record in &read.records {
        let Record::Span(span) = record else {
            panic!("spans expected");
        };
        assert_eq!(
            span.says.as_ref().and_then(|s| s.app.as_deref()),
            Some("shop")
        );
        assert_eq!(span.kind, Some(SpanKind::Llm));
    }
}

#[test]
fn of_a_request_that_is_cut_off_the_whole_spans_are_read() {
    let span = |id: &str| {
        format!(
            r#"{{"traceId":"5b8efff798038103d269b633813fc60c","spanId":"{id}","attributes":[{{"key":"llm.system","value":{{"stringValue":"x"}}}}]}}"#
        )
    };
    let spans = [
        span("eee19b7ec3c1b171"),
        span("eee19b7ec3c1b172"),
        span("eee19b7ec3c1b173"),
    ]
    .join(",\n");
    let text = format!(
        r#"{{"resourceSpans":[{{"resource":{{}},"scopeSpans":[{{"spans":[{spans}]}}]}}]}}"#
    );
    let read = read_text("a.json", &text[..text.len() - 60]).expect("read");
    assert_eq!((read.records.len(), read.rejects.len()), (2, 1));
    assert!(
        read.rejects[0].error.contains("ends too early"),
        "{:?}",
        read.rejects
    );
}
