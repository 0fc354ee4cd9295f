//! Help and palette: all commands that mean something here, searched by word or key; Enter runs the marked one. Help
//! lists what means something elsewhere too, and the signs.

use super::{Heard, Next, Overlay};
use crate::{
    order::Order,
    text::{fuzzy::fuzzy, width},
    tui::{
        app::App,
        command::{self, Availability, Command, Context, Group, PickAct, Scope},
        legend,
        theme::Role,
        update,
        widget::{Pen, field, popup, scroll},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

#[derive(Debug)]
pub struct State {
    /// Help lists what runs elsewhere too, with the reason, and keeps the table's order by group.
    help: bool,
    /// Where it was asked for.
    place: Context,
    input: Input,
    selected: usize,
}

/// A line of the list.
struct Entry {
    what: What,
    /// Matched characters of the text.
    lit: Vec<usize>,
    score: i64,
}

enum What {
    /// A command, and why it cannot run now.
    Command(&'static Command, Option<&'static str>),
    /// A command of another place, and which that is.
    Elsewhere(&'static Command, &'static str),
    /// What the screen is for, or what a sign on it means; only read.
    Note { sign: String, text: &'static str },
}

impl Entry {
    fn group(&self) -> (u8, Option<Group>) {
        match &self.what {
            What::Note { sign, .. } if sign.is_empty() => (0, None),
            What::Command(command, _) => (1, Some(command.group)),
            What::Note { .. } => (2, None),
            What::Elsewhere(..) => (3, None),
        }
    }

    fn text(&self) -> &'static str {
        match &self.what {
            What::Command(command, _) | What::Elsewhere(command, _) => command.title,
            What::Note { text, .. } => text,
        }
    }
}

impl State {
    pub fn help(place: Context) -> Self {
        Self {
            help: true,
            place,
            input: Input::default(),
            selected: 0,
        }
    }

    pub fn palette(place: Context) -> Self {
        Self {
            help: false,
            ..Self::help(place)
        }
    }
}

fn entries(app: &App, state: &State) -> Vec<Entry> {
    let typed = state.input.value();
    let mut found: Vec<Entry> = command::all()
        .filter(|c| state.place.scopes().contains(&c.scope))
        .filter(|c| state.help || c.scope != Scope::Moves)
        .filter_map(|command| {
            let why_not = match (command.when)(app) {
                Availability::Hidden => return None,
                Availability::No(why) => Some(why),
                Availability::Yes => None,
            };
            let (score, lit) = matched(app, command, typed)?;
            let what = What::Command(command, why_not);
            Some(Entry { what, lit, score })
        })
        .collect();
    if state.help {
        found.extend(notes(app, state.place, typed));
        found.extend(elsewhere(app, state.place, typed));
    }
    if typed.is_empty() {
        found.order_by_key(Entry::group);
    } else {
        found.order_by_key(|e| std::cmp::Reverse(e.score));
    }
    found
}

/// What the place is for, what keys its texts know and what its signs mean, as far as it matches; commands come first
/// among equals.
fn notes(app: &App, place: Context, typed: &str) -> Vec<Entry> {
    let about = legend::about(place).iter();
    let about = about.map(|text| (String::new(), *text));
    let writing = legend::WRITING.map(|(keys, does)| (keys.to_owned(), does));
    let signs = legend::signs(app.glyphs);
    let (first, then) = if place.scopes().contains(&Scope::Typing) {
        (writing.to_vec(), signs)
    } else {
        (signs, writing.to_vec())
    };
    about
        .chain(first)
        .chain(then)
        .filter_map(|(sign, text)| {
            let is_sign = !typed.is_empty() && sign == typed;
            let (score, lit) = match fuzzy(typed, text) {
                _ if is_sign => (i64::MAX, Vec::new()),
                found => found.map(|m| (m.score / 2, m.indices))?,
            };
            let meant = !is_sign && !typed.is_empty() && has_word(text, typed);
            let score = score + if meant { WORD / 2 } else { 0 };
            let what = What::Note { sign, text };
            Some(Entry { what, lit, score })
        })
        .collect()
}

/// What another place does, as far as it matches; what can be done here comes first among equals.
fn elsewhere(app: &App, place: Context, typed: &str) -> Vec<Entry> {
    command::all()
        .filter(|command| !place.scopes().contains(&command.scope))
        .filter_map(|command| {
            let (score, lit) = matched(app, command, typed)?;
            let what = What::Elsewhere(command, command.scope.place()?);
            let score = score / 2;
            Some(Entry { what, lit, score })
        })
        .collect()
}

/// A command matches by its key as written, by words of its title, by its name or by what else it is called.
fn matched(app: &App, command: &'static Command, typed: &str) -> Option<(i64, Vec<usize>)> {
    if !typed.is_empty() && app.keymap.sequences(command).any(|keys| keys == typed) {
        return Some((i64::MAX, Vec::new()));
    }
    let by_title = fuzzy(typed, command.title).map(|m| (m.score, m.indices));
    let names = [command.name, command.words].into_iter();
    let by_name = names.filter_map(|name| Some((fuzzy(typed, name)?.score / 2, Vec::new())));
    let best = by_name.chain(by_title).max_by_key(|(score, _)| *score);
    let texts = [command.title, command.name, command.words];
    let mut words = typed.split_whitespace().peekable();
    let meant =
        words.peek().is_some() && words.all(|word| texts.iter().any(|text| has_word(text, word)));
    match best {
        None if !meant => None,
        best => {
            let (score, lit) = best.unwrap_or_default();
            Some((score + if meant { WORD } else { 0 }, lit))
        }
    }
}

/// What a word that begins as typed is worth more than letters that are only in order.
const WORD: i64 = 10_000;

fn has_word(text: &str, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric())
        .any(|word| word.to_lowercase().starts_with(&typed))
}

pub(super) fn update(app: &mut App, mut state: State, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) => return run(app, state),
        Heard::Clicked(row) => {
            let height = usize::from(areas(&state, super::over(app)).1.height);
            state.selected =
                row + scroll::follow(0, state.selected, height, entries(app, &state).len());
            return run(app, state);
        }
        Heard::Pick(act) => {
            let len = entries(app, &state).len();
            state.selected = scroll::step(super::line::motion(act), state.selected, 12, len);
        }
        Heard::Typed(chord) if field::type_key(&mut state.input, chord) => state.selected = 0,
        Heard::Pasted(text) => field::paste(&mut state.input, &text),
        _ => {}
    }
    Next::stay(Overlay::Commands(state))
}

