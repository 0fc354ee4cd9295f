//! Sums and scalar products of rows, four or eight numbers at once. Written with vectors of the processor, because the
//! compiler makes none of plain loops where the program is built for size; what is added in which order does not depend
//! on the processor.

use wide::{f32x4, f64x4};

/// Columns that are added up as one.
const STRIP: usize = 32;
/// Products that are added in 32 bits before their sum is added in 64.
pub(super) const RUN: usize = 32;

/// Scalar product in eight lanes added in fixed order: exact enough for some hundred dimensions.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((xs, x_rest), (ys, y_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sum = Eight::default();
    for (x, y) in xs.iter().zip(ys) {
        sum.add(&Eight::of(x), y);
    }
    sum.total() + rest_products(x_rest, y_rest)
}

/// Scalar products of one row with four, the same numbers as [`dot`] gives; the row is read once.
pub(super) fn dot_four(a: &[f32], b: [&[f32]; 4]) -> [f32; 4] {
    let (xs, x_rest) = a.as_chunks::<8>();
    let ((p, p_rest), (q, q_rest)) = (b[0].as_chunks::<8>(), b[1].as_chunks::<8>());
    let ((r, r_rest), (s, s_rest)) = (b[2].as_chunks::<8>(), b[3].as_chunks::<8>());
    let mut sums = [Eight::default(); 4];
    for ((x, (p, q)), (r, s)) in xs.iter().zip(p.iter().zip(q)).zip(r.iter().zip(s)) {
        let x = Eight::of(x);
        sums[0].add(&x, p);
        sums[1].add(&x, q);
        sums[2].add(&x, r);
        sums[3].add(&x, s);
    }
    [
        sums[0].total() + rest_products(x_rest, p_rest),
        sums[1].total() + rest_products(x_rest, q_rest),
        sums[2].total() + rest_products(x_rest, r_rest),
        sums[3].total() + rest_products(x_rest, s_rest),
    ]
}

/// Eight numbers in two registers that every processor of the kind has.
#[derive(Clone, Copy, Default)]
struct Eight(f32x4, f32x4);

impl Eight {
    #[inline]
    fn of(numbers: &[f32; 8]) -> Self {
        let [a, b, c, d, e, f, g, h] = *numbers;
        Self(f32x4::new([a, b, c, d]), f32x4::new([e, f, g, h]))
    }

    #[inline]
    fn add(&mut self, x: &Self, y: &[f32; 8]) {
        let y = Self::of(y);
        self.0 += x.0 * y.0;
        self.1 += x.1 * y.1;
    }

    #[inline]
    fn total(self) -> f32 {
        let l = (self.0 + self.1).to_array();
        (l[0] + l[1]) + (l[2] + l[3])
    }
}

fn rest_products(x: &[f32], y: &[f32]) -> f32 {
    x.iter().zip(y).map(|(x, y)| x * y).sum()
}

/// `sum += Σ x · row`, in order; rows as long as the sum. Runs of rows are added in 32 bits, in registers, and their sums
/// in 64.
pub(super) fn add_all<'a>(sum: &mut [f64], rows: impl Iterator<Item = (f32, &'a [f32])>) {
    let mut run = [(0.0f32, &[][..]); RUN];
    let mut held = 0;
    for next in rows {
        run[held] = next;
        held += 1;
        if held == RUN {
            add_run(sum, &run);
            held = 0;
        }
    }
    add_run(sum, &run[..held]);
}

fn add_run(sum: &mut [f64], run: &[(f32, &[f32])]) {
    if run.is_empty() {
        return;
    }
    let mut from = 0;
    while from + STRIP <= sum.len() {
        widen(&mut sum[from..from + STRIP], &add_strip(run, from));
        from += STRIP;
    }
    while from + 4 <= sum.len() {
        widen(&mut sum[from..from + 4], &[add_four(run, from)]);
        from += 4;
    }
    for (i, s) in sum.iter_mut().enumerate().skip(from) {
        *s += run
            .iter()
            .map(|(x, row)| f64::from(x * row[i]))
            .sum::<f64>();
    }
}

/// `sum += x · row`.
pub(super) fn add(sum: &mut [f64], x: f32, row: &[f32]) {
    add_run(sum, &[(x, row)]);
}

fn widen(sum: &mut [f64], part: &[f32x4]) {
    for (sum, part) in sum.as_chunks_mut::<4>().0.iter_mut().zip(part) {
        let [a, b, c, d] = part.to_array();
        let wide = f64x4::new([a.into(), b.into(), c.into(), d.into()]);
        *sum = (f64x4::new(*sum) + wide).to_array();
    }
}

/// The sum of [`STRIP`] columns, in 32 bits.
fn add_strip(run: &[(f32, &[f32])], from: usize) -> [f32x4; STRIP / 4] {
    let mut sums = [f32x4::ZERO; STRIP / 4];
    for (x, row) in run {
        let x = four_of(*x);
        if let [a, b, c, d, e, f, g, h] = row[from..from + STRIP].as_chunks::<4>().0 {
            sums[0] += x * f32x4::new(*a);
            sums[1] += x * f32x4::new(*b);
            sums[2] += x * f32x4::new(*c);
            sums[3] += x * f32x4::new(*d);
            sums[4] += x * f32x4::new(*e);
            sums[5] += x * f32x4::new(*f);
            sums[6] += x * f32x4::new(*g);
            sums[7] += x * f32x4::new(*h);
        }
    }
    sums
}

fn add_four(run: &[(f32, &[f32])], from: usize) -> f32x4 {
    let mut sum = f32x4::ZERO;
    for (x, row) in run {
        if let [four] = row[from..from + 4].as_chunks::<4>().0 {
            sum += four_of(*x) * f32x4::new(*four);
        }
    }
    sum
}

/// Named one by one: a repeated array is filled by a loop, in memory, where the program is built for size.
#[inline]
fn four_of(x: f32) -> f32x4 {
    f32x4::new([x, x, x, x])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_products_are_those_of_plain_loops() {
        for n in [0, 1, 7, 8, 31, 32, 45, 100] {
            let row = |k: usize| -> Vec<f32> {
                (0..n).map(|i| ((i * k + k) % 11) as f32 - 5.0).collect()
            };
            let rows: Vec<Vec<f32>> = (1..70).map(row).collect();
            let plain = |a: &[f32], b: &[f32]| a.iter().zip(b).fold(0.0, |sum, (x, y)| sum + x * y);
            let four = [0, 1, 2, 3].map(|i| rows[i].as_slice());
            // Whole numbers, so that every order of adding gives the same.
            let told = dot_four(&rows[9], four).map(f32::to_bits);
            assert_eq!(told, four.map(|b| plain(&rows[9], b).to_bits()));
            assert_eq!(told[0], dot(&rows[9], &rows[0]).to_bits());
            let parts: Vec<(f32, &[f32])> = rows
                .iter()
                .enumerate()
                .map(|(i, r)| (i as f32, r.as_slice()))
                .collect();
            let mut sum = vec![1.0; n];
            add_all(&mut sum, parts.iter().copied());
            for (i, s) in sum.iter().enumerate() {
                let want: f32 = parts.iter().map(|(x, row)| x * row[i]).sum();
                assert_eq!(s.to_bits(), (f64::from(want) + 1.0).to_bits());
            }
        }
    }
}
