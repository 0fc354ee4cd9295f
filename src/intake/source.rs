//! The bytes of an input: a file or standard input, gunzipped where they are gzip, with a guard against bombs.

use super::{Input, Limits, limits::size};
use crate::error::{Error, Result};
use flate2::read::MultiGzDecoder;
use std::{
    fs::File,
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A readable input whose start can be looked at before it is read.
pub(super) struct Source {
    name: Arc<str>,
    inner: Box<dyn Read + Send>,
    /// What was looked at and is still to be read, from `at` on.
    head: Vec<u8>,
    at: usize,
    raw: Arc<AtomicU64>,
    told: u64,
    size: Option<u64>,
    gzip: bool,
}

impl Source {
    /// Opens an input; gzip is told by its first bytes, not by the file's name.
    pub(super) fn open(input: &Input, limits: &Limits) -> Result<Self> {
        let name: Arc<str> = input.label().into();
        let (reader, size): (Box<dyn Read + Send>, _) = match input {
            Input::Stdin => (Box::new(io::stdin()), None),
            Input::Memory { bytes, .. } => (
                Box::new(io::Cursor::new(bytes.clone())),
                Some(bytes.len() as u64),
            ),
            Input::File { path, .. } => {
                let file = File::open(path).map_err(|e| unreadable(&name, &e))?;
                let size = file.metadata().ok().filter(std::fs::Metadata::is_file);
                (Box::new(file), size.map(|m| m.len()))
            }
        };
        Self::over(name, reader, size, limits)
    }

    /// Wraps any reader.
    pub(super) fn over(
        name: Arc<str>,
        reader: Box<dyn Read + Send>,
        size: Option<u64>,
        limits: &Limits,
    ) -> Result<Self> {
        let raw = Arc::new(AtomicU64::new(0));
        let counted = Counted(reader, raw.clone());
        let mut source = Self {
            name,
            inner: Box::new(counted),
            head: Vec::new(),
            at: 0,
            raw,
            told: 0,
            size,
            gzip: false,
        };
        if source.peek(2)?.starts_with(&[0x1f, 0x8b]) {
            source.gunzip(*limits);
        }
        Ok(source)
    }

    fn gunzip(&mut self, limits: Limits) {
        let head = io::Cursor::new(std::mem::take(&mut self.head));
        let inner = std::mem::replace(&mut self.inner, Box::new(io::empty()));
        self.inner = Box::new(Guarded {
            inner: MultiGzDecoder::new(io::BufReader::with_capacity(64 << 10, head.chain(inner))),
            raw: self.raw.clone(),
            out: 0,
            limits,
        });
        self.gzip = true;
    }

    /// The first `bytes` bytes, or fewer where the input is shorter; they stay to be read.
    pub(super) fn peek(&mut self, bytes: usize) -> Result<&[u8]> {
        let missing = (bytes + self.at).saturating_sub(self.head.len());
        let read = (&mut self.inner)
            .take(missing as u64)
            .read_to_end(&mut self.head);
        match read {
            Err(e) if self.head.len() == self.at => Err(self.describe(&e)),
            _ => Ok(&self.head[self.at..]),
        }
    }

    /// Bytes on disk consumed since the last call.
    pub(super) fn take_raw(&mut self) -> u64 {
        let now = self.raw.load(Ordering::Relaxed);
        let new = now - self.told;
        self.told = now;
        new
    }

    /// Bytes on disk, where known.
    pub(super) fn size(&self) -> Option<u64> {
        self.size
    }

    pub(super) fn name(&self) -> &Arc<str> {
        &self.name
    }

    /// Puts a failed read into words.
    pub(super) fn describe(&self, e: &io::Error) -> Error {
        let damaged = matches!(
            e.kind(),
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData
        );
        if self.gzip && damaged {
            Error::operational(format!(
                "{}: the gzip stream is cut off or damaged ({e})",
                self.name
            ))
            .hint("records before the damage are imported; get the whole file and import it again")
        } else {
            unreadable(&self.name, e)
        }
    }
}

fn unreadable(name: &str, e: &io::Error) -> Error {
    Error::operational(format!("{name}: cannot read it: {e}"))
}

impl Read for Source {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.at < self.head.len() {
            let n = buf.len().min(self.head.len() - self.at);
            buf[..n].copy_from_slice(&self.head[self.at..self.at + n]);
            self.at += n;
            if self.at == self.head.len() {
                self.head = Vec::new();
                self.at = 0;
            }
            return Ok(n);
        }
        self.inner.read(buf)
    }
}

/// Counts the bytes that come from disk.
struct Counted<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(buf)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Stops a gzip stream that inflates beyond reason.
struct Guarded<R> {
    inner: R,
    raw: Arc<AtomicU64>,
    out: u64,
    limits: Limits,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.out += n as u64;
        let raw = self.raw.load(Ordering::Relaxed).max(1);
        let Limits {
            inflated,
            ratio,
            ratio_from,
            ..
        } = self.limits;
        if self.out > inflated || (self.out > ratio_from && self.out / raw > ratio) {
            return Err(io::Error::other(format!(
                "the gzip stream inflates from {} to more than {}; the limits are {} in all and {ratio} times its size",
                size(raw),
                size(self.out),
                size(inflated),
            )));
        }
        Ok(n)
    }
}
