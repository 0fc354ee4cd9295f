//! Facts on their way into the store: prepared on any thread, committed in short transactions with everything that
//! is derived from them.

mod batch;
pub(in crate::store) mod codec;
pub(in crate::store) mod commit;
mod configured;
pub(in crate::store) mod doctor;
pub(in crate::store) mod epoch;
pub(in crate::store) mod index;
pub(in crate::store) mod intern;
pub(in crate::store) mod meta;
pub(in crate::store) mod prepare;
mod rebuild;
pub(in crate::store) mod summary;
pub(in crate::store) mod userkey;

#[cfg(test)]
mod tests;
