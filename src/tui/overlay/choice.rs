//! A small picker: a handful of things, one of them is chosen. Typing filters, digits choose at once.

mod modes;
pub mod views;

pub use modes::{fixes, merge_mode, severities};
pub use views::views;

use super::{Heard, Next, Overlay, taxonomy};
use crate::{
    model::{
        decision::{Decision, UNSURE_REASONS, Verdict},
        many::Act,
        query::{Order, Window},
        taxonomy::TaxonomyDecision,
        view::View,
    },
    text::fuzzy::{fuzzy, sift},
    tui::{
        app::{App, Screen},
        command::PickAct,
        decide,
        effect::Effect,
        keys::{Chord, Key},
        screen::{clusters, queue, trace},
        theme::{Role, ThemeName},
        widget::{Pen, popup, scroll, when::short_id},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Cells of the pointer, the digit, the gap and the frame around a label and its detail.
const AROUND: usize = 8;

/// What choosing an item does.
#[derive(Debug, Clone, PartialEq)]
pub enum Chosen {
    /// Of one trace, or of the marked ones.
    Unsure {
        trace: Option<String>,
        reason: &'static str,
    },
    /// A decision about a failure mode, with what it is called.
    Mode(TaxonomyDecision, String),
    Order(Order),
    Window(Window),
    Theme(ThemeName),
    Document {
        trace: String,
        document: String,
    },
    /// A saved view, by name.
    View {
        name: String,
        view: View,
    },
    /// One that was taken away since the list is open.
    GoneView {
        name: String,
        view: View,
    },
    SaveView,
    Trace(String),
    /// Two texts of the trace that is shown, by the number of their pair.
    Pair(usize),
    Flag {
        trace: String,
        document: String,
        flag: &'static str,
    },
    Clusters(clusters::Chosen),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    pub label: String,
    /// A word more about it, in the second strength.
    pub detail: String,
    pub chosen: Chosen,
}

#[derive(Debug, Clone, PartialEq)]
pub struct State {
    pub title: String,
    pub items: Vec<Item>,
    pub selected: usize,
    pub query: String,
}

impl State {
    pub fn new(title: impl Into<String>, items: Vec<Item>, selected: usize) -> Self {
        Self {
            title: title.into(),
            items,
            selected,
            query: String::new(),
        }
    }

    /// True for the list of saved views.
    pub fn is_views(&self) -> bool {
        let is_save = |item: &Item| item.chosen == Chosen::SaveView;
        self.items.last().is_some_and(is_save)
    }

    /// Indices of the items that match what was typed, the best first; all in their own order before anything was.
    fn matching(&self) -> Vec<usize> {
        let items = self.items.iter().enumerate();
        let found = sift(&self.query, items, |(_, item)| &item.label);
        found.into_iter().map(|(at, _)| at).collect()
    }
}

/// An item, with a word more about it.
pub fn item(label: impl Into<String>, detail: impl Into<String>, chosen: Chosen) -> Item {
    Item {
        label: label.into(),
        detail: detail.into(),
        chosen,
    }
}

/// Why a reviewer is unsure.
pub fn unsure(app: &App, trace: Option<&str>) -> State {
    let items = UNSURE_REASONS.iter().map(|(code, words)| {
        let chosen = Chosen::Unsure {
            trace: trace.map(str::to_owned),
            reason: code,
        };
        item(*words, "", chosen)
    });
    State::new(
        format!("Unsure about {}: why?", decide::about(app, trace)),
        items.collect(),
        0,
    )
}

/// The orders of the queue.
pub fn orders(current: Order) -> State {
    let about = |order| match order {
        Order::Worst => "badness, then severity, then the latest",
        Order::Triage => "badness × user's words × how often asked × doubt",
        Order::Ambiguous => "where the evidence leaves us unsure",
        Order::Newest => "the latest first",
        Order::Best => "candidates for keepers",
        Order::Random => "the only honest estimate of the bad rate",
    };
    let items = Order::ALL.map(|order| item(order.name(), about(order), Chosen::Order(order)));
    let at = Order::ALL.iter().position(|o| *o == current).unwrap_or(0);
    State::new("Order", items.to_vec(), at)
}

/// How far the queue looks back.
pub fn windows(current: Window) -> State {
    let items: Vec<Item> = Window::ALL
        .iter()
        .map(|window| item(window.title(), "", Chosen::Window(*window)))
        .collect();
    let at = Window::ALL.iter().position(|w| *w == current).unwrap_or(0);
    State::new("How far back, from the newest trace", items, at)
}

/// The built-in themes, and the team's own where there is one.
pub fn themes(app: &App) -> State {
    let about = |name| match name {
        ThemeName::Dark => "for dark backgrounds",
        ThemeName::Light => "for light backgrounds",
        ThemeName::Mono => "no colours",
        ThemeName::Safe => "blue and orange, for colour-blind eyes",
        ThemeName::Team => "from the configuration",
    };
    let own = app.team_theme.map(|theme| theme.name);
    let names: Vec<ThemeName> = ThemeName::ALL.into_iter().chain(own).collect();
    let items = names
        .iter()
        .map(|name| item(name.name(), about(*name), Chosen::Theme(*name)));
    let at = names.iter().position(|n| *n == app.theme.name).unwrap_or(0);
    State::new("Theme", items.collect(), at)
}

/// Opens the only trace whose id begins so, or lets one of them be chosen.
pub fn take_ids(app: &mut App, typed: &str, ids: Vec<String>) -> Vec<Effect> {
    let exact = ids.iter().find(|id| *id == typed).cloned();
    match (exact, ids.as_slice()) {
        (Some(id), _) => return trace::open(app, &id),
        (None, [only]) => return trace::open(app, &only.clone()),
        (None, []) => app.warn(format!(
            "no trace has an id that begins with {}",
            short_id(typed)
        )),
        (None, _) => {
            let items = ids
                .into_iter()
                .map(|id| item(id.clone(), "", Chosen::Trace(id)));
            let title = format!("Several ids begin with {}", short_id(typed));
            let choice = State::new(title, items.collect(), 0);
            app.overlays.push(Overlay::Choice(choice));
        }
    }
    Vec::new()
}

/// What is wrong with the document that is selected, else with which of the documents of the trace at hand; none while
/// it is still being read.
pub fn documents(app: &App) -> Option<State> {
    let trace = &app.subject_detail()?.trace;
    let selected = app.trace.selected_document();
    if let (Screen::Trace, Some(document)) = (app.screen, selected) {
        return Some(flags(&trace.trace_id, document));
    }
    let items = trace.documents.iter().map(|document| {
        let chosen = Chosen::Document {
            trace: trace.trace_id.clone(),
            document: document.id.clone(),
        };
        item(
            document.id.clone(),
            document.source.clone().unwrap_or_default(),
            chosen,
        )
    });
    Some(State::new("Flag which document?", items.collect(), 0))
}

fn flags(trace: &str, document: &str) -> State {
    let kinds = [
        ("wrong", "what it says is not so"),
        ("outdated", "it was right once"),
        ("irrelevant", "it does not belong to this question"),
        ("missing", "it is not what should have been found"),
        ("none", "take the flag back"),
    ];
    let items = kinds.map(|(flag, about)| {
        let chosen = Chosen::Flag {
            trace: trace.to_owned(),
            document: document.to_owned(),
            flag,
        };
        item(flag, about, chosen)
    });
    State::new(format!("What is wrong with {document}?"), items.to_vec(), 0)
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) => return choose(app, state),
        Heard::Clicked(row) => {
            let height = usize::from(areas(&state, super::over(app)).1.height);
            state.selected =
                row + scroll::follow(0, state.selected, height, state.matching().len());
            return choose(app, state);
        }
        Heard::Pick(act) => {
            let len = state.matching().len();
            state.selected = scroll::step(super::line::motion(act), state.selected, 10, len);
        }
        Heard::Views(act) => return views::run(app, state, act),
        Heard::Typed(chord) => return type_key(app, state, chord),
        _ => {}
    }
    Next::stay(Overlay::Choice(state))
}

