//! Every screen and overlay, in every theme, at every size, with every set of signs: what must hold wherever one is.

use super::{
    anything::draws_safely,
    bench_at,
    clusters::told,
    fixture::{Bench, support},
    many::with_twins,
    material::session,
    snapshots::{changed, snapshot},
    story::story,
};
use crate::{
    text::width,
    tui::{
        keys::Input,
        theme::{Glyphs, Role, Theme, ThemeName},
    },
};
use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier},
};
use std::fmt::Write as _;

const SIZES: [(u16, u16); 4] = [(40, 10), (80, 24), (120, 36), (200, 60)];

/// What a workbench begins with.
#[derive(Debug, Clone, Copy)]
enum Begin {
    Support,
    Session,
    Clusters,
    Twins,
}

use Begin::{Clusters, Session, Support, Twins};

/// A place one can be in: its name, what it begins with, and the keys that lead there. `Ctrl-L` draws anew and does
/// nothing else.
const PLACES: [(&str, Begin, &str); 49] = [
    ("queue", Support, "Ctrl-L"),
    ("marked", Support, "Space Space"),
    ("help", Support, "?"),
    ("palette", Support, ": u n d"),
    ("filter", Support, "/ r o u"),
    ("filter-wrong", Support, "/ n o k e y : x"),
    ("values", Support, "/ r o u t e : f d"),
    ("modes", Support, "l"),
    ("modes-typed", Support, "l f a"),
    ("unsure", Support, "z"),
    ("order", Support, ","),
    ("window", Support, "w"),
    ("views", Support, "v"),
    ("save-view", Support, "v 1"),
    ("note", Support, "i n o"),
    ("owner", Support, "o"),
    ("go-to", Support, "g i"),
    ("which-key", Support, "y"),
    ("themes", Support, ": t h e m e Enter"),
    ("taxonomy", Support, "M"),
    ("new-mode", Support, "M a"),
    ("mode-severity", Support, "M v"),
    ("weights", Support, ": w e i g h Enter"),
    ("unlinked", Support, ": u n l i n k Enter"),
    ("many", Support, "* x"),
    ("editor", Support, "c"),
    ("editor-find", Support, "c Ctrl-F d a y"),
    ("promote", Support, "l 3 p"),
    ("trace", Session, "Enter"),
    ("spans", Session, "Enter Tab j"),
    ("documents", Session, "Enter Tab Tab"),
    ("tools", Session, "Enter Tab Tab Tab"),
    ("signals", Session, "Enter Tab Tab Tab Tab"),
    ("diff", Session, "Enter d"),
    ("diff-keys", Session, "Enter d t"),
    ("pairs", Session, "Enter d v"),
    ("flag", Session, "Enter Tab Tab !"),
    ("zoomed", Session, "Enter Z"),
    ("golden", Session, "l 3 p Enter 3"),
    ("golden-tags", Session, "l 3 p Enter 3 t"),
    ("golden-editor", Session, "l 3 p Enter 3 e"),
    ("clusters", Clusters, "Ctrl-L"),
    ("cluster", Clusters, "Tab j"),
    ("merge", Clusters, "m"),
    ("fix", Clusters, "f"),
    ("severity", Clusters, "v"),
    ("status", Clusters, "t"),
    ("twins", Twins, "l 3"),
    ("twins-looked-at", Twins, "l 3 v"),
];

/// A workbench in that place, led there at that size.
fn at(begin: Begin, keys: &str, (width, height): (u16, u16)) -> Bench {
    let mut bench = begun(begin, (width, height));
    bench.keys(keys);
    bench
}

fn begun(begin: Begin, (width, height): (u16, u16)) -> Bench {
    match begin {
        Support => bench_at(width, height, support()),
        Session => bench_at(width, height, session()),
        Clusters => told(width, height, story()),
        Twins => {
            let mut bench = with_twins();
            bench.desk.input(Input::Resize(width, height));
            bench
        }
    }
}

