//! `goldset clusters`: what fails, how badly, and what to fix first; and what people decide about it.

mod decide;
mod html;
mod json;
mod list;
mod markdown;
mod show;

pub(crate) use decide::{decide, find};

use super::{args::Clusters, context::Context, io};
use crate::{
    error::{Error, Result},
    model::{cluster::ClusterList, time::Time},
};
use std::{fs, path::Path};

pub(crate) fn run(context: &Context, args: Clusters) -> Result<()> {
    if let Some(verb) = args.verb {
        return decide::run(context, verb);
    }
    let store = context.open()?;
    let list = store.clusters(args.window, Time::now())?;
    for warning in list.run.iter().flat_map(|run| &run.warnings) {
        context.io.remark(&format!("goldset: {warning}"));
    }
    let page = if args.html {
        html::page(&list, &context.config.redact_regexes())
    } else if args.markdown {
        markdown::page(&list, &context.config.redact_regexes())
    } else if context.io.json {
        return match args.output {
            Some(path) => write(&path, &json::list(&list, args.members).to_string()),
            None => context.io.json(&json::list(&list, args.members)),
        };
    } else {
        text(context, &list, args.members)
    };
    match args.output {
        Some(path) => write(&path, &page),
        None => io::write_stdout(&page),
    }
}

/// What stands in place of clusters where there are none.
fn nothing(list: &ClusterList) -> Option<&'static str> {
    match list.run {
        None => Some("No clusters yet: goldset cluster finds them."),
        Some(_) if list.clusters.is_empty() => {
            Some("No clusters: nothing went wrong often enough.")
        }
        Some(_) => None,
    }
}

/// What the clusters of a page are taken from.
fn taken_from(list: &ClusterList) -> String {
    format!(
        "Last {} days of data, {} negative and ambiguous traces, {} not grouped",
        list.days(),
        list.failing(),
        list.not_grouped
    )
}

fn text(context: &Context, list: &ClusterList, members: bool) -> String {
    match nothing(list) {
        Some(nothing) if list.run.is_none() => nothing.into(),
        _ => list::lines(list, context.look(), members).join("\n"),
    }
}

/// Pages may quote what users wrote: for the owner's eyes only.
fn write(path: &Path, text: &str) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let cannot =
        |e: std::io::Error| Error::operational(format!("cannot write {}: {e}", path.display()));
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut file = options.open(path).map_err(cannot)?;
    std::io::Write::write_all(&mut file, text.as_bytes()).map_err(cannot)
}
