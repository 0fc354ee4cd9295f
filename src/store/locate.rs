//! Which file is the store.

use std::path::{Path, PathBuf};

/// The store's file: the flag, `GOLDSET_STORE`, the nearest `.goldset/store.db` in `cwd` or above it, else
/// `$XDG_DATA_HOME/goldset/store.db` (`~/.local/share` where that is unset).
pub fn locate(flag: Option<&Path>, cwd: &Path, env: &dyn Fn(&str) -> Option<String>) -> PathBuf {
    if let Some(path) = flag {
        return cwd.join(path);
    }
    if let Some(path) = env("GOLDSET_STORE").filter(|p| !p.is_empty()) {
        return cwd.join(path);
    }
    let near = cwd
        .ancestors()
        .map(|folder| folder.join(".goldset/store.db"))
        .find(|file| file.is_file());
    near.unwrap_or_else(|| data_home(cwd, env).join("goldset/store.db"))
}

/// The XDG rules: a relative `XDG_DATA_HOME` does not count.
fn data_home(cwd: &Path, env: &dyn Fn(&str) -> Option<String>) -> PathBuf {
    let xdg = env("XDG_DATA_HOME").map(PathBuf::from);
    if let Some(folder) = xdg.filter(|p| p.is_absolute()) {
        return folder;
    }
    match env("HOME").filter(|h| !h.is_empty()) {
        Some(home) => PathBuf::from(home).join(".local/share"),
        None => cwd.join(".local/share"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    #[test]
    fn looks_in_the_order_of_the_specification() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("a/b");
        std::fs::create_dir_all(&deep).unwrap();
        let mut vars = HashMap::from([("HOME", "/home/ana"), ("XDG_DATA_HOME", "relative")]);
        let find = |vars: &HashMap<&str, &str>, flag: Option<&Path>| {
            locate(flag, &deep, &|k| vars.get(k).map(ToString::to_string))
        };
        assert_eq!(
            find(&vars, None),
            Path::new("/home/ana/.local/share/goldset/store.db")
        );
        vars.insert("XDG_DATA_HOME", "/data");
        assert_eq!(find(&vars, None), Path::new("/data/goldset/store.db"));
        let near = folder.path().join("a/.goldset/store.db");
        std::fs::create_dir_all(near.parent().unwrap()).unwrap();
        std::fs::write(&near, "").unwrap();
        assert_eq!(find(&vars, None), near);
        vars.insert("GOLDSET_STORE", "env.db");
        assert_eq!(find(&vars, None), deep.join("env.db"));
        assert_eq!(find(&vars, Some(Path::new("/x.db"))), Path::new("/x.db"));
    }
}
