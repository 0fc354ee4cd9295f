//! The texts of a trace that can be compared, and which two are.

use crate::{
    model::{
        content::Content,
        read::{GoodSource, NearestGood, TraceDetail},
    },
    tui::widget::when::{moment, short_id},
};
use std::borrow::Cow;

/// A text of the trace with whose words it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side<'a> {
    pub title: String,
    pub text: Cow<'a, str>,
}

/// The output, then what stands against it, strongest first, what golden rows made of it expect, corrections that stand
/// no longer, the nearest good answer once it was asked for, and the input. Texts that are the same are one, named after
/// all of them. Where nothing stands against the output there is nothing to compare it with, so the input is left out.
pub fn texts<'a>(detail: &'a TraceDetail, nearest: Option<&'a NearestGood>) -> Vec<Side<'a>> {
    let mut found = Vec::new();
    add(&mut found, "output".into(), output(detail));
    for correction in &detail.corrections {
        let title = match correction.source.as_str() {
            "final" => "user's final text".to_owned(),
            "user" => "correction (user)".to_owned(),
            _ => format!("correction ({})", correction.by),
        };
        add(&mut found, title, Cow::Borrowed(&correction.text));
    }
    for (row, text) in &detail.expected {
        add(&mut found, format!("golden {row}"), Cow::Borrowed(text));
    }
    for correction in &detail.earlier {
        let at = correction.at.map(moment).unwrap_or_default();
        let title = format!("earlier ({}, {at})", correction.by);
        add(&mut found, title, Cow::Borrowed(&correction.text));
    }
    if let Some(nearest) = nearest {
        add(&mut found, called(nearest), Cow::Borrowed(&nearest.text));
    }
    if found.len() > 1 {
        let input = detail.trace.input.as_ref().map(Content::plain);
        let input = input.filter(|text| !text.is_empty());
        if let Some(input) = input {
            add(&mut found, "input".into(), Cow::Owned(input));
        }
    }
    found
}

fn add<'a>(found: &mut Vec<Side<'a>>, title: String, text: Cow<'a, str>) {
    match found.iter_mut().find(|side| side.text == text) {
        Some(same) => same.title = format!("{} = {title}", same.title),
        None => found.push(Side { title, text }),
    }
}

fn output(detail: &TraceDetail) -> Cow<'_, str> {
    match detail.trace.output.as_ref() {
        Some(Content(serde_json::Value::String(text))) => Cow::Borrowed(text),
        Some(other) => Cow::Owned(other.plain()),
        None => Cow::Borrowed(""),
    }
}

/// Whose words a good answer is and of which trace, and how alike what was asked there is.
pub fn called(nearest: &NearestGood) -> String {
    let what = match &nearest.source {
        GoodSource::Golden(row) => format!("golden {row}"),
        GoodSource::Correction(by) => format!("correction ({by})"),
        GoodSource::Output => "good output".to_owned(),
    };
    let alike = (nearest.alike * 100.0).round();
    match &nearest.trace {
        Some(trace) => format!("{what} of {}, {alike} % alike", short_id(trace)),
        None => format!("{what}, {alike} % alike"),
    }
}

/// The pair of the output and the nearest good answer; none where both are the same text.
pub fn with_nearest(detail: &TraceDetail, nearest: &NearestGood) -> Option<usize> {
    let texts = texts(detail, Some(nearest));
    let at = texts.iter().position(|side| side.text == nearest.text);
    let pair = (0, at?);
    pairs(texts.len()).into_iter().position(|p| p == pair)
}

/// Every pair of `n` texts, the output against the strongest first.
pub fn pairs(n: usize) -> Vec<(usize, usize)> {
    (0..n)
        .flat_map(|a| (a + 1..n).map(move |b| (a, b)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_comes_first_against_the_strongest() {
        assert_eq!(pairs(3), [(0, 1), (0, 2), (1, 2)]);
        assert!(pairs(1).is_empty());
    }
}
