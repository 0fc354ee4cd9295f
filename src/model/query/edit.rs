//! Changes a filter term by term, as the chips of a screen do.

use super::{Field, Filter, Flag, Moment, Predicate, Term};
use crate::model::time::Time;

impl Filter {
    /// A filter of these terms; source and spans are those of its printed form.
    pub fn from_terms(terms: impl IntoIterator<Item = (bool, Predicate)>) -> Self {
        let mut filter = Self::default();
        for (negated, predicate) in terms {
            filter.push(negated, predicate);
        }
        filter
    }

    /// The terms for a stretch of time whose end is left out, e.g. `since:2026-11-09 until:2026-11-15` for a week.
    pub fn between(from: Time, to: Time) -> String {
        let since = Predicate::Since(Moment::At(from));
        let until = Predicate::Until(Moment::At(to.plus(-1)));
        Self::from_terms([(false, since), (false, until)]).source
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Both filters at once; a term that both have is kept once.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        let mut both = Self::from_terms(self.pairs());
        for (negated, predicate) in other.pairs() {
            if !both.contains(negated, &predicate) {
                both.push(negated, predicate);
            }
        }
        both
    }

    pub fn contains(&self, negated: bool, predicate: &Predicate) -> bool {
        self.terms
            .iter()
            .any(|t| t.negated == negated && t.predicate == *predicate)
    }

    /// Puts the term in the place of the first of the same kind (key and negation), drops others of that kind, or
    /// adds it at the end.
    pub fn set_term(&mut self, negated: bool, predicate: Predicate) {
        let slot = predicate.slot();
        let same = |t: &Term| t.negated == negated && t.predicate.slot() == slot;
        let place = self.terms.iter().position(same);
        let mut pairs: Vec<_> = self
            .terms
            .iter()
            .filter(|t| !same(t))
            .map(|t| (t.negated, t.predicate.clone()))
            .collect();
        pairs.insert(place.unwrap_or(pairs.len()), (negated, predicate));
        *self = Self::from_terms(pairs);
    }

    /// Removes the term at an index; one beyond the end changes nothing.
    pub fn remove_term(&mut self, index: usize) {
        let kept = self
            .pairs()
            .enumerate()
            .filter(|(n, _)| *n != index)
            .map(|(_, pair)| pair)
            .collect::<Vec<_>>();
        *self = Self::from_terms(kept);
    }

    /// Removes the term if it stands there exactly so, else adds it. True when it stands afterwards.
    pub fn toggle_term(&mut self, negated: bool, predicate: Predicate) -> bool {
        let place = self
            .terms
            .iter()
            .position(|t| t.negated == negated && t.predicate == predicate);
        if let Some(index) = place {
            self.remove_term(index);
        } else {
            let added = std::iter::once((negated, predicate));
            *self = Self::from_terms(self.pairs().chain(added).collect::<Vec<_>>());
        }
        place.is_none()
    }

    /// True when the filter asks for what may be closed already, so that a list shows all that match and not only
    /// what is still open: `is:reviewed`, `is:golden`, `is:disputed`, `by:` or `cluster:`, not negated.
    pub fn lists_everything(&self) -> bool {
        self.terms.iter().any(|term| {
            !term.negated
                && match &term.predicate {
                    Predicate::Field(field, _) => matches!(field, Field::By | Field::Cluster),
                    Predicate::Flags(flags) => flags
                        .iter()
                        .any(|f| matches!(f, Flag::Reviewed | Flag::Golden | Flag::Disputed)),
                    _ => false,
                }
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (bool, Predicate)> {
        self.terms.iter().map(|t| (t.negated, t.predicate.clone()))
    }

    fn push(&mut self, negated: bool, predicate: Predicate) {
        let mut term = Term {
            negated,
            predicate,
            span: (0, 0),
        };
        if !self.source.is_empty() {
            self.source.push(' ');
        }
        let start = self.source.len();
        self.source.push_str(&term.to_string());
        term.span = (start, self.source.len());
        self.terms.push(term);
    }
}

impl Predicate {
    /// What stands for one another when a screen sets a term: the key, and for numbers the direction; each flag and
    /// each searched text is of its own kind.
    fn slot(&self) -> String {
        match self {
            Self::Field(field, _) => field.key().to_owned(),
            Self::Number(number, comparison, _) => {
                format!("{}{}", number.key(), &comparison.sign()[..1])
            }
            Self::Since(_) => "since".to_owned(),
            Self::Until(_) => "until".to_owned(),
            other => other.to_string(),
        }
    }
}
