//! The spans of a trace as a tree, whatever their parents say: unknown parents and cycles are roots.

use crate::model::trace::Span;
use foldhash::{HashMap, HashMapExt as _, HashSet, HashSetExt as _};

/// Spans by parent, all in the order of start, then id.
pub(super) struct Tree<'a> {
    pub(super) roots: Vec<&'a Span>,
    children: HashMap<&'a str, Vec<&'a Span>>,
}

impl<'a> Tree<'a> {
    /// `spans` in the order of start, then id. Each span is in the tree exactly once.
    pub(super) fn new(spans: &'a [Span]) -> Self {
        let ids: HashSet<&str> = spans.iter().map(|s| s.span_id.as_str()).collect();
        let mut tree = Self {
            roots: Vec::new(),
            children: HashMap::new(),
        };
        let (mut orphans, mut true_roots) = (Vec::new(), Vec::new());
        for span in spans {
            match span.parent_id.as_deref() {
                None | Some("") => true_roots.push(span),
                Some(p) if p == span.span_id || !ids.contains(p) => orphans.push(span),
                Some(p) => tree.children.entry(p).or_default().push(span),
            }
        }
        tree.roots = true_roots;
        tree.roots.extend(orphans);
        tree.cut_cycles(spans);
        tree
    }

    pub(super) fn children(&self, span: &Span) -> &[&'a Span] {
        self.children
            .get(span.span_id.as_str())
            .map_or(&[], Vec::as_slice)
    }

    /// Spans no root leads to lie on or behind a cycle; the earliest of each becomes a root.
    fn cut_cycles(&mut self, spans: &'a [Span]) {
        let mut seen: HashSet<&str> = HashSet::new();
        for i in 0..self.roots.len() {
            self.visit(self.roots[i], &mut seen);
        }
        for span in spans {
            if seen.contains(span.span_id.as_str()) {
                continue;
            }
            let parent = span.parent_id.as_deref().unwrap_or_default();
            if let Some(siblings) = self.children.get_mut(parent) {
                siblings.retain(|s| s.span_id != span.span_id);
            }
            self.roots.push(span);
            self.visit(span, &mut seen);
        }
    }

    fn visit(&self, root: &'a Span, seen: &mut HashSet<&'a str>) {
        let mut stack = vec![root];
        while let Some(span) = stack.pop() {
            if seen.insert(&span.span_id) {
                stack.extend(self.children(span));
            }
        }
    }

    /// Sums what the topmost spans that know it say, so that an agent's total and its steps are not counted twice.
    pub(super) fn total(&self, says: impl Fn(&Span) -> Option<f64>) -> Option<f64> {
        let mut sum = None;
        let mut stack: Vec<&Span> = self.roots.clone();
        while let Some(span) = stack.pop() {
            match says(span) {
                Some(n) => sum = Some(sum.unwrap_or(0.0) + n),
                None => stack.extend(self.children(span)),
            }
        }
        sum
    }
}
