//! Votes and ratings: up or down, or a point on a scale.

use super::{Read, Reading, Resolved, Shares, SignalDef, fold, value};

impl Read<'_> {
    /// Up or down, or a rating sent under the name of a vote.
    pub(super) fn vote(&self, def: &SignalDef) -> Resolved {
        if let (Some(rating), Some(stars)) = (self.table.get("rating"), self.stars_on_given_scale())
        {
            return self.starred(rating, stars);
        }
        if let Some(voted) = self.up_or_down(def) {
            return voted;
        }
        match (self.table.get("rating"), self.stars(None)) {
            (Some(rating), Some(stars)) => self.starred(rating, stars),
            _ => self.evidence(def, Shares::new()),
        }
    }

    /// Stars, or a vote sent under the name of a rating.
    pub(super) fn rating(&self, def: &SignalDef) -> Resolved {
        let by_name = def.scales.get(&fold(self.name()));
        if let Some(stars) = self.stars(by_name.copied()) {
            return self.starred(def, stars);
        }
        let voted = self
            .table
            .get("vote")
            .and_then(|vote| self.up_or_down(vote));
        voted.unwrap_or_else(|| self.evidence(def, Shares::new()))
    }

    fn up_or_down(&self, vote: &SignalDef) -> Option<Resolved> {
        let option = match &self.value {
            Reading::Number(1.0) | Reading::Bool(true) => vote.yes.as_deref(),
            Reading::Number(0.0 | -1.0) | Reading::Bool(false) => vote.no.as_deref(),
            Reading::Word(word) => vote.option_of_word(word),
            _ => None,
        };
        let side = match option? {
            "up" => self.table.get("thumbs_up"),
            _ => self.table.get("thumbs_down"),
        }?;
        Some(self.evidence(side, vec![(side.name.clone(), 1.0)]))
    }

    /// Stars where the signal itself says that it is on a scale with more than two ends.
    fn stars_on_given_scale(&self) -> Option<f64> {
        value::given_scale(self.signal).filter(|[_, hi]| *hi > 1.0)?;
        self.stars(None)
    }

    /// The value as stars, from 1 to 5.
    fn stars(&self, by_name: Option<[f64; 2]>) -> Option<f64> {
        let scale = value::given_scale(self.signal).or(by_name);
        match &self.value {
            Reading::Number(n) => value::stars(*n, scale),
            Reading::Word(_) => self
                .signal
                .value
                .as_ref()?
                .as_str()
                .and_then(value::stars_of_text),
            _ => None,
        }
    }

    /// Shares of the two levels a rating lies between.
    fn starred(&self, def: &SignalDef, stars: f64) -> Resolved {
        let below = stars.floor().clamp(1.0, 5.0);
        let above = stars - below;
        let levels = [(below, 1.0 - above), (below + 1.0, above)];
        let there = levels.iter().filter(|(_, share)| *share > 0.0);
        let shares = there.map(|(level, share)| (def.key(&format!("{level:.0}")), *share));
        self.evidence(def, shares.collect())
    }
}
