//! The embedded form of the sample: every file behind a header line, in one zstd frame.
//!
//! `{"file":"traces.jsonl","bytes":N}` and a line feed, then N bytes, and so on.

use super::Outcome;

const LEVEL: i32 = 19;

pub(crate) fn pack(files: &[(String, String)]) -> Outcome<Vec<u8>> {
    let mut plain = Vec::new();
    for (name, text) in files {
        let header = format!("{{\"file\":\"{name}\",\"bytes\":{}}}\n", text.len());
        plain.extend_from_slice(header.as_bytes());
        plain.extend_from_slice(text.as_bytes());
    }
    Ok(zstd::bulk::compress(&plain, LEVEL)?)
}
