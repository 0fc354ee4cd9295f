//! Groups while a run works on them: who sits where, and each group's centre.

use super::fold::Folded;
use super::hold::Merged;
use super::item::{Constraints, Group, Item};
use super::lanes::{add_all, dot};
use super::matrix::{Matrix, normalised};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The part of a group's members that lies below its quantile.
const LOW: f64 = 0.05;
/// A group takes a new text that is as near as this distance among word vectors, however alike its members are.
const NEAR: f32 = 0.2;

/// A group of the run.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) id: String,
    pub(super) origin: Option<String>,
    /// Centre and quantile of the run before, in case no member is left to compute them from.
    pub(super) before: Option<(Vec<f32>, f32)>,
    pub(super) alarm: bool,
}

/// The groups, and who is in which.
pub(super) struct Seats<'a> {
    pub(super) folded: &'a Folded<'a>,
    pub(super) drafts: Vec<Draft>,
    /// The group of each point.
    pub(super) labels: Vec<Option<usize>>,
    /// The group in which people want an item.
    pub(super) fixed: Vec<Option<usize>>,
    /// The group of the run before that an item stays in, because people merged it.
    pub(super) held: Vec<Option<usize>>,
    /// A group asks no more of a new text than this cosine.
    pub(super) strictest: f32,
}

impl<'a> Seats<'a> {
    /// With the groups of the run before, and those that only people's decisions name. `scale` is [`super::cold::How::scale`].
    pub(super) fn new(
        items: &[Item],
        folded: &'a Folded<'a>,
        before: &[Group],
        constraints: &Constraints,
        scale: f32,
    ) -> Self {
        let mut seats = Self {
            strictest: strictest(scale),
            folded,
            drafts: before
                .iter()
                .filter(|g| g.parent.is_none())
                .map(draft)
                .collect(),
            labels: vec![None; folded.rows.rows()],
            fixed: vec![None; items.len()],
            held: Merged::of(constraints, before).homes(items, before),
        };
        seats.fix(items, before, constraints);
        seats
    }

    /// Puts points back where one of their items is held.
    pub(super) fn hold(&mut self) {
        for (held, point) in self.held.iter().zip(&self.folded.point).rev() {
            if let (Some(held), Some(point)) = (held, point) {
                self.labels[*point] = Some(*held);
            }
        }
    }

    /// Tells whether an item of the point is held.
    pub(super) fn holds(&self, point: usize) -> bool {
        let items = &self.folded.items[point];
        items.iter().any(|&i| self.held[i].is_some())
    }

    /// The group an item is recorded in: that of its point, unless it is held.
    pub(super) fn found(&self, item: usize) -> Option<usize> {
        self.held[item].or_else(|| self.labels[self.folded.point[item]?])
    }

    fn fix(&mut self, items: &[Item], before: &[Group], constraints: &Constraints) {
        let parents: BTreeMap<&str, &str> = before
            .iter()
            .filter_map(|g| Some((g.id.as_str(), g.parent.as_deref()?)))
            .collect();
        let mut at: BTreeMap<String, usize> = self
            .drafts
            .iter()
            .enumerate()
            .map(|(i, d)| (d.id.clone(), i))
            .collect();
        let fixed = constraints.fixed();
        for (i, item) in items.iter().enumerate() {
            let Some(&wanted) = fixed.get(item.id) else {
                continue;
            };
            let cluster = parents.get(wanted).copied().unwrap_or(wanted);
            let draft = *at.entry(cluster.to_owned()).or_insert_with(|| {
                self.drafts.push(Draft {
                    id: cluster.to_owned(),
                    origin: constraints.made.get(cluster).and_then(|m| m.from.clone()),
                    ..Draft::default()
                });
                self.drafts.len() - 1
            });
            self.fixed[i] = Some(draft);
        }
    }

    /// The group of an item.
    pub(super) fn seat(&self, item: usize) -> Option<usize> {
        self.fixed[item].or_else(|| self.found(item))
    }

