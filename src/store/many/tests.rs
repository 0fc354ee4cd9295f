use super::*;
use crate::{
    model::{
        decision::Verdict,
        many::{Act, plan},
        query::{Filter, Order, Scope, Window},
    },
    store::testing::{NOW, bare, dump, projections, row, store},
};
use proptest::prelude::*;

const TRACES: usize = 60;

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("t{n:02}")).collect()
}

fn filled() -> Store {
    let store = store("aaaa");
    for id in ids(TRACES) {
        bare(&store, &id);
    }
    store
}

fn acts() -> Vec<Act> {
    let modes = |m: &[&str]| m.iter().map(|m| (*m).to_owned()).collect();
    vec![
        Act::Verdict {
            verdict: Verdict::Bad,
            reason: None,
        },
        Act::Verdict {
            verdict: Verdict::Unsure,
            reason: Some("borderline".into()),
        },
        Act::Label {
            modes: modes(&["too_long"]),
            add: false,
        },
        Act::Label {
            modes: modes(&["format_error", "too_long"]),
            add: true,
        },
        Act::Note {
            text: "ask legal".into(),
        },
        Act::Assign {
            to: Some("ben".into()),
        },
        Act::Assign { to: None },
    ]
}

fn carry_out(store: &mut Store, act: &Act, traces: &[String]) -> usize {
    let judged = store.judged(traces, "ana").unwrap();
    let plan = plan(act, traces, &judged, Some("worst"));
    store
        .decide_many("ana", NOW, &plan.decisions, |_| true)
        .unwrap()
        .len()
}

