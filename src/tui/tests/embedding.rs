//! Grouping by vectors of an endpoint: what it takes, what is asked, what comes of it.

use super::{
    bench,
    endpoint::endpoint,
    fixture::{Bench, bench_with},
    grouped::kinds,
    snapshots::{changed, snapshot},
};
use crate::{
    config::{Config, Embeddings, Endpoint},
    tui::{
        app::Msg,
        effect::{By, Effect, Reply},
        keys::Input,
        update::update,
    },
};
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

/// What the command is called in the palette.
const COMMAND: &str = ": g r o u p - b y - e m b e d Enter";

fn configured(width: u16, height: u16, base_url: &str) -> Bench {
    let endpoint = Endpoint {
        base_url: base_url.into(),
        model: "embedder-1".into(),
        concurrency: 1,
        ..Endpoint::default()
    };
    let config = Config {
        embeddings: Embeddings {
            endpoint,
            batch: 10,
            ..Embeddings::default()
        },
        ..Config::default()
    };
    let mut bench = bench_with(width, height, kinds(), config);
    bench.keys("2");
    bench
}

/// A server that tells refunds, cancellations and invoices apart, and counts the texts it is sent.
fn server() -> (String, Arc<AtomicUsize>) {
    let texts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&texts);
    let url = endpoint(move |asked| {
        let texts = asked["input"].as_array().unwrap();
        counted.fetch_add(texts.len(), Ordering::SeqCst);
        let rows: Vec<Value> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| json!({"index": i, "embedding": meaning(text.as_str().unwrap())}))
            .collect();
        json!({"data": rows})
    });
    (url, texts)
}

fn meaning(text: &str) -> [f64; 4] {
    let own = text.bytes().map(f64::from).sum::<f64>() % 11.0 / 100.0;
    let mut vector = [0.2, 0.2, 0.2, own];
    let kind = ["refund", "cancel", "invoice"]
        .iter()
        .position(|kind| text.contains(kind));
    vector[kind.unwrap_or(3)] += 1.0;
    vector
}

#[test]
fn it_is_told_what_it_takes_then_asked_then_grouped() {
    let (url, texts) = server();
    let mut bench = configured(120, 36, &url);
    bench
        .keys(COMMAND)
        .sees("36 texts of 36 failing traces, 0 known")
        .sees("4 calls, about")
        .sees(&url);
    bench.keys("Esc").sees("Nothing is grouped yet.");
    assert_eq!(texts.load(Ordering::SeqCst), 0, "nothing is sent yet");

    bench
        .keys(COMMAND)
        .keys("Enter")
        .sees("grouped: 3 clusters")
        .sees("by embedder-1");
    assert_eq!(texts.load(Ordering::SeqCst), 36);
    let run = bench.desk.store.last_cluster_run().unwrap().unwrap();
    let vectors = run.vectors.unwrap();
    assert_eq!((vectors.model.as_str(), vectors.dims), ("embedder-1", 4));

    bench
        .keys(COMMAND)
        .sees("0 texts of 36 failing traces, 36 known")
        .sees("nothing is sent")
        .keys("Enter")
        .sees("nothing new to group");
    bench
        .keys(": g r o u p - b y - w o r d s Enter")
        .sees("grouped: ");
    let run = bench.desk.store.last_cluster_run().unwrap().unwrap();
    assert_eq!(run.vectors, None);
    assert_eq!(texts.load(Ordering::SeqCst), 36, "each text is sent once");
}

#[test]
fn an_endpoint_that_fails_leaves_the_clusters_as_they_were() {
    let mut bench = configured(120, 36, "http://127.0.0.1:9/v1");
    bench.keys("R").sees("grouped: ");
    let before = bench.desk.store.last_cluster_run().unwrap().unwrap();
    bench.keys(COMMAND).keys("Enter").sees("gives no vectors");
    let after = bench.desk.store.last_cluster_run().unwrap().unwrap();
    assert_eq!(before, after);
}

#[test]
fn without_an_endpoint_the_reason_is_told() {
    let mut bench = bench();
    bench
        .keys("2")
        .keys(COMMAND)
        .sees("no embeddings endpoint is configured");
}

#[test]
fn how_far_it_is_stands_in_the_title_and_esc_stops_it() {
    let mut bench = configured(120, 36, "http://127.0.0.1:9/v1");
    bench.keys(COMMAND);
    let now = bench.now;
    let mut press = |key: &str| {
        let input = Input::Chord(key.parse().unwrap());
        update(&mut bench.desk.app, Msg::Input(input, now))
    };
    let effects = press("Enter");
    let by_endpoint = |e: &Effect| {
        matches!(
            e,
            Effect::Group {
                by: By::Embeddings(_),
                ..
            }
        )
    };
    assert!(effects.iter().any(by_endpoint), "{effects:?}");
    let progress = Reply::Grouping {
        stage: "asking",
        share: 0.5,
    };
    bench.desk.send(Msg::Reply(Box::new(progress), now));
    bench.sees("grouping: asking 50 %");
    let input = Input::Chord("Esc".parse().unwrap());
    let effects = update(&mut bench.desk.app, Msg::Input(input, now));
    assert!(matches!(effects[..], [Effect::StopGrouping]), "{effects:?}");
}

#[test]
fn what_it_takes_at_every_size() {
    let mut page = String::new();
    for (width, height) in [(40, 10), (80, 24), (120, 36), (200, 60)] {
        let mut bench = configured(width, height, "http://127.0.0.1:11434/v1");
        let before = bench.screen();
        bench.keys(COMMAND);
        let _ = writeln!(page, "{width}x{height}");
        page.push_str(&changed(&before, &bench.screen()));
        if height == 10 {
            bench.keys("Down Down Down");
            page.push_str(&changed(&before, &bench.screen()));
        }
    }
    snapshot("embedding", &page);
}
