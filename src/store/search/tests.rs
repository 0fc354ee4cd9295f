use crate::{
    error::Error,
    model::{
        content::Content,
        decision::Decision,
        query::{Filter, Order, Scope, Window},
        read::QueueQuery,
        trace::Trace,
    },
    store::{
        Store, is_interrupted,
        testing::{NOW, crowd, put, store},
    },
};
use std::sync::atomic::{AtomicBool, Ordering};

const TEXTS: [(&str, &str, &str); 7] = [
    ("plain", "Where is my Café order?", "It ships on Monday."),
    ("mail", "my e-mail bounced", "write to help@example.com"),
    (
        "cjk",
        "返金の期限はいつですか",
        "全額返金は五日以内です。消費税",
    ),
    ("mixed", "EU返金 policy-2024", "policy 2024 says so"),
    ("odd", "50% off; C++ & \"quotes\"", "naïve résumé"),
    ("other", "ends with is my", "order first"),
    ("lines", "one line\n\"Two\"\u{1}three", "nothing"),
];

fn sample() -> Store {
    let store = store("aaaa");
    for (tid, input, output) in TEXTS {
        let trace = Trace {
            trace_id: tid.into(),
            input: Some(Content::text(input)),
            output: Some(Content::text(output)),
            ..Trace::default()
        };
        put(&store, &trace);
    }
    store
}

fn query(filter: &str) -> QueueQuery {
    QueueQuery {
        order: Order::Newest,
        filter: Filter::parse(filter).unwrap(),
        scope: Scope::All,
        window: Window::Everything,
        limit: 10,
        after: None,
        reviewer: "ana".into(),
    }
}

fn found(store: &Store, filter: &str) -> Result<Vec<String>, Error> {
    let page = store.queue(&query(filter))?;
    assert_eq!(page.total as usize, page.rows.len());
    Ok(page.rows.into_iter().map(|r| r.trace_id).collect())
}

#[test]
fn words_prefixes_phrases_and_cjk() {
    let (cold, warm) = (sample(), sample());
    while warm.warm().unwrap() {}
    for (filter, want) in [
        ("cafe", vec!["plain"]),
        ("CAFÉ", vec!["plain"]),
        ("ord", vec!["other", "plain"]),
        ("\"ord\"", vec![]),
        ("\"is my\"", vec!["other", "plain"]),
        ("\"my order\"", vec![]),
        ("\"my cafe order\"", vec!["plain"]),
        ("e-mail", vec!["mail"]),
        ("help@exam", vec!["mail"]),
        ("policy-20", vec!["mixed"]),
        ("\"policy 2024\"", vec!["mixed"]),
        ("\"line two\"", vec!["lines"]),
        ("\"two three\"", vec!["lines"]),
        ("\"one two\"", vec![]),
        ("返金", vec!["cjk", "mixed"]),
        ("返金の期限", vec!["cjk"]),
        ("返金期限", vec![]),
        ("税", vec!["cjk"]),
        ("EU返金", vec!["mixed"]),
        ("resume", vec!["odd"]),
        ("naive -resume", vec![]),
        (
            "-\"policy 2024\" -返金",
            vec!["lines", "mail", "odd", "other", "plain"],
        ),
        ("text~\"% OFF; c++\"", vec!["odd"]),
        ("text~\"is my order\"", vec![]),
        ("-text~\"o\" ", vec!["cjk"]),
        ("text~\"税\"", vec!["cjk"]),
        ("text~\"以内です。消\"", vec!["cjk"]),
        ("text~\"É OR\"", vec!["plain"]),
        ("text~\"\\\"QUOTES\\\"\"", vec!["odd"]),
        ("text~\"++ &\"", vec!["odd"]),
    ] {
        for (store, how) in [(&cold, "by SQL"), (&warm, "by columns")] {
            let mut got = found(store, filter).unwrap();
            got.sort();
            assert_eq!(got, want, "{filter} {how}");
        }
    }
}

