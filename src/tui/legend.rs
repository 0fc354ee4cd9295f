//! What each screen is for, and what the signs on it mean: part of the help.

use super::{app::Screen, theme::Glyphs};

/// The question that a screen answers, and how it is meant to be used.
pub(super) fn about(screen: Screen) -> &'static [&'static str] {
    match screen {
        Screen::Queue => &[
            "The queue: what should we look at next?",
            "The worst outputs come first, by all the evidence; why stands beside.",
            "A decided row stays, marked, until you move on; u takes it back.",
        ],
        Screen::Trace => &[
            "A trace: what happened, and what should have happened?",
            "Its pages hold the talk, spans, documents, signals and decisions.",
            "l says what is wrong, c what would be right, p promotes it.",
        ],
        Screen::Clusters => &[
            "Failure clusters: what fails, how badly, and what do we fix first?",
            "Priority is how often × how bad × how fixable; Tab shows why, Enter on a number its traces.",
            "Names, merges, owners and fixes stand through every later run.",
        ],
        Screen::Golden => &[
            "The golden set: what must not go wrong again?",
            "Each row is a question with the answer it should have had.",
            "What fails a row is caught before its release.",
        ],
    }
}

/// The signs of the screens with what they mean.
pub(super) fn signs(glyphs: Glyphs) -> Vec<(String, &'static str)> {
    let bar = glyphs.bar()[7].repeat(4);
    let own = [
        (bar, "how likely the output was bad, 0 to 1"),
        (glyphs.cross().to_owned(), "verdict bad; an error"),
        (glyphs.check().to_owned(), "verdict good; done"),
        (glyphs.unsure().to_owned(), "verdict unsure"),
        (
            glyphs.corrected().to_owned(),
            "somebody wrote what would have been right",
        ),
        (glyphs.golden().to_owned(), "stands in the golden set"),
        (glyphs.noted().to_owned(), "somebody noted something"),
        (
            glyphs.mixed().to_owned(),
            "mixed signals: strong evidence on both sides",
        ),
        (
            "?".to_owned(),
            "after a failure mode: predicted, nobody confirmed it",
        ),
        (glyphs.live().to_owned(), "came in while you looked"),
    ];
    let signals = [
        ("thumbs_down", "thumbs down"),
        ("thumbs_up", "thumbs up"),
        ("rating", "stars"),
        ("report", "reported"),
        ("edit", "edited, or corrected by the user"),
        ("retry", "asked again, rephrased or regenerated"),
        ("escalate", "escalated to a person"),
        ("error", "an error, or nothing answered"),
        ("abandon", "abandoned"),
        ("dismiss", "dismissed"),
        ("delete", "deleted"),
        ("accept", "accepted"),
        ("copy", "copied"),
        ("refusal", "refused to answer"),
        ("repeated_loop", "went round in a loop"),
        ("outcome", "what came of it: success or failure"),
        ("preference", "compared with another answer"),
        ("citation_click", "a source was opened"),
    ];
    let signals = signals.map(|(name, means)| (glyphs.signal(name).to_owned(), means));
    own.into_iter().chain(signals).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_is_explained_once() {
        for ascii in [false, true] {
            let signs = signs(Glyphs { ascii });
            assert!(
                signs
                    .iter()
                    .all(|(sign, means)| !sign.is_empty() && !means.is_empty())
            );
            let ours = signs
                .iter()
                .filter(|(_, means)| means.contains("golden"))
                .count();
            assert_eq!(ours, 1);
        }
    }
}
