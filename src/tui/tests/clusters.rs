//! The Clusters screen on hand-made clusters.

use proptest::prelude::*;

use super::{
    bench, bench_at,
    fixture::{Bench, support},
    snapshots::{snapshot, styles},
    story::story,
};
use crate::{
    model::cluster::{ClusterList, Migration, SplitChild},
    tui::{
        app::{Msg, Screen},
        effect::{Effect, Found, Grouped, Reply, Slot},
        keys::{Input, Mouse, MouseKind},
        screen::clusters::take_parts,
        theme::{Theme, ThemeName},
        update::update,
    },
};

/// A workbench of that size whose Clusters screen was told these clusters.
pub(super) fn told(width: u16, height: u16, list: ClusterList) -> Bench {
    let mut bench = bench_at(width, height, support());
    bench.keys("2");
    tell(&mut bench, list);
    bench
}

pub(super) fn tell(bench: &mut Bench, list: ClusterList) {
    let generation = bench.desk.app.flight.start_read(Slot::Clusters);
    let found = Found::Clusters(Box::new(list));
    let reply = Reply::Read(Slot::Clusters, generation, Ok(found));
    let now = bench.now;
    bench.desk.send(Msg::Reply(Box::new(reply), now));
}

/// `Esc` out of a look, the clusters being told again.
fn back(bench: &mut Bench) {
    for _ in 0..3 {
        if bench.desk.app.screen != Screen::Clusters {
            bench.keys("Esc");
        }
    }
    tell(bench, story());
}

fn selected(bench: &Bench) -> String {
    let cluster = bench.desk.app.clusters.selected();
    cluster.map(|c| c.id.clone()).unwrap_or_default()
}

#[test]
fn what_fails_how_badly_and_who_is_at_it() {
    let mut bench = told(120, 36, story());
    bench
        .sees("last 28 days of data")
        .sees("90 not grouped")
        .sees("24.5")
        .sees("refund days wrong")
        .sees("planned")
        .sees("groups: stable")
        .sees("possible new failure, 7 traces")
        .sees("“shorter answers” shipped 28 d ago")
        .sees("88 % refunds@v5 (31 % of");
}

#[test]
fn children_are_set_in_below_their_parent() {
    let mut bench = told(120, 36, story());
    bench.keys("j");
    assert_eq!(selected(&bench), "c-eu01");
    bench
        .sees("    refund for EU or…")
        .keys("Tab G")
        .sees("part of: refund days wrong");
}

#[test]
fn enter_lists_the_members_and_esc_comes_back() {
    let mut bench = told(120, 36, story());
    bench.keys("j Enter");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    assert_eq!(
        bench.desk.app.queue.filter().source,
        "cluster:c-eu01 since:28d"
    );
    bench.sees("‹ Clusters").sees("refund for EU orders");
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Clusters);
    assert_eq!(bench.desk.app.queue.filter().source, "is:negative");
    tell(&mut bench, story());
    bench
        .keys("Enter 1")
        .sees("Worst first")
        .misses("‹ Clusters");
}

#[test]
fn numbers_of_the_details_open_their_traces() {
    let mut bench = told(120, 36, story());
    bench.keys("Tab");
    assert!(bench.desk.app.clusters.is_in_page());
    bench
        .keys("j j j j Enter")
        .sees("refund days wrong, prompt refunds@v5");
    assert_eq!(
        bench.desk.app.queue.filter().source,
        "cluster:c-7f2k prompt:refunds@v5"
    );
    back(&mut bench);
    bench
        .keys("Tab g g j j j j j j Enter")
        .sees("trace refund-eu")
        .sees("‹ Clusters");
    back(&mut bench);
    bench.keys("Tab Esc");
    assert!(!bench.desk.app.clusters.is_in_page());
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
}