fn run(app: &mut App, state: State) -> Next {
    let entries = entries(app, &state);
    match entries.get(state.selected).map(|e| &e.what) {
        Some(What::Command(command, None)) => Next::close().with(update::run(app, command)),
        Some(What::Command(_, Some(why)) | What::Elsewhere(_, why)) => {
            app.say(*why);
            Next::stay(Overlay::Commands(state))
        }
        Some(What::Note { .. }) | None => Next::stay(Overlay::Commands(state)),
    }
}

/// The frame, and the list inside it.
pub(super) fn areas(state: &State, screen: Rect) -> (Rect, Rect) {
    let height = if state.help {
        screen.height.saturating_sub(2)
    } else {
        18.min(screen.height.saturating_sub(4))
    };
    let outer = popup::centred(screen, 84, height.max(5));
    let list = Rect {
        x: outer.x + 2,
        y: outer.y + 2,
        width: outer.width.saturating_sub(4),
        height: outer.height.saturating_sub(3),
    };
    (outer, list)
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let (outer, list) = areas(state, screen);
    let title = if state.help {
        "Help: type a word, a key or a sign; Enter runs it"
    } else {
        "Commands"
    };
    let inner = popup::frame(app, buf, outer, title);
    let input = Rect {
        x: inner.x + 2,
        width: inner.width.saturating_sub(2),
        height: 1,
        ..inner
    };
    Pen::new(buf, inner, 0).text(app.glyphs.pointer(), app.theme.style(Role::Accent));
    let cursor = field::draw(&state.input, buf, input, app.theme.style(Role::Text));
    let entries = entries(app, state);
    let height = usize::from(list.height);
    let top = scroll::follow(0, state.selected, height, entries.len());
    for (row, entry) in entries.iter().enumerate().skip(top).take(height) {
        let place = u16::try_from(row - top).unwrap_or(u16::MAX);
        draw_entry(
            app,
            entry,
            row == state.selected,
            Pen::new(buf, list, place),
        );
    }
    if entries.is_empty() {
        Pen::new(buf, list, 0).text("no command is called so", app.theme.style(Role::Dim));
    }
    cursor
}

fn draw_entry(app: &App, entry: &Entry, selected: bool, mut pen: Pen<'_>) {
    let style = |role| app.theme.in_row(selected, role);
    let (keys, why_not) = match &entry.what {
        What::Command(command, why_not) => {
            let keys: Vec<String> = app.keymap.sequences(command).collect();
            (keys.join(" "), *why_not)
        }
        What::Elsewhere(command, place) => {
            let keys: Vec<String> = app.keymap.sequences(command).collect();
            (keys.join(" "), Some(*place))
        }
        What::Note { sign, .. } => (sign.clone(), None),
    };
    let is_about = keys.is_empty() && matches!(entry.what, What::Note { .. });
    let base = style(match why_not {
        Some(_) => Role::Dim,
        None => Role::Text,
    });
    if selected {
        pen.fill(base);
    }
    pen.text(if selected { app.glyphs.pointer() } else { " " }, base)
        .gap(1);
    if !is_about {
        let cells = if pen.room() < 60 { 9 } else { 16 };
        pen.cells(&keys, cells, style(Role::Key)).gap(1);
    }
    let lit = app.theme.style(Role::Match).add_modifier(base.add_modifier);
    let text = width::truncate(entry.text(), pen.room());
    for (i, c) in text.chars().enumerate() {
        let style = if entry.lit.contains(&i) { lit } else { base };
        pen.text(c.encode_utf8(&mut [0; 4]), style);
    }
    if let Some(why) = why_not {
        pen.gap(2).text(why, style(Role::Dim));
    }
}
