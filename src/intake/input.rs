//! What to import: files, folders (recursive, sorted), globs, and `-` for standard input.

use crate::error::{Error, Result};
use crate::order::Order;
use globset::GlobBuilder;
use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    sync::Arc,
};

/// One thing to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    Stdin,
    File {
        path: PathBuf,
        /// Named on the command line itself, not found in a folder or by a glob.
        named: bool,
    },
    /// Bytes that are at hand already.
    Memory {
        name: String,
        bytes: Arc<[u8]>,
    },
}

impl Input {
    /// A file named on the command line.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self::File {
            path: path.into(),
            named: true,
        }
    }

    /// How messages name it.
    pub fn label(&self) -> String {
        match self {
            Self::Stdin => "-".into(),
            Self::File { path, .. } => path.display().to_string(),
            Self::Memory { name, .. } => name.clone(),
        }
    }
}

/// What a command line names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Expanded {
    pub inputs: Vec<Input>,
    /// Files of folders that are plainly no data (licences, read-mes, pictures).
    pub passed_over: Vec<PathBuf>,
}

/// Turns the paths of a command line into inputs.
///
/// # Errors
/// When a path does not exist, a folder cannot be listed, or a glob matches nothing.
pub fn expand(paths: &[String]) -> Result<Expanded> {
    let mut found = Expanded::default();
    for path in paths {
        let as_path = Path::new(path);
        if path == "-" {
            found.inputs.push(Input::Stdin);
        } else if as_path.is_dir() {
            walk(as_path, &mut found)?;
        } else if as_path.exists() {
            found.inputs.push(Input::file(as_path));
        } else if path.contains(['*', '?', '[', '{']) {
            expand_glob(path, &mut found)?;
        } else {
            return Err(
                Error::operational(format!("{path}: no such file or folder"))
                    .hint("files, folders, globs in quotes, and - for stdin are read"),
            );
        }
    }
    let mut seen = std::collections::HashSet::new();
    found.inputs.retain(|input| seen.insert(input.label()));
    Ok(found)
}

fn walk(folder: &Path, found: &mut Expanded) -> Result<()> {
    let listing = |e| Error::operational(format!("{}: cannot list it: {e}", folder.display()));
    let mut entries = fs::read_dir(folder)
        .map_err(listing)?
        .collect::<std::io::Result<Vec<_>>>()
        .map_err(listing)?;
    entries.order_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            continue;
        }
        // A link to a folder is not followed: it may lead back up.
        if entry.file_type().is_ok_and(|t| t.is_dir()) {
            walk(&path, found)?;
        } else if path.is_file() && may_be_data(&path) {
            found.inputs.push(Input::File { path, named: false });
        } else {
            found.passed_over.push(path);
        }
    }
    Ok(())
}

/// Tells data by the file's ending, else by its first byte.
fn may_be_data(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let stem = name.strip_suffix(".gz").unwrap_or(&name);
    if ["license", "licence", "readme", "notice", "changelog"]
        .iter()
        .any(|word| stem.starts_with(word))
    {
        return false;
    }
    match stem.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "json" | "jsonl" | "ndjson" | "csv" | "tsv" | "pb" => true,
        "md" | "txt" | "rst" | "html" | "xml" | "yaml" | "yml" | "toml" | "ini" | "cfg" | "py"
        | "js" | "ts" | "mjs" | "rs" | "go" | "sh" | "lock" | "png" | "jpg" | "jpeg" | "gif"
        | "svg" | "pdf" | "zip" | "tar" | "eval" | "db" | "sqlite" | "parquet" => false,
        _ => starts_as_json(path),
    }
}

fn starts_as_json(path: &Path) -> bool {
    let mut head = [0; 64];
    let read = fs::File::open(path).and_then(|mut f| f.read(&mut head));
    let head = head[..read.unwrap_or(0)].trim_ascii_start();
    head.starts_with(b"{") || head.starts_with(b"[") || head.starts_with(&[0x1f, 0x8b])
}

fn expand_glob(pattern: &str, found: &mut Expanded) -> Result<()> {
    let glob = GlobBuilder::new(pattern)
        .literal_separator(true)
        .build()
        .map_err(|e| {
            Error::usage(format!("{pattern}: not a glob: {}", e.kind()))
                .hint("put a \\ before a bracket that belongs to the name")
        })?
        .compile_matcher();
    let base: PathBuf = Path::new(pattern)
        .components()
        .take_while(|c| {
            !c.as_os_str()
                .to_string_lossy()
                .contains(['*', '?', '[', '{'])
        })
        .collect();
    let mut all = Expanded::default();
    if base.as_os_str().is_empty() {
        walk(Path::new("."), &mut all)?;
    } else if base.is_dir() {
        walk(&base, &mut all)?;
    }
    let before = found.inputs.len();
    for input in all.inputs {
        if let Input::File { path, .. } = input {
            let path = path
                .strip_prefix(".")
                .map_or(path.clone(), Path::to_path_buf);
            if glob.is_match(&path) {
                found.inputs.push(Input::File { path, named: false });
            }
        }
    }
    if found.inputs.len() == before {
        return Err(Error::operational(format!("{pattern}: no file matches")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(paths: &[String], base: &Path) -> Vec<String> {
        let found = expand(paths).expect("expands");
        let base = format!("{}/", base.display());
        found
            .inputs
            .iter()
            .map(|i| i.label().replace(&base, ""))
            .collect()
    }

    #[test]
    fn folders_globs_and_files_are_found_in_order_once() {
        let dir = tempfile::tempdir().expect("a folder");
        let base = dir.path();
        for (name, text) in [
            ("b.jsonl", ""),
            ("a.json.gz", ""),
            (".hidden.json", ""),
            ("LICENSE.json", ""),
            ("README.md", ""),
            ("sub/c.csv", ""),
            ("sub/run.traj", " {\"a\":1}"),
            ("sub/notes", "hello"),
            (".git/x.json", ""),
        ] {
            let path = base.join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            fs::write(path, text).expect("written");
        }
        let whole = base.display().to_string();
        let all = ["a.json.gz", "b.jsonl", "sub/c.csv", "sub/run.traj"];
        assert_eq!(labels(std::slice::from_ref(&whole), base), all);
        let passed = expand(std::slice::from_ref(&whole))
            .expect("expands")
            .passed_over;
        assert_eq!(passed.len(), 3, "{passed:?}");
        assert_eq!(
            labels(
                &[format!("{whole}/*.jsonl"), format!("{whole}/b.jsonl")],
                base
            ),
            ["b.jsonl"]
        );
        assert_eq!(
            labels(&[format!("{whole}/**/*.{{csv,traj}}")], base),
            ["sub/c.csv", "sub/run.traj"]
        );
        assert_eq!(labels(&["-".into(), "-".into()], base), ["-"]);
        assert!(
            expand(&[format!("{whole}/*.none")]).is_err_and(|e| e.what.contains("no file matches"))
        );
        assert!(
            expand(&[format!("{whole}/gone.json")]).is_err_and(|e| e.what.contains("no such file"))
        );
    }
}
