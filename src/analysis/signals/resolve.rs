//! One signal as evidence: which weights it calls for, and how much of each.

use super::value::{self, Reading};
use super::{Entry, Reads, SignalDef, SignalTable, fold};
use crate::model::{
    signal::{Class, Signal},
    time::Time,
};
use crate::text::distance::edit_distance_ratio;
use serde::{Deserialize, Serialize};

/// What scoring needs of one signal, given its trace's output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resolved {
    /// Canonical, or the given name where it is not known.
    pub name: String,
    pub class: Class,
    pub family: String,
    /// Weight key → share; λ is the sum of share · λ(key). Empty when the value says nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shares: Vec<(String, f64)>,
    /// λ by the default weights.
    #[serde(default)]
    pub default: f64,
    /// A reason or a comment was given.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reasoned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Time>,
    /// Normalised edit distance in [0,1], where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub d: Option<f64>,
    /// More evidence in the same record: a correction or a final text that came with a vote.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Resolved>,
}

/// Reads a signal as evidence. `output` is the output of its trace, where there is one.
pub fn resolve(table: &SignalTable, signal: &Signal, output: Option<&str>) -> Resolved {
    let reading = Read {
        table,
        signal,
        output,
        value: value::read(signal.value.as_ref()),
    };
    let (mut main, reads) = reading.main();
    main.reasoned = given(signal.reason.as_ref()) || given(signal.comment.as_ref());
    main.user.clone_from(&signal.user_id);
    main.at = signal.at;
    if !matches!(reads, Reads::Edit | Reads::Correction) {
        main.also.extend(reading.in_passing());
    }
    main
}

/// A signal found in the trace itself, by its canonical name.
pub fn derived(table: &SignalTable, name: &str) -> Resolved {
    let signal = Signal {
        name: name.to_owned(),
        ..Signal::default()
    };
    resolve(table, &signal, None)
}

fn given(text: Option<&String>) -> bool {
    text.is_some_and(|t| !t.trim().is_empty())
}

struct Read<'a> {
    table: &'a SignalTable,
    signal: &'a Signal,
    output: Option<&'a str>,
    value: Reading,
}

