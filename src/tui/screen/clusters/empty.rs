//! What the screen says while it has nothing to list.

use crate::tui::{app::App, screen::queue::SAMPLE_COMES, widget::empty};
use ratatui::{buffer::Buffer, layout::Rect};

/// Draws what there is to do.
pub(super) fn view(app: &App, buf: &mut Buffer, body: Rect) {
    let (title, texts) = words(app);
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    empty::draw(app, buf, body, title, &texts);
}

fn words(app: &App) -> (&'static str, Vec<String>) {
    let state = &app.clusters;
    if app.queue.is_importing() {
        return (SAMPLE_COMES, Vec::new());
    }
    if !state.is_read() {
        return ("reading…", Vec::new());
    }
    if !state.search.is_empty() {
        let how = "/ changes the search; with nothing in it, all clusters are shown.";
        return ("No cluster holds these words.", vec![how.into()]);
    }
    if app.counts.traces == 0 {
        let how = "goldset import PATH… brings in traces. 1 goes to the queue, which offers the sample data.";
        return ("This store is empty.", vec![how.into()]);
    }
    match &state.list.run {
        None if state.grouping.is_some() => (
            "Grouping what went wrong…",
            vec!["Everything else can be used meanwhile. Esc stops it.".into()],
        ),
        None => (
            "Nothing is grouped yet.",
            vec![
                "R groups the negative and ambiguous traces of the last weeks by what they have in common: on this \
                 machine, in the background, nothing leaves it."
                    .into(),
                "The clusters then stay as they are while you name, merge and split them; new traces join them.".into(),
            ],
        ),
        Some(run) => {
            let mut texts = vec!["w looks further back; R groups again when more feedback has come in.".to_owned()];
            texts.splice(0..0, run.warnings.iter().cloned());
            ("No clusters: nothing went wrong often enough.", texts)
        }
    }
}
