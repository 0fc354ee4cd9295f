//! Replaces findings by placeholders that stay the same for the same value.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use regex::Regex;

use super::{Finding, Kind, find};

/// Redacts the texts of one trace: within one `Redactor` the same value gets the same placeholder, whatever its
/// spelling (case, spaces, hyphens).
#[derive(Debug, Clone, Default)]
pub struct Redactor {
    custom: Vec<(String, Regex)>,
    seen: HashMap<(Kind, String), usize>,
    values: HashMap<Kind, usize>,
    counts: BTreeMap<String, u64>,
}

impl Redactor {
    /// Starts a trace; `custom` are the team's own expressions with their names.
    pub fn new(custom: impl AsRef<[(String, Regex)]>) -> Self {
        Self {
            custom: custom.as_ref().to_vec(),
            ..Self::default()
        }
    }

    /// Returns `s` with everything [`find`] finds replaced by placeholders; borrowed when nothing is found.
    pub fn redact<'a>(&mut self, s: &'a str) -> Cow<'a, str> {
        let found = find(s, &self.custom);
        if found.is_empty() {
            return Cow::Borrowed(s);
        }
        let mut out = String::with_capacity(s.len());
        let mut at = 0;
        for Finding { kind, range } in found {
            out.push_str(&s[at..range.start]);
            at = range.end;
            out.push_str(&self.placeholder(kind, &s[range]));
        }
        out.push_str(&s[at..]);
        Cow::Owned(out)
    }

    /// How many findings of each kind were replaced so far, by [`Kind::name`].
    pub fn counts(&self) -> BTreeMap<String, u64> {
        self.counts.clone()
    }

    fn placeholder(&mut self, kind: Kind, value: &str) -> String {
        *self.counts.entry(kind.name().to_owned()).or_default() += 1;
        let key = (kind, canonical(value));
        if let Some(&n) = self.seen.get(&key) {
            return key.0.placeholder(n);
        }
        let n = self.values.entry(key.0.clone()).or_default();
        *n += 1;
        let text = key.0.placeholder(*n);
        self.seen.insert(key, *n);
        text
    }
}

/// One spelling for all spellings of a value. Case matters for keys and tokens, but two that differ only in case
/// do not occur, so one rule serves every kind.
fn canonical(value: &str) -> String {
    value
        .chars()
        .filter(|c| !matches!(c, ' ' | '(' | ')' | '-' | '/'))
        .flat_map(char::to_lowercase)
        .collect()
}
