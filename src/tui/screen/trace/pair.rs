//! The texts of a trace that can be compared, and which two are.

use crate::model::read::TraceDetail;

/// A text of the trace with whose words it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    pub title: String,
    pub text: String,
}

/// The output, then what stands against it, strongest first.
pub fn texts(detail: &TraceDetail) -> Vec<Side> {
    let mut found = Vec::new();
    let output = detail
        .trace
        .output
        .as_ref()
        .map(crate::model::content::Content::plain)
        .unwrap_or_default();
    found.push(Side {
        title: "output".into(),
        text: output,
    });
    for correction in &detail.corrections {
        let title = match correction.source.as_str() {
            "final" => "user's final text".to_owned(),
            "user" => "correction (user)".to_owned(),
            _ => format!("correction ({})", correction.by),
        };
        found.push(Side {
            title,
            text: correction.text.clone(),
        });
    }
    found
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
