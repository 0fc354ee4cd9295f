//! Cue rules over comments and notes: the words of the taxonomy, found whole.

use super::Guess;
use crate::model::taxonomy::Taxonomy;
use crate::order::Order;

/// Confidence of a single word, and of a phrase.
const WORD: f64 = 0.6;
const PHRASE: f64 = 0.75;
/// What each further cue of the same mode adds, and the most it adds up to.
const FURTHER: f64 = 0.05;
const MOST: f64 = 0.85;
/// What is taken off where the words speak for several modes.
const DIVIDED: f64 = 0.1;
/// More modes than this are no guess.
const MODES: usize = 2;
/// Characters of a text that are read.
const READ: usize = 4_000;

/// Words after which a cue says the opposite.
const NEGATIONS: [&str; 12] = [
    "not", "isn't", "wasn't", "aren't", "no", "never", "nothing", "without", "hardly", "don't",
    "nor", "neither",
];

/// The cues of a taxonomy, ready to be looked for.
#[derive(Debug, Clone, Default)]
pub struct Cues {
    cues: Vec<Cue>,
}

#[derive(Debug, Clone)]
struct Cue {
    mode: String,
    /// As in the taxonomy, without its `*`.
    shown: String,
    /// Between spaces; the last one is left out where any ending fits.
    wanted: String,
    phrase: bool,
}

/// A cue in a text, by bytes of the normal text.
struct Match<'a> {
    cue: &'a Cue,
    from: usize,
    to: usize,
}

impl Cues {
    pub fn of(taxonomy: &Taxonomy) -> Self {
        let mut cues = Vec::new();
        // The words of a merged mode speak for the one it was merged into.
        for mode in taxonomy.modes.iter().filter(|m| !m.retired) {
            for text in &mode.cues {
                let open = text.ends_with('*');
                let words = normal(text.trim_end_matches('*'));
                if words.trim().is_empty() {
                    continue;
                }
                let wanted = if open { words.trim_end() } else { &words };
                cues.push(Cue {
                    mode: mode.id.clone(),
                    shown: words.trim().to_owned(),
                    phrase: words.trim().contains(' '),
                    wanted: wanted.to_owned(),
                });
            }
        }
        Self { cues }
    }

    /// What complaints and notes say is wrong; nothing where they say too many things at once.
    pub fn guess<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Vec<Guess> {
        let mut found: Vec<(&str, Vec<&Cue>)> = Vec::new();
        for text in texts {
            let text = normal(text);
            for Match { cue, .. } in self.matches(&text) {
                let at = found.iter().position(|(mode, _)| *mode == cue.mode);
                let at = at.unwrap_or_else(|| {
                    found.push((&cue.mode, Vec::new()));
                    found.len() - 1
                });
                if !found[at].1.iter().any(|c| c.shown == cue.shown) {
                    found[at].1.push(cue);
                }
            }
        }
        if found.len() > MODES {
            return Vec::new();
        }
        let divided = found.len() > 1;
        found
            .iter()
            .map(|(mode, cues)| guess(mode, cues, divided))
            .collect()
    }

    /// Cues that stand in the text, those inside a longer one and those that are denied left out.
    fn matches<'a>(&'a self, text: &str) -> Vec<Match<'a>> {
        let mut found: Vec<Match> = Vec::new();
        for cue in &self.cues {
            let at = text.match_indices(&cue.wanted).map(|(at, _)| at);
            found.extend(at.map(|from| Match {
                cue,
                from,
                to: from + cue.wanted.trim_end().len(),
            }));
        }
        let inside = |m: &Match| {
            found
                .iter()
                .any(|o| o.from <= m.from && m.to <= o.to && (o.to - o.from) > (m.to - m.from))
        };
        let keep: Vec<bool> = found
            .iter()
            .map(|m| !inside(m) && !is_denied(text, m.from))
            .collect();
        let mut keep = keep.into_iter();
        found.retain(|_| keep.next().unwrap_or(false));
        found.order_by_key(|m| m.from);
        found
    }
}

fn is_denied(text: &str, from: usize) -> bool {
    let before = text[..from].split(' ').next_back().unwrap_or_default();
    NEGATIONS.contains(&before)
}

fn guess(mode: &str, cues: &[&Cue], divided: bool) -> Guess {
    let base = if cues.iter().any(|c| c.phrase) {
        PHRASE
    } else {
        WORD
    };
    let more = FURTHER * cues.len().saturating_sub(1) as f64;
    let confidence = (base + more).min(MOST) - if divided { DIVIDED } else { 0.0 };
    let shown: Vec<String> = cues
        .iter()
        .take(3)
        .map(|c| format!("'{}'", c.shown))
        .collect();
    Guess::new(mode, confidence, format!("cues: {}", shown.join(", ")))
}

/// Lower-case words between single spaces, with one before and one after; apostrophes straight.
fn normal(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(READ) + 2);
    out.push(' ');
    for c in text.chars().take(READ).flat_map(char::to_lowercase) {
        match c {
            '’' | '‘' | '\'' => out.push('\''),
            c if c.is_alphanumeric() => out.push(c),
            _ if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::taxonomy;

    fn guess(text: &str) -> Vec<(String, String)> {
        let cues = Cues::of(taxonomy::starter());
        let guesses = cues.guess([text]);
        guesses.into_iter().map(|g| (g.mode, g.why)).collect()
    }

    fn modes(text: &str) -> Vec<String> {
        guess(text).into_iter().map(|(mode, _)| mode).collect()
    }

    #[test]
    fn names_the_words_it_goes_by() {
        assert_eq!(
            guess("That is made up – such a clause does not exist."),
            [(
                "hallucination".to_owned(),
                "cues: 'made up', 'does not exist'".to_owned()
            )]
        );
        assert_eq!(modes("it HALLUCINATED a page"), ["hallucination"]);
        assert_eq!(modes("way too long"), ["too_long"]);
    }

    #[test]
    fn a_longer_cue_hides_the_shorter_inside_it() {
        assert_eq!(modes("you cancelled the wrong order!"), ["tool_misuse"]);
        assert_eq!(modes("wrong language"), ["tone_mismatch"]);
        assert_eq!(modes("wrong number of days"), ["wrong_facts"]);
    }

    #[test]
    fn says_nothing_when_in_doubt() {
        for text in [
            "",
            "👎",
            "it is 5 days",
            "nothing missing here",
            "not wrong, but I hoped for more",
            "I forgot my password",
            "it is wrong, too long, outdated and rude",
            "the longest of all",
        ] {
            assert_eq!(modes(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn two_faults_are_each_less_sure() {
        let cues = Cues::of(taxonomy::starter());
        let both = cues.guess(["too long and rude"]);
        let one = cues.guess(["too long"]);
        assert_eq!(both.len(), 2);
        assert!(both.iter().all(|g| g.confidence < one[0].confidence));
    }
}
