//! What a cluster's texts say more often than others': class-based TF-IDF over words and pairs (Grootendorst,
//! "BERTopic", 2022), shown as people wrote them.

use super::tokens::{HashTable, Reader, pair};
use super::unit::PLACEHOLDERS;
use super::watch::{Cancelled, Stage, Watch};
use crate::{order::Order, text::words::is_cjk};
use std::collections::BTreeMap;

const TERMS: usize = 3;
/// So many times the share of the others' texts must hold a term that tells a group from them.
const CLEARLY: f64 = 1.5;
/// Candidates among which sub-phrases are looked for.
const CANDIDATES: usize = 12;
/// Texts of a cluster that are read, spread evenly over it.
const READ: usize = 500;
/// A pair takes the place of a word of it when it occurs in this share of the word's texts.
const MOSTLY: f64 = 0.5;
/// Terms in fewer of the members, or in so many other texts, do not describe a cluster.
const LEAST_COVERAGE: f64 = 0.5;
const LEAST_EXCLUSIVITY: f64 = 0.3;

/// Words of any complaint, sorted: they say something beside another word only.
const CHATTER: [&str; 37] = [
    "again", "anymore", "arent", "asked", "cant", "come", "didnt", "doesnt", "dont", "going",
    "hasnt", "help", "id", "ill", "isnt", "know", "like", "made", "make", "need", "not", "please",
    "said", "says", "sorry", "tell", "thing", "tried", "try", "trying", "use", "used", "using",
    "want", "wasnt", "wont", "youve",
];

/// The description of one cluster.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Label {
    pub(super) terms: Vec<String>,
    pub(super) coverage: f64,
    pub(super) exclusivity: f64,
    pub(super) weak: bool,
}

/// Terms of each group of texts against the other groups. `members` are indices of `texts`.
pub(super) fn label(
    texts: &[&str],
    members: &[Vec<usize>],
    watch: &Watch,
) -> Result<Vec<Label>, Cancelled> {
    let sampled: Vec<Vec<&str>> = members.iter().map(|m| spread(texts, m)).collect();
    let reader = || Reader::new(false);
    let counted = watch.blocks_with(sampled.len(), 1, reader, |reader, range| {
        count(reader, &sampled[range.start], members[range.start].len())
    })?;
    watch.step(Stage::Naming, 0.5)?;
    let totals = sum(&counted);
    watch.blocks_with(sampled.len(), 1, reader, |reader, range| {
        let group = &counted[range.start];
        let chosen = choose(group, &totals);
        describe(reader, &sampled[range.start], group, &chosen, &totals)
    })
}

fn spread<'a>(texts: &[&'a str], members: &[usize]) -> Vec<&'a str> {
    let step = members.len().div_ceil(READ).max(1);
    members.iter().step_by(step).map(|&m| texts[m]).collect()
}

/// How often terms occur in a group's texts, and in how many of them; ascending hashes.
struct Counted {
    /// Hash → (occurrences, texts, the two words of a pair), scaled to the whole group.
    terms: BTreeMap<u64, Count>,
    words: f64,
    /// Texts of the group.
    size: f64,
}

/// What all groups say.
struct Totals {
    /// Occurrences and texts of each term.
    terms: HashTable<(f64, f64)>,
    /// Words of a group in the mean.
    mean: f64,
    size: f64,
}

#[derive(Clone, Copy, Default)]
struct Count {
    times: f64,
    texts: f64,
    parts: Option<(u64, u64)>,
}

/// A word, or two words that stand side by side, as they are written.
struct Term<'a> {
    hash: u64,
    parts: Option<(u64, u64)>,
    /// The first of two.
    before: Option<&'a str>,
    word: &'a str,
}

impl Term<'_> {
    fn form(&self) -> String {
        match self.before {
            Some(before) => match overlap(before, self.word) {
                Some(rest) => format!("{before}{rest}"),
                None => format!("{before} {}", self.word),
            },
            None => self.word.to_owned(),
        }
    }
}

/// What a pair of CJK characters adds to the one before it, with which it shares a character.
fn overlap<'a>(before: &str, word: &'a str) -> Option<&'a str> {
    let shared = before.chars().next_back().filter(|c| is_cjk(*c))?;
    word.strip_prefix(shared).filter(|rest| !rest.is_empty())
}

/// What a text says that can describe it. Words with a stop word between them are no pair, since nobody says them like
/// that; numbers and the words of any complaint say something beside another word only.
fn for_each_term(reader: &mut Reader, text: &str, mut f: impl FnMut(&Term)) {
    let mut before: Option<(u64, bool)> = None;
    let mut written = String::new();
    reader.read_all(text, |word, surface| {
        let Some(word) = word.filter(|_| !is_mark(surface)) else {
            before = None;
            return;
        };
        let stem = word.stem;
        let speaks = speaks(surface);
        if speaks {
            f(&Term {
                hash: stem,
                parts: None,
                before: None,
                word: surface,
            });
        }
        if let Some((first, telling)) = before
            && (speaks || telling)
        {
            f(&Term {
                hash: pair(first, stem),
                parts: Some((first, stem)),
                before: Some(&written),
                word: surface,
            });
        }
        before = Some((stem, speaks));
        surface.clone_into(&mut written);
    });
}

