//! OpenTelemetry traces and logs: OTLP JSON, OTLP protobuf, and spans flattened into plain objects.

mod any;
pub(super) mod batch;
pub(super) mod flat;
pub(super) mod json;
mod proto;
#[cfg(test)]
mod tests;

pub(super) use proto::{frames, messages};
