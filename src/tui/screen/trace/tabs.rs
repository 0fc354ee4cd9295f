//! The tabs of the trace screen: as much of their names as the width allows.

use super::Pane;
use crate::{
    text::width,
    tui::{app::App, layout},
};

/// A tab and the cells it takes, counted from the body's left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tab {
    pub(super) pane: Pane,
    pub(super) text: String,
    pub(super) x: u16,
    pub(super) cells: u16,
}

/// The tabs of the panes the trace has.
pub(super) fn tabs(app: &App) -> Vec<Tab> {
    let Some(detail) = app.trace.detail() else {
        return Vec::new();
    };
    let named: Vec<(Pane, Option<usize>)> = app
        .trace
        .panes()
        .iter()
        .map(|pane| (*pane, pane.count(detail)))
        .collect();
    fit(&named, usize::from(layout::areas(app).body.width))
}

/// Whole names with their counts, then closer together, then short ones, then no counts.
fn fit(panes: &[(Pane, Option<usize>)], cells: usize) -> Vec<Tab> {
    let ways: [(Naming, usize); 5] = [(whole, 3), (whole, 2), (short, 2), (bare, 2), (bare, 1)];
    let mut tabs = Vec::new();
    for (name, gap) in ways {
        let named = panes.iter().map(|&(pane, count)| (pane, name(pane, count)));
        tabs = place(named, gap);
        if tabs
            .last()
            .is_none_or(|t: &Tab| usize::from(t.x + t.cells) <= cells)
        {
            break;
        }
    }
    tabs
}

/// How a tab is called.
type Naming = fn(Pane, Option<usize>) -> String;

fn whole(pane: Pane, count: Option<usize>) -> String {
    counted(pane.name(), count)
}

fn short(pane: Pane, count: Option<usize>) -> String {
    counted(pane.short(), count)
}

fn bare(pane: Pane, _: Option<usize>) -> String {
    pane.short().to_owned()
}

fn counted(name: &str, count: Option<usize>) -> String {
    count.map_or_else(|| name.to_owned(), |n| format!("{name} {n}"))
}

fn place(texts: impl Iterator<Item = (Pane, String)>, gap: usize) -> Vec<Tab> {
    let mut x = 1;
    texts
        .map(|(pane, text)| {
            let cells = width::width(&text);
            let tab = Tab {
                pane,
                text,
                x: u16::try_from(x).unwrap_or(u16::MAX),
                cells: u16::try_from(cells).unwrap_or(u16::MAX),
            };
            x += cells + gap;
            tab
        })
        .collect()
}

/// The pane whose tab is at this column of the body.
pub(super) fn tab_at(app: &App, column: u16) -> Option<Pane> {
    tabs(app)
        .into_iter()
        .find(|tab| (tab.x..tab.x.saturating_add(tab.cells)).contains(&column))
        .map(|tab| tab.pane)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_shrink_with_the_width_and_every_tab_stays() {
        let panes: Vec<(Pane, Option<usize>)> = Pane::ALL
            .into_iter()
            .map(|p| (p, matches!(p, Pane::Spans | Pane::Signals).then_some(12)))
            .collect();
        let line = |cells| -> String {
            fit(&panes, cells).iter().fold(String::new(), |line, tab| {
                format!("{line:<0$}{1}", usize::from(tab.x), tab.text)
            })
        };
        assert!(line(120).contains("Conversation   Spans 12   Documents"));
        assert!(line(80).contains("Conversation  Spans 12  Documents"));
        assert!(line(70).contains("Talk  Span 12  Docs"));
        for cells in [120, 100, 80, 70, 60, 50, 40] {
            let tabs = fit(&panes, cells);
            assert_eq!(tabs.len(), Pane::ALL.len());
            let last = tabs.last().unwrap();
            assert!(
                usize::from(last.x + last.cells) <= cells,
                "{cells}: {tabs:?}"
            );
        }
    }
}
