//! What commands, pickers and forms do to clusters.

use super::{
    Order, choice,
    grouping::{group, group_by},
    update,
};
use crate::{
    model::{
        cluster::{ClusterDecision, ClusterView, Fix, HORIZON_DAYS, Rating, SplitChild, Status},
        decision::Decision,
    },
    tui::{
        app::{App, Screen},
        command::ClustersAct,
        decide,
        effect::{By, Effect, Read, Slot, Write},
        overlay::{self, Overlay, agree, embedding, fix, line},
        screen::queue,
        widget::when::{plural, short_id},
    },
};

/// Traces moved at once: one transaction, so that nobody waits for it.
const MOST_MOVED: usize = 100;

/// What a line of text is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum Ask {
    Name {
        cluster: String,
    },
    Owner {
        cluster: String,
    },
    Note {
        cluster: String,
    },
    /// Applies while it is typed; given back on leaving.
    Search {
        before: String,
    },
}

/// What was chosen from a picker.
#[derive(Debug, Clone, PartialEq)]
pub enum Chosen {
    Order(Order),
    Window(u32),
    Owner {
        cluster: String,
        owner: Option<String>,
    },
    /// Somebody the picker does not list.
    OtherOwner {
        cluster: String,
    },
    Rate {
        cluster: String,
        rating: Rating,
    },
    Status {
        cluster: String,
        status: Option<Status>,
    },
    /// Shows what would become of both.
    MergeInto {
        cluster: String,
        into: String,
    },
    Move {
        traces: Vec<String>,
        to: Option<String>,
    },
    QueryType {
        id: String,
        name: String,
    },
}

pub fn run(app: &mut App, act: ClustersAct) -> Vec<Effect> {
    match act {
        ClustersAct::Members => return open(app),
        ClustersAct::Group => return group(app, None, false),
        ClustersAct::FromScratch => return group(app, None, true),
        ClustersAct::Embeddings => return embedding::open(app),
        ClustersAct::Words => return group_by(app, By::Words),
        ClustersAct::Window => return choose_from(app, choice::windows(app)),
        ClustersAct::Order => return choose_from(app, choice::orders(app.clusters.order)),
        ClustersAct::QueryTypes => return choose_from(app, choice::query_types(app)),
        ClustersAct::Search => return search(app),
        _ => {}
    }
    match app.clusters.selected().cloned() {
        Some(cluster) => on_cluster(app, act, &cluster),
        None => Vec::new(),
    }
}

fn on_cluster(app: &mut App, act: ClustersAct, cluster: &ClusterView) -> Vec<Effect> {
    let id = cluster.id.clone();
    match act {
        ClustersAct::Rename => {
            let name = if cluster.named {
                cluster.name.as_str()
            } else {
                ""
            };
            ask(app, Ask::Name { cluster: id }, name)
        }
        ClustersAct::Note => ask(app, Ask::Note { cluster: id }, ""),
        ClustersAct::Merge => choose_from(app, choice::others(app, cluster)),
        ClustersAct::Split => vec![app.read(Slot::Overlay, Read::Parts(id))],
        ClustersAct::Owner => choose_from(app, choice::owners(app, cluster)),
        ClustersAct::Rate => choose_from(app, choice::ratings(cluster)),
        ClustersAct::Status => choose_from(app, choice::statuses(cluster)),
        ClustersAct::FixShipped => vec![fix::open(app, cluster)],
        ClustersAct::Plan => plan(app, cluster),
        ClustersAct::Brief => {
            let read = Read::Brief {
                cluster: id,
                redact: app.redact.clone(),
                now: app.now,
            };
            vec![app.read(Slot::Brief, read)]
        }
        ClustersAct::Members
        | ClustersAct::Group
        | ClustersAct::FromScratch
        | ClustersAct::Embeddings
        | ClustersAct::Words
        | ClustersAct::Window
        | ClustersAct::Order
        | ClustersAct::QueryTypes
        | ClustersAct::Search => Vec::new(),
    }
}

/// Before the first run `Enter` does what the empty screen offers.
fn open(app: &mut App) -> Vec<Effect> {
    if app.clusters.has_run() || app.clusters.grouping.is_some() {
        return update::members(app);
    }
    group(app, None, false)
}

fn plan(app: &mut App, cluster: &ClusterView) -> Vec<Effect> {
    let picked = !cluster.picked;
    let said = if picked {
        format!("{} planned for the next cycle", cluster.name)
    } else {
        format!("{} taken out of the plan", cluster.name)
    };
    let cluster = cluster.id.clone();
    decide(app, ClusterDecision::Pick { cluster, picked }, said)
}

