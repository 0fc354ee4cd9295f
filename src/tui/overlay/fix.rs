//! The form for a fix that was shipped: kind, what, reference, prompt version, time.

use super::{Heard, Next, Overlay};
use crate::{
    model::{
        cluster::{ClusterView, Fix, FixKind},
        query::Field,
        time::{DAY, Time},
    },
    text::fuzzy::sift,
    tui::{
        app::App,
        command::{FormAct, PickAct},
        effect::{Effect, Read, Slot},
        keys::{Chord, Key},
        screen::clusters,
        theme::Role,
        widget::{Pen, field, popup, when},
    },
};
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};
use tui_input::Input;

/// Cells of the names of the fields.
const NAMES: usize = 12;
/// Names of the text fields, and what belongs into them.
const FIELDS: [(&str, &str); 4] = [
    ("what", "what was changed, in a few words"),
    ("reference", "a URL or a commit"),
    ("prompt", "the version that carries it, name@version"),
    ("shipped at", "when it went live, in UTC"),
];
/// Places of the prompt version and of the time among the text fields.
const PROMPT: usize = 2;
const SHIPPED: usize = 3;
/// What the keys do.
const HINT: &str =
    "Left and Right turn the kind   Tab goes on   Enter records it; it is judged on the days since";
/// Versions named in the hint.
const NAMED: usize = 3;

#[derive(Debug)]
pub struct State {
    cluster: String,
    name: String,
    kind: FixKind,
    inputs: [Input; 4],
    /// 0 is the kind, then the text fields.
    at: usize,
    /// Prompt versions that traces ran and that fit what is typed, once they were read.
    versions: Option<Vec<String>>,
    /// Why it cannot be recorded as it stands.
    error: Option<String>,
}

/// Opens the form for a cluster.
pub fn open(app: &mut App, cluster: &ClusterView) -> Effect {
    let form = State::new(app, cluster);
    app.overlays.push(Overlay::Fix(Box::new(form)));
    read_versions(app, "")
}

impl State {
    /// A form that begins with the usual kind of fix, shipped at the newest moment of the data.
    fn new(app: &App, cluster: &ClusterView) -> Self {
        let usual = cluster.mode.as_ref().and_then(|m| FixKind::named(&m.fix));
        let failed = cluster.fixes.first().and_then(|f| f.kind.next_rung());
        let shipped = app
            .counts
            .newest
            .map_or(app.now, |newest| newest.min(app.now));
        let text = |text: String| Input::new(text);
        Self {
            cluster: cluster.id.clone(),
            name: cluster.name.clone(),
            kind: failed.or(usual).unwrap_or(FixKind::Prompt),
            inputs: [
                Input::default(),
                Input::default(),
                Input::default(),
                text(when::moment(shipped)),
            ],
            at: 0,
            versions: None,
            error: None,
        }
    }

