//! What people decided outlives every run, and can be taken back.

use super::*;
use proptest::prelude::*;

fn ids_in<'a>(ids: &'a [String], members: &[usize]) -> Vec<&'a str> {
    members.iter().map(|&m| ids[m].as_str()).collect()
}

fn owned(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|s| (*s).to_owned()).collect()
}

/// Merges the second largest cluster into the largest, as the journal would say it.
fn merge(grouping: &Grouping, vectors: &Matrix, ids: &[String]) -> Constraints {
    let (into, gone) = (&grouping.clusters[0], &grouping.clusters[1]);
    let mut held = anchors(vectors, &into.members, 5);
    held.extend(anchors(vectors, &gone.members, 5));
    let made = Made {
        from: None,
        anchors: owned(&ids_in(ids, &held)),
    };
    Constraints {
        aliases: [(gone.id.clone(), into.id.clone())].into(),
        made: [(into.id.clone(), made)].into(),
        ..Constraints::default()
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3))]

    #[test]
    fn a_merge_survives_ten_runs_with_growing_data(seed in 0u64..1000) {
        let made = complaints(240, 6, seed);
        let texts = texts_of(&made);
        let vectors = own_vectors(&texts);
        let ids = ids(240);
        let mut size = 120;
        let pick = |n: usize| vectors.pick(&(0..n).collect::<Vec<_>>());
        let first = run_on(&texts[..size], &pick(size), Start::Cold, &Constraints::default());
        let first_wholes: Vec<&Cluster> = first.clusters.iter().filter(|c| c.parent.is_none()).collect();
        prop_assume!(first_wholes.len() >= 3 && first.clusters[1].parent.is_none());
        let mut merged: Vec<usize> = first.clusters[..2].iter().flat_map(|c| c.members.clone()).collect();
        let constraints = merge(&first, &vectors, &ids);
        let target = first.clusters[0].id.clone();
        let gone = first.clusters[1].id.clone();
        let mut groups = first.groups;
        for turn in 0..10 {
            size += 12;
            let start = match turn % 3 {
                0 => Start::Keep(&groups),
                1 => Start::Warm(&groups),
                _ => Start::Scratch(&groups),
            };
            let next = run_on(&texts[..size], &pick(size), start, &constraints);
            let one = next.clusters.iter().find(|c| c.id == target).unwrap();
            let stayed = merged.iter().filter(|m| one.members.contains(m)).count();
            // From scratch only what people decided is remembered: the groups of old find their way home, and texts
            // that lie between groups may not.
            let least = if turn % 3 == 2 { 2 * merged.len() / 3 } else { 9 * merged.len() / 10 };
            prop_assert!(stayed >= least, "turn {turn}: {stayed} of {}", merged.len());
            prop_assert!(next.clusters.iter().all(|c| c.id != gone));
            merged.retain(|m| one.members.contains(m));
            groups = next.groups;
        }
    }
}

#[test]
fn a_merge_taken_back_leaves_the_clusters_as_they_were() {
    let made = complaints(160, 6, 31);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let before = run_on(&texts, &vectors, Start::Cold, &Constraints::default());
    let constraints = merge(&before, &vectors, &ids(160));
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
