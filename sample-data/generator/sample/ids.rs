//! Trace ids, drawn so that each week's random order begins with the traces the reviewers answered.

use super::plan::{Role, Slot};
use super::rng::Rng;

/// The seed of the random order: the program's default, 0, as eight little-endian bytes.
pub(crate) const ORDER_SEED: u64 = 0;

/// Share of the hash range kept for the answered prefix of a week.
const PREFIX: f64 = 0.09;
/// One open trace of each week falls in the band behind it, so that the prefix ends there.
const GUARD: f64 = 0.093;

/// Where an id stands in the random order, in [0, 1).
fn place(id: &str) -> f64 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&ORDER_SEED.to_le_bytes());
    hasher.update(id.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_be_bytes(first) as f64 / 2.0_f64.powi(64)
}

/// An id for every slot: 32 hexadecimal digits.
pub(crate) fn draw_all(slots: &[Slot], stream: &str) -> Vec<String> {
    let mut guarded = Vec::new();
    (0..slots.len())
        .map(|index| {
            let slot = &slots[index];
            let guard = !slot.random_seen && may_guard(slot) && !guarded.contains(&slot.week);
            if guard {
                guarded.push(slot.week);
            }
            let rng = &mut Rng::named(stream, index);
            loop {
                let id = rng.hex(32);
                let at = place(&id);
                let right = match (slot.random_seen, guard) {
                    (true, _) => at < PREFIX,
                    (_, true) => (PREFIX..GUARD).contains(&at),
                    _ => at >= GUARD,
                };
                if right {
                    return id;
                }
            }
        })
        .collect()
}

/// Traces that no reviewer decides on: plain, right, and without mixed signals.
pub(crate) fn may_guard(slot: &Slot) -> bool {
    slot.is_free() && slot.role == Role::Plain
}