#[test]
fn many_transactions_are_one_group_and_one_undo() {
    let mut store = filled();
    let before = projections(&store);
    let count = carry_out(&mut store, &acts()[0], &ids(TRACES));
    assert!(count == TRACES && count > 2 * PART, "several transactions");
    let groups = dump(&store, "SELECT DISTINCT grp FROM journal");
    assert_eq!(groups, [r#"[Text("aaaa-1")]"#]);
    let after = projections(&store);
    let undone = store.undo("ana", NOW, None).unwrap();
    assert_eq!(undone.count, TRACES);
    assert_eq!(projections(&store), before);
    assert_eq!(store.redo("ana", NOW).unwrap().count, TRACES);
    assert_eq!(projections(&store), after);
}

#[test]
fn others_may_write_between_two_parts() {
    let mut store = filled();
    let act = &acts()[2];
    let traces = ids(TRACES);
    let judged = store.judged(&traces, "ana").unwrap();
    let decisions = plan(act, &traces, &judged, None).decisions;
    let first = store.decide_some("ana", NOW, &decisions, None).unwrap();
    let note = Decision::Note {
        trace: "t00".into(),
        text: "mine".into(),
    };
    store.decide("ben", NOW, &[note]).unwrap();
    let before = store.judged(&traces, "ana").unwrap();
    assert_eq!(before.iter().filter(|j| !j.label.is_empty()).count(), PART);
    let rest = &decisions[first.events.len()..];
    store
        .decide_some("ana", NOW, rest, first.group.as_ref())
        .unwrap();
    assert_eq!(store.undo("ana", NOW, None).unwrap().count, 2 * PART);
    assert!(
        store
            .judged(&traces, "ana")
            .unwrap()
            .iter()
            .all(|j| j.label.is_empty())
    );
    assert_eq!(dump(&store, "SELECT tid FROM p_note").len(), 1);
}

#[test]
fn stopped_half_way_what_stands_is_still_one_undo() {
    let mut store = filled();
    let before = projections(&store);
    let traces = ids(TRACES);
    let judged = store.judged(&traces, "ana").unwrap();
    let decisions = plan(&acts()[0], &traces, &judged, None).decisions;
    let events = store
        .decide_many("ana", NOW, &decisions, |done| done < PART)
        .unwrap();
    assert_eq!(events.len(), PART);
    assert_eq!(store.undo("ana", NOW, None).unwrap().count, PART);
    assert_eq!(projections(&store), before);
}

#[test]
fn promotions_of_many_are_taken_back_and_done_again() {
    let mut store = filled();
    let promote = |n: usize| Decision::Promote {
        row: row(&format!("t{n:02}"), &format!("question {n}"), "answer"),
        force: false,
    };
    let decisions: Vec<Decision> = (0..TRACES).map(promote).collect();
    let before = projections(&store);
    store.decide_many("ana", NOW, &decisions, |_| true).unwrap();
    assert_eq!(store.standing().unwrap().len(), TRACES);
    assert_eq!(store.undo("ana", NOW, None).unwrap().count, TRACES);
    assert_eq!(projections(&store), before);
    assert_eq!(store.redo("ana", NOW).unwrap().count, TRACES);
    assert_eq!(store.standing().unwrap().len(), TRACES);
}

#[test]
fn ids_come_in_the_order_of_the_list_up_to_a_limit() {
    let store = filled();
    let query = |limit| QueueQuery {
        order: Order::Worst,
        filter: Filter::default(),
        scope: Scope::All,
        window: Window::Everything,
        limit,
        after: None,
        reviewer: "ana".into(),
    };
    let page = store.queue(&query(500)).unwrap();
    let listed: Vec<String> = page.rows.into_iter().map(|r| r.trace_id).collect();
    let (all, total) = store.list_ids(&query(500)).unwrap();
    assert_eq!((all, total), (listed.clone(), TRACES as u64));
    let (some, total) = store.list_ids(&query(7)).unwrap();
    assert_eq!((some.as_slice(), total), (&listed[..7], TRACES as u64));
}

#[test]
fn who_looks_after_a_trace_is_found_and_told() {
    let mut store = filled();
    carry_out(&mut store, &acts()[5], &ids(3));
    let filter = Filter::parse("owner:be*").unwrap();
    let query = QueueQuery {
        order: Order::Newest,
        filter,
        scope: Scope::All,
        window: Window::Everything,
        limit: 9,
        after: None,
        reviewer: "eva".into(),
    };
    let page = store.queue(&query).unwrap();
    assert_eq!(page.total, 3);
    assert_eq!(page.rows[0].assigned.as_deref(), Some("ben"));
    let told = store.history(Some("t00"), 9).unwrap();
    assert_eq!(told[0].summary, "assign ben");
    carry_out(&mut store, &acts()[6], &ids(3));
    assert_eq!(store.queue(&query).unwrap().total, 0);
}

#[test]
fn skipped_traces_wait_in_the_order_they_were_given() {
    let mut store = filled();
    store.skip_all(&ids(3), "ana", NOW).unwrap();
    let judged = store.judged(&ids(4), "ana").unwrap();
    let skipped: Vec<bool> = judged.iter().map(|j| j.skipped).collect();
    assert_eq!(skipped, [true, true, true, false]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was decided before: one undo of a decision about many gives back exactly what stood, and so does redo.
    #[test]
    fn one_undo_restores_everything(
        before in proptest::collection::vec((0usize..7, 0usize..TRACES, 0usize..TRACES), 0..6),
        bulk in (0usize..7, 0usize..TRACES, 1usize..TRACES),
    ) {
        let mut store = filled();
        let acts = acts();
        let range = |from: usize, len: usize| ids(TRACES)[from..(from + len).min(TRACES)].to_vec();
        for (act, from, len) in before {
            carry_out(&mut store, &acts[act], &range(from, len));
        }
        let stood = projections(&store);
        let (act, from, len) = bulk;
        let count = carry_out(&mut store, &acts[act], &range(from, len));
        let after = projections(&store);
        if count > 0 {
            prop_assert_eq!(store.undo("ana", NOW, None).unwrap().count, count);
            prop_assert_eq!(&projections(&store), &stood);
            prop_assert_eq!(store.redo("ana", NOW).unwrap().count, count);
            prop_assert_eq!(&projections(&store), &after);
        } else {
            prop_assert_eq!(&stood, &after);
        }
    }
}
