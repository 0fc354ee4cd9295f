//! Columns in memory and SQL have one meaning of a list.

use super::*;
use crate::{
    model::{query::Field, read::QueuePage},
    store::columns::{Keeping, Needed},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn columns_in_memory_those_kept_and_sql_answer_alike(
        mut traces in proptest::collection::vec(known(), 2..14),
        lists in proptest::collection::vec(list(), 30),
        skipped in proptest::collection::vec(0..14usize, 0..4),
    ) {
        let mut store = store("aaaa");
        traces[0].age = Some(0);
        // Some come and some change once the columns are loaded.
        let (early, late) = traces.split_at_mut(1 + skipped.len() % 2);
        for (n, known) in early.iter_mut().enumerate() {
            insert(&mut store, known, n);
        }
        while store.warm().unwrap() {}
        store.keep_columns(ALWAYS, &|| false).unwrap();
        let begun = early.len();
        for (n, known) in late.iter_mut().enumerate() {
            insert(&mut store, known, begun + n);
        }
        for (n, i) in skipped.iter().enumerate() {
            let tid = traces[i % traces.len()].tid.clone();
            store.skip(&tid, "ana", NOW.plus(n as i64)).unwrap();
        }
        let gone = &traces[traces.len() / 2].tid;
        store.conn.execute("DELETE FROM trace WHERE tid = ?1", [gone]).unwrap();
        let by_columns: Vec<_> = lists.iter().map(|q| pages(&store, q)).collect();
        let counts = COUNTED.map(|field| store.complete(field, "", 50).unwrap());
        prop_assert!(store.columns().unwrap().is_some());
        store.columns.take();
        for kept in [true, false] {
            if !kept {
                store.conn.execute("DELETE FROM chunk", []).unwrap();
            }
            prop_assert_eq!(store.kept_columns(Needed::of_name(Named::App)).unwrap().is_some(), kept);
            store.facets.take();
            for (query, found) in lists.iter().zip(&by_columns) {
                store.forget_found();
                prop_assert_eq!(found, &pages(&store, query), "kept {}: {:?}", kept, query);
            }
            let counted = COUNTED.map(|field| store.complete(field, "", 50).unwrap());
            prop_assert_eq!(&counts, &counted);
        }
    }
}

const ALWAYS: Keeping = Keeping { rows: 0, behind: 0 };
const COUNTED: [Field; 4] = [Field::App, Field::Model, Field::Prompt, Field::Route];

/// A list of any kind.
fn list() -> impl Strategy<Value = QueueQuery> {
    let terms = proptest::collection::vec((any::<bool>(), 0..TERMS.len()), 0..4);
    let windows = proptest::sample::select(
        &[
            Window::Everything,
            Window::Everything,
            Window::Days(7),
            Window::ThisWeek,
            Window::LastWeek,
        ][..],
    );
    let orders = proptest::sample::select(&Order::ALL[..]);
    (terms, orders, windows, any::<bool>(), 1..6usize).prop_map(
        |(terms, order, window, open, limit)| {
            let typed = |(negated, i): &(bool, usize)| {
                format!("{}{}", if *negated { "-" } else { "" }, TERMS[*i].0)
            };
            let source = terms.iter().map(typed).collect::<Vec<_>>().join(" ");
            let scope = if open {
                Scope::OpenTo("ana".into())
            } else {
                Scope::All
            };
            QueueQuery {
                order,
                filter: Filter::parse(&source).unwrap(),
                scope,
                window,
                limit,
                after: None,
                reviewer: "ana".into(),
            }
        },
    )
}

/// Page after page.
fn pages(store: &Store, query: &QueueQuery) -> Vec<QueuePage> {
    let mut query = query.clone();
    let mut pages = Vec::new();
    loop {
        let page = store.queue(&query).unwrap();
        query.after.clone_from(&page.next);
        pages.push(page);
        if query.after.is_none() {
            return pages;
        }
    }
}
