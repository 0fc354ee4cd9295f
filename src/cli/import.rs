//! `goldset import`: traces, spans and signals into the store.

use super::{
    args::Import,
    context::Context,
    interrupt,
    io::{safe, safe_lines},
    render::count,
};
use crate::{
    error::{Error, Result},
    import::{self, ImportOptions, Progress, Summary},
    intake::{self, Mapping},
};
use indicatif::ProgressBar;
use serde_json::json;
use std::sync::atomic::Ordering;

/// Rejects shown to people; `--json` lists up to 100.
const SHOWN_REJECTS: usize = 10;

pub(crate) fn run(context: &Context, args: &Import) -> Result<()> {
    let map = args.map.as_deref().map(Mapping::find).transpose()?;
    let reading = intake::Options {
        map,
        ..intake::Options::default()
    };
    if args.explain {
        return explain(context, &args.paths, &reading);
    }
    let options = ImportOptions {
        strict: args.strict,
        redact: args.redact || context.config.redact,
        redact_patterns: context.config.redact_regexes(),
        reading,
        stop: Some(interrupt::flag()),
    };
    let stop = options.stop.clone();
    let mut store = context.open_or_make()?;
    let template = "{wide_bar} {bytes}/{total_bytes}  {msg}  {eta} left";
    let bar = context.io.progress_bar(0, template);
    let outcome = import::run(&mut store, &args.paths, &options, &mut |progress| {
        advance(&bar, progress);
    });
    bar.finish_and_clear();
    let summary = outcome?;
    report(context, &summary)?;
    let refused = args.strict && summary.rejected > 0;
    if refused {
        return Err(Error::failed(format!(
            "{} rejected, nothing imported (--strict)",
            count(summary.rejected, "record")
        ))
        .hint("mend what is named above, or import the rest without --strict"));
    }
    if stop.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
        return Err(Error::operational("stopped before the end")
            .hint("what is counted above is kept; the same import again finishes it"));
    }
    Ok(())
}

/// Records of each input that `--explain` shows.
const EXPLAINED: usize = 3;

fn explain(context: &Context, paths: &[String], options: &intake::Options) -> Result<()> {
    let io = context.io;
    if paths.is_empty() {
        let form = intake::mapping_form();
        return if io.json {
            io.json(&json!({ "mapping_form": form }))
        } else {
            io.text(form)
        };
    }
    let mut told = Vec::new();
    for input in &intake::expand(paths)?.inputs {
        told.push(intake::explain(input, options, EXPLAINED)?);
    }
    if io.json {
        let told: Vec<_> = told.iter().map(intake::Explanation::json).collect();
        return io.json(&json!({ "explained": told }));
    }
    let told: Vec<String> = told
        .iter()
        .map(|t| safe_lines(t.to_string().trim_end()))
        .collect();
    io.text(&told.join("\n\n"))
}

fn advance(bar: &ProgressBar, progress: &Progress) {
    if let Some(total) = progress.total_bytes {
        bar.set_length(total);
    }
    bar.set_position(progress.bytes);
    let rate = progress.records as f64 / bar.elapsed().as_secs_f64().max(0.001);
    bar.set_message(format!("{} records, {rate:.0}/s", progress.records));
}

fn report(context: &Context, summary: &Summary) -> Result<()> {
    if context.io.json {
        return context.io.json(summary);
    }
    for note in &summary.notes {
        context.io.remark(note);
    }
    context.io.text(&for_people(summary))
}

fn for_people(s: &Summary) -> String {
    let mut lines = vec![format!(
        "{}  ({}, {:.1} s)",
        brought(s).join("; "),
        count(s.files, "file"),
        s.seconds
    )];
    if s.signals.unlinked > 0 {
        let wait = if s.signals.unlinked == 1 {
            "waits for its trace"
        } else {
            "wait for their trace"
        };
        lines.push(format!("{} {wait}", count(s.signals.unlinked, "signal")));
    }
    if s.skipped > 0 {
        lines.push(format!("{} skipped: not about an AI product", s.skipped));
    }
    if s.replaced_utf8 > 0 {
        lines.push(format!(
            "{} replaced",
            count(s.replaced_utf8, "invalid character")
        ));
    }
    if !s.redactions.is_empty() {
        let kinds: Vec<String> = s
            .redactions
            .iter()
            .map(|(kind, n)| format!("{n} {}", safe(kind)))
            .collect();
        lines.push(format!("redacted: {}", kinds.join(", ")));
    }
    lines.extend(rejects(s));
    lines.join("\n")
}

/// What came, without what is zero.
fn brought(s: &Summary) -> Vec<String> {
    let part = |n: u64, what: &str, how: &str| (n > 0).then(|| format!("{} {how}", count(n, what)));
    let parts = [
        part(s.traces.new, "trace", "new"),
        part(s.traces.updated, "trace", "completed"),
        part(s.traces.unchanged, "trace", "unchanged"),
        part(s.traces.erased, "trace", "kept out: erased before"),
        part(s.signals.new, "signal", "new"),
        part(s.signals.unchanged, "signal", "unchanged"),
        part(s.spans.new, "span", "new"),
    ];
    let brought: Vec<String> = parts.into_iter().flatten().collect();
    if brought.is_empty() {
        return vec!["nothing imported".into()];
    }
    brought
}

fn rejects(s: &Summary) -> Vec<String> {
    if s.rejected == 0 {
        return Vec::new();
    }
    let mut lines = vec![format!("{} rejected:", count(s.rejected, "record"))];
    let shown = s.rejects.iter().take(SHOWN_REJECTS);
    lines.extend(shown.map(|r| format!("  {}:{}: {}", safe(&r.file), r.line, safe(&r.error))));
    if s.rejected > SHOWN_REJECTS as u64 {
        lines.push("  … (--json lists up to 100)".into());
    }
    lines
}
