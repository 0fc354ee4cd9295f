//! The nearest good answer to the same question, to compare a bad one with.

use super::{Store, body, project, search};
use crate::{
    error::Result,
    model::content::Content,
    text::words::{jaccard_sorted, word_set_hashes},
};
use rusqlite::Connection;

/// Below this a trace counts as good: a verdict says so, or signals speak for it.
const GOOD: f64 = 0.1;
/// Good traces that are compared at most, the best first.
const COMPARED: i64 = 2_000;
/// Questions less alike than this are different ones.
const ALIKE: f64 = 0.4;
/// Words of the question that a candidate must hold; fewer when none does.
const WORDS: usize = 3;

impl Store {
    /// The id of the good trace whose question is most like this trace's; none when none is alike.
    pub fn nearest_good(&self, trace: &str) -> Result<Option<String>> {
        let Some(id) = project::row_id(&self.conn, trace)? else {
            return Ok(None);
        };
        let input = body::load(&self.conn, id, trace)?.input;
        let question = input.as_ref().map(Content::question).unwrap_or_default();
        let wanted = word_set_hashes(&question);
        for query in search::rarest(&question, WORDS) {
            let found = nearest(&self.conn, id, &query, &wanted)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }
}

/// Lists show the first words of what was asked, which is enough to tell questions apart.
fn nearest(conn: &Connection, own: i64, query: &str, wanted: &[u32]) -> Result<Option<String>> {
    let mut statement = conn.prepare_cached(
        "SELECT tid, snippet FROM trace
         WHERE badness < ?1 AND id <> ?2 AND id IN (SELECT rowid >> 2 FROM search WHERE search MATCH ?3 AND rowid & 3 = 0)
         ORDER BY badness, tid LIMIT ?4",
    )?;
    let mut rows = statement.query((GOOD, own, query, COMPARED))?;
    let mut best: Option<(f64, String)> = None;
    while let Some(row) = rows.next()? {
        let snippet = row.get_ref(1)?.as_str().unwrap_or_default();
        let alike = jaccard_sorted(wanted, &word_set_hashes(snippet));
        if alike >= ALIKE && best.as_ref().is_none_or(|(so_far, _)| alike > *so_far) {
            best = Some((alike, row.get(0)?));
        }
    }
    Ok(best.map(|(_, tid)| tid))
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{
            content::Content,
            decision::{Decision, Verdict},
            trace::Trace,
        },
        store::testing::{NOW, put, store},
    };

    #[test]
    fn the_good_answer_to_the_most_similar_question_is_found() {
        let mut store = store("aaaa");
        for (tid, question) in [
            ("bad", "How long do refunds take for EU orders?"),
            ("near", "how long do refunds take for orders"),
            ("same", "How long do refunds take for EU orders?"),
            ("far", "How do I cancel my subscription?"),
        ] {
            let trace = Trace {
                trace_id: tid.into(),
                input: Some(Content::text(question)),
                ..Trace::default()
            };
            let id = put(&store, &trace);
            let sql = "UPDATE trace SET snippet = ?2 WHERE id = ?1";
            store.conn.execute(sql, (id, question)).unwrap();
        }
        let mut good = |tid: &str| {
            let decision = Decision::Verdict {
                trace: tid.into(),
                verdict: Verdict::Good,
                reason: None,
                blind: false,
                order: None,
            };
            store.decide("ana", NOW, &[decision]).unwrap();
            store.nearest_good("bad").unwrap()
        };
        assert_eq!(good("far"), None);
        assert_eq!(good("near").as_deref(), Some("near"));
        assert_eq!(good("same").as_deref(), Some("same"));
        assert_eq!(store.nearest_good("nope").unwrap(), None);
    }
}
