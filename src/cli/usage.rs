//! What clap refuses, said as every other error is: one line of what, one of what to do.

use crate::error::Error;
use clap::error::ErrorKind;

/// Help and version, which are no errors: they go to stdout.
pub(super) fn is_answer(error: &clap::Error) -> bool {
    !error.use_stderr()
}

/// The error of a command line that cannot be understood.
pub(super) fn error(refused: &clap::Error) -> Error {
    let text = refused.render().to_string();
    if refused.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return missing_verb(&text);
    }
    let what = paragraphs(&text)
        .next()
        .map(|p| p.trim_start_matches("error: ").to_owned())
        .unwrap_or_default();
    let tips: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .collect();
    let usage = paragraphs(&text).find(|p| p.starts_with("Usage: "));
    let hint = match (tips.as_slice(), usage) {
        ([], Some(usage)) => usage.replacen("Usage: ", "usage: ", 1),
        ([], None) => "goldset --help tells what there is".to_owned(),
        (tips, _) => tips.join("; "),
    };
    Error::usage(what).hint(hint)
}

/// A group of verbs was named without one of them; clap would print its whole help.
fn missing_verb(help: &str) -> Error {
    let group = help
        .lines()
        .find_map(|line| line.strip_prefix("Usage: "))
        .and_then(|usage| usage.split(" [").next())
        .unwrap_or("goldset");
    let verbs: Vec<&str> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.split_whitespace().next())
        .filter(|verb| *verb != "help")
        .collect();
    let name = group.trim_start_matches("goldset ");
    Error::usage(format!("{name} needs one of {}", verbs.join(", ")))
        .hint(format!("{group} --help tells what each does"))
}

/// Blank lines part paragraphs; each is one line here.
fn paragraphs(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split("\n\n")
        .map(|p| p.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refuse(args: &[&str]) -> (String, String) {
        let refused = super::super::command()
            .try_get_matches_from(args)
            .unwrap_err();
        let error = error(&refused);
        (error.what, error.hint.unwrap())
    }

    #[test]
    fn says_what_and_what_to_do_in_a_line_each() {
        for (args, what, hint) in [
            (
                &["goldset", "quue"][..],
                "unrecognized subcommand 'quue'",
                "a similar subcommand exists: 'queue'",
            ),
            (
                &["goldset", "queue", "--fitler", "x"],
                "unexpected argument '--fitler' found",
                "a similar argument exists: '--filter'",
            ),
            (
                &["goldset", "import"],
                "the following required arguments were not provided: <PATH>...",
                "usage: goldset import <PATH>...",
            ),
            (
                &["goldset", "queue", "--order", "wurst"],
                "invalid value 'wurst' for '--order <ORDER>' [possible values: worst, triage, ambiguous, newest, best, random]",
                "a similar value exists: 'worst'",
            ),
            (
                &["goldset", "golden"],
                "golden needs one of list, show, add, edit, retire, export",
                "goldset golden --help tells what each does",
            ),
        ] {
            assert_eq!(refuse(args), (what.to_owned(), hint.to_owned()));
        }
    }
}
