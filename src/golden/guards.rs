//! Guards of the golden set: duplicates, conflicts and near-duplicates of standing rows (spec: the golden set).

use crate::error::Error;
use crate::model::golden::{Guard, Neighbour, Row, Standing};
use crate::order::Order;
use crate::text::{
    redact::Redactor,
    sanitise, snippet,
    words::{normalise, shingles, similarity},
};

/// Jaccard similarity of the questions from which rows are near-duplicates.
pub const NEAR: f64 = 0.8;
/// Near-duplicates shown.
const SHOWN: usize = 5;

/// What the row meets among the standing rows, worst first: duplicates, conflicts, then the nearest by similarity of
/// the last user message. Personal data is left out of the comparison, so that a row that keeps it is found too.
pub fn find(row: &Row, standing: &[Standing]) -> Vec<Guard> {
    let new = Compared::of(&Standing::of(row));
    let shingles_of_new = shingles(&new.question);
    let mut found: Vec<Guard> = standing
        .iter()
        .filter_map(|old| {
            let other = Compared::of(old);
            let same_input = !new.conversation.is_empty() && new.conversation == other.conversation;
            let same_trace = old.trace.is_some() && old.trace == row.source.trace;
            if same_trace || (same_input && new.expected == other.expected) {
                return Some(Guard::Duplicate(neighbour(
                    old,
                    if same_input { 1.0 } else { 0.0 },
                )));
            }
            if same_input {
                return Some(Guard::Conflict(neighbour(old, 1.0)));
            }
            let shingles_of_old = shingles(&other.question);
            // Short questions ("yes, please") repeat all the time: only the same whole input counts there.
            if shingles_of_new.is_short() || shingles_of_old.is_short() {
                return None;
            }
            let near = similarity(&shingles_of_new, &shingles_of_old);
            (near >= NEAR).then(|| Guard::Near(neighbour(old, near)))
        })
        .collect();
    found.order_by(|a, b| {
        rank(a)
            .cmp(&rank(b))
            .then(
                neighbour_of(b)
                    .similarity
                    .total_cmp(&neighbour_of(a).similarity),
            )
            .then_with(|| neighbour_of(a).id.cmp(&neighbour_of(b).id))
    });
    let keep = found.iter().filter(|g| rank(g) < 2).count() + SHOWN;
    found.truncate(keep);
    found
}

/// What is compared of a row, normalised, without personal data.
struct Compared {
    conversation: String,
    question: String,
    expected: String,
}

impl Compared {
    fn of(row: &Standing) -> Self {
        let mut redactor = Redactor::default();
        let mut plain = |text: &str| normalise(&redactor.redact(text));
        Self {
            conversation: plain(&row.conversation),
            question: plain(&row.question),
            expected: plain(&row.expected),
        }
    }
}

fn neighbour(row: &Standing, similarity: f64) -> Neighbour {
    Neighbour {
        id: row.id.clone(),
        similarity,
        input: row.question.clone(),
        expected: row.expected.clone(),
    }
}

/// The standing row a guard is about.
pub fn neighbour_of(guard: &Guard) -> &Neighbour {
    match guard {
        Guard::Duplicate(n) | Guard::Conflict(n) | Guard::Near(n) => n,
    }
}

fn rank(guard: &Guard) -> u8 {
    match guard {
        Guard::Duplicate(_) => 0,
        Guard::Conflict(_) => 1,
        Guard::Near(_) => 2,
    }
}

/// Refuses what must not be promoted without somebody deciding; `force` decides a conflict.
///
/// # Errors
/// A duplicate, or a conflict without `force`; the standing row is named.
pub fn refuse(guards: &[Guard], force: bool) -> Result<(), Error> {
    for guard in guards {
        let id = &neighbour_of(guard).id;
        match guard {
            Guard::Duplicate(_) => {
                return Err(Error::failed(describe(guard))
                    .hint(format!("`goldset golden edit {id}` changes that row, `goldset golden retire {id}` takes it out")));
            }
            Guard::Conflict(_) if !force => {
                return Err(Error::failed(describe(guard))
                    .hint(format!("decide: --force promotes this one too, `goldset golden retire {id}` takes the other out")));
            }
            Guard::Conflict(_) | Guard::Near(_) => {}
        }
    }
    Ok(())
}

