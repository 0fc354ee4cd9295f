//! Outputs that refuse, and outputs that loop.

use std::sync::LazyLock;

use regex::Regex;

/// Characters of an output in which a refusal shows.
const HEAD_CHARS: usize = 400;

static REFUSAL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&REFUSAL_PARTS.join("|")).ok());

/// Set phrases of refusals, in lower case with plain apostrophes.
const REFUSAL_PARTS: &[&str] = &[
    r"\bi(?:'m| am) (?:really |truly |very |so )?sorry,? (?:but|that|i)\b.{0,80}(?:can't|cannot|can not|unable|not able|won't|not going)",
    r"\b(?:sorry|apologi[sz]e),? (?:but )?(?:i|as an)\b.{0,60}(?:can't|cannot|can not|unable|not able|won't|don't)",
    r"\bi (?:simply |really )?(?:can't|cannot|can not|won't|will not|could not|couldn't|am unable to|am not able to|must decline|refuse|decline)\b.{0,20}\b(?:help|assist|provide|fulfil|fulfill|comply|support|give|offer|answer|generate|create|write|do that|engage|participate|discuss|share|guide|advise|encourage|condone|promote|satisfy|complete)",
    r"\bi(?:'m| am) (?:unable|not able|not in a position|not allowed|not permitted|not comfortable) ",
    r"\bas an? (?:responsible |ethical )?(?:ai|artificial intelligence|language model)\b[^.!?]{0,120}(?:can't|cannot|can not|unable|not able|won't|must not|must clarify|not programmed)",
    r"\b(?:my|our) (?:purpose|programming|guidelines|policy|policies|ethical)\b.{0,80}\b(?:prevent|prohibit|not allow|can't|cannot|against)",
    r"\bi must (?:refuse|decline|not)\b",
    r"\b(?:can't|cannot|not able to|unable to) (?:help|assist)(?: you)?(?: with)? (?:that|this|with)",
];

/// Tells whether an output refuses its request: one fixed pattern over its first 400 characters. A good first
/// guess for outputs with set phrases, not a verdict; partial and soft refusals escape it.
pub fn refuses(output: &str) -> bool {
    let (head, _) = super::first_chars(output.trim_start(), HEAD_CHARS);
    let mut head = head.to_ascii_lowercase();
    if !head.is_ascii() {
        head = head.replace(['’', '‘'], "'");
    }
    if memchr::memchr2(b'\n', b'\r', head.as_bytes()).is_some() {
        head = head.replace(['\n', '\r'], " ");
    }
    REFUSAL.as_ref().is_some_and(|r| r.is_match(&head))
}

/// Bytes looked at from the beginning and from the end of an output: a loop goes on to the end or fills the text.
const LOOP_WINDOW: usize = 128 * 1024;
/// Words of the sequence, and how often it has to come in a row.
const SEQUENCE: usize = 3;
const REPEATS: usize = 8;
/// Longest repeated stretch that is recognised, in words.
const MAX_PERIOD: usize = 64;
/// Counters that tell apart word triples; a clash only costs time.
const COUNTERS: usize = 4096;

/// Tells whether an output loops: a stretch of three words or more (up to 64) that comes eight times or more in a
/// row, whatever the punctuation between; shorter ones count as three words. Numbers alone are a table, not a loop. Looks at the first
/// and last 128 KiB; linear in what it looks at.
pub fn loops(output: &str) -> bool {
    if output.len() <= 2 * LOOP_WINDOW {
        return loops_in(output);
    }
    let head = super::floor_boundary(output, LOOP_WINDOW);
    let tail = super::floor_boundary(output, output.len() - LOOP_WINDOW);
    loops_in(&output[..head]) || loops_in(&output[tail..])
}

fn loops_in(s: &str) -> bool {
    // Each word takes a byte and something between it and the next.
    if s.len() < SEQUENCE * REPEATS * 2 - 1 && s.is_ascii() {
        return false;
    }
    let words = hash_words(s);
    some_triple_repeats(&words) && (1..=MAX_PERIOD).any(|period| repeats_by(&words, period))
}

