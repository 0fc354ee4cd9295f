//! The queue as lines of a terminal: columns as wide as this page needs, the question in what is left.

use crate::{
    cli::{io::safe, look::Look, render},
    model::{read::QueueRow, taxonomy::Taxonomy},
    text::width,
};

/// Cells between two columns.
const GAP: usize = 2;
/// What is left for the question at least, before columns make room.
const ASKED: usize = 22;
/// From this width on columns may be wider, and the date is shown.
const ROOMY: usize = 130;

/// Columns before the question, in their order.
const COLUMNS: [Column; 7] = [
    Column::new("bad", 4, 4),
    Column::new("trace", 14, 36),
    Column::new("date", 0, 10),
    Column::new("decided", 14, 14),
    Column::new("signals", 20, 32),
    Column::new("mode", 14, 20),
    Column::new("prompt", 12, 20),
];

/// What gives way first where a line is narrow: a column, and the cells it is cut to.
const GIVING_WAY: [(&str, usize); 6] = [
    ("prompt", 0),
    ("signals", 12),
    ("decided", 8),
    ("mode", 0),
    ("trace", 9),
    ("signals", 0),
];

struct Column {
    title: &'static str,
    /// Cells at most, usually and where there is room.
    most: usize,
    most_in_room: usize,
}

impl Column {
    const fn new(title: &'static str, most: usize, most_in_room: usize) -> Self {
        Self {
            title,
            most,
            most_in_room,
        }
    }
}

/// The rows, under a heading on a terminal.
pub(super) fn lines(rows: &[QueueRow], taxonomy: &Taxonomy, look: Look) -> Vec<String> {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| cells(row, taxonomy)).collect();
    let widths = widths(&cells, look);
    let titles = COLUMNS.map(|column| column.title.to_owned());
    let heading = look
        .terminal
        .then(|| look.dim(&line(&titles, "asked", &widths, look, None)));
    let body = rows
        .iter()
        .zip(&cells)
        .map(|(row, cells)| line(cells, &safe(&row.snippet), &widths, look, Some(row)));
    heading.into_iter().chain(body).collect()
}

fn cells(row: &QueueRow, taxonomy: &Taxonomy) -> Vec<String> {
    let date = row
        .started_at
        .map(|at| at.rfc3339().chars().take(10).collect());
    vec![
        render::score(row.badness),
        safe(&row.trace_id),
        date.unwrap_or_default(),
        render::decided(row),
        render::signals(row),
        render::modes(row, taxonomy),
        safe(row.prompt.as_deref().unwrap_or_default()),
    ]
}

/// Cells of each column; 0 leaves it out.
fn widths(cells: &[Vec<String>], look: Look) -> Vec<usize> {
    let mut widths: Vec<usize> = COLUMNS
        .iter()
        .enumerate()
        .map(|(n, column)| {
            let widest = cells.iter().map(|row| width::width(&row[n])).max();
            let most = if look.width >= ROOMY {
                column.most_in_room
            } else {
                column.most
            };
            match widest.unwrap_or(0).min(most) {
                0 => 0,
                cells if look.terminal => cells.max(column.title.len()).min(most.max(1)),
                cells => cells,
            }
        })
        .collect();
    for (title, most) in GIVING_WAY {
        if taken(&widths) + ASKED <= look.width {
            break;
        }
        for (column, cells) in COLUMNS.iter().zip(&mut widths) {
            if column.title == title {
                *cells = (*cells).min(most);
            }
        }
    }
    widths
}

fn taken(widths: &[usize]) -> usize {
    widths.iter().filter(|w| **w > 0).map(|w| w + GAP).sum()
}

fn line(
    cells: &[String],
    asked: &str,
    widths: &[usize],
    look: Look,
    row: Option<&QueueRow>,
) -> String {
    let mut out = String::new();
    for ((column, cell), &cells) in COLUMNS.iter().zip(cells).zip(widths) {
        if cells == 0 {
            continue;
        }
        let text = match column.title {
            "bad" => width::pad_left(cell, cells),
            _ => width::pad(cell, cells),
        };
        out.push_str(&match row {
            Some(row) => paint(column.title, &text, row, look),
            None => text,
        });
        out.push_str(&" ".repeat(GAP));
    }
    let room = look.width.saturating_sub(taken(widths));
    out.push_str(&width::truncate(asked, room));
    out.trim_end().to_owned()
}

fn paint(title: &str, text: &str, row: &QueueRow, look: Look) -> String {
    let predicted = row.modes.iter().all(|mode| mode.source != "human");
    match title {
        "bad" => look.badness(row.badness, text),
        "mode" if !predicted => look.strong(text),
        "date" | "prompt" | "mode" => look.dim(text),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::taxonomy::starter,
        model::read::{ModeTag, SignalTag},
    };

    fn row(n: usize) -> QueueRow {
        QueueRow {
            trace_id: format!("7f3a9c00aa{n:022}"),
            badness: 0.97,
            signals: vec![
                SignalTag {
                    name: "thumbs_down".into(),
                    count: 1,
                    lean: 1,
                },
                SignalTag {
                    name: "regenerate".into(),
                    count: 2,
                    lean: 1,
                },
            ],
            modes: vec![ModeTag {
                id: "wrong_facts".into(),
                source: "cues".into(),
                confidence: 0.7,
                why: None,
            }],
            prompt: Some("refunds@v5".into()),
            snippet:
                "How long do refunds take for orders from the 日本語 shop, and where do I see it?"
                    .into(),
            ..QueueRow::default()
        }
    }

    #[test]
    fn no_line_is_wider_than_asked_or_ends_in_blanks() {
        let rows = [
            row(1),
            row(2),
            QueueRow {
                trace_id: "x".into(),
                ..QueueRow::default()
            },
        ];
        for width in 40..220 {
            for terminal in [false, true] {
                let look = Look {
                    width,
                    colour: false,
                    terminal,
                };
                for line in lines(&rows, starter(), look) {
                    assert!(width::width(&line) <= width, "{width}: {line:?}");
                    assert_eq!(line.trim_end(), line);
                }
            }
        }
    }

    #[test]
    fn colours_change_no_column() {
        let plain = Look {
            width: 100,
            colour: false,
            terminal: true,
        };
        let painted = Look {
            colour: true,
            ..plain
        };
        for (a, b) in
            lines(&[row(1)], starter(), plain)
                .iter()
                .zip(lines(&[row(1)], starter(), painted))
        {
            let mut bare = String::new();
            let mut rest = b.as_str();
            while let Some(at) = rest.find('\u{1b}') {
                bare.push_str(&rest[..at]);
                rest = &rest[at + rest[at..].find('m').unwrap() + 1..];
            }
            bare.push_str(rest);
            assert_eq!(bare.trim_end(), a);
            assert_ne!(b, bare);
        }
    }

    #[test]
    fn columns_nobody_fills_are_left_out() {
        let rows = [QueueRow {
            trace_id: "t".into(),
            snippet: "hi".into(),
            badness: 0.15,
            ..QueueRow::default()
        }];
        let look = Look {
            width: 100,
            colour: false,
            terminal: false,
        };
        assert_eq!(lines(&rows, starter(), look), [" .15  t  hi".trim_start()]);
    }
}
