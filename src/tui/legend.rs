//! What each place is for, what the signs on it mean, and the keys that every text knows: part of the help.

use super::{command::Context, theme::Glyphs};

/// The question that a place answers, and how it is meant to be used.
pub(super) fn about(place: Context) -> &'static [&'static str] {
    match place {
        Context::Queue => &[
            "The queue: what should we look at next?",
            "The worst outputs come first, by all the evidence; why stands beside.",
            "A decided row stays, marked, until you move on; u takes it back.",
        ],
        Context::Trace => &[
            "A trace: what happened, and what should have happened?",
            "Its pages hold the talk, spans, documents, signals and decisions.",
            "l says what is wrong, c what would be right, p promotes it.",
        ],
        Context::Clusters => &[
            "Failure clusters: what fails, how badly, and what do we fix first?",
            "Priority is how often × how bad × how fixable.",
            "Tab goes to the reasons; Enter on a number opens its traces.",
            "Names, merges, owners and fixes stand through every later run.",
        ],
        Context::Golden => &[
            "The golden set: what must not go wrong again?",
            "Each row is a question with the answer it should have had.",
            "What fails a row is caught before its release.",
        ],
        Context::Filter => &[
            "The filter: which traces are listed?",
            "Words look into texts; mode:, prompt: and the others into their fields.",
            "A leading - leaves out, a comma means or, * stands for anything.",
            "Up brings back what was asked before.",
        ],
        Context::Editor => &[
            "The editor: what would have been right?",
            "It begins with the user's correction, else with the output.",
            "Below is what changes.",
            "Esc keeps what you wrote as a draft, over restarts too.",
        ],
        Context::Promote => &[
            "Promoting: what must every later release get right?",
            "The checks say what today's output does to each.",
            "One that fails today is what we want.",
        ],
        Context::Modes => &[
            "The failure modes: by what names do we call what is wrong?",
            "Labels follow a mode that is renamed or merged, and keep a retired one.",
        ],
        Context::Views => &[
            "Saved views: which list do we want to see again?",
            "A view is the filter, the order and the window, under a name.",
        ],
        Context::Form => &["A form: Tab goes from field to field, Ctrl-S records it."],
        Context::Picking | Context::Reading | Context::Replay => &[],
    }
}

/// Keys of the texts that are written: editor, fields and forms know them; the marked ones only the editor.
pub(super) const WRITING: [(&str, &str); 9] = [
    ("Ctrl-Z", "Undo what was written last (editor)"),
    ("Ctrl-Y", "Redo what was undone in the text (editor)"),
    (
        "Ctrl-V",
        "Paste what was cut (editor); the terminal's works too",
    ),
    ("Shift-Left", "Select, as with every arrow (editor)"),
    ("Ctrl-X", "Cut what is selected (editor)"),
    ("Ctrl-W", "Delete the word before the cursor"),
    ("Ctrl-U", "Delete to the beginning of the line"),
    ("Ctrl-K", "Delete to the end of the line"),
    ("Ctrl-Left", "Go a word back; Ctrl-Right a word on"),
];

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
    use crate::text::width::width;

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

    #[test]
    fn every_line_of_the_help_fits_at_80_cells() {
        for place in Context::ALL {
            for line in about(place) {
                assert!(width(line) <= 72, "{line}");
            }
        }
        for (_, does) in WRITING {
            assert!(width(does) <= 57, "{does}");
        }
    }
}
