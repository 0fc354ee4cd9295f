//! Asking the judge: what it would take is shown first, then it is asked in the background, which can be looked at,
//! left alone and stopped.

use super::{
    Heard, Next, Overlay,
    cost::{self, Line, budget, estimate, keys, named, plural},
};
use crate::{
    error::Error,
    judge::{Ended, Outcome, Plan, Progress},
    model::time::Time,
    text::sanitise,
    tui::{
        app::App,
        command::PickAct,
        effect::Effect,
        reply,
        theme::Role,
        widget::{bar, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

#[derive(Debug)]
pub enum State {
    /// It is looked what it would take, since this time.
    Planning(Time),
    /// What it would take, seen from this line on.
    Ready(Box<Plan>, usize),
    /// It is asked; the app holds how far it is.
    Running,
}

/// A judge that is asked in the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging {
    model: String,
    progress: Progress,
    /// It was asked to stop.
    stopping: bool,
}

impl Judging {
    /// How far it is, in a few words.
    pub fn said(&self) -> String {
        let what = if self.stopping { "stopping" } else { "judging" };
        let Progress {
            done, questions, ..
        } = self.progress;
        format!("{what} {} of {}", when::count(done), when::count(questions))
    }
}

/// Looks what asking about the marked traces, or all that are shown, would take; or shows how far the judge is.
pub fn open(app: &mut App) -> Vec<Effect> {
    if app.judging.is_some() {
        app.overlays.push(Overlay::Judging(State::Running));
        return Vec::new();
    }
    let planning = State::Planning(app.now);
    app.overlays.push(Overlay::Judging(planning));
    vec![Effect::PlanJudging(app.queue.wanted(), app.now)]
}

pub(super) fn update(app: &mut App, state: State, heard: Heard) -> Next {
    match (heard, state) {
        (Heard::Pick(PickAct::Cancel), State::Running) => {
            let stopping = app.judging.as_mut().map(|judging| &mut judging.stopping);
            let asked = stopping.is_some_and(|stopping| !std::mem::replace(stopping, true));
            let stay = Next::stay(Overlay::Judging(State::Running));
            stay.with(asked.then_some(Effect::StopJudging))
        }
        (Heard::Pick(PickAct::Cancel), State::Planning(_)) => {
            Next::close().with([Effect::StopJudging])
        }
        (Heard::Pick(PickAct::Accept), State::Ready(plan, _)) if has_work(&plan) => {
            app.judging = Some(Judging {
                model: plan.model().to_owned(),
                progress: Progress {
                    questions: plan.traces - plan.known(),
                    ..Progress::default()
                },
                stopping: false,
            });
            let running = Overlay::Judging(State::Running);
            Next::stay(running).with([Effect::Judge(plan)])
        }
        (Heard::Pick(PickAct::Accept), State::Running | State::Ready(..))
        | (Heard::Pick(PickAct::Cancel), State::Ready(..)) => Next::close(),
        (Heard::Move(motion), State::Ready(plan, top)) => {
            let top = cost::scrolled(app, &what_it_takes(app, &plan), top, motion);
            Next::stay(Overlay::Judging(State::Ready(plan, top)))
        }
        (Heard::Pick(act), state @ State::Ready(..)) => {
            update(app, state, Heard::Move(super::line::motion(act)))
        }
        (_, state) => Next::stay(Overlay::Judging(state)),
    }
}

/// There is an answer to get, or one to take over.
fn has_work(plan: &Plan) -> bool {
    plan.calls() > 0 || plan.known() > plan.answered
}

fn close(app: &mut App) {
    let is_it = |overlay: &Overlay| matches!(overlay, Overlay::Judging(_));
    app.overlays.retain(|overlay| !is_it(overlay));
}

/// What it would take is known; dropped where nobody waits for it any more.
pub fn take_plan(app: &mut App, at: Time, planned: Result<Option<Box<Plan>>, Error>) {
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::Judging(State::Planning(since)) if *since == at);
    let ready = |plan| Overlay::Judging(State::Ready(plan, 0));
    cost::take_plan(app, waits, planned.map(|plan| plan.map(ready)));
}

/// It is that far.
pub fn take_progress(app: &mut App, progress: Progress) {
    if let Some(judging) = &mut app.judging {
        judging.progress = progress;
    }
}

/// It ended: what came of it is told, and what is shown is read again.
pub fn take_end(app: &mut App, ended: Result<Box<Outcome>, Error>) -> Vec<Effect> {
    let judging = app.judging.take();
    close(app);
    let model = judging.map(|judging| judging.model).unwrap_or_default();
    match ended {
        Ok(outcome) => {
            let came = came_of_it(&outcome);
            match outcome.ended {
                Ended::Through if outcome.failures.is_empty() => {
                    app.report(format!("{}: {came}", sanitise::line(&model)));
                }
                Ended::Through => app.warn(came),
                Ended::Spent => app.warn(format!("the budget is used up: {came}")),
                Ended::Stopped => app.say(format!("stopped: {came}")),
                Ended::Refused(why) => {
                    let why = sanitise::line(&why).into_owned();
                    app.complain(format!("{came}; the judge does not answer: {why}"));
                }
            }
        }
        Err(error) => reply::complain(app, &error),
    }
    reply::refresh(app)
}

/// E.g. `12 labelled, 3 with nothing wrong, 1 failed (no answer in 60 s), 4 left`.
fn came_of_it(outcome: &Outcome) -> String {
    let labelled = outcome.judged.saturating_sub(outcome.clean);
    let mut said = vec![format!("{} labelled", when::count(labelled))];
    if outcome.clean > 0 {
        said.push(format!("{} with nothing wrong", when::count(outcome.clean)));
    }
    if let Some((_, why)) = outcome.failures.first() {
        let failed = when::count(outcome.failures.len() as u64);
        said.push(format!("{failed} failed ({})", sanitise::line(why)));
    }
    if outcome.left > 0 {
        said.push(format!("{} left", when::count(outcome.left)));
    }
    said.join(", ")
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let lines = match (state, &app.judging) {
        (State::Ready(plan, _), _) => what_it_takes(app, plan),
        (State::Running, Some(judging)) => how_far(app, judging),
        _ => cost::looking(),
    };
    let top = match state {
        State::Ready(_, top) => *top,
        State::Planning(_) | State::Running => 0,
    };
    cost::draw(app, buf, screen, "Have a model judge", (&lines, top));
    None
}

fn what_it_takes(app: &App, plan: &Plan) -> Vec<Line> {
    let address = app.judge.as_deref().unwrap_or_default();
    let traces = format!(
        "{}, {} answered before",
        plural(plan.traces, "trace"),
        when::count(plan.known())
    );
    let mut lines = vec![
        named("about", traces),
        named("model", sanitise::line(plan.model()).into_owned()),
        named("at", sanitise::line(address).into_owned()),
        estimate(plan.calls(), plan.tokens),
        budget(plan.budget),
    ];
    if plan.is_beyond_budget() {
        let ends = "It ends where the budget does; another run goes on there.";
        lines.push(vec![(ends.to_owned(), Role::Warning)]);
    }
    lines.push(Vec::new());
    if !has_work(plan) {
        lines.push(keys("Esc", "leaves: there is nothing to ask"));
        return lines;
    }
    let sent = "Inputs, outputs, documents, tool calls and comments are sent there.";
    lines.push(vec![(sent.to_owned(), Role::Dim)]);
    lines.push(Vec::new());
    let mut line = keys("Enter", "asks   ");
    line.extend(keys("Esc", "leaves; nothing is sent"));
    lines.push(line);
    lines
}

fn how_far(app: &App, judging: &Judging) -> Vec<Line> {
    let Progress {
        done,
        questions,
        calls,
        tokens,
        failed,
    } = judging.progress;
    let share = done as f64 / questions.max(1) as f64;
    let failed = match failed {
        0 => String::new(),
        n => format!(", {} failed", when::count(n)),
    };
    let used = format!(
        "{}, {} tokens{failed}",
        plural(calls, "call"),
        when::count(tokens)
    );
    let mut line = keys("Enter", "goes on behind   ");
    line.extend(keys("Esc", "stops; what is answered is kept"));
    vec![
        vec![
            (format!("{}  ", judging.said()), Role::Text),
            (bar::bar(share, 24, app.glyphs), Role::Accent),
        ],
        named("model", sanitise::line(&judging.model).into_owned()),
        named("used", used),
        Vec::new(),
        line,
    ]
}
