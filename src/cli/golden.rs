//! `goldset promote` and `goldset golden …`: the golden set.

use super::{
    args::{Golden, GoldenAdd, GoldenEdit, GoldenExport, Promote},
    context::Context,
    decide,
    io::{safe, safe_lines, write_stdout},
};
use crate::{
    error::{Error, Result},
    golden::{
        checks, export,
        promotion::{self, PromoteOptions},
    },
    model::{
        content::Content,
        decision::Decision,
        golden::{Check, Guard, Proposal, Row},
    },
    store::{GoldenEntry, Store},
};
use serde_json::json;
use std::path::Path;

pub(crate) fn promote(context: &Context, args: Promote) -> Result<()> {
    let mut store = context.open()?;
    let id = super::resolve_trace(&store, &args.id)?;
    let detail = store
        .detail(&id, &context.reviewer)?
        .ok_or_else(|| Error::failed(format!("no trace {id:?} in this store")))?;
    let options = PromoteOptions {
        expected: args.expected,
        checks: parse_checks(&args.checks)?,
        tags: args.tags,
        critical: args.critical,
        rubric: args.rubric,
        keep_personal_data: args.keep_personal_data,
        ..PromoteOptions::default()
    };
    let proposal = promotion::propose(&detail, &options, &store.standing()?, &context.reviewer)?;
    warn(context, &proposal);
    write(context, &mut store, proposal, args.force, |row, force| {
        Decision::Promote { row, force }
    })
}

pub(crate) fn run(context: &Context, verb: Golden) -> Result<()> {
    match verb {
        Golden::List { all } => list(context, all),
        Golden::Show { id } => show(context, &id),
        Golden::Add(args) => add(context, args),
        Golden::Edit(args) => edit(context, args),
        Golden::Retire { id } => retire(context, id),
        Golden::Export(args) => write_export(context, &args),
    }
}

fn list(context: &Context, all: bool) -> Result<()> {
    let entries = context.open()?.golden(all)?;
    if context.io.json {
        let rows: Vec<&Row> = entries.iter().map(|e| &e.row).collect();
        return context.io.json(&json!({ "rows": rows }));
    }
    if entries.is_empty() {
        return context
            .io
            .text("The golden set is empty. goldset promote ID puts a trace into it.");
    }
    let lines: Vec<String> = entries.iter().map(line).collect();
    context.io.text(&lines.join("\n"))
}

fn line(entry: &GoldenEntry) -> String {
    let row = &entry.row;
    let kind = if row.keeper {
        "keeper"
    } else {
        row.mode.as_deref().unwrap_or("–")
    };
    let marks = format!(
        "{}{}",
        if row.critical { " critical" } else { "" },
        if entry.standing { "" } else { " retired" }
    );
    let question = row
        .input
        .as_ref()
        .map(Content::question)
        .unwrap_or_default();
    format!(
        "{}  {:<14} {}{}",
        row.id,
        safe(kind),
        safe(&crate::text::snippet(&question, 70)),
        marks
    )
}

fn show(context: &Context, id: &str) -> Result<()> {
    let entry = find(&context.open()?, id)?;
    let row = &entry.row;
    if context.io.json {
        return context.io.json(row);
    }
    let question = row.input.as_ref().map(Content::plain).unwrap_or_default();
    let checks: Vec<String> = row
        .checks
        .iter()
        .map(|c| format!("  {}", safe(&checks::describe(c))))
        .collect();
    let source = row
        .source
        .trace
        .as_deref()
        .map_or("made without a trace".to_owned(), |t| {
            format!("from trace {}", safe(t))
        });
    context.io.text(&format!(
        "{}\n\ninput\n  {}\n\nexpected\n  {}\n\nchecks\n{}\n\n{source}, promoted by {}",
        line(&entry),
        safe_lines(&question).replace('\n', "\n  "),
        safe_lines(row.expected.as_deref().unwrap_or("–")).replace('\n', "\n  "),
        checks.join("\n"),
        safe(&row.source.reviewer)
    ))
}

fn add(context: &Context, args: GoldenAdd) -> Result<()> {
    let mut store = context.open()?;
    let options = PromoteOptions {
        checks: parse_checks(&args.checks)?,
        tags: args.tags,
        critical: args.critical,
        note: args.note,
        ..PromoteOptions::default()
    };
    let proposal = promotion::propose_new(
        Content::text(args.input),
        Some(args.expected),
        &options,
        &store.standing()?,
        &context.reviewer,
    )?;
    warn(context, &proposal);
    write(context, &mut store, proposal, args.force, |row, force| {
        Decision::GoldenAdd { row, force }
    })
}

