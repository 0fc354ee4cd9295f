use proptest::prelude::*;

use super::RowKind::{Changed, Equal, Inserted};
use super::*;

fn changed<'a>(s: &'a str, ranges: &[(Range<usize>, bool)]) -> Vec<&'a str> {
    let marked = ranges.iter().filter(|r| r.1);
    marked.map(|r| &s[r.0.clone()]).collect()
}

fn word_changes<'a>(a: &'a str, b: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let (ra, rb) = words(a, b);
    (changed(a, &ra), changed(b, &rb))
}

#[test]
fn marks_changed_words() {
    assert_eq!(
        word_changes("the red fox", "the blue fox"),
        (vec!["red"], vec!["blue"])
    );
    assert_eq!(word_changes("a b", "a b"), (vec![], vec![]));
    assert_eq!(
        word_changes("It works.", "It works. Really"),
        (vec![], vec![" Really"])
    );
    assert_eq!(
        word_changes("one two\nthree", "one two three"),
        (vec!["\n"], vec![" "])
    );
    assert_eq!(
        word_changes("日本語です", "日本人です"),
        (vec!["語"], vec!["人"])
    );
    assert_eq!(
        word_changes("ok 👍🏽 fine", "ok 👍🏿 fine"),
        (vec!["👍🏽"], vec!["👍🏿"])
    );
    assert_eq!(
        word_changes("a (b), c", "x (y), z"),
        (vec!["a (b), c"], vec!["x (y), z"])
    );
    assert_eq!(word_changes("", "new"), (vec![], vec!["new"]));
}

#[test]
fn groups_lines() {
    let hunks = lines("a\nb\nc\n", "a\nx\nc");
    assert_eq!(
        hunks,
        [
            Hunk::Equal { a: 0..1, b: 0..1 },
            Hunk::Changed { a: 1..2, b: 1..2 },
            Hunk::Equal { a: 2..3, b: 2..3 },
        ]
    );
    assert_eq!(
        lines("a\r\nb", "a\nb\n"),
        [Hunk::Equal { a: 0..2, b: 0..2 }]
    );
    assert_eq!(lines("", ""), []);
}

#[test]
fn pairs_lines_that_share_words() {
    let a = "keep\nthe order was shipped on Monday\nend";
    let b = "keep\na new first line\nthe order was shipped on Friday\nend";
    let rows = side_by_side(a, b);
    let kinds: Vec<_> = rows.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [Equal, Inserted, Changed, Equal]);
    let left = rows[2].left.as_ref().unwrap();
    let right = rows[2].right.as_ref().unwrap();
    assert_eq!((left.number, right.number), (2, 3));
    assert_eq!(changed(a, &left.segments), ["Monday"]);
    assert_eq!(changed(b, &right.segments), ["Friday"]);
}

#[test]
fn lists_deletions_before_insertions() {
    let rows = inline("a\nold one\nz", "a\nnew one\nz");
    let kinds: Vec<_> = rows.iter().map(|r| r.change).collect();
    assert_eq!(
        kinds,
        [Change::Equal, Change::Delete, Change::Insert, Change::Equal]
    );
    assert_eq!((rows[3].left, rows[3].right), (Some(3), Some(3)));
}

#[test]
fn counts_changed_words() {
    let summary = change_summary("the red fox runs", "the fox runs very fast");
    assert_eq!((summary.words_removed, summary.words_added), (1, 2));
    assert_eq!(change_summary("x", "x"), ChangeSummary::default());
}

#[test]
fn compares_huge_texts_by_line() {
    let a = "some words in a line\n".repeat(200_000);
    let b = a.clone() + "more";
    assert_eq!(word_changes(&a, &b), (vec![], vec!["more"]));
}

fn covers(s: &str, ranges: &[(Range<usize>, bool)]) -> bool {
    let text: String = ranges.iter().map(|r| &s[r.0.clone()]).collect();
    text == s && ranges.iter().all(|r| !r.0.is_empty())
}

fn equal_text(s: &str, ranges: &[(Range<usize>, bool)]) -> String {
    let kept = ranges.iter().filter(|r| !r.1);
    kept.map(|r| &s[r.0.clone()]).collect()
}

fn check_rows(s: &str, lines: &[&DiffLine]) -> Result<(), TestCaseError> {
    let mut text = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        prop_assert_eq!(line.number, i + 1);
        text.push(
            line.segments
                .iter()
                .map(|r| &s[r.0.clone()])
                .collect::<String>(),
        );
    }
    let expected: Vec<&str> = line_ranges(s).into_iter().map(|r| &s[r]).collect();
    prop_assert_eq!(text, expected);
    Ok(())
}

const TEXT: &str = "[a-d \n日é👍\u{301}\u{200d}\r]{0,60}|\\PC{0,30}|([a-c]{1,3}[ \n]){0,30}";

proptest! {
    #[test]
    fn word_ranges_reproduce_the_texts(a in TEXT, b in TEXT) {
        let (ra, rb) = words(&a, &b);
        prop_assert!(covers(&a, &ra) && covers(&b, &rb));
        prop_assert_eq!(equal_text(&a, &ra), equal_text(&b, &rb));
        prop_assert_eq!(a == b, ra.iter().chain(&rb).all(|r| !r.1));
    }

    #[test]
    fn rows_reproduce_the_texts(a in TEXT, b in TEXT) {
        let rows = side_by_side(&a, &b);
        let left: Vec<_> = rows.iter().filter_map(|r| r.left.as_ref()).collect();
        let right: Vec<_> = rows.iter().filter_map(|r| r.right.as_ref()).collect();
        check_rows(&a, &left)?;
        check_rows(&b, &right)?;
        let single = inline(&a, &b);
        prop_assert_eq!(single.iter().filter(|r| r.change != Change::Insert).count(), left.len());
        prop_assert_eq!(single.iter().filter(|r| r.change != Change::Delete).count(), right.len());
    }
}
