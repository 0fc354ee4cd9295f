//! One thread reads blocks, several parse and prepare them, the caller gets them back in order.
//!
//! What is on its way is bounded, so memory does not depend on the size of the files.

use super::{ImportOptions, workers};
use crate::{
    error::{Error, Result},
    intake::{self, Block, Input, Reject},
    model::record::Record,
    store::Prepared,
};
use std::{
    collections::BTreeMap,
    sync::{
        Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

/// Blocks between the reader and the caller beyond one a worker: enough to fill the next transaction while one is
/// written.
const SPARE: usize = 8;
/// Bytes of a block from which it takes the room of another: one huge line must not be met by three more.
const SHARE: usize = 8 << 20;

/// A source that is silent for so long is one that is waited for.
const IDLE: Duration = Duration::from_millis(200);

type Prepare = dyn Fn(Vec<Record>) -> Result<Vec<Prepared>> + Send + Sync;

/// A block that was read.
#[derive(Default)]
pub(super) struct Done {
    pub(super) file: String,
    pub(super) bytes: u64,
    pub(super) read: u64,
    pub(super) skipped: u64,
    pub(super) rejects: Vec<Reject>,
    pub(super) replaced_utf8: u64,
    pub(super) notes: Vec<String>,
    pub(super) prepared: Vec<Prepared>,
    /// A file of a folder that is none of ours.
    pub(super) left_out: bool,
    /// The room it takes while it is on its way.
    room: usize,
}

/// What the reader hands on, numbered.
enum Work {
    Block(Block),
    /// Nothing to parse, only to tell.
    Told(Box<Done>),
    Failed(Error),
}

impl Work {
    fn room(&self) -> usize {
        match self {
            Self::Block(block) => Self::room_of(block.size()),
            _ => 1,
        }
    }

    fn room_of(size: usize) -> usize {
        (1 + size / SHARE).min(workers() + SPARE)
    }
}

pub(super) struct Pipeline<'a> {
    inputs: Vec<Input>,
    options: &'a ImportOptions,
    prepare: Box<Prepare>,
    halt: AtomicBool,
    gate: Gate,
}

impl<'a> Pipeline<'a> {
    pub(super) fn new(
        inputs: Vec<Input>,
        options: &'a ImportOptions,
        prepare: impl Fn(Vec<Record>) -> Result<Vec<Prepared>> + Send + Sync + 'static,
    ) -> Self {
        Self {
            inputs,
            options,
            prepare: Box::new(prepare),
            halt: AtomicBool::new(false),
            gate: Gate::new(workers() + SPARE),
        }
    }

    /// Hands every block to `take`, in order, until it answers false; none where no block comes for a while.
    pub(super) fn run(&self, take: &mut dyn FnMut(Option<Done>) -> Result<bool>) -> Result<()> {
        let (work_in, work_out) = sync_channel::<(u64, Work)>(workers());
        let (done_in, done_out) = sync_channel::<(u64, Result<Done>)>(workers() + SPARE);
        let work_out = Mutex::new(work_out);
        thread::scope(|scope| {
            scope.spawn(move || self.read(&work_in));
            for _ in 0..workers() {
                let (done_in, work_out) = (done_in.clone(), &work_out);
                scope.spawn(move || self.work(work_out, &done_in));
            }
            drop(done_in);
            let outcome = self.collect(&done_out, take);
            self.halt.store(true, Ordering::Relaxed);
            self.gate.open();
            // The threads end when nobody waits for a full channel any more.
            for _ in done_out {}
            outcome
        })
    }

    fn collect(
        &self,
        done: &Receiver<(u64, Result<Done>)>,
        take: &mut dyn FnMut(Option<Done>) -> Result<bool>,
    ) -> Result<()> {
        let mut early = BTreeMap::new();
        let mut next = 0;
        loop {
            let (number, block) = match done.recv_timeout(IDLE) {
                Ok(block) => block,
                Err(RecvTimeoutError::Timeout) if take(None)? => continue,
                Err(_) => return Ok(()),
            };
            early.insert(number, block);
            while let Some(block) = early.remove(&next) {
                next += 1;
                let block = block?;
                let room = block.room.max(1);
                let more = take(Some(block))?;
                self.gate.leave(room);
                if !more {
                    return Ok(());
                }
            }
        }
    }

    fn read(&self, out: &SyncSender<(u64, Work)>) {
        let mut number = 0;
        let mut send = |work: Work| {
            self.gate.enter(work.room());
            let sent = !self.halt.load(Ordering::Relaxed) && out.send((number, work)).is_ok();
            number += 1;
            sent
        };
        for input in &self.inputs {
            if !self.read_input(input, &mut send) {
                return;
            }
        }
    }

    /// False when nobody listens any more.
    fn read_input(&self, input: &Input, send: &mut dyn FnMut(Work) -> bool) -> bool {
        let mut reader = match intake::open(input, &self.options.reading) {
            Ok(reader) => reader,
            Err(error) => return send(unopened(input, error)),
        };
        let mut empty = true;
        loop {
            match reader.next_block() {
                Ok(Some(block)) => {
                    empty = false;
                    if !send(Work::Block(block)) {
                        return false;
                    }
                }
                Ok(None) => break,
                Err(error) => return send(Work::Told(Box::new(broken(input, &error)))),
            }
        }
        let file = input.label();
        !empty
            || send(Work::Told(Box::new(Done {
                file,
                ..Done::default()
            })))
    }

    fn work(&self, blocks: &Mutex<Receiver<(u64, Work)>>, out: &SyncSender<(u64, Result<Done>)>) {
        loop {
            let next = lock(blocks).recv();
            let Ok((number, work)) = next else {
                return;
            };
            let done = match work {
                Work::Block(block) => self.parse(block),
                Work::Told(done) => Ok(*done),
                Work::Failed(error) => Err(error),
            };
            if out.send((number, done)).is_err() {
                return;
            }
        }
    }

    fn parse(&self, block: Block) -> Result<Done> {
        if self.halt.load(Ordering::Relaxed) {
            return Ok(Done::default());
        }
        let room = Work::room_of(block.size());
        let parsed = block.parse();
        Ok(Done {
            file: parsed.file.to_string(),
            bytes: parsed.bytes,
            read: parsed.read,
            skipped: parsed.skipped,
            rejects: parsed.rejects,
            replaced_utf8: parsed.replaced_utf8,
            notes: parsed.notes,
            prepared: (self.prepare)(parsed.records)?,
            left_out: false,
            room,
        })
    }
}

/// A file that was named must be readable; one that was only found in a folder is left out and told.
fn unopened(input: &Input, error: Error) -> Work {
    match input {
        Input::File { named: false, .. } => Work::Told(Box::new(Done {
            notes: vec![format!("left out {}", error.what)],
            left_out: true,
            ..Done::default()
        })),
        _ => Work::Failed(error),
    }
}

/// An input that cannot be read to its end: what came before stands, the rest is one reject.
fn broken(input: &Input, error: &Error) -> Done {
    let file = input.label();
    Done {
        read: 1,
        rejects: vec![Reject {
            file: file.clone(),
            line: 0,
            byte: 0,
            error: error.what.clone(),
        }],
        file,
        ..Done::default()
    }
}

/// Lets so many blocks be on their way at once, fewer where they are large.
struct Gate {
    room: Mutex<usize>,
    changed: Condvar,
}

impl Gate {
    fn new(room: usize) -> Self {
        Self {
            room: Mutex::new(room),
            changed: Condvar::new(),
        }
    }

    fn enter(&self, wanted: usize) {
        let mut room = lock(&self.room);
        while *room < wanted {
            room = self
                .changed
                .wait(room)
                .unwrap_or_else(PoisonError::into_inner);
        }
        *room -= wanted;
    }

    fn leave(&self, room: usize) {
        *lock(&self.room) += room;
        self.changed.notify_all();
    }

    /// Nobody waits from here on.
    fn open(&self) {
        *lock(&self.room) = usize::MAX / 2;
        self.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
