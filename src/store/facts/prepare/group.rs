//! Records of one trace side by side.

use crate::model::{record::Record, signal::Signal};
use std::collections::HashMap;

/// Records in the order in which their trace was first named.
#[derive(Default)]
pub(in crate::store) struct Together {
    pub(in crate::store) traces: Vec<(String, Vec<Record>)>,
    pub(in crate::store) signals: Vec<Box<Signal>>,
}

pub(in crate::store) fn group(records: Vec<Record>) -> Together {
    let mut together = Together::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in records {
        let tid = match &record {
            Record::Trace(trace) => trace.trace_id.clone(),
            Record::Span(span) => span.trace_id.clone(),
            Record::Signal(_) => {
                if let Record::Signal(signal) = record {
                    together.signals.push(signal);
                }
                continue;
            }
        };
        let place = *places.entry(tid).or_insert_with_key(|tid| {
            together.traces.push((tid.clone(), Vec::new()));
            together.traces.len() - 1
        });
        together.traces[place].1.push(record);
    }
    together
}
