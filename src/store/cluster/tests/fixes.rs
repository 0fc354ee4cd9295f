//! What a fix is judged by can be listed: the same traces, in the same slices, on the same side.

use super::{
    decide, put_groups,
    world::{down, import, list, queue, trace},
};
use crate::{
    model::{
        cluster::{ClusterDecision as D, Fix, FixKind, FixView},
        decision::Decision,
        record::Record,
        time::{DAY, SECOND, Time},
    },
    store::{
        Store,
        testing::{NOW, store},
    },
};

/// App and route of the two slices that fail, and of those beside them that must not count.
const SLICES: [(Option<&str>, Option<&str>); 5] = [
    (Some("shop"), Some("v1/refunds, eu")),
    (None, None),
    (Some("shop"), None),
    (None, Some("v1/refunds, eu")),
    (Some("sales"), Some("v1/refunds, eu")),
];
/// Traces of a slice on each side of the fix.
const SIDE: usize = 40;

fn live() -> Time {
    Time(NOW.0 - 20 * DAY)
}

/// Whether a trace of a slice fails as the cluster does, and whether it is incomplete.
fn fails(slice: usize, n: usize, after: bool) -> (bool, bool) {
    let long = slice < 2 && n < if after { 1 } else { 12 };
    let short = !long && n < if after { 30 } else { 14 };
    (long, short)
}

/// The store, the traces of the cluster, and the incomplete ones.
fn told() -> (Store, Vec<String>, Vec<String>) {
    let mut store = store("aaaa");
    let (mut records, mut long, mut short) = (Vec::new(), Vec::new(), Vec::new());
    for (slice, (app, route)) in SLICES.into_iter().enumerate() {
        for (side, n) in (0..SIDE)
            .map(|n| (false, n))
            .chain((0..SIDE).map(|n| (true, n)))
        {
            let id = format!("{slice}-{side}-{n:02}");
            // The last before the fix and the first after it are a nanosecond apart.
            let ago = n as i64 * 6 * 3_600 * SECOND;
            let at = if side {
                live().plus(ago)
            } else {
                live().plus(-1 - ago)
            };
            let mut one = trace(&id, 0, "toaster", at);
            one.app = app.map(str::to_owned);
            one.route = route.map(str::to_owned);
            records.push(Record::Trace(Box::new(one)));
            let (is_long, is_short) = fails(slice, n, side);
            if is_long || is_short {
                records.push(Record::Signal(Box::new(down(&id))));
                if is_long { &mut long } else { &mut short }.push(id);
            }
        }
    }
    import(&mut store, records);
    (store, long, short)
}

fn fix(store: &Store) -> (FixView, String) {
    let cluster = list(store)
        .clusters
        .into_iter()
        .find(|c| c.id == "c-long")
        .unwrap();
    (cluster.fixes[0].clone(), cluster.slice_filter)
}

#[test]
fn counts_before_and_after_a_fix_and_its_side_effects_list_the_traces_they_count() {
    let (mut store, long, short) = told();
    put_groups(&store, &[("c-long".into(), long)]);
    let labels: Vec<Decision> = short
        .into_iter()
        .map(|trace| Decision::Label {
            trace,
            modes: vec!["incomplete".into()],
            blind: false,
            order: None,
        })
        .collect();
    store.decide("ana", NOW, &labels).unwrap();
    let shipped = Fix {
        kind: FixKind::Prompt,
        reference: None,
        prompt: None,
        at: live(),
        note: None,
    };
    decide(
        &mut store,
        D::Fix {
            cluster: "c-long".into(),
            fix: shipped,
        },
    );
    let (fix, slices) = fix(&store);
    assert_eq!((fix.before.bad, fix.before.n), (24, 80));
    assert_eq!((fix.after.bad, fix.after.n), (2, 80));
    let count = |filter: &str| queue(&store, filter).len() as u64;
    let [from, to] = fix.span;
    for (rate, from, to) in [(fix.before, from, fix.at), (fix.after, fix.at, to)] {
        let last = to.plus(-1);
        let side = format!("{slices} since:{from} until:{last}");
        assert_eq!(count(&side), rate.n, "{side}");
        assert_eq!(count(&format!("cluster:c-long {side}")), rate.bad, "{side}");
    }
    let effect = &fix.side_effects[0];
    assert_eq!(effect.mode, "incomplete");
    assert_eq!(
        (effect.before.bad, effect.after.bad),
        (4, 58),
        "{}",
        effect.words
    );
    assert_eq!(count(&effect.filter), effect.after.bad, "{}", effect.filter);
}
