//! `goldset init`: a store for this folder.

use super::context::Context;
use crate::{
    error::{Error, Result},
    store::Store,
};
use std::env;

pub(crate) fn run(context: &Context) -> Result<()> {
    let path = if context.store_is_named {
        context.store_path.clone()
    } else {
        let cwd = env::current_dir()
            .map_err(|e| Error::operational(format!("no current folder: {e}")))?;
        cwd.join(".goldset").join("store.db")
    };
    let existed = path.exists();
    Store::open(&path, &context.settings()?)?;
    if context.io.json {
        return context
            .io
            .json(&serde_json::json!({"store": path, "created": !existed}));
    }
    let what = if existed { "is there already" } else { "made" };
    context.io.text(&format!(
        "{} {what}\nnext: goldset import PATH, then goldset",
        path.display()
    ))
}