impl Read<'_> {
    fn main(&self) -> (Resolved, Reads) {
        let name = self.signal.name.trim();
        match self.table.lookup(name) {
            Some((def, entry)) if self.is_users_own(def) => {
                (self.users_word(def, entry), Reads::Vote)
            }
            Some((def, entry)) => match self.other_class(def) {
                Some(other) => (self.own(other, Some((def, entry))), Reads::Choice),
                None => (self.known(def, entry), def.reads),
            },
            None => match self.signal.class.and_then(|class| self.judged(class)) {
                Some(def) => (self.own(def, None), Reads::Choice),
                None => (self.unknown(name), Reads::Learn),
            },
        }
    }

    /// The class's own reading, where an evaluator or an expert said it under a name of another class.
    fn other_class(&self, def: &SignalDef) -> Option<&SignalDef> {
        let class = self.signal.class.filter(|class| *class != def.class)?;
        matches!(def.reads, Reads::Choice | Reads::Vote).then(|| self.judged(class))?
    }

    /// "good" and "bad" are an expert's words unless they are told to be a user's.
    fn is_users_own(&self, def: &SignalDef) -> bool {
        def.class == Class::Expert && self.signal.class == Some(Class::Explicit)
    }

    fn users_word(&self, def: &SignalDef, entry: &Entry) -> Resolved {
        let (Some(vote), shares) = (
            self.table.get("vote"),
            self.choice(def, entry.option.as_deref(), false),
        ) else {
            return self.unknown(self.signal.name.trim());
        };
        let is = |option: &Option<String>| {
            option
                .as_ref()
                .is_some_and(|o| shares.iter().any(|(k, _)| *k == def.key(o)))
        };
        let value = match (is(&def.yes), is(&def.no)) {
            (true, _) => Reading::Bool(true),
            (_, true) => Reading::Bool(false),
            _ => self.value.clone(),
        };
        Read { value, ..*self }.vote(vote)
    }

    fn judged(&self, class: Class) -> Option<&SignalDef> {
        matches!(class, Class::Eval | Class::Expert).then(|| self.table.of_class(class))?
    }

    /// A name that keeps its own name but reads as `def` does.
    fn own(&self, def: &SignalDef, named: Option<(&SignalDef, &Entry)>) -> Resolved {
        let mut resolved = Self::blank(def);
        let option = named.and_then(|(other, entry)| translate(other, entry, def));
        resolved.shares = self.choice(
            def,
            option.as_deref(),
            named.is_some_and(|(_, e)| e.inverted),
        );
        resolved.name = match named {
            Some(_) if option.is_some() => def.name.clone(),
            _ => self.signal.name.trim().to_owned(),
        };
        if resolved.shares.is_empty() {
            return self.unknown(self.signal.name.trim());
        }
        self.weigh(resolved)
    }

    fn known(&self, def: &SignalDef, entry: &Entry) -> Resolved {
        let mut resolved = Self::blank(def);
        match def.reads {
            Reads::Plain | Reads::Bonus => return self.plain(def),
            Reads::Learn => resolved.shares = vec![(def.name.clone(), self.share())],
            Reads::Vote => return self.vote(def),
            Reads::Rating => return self.rating(def),
            Reads::Choice => {
                resolved.shares = self.choice(def, entry.option.as_deref(), entry.inverted);
                if entry.own_name {
                    self.signal.name.trim().clone_into(&mut resolved.name);
                }
            }
            Reads::Edit => match self.text() {
                Some(text) if given(self.signal.correction.as_ref()) => {
                    return self.correction(Some(text));
                }
                text => {
                    resolved.d = self.edit_distance(text);
                    resolved.shares = resolved
                        .d
                        .map(|d| edit_shares(&def.name, d))
                        .unwrap_or_default();
                }
            },
            Reads::Correction => return self.correction(self.text()),
        }
        self.weigh(resolved)
    }

    fn unknown(&self, name: &str) -> Resolved {
        let key = self.unknown_key(name);
        Resolved {
            name: name.to_owned(),
            class: self.signal.class.unwrap_or(Class::Implicit),
            family: key.clone(),
            shares: vec![(key, self.share())],
            default: 0.0,
            reasoned: false,
            user: None,
            at: None,
            d: None,
            also: Vec::new(),
        }
    }

    /// A key of its own: no known key and no family of the table may be taken by an unknown name.
    fn unknown_key(&self, name: &str) -> String {
        let key = name.to_lowercase().replace(
            |c: char| c.is_whitespace() || matches!(c, '-' | ':' | '.'),
            "_",
        );
        let taken = self
            .table
            .defs
            .iter()
            .any(|d| d.name == key || d.family == key);
        if taken { format!("other_{key}") } else { key }
    }

    fn blank(def: &SignalDef) -> Resolved {
        Resolved {
            name: def.name.clone(),
            class: def.class,
            family: def.family.clone(),
            shares: Vec::new(),
            default: 0.0,
            reasoned: false,
            user: None,
            at: None,
            d: None,
            also: Vec::new(),
        }
    }

    fn weigh(&self, mut resolved: Resolved) -> Resolved {
        let weigh = |(key, share): &(String, f64)| share * self.table.default_of(key);
        resolved.default = resolved.shares.iter().map(weigh).sum();
        resolved
    }

    /// How much of a learn-only signal there is: a fraction is a share, anything else counts as being there.
    fn share(&self) -> f64 {
        match &self.value {
            Reading::Number(n) if (0.0..=1.0).contains(n) => *n,
            value if value::denies(value) => 0.0,
            _ => 1.0,
        }
    }

    fn plain(&self, def: &SignalDef) -> Resolved {
        let opposite = match (def.name.as_str(), &self.value) {
            ("thumbs_up", Reading::Number(n)) if *n < 0.0 => self.table.get("thumbs_down"),
            _ => None,
        };
        let def = opposite.unwrap_or(def);
        let mut resolved = Self::blank(def);
        if !value::denies(&self.value) {
            resolved.shares = vec![(def.name.clone(), 1.0)];
        }
        self.weigh(resolved)
    }

    fn vote(&self, def: &SignalDef) -> Resolved {
        let option = match &self.value {
            Reading::Number(1.0) | Reading::Bool(true) => def.yes.as_deref(),
            Reading::Number(0.0 | -1.0) | Reading::Bool(false) => def.no.as_deref(),
            Reading::Word(word) => def.option_of_word(word),
            _ => None,
        };
        let side = match option {
            Some("up") => self.table.get("thumbs_up"),
            Some("down") => self.table.get("thumbs_down"),
            _ => None,
        };
        if let Some(side) = side {
            let mut resolved = Self::blank(side);
            resolved.shares = vec![(side.name.clone(), 1.0)];
            return self.weigh(resolved);
        }
        match (self.table.get("rating"), self.stars(None)) {
            (Some(rating), Some(stars)) => self.starred(rating, stars),
            _ => Self::blank(def),
        }
    }

    fn rating(&self, def: &SignalDef) -> Resolved {
        let name = fold(self.signal.name.trim());
        let by_name = def
            .scales
            .iter()
            .find(|(n, _)| fold(n) == name)
            .map(|(_, scale)| *scale);
        let vote = self.table.get("vote");
        match (&self.value, vote, self.stars(by_name)) {
            (Reading::Bool(_), Some(vote), _) | (_, Some(vote), None)
                if self.value != Reading::Nothing =>
            {
                let voted = self.vote_only(vote);
                voted.unwrap_or_else(|| Self::blank(def))
            }
            (_, _, Some(stars)) => self.starred(def, stars),
            _ => Self::blank(def),
        }
    }

    /// The value as up or down, without a detour over stars.
    fn vote_only(&self, vote: &SignalDef) -> Option<Resolved> {
        let is_vote = match &self.value {
            Reading::Bool(_) => true,
            Reading::Number(n) => matches!(n, -1.0),
            Reading::Word(word) => vote.option_of_word(word).is_some(),
            Reading::Nothing => false,
        };
        is_vote.then(|| self.vote(vote))
    }

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

    fn starred(&self, def: &SignalDef, stars: f64) -> Resolved {
        let below = stars.floor().clamp(1.0, 5.0);
        let above = stars - below;
        let mut resolved = Self::blank(def);
        let levels = [(below, 1.0 - above), (below + 1.0, above)];
        resolved.shares = levels
            .iter()
            .filter(|(_, share)| *share > 0.0)
            .map(|(level, share)| (def.key(&format!("{level:.0}")), *share))
            .collect();
        self.weigh(resolved)
    }

    /// The option that name or value say, as shares.
    fn choice(&self, def: &SignalDef, named: Option<&str>, inverted: bool) -> Vec<(String, f64)> {
        let whole = |option: Option<&str>| match option {
            Some(option) => vec![(def.key(option), 1.0)],
            None => Vec::new(),
        };
        if let Some(option) = named {
            return match value::denies(&self.value) {
                true if def.yes.as_deref() == Some(option) => whole(def.no.as_deref()),
                true if def.no.as_deref() == Some(option) => whole(def.yes.as_deref()),
                true => Vec::new(),
                false => whole(Some(option)),
            };
        }
        let number = match &self.value {
            Reading::Word(word) => match def.option_of_word(word) {
                Some(option) => return whole(Some(option)),
                None => return self.valueless(def),
            },
            Reading::Nothing => return self.valueless(def),
            Reading::Bool(b) => f64::from(u8::from(*b)),
            Reading::Number(n) => *n,
        };
        let number = match value::given_scale(self.signal) {
            Some(scale) => value::fraction(number, scale),
            None => number,
        };
        match number {
            -1.0 => whole(def.no.as_deref()),
            n if (0.0..=1.0).contains(&n) => graded(def, if inverted { 1.0 - n } else { n }),
            _ => Vec::new(),
        }
    }

    /// Some signals carry what others have as value in their reason, or need none.
    fn valueless(&self, def: &SignalDef) -> Vec<(String, f64)> {
        let reason = self.signal.reason.as_deref().map(fold);
        match (
            reason.as_deref().and_then(|r| def.option_of_word(r)),
            def.weight,
        ) {
            (Some(option), _) => vec![(def.key(option), 1.0)],
            (None, Some(_)) => vec![(def.name.clone(), 1.0)],
            (None, None) => Vec::new(),
        }
    }

    /// The text the user wrote or ended up with.
    fn text(&self) -> Option<&str> {
        let signal = self.signal;
        let text = [&signal.correction, &signal.final_text]
            .into_iter()
            .flatten()
            .find(|t| !t.trim().is_empty());
        text.map(String::as_str)
    }

    fn edit_distance(&self, text: Option<&str>) -> Option<f64> {
        match self.value {
            Reading::Number(n) if (0.0..=1.0).contains(&n) => Some(n),
            _ => Some(edit_distance_ratio(self.output?.trim(), text?.trim())),
        }
    }

    fn correction(&self, text: Option<&str>) -> Resolved {
        let Some(def) = self
            .table
            .defs
            .iter()
            .find(|d| d.reads == Reads::Correction)
        else {
            return self.unknown("correction");
        };
        let mut resolved = Self::blank(def);
        resolved.d = match (self.output, text) {
            (Some(output), Some(text)) => Some(edit_distance_ratio(output.trim(), text.trim())),
            _ => None,
        };
        let by_edit = resolved
            .d
            .map(|d| edit_shares("edit", d))
            .unwrap_or_default();
        let weight = |shares: &[(String, f64)]| {
            shares
                .iter()
                .map(|(k, s)| s * self.table.default_of(k))
                .sum::<f64>()
        };
        resolved.shares = if weight(&by_edit) > self.table.default_of(&def.name) {
            by_edit
        } else if resolved.d == Some(0.0) {
            // Handing the output back unchanged corrects nothing.
            Vec::new()
        } else {
            vec![(def.name.clone(), 1.0)]
        };
        self.weigh(resolved)
    }

    /// Evidence that came along with a signal about something else.
    fn in_passing(&self) -> Option<Resolved> {
        let text = self.text()?;
        if given(self.signal.correction.as_ref()) {
            return Some(self.correction(Some(text)));
        }
        let def = self.table.defs.iter().find(|d| d.reads == Reads::Edit)?;
        let mut resolved = Self::blank(def);
        let d = edit_distance_ratio(self.output?.trim(), text.trim());
        resolved.d = Some(d);
        resolved.shares = edit_shares(&def.name, d);
        Some(self.weigh(resolved))
    }
}

