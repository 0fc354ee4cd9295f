use super::*;
use crate::model::{content::Content, record::Record, signal::Signal, trace::Trace};
use serde_json::{Value, json};

fn apply(toml: &str, record: &Value) -> std::result::Result<Vec<Record>, String> {
    let mapping = Mapping::from_toml(toml).unwrap_or_else(|e| panic!("{e}"));
    match mapping.plan().apply(record, Target { file: "f" })? {
        Applied::Records(records) => Ok(records),
        Applied::Skipped => Ok(Vec::new()),
    }
}

fn only_trace(toml: &str, record: &Value) -> Trace {
    match apply(toml, record).expect("applies").remove(0) {
        Record::Trace(t) => *t,
        other => panic!("{other:?}"),
    }
}

fn signals(records: Vec<Record>) -> Vec<Signal> {
    let signal = |r| match r {
        Record::Signal(s) => Some(*s),
        _ => None,
    };
    records.into_iter().filter_map(signal).collect()
}

#[test]
fn every_source_reads() {
    let toml = r#"
        [[trace]]
        prefix = "x:"
        trace_id = ["/a/id", "n"]
        input = { text = "{q} {{of}} {/a/none}" }
        output = { at = ["/none", "/out"] }
        model = { at = "pair", split = ["_", 1] }
        status = { at = "ok", values = { 1 = "ok", 0 = "error" } }
        route = { const = "r" }
        tags = ["t", "u"]
        prompt = { name = "p" }
        documents = { each = "/docs", id = "$key", text = "$/body", source = "src" }
        attributes = { cell = { at = "json", json = true } }
    "#;
    let record = json!({"a": {"id": 7}, "n": 1.0, "q": "why", "out": "so", "pair": "l_r", "ok": 1, "t": ["one"], "u": "two", "p": "pr",
        "docs": [{"body": "text"}], "src": "kb", "json": "{\"k\":[1]}", "other": true});
    let trace = only_trace(toml, &record);
    assert_eq!(trace.trace_id, "x:7/1");
    assert_eq!(trace.input, Some(Content::text("why {of}")));
    assert_eq!(trace.output, Some(Content::text("so")));
    assert_eq!(
        (trace.model.as_deref(), trace.route.as_deref()),
        (Some("r"), Some("r"))
    );
    assert_eq!(trace.status, Some(crate::model::trace::Status::Ok));
    assert_eq!(trace.tags, ["one", "two"]);
    assert_eq!(trace.prompt.map(|p| p.name).as_deref(), Some("pr"));
    let [document] = trace.documents.as_slice() else {
        panic!("one document");
    };
    assert_eq!(
        (
            document.id.as_str(),
            document.text.as_deref(),
            document.source.as_deref()
        ),
        ("0", Some("text"), Some("kb"))
    );
    assert_eq!(trace.attributes["cell"], json!({"k": [1]}));
    assert_eq!(
        trace.attributes["other"],
        json!(true),
        "what nothing reads is kept"
    );
    assert!(!trace.attributes.contains_key("q"));
}

#[test]
fn conversations_are_divided_at_the_answer() {
    let toml = r#"
        [[trace]]
        trace_id = "id"
        input = [{ role = { const = "system" }, content = "rule" }, { messages = "m", take = "before_answer" }]
        output = { messages = "m", take = "answer" }
        tool_calls = { messages = "m", take = "tool_calls" }
        attributes = { after = { messages = "m", take = "after_answer" } }
    "#;
    let call = json!({"role": "assistant", "content": null, "tool_calls": [{"id": "c", "function": {"name": "find", "arguments": "{\"x\":1}"}}]});
    let record = json!({"id": "t", "rule": "be kind", "m": [{"role": "user", "content": "hi"}, call, {"role": "tool", "tool_call_id": "c", "content": "found"},
        {"role": "assistant", "content": "done"}, {"role": "user", "content": "bye"}]});
    let trace = only_trace(toml, &record);
    assert_eq!(trace.input.map(|i| i.messages("").len()), Some(4));
    assert_eq!(trace.output.map(|o| o.plain()).as_deref(), Some("done"));
    assert_eq!(
        (trace.tool_calls.len(), &trace.tool_calls[0].arguments),
        (1, &Some(json!({"x": 1})))
    );
    assert_eq!(trace.tool_calls[0].result, Some(json!("found")));
    assert_eq!(trace.attributes["after"][0]["content"], "bye");
}

