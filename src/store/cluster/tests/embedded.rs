//! Runs that compare by vectors of a model: what is kept of them, and what is not.

use super::world::{OPTIONS, failing, grouped_store, list, run_with};
use crate::{
    model::{cluster::RunView, decision::Decision},
    store::{RunOptions, Store, Vectors, testing::NOW},
};
use std::collections::BTreeMap;

const MODEL: &str = "e-1";

/// As a model would see them: the topics apart, each text with a little of its own.
fn meaning(text: &str) -> Vec<f32> {
    let topic = ["refund", "cancel", "invoice"]
        .iter()
        .position(|word| text.to_lowercase().contains(word))
        .unwrap_or(3);
    let own = text.bytes().map(u32::from).sum::<u32>() % 13;
    let mut vector = vec![0.2, 0.2, 0.2, 0.2, own as f32 / 100.0];
    vector[topic] += 1.0;
    vector
}

fn embed(store: &mut Store) -> usize {
    let found = store
        .texts_without_vector((MODEL, false), 28, &|| false)
        .unwrap()
        .unwrap();
    let vectors: Vec<Vec<f32>> = found.lacking.iter().map(|t| meaning(t)).collect();
    let named: Vec<(&str, &[f32])> = found
        .lacking
        .iter()
        .zip(&vectors)
        .map(|(text, vector)| (text.as_str(), vector.as_slice()))
        .collect();
    store.keep_vectors(MODEL, &named, NOW).unwrap();
    named.len()
}

fn run_by(store: &mut Store, vectors: Vectors) -> RunView {
    let options = RunOptions { vectors, ..OPTIONS };
    run_with(store, &options)
}

fn by_model(store: &mut Store) -> RunView {
    run_by(store, Vectors::Model(MODEL.into()))
}

fn places(store: &Store) -> BTreeMap<String, String> {
    let sql = "SELECT tid, cluster FROM trace JOIN member ON member.trace = trace.id";
    let mut statement = store.conn.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
    rows.unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

fn kept(store: &Store) -> i64 {
    let sql = "SELECT COUNT(*) FROM embedded";
    store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn the_same_vectors_give_the_same_run() {
    let runs = [(); 2].map(|()| {
        let mut store = grouped_store();
        assert_eq!(embed(&mut store), 30);
        let run = by_model(&mut store);
        (run.vectors.unwrap(), run.clusters, places(&store))
    });
    assert_eq!(runs[0], runs[1]);
    let (vectors, clusters, places) = &runs[0];
    assert_eq!((vectors.dims, vectors.texts, *clusters), (5, 30, 3));
    assert_eq!(places.len(), 30);
}

#[test]
fn what_has_no_vector_is_compared_with_nothing() {
    let mut store = grouped_store();
    embed(&mut store);
    by_model(&mut store);
    let before = places(&store);
    failing(&mut store, 0, 10..12);
    let run = run_by(&mut store, Vectors::AsBefore);
    assert_eq!((run.how.as_str(), run.unclustered), ("assigned", 2));
    assert!(
        run.warnings[0].contains("vector of e-1: 2 ("),
        "{:?}",
        run.warnings
    );
    assert_eq!(places(&store), before);
    assert_eq!(embed(&mut store), 2);
    let cut = run.vectors.unwrap().cut.to_bits();
    let run = run_by(&mut store, Vectors::AsBefore);
    assert_eq!((run.unclustered, run.warnings.len()), (0, 0));
    assert_eq!(run.vectors.unwrap().cut.to_bits(), cut, "the cut stays");
    let after = places(&store);
    assert_eq!(after["0-11"], before["0-00"]);
}

#[test]
fn members_whose_text_changed_stay_until_it_has_a_vector() {
    let mut store = grouped_store();
    embed(&mut store);
    by_model(&mut store);
    let before = places(&store);
    let note = Decision::Note {
        trace: "1-03".into(),
        text: "nobody helped them".into(),
    };
    store.decide("ana", NOW, &[note]).unwrap();
    for waiting in 1..=2 {
        let run = run_by(&mut store, Vectors::AsBefore);
        let said = format!("vector of e-1: {waiting} (");
        assert!(run.warnings[0].contains(&said), "{:?}", run.warnings);
        assert_eq!(run.unclustered, waiting - 1, "only who was nowhere waits");
        assert_eq!(places(&store), before);
        failing(&mut store, 2, 10..11);
    }
}

#[test]
fn a_change_of_vectors_keeps_ids() {
    let mut store = grouped_store();
    run_by(&mut store, Vectors::Words);
    let words = places(&store);
    embed(&mut store);
    let run = by_model(&mut store);
    assert_eq!(run.how, "refitted");
    let same = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| {
        a.iter().filter(|(tid, id)| b.get(*tid) == Some(id)).count()
    };
    assert!(same(&words, &places(&store)) >= words.len() * 9 / 10);
    let run = run_by(&mut store, Vectors::Words);
    assert_eq!((run.how.as_str(), run.vectors), ("refitted", None));
    assert!(same(&words, &places(&store)) >= words.len() * 9 / 10);
    assert_eq!(kept(&store), 30, "going back costs nothing");
}

#[test]
fn vectors_of_another_length_are_refused_whole() {
    let mut store = grouped_store();
    embed(&mut store);
    let error = store
        .keep_vectors(MODEL, &[("a", &[1.0; 5]), ("b", &[1.0; 4])], NOW)
        .unwrap_err();
    assert_eq!(
        error.what,
        "the store keeps vectors of e-1 with 5 dimensions, not 4: they cannot be compared"
    );
    assert_eq!(kept(&store), 30);
    store.keep_vectors("e-2", &[("a", &[1.0; 4])], NOW).unwrap();
    assert_eq!(store.forget_vectors(MODEL).unwrap(), 30);
    assert_eq!(kept(&store), 1, "those of another model stay");
}

#[test]
fn vectors_of_texts_that_nobody_groups_any_more_go() {
    let mut store = grouped_store();
    embed(&mut store);
    store
        .keep_vectors(MODEL, &[("gone", &[1.0; 5])], NOW)
        .unwrap();
    by_model(&mut store);
    assert_eq!(kept(&store), 30);
    store.rebuild(&mut |_, _| ()).unwrap();
    assert_eq!(kept(&store), 30, "a rebuild keeps them");
    assert_eq!(list(&store).clusters.len(), 3);
}
