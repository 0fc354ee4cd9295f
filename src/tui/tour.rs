//! The tour over the sample: one sentence a step, done when what it asks for was done. `goldset demo --tour` begins it.

use super::{
    app::{App, Screen},
    command::{Availability, Command, DecideAct, Id, Motion, QueueAct, ShellAct, TraceAct, of},
    effect::Effect,
    layout::Areas,
    screen::trace::Pane,
    theme::Role,
    update,
    widget::Pen,
};
use crate::text::{width, wrap};
use ratatui::{buffer::Buffer, layout::Rect};

/// Where a person is on the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tour {
    step: usize,
    /// A decision was taken back since the step began.
    undone: bool,
}

/// One step: what it says, the command it is about, and when it is done.
struct Step {
    says: &'static str,
    about: Id,
    done: fn(&App, &Tour) -> bool,
}

const STEPS: [Step; 10] = [
    Step {
        says: "The queue lists the worst outputs first and says why each is thought bad; open the first one.",
        about: Id::Queue(QueueAct::Open),
        done: |app, _| app.screen == Screen::Trace,
    },
    Step {
        says: "A trace shows what happened: conversation, spans, documents, signals; turn to its next page.",
        about: Id::Move(Motion::NextPane),
        done: |app, _| app.screen == Screen::Trace && app.trace.pane() != Pane::Conversation,
    },
    Step {
        says: "Compare the output with what its user says it should have been.",
        about: Id::Trace(TraceAct::Diff),
        done: |app, _| app.screen == Screen::Trace && app.trace.pane() == Pane::Diff,
    },
    Step {
        says: "Say what is wrong: a digit names the failure mode, here 2, wrong facts; that is a verdict, too.",
        about: Id::Decide(DecideAct::Label),
        done: |app, _| app.subject().is_some_and(|row| row.decided.mine.is_some()),
    },
    Step {
        says: "Write what would have been right: the user's own words stand there already, and Ctrl-S saves them.",
        about: Id::Decide(DecideAct::Correct),
        done: |app, _| app.subject().is_some_and(|row| row.decided.corrected),
    },
    Step {
        says: "Promote it: input, expected answer and checks become a golden row; Enter says yes.",
        about: Id::Decide(DecideAct::Promote),
        done: |app, _| app.subject().is_some_and(|row| row.decided.golden),
    },
    Step {
        says: "See what fails alike: groups with how often, how bad, what to fix first, and whether fixes held.",
        about: Id::Shell(ShellAct::Clusters),
        done: |app, _| app.screen == Screen::Clusters,
    },
    Step {
        says: "Every cluster has its page: why now, and what stands for it; Enter there opens the traces behind it.",
        about: Id::Move(Motion::NextPane),
        done: |app, _| app.screen == Screen::Clusters && app.clusters.is_in_page(),
    },
    Step {
        says: "See the golden set: these rows keep the failure from coming back.",
        about: Id::Shell(ShellAct::Golden),
        done: |app, _| app.screen == Screen::Golden,
    },
    Step {
        says: "Take the last decision back: nothing here is final, over restarts too.",
        about: Id::Shell(ShellAct::Undo),
        done: |_, tour| tour.undone,
    },
];

/// Begins at the first step.
pub(super) fn begin(app: &mut App) {
    app.tour = Some(Tour::default());
}

/// The sample is still on its way, so that there is nothing to be shown yet.
pub(super) fn waits(app: &App) -> bool {
    app.queue.is_importing()
}

/// Goes on where the step was done. Called after every update.
pub(super) fn settle(app: &mut App) {
    if waits(app) {
        return;
    }
    while let Some(tour) = app.tour {
        if !is_done(app, tour) {
            return;
        }
        skip(app);
    }
}

/// Goes on to the next step: what only shows something is shown, what decides is passed over.
pub(super) fn go_on(app: &mut App) -> Vec<Effect> {
    let effects = show(app).unwrap_or_default();
    if app.tour.is_some_and(|tour| !is_done(app, tour)) {
        skip(app);
    }
    effects
}

