//! What the workbench does to a 200 KB output within one frame: wrapping, making safe, comparing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::too_many_lines,
    clippy::needless_pass_by_value,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::format_push_string,
    clippy::struct_field_names,
    clippy::needless_borrowed_reference,
    clippy::type_complexity,
    clippy::allow_attributes_without_reason
)]

use divan::{Bencher, black_box};
use goldset::text::{diff, distance, sanitise, words, wrap};

fn main() {
    divan::main();
}

const SIZE: usize = 200_000;

/// A small generator of pseudo-random numbers (xorshift), the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % n as u64) as usize
    }
}

/// English-like text in lines of fourteen words, of 3,000 words of which some are far commoner than others.
fn prose(dice: &mut Dice) -> String {
    let mut text = String::with_capacity(SIZE + 16);
    for n in 1.. {
        let word = dice.below(3000).min(dice.below(3000));
        for letter in 0..2 + word % 8 {
            text.push(char::from(b'a' + ((word * 31 + letter * word) % 26) as u8));
        }
        text.push(if n % 14 == 0 { '\n' } else { ' ' });
        if text.len() >= SIZE {
            break;
        }
    }
    text
}

/// `text` with `percent` of its words replaced.
fn edited(dice: &mut Dice, text: &str, percent: usize) -> String {
    let replace = |word: &str, dice: &mut Dice| {
        if dice.below(100) < percent {
            format!("new{}{}", dice.below(500), &word[word.len() - 1..])
        } else {
            word.to_owned()
        }
    };
    text.split_inclusive([' ', '\n'])
        .map(|w| replace(w, dice))
        .collect()
}

#[divan::bench]
fn wrap_to_78_cells(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7));
    bencher.bench(|| wrap::wrap(black_box(&text), 78));
}

#[divan::bench]
fn make_safe(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7)).replace('\n', "\t\r\n");
    bencher.bench(|| sanitise::display(black_box(&text)).len());
}

#[divan::bench(args = [1, 5, 40, 100])]
fn side_by_side(bencher: Bencher<'_, '_>, percent: usize) {
    let mut dice = Dice(7);
    let a = prose(&mut dice);
    let b = edited(&mut dice, &a, percent);
    bencher.bench(|| diff::side_by_side(black_box(&a), black_box(&b)));
}

#[divan::bench]
fn side_by_side_of_rewrapped_text(bencher: Bencher<'_, '_>) {
    let a = prose(&mut Dice(7));
    let b = a.split_whitespace().collect::<Vec<_>>().join("\n");
    bencher.bench(|| diff::side_by_side(black_box(&a), black_box(&b)));
}

#[divan::bench(args = [5, 100])]
fn edit_distance(bencher: Bencher<'_, '_>, percent: usize) {
    let mut dice = Dice(7);
    let a = prose(&mut dice);
    let b = edited(&mut dice, &a, percent);
    bencher.bench(|| distance::edit_distance_ratio(black_box(&a), black_box(&b)));
}

#[divan::bench]
fn feed_search(bencher: Bencher<'_, '_>) {
    let text = prose(&mut Dice(7));
    bencher.bench(|| words::search_text(&[black_box(&text)]));
}
