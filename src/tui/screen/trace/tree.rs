//! Spans as a tree, flattened for drawing: cycles and missing parents included.

use crate::model::{
    content::Content,
    time::Time,
    trace::{Span, Status},
};
use crate::order::Order;
use std::collections::HashMap;

/// Spans shown of one trace; the rest is counted.
pub(super) const SHOWN: usize = 10_000;

/// A span in drawing order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    /// Index into the trace's spans.
    pub(super) span: usize,
    pub(super) depth: usize,
    /// Its parent is named but not there, or its parents run in a circle.
    pub(super) orphan: bool,
}

/// Flattens the spans, parents before children, siblings by start and id.
pub(super) fn flatten(spans: &[Span]) -> Vec<Node> {
    let by_id: HashMap<&str, usize> = spans
        .iter()
        .enumerate()
        .rev()
        .map(|(i, s)| (s.span_id.as_str(), i))
        .collect();
    let parent = |i: usize| spans[i].parent_id.as_deref().filter(|p| !p.is_empty());
    let mut children: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut roots = Vec::new();
    for i in 0..spans.len() {
        match parent(i).map(|p| by_id.get(p)) {
            Some(Some(&p)) if p != i => children.entry(p).or_default().push(i),
            _ => roots.push(i),
        }
    }
    let order = |list: &mut Vec<usize>| {
        list.order_by_key(|&i| (spans[i].started_at, spans[i].span_id.as_str(), i));
    };
    order(&mut roots);
    children.values_mut().for_each(order);
    let mut out = Vec::with_capacity(spans.len());
    let mut seen = vec![false; spans.len()];
    for root in roots {
        walk(root, parent(root).is_some(), &children, &mut seen, &mut out);
    }
    let mut circled: Vec<usize> = (0..spans.len()).filter(|&i| !seen[i]).collect();
    order(&mut circled);
    for i in circled {
        walk(i, true, &children, &mut seen, &mut out);
    }
    out
}

fn walk(
    root: usize,
    orphan: bool,
    children: &HashMap<usize, Vec<usize>>,
    seen: &mut [bool],
    out: &mut Vec<Node>,
) {
    let mut stack = vec![(root, 0)];
    while let Some((span, depth)) = stack.pop() {
        if std::mem::replace(&mut seen[span], true) {
            continue;
        }
        out.push(Node {
            span,
            depth,
            orphan: orphan && depth == 0,
        });
        let below = children.get(&span).into_iter().flatten().rev();
        stack.extend(below.map(|&child| (child, depth + 1)));
    }
}

/// Earliest start and latest end of all spans; none without times.
pub(super) fn extent(spans: &[Span]) -> Option<(Time, Time)> {
    let first = spans.iter().filter_map(|s| s.started_at).min()?;
    let last = spans
        .iter()
        .filter_map(|s| s.ended_at.or(s.started_at))
        .max()?;
    Some((first, last.max(first)))
}

/// Why a span stands out: it failed, it gave nothing, or it has no spans of its own and took half of the time.
/// `nodes` are the spans in drawing order, `extent` is that of all of them.
pub(super) fn problem(
    spans: &[Span],
    nodes: &[Node],
    at: usize,
    extent: Option<(Time, Time)>,
) -> Option<&'static str> {
    let node = nodes.get(at)?;
    let span = &spans[node.span];
    if span.status == Some(Status::Error) {
        return Some("it failed");
    }
    if span.output.as_ref().is_some_and(Content::is_empty) {
        return Some("it gave nothing");
    }
    let leaf = nodes
        .get(at + 1)
        .is_none_or(|next| next.depth <= node.depth);
    let (first, last) = extent?;
    let whole = i128::from(last.0) - i128::from(first.0);
    let slow = nodes.len() > 1 && leaf && i128::from(span.duration()?) * 2 >= whole && whole > 0;
    slow.then_some("it took half of the time or more")
}

/// Start and length in cells of a span's bar; at least one cell, always inside `cells`.
pub(super) fn bar(span: &Span, extent: (Time, Time), cells: usize) -> Option<(usize, usize)> {
    let start = span.started_at?;
    let end = span.ended_at.unwrap_or(start).max(start);
    let whole = (i128::from(extent.1.0) - i128::from(extent.0.0)).max(1);
    let cell = |t: Time| {
        let at = (i128::from(t.0) - i128::from(extent.0.0)).clamp(0, whole);
        usize::try_from(at * cells as i128 / whole).unwrap_or(0)
    };
    let from = cell(start).min(cells.checked_sub(1)?);
    Some((from, cell(end).saturating_sub(from).clamp(1, cells - from)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(id: &str, parent: Option<&str>, start: i64) -> Span {
        Span {
            span_id: id.into(),
            parent_id: parent.map(Into::into),
            started_at: Some(Time(start)),
            ..Span::default()
        }
    }

    #[test]
    fn children_follow_their_parents_by_start() {
        let spans = [
            span("c", Some("a"), 3),
            span("b", Some("a"), 2),
            span("a", None, 1),
            span("x", Some("gone"), 0),
        ];
        let nodes: Vec<(usize, usize, bool)> = flatten(&spans)
            .iter()
            .map(|n| (n.span, n.depth, n.orphan))
            .collect();
        assert_eq!(
            nodes,
            [(3, 0, true), (2, 0, false), (1, 1, false), (0, 1, false)]
        );
    }

    #[test]
    fn problems_are_failures_empty_outputs_and_slow_leaves() {
        let timed = |id: &str, parent: Option<&str>, start: i64, end: i64| {
            let mut span = span(id, parent, start);
            span.ended_at = Some(Time(end));
            span
        };
        let mut failed = timed("b", Some("a"), 1, 2);
        failed.status = Some(Status::Error);
        let mut empty = timed("c", Some("a"), 2, 3);
        empty.output = Some(Content::text(""));
        let slow = timed("d", Some("a"), 4, 10);
        let spans = [timed("a", None, 0, 10), failed, empty, slow];
        let nodes = flatten(&spans);
        let extent = extent(&spans);
        let why: Vec<Option<&str>> = (0..5)
            .map(|at| problem(&spans, &nodes, at, extent))
            .collect();
        assert_eq!(
            why,
            [
                None,
                Some("it failed"),
                Some("it gave nothing"),
                Some("it took half of the time or more"),
                None
            ]
        );
    }

    proptest! {
        #[test]
        fn every_span_is_drawn_once_whatever_the_parents(parents in proptest::collection::vec(0usize..12, 0..12)) {
            let spans: Vec<Span> =
                parents.iter().enumerate().map(|(i, p)| span(&i.to_string(), Some(&p.to_string()), i as i64)).collect();
            let mut drawn: Vec<usize> = flatten(&spans).iter().map(|n| n.span).collect();
            drawn.sort_unstable();
            prop_assert_eq!(drawn, (0..spans.len()).collect::<Vec<_>>());
        }

        #[test]
        fn bars_stay_inside(start in any::<i64>(), end in any::<i64>(), cells in 0usize..300) {
            let mut s = span("a", None, start);
            s.ended_at = Some(Time(end));
            let extent = extent(std::slice::from_ref(&s)).expect("it has times");
            if let Some((from, length)) = bar(&s, extent, cells) {
                prop_assert!(length >= 1 && from + length <= cells);
            }
        }
    }
}