/// Runs the command of the step at hand where it decides nothing and can run here.
fn show(app: &mut App) -> Option<Vec<Effect>> {
    let command = about(app)?;
    let shows = !matches!(command.id, Id::Decide(_) | Id::Shell(ShellAct::Undo));
    let here = app.overlays.is_empty() && app.context().scopes().contains(&command.scope);
    let can = shows && here && (command.when)(app) == Availability::Yes;
    can.then(|| update::run(app, command))
}

fn is_done(app: &App, tour: Tour) -> bool {
    STEPS
        .get(tour.step)
        .is_some_and(|step| (step.done)(app, &tour))
}

/// Goes on to the next step, whether this one was done or not.
pub(super) fn skip(app: &mut App) {
    let Some(tour) = app.tour else { return };
    let step = tour.step + 1;
    if step < STEPS.len() {
        app.tour = Some(Tour {
            step,
            undone: false,
        });
    } else {
        app.tour = None;
        app.report("that was the tour; ? shows every key, goldset import takes your traces");
    }
}

/// Hears that a decision was taken back.
pub(super) fn hear_undone(app: &mut App) {
    if let Some(tour) = &mut app.tour {
        tour.undone = true;
    }
}

pub(super) fn end(app: &mut App) {
    app.tour = None;
    app.say("the tour is over; the palette begins it again");
}

/// The command that the step at hand is about.
pub(super) fn about(app: &App) -> Option<&'static Command> {
    let step = STEPS.get(app.tour?.step)?;
    of(step.about)
}

/// Lines that the step takes on a terminal of this size; none where it is too low.
pub(super) fn height(app: &App) -> u16 {
    let shown = app.size.height >= 16 && !app.zoomed;
    let Some(tour) = app.tour.filter(|_| shown) else {
        return 0;
    };
    u16::try_from(lines(app, tour).len()).unwrap_or(0)
}

fn lines(app: &App, tour: Tour) -> Vec<String> {
    if waits(app) {
        return vec!["The tour begins when the sample data is in.".to_owned()];
    }
    let Some(step) = STEPS.get(tour.step) else {
        return Vec::new();
    };
    let key = of(step.about).map(|c| app.keymap.shown(c));
    let before = format!("{} of {}", tour.step + 1, STEPS.len());
    let skips = of(Id::Shell(ShellAct::TourNext)).map(|c| app.keymap.shown(c));
    let text = format!(
        "{before}   {}   {}   ({} goes on, Esc ends the tour)",
        key.unwrap_or_default(),
        step.says,
        skips.unwrap_or_default()
    );
    let cells = usize::from(app.size.width).saturating_sub(2).max(1);
    wrap::wrap(&text, cells)
        .into_iter()
        .map(|range| text[range].trim().to_owned())
        .collect()
}

/// Draws the step above the footer.
pub(super) fn draw(app: &App, buf: &mut Buffer, areas: &Areas) {
    let Some(tour) = app.tour else { return };
    let key = about(app).map(|c| app.keymap.shown(c)).unwrap_or_default();
    for (row, line) in lines(app, tour).iter().enumerate() {
        let row = u16::try_from(row).unwrap_or(u16::MAX);
        let mut pen = Pen::new(buf, areas.card, row);
        pen.gap(1);
        let lit = format!("   {key}   ");
        match line.split_once(&lit).filter(|_| row == 0) {
            Some((before, after)) => {
                pen.text(before, app.theme.style(Role::Accent))
                    .gap(3)
                    .text(&format!(" {key} "), app.theme.style(Role::Selected))
                    .gap(1);
                pen.text(after, app.theme.style(Role::Strong));
            }
            None => {
                pen.text(line, app.theme.style(Role::Strong));
            }
        }
    }
}

/// Lights the hint of the footer that the step is about.
pub(super) fn light(app: &App, command: &Command, area: Rect, buf: &mut Buffer) {
    if about(app).is_some_and(|c| c.id == command.id) {
        let cells = u16::try_from(width::width(&app.keymap.shown(command))).unwrap_or(0);
        let key = Rect {
            width: cells.min(area.width),
            ..area
        };
        buf.set_style(key.intersection(buf.area), app.theme.style(Role::Selected));
    }
}
