//! What the store answered, handed to whom it concerns.

use super::{
    app::{App, Screen},
    copy, decide,
    effect::{Copy, Done, Effect, Found, Read, Reply, Slot, Write},
    lessons,
    overlay::{self, Heard, Overlay},
    screen::{clusters, golden, queue, trace},
    tour,
    update::{self, read_counts},
    widget::{
        diff::Difference,
        when::{plural, short_id},
    },
};
use crate::{
    error::{Error, Kind},
    model::{
        decision::Decision,
        read::{QueueRow, Undone},
    },
    text::sanitise,
};

/// Takes in an answer.
pub(super) fn take(app: &mut App, reply: Reply) -> Vec<Effect> {
    match reply {
        Reply::DemoOpened(Ok(())) => update::enter_demo(app),
        Reply::DemoOpened(Err(error)) => {
            complain(app, &error);
            Vec::new()
        }
        Reply::Copied(copied) => copy::take(app, copied),
        Reply::Grouping { stage, share } => {
            clusters::progress(app, stage, share);
            Vec::new()
        }
        Reply::Grouped(ended) => clusters::grouped(app, ended),
        Reply::EmbeddingsPlanned(at, planned) => {
            overlay::embedding::take_plan(app, at, planned);
            Vec::new()
        }
        Reply::JudgePlanned(at, planned) => {
            overlay::judging::take_plan(app, at, planned);
            Vec::new()
        }
        Reply::Judging(progress) => {
            overlay::judging::take_progress(app, progress);
            Vec::new()
        }
        Reply::JudgeEnded(ended) => overlay::judging::take_end(app, ended),
        Reply::Read(slot, generation, found) => {
            if !app.flight.finish_read(slot, generation) {
                return Vec::new();
            }
            match found {
                Ok(found) => take_found(app, slot, found),
                Err(error) => take_unread(app, slot, error),
            }
        }
        Reply::Part(slot, generation, Found::Pages(pages))
            if slot == Slot::Queue && app.flight.awaits(slot, generation) =>
        {
            queue::take_part(app, pages)
        }
        Reply::Part(..) => Vec::new(),
        Reply::Write(write, done) => {
            app.flight.finish_write();
            let mut effects = app.release_reads();
            match done {
                Ok(done) => {
                    effects.extend(take_done(app, done));
                    effects.extend(overlay::twins::look(app, &write));
                }
                Err(error) => effects.extend(fail(app, *write, &error)),
            }
            effects
        }
    }
}

pub(super) fn complain(app: &mut App, error: &Error) {
    let text = error.to_string().replace('\n', ": ");
    match error.kind {
        // Asked for and refused: nothing is broken.
        Kind::Failed | Kind::Usage => app.warn(text),
        Kind::Operational | Kind::Inconclusive => app.complain(text),
    }
}

fn take_unread(app: &mut App, slot: Slot, error: Error) -> Vec<Effect> {
    match slot {
        Slot::Overlay | Slot::Proposal => overlay::hear_unread(app, slot, error),
        _ => {
            complain(app, &error);
            Vec::new()
        }
    }
}

