//! The clustering in the background: it begins, tells how far it is, and ends.

use crate::{
    error::{Error, Kind},
    tui::{
        app::{App, Screen},
        effect::{By, Effect, Grouped, Write},
        overlay::{Overlay, agree},
        widget::when::plural,
    },
};

/// The last stage, which takes a moment and is not stopped.
const RECORDING: &str = "recording";

/// The clustering that runs in the background.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Grouping {
    /// What it does just now.
    pub stage: &'static str,
    /// How much of that is done, in `[0,1]`.
    pub share: f64,
    /// It was asked to stop.
    pub stopping: bool,
}

/// Groups the traces in the background, looking back so many days; from scratch, it only proposes.
pub(super) fn group(app: &mut App, days: Option<u32>, scratch: bool) -> Vec<Effect> {
    start(app, days, scratch, By::AsBefore)
}

/// Groups the traces in the background by other vectors.
pub fn group_by(app: &mut App, by: By) -> Vec<Effect> {
    start(app, None, false, by)
}

fn start(app: &mut App, days: Option<u32>, scratch: bool, by: By) -> Vec<Effect> {
    app.clusters.proposed = None;
    app.clusters.grouping = Some(Grouping {
        stage: "reading",
        ..Grouping::default()
    });
    vec![Effect::Group { days, scratch, by }]
}

/// Groups the traces for the first time, where there is something to group and nobody did.
pub fn begin(app: &mut App) -> Vec<Effect> {
    if app.clusters.grouping.is_some() || app.read_only.is_some() {
        return Vec::new();
    }
    group(app, None, false)
}

/// Asks the clustering to stop; nothing where none runs.
pub fn stop(app: &mut App) -> Vec<Effect> {
    match &mut app.clusters.grouping {
        Some(grouping) if !grouping.stopping && grouping.stage != RECORDING => {
            grouping.stopping = true;
            vec![Effect::StopGrouping]
        }
        _ => Vec::new(),
    }
}

/// It is that far.
pub fn progress(app: &mut App, stage: &'static str, share: f64) {
    if let Some(grouping) = &mut app.clusters.grouping {
        grouping.stage = stage;
        grouping.share = share.clamp(0.0, 1.0);
    }
}

/// It ended.
pub fn grouped(app: &mut App, ended: Result<Grouped, Error>) -> Vec<Effect> {
    app.clusters.grouping = None;
    match ended {
        Ok(Grouped::Computed) => take_groups(app),
        Ok(Grouped::Done { clusters }) => {
            let mut effects = Vec::new();
            if app.who.demo && !app.clusters.has_run() {
                // What the people of the sample decided merges and splits some: the number comes with the list.
                app.report("grouped: 2 shows the failure clusters");
                effects.push(app.write(Write::CurateSample));
            } else {
                app.report(format!("grouped: {}", plural(clusters, "cluster")));
            }
            app.clusters.outdate();
            effects.extend(crate::tui::reply::refresh(app));
            effects
        }
        Ok(Grouped::Unchanged) => {
            app.say("nothing new to group since the last time");
            super::refresh(app)
        }
        Ok(Grouped::Proposed(table)) => {
            if !app.has_keys(Screen::Clusters) {
                app.say("grouped from scratch: Clusters shows what would become of them");
            }
            app.clusters.proposed = Some(table);
            Vec::new()
        }
        Ok(Grouped::Stopped) => {
            app.say("stopped; the clusters are as they were");
            Vec::new()
        }
        Err(error) => {
            let text = error.to_string().replace('\n', ": ");
            match error.kind {
                Kind::Failed | Kind::Usage => app.warn(text),
                Kind::Operational | Kind::Inconclusive => app.complain(text),
            }
            Vec::new()
        }
    }
}

/// Shows what was proposed once nothing else has the keys, which a page that is agreed to by `Enter` must not take away.
/// Called after every update.
pub(super) fn show_proposed(app: &mut App) {
    if !app.has_keys(Screen::Clusters) {
        return;
    }
    if let Some(table) = app.clusters.proposed.take() {
        let page = agree::State::from_scratch(table);
        app.overlays.push(Overlay::Agree(Box::new(page)));
    }
}

/// The groups that were proposed take the place of those that stand.
pub fn take_groups(app: &mut App) -> Vec<Effect> {
    app.clusters.grouping = Some(Grouping {
        stage: RECORDING,
        ..Grouping::default()
    });
    vec![Effect::TakeGroups(true)]
}

/// The proposed groups are forgotten.
pub fn keep_groups(app: &mut App) -> Vec<Effect> {
    app.say("the clusters are as they were");
    vec![Effect::TakeGroups(false)]
}
