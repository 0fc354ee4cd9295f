//! The golden set as files. Native: `rows.jsonl`, sorted by id, one row a line, keys in the order of the row's
//! fields, so that two exports of the same rows are the same bytes and a change is a changed line.

use crate::error::{Error, Result};
use crate::model::golden::Row;
use crate::order::Order;
use crate::text::sanitise;
use serde::Serialize;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// The file's name where a folder is given.
pub const ROWS_FILE: &str = "rows.jsonl";

/// The rows as JSON lines.
pub fn native(rows: &[Row]) -> String {
    let mut sorted: Vec<&Row> = rows.iter().collect();
    sorted.order_by(|a, b| a.id.cmp(&b.id));
    let mut out = String::new();
    for row in sorted {
        out.push_str(&json_line(row));
        out.push('\n');
    }
    out
}

/// One value as JSON on one line. Control and direction-changing characters are written as `\u…`: the value is the
/// same, and a terminal shows them instead of obeying.
pub fn json_line(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    sanitise::json(&json).into_owned()
}

/// Writes the rows to a file, or to `rows.jsonl` in a folder: whole or not at all, readable by the owner alone.
/// Returns the file written.
///
/// # Errors
/// When it cannot be written; what was there before stays.
pub fn write(path: &Path, rows: &[Row]) -> Result<PathBuf> {
    let named_folder = path.as_os_str().to_string_lossy().ends_with('/');
    let file = if named_folder || path.is_dir() {
        path.join(ROWS_FILE)
    } else {
        path.to_owned()
    };
    let text = native(rows);
    replace(&file, text.as_bytes())
        .map_err(|e| Error::operational(format!("cannot write {}: {e}", file.display())))?;
    Ok(file)
}

/// Replaces a file by way of a temporary one beside it: written, synced, renamed. A pipe or device is written to.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if std::fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}.tmp", std::process::id()));
    let result = write_synced(&temporary, bytes)
        .and_then(|()| std::fs::rename(&temporary, path))
        .and_then(|()| File::open(folder)?.sync_all());
    if result.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    result
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // What an earlier process of the same number left behind.
    let _ = std::fs::remove_file(path);
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::content::Content;
    use serde_json::json;
    use std::os::unix::fs::PermissionsExt as _;

    fn row(id: &str, text: &str) -> Row {
        Row {
            id: id.into(),
            input: Some(Content(json!([{"role": "user", "content": text}]))),
            expected: Some(text.into()),
            ..Row::default()
        }
    }

    #[test]
    fn lines_are_sorted_and_keys_stand_in_order() {
        let text = native(&[row("g-b", "x"), row("g-a", "y")]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with(
            "{\"id\":\"g-a\",\"input\":[{\"content\":\"y\",\"role\":\"user\"}],\"expected\":"
        ));
        assert_eq!(text, native(&[row("g-a", "y"), row("g-b", "x")]));
        let back: Row = serde_json::from_str(lines[1]).unwrap();
        assert_eq!(back, row("g-b", "x"));
    }

    #[test]
    fn hostile_characters_are_escaped_and_come_back() {
        let hostile = "a\u{1b}]52;c;x\u{7}\u{0}\u{7f}\u{9b}\u{202e}\u{e0041}\u{feff}é中\n";
        let text = native(&[row("g-a", hostile)]);
        assert_eq!(text.lines().count(), 1);
        assert!(sanitise::is_clean(text.trim_end()));
        assert!(text.contains("é中"));
        let back: Row = serde_json::from_str(&text).unwrap();
        assert_eq!(back.expected.as_deref(), Some(hostile));
    }

    #[test]
    fn writes_whole_files_for_the_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = write(&folder.path().join("golden/"), &[row("g-a", "x")]).unwrap();
        assert_eq!(file, folder.path().join("golden/rows.jsonl"));
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        write(file.parent().unwrap(), &[row("g-b", "x")]).unwrap();
        assert!(std::fs::read_to_string(&file).unwrap().contains("g-b"));
        assert_eq!(
            std::fs::read_dir(file.parent().unwrap()).unwrap().count(),
            1
        );
        let error = write(Path::new("/dev/null/x.jsonl"), &[]).unwrap_err();
        assert_eq!(error.kind, crate::error::Kind::Operational);
        assert!(write(Path::new("/dev/null"), &[row("g-a", "x")]).is_ok());
    }
}