/// Single letters, cents, placeholders: parts of data, not of what is said.
fn is_mark(surface: &str) -> bool {
    let bytes = surface.as_bytes();
    bytes.len() == 1 && !bytes[0].is_ascii_digit()
        || bytes.len() > 1 && bytes[0] == b'0'
        || PLACEHOLDERS
            .iter()
            .any(|p| p.trim().eq_ignore_ascii_case(surface))
}

/// It describes a cluster without another word beside it.
fn speaks(surface: &str) -> bool {
    let bare: String = surface.chars().filter(|c| *c != '\'').collect();
    !bare.bytes().all(|b| b.is_ascii_digit()) && CHATTER.binary_search(&bare.as_str()).is_err()
}

fn count(reader: &mut Reader, texts: &[&str], size: usize) -> Counted {
    let scale = size as f64 / texts.len().max(1) as f64;
    // With the number of the last text that held the term.
    let mut terms: HashTable<(Count, usize)> = HashTable::default();
    let mut words = 0.0;
    for (text, said) in texts.iter().enumerate() {
        for_each_term(reader, said, |term| {
            words += if term.parts.is_none() { scale } else { 0.0 };
            let (entry, last) = terms
                .entry(term.hash)
                .or_insert_with(|| (Count::default(), usize::MAX));
            entry.times += scale;
            entry.parts = term.parts;
            if *last != text {
                *last = text;
                entry.texts += scale;
            }
        });
    }
    Counted {
        terms: terms
            .into_iter()
            .map(|(hash, (count, _))| (hash, count))
            .collect(),
        words,
        size: size as f64,
    }
}

fn sum(counted: &[Counted]) -> Totals {
    let mut terms: HashTable<(f64, f64)> = HashTable::default();
    for group in counted {
        for (hash, count) in &group.terms {
            let entry = terms.entry(*hash).or_default();
            entry.0 += count.times;
            entry.1 += count.texts;
        }
    }
    let words: f64 = counted.iter().map(|c| c.words).sum();
    Totals {
        terms,
        mean: words / counted.len().max(1) as f64,
        size: counted.iter().map(|c| c.size).sum(),
    }
}

/// Whether clearly more of the group's texts hold a term than of the other groups': parts of one cluster share most of
/// what they say.
fn tells_apart(hash: u64, count: &Count, group: &Counted, totals: &Totals) -> bool {
    let others = totals.size - group.size;
    let elsewhere = totals.terms.get(&hash).map_or(0.0, |t| t.1) - count.texts;
    count.texts * others > CLEARLY * elsewhere * group.size
}

/// The best terms of a group, best first, no term within another; of those that tell it from the others, if there are.
fn choose(group: &Counted, totals: &Totals) -> Vec<u64> {
    let least = if group.terms.values().any(|c| c.texts >= 2.0) {
        2.0
    } else {
        1.0
    };
    let mut scored: Vec<(f64, u64)> = group
        .terms
        .iter()
        .filter(|(_, count)| count.texts >= least)
        .map(|(hash, count)| {
            let everywhere = totals.terms.get(hash).map_or(1.0, |t| t.0);
            (
                count.times / group.words * (1.0 + totals.mean / everywhere).ln(),
                *hash,
            )
        })
        .collect();
    let telling = |hash: &u64| tells_apart(*hash, &group.terms[hash], group, totals);
    if scored.iter().any(|(_, hash)| telling(hash)) {
        scored.retain(|(_, hash)| telling(hash));
    }
    scored.order_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<u64> = Vec::new();
    for (_, hash) in scored.into_iter().take(CANDIDATES) {
        add_term(&mut chosen, hash, group);
    }
    chosen.truncate(TERMS);
    chosen
}

/// Adds a term unless it says nothing beside those chosen; a pair that mostly stands for its word replaces it.
fn add_term(chosen: &mut Vec<u64>, hash: u64, group: &Counted) {
    let parts = |h: u64| group.terms.get(&h).and_then(|c| c.parts);
    let texts = |h: u64| group.terms.get(&h).map_or(0.0, |c| c.texts);
    let Some((a, b)) = parts(hash) else {
        let within = |c: &u64| parts(*c).is_some_and(|(x, y)| x == hash || y == hash);
        if !chosen.iter().any(within) {
            chosen.push(hash);
        }
        return;
    };
    let shares =
        |c: &u64| parts(*c).is_some_and(|(x, y)| [x, y].contains(&a) || [x, y].contains(&b));
    if chosen.iter().any(shares) {
        return;
    }
    match chosen.iter().position(|c| *c == a || *c == b) {
        None => chosen.push(hash),
        Some(word) if texts(hash) >= MOSTLY * texts(chosen[word]) => {
            chosen[word] = hash;
            chosen.retain(|c| *c != a && *c != b);
        }
        Some(_) => {}
    }
}

