//! What keys, clicks and answers do to the list of clusters and its details.

use super::{PageState, act, grouping, list::Row, page, page::Opens, view};
use crate::{
    model::{cluster::ClusterList, query::Filter},
    tui::{
        app::App,
        command::Motion,
        effect::{Effect, Read, Slot},
        screen::{queue, trace},
        widget::{laid::Lines, scroll},
    },
};
use ratatui::layout::Position;

/// The screen comes up.
pub fn enter(app: &mut App) -> Vec<Effect> {
    refresh(app)
}

/// Reads the clusters again, once what is being written stands.
pub fn refresh(app: &mut App) -> Vec<Effect> {
    let now = app.now;
    app.read_after_writes(Slot::Clusters, Read::Clusters(now))
        .into_iter()
        .collect()
}

pub fn take(app: &mut App, list: ClusterList) -> Vec<Effect> {
    app.clusters.take(list);
    act::offer_homes(app);
    Vec::new()
}

pub fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    match motion {
        Motion::NextPane | Motion::PreviousPane | Motion::Left | Motion::Right => {
            app.clusters.page.entered = !app.clusters.page.entered && app.clusters.has_rows();
        }
        _ if app.clusters.page.entered => go_in_page(app, motion),
        _ => {
            let height = usize::from(view::areas(app).rows.height);
            let to = scroll::step(
                motion,
                app.clusters.selected,
                height,
                app.clusters.rows.len(),
            );
            select(app, to);
        }
    }
    Vec::new()
}

/// The wheel moves what lies under the pointer.
pub fn wheel(app: &mut App, motion: Motion, at: Position) -> Vec<Effect> {
    let entered = app.clusters.page.entered;
    app.clusters.page.entered = view::areas(app).page.contains(at);
    let effects = go(app, motion);
    app.clusters.page.entered = entered;
    effects
}

fn select(app: &mut App, to: usize) {
    if to != app.clusters.selected {
        app.clusters.page.top = 0;
        app.clusters.page.item = 0;
    }
    app.clusters.selected = to;
}

/// Selects a cluster where it is listed.
fn go_to(app: &mut App, cluster: &str) {
    if let Some(to) = app.clusters.place_of(cluster) {
        app.clusters.page.entered = false;
        select(app, to);
    }
}

/// Leaves the details for the list; false when the list has the keys already.
pub fn leave_page(app: &mut App) -> bool {
    std::mem::take(&mut app.clusters.page.entered)
}

/// Shows all clusters again where a search left some out; false where none did.
pub fn leave_search(app: &mut App) -> bool {
    let searched = !app.clusters.search.is_empty();
    if searched {
        search(app, "");
    }
    searched
}

/// Moves among the items; what lies between them is scrolled through.
fn go_in_page(app: &mut App, motion: Motion) {
    let height = usize::from(view::areas(app).page.height).max(1);
    let page = &mut app.clusters.page;
    let last_top = page.lines.len().saturating_sub(height);
    let by_line = matches!(motion, Motion::Up | Motion::Down);
    let to = scroll::step(motion, page.item, height / 2, page.lines.items());
    let near = page.lines.extent(to).is_some_and(|e| {
        e.start + 1 >= page.top.saturating_sub(height / 2)
            && e.end <= page.top + height + height / 2
    });
    if by_line && to != page.item && near {
        page.item = to;
        page.follow(height);
        return;
    }
    page.top = scroll::step(motion, page.top, height, last_top + 1).min(last_top);
    page.item = page.first_seen(height).unwrap_or(page.item);
}

impl PageState {
    /// Scrolls so that the selected item is seen.
    fn follow(&mut self, height: usize) {
        let Some(extent) = self.lines.extent(self.item) else {
            return;
        };
        let (len, last) = (self.lines.len(), extent.end.saturating_sub(1));
        // What stands above the first item is seen with it.
        let first = if self.item == 0 { 0 } else { extent.start };
        self.top = scroll::follow(self.top, last, height, len);
        if first < self.top && extent.start < self.top + height {
            self.top = scroll::follow(self.top, extent.start, height, len);
        }
        if self.item == 0 && last < height {
            self.top = 0;
        }
    }

