//! The traces whose documents hold the words of a term.

use super::{Kind, TextTerm, postings};
use crate::{
    error::Result,
    store::{
        Store,
        columns::Bits,
        facts::index::{DOCUMENTS_MATCHING, trace_of},
        filter::Sql,
    },
};

impl Store {
    /// The rows of the traces in whose documents the index finds a term.
    pub(in crate::store) fn documents_with(&self, term: &TextTerm) -> Result<Bits> {
        let (Some(query), Kind::Tokens { tokens, prefix }) = (term.query(), &term.kind) else {
            return Ok(Bits::default());
        };
        let query = Sql::new(DOCUMENTS_MATCHING, vec![query.into()]);
        self.rows_kept(&query, || {
            let documents = match self.listed(tokens, *prefix)? {
                Some(documents) => documents,
                None => self.numbers(&query)?,
            };
            let mut rows = Bits::default();
            for document in documents.rows() {
                if let Some(row) = trace_of(&self.conn, document as i64)? {
                    rows.set(usize::try_from(row).unwrap_or_default(), true);
                }
            }
            Ok(rows)
        })
    }

    /// The documents that hold all of these words; none when FTS5 must be asked.
    fn listed(&self, words: &[String], prefix: bool) -> Result<Option<Bits>> {
        let mut all: Option<Bits> = None;
        for (i, word) in words.iter().enumerate() {
            let begins = prefix && i + 1 == words.len();
            let Some(found) = postings::documents(&self.conn, word, begins)? else {
                return Ok(None);
            };
            match &mut all {
                Some(all) => all.keep(&found),
                None => all = Some(found),
            }
        }
        Ok(all)
    }
}
