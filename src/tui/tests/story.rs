//! Clusters as the sample tells them, made by hand: what the screen shows of each kind of fact.

use crate::model::{
    cluster::{
        ClusterList, ClusterView, Course, Difference, Exemplar, Fix, FixKind, FixResult, FixView,
        HandNote, Input, ModeShare, Novelty, Override, Priority, QueryType, Rate, RunView,
        SideEffect, Status, Weekly, WhyNow,
    },
    time::{DAY, Time},
};
use std::cmp::Ordering;

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn rate(bad: u64, n: u64) -> Rate {
    let per_1000 = bad as f64 * 1000.0 / n as f64;
    Rate {
        bad,
        n,
        per_1000,
        lo: per_1000 * 0.8,
        hi: per_1000 * 1.2,
    }
}

fn input(value: f64, source: &str) -> Input {
    Input {
        value,
        source: source.into(),
        by_hand: None,
    }
}

fn course(weeks: [u64; 8]) -> Course {
    match weeks[7].cmp(&weeks[4]) {
        Ordering::Greater => Course::Growing,
        Ordering::Equal => Course::Steady,
        Ordering::Less => Course::Shrinking,
    }
}

/// A cluster with its inputs, weeks of traces and nothing decided.
fn cluster(id: &str, name: &str, inputs: [f64; 3], weeks: [u64; 8]) -> ClusterView {
    let [frequency, severity, fixable] = inputs;
    let size = weeks[4..].iter().sum();
    let traffic = 250;
    let weekly = (202_639..).zip(weeks).map(|(week, traces)| Weekly {
        week,
        traces,
        traffic,
    });
    let example = |n: usize| Exemplar {
        trace_id: ["refund-eu", "refund-when", "charged-twice"][n].into(),
        badness: 0.97,
        snippet: [
            "How long do refunds take for EU orders?",
            "When will I get my money back?",
            "Why was I charged twice?",
        ][n]
            .into(),
        comment: (n == 0).then(|| "it is 5 days, the page says so".into()),
        answer: (n == 1).then(|| "Within 14 business days.".into()),
    };
    ClusterView {
        id: id.into(),
        name: name.into(),
        size,
        share: frequency,
        rate: rate(size, 1000),
        trend: weeks[7] as f64 - weeks[4] as f64,
        before: rate(weeks[4], 250),
        course: course(weeks),
        slices: vec!["shop/refunds".into()],
        slice_filter: "slice:shop/refunds".into(),
        terms: name.split(' ').map(str::to_owned).collect(),
        coverage: 0.8,
        why_together: "80 % hold one of refund, days, business".into(),
        exemplars: vec![example(0), example(1)],
        edges: vec![example(2)],
        mode: Some(ModeShare {
            id: "wrong_facts".into(),
            name: "wrong facts".into(),
            share: 0.88,
            traces: 53,
            n: 60,
            fix: "retrieval".into(),
        }),
        priority: Priority {
            value: frequency * severity * fixable,
            frequency: input(frequency, "share of the badness of the window"),
            severity: input(severity, "wrong facts 4"),
            addressability: input(fixable, "retrieval fix"),
            weekly: (1..=8)
                .map(|n| frequency * severity * fixable * f64::from(n) / 8.0)
                .collect(),
        },
        status: Status::Open,
        status_why: "found 12 d ago".into(),
        weekly: weekly.collect(),
        ..ClusterView::default()
    }
}

fn wall_of_text() -> ClusterView {
    let mut wall = cluster(
        "c-w411",
        "wall of text",
        [0.12, 0.4, 0.46],
        [21, 22, 20, 18, 12, 8, 4, 4],
    );
    let fix = Fix {
        kind: FixKind::Prompt,
        reference: Some("https://example.com/pull/7".into()),
        prompt: Some("billing@v4".into()),
        at: at("2026-10-19T00:00:00Z"),
        note: Some("shorter answers".into()),
    };
    wall.fixes = vec![FixView {
        event: "r:9".into(),
        by: "ana".into(),
        recorded_at: fix.at.plus(DAY),
        kind: fix.kind,
        reference: fix.reference,
        prompt: fix.prompt,
        at: fix.at,
        note: fix.note,
        before: rate(26, 240),
        after: rate(8, 240),
        span: [fix.at.plus(-28 * DAY), fix.at.plus(28 * DAY)],
        days: 28.0,
        difference: Some(Difference {
            estimate: -0.075,
            lo: -0.12,
            hi: -0.03,
        }),
        result: FixResult::Held,
        side_effects: vec![SideEffect {
            mode: "too_vague".into(),
            before: rate(5, 240),
            after: rate(17, 240),
            p: 0.012,
            words: "too vague rose 2 % → 7 %".into(),
            filter: "mode:too_vague is:negative,ambiguous slice:shop/refunds since:2026-10-19 until:2026-11-15".into(),
        }],
        words: "10.8 % → 3.3 % (95 % CI −12.0 … −3.0 points), held, but too vague rose 2 % → 7 %"
            .into(),
    }];
    wall.status = Status::Watching;
    wall.status_why = "a fix was shipped 28 d ago".into();
    wall.owner = Some("ana".into());
    wall
}

