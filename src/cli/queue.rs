//! `goldset queue`: the traces to look at next.

mod list;

use super::{
    args::{OrderArg, Queue},
    context::Context,
    io::Io,
};
use crate::store::Store;
use crate::{
    error::{Error, Result},
    model::{
        nearest::nearest,
        query::{Filter, Order, Scope, Window},
        read::{QueuePage, QueueQuery, QueueRow},
        view::{self, View},
    },
};
use indicatif::ProgressBar;
use serde_json::{Value, json};
use std::collections::HashMap;

pub(crate) fn run(context: &Context, args: &Queue) -> Result<()> {
    let store = context.open()?;
    if let Some(id) = &args.like {
        return like(context, &store, id, args.limit);
    }
    let mut view = View {
        filter: Filter::default(),
        order: order(args.order),
        window: Window::Everything,
    };
    if let Some(name) = &args.view {
        view = saved(&store, name)?;
    }
    let more = args.filter.as_deref().unwrap_or_default();
    let source = format!("{} {more}", view.filter.source);
    let filter = read_filter(context.io, &store, source.trim())?;
    let scope = if args.all || filter.lists_everything() {
        Scope::All
    } else {
        Scope::OpenTo(context.reviewer.clone())
    };
    let query = QueueQuery {
        order: view.order,
        filter,
        scope,
        window: view.window,
        limit: args.limit,
        after: None,
        reviewer: context.reviewer.clone(),
    };
    let page = search(context, &store, &query)?;
    print(context, &store, &page, !query.filter.terms.is_empty())
}

/// The page; where texts must be read for long, with how far that is.
fn search(context: &Context, store: &Store, query: &QueueQuery) -> Result<QueuePage> {
    let mut bar: Option<ProgressBar> = None;
    let page = store.queue_as_found(query, &mut |part| {
        let bar = bar.get_or_insert_with(|| {
            let template = "{spinner} {bar:30} reading texts, {msg}";
            context.io.progress_bar(100, template)
        });
        let share = part.searched.unwrap_or_default();
        bar.set_position((share * 100.0) as u64);
        bar.set_message(format!("{} found so far", part.total));
    });
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    page
}

/// Lists the traces most like one, whoever decided them.
fn like(context: &Context, store: &Store, id: &str, limit: usize) -> Result<()> {
    let id = super::resolve_trace(store, id)?;
    let found = store.more_like(&id, limit)?;
    let ids: Vec<String> = found.iter().map(|(id, _)| id.clone()).collect();
    let rows = store.rows(&ids, &context.reviewer)?;
    if context.io.json {
        let alike: HashMap<String, f64> = found.into_iter().collect();
        let row = |row: &QueueRow| {
            let mut json = row_json(row);
            json["similarity"] = json!(alike.get(&row.trace_id));
            json
        };
        let rows: Vec<Value> = rows.iter().map(row).collect();
        return context.io.json(&json!({"total": rows.len(), "rows": rows}));
    }
    if rows.is_empty() {
        return context.io.text("No other trace resembles it.");
    }
    let lines = list::lines(&rows, &store.taxonomy()?, context.look());
    context.io.text(&lines.join("\n"))
}

/// The view of that name, or the error that names the nearest.
fn saved(store: &Store, name: &str) -> Result<View> {
    let views = store.locals(view::KEY)?;
    let names = || views.iter().map(|(name, _)| name.as_str());
    let Some((_, text)) = views.iter().find(|(n, _)| n == name) else {
        let hint = match nearest(name, names()) {
            Some(near) => format!("did you mean {near:?}?"),
            None if views.is_empty() => "v in the workbench's queue saves one".into(),
            None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(Error::usage(format!("there is no view {name:?}")).hint(hint));
    };
    View::parse(text).map_err(|e| Error::usage(format!("view {name:?}: {}", e.message)))
}

/// Prints the page; `narrowed` where a filter left traces out.
pub(crate) fn print(
    context: &Context,
    store: &Store,
    page: &QueuePage,
    narrowed: bool,
) -> Result<()> {
    if context.io.json {
        let rows: Vec<Value> = page.rows.iter().map(row_json).collect();
        return context.io.json(&json!({"total": page.total, "rows": rows}));
    }
    if page.total == 0 {
        return context.io.text(if narrowed {
            "Nothing to review matches. goldset queue --all looks among what is decided, too."
        } else {
            "Nothing to review here. goldset queue --all lists what is decided too, goldset import PATH brings more."
        });
    }
    let mut lines = list::lines(&page.rows, &store.taxonomy()?, context.look());
    let more = page.total.saturating_sub(page.rows.len() as u64);
    if more > 0 {
        lines.push(format!("… and {more} more; --limit N shows them"));
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

/// Parses a filter, and remarks what it names that the store has nothing of.
pub(crate) fn read_filter(io: Io, store: &Store, source: &str) -> Result<Filter> {
    let filter = parse_filter(source)?;
    for unknown in store.unknown_values(&filter)? {
        io.remark(&format!("goldset: filter: {unknown}"));
    }
    Ok(filter)
}

/// Parses a filter; an error shows the term where it stands.
fn parse_filter(source: &str) -> Result<Filter> {
    Filter::parse(source).map_err(|e| {
        let shown = e.point(source).replace('\n', "\n  ");
        Error::usage(format!("filter: {}", e.message)).hint(shown)
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
