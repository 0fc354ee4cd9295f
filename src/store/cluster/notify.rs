//! What leaves the store about a cluster: its brief, and the complaints behind it.

use super::{cards, members, runs, units, view};
use crate::{
    analysis::{
        cluster::{Item, Watch, propose_split},
        failure::brief,
        signals::{Reads, SignalTable},
    },
    error::{Error, Result},
    model::{
        cluster::{ClusterView, SplitChild},
        read::SignalView,
        signal::{Class, Origin},
        time::Time,
    },
    order::Order,
    store::{Store, project},
    text::redact::Redactor,
};
use serde_json::{Value, json};

impl Store {
    /// One cluster with its figures.
    ///
    /// # Errors
    /// When there is none of that id.
    pub fn cluster(&self, id: &str, now: Time) -> Result<ClusterView> {
        let list = self.clusters(None, now)?;
        let found = list.clusters.into_iter().find(|c| c.id == id);
        found.ok_or_else(|| {
            Error::failed(format!("there is no cluster {id:?}"))
                .hint("`goldset clusters` lists them")
        })
    }

    /// The brief of a cluster, in Markdown.
    pub fn cluster_brief(&self, id: &str, redactor: &mut Redactor, now: Time) -> Result<String> {
        let view = self.cluster(id, now)?;
        let mut exemplars = Vec::new();
        for exemplar in &view.exemplars {
            exemplars.extend(self.detail(&exemplar.trace_id, "")?);
        }
        let mut rows = Vec::new();
        for id in &view.golden {
            rows.extend(self.golden_row(id)?.map(|entry| entry.row));
        }
        Ok(brief(&view, &exemplars, &rows, redactor))
    }

    /// The signals of the people who complained about a cluster's traces, oldest first, with what they need to be
    /// told apart: one value a line of JSONL. Users are hashes, as the store keeps them.
    pub fn complaints(&self, id: &str) -> Result<Vec<Value>> {
        let table = &self.settings.signals;
        let mut found: Vec<(Option<Time>, Value)> = Vec::new();
        for tid in members::tids(&self.conn, id)? {
            let Some(detail) = self.detail(&tid, "")? else {
                continue;
            };
            for signal in detail.signals.iter().filter(|s| is_complaint(table, s)) {
                let user = signal
                    .signal
                    .user_id
                    .as_ref()
                    .or(detail.trace.user_id.as_ref());
                if let Some(user) = user {
                    found.push((signal.signal.at, complaint(id, &tid, user, signal)));
                }
            }
        }
        found.order_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, value)| value).collect())
    }

    /// Parts of a cluster that could stand alone, the largest first; empty where all its traces say the same.
    pub fn split_proposal(&self, id: &str) -> Result<Vec<SplitChild>> {
        let mut ids = Vec::new();
        for tid in members::tids(&self.conn, id)? {
            ids.extend(project::row_id(&self.conn, &tid)?);
        }
        let units = units::read(self, &ids, &|_| true)?.unwrap_or_default();
        let items: Vec<Item> = units.iter().map(units::Unit::item).collect();
        let Some(run) = runs::last(&self.conn)? else {
            return Ok(Vec::new());
        };
        let vectors = cards::vectors_of(self, run, &items)?;
        let all: Vec<usize> = (0..items.len()).collect();
        let parts = propose_split(&vectors, &all, self.settings.seed, &Watch::quiet())
            .map_err(cards::stopped)?;
        let described = cards::describe_parts(&vectors, &items, &parts)?;
        let children = parts.iter().zip(described).map(|(part, card)| {
            Ok(SplitChild {
                traces: part.iter().map(|i| items[*i].id.to_owned()).collect(),
                exemplars: view::examples(self, &card.exemplars)?,
                terms: card.terms,
            })
        });
        children.collect()
    }
}

/// A person said or did something against the answer. What only may come to mean something, and what became of it
/// later, is no complaint.
fn is_complaint(table: &SignalTable, view: &SignalView) -> bool {
    let signal = &view.signal;
    let said = signal.comment.is_some() || signal.correction.is_some();
    let about = table.get(&view.canonical);
    let by_a_person = about.is_some_and(|known| {
        let of_people = [Class::Explicit, Class::Implicit, Class::Correction];
        known.reads != Reads::Learn && of_people.contains(&known.class)
    });
    let against = view.weight > 0.0 && by_a_person;
    signal.origin == Origin::Reported && (against || said && view.weight >= 0.0)
}

fn complaint(cluster: &str, tid: &str, user: &str, view: &SignalView) -> Value {
    json!({
        "cluster": cluster, "trace_id": tid, "user_id": user, "session_id": view.signal.session_id,
        "signal": view.canonical, "at": view.signal.at, "comment": view.signal.comment,
        "reason": view.signal.reason, "correction": view.signal.correction,
    })
}