#[test]
fn weeks_and_fixes_open_their_stretch_of_time() {
    let mut bench = told(200, 60, story());
    let open_all = |bench: &mut Bench| {
        let mut filters = Vec::new();
        for n in 0..30 {
            bench.keys("Tab g g").keys(&"j ".repeat(n)).keys("Enter");
            filters.push(bench.desk.app.queue.filter().source.clone());
            back(bench);
        }
        filters
    };
    let filters = open_all(&mut bench);
    let week = "cluster:c-7f2k since:2026-11-09 until:2026-11-15";
    assert!(filters.iter().any(|f| f == week), "{filters:#?}");
    bench.keys("/ w a l l Enter");
    assert_eq!(selected(&bench), "c-w411");
    let filters = open_all(&mut bench);
    for filter in [
        "mode:too_vague is:negative,ambiguous slice:shop/refunds since:2026-10-19 until:2026-11-15",
        "cluster:c-w411 slice:shop/refunds since:2026-09-21 until:2026-10-18",
        "cluster:c-w411 slice:shop/refunds since:2026-10-19 until:2026-11-15",
    ] {
        assert!(filters.iter().any(|f| f == filter), "{filters:#?}");
    }
}

#[test]
fn what_is_no_cluster_opens_its_traces_too() {
    let mut bench = told(120, 36, story());
    bench
        .keys("G")
        .sees("Not grouped")
        .sees("2 of them have no text");
    bench.keys("r").sees("this is no cluster");
    bench.keys("Enter").sees("‹ Clusters   not grouped");
    assert_eq!(
        bench.desk.app.queue.filter().source,
        "is:negative,ambiguous -cluster:c-* since:28d"
    );
}

#[test]
fn orders_and_searches_keep_what_is_selected() {
    let mut bench = told(120, 36, story());
    bench.keys(", 2");
    assert_eq!(selected(&bench), "c-7f2k");
    bench.keys("/ b e n").sees("/ben  1 match").keys("Enter");
    assert_eq!(selected(&bench), "c-can1");
    bench
        .keys("/ Ctrl-U n o w h e r e")
        .sees("No cluster holds these words.");
    bench.keys("Esc").sees("/ben  1 match");
    bench.keys("Esc").misses("/ben").sees("Failure clusters");
}

#[test]
fn a_fix_that_did_not_hold_names_the_next_rung() {
    let mut bench = told(200, 60, story());
    bench.keys("/ q u e s t i o n Enter");
    bench
        .sees("did not hold")
        .sees("next on the ladder: a retrieval fix");
    bench.keys("f");
    bench.sees("Fix shipped for answers the wrong question");
    bench.keys("Down Down Down Down Ctrl-U").desk.text("soon");
    bench.keys("Enter").sees("a day or a moment like");
}

#[test]
fn before_the_first_run_it_says_what_to_do() {
    let mut bench = bench();
    bench
        .keys("2")
        .sees("Nothing is grouped yet.")
        .sees("R groups the negative and ambiguous traces");
    bench.keys("r").sees("no cluster selected").keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    let mut empty = bench_at(80, 24, Vec::new());
    empty.keys("2").sees("This store is empty.");
}

#[test]
fn narrow_terminals_show_the_details_in_place_of_the_list() {
    let mut bench = told(80, 24, story());
    bench.sees("answers the wrong question").misses("WHY NOW");
    bench.keys("Tab").sees("WHY NOW").misses("totals as text");
    bench.keys("Tab").sees("totals as text").misses("WHY NOW");
}

#[test]
fn rows_and_numbers_are_clicked() {
    let mut bench = told(120, 36, story());
    let click = |column, row| {
        Input::Mouse(Mouse {
            kind: MouseKind::Click,
            column,
            row,
        })
    };
    bench.desk.input(click(20, 6));
    assert_eq!(selected(&bench), "c-q001");
    bench.desk.input(click(20, 6));
    assert_eq!(
        bench.desk.app.queue.filter().source,
        "cluster:c-q001 since:28d"
    );
}

