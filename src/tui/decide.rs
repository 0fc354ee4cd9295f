//! Decisions on the trace at hand, given on the queue or on the trace screen.

use super::{
    app::{App, Screen},
    command::DecideAct,
    effect::{Effect, Write},
    overlay::{self, Overlay},
    screen::{clusters, queue, trace},
    widget::when::{plural, short_id},
};
use crate::{
    model::{
        decision::{Decision, Verdict},
        many::Act,
        read::QueueRow,
    },
    text::width::truncate,
};
use std::ops::RangeInclusive;

/// Runs a decision command.
pub(super) fn run(app: &mut App, act: DecideAct) -> Vec<Effect> {
    let Some(id) = app.subject().map(|row| row.trace_id.clone()) else {
        return Vec::new();
    };
    if app.marks() > 0
        && let Some(effects) = decide_many(app, act)
    {
        return effects;
    }
    match act {
        DecideAct::Bad => verdict(app, &id, Verdict::Bad, None),
        DecideAct::Good => verdict(app, &id, Verdict::Good, None),
        DecideAct::Unsure => open(
            app,
            Overlay::Choice(overlay::choice::unsure(app, Some(&id))),
        ),
        DecideAct::Label => {
            let picker = overlay::modes::State::open(app, Some(&id));
            open(app, Overlay::Modes(picker))
        }
        DecideAct::Confirm => {
            let predicted = app.subject().and_then(|row| row.modes.first());
            let mode = predicted.map(|tag| tag.id.clone());
            label(app, &id, mode.into_iter().collect())
        }
        DecideAct::Correct => overlay::editor::open(app, &id),
        DecideAct::Promote => overlay::promote::open(app, &id),
        DecideAct::Note => open(app, Overlay::Line(overlay::line::note(id, ""))),
        DecideAct::Assign => {
            let now = app.subject().and_then(|row| row.assigned.clone());
            open(app, Overlay::Line(overlay::line::assign(Some(id), now)))
        }
        DecideAct::FlagDocument => {
            if let Some(choice) = overlay::choice::documents(app) {
                return open(app, Overlay::Choice(choice));
            }
            app.say("the trace is still being read");
            Vec::new()
        }
        DecideAct::MoveToCluster => clusters::find_home(app, vec![id]),
        DecideAct::MoreLike => clusters::more_like(app, &id),
        DecideAct::Nearest => trace::compare_nearest(app, &id),
        DecideAct::Next => move_on(app),
        DecideAct::Skip => {
            let mut effects = vec![app.write(Write::Skip(id))];
            effects.extend(move_on(app));
            effects
        }
    }
}

/// Runs a decision command for all marked traces; none for what is said of one trace only.
fn decide_many(app: &mut App, act: DecideAct) -> Option<Vec<Effect>> {
    let verdict = |verdict| Act::Verdict {
        verdict,
        reason: None,
    };
    let act = match act {
        DecideAct::Bad => verdict(Verdict::Bad),
        DecideAct::Good => verdict(Verdict::Good),
        DecideAct::Promote => Act::Promote,
        DecideAct::Skip => Act::Skip,
        DecideAct::Unsure => {
            let reasons = overlay::choice::unsure(app, None);
            return Some(open(app, Overlay::Choice(reasons)));
        }
        DecideAct::Label => {
            let picker = overlay::modes::State::open(app, None);
            return Some(open(app, Overlay::Modes(picker)));
        }
        DecideAct::Note => return Some(open(app, Overlay::Line(overlay::line::note_many()))),
        DecideAct::Assign => {
            let line = overlay::line::assign(None, None);
            return Some(open(app, Overlay::Line(line)));
        }
        DecideAct::MoveToCluster => {
            let marked = app.queue.marks().ids();
            return Some(clusters::find_home(app, marked));
        }
        DecideAct::Confirm
        | DecideAct::Correct
        | DecideAct::FlagDocument
        | DecideAct::MoreLike
        | DecideAct::Nearest
        | DecideAct::Next => {
            return None;
        }
    };
    Some(overlay::many::open(app, act))
}

