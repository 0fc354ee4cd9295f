use super::*;
use crate::golden::guards::refuse;
use crate::model::{
    decision::Verdict,
    golden::Guard,
    read::{Correction, Decided, ModeTag, QueueRow, SignalView},
    score::Score,
    signal::Signal,
    trace::{Document, ToolCall, Trace},
};

const OUTPUT: &str = "Refunds take 14 business days once we have the item.";
const RIGHT: &str = "Refunds take 5 business days once we have the item.";

fn detail() -> TraceDetail {
    TraceDetail {
        cluster: None,
        trace: Trace {
            trace_id: "t-1".into(),
            input: Some(Content::text(
                "How long do refunds take for orders in the EU? Write to ana@example.com",
            )),
            output: Some(Content::text(OUTPUT)),
            documents: vec![Document {
                id: "policy".into(),
                text: Some("5 business days".into()),
                ..Document::default()
            }],
            tool_calls: vec![ToolCall {
                name: "find_order".into(),
                ..ToolCall::default()
            }],
            ..Trace::default()
        },
        row: QueueRow::default(),
        score: Score::default(),
        signals: vec![signal("thumbs_down"), signal("retry"), signal("retry")],
        modes: vec![mode("too_long", "cues"), mode("wrong_facts", "human")],
        predictions: Vec::new(),
        verdicts: vec![],
        corrections: vec![],
        earlier: vec![],
        notes: vec![],
        flags: vec![],
        golden: vec![],
        expected: vec![],
        session: None,
        history: vec![],
        draft: None,
    }
}

fn signal(name: &str) -> SignalView {
    SignalView {
        signal: Signal::default(),
        canonical: name.into(),
        weight: 1.0,
        note: None,
    }
}

fn mode(id: &str, source: &str) -> ModeTag {
    ModeTag {
        id: id.into(),
        source: source.into(),
        confidence: 1.0,
        why: None,
    }
}

fn correction(text: &str, source: &str) -> Correction {
    Correction {
        text: text.into(),
        by: source.into(),
        source: source.into(),
        at: None,
    }
}

fn judged(mut detail: TraceDetail, verdict: Verdict) -> TraceDetail {
    detail.row.decided = Decided {
        settled: Some(verdict),
        ..Decided::default()
    };
    detail
}

fn promote(detail: &TraceDetail, options: &PromoteOptions) -> Result<Proposal, Error> {
    propose(detail, options, &[], "ana")
}

#[test]
fn a_users_correction_becomes_a_whole_row() {
    let mut detail = judged(detail(), Verdict::Bad);
    detail.corrections = vec![correction(RIGHT, "user"), correction("x", "final")];
    let options = PromoteOptions {
        tags: vec![" eu ".into(), "eu".into(), String::new()],
        critical: true,
        ..PromoteOptions::default()
    };
    let proposal = promote(&detail, &options).unwrap();
    let row = &proposal.row;
    assert_eq!(row.expected.as_deref(), Some(RIGHT));
    assert_eq!(row.source.correction.as_deref(), Some("user"));
    assert_eq!(row.source.signals, ["thumbs_down", "retry"]);
    assert_eq!(row.source.trace.as_deref(), Some("t-1"));
    assert_eq!(row.source.reviewer, "ana");
    assert_eq!(row.mode.as_deref(), Some("wrong_facts"));
    assert_eq!(
        (row.tags.as_slice(), row.critical, row.keeper),
        (["eu".to_owned()].as_slice(), true, false)
    );
    assert_eq!(
        row.input,
        Some(Content::text(
            "How long do refunds take for orders in the EU? Write to <EMAIL_1>"
        ))
    );
    assert_eq!(row.redactions, [("email".to_owned(), 1)].into());
    assert_eq!(proposal.personal_data, row.redactions);
    assert_eq!(proposal.outcomes.len(), row.checks.len());
    assert!(proposal.outcomes.iter().any(|o| !o.passed));
    assert!(row.id.starts_with("g-") && row.id == row.make_id());
    assert_eq!(proposal.row, promote(&detail, &options).unwrap().row);
}

