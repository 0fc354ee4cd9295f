//! Sums and scalar products of rows, eight numbers at once. Written with vectors of the processor, because the compiler
//! makes none of plain loops at the level the program is built with; what is added in which order does not depend on
//! the processor.

use wide::f32x8;

/// Columns that are added up as one.
const STRIP: usize = 32;
/// Products that are added in 32 bits before their sum is added in 64.
pub(super) const RUN: usize = 32;

/// Scalar product in eight lanes added in fixed order: exact enough for some hundred dimensions.
pub(super) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let ((xs, x_rest), (ys, y_rest)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    let mut sum = f32x8::ZERO;
    for (x, y) in xs.iter().zip(ys) {
        sum += f32x8::new(*x) * f32x8::new(*y);
    }
    sum_lanes(sum) + rest_products(x_rest, y_rest)
}

/// Scalar products of one row with four, the same numbers as [`dot`] gives; the row is read once.
pub(super) fn dot_four(a: &[f32], b: [&[f32]; 4]) -> [f32; 4] {
    let (xs, x_rest) = a.as_chunks::<8>();
    let ((p, p_rest), (q, q_rest)) = (b[0].as_chunks::<8>(), b[1].as_chunks::<8>());
    let ((r, r_rest), (s, s_rest)) = (b[2].as_chunks::<8>(), b[3].as_chunks::<8>());
    let mut sums = [f32x8::ZERO; 4];
    for ((x, (p, q)), (r, s)) in xs.iter().zip(p.iter().zip(q)).zip(r.iter().zip(s)) {
        let x = f32x8::new(*x);
        sums[0] += x * f32x8::new(*p);
        sums[1] += x * f32x8::new(*q);
        sums[2] += x * f32x8::new(*r);
        sums[3] += x * f32x8::new(*s);
    }
    [
        sum_lanes(sums[0]) + rest_products(x_rest, p_rest),
        sum_lanes(sums[1]) + rest_products(x_rest, q_rest),
        sum_lanes(sums[2]) + rest_products(x_rest, r_rest),
        sum_lanes(sums[3]) + rest_products(x_rest, s_rest),
    ]
}

fn sum_lanes(lanes: f32x8) -> f32 {
    let l = lanes.to_array();
    ((l[0] + l[4]) + (l[1] + l[5])) + ((l[2] + l[6]) + (l[3] + l[7]))
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
    while from + 8 <= sum.len() {
        widen(&mut sum[from..from + 8], &add_eight(run, from));
        from += 8;
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

fn widen(sum: &mut [f64], part: &[f32]) {
    for (s, &p) in sum.iter_mut().zip(part) {
        *s += f64::from(p);
    }
}

/// The sum of [`STRIP`] columns, in 32 bits.
fn add_strip(run: &[(f32, &[f32])], from: usize) -> [f32; STRIP] {
    let mut sums = [f32x8::ZERO; 4];
    for (x, row) in run {
        let x = f32x8::splat(*x);
        if let [a, b, c, d] = row[from..from + STRIP].as_chunks::<8>().0 {
            sums[0] += x * f32x8::new(*a);
            sums[1] += x * f32x8::new(*b);
            sums[2] += x * f32x8::new(*c);
            sums[3] += x * f32x8::new(*d);
        }
    }
    let mut out = [0.0; STRIP];
    for (out, sum) in out.as_chunks_mut::<8>().0.iter_mut().zip(sums) {
        *out = sum.to_array();
    }
    out
}

fn add_eight(run: &[(f32, &[f32])], from: usize) -> [f32; 8] {
    let mut sum = f32x8::ZERO;
    for (x, row) in run {
        if let [eight] = row[from..from + 8].as_chunks::<8>().0 {
            sum += f32x8::splat(*x) * f32x8::new(*eight);
        }
    }
    sum.to_array()
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
