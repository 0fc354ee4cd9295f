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

/// View code draws plain data: it names neither the store nor the effects.
const VIEW_FORBIDDEN: &[&str] = &[
    "crate::store",
    "crate::import",
    "tui::effect",
    "super::effect",
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
    for (path, text) in sources() {
        let part = path.split(['/', '.']).next().unwrap_or_default();
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == part) else {
            continue;
        };
        for (number, line) in code_lines(&text) {
            for named in named_parts(line) {
                let known = ALLOWED.iter().any(|(name, _)| *name == named);
                if known && named != part && !allowed.contains(&named) {
                    broken.push(format!("{path}:{number}: {part} names {named}"));
                }
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
    for (path, text) in sources() {
        let is_view =
            path.starts_with("tui/") && (path.contains("view") || path.contains("widget"));
        for (number, line) in code_lines(&text).filter(|_| is_view) {
            if VIEW_FORBIDDEN.iter().any(|name| line.contains(name)) {
                broken.push(format!("{path}:{number}: {line}"));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
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

/// Lines of code with their numbers, comments and unit tests left out.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| {
            !line.starts_with("#[cfg(test)]") && !line.starts_with("#![cfg(test)]")
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

/// Parts named by `crate::part` or `goldset::part` on a line.
fn named_parts(line: &str) -> Vec<&str> {
    let mut named = Vec::new();
    for prefix in ["crate::", "goldset::"] {
        for (at, _) in line.match_indices(prefix) {
            let rest = &line[at + prefix.len()..];
            match rest.strip_prefix('{') {
                Some(list) => named.extend(list.split(',').map(|item| word(item.trim()))),
                None => named.push(word(rest)),
            }
        }
    }
    named
}

fn word(text: &str) -> &str {
    text.split(|c: char| !c.is_alphanumeric() && c != '_')
        .next()
        .unwrap_or_default()
}
