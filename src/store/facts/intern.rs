//! Strings that many traces share, by number.

use crate::error::Result;
use foldhash::HashMap;
use rusqlite::{Connection, OptionalExtension};
use std::sync::Arc;

/// What a name is the name of; the `kind` column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(i64)]
pub(in crate::store) enum NameKind {
    App = 1,
    Route,
    PromptName,
    /// `name@version`
    Prompt,
    Model,
    Release,
    Segment,
    Experiment,
    Document,
    Tool,
    Tag,
    Signal,
}

/// Names kept in memory at most; beyond that they are read again.
const CAPACITY: usize = 100_000;

/// The names this process has met. Forgotten whenever a transaction is given up, since its numbers never were.
#[derive(Debug, Default)]
pub(in crate::store) struct Names {
    ids: HashMap<NameKind, HashMap<String, i64>>,
    texts: HashMap<i64, Arc<str>>,
    size: usize,
}

impl Names {
    pub(in crate::store) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The number of a name, which it gets now if it has none.
    pub(in crate::store) fn intern(
        &mut self,
        conn: &Connection,
        kind: NameKind,
        name: &str,
    ) -> Result<i64> {
        if let Some(id) = self.ids.get(&kind).and_then(|m| m.get(name)) {
            return Ok(*id);
        }
        let key = (kind as i64, name);
        let known = conn
            .prepare_cached("SELECT id FROM name WHERE kind = ?1 AND s = ?2")?
            .query_row(key, |row| row.get(0))
            .optional()?;
        let id = match known {
            Some(id) => id,
            None => conn
                .prepare_cached("INSERT INTO name(kind, s) VALUES (?1, ?2)")?
                .insert(key)?,
        };
        self.make_room();
        self.ids
            .entry(kind)
            .or_default()
            .insert(name.to_owned(), id);
        Ok(id)
    }

    /// The name of a number.
    pub(in crate::store) fn text(&mut self, conn: &Connection, id: i64) -> Result<Arc<str>> {
        if let Some(text) = self.texts.get(&id) {
            return Ok(Arc::clone(text));
        }
        let text: String = conn
            .prepare_cached("SELECT s FROM name WHERE id = ?1")?
            .query_row([id], |row| row.get(0))?;
        let text: Arc<str> = text.into();
        self.make_room();
        self.texts.insert(id, Arc::clone(&text));
        Ok(text)
    }

    fn make_room(&mut self) {
        self.size += 1;
        if self.size > CAPACITY {
            self.forget();
        }
    }
}
