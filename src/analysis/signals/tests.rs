use super::*;
use crate::model::signal::Signal;
use serde_json::{Value, json};

mod table;
mod texts;
mod values;

fn named(name: &str, value: &Value) -> Signal {
    Signal {
        name: name.into(),
        value: (!value.is_null()).then(|| value.clone()),
        ..Signal::default()
    }
}

fn read(name: &str, value: &Value) -> Resolved {
    resolve(SignalTable::builtin(), &named(name, value), None)
}

#[track_caller]
fn assert_weight(name: &str, value: &Value, canonical: &str, weight: f64) {
    let resolved = read(name, value);
    assert_eq!(resolved.name, canonical, "{name} {value}");
    assert!(
        (resolved.default - weight).abs() < 1e-12,
        "{name} {value}: {} instead of {weight}",
        resolved.default
    );
}

#[test]
#[allow(clippy::too_many_lines, reason = "it is the table")]
fn knows_every_row_of_the_specified_table() {
    let n = Value::Null;
    for (name, value, canonical, weight) in [
        ("thumbs_down", n.clone(), "thumbs_down", 2.2),
        ("thumbs_up", n.clone(), "thumbs_up", -1.8),
        ("rating", json!(1), "rating", 2.5),
        ("rating", json!(2), "rating", 1.5),
        ("rating", json!(3), "rating", 0.3),
        ("rating", json!(4), "rating", -1.0),
        ("rating", json!(5), "rating", -2.0),
        ("report", n.clone(), "report", 2.5),
        ("preference", json!("chosen"), "preference", -0.8),
        ("preference", json!("rejected"), "preference", 1.2),
        ("preference", json!("tie"), "preference", 0.0),
        ("regenerate", n.clone(), "regenerate", 1.0),
        ("retry", n.clone(), "retry", 1.0),
        ("rephrase", n.clone(), "rephrase", 1.1),
        ("abandon", n.clone(), "abandon", 0.7),
        ("escalate", n.clone(), "escalate", 1.8),
        ("dismiss", n.clone(), "dismiss", 1.2),
        ("dismiss", json!("already done"), "dismiss", 0.0),
        ("dismiss", json!("not relevant"), "dismiss", 1.0),
        ("dismiss", json!("wrong"), "dismiss", 2.0),
        ("delete", n.clone(), "delete", 1.4),
        ("accept", n.clone(), "accept", -1.5),
        ("copy", n.clone(), "copy", -0.9),
        ("citation_click", n.clone(), "citation_click", -0.4),
        ("edit", json!(0.0), "edit", -0.6),
        ("edit", json!(0.2), "edit", 0.0),
        ("edit", json!(0.5), "edit", 0.9),
        ("edit", json!(1.0), "edit", 2.4),
        ("time_to_action", json!(12.5), "time_to_action", 0.0),
        ("dwell", json!(3), "dwell", 0.0),
        ("scroll_depth", json!(0.4), "scroll_depth", 0.0),
        ("session_completed", json!(true), "session_completed", 0.0),
        ("churn", json!(true), "churn", 0.0),
        ("correction", n.clone(), "correction", 2.0),
        ("outcome", json!("success"), "outcome", -2.5),
        ("outcome", json!("failure"), "outcome", 2.5),
        ("outcome", json!("partial"), "outcome", 0.5),
        ("outcome", json!(true), "outcome", -2.5),
        ("outcome", json!(false), "outcome", 2.5),
        ("outcome", json!(1.0), "outcome", -2.5),
        ("outcome", json!(0.0), "outcome", 2.5),
        ("outcome", json!(0.5), "outcome", 0.5),
        ("success", n.clone(), "outcome", -2.5),
        ("failure", n.clone(), "outcome", 2.5),
        ("expert", json!("good"), "expert", -4.0),
        ("expert", json!("bad"), "expert", 4.0),
        ("good", n.clone(), "expert", -4.0),
        ("bad", n.clone(), "expert", 4.0),
        ("eval", json!("fail"), "eval", 1.2),
        ("eval", json!("pass"), "eval", -0.8),
        ("eval", json!(0.0), "eval", 1.2),
        ("eval", json!(0.5), "eval", 0.2),
        ("eval", json!(1.0), "eval", -0.8),
        ("error", n.clone(), "error", 2.0),
        ("empty_output", n.clone(), "empty_output", 2.0),
        ("refusal", n.clone(), "refusal", 0.8),
        ("repeated_loop", n, "repeated_loop", 1.2),
    ] {
        assert_weight(name, &value, canonical, weight);
    }
    assert!((SignalTable::builtin().default_of("reason") - 0.5).abs() < 1e-12);
}
