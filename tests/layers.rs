//! Who may import whom. Reads the sources and fails on a `use` that breaks the plan in ARCHITECTURE.md.

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

use std::{
    fs,
    path::{Path, PathBuf},
};

/// A part of `src/`, and the parts of ours it may name. `error` and `order` may be named by all.
const ALLOWED: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("model", &[]),
    ("analysis", &["model", "text"]),
    ("intake", &["model", "text"]),
    ("golden", &["analysis", "model", "text"]),
    ("store", &["analysis", "model", "text"]),
    ("config", &["model", "text", "analysis"]),
    ("endpoint", &["model", "text"]),
    (
        "judge",
        &["endpoint", "store", "analysis", "config", "model", "text"],
    ),
    ("embed", &["endpoint", "store", "config", "model", "text"]),
    ("import", &["intake", "store", "model", "text"]),
    (
        "sample",
        &["import", "store", "golden", "model", "analysis", "intake"],
    ),
    (
        "cli",
        &[
            "tui", "sample", "judge", "embed", "import", "store", "golden", "analysis", "intake",
            "text", "model", "config",
        ],
    ),
    (
        "tui",
        &[
            "sample", "judge", "embed", "import", "store", "golden", "analysis", "intake", "text",
            "model", "config",
        ],
    ),
];

/// View code draws plain data: it names neither the store nor the effects, nor what carries these out.
const VIEW_FORBIDDEN: &[&[&str]] = &[
    &["store"],
    &["import"],
    &["sample"],
    &["tui", "effect"],
    &["tui", "runner"],
];

/// Files of `tui/` that only draw, besides those called a view or a widget.
const VIEWS: &[&str] = &[
    "tui/layout",
    "tui/legend",
    "tui/picture",
    "tui/theme/",
    "tui/which_key",
    "tui/overlay/agree/pages",
    "tui/overlay/cost",
    "tui/screen/clusters/empty",
    "tui/screen/clusters/list",
    "tui/screen/clusters/page",
    "tui/screen/clusters/rows",
    "tui/screen/clusters/title",
    "tui/screen/golden/page",
    "tui/screen/proposal",
    "tui/screen/queue/preview",
    "tui/screen/trace/panes/",
    "tui/screen/trace/tabs",
    "tui/screen/trace/tree",
];

/// What reads a clock or touches the world, and the files of `tui/` that may: all else of it is pure.
const WORLD: &[&str] = &[
    "Time::now(",
    "Instant::now(",
    "SystemTime",
    "fs::",
    "std::env",
    "std::process",
    "thread::",
    "stdout(",
];
const WORLDLY: &[&str] = &[
    "tui/mod.rs",
    "tui/effect/",
    "tui/keys/events",
    "tui/panic",
    "tui/record/",
    "tui/runner",
    "tui/term",
    "tui/tests/",
];

/// Crates that only one part may name.
const OWNED: &[(&str, &[&str])] = &[
    ("rusqlite", &["store/"]),
    ("fuzzy_matcher", &["text/fuzzy"]),
    ("imara_diff", &["text/diff"]),
    ("ratatui", &["tui/"]),
    ("crossterm", &["tui/term", "tui/keys", "tui/effect"]),
    ("arboard", &["tui/effect"]),
    ("ureq", &["endpoint/http"]),
];

