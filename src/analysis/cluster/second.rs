//! The second level of a run: the parts of large groups, those of the run before and those found anew.

use super::children::{LARGE, complete, distinct_points, parts};
use super::hold::Merged;
use super::identity::{continue_groups, found_id};
use super::item::{Group, Start};
use super::seats::{Centre, Seats};
use super::start::Run;
use super::watch::Cancelled;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem::take;

/// Growth of a group after which its parts are looked for again.
const GROWN: f64 = 1.25;

/// A part of a group.
struct Part<'a> {
    points: Vec<usize>,
    /// Items without a known word that were in it before.
    wordless: Vec<usize>,
    /// The part of the run before that it continues.
    old: Option<&'a Group>,
}

/// The parts of large groups.
pub(super) fn second_level(
    run: &Run,
    seats: &Seats,
    start: Start,
) -> Result<Vec<Group>, Cancelled> {
    let before = start.groups();
    let merged = Merged::of(run.constraints, before);
    let mut old: BTreeMap<&str, Vec<&Group>> = BTreeMap::new();
    for group in before {
        if let Some(parent) = &group.parent {
            old.entry(parent).or_default().push(group);
        }
    }
    let at: HashMap<&str, usize> = run
        .items
        .iter()
        .enumerate()
        .map(|(i, item)| (item.id, i))
        .collect();
    let mut taken: BTreeSet<String> = before
        .iter()
        .map(|g| g.id.clone())
        .chain(seats.drafts.iter().map(|d| d.id.clone()))
        .collect();
    let members = seats.members();
    let find_parts = |at_draft: usize| {
        let (draft, members) = (&seats.drafts[at_draft], &members[at_draft]);
        let known = old.get(draft.id.as_str()).map_or(&[][..], Vec::as_slice);
        let carried = carry(seats, known, members, &at);
        let size = before
            .iter()
            .find(|g| g.id == draft.id)
            .map_or(0, |g| g.members.len());
        let keep = matches!(start, Start::Keep(_)) && (members.len() as f64) < GROWN * size as f64;
        if keep {
            extend(run, seats, carried, members, &merged)
        } else {
            find(run, seats, carried, members, &merged)
        }
    };
    let found = run
        .watch
        .blocks(members.len(), 1, |range| find_parts(range.start))?;
    let mut all = Vec::new();
    for (draft, parts) in seats.drafts.iter().zip(found) {
        for part in parts? {
            all.push(record(run, seats, &part, &draft.id, &mut taken));
        }
    }
    Ok(all)
}

fn record(
    run: &Run,
    seats: &Seats,
    part: &Part,
    whole: &str,
    taken: &mut BTreeSet<String>,
) -> Group {
    let folded = seats.folded;
    let items = part.points.iter().flat_map(|&p| &folded.items[p]);
    let items = items.chain(&part.wordless);
    let mut ids: Vec<&str> = items.map(|&i| run.items[i].id).collect();
    ids.sort_unstable();
    let id = part
        .old
        .map_or_else(|| found_id(&ids, taken), |old| old.id.clone());
    taken.insert(id.clone());
    let centre = Centre::of(&folded.rows, &part.points, seats.strictest);
    Group {
        id,
        members: ids.iter().map(|&i| i.to_owned()).collect(),
        centroid: centre.direction,
        quantile: centre.quantile,
        parent: Some(whole.to_owned()),
        origin: None,
    }
}

/// The points of each old part that are still in the group.
fn carry<'a>(
    seats: &Seats,
    known: &[&'a Group],
    members: &[usize],
    at: &HashMap<&str, usize>,
) -> Vec<Part<'a>> {
    let mut taken = BTreeSet::new();
    let part = |group: &&'a Group| {
        let items = group.members.iter().filter_map(|m| at.get(m.as_str()));
        let inside = items.filter(|i| members.binary_search(i).is_ok());
        let (mut points, mut wordless) = (Vec::new(), Vec::new());
        for &item in inside {
            match seats.folded.point[item] {
                Some(point) if taken.insert(point) => points.push(point),
                Some(_) => {}
                None => wordless.push(item),
            }
        }
        points.sort_unstable();
        Part {
            points,
            wordless,
            old: Some(*group),
        }
    };
    known.iter().map(part).collect()
}

/// Old parts with the group's new points, each in the nearest. Of a group that became small only what people merged is
/// kept.
fn extend<'a>(
    run: &Run,
    seats: &Seats,
    mut carried: Vec<Part<'a>>,
    members: &[usize],
    merged: &Merged<'a>,
) -> Result<Vec<Part<'a>>, Cancelled> {
    if carried.is_empty() || members.len() < LARGE / 2 {
        return Ok(split_off(carried, merged).0);
    }
    let mut points: Vec<_> = carried.iter_mut().map(|p| take(&mut p.points)).collect();
    let all = distinct_points(seats.folded, members);
    complete(seats.folded.points(), &mut points, &all, run.watch)?;
    for (part, points) in carried.iter_mut().zip(points) {
        part.points = points;
    }
    Ok(carried)
}

/// Parts found anew, beside those that people merged.
fn find<'a>(
    run: &Run,
    seats: &Seats,
    carried: Vec<Part<'a>>,
    members: &[usize],
    merged: &Merged<'a>,
) -> Result<Vec<Part<'a>>, Cancelled> {
    let (mut held, free) = split_off(carried, merged);
    let kept: BTreeSet<usize> = held.iter().flat_map(|p| p.points.iter().copied()).collect();
    let rest: Vec<usize> = members
        .iter()
        .copied()
        .filter(|&i| seats.folded.point[i].is_none_or(|p| !kept.contains(&p)))
        .collect();
    let found = parts(seats.folded, &rest, run.how.seed, run.watch)?;
    let carried: Vec<Vec<usize>> = free.iter().map(|p| p.points.clone()).collect();
    let continued = continue_groups(&found, &carried);
    held.extend(found.into_iter().zip(continued).map(|(points, c)| Part {
        points,
        wordless: Vec::new(),
        old: c.and_then(|c| free[c].old),
    }));
    Ok(held)
}

/// The parts that people merged into another cluster or another into, and the others.
fn split_off<'a>(carried: Vec<Part<'a>>, merged: &Merged<'a>) -> (Vec<Part<'a>>, Vec<Part<'a>>) {
    let is_merged = |part: &Part<'a>| part.old.is_some_and(|o| merged.family(&o.id).is_some());
    carried.into_iter().partition(is_merged)
}
