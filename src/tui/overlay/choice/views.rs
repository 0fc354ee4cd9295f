//! The list of saved views: one is opened, saved, renamed, taken away or brought back. The last change is taken back by
//! an undo like a decision.

use super::{Chosen, Item, State, item};
use crate::{
    model::view::{self, View},
    tui::{
        app::App,
        command::ViewsAct,
        effect::{Effect, Write},
        overlay::{Next, Overlay, line},
    },
};

/// What is said of a view that was taken away while the list is open.
const GONE: &str = "taken away; Del brings it back";

/// Saved views, and saving what is shown as one.
pub fn views(kept: &[(String, String)]) -> State {
    let mut items: Vec<Item> = kept
        .iter()
        .filter_map(|(name, text)| Some(kept_view(name.clone(), View::parse(text).ok()?)))
        .collect();
    let about = "filter, order and window, under a name";
    items.push(item("save what is shown", about, Chosen::SaveView));
    State::new("Views", items, 0)
}

/// Asks for the name to save what is shown under, knowing the views there are.
pub(super) fn ask_name(app: &mut App, state: &State) {
    let saved = state.items.iter().filter_map(|item| match &item.chosen {
        Chosen::View { name, view } => Some((name.clone(), view.clone())),
        _ => None,
    });
    let asked = line::save_view(saved.collect());
    app.overlays.push(Overlay::Line(asked));
}

fn kept_view(name: String, view: View) -> Item {
    let chosen = Chosen::View {
        name: name.clone(),
        view: view.clone(),
    };
    item(name, view.describe(), chosen)
}

/// Does something with the marked view.
pub(super) fn run(app: &mut App, state: State, act: ViewsAct) -> Next {
    let Some(at) = state.matching().get(state.selected).copied() else {
        return Next::stay(Overlay::Choice(state));
    };
    match (act, state.items[at].chosen.clone()) {
        (ViewsAct::Rename, Chosen::View { name, view }) => {
            let taken = state.items.iter().map(|item| item.label.clone()).collect();
            let asked = line::rename_view(name, view, taken);
            app.overlays.push(Overlay::Line(asked));
            Next::close()
        }
        (ViewsAct::TakeAway, Chosen::View { name, view }) => {
            let effect = app.write(Write::DropLocal(key(&name)));
            app.can_take_back(vec![keep(&name, &view)], is_back(&name));
            app.report(format!("view {name} taken away; Del brings it back"));
            let gone = Chosen::GoneView {
                name: name.clone(),
                view,
            };
            put(state, at, item(name, GONE, gone), effect)
        }
        (ViewsAct::TakeAway, Chosen::GoneView { name, view }) => {
            let effect = save(app, &name, &view, None);
            app.report(is_back(&name));
            put(state, at, kept_view(name, view), effect)
        }
        _ => Next::stay(Overlay::Choice(state)),
    }
}

fn put(mut state: State, at: usize, item: Item, effect: Effect) -> Next {
    state.items[at] = item;
    Next::stay(Overlay::Choice(state)).with([effect])
}

fn key(name: &str) -> String {
    format!("{}{name}", view::KEY)
}

fn is_back(name: &str) -> String {
    format!("view {name} is back")
}

fn keep(name: &str, view: &View) -> Write {
    Write::SetLocal {
        key: key(name),
        value: view.print(),
    }
}

/// Keeps a view under a name, in place of the one that has it.
pub fn save(app: &mut App, name: &str, view: &View, before: Option<&View>) -> Effect {
    let (back, said) = match before {
        Some(before) => (keep(name, before), "is as it was"),
        None => (Write::DropLocal(key(name)), "is taken away again"),
    };
    app.can_take_back(vec![back], format!("view {name} {said}"));
    app.write(keep(name, view))
}

/// Keeps a view under another name.
pub fn rename(app: &mut App, name: &str, view: &View, to: &str) -> Vec<Effect> {
    let back = vec![keep(name, view), Write::DropLocal(key(to))];
    app.can_take_back(back, format!("view {to} is called {name} again"));
    app.report(format!("view {name} is called {to}"));
    [keep(to, view), Write::DropLocal(key(name))]
        .map(|write| app.write(write))
        .into()
}
