//! The story in numbers: what was planted, where, and in which week.

/// ISO weeks 2026-W39 to W46; W47 is the second import.
pub(crate) const WEEKS: usize = 8;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Route {
    Refunds,
    Orders,
    Billing,
    Account,
    Extraction,
}

pub(crate) const ROUTES: [Route; 5] = [
    Route::Refunds,
    Route::Orders,
    Route::Billing,
    Route::Account,
    Route::Extraction,
];

impl Route {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Refunds => "refunds",
            Self::Orders => "orders",
            Self::Billing => "billing",
            Self::Account => "account",
            Self::Extraction => "extraction",
        }
    }

    pub(crate) fn app(self) -> &'static str {
        if self == Self::Extraction {
            "docket"
        } else {
            "shop-assistant"
        }
    }

    /// Traces a day, Monday to Sunday.
    pub(crate) fn per_day(self) -> [usize; 7] {
        match self {
            Self::Refunds | Self::Orders => [10; 7],
            Self::Billing => [6, 5, 5, 5, 5, 5, 5],
            Self::Account => [3, 4, 4, 4, 3, 3, 3],
            Self::Extraction => [10, 10, 10, 10, 10, 0, 0],
        }
    }
}

/// The prompt a route runs at a time; v6 of refunds ships on the Friday of W46.
pub(crate) fn prompt(route: Route, week: usize, day: usize) -> &'static str {
    match route {
        Route::Refunds if week < 4 => "v4",
        Route::Refunds if week < 7 || (week == 7 && day < 4) => "v5",
        Route::Refunds => "v6",
        Route::Orders if week < 3 => "v4",
        Route::Orders => "v5",
        Route::Billing if week < 4 => "v2",
        Route::Billing => "v3",
        Route::Account if week < 4 => "v1",
        Route::Account => "v2",
        Route::Extraction => "v7",
    }
}

pub(crate) fn model(route: Route, week: usize) -> &'static str {
    match route {
        Route::Orders if week >= 6 => "gpt-5.1-mini",
        Route::Extraction => "gpt-5-nano",
        _ => "gpt-5-mini",
    }
}

/// One release a week, and one more with refunds v6.
pub(crate) fn release(week: usize, day: usize) -> &'static str {
    const NUMBERS: [&str; 9] = ["40", "41", "42", "43", "44", "45", "46", "47", "49"];
    if week == 7 && day >= 4 {
        "48"
    } else {
        NUMBERS[week]
    }
}

/// What went wrong in a trace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Fault {
    RefundDays,
    RefundDaysLong,
    RefundFact,
    RefundLong,
    RefundPart,
    WallOfText,
    WrongQuestion,
    WrongOrder,
    OverRefusal,
    FalseSuccess,
    SystemError,
    Incomplete,
    TooVague,
    Hallucination,
    Tone,
    PrivacyLeak,
    LinesMissing,
    SumsWrong,
    FieldInvented,
    Endless,
    TotalsAsText,
}

impl Fault {
    /// The modes of the taxonomy this fault is labelled with.
    pub(crate) fn modes(self) -> &'static [&'static str] {
        match self {
            Self::RefundDays | Self::RefundFact | Self::SumsWrong => &["wrong_facts"],
            Self::RefundDaysLong => &["wrong_facts", "too_long"],
            Self::RefundLong | Self::WallOfText => &["too_long"],
            Self::RefundPart | Self::Incomplete | Self::LinesMissing => &["incomplete"],
            Self::WrongQuestion => &["missed_intent"],
            Self::WrongOrder => &["tool_misuse"],
            Self::OverRefusal => &["over_refusal"],
            Self::FalseSuccess => &["false_success"],
            Self::SystemError => &["system_error"],
            Self::TooVague => &["too_vague"],
            Self::Hallucination | Self::FieldInvented => &["hallucination"],
            Self::Tone => &["tone_mismatch"],
            Self::PrivacyLeak => &["privacy_leak"],
            Self::Endless => &["loop"],
            Self::TotalsAsText => &["format_error"],
        }
    }
}

/// Faults of one kind in each of the eight weeks.
pub(crate) struct Planted {
    pub(crate) fault: Fault,
    pub(crate) weekly: [usize; WEEKS],
}

const fn planted(fault: Fault, weekly: [usize; WEEKS]) -> Planted {
    Planted { fault, weekly }
}

