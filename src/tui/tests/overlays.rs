use super::{bench, bench_at, fixture};
use crate::tui::{
    app::Screen,
    command::{self, Availability},
    keys::{Input, Mouse, MouseKind},
};

#[test]
fn a_filter_narrows_the_list_as_it_is_typed_and_esc_restores() {
    let mut bench = bench();
    let before = bench.listed();
    bench.keys("/");
    bench.desk.text("prompt:refunds*");
    bench.sees("2 match");
    assert_eq!(bench.listed().len(), 2);
    bench.keys("Esc");
    assert_eq!(bench.listed(), before);
    bench.keys("/");
    bench.desk.text("prompt:refunds*");
    bench.keys("Enter").sees("is:negative prompt:refunds*");
    assert_eq!(bench.listed().len(), 2);
}

#[test]
fn a_bad_term_is_pointed_at_and_nothing_runs() {
    let mut bench = bench();
    bench.keys("/");
    bench.desk.text("order");
    let before = bench.listed();
    assert!(!before.is_empty());
    bench.keys("Left Left Left Left Left");
    bench.desk.input(Input::Paste("nokey:".into()));
    let screen = bench.screen();
    let (typed, pointer) = (
        screen.find("nokey:order").unwrap(),
        screen.find("^^^").unwrap(),
    );
    let column = |at: usize| screen[..at].rsplit('\n').next().unwrap().chars().count();
    assert_eq!(column(typed), column(pointer), "{screen}");
    assert_eq!(bench.listed(), before);
}

#[test]
fn names_and_values_are_completed() {
    let mut bench = bench();
    bench.keys("/");
    bench.desk.text("rou");
    bench.sees("route:").keys("Tab");
    bench.sees("is:negative route:");
    bench.desk.text("ref");
    bench
        .sees("refunds")
        .keys("Tab")
        .sees("route:refunds")
        .sees("2 match");
}

#[test]
fn names_and_values_are_found_by_their_letters() {
    let mut bench = bench();
    bench.keys("/").desk.text("sgnl");
    bench
        .sees("signal:")
        .keys("Tab")
        .sees("is:negative signal:");
    bench.desk.text("dwn");
    bench
        .sees("thumbs_down")
        .keys("Tab")
        .sees("signal:thumbs_down");
    bench.keys("Ctrl-U").desk.text("route:RF");
    bench.sees("refunds");
    let (buf, _) = bench.desk.buffer();
    let lit = bench.desk.app.theme.style(crate::tui::theme::Role::Match);
    let screen = bench.screen();
    let row = screen
        .lines()
        .position(|l| l.trim_start_matches(['│', ' ']).starts_with("refunds"));
    let row = row.unwrap() as u16;
    let lit_at: String = (0..120)
        .map(|x| &buf[(x, row)])
        .filter(|cell| cell.modifier == lit.add_modifier && Some(cell.fg) == lit.fg)
        .map(ratatui::buffer::Cell::symbol)
        .collect();
    assert_eq!(lit_at, "rf");
    bench.keys("Ctrl-U").desk.text("is:gldn");
    bench.sees("golden");
}

#[test]
fn help_finds_by_word_and_by_key_and_runs() {
    let mut bench = bench();
    bench.keys("?").sees("Verdict bad: reject the output");
    bench.desk.text("golden set");
    bench.keys("Enter");
    let promote_or_golden =
        bench.desk.app.screen == Screen::Golden || !bench.desk.app.overlays.is_empty();
    assert!(promote_or_golden);
    let mut bench = super::bench();
    bench.keys("? Ctrl-U").desk.text("3");
    bench.keys("Enter");
    assert_eq!(bench.desk.app.screen, Screen::Golden);
}

#[test]
fn help_knows_what_is_done_elsewhere_and_other_words_for_it() {
    let mut bench = bench();
    bench.keys("?").desk.text("diff");
    bench
        .sees("Compare the output with what it should have been")
        .keys("Ctrl-U");
    bench.desk.text("other-pair");
    bench.keys("Enter");
    bench.sees("on an opened trace").keys("Ctrl-U");
    bench.desk.text("whitespace");
    bench.sees("Make all white space visible").keys("Ctrl-U");
    bench.desk.text("sort");
    bench.keys("Enter").sees("Order").keys("Esc ?");
    bench.desk.text("paste");
    bench.sees("the terminal's works too");
    for (typed, found) in [
        (
            "select all",
            "▸ *                Mark all that match the filter",
        ),
        ("mark bulk", "▸ Space            Mark the trace"),
        ("this week", "▸ w                Choose how far back"),
        ("scroll", "▸ Ctrl-D           Go down half a page"),
        ("remove row", "▸ R                Retire a row"),
    ] {
        bench.keys("Ctrl-U").desk.text(typed);
        bench.sees(found);
    }
}

#[test]
fn help_finds_every_command_by_its_name() {
    let mut bench = bench_at(120, 60, Vec::new());
    bench.keys("?");
    for command in command::all().filter(|c| c.scope.place().is_some()) {
        bench.keys("Ctrl-U").desk.text(command.name);
        let shown = bench.screen();
        let when = (command.when)(&bench.desk.app);
        assert!(
            shown.contains(command.title) || when == Availability::Hidden,
            "{} on\n{shown}",
            command.name
        );
    }
}

