//! Two JSON texts compared field by field: each change under its path.

use super::{Compared, Laid, Look, own};
use crate::{
    text::{diff, sanitise, width},
    tui::{theme::Role, widget::rich::RichLine},
};

/// What differs between two JSON texts.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fields {
    changes: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq)]
struct Field {
    sign: &'static str,
    path: String,
    values: Compared,
}

impl Fields {
    /// None unless both are JSON objects or arrays.
    pub(super) fn new(left: &str, right: &str) -> Option<Self> {
        let changes = diff::json(left, right)?.into_iter().map(|change| Field {
            sign: match (&change.before, &change.after) {
                (Some(_), Some(_)) => "~",
                (None, _) => "+",
                (_, None) => "-",
            },
            path: sanitise::line(&change.path).into_owned(),
            values: Compared::new(
                &change.before.unwrap_or_default(),
                &change.after.unwrap_or_default(),
            ),
        });
        Some(Self {
            changes: changes.collect(),
        })
    }

    /// Both say the same.
    pub(super) fn is_same(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many there are of each kind, for the line above them.
    pub(super) fn summary(&self) -> String {
        let count = |sign| self.changes.iter().filter(|c| c.sign == sign).count();
        format!(
            "JSON by fields: {} changed, {} new, {} gone",
            count("~"),
            count("+"),
            count("-")
        )
    }

    /// Each change with its path above its values, an empty line between two.
    pub(super) fn lay_out(&self, look: &Look<'_>) -> Laid {
        let mut out = Vec::new();
        for (number, field) in self.changes.iter().enumerate() {
            if number > 0 {
                out.push(RichLine::default());
            }
            let from = out.len();
            let role = match field.sign {
                "+" => Role::Added,
                "-" => Role::Removed,
                _ => Role::Accent,
            };
            let path = width::truncate(&field.path, look.cells.saturating_sub(2));
            out.push(RichLine::pieces([
                (format!("{} ", field.sign), role),
                (path.into_owned(), Role::Strong),
            ]));
            out.extend(field.values.whole(look));
            own(&mut out[from..], number, Some(number));
        }
        Laid {
            lines: out,
            ..Laid::default()
        }
    }
}
