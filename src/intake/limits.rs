//! The limits of what is read, in one place; a record over one of them is rejected with the limit named.

/// Bytes of one line of JSON lines, and of one element of a JSON array.
pub const LINE: usize = 64 << 20;
/// Bytes of one text inside a record.
pub const TEXT: usize = 16 << 20;
/// Levels of JSON nesting; equals what `serde_json` enforces by itself.
pub const DEPTH: usize = 128;
/// Levels a kept value may have; deeper ones are kept as their JSON text, so that wrapping never passes [`DEPTH`].
pub const KEPT_DEPTH: usize = 100;
/// Bytes of an id; ids are index keys.
pub const ID: usize = 1024;
/// Bytes of a JSON or protobuf document that can only be read as a whole.
pub const DOCUMENT: usize = 64 << 20;
/// Bytes of a block of lines or elements handed to a parsing thread.
pub const BLOCK: usize = 1 << 20;
/// Bytes a gzip stream may inflate to.
pub const INFLATED: u64 = 64 << 30;
/// How many times its size a gzip stream may inflate, once past [`RATIO_FROM`].
pub const RATIO: u64 = 300;
/// Bytes from which [`RATIO`] is enforced.
pub const RATIO_FROM: u64 = 128 << 20;

/// The limits as values, so that tests can shrink them.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    pub line: usize,
    pub text: usize,
    pub document: usize,
    pub block: usize,
    pub inflated: u64,
    pub ratio: u64,
    pub ratio_from: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            line: LINE,
            text: TEXT,
            document: DOCUMENT,
            block: BLOCK,
            inflated: INFLATED,
            ratio: RATIO,
            ratio_from: RATIO_FROM,
        }
    }
}

/// A size for people: `64 MiB`, `1.5 KiB`, `17 bytes`.
pub(super) fn size(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} bytes"),
        1024..1_048_576 => (1024.0, "KiB"),
        1_048_576..1_073_741_824 => (1_048_576.0, "MiB"),
        _ => (1_073_741_824.0, "GiB"),
    };
    let value = bytes as f64 / unit;
    if value.fract() < 0.05 {
        format!("{value:.0} {name}")
    } else {
        format!("{value:.1} {name}")
    }
}
