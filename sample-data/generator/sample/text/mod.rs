//! What customers ask and the assistant answers.

pub(crate) mod account;
pub(crate) mod billing;
pub(crate) mod comments;
pub(crate) mod docket;
pub(crate) mod documents;
pub(crate) mod faults;
pub(crate) mod odd;
pub(crate) mod orders;
pub(crate) mod refunds;
pub(crate) mod vars;

/// One thing customers want: ways to ask, right answers, and the documents and tool behind them.
///
/// `[a|b]` is a choice, `{name}` a value of [`vars::Vars`].
pub(crate) struct Intent {
    pub(crate) id: &'static str,
    pub(crate) asks: &'static [&'static str],
    pub(crate) answers: &'static [&'static str],
    pub(crate) documents: &'static [&'static str],
    pub(crate) tool: Option<&'static str>,
}

/// Openings and endings that people put around a question.
pub(crate) const OPENINGS: [&str; 12] = [
    "",
    "",
    "",
    "",
    "",
    "Hi, ",
    "Hello, ",
    "Hey, ",
    "Good morning, ",
    "Hi there, ",
    "Quick question: ",
    "Hello team, ",
];
pub(crate) const ENDINGS: [&str; 12] = [
    "",
    "",
    "",
    "",
    "",
    "",
    " Thanks.",
    " Thank you!",
    " Thanks in advance.",
    " Please help.",
    " Cheers",
    " Kind regards, {name}",
];
