use super::{
    bench, bench_at,
    fixture::{self, Bench},
    material::session,
    snapshots::snapshot,
};
use crate::{
    model::query::{Order, Window},
    tui::{headless::Headless, keys::Input, theme::Role},
};

#[test]
fn a_view_is_saved_opened_and_taken_away() {
    let mut bench = bench();
    bench.keys("/").desk.text("route:refunds ");
    bench.keys("Enter , 4 w 6 v").sees("save what is shown");
    bench.keys("1");
    bench.desk.text("late refunds");
    bench.keys("Enter").sees("view late refunds saved");
    let listed = bench.listed();
    bench.keys(", 1 w 3 /").desk.text("zzz");
    bench.keys("Enter").sees("0 to review");
    bench.keys("v").sees("late refunds").sees("newes");
    bench.keys("Enter").sees("view late refunds");
    assert_eq!(bench.listed(), listed);
    let queue = &bench.desk.app.queue;
    assert_eq!(queue.order(), Order::Newest);
    assert_eq!(queue.window(), Window::Everything);
    bench
        .keys("v Del")
        .sees("view late refunds taken away")
        .keys("Esc v");
    bench.misses("newes");
}

#[test]
fn a_view_that_was_taken_away_comes_back_while_the_list_is_open() {
    let mut bench = bench();
    bench.keys("v 1").desk.text("mine");
    bench.keys("Enter v Del").sees("Del brings it back");
    bench.keys("Del").sees("view mine is back");
    bench.keys("Esc v").sees("1 mine");
    snapshot("views", &bench.screen());
    bench
        .keys("F1")
        .sees("Take the saved view away, or bring it back");
}

#[test]
fn a_view_is_renamed_and_never_over_another() {
    let mut bench = bench();
    for name in ["mine", "yours"] {
        bench.keys("v").desk.text("save");
        bench.keys("Enter").desk.text(name);
        bench.keys("Enter");
    }
    bench.keys("v F2 Ctrl-U").desk.text("yours");
    bench.keys("Enter").sees("there is a view yours already");
    bench.keys("v F2 Ctrl-U").desk.text("ours");
    bench.keys("Enter").sees("view mine is called ours");
    bench
        .keys("v")
        .sees("1 ours")
        .sees("2 yours")
        .misses("1 mine");
}

#[test]
fn an_undo_takes_the_last_change_of_a_view_back() {
    let mut bench = bench();
    let save = |bench: &mut Bench, filter: &str, name: &str| {
        bench.keys("/ Ctrl-U").desk.text(filter);
        bench.keys("Enter v").desk.text("save");
        bench.keys("Enter").desk.text(name);
        bench.keys("Enter");
    };
    save(&mut bench, "route:refunds ", "mine");
    save(&mut bench, "app:shop ", "mine");
    bench.sees("There is a view mine: Enter replaces it");
    bench.keys("x").misses("Enter replaces it");
    bench.keys("Backspace Enter").sees("Enter replaces it");
    bench.keys("Enter").sees("view mine is now what is shown");
    bench.keys("v").sees("app:shop").keys("Esc Esc");
    bench.keys("u").sees("view mine is as it was");
    bench.keys("v").sees("route:refunds").keys("Esc");

    bench.keys("v F2 Ctrl-U").desk.text("ours");
    bench.keys("Enter u").sees("view ours is called mine again");
    bench.keys("v").sees("1 mine").misses("1 ours").keys("Del");
    bench.keys("Esc u").sees("view mine is back");
    bench.keys("v").sees("1 mine").keys("Esc");
    bench.keys("u").sees("nothing of");
}

#[test]
fn filters_used_are_remembered_when_the_workbench_is_opened_again() {
    let mut bench = bench();
    bench.keys("/").desk.text("route:refunds ");
    bench.keys("Enter");
    let mut again = Headless::start(&bench.launch, bench.now, 120, 30).unwrap();
    again.keys("/ Up");
    let screen = again.screen();
    assert!(screen.contains("route:refunds"), "{screen}");
}

#[test]
fn an_id_or_its_beginning_opens_the_trace() {
    let mut bench = bench();
    bench.keys("g i").sees("Go to the trace with this id");
    bench.desk.input(Input::Paste("cancel-second\n".into()));
    bench
        .keys("Enter")
        .sees("Cancel my second order please")
        .keys("Esc");
    bench.keys("g i").desk.text("refund");
    bench.keys("Enter").sees("Several ids begin with refund");
    bench.desk.text("when");
    bench
        .keys("Enter")
        .sees("When will I get my money back?")
        .keys("Esc g i");
    bench.desk.text("nope");
    bench
        .keys("Enter")
        .sees("no trace has an id that begins with nope");
}

#[test]
fn matched_letters_are_lit_in_pickers() {
    let mut bench = bench_at(120, 30, fixture::support());
    bench.keys(", n e");
    let (buf, _) = bench.desk.buffer();
    let lit = bench.desk.app.theme.style(Role::Match);
    let looks = |cell: &&ratatui::buffer::Cell| {
        cell.fg == lit.fg.unwrap_or_default() && cell.modifier.contains(lit.add_modifier)
    };
    let lit = buf.content().iter().filter(looks).count();
    assert!(lit >= 2, "n and e of newest");
    snapshot("order-lit", &bench.screen());
}

#[test]
fn e_goes_from_problem_to_problem_and_round() {
    let mut bench = bench_at(120, 30, session());
    bench.keys("g i").desk.text("turn-2");
    bench.keys("Enter e");
    bench
        .sees("problem 1 of 2: it took half of the time or more")
        .sees("llm  draft");
    bench.keys("e").sees("problem 2 of 2: it failed");
    bench.keys("e").sees("problem 1 of 2");
    let mut bench = super::bench();
    bench.keys("Enter e").sees("this trace has no spans");
}

#[test]
fn a_name_that_nothing_has_is_told_with_the_nearest_while_it_is_typed_and_after() {
    let mut bench = bench();
    bench.keys("/").desk.text("mode:wrnog_facts");
    bench.sees("there is no mode `wrnog_facts` here; did you mean `wrong_facts`?");
    snapshot("filter-unknown", &bench.screen());
    bench.keys("Enter").sees("did you mean `wrong_facts`?");
    bench.keys("/ Backspace Tab").sees("mode:wrong_facts");
    bench.misses("match   there is no");
    bench.keys("Ctrl-U").desk.text("nokey:x");
    bench.misses("match   there is no");
}

#[test]
fn a_mode_is_completed_by_the_name_the_team_gave_it() {
    let mut bench = bench();
    bench.keys("M").sees("wrong facts");
    bench.keys("Down r Ctrl-U").desk.text("not so at all");
    bench.keys("Enter Esc /").desk.text("mode:not");
    bench.sees("\"not so at all\"");
}
