mod columns;

use super::*;
use crate::{
    model::{
        content::Content,
        decision::{Decision, Verdict},
        query::{Order, Scope, Window},
        read::QueueQuery,
        signal::Signal,
        trace::Trace,
    },
    store::{
        facts::{
            index::{self, Doc},
            intern::NameKind,
            prepare::store_signal,
        },
        testing::{NOW, put, row, store},
    },
};
use proptest::prelude::*;
use rusqlite::params;
use std::collections::BTreeSet;

/// What a filter may ask of a trace, kept beside the store.
#[derive(Debug, Clone, Default)]
struct Known {
    tid: String,
    badness: f64,
    ambiguity: f64,
    flags: i64,
    /// Days before the newest trace.
    age: Option<i64>,
    app: Option<&'static str>,
    model: Option<&'static str>,
    prompt: Option<(&'static str, &'static str)>,
    tag: Option<&'static str>,
    document: Option<&'static str>,
    signal: Option<&'static str>,
    derived: Option<&'static str>,
    session: Option<&'static str>,
    user: Option<&'static str>,
    /// By reviewer.
    labels: Vec<(&'static str, &'static str)>,
    predicted: Option<&'static str>,
    verdict: Option<(&'static str, Verdict)>,
    note: Option<&'static str>,
    promoted: Option<&'static str>,
    text: String,
}

const APPS: [&str; 3] = ["support", "Sales", "o'neil \"x\""];
const MODELS: [&str; 3] = ["gpt-5", "gpt-5-mini", "claude/4"];
const PROMPTS: [(&str, &str); 3] = [("refunds", "v5"), ("refunds", "v6"), ("checkout", "v3")];
const TAGS: [&str; 2] = ["vip", "weekend"];
const SESSIONS: [&str; 2] = ["s-1", "s'2"];
const MODES: [&str; 3] = ["wrong_facts", "too_long", "hallucination"];
const WHO: [&str; 2] = ["ana", "ben"];
const TEXTS: [&str; 4] = [
    "late delivery of order 12",
    "delivery was late",
    "nothing here",
    "e-mail refused; late, delivery",
];

fn one_in<T: Clone + std::fmt::Debug + 'static>(
    of: &'static [T],
) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(proptest::sample::select(of))
}

fn known() -> impl Strategy<Value = Known> {
    let fields = (
        one_in(&APPS),
        one_in(&MODELS),
        one_in(&PROMPTS),
        one_in(&TAGS),
        one_in(&TAGS),
        one_in(&SESSIONS),
        one_in(&WHO),
    );
    let evidence = (
        one_in(&["thumbs_down", "outcome", "my own"]),
        one_in(&["retry", "error"]),
        proptest::option::of(0..20i64),
        proptest::sample::select(&TEXTS[..]),
        0.0..1.0f64,
    );
    let decided = (
        proptest::collection::vec(
            (
                proptest::sample::select(&WHO[..]),
                proptest::sample::select(&MODES[..]),
            ),
            0..2,
        ),
        one_in(&MODES),
        proptest::option::of((
            proptest::sample::select(&WHO[..]),
            proptest::sample::select(&[Verdict::Good, Verdict::Bad][..]),
        )),
        one_in(&WHO),
        one_in(&WHO),
    );
    (fields, evidence, decided).prop_map(|(f, e, d)| Known {
        app: f.0,
        model: f.1,
        prompt: f.2,
        tag: f.3,
        document: f.4,
        session: f.5,
        user: f.6,
        signal: e.0,
        derived: e.1,
        age: e.2,
        text: e.3.to_owned(),
        ambiguity: e.4,
        labels: d.0,
        predicted: d.1,
        verdict: d.2,
        note: d.3,
        promoted: d.4,
        ..Known::default()
    })
}

