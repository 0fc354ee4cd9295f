//! The reducer: a message changes the app and asks for effects. No I/O, no clock.

use super::{
    app::{App, Msg, Screen},
    command::{Availability, Command, Id, Motion, PickAct, ShellAct},
    copy, count, decide,
    effect::{Effect, Read, Slot, Write},
    keymap::Lookup,
    keys::{Chord, Input, Key, print_sequence},
    lessons, mouse,
    overlay::{self, Heard, Overlay},
    reply,
    screen::{
        clusters, golden,
        queue::{self, FILTERS_KEY},
        trace,
    },
    theme::ThemeName,
    tour,
};
use ratatui::layout::Rect;

/// What the throw-away store with the sample data is called.
pub const DEMO: &str = "demo (sample data)";

/// Takes in a message and tells what is to be done.
pub fn update(app: &mut App, msg: Msg) -> Vec<Effect> {
    let mut effects = receive(app, msg);
    while let Some(input) = next_early(app) {
        effects.extend(take_input(app, input));
    }
    tour::settle(app);
    effects.extend(lessons::settle(app));
    effects.extend(trace::settle(app));
    clusters::settle(app);
    golden::settle(app);
    effects.extend(overlay::settle(app));
    effects
}

fn receive(app: &mut App, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Start(at) => {
            app.now = at;
            start(app)
        }
        Msg::Input(input, at) => {
            app.now = at;
            expire_toast(app);
            match hold(app, input) {
                Some(input) => take_input(app, input),
                None => Vec::new(),
            }
        }
        Msg::Reply(answer, at) => {
            app.now = at;
            reply::take(app, *answer)
        }
        Msg::Edited(text, at) => {
            app.now = at;
            overlay::hear_answer(app, Heard::Edited(text))
        }
        Msg::Background { light } => {
            if app.theme.name == ThemeName::Dark && light {
                app.use_theme(ThemeName::Light);
            }
            Vec::new()
        }
        Msg::Poll(at) => {
            app.now = at;
            poll(app)
        }
        Msg::Tick(at) => {
            app.now = at;
            expire_toast(app);
            Vec::new()
        }
        Msg::Quit => quit(app),
    }
}

fn start(app: &mut App) -> Vec<Effect> {
    match app.troubles.as_slice() {
        [] => {}
        [one] => app.warn(one.clone()),
        [first, rest @ ..] => app.warn(format!(
            "{first} (and {} more; goldset config tells all)",
            rest.len()
        )),
    }
    let mut effects = vec![app.write(Write::Greet)];
    effects.extend(if app.who.demo {
        fill_demo(app)
    } else {
        Vec::new()
    });
    effects.extend(queue::reload(app));
    effects.push(read_counts(app));
    effects.push(app.read(Slot::Filters, Read::Locals(FILTERS_KEY)));
    effects.push(overlay::taxonomy::read(app));
    effects.push(app.read(Slot::Version, Read::Version));
    effects.extend(lessons::begin(app));
    effects
}

/// Brings the sample into the throw-away store; importing it again changes nothing.
fn fill_demo(app: &mut App) -> Vec<Effect> {
    app.queue.import_began();
    vec![app.write(Write::ImportSample)]
}

/// Goes on with the sample data: the throw-away store is open.
pub(super) fn enter_demo(app: &mut App) -> Vec<Effect> {
    app.who.demo = true;
    DEMO.clone_into(&mut app.who.store);
    app.version = None;
    // The threads of the store before answer nothing any more.
    app.flight.drop_reads();
    let mut effects = fill_demo(app);
    effects.extend(queue::reload(app));
    effects
}

/// Reads the numbers of the header.
pub fn read_counts(app: &mut App) -> Effect {
    let now = app.now;
    app.read(Slot::Counts, Read::Counts(now))
}

fn poll(app: &mut App) -> Vec<Effect> {
    let mut effects = overlay::editor::keep_draft(app);
    // While the sample comes in, a half-filled list would only jump about.
    if !app.flight.is_reading(Slot::Version) && !app.queue.is_importing() {
        effects.push(app.read(Slot::Version, Read::Version));
    }
    effects
}

fn expire_toast(app: &mut App) {
    if app.toast.as_ref().is_some_and(|t| t.until <= app.now) {
        app.toast = None;
    }
}

/// Keeps what is typed while the overlay on top is being read, so that quick fingers lose no key. What leaves, `Esc` and
/// `Ctrl-C`, does not wait.
fn hold(app: &mut App, input: Input) -> Option<Input> {
    let reading = app.overlays.last().is_some_and(Overlay::is_reading);
    let leaves = |chord: &Chord| chord.key == Key::Esc || chord.ctrl && chord.key == Key::Char('c');
    match &input {
        Input::Chord(chord) if reading && leaves(chord) => {
            app.early.clear();
            Some(input)
        }
        Input::Chord(_) | Input::Paste(_) if reading => {
            app.early.push_back(input);
            None
        }
        _ => Some(input),
    }
}