fn search(app: &mut App) -> Vec<Effect> {
    let before = app.clusters.search.clone();
    let asked = Ask::Search {
        before: before.clone(),
    };
    ask(app, asked, &before)
}

fn ask(app: &mut App, asked: Ask, text: &str) -> Vec<Effect> {
    let title = title_of(app, &asked);
    app.overlays
        .push(Overlay::Line(line::clusters(asked, title, text)));
    Vec::new()
}

fn title_of(app: &App, asked: &Ask) -> String {
    let name = |id: &str| app.clusters.name_of(id).to_owned();
    match asked {
        Ask::Name { cluster } => format!("Name of {} (empty: its terms)", name(cluster)),
        Ask::Owner { cluster } => format!("Who owns {}?", name(cluster)),
        Ask::Note { cluster } => format!("Note on {}", name(cluster)),
        Ask::Search { .. } => "Show clusters with these words".into(),
    }
}

fn choose_from(app: &mut App, picker: overlay::choice::State) -> Vec<Effect> {
    app.overlays.push(Overlay::Choice(picker));
    Vec::new()
}

/// Takes in a line that was typed.
pub fn answer(app: &mut App, asked: Ask, text: &str) -> Vec<Effect> {
    match asked {
        Ask::Search { .. } => {
            update::search(app, text);
            Vec::new()
        }
        Ask::Name { cluster } => {
            let said = match text {
                "" => format!("{} is called by its terms", app.clusters.name_of(&cluster)),
                name => format!("named {name}"),
            };
            let name = text.to_owned();
            decide(app, ClusterDecision::Name { cluster, name }, said)
        }
        Ask::Owner { .. } | Ask::Note { .. } if text.is_empty() => Vec::new(),
        Ask::Owner { cluster } => own(app, cluster, Some(text.to_owned())),
        Ask::Note { cluster } => {
            let said = format!("noted on {}", app.clusters.name_of(&cluster));
            let text = text.to_owned();
            decide(app, ClusterDecision::Note { cluster, text }, said)
        }
    }
}

/// Gives back what was typed about a cluster and could not be saved.
pub fn give_back(app: &mut App, decision: ClusterDecision) -> Vec<Effect> {
    match decision {
        ClusterDecision::Note { cluster, text } => ask(app, Ask::Note { cluster }, &text),
        ClusterDecision::Name { cluster, name } => ask(app, Ask::Name { cluster }, &name),
        _ => Vec::new(),
    }
}

/// Shows a search while it is typed, or what was searched before.
pub fn type_search(app: &mut App, words: &str) {
    update::search(app, words);
}

/// Takes in what was chosen.
pub fn choose(app: &mut App, chosen: Chosen) -> Vec<Effect> {
    match chosen {
        Chosen::Order(order) => {
            let kept = app.clusters.key();
            app.clusters.order = order;
            app.clusters.sift(kept);
            Vec::new()
        }
        Chosen::Window(days) => group(app, Some(days), false),
        Chosen::Owner { cluster, owner } => own(app, cluster, owner),
        Chosen::OtherOwner { cluster } => ask(app, Ask::Owner { cluster }, ""),
        Chosen::Rate { cluster, rating } => rate(app, cluster, rating),
        Chosen::Status { cluster, status } => {
            let name = app.clusters.name_of(&cluster);
            let said = match status {
                Some(status) => format!("{name}: {status}"),
                None => format!("{name}: status moves by itself"),
            };
            decide(app, ClusterDecision::Status { cluster, status }, said)
        }
        Chosen::MergeInto { cluster, into } => {
            let both = (app.clusters.cluster(&cluster), app.clusters.cluster(&into));
            if let (Some(from), Some(into)) = both {
                let page = agree::State::merge(from.clone(), into.clone());
                app.overlays.push(Overlay::Agree(Box::new(page)));
            }
            Vec::new()
        }
        Chosen::Move { traces, to } => move_all(app, traces, to.as_deref()),
        Chosen::QueryType { id, name } => update::list(
            app,
            format!("asked: {name}"),
            &format!("type:{id} since:{HORIZON_DAYS}d"),
        ),
    }
}

fn own(app: &mut App, cluster: String, owner: Option<String>) -> Vec<Effect> {
    let name = app.clusters.name_of(&cluster);
    let said = match &owner {
        Some(owner) => format!("{owner} owns {name}"),
        None => format!("nobody owns {name}"),
    };
    decide(app, ClusterDecision::Owner { cluster, owner }, said)
}

