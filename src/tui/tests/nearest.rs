use super::{bench, fixture::Bench, snapshots::snapshot};
use serde_json::json;

/// A question like that of the worst trace, answered otherwise.
fn asked_again(bench: &Bench) {
    bench.bring(vec![json!({
        "type": "trace", "trace_id": "refund-again", "started_at": "2026-11-15T11:00:00Z",
        "input": "Please, how long do refunds take for EU orders?", "output": "Refunds take 5 business days.",
    })]);
}

#[test]
fn a_bad_output_is_compared_with_the_nearest_good_answer() {
    let mut bench = bench();
    asked_again(&bench);
    bench.keys("g g D").sees("Conversation");
    bench.sees("nobody said yet what is right for a question like this");
    bench.keys("Esc g i").desk.text("refund-again");
    bench.keys("Enter a Esc g g");
    assert_eq!(bench.selected(), "refund-eu");
    bench.keys("D").sees("asked there: Please, how long do");
    bench.sees("good output of refund-again").sees("% alike");
    bench.sees("- output").sees("+ good output");
    snapshot("trace-nearest-good", &bench.screen());
    bench.keys("v").sees("output and good output of");
}

#[test]
fn a_golden_row_and_a_correction_say_more_than_the_output_they_stand_on() {
    let mut bench = bench();
    asked_again(&bench);
    bench.keys("g i").desk.text("refund-again");
    bench.keys("Enter c Ctrl-U").desk.text("Five days.");
    bench.keys("Ctrl-S Esc g i").desk.text("refund-eu");
    bench.keys("Enter D");
    bench
        .sees("correction (ana) of refund-again")
        .sees("Five days.");
    bench.keys("Esc g i").desk.text("refund-again");
    bench.keys("Enter p Enter Esc g i").desk.text("refund-eu");
    bench.keys("Enter D").sees("golden g-").sees("Five days.");
}

#[test]
fn a_good_answer_that_says_the_same_is_told_and_no_page_is_turned() {
    let mut bench = bench();
    bench.keys("g i").desk.text("quiet-03");
    bench.keys("Enter a Esc g i").desk.text("quiet-04");
    bench.keys("Enter D");
    bench.sees("the output is the same text as the good output of quiet-03");
    bench.sees("Conversation").misses("+ good output");
}