/// What was kept and can be heard.
fn next_early(app: &mut App) -> Option<Input> {
    match app.overlays.last() {
        Some(overlay) if overlay.is_reading() => None,
        _ => app.early.pop_front(),
    }
}

fn take_input(app: &mut App, input: Input) -> Vec<Effect> {
    if matches!(input, Input::Chord(_) | Input::Paste(_) | Input::Resize(..)) {
        app.selection = None;
    }
    match input {
        Input::Chord(chord) => press(app, chord),
        Input::Mouse(mouse) => mouse::take(app, mouse),
        Input::Resize(width, height) => {
            app.size = Rect::new(0, 0, width, height);
            queue::resize(app);
            Vec::new()
        }
        Input::Paste(text) => paste(app, &text),
        Input::FocusGained => poll(app),
        Input::FocusLost => Vec::new(),
    }
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    if app.overlays.is_empty() {
        app.warn("pasted text is not run as keys; paste into a text field");
        return Vec::new();
    }
    overlay::hear(app, Heard::Pasted(text.to_owned()))
}

pub(super) fn press(app: &mut App, chord: Chord) -> Vec<Effect> {
    if count::take(app, chord) {
        return Vec::new();
    }
    if !app.pending.is_empty() && chord == Chord::plain(Key::Esc) {
        app.pending.clear();
        app.count = None;
        return Vec::new();
    }
    app.pending.push(chord);
    match app.keymap.look_up(app.context(), &app.pending) {
        Lookup::Prefix => Vec::new(),
        Lookup::Command(command) => {
            app.pending.clear();
            match app.count.take() {
                Some(times) => count::repeat(app, command, times),
                None => run(app, command),
            }
        }
        Lookup::Nothing => {
            app.count = None;
            let chords = std::mem::take(&mut app.pending);
            if !app.overlays.is_empty() {
                return overlay::hear(app, Heard::Typed(chord));
            }
            app.say(format!(
                "{} does nothing here; ? shows the keys",
                print_sequence(&chords)
            ));
            Vec::new()
        }
    }
}

/// Runs a command if it can run now, else says why not.
pub fn run(app: &mut App, command: &Command) -> Vec<Effect> {
    match (command.when)(app) {
        Availability::Yes => act(app, command.id),
        Availability::No(why) => {
            app.say(format!("{}: {why}", command.short_or_title()));
            Vec::new()
        }
        Availability::Hidden => Vec::new(),
    }
}

fn act(app: &mut App, id: Id) -> Vec<Effect> {
    match id {
        Id::Shell(act) => shell(app, act),
        Id::Move(motion) if !app.overlays.is_empty() => overlay::hear(app, Heard::Move(motion)),
        Id::Move(motion) => go(app, motion),
        Id::Decide(act) => decide::run(app, act),
        Id::Copy(act) => copy::run(app, act),
        Id::Queue(act) => queue::run(app, act),
        Id::Trace(act) => trace::run(app, act),
        Id::Clusters(act) => clusters::run(app, act),
        Id::Golden(act) => golden::run(app, act),
        Id::Modes(act) => overlay::hear(app, Heard::Modes(act)),
        Id::Views(act) => overlay::hear(app, Heard::Views(act)),
        Id::Pick(act) => overlay::hear(app, Heard::Pick(act)),
        Id::Filter(act) => overlay::hear(app, Heard::Filter(act)),
        Id::Form(act) => overlay::hear(app, Heard::Form(act)),
        Id::Editor(act) => overlay::hear(app, Heard::Editor(act)),
        Id::Promote(act) => overlay::hear(app, Heard::Promote(act)),
        // Played recordings hear these themselves.
        Id::Replay(_) => Vec::new(),
    }
}

/// Moves on the screen that is shown.
pub(super) fn go(app: &mut App, motion: Motion) -> Vec<Effect> {
    match app.screen {
        Screen::Queue => queue::go(app, motion),
        Screen::Trace => trace::go(app, motion),
        Screen::Clusters => clusters::go(app, motion),
        Screen::Golden => golden::go(app, motion),
    }
}