#[test]
fn help_lies_over_a_text_and_runs_what_the_text_can_do() {
    let mut bench = bench();
    bench.keys("c").desk.text(" Indeed.");
    bench
        .keys("F1")
        .sees("what would have been right?")
        .sees("Save the correction")
        .sees("Undo what was written last");
    bench.desk.text("undo");
    bench
        .sees("Undo what was written last")
        .misses("in a recording");
    bench.keys("Esc").sees("Indeed.").keys("F1");
    bench.desk.text("save");
    bench
        .keys("Enter")
        .sees("corrected “How long do refunds take for EU o…”");
    assert!(bench.desk.app.overlays.is_empty());
    bench.keys("/ F1").sees("Take the marked completion");
    bench.keys("F1").sees("Take the marked completion");
    assert_eq!(bench.desk.app.overlays.len(), 2, "help lies over help");
    bench.keys("Esc Esc");
    assert!(bench.desk.app.overlays.is_empty());
}

#[test]
fn the_queue_leads_to_what_is_compared_and_says_that_it_is_one_pane() {
    let mut bench = bench();
    bench.keys("d").sees("4 words gone, 4 new");
    bench
        .keys("Esc j d")
        .sees("nothing to compare yet: c corrects, D takes");
    assert_eq!(bench.desk.app.screen, Screen::Trace);
    bench.keys("Esc Tab").sees("the queue is one pane");
    let mut empty = bench_at(120, 30, Vec::new());
    empty.misses("mark").keys("d").sees("no trace selected");
}

#[test]
fn the_palette_says_why_a_command_cannot_run() {
    let mut bench = bench_at(120, 30, Vec::new());
    bench.keys(":").desk.text("reject");
    bench
        .sees("no trace selected")
        .keys("Enter")
        .sees("no trace selected");
    assert_eq!(bench.desk.app.overlays.len(), 1);
}

#[test]
fn unlinked_signals_are_listed_from_the_palette() {
    let mut bench = bench();
    bench.keys(": ").desk.text("without a trace");
    bench
        .keys("Enter")
        .sees("ticket-from")
        .sees("nobody knows this one");
    bench.keys("Esc").misses("nobody knows this one");
}

#[test]
fn a_paste_is_never_run_as_keys() {
    let mut bench = bench();
    bench.desk.input(Input::Paste("xxjj".into()));
    bench.sees("pasted text is not run as keys");
    assert!(bench.desk.store.history(None, 5).unwrap().is_empty());
    bench.keys("i");
    bench.desk.input(Input::Paste("two\nlines".into()));
    bench.keys("Enter");
    let detail = bench
        .desk
        .store
        .detail("refund-eu", "ana")
        .unwrap()
        .unwrap();
    assert_eq!(detail.notes[0].text, "two lines");
}

#[test]
fn the_mouse_selects_opens_scrolls_and_runs_hints() {
    let mut bench = bench();
    let listed = bench.listed();
    let click = |column, row| {
        Input::Mouse(Mouse {
            kind: MouseKind::Click,
            column,
            row,
        })
    };
    bench.desk.input(click(10, 6));
    assert_eq!(bench.selected(), listed[2]);
    let wheel = Input::Mouse(Mouse {
        kind: MouseKind::WheelDown,
        column: 3,
        row: 8,
    });
    bench.desk.input(wheel);
    assert_eq!(bench.selected(), listed[5]);
    let screen = bench.screen();
    let footer = screen.lines().last().unwrap();
    let label = footer[..footer.find("l label").unwrap()].chars().count();
    bench.desk.input(click(u16::try_from(label).unwrap(), 29));
    bench.sees("What is wrong with");
    bench.keys("Esc");
    bench.desk.input(click(34, 0));
    assert_eq!(bench.desk.app.screen, Screen::Golden);
}

#[test]
fn hostile_text_reaches_no_cell_raw() {
    let mut bench = bench_at(200, 60, fixture::support());
    while bench.selected() != "hostile" {
        bench.keys("j");
    }
    let (buf, _) = bench.desk.buffer();
    for cell in buf.content() {
        let safe = cell
            .symbol()
            .chars()
            .all(|c| !c.is_control() && !('\u{202a}'..='\u{202e}').contains(&c));
        assert!(safe, "{:?}", cell.symbol());
    }
}

#[test]
fn modes_are_added_merged_and_retired_in_their_list() {
    let mut bench = bench();
    bench.keys("M").sees("Failure modes").sees("hallucination");
    bench.keys("a").sees("Name of the new failure mode");
    bench.desk.text("Late delivery");
    bench.keys("Enter").sees("Late delivery added");
    let modes = |bench: &crate::tui::tests::fixture::Bench| bench.desk.store.taxonomy().unwrap();
    assert!(
        modes(&bench)
            .mode("late_delivery")
            .is_some_and(crate::model::taxonomy::Mode::stands)
    );
    bench.keys("g g v 5").sees("has severity 5");
    assert_eq!(modes(&bench).mode("hallucination").unwrap().severity, 5);
    bench.keys("f").sees("usually fixed?").keys("Enter");
    bench
        .keys("m")
        .sees("Merge hallucination into")
        .keys("Enter");
    assert_eq!(modes(&bench).resolve("hallucination"), "wrong_facts");
    bench.misses("  hallucination  ");
    bench.keys("x").sees("retired");
    assert!(!modes(&bench).mode("wrong_facts").unwrap().stands());
    bench.keys("Esc u");
    assert!(modes(&bench).mode("wrong_facts").unwrap().stands());
    bench.keys("u");
    assert_eq!(modes(&bench).resolve("hallucination"), "hallucination");
}
