mod embedded;
mod figures;
mod fixes;
mod good;
mod runs;
mod stable;
mod staged;
mod story;
mod world;

use super::{members, runs as recorded};
use crate::{
    model::{
        cluster::{ClusterDecision as D, Fix, FixKind, Rating, Status, found_id},
        decision::Decision,
        time::{DAY, Time},
    },
    store::{
        Store, parts,
        testing::{NOW, bare, dump, projections, store},
    },
};
use serde_json::json;

/// A store with twelve traces, of which a run put t0 to t4 into c-a, t5 to t8 into c-b and t9 into c-c.
fn grouped(replica: &str) -> Store {
    let store = store(replica);
    for i in 0..12 {
        bare(&store, &format!("t{i:02}"));
    }
    let tids =
        |range: std::ops::Range<usize>| range.map(|i| format!("t{i:02}")).collect::<Vec<_>>();
    let groups = [
        ("c-a", tids(0..5)),
        ("c-b", tids(5..9)),
        ("c-c", tids(9..10)),
    ];
    put_groups(
        &store,
        &groups.map(|(id, members)| (id.to_owned(), members)),
    );
    store
}

/// Records a run that found these groups.
fn put_groups(store: &Store, groups: &[(String, Vec<String>)]) {
    let groups: Vec<_> = groups
        .iter()
        .map(|(id, members)| json!({"id": id, "members": members, "centroid": [], "quantile": 0.0}))
        .collect();
    let sql = "INSERT INTO run(kind, at, params, result) VALUES (?1, 0, '{}', '{}')";
    store.conn.execute(sql, [recorded::KIND]).unwrap();
    let run = recorded::last(&store.conn).unwrap().unwrap();
    let groups = json!(groups).to_string();
    parts::put(&store.conn, run, recorded::GROUPS, groups.as_bytes()).unwrap();
    members::refresh(&store.conn).unwrap();
}

/// Nothing is wrong with the store.
#[track_caller]
fn assert_sound(store: &mut Store) {
    let checks = store.doctor().unwrap().into_iter();
    let unsound: Vec<_> = checks.filter(|c| !c.ok).collect();
    assert_eq!(unsound, []);
}

fn decide(store: &mut Store, decision: D) -> String {
    decide_by(store, "ana", decision)
}

fn decide_by(store: &mut Store, who: &str, decision: D) -> String {
    let ids = store
        .decide(who, NOW, &[Decision::Cluster(decision)])
        .unwrap();
    ids[0].to_string()
}

fn refused(store: &mut Store, decision: D) -> String {
    let error = store
        .decide("ana", NOW, &[Decision::Cluster(decision)])
        .unwrap_err();
    error.what
}

fn place(store: &Store, trace: &str) -> Option<String> {
    let sql = "SELECT cluster FROM member JOIN trace ON trace.id = trace WHERE tid = ?1";
    store.conn.query_row(sql, [trace], |row| row.get(0)).ok()
}

fn merge(cluster: &str, into: &str) -> D {
    D::Merge {
        cluster: cluster.into(),
        into: into.into(),
    }
}

fn split(cluster: &str, traces: &[&str]) -> D {
    D::Split {
        cluster: cluster.into(),
        name: Some("the other half".into()),
        traces: traces.iter().map(|t| (*t).to_owned()).collect(),
    }
}

fn moved(trace: &str, to: Option<&str>) -> D {
    D::Move {
        trace: trace.into(),
        to: to.map(str::to_owned),
    }
}