fn edit(context: &Context, args: GoldenEdit) -> Result<()> {
    let mut store = context.open()?;
    let mut row = find(&store, &args.id)?.row;
    let before = row.clone();
    row.expected = args.expected.or(row.expected);
    row.checks = parse_checks(&args.checks)?.unwrap_or(row.checks);
    if !args.tags.is_empty() {
        row.tags = args.tags;
    }
    row.rubric = args.rubric.or(row.rubric);
    row.note = args.note.or(row.note);
    row.critical = args.critical.unwrap_or(row.critical);
    if row == before {
        return Err(Error::usage("nothing to change")
            .hint("give --expected, --check, --tag, --rubric, --note or --critical"));
    }
    let id = row.id.clone();
    decide::decide(
        context,
        &mut store,
        Decision::GoldenEdit { row: Box::new(row) },
        &format!("edited {id}"),
    )
}

fn retire(context: &Context, id: String) -> Result<()> {
    let mut store = context.open()?;
    find(&store, &id)?;
    decide::decide(
        context,
        &mut store,
        Decision::GoldenRetire { row: id.clone() },
        &format!("retired {id}"),
    )
}

fn write_export(context: &Context, args: &GoldenExport) -> Result<()> {
    let rows: Vec<Row> = context
        .open()?
        .golden(false)?
        .into_iter()
        .map(|e| e.row)
        .collect();
    match args.output.as_deref() {
        None => write_stdout(&export::native(&rows)),
        Some(path) if path == Path::new("-") => write_stdout(&export::native(&rows)),
        Some(path) => {
            let written = export::write(path, &rows)?;
            if context.io.json {
                return context
                    .io
                    .json(&json!({"path": written, "rows": rows.len()}));
            }
            context.io.text(&format!(
                "{} rows written to {}",
                rows.len(),
                written.display()
            ))
        }
    }
}

fn find(store: &Store, id: &str) -> Result<GoldenEntry> {
    store.golden_row(id)?.ok_or_else(|| {
        Error::failed(format!("no golden row {id:?}")).hint("goldset golden list shows them")
    })
}

/// None given: the checks are proposed, or stay as they are.
fn parse_checks(texts: &[String]) -> Result<Option<Vec<Check>>> {
    let parsed: std::result::Result<Vec<Check>, String> =
        texts.iter().map(|t| checks::parse(t)).collect();
    let parsed = parsed.map_err(Error::usage)?;
    Ok((!parsed.is_empty()).then_some(parsed))
}

/// Remarks on what the workbench would show before promoting.
fn warn(context: &Context, proposal: &Proposal) {
    for guard in &proposal.guards {
        if let Guard::Near(near) = guard {
            context.io.remark(&format!(
                "goldset: like row {} (similarity {:.2})",
                near.id, near.similarity
            ));
        }
    }
    for (kind, n) in &proposal.personal_data {
        let done = if proposal.row.redactions.is_empty() {
            "kept"
        } else {
            "replaced"
        };
        context.io.remark(&format!("goldset: {n} {kind} {done}"));
    }
}

fn write(
    context: &Context,
    store: &mut Store,
    proposal: Proposal,
    force: bool,
    decision: impl FnOnce(Box<Row>, bool) -> Decision,
) -> Result<()> {
    for guard in &proposal.guards {
        match guard {
            Guard::Duplicate(row) => {
                return Err(
                    Error::failed(format!("already in the golden set: {}", row.id))
                        .hint(format!("goldset golden show {}", row.id)),
                );
            }
            Guard::Conflict(row) if !force => {
                return Err(Error::failed(format!(
                    "row {} has the same input and expects something else",
                    row.id
                ))
                .hint(format!(
                    "goldset golden show {}; --force promotes all the same",
                    row.id
                )));
            }
            _ => {}
        }
    }
    let id = proposal.row.id.clone();
    let events = store.decide(
        &context.reviewer,
        crate::model::time::Time::now(),
        &[decision(Box::new(proposal.row), force)],
    )?;
    if context.io.json {
        let ids: Vec<String> = events.iter().map(ToString::to_string).collect();
        return context.io.json(&json!({"event": ids.first(), "row": id}));
    }
    decide::tell(context, &events, &format!("promoted as {id}"))
}
