//! Runs of CJK characters, which have no spaces between words and are read as overlapping pairs.

/// Tells whether `c` is a letter of Han, Hiragana, Katakana, Bopomofo or Hangul.
pub fn is_cjk(c: char) -> bool {
    matches!(
        c,
        '\u{1100}'..='\u{11ff}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3041}'..='\u{309f}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'..='\u{30ff}'
            | '\u{3105}'..='\u{312f}'
            | '\u{3131}'..='\u{318e}'
            | '\u{31a0}'..='\u{31bf}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{a960}'..='\u{a97f}'
            | '\u{ac00}'..='\u{d7ff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{ff66}'..='\u{ff9f}'
            | '\u{20000}'..='\u{323af}'
    )
}

/// Cuts `s` into runs of CJK and runs of everything else, in order; the flag says which.
pub(crate) fn for_each_segment<'a>(s: &'a str, mut f: impl FnMut(&'a str, bool)) {
    if s.is_ascii() {
        if !s.is_empty() {
            f(s, false);
        }
        return;
    }
    let mut start = 0;
    let mut run = false;
    for (i, c) in s.char_indices() {
        let cjk = !c.is_ascii() && is_cjk(c);
        if cjk != run {
            if start < i {
                f(&s[start..i], run);
            }
            start = i;
            run = cjk;
        }
    }
    if start < s.len() {
        f(&s[start..], run);
    }
}

/// Calls `f` with each overlapping pair of characters of a CJK run, or with the run if it is one character.
pub(crate) fn for_each_pair(run: &str, mut f: impl FnMut(&str)) {
    let mut ends = run.char_indices().map(|(i, c)| (i, i + c.len_utf8()));
    let Some((mut start, first_end)) = ends.next() else {
        return;
    };
    if first_end == run.len() {
        return f(run);
    }
    for (next, end) in ends {
        f(&run[start..end]);
        start = next;
    }
}
