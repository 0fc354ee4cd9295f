use crate::{
    error::Error,
    model::{content::Content, decision::Decision, record::Record, signal::Signal, trace::Trace},
    store::{
        Listing, Store, is_interrupted,
        testing::{NOW, crowd, put, query, store},
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
fn letters_that_become_ascii_in_lower_case_are_found() {
    let store = store("aaaa");
    for (tid, output) in [("a", "\u{212a}\u{130}"), ("b", "something else")] {
        let trace = Trace {
            trace_id: tid.into(),
            output: Some(Content::text(output)),
            ..Trace::default()
        };
        put(&store, &trace);
    }
    for _ in 0..2 {
        assert_eq!(found(&store, "text~\"ki\"").unwrap(), ["a"]);
        while store.warm().unwrap() {}
    }
}

#[test]
fn corrections_are_found_until_they_are_undone() {
    for warm in [false, true] {
        let mut store = sample();
        while warm && store.warm().unwrap() {}
        let finds = |store: &Store, want: &[&str]| {
            for filter in ["unquest", "\"tuesday unquestionably\"", "text~\"day, unq\""] {
                assert_eq!(found(store, filter).unwrap(), want, "{filter}, {warm}");
            }
        };
        finds(&store, &[]);
        let correction = |text: &str| Decision::Correct {
            trace: "plain".into(),
            text: text.into(),
        };
        let first = correction("on Tuesday, unquestionably");
        store.decide("ana", NOW, &[first]).unwrap();
        finds(&store, &["plain"]);
        store.undo("ana", NOW, None).unwrap();
        finds(&store, &[]);
        store.redo("ana", NOW).unwrap();
        finds(&store, &["plain"]);
        let second = correction("on Wednesday");
        store.decide("ana", NOW.plus(1), &[second]).unwrap();
        finds(&store, &[]);
    }
}

#[test]
fn what_is_known_of_texts_follows_what_comes_and_goes() {
    let mut store = sample();
    while store.warm().unwrap() {}
    let commit = |store: &mut Store, records: &[Record]| {
        let preparer = store.preparer().unwrap();
        let prepared = preparer.prepare_all(records.to_vec()).unwrap();
        store.commit(prepared, false).unwrap();
    };
    let trace = |output: &str| {
        Record::Trace(Box::new(Trace {
            trace_id: "late".into(),
            input: Some(Content::text("what is new")),
            output: Some(Content::text(output)),
            ..Trace::default()
        }))
    };
    let comment = |text: &str, at: i64| {
        Record::Signal(Box::new(Signal {
            signal_id: "s1".into(),
            trace_id: Some("mail".into()),
            name: "comment".into(),
            comment: Some(text.into()),
            at: Some(NOW.plus(at)),
            ..Signal::default()
        }))
    };
    let finds = |store: &Store, filter: &str, want: &[&str]| {
        assert_eq!(found(store, filter).unwrap(), want, "{filter}");
    };
    let not_seen = "-text~\"seen it\" text~\"bounced\"";
    finds(&store, "text~\"seen it\"", &[]);
    finds(&store, not_seen, &["mail"]);
    commit(&mut store, &[trace("nobody has seen it")]);
    finds(&store, "text~\"seen it\"", &["late"]);
    commit(&mut store, &[comment("never seen it", 1)]);
    finds(&store, "text~\"seen it\"", &["late", "mail"]);
    finds(&store, not_seen, &[]);
    commit(&mut store, &[comment("it works", 2)]);
    finds(&store, "text~\"seen it\"", &["late"]);
    finds(&store, not_seen, &["mail"]);
    // One that goes, and another that takes its number.
    let gone = "DELETE FROM trace WHERE tid = 'late'; DELETE FROM body WHERE id = 8";
    store.conn.execute_batch(gone).unwrap();
    finds(&store, "text~\"seen it\"", &[]);
    let other = Trace {
        trace_id: "other one".into(),
        output: Some(Content::text("they saw it")),
        ..Trace::default()
    };
    assert_eq!(put(&store, &other), 8);
    finds(&store, "text~\"seen it\"", &[]);
    finds(&store, "text~\"saw it\"", &["other one"]);
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

#[test]
fn a_search_goes_on_over_what_changes_between_its_turns() {
    let mut store = crowded();
    while store.warm().unwrap() {}
    let mut listing = Listing::of(query("text~\"late delivery of\""));
    let mut turn = |store: &Store| listing.go_on(store, &mut |_| {}).unwrap();
    assert!(turn(&store).is_none(), "there is more to read");
    let came = Trace {
        trace_id: "came".into(),
        input: Some(Content::text("a late delivery of ice")),
        ..Trace::default()
    };
    put(&store, &came);
    let correction = Decision::Correct {
        trace: "t0001".into(),
        text: "the late delivery of parcel 1".into(),
    };
    store.decide("ana", NOW, &[correction]).unwrap();
    let page = loop {
        if let Some(page) = turn(&store) {
            break page;
        }
    };
    assert_eq!(page.total, 52);
}
