//! A row of bars, one a week.

use crate::tui::theme::Glyphs;

/// Cells for the latest `cells` values, each as high as it is against the largest; at least the lowest bar, so that a
/// week without anything is seen as one.
pub fn spark(values: &[u64], cells: usize, glyphs: Glyphs) -> String {
    let shown = &values[values.len().saturating_sub(cells)..];
    let most = shown.iter().copied().max().unwrap_or(0);
    let steps = glyphs.spark();
    shown
        .iter()
        .map(|&value| steps[height(value, most, steps.len())])
        .collect()
}

/// Which of the steps: the lowest is for nothing at all, every other value has a higher one.
fn height(value: u64, most: u64, steps: usize) -> usize {
    if value == 0 || most == 0 {
        return 0;
    }
    let tops = steps - 1;
    let share = value as f64 / most as f64;
    ((share * tops as f64).round() as usize).clamp(1, tops)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Glyphs = Glyphs { ascii: false };

    #[test]
    fn weeks_are_as_high_as_their_share_of_the_largest() {
        assert_eq!(spark(&[0, 1, 4, 8], 8, PLAIN), "▁▂▅█");
        assert_eq!(spark(&[0, 0, 0], 8, PLAIN), "▁▁▁");
        assert_eq!(spark(&[9, 9, 0, 1, 1000], 3, PLAIN), "▁▂█");
        assert_eq!(spark(&[], 8, PLAIN), "");
        assert_eq!(spark(&[0, 1, 7], 8, Glyphs { ascii: true }), "_.#");
        assert_eq!(spark(&[u64::MAX, 1], 8, PLAIN), "█▂");
    }
}