#[test]
fn corrections_are_found_until_they_are_undone() {
    let mut store = sample();
    let correction = Decision::Correct {
        trace: "plain".into(),
        text: "on Tuesday, unquestionably".into(),
    };
    store.decide("ana", NOW, &[correction]).unwrap();
    assert_eq!(found(&store, "unquest").unwrap(), ["plain"]);
    assert_eq!(
        found(&store, "\"tuesday unquestionably\"").unwrap(),
        ["plain"]
    );
    store.undo("ana", NOW, None).unwrap();
    assert_eq!(found(&store, "unquest").unwrap(), Vec::<String>::new());
    store.redo("ana", NOW).unwrap();
    assert_eq!(found(&store, "unquest").unwrap(), ["plain"]);
}

#[test]
fn a_scan_can_be_stopped() {
    let store = sample();
    for i in 0..3_000 {
        let trace = Trace {
            trace_id: format!("n{i}"),
            input: Some(Content::text("a word ".repeat(200))),
            ..Trace::default()
        };
        put(&store, &trace);
    }
    let handle = store.interrupt_handle();
    let stopper = std::thread::spawn(move || {
        for _ in 0..400 {
            std::thread::sleep(std::time::Duration::from_millis(1));
            handle.interrupt();
        }
    });
    let stopped = store.queue(&query("text~\"nowhere to be found\""));
    assert!(is_interrupted(&stopped.unwrap_err()));
    stopper.join().unwrap();
}

fn crowded() -> Store {
    let store = store("aaaa");
    crowd(&store);
    store
}

#[test]
fn what_a_search_finds_is_shown_as_it_is_found() {
    let store = crowded();
    while store.warm().unwrap() {}
    for (filter, total) in [
        ("late", 2_500),
        ("\"late delivery\"", 50),
        ("text~\"late delivery of\"", 50),
        ("late -\"late delivery\"", 2_450),
    ] {
        let mut parts = Vec::new();
        let page = store
            .queue_as_found(&query(filter), &mut |part| parts.push(part))
            .unwrap();
        assert_eq!(page.total, total, "{filter}");
        let part = parts.first().expect(filter);
        assert!(part.total <= page.total && part.next.is_none());
        let shown = part.rows.len();
        assert_eq!(part.rows, page.rows[..shown], "the list begins as it stays");
        // The same page again is not looked for again, and neither are the pages after it.
        let mut again = query(filter);
        again.after.clone_from(&page.next);
        let next = store
            .queue_as_found(&again, &mut |_| panic!("{filter}"))
            .unwrap();
        assert!(next.rows[0].trace_id > page.rows[9].trace_id);
    }
}

#[test]
fn a_snapshot_whose_end_was_stopped_keeps_nobody_from_reading() {
    let store = sample();
    store
        .conn
        .execute_batch("BEGIN; SELECT * FROM trace")
        .unwrap();
    assert_eq!(found(&store, "cafe").unwrap(), ["plain"]);
    assert!(store.conn.is_autocommit());
    let writing = store.begin(false).unwrap();
    assert!(
        store.queue(&query("cafe")).is_err(),
        "what is written stays"
    );
    writing.commit().unwrap();
}

#[test]
fn a_search_from_memory_can_be_stopped() {
    let store = crowded();
    while store.warm().unwrap() {}
    let handle = store.interrupt_handle();
    let (first, shown) = std::sync::mpsc::channel();
    let ended = std::sync::Arc::new(AtomicBool::new(false));
    let end = std::sync::Arc::clone(&ended);
    let stopper = std::thread::spawn(move || {
        // The first part comes before all is read; what follows is stopped whenever that is heard.
        shown.recv().unwrap();
        while !end.load(Ordering::Relaxed) {
            handle.interrupt();
            std::thread::yield_now();
        }
    });
    let found = store.queue_as_found(&query("text~\"delivery\""), &mut |_| {
        let _ = first.send(());
    });
    ended.store(true, Ordering::Relaxed);
    stopper.join().unwrap();
    assert!(
        is_interrupted(&found.unwrap_err()),
        "it was read to the end"
    );
    assert_eq!(store.queue(&query("late")).unwrap().total, 2_500);
}