/// What an option of one reading is in another, where both know yes and no.
fn translate(from: &SignalDef, entry: &Entry, to: &SignalDef) -> Option<String> {
    let option = entry.option.as_ref()?;
    if from.yes.as_ref() == Some(option) {
        return to.yes.clone();
    }
    if from.no.as_ref() == Some(option) {
        to.no.clone()
    } else {
        None
    }
}

fn graded(def: &SignalDef, n: f64) -> Vec<(String, f64)> {
    let (Some(yes), Some(no)) = (def.yes.as_deref(), def.no.as_deref()) else {
        return match (n > 0.0, def.weight) {
            (true, Some(_)) => vec![(def.name.clone(), 1.0)],
            _ => Vec::new(),
        };
    };
    match def.between.as_deref() {
        _ if n >= 1.0 => vec![(def.key(yes), 1.0)],
        _ if n <= 0.0 => vec![(def.key(no), 1.0)],
        Some("linear") => vec![(def.key(no), 1.0 - n), (def.key(yes), n)],
        Some(option) => vec![(def.key(option), 1.0)],
        None => Vec::new(),
    }
}

/// Linear between an output used as it is and one rewritten from end to end.
fn edit_shares(name: &str, d: f64) -> Vec<(String, f64)> {
    let ends = [(format!("{name}:0"), 1.0 - d), (format!("{name}:1"), d)];
    ends.into_iter().filter(|(_, share)| *share > 0.0).collect()
}
