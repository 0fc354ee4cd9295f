use super::*;
use crate::model::golden::{Check, Similarity};
use crate::model::trace::Document;
use crate::text::words::normalise;
use proptest::prelude::*;
use serde_json::json;

fn check(text: &str) -> Check {
    parse(text).unwrap()
}

fn passes(text: &str, output: &str) -> bool {
    let context = CheckContext {
        expected: Some("refunds take 5 business days"),
        ..CheckContext::default()
    };
    run(&check(text), output, &context).passed
}

#[test]
fn every_kind_says_yes_and_no() {
    let cases = [
        ("exact:yes", " yes\n", "Yes"),
        (
            "contains:5 Business\u{a0}days",
            "takes 5  business days.",
            "takes 15 business days",
        ),
        ("contains:rate 1.5", "a RATE 1.5%", "a rate 1.55%"),
        ("not_contains:14", "5 days, 2014, 1.145", "in 14 days"),
        ("regex:^\\d+ days$", "5 days", "about 5 days"),
        ("json_valid", " {\"a\": [1]} ", "```json\n{}\n```"),
        (
            "json_schema:{\"required\":[\"a\"]}",
            "{\"a\":1}",
            "{\"b\":1}",
        ),
        ("json_schema:{\"type\":\"object\"}", "{}", "no json"),
        ("number:5", "within 5 days", "within 15 or 0.5 days, v5"),
        ("number:1234.5±0.5", "€ 1.234,90", "€ 1.235,10"),
        (
            "similarity:0.7",
            "Refunds take five business days",
            "no idea",
        ),
        (
            "similarity:rouge_l:0.9",
            "refunds take 5 business days",
            "days business 5 take refunds",
        ),
        ("max_chars:3", "日本語", "four"),
        ("min_chars:3", "abc", "日本"),
        (
            "refuses",
            "I'm sorry, but I can't help with that.",
            "Sure, here it is.",
        ),
        (
            "answers",
            "Sure, here it is.",
            "I'm sorry, but I can't help with that.",
        ),
        ("answers", "ok", "  "),
    ];
    for (text, yes, no) in cases {
        assert!(passes(text, yes), "{text} on {yes:?}");
        assert!(!passes(text, no), "{text} on {no:?}");
    }
}

#[test]
fn checks_on_tools_documents_and_context() {
    let documents = [Document {
        id: "policy-2026".into(),
        text: Some("Refunds inside the EU take 5 business days. Ask Marta Kowalska.".into()),
        ..Document::default()
    }];
    let context = CheckContext {
        input: "Where is order ORD-77?",
        documents: &documents,
        tools: vec!["cancel_order"],
        retrieved: vec!["policy-2026", "faq"],
        ..CheckContext::default()
    };
    let on = |text: &str, output: &str| run(&check(text), output, &context);
    assert!(on("calls_tool:cancel_order", "").passed);
    assert!(!on("calls_tool:refund", "").passed);
    assert!(on("retrieves:faq, policy-2026", "").passed);
    let half = on("retrieves:faq,policy-2024", "");
    assert!(!half.passed && (half.score - 0.5).abs() < 1e-9);
    assert!(half.detail.contains("policy-2024"));
    assert!(
        on(
            "grounded",
            "The refund for ORD-77 takes 5 days; write to Marta Kowalska."
        )
        .passed
    );
    let loose = on("grounded", "It takes 14 days in the EU, says Peter.");
    assert!(!loose.passed && loose.detail.contains("14") && loose.detail.contains("Peter"));
    assert!((loose.score - 1.0 / 3.0).abs() < 1e-9);
    assert!(!run(&Check::Grounded, "5", &CheckContext::default()).passed);
    assert_eq!(on("judge", "x").detail, "needs a configured endpoint");
    assert!(!on("judge", "x").passed);
}

#[test]
fn broken_checks_do_not_pass_and_say_why() {
    let context = CheckContext::default();
    let broken = Check::Regex {
        pattern: "(".into(),
    };
    assert!(
        run(&broken, "x", &context)
            .detail
            .contains("cannot be used")
    );
    let likeness = check("similarity:0.1");
    assert!(
        run(&likeness, "x", &context)
            .detail
            .contains("no expected text")
    );
    let endless = Check::JsonSchema {
        schema: json!({"$ref": "#"}),
    };
    assert!(run(&endless, "{}", &context).detail.contains("without end"));
}

#[test]
fn reads_and_refuses_what_is_written() {
    assert_eq!(
        check("number: 5 +- 0.5"),
        Check::Number {
            value: 5.0,
            tolerance: 0.5
        }
    );
    assert_eq!(
        check("contains: https://x.y/z"),
        Check::Contains {
            value: "https://x.y/z".into()
        }
    );
    let errors = [
        ("contain:x", "did you mean `contains`"),
        ("zebra", "checks are exact"),
        ("contains", "needs a value, as in contains:5 days"),
        ("contains: ", "needs a value"),
        ("refuses:x", "takes no value"),
        ("number:five", "expects a number"),
        ("number:5±-1", "expects a number"),
        ("similarity:2", "from 0 to 1"),
        ("similarity:bleu:0.5", "from 0 to 1"),
        ("max_chars:-1", "whole number"),
        ("regex:(", "regular expression"),
        ("json_schema:{", "a JSON schema"),
        (
            "json_schema:{\"unevaluatedItems\":false}",
            "unevaluatedItems",
        ),
        ("retrieves:,", "ids of documents"),
    ];
    for (text, says) in errors {
        let error = parse(text).unwrap_err();
        assert!(error.contains(says), "{text}: {error}");
    }
}