pub(crate) const REFUNDS: [Planted; 6] = [
    planted(Fault::RefundDays, [2, 0, 1, 1, 5, 10, 12, 11]),
    planted(Fault::RefundDaysLong, [0, 1, 0, 1, 0, 0, 0, 0]),
    planted(Fault::RefundFact, [1, 2, 1, 1, 1, 0, 0, 1]),
    planted(Fault::RefundLong, [6, 4, 6, 4, 1, 1, 1, 1]),
    // The two of v6: planted on its three days.
    planted(Fault::RefundPart, [0, 0, 0, 0, 0, 0, 0, 1]),
    planted(Fault::RefundFact, [0, 0, 0, 0, 0, 0, 0, 1]),
];

/// Good answers of refunds that had policy-2024 among their documents.
pub(crate) const STALE_BUT_GOOD: [usize; WEEKS] = [4, 3, 4, 3, 4, 3, 3, 2];

/// Near-alikes of the worst item.
pub(crate) const TWINS: [usize; WEEKS] = [0, 0, 0, 0, 3, 6, 7, 7];

pub(crate) const WALL_OF_TEXT: [usize; WEEKS] = [7, 6, 7, 6, 2, 2, 2, 2];
pub(crate) const WRONG_QUESTION: [usize; WEEKS] = [8, 7, 7, 7, 6, 7, 7, 7];
pub(crate) const WRONG_ORDER: [usize; WEEKS] = [5, 4, 0, 0, 0, 0, 4, 4];
pub(crate) const OVER_REFUSAL: [usize; WEEKS] = [2, 3, 2, 3, 3, 2, 3, 3];
pub(crate) const EXTRACTION: [usize; WEEKS] = [5, 5, 4, 5, 5, 4, 5, 5];
pub(crate) const TOTALS_AS_TEXT: [usize; WEEKS] = [0, 0, 0, 0, 0, 0, 0, 7];
pub(crate) const SINGLES: [usize; WEEKS] = [2, 2, 1, 2, 2, 2, 1, 2];

/// Single faults of orders and of billing and account, dealt out by `SINGLES`.
pub(crate) const ORDER_SINGLES: [Fault; 14] = [
    Fault::Incomplete,
    Fault::FalseSuccess,
    Fault::SystemError,
    Fault::FalseSuccess,
    Fault::SystemError,
    Fault::FalseSuccess,
    Fault::SystemError,
    Fault::SystemError,
    Fault::FalseSuccess,
    Fault::SystemError,
    Fault::Incomplete,
    Fault::FalseSuccess,
    Fault::SystemError,
    Fault::FalseSuccess,
];
pub(crate) const BILLING_SINGLES: [Fault; 14] = [
    Fault::TooVague,
    Fault::Hallucination,
    Fault::TooVague,
    Fault::Tone,
    Fault::TooVague,
    Fault::TooVague,
    Fault::Hallucination,
    Fault::PrivacyLeak,
    Fault::Hallucination,
    Fault::TooVague,
    Fault::Tone,
    Fault::SystemError,
    Fault::Hallucination,
    Fault::TooVague,
];
pub(crate) const EXTRACTION_FAULTS: [Fault; 38] = {
    use Fault::{Endless as E, FieldInvented as H, LinesMissing as I, SumsWrong as W};
    [
        I, W, H, I, W, I, H, W, I, H, I, W, I, H, I, W, H, I, W, I, H, W, I, E, I, W, H, I, W, I,
        H, W, I, H, I, W, H, W,
    ]
};

/// Faults in copied extractions that nobody sent a signal about.
pub(crate) const COPIED_UNNOTICED: [(Fault, usize); 3] = [
    (Fault::LinesMissing, 6),
    (Fault::SumsWrong, 6),
    (Fault::FieldInvented, 2),
];

/// Traces of each week whose verdicts were given in the random order, with the bad among them, for
/// refunds, orders, billing with account, extraction.
pub(crate) const RANDOM_SEEN: [[usize; 4]; WEEKS] = [
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [7, 7, 6, 4],
    [5, 5, 3, 3],
];
pub(crate) const RANDOM_BAD: [[usize; 4]; WEEKS] = [
    [1, 2, 1, 0],
    [1, 1, 1, 1],
    [0, 1, 1, 0],
    [1, 0, 1, 1],
    [1, 1, 1, 1],
    [1, 1, 0, 0],
    [1, 1, 1, 0],
    [0, 1, 1, 1],
];
