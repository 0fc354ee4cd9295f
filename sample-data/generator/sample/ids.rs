//! Trace ids, drawn so that each week's random order begins with the traces the reviewers answered.

use super::plan::{Random, Slot};
use super::rng::Rng;

/// The seed of the random order: the program's default.
pub(crate) const ORDER_SEED: u64 = 1;

/// Share of the hash range kept for the answered prefix of a week.
const PREFIX: f64 = 0.09;
/// The band behind it, for the trace where the prefix ends.
const GUARD: f64 = 0.093;

/// Share of the traces that ask for a second verdict by lot.
const SECOND_VERDICT: f64 = 0.1;

/// Where an id stands in the random order, and its lot for a second verdict, both in [0, 1): the program
/// sorts by the first eight bytes of BLAKE3(seed ‖ id), read as a signed little-endian number, and
/// draws the lot from the next eight.
fn place(id: &str) -> (f64, f64) {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(&ORDER_SEED.to_le_bytes())
        .update(id.as_bytes());
    let hash = hasher.finalize();
    let word = |from: usize| {
        let mut bytes = [0; 8];
        bytes.copy_from_slice(&hash.as_bytes()[from..from + 8]);
        u64::from_le_bytes(bytes)
    };
    let whole = 2.0_f64.powi(64);
    (
        word(0).cast_signed() as f64 / whole + 0.5,
        word(8) as f64 / whole,
    )
}

/// An id for every slot: 32 hexadecimal digits. No fault asks for a second verdict by lot, so that a
/// settled one does not head the queue again.
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
                let (at, lot) = place(&id);
                if band(slot).contains(&at) && !(slot.is_bad() && lot < SECOND_VERDICT) {
                    return id;
                }
            }
        })
        .collect()
}
