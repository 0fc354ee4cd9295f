use super::*;
use crate::model::record::Record;
use std::io::Write as _;

/// Reads bytes as a file of that name with the given limits.
fn read_with(name: &str, bytes: &[u8], limits: Limits) -> Result<Vec<Parsed>> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("written");
    let options = Options { limits, map: None };
    let mut reader = open(&Input::file(path), &options)?;
    let mut all = Vec::new();
    while let Some(block) = reader.next_block()? {
        all.push(block.parse());
    }
    Ok(all)
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).expect("in memory");
    out.finish().expect("in memory")
}

fn ids(parsed: &[Parsed]) -> Vec<String> {
    let id = |r: &Record| match r {
        Record::Trace(t) => t.trace_id.clone(),
        Record::Span(s) => s.span_id.clone(),
        Record::Signal(s) => s.signal_id.clone(),
    };
    parsed
        .iter()
        .flat_map(|p| p.records.iter().map(id))
        .collect()
}

fn rejects(parsed: &[Parsed]) -> Vec<(u64, u64, String)> {
    parsed
        .iter()
        .flat_map(|p| p.rejects.iter().map(|r| (r.line, r.byte, r.error.clone())))
        .collect()
}

const SMALL: Limits = Limits {
    line: 200,
    text: 100,
    block: 64,
    ..LIMITS
};
const LIMITS: Limits = Limits {
    line: limits::LINE,
    text: limits::TEXT,
    document: limits::DOCUMENT,
    block: limits::BLOCK,
    inflated: limits::INFLATED,
    ratio: limits::RATIO,
    ratio_from: limits::RATIO_FROM,
};

fn line(id: usize) -> String {
    format!("{{\"type\":\"trace\",\"trace_id\":\"t{id}\"}}\n")
}

#[test]
fn good_lines_around_bad_ones_are_kept_with_their_places() {
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    bytes.extend(line(1).bytes());
    bytes.extend(b"{broken\r\n\r\n");
    bytes.extend(line(2).bytes());
    let huge_at = bytes.len() as u64;
    bytes.extend(
        format!(
            "{{\"type\":\"trace\",\"trace_id\":\"{}\"}}\n",
            "x".repeat(500)
        )
        .bytes(),
    );
    bytes.extend(line(3).trim_end().bytes());
    let parsed = read_with("a.jsonl", &bytes, SMALL).expect("read");
    assert_eq!(ids(&parsed), ["t1", "t2", "t3"]);
    let rejects = rejects(&parsed);
    assert_eq!(rejects.len(), 2);
    assert_eq!(rejects[0].0, 2);
    assert_eq!((rejects[1].0, rejects[1].1), (5, huge_at));
    assert!(
        rejects[1].2.contains("over the limit of 200 bytes"),
        "{}",
        rejects[1].2
    );
    assert_eq!(parsed.iter().map(|p| p.read).sum::<u64>(), 5);
    assert_eq!(
        parsed.iter().map(|p| p.bytes).sum::<u64>(),
        bytes.len() as u64
    );
}

#[test]
fn a_text_over_its_limit_is_rejected() {
    let text = format!(
        "{{\"type\":\"trace\",\"trace_id\":\"t\",\"input\":\"{}\"}}\n",
        "x".repeat(120)
    );
    let parsed = read_with("a.jsonl", text.as_bytes(), SMALL).expect("read");
    assert!(
        rejects(&parsed)[0]
            .2
            .starts_with("input: a text of 120 bytes")
    );
}

#[test]
fn invalid_utf8_is_replaced_and_counted() {
    let parsed = read_with(
        "a.jsonl",
        b"{\"type\":\"trace\",\"trace_id\":\"a\xff\xfeb\"}\n",
        LIMITS,
    )
    .expect("read");
    assert_eq!(ids(&parsed), ["a\u{fffd}\u{fffd}b"]);
    assert_eq!(parsed[0].replaced_utf8, 2);
}

#[test]
fn gzip_is_told_by_content_and_its_damage_by_words() {
    let text: String = (0..2000).map(line).collect();
    let packed = gz(text.as_bytes());
    let parsed = read_with("a.jsonl", &packed, LIMITS).expect("read");
    assert_eq!(ids(&parsed).len(), 2000);
    assert_eq!(
        parsed.iter().map(|p| p.bytes).sum::<u64>(),
        packed.len() as u64
    );
    let cut = read_with("a.jsonl.gz", &packed[..packed.len() / 2], LIMITS);
    assert!(cut.is_err_and(|e| e.what.contains("cut off or damaged")));
}

#[test]
fn a_gzip_bomb_is_refused_with_the_limits() {
    let bomb = gz(&vec![b'\n'; 8 << 20]);
    let limits = Limits {
        ratio_from: 1 << 20,
        ..LIMITS
    };
    let error = read_with("a.gz", &bomb, limits).expect_err("a bomb");
    assert!(error.what.contains("300 times its size"), "{error}");
    let limits = Limits {
        inflated: 1 << 20,
        ..LIMITS
    };
    assert!(read_with("a.gz", &bomb, limits).is_err_and(|e| e.what.contains("1 MiB in all")));
}
