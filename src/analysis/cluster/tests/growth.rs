//! Runs that follow runs, while traces arrive.

use super::*;

/// A cold run over the first texts only.
fn first_run(count: usize, texts: &[&str], vectors: &Matrix) -> Grouping {
    let first: Vec<usize> = (0..count).collect();
    let none = Constraints::default();
    run_on(&texts[..count], &vectors.pick(&first), Start::Cold, &none)
}

/// A run over all texts, with nothing decided by people.
fn next_run(start: Start, texts: &[&str], vectors: &Matrix) -> Grouping {
    run_on(texts, vectors, start, &Constraints::default())
}

#[test]
fn a_tenth_more_texts_move_hardly_anything() {
    let made = complaints(440, 8, 21);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let old = first_run(400, &texts, &vectors);
    let kept = next_run(Start::Keep(&old.groups), &texts, &vectors);
    assert_eq!(kept.kept, Some(1.0));
    let warm = next_run(Start::Warm(&old.groups), &texts, &vectors);
    assert!(warm.kept.unwrap() >= 0.93, "{:?}", warm.kept);
    let scratch = next_run(Start::Scratch(&old.groups), &texts, &vectors);
    let moved: usize = scratch
        .migration
        .iter()
        .filter(|m| m.from != m.to)
        .map(|m| m.traces)
        .sum();
    let stayed: usize = scratch
        .migration
        .iter()
        .filter(|m| m.from == m.to)
        .map(|m| m.traces)
        .sum();
    let unplaced = scratch.unclustered.len();
    assert!(
        moved + stayed + unplaced >= 440 && scratch.kept.unwrap() > 0.5,
        "{:?}",
        scratch.migration
    );
}

#[test]
fn new_texts_join_their_topic() {
    let made = complaints(300, 6, 22);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let old = first_run(200, &texts, &vectors);
    let new = next_run(Start::Keep(&old.groups), &texts, &vectors);
    let place = labels(&new, 300);
    let truth: Vec<usize> = made.iter().map(|m| m.1).collect();
    let joined: Vec<usize> = (200..300).filter(|i| place[*i] != usize::MAX).collect();
    assert!(joined.len() > 70, "{}", joined.len());
    let of = |v: &[usize]| joined.iter().map(|&i| v[i]).collect::<Vec<_>>();
    assert!(agreement::adjusted_rand(&of(&truth), &of(&place)) > 0.7);
}

#[test]
fn unlike_anything_known_and_like_each_other_raises_the_alarm() {
    let mut made = complaints(200, 6, 23);
    for i in 0..7 {
        made.push((
            format!("invoice totals come as text instead of numbers n{i}"),
            6,
        ));
    }
    made.push(("a single odd remark about parking".into(), 7));
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let old = first_run(200, &texts, &vectors);
    let new = next_run(Start::Keep(&old.groups), &texts, &vectors);
    let alarms: Vec<&Cluster> = new.clusters.iter().filter(|c| c.alarm).collect();
    assert_eq!(alarms.len(), 1, "{:?}", new.clusters);
    assert_eq!(alarms[0].members, (200..207).collect::<Vec<_>>());
    assert!(alarms[0].fresh);
    assert!(new.unclustered.contains(&207));

    let ids = ids(texts.len());
    let mut one_person = items(&ids, &texts);
    one_person[200..207]
        .iter_mut()
        .for_each(|i| i.author = Some("same"));
    let quiet = group(
        &one_person,
        &vectors,
        Start::Keep(&old.groups),
        &Constraints::default(),
        &Params::default(),
        &Watch::quiet(),
    );
    assert!(
        quiet.unwrap().clusters.iter().all(|c| !c.alarm),
        "one person's complaints"
    );
}

#[test]
fn a_cluster_whose_traces_left_finds_itself_again() {
    let made = complaints(200, 4, 24);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let all = run_on(&texts, &vectors, Start::Cold, &Constraints::default());
    let gone = &all.clusters[0];
    let ids = ids(200);
    let every = items(&ids, &texts);
    let rest: Vec<usize> = (0..200).filter(|i| !gone.members.contains(i)).collect();
    let some: Vec<Item> = rest.iter().map(|&i| every[i]).collect();
    let watch = Watch::quiet();
    let (none, params) = (Constraints::default(), Params::default());
    let without = group(
        &some,
        &vectors.pick(&rest),
        Start::Keep(&all.groups),
        &none,
        &params,
        &watch,
    )
    .unwrap();
    assert!(without.clusters.iter().all(|c| c.id != gone.id));
    let again = group(
        &every,
        &vectors,
        Start::Keep(&without.groups),
        &none,
        &params,
        &watch,
    )
    .unwrap();
    let back = again.clusters.iter().find(|c| c.id == gone.id).unwrap();
    assert!(
        10 * back.members.len() >= 7 * gone.members.len(),
        "{} of {}",
        back.members.len(),
        gone.members.len()
    );
}

#[test]
fn a_first_run_over_much_more_groups_what_is_new() {
    let made = complaints(230, 8, 25);
    let texts = texts_of(&made);
    let vectors = own_vectors(&texts);
    let old = first_run(8, &texts, &vectors);
    let new = next_run(Start::Keep(&old.groups), &texts, &vectors);
    assert!(
        new.unclustered.len() < 60,
        "{} of 230",
        new.unclustered.len()
    );
}
