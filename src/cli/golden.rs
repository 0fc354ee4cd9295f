//! `goldset golden …`: the golden set.

mod people;

use super::{
    args::{Golden, GoldenAdd, GoldenEdit, GoldenExport},
    context::Context,
    decide,
    io::{safe, write_stdout},
    promote,
    render::count,
};
use crate::{
    error::{Error, Result},
    golden::{
        export,
        promotion::{self, Changes, PromoteOptions},
    },
    model::{content::Content, decision::Decision, golden::Row},
    store::{GoldenEntry, Store},
};
use serde_json::json;
use std::path::Path;

pub(crate) fn run(context: &Context, verb: Golden) -> Result<()> {
    match verb {
        Golden::List { all } => list(context, all),
        Golden::Show { id } => show(context, &id),
        Golden::Add(args) => add(context, args),
        Golden::Edit(args) => edit(context, args),
        Golden::Retire { id } => retire(context, &id),
        Golden::Export(args) => write_export(context, &args),
    }
}

fn list(context: &Context, all: bool) -> Result<()> {
    let store = context.open()?;
    let entries = store.golden(all)?;
    if context.io.json {
        let rows: Vec<&Row> = entries.iter().map(|e| &e.row).collect();
        return context.io.json(&json!({ "rows": rows }));
    }
    if entries.is_empty() {
        return context
            .io
            .text("The golden set is empty. goldset promote ID puts a trace into it.");
    }
    let taxonomy = store.taxonomy()?;
    context
        .io
        .text(&people::list(&entries, &taxonomy, context.look()))
}

fn show(context: &Context, id: &str) -> Result<()> {
    let store = context.open()?;
    let entry = find(&store, id)?;
    if context.io.json {
        return context.io.json(&entry.row);
    }
    let taxonomy = store.taxonomy()?;
    context
        .io
        .text(&people::page(&entry, &taxonomy, context.look()))
}

fn add(context: &Context, args: GoldenAdd) -> Result<()> {
    let mut store = context.open()?;
    let options = PromoteOptions {
        checks: promote::parse_checks(&args.checks)?,
        tags: args.tags,
        critical: args.critical,
        note: args.note,
        rubric: args.rubric,
        mode: args.mode,
        keep_personal_data: args.keep_personal_data,
        redact_patterns: context.config.redact_regexes(),
        ..PromoteOptions::default()
    };
    let proposal = promotion::propose_new(
        Content::text(args.input),
        args.expected,
        &options,
        &store.standing()?,
        &context.reviewer,
    )?;
    promote::warn(context, &proposal, args.keep_personal_data);
    promote::write(context, &mut store, proposal, args.force, |row, force| {
        Decision::GoldenAdd { row, force }
    })
}

fn edit(context: &Context, args: GoldenEdit) -> Result<()> {
    let mut store = context.open()?;
    let before = find(&store, &args.id)?.row;
    let changes = Changes {
        expected: args.expected,
        checks: promote::parse_checks(&args.checks)?,
        rubric: args.rubric,
        tags: (!args.tags.is_empty()).then_some(args.tags),
        critical: args.critical,
        mode: args.mode,
        note: args.note,
        keep_personal_data: args.keep_personal_data,
        redact_patterns: context.config.redact_regexes(),
    };
    let row = promotion::edit(&before, &changes)?;
    if row == before {
        return Err(Error::usage("nothing to change")
            .hint("give --expected, --check, --tag, --rubric, --mode, --note or --critical"));
    }
    let id = safe(&row.id);
    let row = Box::new(row);
    decide::decide(
        context,
        &mut store,
        Decision::GoldenEdit { row },
        &format!("edited {id}"),
    )
}

fn retire(context: &Context, id: &str) -> Result<()> {
    let mut store = context.open()?;
    find(&store, id)?;
    decide::decide(
        context,
        &mut store,
        Decision::GoldenRetire { row: id.to_owned() },
        &format!("retired {}", safe(id)),
    )
}

fn write_export(context: &Context, args: &GoldenExport) -> Result<()> {
    let rows: Vec<Row> = context
        .open()?
        .golden(false)?
        .into_iter()
        .map(|e| e.row)
        .collect();
    if rows.is_empty() && !context.io.json {
        context
            .io
            .remark("goldset: the golden set is empty; goldset promote ID puts a trace into it");
    }
    match args.output.as_deref() {
        None if rows.is_empty() => Ok(()),
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
                "{} written to {}",
                count(rows.len() as u64, "row"),
                safe(&written.display().to_string())
            ))
        }
    }
}

fn find(store: &Store, id: &str) -> Result<GoldenEntry> {
    store.golden_row(id)?.ok_or_else(|| {
        Error::failed(format!("no golden row {id:?}")).hint("goldset golden list shows them")
    })
}