fn type_key(app: &mut App, mut state: State, chord: Chord) -> Next {
    match chord.typed() {
        Some(digit @ '1'..='9') if state.query.is_empty() => {
            let index = digit as usize - '1' as usize;
            if index < state.items.len() {
                state.selected = index;
                return choose(app, state);
            }
        }
        Some(c) => {
            state.query.push(c);
            state.selected = 0;
        }
        None if chord.key == Key::Backspace => {
            state.query.pop();
            state.selected = 0;
        }
        None => {}
    }
    Next::stay(Overlay::Choice(state))
}

fn choose(app: &mut App, state: State) -> Next {
    let Some(index) = state.matching().get(state.selected).copied() else {
        return Next::stay(Overlay::Choice(state));
    };
    match &state.items[index].chosen {
        Chosen::Document { trace, document } => Next::stay(Overlay::Choice(flags(trace, document))),
        Chosen::SaveView => {
            views::ask_name(app, &state);
            Next::close()
        }
        other => {
            let effects = carry_out(app, other.clone());
            Next::close().with(effects)
        }
    }
}

fn carry_out(app: &mut App, chosen: Chosen) -> Vec<Effect> {
    match chosen {
        Chosen::Unsure { trace, reason } => {
            let (verdict, reason) = (Verdict::Unsure, Some(reason.to_owned()));
            match trace {
                Some(trace) => decide::verdict(app, &trace, verdict, reason),
                None => super::many::open(app, Act::Verdict { verdict, reason }),
            }
        }
        Chosen::Clusters(chosen) => clusters::choose(app, chosen),
        Chosen::Mode(decision, said) => taxonomy::decide(app, decision, said),
        Chosen::Order(order) => queue::set_order(app, order),
        Chosen::Window(window) => queue::set_window(app, window),
        Chosen::Theme(name) => {
            app.use_theme(name);
            Vec::new()
        }
        Chosen::Flag {
            trace,
            document,
            flag,
        } => {
            let said = format!("document {document}: {flag}");
            let decision = Decision::DocumentFlag {
                trace,
                document,
                flag: flag.to_owned(),
                note: None,
            };
            decide::decide(app, decision, said)
        }
        Chosen::Document { .. } | Chosen::SaveView => Vec::new(),
        Chosen::View { name, view } | Chosen::GoneView { name, view } => {
            app.say(format!("view {name}"));
            queue::apply_view(app, view)
        }
        Chosen::Trace(id) => trace::open(app, &id),
        Chosen::Pair(pair) => {
            trace::take_pair(app, pair);
            Vec::new()
        }
    }
}

