//! The taxonomy in force with its cue rules ready to be looked for: every trace asks for both.

use crate::{
    analysis::{classify::cues::Cues, taxonomy::starter},
    error::Result,
    model::taxonomy::Taxonomy,
};
use rusqlite::Connection;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// A taxonomy, and what is made of it once.
pub(super) struct Rubric {
    pub(super) taxonomy: Arc<Taxonomy>,
    pub(super) cues: Cues,
}

impl Rubric {
    fn of(taxonomy: Taxonomy) -> Arc<Self> {
        Arc::new(Self {
            cues: Cues::of(&taxonomy),
            taxonomy: Arc::new(taxonomy),
        })
    }
}

static STARTER: LazyLock<Arc<Rubric>> = LazyLock::new(|| Rubric::of(starter().clone()));

/// The last taxonomy of a team that was read, beside its text, which tells whether it is still the one in force.
static READ: Mutex<Option<(String, Arc<Rubric>)>> = Mutex::new(None);

/// The taxonomy as the team made it; the one that ships while nothing was decided about it.
pub(super) fn in_force(conn: &Connection) -> Result<Arc<Rubric>> {
    let mut statement = conn.prepare_cached("SELECT taxonomy FROM p_taxonomy")?;
    let mut rows = statement.query([])?;
    match rows.next()? {
        // Text that is not UTF-8 is no taxonomy.
        Some(row) => Ok(read(row.get_ref(0)?.as_str().unwrap_or_default())),
        None => Ok(Arc::clone(&STARTER)),
    }
}

fn read(json: &str) -> Arc<Rubric> {
    let mut held = READ.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((text, rubric)) = &*held
        && text == json
    {
        return Arc::clone(rubric);
    }
    let Ok(taxonomy) = serde_json::from_str(json) else {
        return Arc::clone(&STARTER);
    };
    let rubric = Rubric::of(taxonomy);
    *held = Some((json.to_owned(), Arc::clone(&rubric)));
    rubric
}