fn shell(app: &mut App, act: ShellAct) -> Vec<Effect> {
    match act {
        ShellAct::Queue => turn_to(app, Screen::Queue),
        ShellAct::Clusters => turn_to(app, Screen::Clusters),
        ShellAct::Golden => turn_to(app, Screen::Golden),
        ShellAct::Help | ShellAct::HelpWhileTyping => {
            let place = app.context();
            open(app, Overlay::help(place))
        }
        ShellAct::Palette => {
            let place = app.context();
            open(app, Overlay::palette(place))
        }
        ShellAct::Undo => app.undo(),
        ShellAct::Redo => vec![app.write(Write::Redo)],
        ShellAct::Back => back(app),
        ShellAct::GoToId => open(app, Overlay::Line(overlay::line::go_to())),
        ShellAct::Modes => overlay::taxonomy::open(app),
        ShellAct::Weights => overlay::weights::open(app),
        ShellAct::Unlinked => {
            app.overlays
                .push(Overlay::Unlinked(overlay::unlinked::State::default()));
            vec![app.read(Slot::Unlinked, Read::Unlinked)]
        }
        ShellAct::ToggleMouse => {
            app.mouse_on = !app.mouse_on;
            app.selection = None;
            app.say(if app.mouse_on {
                "mouse on: click selects, wheel scrolls"
            } else {
                "mouse off: the terminal selects text"
            });
            vec![Effect::Mouse(app.mouse_on)]
        }
        ShellAct::Theme => open(app, Overlay::Choice(overlay::choice::themes(app))),
        ShellAct::Zoom => zoom(app, !app.zoomed),
        ShellAct::Tour => {
            tour::begin(app);
            go_to(app, Screen::Queue)
        }
        ShellAct::TourNext => tour::go_on(app),
        ShellAct::Redraw => vec![Effect::Redraw],
        ShellAct::Suspend => vec![Effect::Suspend],
        ShellAct::Quit => quit(app),
    }
}

/// Ends the workbench: what was typed is kept, the trace that is open let go.
fn quit(app: &mut App) -> Vec<Effect> {
    app.quit = true;
    let mut effects = overlay::editor::keep_draft(app);
    effects.extend(trace::leave(app));
    effects
}

fn open(app: &mut App, overlay: Overlay) -> Vec<Effect> {
    app.overlays.push(overlay);
    Vec::new()
}

/// Shows the text at hand alone, without lines and with the mouse left to the terminal, or everything again.
fn zoom(app: &mut App, zoomed: bool) -> Vec<Effect> {
    if app.zoomed == zoomed {
        return Vec::new();
    }
    app.zoomed = zoomed;
    if zoomed {
        app.say("the text alone: the terminal selects and copies; Esc goes back");
    }
    queue::resize(app);
    if app.mouse_on {
        vec![Effect::Mouse(!zoomed)]
    } else {
        Vec::new()
    }
}

/// Shows a screen as its tab does: the queue is the reviewer's own list again.
pub fn turn_to(app: &mut App, screen: Screen) -> Vec<Effect> {
    queue::end_visits(app);
    go_to(app, screen)
}

/// Shows a screen, leaving the one that is shown.
pub fn go_to(app: &mut App, screen: Screen) -> Vec<Effect> {
    let mut effects = zoom(app, false);
    if app.screen == Screen::Trace && screen != Screen::Trace {
        effects.extend(trace::leave(app));
    }
    app.screen = screen;
    effects.extend(match screen {
        Screen::Queue => queue::enter(app),
        Screen::Trace => Vec::new(),
        Screen::Clusters => clusters::enter(app),
        Screen::Golden => golden::enter(app),
    });
    effects
}

fn back(app: &mut App) -> Vec<Effect> {
    if !app.overlays.is_empty() {
        return overlay::hear(app, Heard::Pick(PickAct::Cancel));
    }
    if app.zoomed {
        return zoom(app, false);
    }
    if app.tour.is_some() {
        tour::end(app);
        return Vec::new();
    }
    match app.screen {
        Screen::Queue if app.is_searching() => queue::stop(app),
        Screen::Queue if app.queue.marks().is_empty() => queue::leave_visit(app),
        Screen::Queue => {
            app.queue.marks_mut().clear();
            Vec::new()
        }
        Screen::Trace => {
            let from = app.trace.opened_from();
            go_to(app, from)
        }
        Screen::Clusters => back_from_clusters(app),
        Screen::Golden => {
            if golden::leave_search(app) {
                return Vec::new();
            }
            go_to(app, Screen::Queue)
        }
    }
}

/// Leaves the details first, then a search, then stops what is being grouped, then leaves the screen.
fn back_from_clusters(app: &mut App) -> Vec<Effect> {
    if clusters::leave_page(app) || clusters::leave_search(app) {
        return Vec::new();
    }
    let stopped = clusters::stop(app);
    if stopped.is_empty() {
        return go_to(app, Screen::Queue);
    }
    stopped
}
