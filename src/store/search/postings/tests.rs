use super::documents;
use crate::store::{columns::Bits, filter::Sql, testing::store};
use proptest::prelude::*;

/// What is done to the index, one after the other.
#[derive(Debug, Clone)]
enum Act {
    Put(i64, String),
    Drop(i64),
    Securely(bool),
    /// Everything into one segment, or some pages of a merge.
    Optimize,
    Merge(i64),
}

fn text() -> impl Strategy<Value = String> {
    let word = proptest::sample::select(
        &[
            "re", "refund", "refunds", "refuse", "r", "order", "orders", "ordered", "café", "cafe",
            "12", "ref2", "zebra", "返金",
        ][..],
    );
    proptest::collection::vec(word, 1..12).prop_map(|words| words.join(" "))
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        12 => (1..400i64, text()).prop_map(|(n, text)| Act::Put(n, text)),
        4 => (1..400i64).prop_map(Act::Drop),
        1 => any::<bool>().prop_map(Act::Securely),
        1 => Just(Act::Optimize),
        1 => (-40..40i64).prop_map(Act::Merge),
    ]
}

fn ask(conn: &rusqlite::Connection, command: &str, value: i64) {
    conn.execute(
        "INSERT INTO search(search, rank) VALUES (?1, ?2)",
        (command, value),
    )
    .unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_pages_tell_what_fts5_tells(acts in proptest::collection::vec(act(), 1..160)) {
        let store = store("aaaa");
        let conn = &store.conn;
        // Small pages: lists go on over many of them.
        ask(conn, "pgsz", 64);
        let mut texts = std::collections::HashMap::new();
        for act in acts {
            let change = |old: Option<&String>, new: &str, n: i64| {
                crate::store::facts::index::write(conn, n, old.map_or("", String::as_str), new)
                    .unwrap();
            };
            match act {
                Act::Put(n, text) => {
                    change(texts.get(&n), &text, n);
                    texts.insert(n, text);
                }
                Act::Drop(n) => {
                    change(texts.get(&n), "", n);
                    texts.remove(&n);
                }
                Act::Securely(yes) => ask(conn, "secure-delete", i64::from(yes)),
                Act::Optimize => {
                    conn.execute("INSERT INTO search(search) VALUES ('optimize')", []).unwrap();
                }
                Act::Merge(pages) => ask(conn, "merge", pages),
            }
        }
        for word in ["r", "re", "ref", "refund", "refunds", "order", "cafe", "1", "zebra", "a", "zz"] {
            for prefix in [false, true] {
                let star = if prefix { " *" } else { "" };
                let query = Sql::new(
                    "SELECT rowid FROM search WHERE search MATCH ?",
                    vec![format!("\"{word}\"{star}").into()],
                );
                let want: Bits = store.numbers(&query).unwrap();
                let got = documents(conn, word, prefix).unwrap().expect("a known format");
                let (got, want): (Vec<_>, Vec<_>) = (got.rows().collect(), want.rows().collect());
                prop_assert_eq!(got, want, "{}{}", word, star);
            }
        }
    }
}

#[test]
fn what_is_not_known_is_left_to_fts5() {
    let store = store("aaaa");
    assert!(documents(&store.conn, "a", true).unwrap().is_some());
    assert!(documents(&store.conn, "é", true).unwrap().is_none());
    let newer = "UPDATE search_config SET v = 6 WHERE k = 'version'";
    store.conn.execute(newer, []).unwrap();
    assert!(documents(&store.conn, "a", true).unwrap().is_none());
}

#[test]
fn broken_pages_are_no_panic() {
    use super::{
        leaf::{Leaf, entries},
        segment::read,
    };
    proptest!(|(bytes in proptest::collection::vec(any::<u8>(), 0..80), end in 0..90u8, first in 0..90u8)| {
        let mut bytes = bytes;
        if bytes.len() > 4 {
            bytes[..4].copy_from_slice(&[0, first, 0, end]);
        }
        if let Some(leaf) = Leaf::of(&bytes) {
            let _ = entries(leaf.continued()).count();
            let (mut terms, mut term) = (leaf.terms(), Vec::new());
            while let Some(list) = terms.next(&mut term) {
                let _ = entries(list).count();
            }
        }
        let _ = read(&bytes);
    });
}
