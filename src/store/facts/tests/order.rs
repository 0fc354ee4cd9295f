use super::{commit, dump, evidence, memory, record, signal, trace};
use crate::model::{
    content::Content,
    id::hash16,
    record::Record,
    signal::Signal,
    time::{MINUTE, Time},
    trace::{Prompt, Span, SpanKind},
};
use proptest::prelude::*;
use serde_json::json;

const START: i64 = 1_795_000_000_000_000_000;

fn id() -> impl Strategy<Value = String> {
    "[abcd]"
}

fn a_trace() -> impl Strategy<Value = Record> {
    let input = prop_oneof![
        Just("where is my parcel today"),
        Just("where is my parcel then"),
        Just("something else"),
    ];
    let maybe = |s: &'static str| proptest::option::of(s);
    (
        id(),
        0..12i64,
        input,
        maybe("[st]"),
        maybe("[rq]"),
        maybe("[uv]"),
        any::<bool>(),
    )
        .prop_map(|(id, minute, input, session, request, user, timed)| {
            let mut t = trace(&id, minute, input, &format!("answer {minute}"));
            t.started_at = t.started_at.filter(|_| timed);
            t.tags = session.iter().cloned().collect();
            t.session_id = session;
            t.request_id = request;
            t.app = user.clone();
            t.prompt = user.as_ref().map(|u| Prompt {
                name: u.clone(),
                version: None,
            });
            t.user_id = user;
            record(t)
        })
}

fn a_span() -> impl Strategy<Value = Record> {
    (id(), "[xyz]", 0..12i64, any::<bool>()).prop_map(|(id, span, minute, failed)| {
        Record::Span(Box::new(Span {
            trace_id: id,
            span_id: span,
            kind: Some(SpanKind::Llm),
            started_at: Some(Time(START + minute * MINUTE)),
            input: Some(Content::text(format!("spoken {minute}"))),
            status: failed.then_some(crate::model::trace::Status::Error),
            ..Span::default()
        }))
    })
}

fn a_signal() -> impl Strategy<Value = Record> {
    let name = prop_oneof![
        Just("thumbs_down"),
        Just("thumbs_up"),
        Just("edit"),
        Just("copy"),
        Just("rating"),
        Just("odd one")
    ];
    let about = prop_oneof![
        id().prop_map(|t| (Some(t), None, None)),
        "[st]".prop_map(|s| (None, Some(s), None)),
        "[rq]".prop_map(|r| (None, None, Some(r))),
    ];
    let reason = proptest::option::of(prop_oneof![
        Just("too long"),
        Just("hallucination"),
        Just("odd")
    ]);
    (
        name,
        about,
        proptest::option::of(0..12i64),
        reason,
        proptest::option::of("[uv]"),
        proptest::option::of(0..3u8),
    )
        .prop_map(
            |(name, (trace_id, session_id, request_id), minute, reason, user_id, id)| {
                evidence(Signal {
                    signal_id: id.map(|i| format!("given {i}")).unwrap_or_default(),
                    trace_id,
                    session_id,
                    request_id,
                    value: (name == "rating").then(|| json!(minute.unwrap_or(2) % 5 + 1)),
                    final_text: (name == "edit").then(|| "answer 3".to_owned()),
                    comment: reason.map(|r| format!("it is {r}")),
                    reason: reason.map(str::to_owned),
                    at: minute.map(|m| Time(START + m * MINUTE)),
                    user_id,
                    ..signal("", "", name)
                })
            },
        )
}

fn records() -> impl Strategy<Value = Vec<Record>> {
    proptest::collection::vec(
        prop_oneof![2 => a_trace(), 1 => a_span(), 3 => a_signal()],
        1..24,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_order_of_arrival_does_not_matter(records in records(), seed in any::<u64>(), size in 1..7usize) {
        let mut at_once = memory();
        commit(&mut at_once, &records);
        let want = dump(&at_once);

        let mut shuffled: Vec<_> = records.iter().enumerate().collect();
        shuffled.sort_by_key(|(i, _)| hash16(format!("{seed}{i}").as_bytes()));
        let mut pieces = memory();
        pieces.conn.execute("DELETE FROM meta", []).unwrap();
        let key: Option<Vec<u8>> = at_once.conn.query_row("SELECT value FROM meta WHERE key = 'user_key_here'", [], |r| r.get(0)).unwrap();
        pieces.conn.execute("INSERT INTO meta VALUES('user_key_here', ?1)", [key]).unwrap();
        for piece in shuffled.chunks(size) {
            let some: Vec<_> = piece.iter().map(|(_, r)| (*r).clone()).collect();
            commit(&mut pieces, &some);
        }
        let none: [String; 0] = [];
        prop_assert_eq!(difference(&dump(&pieces), &want), none.clone());

        let again = commit(&mut pieces, &records);
        prop_assert_eq!((again.traces_new, again.traces_updated, again.signals_new, again.spans_new), (0, 0, 0, 0));
        prop_assert_eq!(difference(&dump(&pieces), &want), none);
    }
}

/// The lines that differ, so that a failure can be read.
fn difference(a: &[String], b: &[String]) -> Vec<String> {
    let only = |x: &[String], y: &[String], sign: &str| -> Vec<String> {
        x.iter()
            .filter(|l| !y.contains(l))
            .map(|l| format!("{sign} {l}"))
            .collect()
    };
    [only(a, b, "+"), only(b, a, "-")].concat()
}