#[test]
fn descriptions_are_safe_to_draw() {
    let hostile = Check::Contains {
        value: "a\u{1b}[31m\nb\u{202e}".into(),
    };
    let text = describe(&hostile);
    assert!(crate::text::sanitise::is_clean(&text) && !text.contains('\n'));
}

fn any_check() -> impl Strategy<Value = Check> {
    let text = "[a-zA-Zé中][a-z0-9 :,\"]{0,10}[a-z]";
    prop_oneof![
        text.prop_map(|value| Check::Exact { value }),
        text.prop_map(|value| Check::Contains { value }),
        text.prop_map(|value| Check::NotContains { value }),
        "[a-z.]{1,5}".prop_map(|pattern| Check::Regex { pattern }),
        (-1e6..1e6_f64, 0.0..10.0_f64)
            .prop_map(|(value, tolerance)| Check::Number { value, tolerance }),
        (0.0..=1.0_f64).prop_map(|threshold| Check::Similarity {
            metric: Similarity::RougeL,
            threshold
        }),
        any::<u64>().prop_map(|value| Check::MaxChars { value }),
        prop::collection::vec("[a-z0-9-]{1,6}", 1..4)
            .prop_map(|documents| Check::Retrieves { documents }),
        Just(Check::JsonSchema {
            schema: json!({"type": "object", "required": ["a"]})
        }),
        Just(Check::Grounded),
        Just(Check::Judge),
    ]
}

/// Outputs and corrections that look like real ones, and any others.
fn texts() -> impl Strategy<Value = (String, String)> {
    let sentence = "(Refunds|Orders|It|Die Lieferung|返金は) (take|takes|dauert|まで) [0-9]{1,3}[,.]?[0-9]{0,2} (days|Tage|日|business days)( in the EU| for ORD-[0-9]{3}|, <EMAIL_1>)?[.]?";
    prop_oneof![
        (sentence, sentence),
        ("\\PC{0,40}", "\\PC{1,40}"),
        ("[a-c .]{0,12}", "[a-c .]{1,12}"),
        (
            "[{]\"a\": ?(1|\"1\"|null)[}]",
            "[{]\"a\": ?(1|\"1\"|\\[2\\])[}]"
        ),
    ]
}

proptest! {
    #[test]
    fn what_is_written_reads_back(check in any_check()) {
        prop_assert_eq!(parse(&write(&check)), Ok(check));
    }

    #[test]
    fn parsing_and_running_never_panic(text in "\\PC{0,40}", output in "\\PC{0,60}") {
        let _ = parse(&text);
        for kind in ["grounded", "json_valid", "refuses", "answers", "number:5", "contains:5 d", "similarity:0.5"] {
            let context = CheckContext { expected: Some(&text), input: &text, ..CheckContext::default() };
            let outcome = run(&check(kind), &output, &context);
            prop_assert!((0.0..=1.0).contains(&outcome.score));
            prop_assert!(crate::text::sanitise::is_clean(&outcome.detail));
        }
    }

    #[test]
    fn proposals_fit_the_expected_text_and_tell_todays_output((output, expected) in texts()) {
        let checks = propose(&output, &expected);
        prop_assert!(!checks.is_empty());
        let context = CheckContext { expected: Some(&expected), ..CheckContext::default() };
        for check in &checks {
            prop_assert!(run(check, &expected, &context).passed, "{:?}", check);
        }
        if output.trim() != expected.trim() {
            prop_assert!(checks.iter().any(|c| !run(c, &output, &context).passed), "{:?}", checks);
        }
    }
}

#[test]
fn proposes_what_the_correction_says() {
    let output = "Refunds take 14 business days once the item has been received at our warehouse.";
    let expected = "Refunds take 5 business days once the item has been received in the EU.";
    let written: Vec<String> = propose(output, expected).iter().map(write).collect();
    assert_eq!(
        written,
        [
            "number:5",
            "contains:in the EU",
            "not_contains:14 business days",
            "similarity:0.7"
        ]
    );
}

