//! Made-up traces and signals in any number, the same for the same seed.

use std::io::{self, Write};

/// Xorshift64*: small, fast, good enough to spread words.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn roll(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        (self.roll() >> 11) % n
    }

    pub(crate) fn unit(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }
}

const SYLLABLES: [&str; 40] = [
    "re", "fund", "or", "der", "ship", "ping", "ac", "count", "bill", "ing", "pay", "ment", "de",
    "liv", "er", "y", "can", "cel", "pol", "i", "cy", "date", "re", "turn", "ware", "house", "e",
    "mail", "pass", "word", "in", "voice", "to", "tal", "tax", "name", "item", "size", "col",
    "our",
];
const MODELS: [&str; 8] = [
    "gpt-a",
    "gpt-b",
    "gpt-b-mini",
    "opal-1",
    "opal-2",
    "quartz",
    "quartz-s",
    "flint",
];
const ROUTES: [&str; 6] = [
    "refunds",
    "orders",
    "billing",
    "account",
    "search",
    "extraction",
];
const SECOND: u64 = 1_000_000_000;
/// 2026-05-18, a Monday.
const START: u64 = 1_779_062_400 * SECOND;
const WEEKS: u64 = 26;

/// A word of a vocabulary of about 30,000, the n-th as often as 1/n, as the words of languages are (Zipf's law).
fn word(dice: &mut Dice, out: &mut String) {
    let rank = 30_000_f64.powf(dice.unit()) as u64;
    let mut word = Dice::new(rank + 7);
    for _ in 0..=word.below(3) {
        out.push_str(word.pick(&SYLLABLES));
    }
}

pub(crate) fn words(dice: &mut Dice, n: u64, out: &mut String) {
    for i in 0..n {
        if i > 0 {
            out.push(if dice.below(12) == 0 { ',' } else { ' ' });
            if out.ends_with(',') {
                out.push(' ');
            }
        }
        word(dice, out);
    }
}

/// Writes `traces` native traces (about 2.5 kB each) and signals for one in eight.
pub(crate) fn write(traces: u64, seed: u64, out: &mut impl Write) -> io::Result<()> {
    write_from(0, traces, seed, out)
}

/// The same, the first of them being number `first`.
pub(crate) fn write_from(
    first: u64,
    traces: u64,
    seed: u64,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut dice = Dice::new(seed);
    let mut text = String::new();
    for i in first..first + traces {
        trace(i, first + traces, &mut dice, &mut text, out)?;
        if dice.below(100) < 12 {
            signal(i, &mut dice, &mut text, out)?;
        }
    }
    out.flush()
}

fn trace(
    i: u64,
    of: u64,
    dice: &mut Dice,
    text: &mut String,
    out: &mut impl Write,
) -> io::Result<()> {
    let at = START + WEEKS * 7 * 86_400 * SECOND / of.max(1) * i;
    let route = dice.pick(&ROUTES);
    write!(
        out,
        r#"{{"type":"trace","trace_id":"{}","session_id":"s{}","#,
        trace_id(i),
        i / 3
    )?;
    write!(
        out,
        r#""started_at":{at},"latency_ms":{},"app":"bench","route":"{route}","#,
        200 + dice.below(4000)
    )?;
    write!(
        out,
        r#""release":"r{}","model":"{}","#,
        30 + i * 20 / of.max(1),
        dice.pick(&MODELS)
    )?;
    write!(
        out,
        r#""prompt":{{"name":"{route}","version":"v{}"}},"#,
        1 + i * 12 / of.max(1)
    )?;
    text.clear();
    let n = 8 + dice.below(30);
    words(dice, n, text);
    write!(out, r#""input":"{text}?","#)?;
    text.clear();
    let n = 60 + dice.below(100);
    words(dice, n, text);
    write!(out, r#""output":"{text}.","documents":["#)?;
    for d in 0..2 {
        text.clear();
        words(dice, 80, text);
        let comma = if d == 0 { "" } else { "," };
        write!(
            out,
            r#"{comma}{{"id":"doc-{}","text":"{text}","score":0.{}}}"#,
            dice.below(400),
            50 + dice.below(50)
        )?;
    }
    let (input, output) = (200 + dice.below(900), 40 + dice.below(300));
    write!(
        out,
        r#"],"tool_calls":[{{"name":"lookup_{}","arguments":{{"id":{}}}}}],"#,
        dice.below(12),
        dice.below(100_000)
    )?;
    writeln!(
        out,
        r#""input_tokens":{input},"output_tokens":{output},"confidence":0.{}}}"#,
        10 + dice.below(90)
    )
}

/// 32 hexadecimal digits, as tracers give.
pub(crate) fn trace_id(i: u64) -> String {
    let mut dice = Dice::new(i);
    format!("{:016x}{:016x}", dice.roll(), dice.roll())
}

fn signal(i: u64, dice: &mut Dice, text: &mut String, out: &mut impl Write) -> io::Result<()> {
    let name = dice.pick(&[
        "thumbs_down",
        "thumbs_down",
        "thumbs_up",
        "retry",
        "copy",
        "escalate",
        "regenerate",
        "accept",
    ]);
    write!(
        out,
        r#"{{"type":"signal","trace_id":"{}","name":"{name}""#,
        trace_id(i)
    )?;
    if name == "thumbs_down" && dice.below(3) == 0 {
        text.clear();
        words(dice, 9, text);
        write!(out, r#","comment":"{text}""#)?;
    }
    writeln!(out, r#","at":{}}}"#, START + i)
}
