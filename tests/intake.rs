//! Importers on the true bytes of real libraries.

mod intake {
    pub mod genai;
    pub mod openinference;
    pub mod otlp;
    pub mod shared;
    pub mod support;
}