/// One of every kind.
fn one_of_each(store: &mut Store) {
    let cluster = || "c-a".to_owned();
    let fix = Fix {
        kind: FixKind::Prompt,
        reference: Some("https://git.example.com/pull/1".into()),
        prompt: Some("refunds@v6".into()),
        at: NOW,
        note: Some("asks for the country".into()),
    };
    let decisions = [
        D::Name {
            cluster: cluster(),
            name: "refund days wrong".into(),
        },
        D::Owner {
            cluster: cluster(),
            owner: Some("ben".into()),
        },
        D::Rate {
            cluster: cluster(),
            rating: Rating::Severity(Some(5)),
        },
        D::Rate {
            cluster: cluster(),
            rating: Rating::Addressability(Some(0.25)),
        },
        D::Pick {
            cluster: cluster(),
            picked: true,
        },
        D::Status {
            cluster: cluster(),
            status: Some(Status::Fixing),
        },
        D::Note {
            cluster: cluster(),
            text: "since the new policy".into(),
        },
        D::Fix {
            cluster: cluster(),
            fix,
        },
        D::Assign {
            cluster: cluster(),
            to: "ben".into(),
            text: "ask legal".into(),
            due: Some(NOW),
        },
        split("c-a", &["t00", "t01"]),
        merge("c-c", "c-b"),
        moved("t11", Some("c-b")),
    ];
    for decision in decisions {
        decide(store, decision);
    }
}

#[test]
fn every_decision_stands_can_be_undone_and_survives_a_rebuild() {
    let mut store = grouped("aaaa");
    let before = projections(&store);
    one_of_each(&mut store);
    let after = projections(&store);
    let state = &members::states(&store.conn).unwrap()["c-a"];
    assert_eq!(state.severity.as_ref().unwrap().what, 5);
    let fixable = state.addressability.as_ref().unwrap().what;
    assert!((fixable - 0.25).abs() < 1e-12);
    assert_eq!(state.fixes[0].what.prompt.as_deref(), Some("refunds@v6"));
    assert_eq!(state.promises[0].what.due, Some(NOW));
    assert_eq!(state.anchors.len(), 5);
    store.rebuild(&mut |_, _| {}).unwrap();
    assert_eq!(projections(&store), after);
    let unsound: Vec<_> = store
        .doctor()
        .unwrap()
        .into_iter()
        .filter(|c| c.name == "clusters" && !c.ok)
        .collect();
    assert_eq!(unsound, []);
    for _ in 0..12 {
        store.undo("ana", NOW, None).unwrap();
    }
    assert_eq!(projections(&store), before);
    for _ in 0..12 {
        store.redo("ana", NOW).unwrap();
    }
    assert_eq!(projections(&store), after);
}

#[test]
fn decisions_say_what_they_are_in_the_history() {
    let mut store = grouped("aaaa");
    one_of_each(&mut store);
    let said: Vec<String> = store
        .history(Some("c-a"), 50)
        .unwrap()
        .into_iter()
        .map(|i| i.summary)
        .collect();
    for wanted in [
        "name c-a “refund days wrong”",
        "ben owns c-a",
        "severity 5 of c-a",
        "fixable 0.25 of c-a",
        "plan c-a",
        "c-a is fixing",
        "prompt fix of c-a shipped",
        "ben promises for c-a: ask legal",
    ] {
        assert!(said.iter().any(|s| s == wanted), "{wanted:?} in {said:?}");
    }
    assert!(said.iter().any(|s| s.ends_with("off c-a")), "{said:?}");
    let of_trace = store.history(Some("t11"), 5).unwrap();
    assert_eq!(of_trace[0].summary, "move to c-b");
}

#[test]
fn a_merge_takes_all_along_and_its_undo_gives_all_back() {
    let mut store = grouped("aaaa");
    decide(&mut store, merge("c-c", "c-b"));
    let first = decide(&mut store, merge("c-b", "c-a"));
    assert_eq!(place(&store, "t09").as_deref(), Some("c-a"));
    assert!(
        refused(
            &mut store,
            D::Pick {
                cluster: "c-b".into(),
                picked: true
            }
        )
        .contains("part of c-a")
    );
    assert!(refused(&mut store, merge("c-a", "c-a")).contains("itself"));
    let id = first.try_into().unwrap();
    store.undo("ana", NOW, Some(&id)).unwrap();
    assert_eq!(place(&store, "t09").as_deref(), Some("c-b"));
    assert_eq!(place(&store, "t00").as_deref(), Some("c-a"));
}

