//! What clap refuses, said as every other error is: one line of what, one of what to do.

use crate::{config, error::Error};
use clap::error::{ContextKind, ContextValue, ErrorKind};

/// Help and version, which are no errors: they go to stdout.
pub(super) fn is_answer(error: &clap::Error) -> bool {
    !error.use_stderr()
}

/// The error of a command line that cannot be understood; `args` are those after the program's name.
pub(super) fn error(refused: &clap::Error, args: &[String]) -> Error {
    let text = refused.render().to_string();
    if refused.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return missing_verb(&text);
    }
    let what = paragraphs(&text)
        .next()
        .map(|p| p.trim_start_matches("error: ").to_owned())
        .unwrap_or_default();
    Error::usage(what).hint(hint(refused, &text, args))
}

/// What to do: the name that was meant, where it belongs, or where to read on.
fn hint(refused: &clap::Error, text: &str, args: &[String]) -> String {
    let named = |kind| match refused.get(kind) {
        Some(ContextValue::String(name)) => Some(name.as_str()),
        _ => None,
    };
    let elsewhere = match refused.kind() {
        ErrorKind::InvalidSubcommand => named(ContextKind::InvalidSubcommand).and_then(in_groups),
        ErrorKind::UnknownArgument => named(ContextKind::InvalidArg).and_then(in_configuration),
        _ => None,
    };
    if let Some(elsewhere) = elsewhere {
        return elsewhere;
    }
    let tips: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "))
        .filter(|tip| !tip.contains(" as a value"))
        .collect();
    if !tips.is_empty() {
        return tips.join("; ");
    }
    let usage = paragraphs(text).find(|p| p.starts_with("Usage: "));
    match usage.filter(|_| refused.kind() != ErrorKind::UnknownArgument) {
        // Some verbs have two forms.
        Some(usage) => format!(
            "usage: {}",
            usage
                .replacen("Usage: ", "", 1)
                .replace(" goldset ", ", or goldset ")
        ),
        None => format!("{} --help tells what there is", verb(args)),
    }
}

/// The groups that have a verb of this name: `export` is `golden export`.
fn in_groups(name: &str) -> Option<String> {
    let program = super::command();
    let groups = program
        .get_subcommands()
        .filter(|group| group.find_subcommand(name).is_some());
    let verbs: Vec<String> = groups
        .map(|group| format!("goldset {} {name}", group.get_name()))
        .collect();
    (!verbs.is_empty()).then(|| format!("did you mean {}?", verbs.join(" or ")))
}

/// What is no flag, but an option of the configuration.
fn in_configuration(flag: &str) -> Option<String> {
    let name = flag.trim_start_matches('-').replace('-', "_");
    config::is_scalar(&name).then(|| {
        let variable = name.to_uppercase();
        format!(
            "{name} is set in the file that goldset config path names, or by GOLDSET_{variable}"
        )
    })
}

/// The verb that the arguments name, as it is typed.
fn verb(args: &[String]) -> String {
    let mut command = super::command();
    let mut path = "goldset".to_owned();
    for arg in args {
        if let Some(verb) = command.find_subcommand(arg).cloned() {
            path.push(' ');
            path.push_str(verb.get_name());
            command = verb;
        }
    }
    path
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
        let rest: Vec<String> = args[1..].iter().map(ToString::to_string).collect();
        let error = error(&refused, &rest);
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
                &["goldset", "export"],
                "unrecognized subcommand 'export'",
                "did you mean goldset modes export or goldset golden export?",
            ),
            (
                &["goldset", "--theme", "light"],
                "unexpected argument '--theme' found",
                "theme is set in the file that goldset config path names, or by GOLDSET_THEME",
            ),
            (
                &["goldset", "undo", "--bla"],
                "unexpected argument '--bla' found",
                "goldset undo --help tells what there is",
            ),
            (
                &["goldset", "verdict", "x", "bd"],
                "invalid value 'bd' for '[VERDICT]' [possible values: good, bad, unsure]",
                "goldset verdict --help tells what there is",
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
