use super::{bench, bench_at, fixture};
use crate::{
    model::{decision::Verdict, query::Window, read::QueuePage},
    tui::{
        app::Msg,
        effect::{Effect, Found, Read, Reply, Slot},
        keys::{Chord, Input, Key},
        update::update,
    },
};
use serde_json::json;

#[test]
fn the_worst_is_on_top_and_says_why() {
    let mut bench = bench();
    assert_eq!(bench.selected(), "refund-eu");
    let listed = bench.listed();
    assert!(
        !listed.contains(&"liked".to_owned()) && !listed.iter().any(|id| id.starts_with("quiet"))
    );
    bench
        .sees("Worst first")
        .sees("last 7 days of data")
        .sees("is:negative")
        .sees("6 to review of 21")
        .sees("Refunds take 14 business days")
        .sees("WHY .9")
        .sees("it is 5 days");
}

#[test]
fn a_verdict_stays_where_it_is_until_the_reviewer_moves_on() {
    let mut bench = bench();
    let listed = bench.listed();
    bench.keys("x");
    assert_eq!(bench.listed(), listed);
    assert_eq!(bench.selected(), "refund-eu");
    bench
        .sees("bad on “How long do refunds take for EU o…” · u undoes")
        .sees("▸✗")
        .sees("5 to review of 21");
    bench.keys("j");
    assert_eq!(bench.selected(), listed[1]);
    assert_eq!(bench.listed(), listed[1..]);
    let history = bench.desk.store.history(Some("refund-eu"), 10).unwrap();
    assert_eq!(history.len(), 1);
}

#[test]
fn undo_names_what_it_took_back_and_goes_there() {
    let mut bench = bench();
    bench.keys("x j a u");
    bench.sees("undone:");
    assert_eq!(
        bench
            .desk
            .store
            .history(None, 10)
            .unwrap()
            .iter()
            .filter(|h| h.undone)
            .count(),
        1
    );
    bench.keys("u");
    assert_eq!(bench.selected(), "refund-eu");
    assert_eq!(bench.desk.app.queue.selected().unwrap().decided.mine, None);
    bench.keys("Ctrl-R");
    bench.sees("redone:");
    assert_eq!(
        bench.desk.app.queue.selected().unwrap().decided.mine,
        Some(Verdict::Bad)
    );
}

#[test]
fn dot_and_skip_move_on() {
    let mut bench = bench();
    let listed = bench.listed();
    bench.keys(".");
    assert_eq!(bench.selected(), listed[1]);
    bench.keys(">");
    assert_eq!(bench.selected(), listed[2]);
    bench.sees("skipped");
    let after = bench.listed();
    assert_eq!(
        after.last(),
        Some(&listed[1]),
        "a skipped trace waits at the end"
    );
    bench.keys("u").sees("is back where it was");
    assert_eq!(bench.listed(), listed);
    assert_eq!(bench.selected(), listed[1]);
    bench.keys("> x u").sees("undone: bad");
    bench.keys("u").misses("is back where it was");
}

#[test]
fn a_digit_labels_and_unsure_asks_for_a_reason() {
    let mut bench = bench();
    bench.keys("l");
    bench
        .sees("What is wrong with “How long do refunds take for EU o…”?")
        .sees("wrong facts");
    let third = bench.desk.app.taxonomy.by_digit(3).unwrap().clone();
    bench.keys("3");
    bench.sees(&format!(
        "{} on “How long do refunds take for EU o…”",
        third.name
    ));
    let row = bench.desk.app.queue.selected().unwrap().clone();
    assert_eq!(
        (row.modes[0].id.as_str(), row.modes[0].source.as_str()),
        (third.id.as_str(), "human")
    );
    assert!(row.decided.done, "a label implies bad");
    bench.keys("j z");
    bench.sees("why?").keys("2");
    assert_eq!(
        bench.desk.app.queue.selected().unwrap().decided.mine,
        Some(Verdict::Unsure)
    );
    let events = bench.desk.store.history(None, 10).unwrap();
    assert!(events[0].summary.contains("unsure"), "{events:?}");
}

#[test]
fn a_second_mode_is_added_with_plus() {
    let mut bench = bench();
    bench.keys("l 3 l + 1");
    let row = bench.desk.app.queue.selected().unwrap();
    assert_eq!(row.modes.iter().filter(|m| m.source == "human").count(), 2);
}

#[test]
fn notes_and_document_flags_are_written() {
    let mut bench = bench();
    bench.keys("i");
    bench.desk.text("ask legal");
    bench
        .keys("Enter")
        .sees("noted on “How long do refunds take for EU o…”");
    let detail = bench
        .desk
        .store
        .detail("refund-eu", "ana")
        .unwrap()
        .unwrap();
    assert_eq!(detail.notes[0].text, "ask legal");
    bench
        .keys("!")
        .sees("policy-2024")
        .keys("1")
        .sees("outdated")
        .keys("2");
    let detail = bench
        .desk
        .store
        .detail("refund-eu", "ana")
        .unwrap()
        .unwrap();
    assert_eq!(
        (
            detail.flags[0].document.as_str(),
            detail.flags[0].flag.as_str()
        ),
        ("policy-2024", "outdated")
    );
}

