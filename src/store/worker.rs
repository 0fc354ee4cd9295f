//! The two threads on which a workbench uses its store: one reads, one writes.
//!
//! Reads are latest-wins: a new read of a slot drops the waiting one and stops the running one, and neither replies. A
//! read that takes long is done in turns, and the reads of other slots come in between.
//! Writes run in the order they came and are never dropped; idle, the writer brings scores and predictions up to date
//! and has a third thread learn from labels, and the reader loads into memory what lists ask of traces.

mod slots;
mod study;

use super::{Interrupt, Settings, Store};
use crate::{error::Result, model::time::Time};
use slots::{Next, Slots};
use std::{
    path::Path,
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel},
    },
    thread::{self, JoinHandle},
    time::Duration,
};
use study::Study;

/// A read of one slot, called until it has an answer; other reads that wait come first.
pub type Read<R> = Box<dyn FnMut(&Store) -> Option<R> + Send>;
/// A write.
pub type Write<R> = Box<dyn FnOnce(&mut Store) -> R + Send>;

/// How long the writer waits for a write before and between batches of rescoring.
const PAUSE: Duration = Duration::from_millis(20);

/// Memory for pages of the file, in KiB a thread. The columns answer what would read many pages, and the system keeps
/// those of the file.
const PAGES: u32 = 16 << 10;

/// Handle to both threads; replies of type `R` come through the callback given at the start.
pub struct Worker<R> {
    slots: Arc<Slots<Read<R>>>,
    writes: Sender<Write<R>>,
    running: Arc<Interrupt>,
    reader: JoinHandle<()>,
    writer: JoinHandle<()>,
}

impl<R: Send + 'static> Worker<R> {
    /// Opens the store twice and starts the threads. `reply` is called on either of them.
    ///
    /// # Errors
    /// When the store cannot be opened.
    pub fn start(
        path: &Path,
        settings: &Settings,
        reply: impl Fn(R) + Send + Clone + 'static,
    ) -> Result<Self> {
        // Writing first: it creates or upgrades what the reader then finds.
        let writing = Store::open(path, settings)?;
        let reading = Store::open_read_only(path, settings)?;
        writing.keep_pages(PAGES)?;
        reading.keep_pages(PAGES)?;
        let running = Arc::new(reading.interrupt_handle());
        let slots = Arc::new(Slots::default());
        let (writes, queue) = channel();
        let reader = {
            let (slots, reply) = (Arc::clone(&slots), reply.clone());
            thread::spawn(move || read_all(&reading, &slots, &reply))
        };
        let study = Study::of(path, settings);
        let writer = thread::spawn(move || write_all(writing, study, &queue, &reply));
        Ok(Self {
            slots,
            writes,
            running,
            reader,
            writer,
        })
    }

    /// Runs a read. It supersedes the waiting or running read of its slot, which then never replies.
    pub fn read(&self, slot: &'static str, job: Read<R>) {
        self.slots.put(slot, job, || self.running.interrupt());
    }

    /// Gives up the read of a slot; it never replies.
    pub fn cancel(&self, slot: &'static str) {
        self.slots.cancel(slot, || self.running.interrupt());
    }

    /// Runs a write after those given before.
    pub fn write(&self, job: Write<R>) {
        // The writer ends only when this handle does.
        let _ = self.writes.send(job);
    }

    /// Waits for all writes; reads that have not begun are dropped.
    pub fn finish(self) {
        self.slots.close();
        self.running.interrupt();
        drop(self.writes);
        // A thread that panicked has told why through the panic hook.
        let _ = self.writer.join();
        let _ = self.reader.join();
    }
}

/// Idle, it loads what makes later reads fast; a failure of that is left for a read to meet.
fn read_all<R>(store: &Store, slots: &Slots<Read<R>>, reply: &impl Fn(R)) {
    let mut cold = true;
    loop {
        let (slot, generation, mut job) = match slots.next(cold) {
            Next::Job(job) => job,
            Next::Nothing => {
                cold = store.warm().unwrap_or(false);
                continue;
            }
            Next::Closed => return,
        };
        match job(store) {
            Some(answer) => {
                if slots.finish(slot, generation) {
                    reply(answer);
                }
            }
            None => slots.put_back(slot, generation, job),
        }
        cold = true;
    }
}

fn write_all<R>(
    mut store: Store,
    mut study: Study,
    queue: &Receiver<Write<R>>,
    reply: &impl Fn(R),
) {
    let mut behind = true;
    loop {
        let job = if behind {
            queue.recv_timeout(PAUSE)
        } else {
            queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match job {
            Ok(job) => {
                reply(job(&mut store));
                behind = true;
            }
            Err(RecvTimeoutError::Timeout) => {
                let studying = study.go_on(&mut store);
                behind = catch_up(&mut store, queue, reply) || studying;
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
}

/// Cuts a score epoch when one is due and applies it, until a write comes; true when something is left to do. A
/// failure is left for the next write to meet, which can tell somebody.
fn catch_up<R>(store: &mut Store, queue: &Receiver<Write<R>>, reply: &impl Fn(R)) -> bool {
    if store.is_read_only() {
        return false;
    }
    if store.epoch_due().unwrap_or(false) && store.cut_epoch(Time::now()).is_err() {
        return false;
    }
    let mut waiting = None;
    let stopped = {
        let waiting = std::cell::RefCell::new(&mut waiting);
        store.finish_unscored(&|| match queue.try_recv() {
            Ok(job) => {
                **waiting.borrow_mut() = Some(job);
                true
            }
            Err(TryRecvError::Empty) => false,
            Err(TryRecvError::Disconnected) => true,
        })
    };
    match waiting {
        Some(job) => {
            reply(job(store));
            true
        }
        None => stopped.is_ok_and(|n| n > 0),
    }
}

#[cfg(test)]
mod tests;
