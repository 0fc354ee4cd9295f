//! The pipeline as a whole, on made-up complaints.

mod bad;
mod curated;
mod growth;
mod same;
mod shared;
mod trusted;

use super::random::Random;
use super::*;

/// Complaints of one kind: openings, things, endings; every combination is a different text of the same topic.
const TOPICS: [[&str; 3]; 8] = [
    [
        "refund|money back|reimbursement",
        "not arrived|late|still missing|never paid",
        "order|purchase|return",
    ],
    [
        "password|login|sign in",
        "reset|forgotten|rejected|locked out",
        "account|profile|email address",
    ],
    [
        "invoice total|billing amount|tax line",
        "wrong|miscalculated|rounded badly|off by ten",
        "invoice|statement|receipt",
    ],
    [
        "delivery|parcel|courier",
        "damaged|broken|crushed|wet",
        "box|packaging|doorstep",
    ],
    [
        "translation|german text|grammar",
        "awkward|unnatural|misspelled|stiff",
        "sentence|paragraph|wording",
    ],
    [
        "citation|source|reference",
        "invented|made up|does not exist|fabricated",
        "paper|article|journal",
    ],
    [
        "json|schema|output format",
        "invalid|truncated|unparseable|malformed",
        "field|bracket|payload",
    ],
    [
        "appointment|calendar|meeting",
        "double booked|cancelled|shifted|forgotten",
        "dentist|tuesday|slot",
    ],
];

/// `n` texts with their topics, the topics of unequal size.
fn complaints(n: usize, topics: usize, seed: u64) -> Vec<(String, usize)> {
    let mut random = Random::new(seed);
    (0..n)
        .map(|_| {
            let topic = random.below(topics).min(random.below(topics));
            let words: Vec<&str> = TOPICS[topic]
                .iter()
                .map(|choices| {
                    let all: Vec<&str> = choices.split('|').collect();
                    all[random.below(all.len())]
                })
                .collect();
            let filler = [
                "please help",
                "this is bad",
                "again today",
                "why",
                "third time",
                "fix it",
            ];
            let filler = filler[random.below(filler.len())];
            (
                format!("{} {} {} {filler}", words[0], words[1], words[2]),
                topic,
            )
        })
        .collect()
}

fn ids(n: usize) -> Vec<String> {
    (0..n).map(|i| format!("t{i:05}")).collect()
}

fn items<'a>(ids: &'a [String], texts: &[&'a str]) -> Vec<Item<'a>> {
    let both = ids.iter().zip(texts);
    both.map(|(id, text)| Item {
        id,
        text,
        author: None,
    })
    .collect()
}

/// Vectors learnt from the texts themselves.
fn own_vectors(texts: &[&str]) -> Matrix {
    let watch = Watch::quiet();
    let space = Space::fit(texts, 0, &watch).unwrap();
    space.vectors(texts, &watch).unwrap()
}

fn run(texts: &[&str], start: Start, constraints: &Constraints) -> Grouping {
    run_on(texts, &own_vectors(texts), start, constraints)
}

fn run_on(texts: &[&str], vectors: &Matrix, start: Start, constraints: &Constraints) -> Grouping {
    let ids = ids(texts.len());
    let items = items(&ids, texts);
    group(
        &items,
        vectors,
        start,
        constraints,
        &Params::default(),
        &Watch::quiet(),
    )
    .unwrap()
}

fn texts_of(complaints: &[(String, usize)]) -> Vec<&str> {
    complaints.iter().map(|c| c.0.as_str()).collect()
}

/// The first-level cluster of each item.
fn labels(grouping: &Grouping, n: usize) -> Vec<usize> {
    let mut all = vec![usize::MAX; n];
    let wholes = grouping.clusters.iter().filter(|c| c.parent.is_none());
    for (label, cluster) in wholes.enumerate() {
        cluster.members.iter().for_each(|&m| all[m] = label);
    }
    all
}

#[test]
fn topics_become_clusters_with_telling_terms() {
    let made = complaints(160, 8, 1);
    let texts = texts_of(&made);
    let grouping = run(&texts, Start::Cold, &Constraints::default());
    let truth: Vec<usize> = made.iter().map(|m| m.1).collect();
    let agreement = agreement::adjusted_rand(&truth, &labels(&grouping, texts.len()));
    assert!(agreement > 0.8, "{agreement}");
    for cluster in grouping.clusters.iter().filter(|c| c.members.len() >= 10) {
        assert!(
            (1..=3).contains(&cluster.terms.len()) && !cluster.weak,
            "{cluster:?}"
        );
        assert!(!cluster.exemplars.is_empty() && cluster.exemplars.len() <= 9);
        assert!(cluster.edges.iter().all(|e| cluster.members.contains(e)));
    }
}

#[test]
fn duplicates_count_but_do_not_pull() {
    let mut made = complaints(60, 4, 2);
    for i in 0..40 {
        made.push((
            format!("Refund not arrived, order{}", "!".repeat(1 + i % 3)),
            0,
        ));
    }
    let texts = texts_of(&made);
    let grouping = run(&texts, Start::Cold, &Constraints::default());
    let place = labels(&grouping, texts.len());
    assert!(
        place[60..].iter().all(|p| *p == place[60]),
        "twins stay together"
    );
}
