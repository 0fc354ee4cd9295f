//! Clusters as lines of a terminal.

use crate::{
    cli::{io::safe, look::Look, render::count},
    model::cluster::{ClusterList, ClusterView, Course, Status},
    text::width,
};

/// Heights of a sparkline's bars.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
/// Cells before the name, and those of what stands right of it.
const BEFORE: usize = 27;
const AFTER: usize = 47;

pub(super) fn lines(list: &ClusterList, look: Look, members: bool) -> Vec<String> {
    let mut lines = vec![head(list)];
    let room = look.width.saturating_sub(BEFORE + AFTER).clamp(16, 44);
    if look.terminal {
        lines.push(look.dim(&heading(room)));
    }
    for cluster in &list.clusters {
        lines.push(line(cluster, room));
        if members {
            lines.extend(
                cluster
                    .members
                    .iter()
                    .map(|m| format!("           {}", safe(m))),
            );
        }
    }
    for alarm in &list.novelty {
        lines.push(format!("★ {}", safe(&alarm.words)));
    }
    lines.extend(list.fixes.iter().map(|f| safe(f)));
    if list.since_run > 0 {
        let more = count(list.since_run, "failing trace");
        lines.push(format!("{more} came in since: goldset cluster groups them"));
    }
    lines
}

fn head(list: &ClusterList) -> String {
    format!(
        "last {} days of data   {}   {} negative and ambiguous traces   {} not grouped",
        list.days(),
        count(list.found() as u64, "cluster"),
        list.failing(),
        list.not_grouped
    )
}

fn heading(room: usize) -> String {
    format!(
        "{:>8} {:>4} {:>4} {:>4}   {} {:>5} {} {:>6}   {:<10} {}",
        "priority",
        "freq",
        "sev",
        "fix",
        width::pad("name", room),
        "size",
        "8 weeks ",
        "/1000",
        "status",
        "owner"
    )
}

fn line(c: &ClusterView, room: usize) -> String {
    let priority = &c.priority;
    let indent = if c.parent.is_some() && !c.split_off {
        "  "
    } else {
        ""
    };
    let name = width::pad(
        &width::truncate(&format!("{indent}{}", safe(&c.name)), room),
        room,
    );
    format!(
        "{:>8.1} {:>4} {:>4} {:>4}   {name} {:>5} {} {:>5.0}{}  {:<10} {}  {}",
        priority.value * 100.0,
        share(priority.frequency.value),
        format!("{:.1}", priority.severity.value * 5.0),
        share(priority.addressability.value),
        c.size,
        sparkline(c),
        c.rate.per_1000,
        arrow(c.course),
        status(c.status),
        safe(c.owner.as_deref().unwrap_or("–")),
        c.id,
    )
    .trim_end()
    .to_owned()
}

/// `.34`
fn share(value: f64) -> String {
    crate::cli::render::score(value)
}

/// Traces a week, relative to the worst week.
pub(super) fn sparkline(c: &ClusterView) -> String {
    let most = c.weekly.iter().map(|w| w.traces).max().unwrap_or(0).max(1);
    let bar = |n: u64| BARS[(n * 7).div_ceil(most).min(7) as usize];
    c.weekly.iter().map(|w| bar(w.traces)).collect()
}

pub(super) fn arrow(course: Course) -> char {
    match course {
        Course::Growing => '↑',
        Course::Shrinking => '↓',
        Course::Steady => ' ',
    }
}

fn status(status: Status) -> String {
    match status {
        Status::New => "★ new".into(),
        other => other.name().into(),
    }
}
