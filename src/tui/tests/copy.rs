//! `y`: what is copied, how it is said, and that nothing in it can do harm.

use super::{bench, bench_at, fixture};
use crate::tui::{
    app::Msg,
    effect::{Copied, Copy, Reply, Route},
    tests::fixture::Bench,
};

#[track_caller]
fn copied(bench: &mut Bench, keys: &str) -> String {
    bench.keys(keys);
    bench.desk.copied.pop().unwrap_or_default()
}

#[test]
fn what_is_selected_is_copied_piece_by_piece() {
    let mut bench = bench();
    assert_eq!(copied(&mut bench, "y i"), "refund-eu");
    bench.sees("copied id, 9 characters");
    assert_eq!(
        copied(&mut bench, "y q"),
        "How long do refunds take for EU orders?"
    );
    assert!(copied(&mut bench, "y o").starts_with("Refunds take 14 business days"));
    assert!(copied(&mut bench, "y c").contains("in the EU"));
    let json: serde_json::Value = serde_json::from_str(&copied(&mut bench, "y j")).unwrap();
    assert_eq!(json["trace_id"], "refund-eu");
    assert_eq!(json["signals"].as_array().unwrap().len(), 3);
    let markdown = copied(&mut bench, "y m");
    assert!(
        markdown.starts_with("**`refund-eu`** · bad 0."),
        "{markdown}"
    );
    assert!(
        markdown.contains("Answered:\n\n> Refunds take 14"),
        "{markdown}"
    );
    let screen = copied(&mut bench, "y s");
    assert!(
        screen.contains("Worst first") && screen.contains("WHY"),
        "{screen}"
    );
    assert!(!screen.contains("? help"), "{screen}");
}

#[test]
fn the_keys_that_may_follow_are_shown_and_esc_forgets() {
    let mut bench = bench_at(80, 24, fixture::support());
    bench.keys("j");
    bench.keys("y").sees("Copy the output").sees("y …");
    bench.keys("Esc").misses("Copy the output");
    bench
        .keys("y c")
        .sees("copy correction: nobody has corrected this yet; c does");
    assert!(bench.desk.copied.is_empty());
}

#[test]
fn golden_rows_are_copied_too() {
    let mut bench = bench();
    bench.keys("l 2 p Enter 3 y o");
    assert!(bench.desk.copied.pop().unwrap().contains("in the EU"));
    bench.keys("y m");
    assert!(bench.desk.copied.pop().unwrap().contains("Expected:"));
    bench.keys("y c");
    assert!(bench.desk.copied.is_empty());
}

#[test]
fn hostile_text_is_harmless_on_the_clipboard() {
    let mut bench = bench();
    while bench.selected() != "hostile" {
        bench.keys("j");
    }
    bench.keys("y o y q y j y m y s");
    assert_eq!(bench.desk.copied.len(), 5);
    for text in &bench.desk.copied {
        let raw = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        assert!(
            !text.contains(raw) && !text.contains('\u{202e}'),
            "{text:?}"
        );
    }
}

#[test]
fn a_machine_without_a_clipboard_asks_the_terminal_and_says_so() {
    let mut bench = bench();
    let reply = |text: &str, route| {
        let copy = Copy {
            text: text.to_owned(),
            what: "output",
        };
        Msg::Reply(
            Box::new(Reply::Copied(Copied { copy, route })),
            fixture::bench().now,
        )
    };
    bench.desk.send(reply("abc", Err("no display".into())));
    assert_eq!(bench.desk.copied, ["abc"]);
    bench.desk.send(reply("abc", Ok(Route::Terminal)));
    bench.sees("copied output, 3 characters, by the terminal (OSC 52)");
    bench
        .desk
        .send(reply(&"x".repeat(70_000), Ok(Route::Terminal)));
    bench.sees("68 KB is more than some terminals take");
}
