//! One decision about many traces: what will happen to how many is shown first, then it is carried out part by part,
//! which can be stopped, and all of it is one undo.

mod view;

pub(super) use view::view;

use super::{Heard, Next, Overlay};
use crate::{
    golden::many::{self as promotions, Candidate},
    model::{
        decision::Decision,
        event::EventId,
        golden::Standing,
        many::{Act, Judged, MOST_PROMOTED, PART, Plan, plan},
    },
    tui::{
        app::App,
        command::PickAct,
        effect::{Effect, Read, Slot, Write},
        reply,
        widget::when,
    },
};

/// Traces whose promotion is planned by one read.
const PLANNED: usize = 16;

#[derive(Debug)]
pub struct State {
    act: Act,
    traces: Vec<String>,
    phase: Phase,
    /// The marks are what it is about: they go when it is done.
    marked: bool,
}

#[derive(Debug)]
enum Phase {
    /// It is looked at what stands on them; of promotions, on the first so many.
    Planning {
        plan: Plan,
        looked_at: usize,
        standing: Vec<Standing>,
    },
    Ready(Plan),
    Running {
        decisions: Vec<Decision>,
        done: usize,
        group: Option<EventId>,
        /// No further part is to be begun.
        stop: bool,
    },
}

impl State {
    fn new(act: Act, traces: Vec<String>, marked: bool) -> Self {
        Self {
            act,
            traces,
            phase: Phase::Planning {
                plan: Plan::default(),
                looked_at: 0,
                standing: Vec::new(),
            },
            marked,
        }
    }
}

/// Opens the preview of what an act does to the marked traces.
pub fn open(app: &mut App, act: Act) -> Vec<Effect> {
    let traces = app.queue.marks().ids();
    open_for(app, act, traces, true)
}

/// Opens the preview of what an act does to these traces.
pub fn open_for(app: &mut App, act: Act, traces: Vec<String>, marked: bool) -> Vec<Effect> {
    let mut state = State::new(act, traces, marked);
    if state.act == Act::Promote && state.traces.len() > MOST_PROMOTED {
        app.warn(format!(
            "{} are promoted at once at most: mark fewer",
            when::count(MOST_PROMOTED as u64)
        ));
        return Vec::new();
    }
    let effects = look(app, &mut state).into_iter().collect();
    app.overlays.push(Overlay::Many(Box::new(state)));
    effects
}

/// Does it without asking: what will happen was shown already.
pub fn run_at_once(app: &mut App, act: Act, decisions: Vec<Decision>) -> Vec<Effect> {
    let plan = Plan {
        decisions,
        ..Plan::default()
    };
    let next = begin(app, Box::new(State::new(act, Vec::new(), false)), plan);
    app.overlays.extend(next.overlay);
    next.effects
}

/// Asks what stands on the traces; none when everything was looked at.
fn look(app: &mut App, state: &mut State) -> Option<Effect> {
    let Phase::Planning {
        looked_at,
        standing,
        ..
    } = &state.phase
    else {
        return None;
    };
    if state.act != Act::Promote {
        return Some(app.read(Slot::Overlay, Read::Judged(state.traces.clone())));
    }
    let ids: Vec<String> = state
        .traces
        .iter()
        .skip(*looked_at)
        .take(PLANNED)
        .cloned()
        .collect();
    if ids.is_empty() {
        return None;
    }
    let read = Read::Candidates {
        traces: ids,
        earlier: standing.clone(),
        redact: app.redact.clone(),
    };
    Some(app.read(Slot::Overlay, read))
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    match (heard, &mut state.phase) {
        (Heard::Pick(PickAct::Cancel), Phase::Running { stop, .. }) => *stop = true,
        (Heard::Pick(PickAct::Cancel), _) => {
            app.flight.drop_read(Slot::Overlay);
            return Next::close();
        }
        (Heard::Pick(PickAct::Accept), Phase::Ready(plan)) => {
            let plan = std::mem::take(plan);
            return begin(app, state, plan);
        }
        (Heard::Judged(judged), Phase::Planning { .. }) => take_judged(app, &mut state, &judged),
        (Heard::Candidates(found), Phase::Planning { .. }) => {
            let effects = take_candidates(app, &mut state, found);
            return Next::stay(Overlay::Many(state)).with(effects);
        }
        (Heard::Unread, Phase::Planning { .. }) => return Next::close(),
        (Heard::Part(events), Phase::Running { .. }) => return take_part(app, state, events),
        (Heard::PartFailed(why), Phase::Running { .. }) => return finish(app, &state, Some(&why)),
        _ => {}
    }
    Next::stay(Overlay::Many(state))
}

