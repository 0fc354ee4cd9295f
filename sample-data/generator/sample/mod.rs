//! The sample data: a story told in records. Each file here does one step of writing it.

mod build;
mod bundle;
mod cast;
mod content;
mod curation;
mod decision;
mod dictionary;
mod evidence;
mod ids;
mod later;
mod people;
mod plan;
mod plan_extra;
mod plan_fixed;
mod plan_second;
mod record;
mod rng;
mod session;
mod signals;
mod story;
mod text;
mod time;
mod truth;

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use serde::Serialize;

use build::Item;
use cast::Cast;
use decision::Decided;
use plan::Slot;
use rng::Rng;
use signals::{Coverage, Sent};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// One import's worth of the story.
struct World {
    items: Vec<Item>,
    /// Signals by item, then those without one.
    sent: Vec<Vec<Sent>>,
    cast: Cast,
    decided: Vec<Decided>,
    /// Requests that tickets name and no trace has.
    requests: Vec<String>,
}

impl World {
    fn signals(&self) -> usize {
        self.sent.iter().map(Vec::len).sum()
    }
}

/// Writes `sample-data/` and the assets made from it below a folder.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn generate(root: &Path) -> Outcome<()> {
    let first = first_import();
    let second = second_import(&first);
    let mut files = vec![
        ("traces.jsonl".to_owned(), trace_lines(&first.items, "w39")?),
        ("signals.jsonl".to_owned(), signal_lines(&first.sent)?),
        (
            "decisions.jsonl".to_owned(),
            lines(first.decided.iter().map(Decided::line))?,
        ),
        (
            "clusters.jsonl".to_owned(),
            lines(curation::decisions(&first.items))?,
        ),
        (
            "week-47/traces.jsonl".to_owned(),
            trace_lines(&second.items, "w47")?,
        ),
        (
            "week-47/signals.jsonl".to_owned(),
            signal_lines(&second.sent)?,
        ),
    ];
    let assets = root.join("assets");
    std::fs::create_dir_all(&assets)?;
    std::fs::write(assets.join("sample.zst"), bundle::pack(&files)?)?;
    files.extend(later_files(&first)?);
    files.push(("TRUTH.toml".to_owned(), truth::write(&first, &second)));
    let folder = root.join("sample-data");
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(&folder))?;
        std::fs::write(path, text)?;
    }
    Ok(())
}

/// Trains the compression dictionary of a coming release on this sample and writes it. Shipped dictionaries never
/// change, so this is no part of [`generate`].
///
/// # Errors
/// When the file cannot be written.
pub(crate) fn train_dictionary(file: &Path) -> Outcome<()> {
    let traces = trace_lines(&first_import().items, "w39")?;
    std::fs::write(file, dictionary::train(&traces)?)?;
    Ok(())
}

fn first_import() -> World {
    let items = make_items(plan::first_import(), "w39");
    let coverage = Coverage {
        explicit: 160,
        implicit: 1_400,
        outcome: 500,
    };
    let mut sent = signals::send_all(&items, &coverage, "signals");
    let cast = cast::choose(&items, &sent);
    let decided = people::decide(&items, &cast);
    let requests: Vec<String> = (0..3)
        .map(|n| request(&mut Rng::named("unlinked", n)))
        .collect();
    sent.push(signals::unlinked(&requests, time::moment(7, 4, 10, 0)));
    World {
        items,
        sent,
        cast,
        decided,
        requests,
    }
}

/// A week later: new traces, and late outcomes of some old ones.
fn second_import(first: &World) -> World {
    let items = make_items(plan_second::second_import(), "w47");
    let coverage = Coverage {
        explicit: 20,
        implicit: 175,
        outcome: 63,
    };
    let mut sent = signals::send_all(&items, &coverage, "signals w47");
    sent.push(signals::late(&first.items, time::moment(8, 0, 9, 0)));
    World {
        items,
        sent,
        cast: Cast::default(),
        decided: Vec::new(),
        requests: Vec::new(),
    }
}

