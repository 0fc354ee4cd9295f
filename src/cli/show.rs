//! `goldset show`: a trace with its evidence and what was decided on it.

mod people;

use super::context::Context;
use crate::{
    error::{Error, Result},
    model::{read::TraceDetail, share},
};
use serde_json::Value;

pub(crate) fn run(context: &Context, id: &str) -> Result<()> {
    let store = context.open()?;
    let id = super::resolve_trace(&store, id)?;
    let detail = store
        .detail(&id, &context.reviewer)?
        .ok_or_else(|| Error::failed(format!("no trace {id:?} in this store")))?;
    if context.io.json {
        return context.io.json(&to_json(&detail)?);
    }
    let taxonomy = store.taxonomy()?;
    context
        .io
        .text(&people::text(&detail, &taxonomy, context.look()))
}

fn to_json(detail: &TraceDetail) -> Result<Value> {
    share::trace_json(detail).map_err(|e| Error::operational(format!("cannot write JSON: {e}")))
}
