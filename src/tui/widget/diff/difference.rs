//! What differs between two texts, JSON by its fields. Large texts are compared off the thread that draws: whoever shows
//! the difference asks for it as a [`Question`] and draws the rest meanwhile.

use super::{Compared, Fields, Laid, Look, tell_words};
use crate::text::json;
use std::borrow::Cow;

/// Bytes of both texts from which comparing them may take longer than a frame.
pub const LARGE: usize = 48_000;

/// Two texts to compare, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    pub left: String,
    pub right: String,
    /// JSON is compared by its fields.
    pub by_fields: bool,
    /// JSON beside a text that is none is laid out for readers.
    pub laid_out: bool,
}

impl Question {
    /// Comparing may take longer than a frame.
    pub fn is_large(&self) -> bool {
        self.left.len() + self.right.len() > LARGE
    }

    pub fn answer(&self) -> Difference {
        let (left, right) = (self.left.as_str(), self.right.as_str());
        let fields = Fields::new(left, right);
        let is_json = fields.is_some();
        let body = match fields {
            Some(fields) if self.by_fields => Body::Fields(fields),
            None if self.laid_out => Body::Text(Compared::new(&pretty(left), &pretty(right))),
            _ => Body::Text(Compared::new(left, right)),
        };
        Difference { body, is_json }
    }
}

fn pretty(text: &str) -> Cow<'_, str> {
    json::pretty(text).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What differs between two texts.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    body: Body,
    /// Both texts are JSON, whichever way they were compared.
    pub is_json: bool,
}

#[derive(Debug, Clone, PartialEq)]
enum Body {
    Text(Compared),
    Fields(Fields),
}

impl Difference {
    /// How much differs, in a few words.
    pub fn summary(&self) -> String {
        match &self.body {
            Body::Text(text) if text.only_spaces && !text.is_same() => {
                "only white space differs".to_owned()
            }
            Body::Text(text) => tell_words(text.words),
            Body::Fields(fields) => fields.summary(),
        }
    }

    /// Why there is nothing to show, where that is so.
    pub fn sameness(&self) -> Option<&'static str> {
        let (is_same, why) = match &self.body {
            Body::Text(text) if text.only_spaces => (
                text.is_same(),
                "The two differ in nothing but line ends or what is not drawn.",
            ),
            Body::Text(text) => (text.is_same(), "The two are the same."),
            Body::Fields(fields) => (
                fields.is_same(),
                "Both say the same: only the order of keys or the layout differs.",
            ),
        };
        is_same.then_some(why)
    }

    /// JSON that was compared by its fields.
    pub fn is_by_fields(&self) -> bool {
        matches!(self.body, Body::Fields(_))
    }

    pub fn lay_out(&self, look: &Look<'_>) -> Laid {
        match &self.body {
            Body::Text(text) => text.lay_out(look),
            Body::Fields(fields) => fields.lay_out(look),
        }
    }
}
