//! A classifier as bytes, for the run that records it.

use super::{Class, Classifier, features::Features, logistic::Weights};
use crate::analysis::cluster::terms::{Lexicon, Terms};
use serde::{Deserialize, Serialize};

/// Changes whenever texts are read or weights are laid out in another way.
const VERSION: u32 = 1;

/// Bytes that are no classifier of this program: it is to be learnt again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

/// What stands before the numbers.
#[derive(Serialize, Deserialize)]
struct Head {
    version: u32,
    classes: Vec<Class>,
    texts: usize,
    words: usize,
    chars: usize,
    regression: bool,
}

impl Classifier {
    /// A line of JSON, then all numbers as little-endian bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let head = Head {
            version: VERSION,
            classes: self.classes.clone(),
            texts: self.texts,
            words: self.features.0.words.hashes.len(),
            chars: self.features.0.chars.hashes.len(),
            regression: self.planes.classes > 0,
        };
        // Plain data is always JSON.
        let mut out = serde_json::to_vec(&head).unwrap_or_default();
        out.push(b'\n');
        for terms in [&self.features.0.words, &self.features.0.chars] {
            out.extend(terms.hashes.iter().flat_map(|h| h.to_le_bytes()));
            out.extend(terms.idf.iter().flat_map(|x| x.to_le_bytes()));
        }
        for weights in [&self.means, &self.planes] {
            out.extend(weights.values.iter().flat_map(|x| x.to_le_bytes()));
        }
        out
    }

    /// # Errors
    /// Bytes of another program or version, or damaged ones.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Unreadable> {
        let end = memchr::memchr(b'\n', bytes).ok_or(Unreadable)?;
        let head: Head = serde_json::from_slice(&bytes[..end]).map_err(|_| Unreadable)?;
        if head.version != VERSION {
            return Err(Unreadable);
        }
        let mut rest = &bytes[end + 1..];
        let features = Features(Lexicon {
            words: terms(&mut rest, head.words)?,
            chars: terms(&mut rest, head.chars)?,
        });
        let classes = head.classes.len();
        let size = features.columns() * classes;
        let means = Weights {
            classes,
            values: floats(&mut rest, size)?,
        };
        let planes = if head.regression {
            Weights {
                classes,
                values: floats(&mut rest, size)?,
            }
        } else {
            Weights::default()
        };
        if !rest.is_empty() {
            return Err(Unreadable);
        }
        Ok(Self {
            classes: head.classes,
            texts: head.texts,
            features,
            means,
            planes,
        })
    }
}

fn terms(rest: &mut &[u8], n: usize) -> Result<Terms, Unreadable> {
    let size = n.checked_mul(8).ok_or(Unreadable)?;
    let (bytes, after) = rest.split_at_checked(size).ok_or(Unreadable)?;
    *rest = after;
    let hashes = bytes
        .as_chunks::<8>()
        .0
        .iter()
        .map(|b| u64::from_le_bytes(*b));
    Ok(Terms::new(hashes.collect(), floats(rest, n)?))
}

fn floats(rest: &mut &[u8], n: usize) -> Result<Vec<f32>, Unreadable> {
    let size = n.checked_mul(4).ok_or(Unreadable)?;
    let (bytes, after) = rest.split_at_checked(size).ok_or(Unreadable)?;
    *rest = after;
    Ok(bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|b| f32::from_le_bytes(*b))
        .collect())
}
