//! Puts every point into a group: from nothing, or from the groups of the run before.

use super::cold::{self, Found, How, groups};
use super::fold::Subset;
use super::identity::{continue_groups, found_id};
use super::item::{Constraints, Group, Item};
use super::kmeans;
use super::lanes::dot;
use super::matrix::Matrix;
use super::seats::{Centre, Draft, Seats, quantile};
use super::upgma::Tree;
use super::watch::{Cancelled, Watch};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Texts left over form a group when they join below this share of the usual cut (.75 of .92).
const CLOSE: f32 = 0.75 / 0.92;
const USUAL_CUT: f32 = 0.92;
/// … and are so many, of so many people where these are known.
const NEW_GROUP: usize = 5;
const NEW_AUTHORS: usize = 3;
/// Texts left over that are compared with each other at most.
const MAX_LEFT: usize = 2_000;
/// A text below its group's quantile and this cosine belongs to no group.
const FAR: f32 = 0.25;
const LOW: f64 = 0.05;
const ROUNDS: usize = 15;
/// In vectors learnt anew, a member moves to another group that is nearer by this much: people know where it was.
const CLEARLY: f32 = 0.05;

/// What a run needs to know.
pub(super) struct Run<'a> {
    pub(super) items: &'a [Item<'a>],
    pub(super) how: How,
    pub(super) constraints: &'a Constraints,
    pub(super) watch: &'a Watch<'a>,
}