#[test]
fn a_click_on_an_alarm_leads_to_its_cluster() {
    let mut bench = told(120, 36, story());
    let alarm = "possible new failure, 7 traces";
    let screen = bench.screen();
    let row = screen
        .lines()
        .position(|line| line.contains(alarm))
        .unwrap();
    assert_ne!(selected(&bench), "c-t0t1");
    bench.desk.input(Input::Mouse(Mouse {
        kind: MouseKind::Click,
        column: 10,
        row: u16::try_from(row).unwrap(),
    }));
    assert_eq!(selected(&bench), "c-t0t1");
}

#[test]
fn what_people_ask_is_listed_with_how_often_it_goes_wrong() {
    let mut bench = told(120, 36, story());
    bench
        .keys("T")
        .sees("refund · long")
        .sees("14 % bad of 412 (");
}

#[test]
fn the_screen_at_every_size() {
    let pages: [(&str, &str); 5] = [
        ("clusters", ""),
        ("clusters-details", "/ w a l l Enter Tab j"),
        ("clusters-merge", "m w a l l Enter"),
        ("clusters-fix", "f"),
        ("clusters-none", "/ n o w h e r e"),
    ];
    for (name, keys) in pages {
        for (width, height) in [(80, 24), (120, 36), (200, 60)] {
            let mut bench = told(width, height, story());
            bench.keys(keys);
            snapshot(&format!("{name}-{width}x{height}"), &bench.screen());
        }
    }
    let mut narrow = told(40, 12, story());
    narrow.keys("j");
    snapshot("clusters-40x12", &narrow.screen());
}

#[test]
fn everything_is_seen_without_colours() {
    for (name, keys) in [("clusters", "j"), ("clusters-details", "Tab j")] {
        let mut bench = told(80, 24, story());
        bench.desk.app.theme = Theme::new(ThemeName::Mono);
        bench.keys(keys);
        let looks = styles(&bench.desk.buffer().0);
        assert!(!looks.contains('#') && looks.contains('r'), "{looks}");
        snapshot(&format!("{name}-mono-styles"), &looks);
    }
}

#[test]
fn a_split_and_a_grouping_from_scratch_are_read_before_they_are_agreed_to() {
    let part = |terms: &str, count: usize| SplitChild {
        terms: vec![terms.into()],
        traces: (0..count).map(|n| format!("{terms}-{n}")).collect(),
        exemplars: story().clusters[0].exemplars.clone(),
    };
    let mut bench = told(80, 24, story());
    take_parts(
        &mut bench.desk.app,
        "c-7f2k",
        vec![part("eu", 20), part("gift card", 60)],
    );
    bench.desk.send(Msg::Poll(bench.now));
    bench
        .sees("60 traces  stays  gift card")
        .sees("20 traces  becomes a cluster  eu");
    bench.keys("Esc");
    take_parts(&mut bench.desk.app, "c-7f2k", vec![part("eu", 20)]);
    bench.sees("refund days wrong has no clear parts");
    let row = |name: &str, from: Option<&str>, to: Option<&str>, what: &str| Migration {
        from: from.map(str::to_owned),
        name: name.into(),
        to: to.map(str::to_owned),
        before: 94,
        after: 90,
        kept: 88,
        what: what.into(),
    };
    let table = vec![
        row(
            "refund days wrong",
            Some("c-7f2k"),
            Some("c-7f2k"),
            "keeps its id",
        ),
        row(
            "wall of text",
            Some("c-w411"),
            None,
            "goes into answers the wrong question",
        ),
    ];
    let ended = Reply::Grouped(Ok(Grouped::Proposed(table)));
    let now = bench.now;
    bench.desk.send(Msg::Reply(Box::new(ended), now));
    snapshot("clusters-from-scratch-80x24", &bench.screen());
    bench.keys("Esc").sees("the clusters are as they were");
}

