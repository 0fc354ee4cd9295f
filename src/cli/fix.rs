//! `goldset fix`: what was shipped against a cluster, and who should hear of it.

use super::{
    args::{FixKindArg, FixShipped, FixVerb},
    clusters::{decide, find},
    context::Context,
    io,
};
use crate::{
    error::{Error, Result},
    golden::export::json_line,
    model::{
        cluster::{ClusterDecision, Fix, FixKind},
        time::Time,
    },
};

pub(crate) fn run(context: &Context, verb: FixVerb) -> Result<()> {
    match verb {
        FixVerb::Shipped(args) => shipped(context, args),
        FixVerb::Notify { cluster } => notify(context, &cluster),
    }
}

fn shipped(context: &Context, args: FixShipped) -> Result<()> {
    let mut store = context.open()?;
    let at = match &args.at {
        Some(text) => Time::parse(text).map_err(Error::usage)?,
        None => Time::now(),
    };
    let fix = Fix {
        kind: kind(args.kind),
        reference: args.reference,
        prompt: args.prompt,
        at,
        note: args.note,
    };
    let cluster = find(&store, &args.cluster)?;
    decide(
        context,
        &mut store,
        vec![ClusterDecision::Fix { cluster, fix }],
    )
}

fn kind(kind: FixKindArg) -> FixKind {
    match kind {
        FixKindArg::Prompt => FixKind::Prompt,
        FixKindArg::Data => FixKind::Data,
        FixKindArg::Retrieval => FixKind::Retrieval,
        FixKindArg::Tool => FixKind::Tool,
        FixKindArg::Product => FixKind::Product,
        FixKindArg::Model => FixKind::Model,
    }
}

fn notify(context: &Context, cluster: &str) -> Result<()> {
    let store = context.open()?;
    let complaints = store.complaints(&find(&store, cluster)?)?;
    if complaints.is_empty() {
        context.io.remark("nobody complained by name");
        return Ok(());
    }
    let lines: Vec<String> = complaints.iter().map(json_line).collect();
    io::write_stdout(&lines.join("\n"))
}
