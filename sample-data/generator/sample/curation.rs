//! What the team decided about its failure clusters in the review of W46. A cluster is told by its traces: which
//! clusters there are is for the program to find.

use serde::Serialize;
use serde_json::{Value, json};

use super::build::Item;
use super::story::Fault;
use super::time::{moment, rfc3339};

#[derive(Serialize)]
pub(crate) struct OnCluster {
    at: String,
    reviewer: &'static str,
    traces: Vec<String>,
    decision: Value,
}

/// A failure with its fix: who shipped it, which kind, what it was, its pull request, prompt version, and when.
struct Shipped {
    fault: Fault,
    reviewer: &'static str,
    kind: &'static str,
    what: &'static str,
    pull: u32,
    prompt: Option<&'static str>,
    /// Week and day.
    at: (usize, usize),
}

const SHIPPED: [Shipped; 4] = [
    Shipped {
        fault: Fault::WrongOrder,
        reviewer: "ben",
        kind: "tool",
        what: "cancel_order asks for the number again",
        pull: 412,
        prompt: None,
        at: (2, 0),
    },
    Shipped {
        fault: Fault::WrongQuestion,
        reviewer: "ben",
        kind: "prompt",
        what: "say what was asked before answering",
        pull: 420,
        prompt: Some("orders@v5"),
        at: (3, 0),
    },
    Shipped {
        fault: Fault::WallOfText,
        reviewer: "ana",
        kind: "prompt",
        what: "shorter answers",
        pull: 431,
        prompt: Some("billing@v3"),
        at: (4, 0),
    },
    Shipped {
        fault: Fault::RefundDays,
        reviewer: "ana",
        kind: "prompt",
        what: "name the date of the policy",
        pull: 467,
        prompt: Some("refunds@v6"),
        at: (7, 4),
    },
];

/// Clusters are told apart and named, owned, noted on, planned; then come the fixes and the promises.
pub(crate) fn decisions(items: &[Item]) -> Vec<OnCluster> {
    let split = |name: &str| json!({"act": "split", "name": name});
    let name = |name: &str| json!({"act": "name", "name": name});
    let owner = |owner: &str| json!({"act": "owner", "owner": owner});
    let told = [
        (
            Fault::WrongQuestion,
            "ana",
            split("answers the wrong question"),
        ),
        (Fault::WrongOrder, "ana", split("cancels the wrong order")),
        (Fault::WallOfText, "ana", split("wall of text")),
        (Fault::TotalsAsText, "ben", split("totals come as text")),
        (Fault::RefundDays, "ana", name("refund days wrong")),
        (Fault::RefundDays, "ana", owner("ana")),
        (Fault::WallOfText, "ana", owner("ana")),
        (Fault::WrongOrder, "ana", owner("ben")),
        (
            Fault::RefundDays,
            "ben",
            json!({"act": "note", "text": "policy-2024 is still in the index"}),
        ),
        (
            Fault::WrongQuestion,
            "cleo",
            json!({"act": "pick", "picked": true}),
        ),
    ];
    let told = told
        .into_iter()
        .chain(SHIPPED.iter().map(shipped))
        .chain(promised());
    told.enumerate()
        .map(|(n, (fault, reviewer, decision))| OnCluster {
            at: rfc3339(moment(7, 4, 14, 12 + n as i64)),
            reviewer,
            traces: of(items, fault),
            decision,
        })
        .collect()
}

fn shipped(fix: &Shipped) -> (Fault, &'static str, Value) {
    let (week, day) = fix.at;
    let decision = json!({"act": "fix", "fix": {
        "kind": fix.kind,
        "note": fix.what,
        "reference": format!("https://git.example.com/shop/assistant/pull/{}", fix.pull),
        "prompt": fix.prompt,
        "at": rfc3339(moment(week, day, 5, 30)),
    }});
    (fix.fault, fix.reviewer, decision)
}

/// After the second import ana's is kept and ben's is overdue.
fn promised() -> [(Fault, &'static str, Value); 2] {
    let promise = |to: &str, text: &str, due: String| json!({"act": "assign", "to": to, "text": text, "due": due});
    let ana = promise(
        "ana",
        "refunds v6 is out and holds",
        rfc3339(moment(8, 6, 17, 0)),
    );
    let ben = promise(
        "ben",
        "cancel_order checks the number against the message, for the new model too",
        rfc3339(moment(8, 4, 17, 0)),
    );
    [
        (Fault::RefundDays, "ana", ana),
        (Fault::WrongOrder, "ben", ben),
    ]
}

fn of(items: &[Item], fault: Fault) -> Vec<String> {
    let failing = items.iter().filter(|item| item.slot.fault == Some(fault));
    failing.map(|item| item.id.clone()).collect()
}
