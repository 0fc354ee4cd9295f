//! What every verb needs: configuration, store, reviewer, and the way to speak.

use super::{args::Global, io::Io, look::Look};
use crate::{
    analysis::signals::SignalTable,
    config::{self, Config, Flags, Paths},
    error::{Error, Result},
    store::{self, Settings, Store},
};
use std::{path::PathBuf, sync::Arc};

pub(crate) struct Context {
    pub(crate) io: Io,
    pub(crate) config: Config,
    pub(crate) paths: Paths,
    pub(crate) store_path: PathBuf,
    /// True when a flag or the environment named the store.
    pub(crate) store_is_named: bool,
    pub(crate) reviewer: String,
}

impl Context {
    pub(crate) fn new(global: &Global, io: Io) -> Result<Self> {
        let env = |key: &str| std::env::var(key).ok();
        let flags = Flags {
            reviewer: global.reviewer.clone(),
            ..Flags::default()
        };
        let loaded = config::load(&env, &flags)?;
        for warning in &loaded.warnings {
            io.remark(&format!("goldset: {warning}"));
        }
        let cwd = std::env::current_dir()
            .map_err(|e| Error::operational(format!("no current folder: {e}")))?;
        let store_path = store::locate(global.store.as_deref(), &cwd, &env);
        Ok(Self {
            io,
            config: loaded.config,
            paths: loaded.paths,
            store_path,
            store_is_named: global.store.is_some()
                || env("GOLDSET_STORE").is_some_and(|path| !path.is_empty()),
            reviewer: loaded.reviewer,
        })
    }

    /// The same run on another store.
    pub(crate) fn with_store(&self, path: PathBuf) -> Self {
        Self {
            io: self.io,
            config: self.config.clone(),
            paths: self.paths.clone(),
            store_path: path,
            store_is_named: true,
            reviewer: self.reviewer.clone(),
        }
    }

    /// How text on stdout looks.
    pub(crate) fn look(&self) -> Look {
        Look::of_stdout(&self.config.theme, &|key| std::env::var(key).ok())
    }

    /// Opens the store. One that is made because there was none at the place that was named is told: it may be a slip.
    pub(crate) fn open(&self) -> Result<Store> {
        let was_there = self.store_path.exists();
        let store = self.open_or_make()?;
        if self.store_is_named && !was_there {
            self.io.remark(&format!(
                "goldset: {} was not there; it is a new, empty store",
                self.store_path.display()
            ));
        }
        Ok(store)
    }

    /// Brings a store of an older goldset up to date, with a bar while it is copied, and says where the old one is kept.
    pub(crate) fn upgrade(&self) -> Result<()> {
        let mut seen = None;
        let upgraded = Store::upgrade(&self.store_path, &mut |share, kept| {
            let (bar, _) = seen.get_or_insert_with(|| {
                let template = "{spinner} an older goldset wrote this store: copying it first {percent}% {wide_bar} {eta} left";
                (self.io.progress_bar(100, template), kept.to_owned())
            });
            bar.set_position((share * 100.0) as u64);
        });
        if let Some((bar, kept)) = seen {
            bar.finish_and_clear();
            if upgraded.is_ok() {
                self.io.remark(&format!(
                    "goldset: {} is up to date; as it was before, it is kept in {}",
                    self.store_path.display(),
                    kept.display()
                ));
            }
        }
        upgraded
    }

    /// Opens the store, making it where none is.
    pub(crate) fn open_or_make(&self) -> Result<Store> {
        self.upgrade()?;
        let store = Store::open(&self.store_path, &self.settings()?)?;
        if let Some(why) = store.why_read_only() {
            self.io.remark(&format!(
                "goldset: {} is read-only: {why}",
                self.store_path.display()
            ));
        }
        if store.is_configured_otherwise()? {
            self.io.remark(
                "goldset: scores were made with another configuration (weights, bad rate or seed); goldset doctor --rebuild applies yours",
            );
        }
        Ok(store)
    }

    pub(crate) fn settings(&self) -> Result<Settings> {
        let signals =
            SignalTable::with_overrides(&self.config.signal_overrides()).map_err(|e| {
                Error::usage(e).hint("see [signals] in the file that goldset config path names")
            })?;
        Ok(Settings {
            prior_bad_rate: self.config.prior_bad_rate,
            second_verdict_share: self.config.second_verdict_share,
            seed: self.config.seed,
            signals: Arc::new(signals),
            key_file: Some(self.paths.user_key()),
            replica: None,
        })
    }
}
