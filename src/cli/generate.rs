//! `goldset completions` and `goldset man`, from the one definition of the command line.

use super::{args::Cli, context::Context, io::write_stdout};
use crate::error::{Error, Result};
use clap::CommandFactory;
use clap_complete::Shell;
use serde_json::json;

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

/// One page: the program, then a section for each verb.
fn render_man(out: &mut Vec<u8>) -> std::io::Result<()> {
    let mut command = Cli::command();
    command.build();
    clap_mangen::Man::new(command.clone()).render(out)?;
    for verb in command
        .get_subcommands()
        .filter(|verb| verb.get_name() != "help")
    {
        let title = format!(".SH \"GOLDSET {}\"\n", verb.get_name().to_uppercase());
        out.extend_from_slice(title.as_bytes());
        let page = clap_mangen::Man::new(verb.clone());
        page.render_description_section(out)?;
        page.render_synopsis_section(out)?;
        page.render_options_section(out)?;
    }
    Ok(())
}
