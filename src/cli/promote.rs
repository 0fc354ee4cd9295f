//! `goldset promote`: a trace becomes a golden row; and what `golden add` shares with it.

use super::{args::Promote, context::Context, decide, many};
use crate::{
    error::{Error, Result},
    golden::{
        checks, guards,
        promotion::{self, PromoteOptions},
    },
    model::{
        decision::Decision,
        golden::{Check, Guard, Proposal, Row},
        time::Time,
    },
    store::Store,
};
use serde_json::json;

pub(crate) fn run(context: &Context, args: Promote) -> Result<()> {
    let options = PromoteOptions {
        expected: args.expected,
        checks: parse_checks(&args.checks)?,
        tags: args.tags,
        critical: args.critical,
        rubric: args.rubric,
        note: args.note,
        keeper: args.keeper,
        keep_personal_data: args.keep_personal_data,
        redact_patterns: context.config.redact_regexes(),
        ..PromoteOptions::default()
    };
    let Some(id) = &args.id else {
        return many::promote_all(context, &args.many, &options, args.force);
    };
    let mut store = context.open()?;
    let id = super::resolve_trace(&store, id)?;
    let detail = store
        .detail(&id, &context.reviewer)?
        .ok_or_else(|| Error::failed(format!("no trace {id:?} in this store")))?;
    let proposal = promotion::propose(&detail, &options, &store.standing()?, &context.reviewer)?;
    warn(context, &proposal, args.keep_personal_data);
    write(context, &mut store, proposal, args.force, |row, force| {
        Decision::Promote { row, force }
    })
}

/// Remarks on what the workbench would show before promoting.
pub(super) fn warn(context: &Context, proposal: &Proposal, kept: bool) {
    for guard in &proposal.guards {
        if let Guard::Near(_) = guard {
            context
                .io
                .remark(&format!("goldset: {}", guards::describe(guard)));
        }
    }
    for (kind, n) in &proposal.personal_data {
        let done = if kept { "kept" } else { "replaced" };
        context
            .io
            .remark(&format!("goldset: personal data {done}: {n} {kind}"));
    }
}

/// Writes the row unless a guard refuses it.
pub(super) fn write(
    context: &Context,
    store: &mut Store,
    proposal: Proposal,
    force: bool,
    decision: impl FnOnce(Box<Row>, bool) -> Decision,
) -> Result<()> {
    guards::refuse(&proposal.guards, force)?;
    let row = Box::new(proposal.row);
    let id = row.id.clone();
    let decision = decision(row, force);
    let done = match decision {
        Decision::GoldenAdd { .. } => "added",
        _ => "promoted",
    };
    let events = store.decide(&context.reviewer, Time::now(), &[decision])?;
    if context.io.json {
        let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
        return context.io.json(&json!({"event": ids.first(), "row": id}));
    }
    decide::tell(context, &events, &format!("{done} as {id}"))
}

/// Checks as written on the command line; none given means those that are proposed.
pub(super) fn parse_checks(written: &[String]) -> Result<Option<Vec<Check>>> {
    if written.is_empty() {
        return Ok(None);
    }
    let parse = |text: &String| {
        checks::parse(text).map_err(|e| {
            Error::usage(format!("--check: {e}"))
                .hint("a check is kind:value, e.g. --check 'contains:5 days'")
        })
    };
    written
        .iter()
        .map(parse)
        .collect::<Result<Vec<_>>>()
        .map(Some)
}
