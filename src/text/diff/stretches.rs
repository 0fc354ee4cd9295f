//! The stretches of two texts that differ, by word.

use std::ops::Range;

use imara_diff::InternedInput;
use unicode_segmentation::GraphemeCursor;

use super::Stretch;
use super::align::align;
use super::tokens::{Class, MAX_WORD_BYTES, Tokens, class_of};

/// Pairs of byte ranges that differ, in order; what lies between two pairs is equal. One range of a pair may be empty.
pub(in crate::text) fn changed_stretches(a: &str, b: &str) -> Vec<Stretch> {
    if a == b {
        return Vec::new();
    }
    let coarse = a.len() + b.len() > MAX_WORD_BYTES;
    let (ta, tb) = (Tokens::cut(a, coarse), Tokens::cut(b, coarse));
    let mut input = InternedInput::default();
    input.reserve(ta.len() as u32, tb.len() as u32);
    input.update_before(ta.words());
    input.update_after(tb.words());
    let changed = align(&input.before, &input.after, input.interner.num_tokens());
    let mut out = Stretches {
        a,
        b,
        list: Vec::new(),
    };
    let (mut at_a, mut at_b) = (0, 0);
    for (ra, rb) in changed {
        out.push_spaces(&ta, &tb, at_a..ra.start, at_b);
        (at_a, at_b) = (ra.end, rb.end);
        out.push(narrow(a, b, ta.bytes(ra), tb.bytes(rb)));
    }
    out.push_spaces(&ta, &tb, at_a..ta.len(), at_b);
    out.list
}

struct Stretches<'a> {
    a: &'a str,
    b: &'a str,
    list: Vec<Stretch>,
}

impl Stretches<'_> {
    /// Appends the white space that differs behind equal words: `equal` tokens of `a`, those of `b` from `at_b` on.
    fn push_spaces(&mut self, ta: &Tokens<'_>, tb: &Tokens<'_>, equal: Range<usize>, at_b: usize) {
        for (i, j) in equal.zip(at_b..) {
            let (sa, sb) = (ta.space(i), tb.space(j));
            if self.a[sa.clone()] != self.b[sb.clone()] {
                self.push((sa, sb));
            }
        }
    }

    /// Appends a stretch, joined with the one before where only white space and punctuation lie between two
    /// replacements: those would match by chance and cut the change into shreds.
    fn push(&mut self, (ra, rb): Stretch) {
        if ra.is_empty() && rb.is_empty() {
            return;
        }
        if let Some((la, lb)) = self.list.last_mut() {
            let between = &self.a[la.end..ra.start];
            let replaced = |x: &Range<usize>, y: &Range<usize>| {
                has_word(&self.a[x.clone()]) && has_word(&self.b[y.clone()])
            };
            if between.is_empty() || (!has_word(between) && replaced(la, lb) && replaced(&ra, &rb))
            {
                la.end = ra.end;
                lb.end = rb.end;
                return;
            }
        }
        self.list.push((ra, rb));
    }
}

fn has_word(s: &str) -> bool {
    s.chars().any(char::is_alphanumeric)
}

/// Takes a common beginning and end off a changed pair, such as the space behind its last word.
fn narrow(a: &str, b: &str, mut ra: Range<usize>, mut rb: Range<usize>) -> Stretch {
    let same = |(x, y): &(u8, u8)| x == y;
    let (left, right) = (a[ra.clone()].bytes(), b[rb.clone()].bytes());
    let mut n = left.zip(right).take_while(same).count();
    while n > 0 && !(parts_at(a, ra.start + n) && parts_at(b, rb.start + n)) {
        n -= 1;
    }
    ra.start += n;
    rb.start += n;
    let (left, right) = (a[ra.clone()].bytes(), b[rb.clone()].bytes());
    let mut n = left.rev().zip(right.rev()).take_while(same).count();
    while n > 0 && !(parts_at(a, ra.end - n) && parts_at(b, rb.end - n)) {
        n -= 1;
    }
    ra.end -= n;
    rb.end -= n;
    (ra, rb)
}

/// Tells whether a changed stretch may begin or end at byte `at`: not inside a word, not inside a grapheme.
fn parts_at(s: &str, at: usize) -> bool {
    if !s.is_char_boundary(at) {
        return false;
    }
    let before = s[..at].chars().next_back().map(class_of);
    let after = s[at..].chars().next().map(class_of);
    let inside_word = before == Some(Class::Word) && after == Some(Class::Word);
    !inside_word
        && GraphemeCursor::new(at, s.len(), true)
            .is_boundary(s, 0)
            .unwrap_or(false)
}
