//! Trace ids, drawn so that each week's random order begins with the traces the reviewers answered.

use super::plan::{Random, Slot};
use super::rng::Rng;

/// The seed of the random order: the program's default.
pub(crate) const ORDER_SEED: u64 = 1;

/// Share of the hash range kept for the answered prefix of a week.
const PREFIX: f64 = 0.09;
/// The band behind it, for the trace where the prefix ends.
const GUARD: f64 = 0.093;

/// Where an id stands in the random order, in [0, 1): the program sorts by the first eight bytes of
/// BLAKE3(seed ‖ id), read as a signed little-endian number.
fn place(id: &str) -> f64 {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&ORDER_SEED.to_le_bytes())
        .update(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    i64::from_le_bytes(first) as f64 / 2.0_f64.powi(64) + 0.5
}

/// An id for every slot: 32 hexadecimal digits.
pub(crate) fn draw_all(slots: &[Slot], stream: &str) -> Vec<String> {
    let band = |slot: &Slot| match slot.random {
        Random::Seen => 0.0..PREFIX,
        Random::Next => PREFIX..GUARD,
        Random::Later => GUARD..1.0,
    };
    slots
        .iter()
        .enumerate()
        .map(|(index, slot)| {
            let rng = &mut Rng::named(stream, index);
            loop {
                let id = rng.hex(32);
                if band(slot).contains(&place(&id)) {
                    return id;
                }
            }
        })
        .collect()
}
