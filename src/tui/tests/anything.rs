//! Traces that nobody would send, drawn at every size.

use super::fixture::bench_at;
use crate::{
    model::{
        content::Content,
        decision::Verdict,
        event::StandingVerdict,
        read::{
            Correction, FlagView, HistoryItem, ModeTag, NoteView, QueueRow, SessionPlace,
            SignalView, TraceDetail,
        },
        score::{Reason, Score},
        signal::Signal,
        time::Time,
        trace::{Document, Prompt, Span, Status, ToolCall, Trace},
    },
    tui::{app::App, keys::Input, screen::trace, update::update},
};
use proptest::{prelude::*, sample::Index};
use ratatui::{buffer::Buffer, layout::Rect};
use serde_json::json;

/// Pieces of hostile and odd texts.
const PIECES: &[&str] = &[
    "a",
    "word ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\x1b[31m",
    "\x1b]52;c;AAAA\x07",
    "\u{9b}2J",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "\u{200b}",
    "\u{feff}",
    "漢字",
    "한",
    "e\u{301}",
    "👩‍👩‍👧",
    "🇪🇺",
    "☆\u{fe0f}",
    "ﷺ",
    "ｶﾞ",
    "{\"a\":[1,",
    "[{\"x\":",
    "}",
    "]",
    "-",
    "\u{2028}",
    "\u{ad}",
    "z\u{335}\u{336}\u{337}",
    "a_very_long_word_without_any_space_in_it_",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..30);
    (pieces, prop_oneof![8 => Just(1_usize), 1 => Just(60)])
        .prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

fn time() -> impl Strategy<Value = Option<Time>> {
    prop_oneof![
        2 => Just(None),
        6 => (0..5_000_000_000_i64).prop_map(|ns| Some(Time(1_794_736_800_000_000_000 + ns))),
        1 => any::<i64>().prop_map(|ns| Some(Time(ns))),
        1 => prop::sample::select(vec![i64::MIN, i64::MAX, 0]).prop_map(|ns| Some(Time(ns))),
    ]
}

/// Parents may be missing, run in a circle, or be the span itself.
fn span() -> impl Strategy<Value = Span> {
    (
        0..20_u8,
        prop::option::of(0..24_u8),
        text(),
        time(),
        time(),
        any::<bool>(),
    )
        .prop_map(|(id, parent, text, started_at, ended_at, failed)| Span {
            span_id: id.to_string(),
            parent_id: parent.map(|p| p.to_string()),
            name: Some(text.clone()),
            started_at,
            ended_at,
            status: failed.then_some(Status::Error),
            input: Some(Content::text(text.clone())),
            output: Some(Content(json!([{"role": text, "content": text}]))),
            attributes: [(text.clone(), json!({"deep": [text]}))]
                .into_iter()
                .collect(),
            events: vec![json!({"attributes": {"exception.message": text}})],
            ..Span::default()
        })
}

fn spans() -> impl Strategy<Value = Vec<Span>> {
    (
        prop::collection::vec(span(), 0..12),
        prop_oneof![9 => Just(1_usize), 1 => Just(400)],
    )
        .prop_map(|(spans, times)| {
            spans
                .iter()
                .cycle()
                .take(spans.len() * times)
                .cloned()
                .collect()
        })
}

fn detail() -> impl Strategy<Value = TraceDetail> {
    let texts = prop::collection::vec(text(), 12);
    let times = prop::collection::vec(time(), 4);
    let numbers = prop::collection::vec(any::<f64>(), 4);
    (texts, times, numbers, spans(), any::<Index>())
        .prop_map(|(texts, times, numbers, spans, at)| make(&texts, &times, &numbers, spans, at))
}

