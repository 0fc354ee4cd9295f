//! What a click or the wheel means, told from the areas the view draws into.

use super::{
    app::{App, Screen},
    command::{Context, Motion, PickAct},
    copy,
    effect::Effect,
    keys::{Mouse, MouseKind},
    layout,
    overlay::{self, Heard},
    screen::{clusters, golden, queue, trace},
    selection::Selection,
    update,
};
use ratatui::layout::Position;

/// Cells at the left of a trace's head that lead back.
const BACK: u16 = 18;
/// Lines the wheel scrolls at a time.
const WHEEL: usize = 3;

/// Takes in a mouse event. A press that is released where it was is a click; one that is dragged selects text.
pub(super) fn take(app: &mut App, mouse: Mouse) -> Vec<Effect> {
    let at = Position::new(mouse.column, mouse.row);
    match mouse.kind {
        MouseKind::Press => {
            app.selection = Some(Selection::begin(app, at));
            Vec::new()
        }
        MouseKind::Drag => {
            if let Some(selection) = &mut app.selection {
                selection.stretch(at);
            }
            Vec::new()
        }
        MouseKind::Release => release(app),
        MouseKind::Click => click(app, at),
        MouseKind::WheelUp => wheel(app, Motion::Up, at),
        MouseKind::WheelDown => wheel(app, Motion::Down, at),
    }
}

/// The end of a drag copies what it selected, which stays lit until the next key.
fn release(app: &mut App) -> Vec<Effect> {
    let Some(selection) = app.selection.take() else {
        return Vec::new();
    };
    if selection.is_click() {
        return click(app, selection.start());
    }
    let text = selection.text(app);
    if text.trim().is_empty() {
        return Vec::new();
    }
    app.selection = Some(selection);
    vec![copy::selection(text)]
}

fn wheel(app: &mut App, motion: Motion, at: Position) -> Vec<Effect> {
    app.selection = None;
    let mut effects = Vec::new();
    for _ in 0..WHEEL {
        let more = if app.overlays.is_empty() {
            match app.screen {
                Screen::Queue if is_over_preview(app, at) => {
                    queue::scroll_preview(app, motion);
                    Vec::new()
                }
                Screen::Queue => queue::go(app, motion),
                Screen::Trace => trace::go(app, motion),
                Screen::Clusters => clusters::wheel(app, motion, at),
                Screen::Golden => golden::wheel(app, motion, at),
            }
        } else {
            let act = match motion {
                Motion::Up => PickAct::Up,
                _ => PickAct::Down,
            };
            match app.context() {
                Context::Picking | Context::Views => overlay::hear(app, Heard::Pick(act)),
                _ => overlay::hear(app, Heard::Move(motion)),
            }
        };
        effects.extend(more);
    }
    effects
}

/// Beside the list, or all of the screen where the text stands alone.
fn is_over_preview(app: &App, at: Position) -> bool {
    let (list, _) = layout::queue_panes(layout::areas(app).body);
    app.zoomed || !(list.x..list.right()).contains(&at.x)
}

fn click(app: &mut App, at: Position) -> Vec<Effect> {
    let areas = layout::areas(app);
    let hint = areas.hints.iter().find(|(_, area)| area.contains(at));
    if let Some((command, _)) = hint {
        let command = *command;
        return update::run(app, command);
    }
    if let Some(top) = app.overlays.last() {
        let list = top
            .list_area(app, areas.over())
            .filter(|area| area.contains(at));
        return match list {
            Some(area) => overlay::hear(app, Heard::Clicked(usize::from(at.y - area.y))),
            None => Vec::new(),
        };
    }
    if app.screen == Screen::Trace && areas.head.contains(at) && at.x < BACK {
        let from = app.trace.opened_from();
        return update::go_to(app, from);
    }
    let tab = areas.tabs.iter().find(|(_, area)| area.contains(at));
    if let (Some((screen, _)), true) = (tab, app.screen != Screen::Trace) {
        let screen = *screen;
        return update::turn_to(app, screen);
    }
    if !areas.body.contains(at) {
        return Vec::new();
    }
    let (column, row) = (at.x - areas.body.x, at.y - areas.body.y);
    match app.screen {
        Screen::Queue => queue::click(app, column, row),
        Screen::Trace => trace::click(app, column, row),
        Screen::Clusters => clusters::click(app, column, row),
        Screen::Golden => golden::click(app, column, row),
    }
}