fn take_found(app: &mut App, slot: Slot, found: Found) -> Vec<Effect> {
    match (slot, found) {
        (Slot::Queue, Found::Pages(pages)) => queue::take_pages(app, pages),
        (Slot::More, Found::Pages(pages)) => queue::take_more(app, pages),
        (Slot::Preview, Found::Detail(detail)) => queue::take_preview(app, detail),
        (Slot::Detail, Found::Detail(detail)) => trace::take_detail(app, detail),
        (Slot::Overlay, Found::Detail(detail)) => overlay::hear_answer(app, Heard::Detail(detail)),
        (_, Found::Proposal(proposal)) => overlay::hear_answer(app, Heard::Proposal(proposal)),
        (_, Found::Counts(counts)) => {
            app.counts = counts;
            queue::fit_window(app)
        }
        (_, Found::Values(values)) => overlay::hear_answer(app, Heard::Values(values)),
        (_, Found::Unknown(values)) => overlay::filter::take_unknown(app, values),
        (_, Found::Modes(rows, trust)) => {
            overlay::taxonomy::take(app, rows, trust);
            Vec::new()
        }
        (_, Found::NearestGood { trace, found }) => trace::take_nearest(app, &trace, found),
        (_, Found::Weights(report)) => overlay::weights::take(app, report),
        (_, Found::Unlinked(signals)) => overlay::hear_answer(app, Heard::Unlinked(signals)),
        (_, Found::Clusters(list)) => clusters::take(app, *list),
        (_, Found::Parts { cluster, parts }) => clusters::take_parts(app, &cluster, parts),
        (_, Found::Brief(text)) => vec![Effect::Copy(Copy {
            text: sanitise::pasted(&text).into_owned(),
            what: "fix brief",
        })],
        (_, Found::Golden(entries)) => golden::take_entries(app, entries),
        (_, Found::Ids { ids, total }) => {
            queue::take_marks(app, &ids, total);
            Vec::new()
        }
        (_, Found::Judged(judged)) => overlay::hear_answer(app, Heard::Judged(judged)),
        (_, Found::Candidates(found)) => overlay::hear_answer(app, Heard::Candidates(found)),
        (_, Found::Twins { trace, modes, rows }) => {
            overlay::twins::offer(app, &trace, modes, rows);
            Vec::new()
        }
        (_, Found::Begun { typed, ids }) => overlay::choice::take_ids(app, &typed, ids),
        (Slot::Filters, Found::Locals(found)) => {
            let kept = found.into_iter().next().map(|(_, filters)| filters);
            app.queue.take_filters(&kept.unwrap_or_default());
            Vec::new()
        }
        (_, Found::Locals(views)) => {
            // Whoever went on meanwhile is not to type into a list of views.
            if app.has_keys(Screen::Queue) {
                let choice = overlay::choice::views(&views);
                app.overlays.push(Overlay::Choice(choice));
            }
            Vec::new()
        }
        (slot, Found::Compared(found)) => take_difference(app, slot, *found),
        (_, Found::Version(version)) => take_version(app, version),
        (_, Found::Local(stored)) => {
            lessons::take(app, stored.as_deref());
            Vec::new()
        }
        (_, Found::Pages(_) | Found::Detail(_)) => Vec::new(),
    }
}

fn take_difference(app: &mut App, slot: Slot, difference: Difference) -> Vec<Effect> {
    match slot {
        Slot::Changes => overlay::editor::take_difference(app, difference),
        _ => trace::take_difference(app, difference),
    }
    Vec::new()
}

/// Reads again what is shown when somebody changed the store.
fn take_version(app: &mut App, version: i64) -> Vec<Effect> {
    let changed = app.version.is_some_and(|seen| seen != version);
    app.version = Some(version);
    if !changed {
        return Vec::new();
    }
    let mut effects = queue::refresh_for_news(app);
    effects.extend(refresh_rest(app));
    effects
}

/// Reads again what is shown.
pub(super) fn refresh(app: &mut App) -> Vec<Effect> {
    let mut effects = queue::refresh(app);
    effects.extend(overlay::weights::refresh(app));
    effects.push(overlay::taxonomy::read(app));
    effects.extend(refresh_rest(app));
    effects
}

fn refresh_rest(app: &mut App) -> Vec<Effect> {
    let mut effects = vec![read_counts(app)];
    match app.screen {
        Screen::Queue => {}
        Screen::Trace => effects.extend(trace::refresh(app)),
        Screen::Clusters => effects.extend(clusters::refresh(app)),
        Screen::Golden => effects.extend(golden::refresh(app)),
    }
    effects
}