    fn text(&self, field: usize) -> Option<String> {
        let text = self.inputs[field].value().trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn turn(&mut self, by: isize) {
        let at = FixKind::ALL
            .iter()
            .position(|k| *k == self.kind)
            .unwrap_or(0);
        let len = FixKind::ALL.len() as isize;
        let to = (at as isize + by).rem_euclid(len);
        self.kind = FixKind::ALL[usize::try_from(to).unwrap_or(0)];
    }

    /// The version that is typed.
    fn prompt(&self) -> &str {
        self.inputs[PROMPT].value().trim()
    }

    /// Goes to another field.
    fn step(&mut self, by: isize) {
        let len = FIELDS.len() as isize + 1;
        let to = (self.at as isize + by).rem_euclid(len);
        self.at = usize::try_from(to).unwrap_or(0);
    }

    /// What is worth knowing about the version that is typed: those that fit, or that no trace ran it.
    fn about_version(&self) -> Option<String> {
        let known = self.versions.as_ref().filter(|_| self.at == PROMPT + 1)?;
        let typed = self.prompt();
        if known.iter().any(|version| version == typed) {
            return None;
        }
        let fit = sift(typed, known, |version| version.as_str());
        let fit: Vec<&str> = fit.iter().take(NAMED).map(|v| v.as_str()).collect();
        let fit = fit.join("  ");
        match (typed, fit.as_str()) {
            (_, "") => Some("no trace has run this version yet".into()),
            ("", fit) => Some(format!("traces ran {fit}")),
            (_, fit) => Some(format!(
                "no trace has run this version yet; there are {fit}"
            )),
        }
    }

    /// Of the fix, recorded at a moment.
    fn fix(&self, now: Time) -> Result<Fix, String> {
        let shipped = self.inputs[SHIPPED].value().trim();
        let at = read_moment(shipped)
            .ok_or("shipped at: a day or a moment like 2026-11-14 09:30 is needed")?;
        if at > now.plus(DAY) {
            return Err("shipped at: record it once it is live; that lies in the future".into());
        }
        Ok(Fix {
            kind: self.kind,
            reference: self.text(1),
            prompt: self.text(PROMPT),
            at,
            note: self.text(0),
        })
    }
}

/// Any time that records may have, but for a bare number: nobody means a Unix time here.
fn read_moment(text: &str) -> Option<Time> {
    let is_number = text.parse::<f64>().is_ok();
    Time::parse(text).ok().filter(|_| !is_number)
}

pub(super) fn update(app: &mut App, mut state: Box<State>, heard: Heard) -> Next {
    match heard {
        Heard::Pick(PickAct::Cancel) => return Next::close(),
        Heard::Pick(PickAct::Accept) | Heard::Form(FormAct::Save) => match state.fix(app.now) {
            Ok(fix) => {
                let effects = clusters::ship(app, state.cluster, fix);
                return Next::close().with(effects);
            }
            Err(why) => {
                state.error = Some(why);
                state.at = SHIPPED + 1;
            }
        },
        Heard::Form(FormAct::Next) | Heard::Pick(PickAct::Down | PickAct::PageDown) => {
            state.step(1);
        }
        Heard::Form(FormAct::Previous) | Heard::Pick(PickAct::Up | PickAct::PageUp) => {
            state.step(-1);
        }
        Heard::Typed(chord) => {
            let before = state.prompt().to_owned();
            type_key(&mut state, chord);
            return look_again(app, state, &before);
        }
        Heard::Values(values) => {
            let versions = values.into_iter().map(|v| v.value);
            state.versions = Some(versions.filter(|v| v.contains('@')).collect());
        }
        Heard::Pasted(text) if state.at > 0 => {
            let before = state.prompt().to_owned();
            let at = state.at - 1;
            field::paste(&mut state.inputs[at], &text);
            return look_again(app, state, &before);
        }
        _ => {}
    }
    Next::stay(Overlay::Fix(state))
}

/// Looks for versions like the one that is typed, where that is another than before: there may be more than one reading
/// gives.
fn look_again(app: &mut App, mut state: Box<State>, before: &str) -> Next {
    let read = (state.prompt() != before).then(|| {
        state.versions = None;
        read_versions(app, state.prompt())
    });
    Next::stay(Overlay::Fix(state)).with(read)
}

/// Reads the prompt versions that traces ran, as far as they fit.
fn read_versions(app: &mut App, typed: &str) -> Effect {
    app.read(
        Slot::Complete,
        Read::Complete(Field::Prompt, typed.to_owned()),
    )
}

/// On the kind, arrows and space turn to the next one and a letter to the one that begins with it.
fn type_key(state: &mut State, chord: Chord) {
    state.error = None;
    if state.at > 0 {
        let at = state.at - 1;
        field::type_key(&mut state.inputs[at], chord);
        return;
    }
    match chord.key {
        Key::Left => state.turn(-1),
        Key::Right | Key::Char(' ') => state.turn(1),
        Key::Char(letter) => {
            let begins = |kind: &&FixKind| kind.name().starts_with(letter);
            // `p` is prompt first, product next.
            let after = FixKind::ALL
                .iter()
                .skip_while(|k| **k != state.kind)
                .skip(1);
            let found = after.chain(&FixKind::ALL).find(begins);
            state.kind = found.copied().unwrap_or(state.kind);
        }
        _ => {}
    }
}

pub(super) fn view(app: &App, state: &State, buf: &mut Buffer, screen: Rect) -> Option<Position> {
    let outer = popup::centred(screen, 78, 10);
    let title = format!("Fix shipped for {}", state.name);
    let inner = popup::frame(app, buf, outer, &title);
    let name_style = |at: usize| {
        let role = if state.at == at {
            Role::Accent
        } else {
            Role::Dim
        };
        app.theme.style(role)
    };
    let mut pen = Pen::new(buf, inner, 0);
    pen.cells("kind", NAMES, name_style(0));
    for kind in FixKind::ALL {
        let role = if kind == state.kind {
            Role::Selected
        } else {
            Role::Text
        };
        pen.text(&format!(" {} ", kind.name()), app.theme.style(role))
            .gap(1);
    }
    let mut cursor = (state.at == 0).then(|| {
        let x = inner.x + u16::try_from(NAMES).unwrap_or(0);
        Position::new(x.min(inner.right()), inner.y)
    });
    for (n, (name, about)) in FIELDS.iter().enumerate() {
        let row = u16::try_from(n).unwrap_or(u16::MAX) + 1;
        let mut pen = Pen::new(buf, inner, row);
        pen.cells(name, NAMES, name_style(n + 1));
        let x = pen.x();
        if state.inputs[n].value().is_empty() {
            pen.text(about, app.theme.style(Role::Dim));
        }
        let place = Rect {
            x,
            y: inner.y.saturating_add(row),
            width: inner.right().saturating_sub(x),
            height: u16::from(row < inner.height),
        };
        let at = field::draw(&state.inputs[n], buf, place, app.theme.style(Role::Text));
        if state.at == n + 1 {
            cursor = at;
        }
    }
    let (hint, role) = match (&state.error, state.about_version()) {
        (Some(error), _) => (error.clone(), Role::Bad),
        (None, Some(about)) => (about, Role::Accent),
        (None, None) => (HINT.to_owned(), Role::Dim),
    };
    let last = inner.height.saturating_sub(1);
    Pen::new(buf, inner, last).text(&hint, app.theme.style(role));
    cursor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_the_screen_writes_them() {
        let read = |text: &str| read_moment(text).map(Time::rfc3339);
        assert_eq!(
            read("2026-11-14 09:30").as_deref(),
            Some("2026-11-14T09:30:00Z")
        );
        assert_eq!(read("2026-11-14").as_deref(), Some("2026-11-14T00:00:00Z"));
        assert_eq!(
            read("2026-11-14T09:30:00+01:00").as_deref(),
            Some("2026-11-14T08:30:00Z")
        );
        assert_eq!(
            (read("yesterday"), read("2026"), read("")),
            (None, None, None)
        );
    }
}
