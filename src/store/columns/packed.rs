//! Numbers of a column as bytes: the width in bytes, then each in so many, little-endian.

/// A number of a column as 64 bits, and back.
pub(super) trait Packed: Copy {
    fn bits(self) -> u64;
    fn of_bits(bits: u64) -> Self;
}

impl Packed for u64 {
    fn bits(self) -> u64 {
        self
    }

    fn of_bits(bits: u64) -> Self {
        bits
    }
}

impl Packed for i64 {
    fn bits(self) -> u64 {
        self.cast_unsigned()
    }

    fn of_bits(bits: u64) -> Self {
        bits.cast_signed()
    }
}

impl Packed for f64 {
    fn bits(self) -> u64 {
        self.to_bits()
    }

    fn of_bits(bits: u64) -> Self {
        Self::from_bits(bits)
    }
}

impl Packed for u32 {
    fn bits(self) -> u64 {
        self.into()
    }

    fn of_bits(bits: u64) -> Self {
        bits as Self
    }
}

impl Packed for i32 {
    fn bits(self) -> u64 {
        self.cast_unsigned().into()
    }

    fn of_bits(bits: u64) -> Self {
        (bits as u32).cast_signed()
    }
}

impl Packed for i16 {
    fn bits(self) -> u64 {
        self.cast_unsigned().into()
    }

    fn of_bits(bits: u64) -> Self {
        (bits as u16).cast_signed()
    }
}

pub(super) fn pack<T: Packed>(numbers: &[T]) -> Vec<u8> {
    let largest = numbers.iter().map(|n| n.bits()).max().unwrap_or_default();
    let width: usize = match largest {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        0x1_0000..=0xffff_ffff => 4,
        _ => 8,
    };
    let mut bytes = Vec::with_capacity(1 + width * numbers.len());
    bytes.push(width as u8);
    for number in numbers {
        bytes.extend_from_slice(&number.bits().to_le_bytes()[..width]);
    }
    bytes
}

/// Fills in what was packed, as far as there are places; false when these are no packed numbers.
pub(super) fn unpack<T: Packed>(bytes: &[u8], into: &mut [T]) -> bool {
    match bytes.split_first() {
        Some((1, rest)) => fill(rest.as_chunks::<1>(), into, |b| b[0].into()),
        Some((2, rest)) => fill(rest.as_chunks(), into, |b| u16::from_le_bytes(*b).into()),
        Some((4, rest)) => fill(rest.as_chunks(), into, |b| u32::from_le_bytes(*b).into()),
        Some((8, rest)) => fill(rest.as_chunks(), into, |b| u64::from_le_bytes(*b)),
        _ => false,
    }
}

fn fill<T: Packed, const WIDTH: usize>(
    (numbers, rest): (&[[u8; WIDTH]], &[u8]),
    into: &mut [T],
    read: impl Fn(&[u8; WIDTH]) -> u64,
) -> bool {
    for (place, number) in into.iter_mut().zip(numbers) {
        *place = T::of_bits(read(number));
    }
    rest.is_empty() && numbers.len() <= into.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn comes_back<T: Packed + PartialEq + std::fmt::Debug + Default>(numbers: &[T]) {
        let mut back = vec![T::default(); numbers.len()];
        assert!(unpack(&pack(numbers), &mut back));
        assert_eq!(back, numbers);
    }

    proptest! {
        #[test]
        fn numbers_come_back_in_any_width(numbers in proptest::collection::vec(any::<u64>(), 0..20), shift in 0..64u32) {
            let numbers: Vec<u64> = numbers.iter().map(|n| n >> shift).collect();
            comes_back(&numbers);
            comes_back(&numbers.iter().map(|n| *n as i64).collect::<Vec<_>>());
            comes_back(&numbers.iter().map(|n| *n as u32).collect::<Vec<_>>());
            comes_back(&numbers.iter().map(|n| *n as i32).collect::<Vec<_>>());
            comes_back(&numbers.iter().map(|n| *n as i16).collect::<Vec<_>>());
            comes_back(&numbers.iter().map(|n| *n as f64).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_taken_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let mut into = [0u32; 4];
            let taken = unpack(&bytes, &mut into);
            let length = bytes.len().saturating_sub(1);
            let whole = matches!(bytes.first(), Some(w @ (1 | 2 | 4 | 8)) if length.is_multiple_of(usize::from(*w)) && length / usize::from(*w) <= 4);
            prop_assert_eq!(taken, whole);
        }
    }
}