#[test]
fn order_window_and_all_change_the_list() {
    let mut bench = bench();
    bench.keys(", 4").sees("Newest first");
    assert_eq!(bench.listed()[0], "refund-eu");
    bench.keys(", 1 w 6");
    assert_eq!(bench.desk.app.queue.window(), Window::Everything);
    bench.keys("x : ").desk.text("show all");
    bench.keys("Enter").sees("decided ones too");
    assert!(bench.listed().contains(&"refund-eu".to_owned()));
}

#[test]
fn news_of_others_keep_the_selection() {
    let mut bench = bench();
    bench.keys("j");
    let (selected, line) = (bench.selected(), bench.desk.buffer().1.unwrap().position);
    let worse = fixture::many(3).into_iter().map(|mut record| {
        record["comment"] = json!("no");
        record
    });
    bench.bring(worse.collect());
    let now = bench.now.plus(1_000_000_000);
    bench.desk.send(crate::tui::app::Msg::Poll(now));
    assert_eq!(bench.selected(), selected);
    bench.sees("9 to review of 24").sees("● +3");
    assert!(bench.desk.buffer().1.unwrap().position.y >= line.y);
}

#[test]
fn a_long_list_is_held_page_by_page() {
    let mut bench = bench_at(120, 30, fixture::many(1500));
    let mut seen = 0;
    for _ in 0..70 {
        bench.keys("PgDn");
        seen = seen.max(bench.listed().len());
    }
    assert!(seen <= 1000, "held {seen}");
    bench.sees("1,500 to review");
    assert_eq!(bench.desk.app.queue.position(), 1500);
    for _ in 0..80 {
        bench.keys("PgUp");
    }
    assert_eq!(bench.desk.app.queue.position(), 1);
    assert_eq!(bench.selected(), bench.listed()[0]);
    bench.keys("G");
    assert_eq!(bench.desk.app.queue.position(), 1500);
    bench.keys("k g g");
    assert_eq!(bench.desk.app.queue.position(), 1);
}

#[test]
fn what_was_shown_stays_until_the_answer_comes() {
    let mut bench = bench();
    let before = bench.listed();
    let effects = crate::tui::screen::queue::set_order(
        &mut bench.desk.app,
        crate::model::query::Order::Newest,
    );
    assert_eq!(effects.len(), 1);
    assert_eq!(bench.listed(), before);
    assert!(bench.desk.app.flight.count() > 0);
}

#[test]
fn data_without_times_is_shown_whole() {
    let timeless = fixture::support().into_iter().map(|mut record| {
        let fields = record.as_object_mut().unwrap();
        fields.remove("started_at");
        fields.remove("at");
        record
    });
    let mut bench = bench_at(120, 30, timeless.collect());
    assert_eq!(bench.desk.app.queue.window(), Window::Everything);
    bench.misses("last 7 days").sees("6 to review of 21");
    assert_eq!(bench.selected(), "refund-eu");
}

#[test]
fn an_empty_store_says_how_to_fill_it() {
    let mut bench = bench_at(100, 30, Vec::new());
    bench
        .sees("This store is empty")
        .sees("goldset import")
        .sees("Enter open");
}

#[test]
fn where_nothing_is_negative_enter_lists_every_open_trace() {
    let quiet = serde_json::json!({"type": "trace", "trace_id": "quiet", "started_at": "2026-11-15T09:00:00Z",
        "input": "All well?", "output": "Yes."});
    let old = serde_json::json!({"type": "trace", "trace_id": "old", "started_at": "2026-09-15T09:00:00Z",
        "input": "And then?", "output": "Yes."});
    let mut bench = super::bench_at(100, 30, vec![quiet, old]);
    bench.sees("No open trace matches").keys("Enter");
    assert_eq!(bench.listed().len(), 2);
    bench
        .misses("is:negative")
        .keys("a j a / i s : r e v i e w e d Enter");
    assert_eq!(bench.listed().len(), 2);
    bench
        .keys("/ Ctrl-U Enter")
        .sees("Nothing is left to review.");
}

