//! Clusters as a page in Markdown.

use super::{list::sparkline, nothing, taken_from};
use crate::{
    model::cluster::{ClusterList, ClusterView},
    text::redact::Redactor,
};
use regex::Regex;
use std::fmt::Write as _;

pub(super) fn page(list: &ClusterList, redact: &[(String, Regex)]) -> String {
    let mut text = String::from("# Failure clusters\n\n");
    if let Some(nothing) = nothing(list) {
        let _ = writeln!(text, "{nothing}");
        return text;
    }
    let _ = write!(text, "{}.\n\n", taken_from(list));
    text.push_str("| priority | name | traces | 8 weeks | per 1,000 | status | owner |\n|---:|---|---:|---|---:|---|---|\n");
    for c in &list.clusters {
        let _ = writeln!(
            text,
            "| {:.1} | {} | {} | {} | {:.0} ({:.0} … {:.0}), {} | {} | {} |",
            c.priority.value * 100.0,
            cell(&c.name),
            c.size,
            sparkline(c),
            c.rate.per_1000,
            c.rate.lo,
            c.rate.hi,
            c.development(),
            c.status,
            cell(c.owner.as_deref().unwrap_or("–")),
        );
    }
    for alarm in &list.novelty {
        let _ = write!(text, "\n**{}**\n", escape(&alarm.words));
    }
    for fix in &list.fixes {
        let _ = write!(text, "\n{}\n", escape(fix));
    }
    for c in &list.clusters {
        let mut redactor = Redactor::new(redact);
        card(&mut text, c, &mut redactor);
    }
    text
}

fn card(text: &mut String, c: &ClusterView, redactor: &mut Redactor) {
    let _ = write!(text, "\n## {} ({})\n\n", escape(&c.name), c.id);
    for why in &c.why_now {
        let _ = writeln!(text, "- why now: {}", escape(&why.words));
    }
    if let Some(mode) = &c.mode {
        let (name, fix) = (escape(&mode.name), escape(&mode.fix));
        let _ = writeln!(text, "- mostly {name}; usual fix: {fix}");
    }
    for e in &c.exemplars {
        let _ = writeln!(text, "- “{}”", escape(&redactor.redact(&e.snippet)));
        if let Some(comment) = &e.comment {
            let _ = writeln!(text, "  - user: “{}”", escape(&redactor.redact(comment)));
        }
        if let Some(answer) = &e.answer {
            let _ = writeln!(text, "  - answer: {}", escape(&redactor.redact(answer)));
        }
    }
    for fix in &c.fixes {
        let _ = writeln!(text, "- {} fix: {}", fix.kind.name(), escape(&fix.words));
    }
}

fn cell(text: &str) -> String {
    escape(text).replace('|', "\\|")
}

/// Data in a line of Markdown: no line breaks, no markup, no HTML.
fn escape(text: &str) -> String {
    crate::analysis::failure::markdown_line(text)
}
