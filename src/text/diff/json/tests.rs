use super::*;
use proptest::prelude::*;

fn told(a: &str, b: &str) -> Vec<String> {
    let side = |side: Option<String>| side.unwrap_or_else(|| "–".into());
    json(a, b)
        .unwrap()
        .into_iter()
        .map(|c| format!("{} {} {}", c.path, side(c.before), side(c.after)))
        .collect()
}

#[test]
fn the_order_of_keys_and_white_space_do_not_count() {
    let a = r#"{"b": [1, {"d": 1, "c": 2}], "a": 0}"#;
    let b = r#"{"a":0,"b":[1,{"c":2,"d":1}]}"#;
    assert_eq!(json(a, b), Some(Vec::new()));
    assert!(
        told("[1, 2]", "[2, 1]").len() > 1,
        "the order of items does"
    );
}

#[test]
fn each_change_has_its_path() {
    let a = r#"{"total": 12, "items": [{"price": 3}, {"price": 4}], "odd key": 1, "gone": null}"#;
    let b = r#"{"total": 14, "items": [{"price": 3}, {"price": 5}], "odd key": 2, "new": {}}"#;
    assert_eq!(
        told(a, b),
        [
            "$.gone null –",
            "$.items[1].price 4 5",
            "$.new – {}",
            "$[\"odd key\"] 1 2",
            "$.total 12 14",
        ]
    );
    assert_eq!(told("[1, 2]", r#"{"a": 1}"#).len(), 1);
    assert_eq!(told(r#"["a\nb"]"#, r#"["a\nc"]"#), ["$[0] a\nb a\nc"]);
    assert_eq!(told(r#"{"n": "5"}"#, r#"{"n": 5}"#), ["$.n \"5\" 5"]);
}

#[test]
fn items_that_came_or_went_leave_the_others_alone() {
    assert_eq!(told("[1, 2, 3]", "[0, 1, 2, 3]"), ["$[0] – 0"]);
    assert_eq!(told("[1, 2, 3]", "[1, 3]"), ["$[1] 2 –"]);
    let a = r#"[{"id": 1, "n": "one"}, {"id": 2, "n": "two"}, {"id": 3, "n": "three"}]"#;
    let b = r#"[{"id": 2, "n": "zwei"}, {"id": 3, "n": "drei"}]"#;
    let shown = told(a, b);
    assert!(shown[0].starts_with("$[0] {"), "{shown:?}");
    assert_eq!(
        shown[1..],
        ["$[0].n \"two\" \"zwei\"", "$[1].n \"three\" \"drei\""]
    );
}

#[test]
fn items_of_nested_arrays_are_told_apart() {
    let a = r#"{"rows": [[1, 2], [3, 4], [5, 6]]}"#;
    let b = r#"{"rows": [[1, 2], [9, 9], [3, 7], [5, 6]]}"#;
    let shown = told(a, b);
    assert_eq!(shown.len(), 2, "{shown:?}");
    assert!(shown[0].starts_with("$.rows[1] – ["), "{shown:?}");
    assert_eq!(shown[1], "$.rows[2][1] 4 7");
}

#[test]
fn only_objects_and_arrays_are_compared_so() {
    for (a, b) in [("12", "13"), ("{}", "words"), ("", ""), ("[1", "[1]")] {
        assert_eq!(json(a, b), None, "{a} {b}");
    }
    let long = format!("[{}1]", "1,".repeat(MAX_BYTES / 2));
    assert_eq!(json(&long, "[]"), None);
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        (0_i64..4).prop_map(Value::from),
        "[ab\n]{0,3}".prop_map(Value::from)
    ];
    leaf.prop_recursive(3, 24, 5, |inner| {
        let fields = prop::collection::hash_map("[a-c]{0,2}", inner.clone(), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..6).prop_map(Value::from),
            fields.prop_map(|m| Value::Object(m.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_changes_exactly_where_the_two_say_the_same(a in value(), b in value()) {
        if let Some(changes) = json(&a.to_string(), &b.to_string()) {
            prop_assert_eq!(changes.is_empty(), a == b);
            for change in changes {
                prop_assert!(change.before != change.after);
            }
        }
    }

    #[test]
    fn every_item_of_both_arrays_has_its_place(
        a in prop::collection::vec(value(), 0..8),
        b in prop::collection::vec(value(), 0..8),
    ) {
        let pairs = items::pair(&a, &b);
        let left: Vec<usize> = pairs.iter().filter_map(|p| p.0).collect();
        let right: Vec<usize> = pairs.iter().filter_map(|p| p.1).collect();
        prop_assert_eq!(left, (0..a.len()).collect::<Vec<_>>());
        prop_assert_eq!(right, (0..b.len()).collect::<Vec<_>>());
    }
}
