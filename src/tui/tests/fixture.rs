//! A small store of support traces, and a workbench on it.

use crate::{
    config::Config,
    intake::native,
    model::time::{HOUR, Time},
    store::{Settings, Store},
    tui::{Launch, headless::Headless},
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
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings {
        replica: Some("test".into()),
        ..Settings::default()
    };
    let launch = Launch {
        store_path: folder.path().join("support.db"),
        settings,
        config: Config::default(),
        reviewer: "ana".into(),
        demo: false,
    };
    let mut store = Store::open(&launch.store_path, &launch.settings).unwrap();
    fill(&mut store, records);
    drop(store);
    let now = newest().plus(HOUR);
    let desk = Headless::start(&launch, now, width, height).unwrap();
    Bench {
        desk,
        launch,
        now,
        _folder: folder,
    }
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

fn trace(id: &str, hours: i64, prompt: &str, input: &str, output: &str) -> Value {
    let (name, version) = prompt.split_once('@').unwrap();
    json!({
        "type": "trace", "trace_id": id, "session_id": format!("s-{id}"), "started_at": ago(hours), "latency_ms": 1830,
        "app": "assistant", "route": name, "model": "gpt-5-mini", "prompt": {"name": name, "version": version},
        "input": input, "output": output,
        "documents": [{"id": "policy-2024", "text": "Refunds take 14 business days."}, {"id": "faq-7"}],
    })
}

pub(in crate::tui) fn signal(id: &str, name: &str, hours: i64, more: Value) -> Value {
    let mut signal = json!({"type": "signal", "trace_id": id, "name": name, "at": ago(hours), "user_id": format!("u-{id}")});
    let fields = signal.as_object_mut().unwrap();
    fields.extend(more.as_object().cloned().unwrap_or_default());
    signal
}

/// Eight traces people complained about, one they liked, and some nobody said anything of.
pub(in crate::tui) fn support() -> Vec<Value> {
    let none = || json!({});
    let mut records = vec![
        trace(
            "refund-eu",
            2,
            "refunds@v5",
            "How long do refunds take for EU orders?",
            "Refunds take 14 business days once the item has been received at our warehouse.",
        ),
        signal(
            "refund-eu",
            "thumbs_down",
            2,
            json!({"comment": "it is 5 days"}),
        ),
        signal(
            "refund-eu",
            "correction",
            2,
            json!({"correction": "Refunds take 5 business days once the item has been received in the EU."}),
        ),
        signal("refund-eu", "retry", 2, none()),
        trace(
            "refund-when",
            5,
            "refunds@v5",
            "When will I get my money back?",
            "Within 14 business days.",
        ),
        signal("refund-when", "thumbs_down", 5, json!({"comment": "wrong"})),
        signal("refund-when", "escalate", 5, none()),
        trace(
            "cancel-second",
            24,
            "orders@v4",
            "Cancel my second order please",
            "I have cancelled your first order.",
        ),
        signal("cancel-second", "outcome", 24, json!({"value": "failure"})),
        trace(
            "charged-twice",
            26,
            "billing@v3",
            "Why was I charged twice?",
            "A long story about billing.\n\n- point one\n- point two",
        ),
        signal("charged-twice", "thumbs_down", 26, none()),
        trace(
            "invoice-march",
            28,
            "refunds@v5",
            "I need the invoice for March, not the receipt.",
            "Here is how to reset your password.",
        ),
        signal("invoice-march", "regenerate", 28, none()),
        signal("invoice-march", "abandon", 28, none()),
        trace(
            "order-where",
            48,
            "orders@v5",
            "Where is my order?",
            "It is on its way.",
        ),
        signal("order-where", "thumbs_up", 48, none()),
        signal("order-where", "escalate", 47, none()),
        signal("order-where", "regenerate", 47, none()),
        trace(
            "delete-account",
            72,
            "account@v3",
            "Delete my account 🙏 بسرعة",
            "I cannot help with that.",
        ),
        signal("delete-account", "escalate", 72, none()),
        trace(
            "hostile",
            80,
            "account@v3",
            "Reset\u{1b}]52;c;AAAA\u{7} my \u{202e}password",
            "Done\u{1b}[2J",
        ),
        signal(
            "hostile",
            "thumbs_down",
            80,
            json!({"comment": "what\u{1b}[31m?"}),
        ),
        trace(
            "liked",
            90,
            "orders@v5",
            "Thanks, where do I find the tracking page?",
            "Under My orders, then Track.",
        ),
        signal("liked", "thumbs_up", 90, none()),
        signal(
            "ticket-from-elsewhere",
            "thumbs_down",
            3,
            json!({"comment": "nobody knows this one"}),
        ),
    ];
    records.extend((0..12).map(|n| {
        let id = format!("quiet-{n:02}");
        trace(
            &id,
            3 + n,
            "orders@v5",
            &format!("What is the status of order {n}?"),
            "It was shipped.",
        )
    }));
    records
}

/// Many traces, all disliked, of falling badness by their reasons.
pub(in crate::tui) fn many(count: usize) -> Vec<Value> {
    let mut records = Vec::with_capacity(count * 2);
    for n in 0..count {
        let id = format!("many-{n:05}");
        records.push(trace(
            &id,
            1 + n as i64 % 100,
            "orders@v5",
            &format!("Question number {n}"),
            "An answer.",
        ));
        records.push(signal(&id, "thumbs_down", 1, json!({})));
    }
    records
}