#[test]
fn signals_come_per_record_and_per_item_and_under_conditions() {
    let toml = r#"
        skip = { at = "state", is = ["draft"] }
        [[trace]]
        trace_id = "id"
        [[trace]]
        trace_id = { text = "{id}-b" }
        [[signal]]
        each = ["/r/one", "/r/two", "/r/none"]
        name = { const = "preference" }
        value = "$"
        user_id = "$key"
        of = 2
        [[signal]]
        each = "/list"
        name = "$/n"
        comment = "$/c"
        when = { at = "$/c", present = true }
        [[signal]]
        name = { const = "elsewhere" }
        prefix = "p:"
        trace_id = "other"
    "#;
    let record = json!({"id": "a", "other": "o", "r": {"one": "tie", "two": "chosen"}, "list": [{"n": "x", "c": "good"}, {"n": "y", "c": ""}]});
    let found = signals(apply(toml, &record).expect("applies"));
    let told: Vec<_> = found
        .iter()
        .map(|s| {
            (
                s.name.as_str(),
                s.trace_id.as_deref().unwrap_or_default(),
                s.user_id.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("preference", "a-b", Some("one")),
            ("preference", "a-b", Some("two")),
            ("x", "a", None),
            ("elsewhere", "p:o", None),
        ]
    );
    assert_eq!(found[0].attributes["other_trace_id"], "a");
    assert!(
        apply(toml, &json!({"state": "draft"}))
            .expect("applies")
            .is_empty()
    );
}

#[test]
fn a_record_without_an_id_gets_one_of_its_content() {
    let toml = "[[trace]]\ninput = \"q\"";
    let first = only_trace(toml, &json!({"q": "a"}));
    assert_eq!(
        first.trace_id,
        only_trace(toml, &json!({"q": "a"})).trace_id
    );
    assert_ne!(
        first.trace_id,
        only_trace(toml, &json!({"q": "b"})).trace_id
    );
    assert!(first.trace_id.starts_with("f:"));
}

#[test]
fn wrong_records_are_told_by_field_and_place() {
    let toml = "[[trace]]\ntrace_id = \"id\"\nstatus = { at = \"/s\", values = { good = \"ok\" } }\nlatency_ms = \"l\"";
    let said = apply(toml, &json!({"id": "t", "s": "maybe"})).expect_err("not in the table");
    assert_eq!(
        said,
        "status: /s: \"maybe\" is not among the values of the mapping (good)"
    );
    let said = apply(toml, &json!({"id": "t", "l": "slow"})).expect_err("not a number");
    assert!(said.starts_with("latency_ms: a number expected"), "{said}");
}

#[test]
fn wrong_mappings_are_told_by_place() {
    for (toml, says) in [
        ("x = 1", "x: no such key"),
        ("[[trace]]\ninptu = \"a\"", "trace.inptu: no such key"),
        (
            "[[trace]]\ninput = 3",
            "trace.input: a place or a table expected",
        ),
        (
            "[[trace]]\ninput = { at = \"a\", valeus = {} }",
            "trace.input.valeus: no such key",
        ),
        (
            "[[trace]]\ninput = { text = \"{a\" }",
            "a brace is not closed",
        ),
        (
            "[[trace]]\ninput = { messages = \"m\", take = \"some\" }",
            "trace.input.take: one of all, last",
        ),
        ("name = \"n\"", "at least one [[trace]] or [[signal]]"),
        ("[[signal]]\nname = \"n\"", "names no trace_id"),
        (
            "[[trace]]\ntrace_id = \"a\"\n[[signal]]\nvalue = \"v\"",
            "signal.name: missing",
        ),
        ("records = \"data\"\n[[trace]]", "starts with /"),
        ("[[trace]\n", "not valid TOML"),
    ] {
        let said = Mapping::from_toml(toml).expect_err(toml);
        assert!(said.contains(says), "{toml}\n  said: {said}");
    }
}

#[test]
fn the_form_and_the_ready_mappings_are_mappings() {
    Mapping::from_toml(FORM).unwrap_or_else(|e| panic!("{e}"));
    for (name, text) in builtin::MAPPINGS {
        let mapping = Mapping::from_toml(text).unwrap_or_else(|e| panic!("{name}: {e}"));
        assert_eq!(mapping.name(), name);
        assert!(!mapping.plan().detect.is_empty(), "{name}");
    }
}

#[test]
fn columns_are_guessed_by_name_and_doubt_stops() {
    let columns = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
    let toml = guess::table(
        &columns(&[
            "Question",
            "Model Output",
            "thumbs",
            "reviewer note",
            "created_at",
            "extra",
        ]),
        "log",
    )
    .expect("guessed");
    let record = json!({"Question": "q", "Model Output": "a", "thumbs": "down", "reviewer note": "no", "created_at": "2026-11-20", "extra": "e"});
    let records = apply(&toml, &record).expect("applies");
    let Record::Trace(trace) = &records[0] else {
        panic!("a trace first");
    };
    assert!(trace.started_at.is_some() && trace.attributes["extra"] == "e");
    let found = signals(records);
    assert_eq!(
        (
            found[0].name.as_str(),
            found[0].value.clone(),
            found[0].comment.as_deref()
        ),
        ("thumbs", Some(json!("down")), Some("no"))
    );
    let doubt =
        guess::table(&columns(&["prompt", "question", "answer"]), "log").expect_err("two inputs");
    assert!(
        doubt.contains("\"prompt\" and \"question\" could each be the input"),
        "{doubt}"
    );
    let nothing =
        guess::table(&columns(&["text", "category"]), "log").expect_err("nothing to read");
    assert!(nothing.contains("columns are text, category"), "{nothing}");
}
