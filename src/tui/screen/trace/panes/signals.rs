//! The signals on their time line, with what each adds to the badness.

use super::Layout;
use crate::{
    model::{
        read::{SignalView, TraceDetail},
        signal::Origin,
        taxonomy::Taxonomy,
        time::Time,
    },
    text::{sanitise, width},
    tui::{
        theme::Role,
        widget::bar,
        widget::rich::{Page, RichLine},
    },
};

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    let start = detail.trace.started_at;
    for (item, view) in detail.signals.iter().enumerate() {
        page.begin(item);
        page.head(row(view, start, layout));
        words(&mut page, view);
    }
    page.end();
    page.gap();
    modes(&mut page, detail, layout.taxonomy);
    why(&mut page, detail);
    page.lines
}

fn row(view: &SignalView, start: Option<Time>, layout: Layout<'_>) -> RichLine {
    let (sign, role) = match view.weight {
        w if w > 0.0 => ("bad", Role::Bad),
        w if w < 0.0 => ("good", Role::Good),
        _ => ("", Role::Dim),
    };
    let value = view
        .signal
        .value
        .as_ref()
        .map(|v| sanitise::line(&v.to_string()).into_owned())
        .unwrap_or_default();
    let name = format!(
        "{} {} {}",
        layout.glyphs.signal(&view.canonical),
        sanitise::line(&view.canonical),
        value
    );
    let mut line = RichLine::pieces([
        (width::pad_left(&since(view.signal.at, start), 9), Role::Dim),
        ("  ".into(), Role::Text),
        (width::pad(&name, 30.min(layout.width)), Role::Strong),
        (format!("{} {sign:<4}", bar::signed(view.weight, 2)), role),
    ]);
    if view.signal.origin == Origin::Derived {
        line.push("  found in the traces", Role::Prediction);
    } else if let Some(source) = &view.signal.source {
        line.push(format!("  {}", sanitise::line(source)), Role::Dim);
    }
    line
}

/// How long after the trace began a signal came, e.g. `+2 min`.
fn since(at: Option<Time>, start: Option<Time>) -> String {
    let (Some(at), Some(start)) = (at, start) else {
        return "–".into();
    };
    let seconds = at.0.saturating_sub(start.0) / 1_000_000_000;
    let (sign, s) = (if seconds < 0 { "−" } else { "+" }, seconds.unsigned_abs());
    match s {
        0..120 => format!("{sign}{s} s"),
        120..7_200 => format!("{sign}{} min", s / 60),
        7_200..172_800 => format!("{sign}{} h", s / 3_600),
        _ => format!("{sign}{} d", s / 86_400),
    }
}

fn words(page: &mut Page, view: &SignalView) {
    let said = [
        ("reason", &view.signal.reason),
        ("comment", &view.signal.comment),
    ];
    for (name, text) in said {
        if let Some(text) = text {
            page.text(&format!("{name}: {text}"), 13, Role::Text);
        }
    }
    if let Some(note) = &view.note {
        page.text(note, 13, Role::Dim);
    }
}

/// What automatic sources say is wrong, with their reasons.
fn modes(page: &mut Page, detail: &TraceDetail, taxonomy: &Taxonomy) {
    if detail.predictions.is_empty() {
        return;
    }
    page.line(RichLine::new("PREDICTED".to_owned(), Role::Strong));
    for tag in &detail.predictions {
        let head = format!(
            "{} {} by {}",
            bar::badness(tag.confidence),
            taxonomy.name(&tag.id),
            tag.source
        );
        let why = tag
            .why
            .as_ref()
            .map(|why| format!(": {why}"))
            .unwrap_or_default();
        page.text(&format!("{head}{why}"), 2, Role::Prediction);
    }
    page.gap();
}

pub(super) fn why(page: &mut Page, detail: &TraceDetail) {
    let score = &detail.score;
    let unclear = format!("   unclear {}", bar::badness(score.ambiguity));
    page.line(RichLine::pieces([
        (format!("WHY {}", bar::badness(score.badness)), Role::Strong),
        (unclear, Role::Dim),
        (
            if score.mixed {
                "   mixed signals".into()
            } else {
                String::new()
            },
            Role::Warning,
        ),
    ]));
    for reason in &score.reasons {
        let role = if reason.weight > 0.0 {
            Role::Bad
        } else {
            Role::Good
        };
        let room = page.width.saturating_sub(8);
        let text = sanitise::line(&reason.text).into_owned();
        let mut line = RichLine::new(format!("{:>6}  ", bar::signed(reason.weight, 1)), role);
        line.push(width::truncate(&text, room), Role::Text);
        page.line(line);
    }
    if !score.triage_factors.is_empty() {
        let factors: Vec<String> = score
            .triage_factors
            .iter()
            .map(|(name, f)| format!("{name} {f:.2}"))
            .collect();
        page.text(
            &format!("triage {:.2} = {}", score.triage, factors.join(" × ")),
            0,
            Role::Dim,
        );
    }
}
