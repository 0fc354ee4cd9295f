//! Bearer tokens, JSON web tokens and API keys by their well-known shapes.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::keep_first;

/// Compiles an expression of ours; one that does not compile would find nothing, and a test finds that.
pub(super) fn compile(pattern: &str) -> Option<Regex> {
    Regex::new(pattern).ok()
}

static KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(concat!(
        r"\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}",
        r"|\b(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{20,}",
        r"|\bgithub_pat_[A-Za-z0-9_]{20,}",
        r"|\bglpat-[A-Za-z0-9_-]{20,}",
        r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
        r"|\bxox[abeprs]-[A-Za-z0-9-]{10,}",
        r"|\bAIza[0-9A-Za-z_-]{35}",
        r"|\bhf_[A-Za-z0-9]{30,}",
        r"|\bnpm_[A-Za-z0-9]{30,}",
        r"|\bSG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}",
    ))
});

static ASSIGNED_KEY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r#"(?i)(?:api|secret|access)[_-]?key\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?([A-Za-z0-9_\-]{16,})"#,
    )
});

static WEB_TOKEN: LazyLock<Option<Regex>> =
    LazyLock::new(|| compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"));

static BEARER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    compile(
        r"(?i)\bbearer\s{1,3}([A-Za-z0-9._~+/-]{16,}=*)|\bauthorization\W{1,6}basic\s{1,3}([A-Za-z0-9+/]{8,}=*)",
    )
});

pub(super) fn find_keys(s: &str) -> Vec<Range<usize>> {
    let mut out: Vec<_> = matches(&KEY, s)
        .filter(|r| is_random(&s[r.clone()]))
        .collect();
    out.extend(matches(&ASSIGNED_KEY, s).filter(|r| is_random(&s[r.clone()])));
    out.extend(find_key_blocks(s));
    keep_first(&mut out, 0);
    out
}

/// Private keys in PEM armour: from the `BEGIN` line to the next `END` line, or to the end of the text.
fn find_key_blocks(s: &str) -> Vec<Range<usize>> {
    const TAIL: &str = "PRIVATE KEY-----";
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = s[at..].find("-----BEGIN ").map(|i| at + i) {
        let header = s[start..].lines().next().unwrap_or_default();
        at = start + 11;
        let Some(first) = header.find(TAIL).filter(|&i| i < 64) else {
            continue;
        };
        let body = start + first + TAIL.len();
        let end = s[body..].find("-----END ").map_or(s.len(), |i| body + i);
        at = s[end..]
            .find(TAIL)
            .filter(|&i| i < 64)
            .map_or(end, |i| end + i + TAIL.len());
        out.push(start..at);
    }
    out
}

pub(super) fn find_tokens(s: &str) -> Vec<Range<usize>> {
    let mut out: Vec<_> = matches(&WEB_TOKEN, s).collect();
    out.extend(matches(&BEARER, s).filter(|r| is_random(&s[r.clone()])));
    keep_first(&mut out, 0);
    out
}

/// Ranges of the first group that took part, else of the whole match.
fn matches<'a>(
    regex: &'static LazyLock<Option<Regex>>,
    s: &'a str,
) -> impl Iterator<Item = Range<usize>> + 'a {
    regex.iter().flat_map(move |regex| {
        regex.captures_iter(s).filter_map(|c| {
            let group = c.iter().skip(1).flatten().next().or_else(|| c.get(0));
            group.map(|m| m.range())
        })
    })
}

/// Tells a secret from words joined by hyphens: it holds a digit or a long run of letters in mixed case.
fn is_random(s: &str) -> bool {
    let mixed = |part: &str| {
        part.len() >= 16
            && part.bytes().any(|b| b.is_ascii_lowercase())
            && part.bytes().any(|b| b.is_ascii_uppercase())
    };
    let long = |part: &str| part.len() >= 24;
    s.bytes().any(|b| b.is_ascii_digit())
        || s.split(['-', '_']).any(|part| mixed(part) || long(part))
}
