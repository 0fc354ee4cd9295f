//! Clusters as one self-contained page for people without a terminal: nothing to click, nothing loaded.

use super::{nothing, taken_from};
use crate::{
    model::cluster::{ClusterList, ClusterView, Exemplar, FixResult, Weekly},
    text::{redact::Redactor, sanitise},
};
use regex::Regex;
use std::fmt::Write as _;

/// Pixels of a sparkline.
const WIDE: f64 = 120.0;
const HIGH: f64 = 28.0;

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#777;--bar:#c2410c}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:0}
p{margin:.4rem 0}.soft{color:var(--soft)}
article{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
header{display:flex;gap:1rem;align-items:baseline;justify-content:space-between;flex-wrap:wrap}
dl{display:flex;flex-wrap:wrap;gap:.2rem 1.5rem;margin:.6rem 0}dt{color:var(--soft);font-size:.85rem}dd{margin:0;font-variant-numeric:tabular-nums}
blockquote{margin:.4rem 0;padding-left:.8rem;border-left:3px solid var(--line)}
rect{fill:var(--bar)}";

pub(super) fn page(list: &ClusterList, redact: &[(String, Regex)]) -> String {
    let mut body = String::from("<h1>Failure clusters</h1>");
    if let Some(nothing) = nothing(list) {
        let _ = write!(body, "<p>{nothing}</p>");
    } else {
        summary(&mut body, list);
    }
    for cluster in &list.clusters {
        let mut redactor = Redactor::new(redact);
        card(&mut body, cluster, &mut redactor);
    }
    format!(
        "<!doctype html>\n<html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>Failure clusters</title><style>{STYLE}</style>\n<body>{body}\n</body></html>\n"
    )
}

/// Above the cards: what they are taken from, alarms, and what became of fixes.
fn summary(body: &mut String, list: &ClusterList) {
    let _ = write!(body, "<p class=soft>{}</p>", taken_from(list));
    for alarm in &list.novelty {
        let _ = write!(body, "<p><strong>{}</strong></p>", escape(&alarm.words));
    }
    for fix in &list.fixes {
        let _ = write!(body, "<p>{}</p>", escape(fix));
    }
}

fn card(out: &mut String, c: &ClusterView, redactor: &mut Redactor) {
    let _ = write!(
        out,
        "\n<article><header><h2>{}</h2>{}</header>",
        escape(&c.name),
        sparkline(&c.weekly)
    );
    let owner = c.owner.as_deref().unwrap_or("nobody yet");
    let figures = [
        ("priority", format!("{:.1}", c.priority.value * 100.0)),
        ("traces", c.size.to_string()),
        (
            "per 1,000",
            format!(
                "{:.0} ({:.0} … {:.0}), {}",
                c.rate.per_1000,
                c.rate.lo,
                c.rate.hi,
                c.development()
            ),
        ),
        (
            "severity",
            format!("{:.1} of 5", c.priority.severity.value * 5.0),
        ),
        ("fixable", format!("{:.2}", c.priority.addressability.value)),
        ("status", c.status.to_string()),
        ("owner", owner.to_owned()),
    ];
    out.push_str("<dl>");
    for (name, value) in figures {
        let _ = write!(out, "<div><dt>{name}</dt><dd>{}</dd></div>", escape(&value));
    }
    out.push_str("</dl>");
    if let Some(mode) = &c.mode {
        let told = format!("Mostly {}; usual fix: {}", mode.name, mode.fix);
        let _ = write!(out, "<p>{}</p>", escape(&told));
    }
    if !c.why_now.is_empty() {
        let told: Vec<String> = c.why_now.iter().map(|w| escape(&w.words)).collect();
        let _ = write!(out, "<p>Why now: {}</p>", told.join(", "));
    }
    for fix in &c.fixes {
        let sign = match fix.result {
            FixResult::Held => "✓ ",
            FixResult::DidNotHold => "✗ ",
            FixResult::TooEarly => "",
        };
        let _ = write!(
            out,
            "<p>{sign}{} fix: {}</p>",
            fix.kind.name(),
            escape(&fix.words)
        );
    }
    for exemplar in &c.exemplars {
        quote(out, exemplar, redactor);
    }
    out.push_str("</article>");
}

fn quote(out: &mut String, e: &Exemplar, redactor: &mut Redactor) {
    let _ = write!(out, "<blockquote>{}", escape(&redactor.redact(&e.snippet)));
    if let Some(comment) = &e.comment {
        let said = redactor.redact(comment).into_owned();
        let _ = write!(out, "<br><span class=soft>user: “{}”</span>", escape(&said));
    }
    if let Some(answer) = &e.answer {
        let said = redactor.redact(answer).into_owned();
        let _ = write!(out, "<br><span class=soft>answer: {}</span>", escape(&said));
    }
    out.push_str("</blockquote>");
}

/// Bars of the traces a week, described for those who cannot see them.
fn sparkline(weekly: &[Weekly]) -> String {
    let most = weekly.iter().map(|w| w.traces).max().unwrap_or(0).max(1) as f64;
    let step = WIDE / weekly.len().max(1) as f64;
    let told: Vec<String> = weekly.iter().map(|w| w.traces.to_string()).collect();
    let mut svg = format!(
        "<svg width={WIDE} height={HIGH} role=img aria-label=\"traces a week: {}\">",
        told.join(", ")
    );
    for (i, week) in weekly.iter().enumerate() {
        let high = (week.traces as f64 / most * (HIGH - 2.0)).max(1.0);
        let _ = write!(
            svg,
            "<rect x={:.1} y={:.1} width={:.1} height={high:.1} />",
            i as f64 * step,
            HIGH - high,
            step - 2.0
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Data in a page: nothing of it is markup, and control characters are shown.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in sanitise::line(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_names_and_texts_stay_text() {
        let hostile = "<script>alert('x')</script> \u{1b}[31m";
        let list = ClusterList {
            clusters: vec![ClusterView {
                name: hostile.into(),
                owner: Some("\"><img src=x>".into()),
                exemplars: vec![Exemplar {
                    snippet: format!("mail ana@example.com {hostile}"),
                    comment: Some(hostile.into()),
                    answer: Some(format!("call bob@example.com {hostile}")),
                    ..Exemplar::default()
                }],
                weekly: vec![Weekly {
                    week: 202_646,
                    traces: 3,
                    traffic: 9,
                }],
                ..ClusterView::default()
            }],
            ..ClusterList::default()
        };
        let page = page(&list, &[]);
        assert!(!page.contains("<script"), "{page}");
        assert!(!page.contains("<img"), "{page}");
        assert!(!page.contains('\u{1b}'));
        assert!(!page.contains("@example.com"), "{page}");
        assert!(page.contains("aria-label=\"traces a week: 3\""));
    }
}
