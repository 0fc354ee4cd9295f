//! The texts of a record that is as simple as most are, without the rest of it being taken apart.

use serde::{Deserialize, de::IgnoredAny};
use serde_json::value::RawValue;

/// A body as [`crate::model::assemble::Parts`] writes it.
#[derive(Deserialize)]
struct Body<'a> {
    #[serde(borrow)]
    t: Vec<Fragment<'a>>,
    s: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Fragment<'a> {
    #[serde(borrow)]
    r: Said<'a>,
}

#[derive(Deserialize)]
struct Said<'a> {
    #[serde(borrow)]
    input: Option<&'a RawValue>,
    #[serde(borrow)]
    output: Option<&'a RawValue>,
}

/// Input and output of a record without spans where they are strings; none where the record must be taken apart.
pub(super) fn texts(record: &[u8]) -> Option<Vec<String>> {
    let body: Body = serde_json::from_slice(record).ok()?;
    if body.s.is_some() {
        return None;
    }
    // A field stands in one fragment only.
    let said = body.t.iter().flat_map(|f| [f.r.input, f.r.output]);
    let read = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).ok();
    said.flatten().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::texts;
    use crate::model::{
        assemble::Parts,
        content::Content,
        trace::{Span, Trace},
    };
    use serde_json::json;

    fn body(trace: &Trace) -> Vec<u8> {
        let parts = Parts::of_trace(trace).unwrap();
        serde_json::to_vec(&parts).unwrap()
    }

    #[test]
    fn plain_texts_are_found_and_others_left() {
        let mut trace = Trace {
            trace_id: "t".into(),
            input: Some(Content::text("a \"b\"\n")),
            ..Trace::default()
        };
        assert_eq!(texts(&body(&trace)).unwrap(), ["a \"b\"\n"]);
        trace.output = Some(Content::text("é"));
        assert_eq!(texts(&body(&trace)).unwrap(), ["a \"b\"\n", "é"]);
        trace.output = Some(Content(json!([{"role": "user", "content": "x"}])));
        assert_eq!(texts(&body(&trace)), None);
        trace.output = None;
        trace.spans = vec![Span::default()];
        assert_eq!(texts(&body(&trace)), None);
        assert_eq!(texts(b"{}"), None);
    }
}