impl Run<'_> {
    /// Groups all points without memory, then finds which group continues which of `before`.
    pub(super) fn begin(&self, seats: &mut Seats, before: &[Group]) -> Result<Found, Cancelled> {
        let folded = seats.folded;
        let mut found = cold::find(folded.points(), self.how, self.watch)?;
        self.watch.check()?;
        let labels = self.without_far(&found, &folded.rows);
        self.watch.check()?;
        self.adopt(seats, &labels, before);
        self.watch.check()?;
        share_with_splits(seats);
        seats.hold();
        found.labels.clear();
        Ok(found)
    }

    /// The label of each point that lies near enough.
    fn without_far(&self, found: &Found, rows: &Matrix) -> Vec<Option<usize>> {
        if found.centroids.rows() == 0 {
            return vec![None; rows.rows()];
        }
        let far = self.how.cut.map_or(FAR, |cut| 1.0 - cut);
        let mut labels = vec![None; rows.rows()];
        let members = groups(&found.labels);
        let near: Vec<Vec<usize>> = members
            .par_iter()
            .enumerate()
            .map(|(label, members)| {
                let centroid = found.centroids.row(label);
                let cosines = members.iter().map(|&p| dot(rows.row(p), centroid));
                let cosines: Vec<f32> = cosines.collect();
                let least = quantile(&mut cosines.clone(), LOW).unwrap_or(0.0).min(far);
                let all = members.iter().zip(cosines);
                all.filter(|(_, c)| *c >= least).map(|(&p, _)| p).collect()
            })
            .collect();
        for (label, members) in near.iter().enumerate() {
            for &p in members {
                labels[p] = Some(label);
            }
        }
        labels
    }

    /// Turns labels into groups, under the ids of the old groups they continue.
    fn adopt(&self, seats: &mut Seats, labels: &[Option<usize>], before: &[Group]) {
        let old = self.old_members(seats, before);
        let new = items_of(seats, labels);
        let known: BTreeSet<usize> = old.iter().flatten().copied().collect();
        let comparable: Vec<Vec<usize>> = new
            .iter()
            .map(|g| g.iter().copied().filter(|i| known.contains(i)).collect())
            .collect();
        let continued = continue_groups(&comparable, &old);
        let mut home = Vec::with_capacity(new.len());
        for (label, members) in new.iter().enumerate() {
            let free: Vec<usize> = members
                .iter()
                .copied()
                .filter(|&i| seats.folded.point[i].is_some_and(|p| !seats.holds(p)))
                .collect();
            home.push(match continued[label] {
                Some(draft) => Some(draft),
                None if free.is_empty() => None,
                None => Some(
                    self.merged_home(seats, &comparable[label], &old)
                        .unwrap_or_else(|| self.found(seats, &free)),
                ),
            });
        }
        seats.labels = labels.iter().map(|l| home[(*l)?]).collect();
    }

    /// The items that each draft held before.
    fn old_members(&self, seats: &Seats, before: &[Group]) -> Vec<Vec<usize>> {
        let at = self.positions();
        let mut old = vec![Vec::new(); seats.drafts.len()];
        let whole = before.iter().filter(|g| g.parent.is_none());
        for (members, group) in old.iter_mut().zip(whole) {
            members.extend(group.members.iter().filter_map(|m| at.get(m.as_str())));
            members.sort_unstable();
        }
        old
    }

    fn positions(&self) -> HashMap<&str, usize> {
        self.items
            .iter()
            .enumerate()
            .map(|(i, item)| (item.id, i))
            .collect()
    }

    /// People merged groups because these belong together: what was half or more in one of them stays there when it
    /// is found again as a group of its own.
    fn merged_home(&self, seats: &Seats, members: &[usize], old: &[Vec<usize>]) -> Option<usize> {
        let resolve = |d: usize| self.constraints.resolve(&seats.drafts[d].id);
        let targets: BTreeSet<&str> = self
            .constraints
            .aliases
            .keys()
            .map(|k| self.constraints.resolve(k))
            .collect();
        let mut held: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
        for (draft, all) in old.iter().enumerate() {
            let shared = members
                .iter()
                .filter(|m| all.binary_search(m).is_ok())
                .count();
            if shared > 0 && targets.contains(resolve(draft)) {
                let entry = held.entry(resolve(draft)).or_insert((0, draft));
                entry.0 += shared;
            }
        }
        let best = held
            .into_values()
            .max_by_key(|(n, draft)| (*n, usize::MAX - draft))?;
        (2 * best.0 >= members.len()).then_some(best.1)
    }

    fn found(&self, seats: &mut Seats, members: &[usize]) -> usize {
        let taken = seats.drafts.iter().map(|d| d.id.clone()).collect();
        let ids: Vec<&str> = members.iter().map(|&i| self.items[i].id).collect();
        seats.drafts.push(Draft {
            id: found_id(&ids, &taken),
            ..Draft::default()
        });
        seats.drafts.len() - 1
    }

    /// Members keep their group; with `refit` they may move to a nearer one, unless people merged theirs. New texts
    /// join above the quantile; those left over may form groups.
    pub(super) fn carry_on(
        &self,
        seats: &mut Seats,
        before: &[Group],
        refit: bool,
    ) -> Result<Found, Cancelled> {
        let at = self.positions();
        let whole = before.iter().filter(|g| g.parent.is_none());
        seats.hold();
        for (draft, group) in whole.enumerate() {
            for member in &group.members {
                let item = at.get(member.as_str());
                if let Some(point) = item.and_then(|&i| seats.folded.point[i]) {
                    seats.labels[point].get_or_insert(draft);
                }
            }
        }
        if refit {
            self.move_to_nearer(seats)?;
        }
        self.watch.check()?;
        self.admit(seats)?;
        self.watch.check()?;
        self.found_new(seats)
    }

    fn move_to_nearer(&self, seats: &mut Seats) -> Result<(), Cancelled> {
        let placed: Vec<usize> = (0..seats.labels.len())
            .filter(|p| seats.labels[*p].is_some() && !seats.holds(*p))
            .collect();
        let subset = Subset::of(seats.folded.points(), placed);
        for _ in 0..ROUNDS {
            let centres = matrix_of(&seats.centres(), seats.folded.rows.cols());
            let (nearest, cosines) = kmeans::nearest(subset.points().rows, &centres, self.watch)?;
            let mut moved = false;
            for ((&point, &label), &cosine) in subset.picked.iter().zip(&nearest).zip(&cosines) {
                let own = seats.labels[point].unwrap_or(label);
                let here = dot(seats.folded.rows.row(point), centres.row(own));
                if own != label && cosine > here + CLEARLY * self.how.scale() {
                    seats.labels[point] = Some(label);
                    moved = true;
                }
            }
            if !moved {
                break;
            }
        }
        Ok(())
    }

    /// New texts join the nearest group above its quantile.
    fn admit(&self, seats: &mut Seats) -> Result<(), Cancelled> {
        let open = left_over(seats);
        let centres = seats.centres();
        if centres.is_empty() {
            return Ok(());
        }
        let rows = seats.folded.rows.pick(&open);
        let cols = rows.cols();
        let (nearest, cosines) = kmeans::nearest(&rows, &matrix_of(&centres, cols), self.watch)?;
        for ((&point, &label), &cosine) in open.iter().zip(&nearest).zip(&cosines) {
            if cosine >= centres[label].quantile {
                seats.labels[point] = Some(label);
            }
        }
        Ok(())
    }

    /// Groups what is left over: with care while most is known, as from nothing when most is not.
    fn found_new(&self, seats: &mut Seats) -> Result<Found, Cancelled> {
        let folded = seats.folded;
        let left = left_over(seats);
        let texts = |points: &[usize]| points.iter().map(|&p| folded.items[p].len()).sum::<usize>();
        let all: usize = folded.items.iter().map(Vec::len).sum();
        let subset = Subset::of(folded.points(), left);
        if 2 * texts(&subset.picked) > all {
            return self.found_from_nothing(seats, &subset);
        }
        let picked = subset.picked.iter().copied().take(MAX_LEFT).collect();
        let compared = Subset::of(folded.points(), picked);
        let points = compared.points();
        let height = self.how.cut.unwrap_or(USUAL_CUT) * CLOSE;
        let tree = Tree::grow(points.rows, points.weights, self.watch)?;
        for group in groups(&tree.cut(height)) {
            let members: Vec<usize> = group.iter().map(|&i| compared.picked[i]).collect();
            let mut items: Vec<usize> = members
                .iter()
                .flat_map(|&p| folded.items[p].iter().copied())
                .collect();
            items.sort_unstable();
            if items.len() >= NEW_GROUP && self.of_several(&items) {
                let draft = self.found(seats, &items);
                seats.drafts[draft].alarm = true;
                for &p in &members {
                    seats.labels[p] = Some(draft);
                }
            }
        }
        Ok(Found::default())
    }

    fn found_from_nothing(&self, seats: &mut Seats, subset: &Subset) -> Result<Found, Cancelled> {
        let found = cold::find(subset.points(), self.how, self.watch)?;
        let labels = self.without_far(&found, subset.points().rows);
        let mut all = vec![None; seats.labels.len()];
        for (&point, label) in subset.picked.iter().zip(&labels) {
            all[point] = *label;
        }
        for (label, items) in items_of(seats, &all).iter().enumerate() {
            if !items.is_empty() {
                let draft = self.found(seats, items);
                let members = (0..all.len()).filter(|p| all[*p] == Some(label));
                for p in members {
                    seats.labels[p] = Some(draft);
                }
            }
        }
        Ok(found)
    }

    /// One person who complains five times is no new failure; unknown people may be many.
    fn of_several(&self, items: &[usize]) -> bool {
        let authors: BTreeSet<&str> = items.iter().filter_map(|&i| self.items[i].author).collect();
        let unknown = items
            .iter()
            .filter(|&&i| self.items[i].author.is_none())
            .count();
        authors.len() + unknown >= NEW_AUTHORS
    }
}

