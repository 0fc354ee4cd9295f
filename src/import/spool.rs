//! What can be read only once is kept in a file while it is read twice.

use crate::{
    error::{Error, Result},
    intake::Input,
};
use std::{
    fs::{self, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

/// A file that goes when the import is over.
pub(super) struct Spool(PathBuf);

impl Drop for Spool {
    fn drop(&mut self) {
        // A file that stays behind is the worst that can happen.
        let _ = fs::remove_file(&self.0);
    }
}

/// Replaces standard input and pipes by copies of what comes out of them.
pub(super) fn keep_streams(inputs: &mut [Input]) -> Result<Vec<Spool>> {
    let mut spools = Vec::new();
    for input in inputs {
        let copied = match input {
            Input::Stdin => copy(&mut io::stdin().lock())?,
            Input::File { path, .. } if !path.is_file() => copy(&mut open(path)?)?,
            Input::File { .. } | Input::Memory { .. } => continue,
        };
        *input = Input::file(&copied.0);
        spools.push(copied);
    }
    Ok(spools)
}

fn open(path: &Path) -> Result<fs::File> {
    fs::File::open(path).map_err(|e| Error::operational(format!("{}: {e}", path.display())))
}

fn copy(from: &mut dyn io::Read) -> Result<Spool> {
    let folder = std::env::temp_dir();
    let spool = (0..u32::MAX)
        .map(|n| folder.join(format!("goldset-{}-{n}.import", std::process::id())))
        .find(|path| !path.exists())
        .unwrap_or_else(|| folder.join("goldset.import"));
    let failed = |e: io::Error| {
        Error::operational("what comes in cannot be kept for the check").hint(e.to_string())
    };
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&spool)
        .map_err(failed)?;
    let spool = Spool(spool);
    io::copy(from, &mut file).map_err(failed)?;
    Ok(spool)
}
