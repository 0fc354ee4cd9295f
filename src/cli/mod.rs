//! The command line: each verb does what the workbench's key does, through the same code.

mod args;
mod classify;
mod cluster;
mod clusters;
mod config;
mod context;
mod decide;
mod demo;
mod doctor;
mod embeddings;
mod fix;
mod generate;
mod golden;
mod history;
mod import;
mod init;
mod interrupt;
mod io;
mod judge;
mod look;
mod many;
mod modes;
mod page;
mod panic;
mod promote;
mod queue;
mod render;
mod show;
mod usage;
mod workbench;

use crate::error::{Error, Kind, Result};
use args::{Cli, Verb};
use clap::{CommandFactory, Parser};
use context::Context;
use io::Io;
use std::process::ExitCode;

/// Runs the command line and answers with its exit code.
pub fn main() -> ExitCode {
    panic::install();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return refuse(&error),
    };
    let io = Io {
        json: cli.global.json,
        quiet: cli.global.quiet,
    };
    match run(cli, io) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            io.error(&error);
            ExitCode::from(error.kind.exit_code())
        }
    }
}

/// Help and version go to stdout with 0, everything else clap refuses to stderr with 2.
fn refuse(refused: &clap::Error) -> ExitCode {
    if usage::is_answer(refused) {
        let _ = refused.print();
        return ExitCode::SUCCESS;
    }
    let io = Io {
        json: std::env::args_os().any(|arg| arg == "--json"),
        quiet: false,
    };
    let args: Vec<String> = std::env::args().skip(1).collect();
    io.error(&usage::error(refused, &args));
    ExitCode::from(Kind::Usage.exit_code())
}

fn run(cli: Cli, io: Io) -> Result<()> {
    let context = Context::new(&cli.global, io)?;
    match cli.verb {
        None => workbench::run(&context, &cli.workbench),
        Some(_) if cli.workbench.is_given() && !matches!(cli.verb, Some(Verb::Demo(_))) => Err(
            Error::usage("--record and --replay go with the workbench, not with a verb")
                .hint("goldset --record FILE, or goldset demo --record FILE"),
        ),
        Some(Verb::Init) => init::run(&context),
        Some(Verb::Demo(args)) => demo::run(&context, args.or(cli.workbench)),
        Some(Verb::Import(args)) => import::run(&context, &args),
        Some(Verb::Queue(args)) => queue::run(&context, &args),
        Some(Verb::Show(args)) => show::run(&context, &args.id),
        Some(Verb::Verdict(args)) => decide::verdict(&context, args),
        Some(Verb::Label(args)) => decide::label(&context, args),
        Some(Verb::Correct(args)) => decide::correct(&context, args),
        Some(Verb::Assign(args)) => decide::assign(&context, args),
        Some(Verb::Promote(args)) => promote::run(&context, args),
        Some(Verb::Modes(verb)) => modes::run(&context, verb),
        Some(Verb::Classify(args)) => classify::run(&context, &args),
        Some(Verb::Undo(args)) => history::undo(&context, args.event),
        Some(Verb::Redo) => history::redo(&context),
        Some(Verb::History(args)) => history::list(&context, &args),
        Some(Verb::Golden(verb)) => golden::run(&context, verb),
        Some(Verb::Cluster(args)) => cluster::run(&context, &args),
        Some(Verb::Clusters(args)) => clusters::run(&context, *args),
        Some(Verb::Fix(verb)) => fix::run(&context, verb),
        Some(Verb::Doctor(args)) => doctor::run(&context, args.rebuild),
        Some(Verb::Config(args)) => config::run(&context, args.action),
        Some(Verb::Completions { shell }) => generate::completions(&context, shell),
        Some(Verb::Man) => generate::man(&context),
    }
}

/// The command-line definition, for completions, the man page and tests.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Ids that an error names at most.
const NAMED: usize = 6;

/// A trace id given in full, or by an unambiguous beginning of at least four characters.
fn resolve_trace(store: &crate::store::Store, id: &str) -> Result<String> {
    // Lists end an id they cut with this.
    let id = id.trim_end_matches('…');
    let found = store.find_ids(id, NAMED)?;
    match found.as_slice() {
        _ if found.iter().any(|f| f == id) => Ok(id.to_owned()),
        [only] if id.len() >= 4 => Ok(only.clone()),
        [] | [_] => Err(store.unknown_trace(id)?),
        many => {
            let mut named = many.join("  ");
            if many.len() == NAMED {
                named.push_str("  …");
            }
            Err(Error::failed(format!("{id:?} begins several trace ids")).hint(named))
        }
    }
}
