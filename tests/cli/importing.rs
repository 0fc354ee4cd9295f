//! `goldset import`: its summary, idempotence, order, rejects and kinds of input.

use crate::support::{Home, fields, lines, parse, signal, small_world, trace};
use flate2::{Compression, write::GzEncoder};
use serde_json::{Value, json};
use std::io::Write as _;

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// A summary without its time.
fn untimed(mut summary: Value) -> Value {
    let seconds = summary.as_object_mut().unwrap().remove("seconds");
    assert!(seconds.unwrap().is_number());
    summary
}

#[test]
fn the_summary_has_its_shape_to_the_letter() {
    let home = Home::new();
    let file = home.write("a.jsonl", lines(&small_world()));
    let said = home.json(&["import", &file]);
    assert_eq!(
        untimed(said),
        json!({
            "files": 1, "read": 9, "traces": {"new": 4, "updated": 0, "unchanged": 0, "erased": 0},
            "signals": {"new": 5, "unchanged": 0, "unlinked": 0}, "spans": {"new": 3},
            "skipped": 0, "rejected": 0, "rejects": [], "redactions": {}
        })
    );
}

#[test]
fn importing_again_changes_nothing() {
    let home = Home::with_small_world();
    let before = home.json(&["queue", "--all"]);
    let again = home.import(&small_world());
    assert_eq!(
        again["traces"],
        json!({"new": 0, "updated": 0, "unchanged": 4, "erased": 0})
    );
    assert_eq!(
        again["signals"],
        json!({"new": 0, "unchanged": 5, "unlinked": 0})
    );
    assert_eq!(again["spans"], json!({"new": 0}));
    assert_eq!(home.json(&["queue", "--all"]), before);
}

#[test]
fn the_order_of_records_and_files_does_not_matter() {
    let straight = Home::with_small_world();
    let backwards = Home::new();
    for record in small_world().iter().rev() {
        backwards.import(std::slice::from_ref(record));
    }
    assert_eq!(
        backwards.json(&["queue", "--all"]),
        straight.json(&["queue", "--all"])
    );
    for id in ["bad", "good", "mixed", "plain"] {
        let (mut a, mut b) = (straight.json(&["show", id]), backwards.json(&["show", id]));
        // The key that hashes users is each home's own.
        for shown in [&mut a, &mut b] {
            for signal in shown["signals"].as_array_mut().unwrap() {
                signal.as_object_mut().unwrap().remove("user_id");
                signal.as_object_mut().unwrap().remove("signal_id");
            }
            shown.as_object_mut().unwrap().remove("reasons");
        }
        assert_eq!(a, b);
    }
}

#[test]
fn signals_wait_for_their_trace_and_are_linked_when_it_comes() {
    let home = Home::new();
    let early = home.import(&[signal("late", "thumbs_down"), signal("never", "copy")]);
    assert_eq!(
        early["signals"],
        json!({"new": 2, "unchanged": 0, "unlinked": 2})
    );
    assert_eq!(home.json(&["queue"])["total"], json!(0));
    let then = home.import(&[trace("late", "q", "a")]);
    assert_eq!(then["traces"]["new"], json!(1));
    let row = &home.json(&["queue"])["rows"][0];
    assert_eq!(row["signals"], json!(["thumbs_down"]));
    assert!(row["badness"].as_f64().unwrap() > 0.5, "{row}");
}

#[test]
fn late_spans_complete_their_trace() {
    let home = Home::new();
    home.import(&[trace("t", "q", "a")]);
    let span = json!({"type": "span", "trace_id": "t", "span_id": "s", "name": "llm", "kind": "llm",
        "started_at": "2026-11-10T09:00:00Z", "ended_at": "2026-11-10T09:00:02Z"});
    let said = home.import(&[span]);
    assert_eq!(
        (&said["spans"]["new"], &said["traces"]["updated"]),
        (&json!(1), &json!(1))
    );
    let shown = home.json(&["show", "t"]);
    assert_eq!(shown["spans"][0]["span_id"], json!("s"));
    assert_eq!(shown["latency_ms"], json!(2000.0));
}

