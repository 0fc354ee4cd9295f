use super::*;
use crate::{
    model::{
        decision::{Decision, Verdict},
        time::Time,
    },
    store::{
        Listing,
        testing::{bare, crowd, query},
    },
};
use std::sync::mpsc::{Receiver, channel};

const WAIT: Duration = Duration::from_secs(20);

fn start() -> (tempfile::TempDir, Worker<String>, Receiver<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.db");
    bare(&Store::open(&path, &Settings::default()).unwrap(), "t");
    let (send, replies) = channel();
    let worker = Worker::start(&path, &Settings::default(), move |r| drop(send.send(r))).unwrap();
    (folder, worker, replies)
}

/// Runs until it is stopped.
fn endless(store: &Store) -> String {
    let sql =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT COUNT(*) FROM n";
    match store.conn.query_row(sql, [], |_| Ok(())) {
        Ok(()) => "ended".into(),
        Err(e) => crate::error::Error::from(e).what,
    }
}

#[test]
fn a_new_read_stops_the_running_one_of_its_slot() {
    let (_folder, worker, replies) = start();
    let (began, begins) = channel();
    worker.read(
        "queue",
        Box::new(move |store| {
            began.send(()).unwrap();
            Some(endless(store))
        }),
    );
    begins.recv_timeout(WAIT).unwrap();
    for i in 0..20 {
        worker.read("queue", Box::new(move |_| Some(format!("read {i}"))));
        worker.read("detail", Box::new(move |_| Some("detail".into())));
        // The first may be stopped before its statement began; ask until it is.
        thread::sleep(Duration::from_millis(5));
        worker.running.interrupt();
    }
    let mut got = Vec::new();
    while !got.contains(&"read 19".to_owned()) {
        got.push(replies.recv_timeout(WAIT).unwrap());
    }
    assert!(
        got.iter().all(|r| r.starts_with("read") || r == "detail"),
        "{got:?}"
    );
    worker.finish();
}

#[test]
fn writes_run_in_order_and_are_waited_for() {
    let (folder, worker, replies) = start();
    for i in 0..20 {
        worker.write(Box::new(move |store| {
            let verdict = if i % 2 == 0 {
                Verdict::Good
            } else {
                Verdict::Bad
            };
            let decision = Decision::Verdict {
                trace: "t".into(),
                verdict,
                reason: None,
                blind: false,
                order: None,
            };
            let at = Time(1_795_000_000_000_000_000 + i);
            store.decide("ana", at, &[decision]).unwrap();
            i.to_string()
        }));
    }
    worker.finish();
    let got: Vec<String> = replies.iter().collect();
    assert_eq!(got, (0..20).map(|i| i.to_string()).collect::<Vec<_>>());
    let store = Store::open(&folder.path().join("store.db"), &Settings::default()).unwrap();
    let rows = store.rows(&["t".into()], "ana").unwrap();
    assert_eq!(rows[0].decided.mine, Some(Verdict::Bad));
    assert_eq!(store.history(None, 100).unwrap().len(), 20);
}

#[test]
fn a_cancelled_read_never_replies() {
    let (_folder, worker, replies) = start();
    worker.read("scan", Box::new(|store| Some(endless(store))));
    thread::sleep(Duration::from_millis(50));
    worker.cancel("scan");
    worker.read("queue", Box::new(|_| Some("next".into())));
    assert_eq!(replies.recv_timeout(WAIT).unwrap(), "next");
    worker.finish();
    assert!(replies.recv().is_err());
}

#[test]
fn others_are_answered_while_a_search_goes_on() {
    let (folder, worker, replies) = start();
    let path = folder.path().join("store.db");
    crowd(&Store::open(&path, &Settings::default()).unwrap());
    let mut search = Listing::of(query("text~\"of parcel 2450\""));
    let (began, begins) = channel();
    let (go, going) = channel::<()>();
    let job = move |store: &Store| {
        let page = search.go_on(store, &mut |_| {}).unwrap();
        // The first turn lasts until the others wait.
        let _ = began.send(());
        let _ = going.recv();
        page.map(|page| format!("{} found", page.total))
    };
    worker.read("queue", Box::new(job));
    begins.recv_timeout(WAIT).unwrap();
    let rows = |store: &Store| Some(store.rows(&["t0001".into()], "ana").unwrap().len());
    worker.read(
        "preview",
        Box::new(move |store| rows(store).map(|n| format!("{n} row"))),
    );
    let words = |store: &Store| store.list_ids(&query("late")).unwrap().1;
    worker.read(
        "marks",
        Box::new(move |store| Some(format!("{} late", words(store)))),
    );
    drop(go);
    let mut got = Vec::new();
    for _ in 0..3 {
        got.push(replies.recv_timeout(WAIT).unwrap());
    }
    assert_eq!(got, ["1 row", "2500 late", "1 found"]);
    worker.finish();
}

#[test]
fn a_search_that_is_given_up_takes_no_more_turns() {
    let (_folder, worker, replies) = start();
    for superseded in [false, true] {
        let (turn, turns) = channel();
        let job = move |_: &Store| {
            turn.send(()).unwrap();
            None
        };
        worker.read("queue", Box::new(job));
        turns.recv_timeout(WAIT).unwrap();
        turns.recv_timeout(WAIT).unwrap();
        if superseded {
            worker.read("queue", Box::new(|_| Some("another".into())));
        } else {
            worker.cancel("queue");
        }
        let begun = std::time::Instant::now();
        // With the job goes its end of the channel.
        while turns.recv_timeout(WAIT).is_ok() {
            assert!(begun.elapsed() < WAIT, "it goes on");
        }
    }
    // A worker that ends leaves what was not begun.
    assert_eq!(replies.recv_timeout(WAIT).unwrap(), "another");
    worker.finish();
    assert_eq!(replies.iter().count(), 0);
}

#[test]
fn an_epoch_that_is_due_is_cut_and_applied_between_writes() {
    let (folder, worker, replies) = start();
    let path = folder.path().join("store.db");
    let settings = Settings::default();
    {
        let store = Store::open(&path, &settings).unwrap();
        for i in 0..40 {
            bare(&store, &format!("n{i}"));
        }
    }
    for i in 0..30 {
        worker.write(Box::new(move |store| {
            let decision = Decision::Verdict {
                trace: format!("n{i}"),
                verdict: Verdict::Good,
                reason: None,
                blind: false,
                order: None,
            };
            store
                .decide("ana", Time(1_795_000_000_000_000_000), &[decision])
                .unwrap();
            String::new()
        }));
    }
    for _ in 0..30 {
        replies.recv_timeout(WAIT).unwrap();
    }
    let watch = Store::open_read_only(&path, &settings).unwrap();
    let behind = || -> i64 {
        let sql = "SELECT COUNT(*) FROM trace WHERE epoch < 2";
        watch.conn.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let begun = std::time::Instant::now();
    while behind() > 0 {
        assert!(begun.elapsed() < WAIT, "{} left behind", behind());
        thread::sleep(Duration::from_millis(10));
    }
    worker.finish();
}
