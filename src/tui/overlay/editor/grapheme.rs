//! Steps of the cursor by what a reader takes for one character: the text area itself counts code points, of which an
//! emoji or an accented letter may be several.

use unicode_segmentation::UnicodeSegmentation as _;

/// Code points of the grapheme that ends at or goes over a column, from its beginning; 0 at the beginning of the line.
pub(super) fn before(line: &str, column: usize) -> usize {
    let mut start = 0;
    for part in line.graphemes(true) {
        let end = start + part.chars().count();
        if end >= column {
            break;
        }
        start = end;
    }
    column - start.min(column)
}

/// Code points from a column to the end of the grapheme it is in; 0 at the end of the line.
pub(super) fn after(line: &str, column: usize) -> usize {
    let mut end = 0;
    for part in line.graphemes(true) {
        end += part.chars().count();
        if end > column {
            return end - column;
        }
    }
    0
}

/// Code points a column stands behind the beginning of its grapheme; 0 where it stands between two.
pub(super) fn inside(line: &str, column: usize) -> usize {
    let mut start = 0;
    for part in line.graphemes(true) {
        let end = start + part.chars().count();
        if end > column {
            return column - start;
        }
        start = end;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grapheme_is_one_step_however_many_code_points_it_has() {
        // A letter, a family of three joined by two joiners, an accent of its own.
        let line = "a👩\u{200d}👩\u{200d}👧e\u{301}";
        let steps =
            |step: fn(&str, usize) -> usize| (0..=8).map(|at| step(line, at)).collect::<Vec<_>>();
        assert_eq!(steps(before), [0, 1, 1, 2, 3, 4, 5, 1, 2]);
        assert_eq!(steps(after), [1, 5, 4, 3, 2, 1, 2, 1, 0]);
        assert_eq!(steps(inside), [0, 0, 1, 2, 3, 4, 0, 1, 0]);
        assert_eq!((before("", 0), after("", 0), inside("", 3)), (0, 0, 0));
    }
}
