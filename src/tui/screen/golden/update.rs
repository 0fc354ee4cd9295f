//! What keys, clicks and answers do to the golden screen.

use super::{page, view};
use crate::{
    golden::promotion::{self, Changes},
    model::{
        decision::Decision,
        golden::{GoldenEntry, Row},
    },
    tui::{
        app::App,
        command::{GoldenAct, Motion},
        decide,
        effect::{Effect, Read, Slot, Write},
        overlay::{self, Overlay},
        screen::trace,
        widget::scroll,
    },
};
use ratatui::layout::Position;

/// The screen comes up.
pub fn enter(app: &mut App) -> Vec<Effect> {
    refresh(app)
}

/// Reads the rows again.
pub fn refresh(app: &mut App) -> Vec<Effect> {
    let retired = app.golden.retired;
    vec![app.read(Slot::Golden, Read::Golden { retired })]
}

pub fn take_entries(app: &mut App, entries: Vec<GoldenEntry>) -> Vec<Effect> {
    app.golden.take(entries, &app.taxonomy);
    Vec::new()
}

/// What pages say beside the rows has changed.
pub fn lay_out_anew(app: &mut App) {
    app.golden.laid = None;
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    match motion {
        Motion::NextPane | Motion::PreviousPane => app.golden.in_page = !app.golden.in_page,
        _ if app.golden.in_page || app.zoomed => {
            let height = usize::from(view::areas(app).page.height);
            let last = app.golden.lines.len().saturating_sub(height);
            app.golden.page_top =
                scroll::step(motion, app.golden.page_top, height, last + 1).min(last);
        }
        _ => {
            let height = usize::from(view::areas(app).rows.height);
            let to = scroll::step(motion, app.golden.selected, height, app.golden.shown.len());
            select(app, to);
        }
    }
    Vec::new()
}

/// The wheel scrolls what is under the pointer, whichever has the keys.
pub fn wheel(app: &mut App, motion: Motion, at: Position) -> Vec<Effect> {
    let keys_in_page = app.golden.in_page;
    app.golden.in_page = view::areas(app).page.contains(at);
    let effects = go(app, motion);
    app.golden.in_page = keys_in_page;
    effects
}

fn select(app: &mut App, to: usize) {
    if to != app.golden.selected {
        app.golden.page_top = 0;
    }
    app.golden.selected = to;
}

pub fn run(app: &mut App, act: GoldenAct) -> Vec<Effect> {
    match act {
        GoldenAct::ShowRetired => {
            app.golden.retired = !app.golden.retired;
            return refresh(app);
        }
        GoldenAct::Search => {
            let prompt = overlay::line::search_golden(&app.golden.search);
            app.overlays.push(Overlay::Line(prompt));
            return Vec::new();
        }
        GoldenAct::Export => {
            app.overlays
                .push(Overlay::Line(overlay::line::export_golden()));
            return Vec::new();
        }
        _ => {}
    }
    let Some(entry) = app.golden.selected().cloned() else {
        return Vec::new();
    };
    match act {
        GoldenAct::OpenTrace => match &entry.row.source.trace {
            Some(id) => trace::open(app, id),
            None => Vec::new(),
        },
        GoldenAct::Edit => overlay::editor::open_row(app, entry.row),
        GoldenAct::Tags => {
            app.overlays
                .push(Overlay::Line(overlay::line::tag_row(&entry.row)));
            Vec::new()
        }
        GoldenAct::Critical => {
            let critical = Some(!entry.row.critical);
            edit(
                app,
                &entry.row,
                Changes {
                    critical,
                    ..Changes::default()
                },
                "",
            )
        }
        GoldenAct::Retire => {
            let said = format!("retired {}", entry.row.id);
            decide::decide(app, Decision::GoldenRetire { row: entry.row.id }, said)
        }
        GoldenAct::ShowRetired | GoldenAct::Search | GoldenAct::Export => Vec::new(),
    }
}