/// A cheap test that most texts fail: some triple of words occurs as often as a loop needs.
fn some_triple_repeats(words: &[u32]) -> bool {
    let mut counts = [0_u8; COUNTERS];
    words.windows(SEQUENCE).any(|w| {
        let mixed = (w[0].wrapping_mul(31) ^ w[1]).wrapping_mul(31) ^ w[2];
        let n = &mut counts[(mixed ^ (mixed >> 16)) as usize % COUNTERS];
        *n = n.saturating_add(1);
        usize::from(*n) >= REPEATS - 1
    })
}

/// Tells whether a stretch of `period` words comes often enough in a row somewhere.
fn repeats_by(words: &[u32], period: usize) -> bool {
    let needed = period.max(SEQUENCE) * REPEATS - period;
    let mut run = 0;
    for (i, pair) in words.iter().zip(words.iter().skip(period)).enumerate() {
        run = if pair.0 == pair.1 { run + 1 } else { 0 };
        if run >= needed
            && words[i + 1 - period.min(i + 1)..=i]
                .iter()
                .any(|w| w & NUMBER == 0)
        {
            return true;
        }
    }
    false
}

/// Set in the hash of a word that is only digits.
const NUMBER: u32 = 1;

/// Hashes of the words of `s` without regard to ASCII case: runs of letters and digits, single CJK characters.
fn hash_words(s: &str) -> Vec<u32> {
    let mut out = Vec::with_capacity(s.len() / 5 + 1);
    let mut word = Word::default();
    let mut at = 0;
    while let Some(&b) = s.as_bytes().get(at) {
        if b.is_ascii() {
            let (after, more) = word.push_ascii(s.as_bytes(), at);
            at = after;
            if !more {
                out.extend(word.take());
                at += 1;
            }
            continue;
        }
        let Some(c) = s[at..].chars().next() else {
            break;
        };
        at += c.len_utf8();
        let cjk = super::words::is_cjk(c);
        if cjk || !c.is_alphanumeric() {
            out.extend(word.take());
        }
        if c.is_alphanumeric() {
            word.push(c as u32, true);
        }
        if cjk {
            out.extend(word.take());
        }
    }
    out.extend(word.take());
    out
}

/// ASCII letters in lower case and digits; 0 for every other byte.
const FOLDED: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        if (byte as u8).is_ascii_alphanumeric() {
            table[byte] = (byte as u8).to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

#[derive(Default)]
struct Word {
    hash: u32,
    len: usize,
    letters: bool,
}

impl Word {
    #[inline]
    fn push(&mut self, code: u32, letter: bool) {
        self.len += 1;
        self.letters |= letter;
        self.hash = (self.hash ^ code).wrapping_mul(0x0100_0193);
    }

    /// Takes in the ASCII letters and digits from `at` on; tells where they end and whether the word may go on there,
    /// which it does in a character that is not ASCII and at the end.
    #[inline]
    fn push_ascii(&mut self, bytes: &[u8], at: usize) -> (usize, bool) {
        let (mut hash, mut all) = (self.hash, 0);
        let mut end = at;
        let more = loop {
            let Some(&byte) = bytes.get(end) else {
                break true;
            };
            let folded = FOLDED[usize::from(byte)];
            if folded == 0 {
                break !byte.is_ascii();
            }
            all |= folded;
            hash = (hash ^ u32::from(folded)).wrapping_mul(0x0100_0193);
            end += 1;
        };
        self.hash = hash;
        self.len += end - at;
        // Of letters and digits only letters have this bit.
        self.letters |= all & 0x40 != 0;
        (end, more)
    }

    fn take(&mut self) -> Option<u32> {
        let word = std::mem::take(self);
        (word.len > 0).then_some((word.hash & !NUMBER) | u32::from(!word.letters))
    }
}

#[cfg(test)]
mod tests;
