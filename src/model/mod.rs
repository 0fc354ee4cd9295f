//! Plain data: what a trace, a signal, a decision and a golden row are. Serde, no I/O, nothing of ours imported.

pub mod assemble;
pub mod cluster;
pub mod content;
pub mod decision;
pub mod event;
pub mod fold;
pub mod golden;
pub mod id;
pub mod many;
pub mod nearest;
pub mod query;
pub mod read;
pub mod record;
pub mod score;
pub mod share;
pub mod signal;
pub mod taxonomy;
pub mod time;
pub mod trace;
pub mod view;
