//! Every field of the trace that is no text, and its attributes.

use super::Layout;
use crate::{
    model::{
        read::TraceDetail,
        trace::{Prompt, Status},
    },
    tui::{
        theme::Role,
        widget::rich::{Page, RichLine},
    },
};

/// Cells of the names.
const NAMES: usize = 16;

pub(super) fn lines(detail: &TraceDetail, layout: Layout<'_>) -> Vec<RichLine> {
    let mut page = Page::new(layout.width);
    for (name, value) in fields(detail) {
        if let Some(value) = value {
            page.field(name, &value, NAMES, Role::Text);
        }
    }
    if !detail.trace.attributes.is_empty() {
        page.gap();
        page.line(RichLine::new("attributes", Role::Strong));
    }
    for (key, value) in &detail.trace.attributes {
        let text = value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned);
        page.field(key, &text, NAMES + 12, Role::Text);
    }
    page.lines
}

fn fields(detail: &TraceDetail) -> Vec<(&'static str, Option<String>)> {
    let t = &detail.trace;
    let tags = (!t.tags.is_empty()).then(|| t.tags.join(", "));
    let verdicts: Vec<String> = detail
        .verdicts
        .iter()
        .map(|v| format!("{}: {}", v.reviewer, v.verdict.name()))
        .collect();
    let number = |n: Option<u64>| n.map(|n| n.to_string());
    vec![
        ("trace", Some(t.trace_id.clone())),
        ("session", t.session_id.clone()),
        ("request", t.request_id.clone()),
        ("user (hashed)", t.user_id.clone()),
        ("app", t.app.clone()),
        ("route", t.route.clone()),
        ("prompt", t.prompt.as_ref().map(Prompt::label)),
        ("model", t.model.clone()),
        ("release", t.release.clone()),
        ("segment", t.segment.clone()),
        ("experiment", t.experiment.clone()),
        (
            "started",
            t.started_at.map(crate::model::time::Time::rfc3339),
        ),
        ("latency", t.latency_ms.map(|ms| format!("{ms:.0} ms"))),
        (
            "status",
            t.status.map(|s| {
                if s == Status::Ok {
                    "ok".into()
                } else {
                    "error".into()
                }
            }),
        ),
        ("error", t.error.clone()),
        ("confidence", t.confidence.map(|c| format!("{c:.2}"))),
        ("cost", t.cost_usd.map(|c| format!("${c:.5}"))),
        ("input tokens", number(t.input_tokens)),
        ("output tokens", number(t.output_tokens)),
        ("tags", tags),
        (
            "verdicts",
            (!verdicts.is_empty()).then(|| verdicts.join(", ")),
        ),
        ("cluster", detail.cluster.clone()),
        ("looked after by", detail.row.assigned.clone()),
        (
            "golden rows",
            (!detail.golden.is_empty()).then(|| detail.golden.join(", ")),
        ),
    ]
}
