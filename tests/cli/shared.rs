//! Real data that nobody here wrote, from the folder that GOLDSET_SHARED names.

use crate::support::{Home, ids};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// A file or folder of the shared data; says loudly when there is none.
fn shared(path: &str) -> Option<String> {
    let Some(folder) = std::env::var_os("GOLDSET_SHARED").map(PathBuf::from) else {
        eprintln!("SKIPPED: GOLDSET_SHARED is not set, so {path} is not tested");
        return None;
    };
    let path = folder.join(path);
    assert!(path.exists(), "{} is missing", path.display());
    Some(path.to_str().unwrap().to_owned())
}

#[test]
fn the_failed_runs_of_tau_bench_head_the_queue() {
    let Some(folder) = shared("data/tau-bench-airline-gpt4o") else {
        return;
    };
    let home = Home::new();
    let file = format!("{folder}/gpt-4o-airline.tasks00-24.json");
    let runs: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let failed = runs
        .as_array()
        .unwrap()
        .iter()
        .filter(|r| r["reward"].as_f64() == Some(0.0))
        .count();
    assert_eq!(failed, 69, "the data is what it was");
    for path in [&file, &folder] {
        let said = home.json(&["import", "--map", "tau-bench-airline-gpt4o", path]);
        assert_eq!(said["rejected"], json!(0), "{said}");
    }
    let queue = home.json(&["queue", "--order", "worst", "--limit", "200"]);
    assert_eq!(queue["total"], json!(100));
    for (place, row) in queue["rows"].as_array().unwrap().iter().enumerate() {
        assert_eq!(
            row["badness"].as_f64().unwrap() > 0.5,
            place < failed,
            "place {place}: {row}"
        );
        assert!(
            row["signals"]
                .as_array()
                .unwrap()
                .contains(&json!("outcome")),
            "{row}"
        );
    }
    let worst = ids(&queue).remove(0);
    let page = home.ok(&["show", &worst]);
    assert!(page.contains("outcome") && page.contains("user"), "{page}");
    let shown = home.json(&["show", &worst]);
    assert!(
        shown["input"].as_array().is_some_and(|talk| talk.len() > 1),
        "the conversation is kept"
    );
    let with_tools = home.json(&["queue", "--filter", "tool:*", "--all"]);
    assert!(
        with_tools["total"].as_u64().unwrap() > 80,
        "tool calls are kept: {}",
        with_tools["total"]
    );
}

#[test]
fn every_ready_mapping_reads_its_data_whole_and_twice() {
    for (name, file, traces) in [
        (
            "ttcw-expert-comments",
            "ttcw_annotations.stories0-3.json",
            1,
        ),
        ("pandalm-human-preferences", "testset-v1.json", 900),
        (
            "ilf-mbpp-feedback-and-refinements",
            "surge_annotations.jsonl",
            50,
        ),
        ("who-and-when-algorithm-generated", "", 126),
    ] {
        let Some(path) = shared(&format!("data/{name}/{file}")) else {
            return;
        };
        let home = Home::new();
        let said = home.json(&["import", "--map", name, &path]);
        let new = said["traces"]["new"].as_u64().unwrap();
        assert!(
            new >= traces && said["rejected"] == json!(0),
            "{name}: {said}"
        );
        assert!(
            said["signals"]["new"].as_u64().unwrap() > 0,
            "{name}: {said}"
        );
        let again = home.json(&["import", "--map", name, &path]);
        assert_eq!(
            (&again["traces"]["unchanged"], &again["traces"]["new"]),
            (&json!(new), &json!(0)),
            "{name}"
        );
        let worst = home.ids(&["--limit", "1"]).remove(0);
        home.ok(&["show", &worst]);
        assert_eq!(home.json(&["doctor"])["ok"], json!(true));
    }
}

#[test]
fn corrections_of_ilf_are_ready_to_promote() {
    let Some(path) = shared("data/ilf-mbpp-feedback-and-refinements/surge_annotations.jsonl")
    else {
        return;
    };
    let home = Home::new();
    home.json(&[
        "import",
        "--map",
        "ilf-mbpp-feedback-and-refinements",
        &path,
    ]);
    let worst = home
        .ids(&["--filter", "has:correction", "--limit", "1"])
        .remove(0);
    let shown = home.json(&["show", &worst]);
    assert!(
        shown["correction"]["text"]
            .as_str()
            .is_some_and(|t| !t.is_empty()),
        "{shown}"
    );
    home.json(&["promote", &worst]);
}

#[test]
fn traffic_without_an_llm_is_skipped_and_counted() {
    let Some(path) = shared("data/otlp-json-otel-demo") else {
        return;
    };
    let home = Home::new();
    let said = home.json(&["import", &path]);
    assert!(said["skipped"].as_u64().unwrap() > 500, "{said}");
    assert_eq!(
        (&said["traces"]["new"], &said["rejected"]),
        (&json!(0), &json!(0)),
        "{said}"
    );
    assert!(home.ok(&["import", &path]).contains("skipped"));
}

/// What the rejection of a fixture that is no OTLP must name, for the two that are none.
fn refused_in_words(name: &str) -> Option<&'static str> {
    match name {
        "edge_f_snake.json" => Some("snake_case"),
        "edge_j_oddhex.json" => Some("hex"),
        _ => None,
    }
}

#[test]
fn every_otlp_fixture_is_read() {
    for folder in ["otlp", "genai", "openinference"] {
        let Some(path) = shared(&format!("fixtures/generated/{folder}")) else {
            return;
        };
        let mut files: Vec<_> = fs::read_dir(&path)
            .unwrap()
            .map(|e| e.unwrap().path())
            .collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            if name.contains(".headers.") || name.contains(".expected.") {
                continue;
            }
            let home = Home::new();
            let said = home.json(&["import", file.to_str().unwrap()]);
            let refused = refused_in_words(&name);
            assert_eq!(
                said["rejected"],
                json!(refused.iter().len()),
                "{name}: {said}"
            );
            if let Some(why) = refused {
                let error = said["rejects"][0]["error"].as_str().unwrap();
                assert!(error.contains(why), "{name}: {said}");
                assert_eq!(said["spans"]["new"], json!(0), "{name}: {said}");
            }
            let empty = name == "edge_d_null.json";
            assert!(
                empty || said["read"].as_u64().unwrap() > 0,
                "{name}: {said}"
            );
            let rows = home.ids(&["--all"]);
            for id in rows {
                home.ok(&["show", &id]);
                home.json(&["show", &id]);
            }
        }
    }
}

#[test]
fn exports_of_other_systems_are_read_or_refused_in_words() {
    let Some(path) = shared("data/strands-otel-spans") else {
        return;
    };
    let home = Home::new();
    let said = home.json(&["import", &path]);
    assert_eq!(
        (&said["traces"]["new"], &said["rejected"]),
        (&json!(7), &json!(0)),
        "{said}"
    );
    let tempo = shared("data/agentevals-otel/tempo_export_with_batches.json").unwrap();
    assert_eq!(home.json(&["import", &tempo])["traces"]["new"], json!(1));
}
