//! How many colours a terminal shows, and the nearest of them to one it does not.

use ratatui::style::Color;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// The sixteen that every terminal names.
    Sixteen,
    #[default]
    Indexed,
    True,
}

/// The sixteen as xterm shows them, in the order of their numbers.
const SIXTEEN: [(Color, (u8, u8, u8)); 16] = [
    (Color::Black, (0, 0, 0)),
    (Color::Red, (205, 0, 0)),
    (Color::Green, (0, 205, 0)),
    (Color::Yellow, (205, 205, 0)),
    (Color::Blue, (0, 0, 238)),
    (Color::Magenta, (205, 0, 205)),
    (Color::Cyan, (0, 205, 205)),
    (Color::Gray, (229, 229, 229)),
    (Color::DarkGray, (127, 127, 127)),
    (Color::LightRed, (255, 0, 0)),
    (Color::LightGreen, (0, 255, 0)),
    (Color::LightYellow, (255, 255, 0)),
    (Color::LightBlue, (92, 92, 255)),
    (Color::LightMagenta, (255, 0, 255)),
    (Color::LightCyan, (0, 255, 255)),
    (Color::White, (255, 255, 255)),
];

/// Steps of the colour cube that 256 colours hold.
const CUBE: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Depth {
    /// What the environment says: `COLORTERM` of `truecolor` or `24bit`, a `TERM` of 256 colours, else sixteen.
    pub fn find(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let colorterm = env("COLORTERM").unwrap_or_default();
        let term = env("TERM").unwrap_or_default();
        if matches!(colorterm.as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
            Self::True
        } else if term.contains("256") || !colorterm.is_empty() {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// The colour itself where it can be shown, else the nearest that can.
    pub fn nearest(self, colour: Color) -> Color {
        match (self, colour) {
            (Self::Indexed, Color::Rgb(r, g, b)) => Color::Indexed(index_of((r, g, b))),
            (Self::Sixteen, Color::Rgb(r, g, b)) => sixteen((r, g, b)),
            (Self::Sixteen, Color::Indexed(index)) => sixteen(rgb_of(index)),
            _ => colour,
        }
    }
}

type Rgb = (u8, u8, u8);

fn distance(a: Rgb, b: Rgb) -> u32 {
    let part = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    // Eyes tell green best and blue least.
    2 * part(a.0, b.0) + 4 * part(a.1, b.1) + part(a.2, b.2)
}

fn sixteen(rgb: Rgb) -> Color {
    let nearest = SIXTEEN.into_iter().min_by_key(|(_, at)| distance(*at, rgb));
    nearest.map_or(Color::Reset, |(colour, _)| colour)
}

/// The nearest of the cube and the greys.
fn index_of(rgb: Rgb) -> u8 {
    let nearest = (16..=255).min_by_key(|index| distance(rgb_of(*index), rgb));
    nearest.unwrap_or(7)
}

fn rgb_of(index: u8) -> Rgb {
    match index {
        0..=15 => SIXTEEN[usize::from(index)].1,
        16..=231 => {
            let n = usize::from(index - 16);
            (CUBE[n / 36], CUBE[n / 6 % 6], CUBE[n % 6])
        }
        grey => {
            let level = 8 + 10 * (grey - 232);
            (level, level, level)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_tells_the_depth() {
        let of = |colorterm: &'static str, term: &'static str| {
            Depth::find(&move |name| match name {
                "COLORTERM" => Some(colorterm.to_owned()),
                "TERM" => Some(term.to_owned()),
                _ => None,
            })
        };
        assert_eq!(of("truecolor", "xterm"), Depth::True);
        assert_eq!(of("", "xterm-256color"), Depth::Indexed);
        assert_eq!(of("", "xterm"), Depth::Sixteen);
        assert_eq!(of("", "linux"), Depth::Sixteen);
    }

    #[test]
    fn colours_are_mapped_down_and_never_up() {
        let orange = Color::Rgb(255, 135, 0);
        assert_eq!(Depth::True.nearest(orange), orange);
        assert_eq!(Depth::Indexed.nearest(orange), Color::Indexed(208));
        assert_eq!(
            Depth::Sixteen.nearest(Color::Rgb(250, 10, 5)),
            Color::LightRed
        );
        assert_eq!(Depth::Sixteen.nearest(Color::Indexed(21)), Color::Blue);
        assert_eq!(Depth::Sixteen.nearest(Color::Cyan), Color::Cyan);
        for index in 16..=255 {
            let (r, g, b) = rgb_of(index);
            let back = rgb_of(index_of((r, g, b)));
            assert_eq!(back, (r, g, b), "{index}");
        }
    }
}
