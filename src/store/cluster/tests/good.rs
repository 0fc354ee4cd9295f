//! The nearest good answer.

use super::world::{grouped_store, run};
use crate::{
    model::{
        decision::{Decision, Verdict},
        read::GoodSource,
    },
    store::{Store, testing::NOW},
};

#[test]
fn the_nearest_good_answer_is_that_to_the_most_similar_question() {
    let mut store = grouped_store();
    assert_eq!(store.nearest_good("0-00", "ana").unwrap(), None);
    let good = |store: &mut Store, tid: &str, verdict| {
        let decision = Decision::Verdict {
            trace: tid.into(),
            verdict,
            reason: None,
            blind: false,
            order: None,
        };
        store.decide("ana", NOW, &[decision]).unwrap();
        store.nearest_good("0-00", "ana").unwrap()
    };
    assert_eq!(
        good(&mut store, "good-1-00", Verdict::Good),
        None,
        "another question"
    );
    assert_eq!(good(&mut store, "good-0-01", Verdict::Bad), None);
    let found = good(&mut store, "good-0-02", Verdict::Good).unwrap();
    assert_eq!(found.trace.as_deref(), Some("good-0-02"));
    assert_eq!(found.source, GoodSource::Output);
    assert!(found.alike < 0.9, "{}", found.alike);
    // THINGS[(7 + 5) % 12] is the toaster that 0-00 asks about.
    let found = good(&mut store, "good-0-07", Verdict::Good).unwrap();
    assert_eq!(found.trace.as_deref(), Some("good-0-07"));
    assert!(found.alike > 0.999, "{}", found.alike);
    run(&mut store);
    let found = store.nearest_good("0-00", "ana").unwrap().unwrap();
    assert_eq!(
        found.trace.as_deref(),
        Some("good-0-07"),
        "in the space of a run"
    );
    let text = "Five days.".to_owned();
    let trace = "good-0-07".into();
    store
        .decide("ana", NOW, &[Decision::Correct { trace, text }])
        .unwrap();
    let found = store.nearest_good("0-00", "ana").unwrap().unwrap();
    assert_eq!(found.source, GoodSource::Correction("ana".into()));
    assert_eq!(found.text, "Five days.");
    assert_eq!(store.nearest_good("nope", "ana").unwrap(), None);
}
