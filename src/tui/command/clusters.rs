//! Commands of the failure clusters.

use super::{
    Availability::{self, No, Yes},
    Command, Group, Id,
    shell::can_write,
};
use crate::tui::app::App;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClustersAct {
    Members,
    Rename,
    Merge,
    Split,
    Owner,
    Rate,
    Status,
    FixShipped,
    Plan,
    Note,
    Brief,
    Order,
    Window,
    Search,
    QueryTypes,
    Group,
    FromScratch,
    Embeddings,
    Words,
}

const fn act(
    act: ClustersAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    Command::new(Id::Clusters(act), name, title, short, keys)
}

/// A decision about the selected cluster.
const fn decision(
    id: ClustersAct,
    name: &'static str,
    title: &'static str,
    short: &'static str,
    keys: &'static [&'static str],
) -> Command {
    act(id, name, title, short, keys)
        .group(Group::Decide)
        .when(can_change)
}

pub(super) const TABLE: &[Command] = &[
    act(
        ClustersAct::Members,
        "members",
        "Open the traces behind it",
        "members",
        &["Enter"],
    )
    .words("traces")
    .hint(99)
    .when(can_open),
    decision(
        ClustersAct::Rename,
        "rename-cluster",
        "Rename the cluster",
        "rename",
        &["r"],
    )
    .hint(90),
    decision(
        ClustersAct::Merge,
        "merge-clusters",
        "Merge it into another cluster",
        "merge",
        &["m"],
    )
    .hint(88)
    .when(can_merge),
    decision(
        ClustersAct::Split,
        "split-cluster",
        "Split it: see which parts it has",
        "split",
        &["S"],
    )
    .hint(86),
    decision(
        ClustersAct::Owner,
        "own-cluster",
        "Name its owner",
        "owner",
        &["o"],
    )
    .hint(84),
    decision(
        ClustersAct::Rate,
        "rate-cluster",
        "Set severity, or how fixable it is",
        "severity",
        &["v"],
    )
    .hint(82),
    decision(
        ClustersAct::FixShipped,
        "fix-shipped",
        "Record a fix that was shipped",
        "fix shipped",
        &["f"],
    )
    .hint(95),
    decision(
        ClustersAct::Plan,
        "plan-cluster",
        "Plan it for the next cycle, or not",
        "plan",
        &["P"],
    )
    .hint(92),
    decision(
        ClustersAct::Status,
        "cluster-status",
        "Set its status by hand",
        "status",
        &["t"],
    )
    .hint(50),
    decision(
        ClustersAct::Note,
        "note-cluster",
        "Note something on the cluster",
        "note",
        &["i"],
    )
    .hint(45),
    act(
        ClustersAct::Brief,
        "fix-brief",
        "Copy the fix brief, as a ticket",
        "as ticket",
        &["y"],
    )
    .words("copy export ticket")
    .hint(80)
    .when(has_cluster),
    act(
        ClustersAct::Order,
        "cluster-order",
        "Choose the order of the clusters",
        "order",
        &[","],
    )
    .words("sort")
    .group(Group::Find)
    .hint(25)
    .when(has_rows),
    act(
        ClustersAct::Window,
        "cluster-window",
        "Choose how far back to group",
        "window",
        &["w"],
    )
    .group(Group::Find)
    .hint(26)
    .when(can_group),
    act(
        ClustersAct::Search,
        "search-clusters",
        "Show only clusters with these words",
        "search",
        &["/"],
    )
    .words("filter find")
    .group(Group::Find)
    .hint(40)
    .when(has_run),
    act(
        ClustersAct::QueryTypes,
        "query-types",
        "What people ask, and how often it goes wrong",
        "questions",
        &["T"],
    )
    .group(Group::Find)
    .hint(42)
    .when(has_types),
    act(
        ClustersAct::Group,
        "group",
        "Group what went wrong, in the background",
        "group",
        &["R"],
    )
    .words("cluster refresh recompute")
    .hint(60)
    .when(can_group),
    act(
        ClustersAct::FromScratch,
        "group-from-scratch",
        "Group from scratch: shows what would move first",
        "from scratch",
        &[],
    )
    .when(can_group),
    act(
        ClustersAct::Embeddings,
        "group-by-embeddings",
        "Group by an endpoint's vectors: tells first what is sent",
        "by an endpoint",
        &["E"],
    )
    .when(can_embed),
    act(
        ClustersAct::Words,
        "group-by-words",
        "Group by vectors learnt from the texts again",
        "by words",
        &[],
    )
    .when(can_go_back),
];

/// Why there is nothing to act on.
fn nothing(app: &App) -> Availability {
    if app.clusters.is_read() {
        No("nothing is grouped yet; R does")
    } else {
        No("the clusters are being read")
    }
}

fn has_rows(app: &App) -> Availability {
    if app.clusters.has_rows() {
        Yes
    } else {
        nothing(app)
    }
}

fn has_run(app: &App) -> Availability {
    if app.clusters.has_run() {
        Yes
    } else {
        nothing(app)
    }
}

fn has_types(app: &App) -> Availability {
    match has_run(app) {
        Yes if app.clusters.list().query_types.is_empty() => No("no kinds of questions were found"),
        other => other,
    }
}

fn has_cluster(app: &App) -> Availability {
    match app.clusters.selected() {
        Some(_) => Yes,
        None if app.clusters.has_rows() => No("this is no cluster"),
        None => No("no cluster selected"),
    }
}

fn can_open(app: &App) -> Availability {
    if app.clusters.has_rows() {
        return Yes;
    }
    match has_run(app) {
        Yes => No("no cluster selected"),
        _ => can_group(app),
    }
}

fn can_change(app: &App) -> Availability {
    match has_cluster(app) {
        Yes => can_write(app),
        no => no,
    }
}

fn can_merge(app: &App) -> Availability {
    match can_change(app) {
        Yes if app.clusters.list().clusters.len() < 2 => No("there is no other cluster"),
        other => other,
    }
}

fn can_group(app: &App) -> Availability {
    if app.clusters.grouping().is_some() {
        return No("it is being done; Esc stops it");
    }
    if app.counts.traces == 0 {
        return No("the store is empty");
    }
    can_write(app)
}

fn can_embed(app: &App) -> Availability {
    match app.embeddings {
        Ok(_) => can_group(app),
        Err(why) => No(why),
    }
}

fn can_go_back(app: &App) -> Availability {
    let run = app.clusters.list().run.as_ref();
    if run.is_some_and(|run| run.vectors.is_some()) {
        can_group(app)
    } else {
        No("it is what groups go by")
    }
}
