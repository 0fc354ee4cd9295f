//! Spans and log records of one block, turned into records.
//!
//! Only LLM traffic is kept, decided by trace within the block: a trace counts when any of its spans carries a key of a
//! known convention (`semconv::is_llm`) or any GenAI log event names it; all its spans are kept then, so that the tree
//! stays whole. Everything else is skipped and counted.

use crate::intake::{
    block::Out,
    raw::{RawLog, RawSpan},
    semconv::{self, Responses},
};
use crate::model::record::Record;
use crate::order::Order;
use std::collections::{HashMap, HashSet};

/// What a block holds, before it is known which traces count.
#[derive(Default)]
pub(crate) struct Batch {
    pub(crate) spans: Vec<RawSpan>,
    pub(crate) logs: Vec<RawLog>,
}

impl Batch {
    /// Emits the records of all LLM traffic.
    pub(crate) fn finish(self, out: &mut Out) {
        if self.spans.is_empty() && self.logs.is_empty() {
            return;
        }
        let traffic = self.traffic();
        let responses = Responses::of(&self.spans);
        let mut dialogues: HashMap<(String, String), Vec<RawLog>> = HashMap::new();
        for log in self.logs {
            if semconv::is_evaluation(&log.event) {
                emit_signal(semconv::evaluation_log(log, &responses), out);
                continue;
            }
            match (&log.trace_id, &log.span_id) {
                (Some(trace), Some(span)) if semconv::is_dialogue(&log.event) => {
                    let key = (trace.clone(), span.clone());
                    dialogues.entry(key).or_default().push(log);
                }
                _ => out.parsed.skipped += 1,
            }
        }
        for span in self.spans {
            if !traffic.contains(&span.trace_id) {
                out.parsed.skipped += 1;
                continue;
            }
            let key = (span.trace_id.clone(), span.span_id.clone());
            let logs = dialogues.remove(&key).unwrap_or_default();
            emit(semconv::read(span, &logs), out);
        }
        let mut rest: Vec<_> = dialogues.into_iter().collect();
        rest.order_by(|a, b| a.0.cmp(&b.0));
        for ((trace, span), logs) in rest {
            emit(semconv::read_logs(trace, span, &logs), out);
        }
    }

    /// The traces that carry LLM traffic.
    fn traffic(&self) -> HashSet<String> {
        let of_spans = self.spans.iter().filter(|s| semconv::is_llm(s));
        let of_logs = self.logs.iter().filter(|l| semconv::is_dialogue(&l.event));
        of_spans
            .map(|s| s.trace_id.clone())
            .chain(of_logs.filter_map(|l| l.trace_id.clone()))
            .collect()
    }
}

fn emit(reading: semconv::Reading, out: &mut Out) {
    if let Some(span) = reading.span {
        out.parsed.records.push(Record::Span(Box::new(span)));
    }
    for signal in reading.signals {
        emit_signal(signal, out);
    }
}

fn emit_signal(signal: Result<crate::model::signal::Signal, String>, out: &mut Out) {
    match signal {
        Ok(signal) => out.parsed.records.push(Record::Signal(Box::new(signal))),
        Err(reason) => out.note(format!("an evaluation was left out: {reason}")),
    }
}
