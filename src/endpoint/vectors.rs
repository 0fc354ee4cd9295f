//! Texts become vectors, several texts a call.

mod reply;

use super::{
    Limits, Refused, Site, chat,
    fault::{self, Fault, Then},
    http::Http,
    retry,
};
use crate::text::first_chars;
use serde_json::{Value, json};
use std::sync::{
    OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// Bytes of a reply that are read.
const READ: u64 = 64 << 20;
/// A text of fewer characters is not cut.
const SHORT: usize = 400;
/// A text that every model takes.
const HARMLESS: &str = "hello";

/// A model that turns texts into vectors.
pub struct Vectors {
    http: Http,
    model: String,
    /// The dimensions that are asked for; none: as the model gives them.
    wanted: Option<usize>,
    /// The dimensions of every vector.
    dims: OnceLock<usize>,
    /// It has turned some text into a vector.
    answered: AtomicBool,
}

/// What came of some texts, by their place among them.
#[derive(Debug, Default)]
pub struct Given {
    /// All of one dimension, finite, none of zeros.
    pub vectors: Vec<(usize, Vec<f32>)>,
    /// Texts of [`Self::vectors`] that are too long for the model: their beginning stands for them.
    pub cut: Vec<usize>,
    /// Texts that have no vector, and why.
    pub failed: Vec<(usize, String)>,
    /// Why the others were not asked for.
    pub end: Option<Refused>,
}

impl Vectors {
    /// `wanted` is sent along; `known` are the dimensions of vectors that are there already.
    pub fn new(site: &Site, wanted: Option<usize>, known: Option<usize>) -> Self {
        let dims = OnceLock::new();
        if let Some(known) = known.or(wanted) {
            dims.get_or_init(|| known);
        }
        Self {
            http: Http::new(site),
            model: site.model.clone(),
            wanted,
            dims,
            answered: AtomicBool::new(false),
        }
    }

    /// Asks for all of them in one call. Where the endpoint refuses what it is sent, it is sent halves, until it is
    /// clear which text it refuses.
    pub fn ask(&self, texts: &[String], limits: &Limits) -> Given {
        let mut given = Given::default();
        self.ask_some(0, texts, limits, &mut given);
        given
    }

    fn ask_some(&self, first: usize, texts: &[String], limits: &Limits, given: &mut Given) {
        if texts.is_empty() || given.end.is_some() {
            return;
        }
        match self.call(texts, limits) {
            Ok(rows) => {
                for (i, row) in rows.into_iter().enumerate() {
                    if row.iter().all(|v| *v == 0.0) {
                        let why = "the vector has only zeros".to_owned();
                        given.failed.push((first + i, why));
                    } else {
                        given.vectors.push((first + i, row));
                    }
                }
            }
            Err(Denied::Texts(why)) if self.takes_nothing(limits) => {
                given.end = Some(Refused::All(why));
            }
            Err(Denied::Texts(why)) if texts.len() == 1 => {
                match self.beginning(&texts[0], limits) {
                    Ok(Some(row)) => {
                        given.vectors.push((first, row));
                        given.cut.push(first);
                    }
                    Ok(None) => given.failed.push((first, why)),
                    Err(refused) => given.end = Some(refused),
                }
            }
            Err(Denied::Texts(_)) => {
                let (left, right) = texts.split_at(texts.len() / 2);
                self.ask_some(first, left, limits, given);
                self.ask_some(first + left.len(), right, limits, given);
            }
            // Without these vectors no run is whole: who asks again later goes on here.
            Err(Denied::Call(Refused::This(why))) => given.end = Some(Refused::All(why)),
            Err(Denied::Call(refused)) => given.end = Some(refused),
        }
    }

    /// The vector of as much of a refused text as the endpoint takes, tried by halves; none where it is not the length
    /// that it minds.
    fn beginning(&self, text: &str, limits: &Limits) -> Result<Option<Vec<f32>>, Refused> {
        let mut chars = text.chars().count();
        while chars >= SHORT {
            chars /= 2;
            let head = first_chars(text, chars).0.to_owned();
            match self.call(&[head], limits) {
                Ok(rows) => {
                    let mut rows = rows.into_iter();
                    return Ok(rows.find(|row| row.iter().any(|v| *v != 0.0)));
                }
                Err(Denied::Texts(_)) => {}
                Err(Denied::Call(Refused::This(why))) => return Err(Refused::All(why)),
                Err(Denied::Call(refused)) => return Err(refused),
            }
        }
        Ok(None)
    }

    /// Whether it refuses even a harmless text, so that it is not the texts that it minds.
    fn takes_nothing(&self, limits: &Limits) -> bool {
        let harmless = [HARMLESS.to_owned()];
        !self.answered.load(Ordering::Relaxed)
            && matches!(self.call(&harmless, limits), Err(Denied::Texts(_)))
    }

    fn call(&self, texts: &[String], limits: &Limits) -> Result<Vec<Vec<f32>>, Denied> {
        let cost = chat::tokens(texts.iter().map(String::len).sum());
        let mut minds_texts = false;
        let rows = retry::persist(
            limits,
            &mut minds_texts,
            |_| cost,
            |minds_texts| self.once(texts, cost, minds_texts),
        );
        match rows {
            Ok(rows) => {
                self.answered.store(true, Ordering::Relaxed);
                Ok(rows)
            }
            Err(Refused::This(why)) if minds_texts => Err(Denied::Texts(why)),
            Err(refused) => Err(Denied::Call(refused)),
        }
    }

    fn once(
        &self,
        texts: &[String],
        cost: u64,
        minds_texts: &mut bool,
    ) -> Result<(Vec<Vec<f32>>, u64), Fault> {
        let reply = self
            .http
            .post("/embeddings", &self.body(texts).to_string(), READ)?;
        if reply.status != 200 {
            let fault = fault::of_reply(&reply);
            *minds_texts = matches!(fault.then, Then::Change | Then::GiveUp);
            return Err(match fault.then {
                Then::Change => Fault::new(Then::GiveUp, fault.why),
                _ => fault,
            });
        }
        let (rows, tokens) = reply::read(&reply.body, texts.len())?;
        self.check(&rows)?;
        Ok((rows, tokens.unwrap_or(cost)))
    }

    fn body(&self, texts: &[String]) -> Value {
        let mut body = json!({"model": self.model, "input": texts});
        if let Some(dims) = self.wanted {
            body["dimensions"] = json!(dims);
        }
        body
    }

    /// Vectors of two kinds cannot be compared: the first decides.
    fn check(&self, rows: &[Vec<f32>]) -> Result<(), Fault> {
        for row in rows {
            let dims = *self.dims.get_or_init(|| row.len());
            if row.len() != dims {
                let why = format!(
                    "a vector came with {} dimensions where {dims} were expected",
                    row.len()
                );
                return Err(Fault::new(Then::StopAll, why));
            }
        }
        Ok(())
    }
}

/// Why a call has no vectors.
enum Denied {
    /// The endpoint does not take these texts.
    Texts(String),
    Call(Refused),
}
