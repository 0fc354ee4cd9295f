//! Records of one trace side by side.

use crate::model::{record::Record, signal::Signal};
use foldhash::{HashMap, HashMapExt as _};
use std::collections::BTreeMap;

#[derive(Default)]
pub(super) struct Together {
    /// In the order in which the traces were first named.
    pub(super) traces: Vec<(String, Vec<Record>)>,
    /// By the trace they name; those that name none under the empty id.
    pub(super) signals: BTreeMap<String, Vec<Signal>>,
}

pub(super) fn group(records: Vec<Record>) -> Together {
    let mut together = Together::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    for record in records {
        let tid = match record {
            Record::Signal(signal) => {
                let about = signal.trace_id.clone().unwrap_or_default();
                together.signals.entry(about).or_default().push(*signal);
                continue;
            }
            Record::Trace(ref trace) => trace.trace_id.clone(),
            Record::Span(ref span) => span.trace_id.clone(),
        };
        let place = *places.entry(tid).or_insert_with_key(|tid| {
            together.traces.push((tid.clone(), Vec::new()));
            together.traces.len() - 1
        });
        together.traces[place].1.push(record);
    }
    together
}