fn describe(
    reader: &mut Reader,
    texts: &[&str],
    group: &Counted,
    chosen: &[u64],
    totals: &Totals,
) -> Label {
    let mut written: BTreeMap<u64, BTreeMap<String, usize>> = BTreeMap::new();
    let mut covered = 0usize;
    for text in texts {
        covered += usize::from(note_surfaces(reader, text, chosen, &mut written));
    }
    let commonest = |hash: &u64| {
        let forms = written.get(hash)?;
        let best = forms
            .iter()
            .max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0)))?;
        Some(best.0.clone())
    };
    let inside: f64 = chosen
        .iter()
        .filter_map(|h| group.terms.get(h))
        .map(|c| c.texts)
        .sum();
    let everywhere: f64 = chosen
        .iter()
        .filter_map(|h| totals.terms.get(h))
        .map(|t| t.1)
        .sum();
    let coverage = covered as f64 / texts.len().max(1) as f64;
    let exclusivity = if everywhere > 0.0 {
        inside / everywhere
    } else {
        0.0
    };
    Label {
        terms: chosen.iter().filter_map(commonest).collect(),
        coverage,
        exclusivity,
        weak: coverage < LEAST_COVERAGE || exclusivity < LEAST_EXCLUSIVITY,
    }
}

/// Counts how the chosen terms are written in a text; tells whether it holds any.
fn note_surfaces(
    reader: &mut Reader,
    text: &str,
    chosen: &[u64],
    written: &mut BTreeMap<u64, BTreeMap<String, usize>>,
) -> bool {
    let mut any = false;
    for_each_term(reader, text, |term| {
        if chosen.contains(&term.hash) {
            any = true;
            let forms = written.entry(term.hash).or_default();
            *forms.entry(term.form()).or_default() += 1;
        }
    });
    any
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(groups: &[&[&str]]) -> Vec<Vec<String>> {
        let texts = groups.concat();
        let mut next = 0;
        let members: Vec<Vec<usize>> = groups
            .iter()
            .map(|group| {
                next += group.len();
                (next - group.len()..next).collect()
            })
            .collect();
        let labels = label(&texts, &members, &Watch::quiet()).unwrap();
        assert!(labels.iter().all(|l| !l.weak && l.exclusivity > 0.99));
        labels.into_iter().map(|l| l.terms).collect()
    }

    #[test]
    fn what_all_groups_say_alike_is_no_term_of_any() {
        let invoice =
            |what: &str| format!("net amount quantity total net amount quantity total {what}");
        let texts: [Vec<String>; 2] = [
            ["catering lunch", "catering dinner", "catering coffee"]
                .map(invoice)
                .to_vec(),
            ["cable installation", "cable repair", "cable drum"]
                .map(invoice)
                .to_vec(),
        ];
        let texts: Vec<Vec<&str>> = texts
            .iter()
            .map(|group| group.iter().map(String::as_str).collect())
            .collect();
        let terms = terms(&[&texts[0], &texts[1]]);
        assert!(
            terms[0][0].contains("catering") && terms[1][0].contains("cable"),
            "{terms:?}"
        );
        let shared = |t: &String| ["net", "amount", "quantity"].contains(&t.as_str());
        assert!(!terms.concat().iter().any(shared), "{terms:?}");
    }

    #[test]
    fn terms_of_languages_without_spaces_are_written_as_in_the_texts() {
        let groups: [&[&str]; 3] = [
            &["退款需要多少天", "退款需要几天才能到账", "我的退款需要多久"],
            &["取消我的订单", "请取消我的订单吧", "订单取消失败"],
            &[
                "返金はいつですか",
                "返金はまだですか",
                "返金はいつ届きますか",
            ],
        ];
        for (terms, texts) in terms(&groups).iter().zip(groups) {
            assert!(!terms.is_empty());
            for term in terms {
                assert!(texts.iter().any(|text| text.contains(term)), "{terms:?}");
            }
        }
    }

    #[test]
    fn terms_are_whole_words_and_hold_no_other() {
        let found = terms(&[
            &[
                "reactivating card",
                "reactivate card please",
                "how to reactivate card",
            ],
            &["my refund late", "late refunds", "refund late"],
        ]);
        assert_eq!(found, [["reactivate card"], ["refund late"]]);
    }

    #[test]
    fn terms_are_said_like_that_and_are_no_data() {
        let found = terms(&[
            &[
                "refund of the order x 12.00 takes 14 days",
                "refund for an order x 99.00, 14 days",
                "refund, my order x 30.00: 14 days",
            ],
            &["the NUMBER of parcels", "a NUMBER for parcels"],
        ]);
        assert!(found[0].contains(&"14 days".to_owned()), "{found:?}");
        let odd = |t: &String| {
            ["x", "00", "refund order", "number"]
                .iter()
                .any(|o| t.contains(o))
        };
        assert!(!found.iter().flatten().any(odd), "{found:?}");
    }
}
