//! A run comes into force whole or not at all, whatever happens while it is written.

use super::{
    assert_sound, decide, merge, moved, place,
    world::{OPTIONS, failing, grouped_store, list, run},
};
use crate::{
    error::Kind,
    store::{
        Plan, RunOptions, Settings, Store,
        cluster::accept::Staged,
        testing::{NOW, projections},
    },
};
use std::path::Path;

fn planned(store: &Store, from_scratch: bool) -> Plan {
    let options = RunOptions {
        from_scratch,
        ..OPTIONS
    };
    let plan = store.plan_clusters(&options, NOW, &|| false, &|_, _| ());
    plan.unwrap().unwrap()
}

/// A run that was written and not put in force: as a killed process leaves it.
fn written(store: &Store, plan: &Plan) -> Staged {
    let mut staged = Staged::of(store, plan, NOW, 0.0).unwrap();
    staged.insert(store, &plan.params).unwrap();
    staged.write(store, plan).unwrap();
    staged
}

fn count(store: &Store, sql: &str) -> i64 {
    store.conn.query_row(sql, [], |row| row.get(0)).unwrap()
}

/// Everything of runs that do not stand is gone, and what stands is what a rebuild gives.
fn is_tidy(store: &mut Store) {
    assert_eq!(
        count(
            store,
            "SELECT COUNT(*) FROM run WHERE kind LIKE '_%cluster' AND kind <> 'cluster'"
        ),
        0
    );
    for table in ["membership", "asked"] {
        assert_eq!(
            count(store, &format!("SELECT COUNT(DISTINCT run) FROM {table}")),
            1,
            "{table}"
        );
    }
    let of_clusters =
        "SELECT COUNT(DISTINCT run) FROM run_part JOIN run ON id = run WHERE kind = 'cluster'";
    assert_eq!(count(store, of_clusters), 1);
    assert_sound(store);
}

#[test]
fn a_run_that_was_not_put_in_force_is_nowhere_to_be_seen() {
    let mut store = grouped_store();
    run(&mut store);
    let (shown, before) = (list(&store), projections(&store));
    (0..3).for_each(|topic| failing(&mut store, topic, 10..14));
    let plan = planned(&store, true);
    written(&store, &plan);
    let stands = list(&store);
    assert_eq!(
        (stands.run, stands.clusters.len()),
        (shown.run, shown.clusters.len())
    );
    assert_eq!(
        projections(&store)
            .iter()
            .filter(|row| before.contains(row))
            .count(),
        before.len()
    );
    let accepted = store.accept_clusters(plan, NOW, 0.0).unwrap();
    store.finish_unscored(&|| false).unwrap();
    assert_eq!(list(&store).run.map(|r| r.id), Some(accepted.id));
    assert!(place(&store, "0-13").is_some());
    is_tidy(&mut store);
}

#[test]
fn what_people_decide_while_a_run_is_written_is_in_it() {
    let mut store = grouped_store();
    run(&mut store);
    let of = |store: &Store, trace: &str| place(store, trace).unwrap();
    let [refunds, cancels, totals] = ["0-00", "1-00", "2-00"].map(|t| of(&store, t));
    failing(&mut store, 0, 10..12);
    let plan = planned(&store, false);
    let before = store.last_cluster_run().unwrap().map(|r| r.id);
    let staged = written(&store, &plan);
    decide(&mut store, moved("0-01", Some(&cancels)));
    decide(&mut store, moved("0-02", None));
    decide(&mut store, merge(&totals, &cancels));
    staged.put_in_force(&store, before).unwrap();
    store.finish_unscored(&|| false).unwrap();
    let now = ["0-00", "0-01", "0-02", "0-11", "2-03"].map(|t| place(&store, t));
    let wanted = [
        Some(&refunds),
        Some(&cancels),
        None,
        Some(&refunds),
        Some(&cancels),
    ];
    assert_eq!(now.each_ref().map(Option::as_ref), wanted);
    // Of the run before, parts and membership are taken away by the next one.
    failing(&mut store, 1, 10..12);
    run(&mut store);
    is_tidy(&mut store);
}

#[test]
fn of_two_that_group_at_once_one_is_told_so() {
    let mut store = grouped_store();
    run(&mut store);
    (0..3).for_each(|topic| failing(&mut store, topic, 10..12));
    let before = store.last_cluster_run().unwrap().map(|r| r.id);
    let plan = planned(&store, true);
    let slow = written(&store, &plan);
    let quick = store
        .accept_clusters(planned(&store, false), NOW, 0.0)
        .unwrap();
    for error in [
        slow.put_in_force(&store, before).unwrap_err(),
        slow.write(&store, &plan).unwrap_err(),
    ] {
        assert_eq!(error.kind, Kind::Failed);
        assert!(error.to_string().contains("meanwhile"), "{error}");
    }
    store.finish_unscored(&|| false).unwrap();
    assert_eq!(list(&store).run.map(|r| r.id), Some(quick.id));
    is_tidy(&mut store);
}

fn open(path: &Path) -> Store {
    let settings = Settings {
        replica: Some("aaaa".into()),
        ..Settings::default()
    };
    Store::open(path, &settings).unwrap()
}

#[test]
fn wherever_the_disk_is_full_the_old_run_or_the_new_one_stands_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full.db");
    let mut store = open(&path);
    (0..3).for_each(|topic| failing(&mut store, topic, 0..12));
    let first = run(&mut store);
    (0..3).for_each(|topic| failing(&mut store, topic, 12..20));
    let shown = list(&store);
    let mut failed = 0;
    for more in 0.. {
        let pages = count(&store, "SELECT page_count FROM pragma_page_count");
        let free = count(&store, "SELECT freelist_count FROM pragma_freelist_count");
        // Pages that are free already are no obstacle: the file is filled to the brim first.
        store
            .conn
            .execute_batch("CREATE TABLE IF NOT EXISTS filler(b BLOB)")
            .unwrap();
        if free > 0 {
            let sql = "INSERT INTO filler VALUES (zeroblob(?1))";
            store.conn.execute(sql, [(free - 1) * 4_000]).unwrap();
        }
        let plan = planned(&store, true);
        store
            .limit_pages(u32::try_from(pages + more).unwrap())
            .unwrap();
        let accepted = store.accept_clusters(plan, NOW, 0.0);
        store.limit_pages(u32::MAX - 1).unwrap();
        drop(store);
        store = open(&path);
        match accepted {
            Ok(run) => {
                assert_ne!(run.id, first.id);
                break;
            }
            Err(error) => {
                assert!(error.to_string().contains("no space left"), "{error}");
                let now = list(&store);
                let stands = now.run.clone().unwrap();
                if stands.id == first.id {
                    let old = |l: &crate::model::cluster::ClusterList| -> Vec<_> {
                        l.clusters.iter().map(|c| (c.id.clone(), c.size)).collect()
                    };
                    assert_eq!(old(&now), old(&shown));
                    failed += 1;
                } else {
                    assert_eq!(now.clusters.iter().map(|c| c.size).sum::<u64>(), 60);
                    break;
                }
            }
        }
    }
    assert!(failed > 4, "{failed} times the disk was full");
    store.conn.execute_batch("DROP TABLE filler").unwrap();
    (0..3).for_each(|topic| failing(&mut store, topic, 20..21));
    run(&mut store);
    is_tidy(&mut store);
}