fn refund_days() -> ClusterView {
    let mut refunds = cluster(
        "c-7f2k",
        "refund days wrong",
        [0.34, 0.8, 0.9],
        [2, 3, 2, 4, 10, 22, 30, 32],
    );
    refunds.named = true;
    refunds.picked = true;
    refunds.status = Status::Planned;
    refunds.status_why = "picked by ana".into();
    refunds.owner = Some("ana".into());
    refunds.terms = ["14 days", "refund", "business"]
        .map(str::to_owned)
        .to_vec();
    let why = |attribute: &str, value: &str, words: &str| WhyNow {
        attribute: attribute.into(),
        value: value.into(),
        share: 0.88,
        base_share: 0.31,
        lift: 2.8,
        lift_ci: [2.4, 3.3],
        p: 0.000_1,
        n: 83,
        words: words.into(),
        filter: format!("cluster:c-7f2k {attribute}:{value}"),
    };
    refunds.why_now = vec![
        why("prompt", "refunds@v5", "88 % refunds@v5 (31 % of traffic)"),
        why("document", "policy-2024", "document policy-2024 ×5.1"),
    ];
    refunds.priority.severity.by_hand = Some(Override {
        by: "cleo".into(),
        at: at("2026-11-12T09:00:00Z"),
        instead_of: 0.6,
    });
    refunds.notes = vec![HandNote {
        event: "r:3".into(),
        by: "ben".into(),
        at: at("2026-11-13T10:00:00Z"),
        text: "policy-2024 is still in the index".into(),
        due: None,
    }];
    refunds.golden = vec!["g-1".into(), "g-2".into()];
    refunds.children = vec!["c-eu01".into()];
    refunds
}

/// The gravest first; one has a child.
fn clusters() -> Vec<ClusterView> {
    let mut question = cluster(
        "c-q001",
        "answers the wrong question",
        [0.22, 0.6, 0.57],
        [18, 17, 18, 16, 18, 17, 18, 18],
    );
    question.fixes = vec![FixView {
        result: FixResult::DidNotHold,
        side_effects: Vec::new(),
        words: "10.5 % → 9.6 % (95 % CI −6.3 … 4.5 points), did not hold".into(),
        note: Some("asks back first".into()),
        ..wall_of_text().fixes[0].clone()
    }];
    let mut cancels = cluster(
        "c-can1",
        "cancels the wrong order",
        [0.15, 0.8, 0.4],
        [0, 0, 0, 0, 1, 10, 16, 6],
    );
    cancels.status = Status::Regressed;
    cancels.owner = Some("ben".into());
    let mut totals = cluster(
        "c-t0t1",
        "totals as text",
        [0.02, 0.6, 0.5],
        [0, 0, 0, 0, 0, 0, 0, 7],
    );
    totals.status = Status::New;
    totals.is_new = true;
    let mut eu = cluster(
        "c-eu01",
        "refund for EU orders",
        [0.08, 0.8, 0.9],
        [0, 0, 0, 0, 2, 4, 6, 8],
    );
    eu.parent = Some("c-7f2k".into());
    vec![refund_days(), question, cancels, eu, wall_of_text(), totals]
}

/// Six clusters of which one has a child, a new failure, and what is not grouped.
pub(super) fn story() -> ClusterList {
    ClusterList {
        run: Some(RunView {
            vectors: None,
            id: 1,
            at: at("2026-11-15T12:00:00Z"),
            how: "first".into(),
            window_days: 28,
            newest: Some(at("2026-11-15T12:00:00Z")),
            traces: 374,
            clusters: 6,
            unclustered: 90,
            no_text: 2,
            seconds: 0.4,
            stability: Some(0.71),
            warnings: Vec::new(),
        }),
        not_grouped: 90,
        no_text: 2,
        novelty: vec![
            Novelty {
                words: "possible new failure, 7 traces: total, text, number".into(),
                cluster: "c-t0t1".into(),
                traces: Vec::new(),
            },
        ],
        query_types: vec![QueryType {
            id: "q-1".into(),
            terms: vec!["refund".into(), "long".into()],
            traces: 412,
            rate: rate(58, 412),
        }],
        since_run: 0,
        weeks: (202_639..=202_646).collect(),
        fixes: vec![
            "wall of text: “shorter answers” shipped 28 d ago: 10.8 % → 3.3 % bad (95 % CI −12.0 … −3.0), held".into(),
        ],
        clusters: clusters(),
    }
}