    /// The selected item while it is seen, else the first that is.
    fn first_seen(&self, height: usize) -> Option<usize> {
        let seen = self.top..self.top + height;
        let is_seen = |item: usize| {
            let extent = self.lines.extent(item);
            extent.is_some_and(|e| seen.contains(&e.start))
        };
        if is_seen(self.item) {
            return Some(self.item);
        }
        (0..self.lines.items()).find(|item| is_seen(*item))
    }
}

/// Shows the traces behind what is selected: the members of a cluster, or those behind a number of its details.
pub(super) fn members(app: &mut App) -> Vec<Effect> {
    let state = &app.clusters;
    let opens = if state.page.entered {
        state.page.opens.get(state.page.item).cloned()
    } else {
        state
            .rows
            .get(state.selected)
            .map(|row| opens_of(app, *row))
    };
    match opens {
        Some(opens) => open(app, opens),
        None => Vec::new(),
    }
}

fn opens_of(app: &App, row: Row) -> Opens {
    let list = &app.clusters.list;
    match row {
        Row::Cluster { at, .. } => {
            let cluster = &list.clusters[at];
            Opens::recent(&cluster.id, &cluster.name, list.days())
        }
        Row::NotGrouped => Opens::not_grouped(list),
    }
}

fn open(app: &mut App, opens: Opens) -> Vec<Effect> {
    match opens {
        Opens::Trace(id) => trace::open(app, &id),
        Opens::Matching { name, filter } => list(app, name, &filter),
    }
}

/// Lists the traces that match.
pub(super) fn list(app: &mut App, name: String, filter: &str) -> Vec<Effect> {
    match Filter::parse(filter) {
        Ok(filter) => queue::visit(app, name, queue::Source::Matching(filter)),
        Err(error) => {
            app.complain(format!("cannot list these traces: {}", error.message));
            Vec::new()
        }
    }
}

/// Shows only the clusters that hold all these words.
pub(super) fn search(app: &mut App, words: &str) {
    let state = &mut app.clusters;
    let kept = state.key();
    words.clone_into(&mut state.search);
    state.top = 0;
    state.sift(kept);
}

/// A click inside the body, in cells from its top left.
pub fn click(app: &mut App, column: u16, row: u16) -> Vec<Effect> {
    let areas = view::areas(app);
    let body = crate::tui::layout::areas(app).body;
    let at = (body.x + column, body.y + row).into();
    if areas.page.contains(at) {
        let line = app.clusters.page.top + usize::from(at.y - areas.page.y);
        let item = app.clusters.page.lines.item_at(line);
        let again = app.clusters.page.entered && item == Some(app.clusters.page.item);
        app.clusters.page.entered = true;
        app.clusters.page.item = item.unwrap_or(app.clusters.page.item);
        return if again { members(app) } else { Vec::new() };
    }
    if areas.foot.contains(at) {
        let line = usize::from(at.y - areas.foot.y);
        if let Some(cluster) = view::cluster_of_notice(app, line) {
            go_to(app, &cluster);
        }
        return Vec::new();
    }
    if !areas.rows.contains(at) {
        return Vec::new();
    }
    let to = app.clusters.top + usize::from(at.y - areas.rows.y);
    if to >= app.clusters.rows.len() {
        return Vec::new();
    }
    let again = to == app.clusters.selected && !app.clusters.page.entered;
    app.clusters.page.entered = false;
    select(app, to);
    if again { members(app) } else { Vec::new() }
}

/// Shows what waited to be shown, lays out the details where they changed, and keeps the selection in sight. Called after every update.
pub(in crate::tui) fn settle(app: &mut App) {
    grouping::show_proposed(app);
    let areas = view::areas(app);
    let state = &mut app.clusters;
    state.page.entered &= state.has_rows();
    let (height, len) = (usize::from(areas.rows.height), state.rows.len());
    state.top = scroll::follow(state.top, state.selected, height, len);
    let row = state.rows.get(state.selected).copied();
    let wanted = Some((areas.page.width, row, state.page.edition));
    if state.page.laid == wanted {
        return;
    }
    let (lines, opens) = match row {
        Some(row) if areas.page.height > 0 => {
            page::of(state, row, usize::from(areas.page.width)).finish()
        }
        _ => (Lines::default(), Vec::new()),
    };
    let page = &mut state.page;
    page.lines = lines;
    page.opens = opens;
    page.laid = wanted;
    let last = page
        .lines
        .len()
        .saturating_sub(usize::from(areas.page.height));
    page.top = page.top.min(last);
    page.item = page.item.min(page.opens.len().saturating_sub(1));
}
