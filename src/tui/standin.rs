//! Stands in for parts of the store that have not landed.

use crate::{
    error::Result,
    model::{
        decision::Decision,
        event::EventId,
        query::Field,
        read::{Counts, QueuePage, QueueQuery, QueueRow, TraceDetail, Unlinked, ValueCount},
        time::Time,
    },
    store::Store,
};

pub(super) use crate::store::{GoldenEntry, Undone};

#[allow(unused_variables)]
pub(super) trait Standin {
    fn decide(&mut self, reviewer: &str, at: Time, decisions: &[Decision]) -> Result<Vec<EventId>> {
        Err(crate::error::Error::operational("no decisions yet"))
    }
    fn undo(&mut self, reviewer: &str, at: Time, event: Option<&EventId>) -> Result<Undone> {
        Err(crate::error::Error::operational("nothing to undo"))
    }
    fn redo(&mut self, reviewer: &str, at: Time) -> Result<Undone> {
        Err(crate::error::Error::operational("nothing to redo"))
    }
    fn queue(&self, query: &QueueQuery) -> Result<QueuePage> {
        Ok(QueuePage::default())
    }
    fn rows(&self, ids: &[String], reviewer: &str) -> Result<Vec<QueueRow>> {
        Ok(Vec::new())
    }
    fn detail(&self, id: &str, reviewer: &str) -> Result<Option<TraceDetail>> {
        Ok(None)
    }
    fn counts(&self, reviewer: &str, now: Time) -> Result<Counts> {
        Ok(Counts::default())
    }
    fn complete(&self, field: Field, prefix: &str, limit: usize) -> Result<Vec<ValueCount>> {
        Ok(Vec::new())
    }
    fn unlinked(&self, limit: usize) -> Result<Vec<Unlinked>> {
        Ok(Vec::new())
    }
    fn golden(&self, include_retired: bool) -> Result<Vec<GoldenEntry>> {
        Ok(Vec::new())
    }
    fn claim(&mut self, trace: &str, reviewer: &str, now: Time) -> Result<Option<String>> {
        Ok(None)
    }
    fn release(&mut self, trace: &str, reviewer: &str) -> Result<()> {
        Ok(())
    }
    fn skip(&mut self, trace: &str, reviewer: &str, now: Time) -> Result<()> {
        Ok(())
    }
    fn save_draft(&mut self, trace: &str, reviewer: &str, now: Time, text: &str) -> Result<()> {
        Ok(())
    }
    fn drop_draft(&mut self, trace: &str, reviewer: &str) -> Result<()> {
        Ok(())
    }
    fn local_set(&mut self, key: &str, value: &str) -> Result<()> {
        Ok(())
    }
}

impl Standin for Store {}

pub(super) mod worker {
    use super::Store;
    use crate::{error::Result, store::Settings};
    use std::{
        path::{Path, PathBuf},
        sync::mpsc,
        thread,
    };

    type Job<R> = Box<dyn FnOnce(&mut Store) -> R + Send>;

    pub(in crate::tui) struct Worker<R> {
        jobs: mpsc::Sender<Job<R>>,
        thread: thread::JoinHandle<()>,
    }

    impl<R: Send + 'static> Worker<R> {
        pub(in crate::tui) fn start(
            path: &Path,
            settings: &Settings,
            reply: impl Fn(R) + Send + Clone + 'static,
        ) -> Result<Self> {
            let (jobs, queue) = mpsc::channel::<Job<R>>();
            let (path, settings): (PathBuf, Settings) = (path.to_owned(), settings.clone());
            let mut store = Store::open(&path, &settings)?;
            let thread = thread::spawn(move || {
                for job in queue {
                    reply(job(&mut store));
                }
            });
            Ok(Self { jobs, thread })
        }

        pub(in crate::tui) fn read(
            &self,
            _slot: &'static str,
            job: Box<dyn FnOnce(&Store) -> R + Send>,
        ) {
            let _ = self.jobs.send(Box::new(move |store| job(store)));
        }

        pub(in crate::tui) fn write(&self, job: Job<R>) {
            let _ = self.jobs.send(job);
        }

        pub(in crate::tui) fn finish(self) {
            drop(self.jobs);
            let _ = self.thread.join();
        }
    }
}
