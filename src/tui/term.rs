//! The terminal: taken over, given back, lent to an editor, and left clean whatever happens.

use super::app::App;
use super::steady::{Lines, Steady};
use super::view::{self, Cursor};
use crate::error::{Error, Result};
use crossterm::{
    cursor::{Hide, Show},
    event::{
        DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
        EnableFocusChange, EnableMouseCapture,
    },
    execute, queue,
    style::force_color_output,
    terminal::{
        BeginSynchronizedUpdate, Clear, ClearType, DisableLineWrap, EnableLineWrap,
        EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, SetTitle,
        disable_raw_mode, enable_raw_mode,
    },
};
use ratatui::{Terminal, backend::CrosstermBackend, buffer::Buffer, layout::Rect};
use std::io::{self, IsTerminal, Stdout, Write};

/// Asks the terminal for its background colour (OSC 11); the answer comes as input.
const ASK_BACKGROUND: &str = "\x1b]11;?\x1b\\";
/// Keeps the title on the terminal's stack, and takes it back.
const PUSH_TITLE: &str = "\x1b[22;0t";
const POP_TITLE: &str = "\x1b[23;0t";

/// The terminal while it is ours. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Guard {
    terminal: Terminal<Steady<CrosstermBackend<Stdout>>>,
    lines: Lines,
    mouse: bool,
    title: String,
}

/// Refuses what cannot show a workbench.
pub(super) fn check(term: Option<&str>) -> Result<()> {
    if !io::stdout().is_terminal() || !io::stdin().is_terminal() {
        return Err(Error::usage("the workbench needs a terminal")
            .hint("goldset queue prints the queue as text"));
    }
    if matches!(term, Some("dumb" | "") | None) {
        return Err(
            Error::usage("this terminal cannot draw a workbench (TERM is dumb or unset)")
                .hint("goldset queue prints the queue as text"),
        );
    }
    Ok(())
}

/// The size of the terminal before it is taken over.
pub(super) fn size() -> Rect {
    crossterm::terminal::size().map_or(Rect::new(0, 0, 80, 24), |(width, height)| {
        Rect::new(0, 0, width, height)
    })
}

impl Guard {
    /// Takes the terminal over.
    pub(super) fn enter(title: &str, mouse: bool) -> Result<Self> {
        // Colour is decided by the theme; with NO_COLOR the library would drop modifiers together with colours.
        force_color_output(true);
        let terminal =
            Terminal::new(Steady(CrosstermBackend::new(io::stdout()))).map_err(cannot_draw)?;
        let mut guard = Self {
            terminal,
            lines: Lines::default(),
            mouse,
            title: title.to_owned(),
        };
        guard.take_over().map_err(cannot_draw)?;
        Ok(guard)
    }

    fn take_over(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        let mut out = io::stdout();
        out.write_all(PUSH_TITLE.as_bytes())?;
        execute!(
            out,
            EnterAlternateScreen,
            Hide,
            Clear(ClearType::All),
            // A cluster that a terminal takes for wider than we do may reach over the edge.
            DisableLineWrap,
            EnableBracketedPaste,
            EnableFocusChange,
            SetTitle(&self.title)
        )?;
        if self.mouse {
            execute!(out, EnableMouseCapture)?;
        }
        Ok(())
    }

    /// The size of the terminal.
    pub(super) fn size(&self) -> Rect {
        self.terminal.size().map_or_else(
            |_| Rect::new(0, 0, 80, 24),
            |s| Rect::new(0, 0, s.width, s.height),
        )
    }

    /// Draws the app, all at once.
    pub(super) fn draw(&mut self, app: &App) -> Result<()> {
        self.draw_by(|buf| view::draw(app, buf))
    }

    /// Draws whatever is to be drawn, all at once.
    pub(super) fn draw_by(
        &mut self,
        draw: impl FnOnce(&mut Buffer) -> Option<Cursor>,
    ) -> Result<()> {
        self.try_draw(draw).map_err(cannot_draw)
    }

    fn try_draw(&mut self, draw: impl FnOnce(&mut Buffer) -> Option<Cursor>) -> io::Result<()> {
        queue!(io::stdout(), BeginSynchronizedUpdate)?;
        let mut cursor = None;
        self.terminal.draw(|frame| {
            cursor = draw(frame.buffer_mut());
            self.lines.mark(frame.buffer_mut());
            if let Some(shown) = cursor.filter(|c| c.visible) {
                frame.set_cursor_position(shown.position);
            }
        })?;
        if let Some(hidden) = cursor.filter(|c| !c.visible) {
            self.terminal.set_cursor_position(hidden.position)?;
        }
        execute!(io::stdout(), EndSynchronizedUpdate)
    }

    /// Forgets what the terminal shows, so that the next frame draws every cell.
    pub(super) fn redraw(&mut self) {
        let _ = execute!(io::stdout(), Clear(ClearType::All));
        self.terminal.swap_buffers();
    }

    pub(super) fn set_mouse(&mut self, on: bool) {
        self.mouse = on;
        let _ = if on {
            execute!(io::stdout(), EnableMouseCapture)
        } else {
            execute!(io::stdout(), DisableMouseCapture)
        };
    }

    /// Asks for the background colour; whether and when the terminal answers is up to it.
    pub(super) fn ask_background() {
        let mut out = io::stdout();
        let _ = out
            .write_all(ASK_BACKGROUND.as_bytes())
            .and_then(|()| out.flush());
    }

    /// Gives the terminal back, does something else with it, and takes it over again.
    pub(super) fn lend<T>(&mut self, job: impl FnOnce() -> T) -> T {
        restore();
        let done = job();
        let _ = self.take_over();
        self.redraw();
        done
    }

    /// Stops the process group until the shell brings it back.
    pub(super) fn suspend(&mut self) {
        self.lend(|| {
            let _ = rustix::process::kill_current_process_group(rustix::process::Signal::STOP);
        });
    }

    /// Takes the terminal over again after somebody else stopped and continued us.
    pub(super) fn resume(&mut self) {
        let _ = self.take_over();
        self.redraw();
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back with every mode as it was. May be called more than once and from a panic.
pub(super) fn restore() {
    let mut out = io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        DisableFocusChange,
        EnableLineWrap,
        LeaveAlternateScreen,
        Show
    );
    let _ = out
        .write_all(POP_TITLE.as_bytes())
        .and_then(|()| out.flush());
    let _ = disable_raw_mode();
}

#[allow(clippy::needless_pass_by_value)] // for map_err
fn cannot_draw(error: io::Error) -> Error {
    Error::operational(format!("cannot draw on this terminal: {error}"))
}
