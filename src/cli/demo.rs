//! `goldset demo`: the workbench on the embedded sample data.

use super::{args::Demo, context::Context, workbench};
use crate::error::{Error, Result};
use std::{env, fs, path::PathBuf, process};

/// With `--store` the sample goes there and stays; else it lives in a folder of its own that is removed on leaving.
pub(crate) fn run(context: &Context, args: Demo) -> Result<()> {
    if args.workbench.replay.is_some() {
        return workbench::run(context, &args.workbench);
    }
    if context.store_is_named {
        if context.store_path.exists() {
            return Err(Error::failed(format!(
                "{} is there already",
                context.store_path.display()
            ))
            .hint("name a new file for the sample, or leave --store away"));
        }
        return workbench::demo(context, args);
    }
    let folder = Folder::new("demo")?;
    let context = context.with_store(folder.0.join("demo.db"));
    workbench::demo(&context, args)
}

/// A folder in the temporary directory that goes away with the value.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    pub(super) fn new(purpose: &str) -> Result<Self> {
        let path = env::temp_dir().join(format!("goldset-{purpose}-{}", process::id()));
        fs::create_dir_all(&path).map_err(|e| {
            Error::operational(format!("cannot make {}: {e}", path.display()))
                .hint("TMPDIR names another place")
        })?;
        Ok(Self(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