#[test]
fn a_split_leaves_something_behind_and_a_move_wins_over_it() {
    let mut store = grouped("aaaa");
    let all = ["t00", "t01", "t02", "t03", "t04"];
    assert!(refused(&mut store, split("c-a", &all)).contains("leave something"));
    assert!(refused(&mut store, split("c-a", &["t07"])).contains("not in c-a"));
    assert!(refused(&mut store, split("c-a", &[])).contains("needs the traces"));
    decide(&mut store, split("c-a", &["t01", "t00"]));
    let child = found_id(&["t00", "t01"]);
    assert_eq!(place(&store, "t00").as_ref(), Some(&child));
    assert_eq!(place(&store, "t02").as_deref(), Some("c-a"));
    decide(&mut store, moved("t00", None));
    assert_eq!(place(&store, "t00"), None);
    decide(&mut store, merge(&child, "c-b"));
    assert_eq!(place(&store, "t01").as_deref(), Some("c-b"));
}

#[test]
fn what_makes_no_sense_is_refused_in_words() {
    let mut store = grouped("aaaa");
    let unknown = D::Name {
        cluster: "c-zz".into(),
        name: "x".into(),
    };
    assert_eq!(refused(&mut store, unknown), "there is no cluster \"c-zz\"");
    let severe = D::Rate {
        cluster: "c-a".into(),
        rating: Rating::Severity(Some(9)),
    };
    assert!(refused(&mut store, severe).contains("1 (a blemish) to 5"));
    let nan = D::Rate {
        cluster: "c-a".into(),
        rating: Rating::Addressability(Some(f64::NAN)),
    };
    assert!(refused(&mut store, nan).contains("0 (out of reach)"));
    assert!(refused(&mut store, moved("t99", Some("c-a"))).contains("no trace"));
    let blank = D::Note {
        cluster: "c-a".into(),
        text: "  ".into(),
    };
    assert!(refused(&mut store, blank).contains("empty"));
    let coming = D::Fix {
        cluster: "c-a".into(),
        fix: Fix {
            kind: FixKind::Prompt,
            reference: None,
            prompt: None,
            at: NOW.plus(2 * DAY),
            note: None,
        },
    };
    assert!(refused(&mut store, coming).contains("in the future"));
}

#[test]
fn two_stores_that_exchange_journals_show_the_same() {
    let (mut a, mut b) = (grouped("aaaa"), grouped("bbbb"));
    one_of_each(&mut a);
    decide_by(&mut b, "ben", merge("c-b", "c-c"));
    decide_by(
        &mut b,
        "ben",
        D::Name {
            cluster: "c-a".into(),
            name: "days".into(),
        },
    );
    let (from_a, texts_a) = a.export_events().unwrap();
    let (from_b, texts_b) = b.export_events().unwrap();
    a.import_events(&from_b, &texts_b, NOW).unwrap();
    b.import_events(&from_a, &texts_a, NOW).unwrap();
    assert_eq!(projections(&a), projections(&b));
    // c-b and c-c were merged into each other: a ring, of which one stands.
    assert_eq!(place(&a, "t05"), place(&a, "t09"));
}

#[test]
fn a_move_waits_for_its_trace() {
    let mut a = grouped("aaaa");
    decide(&mut a, moved("t11", Some("c-a")));
    let mut b = store("bbbb");
    let (events, texts) = a.export_events().unwrap();
    b.import_events(&events, &texts, Time(NOW.0 + 1)).unwrap();
    let record = crate::model::record::Record::Trace(Box::new(crate::model::trace::Trace {
        trace_id: "t11".into(),
        ..Default::default()
    }));
    let prepared = b.preparer().unwrap().prepare_all(vec![record]).unwrap();
    b.commit(prepared, false).unwrap();
    assert_eq!(place(&b, "t11").as_deref(), Some("c-a"));
    assert_eq!(dump(&b, "SELECT cluster FROM p_move").len(), 1);
}
