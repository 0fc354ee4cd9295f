//! Finds what belongs together: traces that fail alike, and inputs that ask alike. Vectors are learnt from the
//! workspace's own texts, groups found without a given number, ids kept while the data grows and people curate.
//!
//! Pure and deterministic: the same input and seed give the same bytes on any number of threads. The store calls it
//! from a worker with units of text ([`mod@unit`]) and keeps what it answers; nothing here reads a file or a clock.
//!
//! Texts → [`Space::fit`] → [`Space::vectors`] → [`group`] → [`Grouping`]. Method and measurements behind the
//! numbers are told where they stand.

pub mod agreement;
mod blob;
mod bounds;
mod calibrate;
mod children;
mod cold;
mod eigen;
mod few;
mod fold;
mod hold;
mod identity;
mod item;
mod kmeans;
mod label;
mod lanes;
mod matrix;
mod near;
mod random;
mod run;
mod seats;
mod second;
mod sif;
mod space;
mod sparse;
mod stability;
mod start;
mod stop;
mod svd;
pub(super) mod terms;
pub(super) mod tokens;
pub mod unit;
mod upgma;
mod view;
mod watch;

pub use blob::BlobFault;
pub use calibrate::calibrate;
pub use children::propose_split;
pub use fold::have_words;
pub use identity::found_id;
pub use item::{Cluster, Constraints, Group, Grouping, Item, Made, Migration, Params, Start};
pub use matrix::{BadVectors, Matrix};
pub use near::nearest;
pub use run::group;
pub use space::Space;
pub use view::{Membership, anchors, describe, memberships};
pub use watch::{Cancelled, Stage, Watch};

#[cfg(test)]
mod tests;
