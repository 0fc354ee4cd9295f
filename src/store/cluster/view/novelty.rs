//! Alarms: new clusters that nobody has looked after yet and that are a possible new failure.

use super::gather::Gathered;
use crate::{
    error::Result,
    model::{
        cluster::{ClusterView, Novelty, Status},
        time::DAY,
    },
    store::Store,
};
use std::collections::BTreeSet;

/// Fewer traces, or fewer people, are none (clustering.md 5.2).
const TRACES: u64 = 5;
const AUTHORS: usize = 3;
/// Where the data begins later than this before the newest trace, everything is new.
const PAST: i64 = 14 * DAY;

/// A run raises an alarm for what is like no cluster there was. The first run knows none: there it is what began in the
/// last days, as the status `new` tells, while the data reaches further back.
pub(super) fn alarms(
    store: &Store,
    gathered: &Gathered,
    clusters: &[ClusterView],
) -> Result<Vec<Novelty>> {
    let mut alarms = Vec::new();
    for cluster in clusters.iter().filter(|c| c.status == Status::New) {
        let raised = gathered.cards.get(&cluster.id).is_some_and(|c| c.alarm);
        if raised || is_sudden(store, gathered, cluster)? {
            alarms.push(alarm(cluster));
        }
    }
    Ok(alarms)
}

fn alarm(cluster: &ClusterView) -> Novelty {
    let name = if cluster.named {
        cluster.name.clone()
    } else {
        cluster.terms.join(", ")
    };
    Novelty {
        words: format!("possible new failure, {} traces: {name}", cluster.size),
        cluster: cluster.id.clone(),
        traces: cluster.members.clone(),
    }
}

fn is_sudden(store: &Store, gathered: &Gathered, cluster: &ClusterView) -> Result<bool> {
    let seen = &gathered.traffic.seen;
    let has_past = seen
        .first()
        .is_some_and(|first| first.at <= gathered.traffic.newest.0 - PAST);
    Ok(has_past && cluster.size >= TRACES && authors(store, &cluster.members)? >= AUTHORS)
}

/// How many people they are of, by user, else by session; unknown people may be many.
fn authors(store: &Store, tids: &[String]) -> Result<usize> {
    let sql = "SELECT COALESCE(user, 'session ' || session) FROM trace WHERE tid = ?1";
    let mut statement = store.conn.prepare_cached(sql)?;
    let (mut known, mut unknown) = (BTreeSet::new(), 0);
    for tid in tids {
        match statement.query_row([tid], |row| row.get::<_, Option<String>>(0))? {
            Some(author) => drop(known.insert(author)),
            None => unknown += 1,
        }
    }
    Ok(known.len() + unknown)
}
