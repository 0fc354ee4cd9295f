//! A small store of support traces, and a workbench on it.

use crate::{
    config::Config,
    intake::native,
    model::time::{HOUR, Time},
    sample,
    store::{Settings, Store},
    tui::{Launch, headless::Headless, start},
};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A workbench on a store of its own.
pub(in crate::tui) struct Bench {
    pub(in crate::tui) desk: Headless,
    pub(in crate::tui) launch: Launch,
    pub(in crate::tui) now: Time,
    _folder: TempDir,
}

impl Bench {
    pub(in crate::tui) fn keys(&mut self, keys: &str) -> &mut Self {
        self.desk.keys(keys);
        self
    }

    pub(in crate::tui) fn screen(&self) -> String {
        self.desk.screen()
    }

    /// Asserts that the screen shows a text.
    #[track_caller]
    pub(in crate::tui) fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(screen.contains(text), "no {text:?} on\n{screen}");
        self
    }

    #[track_caller]
    pub(in crate::tui) fn misses(&mut self, text: &str) -> &mut Self {
        let screen = self.screen();
        assert!(!screen.contains(text), "{text:?} is on\n{screen}");
        self
    }

    /// Id of the selected trace of the queue.
    pub(in crate::tui) fn selected(&self) -> String {
        let row = self.desk.app.queue.selected();
        row.map(|r| r.trace_id.clone()).unwrap_or_default()
    }

    /// Ids of all traces the queue lists, in order.
    pub(in crate::tui) fn listed(&self) -> Vec<String> {
        let rows = self.desk.app.queue.rows();
        rows.iter().map(|r| r.trace_id.clone()).collect()
    }

    /// Another process brings records into the same store.
    pub(in crate::tui) fn bring(&self, records: Vec<Value>) {
        let mut store = Store::open(&self.launch.store_path, &self.launch.settings).unwrap();
        fill(&mut store, records);
    }
}

pub(in crate::tui) fn bench() -> Bench {
    bench_at(120, 30, support())
}

/// A workbench of that size on a store with those records.
pub(in crate::tui) fn bench_at(width: u16, height: u16, records: Vec<Value>) -> Bench {
    bench_with(width, height, records, Config::default())
}

/// A workbench of that size, so configured.
pub(in crate::tui) fn bench_with(
    width: u16,
    height: u16,
    records: Vec<Value>,
    config: Config,
) -> Bench {
    let (launch, folder) = prepared(config);
    let mut store = Store::open(&launch.store_path, &launch.settings).unwrap();
    fill(&mut store, records);
    drop(store);
    opened(launch, folder, newest().plus(HOUR), (width, height))
}

fn opened(launch: Launch, folder: TempDir, now: Time, (width, height): (u16, u16)) -> Bench {
    Bench {
        desk: begin(&launch, now, width, height),
        launch,
        now,
        _folder: folder,
    }
}

/// How a workbench on a store of its own begins, and the folder of the store.
fn prepared(config: Config) -> (Launch, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        replica: Some("test".into()),
        ..Settings::default()
    };
    let launch = Launch {
        store_path: folder.path().join("support.db"),
        settings,
        config,
        reviewer: "ana".into(),
        demo: false,
    };
    (launch, folder)
}

/// A workbench on the embedded sample, its clusters found and curated.
pub(in crate::tui) fn sample_bench(width: u16, height: u16) -> Bench {
    let (launch, folder) = prepared(Config::default());
    let mut store = sample::scratch(&launch.store_path, &launch.settings).unwrap();
    let now = Time::parse("2026-11-16T08:00:00Z").unwrap();
    sample::group(&mut store, now).unwrap();
    drop(store);
    opened(launch, folder, now, (width, height))
}

/// Why nothing can be asked of an endpoint is on screens, and must not tell how the program was built.
fn begin(launch: &Launch, now: Time, width: u16, height: u16) -> Headless {
    let mut desk = Headless::start(launch, now, width, height).unwrap();
    if !cfg!(feature = "judge") {
        desk.app.judge = Err(start::NO_JUDGE);
        desk.app.embeddings = Err(start::NO_EMBEDDINGS);
    }
    desk
}

fn fill(store: &mut Store, records: Vec<Value>) {
    let records = records
        .into_iter()
        .map(|v| native::record(v).unwrap())
        .collect();
    let prepared = store.preparer().unwrap().prepare_all(records).unwrap();
    store.commit(prepared, true).unwrap();
}

fn newest() -> Time {
    Time::parse("2026-11-15T12:00:00Z").unwrap()
}

/// When something happened, hours before the newest trace.
fn ago(hours: i64) -> String {
    newest().plus(-hours * HOUR).rfc3339()
}

/// Traces people complained about, one they liked, and some nobody said anything of.
pub(in crate::tui) fn support() -> Vec<Value> {
    let lines = include_str!("support.jsonl").lines();
    lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Many traces, all disliked, of falling badness by their reasons.
pub(in crate::tui) fn many(count: usize) -> Vec<Value> {
    let mut records = Vec::with_capacity(count * 2);
    for n in 0..count {
        let id = format!("many-{n:05}");
        let at = ago(1 + n as i64 % 100);
        let input = format!("Question number {n}");
        records.push(json!({"type": "trace", "trace_id": id, "started_at": at, "input": input, "output": "An answer."}));
        records
            .push(json!({"type": "signal", "trace_id": id, "name": "thumbs_down", "at": ago(1)}));
    }
    records
}
