//! What was asked and not answered yet. The footer shows a spinner only then, and tests wait for nothing in flight.

use super::effect::Slot;

/// Reads by slot, where only the latest counts, and writes by number.
#[derive(Debug, Default)]
pub struct Flight {
    generation: u64,
    reads: Vec<(Slot, u64)>,
    writes: usize,
}

impl Flight {
    /// Registers a read, superseding an unanswered one of the same slot, and names its generation.
    pub fn start_read(&mut self, slot: Slot) -> u64 {
        self.generation += 1;
        self.reads.retain(|(s, _)| *s != slot);
        self.reads.push((slot, self.generation));
        self.generation
    }

    /// True when the answered read is still the latest of its slot; else its answer is old and to be dropped.
    pub fn finish_read(&mut self, slot: Slot, generation: u64) -> bool {
        let before = self.reads.len();
        self.reads.retain(|r| *r != (slot, generation));
        self.reads.len() < before
    }

    /// True while the latest read of a slot is this one.
    pub fn awaits(&self, slot: Slot, generation: u64) -> bool {
        self.reads.contains(&(slot, generation))
    }

    /// Forgets an unanswered read: whatever it answers is no longer wanted.
    pub fn drop_read(&mut self, slot: Slot) {
        self.reads.retain(|(s, _)| *s != slot);
    }

    /// Forgets all unanswered reads: whoever was asked is gone.
    pub fn drop_reads(&mut self) {
        self.reads.clear();
    }

    pub fn is_reading(&self, slot: Slot) -> bool {
        self.reads.iter().any(|(s, _)| *s == slot)
    }

    pub fn start_write(&mut self) {
        self.writes += 1;
    }

    pub fn finish_write(&mut self) {
        self.writes = self.writes.saturating_sub(1);
    }

    pub fn writes(&self) -> usize {
        self.writes
    }

    /// Requests a person waits for.
    pub fn count(&self) -> usize {
        let reads = self.reads.iter().filter(|(s, _)| *s != Slot::Version);
        reads.count() + self.writes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_latest_read_of_a_slot_counts() {
        let mut flight = Flight::default();
        let first = flight.start_read(Slot::Queue);
        let second = flight.start_read(Slot::Queue);
        flight.start_write();
        assert_eq!(flight.count(), 2);
        assert!(!flight.awaits(Slot::Queue, first) && flight.awaits(Slot::Queue, second));
        assert!(!flight.finish_read(Slot::Queue, first));
        assert!(flight.finish_read(Slot::Queue, second));
        flight.finish_write();
        assert_eq!(flight.count(), 0);
    }
}
