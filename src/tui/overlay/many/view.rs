//! Draws the preview of a decision about many traces, and how far it is.

use super::{Phase, State};
use crate::{
    model::{
        many::{Act, LeftOut, Plan},
        taxonomy::Taxonomy,
    },
    text::snippet,
    tui::{
        app::App,
        theme::Role,
        widget::{Pen, bar, popup, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Cells of a number of traces.
const COUNT: usize = 7;
/// Ids named of what is left out.
const NAMED: usize = 3;

pub(in crate::tui) fn view(
    app: &App,
    state: &State,
    buf: &mut Buffer,
    screen: Rect,
) -> Option<Position> {
    let lines = lines(app, state);
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    let outer = popup::centred(screen, 76, height);
    let title = title(app, &state.act);
    let inner = popup::frame(app, buf, outer, &title);
    for (row, line) in lines.iter().enumerate() {
        let mut pen = Pen::new(buf, inner, u16::try_from(row).unwrap_or(u16::MAX));
        for (text, role) in line {
            pen.text(text, app.theme.style(*role));
        }
    }
    None
}

type Line = Vec<(String, Role)>;

fn lines(app: &App, state: &State) -> Vec<Line> {
    match &state.phase {
        Phase::Planning { looked_at, .. } => {
            let all = state.traces.len();
            let mut lines = vec![progress(app, "looking at them", *looked_at, all)];
            lines.push(Vec::new());
            lines.push(keys("Esc", "leaves; nothing is decided yet"));
            lines
        }
        Phase::Ready(plan) => ready(plan),
        Phase::Running {
            decisions,
            done,
            stop,
            ..
        } => {
            let said = if *stop { "stopping" } else { "writing" };
            vec![
                progress(app, said, *done, decisions.len()),
                Vec::new(),
                keys("Esc", "stops; what is written stands, as one undo"),
            ]
        }
    }
}

fn progress(app: &App, said: &str, done: usize, all: usize) -> Line {
    let share = done as f64 / all.max(1) as f64;
    let counts = format!(
        "{} of {}  ",
        when::count(done as u64),
        when::count(all as u64)
    );
    vec![
        (format!("{said}  {counts}"), Role::Text),
        (bar::bar(share, 24, app.glyphs), Role::Accent),
    ]
}

fn keys(key: &str, does: &str) -> Line {
    vec![(key.to_owned(), Role::Key), (format!(" {does}"), Role::Dim)]
}

fn ready(plan: &Plan) -> Vec<Line> {
    let mut lines = vec![vec![
        (counted(plan.len()), Role::Strong),
        (" will be decided".into(), Role::Text),
    ]];
    if !plan.skips.is_empty() {
        lines[0][1].0 = " will wait at the end of your queue".into();
    }
    for remark in &plan.remarks {
        lines.push(vec![
            (" ".repeat(COUNT + 1), Role::Text),
            (remark.clone(), Role::Warning),
        ]);
    }
    if !plan.left_out.is_empty() {
        lines.push(Vec::new());
        lines.push(vec![("left out".into(), Role::Dim)]);
    }
    lines.extend(plan.left_out.iter().map(left_out));
    lines.push(Vec::new());
    lines.push(match (plan.is_empty(), plan.skips.is_empty()) {
        (true, _) => keys("Esc", "leaves: there is nothing to do"),
        (false, true) => {
            let mut line = keys("Enter", "does it, as one undo   ");
            line.extend(keys("Esc", "leaves"));
            line
        }
        (false, false) => {
            let mut line = keys("Enter", "skips them   ");
            line.extend(keys("Esc", "leaves"));
            line
        }
    });
    lines
}

fn counted(count: usize) -> String {
    let count = when::count(count as u64);
    format!("{count:>COUNT$}")
}

fn left_out(left: &LeftOut) -> Line {
    let named = left.traces.iter().take(NAMED);
    let mut ids: Vec<String> = named.map(|id| when::short_id(id)).collect();
    if left.traces.len() > NAMED {
        ids.push("…".into());
    }
    vec![
        (counted(left.traces.len()), Role::Text),
        (format!(" {}  ", left.why), Role::Text),
        (ids.join(" "), Role::Dim),
    ]
}

fn modes(taxonomy: &Taxonomy, ids: &[String]) -> String {
    let names: Vec<&str> = ids.iter().map(|id| taxonomy.name(id)).collect();
    names.join(", ")
}

/// What is about to be done.
fn title(app: &App, act: &Act) -> String {
    match act {
        Act::Verdict {
            verdict,
            reason: None,
        } => format!("Verdict {} for all of them", verdict.name()),
        Act::Verdict {
            verdict,
            reason: Some(reason),
        } => format!("Verdict {}: {}", verdict.name(), reason.replace('_', " ")),
        Act::Label { modes: ids, add } => {
            let what = if *add { "Add to the labels" } else { "Label" };
            format!("{what}: {}", modes(&app.taxonomy, ids))
        }
        Act::Note { text } => format!("Note: {}", snippet(text, 48)),
        Act::Assign { to: Some(to) } => format!("Give them to {}", snippet(to, 40)),
        Act::Assign { to: None } => "Give them to nobody".into(),
        Act::Promote => "Promote to the golden set".into(),
        Act::Skip => "Skip".into(),
    }
}

/// What was done, to be followed by how many.
pub(super) fn done(app: &App, act: &Act) -> String {
    match act {
        Act::Verdict { verdict, .. } => format!("{} on", verdict.name()),
        Act::Label { modes: ids, .. } => format!("{} on", modes(&app.taxonomy, ids)),
        Act::Note { .. } => "noted on".into(),
        Act::Assign { to: Some(to) } => format!("{} looks after", snippet(to, 40)),
        Act::Assign { to: None } => "nobody looks after".into(),
        Act::Promote => "promoted".into(),
        Act::Skip => "skipped".into(),
    }
}
