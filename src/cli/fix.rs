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
        nearest::nearest,
        query::Field,
        time::Time,
    },
    store::Store,
};

/// How a moment is written.
const WHEN: &str =
    "a day or a moment, in UTC: 2026-11-13, \"2026-11-13 05:30\", 2026-11-13T06:30:00+01:00";

pub(crate) fn run(context: &Context, verb: FixVerb) -> Result<()> {
    match verb {
        FixVerb::Shipped(args) => shipped(context, args),
        FixVerb::Notify { cluster } => notify(context, &cluster),
    }
}

fn shipped(context: &Context, args: FixShipped) -> Result<()> {
    let mut store = context.open()?;
    let at = match &args.at {
        Some(text) => Time::parse(text).map_err(|e| Error::usage(e).hint(WHEN))?,
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
    if let Some(prompt) = fix.prompt.as_deref() {
        remark_unknown(context, &store, prompt)?;
    }
    decide(
        context,
        &mut store,
        vec![ClusterDecision::Fix { cluster, fix }],
    )
}

/// A version that no trace has run yet may be about to, or mistyped.
fn remark_unknown(context: &Context, store: &Store, prompt: &str) -> Result<()> {
    let known = store.complete(Field::Prompt, "", usize::MAX)?;
    let versions = known.iter().map(|v| v.value.as_str());
    let versions: Vec<&str> = versions.filter(|v| v.contains('@')).collect();
    if versions.contains(&prompt) {
        return Ok(());
    }
    let meant = match nearest(prompt, versions) {
        Some(near) => format!(
            "; did you mean {}? goldset undo takes this back",
            io::safe(near)
        ),
        None => String::new(),
    };
    let prompt = io::safe(prompt);
    context
        .io
        .remark(&format!("no trace has run {prompt} yet{meant}"));
    Ok(())
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