/// What to do with the trace at hand after what was decided so far; none while nothing was.
pub(super) fn next_step(app: &App) -> Option<DecideAct> {
    let decided = app.subject()?.decided;
    let corrected = app
        .subject_detail()
        .is_some_and(|d| !d.corrections.is_empty());
    match decided.mine? {
        _ if decided.golden => Some(DecideAct::Next),
        Verdict::Bad if corrected || decided.corrected => Some(DecideAct::Promote),
        Verdict::Bad => Some(DecideAct::Correct),
        Verdict::Good | Verdict::Unsure => Some(DecideAct::Next),
    }
}

fn open(app: &mut App, overlay: Overlay) -> Vec<Effect> {
    app.overlays.push(overlay);
    Vec::new()
}

fn move_on(app: &mut App) -> Vec<Effect> {
    match app.screen {
        Screen::Trace => trace::open_next(app),
        Screen::Queue | Screen::Clusters | Screen::Golden => queue::select_next(app),
    }
}

/// What a decision is about, in words: a trace, or the marked ones.
pub(super) fn about(app: &App, trace: Option<&str>) -> String {
    match trace {
        Some(trace) => call(app, trace),
        None => plural(app.marks(), "marked trace"),
    }
}

/// Cells of a question that stands for its trace: a third of the line, within these.
const NAME: RangeInclusive<u16> = 13..=34;

/// What a trace is called in a sentence: the beginning of what was asked where it is listed or open, else its id.
pub(super) fn call(app: &App, trace: &str) -> String {
    let mut rows = app.queue.rows().iter().chain(app.trace.row());
    let row = rows.find(|row| row.trace_id == trace);
    row.and_then(|row| name(app, row))
        .unwrap_or_else(|| short_id(trace))
}

/// The beginning of what was asked, in quotation marks; none where nothing was.
pub(super) fn name(app: &App, row: &QueueRow) -> Option<String> {
    let cells = (app.size.width / 3).clamp(*NAME.start(), *NAME.end());
    let asked = row.snippet.trim();
    (!asked.is_empty()).then(|| format!("“{}”", truncate(asked, usize::from(cells))))
}

/// Gives a verdict on a trace.
pub(super) fn verdict(
    app: &mut App,
    trace: &str,
    verdict: Verdict,
    reason: Option<String>,
) -> Vec<Effect> {
    let said = format!("{} on {}", verdict.name(), call(app, trace));
    let order = Some(app.queue.order().name().to_owned());
    let decision = Decision::Verdict {
        trace: trace.to_owned(),
        verdict,
        reason,
        blind: false,
        order,
    };
    decide(app, decision, said)
}

/// Labels a trace with modes, replacing the reviewer's earlier label.
pub(super) fn label(app: &mut App, trace: &str, modes: Vec<String>) -> Vec<Effect> {
    let names: Vec<&str> = modes.iter().map(|id| app.taxonomy.name(id)).collect();
    let said = match names.len() {
        0 => format!("no label on {}", call(app, trace)),
        _ => format!("{} on {}", names.join(", "), call(app, trace)),
    };
    let order = Some(app.queue.order().name().to_owned());
    let decision = Decision::Label {
        trace: trace.to_owned(),
        modes,
        blind: false,
        order,
    };
    decide(app, decision, said)
}

/// Says who looks after a trace; none takes it back.
pub(super) fn assign(app: &mut App, trace: String, to: Option<String>) -> Vec<Effect> {
    let said = match &to {
        Some(name) => format!("{name} looks after {}", call(app, &trace)),
        None => format!("nobody looks after {}", call(app, &trace)),
    };
    decide(app, Decision::Assign { trace, to }, said)
}

/// Writes one decision; `said` is what the toast calls it.
pub(super) fn decide(app: &mut App, decision: Decision, said: String) -> Vec<Effect> {
    vec![app.write(Write::Decide {
        decisions: vec![decision],
        said,
    })]
}
