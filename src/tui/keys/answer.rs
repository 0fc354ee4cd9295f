//! Tells what the terminal answers apart from what a person types.

use super::{Input, Key};

/// Characters of a terminal's answer at most; what is longer was no answer.
const ANSWER: usize = 60;

/// Tells the terminal's answer to the question for its background apart from keys. The event reader does not know the
/// answer (`ESC ] 11 ; rgb:… ESC \\`), so it comes as `Alt-]` followed by its characters.
#[derive(Debug, Default)]
pub(super) struct Answers {
    held: Vec<Input>,
    text: String,
}

/// What an input turned out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Background {
        light: bool,
    },
    /// Maybe an answer; more is needed to tell.
    Pending,
    Inputs(Vec<Input>),
}

impl Answers {
    pub(super) fn take(&mut self, input: Input) -> Answer {
        // The terminal tells these on its own, in between.
        if matches!(
            input,
            Input::Resize(..) | Input::FocusGained | Input::FocusLost
        ) {
            return Answer::Inputs(vec![input]);
        }
        let Input::Chord(chord) = &input else {
            return self.give_up(input);
        };
        let chord = *chord;
        let begins = chord.alt && chord.key == Key::Char(']');
        let ends =
            chord.alt && chord.key == Key::Char('\\') || chord.ctrl && chord.key == Key::Char('g');
        match (self.held.is_empty(), chord.typed()) {
            (true, _) if !begins => return Answer::Inputs(vec![input]),
            (true, _) => {}
            (false, _) if ends => {
                let light = read_light(&self.text);
                return match light {
                    Some(light) => {
                        *self = Self::default();
                        Answer::Background { light }
                    }
                    None => self.give_up(input),
                };
            }
            (false, Some(c))
                if "11;rgba:0123456789abcdefABCDEF/".contains(c) && self.text.len() < ANSWER =>
            {
                self.text.push(c);
            }
            (false, _) => return self.give_up(input),
        }
        self.held.push(input);
        Answer::Pending
    }

    /// It was no answer after all: the keys are keys.
    fn give_up(&mut self, input: Input) -> Answer {
        let mut inputs = std::mem::take(self).held;
        inputs.push(input);
        Answer::Inputs(inputs)
    }
}

/// Reads `11;rgb:ffff/ffff/ffff`: whether that is light. A part has one to four digits, as X11 has it.
fn read_light(answer: &str) -> Option<bool> {
    let (_, colours) = answer.strip_prefix("11;")?.split_once(':')?;
    let share = |hex: &str| {
        let most = 16_u32.pow(u32::try_from(hex.len()).ok().filter(|n| *n <= 4)?) - 1;
        Some(f64::from(u32::from_str_radix(hex, 16).ok()?) / f64::from(most))
    };
    let parts: Vec<f64> = colours
        .split('/')
        .take(3)
        .map(share)
        .collect::<Option<_>>()?;
    let [r, g, b] = parts[..] else { return None };
    Some(0.2126 * r + 0.7152 * g + 0.0722 * b > 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feed(text: &str) -> Vec<Answer> {
        let mut answers = Answers::default();
        text.split(' ')
            .map(|chord| answers.take(Input::Chord(chord.parse().unwrap())))
            .collect()
    }

    #[test]
    fn the_answer_of_the_terminal_is_not_typed() {
        let light = "Alt-] 1 1 ; r g b : f f f f / f f f f / e e e e Alt-\\";
        let answers = feed(light);
        assert_eq!(answers.last(), Some(&Answer::Background { light: true }));
        assert!(
            answers[..answers.len() - 1]
                .iter()
                .all(|a| *a == Answer::Pending)
        );
        let dark = feed("Alt-] 1 1 ; r g b : 1 e / 1 e / 2 e Ctrl-G");
        assert_eq!(dark.last(), Some(&Answer::Background { light: false }));
    }

    #[test]
    fn a_new_size_in_the_middle_of_an_answer_leaves_it_one() {
        let mut answers = Answers::default();
        let mut last = None;
        for chord in "Alt-] 1 1 ; r g b : f / f / f Alt-\\".split(' ') {
            let size = Input::Resize(80, 24);
            assert_eq!(answers.take(size.clone()), Answer::Inputs(vec![size]));
            last = Some(answers.take(Input::Chord(chord.parse().unwrap())));
        }
        assert_eq!(last, Some(Answer::Background { light: true }));
    }

    #[test]
    fn colours_that_are_none_are_keys() {
        for colour in ["0 0 0 0 0 0 0 0 f", "f f f f f f f f", "f /"] {
            let answers = feed(&format!("Alt-] 1 1 ; r g b : {colour} / f / f Alt-\\"));
            assert!(
                matches!(answers.last(), Some(Answer::Inputs(_))),
                "{colour}"
            );
        }
    }

    #[test]
    fn keys_that_only_look_like_an_answer_stay_keys() {
        let answers = feed("Alt-] x");
        assert!(matches!(&answers[1], Answer::Inputs(inputs) if inputs.len() == 2));
        assert!(matches!(&feed("j")[0], Answer::Inputs(inputs) if inputs.len() == 1));
    }
}