#[test]
fn parts_import_only_what_the_plan_allows() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let part = file.split(['/', '.']).next().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        for (number, path) in named_paths(&file, &text) {
            let named = path[0].as_str();
            let known = ALLOWED.iter().any(|(name, _)| *name == named);
            if known && named != part && !allowed.contains(&named) {
                broken.push(format!("{file}:{number}: {part} names {named}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn each_crate_is_named_only_by_its_owner() {
    let mut broken = Vec::new();
    for (path, text) in sources() {
        for (number, line) in code_lines(&text) {
            for (name, owners) in OWNED {
                if names_crate(line, name) && !owners.iter().any(|owner| path.starts_with(owner)) {
                    broken.push(format!("{path}:{number}: {name} belongs to {owners:?}"));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn views_know_neither_store_nor_effects() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let named_so = file.ends_with("/view.rs") || file.contains("widget");
        let listed = VIEWS.iter().any(|view| file.starts_with(view));
        if !file.starts_with("tui/") || !(named_so || listed) {
            continue;
        }
        for (number, path) in named_paths(&file, &text) {
            let begins = |with: &[&str]| {
                path.iter()
                    .map(String::as_str)
                    .take(with.len())
                    .eq(with.iter().copied())
            };
            if VIEW_FORBIDDEN.iter().any(|with| begins(with)) {
                broken.push(format!("{file}:{number}: {}", path.join("::")));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn only_effects_touch_the_world() {
    let mut broken = Vec::new();
    for (file, text) in sources() {
        let may = WORLDLY.iter().any(|place| file.starts_with(place));
        for (number, line) in code_lines(&text).filter(|_| file.starts_with("tui/") && !may) {
            if WORLD.iter().any(|call| line.contains(call)) {
                broken.push(format!("{file}:{number}: {line}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn every_listed_place_is_there() {
    let files: Vec<String> = sources().into_iter().map(|(file, _)| file).collect();
    for place in VIEWS.iter().chain(WORLDLY) {
        let there = files.iter().any(|file| file.starts_with(place));
        assert!(there, "no {place}");
    }
}

#[test]
fn imports_are_read_over_lines_and_from_where_they_stand() {
    let text = "pub(in crate::tui) use super::{
    effect::{self, Slot as Place},
    keys::*,
};
use crate::{
    error::Result, store::Store,
};
use std::fs;
fn f(at: crate::import::Summary) {}
#[cfg(test)]
mod tests;
#[cfg(test)]
use crate::{
    golden::Row,
};
use crate::sample;
#[cfg(test)]
mod more {
    use crate::store;
}
";
    let named = |file: &str| -> Vec<String> {
        let paths = named_paths(file, text).into_iter();
        paths
            .map(|(n, path)| format!("{n} {}", path.join("::")))
            .collect()
    };
    let common = [
        "5 error::Result",
        "5 store::Store",
        "9 import::Summary",
        "16 sample",
    ];
    let in_file = ["1 tui::effect", "1 tui::effect::Slot", "1 tui::keys::*"];
    assert_eq!(named("tui/app.rs"), [&in_file[..], &common[..]].concat());
    let in_folder = ["1 effect", "1 effect::Slot", "1 keys::*"];
    assert_eq!(named("tui/mod.rs"), [&in_folder[..], &common[..]].concat());
}

#[test]
fn no_file_grows_beyond_five_hundred_lines() {
    let long: Vec<String> = sources()
        .into_iter()
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > 500)
        .map(|(path, lines)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// Every source file as (path below `src/`, text).
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("src is readable") {
            let path: PathBuf = entry.expect("src is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let below = path
                    .strip_prefix(&root)
                    .expect("below src")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((below, fs::read_to_string(&path).expect("source is UTF-8")));
            }
        }
    }
    assert!(found.len() > 10, "the sources were not found");
    found
}

/// Lines of code with their numbers, comments and what is only for unit tests left out.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut for_tests = false;
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("#![cfg(test)]"))
        .filter(move |(_, line)| {
            let left_out = for_tests || line.starts_with("#[cfg(test)]");
            let begins_or_ends = !line.starts_with([' ', '#']);
            let is_end = *line == "}" || begins_or_ends && line.ends_with(';');
            for_tests = left_out && !is_end;
            !left_out
        })
        .map(|(i, line)| (i + 1, line.trim()))
        .filter(|(_, line)| !line.starts_with("//"))
}

/// True when the line uses the crate by a path that begins with its name.
fn names_crate(line: &str, name: &str) -> bool {
    let path = format!("{name}::");
    let begins =
        |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
    line.match_indices(&path).any(|(at, _)| begins(at)) || line.starts_with(&format!("use {name};"))
}

/// What a file names of ours, with the line: every path of its imports, and those that begin with `crate::` elsewhere.
/// A path is told from the root of the crate, however it is written.
fn named_paths(file: &str, text: &str) -> Vec<(usize, Vec<String>)> {
    let mut named = Vec::new();
    let mut import: Option<(usize, String)> = None;
    for (number, line) in code_lines(text) {
        let begun = import.take().or_else(|| {
            let (before, after) = line.split_once("use ")?;
            let begins = before.is_empty() || before.starts_with("pub") && before.ends_with(' ');
            begins.then(|| (number, after.to_owned()))
        });
        match begun {
            Some((at, mut tree)) => {
                if at != number {
                    tree.push_str(line);
                }
                match tree.strip_suffix(';') {
                    Some(tree) => {
                        let paths = leaves(tree).into_iter();
                        let ours = paths.filter_map(|path| from_the_root(file, &path));
                        named.extend(ours.map(|path| (at, path)));
                    }
                    None => import = Some((at, tree)),
                }
            }
            None => {
                for (at, _) in line.match_indices("crate::") {
                    let not_path = |c: char| !c.is_alphanumeric() && c != '_' && c != ':';
                    let path = line[at..].split(not_path).next().unwrap_or_default();
                    named.extend(from_the_root(file, path).map(|path| (number, path)));
                }
            }
        }
    }
    named
}

/// The paths of a tree of imports, without the names they are given.
fn leaves(tree: &str) -> Vec<String> {
    let tree = tree.trim();
    let Some((before, list)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        return vec![path.trim_end_matches("::self").to_owned()];
    };
    let list = list.trim_end().strip_suffix('}').unwrap_or(list);
    let mut depth = 0;
    let items = list.split(|c| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        c == ',' && depth == 0
    });
    let items = items.filter(|item| !item.trim().is_empty());
    let whole = items.flat_map(|item| {
        leaves(item)
            .into_iter()
            .map(|leaf| format!("{before}{leaf}"))
    });
    whole
        .map(|path| path.trim_end_matches("::self").to_owned())
        .collect()
}

/// A path as it is from the root of the crate; none of another crate.
fn from_the_root(file: &str, path: &str) -> Option<Vec<String>> {
    let mut steps = path.split("::").peekable();
    let mut found: Vec<String> = match steps.peek()? {
        &"crate" | &"goldset" => Vec::new(),
        &"super" | &"self" => module(file),
        _ => return None,
    };
    for step in steps {
        match step {
            "crate" | "goldset" | "self" => {}
            "super" => drop(found.pop()),
            step => found.push(step.to_owned()),
        }
    }
    (!found.is_empty()).then_some(found)
}

/// The module that a file is.
fn module(file: &str) -> Vec<String> {
    let steps = file.trim_end_matches(".rs").split('/').map(str::to_owned);
    let mut steps: Vec<String> = steps.collect();
    if matches!(
        steps.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        steps.pop();
    }
    steps
}
