//! The text alone: nothing of ours on the screen that a terminal's own selection would take along.

use super::{bench, bench_at, material::session};

#[test]
fn the_text_stands_alone_and_esc_brings_all_back() {
    for (open, says) in [
        ("", "WHY .9"),
        ("Enter", "assistant"),
        ("Enter d", "How"),
        ("l 3 p Enter 3", "expected"),
    ] {
        let mut bench = bench_at(100, 30, session());
        bench.keys(open);
        let before = bench.screen();
        bench.keys("Z");
        let screen = bench.screen();
        let body = screen.lines().take(29).collect::<Vec<_>>().join("\n");
        if open != "Enter d" {
            assert!(!body.contains(['│', '─', '▸', '━']), "{open}:\n{screen}");
            assert!(body.contains(says), "{open}:\n{screen}");
        }
        assert!(!body.contains("goldset"), "{open}:\n{screen}");
        bench.keys("Esc");
        bench.desk.app.toast = None;
        let strip = |text: &str| text.lines().take(28).collect::<Vec<_>>().join("\n");
        assert_eq!(strip(&bench.screen()), strip(&before), "{open}");
    }
}

#[test]
fn keys_go_on_while_the_text_stands_alone() {
    let mut bench = bench();
    bench.keys("Z j").sees("Within 14 business days");
    bench.keys("x").sees("bad on");
    bench.keys("3").sees("goldset");
    assert!(!bench.desk.app.zoomed);
}