/// The characters of a screen, a line a row.
fn text(buf: &Buffer) -> String {
    let rows = buf.content().chunks(usize::from(buf.area.width).max(1));
    rows.map(|row| {
        row.iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect::<String>()
            + "\n"
    })
    .collect()
}

#[test]
fn every_place_in_every_theme_at_every_size() {
    for (name, begin, keys) in PLACES {
        let mut bench = at(begin, keys, SIZES[2]);
        for (width, height) in SIZES {
            bench.desk.input(Input::Resize(width, height));
            bench.desk.app.theme = Theme::new(ThemeName::Dark);
            let plain = text(&bench.desk.buffer().0);
            for theme in ThemeName::ALL {
                let place = format!("{name} in {} at {width}x{height}", theme.name());
                bench.desk.app.theme = Theme::new(theme);
                // What overlays keep of the theme is told to them after an input.
                bench.desk.input(Input::FocusLost);
                let (buf, cursor) = bench.desk.buffer();
                assert_eq!(text(&buf), plain, "{place} says something else");
                looks_as_the_theme_has_it(&buf, &bench.desk.app.theme, &place);
                stays_inside(&buf, &place);
                // The box of the keys that may follow lies over rows for a moment.
                let hidden = cursor
                    .filter(|c| !c.visible && bench.desk.app.pending.is_empty())
                    .map(|c| c.position.y);
                if let Some(row) = hidden {
                    shows_its_selection(&buf, row, &place);
                }
            }
        }
    }
}

/// Colours are those of the theme, none in `mono`, and no background is painted.
#[track_caller]
fn looks_as_the_theme_has_it(buf: &Buffer, theme: &Theme, place: &str) {
    let known: Vec<Color> = Role::ALL
        .iter()
        .filter_map(|(role, _)| theme.style(*role).fg)
        .collect();
    for cell in buf.content() {
        assert_eq!(cell.bg, Color::Reset, "{place} paints a background");
        let fits = cell.fg == Color::Reset || known.contains(&cell.fg);
        assert!(fits, "{place} has {:?} of its own", cell.fg);
    }
    assert!(!theme.is_mono() || known.is_empty());
}

/// No wide character is cut by the right edge.
#[track_caller]
fn stays_inside(buf: &Buffer, place: &str) {
    for y in 0..buf.area.height {
        let last = &buf[(buf.area.right() - 1, y)];
        let cells = width::width(last.symbol());
        assert!(cells <= 1, "{place}: {:?} at the edge", last.symbol());
    }
}

#[track_caller]
fn shows_its_selection(buf: &Buffer, row: u16, place: &str) {
    let shown = (0..buf.area.width).any(|x| {
        let cell = &buf[(x, row)];
        let marked = cell
            .modifier
            .intersects(Modifier::REVERSED | Modifier::UNDERLINED);
        marked || cell.symbol() == "▸"
    });
    assert!(
        shown,
        "{place}: nothing shows what is selected in row {row}"
    );
}

#[test]
fn every_place_is_spelled_in_ascii_where_that_is_asked_for() {
    for (name, begin, keys) in PLACES {
        let mut bench = at(begin, keys, SIZES[3]);
        bench.desk.app.glyphs = Glyphs { ascii: true };
        bench.desk.input(Input::FocusLost);
        for (width, height) in SIZES {
            bench.desk.input(Input::Resize(width, height));
            let (buf, _) = bench.desk.buffer();
            let odd: Vec<&str> = buf
                .content()
                .iter()
                .map(ratatui::buffer::Cell::symbol)
                .filter(|symbol| !symbol.is_ascii() && !symbol.chars().all(char::is_alphanumeric))
                .collect();
            assert!(odd.is_empty(), "{name} at {width}x{height}: {odd:?}");
        }
    }
}

