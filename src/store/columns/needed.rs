//! Which columns a list asks for, and each as it lies in the file.

use super::{
    Bits, Columns,
    bits::WORD,
    packed::{pack, unpack},
};
use crate::{
    model::query::{Number, Order},
    store::filter::{Compiled, Named, Test},
};
use std::ops::{BitOr, Range};

/// Numbers of columns in the file. The four sets go with everything.
const PRESENT: u8 = 0;
const TIMED: u8 = 1;
const OPEN: u8 = 2;
const PARTLY: u8 = 3;
const STARTED_AT: u8 = 4;
const BADNESS: u8 = 5;
const AMBIGUITY: u8 = 6;
const TRIAGE: u8 = 7;
const RND: u8 = 8;
const TID_HIGH: u8 = 9;
const TID_LOW: u8 = 10;
const WEEK: u8 = 11;
const FLAGS: u8 = 12;
const SEVERITY: u8 = 13;
const SESSION: u8 = 14;
const USER: u8 = 15;
const NAMES: u8 = 16;
const END: u8 = NAMES + Named::ALL.len() as u8;

/// A set of columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) struct Needed(u32);

impl Needed {
    pub(super) const ALL: Self = Self((1 << END) - 1);
    const SETS: Self = Self(1 << PRESENT | 1 << TIMED | 1 << OPEN | 1 << PARTLY);

    fn of(columns: &[u8]) -> Self {
        columns
            .iter()
            .fold(Self::SETS, |all, column| Self(all.0 | 1 << column))
    }

    pub(in crate::store) fn of_name(column: Named) -> Self {
        Self::of(&[NAMES + column as u8])
    }

    /// What tells the rows of a list and their order.
    pub(in crate::store) fn of_list(asked: &Compiled, order: Order) -> Self {
        let tests = asked.tests.iter().map(Self::of_test);
        let all = tests.fold(Self::of_order(order), BitOr::bitor);
        // Where a text lies is one of the flags.
        if asked.texts.is_empty() {
            all
        } else {
            all | Self::of(&[FLAGS])
        }
    }

    fn of_test(test: &Test) -> Self {
        match test {
            Test::Never | Test::OpenTo(_) | Test::Among(_) | Test::Where(_) => Self::SETS,
            Test::Named(column, _) | Test::Unnamed(column) => Self::of_name(*column),
            Test::Session(_) => Self::of(&[SESSION]),
            Test::User(_) => Self::of(&[USER]),
            Test::Flags(_) => Self::of(&[FLAGS]),
            Test::Number(Number::Badness, ..) => Self::of(&[BADNESS]),
            Test::Number(Number::Ambiguity, ..) => Self::of(&[AMBIGUITY]),
            Test::Started(..) => Self::of(&[STARTED_AT]),
            Test::Either(tests) | Test::All(tests) => tests
                .iter()
                .map(Self::of_test)
                .fold(Self::SETS, BitOr::bitor),
            Test::Not(test) => Self::of_test(test),
        }
    }

    fn of_order(order: Order) -> Self {
        let keys: &[u8] = match order {
            Order::Worst => &[BADNESS, SEVERITY, STARTED_AT],
            Order::Triage => &[TRIAGE],
            Order::Ambiguous => &[AMBIGUITY],
            Order::Newest => &[STARTED_AT],
            Order::Best => &[BADNESS],
            Order::Random => &[WEEK, RND],
        };
        Self::of(keys) | Self::of(&[TID_HIGH, TID_LOW])
    }

    pub(super) fn columns(self) -> impl Iterator<Item = u8> {
        (0..END).filter(move |column| self.0 >> column & 1 == 1)
    }
}

impl BitOr for Needed {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Columns {
    /// A column, packed.
    pub(super) fn packed(&self, column: u8) -> Vec<u8> {
        let half = |shift: u32| -> Vec<u64> {
            let halves = self.tid.iter().map(|tid| (tid >> shift) as u64);
            halves.collect()
        };
        match column {
            PRESENT => pack(self.present.words()),
            TIMED => pack(self.timed.words()),
            OPEN => pack(self.open.words()),
            PARTLY => pack(self.partly.words()),
            STARTED_AT => pack(&self.started_at),
            BADNESS => pack(&self.badness),
            AMBIGUITY => pack(&self.ambiguity),
            TRIAGE => pack(&self.triage),
            RND => pack(&self.rnd),
            TID_HIGH => pack(&half(u64::BITS)),
            TID_LOW => pack(&half(0)),
            WEEK => pack(&self.week),
            FLAGS => pack(&self.flags),
            SEVERITY => pack(&self.severity),
            SESSION => pack(&self.session),
            USER => pack(&self.user),
            name => pack(
                self.names
                    .get(usize::from(name - NAMES))
                    .map_or(&[], Vec::as_slice),
            ),
        }
    }

    /// Fills in a column of some rows, of which the first begins a word of a set; false when that is not what was packed.
    pub(super) fn unpack(&mut self, column: u8, rows: Range<usize>, packed: &[u8]) -> bool {
        match column {
            PRESENT => set(&mut self.present, rows, packed),
            TIMED => set(&mut self.timed, rows, packed),
            OPEN => set(&mut self.open, rows, packed),
            PARTLY => set(&mut self.partly, rows, packed),
            STARTED_AT => unpack(packed, &mut self.started_at[rows]),
            BADNESS => unpack(packed, &mut self.badness[rows]),
            AMBIGUITY => unpack(packed, &mut self.ambiguity[rows]),
            TRIAGE => unpack(packed, &mut self.triage[rows]),
            RND => unpack(packed, &mut self.rnd[rows]),
            TID_HIGH => half(&mut self.tid[rows], packed, u64::BITS),
            TID_LOW => half(&mut self.tid[rows], packed, 0),
            WEEK => unpack(packed, &mut self.week[rows]),
            FLAGS => unpack(packed, &mut self.flags[rows]),
            SEVERITY => unpack(packed, &mut self.severity[rows]),
            SESSION => unpack(packed, &mut self.session[rows]),
            USER => unpack(packed, &mut self.user[rows]),
            name => match self.names.get_mut(usize::from(name - NAMES)) {
                Some(names) => unpack(packed, &mut names[rows]),
                None => false,
            },
        }
    }
}

fn set(bits: &mut Bits, rows: Range<usize>, packed: &[u8]) -> bool {
    let mut words = vec![0; rows.len().div_ceil(WORD)];
    let whole = unpack(packed, &mut words);
    bits.put_words(rows.start / WORD, &words);
    whole
}

/// The upper or the lower half of ids.
fn half(tids: &mut [u128], packed: &[u8], shift: u32) -> bool {
    let mut halves = vec![0u64; tids.len()];
    let whole = unpack(packed, &mut halves);
    for (tid, half) in tids.iter_mut().zip(halves) {
        *tid |= u128::from(half) << shift;
    }
    whole
}
