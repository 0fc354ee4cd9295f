//! The mode picker: digits are pinned to modes and never move, `l` shows all modes, typing filters, Enter takes the
//! marked one (the prediction, to begin with). `+` and a digit adds a mode to the label.

use super::{Heard, Next, Overlay};
use crate::{
    model::{many::Act, read::ModeTag, taxonomy::Mode},
    order::Order,
    text::{fuzzy::fuzzy, sanitise},
    tui::{
        app::App,
        command::PickAct,
        decide,
        keys::{Chord, Key},
        theme::Role,
        widget::{Pen, bar, popup, scroll},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

/// Cells of a mode's name.
const NAME: usize = 22;

#[derive(Debug)]
pub struct State {
    /// None for the marked traces.
    trace: Option<String>,
    /// Modes of the reviewer's label so far; kept when one is added.
    labelled: Vec<String>,
    /// What every automatic source says, the strongest first.
    predicted: Vec<ModeTag>,
    /// Modes without a digit are listed too.
    all: bool,
    adding: bool,
    query: String,
    selected: usize,
}

impl State {
    /// Opens the picker for a trace, marking its label or else the likeliest mode.
    pub fn open(app: &App, trace: Option<&str>) -> Self {
        let tags = app
            .subject()
            .filter(|_| trace.is_some())
            .map(|row| row.modes.clone())
            .unwrap_or_default();
        let (human, mut guessed): (Vec<_>, Vec<_>) =
            tags.into_iter().partition(|t| t.source == "human");
        if let Some(detail) = app.subject_detail().filter(|_| trace.is_some()) {
            guessed.clone_from(&detail.predictions);
        }
        let mut state = Self {
            trace: trace.map(str::to_owned),
            labelled: human.into_iter().map(|t| t.id).collect(),
            predicted: guessed,
            all: false,
            adding: false,
            query: String::new(),
            selected: 0,
        };
        let marked = state
            .labelled
            .first()
            .or(state.predicted.first().map(|p| &p.id))
            .cloned();
        if let Some(id) = marked {
            state.all = app.taxonomy.mode(&id).is_some_and(|m| m.digit.is_none());
            state.selected = state
                .matching(app)
                .iter()
                .position(|m| m.id == id)
                .unwrap_or(0);
        }
        state
    }

    fn matching<'a>(&self, app: &'a App) -> Vec<&'a Mode> {
        let wanted = |mode: &&Mode| match self.query.as_str() {
            "" => self.all || mode.digit.is_some(),
            typed => fuzzy(typed, &mode.name).is_some() || fuzzy(typed, &mode.id).is_some(),
        };
        let mut modes: Vec<&Mode> = app.taxonomy.standing().filter(wanted).collect();
        modes.order_by_key(|m| m.digit.unwrap_or(u8::MAX));
        modes
    }
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) => return take_marked(app, state),
        Heard::Clicked(row) => {
            let height = usize::from(areas(app, &state, super::over(app)).1.height);
            state.selected =
                row + scroll::follow(0, state.selected, height, state.matching(app).len());
            return take_marked(app, state);
        }
        Heard::Pick(act) => {
            let len = state.matching(app).len();
            state.selected = scroll::step(super::line::motion(act), state.selected, 10, len);
        }
        Heard::Typed(chord) => return type_key(app, state, chord),
        _ => {}
    }
    Next::stay(Overlay::Modes(state))
}

