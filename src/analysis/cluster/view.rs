//! Clusters as people see them: recorded groups after merges, moves and splits, each with its description.

use super::item::{Cluster, Constraints, Group, Item};
use super::label::label;
use super::lanes::{add_all, dot};
use super::matrix::{Matrix, normalised};
use super::watch::{Cancelled, Watch};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A text shorter than this is a poor example.
const TELLING: usize = 20;
/// Of the typical members a few are told, so that whoever shows them can choose; the first stand for the cluster.
const EXEMPLARS: usize = 9;
const FIRST: usize = 3;
const EDGES: usize = 2;

/// A cluster's id, the one it is part of, and its members as indices of the items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    pub id: String,
    pub parent: Option<String>,
    pub members: Vec<usize>,
}

/// Who is in which cluster, by what the last run recorded and what people decided since: clusters largest first, their
/// parts right after them. Clusters without any of the items are left out.
pub fn memberships(items: &[Item], groups: &[Group], constraints: &Constraints) -> Vec<Membership> {
    let origins: BTreeMap<&str, &str> = groups
        .iter()
        .filter_map(|g| Some((g.id.as_str(), g.origin.as_deref()?)))
        .collect();
    let origin = |id: &str| origins.get(id).copied();
    let place = Placement::of(groups);
    let fixed = constraints.fixed();
    let mut wholes: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut parts: BTreeMap<&str, (BTreeMap<&str, usize>, Vec<usize>)> = BTreeMap::new();
    for (i, item) in items.iter().enumerate() {
        let (mut group, mut part) = place.of_trace(item.id);
        if let Some(&wanted) = fixed.get(item.id) {
            (group, part) = match place.parents.get(wanted) {
                Some(whole) => (Some(*whole), Some(wanted)),
                None => (Some(wanted), None),
            };
        }
        // A part that people merged into another cluster takes its members along.
        let merged = part.filter(|p| constraints.aliases.contains_key(*p));
        let Some(group) = merged.or(group) else {
            continue;
        };
        let whole = constraints.stand_in(group, origin);
        wholes.entry(whole).or_default().push(i);
        if let Some(part) = part.filter(|_| merged.is_none()) {
            let entry = parts.entry(part).or_default();
            *entry.0.entry(whole).or_default() += 1;
            entry.1.push(i);
        }
    }
    in_order(wholes, parts)
}

fn in_order(
    wholes: BTreeMap<&str, Vec<usize>>,
    parts: BTreeMap<&str, (BTreeMap<&str, usize>, Vec<usize>)>,
) -> Vec<Membership> {
    let mut below: BTreeMap<&str, Vec<Membership>> = BTreeMap::new();
    for (part, (held_by, members)) in parts {
        let most = held_by
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)));
        if let Some((whole, _)) = most {
            below.entry(whole).or_default().push(Membership {
                id: part.to_owned(),
                parent: Some((*whole).to_owned()),
                members,
            });
        }
    }
    let largest_first = |a: &Membership, b: &Membership| {
        b.members
            .len()
            .cmp(&a.members.len())
            .then_with(|| a.id.cmp(&b.id))
    };
    let mut tops: Vec<Membership> = wholes
        .into_iter()
        .map(|(id, members)| Membership {
            id: id.to_owned(),
            parent: None,
            members,
        })
        .collect();
    tops.order_by(largest_first);
    let mut all = Vec::with_capacity(tops.len());
    for top in tops {
        let mut under = below.remove(top.id.as_str()).unwrap_or_default();
        under.order_by(largest_first);
        all.push(top);
        all.append(&mut under);
    }
    all
}

/// Where the last run put each trace.
struct Placement<'a> {
    whole: HashMap<&'a str, &'a str>,
    part: HashMap<&'a str, &'a str>,
    parents: HashMap<&'a str, &'a str>,
}