#[test]
fn rejects_name_file_and_line_and_the_rest_is_imported() {
    let home = Home::new();
    let text = format!(
        "{}\nnot json\n\n{}\n{}\n{}\n",
        trace("t", "q", "a"),
        json!({"type": "wat"}),
        json!({"type": "trace", "input": "no id"}),
        json!({"type": "trace", "trace_id": "u", "started_at": "yesterday"})
    );
    let file = home.write("a.jsonl", &text);
    let said = home.json(&["import", &file]);
    assert_eq!(
        (&said["traces"]["new"], &said["rejected"]),
        (&json!(1), &json!(4)),
        "{said}"
    );
    let where_from: Vec<(&str, u64)> = said["rejects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            assert!(!r["error"].as_str().unwrap().is_empty());
            (r["file"].as_str().unwrap(), r["line"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(
        where_from,
        [
            ("a.jsonl", 2),
            ("a.jsonl", 4),
            ("a.jsonl", 5),
            ("a.jsonl", 6)
        ]
    );
    let human = home.ok(&["import", &file]);
    assert!(
        human.contains("4 records rejected") && human.contains("a.jsonl:4: "),
        "{human}"
    );
}

#[test]
fn strict_imports_nothing_unless_all_is_good() {
    let home = Home::new();
    let bad = home.write("bad.jsonl", format!("{}\n{{}}\n", trace("t", "q", "a")));
    let run = home.run(&["import", &bad, "--strict", "--json"]);
    assert_eq!(run.code, 1);
    let summary = parse(&run.out);
    assert_eq!(
        (&summary["traces"]["new"], &summary["rejected"]),
        (&json!(0), &json!(1))
    );
    assert!(run.err.contains("nothing imported"), "{}", run.err);
    assert_eq!(home.json(&["queue", "--all"])["total"], json!(0));
    let good = home.write("good.jsonl", lines(&[trace("t", "q", "a")]));
    assert_eq!(
        home.json(&["import", &good, "--strict"])["traces"]["new"],
        json!(1)
    );
}

#[test]
fn stdin_is_a_file_also_with_strict_and_compressed() {
    let home = Home::new();
    let text = lines(&[trace("one", "q", "a")]);
    let run = home.feed(&["import", "-", "--json"], &text);
    assert_eq!(parse(&run.out)["traces"]["new"], json!(1), "{}", run.err);
    let two = lines(&[trace("two", "q", "a")]);
    let run = home.feed(&["import", "-", "--strict", "--json"], gzip(&two));
    assert_eq!(parse(&run.out)["traces"]["new"], json!(1), "{}", run.err);
    let run = home.feed(&["import", "-", "--json"], "");
    assert_eq!((run.code, &parse(&run.out)["read"]), (0, &json!(0)));
}

#[test]
fn folders_globs_and_compressed_files_are_read() {
    let home = Home::new();
    home.write("in/a.jsonl", lines(&[trace("a", "q", "a")]));
    home.write("in/deep/b.jsonl.gz", gzip(&lines(&[trace("b", "q", "a")])));
    home.write("in/README.md", "not data");
    home.write("x-1.jsonl", lines(&[trace("c", "q", "a")]));
    home.write("x-2.jsonl", lines(&[trace("d", "q", "a")]));
    let said = home.json(&["import", "in", "x-*.jsonl"]);
    assert_eq!(
        (&said["files"], &said["traces"]["new"], &said["rejected"]),
        (&json!(4), &json!(4), &json!(0)),
        "{said}"
    );
    assert!(
        home.fails(4, &["import", "y-*.jsonl"])
            .contains("y-*.jsonl")
    );
}

#[test]
fn no_row_of_a_file_without_records_is_invented() {
    let home = Home::new();
    for (name, text) in [
        ("empty.jsonl", ""),
        ("blank.jsonl", "\n\n \n"),
        ("list.json", "[]"),
    ] {
        let file = home.write(name, text);
        let said = home.json(&["import", &file]);
        assert_eq!(said["traces"]["new"], json!(0), "{name}: {said}");
    }
}

#[test]
fn redact_replaces_personal_data_and_counts_it() {
    let home = Home::new();
    let file = home.write(
        "a.jsonl",
        lines(&[trace(
            "t",
            "I am ana@example.org, again ana@example.org",
            "Hello",
        )]),
    );
    let said = home.json(&["import", "--redact", &file]);
    assert_eq!(said["redactions"], json!({"email": 2}), "{said}");
    let shown = home.json(&["show", "t"]);
    assert_eq!(shown["input"], json!("I am <EMAIL_1>, again <EMAIL_1>"));
    assert!(!home.ok(&["show", "t"]).contains("example.org"));
}

#[test]
fn users_are_kept_as_hashes() {
    let home = Home::new();
    home.import(&[json!({"type": "trace", "trace_id": "t", "user_id": "ana@example.org", "input": "q", "output": "a"})]);
    let shown = home.json(&["show", "t"]);
    assert!(!shown.to_string().contains("ana@example.org"));
    assert_eq!(shown["user_id"].as_str().unwrap().len(), 32);
    assert_eq!(
        home.ids(&["--filter", "user:ana@example.org"]),
        ["t"],
        "people ask by the name they know"
    );
}

#[test]
fn unknown_fields_are_kept() {
    let home = Home::with_small_world();
    assert_eq!(
        home.json(&["show", "bad"])["attributes"],
        json!({"zebra": 1})
    );
}

#[test]
fn the_summary_for_people_counts_in_good_english() {
    let home = Home::new();
    let file = home.write(
        "a.jsonl",
        lines(&[trace("t", "q", "a"), signal("u", "copy")]),
    );
    let said = home.ok(&["import", &file]);
    assert!(
        said.contains("1 trace new") && said.contains("1 signal") && said.contains("1 file"),
        "{said}"
    );
    assert_eq!(fields(&home.json(&["import", &file])).len(), 10);
}