fn rate(app: &mut App, cluster: String, rating: Rating) -> Vec<Effect> {
    let name = app.clusters.name_of(&cluster);
    let said = match rating {
        Rating::Severity(Some(severity)) => format!("{name}: severity {severity}/5"),
        Rating::Severity(None) => format!("{name}: severity of its mode"),
        Rating::Addressability(Some(share)) => format!("{name}: fixable {share:.1}"),
        Rating::Addressability(None) => format!("{name}: fixable as its mode"),
    };
    decide(app, ClusterDecision::Rate { cluster, rating }, said)
}

/// Traces move to a cluster, or out of theirs; one undo takes all of it back.
fn move_all(app: &mut App, traces: Vec<String>, to: Option<&str>) -> Vec<Effect> {
    let what = together(app, &traces);
    let said = match to {
        Some(to) => format!("{what} moved to {}", app.clusters.name_of(to)),
        None => format!("{what} moved out of the cluster"),
    };
    let decide = |trace| {
        let to = to.map(str::to_owned);
        Decision::Cluster(ClusterDecision::Move { trace, to })
    };
    let decisions = traces.into_iter().map(decide).collect();
    vec![app.write(Write::Decide { decisions, said })]
}

/// A trace by what was asked, several by their number.
pub(super) fn together(app: &App, traces: &[String]) -> String {
    match traces {
        [one] => decide::call(app, one),
        many => plural(many.len(), "trace"),
    }
}

/// Two clusters become one.
pub fn merge(app: &mut App, from: &ClusterView, into: &ClusterView) -> Vec<Effect> {
    let said = format!("{} merged into {}", from.name, into.name);
    app.clusters.wanted = Some(into.id.clone());
    let decision = ClusterDecision::Merge {
        cluster: from.id.clone(),
        into: into.id.clone(),
    };
    decide(app, decision, said)
}

/// All parts but the largest, which stays what it is, become clusters of their own.
pub fn split(app: &mut App, cluster: &str, parts: &[SplitChild]) -> Vec<Effect> {
    let said = format!(
        "{} split off {}",
        plural(parts.len().saturating_sub(1), "cluster"),
        app.clusters.name_of(cluster)
    );
    let decisions = parts.iter().skip(1).map(|part| {
        Decision::Cluster(ClusterDecision::Split {
            cluster: cluster.to_owned(),
            name: None,
            traces: part.traces.clone(),
        })
    });
    let decisions = decisions.collect();
    vec![app.write(Write::Decide { decisions, said })]
}

/// A fix was shipped against a cluster.
pub fn ship(app: &mut App, cluster: String, fix: Fix) -> Vec<Effect> {
    let said = format!(
        "{} fix shipped for {}",
        fix.kind.name(),
        app.clusters.name_of(&cluster)
    );
    decide(app, ClusterDecision::Fix { cluster, fix }, said)
}

/// Asks which cluster the traces at hand belong to, once the clusters were read.
pub fn find_home(app: &mut App, traces: Vec<String>) -> Vec<Effect> {
    if traces.len() > MOST_MOVED {
        app.say(format!("at most {MOST_MOVED} traces are moved at once"));
        return Vec::new();
    }
    app.clusters.homeless = traces;
    update::refresh(app)
}

/// The clusters were read: traces that waited for them can be moved, while nothing else was begun.
pub(super) fn offer_homes(app: &mut App) {
    let traces = std::mem::take(&mut app.clusters.homeless);
    if traces.is_empty() || app.subject().is_none() || !app.overlays.is_empty() {
        return;
    }
    if app.clusters.list.clusters.is_empty() {
        app.say("there are no clusters yet; 2 goes where they are made");
        return;
    }
    let picker = choice::homes(app, &traces);
    choose_from(app, picker);
}

/// Lists the traces most alike.
pub fn more_like(app: &mut App, trace: &str) -> Vec<Effect> {
    let name = format!("like {}", short_id(trace));
    queue::visit(app, name, queue::Source::Like(trace.to_owned()))
}

fn decide(app: &mut App, decision: ClusterDecision, said: String) -> Vec<Effect> {
    decide::decide(app, Decision::Cluster(decision), said)
}

/// Shows which parts a cluster could be split into, while nothing else was begun.
pub fn take_parts(app: &mut App, id: &str, parts: Vec<SplitChild>) -> Vec<Effect> {
    let cluster = app.clusters.cluster(id).cloned();
    let here = app.has_keys(Screen::Clusters);
    let Some(cluster) = cluster.filter(|_| here) else {
        return Vec::new();
    };
    if parts.len() < 2 {
        app.say(format!(
            "{} has no clear parts: its traces are alike throughout",
            cluster.name
        ));
        return Vec::new();
    }
    let page = agree::State::split(cluster, parts);
    app.overlays.push(Overlay::Agree(Box::new(page)));
    Vec::new()
}
