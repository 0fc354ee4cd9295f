use super::*;
use proptest::prelude::*;

fn plain_of(lines: &[RichLine]) -> Vec<String> {
    lines
        .iter()
        .map(|l| l.plain().trim_end().to_owned())
        .collect()
}

fn plain(left: &str, right: &str, cells: usize) -> Vec<String> {
    plain_of(&lines(left, right, cells))
}

/// Forty lines of which the 21st differs.
fn forty() -> (String, String) {
    let left: String = (0..40).map(|i| format!("line {i}\n")).collect();
    let right = left.replace("line 20", "line twenty");
    (left, right)
}

#[test]
fn changed_words_carry_their_signs() {
    let shown = plain("takes 14 days\nsame", "takes 5 days\nsame", 40);
    assert_eq!(shown, ["- takes 14 days", "+ takes 5 days", "  same"]);
    let wide = plain("takes 14 days", "takes 5 days", 80);
    assert!(
        wide[0].contains("- takes 14 days") && wide[0].contains("+ takes 5 days"),
        "{wide:?}"
    );
    let inline = Look {
        inline: true,
        ..Look::new(80)
    };
    let below = Compared::new("takes 14 days", "takes 5 days").lay_out(&inline);
    assert_eq!(
        plain_of(&below.lines),
        ["- takes 14 days", "+ takes 5 days"]
    );
}

#[test]
fn equal_parts_are_folded_and_opened_one_by_one() {
    let (left, right) = forty();
    let compared = Compared::new(&left, &right);
    let shown = |open: &BTreeSet<usize>| {
        let look = Look {
            open,
            ..Look::new(40)
        };
        compared.lay_out(&look).lines
    };
    let folded = shown(&NONE_OPEN);
    let heads = |lines: &[RichLine]| {
        let heads = lines.iter().filter(|l| l.head);
        heads.map(|l| (l.item, l.change)).collect::<Vec<_>>()
    };
    let numbers = [(Some(0), None), (Some(1), Some(0)), (Some(2), None)];
    assert_eq!(heads(&folded), numbers);
    assert_eq!(folded[0].plain().trim(), "⋯ 17 equal lines");
    let open = shown(&[2].into());
    assert_eq!(heads(&open), numbers, "items keep their numbers");
    let said = plain_of(&open);
    assert!(
        said.contains(&"  ⋯ 16 equal lines, open".into()),
        "{said:?}"
    );
    assert!(said.contains(&"  line 39".into()) && !said.contains(&"  line 1".into()));
    assert_eq!(open.len(), folded.len() + 16);
}

#[test]
fn white_space_is_seen_where_nothing_else_differs() {
    assert_eq!(plain("a  b", "a b", 40), ["- a··b", "+ a·b"]);
    assert_eq!(plain("end ", "end", 40), ["- end·", "+ end"]);
    assert_eq!(plain("\tif", "    if", 40), ["- →   if", "+ ····if"]);
    assert_eq!(plain("a b c", "a b d", 40), ["- a b c", "+ a b d"]);
    assert!(Compared::new("a  b\n", "a b").only_spaces);
    assert!(!Compared::new("a b", "a c").only_spaces);
    let everywhere = Look {
        spaces: true,
        ascii: true,
        ..Look::new(40)
    };
    let shown = Compared::new("a b\tc", "a b d ").lay_out(&everywhere);
    assert_eq!(plain_of(&shown.lines), ["- a.b>   c", "+ a.b.d."]);
}

#[test]
fn white_space_at_the_end_of_a_full_line_is_seen() {
    for cells in 4..12 {
        let shown = plain("word\nwith     ", "word\nwith", cells);
        assert!(shown.concat().contains('·'), "{cells}: {shown:?}");
    }
}

#[test]
fn fields_stand_under_their_paths() {
    let left = r#"{"b": {"price": 4, "name": "tea"}, "a": [1]}"#;
    let right = r#"{"a": [1, {"x": 2}], "b": {"name": "tea", "price": 5}}"#;
    let fields = Fields::new(left, right).unwrap();
    assert_eq!(fields.summary(), "JSON by fields: 1 changed, 1 new, 0 gone");
    let shown = fields.lay_out(&Look::new(40)).lines;
    let said = [
        "+ $.a[1]",
        "+ {",
        "+   \"x\": 2",
        "+ }",
        "",
        "~ $.b.price",
        "- 4",
        "+ 5",
    ];
    assert_eq!(plain_of(&shown), said);
    let changes: Vec<_> = shown.iter().filter(|l| l.head).map(|l| l.change).collect();
    assert_eq!(changes, [Some(0), Some(1)]);
    assert!(Fields::new(left, "tea").is_none());
    assert!(Fields::new(left, left).unwrap().is_same());
}

#[test]
fn the_change_nearest_to_a_line_is_found() {
    let left: String = (0..60).map(|i| format!("line {i}\n")).collect();
    let right = left
        .replace("line 20\n", "line twenty\n")
        .replace("line 50\n", "fifty\nand more\n");
    let compared = Compared::new(&left, &right);
    let lay_out = |compared: Compared| compared.lay_out(&Look::new(100));
    let words = compared.words;
    let laid = lay_out(compared);
    let first = |line| laid.lines[laid.near(line, 4) + 1].plain();
    assert!(first(0).contains("line twenty") && first(20).contains("line twenty"));
    assert!(first(49).contains("line twenty"), "{}", first(49));
    assert!(first(50).contains("fifty") && first(60).contains("fifty"));
    assert_eq!((words.words_removed, words.words_added), (3, 4));
    assert!(lay_out(Compared::new("same", "same")).is_same());
    assert!(Compared::new("same\r\n", "same").is_same());
    assert_eq!(lay_out(Compared::new("", "")).near(7, 10), 0);
}

#[test]
fn titles_stand_above_their_columns() {
    let wide = titles("output", "golden g-1", &Look::new(81));
    assert_eq!(wide.plain().find("│"), Some(40));
    assert!(wide.plain().ends_with("+ golden g-1"));
    assert_eq!(titles("a", "b", &Look::new(40)).plain(), "- a   + b");
}

proptest! {
    #[test]
    fn any_texts_at_any_width(
        left in "[\\PC\t\n ]{0,60}",
        right in "[\\PC\t\n ]{0,60}",
        cells in 0usize..120,
        inline: bool,
        spaces: bool,
    ) {
        let look = Look { inline, spaces, ..Look::new(cells) };
        for line in Compared::new(&left, &right).lay_out(&look).lines {
            let shown = line.plain();
            let raw = shown.contains(['\n', '\u{205f}']);
            prop_assert!(!raw, "{shown:?}");
            // A grapheme may be wider than the column.
            prop_assert!(cells < 8 || width::width(shown) <= cells, "{cells}: {shown:?}");
        }
    }
}
