//! Counts before movement.

use super::{bench, bench_at, fixture};

#[test]
fn a_count_repeats_movement() {
    let mut bench = bench_at(120, 30, fixture::many(40));
    let listed = bench.listed();
    bench.keys("7 j");
    assert_eq!(bench.selected(), listed[7]);
    bench.keys("7").sees("7 times").keys("k");
    assert_eq!(bench.selected(), listed[0]);
    bench.keys("Alt-1 2 Down");
    assert_eq!(bench.selected(), listed[12]);
    bench.keys("9 9 9 9 9 9 j");
    assert_eq!(bench.selected(), listed[39]);
    bench.keys("8 Esc k");
    assert_eq!(bench.selected(), listed[38]);
}

#[test]
fn a_count_never_repeats_a_decision() {
    let mut bench = bench();
    bench
        .keys("7 x")
        .sees("bad: a count (7) goes with movement only");
    assert!(bench.desk.store.history(None, 5).unwrap().is_empty());
    bench
        .keys("x")
        .sees("bad on “How long do refunds take for EU o…”");
}

#[test]
fn digits_that_mean_something_stay_what_they_are() {
    let mut bench = bench();
    bench.keys("3").sees("golden set is empty").keys("1");
    bench
        .keys("l 2")
        .sees("on “How long do refunds take for EU o…”");
    bench.keys("i");
    bench.desk.text("77");
    bench.sees("77");
}
