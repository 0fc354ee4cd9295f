#![cfg(test)]
//! What people decided holds through runs while data grows, and long texts go through the store.

use super::{
    decide, merge, moved, place, split,
    world::{OPTIONS, down, failing, import, list, queue, run, run_with, trace},
};
use crate::{
    model::{
        cluster::{ClusterDecision as D, found_id},
        content::Content,
        record::Record,
        time::DAY,
    },
    store::{
        RunOptions, Store,
        testing::{NOW, store},
    },
};
use proptest::prelude::*;

/// Traces of a topic that each store begins with.
const FIRST: usize = 12;

fn of(store: &Store, trace: &str) -> String {
    place(store, trace).unwrap_or_else(|| panic!("{trace} is in no cluster"))
}

/// Ten runs, each over some more traces: how many of each topic, and whether it begins from scratch.
fn growth() -> impl Strategy<Value = Vec<([usize; 3], bool)>> {
    let step = (prop::array::uniform3(0usize..3), prop::bool::weighted(0.2));
    prop::collection::vec(step, 10)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]

    #[test]
    fn decisions_survive_ten_runs_with_growing_data(steps in growth()) {
        let mut store = store("aaaa");
        let mut grown = [FIRST; 3];
        (0..3).for_each(|topic| failing(&mut store, topic, 0..FIRST));
        run(&mut store);
        let [refunds, cancels, totals] = ["0-00", "1-00", "2-00"].map(|t| of(&store, t));
        prop_assert!(refunds != cancels && cancels != totals && refunds != totals);
        let name = D::Name { cluster: refunds.clone(), name: "refund days".into() };
        decide(&mut store, name);
        let merged = decide(&mut store, merge(&totals, &cancels));
        let apart = ["0-03", "0-04", "0-05"];
        decide(&mut store, split(&refunds, &apart));
        let child = found_id(&apart);
        decide(&mut store, moved("0-01", Some(&cancels)));
        decide(&mut store, moved("0-02", None));
        for (more, from_scratch) in steps {
            for (topic, more) in more.into_iter().enumerate() {
                failing(&mut store, topic, grown[topic]..grown[topic] + more);
                grown[topic] += more;
            }
            run_with(&mut store, &RunOptions { from_scratch, ..OPTIONS });
            prop_assert_eq!(&of(&store, "1-03"), &cancels);
            prop_assert_eq!(&of(&store, "2-03"), &cancels, "merged");
            prop_assert_eq!(&of(&store, "0-01"), &cancels, "moved");
            prop_assert_eq!(place(&store, "0-02"), None, "moved out");
            prop_assert_eq!(&of(&store, "0-00"), &refunds, "what was left");
            for trace in apart {
                prop_assert_eq!(&of(&store, trace), &child, "split off");
            }
        }
        let shown = list(&store);
        let named = shown.clusters.iter().find(|c| c.id == refunds).map(|c| c.name.as_str());
        prop_assert_eq!(named, Some("refund days"));
        store.undo("ana", NOW, Some(&merged.try_into().unwrap())).unwrap();
        prop_assert_eq!(&of(&store, "2-03"), &totals, "the merge was taken back");
    }
}

#[test]
fn texts_of_four_megabytes_are_cut_and_grouped_all_the_same() {
    let mut store = store("aaaa");
    (0..3).for_each(|topic| failing(&mut store, topic, 0..FIRST));
    let mut records = Vec::new();
    for (n, thing) in ["toaster", "lamp"].into_iter().enumerate() {
        let id = format!("long-{n}");
        let mut long = trace(&id, 0, thing, NOW.plus(-DAY));
        let asked = long
            .input
            .as_ref()
            .map(Content::question)
            .unwrap_or_default();
        let text = format!("{asked} {}", "and so it goes on ".repeat(4 << 20 >> 4));
        assert!(text.len() > 4 << 20);
        long.input = Some(Content::text(&text));
        records.push(Record::Trace(Box::new(long)));
        records.push(Record::Signal(Box::new(down(&id))));
    }
    import(&mut store, records);
    let told = run(&mut store);
    assert!(
        told.warnings
            .contains(&"long texts were cut to their first 4000 characters: 2".to_owned()),
        "{:?}",
        told.warnings
    );
    let shown = list(&store);
    assert_eq!(shown.failing(), 3 * FIRST as u64 + 2);
    assert_eq!(
        queue(&store, "cluster:c-*").len() as u64 + shown.not_grouped,
        shown.failing()
    );
}