    /// The items of each group.
    pub(super) fn members(&self) -> Vec<Vec<usize>> {
        let mut all = vec![Vec::new(); self.drafts.len()];
        for item in 0..self.fixed.len() {
            if let Some(draft) = self.seat(item) {
                all[draft].push(item);
            }
        }
        all
    }

    /// The centre of each group; all zero for one that nothing is known of.
    pub(super) fn centres(&self) -> Vec<Centre> {
        let members = self.members();
        let drafts = self.drafts.par_iter().zip(&members);
        drafts
            .map(|(draft, members)| self.centre(draft, members))
            .collect()
    }

    fn centre(&self, draft: &Draft, members: &[usize]) -> Centre {
        let points: Vec<usize> = members
            .iter()
            .filter_map(|&i| self.folded.point[i])
            .collect();
        let cols = self.folded.rows.cols();
        match &draft.before {
            _ if !points.is_empty() => Centre::of(&self.folded.rows, &points, self.strictest),
            Some((direction, quantile)) if direction.len() == cols => Centre {
                direction: direction.clone(),
                quantile: *quantile,
            },
            _ => Centre {
                direction: vec![0.0; cols],
                quantile: self.strictest,
            },
        }
    }
}

fn draft(group: &Group) -> Draft {
    Draft {
        id: group.id.clone(),
        origin: group.origin.clone(),
        before: Some((group.centroid.clone(), group.quantile)),
        alarm: false,
    }
}

/// Where a group lies and how near one must be to join.
#[derive(Debug, Clone)]
pub(super) struct Centre {
    pub(super) direction: Vec<f32>,
    pub(super) quantile: f32,
}

impl Centre {
    /// Of some points, each as often as it is named.
    pub(super) fn of(rows: &Matrix, points: &[usize], strictest: f32) -> Self {
        let mut sum = vec![0.0f64; rows.cols()];
        let all = points.iter().map(|&p| (1.0, rows.row(p)));
        add_all(&mut sum, all);
        let direction = normalised(&sum);
        let length = sum.iter().map(|v| v * v).sum::<f64>().sqrt();
        let mut cosines: Vec<f32> = points
            .iter()
            .filter_map(|&p| without_itself(f64::from(dot(rows.row(p), &direction)), length))
            .collect();
        Self {
            direction,
            quantile: quantile(&mut cosines, LOW)
                .unwrap_or(strictest)
                .min(strictest),
        }
    }
}

fn strictest(scale: f32) -> f32 {
    1.0 - NEAR * scale
}

/// The cosine of a point to the centroid of the others, from its cosine to the whole sum and the sum's length. A
/// group's members are nearer to a centroid they are part of than a new text of the same kind can be.
fn without_itself(cosine: f64, length: f64) -> Option<f32> {
    let others = (length * length - 2.0 * length * cosine + 1.0)
        .max(0.0)
        .sqrt();
    (others > 1e-6).then(|| ((cosine * length - 1.0) / others) as f32)
}

/// The value below which a share of the values lies, between neighbours in proportion.
pub(super) fn quantile(values: &mut [f32], share: f64) -> Option<f32> {
    values.sort_unstable_by(f32::total_cmp);
    let last = values.len().checked_sub(1)?;
    let at = share * last as f64;
    let (low, high) = (values[at.floor() as usize], values[at.ceil() as usize]);
    Some(low + (high - low) * at.fract() as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_neighbours() {
        assert_eq!(quantile(&mut [3.0, 1.0, 2.0], 0.25), Some(1.5));
        assert_eq!(quantile(&mut [], 0.5), None);
    }

    #[test]
    fn members_are_held_against_the_others() {
        let rows = Matrix::of(2, 2, vec![1.0, 0.0, 0.6, 0.8]);
        let centre = Centre::of(&rows, &[0, 1], strictest(1.0));
        assert!((centre.quantile - 0.6).abs() < 1e-5, "{}", centre.quantile);
        let same = |scale| Centre::of(&rows, &[0, 0, 0], strictest(scale)).quantile;
        assert!((same(1.0) - 0.8).abs() < 1e-6);
        assert!(
            (same(0.25) - 0.95).abs() < 1e-6,
            "compressed cosines ask for more"
        );
    }
}
