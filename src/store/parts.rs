//! What a run keeps beside its result: large, read whole, packed, and written in pieces, so that no transaction is long.

use crate::error::{Error, Result};
use rusqlite::{Connection, OptionalExtension};

/// They are written once and are large.
const LEVEL: i32 = 3;
/// Bytes of a piece.
const PIECE: usize = 1 << 20;

/// A piece of a packed part, under the name it is kept by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    name: String,
    bytes: Vec<u8>,
}

/// Packs a part.
pub(super) fn pack(part: &str, bytes: &[u8]) -> Result<Vec<Piece>> {
    let packed = zstd::encode_all(bytes, LEVEL)
        .map_err(|e| Error::operational(format!("the {part} of a run cannot be packed: {e}")))?;
    let pieces = packed.chunks(PIECE).enumerate();
    Ok(pieces
        .map(|(n, piece)| Piece {
            name: piece_name(part, n),
            bytes: piece.to_vec(),
        })
        .collect())
}

/// The first piece is called as the part, the others by their number too.
fn piece_name(part: &str, n: usize) -> String {
    match n {
        0 => part.to_owned(),
        n => format!("{part}/{n}"),
    }
}

/// Keeps a piece of a part of a run.
pub(super) fn put_piece(conn: &Connection, run: i64, piece: &Piece) -> Result<()> {
    conn.prepare_cached("INSERT INTO run_part(run, part, b) VALUES (?1, ?2, ?3)")?
        .execute((run, &piece.name, &piece.bytes))?;
    Ok(())
}

/// Keeps a part of a run.
pub(super) fn put(conn: &Connection, run: i64, part: &str, bytes: &[u8]) -> Result<()> {
    let pieces = pack(part, bytes)?;
    pieces.iter().try_for_each(|p| put_piece(conn, run, p))
}

/// A part of a run, unpacked, or why it cannot be; none where the run has none.
pub(super) fn get(
    conn: &Connection,
    run: i64,
    part: &str,
) -> Result<Option<std::io::Result<Vec<u8>>>> {
    let sql = "SELECT b FROM run_part WHERE run = ?1 AND part = ?2";
    let mut statement = conn.prepare_cached(sql)?;
    let mut packed: Vec<u8> = Vec::new();
    for n in 0.. {
        let piece: Option<Vec<u8>> = statement
            .query_row((run, piece_name(part, n)), |row| row.get(0))
            .optional()?;
        match piece {
            Some(piece) if n == 0 => packed = piece,
            Some(piece) => packed.extend(piece),
            None if n == 0 => return Ok(None),
            None => break,
        }
    }
    Ok(Some(zstd::decode_all(packed.as_slice())))
}

/// Drops the parts of all runs of a kind.
pub(super) fn clear(conn: &Connection, kind: &str) -> Result<()> {
    conn.execute(
        "DELETE FROM run_part WHERE run IN (SELECT id FROM run WHERE kind = ?1)",
        [kind],
    )?;
    Ok(())
}
