//! How records that arrive in any order become one trace.
