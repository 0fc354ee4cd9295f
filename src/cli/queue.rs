//! `goldset queue`: the traces to look at next.

use super::{
    args::{OrderArg, Queue},
    context::Context,
    io::safe,
    render,
};
use crate::{
    error::{Error, Result},
    model::{
        query::{Filter, Order, Scope, Window},
        read::{QueuePage, QueueQuery, QueueRow},
    },
};
use serde_json::{Value, json};

pub(crate) fn run(context: &Context, args: &Queue) -> Result<()> {
    let filter = parse_filter(args.filter.as_deref().unwrap_or_default())?;
    let scope = if args.all || filter.lists_everything() {
        Scope::All
    } else {
        Scope::OpenTo(context.reviewer.clone())
    };
    let query = QueueQuery {
        order: order(args.order),
        filter,
        scope,
        window: Window::Everything,
        limit: args.limit,
        after: None,
        reviewer: context.reviewer.clone(),
    };
    print(context, &context.open()?.queue(&query)?)
}

pub(crate) fn print(context: &Context, page: &QueuePage) -> Result<()> {
    if context.io.json {
        let rows: Vec<Value> = page.rows.iter().map(row_json).collect();
        return context.io.json(&json!({"total": page.total, "rows": rows}));
    }
    if page.rows.is_empty() {
        return context.io.text("Nothing to review here. (goldset queue --all lists what is decided, goldset import brings more)");
    }
    let mut lines: Vec<String> = page.rows.iter().map(line).collect();
    if page.total > page.rows.len() as u64 {
        lines.push(format!("… {} in all", page.total));
    }
    context.io.text(&lines.join("\n"))
}

fn order(order: OrderArg) -> Order {
    match order {
        OrderArg::Worst => Order::Worst,
        OrderArg::Triage => Order::Triage,
        OrderArg::Ambiguous => Order::Ambiguous,
        OrderArg::Newest => Order::Newest,
        OrderArg::Best => Order::Best,
        OrderArg::Random => Order::Random,
    }
}

/// Parses a filter; an error shows the term where it stands.
pub(crate) fn parse_filter(source: &str) -> Result<Filter> {
    Filter::parse(source).map_err(|e| {
        let before: String = source
            .chars()
            .take(source[..e.span.0].chars().count())
            .collect();
        let marked = source[e.span.0..e.span.1.max(e.span.0)]
            .chars()
            .count()
            .max(1);
        let pointer = format!(
            "{}{}",
            " ".repeat(crate::text::width::width(&before)),
            "^".repeat(marked)
        );
        Error::usage(format!("filter: {}", e.message)).hint(format!("{source}\n  {pointer}"))
    })
}

fn row_json(row: &QueueRow) -> Value {
    let names: Vec<&str> = row.signals.iter().map(|s| s.name.as_str()).collect();
    json!({
        "trace_id": row.trace_id, "badness": row.badness, "ambiguity": row.ambiguity, "mixed": row.mixed,
        "modes": row.modes, "cluster": row.cluster, "model": row.model, "prompt": row.prompt,
        "app": row.app, "route": row.route, "session": row.session,
        "started_at": row.started_at, "signals": names, "snippet": row.snippet,
    })
}

fn line(row: &QueueRow) -> String {
    format!(
        "{:>4}  {}  {}  {}  {}  {}",
        render::score(row.badness),
        render::column(&safe(&row.trace_id), 18),
        render::column(&render::signals(row), 24),
        render::column(&render::modes(row), 16),
        render::column(&safe(row.prompt.as_deref().unwrap_or("–")), 14),
        safe(&row.snippet)
    )
}
