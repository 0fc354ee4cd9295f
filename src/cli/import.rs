//! `goldset import`: traces, spans and signals into the store.

use super::{
    args::Import,
    context::Context,
    io::{safe, safe_lines},
};
use crate::{
    error::{Error, Result},
    import::{self, ImportOptions, Progress, Summary},
    intake::{self, Mapping},
};
use indicatif::{ProgressBar, ProgressStyle};

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
        ..ImportOptions::default()
    };
    let mut store = context.open()?;
    let bar = progress_bar(context);
    let outcome = import::run(&mut store, &args.paths, &options, &mut |progress| {
        advance(&bar, progress)
    });
    bar.finish_and_clear();
    let summary = outcome?;
    report(context, &summary)?;
    let refused = args.strict && summary.rejected > 0;
    if refused {
        return Err(Error::failed(format!(
            "{} records rejected, nothing imported (--strict)",
            summary.rejected
        )));
    }
    Ok(())
}

/// Records of each input that `--explain` shows.
const EXPLAINED: usize = 3;

fn explain(context: &Context, paths: &[String], options: &intake::Options) -> Result<()> {
    if paths.is_empty() {
        return context.io.text(intake::mapping_form());
    }
    for input in &intake::expand(paths)?.inputs {
        let told = intake::explain(input, options, EXPLAINED)?;
        context.io.text(&safe_lines(&told.to_string()))?;
    }
    Ok(())
}

fn progress_bar(context: &Context) -> ProgressBar {
    if !context.io.shows_progress() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) =
        ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes}  {msg}  {eta} left")
    {
        bar.set_style(style.progress_chars("█▉▊▋▌▍▎▏ "));
    }
    bar
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
        "{} traces new, {} completed, {} unchanged; {} signals new, {} unchanged; {} spans new  ({} files, {:.1} s)",
        s.traces.new,
        s.traces.updated,
        s.traces.unchanged,
        s.signals.new,
        s.signals.unchanged,
        s.spans.new,
        s.files,
        s.seconds
    )];
    if s.signals.unlinked > 0 {
        lines.push(format!(
            "{} signals wait for their trace (linked when it arrives)",
            s.signals.unlinked
        ));
    }
    if s.skipped > 0 {
        lines.push(format!("{} skipped: not about an AI product", s.skipped));
    }
    if !s.redactions.is_empty() {
        let kinds: Vec<String> = s
            .redactions
            .iter()
            .map(|(kind, n)| format!("{n} {}", safe(kind)))
            .collect();
        lines.push(format!("redacted: {}", kinds.join(", ")));
    }
    if s.rejected > 0 {
        lines.push(format!("{} records rejected:", s.rejected));
        let shown = s.rejects.iter().take(SHOWN_REJECTS);
        lines.extend(shown.map(|r| format!("  {}:{}: {}", safe(&r.file), r.line, safe(&r.error))));
        if s.rejected > SHOWN_REJECTS as u64 {
            lines.push("  … (--json lists up to 100)".into());
        }
    }
    lines.join("\n")
}
