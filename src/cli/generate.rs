//! `goldset completions` and `goldset man`, from the one definition of the command line.

use super::{args::Cli, context::Context, io::write_stdout};
use crate::{
    error::{Error, Result},
    tui::command::page,
};
use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use serde_json::json;
use std::io::{self, Write as _};

pub(crate) fn completions(context: &Context, shell: Shell) -> Result<()> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "goldset", &mut text);
    let text = String::from_utf8_lossy(&text);
    if context.io.json {
        let shell = shell.to_string();
        return context.io.json(&json!({"shell": shell, "text": text}));
    }
    write_stdout(&text)
}

pub(crate) fn man(context: &Context) -> Result<()> {
    let mut text = Vec::new();
    render_man(&mut text)
        .map_err(|e| Error::operational(format!("cannot render the man page: {e}")))?;
    let text = String::from_utf8_lossy(&text);
    if context.io.json {
        return context.io.json(&json!({"text": text}));
    }
    write_stdout(&text)
}

/// One page: the program, then a section for each verb, verbs of a group one by one.
fn render_man(out: &mut Vec<u8>) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let page = Man::new(command.clone());
    page.render_title(out)?;
    page.render_name_section(out)?;
    page.render_synopsis_section(out)?;
    page.render_description_section(out)?;
    page.render_options_section(out)?;
    render_examples(&command, ".SH EXAMPLES", out)?;
    render_keys(out)?;
    render_verbs(&command, "goldset", out)
}

fn render_verbs(command: &Command, path: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let verbs = command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help");
    for verb in verbs {
        let path = format!("{path} {}", verb.get_name());
        if verb.has_subcommands() {
            render_verbs(verb, &path, out)?;
        } else {
            render_verb(verb, &path, out)?;
        }
    }
    Ok(())
}

/// The keys of the workbench, from the table of commands.
fn render_keys(out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(out, ".SH \"KEYS OF THE WORKBENCH\"")?;
    for (title, lines) in page::lists() {
        writeln!(out, ".SS \"{title}\"")?;
        for (keys, does) in lines {
            writeln!(out, ".TP\n{}\n{}", escaped(&keys), escaped(does))?;
        }
    }
    Ok(())
}

/// Text that means nothing to roff.
fn escaped(text: &str) -> String {
    let text = text
        .replace('\\', "\\e")
        .replace('-', "\\-")
        .replace('\'', "\\(aq");
    let begin = if text.starts_with('.') { "\\&" } else { "" };
    format!("{begin}{text}")
}

/// A verb under its own heading, without the flags that all verbs share.
fn render_verb(verb: &Command, path: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let shared = |arg: Arg| {
        let hidden = arg.is_global_set() || arg.get_id() == "help";
        arg.hide(hidden)
    };
    let verb = verb.clone().mut_args(shared);
    let about = verb.get_about().map(ToString::to_string);
    writeln!(out, ".SH \"{}\"", path.to_uppercase())?;
    writeln!(out, "{}", about.unwrap_or_default())?;
    let page = Man::new(verb.clone());
    let mut parts = Vec::new();
    page.render_synopsis_section(&mut parts)?;
    if verb.get_arguments().any(|arg| !arg.is_hide_set()) {
        page.render_options_section(&mut parts)?;
    }
    out.extend_from_slice(
        String::from_utf8_lossy(&parts)
            .replace(".SH ", ".SS ")
            .as_bytes(),
    );
    render_examples(&verb, ".SS EXAMPLES", out)
}

/// What stands under the help, as it stands there.
fn render_examples(command: &Command, heading: &str, out: &mut Vec<u8>) -> io::Result<()> {
    let Some(text) = command.get_after_help().map(ToString::to_string) else {
        return Ok(());
    };
    writeln!(out, "{heading}\n.nf")?;
    for line in text.lines().filter(|line| *line != "Examples:") {
        writeln!(out, "{}", escaped(line))?;
    }
    writeln!(out, ".fi")
}
