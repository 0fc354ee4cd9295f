//! Grouping by vectors of an embeddings endpoint: what asking for them would take is shown first, then they are asked for
//! and grouped by in the background, as any grouping is.

use super::{
    Heard, Next, Overlay,
    cost::{self, Line, budget, estimate, keys, named, plural},
};
use crate::{
    embed::Plan,
    error::Error,
    model::time::Time,
    text::sanitise,
    tui::{
        app::App,
        command::PickAct,
        effect::{By, Effect},
        screen::clusters,
        theme::Role,
        widget::when,
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
}

/// Looks what it would take.
pub fn open(app: &mut App) -> Vec<Effect> {
    let planning = State::Planning(app.now);
    app.overlays.push(Overlay::Embedding(planning));
    vec![Effect::PlanEmbeddings(app.now)]
}

pub(super) fn update(app: &mut App, state: State, heard: Heard) -> Next {
    match (heard, state) {
        (Heard::Pick(PickAct::Cancel), State::Planning(_)) => {
            Next::close().with([Effect::StopGrouping])
        }
        (Heard::Pick(PickAct::Cancel), State::Ready(..)) => Next::close(),
        (Heard::Pick(PickAct::Accept), State::Ready(plan, _)) => {
            Next::close().with(clusters::group_by(app, By::Embeddings(plan)))
        }
        (Heard::Move(motion), State::Ready(plan, top)) => {
            let top = cost::scrolled(app, &what_it_takes(app, &plan), top, motion);
            Next::stay(Overlay::Embedding(State::Ready(plan, top)))
        }
        (Heard::Pick(act), state @ State::Ready(..)) => {
            update(app, state, Heard::Move(super::line::motion(act)))
        }
        (_, state) => Next::stay(Overlay::Embedding(state)),
    }
}

/// What it would take is known; dropped where nobody waits for it any more.
pub fn take_plan(app: &mut App, at: Time, planned: Result<Option<Box<Plan>>, Error>) {
    let waits = |overlay: &Overlay| matches!(overlay, Overlay::Embedding(State::Planning(since)) if *since == at);
    let ready = |plan| Overlay::Embedding(State::Ready(plan, 0));
    cost::take_plan(app, waits, planned.map(|plan| plan.map(ready)));
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let (lines, top) = match state {
        State::Ready(plan, top) => (what_it_takes(app, plan), *top),
        State::Planning(_) => (cost::looking(), 0),
    };
    let title = "Group by an endpoint's vectors";
    cost::draw(app, buf, screen, title, (&lines, top));
    None
}

fn what_it_takes(app: &App, plan: &Plan) -> Vec<Line> {
    let texts = format!(
        "{} of {}, {} known",
        plural(plan.asked(), "text"),
        plural(plan.traces(), "failing trace"),
        when::count(plan.known())
    );
    let older = match plan.older() {
        0 => "none from before the window".to_owned(),
        n => format!(
            "{} from before the window: a cluster has a past",
            when::count(n)
        ),
    };
    let address = app.embeddings.as_deref().unwrap_or_default();
    let mut lines = vec![
        named("sends", texts),
        named("of them", older),
        named("model", sanitise::line(&plan.model).into_owned()),
        named("at", sanitise::line(address).into_owned()),
        estimate(plan.calls(), plan.tokens),
        budget(plan.budget),
    ];
    if plan.is_beyond_budget() {
        let ends = "It ends where the budget does, ungrouped; another run goes on there.";
        lines.push(vec![(ends.to_owned(), Role::Warning)]);
    }
    lines.push(Vec::new());
    if plan.asked() == 0 {
        let mut line = keys("Enter", "groups; nothing is sent   ");
        line.extend(keys("Esc", "leaves"));
        lines.push(line);
        return lines;
    }
    let sent = "Sent: questions with what people said, or with how the answer begins.";
    lines.push(vec![(sent.to_owned(), Role::Dim)]);
    lines.push(Vec::new());
    let mut line = keys("Enter", "asks and groups   ");
    line.extend(keys("Esc", "leaves; nothing is sent"));
    lines.push(line);
    lines
}
