//! Learning from labels beside the writer, which only records what was learnt.

use crate::{
    error::Result,
    model::time::Time,
    store::{Lesson, Settings, Store},
};
use std::{
    path::{Path, PathBuf},
    thread::{self, JoinHandle},
};

/// Learns again whenever labels grew.
pub(super) struct Study {
    path: PathBuf,
    settings: Settings,
    running: Option<JoinHandle<Result<Lesson>>>,
    /// It failed once: the next start of the program may try again.
    failed: bool,
}

impl Study {
    pub(super) fn of(path: &Path, settings: &Settings) -> Self {
        Self {
            path: path.to_owned(),
            settings: settings.clone(),
            running: None,
            failed: false,
        }
    }

    /// Begins, or records what is done; true while something is being learnt.
    pub(super) fn go_on(&mut self, store: &mut Store) -> bool {
        if self.failed || store.is_read_only() {
            return false;
        }
        match self.running.take() {
            Some(running) if !running.is_finished() => self.running = Some(running),
            Some(done) => match done.join() {
                Ok(Ok(lesson)) => {
                    self.failed = store.record_classifier(&lesson, Time::now()).is_err();
                }
                // A thread that panicked has told why through the panic hook.
                Ok(Err(_)) | Err(_) => self.failed = true,
            },
            None if store.classifier_due().unwrap_or(false) => self.begin(),
            None => {}
        }
        self.running.is_some()
    }

    fn begin(&mut self) {
        let (path, settings) = (self.path.clone(), self.settings.clone());
        let learn = move || Store::open_read_only(&path, &settings)?.learn_classifier();
        self.running = Some(thread::spawn(learn));
    }
}
