//! The committed files are what the generator writes.

use super::records::root;
use std::path::{Path, PathBuf};

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files(&path, into);
        } else {
            into.push(path);
        }
    }
}

#[test]
fn the_generator_writes_the_committed_bytes() {
    let temp = tempfile::tempdir().unwrap();
    super::sample::generate(temp.path()).unwrap();
    let mut written = Vec::new();
    files(temp.path(), &mut written);
    assert!(written.len() >= 15, "{} files", written.len());
    for path in &written {
        let name = path.strip_prefix(temp.path()).unwrap();
        let committed = std::fs::read(root().join(name)).unwrap_or_default();
        let same = committed == std::fs::read(path).unwrap();
        assert!(
            same,
            "{} is stale: cargo run --example generate-sample",
            name.display()
        );
    }
    let mut there = Vec::new();
    files(&root().join("sample-data"), &mut there);
    let known = |path: &PathBuf| {
        let name = path.strip_prefix(root()).unwrap();
        name.starts_with("sample-data/generator")
            || name.ends_with("README.md")
            || temp.path().join(name).exists()
    };
    let stray: Vec<&PathBuf> = there.iter().filter(|path| !known(path)).collect();
    assert!(stray.is_empty(), "nobody writes {stray:?}");
}

#[test]
fn the_sample_stays_small() {
    let mut all = Vec::new();
    files(&root().join("sample-data"), &mut all);
    let data = all.iter().filter(|path| {
        path.extension()
            .is_some_and(|e| e == "jsonl" || e == "toml")
    });
    let bytes: u64 = data.map(|path| path.metadata().unwrap().len()).sum();
    assert!(bytes < 6_000_000, "{bytes} bytes");
    let bundle = root().join("assets/sample.zst").metadata().unwrap().len();
    assert!(bundle < 700 * 1_024, "{bundle} bytes");
}

#[test]
fn the_bundle_holds_the_files() {
    let packed = std::fs::read(root().join("assets/sample.zst")).unwrap();
    let plain = zstd::decode_all(packed.as_slice()).unwrap();
    let mut rest = plain.as_slice();
    let mut names = Vec::new();
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').unwrap();
        let header: serde_json::Value = serde_json::from_slice(&rest[..end]).unwrap();
        let size = usize::try_from(header["bytes"].as_u64().unwrap()).unwrap();
        let name = header["file"].as_str().unwrap().to_owned();
        let (body, after) = rest[end + 1..].split_at(size);
        assert!(
            body == std::fs::read(root().join("sample-data").join(&name)).unwrap(),
            "{name}"
        );
        names.push(name);
        rest = after;
    }
    let wanted = [
        "traces.jsonl",
        "signals.jsonl",
        "decisions.jsonl",
        "clusters.jsonl",
        "week-47/traces.jsonl",
        "week-47/signals.jsonl",
    ];
    assert_eq!(names, wanted);
}

/// Bodies of the sample and of somebody else's tracing shrink by the dictionary.
#[test]
fn the_dictionary_pays() {
    let dictionary = std::fs::read(root().join("assets/dictionaries/1.zstd")).unwrap();
    assert_eq!(dictionary.len(), 112 * 1_024);
    let traces = std::fs::read_to_string(root().join("sample-data/traces.jsonl")).unwrap();
    let own = traces.lines().nth(1_001).unwrap();
    let foreign = r#"{"trace_id":"9f2c","spans":[{"span_id":"a1","name":"chat gpt-4o-mini","kind":"llm",
"attributes":{"gen_ai.operation.name":"chat","gen_ai.provider.name":"openai","gen_ai.request.model":"gpt-4o-mini",
"gen_ai.usage.input_tokens":57,"gen_ai.usage.output_tokens":12,"gen_ai.response.finish_reasons":["stop"]}}]}"#;
    let mut with = zstd::bulk::Compressor::with_dictionary(1, &dictionary).unwrap();
    for (body, percent) in [(own, 50), (foreign, 60)] {
        let plain = zstd::bulk::compress(body.as_bytes(), 1).unwrap().len();
        let packed = with.compress(body.as_bytes()).unwrap().len();
        assert!(
            packed * 100 < plain * percent,
            "{plain} bytes without, {packed} with"
        );
    }
}