/// Texts of a group from which people split others go to the nearest of these parts.
fn share_with_splits(seats: &mut Seats) {
    let mut family: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (part, draft) in seats.drafts.iter().enumerate() {
        let from = draft.origin.as_deref();
        let whole = from.and_then(|f| seats.drafts.iter().position(|d| d.id == f));
        if let Some(whole) = whole {
            family
                .entry(whole)
                .or_insert_with(|| vec![whole])
                .push(part);
        }
    }
    if family.is_empty() {
        return;
    }
    let centres = seats.centres();
    for point in 0..seats.labels.len() {
        if let Some(parts) = seats.labels[point].and_then(|l| family.get(&l)) {
            let row = seats.folded.rows.row(point);
            let near = parts.iter().map(|&d| (d, dot(row, &centres[d].direction)));
            seats.labels[point] = near
                .reduce(|a, b| if b.1 > a.1 { b } else { a })
                .map(|n| n.0);
        }
    }
}

/// Points in no group of which some item is free to join one.
fn left_over(seats: &Seats) -> Vec<usize> {
    let free = |p: &usize| {
        seats.folded.items[*p]
            .iter()
            .any(|&i| seats.fixed[i].is_none())
    };
    (0..seats.labels.len())
        .filter(|p| seats.labels[*p].is_none())
        .filter(free)
        .collect()
}

/// The items of each label that people did not put elsewhere, ascending.
fn items_of(seats: &Seats, labels: &[Option<usize>]) -> Vec<Vec<usize>> {
    let count = labels.iter().flatten().max().map_or(0, |m| m + 1);
    let mut all = vec![Vec::new(); count];
    for (item, point) in seats.folded.point.iter().enumerate() {
        if let Some(label) = point.and_then(|p| labels[p]) {
            all[label].push(item);
        }
    }
    all
}

fn matrix_of(centres: &[Centre], cols: usize) -> Matrix {
    let data: Vec<f32> = centres
        .iter()
        .flat_map(|c| c.direction.iter().copied())
        .collect();
    Matrix::of(centres.len(), cols, data)
}