/// The frame, and the list inside it.
pub(super) fn areas(state: &State, screen: Rect) -> (Rect, Rect) {
    let height = u16::try_from(state.items.len() + 2).unwrap_or(u16::MAX);
    let outer = popup::centred(
        screen,
        width_of(&state.items),
        height.min(screen.height.saturating_sub(4)).max(3),
    );
    let inner = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(2),
    };
    (outer, inner)
}

/// Cells of the labels, with what stands before and after them.
fn label_cells(items: &[Item]) -> usize {
    let labels = items.iter().map(|item| item.label.chars().count());
    labels.max().unwrap_or(0).clamp(22, most_label(items))
}

/// As wide as the longest line, within reason.
fn width_of(items: &[Item]) -> u16 {
    let details = items.iter().map(|item| item.detail.chars().count());
    let line = label_cells(items).saturating_add(details.max().unwrap_or(0) + AROUND);
    u16::try_from(line).unwrap_or(u16::MAX).clamp(64, 100)
}

/// Cells of the labels at most: all there are where nothing more is said.
fn most_label(items: &[Item]) -> usize {
    let says_more = items.iter().any(|item| !item.detail.is_empty());
    if says_more { 40 } else { usize::MAX }
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let (outer, list) = areas(state, screen);
    let title = match state.query.as_str() {
        "" => state.title.clone(),
        query => format!("{}  {query}", state.title),
    };
    popup::frame(app, buf, outer, &title);
    let matching = state.matching();
    let top = scroll::follow(0, state.selected, usize::from(list.height), matching.len());
    let cells = label_cells(&state.items);
    for (row, index) in matching
        .iter()
        .skip(top)
        .take(usize::from(list.height))
        .enumerate()
    {
        let item = &state.items[*index];
        let selected = top + row == state.selected;
        let style = |role| app.theme.in_row(selected, role);
        let digit = if *index < 9 {
            format!("{} ", index + 1)
        } else {
            "  ".to_owned()
        };
        let mut pen = Pen::new(buf, list, u16::try_from(row).unwrap_or(u16::MAX));
        if selected {
            pen.fill(style(Role::Text));
        }
        pen.text(
            if selected { app.glyphs.pointer() } else { " " },
            style(Role::Text),
        );
        pen.text(&digit, style(Role::Key));
        let lit = fuzzy(&state.query, &item.label).map(|m| m.indices);
        let looks = (style(Role::Text), app.theme.lit_in_row(selected));
        let start = usize::from(pen.x());
        pen.lit(&item.label, &lit.unwrap_or_default(), cells, looks);
        pen.gap((start + cells + 1).saturating_sub(usize::from(pen.x())));
        pen.text(&item.detail, style(Role::Dim));
    }
    None
}
