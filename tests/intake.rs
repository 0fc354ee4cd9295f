//! Importers on the true bytes of real libraries.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

mod intake {
    pub(crate) mod genai;
    pub(crate) mod mapping;
    pub(crate) mod openinference;
    pub(crate) mod otlp;
    pub(crate) mod robust;
    pub(crate) mod shared;
    pub(crate) mod support;
}
