//! Groups of texts that people labelled, from the folder that GOLDSET_SHARED names.

use super::*;
use agreement::{adjusted_rand, mutual_information};
use std::{collections::BTreeMap, path::PathBuf};

fn shared(path: &str) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("GOLDSET_SHARED") else {
        eprintln!("SKIPPED: GOLDSET_SHARED is not set, so grouping is NOT measured on {path}");
        return None;
    };
    Some(PathBuf::from(folder).join(path))
}

/// Texts and the numbers of their labels.
fn numbered(rows: impl Iterator<Item = (String, String)>) -> (Vec<String>, Vec<usize>) {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    rows.map(|(text, label)| {
        let next = numbers.len();
        (
            unit::clean(&text).text,
            *numbers.entry(label).or_insert(next),
        )
    })
    .unzip()
}

/// Questions of bank customers with the number of the intent, and what the intents are called.
fn banking(folder: &std::path::Path) -> (Vec<String>, Vec<usize>, Vec<String>) {
    let mut rows = Vec::new();
    for name in ["train.csv", "test.csv"] {
        for record in csv::Reader::from_path(folder.join(name)).unwrap().records() {
            let record = record.unwrap();
            rows.push((record[0].to_owned(), record[1].to_owned()));
        }
    }
    let mut intents: Vec<String> = Vec::new();
    for (_, intent) in &rows {
        if !intents.contains(intent) {
            intents.push(intent.clone());
        }
    }
    let (texts, truth) = numbered(rows.into_iter());
    (texts, truth, intents)
}

/// What experts object to in stories, with the number of its category.
fn criticism(folder: &std::path::Path) -> (Vec<String>, Vec<usize>) {
    let text = std::fs::read_to_string(folder.join("ttcw_annotations.stories0-3.json")).unwrap();
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let no = all.iter().filter(|r| r["binary_verdict"] == "No");
    let field = |r: &serde_json::Value, name: &str| r[name].as_str().unwrap().to_owned();
    numbered(no.map(|r| (field(r, "explanation"), field(r, "category"))))
}

fn found(texts: &[&str], vectors: &Matrix, k: Option<usize>) -> Grouping {
    let ids = ids(texts.len());
    let items = items(&ids, texts);
    let params = Params {
        k,
        ..Params::default()
    };
    let (start, none) = (Start::Cold, Constraints::default());
    group(&items, vectors, start, &none, &params, &Watch::quiet()).unwrap()
}

/// Small random batches in vectors learnt from a history they belong to, in the natural mix of 77 intents; and all
/// 3,000 texts with the number of intents given.
#[test]
fn bank_customers_ask_for_the_same_thing() {
    let Some(folder) = shared("data/banking77") else {
        return;
    };
    let (texts, truth, _) = banking(&folder);
    let pool = Random::new(77).sample(texts.len(), 3_000);
    let history: Vec<&str> = pool.iter().map(|&i| texts[i].as_str()).collect();
    let truth: Vec<usize> = pool.iter().map(|&i| truth[i]).collect();
    let vectors = own_vectors(&history);
    for (n, floor) in [(60, 0.13), (200, 0.13), (500, 0.17)] {
        let draw = |seed: u64| {
            let batch = Random::new(seed).sample(history.len(), n);
            let said: Vec<&str> = batch.iter().map(|&i| history[i]).collect();
            let meant: Vec<usize> = batch.iter().map(|&i| truth[i]).collect();
            let grouping = found(&said, &vectors.pick(&batch), None);
            adjusted_rand(&meant, &labels(&grouping, n))
        };
        // Three draws of 60 texts of 77 kinds say little; the floor is that of the mean.
        let draws = if n == 60 { 12 } else { 3 };
        let mean = (1..=draws).map(draw).sum::<f64>() / draws as f64;
        eprintln!("banking77, {n} texts, natural mix: ARI {mean:.3}, mean of {draws} draws");
        assert!(mean >= floor, "{n}: {mean}");
    }
    let grouping = found(&history, &vectors, Some(77));
    let place = labels(&grouping, history.len());
    let (nmi, ari) = (
        mutual_information(&truth, &place),
        adjusted_rand(&truth, &place),
    );
    eprintln!("banking77, 3,000 texts, 77 groups: NMI {nmi:.3} ARI {ari:.3}");
    assert!(nmi >= 0.65 && ari >= 0.29, "{nmi} {ari}");
}

