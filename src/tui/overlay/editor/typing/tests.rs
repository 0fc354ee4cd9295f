use super::*;
use proptest::prelude::*;

fn ctrl(c: char) -> Chord {
    Chord {
        ctrl: true,
        ..Chord::plain(Key::Char(c))
    }
}

fn type_text(draft: &mut Draft, text: &str) {
    for c in text.chars() {
        draft.press(Chord::plain(Key::Char(c)));
    }
}

#[test]
fn a_word_is_taken_back_as_a_whole() {
    let mut draft = Draft::new("It is");
    type_text(&mut draft, " five días");
    assert!(draft.press(Chord::plain(Key::Enter)));
    assert!(!draft.press(Chord::plain(Key::Up)));
    assert_eq!(draft.text(), "It is five días\n");
    let mut seen = Vec::new();
    while draft.press(ctrl('z')) {
        seen.push(draft.text());
    }
    let back = [
        "It is five días",
        "It is five ",
        "It is five",
        "It is ",
        "It is",
    ];
    assert_eq!(seen, back);
    while draft.press(ctrl('y')) {}
    assert_eq!(draft.text(), "It is five días\n");
}

#[test]
fn what_is_put_in_at_once_is_taken_back_at_once() {
    let mut draft = Draft::new("old\ntext");
    draft.replace("new\r\nand longer\ntext");
    assert_eq!(draft.text(), "new\nand longer\ntext");
    draft.insert(" pasted\rtwice");
    assert_eq!(draft.text(), "new\nand longer\ntext pasted\ntwice");
    assert!(draft.press(ctrl('z')));
    assert!(draft.press(ctrl('z')));
    assert_eq!(draft.text(), "old\ntext");
    draft.replace("");
    assert_eq!(draft.text(), "");
    assert!(draft.press(ctrl('z')));
    assert_eq!(draft.text(), "old\ntext");
}

proptest! {
    #[test]
    fn undoing_everything_gives_the_text_it_began_with(
        text in "[a-c \n\t]{0,20}",
        presses in proptest::collection::vec((0_usize..16, "[xyzé漢 \n]{1,5}"), 0..40),
    ) {
        let mut draft = Draft::new(&text);
        let mut marks = vec![draft.text()];
        for (kind, words) in presses {
            let shift = |key| Chord { shift: true, ..Chord::plain(key) };
            match kind {
                0 => draft.insert(&words),
                1 => draft.replace(&words),
                2..7 => type_text(&mut draft, words.trim_matches('\n')),
                7 => { draft.press(Chord::plain(Key::Backspace)); }
                8 => { draft.press(Chord::plain(Key::Enter)); }
                9 => { draft.press(shift(Key::Left)); }
                10 => { draft.press(shift(Key::Up)); }
                11 => { draft.press(Chord::plain(Key::Tab)); }
                12 => { draft.press(ctrl('w')); }
                13 => { draft.press(ctrl('k')); }
                14 => { draft.press(ctrl('u')); }
                _ => { draft.press(ctrl('x')); }
            }
            marks.push(draft.text());
        }
        let end = draft.text();
        while draft.press(ctrl('z')) {
        }
        prop_assert_eq!(draft.text(), unix(&text));
        while draft.press(ctrl('y')) {
        }
        prop_assert_eq!(draft.text(), end);
    }
}

#[test]
fn a_cursor_steps_over_whole_graphemes() {
    let family = "👩\u{200d}👩\u{200d}👧";
    let mut draft = Draft::new(&format!("e\u{301}漢{family}"));
    let mut stops = vec![draft.cursor().1];
    for _ in 0..4 {
        draft.press(Chord::plain(Key::Left));
        stops.push(draft.cursor().1);
    }
    assert_eq!(stops, [8, 3, 2, 0, 0]);
    for expected in [2, 3, 8] {
        draft.press(Chord::plain(Key::Right));
        assert_eq!(draft.cursor().1, expected);
    }
    assert!(draft.press(Chord::plain(Key::Backspace)));
    assert_eq!(draft.text(), "e\u{301}漢");
    assert!(draft.press(ctrl('z')), "one step");
    assert_eq!(draft.text(), format!("e\u{301}漢{family}"));
    draft.press(ctrl('y'));
    draft.press(Chord::plain(Key::Home));
    draft.press(Chord::plain(Key::Delete));
    assert_eq!(draft.text(), "漢");
    draft.press(Chord::plain(Key::Backspace));
    assert_eq!(draft.text(), "漢", "nothing stands before it");
}

#[test]
fn a_line_up_or_down_never_ends_inside_a_grapheme() {
    let mut draft = Draft::new("abc\n👩\u{200d}👩\u{200d}👧");
    draft.press(Chord::plain(Key::Up));
    draft.press(Chord::plain(Key::Home));
    draft.press(Chord::plain(Key::Right));
    draft.press(Chord::plain(Key::Right));
    draft.press(Chord::plain(Key::Down));
    assert_eq!(draft.cursor(), (1, 0));
}

#[test]
fn joins_lines_and_selections_as_one() {
    let mut draft = Draft::new("one\nzwei 漢字");
    draft.press(Chord::plain(Key::Home));
    draft.press(Chord::plain(Key::Backspace));
    assert_eq!(draft.text(), "onezwei 漢字");
    let left = Chord {
        shift: true,
        ..Chord::plain(Key::Left)
    };
    draft.press(Chord::plain(Key::End));
    draft.press(left);
    draft.press(left);
    draft.press(Chord::plain(Key::Backspace));
    assert_eq!(draft.text(), "onezwei ");
    draft.press(ctrl('z'));
    assert_eq!(draft.text(), "onezwei 漢字");
}

#[test]
fn matches_are_gone_through_round_the_ends() {
    let mut draft = Draft::new("Tea, tea\nund Tee, TEA");
    draft.jump((0, 0));
    draft.look_for("tea");
    assert_eq!(draft.place_of_match(), (1, 3));
    let mut places = Vec::new();
    for _ in 0..3 {
        assert!(draft.go_to_match(true, false));
        places.push((draft.cursor(), draft.place_of_match().0));
    }
    assert_eq!(places, [((0, 5), 2), ((1, 9), 3), ((0, 0), 1)]);
    assert!(draft.go_to_match(false, false));
    assert_eq!(draft.cursor(), (1, 9));
    draft.look_for("Tea");
    assert_eq!(draft.place_of_match().1, 1, "a capital is meant");
    draft.look_for("a(");
    assert!(!draft.go_to_match(true, true));
    assert_eq!(draft.place_of_match(), (0, 0));
}