fn take_done(app: &mut App, done: Done) -> Vec<Effect> {
    match done {
        Done::Decided { said, rows, .. } => {
            app.report(format!("{said} · u undoes"));
            changed(app, rows)
        }
        Done::Part(events) => overlay::hear_answer(app, Heard::Part(events)),
        Done::Undone { undone, rows } => {
            tell_undone(app, "undone", undone, &rows);
            tour::hear_undone(app);
            if let Some(row) = rows.first() {
                queue::select_when_read(app, &row.trace_id);
            }
            changed(app, rows)
        }
        Done::Redone { redone, rows } => {
            tell_undone(app, "redone", redone, &rows);
            changed(app, rows)
        }
        Done::Claimed { trace, other } => {
            if let Some(other) = other {
                let name = decide::call(app, &trace);
                app.warn(format!("{other} is looking at {name} right now"));
            }
            Vec::new()
        }
        Done::Skipped(traces) => skipped(app, &traces),
        Done::Unskipped(traces) => unskipped(app, &traces),
        Done::Quiet => Vec::new(),
        Done::Exported { path, rows } => {
            app.report(format!("{} written to {path}", plural(rows, "row")));
            Vec::new()
        }
        Done::Greeted(read_only) => {
            if let Some(why) = &read_only {
                app.warn(format!("read-only: {why}"));
            }
            app.read_only = read_only;
            Vec::new()
        }
        Done::Imported => {
            app.queue.import_ended();
            app.report("the sample data is in: a shop assistant's traces of eight weeks");
            app.version = None;
            let mut effects = queue::reload(app);
            effects.push(read_counts(app));
            effects.extend(clusters::begin(app));
            effects
        }
    }
}

/// What was taken back or done again, and of what; these rows list the trace.
fn named(app: &App, undone: &Undone, rows: &[QueueRow]) -> String {
    let item = &undone.what;
    let mut text = app.clusters.call(&item.summary);
    if !item.summary.contains(&item.target) {
        let row = rows.iter().find(|row| row.trace_id == item.target);
        let target = row.and_then(|row| decide::name(app, row));
        text.push_str(" on ");
        text.push_str(&target.unwrap_or_else(|| short_id(&item.target)));
    }
    match undone.count {
        0 | 1 => text,
        many => format!("{text} and {} more", plural(many - 1, "decision")),
    }
}

fn tell_undone(app: &mut App, what: &str, undone: Undone, rows: &[QueueRow]) {
    let text = format!("{what}: {}", named(app, &undone, rows));
    app.report(match undone.note {
        Some(note) => format!("{text} ({note})"),
        None => text,
    });
}

fn skipped(app: &mut App, traces: &[String]) -> Vec<Effect> {
    app.report(match traces {
        [one] => format!(
            "skipped {}: it waits at the end of the queue · u brings it back",
            decide::call(app, one)
        ),
        many => format!(
            "skipped {}: they wait at the end of the queue · u brings them back",
            plural(many.len(), "trace")
        ),
    });
    queue::refresh(app)
}

fn unskipped(app: &mut App, traces: &[String]) -> Vec<Effect> {
    app.report(match traces {
        [one] => format!("{} is back where it was", decide::call(app, one)),
        many => format!("{} are back where they were", plural(many.len(), "trace")),
    });
    if let Some(first) = traces.first() {
        queue::select_when_read(app, first);
    }
    queue::refresh(app)
}

/// Shows decided traces as they are now, where they are shown.
fn changed(app: &mut App, rows: Vec<QueueRow>) -> Vec<Effect> {
    for row in rows {
        trace::take_row(app, &row);
        queue::take_row(app, row);
    }
    refresh(app)
}

/// Says what could not be written, and gives back what was typed.
fn fail(app: &mut App, write: Write, error: &Error) -> Vec<Effect> {
    complain(app, error);
    let mut effects = Vec::new();
    match write {
        Write::Decide { decisions, .. } => {
            for decision in decisions {
                match decision {
                    Decision::Note { trace, text } => {
                        app.overlays
                            .push(Overlay::Line(overlay::line::note(trace, &text)));
                    }
                    Decision::Correct { trace, text } => {
                        effects.extend(overlay::editor::reopen(app, trace, &text));
                    }
                    Decision::GoldenEdit { row } => golden::give_back(app, &row),
                    Decision::Cluster(decision) => {
                        effects.extend(clusters::give_back(app, decision));
                    }
                    _ => {}
                }
            }
        }
        Write::DecideSome { .. } => {
            let why = error.to_string().replace('\n', ": ");
            effects.extend(overlay::hear_answer(app, Heard::PartFailed(why)));
        }
        Write::SaveDraft { trace, text } => {
            effects.extend(overlay::editor::give_draft_back(app, trace, &text));
        }
        Write::ImportSample => app.queue.import_ended(),
        _ => {}
    }
    effects
}

/// Reads a trace for a screen.
pub(super) fn read_detail(app: &mut App, slot: Slot, id: &str) -> Effect {
    app.read(slot, Read::Detail(id.to_owned()))
}