/// Groups are called by what the people in them want, in their own words.
#[test]
fn groups_of_bank_customers_are_called_what_they_ask_for() {
    let Some(folder) = shared("data/banking77") else {
        return;
    };
    let (texts, truth, intents) = banking(&folder);
    let pool = Random::new(77).sample(texts.len(), 3_000);
    let said: Vec<&str> = pool.iter().map(|&i| texts[i].as_str()).collect();
    let grouping = found(&said, &own_vectors(&said), Some(60));
    let mut hits = 0;
    for cluster in grouping.clusters.iter().filter(|c| c.parent.is_none()) {
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        for &m in &cluster.members {
            *votes.entry(truth[pool[m]]).or_default() += 1;
        }
        let most = votes.into_iter().max_by_key(|v| v.1).unwrap().0;
        let intent = intents[most].to_lowercase().replace('_', " ");
        let named = tokens::Reader::new(false).stems(&intent);
        let told = tokens::Reader::new(false).stems(&cluster.terms.join(" "));
        hits += usize::from(told.iter().any(|stem| named.contains(stem)));
        eprintln!("  {intent}: {}", cluster.terms.join(", "));
        for term in &cluster.terms {
            assert!(term.chars().any(char::is_alphabetic), "{term}");
            let as_said = said.iter().any(|t| {
                t.to_lowercase()
                    .replace('\u{2019}', "'")
                    .contains(term.as_str())
            });
            assert!(as_said, "nobody says {term:?}");
        }
    }
    eprintln!("banking77: a term of {hits} of 60 groups is in the name of their intent");
    assert!(hits >= 45, "{hits}");
}

#[test]
fn experts_criticise_the_same_thing() {
    let Some(folder) = shared("data/ttcw-expert-comments") else {
        return;
    };
    let (texts, truth) = criticism(&folder);
    let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
    let grouping = found(&refs, &own_vectors(&refs), None);
    let place = labels(&grouping, refs.len());
    let (nmi, ari) = (
        mutual_information(&truth, &place),
        adjusted_rand(&truth, &place),
    );
    eprintln!(
        "{} comments of experts in 14 categories: NMI {nmi:.3} ARI {ari:.3}",
        refs.len()
    );
    assert!(ari >= 0.2, "{ari}");
}

/// The share of old texts that keep their cluster when a tenth more arrive and vectors are learnt anew.
fn kept(texts: &[&str]) -> f64 {
    let old = texts.len() * 10 / 11;
    let before = found(&texts[..old], &own_vectors(&texts[..old]), None);
    let ids = ids(texts.len());
    let (start, none) = (Start::Warm(&before.groups), Constraints::default());
    let (items, vectors) = (items(&ids, texts), own_vectors(texts));
    let watch = Watch::quiet();
    let after = group(&items, &vectors, start, &none, &Params::default(), &watch).unwrap();
    let before = homes(&before.groups);
    let after = homes(&after.groups);
    let stays = before
        .iter()
        .filter(|(text, home)| after.get(*text) == Some(home));
    stays.count() as f64 / before.len() as f64
}

/// The cluster of each text that is in one, parts left aside.
fn homes(groups: &[Group]) -> BTreeMap<&str, &str> {
    let wholes = groups.iter().filter(|g| g.parent.is_none());
    let homes = wholes.flat_map(|g| g.members.iter().map(|m| (m.as_str(), g.id.as_str())));
    homes.collect()
}

#[test]
fn a_tenth_more_real_texts_move_hardly_anything() {
    let (Some(bank), Some(experts)) = (
        shared("data/banking77"),
        shared("data/ttcw-expert-comments"),
    ) else {
        return;
    };
    let questions = banking(&bank).0;
    let pool = Random::new(5).sample(questions.len(), 1_650);
    let questions: Vec<&str> = pool.iter().map(|&i| questions[i].as_str()).collect();
    let comments = criticism(&experts).0;
    let comments: Vec<&str> = comments.iter().map(String::as_str).collect();
    for (name, texts) in [("banking77", questions), ("ttcw", comments)] {
        let share = kept(&texts);
        eprintln!(
            "{name}, {} texts, a tenth of them new: {share:.3} keep their cluster",
            texts.len()
        );
        assert!(share >= 0.93, "{name}: {share}");
    }
}