impl<'a> Placement<'a> {
    fn of(groups: &'a [Group]) -> Self {
        let mut place = Self {
            whole: HashMap::new(),
            part: HashMap::new(),
            parents: HashMap::new(),
        };
        for group in groups {
            let id = group.id.as_str();
            let traces = group.members.iter().map(|m| (m.as_str(), id));
            match &group.parent {
                Some(parent) => {
                    place.parents.insert(id, parent);
                    place.part.extend(traces);
                }
                None => place.whole.extend(traces),
            }
        }
        place
    }

    fn of_trace(&self, trace: &str) -> (Option<&'a str>, Option<&'a str>) {
        (
            self.whole.get(trace).copied(),
            self.part.get(trace).copied(),
        )
    }
}

/// Terms, exemplars and edges of clusters. Parts are told from the other parts of their whole. `fresh` and `alarm`
/// are left false.
pub fn describe(
    items: &[Item],
    vectors: &Matrix,
    clusters: &[Membership],
    watch: &Watch,
) -> Result<Vec<Cluster>, Cancelled> {
    let texts: Vec<&str> = items.iter().map(|i| i.text).collect();
    let mut described: Vec<Cluster> = watch.blocks(clusters.len(), 1, |range| {
        typical(&texts, vectors, &clusters[range.start])
    })?;
    let families: BTreeSet<Option<&str>> = clusters.iter().map(|c| c.parent.as_deref()).collect();
    for family in families {
        let mine: Vec<usize> = (0..clusters.len())
            .filter(|c| clusters[*c].parent.as_deref() == family)
            .collect();
        let members: Vec<Vec<usize>> = mine.iter().map(|&c| clusters[c].members.clone()).collect();
        for (&c, label) in mine.iter().zip(label(&texts, &members, watch)?) {
            described[c].terms = label.terms;
            described[c].coverage = label.coverage;
            described[c].exclusivity = label.exclusivity;
            described[c].weak = label.weak;
        }
    }
    Ok(described)
}

/// The members nearest the centre, none saying what another said, and those farthest from it.
fn typical(texts: &[&str], vectors: &Matrix, cluster: &Membership) -> Cluster {
    let ranked = rank(vectors, &cluster.members);
    let told = |&&(m, _): &&(usize, f32)| texts[m].chars().nth(TELLING - 1).is_some();
    let mut seen = BTreeSet::new();
    let mut exemplars: Vec<usize> = ranked
        .iter()
        .filter(told)
        .map(|r| r.0)
        .filter(|&m| seen.insert(texts[m]))
        .take(EXEMPLARS)
        .collect();
    if exemplars.is_empty() {
        exemplars.extend(ranked.first().map(|r| r.0));
    }
    let last = ranked.iter().rev().map(|r| r.0);
    let edges = last
        .filter(|m| !exemplars.iter().take(FIRST).any(|e| e == m))
        .take(EDGES)
        .collect();
    let sum: f64 = ranked.iter().map(|r| f64::from(r.1)).sum();
    Cluster {
        id: cluster.id.clone(),
        members: cluster.members.clone(),
        parent: cluster.parent.clone(),
        exemplars,
        edges,
        cohesion: sum / ranked.len().max(1) as f64,
        ..Cluster::default()
    }
}

/// Members with their cosine to the centroid, the nearest first.
fn rank(vectors: &Matrix, members: &[usize]) -> Vec<(usize, f32)> {
    let mut sum = vec![0.0f64; vectors.cols()];
    let rows = members.iter().map(|&m| (1.0, vectors.row(m)));
    add_all(&mut sum, rows);
    let centre = normalised(&sum);
    let cosine = |&m: &usize| (m, dot(vectors.row(m), &centre));
    let mut ranked: Vec<(usize, f32)> = members.iter().map(cosine).collect();
    ranked.order_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    ranked
}

/// The members nearest the centroid, for the event of a merge or a split to hold on to.
pub fn anchors(vectors: &Matrix, members: &[usize], count: usize) -> Vec<usize> {
    rank(vectors, members)
        .into_iter()
        .map(|r| r.0)
        .take(count)
        .collect()
}
