//! How alike two groupings are, and which group became which.

/// Adjusted Rand index of two labellings of the same things: 1 alike, 0 as by chance (Hubert and Arabie, 1985).
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> f64 {
    let sum = |counts: &[u64]| -> f64 { counts.iter().map(|&n| pairs(n)).sum() };
    let table = Table::of(a, b);
    let both: f64 = table.cells.iter().map(|cell| pairs(cell.2)).sum();
    let (in_a, in_b) = (sum(&table.rows), sum(&table.cols));
    let all = pairs(a.len() as u64);
    let expected = if all > 0.0 { in_a * in_b / all } else { 0.0 };
    let most = 0.5 * (in_a + in_b);
    if (most - expected).abs() < 1e-12 {
        return 1.0;
    }
    (both - expected) / (most - expected)
}

fn pairs(n: u64) -> f64 {
    n as f64 * (n as f64 - 1.0) / 2.0
}

/// Normalised mutual information, arithmetic mean (the V-measure of Rosenberg and Hirschberg, 2007), in `[0, 1]`.
pub fn mutual_information(a: &[usize], b: &[usize]) -> f64 {
    let n = a.len() as f64;
    let table = Table::of(a, b);
    let entropy = |counts: &[u64]| -> f64 {
        let shares = counts.iter().map(|&c| c as f64 / n);
        shares.map(|p| -p * p.ln()).sum()
    };
    let (ha, hb) = (entropy(&table.rows), entropy(&table.cols));
    if ha + hb < 1e-12 {
        return 1.0;
    }
    let shared = |&(i, j, c): &(usize, usize, u64)| {
        let p = c as f64 / n;
        p * (p * n * n / (table.rows[i] as f64 * table.cols[j] as f64)).ln()
    };
    let shared: f64 = table.cells.iter().map(shared).sum();
    (2.0 * shared / (ha + hb)).clamp(0.0, 1.0)
}

/// How many things have each pair of labels; labels are numbered anew, in ascending order.
struct Table {
    cells: Vec<(usize, usize, u64)>,
    rows: Vec<u64>,
    cols: Vec<u64>,
}

impl Table {
    fn of(a: &[usize], b: &[usize]) -> Self {
        let (a, rows) = number(a);
        let (b, cols) = number(b);
        let mut both: Vec<(usize, usize)> = a.into_iter().zip(b).collect();
        both.sort_unstable();
        let runs = both.chunk_by(|x, y| x == y);
        let cells = runs.map(|run| (run[0].0, run[0].1, run.len() as u64));
        Self {
            cells: cells.collect(),
            rows,
            cols,
        }
    }
}

/// Labels as `0..`, and how often each occurs.
fn number(labels: &[usize]) -> (Vec<usize>, Vec<u64>) {
    let mut all = labels.to_vec();
    all.sort_unstable();
    let runs = all.chunk_by(|x, y| x == y);
    let (values, counts): (Vec<usize>, Vec<u64>) =
        runs.map(|run| (run[0], run.len() as u64)).unzip();
    let place = |label: &usize| values.partition_point(|v| v < label);
    (labels.iter().map(place).collect(), counts)
}

/// Pairs rows and columns so that the sum of `gain` is largest; for each row its column, or none where there are
/// more rows than columns. Rows of equal length. Kuhn and Munkres, with potentials, O(n³).
pub fn pair_up(gain: &[Vec<f64>]) -> Vec<Option<usize>> {
    let rows = gain.len();
    let cols = gain.first().map_or(0, Vec::len);
    let n = rows.max(cols);
    let cost = |r: usize, c: usize| {
        let there = gain.get(r).and_then(|row| row.get(c));
        -there.copied().unwrap_or(0.0)
    };
    let mut state = Potentials::new(n);
    for row in 1..=n {
        state.insert(row, &cost);
    }
    let mut answer = vec![None; rows];
    for (col, &row) in state.owner.iter().enumerate().skip(1) {
        if row >= 1 && row <= rows && col <= cols {
            answer[row - 1] = Some(col - 1);
        }
    }
    answer
}

/// Rows and columns are counted from 1; column 0 holds the row being inserted.
struct Potentials {
    n: usize,
    row: Vec<f64>,
    col: Vec<f64>,
    owner: Vec<usize>,
}

impl Potentials {
    fn new(n: usize) -> Self {
        Self {
            n,
            row: vec![0.0; n + 1],
            col: vec![0.0; n + 1],
            owner: vec![0; n + 1],
        }
    }

    fn insert(&mut self, row: usize, cost: &impl Fn(usize, usize) -> f64) {
        let n = self.n;
        self.owner[0] = row;
        let mut least = vec![f64::INFINITY; n + 1];
        let mut way = vec![0usize; n + 1];
        let mut used = vec![false; n + 1];
        let mut at = 0;
        while self.owner[at] != 0 {
            used[at] = true;
            let r = self.owner[at];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in (1..=n).filter(|c| !used[*c]) {
                let reduced = cost(r - 1, c - 1) - self.row[r] - self.col[c];
                if reduced < least[c] {
                    (least[c], way[c]) = (reduced, at);
                }
                if least[c] < step {
                    (step, next) = (least[c], c);
                }
            }
            for c in 0..=n {
                if used[c] {
                    self.row[self.owner[c]] += step;
                    self.col[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            self.owner[at] = self.owner[way[at]];
            at = way[at];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pairs_for_the_largest_sum() {
        let gain = vec![vec![0.9, 0.8], vec![0.8, 0.1], vec![0.0, 0.0]];
        assert_eq!(pair_up(&gain), [Some(1), Some(0), None]);
        assert_eq!(pair_up(&[]), []);
    }

    #[test]
    fn chance_is_zero_and_renaming_is_nothing() {
        assert!((adjusted_rand(&[0, 0, 1, 1], &[5, 5, 3, 3]) - 1.0).abs() < 1e-12);
        assert!(adjusted_rand(&[0, 0, 1, 1], &[0, 1, 0, 1]) < 0.0);
        assert!((mutual_information(&[0, 0, 1, 1], &[1, 1, 0, 0]) - 1.0).abs() < 1e-12);
        assert!(mutual_information(&[0, 0, 1, 1], &[0, 1, 0, 1]) < 1e-12);
    }

    proptest! {
        #[test]
        fn no_permutation_does_better(cells in prop::collection::vec(0.0f64..1.0, 16)) {
            let gain: Vec<Vec<f64>> = cells.chunks(4).map(<[f64]>::to_vec).collect();
            let found: f64 = pair_up(&gain).iter().enumerate().map(|(r, c)| gain[r][c.unwrap()]).sum();
            for n in 0..256usize {
                let p = [n & 3, n >> 2 & 3, n >> 4 & 3, n >> 6 & 3];
                let mut s = p;
                s.sort_unstable();
                if s == [0, 1, 2, 3] {
                    let sum: f64 = (0..4).map(|r| gain[r][p[r]]).sum();
                    prop_assert!(sum <= found + 1e-9);
                }
            }
        }
    }
}
