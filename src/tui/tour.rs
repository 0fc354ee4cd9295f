//! The tour over the sample: one sentence a step, done when what it asks for was done. `goldset demo --tour` begins it.

use super::{
    app::{App, Screen},
    command::{Command, DecideAct, Id, QueueAct, ShellAct, TraceAct, of},
    layout::Areas,
    screen::trace::Pane,
    theme::Role,
    widget::Pen,
};
use crate::text::{width, wrap};
use ratatui::{buffer::Buffer, layout::Rect};

/// Where a person is on the tour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tour {
    step: usize,
    /// Golden rows when the step began.
    golden: u64,
}

/// One step: what it says, the command it is about, and when it is done.
struct Step {
    says: &'static str,
    about: Id,
    done: fn(&App, &Tour) -> bool,
}

const STEPS: [Step; 9] = [
    Step {
        says: "The queue lists the worst outputs first and says why each is thought bad; open the first one.",
        about: Id::Queue(QueueAct::Open),
        done: |app, _| app.screen == Screen::Trace,
    },
    Step {
        says: "A trace shows what happened: conversation, spans, documents, signals; turn to its next page.",
        about: Id::Move(super::command::Motion::NextPane),
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
        says: "See what fails alike: groups with why now, how bad each is, what to fix first, and whether fixes held.",
        about: Id::Shell(ShellAct::Clusters),
        done: |app, _| app.screen == Screen::Clusters,
    },
    Step {
        says: "See the golden set: these rows keep the failure from coming back.",
        about: Id::Shell(ShellAct::Golden),
        done: |app, _| app.screen == Screen::Golden,
    },
    Step {
        says: "Take the last decision back: nothing here is final, over restarts too.",
        about: Id::Shell(ShellAct::Undo),
        done: |app, tour| app.counts.golden < tour.golden,
    },
];

/// Begins at the first step.
pub(super) fn begin(app: &mut App) {
    app.tour = Some(Tour::default());
}

/// Goes on where the step was done. Called after every update.
pub(super) fn settle(app: &mut App) {
    while let Some(tour) = app.tour {
        let step = STEPS.get(tour.step);
        if step.is_none_or(|step| !(step.done)(app, &tour)) {
            return;
        }
        skip(app);
    }
}

/// Goes on to the next step, whether this one was done or not.
pub(super) fn skip(app: &mut App) {
    let Some(tour) = app.tour else { return };
    let step = tour.step + 1;
    if step < STEPS.len() {
        let golden = app.counts.golden;
        app.tour = Some(Tour { step, golden });
    } else {
        app.tour = None;
        app.report(
            "that was the tour; ? shows every key, goldset import brings in your own traces",
        );
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
    let shown = app.size.height >= 16 && !app.zoomed && !app.queue.is_importing();
    let Some(tour) = app.tour.filter(|_| shown) else {
        return 0;
    };
    u16::try_from(lines(app, tour).len()).unwrap_or(0)
}

fn lines(app: &App, tour: Tour) -> Vec<String> {
    let Some(step) = STEPS.get(tour.step) else {
        return Vec::new();
    };
    let key = of(step.about).map(|c| app.keymap.shown(c));
    let before = format!("{} of {}", tour.step + 1, STEPS.len());
    let skips = of(Id::Shell(ShellAct::TourNext)).map(|c| app.keymap.shown(c));
    let text = format!(
        "{before}   {}   {}   ({} skips, Esc ends the tour)",
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
