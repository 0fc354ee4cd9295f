//! One cluster on a page of the terminal.

use super::list::{arrow, sparkline};
use crate::{
    analysis::failure::words,
    cli::{
        io::safe,
        look::Look,
        page::{Entry, Page},
        render,
    },
    model::cluster::{ClusterView, Exemplar, Input},
};

pub(super) fn page(c: &ClusterView, look: Look) -> String {
    let mut page = Page::new(look);
    page.line(look.strong(&format!("{}  {}", c.id, safe(&c.name))));
    page.line(format!(
        "{} ({})   owner {}   {}{}",
        c.status,
        safe(&c.status_why),
        safe(c.owner.as_deref().unwrap_or("nobody")),
        sparkline(c),
        arrow(c.course)
    ));
    page.section("How bad", &figures(c));
    page.section("Why now", &why_now(c));
    page.section(
        "Why these belong together",
        &[Entry::new("", safe(&c.why_together))],
    );
    page.section("Exemplars", &traces(&c.exemplars));
    page.section("At its edge", &traces(&c.edges));
    page.section("Fixes", &fixes(c));
    page.section("Notes and promises", &said(c));
    page.text()
}

fn figures(c: &ClusterView) -> Vec<Entry> {
    let p = &c.priority;
    let mut entries = vec![
        Entry::new("priority", format!("{:.1}", p.value * 100.0)),
        Entry::new("frequency", input(&p.frequency, 1.0)),
        Entry::new("severity", input(&p.severity, 5.0)),
        Entry::new("fixable", input(&p.addressability, 1.0)),
        Entry::new(
            "rate",
            format!(
                "{:.0} per 1,000 ({:.0} … {:.0}), {}; {} of {} in {}",
                c.rate.per_1000,
                c.rate.lo,
                c.rate.hi,
                c.development(),
                c.rate.bad,
                c.rate.n,
                safe(&c.slices.join(", "))
            ),
        ),
    ];
    if let Some(mode) = &c.mode {
        let text = format!(
            "{} ({} of {})",
            safe(&mode.name),
            words::percent(mode.share),
            mode.n
        );
        entries.push(Entry::new("mode", text));
    }
    let weeks: Vec<String> = p
        .weekly
        .iter()
        .map(|v| format!("{:.1}", v * 100.0))
        .collect();
    entries.push(Entry::new("past weeks", weeks.join("  ")));
    if !c.merged.is_empty() {
        entries.push(Entry::new("merged", safe(&c.merged.join(", "))));
    }
    if !c.golden.is_empty() {
        entries.push(Entry::new("golden rows", safe(&c.golden.join(", "))));
    }
    entries
}

fn input(input: &Input, scale: f64) -> String {
    let instead = match &input.by_hand {
        Some(by) => format!(", computed {:.2}", by.instead_of * scale),
        None => String::new(),
    };
    format!(
        "{:.2}  {}{instead}",
        input.value * scale,
        safe(&input.source)
    )
}

fn why_now(c: &ClusterView) -> Vec<Entry> {
    let told = c.why_now.iter().map(|w| {
        let sure = format!("{}, {}", words::times(w.lift), words::p_value(w.p));
        Entry::new("", format!("{}  ({sure}; {} traces)", safe(&w.words), w.n))
    });
    told.collect()
}

fn traces(exemplars: &[Exemplar]) -> Vec<Entry> {
    let line = |e: &Exemplar| {
        let said = match (&e.comment, &e.answer) {
            (Some(comment), _) => format!("  “{}”", safe(comment)),
            (None, Some(answer)) => format!("  → {}", safe(answer)),
            (None, None) => String::new(),
        };
        let id: String = e.trace_id.chars().take(12).collect();
        Entry::new(
            safe(&id),
            format!("{} {}{said}", render::score(e.badness), safe(&e.snippet)),
        )
    };
    exemplars.iter().map(line).collect()
}

fn fixes(c: &ClusterView) -> Vec<Entry> {
    let line = |f: &crate::model::cluster::FixView| {
        let date: String = f.at.rfc3339().chars().take(10).collect();
        let about = [
            f.note.as_deref(),
            f.prompt.as_deref(),
            f.reference.as_deref(),
        ];
        let about: Vec<String> = about.into_iter().flatten().map(safe).collect();
        Entry::new(
            date,
            format!(
                "{} fix by {}: {}  {}",
                f.kind.name(),
                safe(&f.by),
                safe(&f.words),
                about.join("  ")
            ),
        )
    };
    c.fixes.iter().map(line).collect()
}

fn said(c: &ClusterView) -> Vec<Entry> {
    let due = |n: &crate::model::cluster::HandNote| match n.due {
        Some(due) => format!(
            "  until {}",
            due.rfc3339().chars().take(10).collect::<String>()
        ),
        None => String::new(),
    };
    let all = c.notes.iter().chain(&c.promises);
    all.map(|n| Entry::new(safe(&n.by), format!("{}{}", safe(&n.text), due(n))))
        .collect()
}
