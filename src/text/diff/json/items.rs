//! Which items of two arrays stand for each other.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use imara_diff::{InternedInput, Token};
use serde_json::Value;

use super::super::align::align;

/// Pairs of items weighed against each other between two equal ones; more are paired by their place.
const MAX_WEIGHED: usize = 1_024;

/// Indices of items that stand for each other, or of one that has no partner: equal items first, as many as keep
/// their order, then between them those that share most. All of them, in order on both sides.
pub(super) fn pair(a: &[Value], b: &[Value]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut input: InternedInput<u64> = InternedInput::default();
    input.update_before(a.iter().map(digest));
    input.update_after(b.iter().map(digest));
    let tokens: (&[Token], &[Token]) = (&input.before, &input.after);
    let changed = align(tokens.0, tokens.1, input.interner.num_tokens());
    let mut out = Vec::with_capacity(a.len().max(b.len()));
    let (mut at_a, mut at_b) = (0, 0);
    let end = (a.len()..a.len(), b.len()..b.len());
    for (ra, rb) in changed.into_iter().chain([end]) {
        let equal = (at_a..ra.start).zip(at_b..rb.start);
        out.extend(equal.map(|(i, j)| (Some(i), Some(j))));
        (at_a, at_b) = (ra.end, rb.end);
        pair_changed(a, b, ra, rb, &mut out);
    }
    out
}

/// A number for what a value says, whatever the order of its keys.
fn digest(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    feed(value, &mut hasher);
    hasher.finish()
}

fn feed(value: &Value, hasher: &mut DefaultHasher) {
    match value {
        Value::Null => 0_u8.hash(hasher),
        Value::Bool(is) => (1_u8, is).hash(hasher),
        Value::Number(number) => (2_u8, number.to_string()).hash(hasher),
        Value::String(text) => (3_u8, text).hash(hasher),
        Value::Array(items) => {
            (4_u8, items.len()).hash(hasher);
            for item in items {
                feed(item, hasher);
            }
        }
        Value::Object(fields) => {
            let one = |(key, value): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                key.hash(&mut hasher);
                feed(value, &mut hasher);
                hasher.finish()
            };
            // A sum does not know the order of what it adds.
            let sum = fields.iter().map(one).fold(0, u64::wrapping_add);
            (5_u8, fields.len(), sum).hash(hasher);
        }
    }
}

fn pair_changed(
    a: &[Value],
    b: &[Value],
    ra: Range<usize>,
    rb: Range<usize>,
    out: &mut Vec<(Option<usize>, Option<usize>)>,
) {
    let pairs = if ra.len() * rb.len() > MAX_WEIGHED {
        (0..ra.len()).zip(0..rb.len()).collect()
    } else {
        weigh(&a[ra.clone()], &b[rb.clone()])
    };
    let (mut at_a, mut at_b) = (ra.start, rb.start);
    for (i, j) in pairs {
        let (i, j) = (ra.start + i, rb.start + j);
        out.extend((at_a..i).map(|i| (Some(i), None)));
        out.extend((at_b..j).map(|j| (None, Some(j))));
        out.push((Some(i), Some(j)));
        (at_a, at_b) = (i + 1, j + 1);
    }
    out.extend((at_a..ra.end).map(|i| (Some(i), None)));
    out.extend((at_b..rb.end).map(|j| (None, Some(j))));
}

/// The pairs, rising on both sides, that share most together.
fn weigh(a: &[Value], b: &[Value]) -> Vec<(usize, usize)> {
    let width = b.len() + 1;
    let weights: Vec<u32> = a
        .iter()
        .flat_map(|x| b.iter().map(|y| shared(x, y)))
        .collect();
    // best[i][j]: the most that the items from i and from j on share.
    let mut best = vec![0; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            let both = weights[i * b.len() + j] + best[(i + 1) * width + j + 1];
            let one = best[(i + 1) * width + j].max(best[i * width + j + 1]);
            best[i * width + j] = both.max(one);
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut out = Vec::new();
    while i < a.len() && j < b.len() {
        let here = best[i * width + j];
        if here == weights[i * b.len() + j] + best[(i + 1) * width + j + 1] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if here == best[(i + 1) * width + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// How much two values share, from 1 (nothing) to 101 (all their fields or items).
fn shared(a: &Value, b: &Value) -> u32 {
    let share = |same: usize, all: usize| {
        let percent = 100 * same / all.max(1);
        1 + u32::try_from(percent).unwrap_or(0)
    };
    match (a, b) {
        (Value::Object(a), Value::Object(b)) => {
            let same = a
                .iter()
                .filter(|(key, value)| b.get(*key) == Some(value))
                .count();
            share(same, a.len().max(b.len()))
        }
        (Value::Array(a), Value::Array(b)) => {
            let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
            share(same, a.len().max(b.len()))
        }
        _ => share(0, 1),
    }
}
