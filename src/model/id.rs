//! Hashes and short names.

/// The first 16 bytes of BLAKE3: wide enough to name records, half the size of the whole.
pub type Hash16 = [u8; 16];

/// BLAKE3 of the bytes, cut to 16 bytes.
pub fn hash16(bytes: &[u8]) -> Hash16 {
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(bytes).as_bytes()[..16]);
    short
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    bytes
        .iter()
        .flat_map(|b| {
            [
                DIGITS[usize::from(b >> 4)] as char,
                DIGITS[usize::from(b & 15)] as char,
            ]
        })
        .collect()
}

/// Reads lower- or upper-case hexadecimal.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    (0..text.len())
        .step_by(2)
        .map(|i| u8::from_str_radix(&text[i..i + 2], 16).ok())
        .collect()
}

/// The first `chars` characters of Crockford-like lower-case base 32 (no i, l, o, u) of the bytes.
pub fn base32(bytes: &[u8], chars: usize) -> String {
    const DIGITS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bit = |i: usize| bytes.get(i / 8).is_some_and(|b| b >> (7 - i % 8) & 1 == 1);
    (0..chars)
        .map(|c| DIGITS[(0..5).fold(0, |acc, k| acc << 1 | usize::from(bit(c * 5 + k)))] as char)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_round_trips() {
        assert_eq!(hex(&[0, 171, 255]), "00abff");
        assert_eq!(unhex("00abFF"), Some(vec![0, 171, 255]));
        assert_eq!(unhex("0"), None);
        assert_eq!(unhex("zz"), None);
    }

    #[test]
    fn base32_takes_five_bits_a_digit() {
        assert_eq!(base32(&[0xff, 0x00], 3), "zw0");
    }
}
