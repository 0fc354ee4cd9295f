//! The words of the filter language: keys, flags, statuses.

use super::{Field, Flag, Number};

/// What a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Field(Field),
    Number(Number),
    Is,
    Has,
    Since,
    Until,
    Text,
}

/// Every key with what is typed to begin its term; aliases last, so that printing takes the first.
pub(super) const KEYS: [(&str, &str, Key); 27] = [
    ("mode", "mode:", Key::Field(Field::Mode)),
    ("prompt", "prompt:", Key::Field(Field::Prompt)),
    ("model", "model:", Key::Field(Field::Model)),
    ("app", "app:", Key::Field(Field::App)),
    ("route", "route:", Key::Field(Field::Route)),
    ("slice", "slice:", Key::Field(Field::Slice)),
    ("release", "release:", Key::Field(Field::Release)),
    ("segment", "segment:", Key::Field(Field::Segment)),
    ("document", "document:", Key::Field(Field::Document)),
    ("tool", "tool:", Key::Field(Field::Tool)),
    ("signal", "signal:", Key::Field(Field::Signal)),
    ("cluster", "cluster:", Key::Field(Field::Cluster)),
    ("owner", "owner:", Key::Field(Field::Owner)),
    ("status", "status:", Key::Field(Field::ClusterStatus)),
    ("type", "type:", Key::Field(Field::QueryType)),
    ("by", "by:", Key::Field(Field::By)),
    ("user", "user:", Key::Field(Field::User)),
    ("session", "session:", Key::Field(Field::Session)),
    ("tag", "tag:", Key::Field(Field::Tag)),
    ("badness", "badness>", Key::Number(Number::Badness)),
    ("ambiguity", "ambiguity>", Key::Number(Number::Ambiguity)),
    ("is", "is:", Key::Is),
    ("has", "has:", Key::Has),
    ("since", "since:", Key::Since),
    ("until", "until:", Key::Until),
    ("text", "text~", Key::Text),
    ("bad", "bad>", Key::Number(Number::Badness)),
];

/// Flags of `is:`.
pub(super) const IS: [(&str, Flag); 7] = [
    ("negative", Flag::Negative),
    ("ambiguous", Flag::Ambiguous),
    ("reviewed", Flag::Reviewed),
    ("golden", Flag::Golden),
    ("mixed", Flag::Mixed),
    ("disputed", Flag::Disputed),
    ("praised-bad", Flag::PraisedBad),
];

/// Flags of `has:`.
pub(super) const HAS: [(&str, Flag); 2] = [
    ("correction", Flag::HasCorrection),
    ("comment", Flag::HasComment),
];

/// What `status:` may say of a cluster.
pub(super) const STATUSES: [&str; 8] = [
    "new",
    "open",
    "planned",
    "fixing",
    "watching",
    "resolved",
    "regressed",
    "ignored",
];

/// The key of that name, whatever its case.
pub(super) fn find(name: &str) -> Option<Key> {
    KEYS.iter()
        .find(|(known, ..)| known.eq_ignore_ascii_case(name))
        .map(|(.., key)| *key)
}

impl Field {
    /// Its key in a filter, e.g. `mode`.
    pub fn key(self) -> &'static str {
        name_of(Key::Field(self))
    }

    /// What one of its values is, in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::By => "reviewer",
            Self::QueryType => "kind of question",
            other => other.key(),
        }
    }
}

impl Number {
    /// Its key in a filter, e.g. `badness`.
    pub fn key(self) -> &'static str {
        name_of(Key::Number(self))
    }
}

fn name_of(key: Key) -> &'static str {
    KEYS.iter()
        .find(|(.., known)| *known == key)
        .map_or("", |(name, ..)| name)
}

impl Flag {
    /// `is` or `has`.
    pub fn key(self) -> &'static str {
        if HAS.iter().any(|(_, flag)| *flag == self) {
            "has"
        } else {
            "is"
        }
    }

    /// Its name after the colon, e.g. `praised-bad`.
    pub fn name(self) -> &'static str {
        IS.iter()
            .chain(&HAS)
            .find(|(_, flag)| *flag == self)
            .map_or("", |(name, _)| name)
    }
}
