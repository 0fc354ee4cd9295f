//! The committed man page, completions and page of keys are what the program generates.
//!
//! After a change of the command line: `GOLDSET_UPDATE=1 cargo test --test generated`.

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

use std::{fs, path::Path, process::Command};

fn generated(args: &[&str]) -> String {
    let out = Command::new(env!("CARGO_BIN_EXE_goldset"))
        .args(args)
        .env_clear()
        .env("HOME", std::env::temp_dir())
        .output()
        .unwrap();
    assert!(out.status.success(), "goldset {args:?}");
    String::from_utf8(out.stdout).unwrap()
}

fn hold(file: &str, args: &[&str]) {
    hold_text(
        file,
        &generated(args),
        &format!("`goldset {}` prints", args.join(" ")),
    );
}

fn hold_text(file: &str, fresh: &str, maker: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs")
        .join(file);
    if std::env::var_os("GOLDSET_UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, fresh).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == fresh,
        "docs/{file} is not what {maker}; write it with GOLDSET_UPDATE=1 cargo test --test generated"
    );
}

#[test]
fn the_man_page_is_fresh() {
    hold("goldset.1", &["man"]);
}

#[test]
fn the_completions_are_fresh() {
    hold("completions/goldset.bash", &["completions", "bash"]);
    hold("completions/_goldset", &["completions", "zsh"]);
    hold("completions/goldset.fish", &["completions", "fish"]);
}

/// Rust files below a folder, as one text.
fn sources(folder: &Path) -> String {
    let mut out = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            out += &sources(&path);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out += &fs::read_to_string(&path).unwrap();
        }
    }
    out
}

#[test]
fn the_page_about_the_terminal_names_tests_and_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = fs::read_to_string(root.join("docs/terminal.md")).unwrap();
    let code = sources(&root.join("src")) + &sources(&root.join("tests"));
    let quoted: Vec<&str> = page.split('`').skip(1).step_by(2).collect();
    let tests: Vec<&&str> = quoted
        .iter()
        .filter(|name| name.matches('_').count() > 1)
        .filter(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '_'))
        .collect();
    assert!(tests.len() > 30, "{tests:?}");
    for name in tests {
        assert!(code.contains(&format!("fn {name}(")), "no test {name}");
    }
    let is_file = |name: &&&str| name.contains('/') && name.contains('.') && !name.contains(' ');
    for name in quoted.iter().filter(is_file) {
        assert!(root.join(name).exists(), "no file {name}");
    }
}

#[test]
fn the_page_of_keys_is_fresh() {
    let fresh = goldset::tui::command::page::markdown();
    hold_text("keys.md", &fresh, "the table of commands says");
}
