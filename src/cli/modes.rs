//! `goldset modes …`: the failure modes of the team.

use super::{
    args::{Modes, ModesAdd, ModesEdit},
    context::Context,
    decide,
    io::{safe, write_stdout},
};
use crate::{
    analysis::taxonomy,
    error::{Error, Result},
    model::{
        decision::Decision,
        read::ModeRow,
        taxonomy::{Mode, ModeChange, Taxonomy, TaxonomyDecision},
    },
};
use serde_json::{Value, json};
use std::{fmt::Write as _, path::Path};

pub(crate) fn run(context: &Context, verb: Modes) -> Result<()> {
    match verb {
        Modes::List { all } => list(context, all),
        Modes::Add(args) => add(context, args),
        Modes::Rename { id, name } => {
            let change = ModeChange {
                name: Some(name.clone()),
                ..ModeChange::default()
            };
            let said = format!("{} is called {}", safe(&id), safe(&name));
            write(context, edit_of(id, change), &said)
        }
        Modes::Edit(args) => edit(context, args),
        Modes::Merge { id, into } => {
            let said = format!("{} merged into {}", safe(&id), safe(&into));
            write(context, TaxonomyDecision::Merge { mode: id, into }, &said)
        }
        Modes::Retire { id } => {
            let said = format!("retired {}", safe(&id));
            write(context, TaxonomyDecision::Retire { mode: id }, &said)
        }
        Modes::Import { file } => import(context, &file),
        Modes::Export { output } => export(context, output.as_deref()),
    }
}

/// Writes one decision, and brings what follows from it up to date.
fn write(context: &Context, decision: TaxonomyDecision, said: &str) -> Result<()> {
    let mut store = context.open()?;
    decide::decide(context, &mut store, Decision::Taxonomy(decision), said)
}

fn edit_of(mode: String, change: ModeChange) -> TaxonomyDecision {
    TaxonomyDecision::Edit {
        mode,
        change: Box::new(change),
    }
}

fn add(context: &Context, args: ModesAdd) -> Result<()> {
    let said = format!("added {}", safe(&args.id));
    let mode = Mode {
        name: args.name.unwrap_or_else(|| args.id.replace('_', " ")),
        id: args.id,
        definition: args.definition.unwrap_or_default(),
        example: args.example.unwrap_or_default(),
        severity: args.severity,
        fix: args.fix,
        cues: args.cues,
        aliases: args.aliases,
        digit: args.digit,
        ..Mode::default()
    };
    let mode = Box::new(mode);
    write(context, TaxonomyDecision::Add { mode }, &said)
}

fn edit(context: &Context, args: ModesEdit) -> Result<()> {
    let said = format!("changed {}", safe(&args.id));
    let given = |list: Vec<String>| (!list.is_empty()).then_some(list);
    let change = ModeChange {
        name: args.name,
        definition: args.definition,
        example: args.example,
        severity: args.severity,
        fix: args.fix,
        cues: given(args.cues),
        aliases: given(args.aliases),
        digit: args.digit,
    };
    write(context, edit_of(args.id, change), &said)
}

fn import(context: &Context, file: &Path) -> Result<()> {
    let text = std::fs::read_to_string(file).map_err(|e| {
        Error::operational(format!("cannot read {}: {e}", file.display()))
            .hint("`goldset modes export` writes such a file")
    })?;
    let taxonomy = taxonomy::read(&text).map_err(|fault| {
        Error::usage(format!("{}: {fault}", file.display())).hint("nothing was changed")
    })?;
    let said = format!("{} modes stand", taxonomy.standing().count());
    let taxonomy = Box::new(taxonomy);
    write(context, TaxonomyDecision::Import { taxonomy }, &said)
}

fn export(context: &Context, output: Option<&Path>) -> Result<()> {
    let text = taxonomy::print(&context.open()?.taxonomy()?);
    match output.filter(|path| *path != Path::new("-")) {
        None => write_stdout(&text),
        Some(path) => {
            std::fs::write(path, &text).map_err(|e| {
                Error::operational(format!("cannot write {}: {e}", path.display()))
                    .hint("is the folder there, and may you write to it?")
            })?;
            context
                .io
                .text(&format!("written to {}", safe(&path.display().to_string())))
        }
    }
}

fn list(context: &Context, all: bool) -> Result<()> {
    let store = context.open()?;
    let taxonomy = store.taxonomy()?;
    let rows: Vec<ModeRow> = store
        .mode_rows()?
        .into_iter()
        .filter(|r| all || r.mode.stands())
        .collect();
    if context.io.json {
        let modes: Vec<Value> = rows.iter().map(row_json).collect();
        return context
            .io
            .json(&json!({"version": taxonomy.version, "modes": modes}));
    }
    context.io.text(&table(&taxonomy, &rows))
}

fn row_json(row: &ModeRow) -> Value {
    let mut value = serde_json::to_value(&row.mode).unwrap_or_default();
    if let Value::Object(map) = &mut value {
        map.insert("labelled".into(), json!(row.labelled));
        map.insert("predicted".into(), json!(row.predicted));
    }
    value
}

fn table(taxonomy: &Taxonomy, rows: &[ModeRow]) -> String {
    let mut text = format!(
        "{:<2} {:<16} {:<18} {:>8} {:<9} {:>8} {:>9}",
        "", "id", "name", "severity", "fix", "labelled", "predicted"
    );
    for ModeRow {
        mode,
        labelled,
        predicted,
    } in rows
    {
        let digit = mode.digit.map(|d| d.to_string()).unwrap_or_default();
        let state = match &mode.into {
            Some(_) => format!("  → {}", safe(taxonomy.resolve(&mode.id))),
            None if mode.retired => "  retired".to_owned(),
            None => String::new(),
        };
        let _ = write!(
            text,
            "\n{digit:<2} {:<16} {:<18} {:>8} {:<9} {labelled:>8} {predicted:>9}{state}",
            safe(&mode.id),
            safe(&mode.name),
            mode.severity,
            safe(&mode.fix),
        );
    }
    text
}
