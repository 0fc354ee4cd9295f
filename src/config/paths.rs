//! Where files live: the XDG rules, on macOS as on Linux.

use crate::error::{Error, Result};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::PathBuf;

/// The folders goldset reads and writes, and its config file. None of them needs to exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// Config and the key that hashes user ids.
    pub config_dir: PathBuf,
    pub data_dir: PathBuf,
    /// Reports of crashes.
    pub state_dir: PathBuf,
    pub config_file: PathBuf,
    /// The config file was named by `GOLDSET_CONFIG`, so it must exist.
    pub config_named: bool,
}

impl Paths {
    /// `$XDG_CONFIG_HOME/goldset` (`~/.config`), `$XDG_DATA_HOME/goldset` (`~/.local/share`),
    /// `$XDG_STATE_HOME/goldset` (`~/.local/state`). A relative XDG variable does not count, as the XDG rules say.
    ///
    /// # Errors
    /// When neither a variable nor the account tells the home folder.
    pub fn find(env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let given = |name: &str| env(name).filter(|v| !v.is_empty());
        let folder = |variable: &str, default: &str| {
            let named = given(variable).map(PathBuf::from);
            match named.filter(|p| p.is_absolute()) {
                Some(folder) => Ok(folder.join("goldset")),
                None => home(&given).map(|home| home.join(default).join("goldset")),
            }
        };
        let config_dir = folder("XDG_CONFIG_HOME", ".config")?;
        let named = given("GOLDSET_CONFIG").map(PathBuf::from);
        Ok(Self {
            data_dir: folder("XDG_DATA_HOME", ".local/share")?,
            state_dir: folder("XDG_STATE_HOME", ".local/state")?,
            config_named: named.is_some(),
            config_file: named.unwrap_or_else(|| config_dir.join("config.toml")),
            config_dir,
        })
    }

    /// Writes the commented example as the config file (0600, its folder 0700).
    ///
    /// # Errors
    /// When the file is there already or cannot be written.
    pub fn write_example(&self) -> Result<()> {
        let path = &self.config_file;
        let write = || -> std::io::Result<()> {
            if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
                DirBuilder::new()
                    .recursive(true)
                    .mode(0o700)
                    .create(folder)?;
            }
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(path)?;
            file.write_all(super::Config::example().as_bytes())
        };
        write().map_err(|e| match e.kind() {
            ErrorKind::AlreadyExists => {
                Error::failed(format!("{} is there already", path.display()))
                    .hint("edit it, or move it away first")
            }
            _ => Error::operational(format!("cannot write {}: {e}", path.display())),
        })
    }

    /// The key that hashes user ids.
    pub fn user_key(&self) -> PathBuf {
        self.config_dir.join("user.key")
    }
}

fn home(given: &dyn Fn(&str) -> Option<String>) -> Result<PathBuf> {
    given("HOME")
        .map(PathBuf::from)
        .or_else(|| etcetera::home_dir().ok())
        .ok_or_else(|| Error::operational("cannot find the home folder").hint("set HOME"))
}
