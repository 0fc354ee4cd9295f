//! A home of one's own for each test, and the program run in it.

use serde_json::{Value, json};
use std::{
    ffi::OsStr,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

/// Folders that belong to one test: a home, XDG folders and a working folder.
pub(crate) struct Home {
    dir: TempDir,
}

/// What a run of the program left behind.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Home {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("work")).unwrap();
        Self { dir }
    }

    /// A home whose store holds [`small_world`].
    pub(crate) fn with_small_world() -> Self {
        let home = Self::new();
        home.import(&small_world());
        home
    }

    /// The working folder, or something in it.
    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.dir.path().join("work").join(name)
    }

    /// The store that is used when none is named.
    pub(crate) fn default_store(&self) -> PathBuf {
        self.dir.path().join("data/goldset/store.db")
    }

    pub(crate) fn config_folder(&self) -> PathBuf {
        self.dir.path().join("config/goldset")
    }

    /// Writes a file into the working folder and answers with its name.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        name.to_owned()
    }

    /// The program, in this home and nothing of the caller's environment.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_goldset"));
        command
            .env_clear()
            .env("HOME", self.dir.path())
            .env("XDG_CONFIG_HOME", self.dir.path().join("config"))
            .env("XDG_DATA_HOME", self.dir.path().join("data"))
            .env("XDG_STATE_HOME", self.dir.path().join("state"))
            .env("TMPDIR", self.dir.path())
            .env("USER", "tester")
            .current_dir(self.path(""))
            .stdin(Stdio::null());
        command
    }

    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: &[S]) -> Run {
        Run::of(&self.command().args(args).output().unwrap())
    }

    /// A run that gets something on stdin.
    pub(crate) fn feed(&self, args: &[&str], stdin: impl AsRef<[u8]>) -> Run {
        let mut command = self.command();
        command
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(stdin.as_ref())
            .unwrap();
        Run::of(&child.wait_with_output().unwrap())
    }

    /// A run that must succeed; its stdout.
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        self.run(args).succeeded(args)
    }

    /// A run with `--json` that must succeed and say one line of JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        let mut all = args.to_vec();
        all.push("--json");
        parse(&self.run(&all).succeeded(&all))
    }

    /// A run that must fail with this code; what it says on stderr.
    pub(crate) fn fails(&self, code: i32, args: &[&str]) -> String {
        let run = self.run(args);
        assert_eq!(run.code, code, "goldset {args:?}\n{}\n{}", run.out, run.err);
        assert!(
            run.err.starts_with("goldset: ") || args.contains(&"--json"),
            "goldset {args:?} says {:?}",
            run.err
        );
        run.err
    }

    /// Imports records from a file of their own; the summary.
    pub(crate) fn import(&self, records: &[Value]) -> Value {
        let file = self.write("records.jsonl", lines(records));
        self.json(&["import", &file])
    }

    /// The ids of a queue listing, in order.
    pub(crate) fn ids(&self, args: &[&str]) -> Vec<String> {
        let mut all = vec!["queue"];
        all.extend(args);
        ids(&self.json(&all))
    }
}

impl Run {
    /// Takes in what a run said, and holds it to what no run may do.
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        let run = Self {
            code: output.status.code().unwrap_or(-1),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        for said in [&run.out, &run.err] {
            assert!(!said.contains("panicked"), "a panic: {said}");
            assert!(!said.contains("RUST_BACKTRACE"), "a backtrace: {said}");
            assert_eq!(first_raw(said), None, "raw character in {said:?}");
        }
        run
    }

    pub(crate) fn succeeded(self, args: &[&str]) -> String {
        assert_eq!(self.code, 0, "goldset {args:?}: {}", self.err);
        self.out
    }
}