/// Says what a guard found, on one line that is safe to draw.
pub fn describe(guard: &Guard) -> String {
    let n = neighbour_of(guard);
    let id = sanitise::line(&n.id);
    match guard {
        Guard::Duplicate(n) if n.similarity >= 1.0 => {
            format!("row {id} has the same input and the same expected text")
        }
        Guard::Duplicate(_) => format!("row {id} was promoted from the same trace"),
        Guard::Conflict(n) => {
            format!(
                "row {id} has the same input and expects something else: “{}”",
                snippet(&n.expected, 60)
            )
        }
        Guard::Near(n) => {
            // Only the same question is 1.00 like.
            let shown = n.similarity.min(0.99);
            format!(
                "row {id} is {shown:.2} like it: “{}”",
                snippet(&n.input, 60)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::content::Content;
    use serde_json::json;

    fn row(input: Content, expected: &str, trace: Option<&str>) -> Row {
        let mut row = Row {
            id: "g-new".into(),
            input: Some(input),
            expected: Some(expected.into()),
            ..Row::default()
        };
        row.source.trace = trace.map(str::to_owned);
        row
    }

    fn standing(id: &str, input: Content, expected: &str) -> Standing {
        let mut row = row(input, expected, Some("t-old"));
        row.id = id.into();
        Standing::of(&row)
    }

    const QUESTION: &str = "How long do refunds take for orders inside the EU please?";

    #[test]
    fn tells_duplicates_conflicts_and_near_rows_apart() {
        let near = "How long do refunds take for orders inside the EU please now?";
        let rows = [
            standing(
                "g-a",
                Content::text("How  LONG do refunds take for orders inside the EU please?"),
                "5 days",
            ),
            standing("g-b", Content::text(near), "5 days"),
            standing(
                "g-c",
                Content::text("Where is my parcel with the blue shoes in it?"),
                "5 days",
            ),
        ];
        let guards = find(
            &row(Content::text(QUESTION), " 5  DAYS", Some("t-new")),
            &rows,
        );
        assert!(matches!(&guards[0], Guard::Duplicate(n) if n.id == "g-a"));
        assert!(matches!(&guards[1], Guard::Near(n) if n.id == "g-b" && n.similarity > 0.8));
        assert_eq!(guards.len(), 2);
        let error = refuse(&guards, true).unwrap_err();
        assert_eq!(error.kind, crate::error::Kind::Failed);
        assert!(error.what.contains("g-a"));

        let guards = find(
            &row(Content::text(QUESTION), "14 days", Some("t-new")),
            &rows,
        );
        assert!(matches!(&guards[0], Guard::Conflict(n) if n.id == "g-a"));
        assert!(
            refuse(&guards, false)
                .unwrap_err()
                .what
                .contains("“5 days”")
        );
        assert_eq!(refuse(&guards, true), Ok(()));
        assert_eq!(refuse(&guards[1..], false), Ok(()));

        let guards = find(
            &row(
                Content::text("another thing entirely, is it not?"),
                "x",
                Some("t-old"),
            ),
            &rows[..1],
        );
        assert!(matches!(&guards[0], Guard::Duplicate(_)));
        assert!(describe(&guards[0]).contains("same trace"));
    }

    #[test]
    fn compares_whole_conversations_and_not_system_prompts() {
        let talk = |system: &str, first: &str| {
            Content(json!([
                {"role": "system", "content": system}, {"role": "user", "content": first},
                {"role": "assistant", "content": "which?"}, {"role": "user", "content": "yes please"},
            ]))
        };
        let rows = [standing("g-a", talk("v1", "cancel my order"), "done")];
        let other_talk = row(talk("v1", "close my account"), "done", None);
        assert_eq!(find(&other_talk, &rows), []);
        let other_prompt = row(talk("v2", "cancel my order"), "done", None);
        assert!(matches!(find(&other_prompt, &rows)[0], Guard::Duplicate(_)));
        let chat = Content(json!([{"role": "user", "content": "hi there"}]));
        let rows = [standing("g-b", Content::text("Hi there"), "hello")];
        assert!(matches!(
            find(&row(chat, "hello", None), &rows)[0],
            Guard::Duplicate(_)
        ));
    }

    #[test]
    fn personal_data_hides_no_duplicate() {
        let rows = [standing(
            "g-a",
            Content::text("reset the password of <EMAIL_1> now please"),
            "done",
        )];
        let kept = row(
            Content::text("reset the password of ana@example.com now please"),
            "done",
            None,
        );
        assert!(matches!(find(&kept, &rows)[0], Guard::Duplicate(_)));
    }

    #[test]
    fn rows_without_input_meet_nothing() {
        let empty = Row::default();
        assert_eq!(find(&empty, &[Standing::of(&Row::default())]), []);
    }
}
