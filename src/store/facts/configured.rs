//! Which configuration the scores and draws in a store were made with: two people with different weights, or one who
//! changed them, are told instead of finding rows that do not add up.

use super::meta;
use crate::{
    error::Result,
    store::{Settings, Store},
};
use rusqlite::Connection;

/// Where the store keeps the fingerprint of that configuration; absent while it holds no trace.
const CONFIGURED: &str = "configured";

impl Store {
    /// True when scores or draws were made with another configuration than this connection has; a rebuild applies it.
    pub fn is_configured_otherwise(&self) -> Result<bool> {
        differs(self, &self.conn)
    }
}

pub(super) fn differs(store: &Store, conn: &Connection) -> Result<bool> {
    let kept: Option<Vec<u8>> = meta::get(conn, CONFIGURED)?;
    Ok(kept.is_some_and(|kept| kept != fingerprint(&store.settings)))
}

/// Notes the configuration with the first facts.
pub(super) fn note_first(store: &Store, conn: &Connection) -> Result<()> {
    match meta::get::<Vec<u8>>(conn, CONFIGURED)? {
        Some(_) => Ok(()),
        None => note(store, conn),
    }
}

pub(super) fn note(store: &Store, conn: &Connection) -> Result<()> {
    meta::set(conn, CONFIGURED, fingerprint(&store.settings))
}

/// Of the options that reach a trace's row.
fn fingerprint(settings: &Settings) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&settings.prior_bad_rate.to_le_bytes())
        .update(&settings.second_verdict_share.to_le_bytes())
        .update(&settings.seed.to_le_bytes());
    for (key, weight) in settings.signals.defaults() {
        hasher.update(key.as_bytes()).update(&weight.to_le_bytes());
    }
    hasher.finalize().as_bytes()[..8].to_vec()
}
