//! Traces with outputs of 200 KB, and what somebody made of them.

use super::traces::{Dice, words};
use serde_json::json;

const SIZE: usize = 200_000;

/// A kind of large output.
pub(crate) struct Large {
    pub(crate) name: &'static str,
    pub(crate) output: String,
    /// The text a user ended up with.
    pub(crate) kept: String,
}

pub(crate) fn all() -> Vec<Large> {
    let mut dice = Dice::new(11);
    let prose = lines(&mut dice, 14);
    let long = lines(&mut dice, 300);
    let json = document(&mut dice);
    let chinese = chinese(&mut dice);
    vec![
        Large {
            name: "prose, 5 % of its words changed",
            kept: changed(&prose, 5, &mut dice),
            output: prose.clone(),
        },
        Large {
            name: "prose, 40 % of its words changed",
            kept: changed(&prose, 40, &mut dice),
            output: prose.clone(),
        },
        Large {
            name: "prose, another text altogether",
            kept: lines(&mut dice, 14),
            output: prose,
        },
        Large {
            name: "paragraphs of 300 words, 5 % changed",
            kept: changed(&long, 5, &mut dice),
            output: long,
        },
        Large {
            name: "JSON on one line, 5 % changed",
            kept: json.replace("total", "sum"),
            output: json,
        },
        Large {
            name: "Chinese with emoji, 5 % changed",
            kept: changed(&chinese, 5, &mut dice),
            output: chinese,
        },
        Large {
            name: "one line without a space",
            kept: "abcdefghi0".repeat(SIZE / 10),
            output: "abcdefghij".repeat(SIZE / 10),
        },
    ]
}

/// Native records of a trace with that output, disliked, and edited to the text that was kept.
pub(crate) fn records(large: &Large) -> Vec<u8> {
    let trace = json!({
        "type": "trace", "trace_id": "large", "started_at": "2026-11-10T12:00:00Z",
        "input": "Tell me everything.", "output": large.output,
    });
    let down = json!({"type": "signal", "trace_id": "large", "name": "thumbs_down"});
    let edit = json!({"type": "signal", "trace_id": "large", "name": "edit", "final": large.kept});
    format!("{trace}\n{down}\n{edit}\n").into_bytes()
}

fn lines(dice: &mut Dice, n: u64) -> String {
    let mut text = String::with_capacity(SIZE + 8 * 300);
    while text.len() < SIZE {
        words(dice, n, &mut text);
        text.push('\n');
    }
    text
}

fn document(dice: &mut Dice) -> String {
    let mut items = Vec::new();
    for id in 0..SIZE / 160 {
        let mut name = String::new();
        words(dice, 8, &mut name);
        items
            .push(json!({"id": id, "name": name, "total": dice.below(90_000), "tags": ["a", "b"]}));
    }
    json!(items).to_string()
}

fn chinese(dice: &mut Dice) -> String {
    let mut text = String::with_capacity(SIZE + 256);
    while text.len() < SIZE {
        for _ in 0..40 {
            let c = char::from_u32(0x4E00 + dice.below(3_000) as u32);
            text.push(c.unwrap_or('中'));
        }
        text.push_str("🙂，");
        if dice.below(4) == 0 {
            text.push('\n');
        }
    }
    text
}

/// The text with so many of a hundred words (or phrases, where there are no spaces) replaced.
fn changed(text: &str, percent: u64, dice: &mut Dice) -> String {
    text.split_inclusive([' ', '\n', '，'])
        .map(|word| {
            if dice.below(100) < percent {
                let end = word.chars().next_back().unwrap_or(' ');
                format!("new{}{end}", dice.below(500))
            } else {
                word.to_owned()
            }
        })
        .collect()
}
