//! What people decided outlives every run, and can be taken back.

use super::*;
use proptest::prelude::*;

fn ids_in<'a>(ids: &'a [String], members: &[usize]) -> Vec<&'a str> {
    members.iter().map(|&m| ids[m].as_str()).collect()
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|s| (*s).to_owned()).collect()
}

/// Merges one cluster into another, as the journal would say it.
fn merge(into: &Cluster, gone: &Cluster, vectors: &Matrix, ids: &[String]) -> Constraints {
    let made = Made {
        from: None,
        anchors: owned(&ids_in(ids, &anchors(vectors, &gone.members, 10))),
    };
    Constraints {
        aliases: [(gone.id.clone(), into.id.clone())].into(),
        made: [(gone.id.clone(), made)].into(),
        ..Constraints::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn a_merge_survives_ten_runs_with_growing_data(seed in 0u64..1000) {
        let made = complaints(240, 6, seed);
        let texts = texts_of(&made);
        let ids = ids(240);
        let mut size = 120;
        let mut vectors = own_vectors(&texts[..size]);
        let mut space = Space::fit(&texts[..size], 0, &Watch::quiet()).unwrap();
        let first = run_on(&texts[..size], &vectors, Start::Cold, &Constraints::default());
        let wholes = first.clusters.iter().filter(|c| c.parent.is_none());
        prop_assume!(wholes.count() >= 3);
        let [into, gone] = [&first.clusters[0], second(&first)];
        let merged = [into.members.as_slice(), &gone.members].concat();
        let constraints = merge(into, gone, &vectors, &ids);
        let mut groups = first.groups.clone();
        for turn in 0..10 {
            size += 12;
            let texts = &texts[..size];
            if turn % 3 != 0 {
                space = Space::fit(texts, 0, &Watch::quiet()).unwrap();
            }
            vectors = space.vectors(texts, &Watch::quiet()).unwrap();
            let start = match turn % 3 {
                0 => Start::Keep(&groups),
                1 => Start::Warm(&groups),
                _ => Start::Scratch(&groups),
            };
            let next = run_on(texts, &vectors, start, &constraints);
            let one = next.clusters.iter().find(|c| c.id == into.id).unwrap();
            let lost = merged.iter().filter(|m| !one.members.contains(m)).count();
            prop_assert_eq!(lost, 0, "turn {} lost some of {}", turn, merged.len());
            prop_assert!(next.clusters.iter().all(|c| c.id != gone.id));
            groups = next.groups;
        }
        let undone = run_on(&texts, &own_vectors(&texts), Start::Keep(&groups), &Constraints::default());
        for old in [into, gone] {
            let again = undone.clusters.iter().find(|c| c.id == old.id).unwrap();
            prop_assert!(old.members.iter().all(|m| again.members.contains(m)), "the merge was taken back");
        }
    }
}

/// The second largest cluster of the first level.
fn second(grouping: &Grouping) -> &Cluster {
    let mut wholes = grouping.clusters.iter().filter(|c| c.parent.is_none());
    wholes.nth(1).unwrap()
}

#[test]
fn a_part_that_was_merged_stays_merged() {
    let mut made = complaints(600, 6, 34);
    // One kind of complaint is of two kinds.
    let kinds = [
        "bank card|iban number|wire transfer",
        "gift voucher|birthday present|shop code",
    ];
    for (i, (text, _)) in made.iter_mut().enumerate().filter(|(_, m)| m.1 == 0) {
        let words: Vec<&str> = kinds[i % 2].split('|').collect();
        let (one, other) = (words[i / 2 % 3], words[(i / 2 + 1 + i / 6 % 2) % 3]);
        *text = format!(
            "refund order late money back {one} {other} {}",
            &text[text.len() - 5..]
        );
    }
    let texts = texts_of(&made);
    let ids = ids(600);
    let vectors = own_vectors(&texts[..400]);
    let before = run_on(
        &texts[..400],
        &vectors,
        Start::Cold,
        &Constraints::default(),
    );
    let part = before.clusters.iter().find(|c| c.parent.is_some()).unwrap();
    let other = |c: &&Cluster| c.parent.is_none() && Some(&c.id) != part.parent.as_ref();
    let into = before.clusters.iter().find(other).unwrap();
    let constraints = merge(into, part, &vectors, &ids);
    let mut groups = before.groups.clone();
    for (size, kind) in [(450, 0), (500, 1), (550, 2), (600, 1)] {
        let start = [
            Start::Keep(&groups),
            Start::Warm(&groups),
            Start::Scratch(&groups),
        ][kind];
        let next = run_on(
            &texts[..size],
            &own_vectors(&texts[..size]),
            start,
            &constraints,
        );
        let one = next.clusters.iter().find(|c| c.id == into.id).unwrap();
        for member in part.members.iter().chain(&into.members) {
            assert!(
                one.members.contains(member),
                "{member} of {size}, start {kind}"
            );
        }
        groups = next.groups;
    }
}

#[test]
fn a_merged_trace_whose_words_are_forgotten_stays() {
    let made = complaints(160, 6, 31);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let before = run_on(&texts, &vectors, Start::Cold, &Constraints::default());
    let [into, gone] = [&before.clusters[0], second(&before)];
    let constraints = merge(into, gone, &vectors, &ids(160));
    let mut poorer = vectors.clone();
    gone.members
        .iter()
        .for_each(|&m| poorer.row_mut(m).fill(0.0));
    let free = *labels(&before, 160)
        .iter()
        .filter(|l| **l > 1 && **l < 160)
        .max()
        .unwrap();
    let loose = labels(&before, 160)
        .iter()
        .position(|l| *l == free)
        .unwrap();
    poorer.row_mut(loose).fill(0.0);
    for start in [
        Start::Keep(&before.groups),
        Start::Warm(&before.groups),
        Start::Scratch(&before.groups),
    ] {
        let next = run_on(&texts, &poorer, start, &constraints);
        let one = next.clusters.iter().find(|c| c.id == into.id).unwrap();
        assert!(
            gone.members.iter().all(|m| one.members.contains(m)),
            "{start:?}"
        );
        assert!(
            next.clusters.iter().all(|c| !c.members.contains(&loose)),
            "nothing is known of it"
        );
    }
}

#[test]
fn a_merge_taken_back_leaves_the_clusters_as_they_were() {
    let made = complaints(160, 6, 31);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let before = run_on(&texts, &vectors, Start::Cold, &Constraints::default());
    let constraints = merge(&before.clusters[0], second(&before), &vectors, &ids(160));
    let merged = run_on(&texts, &vectors, Start::Keep(&before.groups), &constraints);
    assert!(merged.clusters.len() < before.clusters.len());
    let after = run_on(
        &texts,
        &vectors,
        Start::Keep(&merged.groups),
        &Constraints::default(),
    );
    assert_eq!(labels(&before, 160), labels(&after, 160));
    assert_eq!(before.clusters[0].id, after.clusters[0].id);
}

#[test]
fn a_moved_trace_stays_where_it_was_put() {
    let made = complaints(160, 6, 32);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let before = run_on(&texts, &vectors, Start::Cold, &Constraints::default());
    let (from, to) = (&before.clusters[0], &before.clusters[1]);
    let trace = format!("t{:05}", from.members[0]);
    let constraints = Constraints {
        pins: [(trace, to.id.clone())].into(),
        ..Constraints::default()
    };
    for start in [
        Start::Keep(&before.groups),
        Start::Warm(&before.groups),
        Start::Scratch(&before.groups),
    ] {
        let next = run_on(&texts, &vectors, start, &constraints);
        let now = next.clusters.iter().find(|c| c.id == to.id).unwrap();
        assert!(now.members.contains(&from.members[0]), "{start:?}");
    }
    let freed = run_on(
        &texts,
        &vectors,
        Start::Keep(&before.groups),
        &Constraints::default(),
    );
    assert_eq!(labels(&freed, 160), labels(&before, 160));
}

#[test]
fn a_split_holds_and_can_be_undone() {
    let made = complaints(240, 6, 33);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let ids = ids(240);
    let before = run_on(
        &texts[..200],
        &vectors.pick(&(0..200).collect::<Vec<_>>()),
        Start::Cold,
        &Constraints::default(),
    );
    let whole = &before.clusters[0];
    let proposed = propose_split(&vectors, &whole.members, 0, &Watch::quiet()).unwrap();
    assert!(proposed.len() >= 2);
    let mut all: Vec<usize> = proposed.concat();
    all.sort_unstable();
    assert_eq!(all, whole.members);
    let part = &proposed[1];
    let child = found_id(&ids_in(&ids, part), &std::collections::BTreeSet::new());
    let constraints = Constraints {
        pins: part
            .iter()
            .map(|&m| (ids[m].clone(), child.clone()))
            .collect(),
        made: [(
            child.clone(),
            Made {
                from: Some(whole.id.clone()),
                anchors: owned(&ids_in(&ids, &anchors(&vectors, part, 10))),
            },
        )]
        .into(),
        ..Constraints::default()
    };
    let mut groups = before.groups.clone();
    for start in 0..3 {
        let start = [
            Start::Keep(&groups),
            Start::Warm(&groups),
            Start::Scratch(&groups),
        ][start];
        let next = run_on(&texts, &vectors, start, &constraints);
        let held = next.clusters.iter().find(|c| c.id == child).unwrap();
        assert!(part.iter().all(|m| held.members.contains(m)));
        groups = next.groups;
    }
    let kept = run_on(&texts, &vectors, Start::Keep(&before.groups), &constraints);
    let undone = run_on(
        &texts,
        &vectors,
        Start::Keep(&kept.groups),
        &Constraints::default(),
    );
    assert!(undone.clusters.iter().all(|c| c.id != child));
    let again = undone.clusters.iter().find(|c| c.id == whole.id).unwrap();
    assert!(whole.members.iter().all(|m| again.members.contains(m)));
}

#[test]
fn merges_in_a_circle_end() {
    let constraints = Constraints {
        aliases: [
            ("a".into(), "b".into()),
            ("b".into(), "a".into()),
            ("c".into(), "a".into()),
        ]
        .into(),
        ..Constraints::default()
    };
    assert_eq!(constraints.resolve("a"), "b");
    assert!(["a", "b"].contains(&constraints.resolve("c")));
    assert_eq!(constraints.resolve("d"), "d");
}

#[test]
fn alike_texts_cannot_be_split() {
    let texts = vec!["refund is late"; 12];
    let vectors = own_vectors(&texts);
    let members: Vec<usize> = (0..12).collect();
    assert!(
        propose_split(&vectors, &members, 0, &Watch::quiet())
            .unwrap()
            .is_empty()
    );
}