/// Changes a row as it stands by now; the remark follows in what is said once it is done. What others changed in it since
/// it was shown stays, but for what is changed here as well, which is told.
pub fn edit(app: &mut App, row: &Row, mut changes: Changes, remark: &str) -> Vec<Effect> {
    changes.redact_patterns.clone_from(&app.redact);
    let stands = app.golden.row(&row.id).unwrap_or(row);
    let replaced = changes.expected.is_some() && stands.expected != row.expected;
    match promotion::edit(stands, &changes) {
        Ok(changed) => {
            let meanwhile = if replaced {
                ", which somebody else had changed meanwhile"
            } else {
                ""
            };
            let said = format!("{}{meanwhile}{remark}", told(&changes, &row.id));
            decide::decide(
                app,
                Decision::GoldenEdit {
                    row: Box::new(changed),
                },
                said,
            )
        }
        Err(error) => {
            app.complain(error.to_string().replace('\n', ": "));
            Vec::new()
        }
    }
}

/// What was changed of a row, in words.
fn told(changes: &Changes, row: &str) -> String {
    match changes {
        Changes {
            critical: Some(true),
            ..
        } => format!("{row} is critical: its failure alone blocks a release"),
        Changes {
            critical: Some(false),
            ..
        } => format!("{row} is not critical any more"),
        Changes { tags: Some(_), .. } => format!("changed the tags of {row}"),
        _ => format!("changed what {row} expects"),
    }
}

/// Gives back an expected text that could not be saved.
pub fn give_back(app: &mut App, row: &Row) {
    let stands = app.golden.row(&row.id).cloned();
    let typed = row.expected.clone().unwrap_or_default();
    if let Some(stands) = stands.filter(|s| s.expected != row.expected) {
        overlay::editor::reopen_row(app, stands, &typed);
    }
}

/// Shows only the rows that hold all these words.
pub fn search(app: &mut App, words: &str) {
    words.clone_into(&mut app.golden.search);
    app.golden.top = 0;
    let kept = app.golden.selected().map(|e| e.row.id.clone());
    app.golden.sift(kept);
}

/// Shows all rows again where a search left some out; false where none did.
pub fn leave_search(app: &mut App) -> bool {
    let searched = !app.golden.search.is_empty();
    if searched {
        search(app, "");
    }
    searched
}

/// Writes the rows that stand to a file.
pub fn export(app: &mut App, path: &str) -> Effect {
    app.write(Write::ExportGolden(path.to_owned()))
}

/// A click inside the body, in cells from its top left.
pub fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
    let areas = view::areas(app);
    let body = areas.body;
    let (x, y) = (body.x + column, body.y + row);
    if areas.page.contains((x, y).into()) {
        app.golden.in_page = true;
    } else if areas.rows.contains((x, y).into()) {
        app.golden.in_page = false;
        let to = app.golden.top + usize::from(y - areas.rows.y);
        if to < app.golden.shown.len() {
            select(app, to);
        }
    }
    Vec::new()
}

/// Lays out the selected row's page where it changed, and keeps the selection in sight.
pub(in crate::tui) fn settle(app: &mut App) {
    let areas = view::areas(app);
    let (height, len) = (usize::from(areas.rows.height), app.golden.shown.len());
    app.golden.top = scroll::follow(app.golden.top, app.golden.selected, height, len);
    let id = app.golden.selected().map(|e| e.row.id.clone());
    let wanted = Some((areas.page.width, id, app.golden.edition));
    if app.golden.laid == wanted {
        return;
    }
    let lines = app
        .golden
        .selected()
        .map(|entry| page::lines(entry, &app.taxonomy, usize::from(areas.page.width)));
    app.golden.lines = lines.unwrap_or_default();
    app.golden.laid = wanted;
    let last = app
        .golden
        .lines
        .len()
        .saturating_sub(usize::from(areas.page.height));
    app.golden.page_top = app.golden.page_top.min(last);
}
