//! A model is asked about traces: what it takes, how far it is, and what came of it.

use super::{
    bench,
    endpoint::endpoint,
    fixture::{self, Bench, bench_with},
    snapshots::{changed, snapshot},
};
use crate::{
    config::{self, Config},
    judge::{Ended, Outcome, Progress},
    tui::{
        app::Msg,
        effect::{Effect, Reply},
        keys::Input,
        update::update,
    },
};
use serde_json::json;
use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// A workbench whose judge is said to be there.
fn configured(width: u16, height: u16, base_url: &str) -> Bench {
    let config = Config {
        judge: config::Endpoint {
            base_url: base_url.into(),
            model: "tester-1".into(),
            concurrency: 1,
            ..config::Endpoint::default()
        },
        ..Config::default()
    };
    bench_with(width, height, fixture::support(), config)
}

/// A server that finds wrong facts when it is asked first and nothing wrong from then on; it counts its calls.
fn server() -> (String, Arc<AtomicUsize>) {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let url = endpoint(move |_| {
        let said = match counted.fetch_add(1, Ordering::SeqCst) {
            0 => json!({"modes": [{"id": "wrong_facts", "confidence": 0.8, "why": "it says 14"}]}),
            _ => json!({"modes": []}),
        };
        let message = json!({"role": "assistant", "content": said.to_string()});
        json!({
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"total_tokens": 1_000},
        })
    });
    (url, calls)
}

#[test]
fn marked_traces_are_judged_after_it_was_told_what_it_takes() {
    let (url, calls) = server();
    let mut bench = configured(120, 30, &url);
    let first = bench.listed()[0].clone();
    bench.keys("Space Space J");
    bench
        .sees("2 traces, 0 answered before")
        .sees("2 calls, about")
        .sees(&url);
    bench.keys("Esc").sees("2 marked");
    assert_eq!(calls.load(Ordering::SeqCst), 0, "nothing is sent yet");

    bench
        .keys("J Enter")
        .sees("tester-1: 1 labelled, 1 with nothing wrong");
    assert_eq!(calls.load(Ordering::SeqCst), 2);
    let detail = bench.desk.store.detail(&first, "ana").unwrap().unwrap();
    let by_judge = detail.predictions.iter().find(|tag| tag.source == "judge");
    let by_judge = by_judge.unwrap();
    assert_eq!(by_judge.id, "wrong_facts");
    assert_eq!(by_judge.why.as_deref(), Some("tester-1: it says 14"));

    bench
        .keys("J")
        .sees("2 traces, 2 answered before")
        .sees("there is nothing to ask");
    bench.keys("Enter").misses("Have a model judge");
    assert_eq!(calls.load(Ordering::SeqCst), 2, "nothing is asked twice");
}

#[test]
fn without_marks_it_is_about_all_that_the_filter_shows() {
    let mut bench = configured(120, 30, "http://127.0.0.1:9/v1");
    let all = bench.listed().len();
    bench.keys("J").sees(&format!("{all} traces, 0 answered"));
    bench.keys("Esc / r o u t e : r e f u n d s Enter");
    let some = bench.listed().len();
    assert!(some < all, "{some} of {all}");
    bench.keys("J").sees(&format!("{some} trace"));
}

#[test]
fn without_a_judge_the_reason_is_told() {
    let mut bench = bench();
    bench
        .keys("J")
        .sees("no judge is configured")
        .misses("Have a model judge");
}

/// Presses a key and carries out nothing.
fn press(bench: &mut Bench, key: &str) -> Vec<Effect> {
    let now = bench.now;
    let input = Input::Chord(key.parse().unwrap());
    update(&mut bench.desk.app, Msg::Input(input, now))
}

fn hear(bench: &mut Bench, reply: Reply) {
    let now = bench.now;
    bench.desk.send(Msg::Reply(Box::new(reply), now));
}

#[test]
fn it_goes_on_behind_and_esc_asks_it_to_stop() {
    let mut bench = configured(120, 30, "http://127.0.0.1:9/v1");
    bench.keys("Space Space J");
    let effects = press(&mut bench, "Enter");
    assert!(matches!(effects[..], [Effect::Judge(_)]), "{effects:?}");
    let progress = Progress {
        done: 1,
        questions: 2,
        calls: 1,
        tokens: 900,
        failed: 0,
    };
    hear(&mut bench, Reply::Judging(progress));
    bench.sees("1 call, 900 tokens");
    bench.keys("Enter j").misses("Have a model judge");
    bench.sees("judging 1 of 2");
    bench.keys("J").sees("Have a model judge");
    let effects = press(&mut bench, "Esc");
    assert!(matches!(effects[..], [Effect::StopJudging]), "{effects:?}");
    bench.sees("stopping 1 of 2");
    assert!(press(&mut bench, "Esc").is_empty(), "it is asked once");
    let outcome = Outcome {
        judged: 1,
        clean: 0,
        calls: 1,
        tokens: 900,
        failures: Vec::new(),
        left: 1,
        ended: Ended::Stopped,
    };
    hear(&mut bench, Reply::JudgeEnded(Ok(Box::new(outcome))));
    bench
        .sees("stopped: 1 labelled, 1 left")
        .misses("Have a model judge")
        .misses("stopping");
}

#[test]
fn what_it_takes_at_every_size() {
    let mut page = String::new();
    for (width, height) in [(40, 10), (80, 24), (120, 36), (200, 60)] {
        let mut bench = configured(width, height, "http://127.0.0.1:11434/v1");
        let before = bench.screen();
        bench.keys("J");
        let _ = writeln!(page, "{width}x{height}");
        page.push_str(&changed(&before, &bench.screen()));
        if height == 10 {
            bench.keys("Down Down Down");
            page.push_str(&changed(&before, &bench.screen()));
        }
    }
    snapshot("judging", &page);
}
