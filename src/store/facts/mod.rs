//! Facts on their way into the store: prepared on any thread, committed in short transactions with everything that
//! is derived from them.

pub(super) mod codec;
pub(super) mod intern;
pub(super) mod meta;
pub(super) mod prepare;
pub(super) mod summary;
pub(super) mod userkey;
