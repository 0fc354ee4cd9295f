//! Reading texts where the index cannot answer.

use super::{
    TextTerm, plain,
    sieve::{BESIDE, Sieve, is_in, record},
};
use crate::{
    error::Result,
    store::{Store, body, filter::Sql},
};
use rusqlite::params_from_iter;

/// What was found last is kept, so that the next page of a list does not read everything again.
const KEPT: usize = 4;

/// The traces in which a term was found, as of a state of the store.
#[derive(Debug)]
pub(in crate::store) struct Found {
    key: (i64, u64, String),
    ids: Vec<i64>,
}

impl Store {
    /// Narrows conditions by the terms that must be verified on the texts. Stopped by [`crate::store::Interrupt`]
    /// like any query.
    pub(in crate::store) fn verify(&self, conditions: &mut Sql, terms: &[&TextTerm]) -> Result<()> {
        for term in terms {
            let mut narrowed = conditions.clone();
            if let Some(candidates) = term.candidates() {
                narrowed.and(candidates);
            }
            let found = self.find(&narrowed, term)?;
            let list = serde_json::to_string(&found).unwrap_or_default();
            let sign = if term.negated { "NOT IN" } else { "IN" };
            conditions.and(Sql::new(
                format!("trace.id {sign} (SELECT value FROM json_each(?))"),
                vec![list.into()],
            ));
        }
        Ok(())
    }

    fn find(&self, candidates: &Sql, term: &TextTerm) -> Result<Vec<i64>> {
        let what = format!("{} {:?} {term:?}", candidates.text, candidates.args);
        let key = (self.data_version()?, self.conn.total_changes(), what);
        if let Some(known) = self.found.borrow().iter().find(|f| f.key == key) {
            return Ok(known.ids.clone());
        }
        let ids = self.scan(candidates, term)?;
        let mut kept = self.found.borrow_mut();
        kept.truncate(KEPT - 1);
        let found = Found {
            key,
            ids: ids.clone(),
        };
        kept.insert(0, found);
        Ok(ids)
    }

    /// Ids of the candidates in whose texts the term is found, read in the order they lie on the disk.
    fn scan(&self, candidates: &Sql, term: &TextTerm) -> Result<Vec<i64>> {
        let sieve = Sieve::of(&term.kind);
        let sql = format!(
            "SELECT trace.id, trace.flags, body.dict, body.b FROM trace CROSS JOIN body ON body.id = trace.id {}",
            candidates.clause()
        );
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(&candidates.args))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if row.get::<_, i64>(1)? & BESIDE == 0 {
                let packed = row.get_ref(3)?.as_blob().unwrap_or_default();
                let record = record(row.get(2)?, packed)?;
                if sieve.as_ref().is_some_and(|s| !s.passes(&record)) {
                    continue;
                }
                if let Some(texts) = plain::texts(&record) {
                    if is_in(&term.kind, sieve.as_ref(), &texts) {
                        found.push(id);
                    }
                    continue;
                }
            }
            let texts = body::search_source(self, id)?;
            if term.kind.is_in(&texts) {
                found.push(id);
            }
        }
        Ok(found)
    }
}
