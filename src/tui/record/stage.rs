//! A recording on its way: the workbench it is played on, below two lines that say where it is and how to go on.

use super::{
    What,
    replay::{Player, Recording},
};
use crate::{
    error::Result,
    text::width,
    tui::{
        Launch,
        command::{self, Id, ReplayAct, Scope},
        theme::Role,
        widget::{Pen, popup},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// Lines above the picture.
const HEAD: u16 = 2;
/// Nobody waits longer than this for an input that came later.
const LONGEST_PAUSE: i64 = 2_000;
/// Times as fast as it was recorded, at most and at least.
const FASTEST: f64 = 64.0;
const SLOWEST: f64 = 1.0 / 16.0;

/// Makes a store to throw away, the same every time: going back begins anew.
pub(super) type Fresh<'a> = &'a dyn Fn() -> Result<Launch>;

pub(super) struct Stage<'a> {
    recording: &'a Recording,
    fresh: Fresh<'a>,
    player: Player<'a>,
    playing: bool,
    /// Times as fast as it was recorded.
    speed: f64,
    pub(super) ended: bool,
}

impl<'a> Stage<'a> {
    pub(super) fn new(recording: &'a Recording, fresh: Fresh<'a>) -> Result<Self> {
        Ok(Self {
            player: recording.begin(&fresh()?)?,
            recording,
            fresh,
            playing: false,
            speed: 1.0,
            ended: false,
        })
    }

    /// Does what a key asks for.
    pub(super) fn hear(&mut self, act: ReplayAct) -> Result<()> {
        match act {
            ReplayAct::Step => {
                self.playing = false;
                self.player.step();
            }
            ReplayAct::Back => self.begin_anew(self.player.given.saturating_sub(1))?,
            ReplayAct::Play => self.playing = !self.playing && self.player.pause().is_some(),
            ReplayAct::Faster => self.speed = (self.speed * 2.0).min(FASTEST),
            ReplayAct::Slower => self.speed = (self.speed / 2.0).max(SLOWEST),
            ReplayAct::First => self.begin_anew(0)?,
            ReplayAct::Last => {
                self.playing = false;
                while self.player.step() {}
            }
            ReplayAct::End => self.ended = true,
            // The terminal's, which a stage has none of.
            ReplayAct::Suspend => {}
        }
        Ok(())
    }

    /// The pause before the next input is over.
    pub(super) fn play_on(&mut self) {
        self.playing = self.player.step() && self.player.pause().is_some();
    }

    /// How long to wait for the next input; none where nothing comes by itself.
    pub(super) fn pause(&self) -> Option<Duration> {
        let pause = self.player.pause().filter(|_| self.playing)?;
        let pause = u64::try_from(pause.clamp(0, LONGEST_PAUSE)).unwrap_or(0);
        Some(Duration::from_millis(pause).div_f64(self.speed))
    }

    /// Which command these keys run here.
    pub(super) fn command(&self, chord: crate::tui::keys::Chord) -> Option<ReplayAct> {
        use crate::tui::keymap::Lookup;
        let keymap = &self.player.desk.app.keymap;
        match keymap.look_up(command::Context::Replay, &[chord]) {
            Lookup::Command(command) => match command.id {
                Id::Replay(act) => Some(act),
                _ => None,
            },
            Lookup::Prefix | Lookup::Nothing => None,
        }
    }

    fn begin_anew(&mut self, inputs: usize) -> Result<()> {
        self.playing = false;
        self.player = self.recording.begin(&(self.fresh)()?)?;
        while self.player.given < inputs && self.player.step() {}
        Ok(())
    }

    /// The recorded screen, its lower part where the terminal is not as high.
    pub(super) fn draw(&self, buf: &mut Buffer) {
        let (picture, _) = self.player.desk.buffer();
        let room = Rect {
            y: buf.area.y + HEAD.min(buf.area.height),
            height: buf.area.height.saturating_sub(HEAD),
            ..buf.area
        };
        let hidden = picture.area.height.saturating_sub(room.height);
        for y in 0..picture.area.height - hidden {
            for x in 0..picture.area.width.min(room.width) {
                let cell = &picture[(x, y + hidden)];
                let fits = usize::from(x) + cell.symbol().width() <= usize::from(room.width);
                if fits {
                    buf[(room.x + x, room.y + y)] = cell.clone();
                }
            }
        }
        self.draw_head(buf);
    }

    fn draw_head(&self, buf: &mut Buffer) {
        let app = &self.player.desk.app;
        let head = Rect {
            height: HEAD.min(buf.area.height),
            ..buf.area
        };
        popup::clear(buf, head);
        let mut pen = Pen::new(buf, head, 0);
        pen.gap(1)
            .text(&self.place(), app.theme.style(Role::Accent))
            .gap(2);
        if let Some((what, _)) = self.player.last() {
            pen.text(&what.told(), app.theme.style(Role::Strong));
        }
        let answers: Vec<&str> = self.player.answers().collect();
        if !answers.is_empty() {
            let told = format!("then {}", answers.join(", "));
            pen.gap(2).text(&told, app.theme.style(Role::Dim));
        }
        let mut pen = Pen::new(buf, head, 1);
        pen.gap(1);
        let mut commands: Vec<_> = command::all()
            .filter(|c| c.scope == Scope::Replay && c.hint > 0)
            .collect();
        commands.sort_by_key(|c| std::cmp::Reverse(c.hint));
        for command in commands {
            let keys = app.keymap.shown(command);
            if keys.is_empty() || width::width(&keys) + 1 + width::width(command.short) > pen.room()
            {
                continue;
            }
            pen.text(&keys, app.theme.style(Role::Key)).gap(1);
            pen.text(command.short, app.theme.style(Role::Text)).gap(3);
        }
    }

    /// How far it is: inputs, time since the beginning, how it is played, and the size where it is not the terminal's.
    fn place(&self) -> String {
        let ms = self.player.last().map_or(0, |(_, ms)| ms);
        let (seconds, size) = (ms / 1_000, self.player.desk.app.size);
        let how = match (self.playing, self.player.pause()) {
            (_, None) => "the end".to_owned(),
            (true, Some(_)) => format!("playing ×{}", self.speed),
            (false, Some(_)) => format!("paused ×{}", self.speed),
        };
        format!(
            "input {} of {}   {}:{:02}   {how}   {}×{}",
            self.player.given,
            self.recording.inputs(),
            seconds / 60,
            seconds % 60,
            size.width,
            size.height
        )
    }
}

impl What {
    /// In words, as a person would say it.
    fn told(&self) -> String {
        match self {
            Self::Key(keys) => format!("key {keys}"),
            Self::Paste(text) => format!("paste of {} characters", text.chars().count()),
            Self::Mouse { kind, column, row } => {
                format!("mouse {} at {column}, {row}", kind.replace('_', " "))
            }
            Self::Resize(columns, rows) => format!("size {columns}×{rows}"),
            Self::Focus(true) => "focus".to_owned(),
            Self::Focus(false) => "focus lost".to_owned(),
            Self::Background(name) => format!("background {name}"),
            Self::Edited(_) => "back from $EDITOR".to_owned(),
            Self::Answer(answer) => answer.clone(),
            Self::Quit(_) => "end".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::Config, store::Settings, tui::headless::dump};
    use std::cell::Cell;

    const RECORDED: &str = r#"{"goldset":"0.1.0","begun":"2026-11-15T12:00:00Z","width":80,"height":24,"theme":"dark","ascii":false,"demo":false}
{"ms":5,"answer":"queue: 0 rows of 0"}
{"ms":100,"key":"?"}
{"ms":900,"key":"x"}
{"ms":950,"answer":"nothing"}
{"ms":60000,"key":"Esc"}
{"ms":61000,"key":"q"}
"#;

    /// Plays the recording on empty stores; tells how many were made.
    fn played(test: impl FnOnce(&mut Stage<'_>, &dyn Fn() -> u32)) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("report.jsonl");
        std::fs::write(&file, RECORDED).unwrap();
        let made = Cell::new(0);
        let fresh = || {
            made.set(made.get() + 1);
            let place = folder.path().join(made.get().to_string());
            std::fs::create_dir(&place).unwrap();
            Ok(Launch {
                store_path: place.join("replay.db"),
                settings: Settings::default(),
                config: Config::default(),
                reviewer: "ana".into(),
                demo: false,
            })
        };
        let recording = Recording::read(&file).unwrap();
        let mut stage = Stage::new(&recording, &fresh).unwrap();
        test(&mut stage, &|| made.get());
    }

    fn screen(stage: &Stage<'_>, width: u16, height: u16) -> String {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        stage.draw(&mut buf);
        dump(&buf)
    }

    #[test]
    fn goes_on_and_back_input_by_input() {
        played(|stage, made| {
            let at_first = screen(stage, 100, 26);
            assert!(at_first.contains("input 0 of 4   0:00   paused ×1   80×24"));
            stage.hear(ReplayAct::Step).unwrap();
            stage.hear(ReplayAct::Step).unwrap();
            let shown = screen(stage, 100, 26);
            assert!(shown.contains("input 2 of 4"), "{shown}");
            assert!(shown.contains("key x  then nothing"), "{shown}");
            assert!(shown.contains("Help: type a word"), "{shown}");
            stage.hear(ReplayAct::Back).unwrap();
            assert!(
                screen(stage, 100, 26).contains("input 1 of 4   0:00   paused ×1   80×24  key ?")
            );
            assert_eq!(made(), 2, "going back begins on another store");
            stage.hear(ReplayAct::First).unwrap();
            assert_eq!(screen(stage, 100, 26), at_first);
            stage.hear(ReplayAct::Last).unwrap();
            assert!(screen(stage, 100, 26).contains("input 4 of 4   1:01   the end"));
        });
    }

    #[test]
    fn plays_as_it_was_recorded_but_for_long_pauses() {
        played(|stage, _| {
            assert_eq!(stage.pause(), None);
            stage.hear(ReplayAct::Play).unwrap();
            assert_eq!(stage.pause(), Some(Duration::from_millis(100)));
            stage.hear(ReplayAct::Faster).unwrap();
            assert_eq!(stage.pause(), Some(Duration::from_millis(50)));
            stage.play_on();
            stage.play_on();
            assert_eq!(stage.pause(), Some(Duration::from_secs(1)), "not a minute");
            stage.hear(ReplayAct::Play).unwrap();
            assert_eq!(stage.pause(), None);
            stage.hear(ReplayAct::Play).unwrap();
            stage.play_on();
            stage.play_on();
            assert_eq!(stage.pause(), None, "it is over");
            stage.hear(ReplayAct::End).unwrap();
            assert!(stage.ended);
        });
    }

    #[test]
    fn a_lower_terminal_shows_the_lower_part_and_any_size_is_drawn() {
        played(|stage, _| {
            stage.hear(ReplayAct::Step).unwrap();
            let shown = screen(stage, 80, 24);
            assert!(
                shown.lines().last().unwrap().contains("Enter accept"),
                "{shown}"
            );
            for (width, height) in [(0, 0), (1, 1), (20, 2), (300, 100)] {
                screen(stage, width, height);
            }
        });
    }
}
