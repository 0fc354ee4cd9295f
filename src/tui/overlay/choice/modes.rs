//! What can be chosen for a failure mode.

use super::{Chosen, State, item};
use crate::{
    model::taxonomy::{FIXES, Mode, ModeChange, TaxonomyDecision},
    tui::app::App,
};

/// The modes that another may be merged into.
pub fn merge_mode(app: &App, mode: &Mode) -> State {
    let others = app.taxonomy.standing().filter(|other| other.id != mode.id);
    let items = others.map(|other| {
        let decision = TaxonomyDecision::Merge {
            mode: mode.id.clone(),
            into: other.id.clone(),
        };
        let said = format!("{} merged into {}", mode.name, other.name);
        item(
            other.name.clone(),
            other.definition.clone(),
            Chosen::Mode(decision, said),
        )
    });
    State::new(format!("Merge {} into", mode.name), items.collect(), 0)
}

/// How severe a mode is.
pub fn severities(mode: &Mode) -> State {
    let about = [
        "a blemish",
        "annoying",
        "the answer does not help",
        "wrong and costly",
        "harm",
    ];
    let items = (1..=5u8).zip(about).map(|(severity, about)| {
        let change = ModeChange {
            severity: Some(severity),
            ..ModeChange::default()
        };
        let said = format!("{} has severity {severity}", mode.name);
        item(
            severity.to_string(),
            about,
            Chosen::Mode(edit(mode, change), said),
        )
    });
    let at = usize::from(mode.severity.saturating_sub(1));
    State::new(
        format!("How severe is {}?", mode.name),
        items.collect(),
        at.min(4),
    )
}

/// How a mode is usually fixed.
pub fn fixes(mode: &Mode) -> State {
    let items = FIXES.map(|fix| {
        let change = ModeChange {
            fix: Some(fix.to_owned()),
            ..ModeChange::default()
        };
        let said = format!("{} is fixed by {fix}", mode.name);
        item(fix, "", Chosen::Mode(edit(mode, change), said))
    });
    let at = FIXES.iter().position(|fix| *fix == mode.fix).unwrap_or(0);
    State::new(
        format!("How is {} usually fixed?", mode.name),
        items.to_vec(),
        at,
    )
}

fn edit(mode: &Mode, change: ModeChange) -> TaxonomyDecision {
    TaxonomyDecision::Edit {
        mode: mode.id.clone(),
        change: Box::new(change),
    }
}
