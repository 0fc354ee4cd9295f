//! Decisions about failure modes: what they must satisfy, and what the journal keeps of them.

use crate::{
    error::{Error, Result},
    model::{
        nearest::nearest,
        taxonomy::{FIXES, Mode, ModeChange, Taxonomy, TaxonomyDecision as D},
    },
    store::{journal::Draft, modes, texts},
};
use rusqlite::Connection;
use serde_json::{Map, Value, json};

/// Fields that hold words of the team.
const TEXTS: [&str; 5] = ["name", "definition", "example", "cues", "aliases"];

pub(super) fn check(conn: &Connection, decision: &D) -> Result<()> {
    let taxonomy = modes::taxonomy(conn)?;
    match decision {
        D::Add { mode } => check_new(&taxonomy, mode),
        D::Edit { mode, change } => {
            let mut changed = standing(&taxonomy, mode)?.clone();
            if **change == ModeChange::default() {
                return Err(Error::usage("nothing to change").hint(
                    "give --name, --definition, --example, --severity, --fix, --cue, --alias or --digit",
                ));
            }
            change.apply(&mut changed);
            sound(&Taxonomy {
                version: 1,
                modes: vec![changed],
            })
        }
        D::Merge { mode, into } => {
            standing(&taxonomy, mode)?;
            standing(&taxonomy, into)?;
            if mode == into {
                return Err(Error::usage("a mode cannot be merged into itself"));
            }
            Ok(())
        }
        D::Retire { mode } => {
            standing(&taxonomy, mode)?;
            if taxonomy.standing().count() < 2 {
                return Err(Error::failed("the last mode cannot be retired"));
            }
            Ok(())
        }
        D::Import { taxonomy } => sound(taxonomy),
    }
}

fn check_new(taxonomy: &Taxonomy, mode: &Mode) -> Result<()> {
    match taxonomy.mode(&mode.id) {
        Some(known) if known.stands() => {
            return Err(
                Error::failed(format!("there is a failure mode {:?} already", mode.id))
                    .hint("`goldset modes edit` changes it"),
            );
        }
        _ => {}
    }
    sound(&Taxonomy {
        version: 1,
        modes: vec![mode.clone()],
    })
}

fn sound(taxonomy: &Taxonomy) -> Result<()> {
    let faults = taxonomy.faults();
    match faults.as_slice() {
        [] => Ok(()),
        [first, rest @ ..] => Err(Error::usage(first.clone()).hint(match rest {
            [] => format!(
                "ids look like wrong_facts; severity is 1 to 5; fix is one of {}",
                FIXES.join(", ")
            ),
            rest => rest.join("; "),
        })),
    }
}

/// A mode that stands, or the error that names the nearest.
pub(super) fn standing<'t>(taxonomy: &'t Taxonomy, id: &str) -> Result<&'t Mode> {
    if let Some(mode) = taxonomy.mode(id) {
        if mode.stands() {
            return Ok(mode);
        }
        let hint = match &mode.into {
            Some(_) => format!("it was merged into {}", taxonomy.resolve(id)),
            None => "it was retired; `goldset modes add` lets it stand again".to_owned(),
        };
        return Err(Error::usage(format!("the failure mode {id:?} no longer stands")).hint(hint));
    }
    let ids = || taxonomy.standing().map(|m| m.id.as_str());
    let hint = match nearest(id, ids()) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("one of {}", ids().collect::<Vec<_>>().join(", ")),
    };
    Err(Error::usage(format!("there is no failure mode {id:?}")).hint(hint))
}

pub(super) fn draft(conn: &Connection, decision: &D) -> Result<Draft> {
    let (target, payload) = match decision {
        D::Add { mode } => (&mode.id, fields(conn, &serde_json::to_value(mode))?),
        D::Edit { mode, change } => (mode, fields(conn, &serde_json::to_value(change))?),
        D::Merge { mode, into } => (mode, json!({"into": into})),
        D::Retire { mode } => (mode, json!({})),
        D::Import { taxonomy } => {
            let text = serde_json::to_string(taxonomy).map_err(|e| unwritable(&e))?;
            let modes = taxonomy.standing().count();
            (
                &"*".to_owned(),
                json!({"text": texts::keep(conn, &text)?, "modes": modes}),
            )
        }
    };
    Ok(Draft {
        kind: decision.kind().to_owned(),
        target: format!("m:{target}"),
        payload,
    })
}

/// Fields that are given; words of the team by their hashes.
fn fields(conn: &Connection, value: &serde_json::Result<Value>) -> Result<Value> {
    let given = match value {
        Ok(Value::Object(map)) => map.clone(),
        _ => Map::new(),
    };
    let (mut fields, mut hashes) = (Map::new(), Map::new());
    for (name, value) in given {
        let empty = value.is_null()
            || value.as_str() == Some("")
            || value.as_array().is_some_and(Vec::is_empty);
        if name == "id" || value.is_null() {
            continue;
        }
        if TEXTS.contains(&name.as_str()) {
            if !empty || name == "cues" || name == "aliases" {
                hashes.insert(name, texts::keep(conn, &value.to_string())?.into());
            }
        } else {
            fields.insert(name, value);
        }
    }
    Ok(json!({"fields": fields, "texts": hashes}))
}

fn unwritable(error: &serde_json::Error) -> Error {
    Error::operational(format!("the taxonomy cannot be kept: {error}"))
}
