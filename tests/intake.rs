//! Importers on the true bytes of real libraries.

mod intake {
    pub(crate) mod genai;
    pub(crate) mod mapping;
    pub(crate) mod openinference;
    pub(crate) mod otlp;
    pub(crate) mod robust;
    pub(crate) mod shared;
    pub(crate) mod support;
}
