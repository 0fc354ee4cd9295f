//! Traces that are nearly the same as one that was just decided, so that the decision can be given to them too.

use super::{Store, body, project, row, search};
use crate::{
    error::Result,
    model::{content::Content, read::QueueRow, trace::Trace},
    text::words::{jaccard_sorted, normalise, word_set_hashes},
};
use rusqlite::Connection;

/// Traces that hold the same words, the latest ones, at most.
const FOUND: i64 = 2_000;
/// Traces whose texts are read at most.
const READ: usize = 200;
/// Twins that are offered at most.
const OFFERED: usize = 50;
/// Words that a twin must hold; fewer when none does.
const WORDS: usize = 3;
/// Jaccard similarity of the word sets from which texts are nearly the same (spec: near-duplicates).
const ALIKE: f64 = 0.8;
/// What lists show of the question must be at least so much alike before the texts are read.
const ROUGHLY: f64 = 0.6;
/// Under this many different words two texts are nearly the same only when their normalised forms are equal.
const LEAST_WORDS: usize = 5;

impl Store {
    /// Traces nobody has judged whose question and answer are nearly those of this trace, the latest first.
    pub fn unjudged_twins(&self, trace: &str, reviewer: &str) -> Result<Vec<QueueRow>> {
        let Some(id) = project::row_id(&self.conn, trace)? else {
            return Ok(Vec::new());
        };
        let own = Texts::of(&body::load(&self.conn, id, trace)?);
        if own.question.words.is_empty() && own.answer.words.is_empty() {
            return Ok(Vec::new());
        }
        for query in search::rarest(&own.searched, WORDS) {
            let found = alike(&self.conn, id, &query, &own)?;
            if !found.is_empty() {
                let rows = found
                    .into_iter()
                    .map(|id| row::load(&self.conn, id, reviewer));
                return rows.collect();
            }
        }
        Ok(Vec::new())
    }
}

fn alike(conn: &Connection, own: i64, query: &str, wanted: &Texts) -> Result<Vec<i64>> {
    let mut statement = conn.prepare_cached(
        "SELECT t.id, t.tid, t.snippet FROM
           (SELECT rowid >> 2 AS id FROM search WHERE search MATCH ?1 AND rowid & 3 = 0 ORDER BY rowid DESC LIMIT ?3) f
         JOIN trace t ON t.id = f.id WHERE t.verdicts = 0 AND t.id <> ?2 ORDER BY t.id DESC",
    )?;
    let mut rows = statement.query((query, own, FOUND))?;
    let (mut read, mut found) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let snippet = row.get_ref(2)?.as_str().unwrap_or_default();
        let words = word_set_hashes(snippet);
        if !words.is_empty() && jaccard_sorted(&words, &wanted.head) < ROUGHLY {
            continue;
        }
        let (id, tid): (i64, String) = (row.get(0)?, row.get(1)?);
        if Texts::of(&body::load(conn, id, &tid)?).is_like(wanted) {
            found.push(id);
        }
        read += 1;
        if read == READ || found.len() == OFFERED {
            break;
        }
    }
    Ok(found)
}

/// What is compared of a trace.
struct Texts {
    question: Text,
    answer: Text,
    /// Words of what lists show of the question.
    head: Vec<u32>,
    /// What is looked for in others: both texts without words that hold digits, which differ between twins.
    searched: String,
}

struct Text {
    normal: String,
    words: Vec<u32>,
}

impl Texts {
    fn of(trace: &Trace) -> Self {
        let question = trace
            .input
            .as_ref()
            .map(Content::question)
            .unwrap_or_default();
        let answer = trace
            .output
            .as_ref()
            .map(Content::plain)
            .unwrap_or_default();
        let words = question.split_whitespace().chain(answer.split_whitespace());
        let searched: Vec<&str> = words
            .filter(|word| !word.contains(|c: char| c.is_numeric()))
            .collect();
        Self {
            searched: searched.join(" "),
            head: word_set_hashes(&super::facts::summary::snippet(trace)),
            question: Text::of(&question),
            answer: Text::of(&answer),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        self.question.is_like(&other.question) && self.answer.is_like(&other.answer)
    }
}

impl Text {
    fn of(text: &str) -> Self {
        Self {
            normal: normalise(text),
            words: word_set_hashes(text),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        if self.normal == other.normal {
            return true;
        }
        let long = self.words.len().min(other.words.len()) >= LEAST_WORDS;
        long && jaccard_sorted(&self.words, &other.words) >= ALIKE
    }
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
    fn the_same_question_with_the_same_answer_and_nobodys_verdict() {
        let mut store = store("aaaa");
        let question = "How long do refunds take for order 1234 in the EU?";
        let answer =
            "Refunds take 14 business days once the item has been received at our warehouse.";
        for (tid, question, answer) in [
            ("own", question, answer),
            ("same", question, answer),
            (
                "number",
                "How long do refunds take for order 9876 in the EU?",
                answer,
            ),
            ("judged", question, answer),
            (
                "other-answer",
                question,
                "Within five days, as the law of the European Union says.",
            ),
            ("other-question", "Where is my refund?", answer),
        ] {
            let trace = Trace {
                trace_id: tid.into(),
                input: Some(Content::text(question)),
                output: Some(Content::text(answer)),
                ..Trace::default()
            };
            let id = put(&store, &trace);
            let sql = "UPDATE trace SET snippet = ?2 WHERE id = ?1";
            store.conn.execute(sql, (id, question)).unwrap();
        }
        let verdict = Decision::Verdict {
            trace: "judged".into(),
            verdict: Verdict::Bad,
            reason: None,
            blind: false,
            order: None,
        };
        store.decide("ben", NOW, &[verdict]).unwrap();
        let twins = store.unjudged_twins("own", "ana").unwrap();
        let ids: Vec<&str> = twins.iter().map(|r| r.trace_id.as_str()).collect();
        assert_eq!(ids, ["number", "same"]);
        assert!(
            store
                .unjudged_twins("other-answer", "ana")
                .unwrap()
                .is_empty()
        );
        assert!(store.unjudged_twins("nope", "ana").unwrap().is_empty());
    }
}
