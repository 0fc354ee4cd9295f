//! Texts as weights of their terms, those that clusters are made of: words, word pairs and character grams.

use crate::analysis::cluster::{
    Watch,
    terms::Lexicon,
    tokens::{self, Reader},
};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The weights of a text's terms: (column, weight), columns ascending.
pub(super) type Row = Vec<(u32, f32)>;

/// What texts are told apart by.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Features(pub(super) Lexicon);

impl Features {
    /// The terms of texts that are all different.
    pub(super) fn learn(texts: &[&str]) -> Self {
        // Nobody cancels a quiet watch.
        Self(Lexicon::learn(texts, true, &Watch::quiet()).unwrap_or_default())
    }

    /// Columns, one more than the terms: the last is 1 in every row.
    pub(super) fn columns(&self) -> usize {
        self.0.len() + 1
    }

    /// Texts as rows of length 1, and the last column.
    pub(super) fn rows(&self, texts: &[&str]) -> Vec<Row> {
        let reader = || (Reader::new(true), Vec::new());
        texts
            .par_iter()
            .map_init(reader, |(reader, stems), text| {
                self.weigh(reader, stems, text)
            })
            .collect()
    }

    /// One text; it has only the last column where it shares no term.
    pub(super) fn row(&self, text: &str) -> Row {
        self.weigh(&mut Reader::new(true), &mut Vec::new(), text)
    }

    fn weigh(&self, reader: &mut Reader, stems: &mut Vec<u64>, text: &str) -> Row {
        let mut row = self.0.weigh(reader, text, stems);
        row.push((self.0.len() as u32, 1.0));
        row
    }

    /// The words of a text as they are written there, with the columns of all that is made of each alone.
    pub(super) fn words_of(&self, text: &str) -> BTreeMap<String, Vec<u32>> {
        let offset = self.0.words.len() as u32;
        let mut words = BTreeMap::new();
        Reader::new(true).read(text, |word, surface| {
            let grams = word.grams.iter().filter_map(|g| self.0.chars.column(*g));
            let stem = self.0.words.column(word.stem).into_iter();
            let columns = stem.chain(grams.map(|c| c + offset)).collect();
            words.insert(surface.to_owned(), columns);
        });
        words
    }
}

/// What two texts share that say the same in the same order; none for a text without words.
pub(super) fn fold_key(reader: &mut Reader, text: &str) -> Option<u64> {
    tokens::fold_key(&reader.stems(text))
}