/// What later parts of the program will replay.
fn later_files(world: &World) -> Outcome<Vec<(String, String)>> {
    let (items, cast) = (&world.items, &world.cast);
    let mut files = vec![
        (
            "later/versions.jsonl".to_owned(),
            lines(later::versions(items, cast))?,
        ),
        ("later/fixes.jsonl".to_owned(), lines(later::fixes())?),
        (
            "later/rulings.jsonl".to_owned(),
            lines(later::rulings(items, cast))?,
        ),
        ("later/promises.jsonl".to_owned(), lines(later::promises())?),
    ];
    for (name, answers) in later::answers(items, cast) {
        files.push((format!("later/gate/{name}.jsonl"), lines(answers)?));
    }
    Ok(files)
}

fn request(rng: &mut Rng) -> String {
    format!("req_{}", rng.hex(16))
}

/// Slots to items: contents, seats, ids, confidence.
fn make_items(slots: Vec<Slot>, stream: &str) -> Vec<Item> {
    let contents = content::write_all(&slots, &format!("content {stream}"));
    let seats = session::seat_all(&slots, &contents, &format!("seats {stream}"));
    let ids = ids::draw_all(&slots, &format!("ids {stream}"));
    let confidence = confidences(&slots, &format!("confidence {stream}"));
    let spans = format!("spans {stream}");
    slots
        .into_iter()
        .zip(contents)
        .zip(seats.into_iter().zip(ids))
        .enumerate()
        .map(|(index, ((slot, content), (seat, id)))| Item {
            latency: build::latency(&slot, &content, index, &spans),
            request: request(&mut Rng::named(&format!("requests {stream}"), index)),
            confidence: confidence[index],
            slot,
            content,
            seat,
            id,
        })
        .collect()
}

/// Confidence is fair everywhere but on refunds v5, where 200 answers claim .9 or more and 42 of them
/// (21 %) are bad.
fn confidences(slots: &[Slot], stream: &str) -> Vec<f64> {
    let mut left = [158, 42];
    let mut seen = [0; 2];
    let v5 = |s: &Slot| s.route == story::Route::Refunds && s.prompt() == "v5";
    let total = |bad: bool| slots.iter().filter(|s| v5(s) && s.is_bad() == bad).count();
    let totals = [total(false), total(true)];
    (0..slots.len())
        .map(|index| {
            let slot = &slots[index];
            let bad = usize::from(slot.is_bad());
            let rng = &mut Rng::named(stream, index);
            let sure = if v5(slot) {
                // Spread evenly: the n-th of all gets its share of what is left.
                let open = totals[bad] - seen[bad];
                seen[bad] += 1;
                let needed = slot.role == plan::Role::Worst || rng.below(open) < left[bad];
                left[bad] -= usize::from(needed && left[bad] > 0);
                needed
            } else {
                rng.chance(if slot.is_bad() { 8 } else { 42 })
            };
            let percent = match (sure, slot.is_bad()) {
                (true, _) => rng.range(90, 98),
                (false, true) => rng.range(41, 84),
                (false, false) => rng.range(62, 89),
            };
            percent as f64 / 100.0
        })
        .collect()
}

fn lines<T: Serialize>(records: impl IntoIterator<Item = T>) -> Outcome<String> {
    let mut text = String::new();
    for record in records {
        writeln!(text, "{}", serde_json::to_string(&record)?)?;
    }
    Ok(text)
}

/// Traces in the order of their times.
fn trace_lines(items: &[Item], stream: &str) -> Outcome<String> {
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|&i| items[i].seat.at);
    let spans = format!("spans {stream}");
    lines(order.into_iter().map(|i| {
        let earlier = items[i].seat.before.map(|at| &items[at]);
        build::trace(&items[i], earlier, i, &spans)
    }))
}

fn signal_lines(sent: &[Vec<Sent>]) -> Outcome<String> {
    let mut all: Vec<&Sent> = sent.iter().flatten().collect();
    all.sort_by_key(|sent| sent.at);
    lines(all.into_iter().map(|sent| &sent.signal))
}
