//! `goldset classify`: learns from verdicts and labels, and tells how far each source of predictions can be trusted.

use super::{
    args::Classify,
    context::Context,
    render::{count, score},
};
use crate::{
    analysis::classify::trust::{Confusion, SourceTrust},
    error::Result,
    model::time::Time,
    store::{Lesson, Store},
};
use serde_json::{Value, json};
use std::fmt::Write as _;

pub(crate) fn run(context: &Context, args: &Classify) -> Result<()> {
    if args.judge {
        return super::judge::run(context, &args.asked);
    }
    let mut store = context.open()?;
    if args.report {
        return report(context, &store);
    }
    learn(context, &mut store)
}

/// Cuts a score epoch, learns a classifier, and brings scores and predictions up to date.
fn learn(context: &Context, store: &mut Store) -> Result<()> {
    let now = Time::now();
    let epoch = store.cut_epoch(now)?;
    let lesson = store.learn_classifier()?;
    store.record_classifier(&lesson, now)?;
    let stop = super::interrupt::flag();
    let looked_at = store.finish_unscored(&|| stop.load(std::sync::atomic::Ordering::Relaxed))?;
    if context.io.json {
        return context.io.json(&json!({
            "epoch": epoch.as_ref().map(|e| json!({"number": e.number, "verdicts": e.samples})),
            "classifier": lesson_json(&lesson),
            "traces": looked_at,
        }));
    }
    let verdicts = match &epoch {
        Some(epoch) => format!(
            "epoch {} learnt from {}",
            epoch.number,
            count(epoch.samples as u64, "verdict")
        ),
        None => "nothing was decided since the last epoch".to_owned(),
    };
    let text = format!(
        "{verdicts}\n{}{} brought up to date",
        lesson_text(&lesson),
        count(looked_at, "trace")
    );
    context.io.text(&text)
}

fn lesson_json(lesson: &Lesson) -> Value {
    let Some(classifier) = &lesson.classifier else {
        return Value::Null;
    };
    let modes: Vec<Value> = classifier
        .classes
        .iter()
        .map(|c| json!({"id": c.mode, "labels": c.labels, "regression": c.regression, "threshold": c.threshold()}))
        .collect();
    json!({"texts": classifier.texts, "modes": modes})
}

fn lesson_text(lesson: &Lesson) -> String {
    let Some(classifier) = &lesson.classifier else {
        return "too few labels to learn modes from: two modes need five different traces each\n"
            .into();
    };
    let mut text = format!(
        "modes learnt from {}\n",
        count(classifier.texts as u64, "labelled text")
    );
    for class in &classifier.classes {
        let speaks = match class.threshold() {
            Some(p) => format!("speaks from {} on", score(p)),
            None => "silent: under 85 % right on held-out labels".into(),
        };
        let _ = writeln!(text, "  {:<16} {:>5}  {speaks}", class.mode, class.labels);
    }
    text
}

fn report(context: &Context, store: &Store) -> Result<()> {
    let trust = store.trust()?;
    if context.io.json {
        let sources: Vec<Value> = trust.iter().map(source_json).collect();
        return context.io.json(&json!({"sources": sources}));
    }
    context.io.text(&table(&trust))
}

fn source_json(trust: &SourceTrust) -> Value {
    let modes: Vec<Value> = trust
        .modes
        .iter()
        .map(|(mode, c)| {
            let mut row = numbers(c);
            row["id"] = json!(mode);
            row
        })
        .collect();
    json!({"source": trust.source, "model": trust.model, "modes": modes, "total": numbers(&trust.total())})
}

fn numbers(c: &Confusion) -> Value {
    json!({"n": c.n(), "labelled": c.labelled(), "guessed": c.guessed(), "right": c.right,
        "precision": c.precision(), "recall": c.recall(), "kappa": c.kappa()})
}

/// Sources one below the other, the modes with labels or guesses in each.
fn table(trust: &[SourceTrust]) -> String {
    let mut text =
        String::from("Against blind human labels (the classifier on labels it had not seen):\n");
    let mut empty = true;
    for source in trust {
        let rows: Vec<_> = source
            .modes
            .iter()
            .filter(|(_, c)| c.labelled() + c.guessed() > 0)
            .collect();
        if rows.is_empty() {
            continue;
        }
        empty = false;
        let name = match &source.model {
            Some(model) => format!("{} {}", source.source, super::io::safe(model)),
            None => source.source.clone(),
        };
        let name = if name.chars().count() > 16 {
            format!("{name}\n{:16}", "")
        } else {
            name
        };
        let _ = writeln!(
            text,
            "\n{name:<16} {:>6} {:>9} {:>8} {:>10} {:>7} {:>6}",
            "n", "labelled", "guessed", "precision", "recall", "κ"
        );
        for (mode, c) in rows {
            let _ = writeln!(text, "  {}", row(mode, c.n(), c));
        }
        let traces = source.modes.values().map(Confusion::n).max().unwrap_or(0);
        let _ = writeln!(text, "  {}", row("all", traces, &source.total()));
    }
    if empty {
        text.push_str("\nNobody has labelled a trace blind yet. `goldset label ID MODE` counts as blind, and so does labelling in the workbench's blind mode.");
    }
    text
}

/// A mode, or all of them, against the labels of `n` traces.
fn row(name: &str, n: u32, c: &Confusion) -> String {
    // What rounds to nothing has no sign.
    let rounded = |x: f64| if x.abs() < 0.005 { 0.0 } else { x };
    let share = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| score(rounded(x)));
    format!(
        "{:<14} {:>6} {:>9} {:>8} {:>10} {:>7} {:>6}",
        super::io::safe(name),
        n,
        c.labelled(),
        c.guessed(),
        share(c.precision()),
        share(c.recall()),
        share(c.kappa()),
    )
}
