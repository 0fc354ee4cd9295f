//! The one table of commands. From it come key bindings, footer hints, help, palette and the clickable footer.
//! To add a command: one variant of its act, one row in the table of its scope, one match arm where acts are run.

mod clusters;
mod copy;
mod decide;
mod editor;
mod form;
mod golden;
mod modes;
mod overlay;
pub mod page;
mod promote;
mod queue;
mod replay;
mod shell;
mod trace;
mod views;

#[cfg(test)]
mod tests;

use super::app::App;

pub use clusters::ClustersAct;
pub use copy::CopyAct;
pub use decide::DecideAct;
pub use editor::EditorAct;
pub use form::FormAct;
pub use golden::GoldenAct;
pub use modes::ModesAct;
pub use overlay::{FilterAct, PickAct};
pub use promote::PromoteAct;
pub use queue::QueueAct;
pub use replay::ReplayAct;
pub use shell::{Motion, ShellAct};
pub use trace::TraceAct;
pub use views::ViewsAct;

/// Whether a command can run now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    Yes,
    /// Shown, not run; the reason is what a person needs to know, e.g. `no trace selected`.
    No(&'static str),
    /// Makes no sense here and is not listed.
    Hidden,
}

/// Where a command's keys are listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// On every screen.
    Shell,
    /// Wherever no text is typed.
    Help,
    /// Wherever letters type.
    Typing,
    /// Movement in lists and texts.
    Moves,
    /// Decisions on the trace at hand.
    Decide,
    /// What `y` copies.
    Copy,
    Queue,
    Trace,
    Clusters,
    Golden,
    Modes,
    Views,
    /// Overlays: accept and leave.
    Pick,
    /// Movement in overlays where letters type.
    PickMoves,
    Filter,
    Form,
    Editor,
    Promote,
    /// While a recording is played.
    Replay,
}

/// Heading in help and palette.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Decide,
    Find,
    Look,
    Copy,
    Move,
    Screens,
    Program,
    Overlay,
}

impl Group {
    pub fn title(self) -> &'static str {
        match self {
            Self::Decide => "Decide",
            Self::Move => "Move",
            Self::Find => "Find",
            Self::Look => "Look into it",
            Self::Copy => "Copy",
            Self::Screens => "Screens",
            Self::Program => "Program",
            Self::Overlay => "In overlays",
        }
    }
}

/// What a command does, by the place that runs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Id {
    Shell(ShellAct),
    Move(Motion),
    Decide(DecideAct),
    Copy(CopyAct),
    Queue(QueueAct),
    Trace(TraceAct),
    Clusters(ClustersAct),
    Golden(GoldenAct),
    Modes(ModesAct),
    Views(ViewsAct),
    Pick(PickAct),
    Filter(FilterAct),
    Form(FormAct),
    Editor(EditorAct),
    Promote(PromoteAct),
    Replay(ReplayAct),
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    pub id: Id,
    /// For the user's `[keys]` and for docs; kebab case, never renamed.
    pub name: &'static str,
    /// For help and palette, verb first.
    pub title: &'static str,
    /// For the footer.
    pub short: &'static str,
    /// What else people call it: help and palette find it by these too.
    pub words: &'static str,
    pub group: Group,
    pub scope: Scope,
    /// Key sequences; the first is the one shown.
    pub keys: &'static [&'static str],
    /// Footer priority; 0 is never shown there.
    pub hint: u8,
    /// Cannot be taken back.
    pub danger: bool,
    pub when: fn(&App) -> Availability,
}

impl Command {
    const fn new(
        id: Id,
        name: &'static str,
        title: &'static str,
        short: &'static str,
        keys: &'static [&'static str],
    ) -> Self {
        let (group, scope) = match id {
            Id::Shell(_) => (Group::Program, Scope::Shell),
            Id::Move(_) => (Group::Move, Scope::Moves),
            Id::Decide(_) => (Group::Decide, Scope::Decide),
            Id::Copy(_) => (Group::Copy, Scope::Copy),
            Id::Queue(_) => (Group::Find, Scope::Queue),
            Id::Trace(_) => (Group::Look, Scope::Trace),
            Id::Clusters(_) => (Group::Look, Scope::Clusters),
            Id::Golden(_) => (Group::Look, Scope::Golden),
            Id::Modes(_) => (Group::Overlay, Scope::Modes),
            Id::Views(_) => (Group::Overlay, Scope::Views),
            Id::Pick(_) => (Group::Overlay, Scope::Pick),
            Id::Filter(_) => (Group::Overlay, Scope::Filter),
            Id::Form(_) => (Group::Overlay, Scope::Form),
            Id::Editor(_) => (Group::Overlay, Scope::Editor),
            Id::Promote(_) => (Group::Overlay, Scope::Promote),
            Id::Replay(_) => (Group::Program, Scope::Replay),
        };
        Self {
            id,
            name,
            title,
            short,
            words: "",
            group,
            scope,
            keys,
            hint: 0,
            danger: false,
            when: always,
        }
    }

    /// What messages call it.
    pub fn short_or_title(&self) -> &'static str {
        if self.short.is_empty() {
            self.title
        } else {
            self.short
        }
    }

    const fn group(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    const fn words(mut self, words: &'static str) -> Self {
        self.words = words;
        self
    }

    const fn scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    const fn hint(mut self, hint: u8) -> Self {
        self.hint = hint;
        self
    }

    const fn when(mut self, when: fn(&App) -> Availability) -> Self {
        self.when = when;
        self
    }
}

