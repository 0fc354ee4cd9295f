//! Recordings: what was typed cannot be read in them, and they lead to the same screen again.

use super::{bench, fixture::Bench};
use crate::tui::{
    app::Msg,
    headless::Headless,
    keys::{Input, read_sequence},
    record::{self, Recorder},
};
use std::path::Path;

/// Presses keys, noting each on its way as the workbench does.
fn press(desk: &mut Headless, recorder: &mut Recorder, keys: &str) {
    for word in keys.split(' ') {
        let chords = read_sequence(word).unwrap();
        for chord in chords {
            let now = desk.app.now.plus(100_000_000);
            let msg = Msg::Input(Input::Chord(chord), now);
            recorder.note(&desk.app, &msg);
            desk.send(msg);
        }
    }
}

fn record(bench: &mut Bench, path: &Path, keys: &str) -> String {
    let mut recorder = Recorder::create(path, &bench.desk.app).unwrap();
    press(&mut bench.desk, &mut recorder, keys);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_recording_leads_to_the_same_screen() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.jsonl");
    let mut bench = bench();
    record(&mut bench, &path, "j x l 3 Enter Tab Tab d");
    let fresh = super::bench();
    let replayed = record::replay(&path, &fresh.launch).unwrap();
    assert_eq!(replayed.screen, bench.screen());
    assert_eq!((replayed.inputs, replayed.quit), (8, false));
}

#[test]
fn what_was_typed_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.jsonl");
    let mut bench = bench();
    let text = record(
        &mut bench,
        &path,
        "i S e c r e t Space 4 2 Enter : u n d Esc",
    );
    let keys: Vec<String> = text
        .lines()
        .skip(1)
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
        .map(|line| line["key"].as_str().unwrap().to_owned())
        .collect();
    let typed = "i x x x x x x Space 0 0 Enter : u n d Esc";
    assert_eq!(keys.join(" "), typed);
    let mode =
        std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn what_is_no_recording_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wrong.jsonl");
    let bench = bench();
    for (text, told) in [
        ("", ":1: the file is empty"),
        ("{}\n", ":1: not the beginning of a recording"),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = record::replay(&path, &bench.launch).unwrap_err();
        assert!(error.what.ends_with(told), "{}", error.what);
    }
    let mut bench = super::bench();
    let text = record(&mut bench, &path, "j");
    std::fs::write(&path, text + "{\"ms\":1,\"sing\":2}\n").unwrap();
    let error = record::replay(&path, &bench.launch).unwrap_err();
    assert!(
        error.what.contains(":3: not a line of a recording"),
        "{}",
        error.what
    );
}