#[test]
fn a_search_shows_what_it_has_found_so_far() {
    let mut bench = bench();
    bench.keys("/ Ctrl-U").desk.text("is:negativ");
    let key = Input::Chord(Chord::plain(Key::Char('e')));
    let now = bench.now;
    let effects = update(&mut bench.desk.app, Msg::Input(key, now));
    let (generation, query) = effects
        .iter()
        .find_map(|e| match e {
            Effect::Read(Slot::Queue, generation, Read::Queue { query, .. }) => {
                Some((*generation, query.clone()))
            }
            _ => None,
        })
        .unwrap();
    let whole = bench.desk.store.queue(&query).unwrap();
    assert!(whole.total > 1);
    let part = QueuePage {
        total: 1,
        rows: whole.rows[..1].to_vec(),
        next: None,
        searched: Some(0.0),
    };
    let heard = |generation| {
        let found = Found::Pages(vec![part.clone()]);
        Msg::Reply(Box::new(Reply::Part(Slot::Queue, generation, found)), now)
    };
    update(&mut bench.desk.app, heard(generation - 1));
    assert_ne!(bench.listed().len(), 1, "a part of an older question");
    update(&mut bench.desk.app, heard(generation));
    bench.sees("1+ match");
    // The filter lies over the head of the list.
    let filter = bench.desk.app.overlays.pop();
    bench.sees("1+ to review of");
    bench.desk.app.overlays.extend(filter);
    assert!(bench.desk.app.flight.is_reading(Slot::Queue));
    bench.desk.carry(effects);
    bench.misses("1+");
    assert_eq!(bench.listed().len(), whole.rows.len());
    assert_eq!(bench.selected(), part.rows[0].trace_id);
}

#[test]
fn escape_stops_a_search_and_keeps_what_it_found() {
    let mut bench = bench();
    bench.keys("Home j");
    let now = bench.now;
    // Another order: the list is read from its beginning.
    bench.keys(",");
    let key = Input::Chord(Chord::plain(Key::Char('4')));
    let effects = update(&mut bench.desk.app, Msg::Input(key, now));
    let Some(Effect::Read(Slot::Queue, generation, Read::Queue { query, .. })) = effects
        .into_iter()
        .find(|e| matches!(e, Effect::Read(Slot::Queue, ..)))
    else {
        panic!("the list is read");
    };
    let whole = bench.desk.store.queue(&query).unwrap();
    let heard = |rows: usize, total| {
        let pages = Found::Pages(vec![QueuePage {
            total,
            rows: whole.rows[..rows].to_vec(),
            next: None,
            searched: Some(0.35),
        }]);
        Reply::Part(Slot::Queue, generation, pages)
    };
    update(&mut bench.desk.app, Msg::Reply(Box::new(heard(0, 0)), now));
    bench.sees("Nothing found yet.").sees("35 % read");
    update(&mut bench.desk.app, Msg::Reply(Box::new(heard(2, 2)), now));
    bench
        .sees("2+ to review of")
        .sees("searching on, 35 % read, Esc stops");
    let esc = Input::Chord(Chord::plain(Key::Esc));
    let effects = update(&mut bench.desk.app, Msg::Input(esc, now));
    assert!(matches!(effects[..], [Effect::StopRead(Slot::Queue)]));
    // What was on its way comes too late.
    update(&mut bench.desk.app, Msg::Reply(Box::new(heard(3, 3)), now));
    bench
        .sees("2+ to review of")
        .sees("stopped: this is what was found so far")
        .misses("searching on");
    assert_eq!(bench.listed().len(), 2);
    bench.keys("j");
    assert_eq!(bench.selected(), whole.rows[1].trace_id);
    bench.keys(", 1");
    bench.misses("2+");
    assert_eq!(bench.listed().len(), whole.rows.len());
}

#[test]
fn a_trace_that_others_decide_stays_under_the_fingers() {
    use crate::{
        model::decision::{Decision, Verdict},
        store::Store,
        tui::app::Msg,
    };
    let mut bench = bench();
    let mut theirs = Store::open(&bench.launch.store_path, &bench.launch.settings).unwrap();
    let verdict = Decision::Verdict {
        trace: "refund-eu".into(),
        verdict: Verdict::Bad,
        reason: None,
        blind: true,
        order: None,
    };
    theirs.decide("ben", bench.now, &[verdict]).unwrap();
    bench.desk.send(Msg::Poll(bench.now));
    bench
        .sees("decided or changed elsewhere")
        .sees("5 to review of 21");
    assert_eq!(bench.selected(), "refund-eu");
    assert!(bench.desk.app.queue.selected().unwrap().decided.done);
    bench.keys("j");
    assert!(!bench.listed().contains(&"refund-eu".to_owned()));
}

#[test]
fn one_key_confirms_what_is_predicted() {
    let mut bench = bench();
    bench.keys("j");
    bench.sees("wrong facts, the user picked");
    assert_eq!(bench.selected(), "refund-when");
    bench
        .keys("l")
        .sees("wrong facts? .90")
        .sees("the user picked");
    bench
        .keys("Esc =")
        .sees("wrong facts on “When will I get my money back?”");
    let row = bench.desk.app.queue.selected().unwrap().clone();
    assert_eq!(
        (row.modes[0].id.as_str(), row.modes[0].source.as_str()),
        ("wrong_facts", "human")
    );
    bench.keys("=").sees("a person named the mode already");
    bench.keys("u");
    let row = bench
        .desk
        .store
        .rows(&["refund-when".into()], "ana")
        .unwrap();
    assert_eq!(row[0].modes[0].source, "user");
}
