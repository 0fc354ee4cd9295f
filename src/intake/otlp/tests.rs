use super::{
    batch::Batch,
    proto::{self, base64},
};
use crate::intake::{
    Limits, Parsed,
    block::{Context, Out},
    format::Format,
};
use crate::model::record::Record;
use std::sync::Arc;

fn out() -> Out {
    let context = Context {
        file: "f".into(),
        limits: Limits::default(),
        format: Format::Protobuf,
        mapping: None,
    };
    Out {
        parsed: Parsed::default(),
        context: Arc::new(context),
    }
}

/// A field of the wire format with a length: bytes, texts and messages.
fn field(tag: u8, bytes: &[u8]) -> Vec<u8> {
    let mut all = vec![tag << 3 | 2];
    let mut length = bytes.len();
    while length >= 0x80 {
        all.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    all.push(length as u8);
    all.extend(bytes);
    all
}

fn span(trace: &[u8], id: &[u8]) -> Vec<u8> {
    let text = field(2, &field(1, b"x"));
    let attribute = field(9, &[field(1, b"gen_ai.system"), text].concat());
    [field(1, trace), field(2, id), field(5, b"name"), attribute].concat()
}

fn request(records: &[Vec<u8>]) -> Vec<u8> {
    let records: Vec<u8> = records.iter().flat_map(|r| field(2, r)).collect();
    field(1, &field(2, &records))
}

fn read(data: &[u8]) -> Parsed {
    let mut out = out();
    proto::messages(data, &mut out);
    out.parsed
}

#[test]
fn a_bad_span_of_protobuf_is_rejected_alone() {
    let broken = [span(&[1; 16], &[9; 8]), vec![0x0a, 0x7f]].concat();
    let data = request(&[
        span(&[1; 16], &[1; 8]),
        span(&[0; 16], &[2; 8]),
        [span(&[1; 4], &[3; 8]), vec![0x39, 1, 0, 0, 0, 0, 0, 0, 0]].concat(),
        broken,
        span(&[1; 16], &[4; 8]),
    ]);
    let parsed = read(&data);
    let ids = parsed.records.iter().map(|r| match r {
        Record::Span(s) => s.span_id.clone(),
        other => format!("{other:?}"),
    });
    assert_eq!(
        ids.collect::<Vec<_>>(),
        ["0101010101010101", "0404040404040404"]
    );
    let said: Vec<_> = parsed.rejects.iter().map(|r| r.error.as_str()).collect();
    assert_eq!(
        said[..2],
        [
            "trace_id: all zeros is no id",
            "trace_id: 16 bytes expected, found 4"
        ]
    );
    assert!(said[2].contains("no protobuf"), "{said:?}");
}

#[test]
fn metrics_in_protobuf_are_skipped() {
    let metric = [
        field(1, b"http.server.duration"),
        field(2, b"how long"),
        field(3, b"ms"),
        field(5, &[]),
    ]
    .concat();
    let parsed = read(&request(&[metric.clone(), metric]));
    assert_eq!(
        (parsed.read, parsed.skipped, parsed.rejects.len()),
        (2, 2, 0)
    );
}

#[test]
fn requests_that_follow_their_length_are_read() {
    let one = request(&[span(&[1; 16], &[1; 8])]);
    let framed: Vec<u8> = [&one, &one]
        .iter()
        .flat_map(|r| [&(r.len() as u32).to_be_bytes()[..], r].concat())
        .collect();
    assert_eq!(proto::frames(&framed).map(|f| f.len()), Some(2));
    assert_eq!(read(&framed).records.len(), 2);
    assert_eq!(proto::frames(&one), None);
    assert_eq!(proto::frames(&framed[..framed.len() - 1]), None);
    assert!(
        read(b"\x0a\xffnonsense").rejects[0]
            .error
            .starts_with("not an OTLP protobuf request")
    );
}

#[test]
fn bytes_are_written_as_otlp_json_writes_them() {
    for (bytes, text) in [
        (&b""[..], ""),
        (b"h", "aA=="),
        (b"he", "aGU="),
        (b"hel", "aGVs"),
        (b"hello", "aGVsbG8="),
        (&[0xff, 0xfe], "//4="),
    ] {
        assert_eq!(base64(bytes), text);
    }
}

#[test]
fn an_empty_batch_gives_nothing() {
    let mut out = out();
    Batch::default().finish(&mut out);
    assert!(out.parsed.records.is_empty() && out.parsed.read == 0);
}
