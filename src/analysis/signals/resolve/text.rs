//! What users made of the output: edits, final texts and corrections.

use super::{Read, Reading, Reads, Resolved, Shares, SignalDef, given};
use crate::text::distance::edit_distance_ratio;

impl<'a> Read<'a> {
    /// The text the user wrote, or ended up with.
    pub(super) fn text(&self) -> Option<&'a str> {
        let texts = [&self.signal.correction, &self.signal.final_text];
        let mut texts = texts.into_iter().flatten();
        texts.find(|t| !t.trim().is_empty()).map(String::as_str)
    }

    /// An edit by its given size, else by its text; a corrected text makes it a correction.
    pub(super) fn edit(&self, def: &SignalDef) -> Resolved {
        if given(self.signal.correction.as_ref())
            && let Some(correction) = self.reading(Reads::Correction)
        {
            return self.correction(correction, self.text());
        }
        let size = match self.value {
            Reading::Number(n) if (0.0..=1.0).contains(&n) => Some(n),
            _ => self.distance(self.text()),
        };
        self.edited(def, size)
    }

    fn edited(&self, def: &SignalDef, d: Option<f64>) -> Resolved {
        let shares = d.map(|d| edit_shares(def, d)).unwrap_or_default();
        Resolved {
            d,
            ..self.evidence(def, shares)
        }
    }

    /// A corrected output: its own weight, or that of an edit as large where that says more.
    pub(super) fn correction(&self, def: &SignalDef, text: Option<&str>) -> Resolved {
        let d = self.distance(text);
        let edit = self.reading(Reads::Edit);
        let as_edit = d.zip(edit).map(|(d, edit)| edit_shares(edit, d));
        let larger = as_edit.filter(|s| self.weight(s) > self.table.default_of(&def.name));
        let shares = match (larger, d) {
            (Some(shares), _) => shares,
            // Handing the output back as it was corrects nothing.
            (None, Some(0.0)) => Shares::new(),
            _ => vec![(def.name.clone(), 1.0)],
        };
        Resolved {
            d,
            ..self.evidence(def, shares)
        }
    }

    /// Evidence that came along with a signal about something else.
    pub(super) fn in_passing(&self) -> Option<Resolved> {
        let text = self.text()?;
        if given(self.signal.correction.as_ref()) {
            return Some(self.correction(self.reading(Reads::Correction)?, Some(text)));
        }
        let d = self.distance(Some(text))?;
        Some(self.edited(self.reading(Reads::Edit)?, Some(d)))
    }

    fn distance(&self, text: Option<&str>) -> Option<f64> {
        Some(edit_distance_ratio(self.output?.trim(), text?.trim()))
    }

    fn reading(&self, reads: Reads) -> Option<&'a SignalDef> {
        self.table.defs.iter().find(|d| d.reads == reads)
    }
}

/// Linear between an output used as it is and one rewritten from end to end.
fn edit_shares(def: &SignalDef, d: f64) -> Shares {
    let ends = [(def.key("0"), 1.0 - d), (def.key("1"), d)];
    ends.into_iter().filter(|(_, share)| *share > 0.0).collect()
}
