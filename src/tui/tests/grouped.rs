//! The Clusters screen on clusters that the store made: what is decided there stands in the store.

use super::fixture::{Bench, bench_at};
use crate::{
    model::{
        cluster::{ClusterView, FixKind, Status},
        time::{HOUR, Time},
    },
    tui::app::Screen,
};
use serde_json::{Value, json};

/// What is asked, what goes wrong with it, and what people say of that.
const KINDS: [(&str, &str, &str, &str); 3] = [
    (
        "refund",
        "How long does the refund of a jacket take to arrive on my bank account?",
        "Refunds arrive after fourteen business days.",
        "the refund policy says five days, fourteen is wrong",
    ),
    (
        "cancel",
        "Please cancel the second order with the blue lamp, keep the other order.",
        "I have cancelled the order with the chair.",
        "it cancelled the wrong order, the chair was to be kept",
    ),
    (
        "invoice",
        "Send me the invoice of March with the tax number on it.",
        "Here is how to reset your password.",
        "I asked for an invoice and got a text about passwords",
    ),
];

/// Twelve traces of each kind that were disliked, in words of their own, and as many that nobody minded.
pub(super) fn kinds() -> Vec<Value> {
    let mut records = Vec::new();
    for (k, (kind, input, output, comment)) in KINDS.iter().enumerate() {
        for n in 0..24_i64 {
            let id = format!("{kind}-{n:02}");
            let at = newest().plus(-(n * 24 + k as i64) * HOUR).rfc3339();
            let detail = ["today", "again", "soon", "please", "now", "quickly"][n as usize % 6];
            records.push(json!({"type": "trace", "trace_id": id, "started_at": at, "app": "shop", "route": kind,
                "prompt": {"name": kind, "version": "v1"}, "user_id": format!("u-{n}"),
                "input": format!("{input} {detail} {n}"), "output": output}));
            if n % 2 == 0 {
                let said = format!("{comment}, {detail}");
                records.push(
                    json!({"type": "signal", "trace_id": id, "name": "thumbs_down", "at": at,
                    "comment": said, "user_id": format!("u-{n}")}),
                );
            }
        }
    }
    records
}

fn newest() -> Time {
    Time::parse("2026-11-15T12:00:00Z").unwrap()
}

/// A workbench whose traces were grouped by its own key.
pub(super) fn grouped(width: u16, height: u16) -> Bench {
    let mut bench = bench_at(width, height, kinds());
    bench.keys("2").sees("Nothing is grouped yet.");
    bench.keys("R").sees("grouped: ");
    bench
}

/// The clusters as the store has them.
fn stored(bench: &Bench) -> Vec<ClusterView> {
    bench.desk.store.clusters(None, bench.now).unwrap().clusters
}

/// The cluster of the store that holds a trace.
fn holder(bench: &Bench, trace: &str) -> Option<ClusterView> {
    let holds = |c: &ClusterView| c.members.iter().any(|m| m == trace);
    stored(bench).into_iter().find(holds)
}

/// Selects the cluster that holds a trace.
fn select(bench: &mut Bench, trace: &str) {
    bench.keys("g g");
    for _ in 0..20 {
        let cluster = bench.desk.app.clusters.selected();
        if cluster.is_some_and(|c| c.members.iter().any(|m| m == trace)) {
            return;
        }
        bench.keys("j");
    }
    panic!("no cluster holds {trace}\n{}", bench.screen());
}

#[test]
fn a_key_groups_what_went_wrong() {
    let bench = grouped(120, 36);
    for (kind, ..) in KINDS {
        let cluster = holder(&bench, &format!("{kind}-00")).unwrap();
        let alike = cluster.members.iter().filter(|m| m.starts_with(kind));
        assert!(alike.count() >= 10, "{kind}: {:?}", cluster.members);
    }
    assert!(bench.desk.app.clusters.selected().is_some());
}

#[test]
fn the_place_in_the_details_is_kept_while_traces_are_looked_at() {
    let mut bench = grouped(120, 36);
    bench.keys("Tab j j");
    let before = bench.screen();
    bench.keys("Enter Esc");
    assert_eq!(bench.screen(), before);
    assert!(bench.desk.app.clusters.is_in_page());
}

#[test]
fn grouping_again_changes_nothing() {
    let mut bench = grouped(120, 36);
    let before = stored(&bench);
    bench
        .keys("R")
        .sees("nothing new to group since the last time");
    assert_eq!(stored(&bench), before);
}

