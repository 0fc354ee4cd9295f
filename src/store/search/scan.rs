//! Reading texts where the index cannot answer.

use super::{Kind, TextTerm};
use crate::{
    error::Result,
    store::{
        Store, body,
        columns::{Bits, Columns},
        facts::{
            codec,
            index::{self, DOCUMENTS_MATCHING},
        },
        filter::Sql,
        flags,
    },
};
use memchr::memmem::Finder;
use regex::bytes::Regex;
use rusqlite::{params_from_iter, types::ValueRef};

/// What was found last is kept, so that the next page of a list does not read everything again.
const KEPT: usize = 4;

/// Texts that do not stand in the body of a trace.
const BESIDE: i64 = flags::COMMENT | flags::USER_CORRECTION | flags::REVIEWER_CORRECTION;

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
        let sieve = Sieve::of(term);
        let sql = format!(
            "SELECT trace.id, trace.flags, body.dict, body.b FROM trace CROSS JOIN body ON body.id = trace.id {}",
            candidates.clause()
        );
        let mut statement = self.conn.prepare(&sql)?;
        let mut rows = statement.query(params_from_iter(&candidates.args))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let id = row.get(0)?;
            if let Some(sieve) = &sieve
                && row.get::<_, i64>(1)? & BESIDE == 0
                && !sieve.passes(&record(row.get(2)?, row.get_ref(3)?)?)
            {
                continue;
            }
            let texts = body::search_source(self, id)?;
            if texts.iter().any(|text| term.found_in(text)) {
                found.push(id);
            }
        }
        Ok(found)
    }
}

/// The record of a trace as one string of bytes, in lower case as far as it is ASCII.
fn record(dict: i64, packed: ValueRef) -> Result<Vec<u8>> {
    let mut bytes = codec::unpack(dict, packed.as_blob().unwrap_or_default())?;
    bytes.make_ascii_lowercase();
    Ok(bytes)
}

/// Tells by the record of a trace that has no texts elsewhere whether it is worth taking apart for a term, which takes
/// many times longer.
enum Sieve {
    /// The record must hold it.
    Anchor(Box<Finder<'static>>),
    /// A record of ASCII alone must match it.
    Words(Regex),
}

impl Sieve {
    fn of(term: &TextTerm) -> Option<Self> {
        let anchor = term
            .anchor()
            .map(|a| Box::new(Finder::new(&a).into_owned()));
        anchor
            .map(Self::Anchor)
            .or_else(|| term.side_by_side().map(Self::Words))
    }

    fn passes(&self, record: &[u8]) -> bool {
        match self {
            Self::Anchor(anchor) => anchor.find(record).is_some(),
            Self::Words(words) => !record.is_ascii() || words.is_match(record),
        }
    }
}

/// Terms that are looked for in the texts of one trace after the other.
pub(in crate::store) struct Reading<'a> {
    store: &'a Store,
    terms: Vec<&'a TextTerm>,
    /// What the record of a trace must pass for all terms to hold.
    sieves: Vec<Sieve>,
}

impl<'a> Reading<'a> {
    pub(in crate::store) fn of(store: &'a Store, terms: &[&'a TextTerm]) -> Self {
        let wanted = terms.iter().filter(|t| !t.negated);
        Self {
            store,
            sieves: wanted.filter_map(|t| Sieve::of(t)).collect(),
            terms: terms.to_vec(),
        }
    }

    /// Whether all terms hold for a trace.
    pub(in crate::store) fn holds(&self, row: usize, columns: &Columns) -> Result<bool> {
        let id = row as i64;
        if !self.sieves.is_empty() && columns.flags(row) & BESIDE == 0 && !self.may_hold(id)? {
            return Ok(false);
        }
        let texts = body::search_source(self.store, id)?;
        let holds = |term: &&TextTerm| texts.iter().any(|t| term.found_in(t)) != term.negated;
        Ok(self.terms.iter().all(holds))
    }

    fn may_hold(&self, id: i64) -> Result<bool> {
        let mut body = self
            .store
            .conn
            .prepare_cached("SELECT dict, b FROM body WHERE id = ?1")?;
        let mut rows = body.query([id])?;
        let Some(row) = rows.next()? else {
            return Ok(false);
        };
        let record = record(row.get(0)?, row.get_ref(1)?)?;
        Ok(self.sieves.iter().all(|sieve| sieve.passes(&record)))
    }
}

impl Store {
    /// The rows of the traces in whose documents the index finds a term.
    pub(in crate::store) fn documents_with(&self, term: &TextTerm) -> Result<Bits> {
        match term.query() {
            Some(query) => {
                let documents = Sql::new(DOCUMENTS_MATCHING, vec![query.into()]);
                self.rows_through(&documents, |number| index::trace_of(&self.conn, number))
            }
            None => Ok(Bits::default()),
        }
    }
}

impl TextTerm {
    /// Words next to each other as the JSON of an ASCII text has them: between two stand signs and escapes.
    fn side_by_side(&self) -> Option<Regex> {
        let Kind::Tokens { tokens, .. } = &self.kind else {
            return None;
        };
        let plain = tokens
            .iter()
            .all(|t| t.bytes().all(|b| b.is_ascii_alphanumeric()));
        let between = r"(?-u:\\[nrtbf]|\\u[0-9a-f]{4}|[^a-z0-9])+";
        plain
            .then(|| Regex::new(&tokens.join(between)).ok())
            .flatten()
    }

    /// The longest part of a substring that the JSON of any text that holds it must hold as well: letters and digits,
    /// which are never escaped, as far as their case is settled by their ASCII part.
    fn anchor(&self) -> Option<Vec<u8>> {
        let Kind::Substring(wanted) = &self.kind else {
            return None;
        };
        let settled = |c: char| {
            c.is_ascii_alphanumeric()
                || !c.is_ascii()
                    && c.is_alphanumeric()
                    && c.to_uppercase().eq(std::iter::once(c))
                    && c.to_lowercase().eq(std::iter::once(c))
        };
        let runs = wanted.split(|c: char| !settled(c));
        let longest = runs.max_by_key(|run| run.len())?;
        (!longest.is_empty()).then(|| longest.as_bytes().to_vec())
    }
}