/// The first character that could move a cursor, change colours or reorder a line.
fn first_raw(text: &str) -> Option<char> {
    text.chars().find(|c| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

/// One line of JSON.
pub(crate) fn parse(text: &str) -> Value {
    assert_eq!(text.lines().count(), 1, "one line of JSON: {text:?}");
    serde_json::from_str(text).unwrap_or_else(|e| panic!("{e}: {text:?}"))
}

/// JSON lines.
pub(crate) fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

pub(crate) fn ids(queue: &Value) -> Vec<String> {
    queue["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["trace_id"].as_str().unwrap().to_owned())
        .collect()
}

/// The names of an object's fields.
pub(crate) fn fields(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

pub(crate) fn trace(id: &str, input: &str, output: &str) -> Value {
    json!({"type": "trace", "trace_id": id, "input": input, "output": output})
}

pub(crate) fn signal(trace: &str, name: &str) -> Value {
    json!({"type": "signal", "trace_id": trace, "name": name})
}

/// Four traces: `bad` has it all, `good` was praised, `mixed` was praised and asked again, `plain` has no signal.
pub(crate) fn small_world() -> Vec<Value> {
    vec![
        json!({
            "type": "trace", "trace_id": "bad", "session_id": "s-1", "app": "shop", "route": "refunds", "model": "gpt-5-mini",
            "prompt": {"name": "refunds", "version": "v5"}, "release": "44", "started_at": "2026-11-10T09:00:00Z",
            "latency_ms": 1830, "input": "How long do refunds take for EU orders?",
            "output": "Refunds take 14 business days once the item has been received.",
            "documents": [{"id": "policy-2024", "text": "Refunds take 5 business days.", "score": 0.91}],
            "tool_calls": [{"name": "order_status", "arguments": {"order": 7}, "error": "timeout"}],
            "confidence": 0.9, "cost_usd": 0.002, "input_tokens": 612, "output_tokens": 44, "tags": ["eu"], "zebra": 1,
            "spans": [
                {"span_id": "a", "name": "answer_refund", "kind": "agent", "started_at": "2026-11-10T09:00:00Z", "ended_at": "2026-11-10T09:00:01.83Z"},
                {"span_id": "b", "parent_id": "a", "name": "kb.search", "kind": "retriever", "started_at": "2026-11-10T09:00:00.1Z", "ended_at": "2026-11-10T09:00:00.3Z"},
                {"span_id": "c", "parent_id": "a", "name": "draft", "kind": "llm", "started_at": "2026-11-10T09:00:00.4Z", "ended_at": "2026-11-10T09:00:01.4Z"}
            ]
        }),
        json!({
            "type": "signal", "trace_id": "bad", "name": "downvote", "comment": "it is 5 days", "user_id": "u-1",
            "correction": "Refunds take 5 business days once the item has been received in the EU.",
            "reason": "wrong facts", "at": "2026-11-10T09:01:00Z"
        }),
        json!({
            "type": "trace", "trace_id": "good", "app": "shop", "route": "orders", "started_at": "2026-11-11T09:00:00Z",
            "input": "Where is my order 4711?", "output": "It arrives on Friday."
        }),
        signal("good", "thumbs_up"),
        json!({
            "type": "trace", "trace_id": "mixed", "app": "shop", "route": "orders", "started_at": "2026-11-12T09:00:00Z",
            "input": "Cancel my order", "output": "I have cancelled it."
        }),
        json!({"type": "signal", "trace_id": "mixed", "name": "thumbs_up", "at": "2026-11-12T09:01:00Z"}),
        json!({"type": "signal", "trace_id": "mixed", "name": "regenerate", "at": "2026-11-12T09:02:00Z"}),
        json!({"type": "signal", "trace_id": "mixed", "name": "escalate", "at": "2026-11-12T09:03:00Z"}),
        json!({
            "type": "trace", "trace_id": "plain", "app": "docket", "route": "invoices", "started_at": "2026-11-13T09:00:00Z",
            "input": "Total of invoice 9", "output": "It is 120.00 EUR."
        }),
    ]
}