#[test]
fn the_strongest_words_are_expected() {
    let mut detail = judged(detail(), Verdict::Bad);
    let whose = |detail: &TraceDetail, options: &PromoteOptions| {
        let row = promote(detail, options).unwrap().row;
        (row.source.correction.unwrap(), row.keeper)
    };
    let plain = PromoteOptions::default();
    let given = PromoteOptions {
        expected: Some("given".into()),
        ..PromoteOptions::default()
    };
    detail.corrections = vec![correction("f", "final")];
    assert_eq!(whose(&detail, &plain), ("final".into(), false));
    detail.corrections.insert(0, correction("u", "user"));
    assert_eq!(whose(&detail, &plain), ("user".into(), false));
    detail.corrections.insert(0, correction("r", "reviewer"));
    assert_eq!(whose(&detail, &plain), ("reviewer".into(), false));
    assert_eq!(whose(&detail, &given), ("given".into(), false));
    let good = judged(detail.clone(), Verdict::Good);
    assert_eq!(whose(&good, &plain), ("reviewer".into(), false));
    let mut good = judged(detail, Verdict::Good);
    good.corrections.remove(0);
    assert_eq!(whose(&good, &plain), ("output".into(), true));
    assert_eq!(whose(&good, &given), ("given".into(), true));
}

#[test]
fn a_good_output_is_kept_as_it_is() {
    let proposal = promote(&judged(detail(), Verdict::Good), &PromoteOptions::default()).unwrap();
    assert!(proposal.row.keeper);
    assert_eq!(proposal.row.expected.as_deref(), Some(OUTPUT));
    assert_eq!(proposal.row.mode, None);
    assert!(proposal.outcomes.iter().all(|o| o.passed));
    let keeper = PromoteOptions {
        keeper: true,
        ..PromoteOptions::default()
    };
    assert!(promote(&detail(), &keeper).unwrap().row.keeper);
    let error = promote(&judged(detail(), Verdict::Bad), &keeper).unwrap_err();
    assert!(error.what.contains("judged bad"));
}

#[test]
fn nothing_to_expect_is_refused_with_what_to_do() {
    let error = promote(&judged(detail(), Verdict::Bad), &PromoteOptions::default()).unwrap_err();
    assert_eq!(error.kind, crate::error::Kind::Failed);
    assert!(error.hint.unwrap().contains("goldset correct t-1"));
    let mut empty = detail();
    empty.trace.input = None;
    assert!(
        promote(&empty, &PromoteOptions::default())
            .unwrap_err()
            .what
            .contains("no input")
    );
    let blank = PromoteOptions {
        expected: Some("  ".into()),
        ..PromoteOptions::default()
    };
    assert_eq!(
        promote(&detail(), &blank).unwrap_err().kind,
        crate::error::Kind::Usage
    );
}

#[test]
fn a_row_may_stand_on_checks_or_a_rubric() {
    let rubric = PromoteOptions {
        rubric: Some("names the right number of days".into()),
        ..PromoteOptions::default()
    };
    let row = promote(&detail(), &rubric).unwrap().row;
    assert_eq!((row.expected, row.checks), (None, vec![Check::Judge]));
    let tool = Check::CallsTool {
        name: "find_order".into(),
    };
    let checks = PromoteOptions {
        checks: Some(vec![
            tool.clone(),
            Check::Retrieves {
                documents: vec!["policy".into()],
            },
        ]),
        ..PromoteOptions::default()
    };
    let proposal = promote(&detail(), &checks).unwrap();
    assert_eq!(proposal.row.checks[0], tool);
    assert!(proposal.outcomes.iter().all(|o| o.passed));
}