#[allow(clippy::too_many_lines)] // one field after the other
fn insert(store: &mut Store, known: &mut Known, n: usize) {
    known.tid = format!("t'{n}\"/x");
    let trace = Trace {
        trace_id: known.tid.clone(),
        input: Some(Content::text(known.text.clone())),
        ..Trace::default()
    };
    let id = put(store, &trace);
    let name = |kind, text: Option<&str>| {
        text.map(|t| {
            store
                .names
                .borrow_mut()
                .intern(&store.conn, kind, t)
                .unwrap()
        })
    };
    let label = known
        .prompt
        .map(|(name, version)| format!("{name}@{version}"));
    let session = known.session.map(|s| {
        store
            .conn
            .execute("INSERT OR IGNORE INTO session(sid) VALUES (?1)", [s])
            .unwrap();
        let sql = "SELECT id FROM session WHERE sid = ?1";
        store
            .conn
            .query_row(sql, [s], |row| row.get::<_, i64>(0))
            .unwrap()
    });
    let user = known.user.map(|u| store.hash_user(u).unwrap());
    let at = known.age.map(|days| NOW.0 - days * DAY);
    store
        .conn
        .execute(
            "UPDATE trace SET app = ?2, model = ?3, prompt_name = ?4, prompt = ?5, session = ?6, user = ?7,
             started_at = ?8 WHERE id = ?1",
            params![
                id,
                name(NameKind::App, known.app),
                name(NameKind::Model, known.model),
                name(NameKind::PromptName, known.prompt.map(|p| p.0)),
                name(NameKind::Prompt, label.as_deref()),
                session,
                user,
                at
            ],
        )
        .unwrap();
    for (kind, text) in [
        (NameKind::Tag, known.tag),
        (NameKind::Document, known.document),
    ] {
        if let Some(number) = name(kind, text) {
            store
                .conn
                .execute(
                    "INSERT INTO link(name, trace) VALUES (?1, ?2)",
                    (number, id),
                )
                .unwrap();
        }
    }
    if let Some(given) = known.signal {
        let signal = Signal {
            signal_id: format!("s{n}"),
            name: given.into(),
            comment: Some("so late".into()),
            ..Signal::default()
        };
        let resolved = store_signal(&store.settings.signals, &signal, None);
        let number = name(NameKind::Signal, Some(given));
        store
            .conn
            .execute(
                "INSERT INTO signal(sid, trace, by_kind, by_id, name, resolved, body) VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6)",
                params![
                    signal.signal_id,
                    id,
                    known.tid,
                    number,
                    serde_json::to_string(&resolved).unwrap(),
                    serde_json::to_vec(&signal).unwrap()
                ],
            )
            .unwrap();
        let doc = Doc::Signal(store.conn.last_insert_rowid());
        index::replace(&store.conn, doc, "", &index::of_signal(&signal)).unwrap();
    }
    if let Some(found) = known.derived {
        let sql = "INSERT INTO derived(trace, name, n) VALUES (?1, ?2, 1)";
        store.conn.execute(sql, (id, found)).unwrap();
    }
    decide(store, known);
    let sql = "DELETE FROM predicted WHERE trace = ?1";
    store.conn.execute(sql, [id]).unwrap();
    if let Some(mode) = known.predicted {
        let sql =
            "INSERT INTO predicted(trace, source, mode, confidence) VALUES (?1, 'user', ?2, 0.9)";
        store.conn.execute(sql, (id, mode)).unwrap();
    }
    let sql = "SELECT badness, ambiguity, flags FROM trace WHERE id = ?1";
    (known.badness, known.ambiguity, known.flags) = store
        .conn
        .query_row(sql, [id], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
        .unwrap();
}

fn decide(store: &mut Store, known: &Known) {
    let trace = || known.tid.clone();
    let mut all = Vec::new();
    // Each reviewer's last label stands.
    let mut labels = known.labels.clone();
    labels.dedup_by_key(|l| l.0);
    for (who, mode) in labels {
        let modes = vec![mode.to_owned()];
        all.push((
            who,
            Decision::Label {
                trace: trace(),
                modes,
                blind: false,
                order: None,
            },
        ));
    }
    if let Some((who, verdict)) = known.verdict {
        let reason = None;
        all.push((
            who,
            Decision::Verdict {
                trace: trace(),
                verdict,
                reason,
                blind: false,
                order: None,
            },
        ));
    }
    if let Some(who) = known.note {
        all.push((
            who,
            Decision::Note {
                trace: trace(),
                text: "so".into(),
            },
        ));
    }
    if let Some(who) = known.promoted {
        let row = row(&known.tid, &known.tid, "5 days");
        all.push((who, Decision::Promote { row, force: false }));
    }
    for (who, decision) in all {
        store.decide(who, NOW, &[decision]).unwrap();
    }
}

/// A term as typed, and what it means.
type Meaning = fn(&Known) -> bool;
const TERMS: [(&str, Meaning); 44] = [
    ("app:support", |k| k.app == Some("support")),
    ("app:sales,support", |k| {
        matches!(k.app, Some("Sales" | "support"))
    }),
    ("app:\"o'neil \\\"x\\\"\"", |k| {
        k.app == Some("o'neil \"x\"")
    }),
    ("app:*", |k| k.app.is_some()),
    ("model:gpt*", |k| {
        k.model.is_some_and(|m| m.starts_with("gpt"))
    }),
    ("model:*mini,claude/4", |k| {
        matches!(k.model, Some("gpt-5-mini" | "claude/4"))
    }),
    ("model:gpt", |_| false),
    ("prompt:refunds@v5", |k| k.prompt == Some(("refunds", "v5"))),
    ("prompt:refunds", |k| {
        k.prompt.is_some_and(|p| p.0 == "refunds")
    }),
    ("prompt:re*", |k| k.prompt.is_some_and(|p| p.0 == "refunds")),
    ("prompt:*@v3,refunds@v6", |k| {
        k.prompt.is_some_and(|p| p.1 == "v3" || p.1 == "v6")
    }),
    ("route:refund", |_| false),
    // Traces of these tests have no route.
    ("slice:support/", |k| k.app == Some("support")),
    ("slice:sales,/", |k| {
        k.app.is_none() || k.app == Some("Sales")
    }),
    ("slice:*/", |k| k.app.is_some()),
    ("slice:support/refund", |_| false),
    ("tag:vip", |k| k.tag == Some("vip")),
    ("document:vip", |k| k.document == Some("vip")),
    ("tool:vip", |_| false),
    ("signal:thumbs_down", |k| k.signal == Some("thumbs_down")),
    ("signal:👎,retry", |k| {
        k.signal == Some("thumbs_down") || k.derived == Some("retry")
    }),
    ("signal:\"my own\"", |k| k.signal == Some("my own")),
    ("signal:e*", |k| k.derived == Some("error")),
    ("session:s-1", |k| k.session == Some("s-1")),
    ("session:s*", |k| k.session.is_some()),
    ("user:ana", |k| k.user == Some("ana")),
    ("mode:wrong_facts", |k| has_mode(k, "wrong_facts")),
    ("mode:too*,hall*", |k| {
        has_mode(k, "too_long") || has_mode(k, "hallucination")
    }),
    ("by:ana", |k| decided_by(k, "ana")),
    ("by:b*,nobody", |k| decided_by(k, "ben")),
    ("cluster:c-1", |_| false),
    ("owner:ana", |_| false),
    ("badness>0.5", |k| k.badness > 0.5),
    ("bad<=0.3", |k| k.badness <= 0.3),
    ("ambiguity<0.4", |k| k.ambiguity < 0.4),
    ("is:reviewed", |k| {
        k.verdict.is_some() || !k.labels.is_empty()
    }),
    ("is:golden,disputed", |k| {
        k.promoted.is_some() || k.flags & flags::DISPUTED != 0
    }),
    ("is:negative", |k| k.flags & flags::NEGATIVE != 0),
    ("has:comment", |k| k.flags & flags::COMMENT != 0),
    ("since:7d", |k| k.age.is_some_and(|a| a <= 7)),
    ("until:7d", |k| k.age.is_some_and(|a| a >= 7)),
    ("late", |k| k.text.contains("late") || k.signal.is_some()),
    ("\"late delivery\"", |k| {
        k.text.contains("late delivery") || k.text.contains("late, delivery")
    }),
    ("text~\"refused; L\"", |k| k.text.contains("refused; l")),
];

fn has_mode(known: &Known, mode: &str) -> bool {
    if known.labels.is_empty() {
        return known.predicted == Some(mode);
    }
    let mut labels = known.labels.clone();
    labels.dedup_by_key(|l| l.0);
    labels.iter().any(|l| l.1 == mode)
}

fn decided_by(known: &Known, who: &str) -> bool {
    known.labels.iter().any(|l| l.0 == who)
        || known.verdict.is_some_and(|v| v.0 == who)
        || known.note == Some(who)
        || known.promoted == Some(who)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_filter_lists_what_its_terms_mean(
        mut traces in proptest::collection::vec(known(), 1..12),
        filters in proptest::collection::vec(
            proptest::collection::vec((any::<bool>(), 0..TERMS.len()), 0..4), 40),
    ) {
        let mut store = store("aaaa");
        // The newest trace is what times count back from.
        traces[0].age = Some(0);
        for (n, known) in traces.iter_mut().enumerate() {
            insert(&mut store, known, n);
        }
        for terms in filters {
            let typed = |(negated, i): &(bool, usize)| format!("{}{}", if *negated { "-" } else { "" }, TERMS[*i].0);
            let source = terms.iter().map(typed).collect::<Vec<_>>().join(" ");
            let query = QueueQuery {
                order: Order::Worst,
                filter: Filter::parse(&source).unwrap(),
                scope: Scope::All,
                window: Window::Everything,
                limit: 100,
                after: None,
                reviewer: "ana".into(),
            };
            let page = store.queue(&query).unwrap();
            let got: BTreeSet<String> = page.rows.into_iter().map(|r| r.trace_id).collect();
            let want: BTreeSet<String> = traces
                .iter()
                .filter(|k| terms.iter().all(|(negated, i)| TERMS[*i].1(k) != *negated))
                .map(|k| k.tid.clone())
                .collect();
            prop_assert_eq!(page.total as usize, want.len());
            prop_assert_eq!(got, want, "{}", source);
        }
    }
}

#[test]
fn values_are_bound_and_never_written_into_the_statement() {
    let store = store("aaaa");
    let hostile = "x') OR 1=1 --";
    for key in [
        "app", "model", "prompt", "tag", "signal", "mode", "by", "user", "session", "document",
    ] {
        let filter = Filter::parse(&format!(
            "{key}:\"{hostile}\" \"{hostile}\" text~\"{hostile}\""
        ))
        .unwrap();
        let compiled = store.compile(&filter, None).unwrap();
        assert!(
            !compiled.conditions().0.text.contains("1=1"),
            "{}",
            compiled.conditions().0.text
        );
    }
}

#[test]
fn many_values_go_as_one_list() {
    let store = store("aaaa");
    let values: Vec<Value> = (0..100_000i64).map(Value::from).collect();
    let sql = one_of("n", values);
    assert_eq!(sql.args.len(), 1);
    let count: i64 = store
        .conn
        .query_row(
            &format!(
                "SELECT COUNT(*) FROM (SELECT 7 AS n UNION ALL SELECT -1) WHERE {}",
                sql.text
            ),
            rusqlite::params_from_iter(&sql.args),
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(count, 1);
}
