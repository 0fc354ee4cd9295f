//! One question to a chatting model whose answer has a form, in the strictest way the endpoint takes.

mod form;

use super::{
    Limits, Refused, Site,
    fault::{self, Fault, Then},
    http::Http,
    retry,
};
use form::Form;
use serde_json::{Value, json};
use std::sync::{Mutex, PoisonError};

/// Bytes of a reply that are read.
const READ: u64 = 1 << 20;
/// Tokens a reply may have at first, and when it was cut off there.
const ROOM: u64 = 500;
const MORE_ROOM: u64 = 4_000;
/// Answers that do not fit before a question is given up.
const MISFITS: u32 = 3;
/// Bytes of text in a token, about.
const TOKEN: usize = 4;

/// A model that is asked questions of one kind.
pub struct Chat {
    http: Http,
    model: String,
    system: String,
    schema: Value,
    /// The strictest form that was taken so far.
    form: Mutex<Form>,
}

/// A question on its way.
struct Talk<'a> {
    question: &'a str,
    form: Form,
    room: u64,
    /// What the last answer did not fit.
    misfit: Option<String>,
    misfits: u32,
    spent: u64,
}

impl Chat {
    /// Every question comes after the same `system` message; `schema` is the form of an answer.
    pub fn new(site: &Site, system: String, schema: Value) -> Self {
        Self {
            http: Http::new(site),
            model: site.model.clone(),
            system,
            schema,
            form: Mutex::default(),
        }
    }

    /// Asks, and lets `read` say whether the answer fits; one that does not is asked for again, a few times. With the
    /// answer come the tokens it took, as the endpoint counts them, else estimated.
    ///
    /// # Errors
    /// As [`Refused`] says.
    pub fn ask<T>(
        &self,
        question: &str,
        limits: &Limits,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<(T, u64), Refused> {
        let mut talk = Talk {
            question,
            form: *self.form.lock().unwrap_or_else(PoisonError::into_inner),
            room: ROOM,
            misfit: None,
            misfits: 0,
            spent: 0,
        };
        let cost = |talk: &Talk| tokens(self.system.len() + talk.question.len()) + talk.room;
        let answer = retry::persist(limits, &mut talk, cost, |talk| self.once(talk, &read))?;
        *self.form.lock().unwrap_or_else(PoisonError::into_inner) = talk.form;
        Ok((answer, talk.spent))
    }

    fn once<T>(
        &self,
        talk: &mut Talk<'_>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Result<(T, u64), Fault> {
        let body = self.body(talk).to_string();
        let reply = self.http.post("/chat/completions", &body, READ)?;
        if reply.status != 200 {
            let fault = fault::of_reply(&reply);
            if fault.then == Then::Change && !talk.form.loosen(&reply.body) {
                return Err(Fault::new(Then::GiveUp, fault.why));
            }
            return Err(fault);
        }
        let answer = read_answer(&reply.body, body.len())?;
        talk.spent += answer.tokens;
        let fit = match answer.text {
            Said::Text(text) => read(&text).map_err(|why| talk.misfit(&why)),
            Said::CutOff => Err(talk.cut_off()),
            Said::Declined(why) => Err(Fault::new(Then::GiveUp, why)),
        };
        match fit {
            Ok(read) => Ok((read, answer.tokens)),
            Err(fault) => Err(fault.costing(answer.tokens)),
        }
    }

    /// The trace stands in a message of its own. A schema is given nested, since servers ignore a flat one.
    fn body(&self, talk: &Talk<'_>) -> Value {
        let mut messages = vec![
            json!({"role": "system", "content": self.system}),
            json!({"role": "user", "content": talk.question}),
        ];
        if let Some(misfit) = &talk.misfit {
            let again = format!(
                "Your last reply did not fit: {misfit}. Reply with the JSON object as described, and nothing else."
            );
            messages.push(json!({"role": "user", "content": again}));
        }
        let mut body = json!({"model": self.model, "stream": false, "messages": messages});
        talk.form.apply(&mut body, &self.schema, talk.room);
        body
    }
}

impl Talk<'_> {
    fn misfit(&mut self, why: &str) -> Fault {
        self.misfits += 1;
        self.misfit = Some(why.to_owned());
        let then = if self.misfits < MISFITS {
            Then::Change
        } else {
            Then::GiveUp
        };
        Fault::new(then, format!("the reply does not fit: {why}"))
    }

    fn cut_off(&mut self) -> Fault {
        let why = "the reply was cut off";
        if self.room >= MORE_ROOM {
            return Fault::new(Then::GiveUp, why);
        }
        self.room = MORE_ROOM;
        Fault::new(Then::Change, why)
    }
}

struct Answer {
    text: Said,
    tokens: u64,
}

enum Said {
    Text(String),
    CutOff,
    /// The model does not want to.
    Declined(String),
}

/// A chat completion. What is none may be a hiccup of something in between.
fn read_answer(body: &str, asked: usize) -> Result<Answer, Fault> {
    let later = |why: &str| Fault::new(Then::Wait(None), why);
    let value: Value = serde_json::from_str(body).map_err(|_| later("the reply is no JSON"))?;
    let choice = value
        .pointer("/choices/0")
        .ok_or_else(|| later("the reply has no choices"))?;
    let text = text_of(choice.pointer("/message/content"));
    let refusal = choice.pointer("/message/refusal").and_then(Value::as_str);
    let counted = value.pointer("/usage/total_tokens").and_then(Value::as_u64);
    let bytes = asked + text.as_ref().map_or(0, String::len);
    let said = match (choice.get("finish_reason").and_then(Value::as_str), refusal) {
        (Some("length"), _) => Said::CutOff,
        (_, Some(why)) if !why.is_empty() => Said::Declined(format!(
            "the model declines: {}",
            crate::text::snippet(why, 120)
        )),
        (Some("content_filter"), _) => Said::Declined("a content filter stopped the reply".into()),
        _ => Said::Text(text.ok_or_else(|| later("the reply has no text"))?),
    };
    Ok(Answer {
        text: said,
        tokens: counted.unwrap_or_else(|| tokens(bytes)),
    })
}

/// A text, or the texts of its parts.
fn text_of(content: Option<&Value>) -> Option<String> {
    match content? {
        Value::String(text) => Some(text.clone()),
        Value::Array(parts) => {
            let texts = parts.iter().filter_map(|p| p.get("text")?.as_str());
            Some(texts.collect())
        }
        _ => None,
    }
}

/// About how many tokens a text of so many bytes takes.
pub fn tokens(bytes: usize) -> u64 {
    bytes.div_ceil(TOKEN) as u64
}