#[test]
fn proposes_for_json_refusals_length_and_keepers() {
    let written = |output: &str, expected: &str| -> Vec<String> {
        propose(output, expected).iter().map(write).collect()
    };
    let totals = written("{\"total\": \"12.50\"}", "{\"total\": 12.50}");
    assert_eq!(totals[0], "json_valid");
    assert!(totals[1].contains("\"total\":{\"type\":\"number\"}"));
    assert_eq!(
        written("Total: 12.50", "{\"total\": 12.5}"),
        ["json_valid", "similarity:0.7"]
    );
    let values = written("{\"total\": 12}", "{\"total\": 13}");
    assert_eq!(values, ["json_valid", "number:13", "similarity:0.7"]);
    let names = written(
        "{\"to\": \"Ana\", \"n\": 1}",
        "{\"to\": \"Marta Kowalska\", \"n\": 1}",
    );
    assert_eq!(
        names,
        ["json_valid", "contains:Marta Kowalska", "similarity:0.7"]
    );
    let refusal = "I'm sorry, but I can't help with that.";
    assert_eq!(written("Sure: here is how.", refusal)[0], "refuses");
    assert_eq!(
        written(refusal, "Open the settings and choose privacy.")[0],
        "answers"
    );
    let long =
        "You can do that in the settings of your account, as many others have done before you. "
            .repeat(6);
    let short = "You can do that in the settings of your account.";
    assert!(written(&long, short).contains(&"max_chars:100".to_owned()));
    assert_eq!(written("All is well.", "All is well."), ["similarity:0.7"]);
    assert_eq!(
        written("", "It takes 5 days."),
        ["number:5", "similarity:0.7"]
    );
}

#[test]
fn proposals_hold_no_placeholder_of_personal_data() {
    let output = "We wrote to <EMAIL_1> within 14 days.";
    let expected = "We wrote to <EMAIL_2> within 5 days.";
    for check in propose(output, expected) {
        assert!(!normalise(&write(&check)).contains("email"), "{check:?}");
    }
}

#[test]
fn schemas_judge_documents() {
    let schema = json!({
        "$defs": {"line": {"type": "object", "required": ["sku"], "additionalProperties": false,
            "properties": {"sku": {"type": "string", "pattern": "^[A-Z]+$"}, "n": {"type": "integer", "minimum": 1}}}},
        "type": "object", "required": ["total", "lines"],
        "properties": {
            "total": {"type": "number", "exclusiveMinimum": 0, "multipleOf": 0.01},
            "currency": {"enum": ["EUR", "USD"]},
            "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}, "minItems": 1, "uniqueItems": true}
        },
        "if": {"required": ["vat"]}, "then": {"required": ["country"]},
    });
    assert_eq!(schema::inspect(&schema), Ok(()));
    let fits = |document: serde_json::Value| schema::validate(&schema, &document);
    assert_eq!(
        fits(json!({"total": 12.34, "lines": [{"sku": "A", "n": 2.0}]})),
        Ok(())
    );
    let broken = [
        (
            json!({"total": "12", "lines": [{"sku": "A"}]}),
            "/total: expected number, found string",
        ),
        (json!({"total": 12, "lines": []}), "/lines: 0 items"),
        (
            json!({"total": 12, "lines": [{"sku": "a"}]}),
            "/lines/0/sku: does not match",
        ),
        (
            json!({"total": 12, "lines": [{"sku": "A", "x": 1}]}),
            "/lines/0/x: nothing is allowed",
        ),
        (
            json!({"total": 12, "lines": [{"sku": "A", "n": 1}, {"n": 1.0, "sku": "A"}]}),
            "items repeat",
        ),
        (json!({"total": 0, "lines": [{"sku": "A"}]}), "too low"),
        (
            json!({"total": 1, "currency": "GBP", "lines": [{"sku": "A"}]}),
            "none of the values",
        ),
        (
            json!({"total": 1, "vat": 1, "lines": [{"sku": "A"}]}),
            "`country` is missing",
        ),
    ];
    for (document, says) in broken {
        let problem = format!("{:?}", fits(document));
        assert!(problem.contains(says), "{problem}");
    }
}

#[test]
fn a_matter_of_style_is_told_by_one_phrase_only() {
    let output = "You will probably receive your money when the parcel has come back.";
    let expected = "You will certainly receive your money when the parcel has come back.";
    let written: Vec<String> = propose(output, expected).iter().map(write).collect();
    assert_eq!(written, ["contains:certainly", "similarity:0.7"]);
    let rewritten =
        "I cannot cancel order ORD-1234 because it has shipped; here is how to return it.";
    let written: Vec<String> = propose("Sure! I cancelled order ORD-1234 for you.", rewritten)
        .iter()
        .map(write)
        .collect();
    assert_eq!(written, ["similarity:0.7"]);
}

#[test]
fn long_texts_take_no_more_than_their_length() {
    let many = |from: usize| {
        (from..from + 10_000).fold(String::new(), |all, n| all + &n.to_string() + " Tage, ")
    };
    let (output, expected) = (many(0), many(1));
    let context = CheckContext {
        expected: Some(&expected),
        input: &expected,
        ..CheckContext::default()
    };
    let begun = std::time::Instant::now();
    let checks = propose(&output, &expected);
    for check in checks.iter().chain([&Check::Grounded]) {
        run(check, &output, &context);
    }
    // Half a megabyte in an unoptimised build; anything quadratic takes minutes.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