#[allow(clippy::too_many_lines)] // one field after the other
fn make(
    texts: &[String],
    times: &[Option<Time>],
    numbers: &[f64],
    spans: Vec<Span>,
    at: Index,
) -> TraceDetail {
    let text = |n: usize| texts[(n + at.index(texts.len())) % texts.len()].clone();
    let time = |n: usize| times[n % times.len()].unwrap_or_default();
    let number = |n: usize| numbers[n % numbers.len()];
    let row = QueueRow {
        trace_id: "t".into(),
        badness: number(0),
        mixed: number(0) > 0.0,
        modes: vec![ModeTag {
            id: text(0),
            source: text(1),
            confidence: number(1),
            why: None,
        }],
        snippet: text(2),
        ..QueueRow::default()
    };
    let trace = Trace {
        trace_id: "t".into(),
        session_id: Some(text(3)),
        started_at: times[0],
        latency_ms: Some(number(2)),
        app: Some(text(4)),
        model: Some(text(5)),
        prompt: Some(Prompt {
            name: text(6),
            version: Some(text(7)),
        }),
        input: Some(Content(
            json!([{"role": text(8), "name": text(9), "content": text(10)},
            {"role": "user", "content": [{"type": "text", "text": text(11)}]}]),
        )),
        output: Some(Content::text(text(0))),
        documents: (0..3)
            .map(|n| Document {
                id: text(n),
                text: Some(text(n + 1)),
                score: Some(number(n)),
                source: Some(text(n + 2)),
            })
            .collect(),
        tool_calls: vec![ToolCall {
            name: text(1),
            arguments: Some(json!({text(2): text(3)})),
            result: Some(json!(text(4))),
            error: Some(text(5)),
        }],
        error: Some(text(6)),
        tags: vec![text(7)],
        attributes: [(text(8), json!(text(9)))].into_iter().collect(),
        confidence: Some(number(3)),
        spans,
        ..Trace::default()
    };
    let signal = |n: usize| SignalView {
        signal: Signal {
            name: text(n),
            value: Some(json!(text(n + 1))),
            reason: Some(text(n + 2)),
            comment: Some(text(n + 3)),
            source: Some(text(n + 4)),
            at: times[n % times.len()],
            ..Signal::default()
        },
        canonical: text(n),
        weight: number(n),
        note: Some(text(n + 5)),
    };
    let correction = |n: usize, source: &str| Correction {
        text: text(n),
        by: text(n + 1),
        source: source.into(),
        at: None,
    };
    TraceDetail {
        cluster: Some(text(2)),
        score: Score {
            badness: number(0),
            ambiguity: number(1),
            mixed: true,
            triage: number(2),
            reasons: vec![Reason {
                text: text(0),
                signals: vec![],
                weight: number(3),
            }],
            triage_factors: vec![("badness".into(), number(0))],
            ..Score::default()
        },
        signals: (0..3).map(signal).collect(),
        modes: row.modes.clone(),
        predictions: Vec::new(),
        verdicts: vec![StandingVerdict {
            reviewer: text(1),
            verdict: Verdict::Bad,
            at: time(1),
            reason: Some(text(2)),
            blind: false,
            order: None,
            implied: false,
        }],
        corrections: vec![
            correction(3, "reviewer"),
            correction(5, "user"),
            correction(7, "final"),
        ],
        earlier: vec![correction(9, "reviewer")],
        notes: vec![NoteView {
            reviewer: text(0),
            at: time(0),
            text: text(1),
        }],
        flags: vec![FlagView {
            reviewer: text(2),
            at: time(2),
            document: text(0),
            flag: text(3),
            note: Some(text(4)),
        }],
        golden: vec![text(5)],
        expected: vec![(text(5), text(6))],
        session: Some(SessionPlace {
            position: 1,
            of: 2,
            previous: None,
            next: Some(text(7)),
        }),
        history: vec![HistoryItem {
            id: text(0),
            at: time(3),
            reviewer: text(1),
            kind: text(2),
            target: text(3),
            summary: text(4),
            undone: true,
        }],
        draft: Some(text(8)),
        trace,
        row,
    }
}

pub(super) fn draws_safely(app: &App) -> Result<(), TestCaseError> {
    let mut buf = Buffer::empty(app.size);
    crate::tui::view::draw(app, &mut buf);
    for cell in buf.content() {
        for c in cell.symbol().chars() {
            let turns = matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            prop_assert!(!c.is_control() && !turns, "{:?} in a cell", cell.symbol());
        }
    }
    Ok(())
}

fn press(app: &mut App, keys: &str) {
    for key in keys.split_whitespace() {
        let now = app.now.plus(300_000_000);
        update(
            app,
            crate::tui::app::Msg::Input(Input::Chord(key.parse().unwrap()), now),
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn any_trace_is_drawn_at_any_size(detail in detail(), width in 0_u16..=300, height in 0_u16..=100) {
        let bench = bench_at(80, 24, Vec::new());
        let mut app = bench.desk.app;
        app.size = Rect::new(0, 0, width, height);
        trace::open(&mut app, "t");
        trace::take_detail(&mut app, Some(Box::new(detail.clone())));
        for _ in 0..8 {
            press(&mut app, "Tab");
            draws_safely(&app)?;
            press(&mut app, "Enter j Enter G");
            draws_safely(&app)?;
        }
        press(&mut app, "d v n Enter N");
        draws_safely(&app)?;
        press(&mut app, "c");
        draws_safely(&app)?;
        let slot = crate::tui::effect::Slot::Overlay;
        let generation = app.flight.start_read(slot);
        let found = crate::tui::effect::Found::Detail(Some(Box::new(detail)));
        let reply = crate::tui::effect::Reply::Read(slot, generation, Ok(found));
        let now = app.now;
        update(&mut app, crate::tui::app::Msg::Reply(Box::new(reply), now));
        draws_safely(&app)?;
        press(&mut app, "Up Up a Ctrl-Z Ctrl-Z PgUp Enter");
        draws_safely(&app)?;
        app.size = Rect::new(0, 0, height, width.min(120));
        press(&mut app, "End");
        draws_safely(&app)?;
    }
}
