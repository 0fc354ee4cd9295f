//! Every number of the Clusters screen opens exactly the traces it counts, over the whole sample.

use super::fixture::{Bench, sample_bench};
use crate::tui::app::Screen;
use std::collections::BTreeSet;

/// The number that a text of the details states first, as people read it; none where it states no number of traces.
fn stated(text: &str) -> Option<u64> {
    let line = text.lines().next()?.trim();
    let line = line.strip_prefix("possible new failure, ").unwrap_or(line);
    let tail = |mark: &str| text.split_once(mark).map(|(_, rest)| rest.to_owned());
    let of = if line.starts_with('!') {
        // "! tone mismatch rose 2 % → 7 % (3 → 9)": those since the fix.
        tail("(")?.split_once("→")?.1.to_owned()
    } else if line.starts_with('W') {
        line.split_once(' ')?.1.to_owned()
    } else if text.contains(" with a mode") {
        text.replace('\n', " ").rsplit_once(" on ")?.1.to_owned()
    } else if let Some(counted) = tail(", n ") {
        counted
    } else if let Some(side) = line.strip_prefix("before ").or(line.strip_prefix("after ")) {
        side.to_owned()
    } else {
        line.to_owned()
    };
    let digits: String = of
        .trim_start()
        .chars()
        .take_while(|c| c.is_ascii_digit() || *c == ',')
        .collect();
    digits.replace(',', "").parse().ok()
}

fn back(bench: &mut Bench) {
    bench.keys("Esc");
    assert_eq!(
        bench.desk.app.screen,
        Screen::Clusters,
        "{}",
        bench.screen()
    );
}

/// Opens every item of the details of the selected row; gives how many of them stated a number.
fn open_all(bench: &mut Bench, kinds: &mut BTreeSet<String>) -> usize {
    bench.keys("Tab g g");
    let mut numbers = 0;
    let mut before = String::new();
    loop {
        let text = bench.desk.app.clusters.item_text();
        if text.is_empty() || text == before {
            bench.keys("Esc");
            return numbers;
        }
        bench.keys("Enter");
        match (bench.desk.app.screen, stated(&text)) {
            (Screen::Queue, Some(number)) => {
                let shown = bench.desk.app.queue.total();
                let filter = &bench.desk.app.queue.filter().source;
                assert_eq!(shown, number, "{text} opens {filter}");
                numbers += 1;
                let kind = |c: &char| c.is_alphabetic() || " !".contains(*c);
                let kind: String = text.trim().chars().filter(kind).collect();
                kinds.insert(
                    kind.split_whitespace()
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                );
            }
            (Screen::Trace, _) => {}
            (screen, number) => panic!("{text} opens {screen:?}, {number:?}"),
        }
        back(bench);
        before = text;
        bench.keys("j");
    }
}

#[test]
fn every_number_opens_the_traces_it_counts() {
    let mut bench = sample_bench(200, 60);
    bench.keys("2");
    let (mut numbers, mut kinds) = (0, BTreeSet::new());
    let mut seen = BTreeSet::new();
    while let Some(cluster) = bench.desk.app.clusters.selected().cloned() {
        if !seen.insert(cluster.id.clone()) {
            break;
        }
        bench.keys("Enter");
        assert_eq!(
            bench.desk.app.queue.total(),
            cluster.size,
            "{}",
            cluster.name
        );
        let listed: BTreeSet<String> = bench.listed().into_iter().collect();
        let members: BTreeSet<String> = cluster.members.iter().cloned().collect();
        assert_eq!(listed, members, "{}", cluster.name);
        back(&mut bench);
        numbers += 1 + open_all(&mut bench, &mut kinds);
        bench.keys("j");
    }
    let list = bench.desk.app.clusters.list().clone();
    assert_eq!(seen.len(), list.clusters.len());
    // The last row is what is in no cluster.
    bench.keys("G Enter");
    assert_eq!(bench.desk.app.queue.total(), list.not_grouped);
    back(&mut bench);
    for (at, kind) in list.query_types.iter().enumerate() {
        bench.keys("T").keys(&"Down ".repeat(at)).keys("Enter");
        assert_eq!(
            bench.desk.app.queue.total(),
            kind.traces,
            "{:?}",
            kind.terms
        );
        back(&mut bench);
    }
    assert_eq!(list.novelty.len(), 1, "{:?}", list.novelty);
    println!("{numbers} numbers of these kinds: {kinds:?}");
    assert!(numbers > 60, "{numbers}");
    for kind in ["traces", "with", "of", "before", "after", "W", "good"] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

#[test]
fn a_possible_new_failure_is_told_opened_taken_up_and_set_aside() {
    let mut bench = sample_bench(120, 36);
    bench.keys("2");
    let alarm = "possible new failure, 7 traces: totals come as text";
    bench.sees(alarm).sees("★ new");
    bench.keys("/ t o t a l s Space c o m e Enter").sees(alarm);
    bench
        .sees("possible new failure, 7 traces")
        .sees("r or o takes it up");
    bench
        .keys("Tab Enter")
        .sees("‹ Clusters   possible new failure   7 traces");
    let traces = bench.listed();
    bench.keys("Esc Esc");
    let cluster = bench.desk.app.clusters.selected().unwrap();
    assert_eq!(traces.len(), 7);
    assert!(
        traces.iter().all(|t| cluster.members.contains(t)),
        "{traces:?}"
    );
    // Each way to deal with it ends the alarm, and undo brings it back.
    for (keys, status) in [
        ("t i g n o r Enter", "ignored"),
        ("o 1", "open"),
        ("r Space n o w Enter", "open"),
        ("P", "planned"),
    ] {
        bench.keys(keys).misses("possible new failure").sees(status);
        bench.keys("u").sees(alarm).sees("★ new");
    }
}
