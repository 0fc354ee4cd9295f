//! Finds and reads the file of a team's own theme.

use super::{Theme, ThemeFile};
use crate::{
    error::{Error, Result},
    model::nearest::nearest,
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Reads `NAME`: `themes/NAME.toml` of the folder, or the file itself where the name ends in `.toml`.
///
/// # Errors
/// When there is no such theme, with the nearest name; when the file cannot be read.
pub(super) fn find(folder: &Path, name: &str) -> Result<ThemeFile> {
    let path = path_of(folder, name);
    match fs::read_to_string(&path) {
        Ok(text) => Ok(ThemeFile { path, text }),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Err(missing(folder, name, &path)),
        Err(e) => Err(Error::operational(format!(
            "cannot read the theme {}: {e}",
            path.display()
        ))),
    }
}

fn path_of(folder: &Path, name: &str) -> PathBuf {
    if Path::new(name).extension().is_some_and(|e| e == "toml") {
        folder.join(name)
    } else {
        folder.join("themes").join(format!("{name}.toml"))
    }
}

fn missing(folder: &Path, name: &str, path: &Path) -> Error {
    let built_in = Theme::ALL.map(|t| t.name().to_owned());
    let known: Vec<String> = built_in.into_iter().chain(own(folder)).collect();
    let meant = nearest(name, known.iter().map(String::as_str));
    let meant = meant.map(|m| format!("; did you mean {m:?}?"));
    Error::usage(format!(
        "there is no theme {name:?}{}",
        meant.unwrap_or_default()
    ))
    .hint(format!(
        "one of {}, or a file of your own: {}",
        known.join(", "),
        path.display()
    ))
}

/// Names of the themes in the folder.
fn own(folder: &Path) -> Vec<String> {
    let Ok(files) = fs::read_dir(folder.join("themes")) else {
        return Vec::new();
    };
    let mut names: Vec<String> = files
        .flatten()
        .map(|file| file.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned()))
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn themes_are_found_by_name_or_by_file() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("themes")).unwrap();
        fs::write(folder.path().join("themes/acme.toml"), "base = \"light\"").unwrap();
        assert_eq!(
            find(folder.path(), "acme").unwrap().text,
            "base = \"light\""
        );
        assert!(find(folder.path(), "themes/acme.toml").is_ok());
        let wrong = find(folder.path(), "acne").unwrap_err();
        assert!(
            wrong.what.contains("did you mean \"acme\"?"),
            "{}",
            wrong.what
        );
        let drak = find(folder.path(), "drak").unwrap_err();
        assert!(
            drak.what.contains("did you mean \"dark\"?"),
            "{}",
            drak.what
        );
    }
}
