//! Draws the pictures of the README from the program's own screens: `cargo run --example screenshot` writes them
//! into `assets/`, or into the folder given.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

use goldset::{
    config::Config,
    error::{Error, Result},
    model::time::HOUR,
    sample,
    store::{Settings, Store},
    tui::{
        Launch,
        headless::Headless,
        picture::{Paper, svg},
        theme::{Theme, ThemeName},
    },
};
use std::{fs, path::PathBuf};

/// A picture: its name, its size in cells, its theme, and the keys that lead to it from the first screen.
const PICTURES: [(&str, u16, u16, ThemeName, &str); 7] = [
    ("queue", 120, 30, ThemeName::Dark, ""),
    ("trace", 120, 30, ThemeName::Dark, "Enter"),
    ("correct", 120, 30, ThemeName::Dark, "c"),
    ("promote", 120, 30, ThemeName::Dark, "l 2 p"),
    ("clusters", 130, 34, ThemeName::Dark, "2"),
    ("golden", 120, 30, ThemeName::Dark, "3"),
    ("queue-light", 120, 30, ThemeName::Light, ""),
];

fn main() -> Result<()> {
    let folder = PathBuf::from(
        std::env::args()
            .nth(1)
            .unwrap_or_else(|| "assets".to_owned()),
    );
    let scratch = std::env::temp_dir().join(format!("goldset-pictures-{}", std::process::id()));
    let written = make_folder(&scratch).and_then(|()| draw_all(&folder, &scratch.join("demo.db")));
    let _ = fs::remove_dir_all(&scratch);
    written
}

fn draw_all(folder: &std::path::Path, path: &std::path::Path) -> Result<()> {
    let launch = Launch {
        store_path: path.to_owned(),
        settings: Settings::default(),
        config: Config::default(),
        reviewer: "ana".to_owned(),
        demo: false,
    };
    let mut store = sample::scratch(path, &launch.settings)?;
    sample::group(&mut store, newest(&launch)?)?;
    drop(store);
    for (name, width, height, theme, keys) in PICTURES {
        let now = newest(&launch)?;
        let mut desk = Headless::start(&launch, now, width, height)?;
        desk.app.theme = Theme::new(theme);
        "support.db".clone_into(&mut desk.app.who.store);
        desk.keys(keys);
        desk.app.toast = None;
        let paper = if theme == ThemeName::Light {
            Paper::LIGHT
        } else {
            Paper::DARK
        };
        let file = folder.join(format!("screen-{name}.svg"));
        let text = svg(&desk.buffer().0, paper);
        fs::write(&file, text)
            .map_err(|e| Error::operational(format!("cannot write {}: {e}", file.display())))?;
    }
    Ok(())
}

/// An hour after the newest trace, so that pictures do not change with the day.
fn newest(launch: &Launch) -> Result<goldset::model::time::Time> {
    let store = Store::open(&launch.store_path, &launch.settings)?;
    let counts = store.counts(&launch.reviewer, goldset::model::time::Time::default())?;
    Ok(counts.newest.unwrap_or_default().plus(HOUR))
}

fn make_folder(path: &std::path::Path) -> Result<()> {
    fs::create_dir_all(path)
        .map_err(|e| Error::operational(format!("cannot make {}: {e}", path.display())))
}