fn always(_: &App) -> Availability {
    Availability::Yes
}

/// All commands, table by table.
pub fn all() -> impl Iterator<Item = &'static Command> {
    [
        decide::TABLE,
        queue::TABLE,
        trace::TABLE,
        clusters::TABLE,
        golden::TABLE,
        modes::TABLE,
        views::TABLE,
        copy::TABLE,
        shell::MOVES,
        shell::TABLE,
        overlay::PICK,
        overlay::FILTER,
        form::TABLE,
        editor::TABLE,
        promote::TABLE,
        replay::TABLE,
    ]
    .into_iter()
    .flatten()
}

/// Whether a count before it (`5 j`) repeats it: movement does, decisions never.
pub fn takes_count(id: Id) -> bool {
    use {QueueAct as Q, TraceAct as T};
    matches!(
        id,
        Id::Move(_)
            | Id::Queue(Q::NextMatch | Q::PreviousMatch)
            | Id::Trace(T::NextChange | T::PreviousChange)
    )
}

/// The row of an act. Every act has exactly one, which a test holds.
pub fn of(id: Id) -> Option<&'static Command> {
    all().find(|c| c.id == id)
}

/// A place where keys are listened to: a screen without, or one of the overlays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    Queue,
    Trace,
    Clusters,
    Golden,
    /// An overlay with a list, a text field, or both.
    Picking,
    /// An overlay that is only read.
    Reading,
    /// The list of failure modes.
    Modes,
    /// The list of saved views.
    Views,
    Filter,
    /// A form of several fields.
    Form,
    Editor,
    Promote,
    /// A recording that is played; no place of the workbench.
    Replay,
}

impl Context {
    pub const ALL: [Self; 13] = [
        Self::Queue,
        Self::Trace,
        Self::Clusters,
        Self::Golden,
        Self::Picking,
        Self::Reading,
        Self::Modes,
        Self::Views,
        Self::Filter,
        Self::Form,
        Self::Editor,
        Self::Promote,
        Self::Replay,
    ];

    /// The scopes reachable here.
    pub fn scopes(self) -> &'static [Scope] {
        match self {
            Self::Queue => &[
                Scope::Queue,
                Scope::Decide,
                Scope::Copy,
                Scope::Moves,
                Scope::Shell,
                Scope::Help,
            ],
            Self::Trace => &[
                Scope::Trace,
                Scope::Decide,
                Scope::Copy,
                Scope::Moves,
                Scope::Shell,
                Scope::Help,
            ],
            Self::Golden => &[
                Scope::Golden,
                Scope::Copy,
                Scope::Moves,
                Scope::Shell,
                Scope::Help,
            ],
            Self::Clusters => &[Scope::Clusters, Scope::Moves, Scope::Shell, Scope::Help],
            Self::Picking => &[Scope::Pick, Scope::PickMoves, Scope::Typing],
            Self::Reading => &[Scope::Pick, Scope::Moves, Scope::Help],
            Self::Modes => &[Scope::Modes, Scope::Pick, Scope::Moves, Scope::Help],
            Self::Views => &[Scope::Views, Scope::Pick, Scope::PickMoves, Scope::Typing],
            Self::Filter => &[Scope::Filter, Scope::Pick, Scope::PickMoves, Scope::Typing],
            Self::Form => &[Scope::Form, Scope::Pick, Scope::PickMoves, Scope::Typing],
            Self::Editor => &[Scope::Editor, Scope::Typing],
            Self::Promote => &[Scope::Promote, Scope::Moves, Scope::Help],
            Self::Replay => &[Scope::Replay],
        }
    }
}