#[test]
fn progress_is_shown_and_esc_asks_to_stop() {
    let mut bench = told(120, 36, story());
    let now = bench.now;
    grouping(&mut bench, "vectors", 0.4);
    bench.sees("grouping: vectors 40 %   Esc stops");
    let told = Reply::Grouping {
        stage: "grouping",
        share: 0.6,
    };
    bench.desk.send(Msg::Reply(Box::new(told), now));
    bench.sees("  grouping 60 %   Esc stops");
    bench.keys("R").sees("it is being done; Esc stops it");
    bench.keys("Esc").sees("stopping…");
    assert_eq!(bench.desk.app.screen, Screen::Clusters);
    let ended = Reply::Grouped(Ok(Grouped::Stopped));
    bench.desk.send(Msg::Reply(Box::new(ended), now));
    bench
        .sees("stopped; the clusters are as they were")
        .sees("groups: stable");
}

/// The clustering runs and is that far.
fn grouping(bench: &mut Bench, stage: &'static str, share: f64) {
    let now = bench.now;
    let press = Input::Chord("R".parse().unwrap());
    let effects = update(&mut bench.desk.app, Msg::Input(press, now));
    assert!(matches!(effects[..], [Effect::Group { .. }]), "{effects:?}");
    let told = Reply::Grouping { stage, share };
    bench.desk.send(Msg::Reply(Box::new(told), now));
}

#[test]
fn loose_groups_and_traces_that_came_since_are_told() {
    let mut list = story();
    list.run.as_mut().unwrap().stability = Some(0.4);
    told(120, 36, list.clone()).sees("groups: loose, a reading order");
    list.since_run = 12;
    told(120, 36, list).sees("12 traces since, R groups them");
}

/// Texts that nobody would send.
const HOSTILE: &[&str] = &[
    "",
    "\x1b[31m",
    "漢字 ",
    "a_very_long_word_without_any_space_in_it_",
    "\u{202e}x",
    "👩‍👩‍👧",
    "e\u{301}\n",
];

/// The story with its words and numbers exchanged for hostile ones.
fn spoiled(words: &[usize], numbers: &[f64]) -> ClusterList {
    let text = |n: usize| HOSTILE[words[n % words.len()]].repeat(1 + n % 3);
    let number = |n: usize| numbers[n % numbers.len()];
    let mut list = story();
    for (n, cluster) in list.clusters.iter_mut().enumerate() {
        cluster.name = text(n);
        cluster.terms = vec![text(n + 1), text(n + 2)];
        cluster.owner = Some(text(n + 3));
        cluster.why_together = text(n + 4);
        cluster.slices = vec![text(n + 5)];
        cluster.trend = number(n);
        cluster.before.per_1000 = number(n);
        cluster.rate.per_1000 = number(n + 1);
        cluster.priority.value = number(n + 2);
        cluster.priority.severity.value = number(n + 3);
        cluster.priority.frequency.source = text(n + 1);
        for why in &mut cluster.why_now {
            why.words = text(n);
            why.filter = text(n + 2);
            why.lift = number(n);
        }
        for example in &mut cluster.exemplars {
            example.snippet = text(n + 2);
            example.comment = Some(text(n + 3));
        }
        for week in &mut cluster.weekly {
            week.week = number(n) as i32;
            week.traffic = 0;
        }
    }
    list.fixes = vec![text(3)];
    list
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_clusters_are_drawn_at_any_size(
        words in prop::collection::vec(0..HOSTILE.len(), 1..9),
        numbers in prop::collection::vec(any::<f64>(), 1..5),
        width in 0_u16..=300,
        height in 0_u16..=100,
    ) {
        let list = spoiled(&words, &numbers);
        let mut bench = told(width, height, list.clone());
        for keys in ["", "j", "Tab", "j j j", "G", "Tab m", "Esc f", "Tab Left x", "Esc S o", "Esc v", "Esc T", "Esc , 3"] {
            bench.keys(keys);
            let screen = bench.screen();
            prop_assert!(!screen.contains(['\x1b', '\u{202e}']), "{screen}");
        }
        bench.keys("Esc");
        tell(&mut bench, list);
        bench.keys("Tab Enter");
        bench.screen();
    }
}
