//! A space as bytes: a header, then its fields as little-endian numbers, each list after its length.

use super::matrix::Matrix;
use super::sif::Sif;
use super::space::Space;
use super::terms::{Lexicon, Terms};

/// Changes whenever vectors of the same texts would.
const HEADER: &[u8; 8] = b"gsspace2";

/// Bytes that are no space of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BlobFault {
    #[error("vectors of another version")]
    Version,
    #[error("damaged vectors")]
    Damaged,
}

pub(super) fn write(space: &Space) -> Vec<u8> {
    let mut out = HEADER.to_vec();
    put(&mut out, space.trained as u64);
    put(&mut out, u64::from(space.scaled));
    put_terms(&mut out, &space.lexicon.words);
    put_terms(&mut out, &space.lexicon.chars);
    put_matrix(&mut out, &space.basis);
    put(&mut out, u64::from(space.words.is_some()));
    if let Some(words) = &space.words {
        put_terms(&mut out, &words.words);
        put_matrix(&mut out, &words.vectors);
        put_floats(&mut out, &words.mean);
        put_floats(&mut out, &words.common);
    }
    out
}

fn put(out: &mut Vec<u8>, n: u64) {
    out.extend_from_slice(&n.to_le_bytes());
}

fn put_floats(out: &mut Vec<u8>, values: &[f32]) {
    put(out, values.len() as u64);
    out.extend(values.iter().flat_map(|v| v.to_le_bytes()));
}

fn put_terms(out: &mut Vec<u8>, terms: &Terms) {
    put(out, terms.hashes.len() as u64);
    out.extend(terms.hashes.iter().flat_map(|h| h.to_le_bytes()));
    put_floats(out, &terms.idf);
}

fn put_matrix(out: &mut Vec<u8>, matrix: &Matrix) {
    put(out, matrix.rows() as u64);
    put(out, matrix.cols() as u64);
    put_floats(out, matrix.data());
}

pub(super) fn read(bytes: &[u8]) -> Result<Space, BlobFault> {
    let rest = bytes.strip_prefix(HEADER).ok_or(BlobFault::Version)?;
    let mut input = Input(rest);
    let trained = input.number()? as usize;
    let scaled = input.number()? == 1;
    let lexicon = Lexicon {
        words: input.terms()?,
        chars: input.terms()?,
    };
    let basis = input.matrix(lexicon.len())?;
    let words = match input.number()? {
        0 => None,
        _ => Some(input.sif()?),
    };
    if !input.0.is_empty() {
        return Err(BlobFault::Damaged);
    }
    Ok(Space {
        trained,
        lexicon,
        basis,
        scaled,
        words,
    })
}

struct Input<'a>(&'a [u8]);

impl Input<'_> {
    fn number(&mut self) -> Result<u64, BlobFault> {
        let (first, rest) = self.0.split_first_chunk().ok_or(BlobFault::Damaged)?;
        self.0 = rest;
        Ok(u64::from_le_bytes(*first))
    }

    /// A list of numbers of `N` bytes each; never asks for more memory than there are bytes.
    fn list<const N: usize, T>(&mut self, of: fn([u8; N]) -> T) -> Result<Vec<T>, BlobFault> {
        let count = self.number()?;
        let length = usize::try_from(count)
            .ok()
            .and_then(|c| c.checked_mul(N))
            .filter(|l| *l <= self.0.len())
            .ok_or(BlobFault::Damaged)?;
        let (taken, rest) = self.0.split_at(length);
        self.0 = rest;
        let (chunks, _) = taken.as_chunks::<N>();
        Ok(chunks.iter().map(|c| of(*c)).collect())
    }

    fn floats(&mut self) -> Result<Vec<f32>, BlobFault> {
        let all = self.list(f32::from_le_bytes)?;
        let sound = all.iter().all(|v| v.is_finite());
        sound.then_some(all).ok_or(BlobFault::Damaged)
    }

    fn terms(&mut self) -> Result<Terms, BlobFault> {
        let hashes = self.list(u64::from_le_bytes)?;
        let idf = self.floats()?;
        let sound = hashes.len() == idf.len() && hashes.is_sorted();
        sound
            .then(|| Terms::new(hashes, idf))
            .ok_or(BlobFault::Damaged)
    }

    fn matrix(&mut self, rows: usize) -> Result<Matrix, BlobFault> {
        let found = self.number()? as usize;
        let cols = self.number()? as usize;
        let data = self.floats()?;
        let sound = found == rows && found.checked_mul(cols) == Some(data.len());
        sound
            .then(|| Matrix::of(found, cols, data))
            .ok_or(BlobFault::Damaged)
    }

    fn sif(&mut self) -> Result<Sif, BlobFault> {
        let words = self.terms()?;
        let vectors = self.matrix(words.len())?;
        let (mean, common) = (self.floats()?, self.floats()?);
        let sound = mean.len() == vectors.cols() && common.len() == vectors.cols();
        let sif = Sif {
            words,
            vectors,
            mean,
            common,
        };
        sound.then_some(sif).ok_or(BlobFault::Damaged)
    }
}