#[test]
fn names_owners_estimates_and_plans_stand_and_are_undone() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "refund-00");
    bench.keys("r").desk.text("refund days wrong");
    bench
        .keys("Enter")
        .sees("named refund days wrong · u undoes");
    bench
        .keys("o")
        .sees("Who owns refund days wrong?")
        .keys("1")
        .sees("ana owns refund days wrong");
    bench.keys("v 5").sees("severity 5/5");
    bench.keys("P").sees("planned for the next cycle");
    bench
        .keys("i")
        .desk
        .text("the index still holds policy-2024");
    bench.keys("Enter");
    let cluster = holder(&bench, "refund-00").unwrap();
    assert_eq!(cluster.name, "refund days wrong");
    assert_eq!(cluster.owner.as_deref(), Some("ana"));
    assert!((cluster.priority.severity.value - 1.0).abs() < 1e-9);
    assert!(
        cluster.picked && cluster.status == Status::Planned,
        "{:?}",
        cluster.status
    );
    assert_eq!(cluster.notes[0].text, "the index still holds policy-2024");
    bench.sees("planned").sees("ana");
    bench.keys("u u u u u");
    let cluster = holder(&bench, "refund-00").unwrap();
    assert!(
        !cluster.named && cluster.owner.is_none() && !cluster.picked && cluster.notes.is_empty()
    );
    bench.sees("undone").misses("refund days wrong  ");
    bench.keys("Ctrl-R");
    assert_eq!(
        holder(&bench, "refund-00").unwrap().name,
        "refund days wrong"
    );
}

#[test]
fn somebody_else_can_own_it_and_nobody() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "refund-00");
    bench.keys("o 2").sees("Who owns").desk.text("cleo");
    bench.keys("Enter");
    assert_eq!(
        holder(&bench, "refund-00").unwrap().owner.as_deref(),
        Some("cleo")
    );
    bench.keys("o n o b o d y Enter");
    assert_eq!(holder(&bench, "refund-00").unwrap().owner, None);
}

#[test]
fn a_merge_is_shown_before_it_is_made_and_later_runs_keep_to_it() {
    let mut bench = grouped(120, 36);
    let into = holder(&bench, "cancel-00").unwrap();
    select(&mut bench, "cancel-00");
    bench.keys("r").desk.text("orders");
    bench.keys("Enter");
    select(&mut bench, "refund-00");
    let from = holder(&bench, "refund-00").unwrap();
    bench.keys("m o r d e r s Enter");
    bench
        .sees("Merge ")
        .sees("into orders?")
        .sees("fourteen is wrong")
        .sees("it cancelled the wrong order");
    bench.keys("Esc");
    assert_eq!(holder(&bench, "refund-00").unwrap().id, from.id);
    bench
        .keys("m o r d e r s Enter Enter")
        .sees("merged into orders");
    let merged = |bench: &Bench| holder(bench, "refund-00").unwrap().id == into.id;
    assert!(merged(&bench));
    assert_eq!(bench.desk.app.clusters.selected().unwrap().id, into.id);
    more_of_it(&mut bench);
    assert!(merged(&bench));
    // The last decision of this reviewer is the merge: the run is none.
    bench.keys("u").sees("undone: merge ").sees(" into orders");
    bench.misses("merge c-").misses(" on c-");
    assert!(!merged(&bench));
    assert_eq!(holder(&bench, "cancel-00").unwrap().id, into.id);
}

/// Somebody brings more of the same, and it is grouped.
fn more_of_it(bench: &mut Bench) {
    let again: Vec<Value> = kinds()
        .into_iter()
        .map(|mut record| {
            let id = format!("{}-x", record["trace_id"].as_str().unwrap());
            record["trace_id"] = json!(id);
            record
        })
        .collect();
    bench.bring(again);
    bench.desk.send(crate::tui::app::Msg::Poll(bench.now));
    bench.keys("R").sees("grouped: ");
}

#[test]
fn a_split_is_proposed_and_taken_back() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "refund-00");
    bench.keys("r").desk.text("everything");
    bench.keys("Enter");
    select(&mut bench, "cancel-00");
    bench.keys("m e v e r y Enter Enter");
    select(&mut bench, "refund-00");
    let whole = holder(&bench, "refund-00").unwrap();
    bench
        .keys("S")
        .sees("Split everything into")
        .sees("becomes a cluster")
        .sees("stays");
    bench.keys("Enter").sees("split off everything");
    let parts = (holder(&bench, "refund-00"), holder(&bench, "cancel-00"));
    assert_ne!(parts.0.map(|c| c.id), parts.1.map(|c| c.id));
    bench.keys("u");
    assert_eq!(
        holder(&bench, "cancel-00").unwrap().members.len(),
        whole.members.len()
    );
}

