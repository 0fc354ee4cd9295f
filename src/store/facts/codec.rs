//! Bodies: zstd with the dictionary that is shipped with the program.

use crate::error::{Error, Result};
use std::{cell::RefCell, sync::LazyLock};
use zstd::{
    bulk::{Compressor, Decompressor},
    dict::{DecoderDictionary, EncoderDictionary},
    zstd_safe,
};

/// Dictionaries in the order they were shipped; the last one packs. Trained on the sample data and the keys of the
/// formats, never on users' texts. A shipped one never changes, because bodies name it by number.
const DICTIONARIES: [&[u8]; 1] = [include_bytes!("../../../assets/dictionaries/1.zstd")];

/// The lowest level: bodies of a few kilobytes gain little from a higher one and import time counts.
const LEVEL: i32 = 1;

/// Nothing the program writes unpacks to more than this.
const LIMIT: usize = 1 << 30;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(newest(), LEVEL));
static DECODERS: LazyLock<Vec<(i64, DecoderDictionary<'static>)>> = LazyLock::new(|| {
    let decoder = |bytes: &&'static [u8]| (number(bytes), DecoderDictionary::copy(bytes));
    DICTIONARIES.iter().map(decoder).collect()
});
static DICTIONARY_ID: LazyLock<i64> = LazyLock::new(|| number(newest()));

fn newest() -> &'static [u8] {
    DICTIONARIES[DICTIONARIES.len() - 1]
}

/// zstd's own number of a dictionary; 0 where it has none.
fn number(dictionary: &[u8]) -> i64 {
    zstd_safe::get_dict_id_from_dict(dictionary).map_or(0, |id| i64::from(id.get()))
}

/// A packed text: zstd's number of its dictionary (0 for none), and the frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::store) struct Body {
    pub(in crate::store) dict: i64,
    pub(in crate::store) bytes: Vec<u8>,
}

/// Packs bodies; one per thread.
pub(in crate::store) struct Packer(Compressor<'static>);

impl Packer {
    pub(in crate::store) fn new() -> Result<Self> {
        let compressor = if *DICTIONARY_ID == 0 {
            Compressor::new(LEVEL)
        } else {
            Compressor::with_prepared_dictionary(&ENCODER)
        };
        compressor.map(Self).map_err(|e| failed("packed", &e))
    }

    pub(in crate::store) fn pack(&mut self, text: &[u8]) -> Result<Body> {
        let bytes = self.0.compress(text).map_err(|e| failed("packed", &e))?;
        Ok(Body {
            dict: *DICTIONARY_ID,
            bytes,
        })
    }
}

thread_local! {
    /// What unpacked last, with the number of its dictionary: making one takes longer than unpacking a body.
    static UNPACKER: RefCell<Option<(i64, Decompressor<'static>)>> = const { RefCell::new(None) };
}

/// Unpacks a body.
pub(in crate::store) fn unpack(dict: i64, bytes: &[u8]) -> Result<Vec<u8>> {
    let size = zstd_safe::get_frame_content_size(bytes).ok().flatten();
    let size = size.and_then(|n| usize::try_from(n).ok());
    let size = size.unwrap_or(LIMIT).min(LIMIT);
    UNPACKER.with_borrow_mut(|kept| {
        let unpacker = match kept {
            Some((number, unpacker)) if *number == dict => unpacker,
            _ => &mut kept.insert((dict, unpacker(dict)?)).1,
        };
        unpacker
            .decompress(bytes, size)
            .map_err(|e| failed("unpacked", &e))
    })
}

fn unpacker(dict: i64) -> Result<Decompressor<'static>> {
    let known = DECODERS.iter().find(|(number, _)| *number == dict);
    let unpacker = match (dict, known) {
        (0, _) => Decompressor::new(),
        (_, Some((_, decoder))) => Decompressor::with_prepared_dictionary(decoder),
        (_, None) => {
            let what = format!("a record was packed with dictionary {dict}, which is not known");
            return Err(Error::operational(what).hint("a newer goldset may have written it"));
        }
    };
    unpacker.map_err(|e| failed("unpacked", &e))
}

fn failed(doing: &str, error: &std::io::Error) -> Error {
    Error::operational(format!("a record cannot be {doing}: {error}"))
        .hint("run `goldset doctor` to see whether the store is damaged")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_comes_back() {
        let mut packer = Packer::new().unwrap();
        for text in ["", "short", &"long ".repeat(100_000)] {
            let body = packer.pack(text.as_bytes()).unwrap();
            assert_eq!(unpack(body.dict, &body.bytes).unwrap(), text.as_bytes());
        }
        assert!(unpack(0, b"no frame").is_err());
        assert!(unpack(77, b"").is_err());
    }
}
