use super::*;
use crate::model::{time::SECOND, trace::ToolCall};
use proptest::prelude::*;
use serde_json::json;

fn names(found: &[DerivedSignal]) -> Vec<&'static str> {
    found.iter().map(|d| d.name).collect()
}

fn answering(output: Value) -> Trace {
    Trace {
        trace_id: "t".into(),
        output: Some(Content(output)),
        ..Trace::default()
    }
}

#[test]
fn sees_errors_and_empty_outputs() {
    let failed = Trace {
        status: Some(Status::Error),
        error: Some("timeout\nat line 3".into()),
        ..Trace::default()
    };
    let found = of_trace(&failed);
    assert_eq!(names(&found), ["error"]);
    assert_eq!(found[0].detail.as_deref(), Some("timeout"));
    assert_eq!(
        names(&of_trace(&answering(json!("  \n")))),
        ["empty_output"]
    );
    assert_eq!(names(&of_trace(&answering(json!([])))), ["empty_output"]);
    assert!(
        of_trace(&Trace::default()).is_empty(),
        "an unknown output is not an empty one"
    );
    let calls = json!({"role":"assistant","content":null,"tool_calls":[{"function":{"name":"find","arguments":"{}"}}]});
    assert!(of_trace(&answering(calls)).is_empty());
}

#[test]
fn sees_refusals_in_the_last_message_only() {
    let refusal = "I'm sorry, but I can't help with that.";
    assert_eq!(names(&of_trace(&answering(json!(refusal)))), ["refusal"]);
    let turned = json!([{"role":"assistant","content":refusal}, {"role":"assistant","content":"Here it is: 5 days."}]);
    assert!(of_trace(&answering(turned)).is_empty());
    assert!(of_trace(&answering(json!("Refunds take 5 days."))).is_empty());
}

#[test]
fn sees_loops_of_words_and_of_calls() {
    let loops = "please try again ".repeat(9);
    assert_eq!(
        names(&of_trace(&answering(json!(loops)))),
        ["repeated_loop"]
    );
    let call = |arguments: Value| ToolCall {
        name: "find".into(),
        arguments: Some(arguments),
        ..ToolCall::default()
    };
    let calling = |calls: Vec<ToolCall>| Trace {
        tool_calls: calls,
        ..Trace::default()
    };
    let same = calling(vec![
        call(json!({"a":1,"b":2})),
        call(json!("{\"b\": 2, \"a\": 1}")),
        call(json!({"b":2,"a":1})),
    ]);
    let found = of_trace(&same);
    assert_eq!(names(&found), ["repeated_loop"]);
    assert_eq!(
        found[0].detail.as_deref(),
        Some("called find 3 times with the same arguments")
    );
    let different = calling(vec![
        call(json!({"a":1})),
        call(json!({"a":1})),
        call(json!({"a":2})),
    ]);
    assert!(of_trace(&different).is_empty());
    let calls: Vec<Value> = (0..3)
        .map(|_| json!({"function":{"name":"find","arguments":"{\"a\":1}"}}))
        .collect();
    let inside = answering(json!({"role":"assistant","content":"looking","tool_calls":calls}));
    assert_eq!(names(&of_trace(&inside)), ["repeated_loop"]);
}

fn turn(seconds: i64, input: &str) -> Turn {
    Turn {
        started_at: Some(Time(seconds * SECOND)),
        fingerprint: Fingerprint::of(&Content::text(input)),
    }
}

fn marks(turns: &[Turn]) -> Vec<Vec<&'static str>> {
    of_session(turns).iter().map(|found| names(found)).collect()
}

#[test]
fn marks_the_earlier_of_two_that_ask_the_same() {
    let none: Vec<&str> = vec![];
    let ask = "How long do refunds take?";
    assert_eq!(
        marks(&[turn(0, ask), turn(60, " how  long do REFUNDS take? ")]),
        [vec!["retry"], none.clone()]
    );
    assert_eq!(
        marks(&[turn(0, ask), turn(600, ask)]),
        [vec!["retry"], none.clone()]
    );
    assert_eq!(
        marks(&[turn(0, ask), turn(601, ask)]),
        [none.clone(), none.clone()]
    );
    assert_eq!(
        marks(&[turn(0, ask), turn(60, "Thanks, bye")]),
        [none.clone(), none.clone()]
    );
    let unknown = Turn {
        started_at: None,
        ..turn(0, ask)
    };
    assert_eq!(
        marks(&[unknown, turn(0, ask)]),
        [none.clone(), none.clone()]
    );
    assert_eq!(marks(&[turn(0, ""), turn(1, "")]), [none.clone(), none]);
    assert!(marks(&[]).is_empty());
}

#[test]
fn three_rephrasings_mark_the_first_two() {
    let turns = [
        turn(0, "how long do refunds take"),
        turn(60, "how long do refunds take in the EU"),
        turn(120, "how long will refunds take in the EU"),
    ];
    assert_eq!(marks(&turns), [vec!["rephrase"], vec!["rephrase"], vec![]]);
}

#[test]
fn only_the_trace_directly_before_is_marked() {
    let turns = [
        turn(0, "where is my order"),
        turn(30, "thanks a lot"),
        turn(60, "where is my order"),
    ];
    assert_eq!(marks(&turns), [Vec::<&str>::new(), vec![], vec![]]);
}

#[test]
fn compares_what_the_user_said_last() {
    let chat = |ask: &str| {
        Content(json!([{"role":"system","content":"be brief"},{"role":"user","content":ask}]))
    };
    assert_eq!(
        Fingerprint::of(&chat("Where is it?")),
        Fingerprint::of(&Content::text("where is  it?"))
    );
}

proptest! {
    #[test]
    fn fingerprints_survive_bytes(text in ".{0,80}") {
        let print = Fingerprint::of(&Content::text(text));
        prop_assert_eq!(Fingerprint::from_bytes(print.norm, &print.to_bytes()), print);
    }

    #[test]
    fn the_last_turn_is_never_marked(asks in prop::collection::vec(("[ab] [ab] [ab]", 0..900_i64), 0..8)) {
        let mut at = 0;
        let turns: Vec<Turn> = asks.iter().map(|(ask, gap)| { at += gap; turn(at, ask) }).collect();
        let found = of_session(&turns);
        prop_assert_eq!(found.len(), turns.len());
        prop_assert!(found.last().is_none_or(Vec::is_empty));
    }
}
