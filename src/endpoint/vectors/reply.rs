//! A list of vectors as it comes over the wire.

use super::super::fault::{Fault, Then};
use crate::text::snippet;
use serde::Deserialize;
use serde_json::error::Category;

/// Characters of what is wrong that are passed on.
const SAID: usize = 100;

#[derive(Deserialize)]
struct Reply {
    data: Vec<Row>,
    #[serde(default)]
    usage: Option<Usage>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f64>,
}

#[derive(Deserialize)]
struct Usage {
    total_tokens: Option<u64>,
}

/// The vectors in the order of the texts, `wanted` of them, and the tokens they took where the reply says so. What is no
/// such list may be a hiccup of something in between; numbers that are none are not.
pub(super) fn read(body: &str, wanted: usize) -> Result<(Vec<Vec<f32>>, Option<u64>), Fault> {
    let later = |why: String| Fault::new(Then::Wait(None), why);
    let reply: Reply = serde_json::from_str(body).map_err(|e| refuse(body, &e))?;
    if reply.data.len() != wanted {
        let found = reply.data.len();
        return Err(later(format!("{found} vectors came for {wanted} texts")));
    }
    let mut rows: Vec<Option<Vec<f32>>> = vec![None; wanted];
    for Row { index, embedding } in reply.data {
        let place = rows.get_mut(index).filter(|place| place.is_none());
        let Some(place) = place else {
            let why = format!("vector {index} came twice, or for no text");
            return Err(later(why));
        };
        let row: Vec<f32> = embedding.iter().map(|v| *v as f32).collect();
        if row.is_empty() {
            return Err(later(format!("vector {index} is empty")));
        }
        if row.iter().any(|v| !v.is_finite()) {
            return Err(not_finite());
        }
        *place = Some(row);
    }
    let tokens = reply.usage.and_then(|u| u.total_tokens);
    Ok((rows.into_iter().flatten().collect(), tokens))
}

fn refuse(body: &str, error: &serde_json::Error) -> Fault {
    let is_page = body.trim_start().starts_with('<');
    let why = match error.classify() {
        _ if is_page => "a web page came instead of vectors".to_owned(),
        _ if body.contains("NaN") || body.contains("Infinity") => return not_finite(),
        Category::Syntax if error.to_string().starts_with("number out of range") => {
            return not_finite();
        }
        Category::Data => {
            let error = snippet(&error.to_string(), SAID);
            format!("the reply is no list of vectors: {error}")
        }
        _ => "the reply is no JSON".to_owned(),
    };
    Fault::new(Then::Wait(None), why)
}

fn not_finite() -> Fault {
    Fault::new(Then::StopAll, "a vector holds a number that is not finite")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(data: &str, wanted: usize) -> Result<Vec<Vec<f32>>, Fault> {
        read(&format!("{{\"data\":[{data}]}}"), wanted).map(|(rows, _)| rows)
    }

    #[test]
    fn the_index_decides_whose_vector_it_is() {
        let data = r#"{"index":1,"embedding":[3,4]},{"index":0,"embedding":[1.5,0]}"#;
        assert_eq!(rows(data, 2).unwrap(), [[1.5, 0.0], [3.0, 4.0]]);
        let counted = r#"{"data":[],"usage":{"prompt_tokens":3,"total_tokens":3}}"#;
        assert_eq!(read(counted, 0).unwrap().1, Some(3));
    }

    #[test]
    fn a_reply_that_is_not_whole_is_asked_for_again() {
        for (data, why) in [
            (r#"{"index":0,"embedding":[1]}"#, "1 vectors came for 2"),
            (
                r#"{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}"#,
                "vector 0 came twice",
            ),
            (
                r#"{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}"#,
                "vector 7 came twice, or for no text",
            ),
            (
                r#"{"index":0,"embedding":[1]},{"embedding":[1]}"#,
                "missing field `index`",
            ),
            (
                r#"{"index":0,"embedding":[]},{"index":1,"embedding":[1]}"#,
                "vector 0 is empty",
            ),
            (
                r#"{"index":0,"embedding":[null]},{"index":1,"embedding":[1]}"#,
                "no list of vectors",
            ),
        ] {
            let fault = rows(data, 2).unwrap_err();
            assert_eq!(fault.then, Then::Wait(None), "{}", fault.why);
            assert!(fault.why.contains(why), "{}", fault.why);
        }
        let page = read("<html>sign in</html>", 1).unwrap_err();
        assert!(page.why.contains("web page"), "{}", page.why);
        let cut = read("{\"data\":[{", 1).unwrap_err();
        assert_eq!(cut.why, "the reply is no JSON");
    }

    #[test]
    fn numbers_that_are_none_end_it() {
        for number in ["NaN", "-Infinity", "1e999", "1e300"] {
            let data = format!("{{\"index\":0,\"embedding\":[1,{number}]}}");
            let fault = rows(&data, 1).unwrap_err();
            assert_eq!(fault.then, Then::StopAll, "{number}: {}", fault.why);
            assert!(fault.why.contains("not finite"), "{}", fault.why);
        }
    }
}