#[test]
fn the_safe_colours_are_read_on_black_and_on_white() {
    let theme = Theme::new(ThemeName::Safe);
    for (role, name) in Role::ALL {
        let Some(Color::Indexed(index)) = theme.style(role).fg else {
            continue;
        };
        let light = luminance(index);
        let (on_black, on_white) = ((light + 0.05) / 0.05, 1.05 / (light + 0.05));
        // What WCAG 2 asks of large text and of signs.
        assert!(on_black >= 3.0, "{name} on black: {on_black:.1}");
        assert!(on_white >= 3.0, "{name} on white: {on_white:.1}");
    }
    let light = Theme::new(ThemeName::Light);
    let pale = [
        Color::Yellow,
        Color::Cyan,
        Color::White,
        Color::Gray,
        Color::LightYellow,
    ];
    for (role, name) in Role::ALL {
        assert!(
            light.style(role).fg.is_none_or(|fg| !pale.contains(&fg)),
            "{name}"
        );
    }
}

/// Relative luminance of a colour of the cube of 256, as WCAG 2 defines it.
fn luminance(index: u8) -> f64 {
    let steps = [0.0, 95.0, 135.0, 175.0, 215.0, 255.0];
    let linear = |step: u8| -> f64 {
        let part = steps[usize::from(step)] / 255.0;
        if part <= 0.040_45 {
            part / 12.92
        } else {
            f64::powf((part + 0.055) / 1.055, 2.4)
        }
    };
    let n = index - 16;
    0.2126 * linear(n / 36) + 0.7152 * linear(n / 6 % 6) + 0.0722 * linear(n % 6)
}

/// The overlays that no other test keeps a picture of.
#[test]
fn the_other_overlays_at_every_size() {
    let others = [
        "values",
        "modes-typed",
        "views",
        "owner",
        "go-to",
        "themes",
        "taxonomy",
        "new-mode",
        "mode-severity",
        "weights",
        "unlinked",
        "editor-find",
        "diff-keys",
        "pairs",
        "flag",
        "golden-tags",
        "severity",
        "status",
        "twins",
    ];
    let mut page = String::new();
    for (name, begin, keys) in PLACES
        .into_iter()
        .filter(|(name, ..)| others.contains(name))
    {
        for size in SIZES {
            let mut bench = begun(begin, size);
            let (before, last) = match keys.rsplit_once(' ') {
                Some((before, last))
                    if !["values", "go-to", "modes-typed", "editor-find"].contains(&name) =>
                {
                    (before, last)
                }
                _ => ("", keys),
            };
            bench.keys(before);
            let beneath = bench.screen();
            bench.keys(last);
            let _ = writeln!(page, "{name} {}x{}", size.0, size.1);
            page.push_str(&changed(&beneath, &bench.screen()));
        }
    }
    snapshot("overlays", &page);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_place_is_drawn_at_any_size(
        place in 0..PLACES.len(),
        led in (0_u16..=300, 0_u16..=100),
        sizes in prop::collection::vec((0_u16..=300, 0_u16..=100), 1..4),
        keys in prop::collection::vec(
            prop::sample::select(vec!["Down", "Up", "PgDn", "PgUp", "Tab", "End", "Home", "Backspace", "é", "漢"]), 0..5),
        theme in prop::sample::select(ThemeName::ALL.to_vec()),
        ascii: bool,
    ) {
        let (_, begin, leads) = PLACES[place];
        let mut bench = at(begin, leads, led);
        bench.desk.app.glyphs = Glyphs { ascii };
        bench.desk.app.theme = Theme::new(theme);
        draws_safely(&bench.desk.app)?;
        for (width, height) in sizes {
            bench.desk.input(Input::Resize(width, height));
            draws_safely(&bench.desk.app)?;
            bench.keys(&keys.join(" "));
            draws_safely(&bench.desk.app)?;
            prop_assert_eq!(bench.desk.app.size, Rect::new(0, 0, width, height));
        }
    }
}
