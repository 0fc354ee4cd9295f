//! E-mail addresses.

use std::ops::Range;

/// Longest local part and domain of RFC 5321.
const MAX_LOCAL: usize = 64;
const MAX_DOMAIN: usize = 255;

pub(super) fn find(s: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'@', s.as_bytes()) {
        let floor = out.last().map_or(0, |r| r.end);
        let start = local_start(&s[floor..at]) + floor;
        if let Some(end) = domain_end(&s[at + 1..]) {
            // `git@host:path` names a repository.
            if start < at && &s[start..at] != "git" {
                out.push(start..at + 1 + end);
            }
        }
    }
    out
}

fn local_start(before: &str) -> usize {
    let wordy = |c: char| c.is_alphanumeric() || "._%+-".contains(c);
    let start = before
        .char_indices()
        .rev()
        .take(MAX_LOCAL)
        .take_while(|&(_, c)| wordy(c))
        .last()
        .map_or(before.len(), |(i, _)| i);
    let local = &before[start..];
    start + local.len() - local.trim_start_matches(['.', '-', '%', '+']).len()
}

/// End of the domain at the start of `after`: labels of letters, digits and hyphens, the last one a name of letters.
fn domain_end(after: &str) -> Option<usize> {
    let mut end = None;
    let mut at = 0;
    for (i, label) in after.split('.').enumerate() {
        let len = label
            .find(|c: char| !(c.is_alphanumeric() || c == '-'))
            .unwrap_or(label.len());
        let name = &label[..len];
        if name.is_empty() || name.starts_with('-') || at + len > MAX_DOMAIN {
            break;
        }
        let name = name.trim_end_matches('-');
        if i > 0 && is_top_level(name) {
            end = Some(at + name.len());
        }
        if len < label.len() {
            break;
        }
        at += len + 1;
    }
    end
}

fn is_top_level(name: &str) -> bool {
    let picture = ["png", "jpg", "jpeg", "gif", "svg", "webp"];
    let letters = name.starts_with("xn--") || name.chars().all(char::is_alphabetic);
    letters
        && name.chars().nth(1).is_some()
        && !picture.contains(&name.to_ascii_lowercase().as_str())
}