#[test]
fn checks_that_contradict_the_row_are_refused() {
    let options = |check: &str, expected: Option<&str>| PromoteOptions {
        expected: expected.map(str::to_owned),
        checks: Some(vec![checks::parse(check).unwrap()]),
        ..PromoteOptions::default()
    };
    let error = promote(&detail(), &options("contains:14 days", Some("5 days"))).unwrap_err();
    assert!(error.what.contains("14 days"));
    assert!(promote(&detail(), &options("similarity:0.5", None)).is_err());
    assert!(promote(&detail(), &options("calls_tool:x", Some("5 days"))).is_ok());
}

#[test]
fn personal_data_may_be_kept_on_purpose() {
    let mut detail = judged(detail(), Verdict::Good);
    detail.trace.output = Some(Content::text("Mail ana@example.com again."));
    let kept = PromoteOptions {
        keep_personal_data: true,
        ..PromoteOptions::default()
    };
    let proposal = promote(&detail, &kept).unwrap();
    assert_eq!(
        proposal.row.expected.as_deref(),
        Some("Mail ana@example.com again.")
    );
    assert!(proposal.row.redactions.is_empty());
    assert_eq!(proposal.personal_data, [("email".to_owned(), 2)].into());
    let redacted = promote(&detail, &PromoteOptions::default()).unwrap();
    assert_eq!(
        redacted.row.expected.as_deref(),
        Some("Mail <EMAIL_1> again.")
    );
    assert_eq!(redacted.output, "Mail <EMAIL_1> again.");
}

#[test]
fn a_second_promotion_of_a_trace_names_the_standing_row() {
    let detail = judged(detail(), Verdict::Good);
    let first = promote(&detail, &PromoteOptions::default()).unwrap();
    let standing = [Standing::of(&first.row)];
    let again = propose(&detail, &PromoteOptions::default(), &standing, "ben").unwrap();
    assert!(matches!(&again.guards[0], Guard::Duplicate(n) if n.id == first.row.id));
    assert!(
        refuse(&again.guards, true)
            .unwrap_err()
            .what
            .contains(&first.row.id)
    );
}

#[test]
fn experts_add_rows_without_a_trace() {
    let options = PromoteOptions::default();
    let add = |input: &str, expected: Option<&str>| {
        propose_new(
            Content::text(input),
            expected.map(str::to_owned),
            &options,
            &[],
            "ana",
        )
    };
    let proposal = add("How long?", Some("It takes 5 days.")).unwrap();
    assert_eq!(proposal.row.source.origin, RowOrigin::Expert);
    assert_eq!(proposal.row.source.trace, None);
    assert_eq!(checks::write(&proposal.row.checks[0]), "number:5");
    assert!(add("", Some("x")).is_err());
    assert!(add("How long?", None).is_err());
    assert_ne!(
        proposal.row.id,
        add("How long?", Some("It takes 6 days.")).unwrap().row.id
    );
}

#[test]
fn edits_keep_checks_that_still_hold() {
    let row = Row {
        expected: Some(RIGHT.into()),
        checks: ["number:5", "contains:business", "similarity:0.7"]
            .map(|c| checks::parse(c).unwrap())
            .into(),
        note: Some("kept".into()),
        ..Row::default()
    };
    let changes = Changes {
        expected: Some("It takes 6 business days, says ana@example.com".into()),
        critical: Some(true),
        mode: Some(String::new()),
        ..Changes::default()
    };
    let edited = edit(&row, &changes).unwrap();
    let written: Vec<String> = edited.checks.iter().map(checks::write).collect();
    assert_eq!(written, ["contains:business", "similarity:0.7"]);
    assert_eq!(
        edited.expected.as_deref(),
        Some("It takes 6 business days, says <EMAIL_1>")
    );
    assert_eq!(edited.redactions["email"], 1);
    assert_eq!(
        (edited.critical, edited.note.as_deref()),
        (true, Some("kept"))
    );
    assert_eq!(edit(&row, &Changes::default()).unwrap(), row);
    let wrong = Changes {
        checks: Some(vec![checks::parse("number:7").unwrap()]),
        ..Changes::default()
    };
    assert!(edit(&row, &wrong).unwrap_err().what.contains('7'));
}
