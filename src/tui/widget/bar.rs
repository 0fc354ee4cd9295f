//! Badness as a number and a bar.

use crate::tui::theme::Glyphs;

/// Two digits without the zero, as `.98`; never rounded up to `1.0` unless it is exactly one.
pub fn badness(value: f64) -> String {
    if value >= 1.0 {
        return "1.0".to_owned();
    }
    let hundredths = (value.max(0.0) * 100.0).round().min(99.0) as u32;
    format!(".{hundredths:02}")
}

/// A number with its sign, as `+2.7` or `−1.8`.
pub fn signed(value: f64, decimals: usize) -> String {
    format!("{value:+.decimals$}").replace('-', "−")
}

/// A bar of at most `cells` cells, in eighths of a cell.
pub fn bar(value: f64, cells: usize, glyphs: Glyphs) -> String {
    let blocks = glyphs.bar();
    let eighths = (value.clamp(0.0, 1.0) * cells as f64 * 8.0).round() as usize;
    let mut bar = blocks[7].repeat(eighths / 8);
    if !eighths.is_multiple_of(8) {
        bar.push_str(blocks[eighths % 8 - 1]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_number() {
        let glyphs = Glyphs { ascii: false };
        assert_eq!(bar(1.0, 8, glyphs), "████████");
        assert_eq!(bar(0.5, 8, glyphs), "████");
        assert_eq!(bar(0.95, 8, glyphs), "███████▋");
        assert_eq!(bar(0.0, 8, glyphs), "");
        assert_eq!(bar(f64::NAN, 8, glyphs), "");
        assert_eq!(
            [badness(0.999), badness(1.0), badness(0.07), badness(0.0)],
            [".99", "1.0", ".07", ".00"]
        );
    }
}
