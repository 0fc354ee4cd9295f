//! Where a list or a text is scrolled to.

use crate::tui::command::Motion;

/// The first visible line so that `selected` is seen, moving as little as possible.
pub fn follow(top: usize, selected: usize, height: usize, len: usize) -> usize {
    let height = height.max(1);
    let last_top = len.saturating_sub(height);
    let top = top.min(last_top);
    if selected < top {
        selected
    } else if selected >= top + height {
        selected + 1 - height
    } else {
        top
    }
}

/// Where a motion leads in a list of `len` items of which `height` are seen; stays inside.
pub fn step(motion: Motion, at: usize, height: usize, len: usize) -> usize {
    let page = height.max(2);
    let to = match motion {
        Motion::Up => at.saturating_sub(1),
        Motion::Down => at + 1,
        Motion::HalfUp => at.saturating_sub(page / 2),
        Motion::HalfDown => at + page / 2,
        Motion::PageUp => at.saturating_sub(page - 1),
        Motion::PageDown => at + page - 1,
        Motion::Top => 0,
        Motion::Bottom => len,
        Motion::Left | Motion::Right | Motion::NextPane | Motion::PreviousPane => at,
    };
    to.min(len.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scrolling_follows_the_selection_and_no_more() {
        assert_eq!(follow(0, 5, 10, 100), 0);
        assert_eq!(follow(0, 10, 10, 100), 1);
        assert_eq!(follow(50, 20, 10, 100), 20);
        assert_eq!(follow(95, 99, 10, 100), 90);
        assert_eq!(follow(5, 0, 10, 3), 0);
        assert_eq!(follow(0, 0, 0, 0), 0);
    }

    #[test]
    fn motions_stay_inside() {
        assert_eq!(step(Motion::Down, 9, 5, 10), 9);
        assert_eq!(step(Motion::Bottom, 0, 5, 10), 9);
        assert_eq!(step(Motion::PageDown, 0, 5, 10), 4);
        assert_eq!(step(Motion::Down, 0, 5, 0), 0);
    }
}