#[test]
fn a_trace_is_moved_to_another_cluster_and_to_none() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "refund-00");
    let home = holder(&bench, "cancel-00").unwrap();
    bench.keys("Enter");
    assert_eq!(bench.desk.app.screen, Screen::Queue);
    assert!(
        bench.listed().iter().all(|id| id.starts_with("refund")),
        "{:?}",
        bench.listed()
    );
    let trace = bench.selected();
    bench.keys("m").sees("Move “").sees("no cluster");
    let words = home.name.split([',', ' ']).next().unwrap().to_owned();
    bench.desk.text(&words);
    bench.keys("Enter");
    assert_eq!(holder(&bench, &trace).unwrap().id, home.id);
    bench.keys("u");
    assert_ne!(holder(&bench, &trace).unwrap().id, home.id);
    bench.keys("m").desk.text("no cluster");
    bench.keys("Enter").sees("moved out of the cluster");
    assert_eq!(holder(&bench, &trace), None);
    bench.keys("Esc");
    assert_eq!(bench.desk.app.screen, Screen::Clusters);
}

#[test]
fn a_fix_is_recorded_and_judged() {
    let mut bench = grouped(200, 60);
    select(&mut bench, "invoice-00");
    bench
        .keys("f")
        .sees("Fix shipped for")
        .keys("r Tab")
        .desk
        .text("search invoices by month");
    bench.keys("Tab").desk.text("https://git.example.com/7");
    bench.keys("Tab").sees("traces ran ");
    bench.desk.text("invoice@v2");
    bench.sees("no trace has run this version yet");
    bench.keys("Tab Ctrl-U").desk.text("2031-01-01");
    bench.keys("Enter").sees("lies in the future");
    bench.keys("Ctrl-U").desk.text("2026-11-10 08:00");
    bench.keys("Enter").sees("retrieval fix shipped for");
    let cluster = holder(&bench, "invoice-00").unwrap();
    let fix = &cluster.fixes[0];
    assert_eq!(
        (fix.kind, fix.prompt.as_deref()),
        (FixKind::Retrieval, Some("invoice@v2"))
    );
    assert_eq!(fix.at, Time::parse("2026-11-10T08:00:00Z").unwrap());
    assert_eq!(fix.note.as_deref(), Some("search invoices by month"));
    assert_eq!(cluster.status, Status::Watching);
    bench.sees("watching").sees("too early");
    bench.keys("u");
    assert!(holder(&bench, "invoice-00").unwrap().fixes.is_empty());
}

#[test]
fn a_status_is_set_by_hand() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "invoice-00");
    bench.keys("t i g n o r Enter").sees("ignored");
    assert_eq!(
        holder(&bench, "invoice-00").unwrap().status,
        Status::Ignored
    );
    bench.keys("t 1").sees("status moves by itself");
    assert_ne!(
        holder(&bench, "invoice-00").unwrap().status,
        Status::Ignored
    );
}

#[test]
fn the_brief_is_copied_as_markdown() {
    let mut bench = grouped(120, 36);
    select(&mut bench, "refund-00");
    bench.keys("y").sees("fix brief");
    let brief = bench.desk.copied.last().unwrap();
    assert!(brief.contains("fourteen is wrong"), "{brief}");
    assert!(brief.starts_with('#'), "{brief}");
}

#[test]
fn more_like_this_lists_the_most_similar_traces_of_the_store() {
    let mut bench = grouped(120, 36);
    bench.keys("1");
    let trace = bench.selected();
    let kind = trace.split('-').next().unwrap().to_owned();
    bench.keys("s").sees(&format!("‹ Queue   like {trace}"));
    bench.keys("/").sees("this list is what it is");
    let listed = bench.listed();
    assert!(listed.len() >= 12 && !listed.contains(&trace), "{listed:?}");
    assert!(
        listed[..8].iter().all(|id| id.starts_with(&kind)),
        "{listed:?}"
    );
    bench.keys("Enter s").sees("‹ Trace   like");
    bench.keys("Esc").sees(&format!("trace {}", listed[0]));
    bench.keys("Esc Esc").sees("Worst first");
    assert_eq!(bench.selected(), trace);
}

#[test]
fn from_scratch_shows_what_would_move_before_anything_does() {
    let mut bench = grouped(120, 36);
    more_of_it(&mut bench);
    let before = stored(&bench);
    bench.keys(": f r o m Space s c r a t c h Enter");
    bench
        .sees("Group from scratch: what would become of the clusters")
        .keys("Esc");
    assert_eq!(stored(&bench), before);
    bench
        .keys(": f r o m Space s c r a t c h Enter Enter")
        .sees("grouped: ");
    let run = bench.desk.store.last_cluster_run().unwrap().unwrap();
    assert_eq!(run.how, "from scratch");
}

#[test]
fn questions_lead_to_their_traces() {
    let mut bench = grouped(120, 36);
    let list = bench.desk.store.clusters(None, bench.now).unwrap();
    if list.query_types.is_empty() {
        bench.keys("T").sees("no kinds of questions were found");
        return;
    }
    bench.keys("T").sees("What people ask").keys("1");
    assert!(bench.desk.app.queue.filter().source.starts_with("type:q-"));
    assert_eq!(bench.desk.app.queue.total(), list.query_types[0].traces);
}
