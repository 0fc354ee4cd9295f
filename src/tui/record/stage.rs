//! A recording on its way: the workbench it is played on, and what keys do with it.

use super::{
    replay::{Player, Recording},
    status,
};
use crate::{
    error::Result,
    tui::{
        Launch,
        command::{self, Id, ReplayAct},
    },
};
use ratatui::{buffer::Buffer, layout::Rect};
use std::time::Duration;
use unicode_width::UnicodeWidthStr as _;

/// Lines below the screen that say where it is and how to go on, where there is room.
const STATUS: u16 = 2;
/// Nobody waits longer than this for an input that came later.
const LONGEST_PAUSE: i64 = 2_000;
/// Times as fast as it was recorded, at most and at least.
const FASTEST: f64 = 64.0;
const SLOWEST: f64 = 1.0 / 16.0;

/// Makes a store to throw away, the same every time: going back begins anew.
pub(super) type Fresh<'a> = &'a dyn Fn() -> Result<Launch>;

pub(super) struct Stage<'a> {
    pub(super) recording: &'a Recording,
    fresh: Fresh<'a>,
    pub(super) player: Player<'a>,
    pub(super) playing: bool,
    /// Times as fast as it was recorded.
    pub(super) speed: f64,
    /// Nothing lies over the recorded screen.
    is_bare: bool,
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
            is_bare: false,
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
            ReplayAct::Status => self.is_bare = !self.is_bare,
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

    /// The recorded screen, its lower part where the terminal is not as high, and where it is: below the screen where
    /// there is room, else in one line over its footer, which a key hides.
    pub(super) fn draw(&self, buf: &mut Buffer) {
        let (picture, _) = self.player.desk.buffer();
        let area = buf.area;
        let hidden = picture.area.height.saturating_sub(area.height);
        for y in 0..picture.area.height - hidden {
            for x in 0..picture.area.width.min(area.width) {
                let cell = &picture[(x, y + hidden)];
                let fits = usize::from(x) + cell.symbol().width() <= usize::from(area.width);
                if fits {
                    buf[(area.x + x, area.y + y)] = cell.clone();
                }
            }
        }
        let free = area.height.saturating_sub(picture.area.height);
        if free == 0 && self.is_bare {
            return;
        }
        let height = free.clamp(1, STATUS).min(area.height);
        let place = Rect {
            y: area.bottom() - height,
            height,
            ..area
        };
        status::draw(self, buf, place);
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
    fn nothing_but_the_footer_is_covered_and_that_only_until_it_is_asked_for() {
        played(|stage, _| {
            let recorded = stage.player.desk.screen();
            let lines: Vec<&str> = recorded.lines().collect();
            let roomy = screen(stage, 80, 26);
            let roomy: Vec<&str> = roomy.lines().collect();
            assert_eq!(roomy[..24], lines);
            assert!(roomy[24].contains("input 0 of 4"), "{roomy:#?}");
            assert!(roomy[25].contains("- slower"), "{roomy:#?}");
            let tight = screen(stage, 80, 24);
            let tight: Vec<&str> = tight.lines().collect();
            assert_eq!(tight[..23], lines[..23]);
            assert!(tight[23].contains("input 0 of 4"), "{tight:#?}");
            assert!(tight[23].ends_with("h hide"), "{tight:#?}");
            stage.hear(ReplayAct::Status).unwrap();
            assert_eq!(screen(stage, 80, 24), recorded);
        });
    }

    #[test]
    fn a_lower_terminal_shows_the_lower_part_and_any_size_is_drawn() {
        played(|stage, _| {
            stage.hear(ReplayAct::Step).unwrap();
            stage.hear(ReplayAct::Status).unwrap();
            let shown = screen(stage, 80, 20);
            assert!(
                shown.lines().last().unwrap().contains("Enter accept"),
                "{shown}"
            );
            stage.hear(ReplayAct::Status).unwrap();
            for (width, height) in [(0, 0), (1, 1), (20, 2), (300, 100)] {
                screen(stage, width, height);
            }
        });
    }
}