fn type_key(app: &mut App, mut state: State, chord: Chord) -> Next {
    match chord.typed() {
        Some(digit @ '1'..='9') if state.query.is_empty() => {
            let found = app
                .taxonomy
                .by_digit(digit as u8 - b'0')
                .map(|m| m.id.clone());
            if let Some(id) = found {
                return take(app, state, id);
            }
        }
        Some('l') if state.query.is_empty() && !state.all => state.all = true,
        Some('+') if state.query.is_empty() => state.adding = !state.adding,
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
    Next::stay(Overlay::Modes(state))
}

fn take_marked(app: &mut App, state: State) -> Next {
    let marked = state
        .matching(app)
        .get(state.selected)
        .map(|m| m.id.clone());
    match marked {
        Some(id) => take(app, state, id),
        None => Next::stay(Overlay::Modes(state)),
    }
}

fn take(app: &mut App, state: State, id: String) -> Next {
    let mut modes = if state.adding {
        state.labelled.clone()
    } else {
        Vec::new()
    };
    if !modes.contains(&id) {
        modes.push(id);
    }
    let effects = if let Some(trace) = &state.trace {
        decide::label(app, trace, modes)
    } else {
        let add = state.adding;
        super::many::open(app, Act::Label { modes, add })
    };
    Next::close().with(effects)
}

/// The frame, and the list inside it.
pub(super) fn areas(app: &App, state: &State, screen: Rect) -> (Rect, Rect) {
    let wanted = state.matching(app).len().max(9) + 3;
    let height = u16::try_from(wanted).unwrap_or(u16::MAX);
    let outer = popup::centred(
        screen,
        88,
        height.min(screen.height.saturating_sub(2)).max(4),
    );
    let list = Rect {
        x: outer.x + 2,
        y: outer.y + 1,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(3),
    };
    (outer, list)
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let (outer, list) = areas(app, state, screen);
    let verb = if state.adding {
        "What else is wrong with"
    } else {
        "What is wrong with"
    };
    let inner = popup::frame(
        app,
        buf,
        outer,
        &format!("{verb} {}?", decide::about(app, state.trace.as_deref())),
    );
    let modes = state.matching(app);
    let height = usize::from(list.height);
    let top = scroll::follow(0, state.selected, height, modes.len());
    for (row, mode) in modes.iter().enumerate().skip(top).take(height) {
        let place = u16::try_from(row - top).unwrap_or(u16::MAX);
        draw_mode(
            app,
            state,
            mode,
            row == state.selected,
            Pen::new(buf, list, place),
        );
    }
    let hint = match (state.query.as_str(), state.adding) {
        ("", false) => {
            "digit or Enter labels   l all modes   + add to the label   type to filter".to_owned()
        }
        ("", true) => "digit or Enter adds a mode to the label   + replace it instead".to_owned(),
        (typed, _) => format!("{} {typed}", app.glyphs.pointer()),
    };
    Pen::new(buf, inner, inner.height.saturating_sub(1)).text(&hint, app.theme.style(Role::Dim));
    None
}

fn draw_mode(app: &App, state: &State, mode: &Mode, selected: bool, mut pen: Pen<'_>) {
    let style = |role| app.theme.in_row(selected, role);
    let digit = mode.digit.map_or_else(|| " ".to_owned(), |d| d.to_string());
    let labelled = state.labelled.contains(&mode.id);
    let mark = if labelled { app.glyphs.check() } else { " " };
    if selected {
        pen.fill(style(Role::Text));
    }
    pen.text(
        if selected { app.glyphs.pointer() } else { " " },
        style(Role::Text),
    );
    pen.text(&digit, style(Role::Key)).gap(1);
    pen.text(mark, style(Role::Good)).gap(1);
    let predicted = state.predicted.iter().find(|tag| tag.id == mode.id);
    let name = match predicted {
        Some(tag) => format!("{}? {}", mode.name, bar::badness(tag.confidence)),
        None => mode.name.clone(),
    };
    let lit = fuzzy(&state.query, &mode.name).map(|m| m.indices);
    let looks = (style(Role::Text), app.theme.lit_in_row(selected));
    let start = usize::from(pen.x());
    pen.lit(&name, &lit.unwrap_or_default(), NAME, looks);
    pen.gap((start + NAME + 1).saturating_sub(usize::from(pen.x())));
    match predicted {
        Some(tag) => pen.text(&said_and_trusted(app, tag), style(Role::Prediction)),
        None => pen.text(&mode.definition, style(Role::Dim)),
    };
}

/// Why a source says so, e.g. `cues: 'made up'`, `judge: cites no source`.
pub(in crate::tui) fn said(tag: &ModeTag) -> String {
    match &tag.why {
        Some(why) if tag.source == "judge" => format!("judge: {}", sanitise::line(why)),
        Some(why) => sanitise::line(why).into_owned(),
        None => tag.source.clone(),
    }
}

/// Why, and how often the source was right about the mode, e.g. `cues: 'made up'  (right 8 of 10)`.
fn said_and_trusted(app: &App, tag: &ModeTag) -> String {
    match super::taxonomy::trusted(app, &tag.source, &tag.id) {
        Some(right) => format!("{}  (right {right})", said(tag)),
        None => said(tag),
    }
}
