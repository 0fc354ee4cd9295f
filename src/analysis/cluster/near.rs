//! "More like this": exact scalar products with every row.

use super::lanes::dot;
use super::matrix::{BLOCK, Matrix};
use super::watch::{Cancelled, Watch};

/// The `count` rows most like `row`, with their cosines, the most similar first, ties by index. Rows of zeros and
/// those not alike at all are left out.
pub fn nearest(
    vectors: &Matrix,
    row: &[f32],
    count: usize,
    watch: &Watch,
) -> Result<Vec<(usize, f32)>, Cancelled> {
    let parts = watch.blocks(vectors.rows(), 16 * BLOCK, |range| {
        let cosines = range.map(|i| (i, dot(vectors.row(i), row)));
        best(cosines.filter(|n| n.1 > 0.0).collect(), count)
    })?;
    Ok(best(parts.concat(), count))
}

fn best(mut all: Vec<(usize, f32)>, count: usize) -> Vec<(usize, f32)> {
    let order = |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
    if all.len() > count && count > 0 {
        all.select_nth_unstable_by(count - 1, order);
    }
    all.truncate(count);
    all.sort_by(order);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_similar_come_first() {
        let rows = [
            vec![1.0, 0.0],
            vec![0.0, 1.0],
            vec![1.0, 1.0],
            vec![1.0, 0.0],
        ];
        let m = Matrix::from_rows(2, &rows).unwrap();
        let found = nearest(&m, m.row(0), 3, &Watch::quiet()).unwrap();
        assert_eq!(found.iter().map(|n| n.0).collect::<Vec<_>>(), [0, 3, 2]);
        assert!(
            nearest(&m, m.row(0), 0, &Watch::quiet())
                .unwrap()
                .is_empty()
        );
    }
}