fn take_judged(app: &App, state: &mut State, judged: &[Judged]) {
    let order = app.queue.order().name();
    state.phase = Phase::Ready(plan(&state.act, &state.traces, judged, Some(order)));
}

fn take_candidates(app: &mut App, state: &mut State, found: Vec<Candidate>) -> Option<Effect> {
    let Phase::Planning {
        plan,
        looked_at,
        standing,
    } = &mut state.phase
    else {
        return None;
    };
    for candidate in found {
        let trace = &state.traces[(*looked_at).min(state.traces.len() - 1)];
        *looked_at += 1;
        match candidate {
            Candidate::Row(row) => {
                standing.push(Standing::of(&row));
                plan.promote(*row, false);
            }
            Candidate::LeftOut(why) => plan.leave_out(trace, why),
        }
    }
    let more = look(app, state);
    if let (None, Phase::Planning { plan, .. }) = (&more, &mut state.phase) {
        let mut plan = std::mem::take(plan);
        plan.remarks.extend(promotions::personal_data(&plan));
        state.phase = Phase::Ready(plan);
    }
    more
}

/// Begins to carry out what was shown.
fn begin(app: &mut App, mut state: Box<State>, plan: Plan) -> Next {
    if plan.is_empty() {
        app.say("nothing to do: all of them are left out");
        return Next::close();
    }
    if !plan.skips.is_empty() {
        if state.marked {
            app.queue.marks_mut().clear();
        }
        return Next::close().with([app.write(Write::SkipAll(plan.skips))]);
    }
    state.phase = Phase::Running {
        decisions: plan.decisions,
        done: 0,
        group: None,
        stop: false,
    };
    go_on(app, state)
}

/// Writes the next part, or ends.
fn go_on(app: &mut App, state: Box<State>) -> Next {
    let Phase::Running {
        decisions,
        done,
        group,
        stop,
    } = &state.phase
    else {
        return Next::stay(Overlay::Many(state));
    };
    if *stop || *done >= decisions.len() {
        return finish(app, &state, None);
    }
    let part = decisions[*done..decisions.len().min(*done + PART)].to_vec();
    let write = Write::DecideSome {
        decisions: part,
        group: group.clone(),
    };
    let effect = app.write(write);
    Next::stay(Overlay::Many(state)).with([effect])
}

fn take_part(app: &mut App, mut state: Box<State>, events: Vec<EventId>) -> Next {
    if let Phase::Running { done, group, .. } = &mut state.phase {
        *done += events.len();
        *group = group.take().or_else(|| events.into_iter().next());
    }
    go_on(app, state)
}

/// Says what stands, and shows it.
fn finish(app: &mut App, state: &State, why: Option<&str>) -> Next {
    let Phase::Running {
        decisions, done, ..
    } = &state.phase
    else {
        return Next::close();
    };
    let (done, all) = (*done, decisions.len());
    if done > 0 {
        let what = view::done(app, &state.act);
        let traces = when::plural(done, "trace");
        if done == all {
            app.report(format!("{what} {traces} · u undoes all of it"));
        } else {
            let all = when::count(all as u64);
            let why = why.map(|why| format!(", {why}")).unwrap_or_default();
            app.warn(format!(
                "stopped{why}: {what} {done} of {all} · u undoes them"
            ));
        }
    }
    if state.marked && done == all {
        app.queue.marks_mut().clear();
    }
    Next::close().with(reply::refresh(app))
}
