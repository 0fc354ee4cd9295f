//! What the judge said, kept as runs: by trace, by what it was shown of the trace, and by prompt and model.

use super::{Store, body, modes, predict, project};
use crate::{
    analysis::classify::{Guess, judge},
    error::Result,
    model::time::Time,
};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// The kind of a run of the table `run`.
const KIND: &str = "judge";

/// Who judges: replies of another model, or to other words, are other replies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bench {
    pub model: String,
    /// Version of the prompt.
    pub prompt: String,
}

/// What the judge is shown of a trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// One line of JSON.
    pub text: String,
    /// BLAKE3 of the text.
    pub hash: [u8; 32],
}

/// What is known of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answered {
    /// This trace has its answer.
    Here,
    /// Another trace of the same words has it.
    Elsewhere,
    No,
}

/// What a run of the judge came to so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JudgeUse {
    pub calls: u64,
    pub tokens: u64,
}

/// A mode of a reply as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    id: String,
    confidence: f64,
    why: String,
}

/// The last thing one model said of a trace.
pub(super) struct Verdict {
    pub(super) trace: String,
    pub(super) model: String,
    pub(super) at: Time,
    pub(super) guesses: Vec<Guess>,
}

impl Store {
    /// What the judge would be shown of a trace; none when there is no such trace. Reviewers' notes and labels are left
    /// out: what the judge says is held against them.
    ///
    /// # Errors
    /// When a record cannot be read.
    pub fn judge_question(&self, tid: &str) -> Result<Option<Question>> {
        let Some(row) = project::row_id(&self.conn, tid)? else {
            return Ok(None);
        };
        let taxonomy = modes::taxonomy(&self.conn)?;
        let said = predict::said(&self.conn, row, tid, &taxonomy)?;
        let trace = body::load(&self.conn, row, tid)?;
        let text = judge::question(&trace, &said.comments);
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        Ok(Some(Question { text, hash }))
    }

    /// Whether a question about a trace was answered before.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn is_judged(&self, bench: &Bench, tid: &str, question: &[u8; 32]) -> Result<Answered> {
        let sql =
            "SELECT MAX(trace = ?1) FROM judged WHERE question = ?2 AND prompt = ?3 AND model = ?4";
        let here: Option<bool> = self
            .conn
            .prepare_cached(sql)?
            .query_row((tid, question, &bench.prompt, &bench.model), |row| {
                row.get(0)
            })?;
        Ok(match here {
            Some(true) => Answered::Here,
            Some(false) => Answered::Elsewhere,
            None => Answered::No,
        })
    }

    /// Begins a run of the judge and names it.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn begin_judging(&mut self, bench: &Bench, now: Time) -> Result<i64> {
        let tx = self.begin(false)?;
        let params = json!({"model": bench.model, "prompt": bench.prompt});
        tx.execute(
            "INSERT INTO run(kind, at, params, result) VALUES (?1, ?2, ?3, '{}')",
            (KIND, now.0, params.to_string()),
        )?;
        let run = tx.last_insert_rowid();
        tx.commit()?;
        Ok(run)
    }

    /// Keeps an answer about a trace and lets it speak. `tokens` is what it took, `used` what the run took so far.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn record_judged(
        &mut self,
        (run, used): (i64, JudgeUse),
        bench: &Bench,
        (tid, question): (&str, &[u8; 32]),
        (guesses, tokens): (&[Guess], u64),
        now: Time,
    ) -> Result<()> {
        let tx = self.begin(false)?;
        let kept: Vec<Kept> = guesses.iter().map(Kept::of).collect();
        let reply = serde_json::to_string(&kept).unwrap_or_default();
        tx.prepare_cached(
            "INSERT OR REPLACE INTO judged(trace, question, prompt, model, run, at, tokens, reply)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            tid,
            question,
            &bench.prompt,
            &bench.model,
            run,
            now.0,
            tokens as i64,
            reply,
        ))?;
        let result = json!({"calls": used.calls, "tokens": used.tokens});
        tx.prepare_cached("UPDATE run SET result = ?2 WHERE id = ?1")?
            .execute((run, result.to_string()))?;
        speak(&tx, tid)?;
        Ok(tx.commit()?)
    }

    /// Takes the answer to the same question about another trace for this one; false where it found nothing wrong.
    ///
    /// # Errors
    /// When the store cannot be written.
    pub fn copy_judged(&mut self, bench: &Bench, tid: &str, question: &[u8; 32]) -> Result<bool> {
        let tx = self.begin(false)?;
        tx.prepare_cached(
            "INSERT OR IGNORE INTO judged(trace, question, prompt, model, run, at, tokens, reply)
             SELECT ?1, question, prompt, model, run, at, 0, reply FROM judged
             WHERE question = ?2 AND prompt = ?3 AND model = ?4 ORDER BY at DESC, trace LIMIT 1",
        )?
        .execute((tid, question, &bench.prompt, &bench.model))?;
        speak(&tx, tid)?;
        let found = last(&tx, tid)?.is_some_and(|said| !said.guesses.is_empty());
        tx.commit()?;
        Ok(found)
    }
}

/// Brings predictions and what follows from them in step.
fn speak(conn: &Connection, tid: &str) -> Result<()> {
    if let Some(row) = project::row_id(conn, tid)? {
        predict::by_judge(conn, row, tid)?;
        project::refresh_columns(conn, tid)?;
    }
    Ok(())
}

impl Kept {
    fn of(guess: &Guess) -> Self {
        Self {
            id: guess.mode.clone(),
            confidence: guess.confidence,
            why: guess.why.clone(),
        }
    }

    fn guess(self) -> Guess {
        Guess {
            mode: self.id,
            confidence: self.confidence,
            why: self.why,
        }
    }
}

fn read_reply(reply: &str) -> Vec<Guess> {
    let kept: Vec<Kept> = serde_json::from_str(reply).unwrap_or_default();
    kept.into_iter().map(Kept::guess).collect()
}

/// What the judge said of a trace last, whichever model it was.
pub(super) fn last(conn: &Connection, tid: &str) -> Result<Option<Verdict>> {
    let sql = "SELECT model, at, reply FROM judged WHERE trace = ?1
         ORDER BY at DESC, run DESC, question, prompt, model LIMIT 1";
    let row = conn.prepare_cached(sql)?.query_row([tid], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, String>(2)?))
    });
    Ok(row.optional()?.map(|(model, at, reply)| Verdict {
        trace: tid.to_owned(),
        model,
        at: Time(at),
        guesses: read_reply(&reply),
    }))
}

/// Everything that was said, the oldest first.
pub(super) fn all(conn: &Connection) -> Result<Vec<Verdict>> {
    let sql =
        "SELECT trace, model, at, reply FROM judged ORDER BY at, run, trace, question, prompt";
    let mut statement = conn.prepare_cached(sql)?;
    let rows = statement.query_map([], |row| {
        Ok(Verdict {
            trace: row.get(0)?,
            model: row.get(1)?,
            at: Time(row.get(2)?),
            guesses: read_reply(&row.get::<_, String>(3)?),
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
