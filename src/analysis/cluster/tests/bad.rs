//! Inputs that hold little, or too much of one thing.

use super::*;

fn cold(texts: &[&str]) -> Grouping {
    run(texts, Start::Cold, &Constraints::default())
}

#[test]
fn nothing_gives_nothing() {
    assert_eq!(cold(&[]), Grouping::default());
}

#[test]
fn texts_without_words_are_told_apart() {
    let grouping = cold(&["", "  ", "👎👎", "…", "the of and"]);
    assert_eq!(grouping.no_text, [0, 1, 2, 3, 4]);
    assert!(grouping.clusters.is_empty() && grouping.unclustered.is_empty());
}

#[test]
fn four_texts_are_a_list() {
    let grouping = cold(&["late refund", "refund late", "broken box", "box broken"]);
    assert!(grouping.clusters.is_empty());
    assert_eq!(grouping.unclustered, [0, 1, 2, 3]);
}

#[test]
fn five_texts_may_be_groups() {
    let grouping = cold(&[
        "refund is late",
        "late refund again",
        "my refund came late",
        "box broken on arrival",
        "the box arrived broken",
    ]);
    let mut sizes: Vec<usize> = grouping.clusters.iter().map(|c| c.members.len()).collect();
    sizes.sort_unstable();
    assert_eq!(sizes, [2, 3]);
}

#[test]
fn one_word_each_is_no_trouble() {
    let grouping = cold(&["slow", "slow", "slow", "wrong", "wrong", "wrong", "wrong"]);
    assert_eq!(grouping.clusters.len(), 2, "{grouping:?}");
    assert_eq!(grouping.clusters[0].terms, ["wrong"]);
}

#[test]
fn all_alike_is_one_cluster() {
    let texts = vec!["The refund for my order is late."; 30];
    let grouping = cold(&texts);
    assert_eq!(grouping.clusters.len(), 1);
    assert_eq!(grouping.clusters[0].members.len(), 30);
    assert_eq!(grouping.clusters[0].exemplars.len(), 1, "no example twice");
}

#[test]
fn a_topic_that_dominates_is_divided_and_never_mixed() {
    let mut made = complaints(90, 1, 12);
    for i in 0..6 {
        made.push((format!("citation invented in article number {i}"), 5));
    }
    let grouping = cold(&texts_of(&made));
    let place = labels(&grouping, made.len());
    assert!(
        place[90..]
            .iter()
            .all(|p| *p == place[90] && *p != usize::MAX)
    );
    assert!(!place[..90].contains(&place[90]));
    let grouped = place[..90].iter().filter(|p| **p != usize::MAX).count();
    assert!(grouped >= 80, "{grouped}");
}

#[test]
fn languages_keep_apart() {
    let texts = [
        "返金がまだ届きません",
        "返金が届かない、遅すぎる",
        "まだ返金が届きません、助けて",
        "Die Rücksendung ist beschädigt angekommen",
        "Rücksendung beschädigt, bitte helfen",
        "beschädigt angekommen ist die Rücksendung",
        "استرداد الأموال متأخر جدا",
        "استرداد الأموال لم يصل متأخر",
        "متأخر استرداد الأموال",
    ];
    let grouping = cold(&texts);
    let place = labels(&grouping, texts.len());
    for language in [0..3, 3..6, 6..9] {
        let first = place[language.start];
        assert!(
            first != usize::MAX && place[language].iter().all(|p| *p == first),
            "{place:?}"
        );
    }
}

#[test]
fn long_texts_are_cut_before_they_are_read() {
    let long = "refund late ".repeat(400_000);
    let unit = unit::clean(&long);
    assert!(unit.cut && unit.text.chars().count() <= unit::MAX_CHARS);
    let texts: Vec<&str> = vec![
        &unit.text,
        "box broken",
        "box is broken",
        "broken box",
        "refund late",
        "late refund",
    ];
    let grouping = cold(&texts);
    assert!(grouping.no_text.is_empty());
}

#[test]
fn an_endpoints_other_dimension_is_refused() {
    let rows = [vec![1.0, 0.0], vec![1.0, 0.0, 0.0]];
    let fault = Matrix::from_rows(2, &rows).unwrap_err();
    let BadVectors::Dimension {
        row,
        expected,
        found,
    } = fault
    else {
        panic!("{fault}")
    };
    assert_eq!((row, expected, found), (1, 2, 3));
    assert_eq!(
        Matrix::from_rows(1, &[vec![f32::NAN]]),
        Err(BadVectors::NotFinite { row: 0 })
    );
}

#[test]
fn foreign_vectors_are_cut_where_they_are_stable() {
    let mut random = Random::new(11);
    let rows: Vec<Vec<f32>> = (0..120)
        .map(|i| {
            // Three directions in a narrow cone, as embeddings are.
            let mut row: Vec<f32> = (0..16).map(|_| 0.15 * random.normal()).collect();
            row[15] += 2.0;
            row[i % 3] += 1.5;
            row
        })
        .collect();
    let vectors = Matrix::from_rows(16, &rows).unwrap();
    let watch = Watch::quiet();
    let cut = calibrate(&vectors, 0, &watch).unwrap();
    assert!(cut > 0.02 && cut < 0.6, "{cut}");
    let texts: Vec<String> = (0..120)
        .map(|i| format!("text {i} kind{}", i % 3))
        .collect();
    let ids = ids(120);
    let refs: Vec<&str> = texts.iter().map(String::as_str).collect();
    let params = Params {
        cut: Some(cut),
        ..Params::default()
    };
    let items = items(&ids, &refs);
    let grouping = group(
        &items,
        &vectors,
        Start::Cold,
        &Constraints::default(),
        &params,
        &watch,
    )
    .unwrap();
    let truth: Vec<usize> = (0..120).map(|i| i % 3).collect();
    assert!(agreement::adjusted_rand(&truth, &labels(&grouping, 120)) > 0.9);
}
