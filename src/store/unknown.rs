//! Values of a filter that nothing in the store has: a slip of the fingers is told from an honest nothing.

use super::{
    Store, cluster,
    facts::intern::NameKind,
    filter::{self, matches},
    lookup, modes,
};
use crate::{
    error::Result,
    model::{
        nearest::nearest,
        query::{Field, Filter, Predicate},
        read::{UnknownValue, ValueCount},
    },
};

impl Store {
    /// The values of a filter that no trace can have because the store does not know the name, in the order of the
    /// filter, each with the nearest name there is. Users and sessions are not looked up: nobody types them by heart.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn unknown_values(&self, filter: &Filter) -> Result<Vec<UnknownValue>> {
        let mut found = Vec::new();
        for term in &filter.terms {
            let Predicate::Field(field, values) = &term.predicate else {
                continue;
            };
            for value in values {
                if !self.knows(*field, value)? {
                    let names = self.values(*field, "")?;
                    found.push(UnknownValue {
                        field: *field,
                        value: value.clone(),
                        nearest: self.nearest_value(*field, value, &names)?,
                    });
                }
            }
        }
        Ok(found)
    }

    /// Whether a name of the field fits the value.
    fn knows(&self, field: Field, value: &str) -> Result<bool> {
        let conn = &self.conn;
        let one = [value.to_owned()];
        let named = |kind| Ok(!lookup::matching(conn, kind, &one)?.is_empty());
        match field {
            Field::App => named(NameKind::App),
            Field::Route => named(NameKind::Route),
            Field::Model => named(NameKind::Model),
            Field::Release => named(NameKind::Release),
            Field::Segment => named(NameKind::Segment),
            Field::Document => named(NameKind::Document),
            Field::Tool => named(NameKind::Tool),
            Field::Tag => named(NameKind::Tag),
            Field::Prompt => {
                let (kind, name) = filter::prompt_kind(value);
                Ok(!lookup::matching(conn, kind, &[name.to_owned()])?.is_empty())
            }
            Field::Signal => self.knows_signal(value),
            Field::Mode => Ok(!filter::modes(conn, &one)?.is_empty()),
            Field::Cluster => Ok(!cluster::matching(conn, &one)?.is_empty()),
            Field::QueryType => Ok(!cluster::kinds_matching(conn, &one)?.is_empty()),
            Field::Slice if !value.contains('/') => {
                Ok(named(NameKind::App)? || named(NameKind::Route)?)
            }
            Field::Slice | Field::By | Field::Owner => {
                let names = self.values(field, "")?;
                Ok(names.iter().any(|name| matches(value, &name.value)))
            }
            Field::User | Field::Session | Field::ClusterStatus => Ok(true),
        }
    }

    /// Signals are known by the table even where nobody sent one.
    fn knows_signal(&self, value: &str) -> Result<bool> {
        let wanted = self.canonical(value);
        if self.signal_names().any(|name| matches(&wanted, name)) {
            return Ok(true);
        }
        Ok(!lookup::matching(&self.conn, NameKind::Signal, &[wanted])?.is_empty())
    }

    /// Signals of the table, and those found in the traces themselves.
    fn signal_names(&self) -> impl Iterator<Item = &str> {
        let defined = self.settings.signals.defs().iter();
        let names = defined.map(|signal| signal.name.as_str());
        names.chain(lookup::DERIVED)
    }

    /// The name that was likely meant, of those the field has; of a mode that was merged the one it became.
    pub(super) fn nearest_value(
        &self,
        field: Field,
        value: &str,
        names: &[ValueCount],
    ) -> Result<Option<String>> {
        if field == Field::Mode {
            let taxonomy = modes::taxonomy(&self.conn)?;
            let into = taxonomy.resolve(value);
            if into != value {
                return Ok(Some(into.to_owned()));
            }
        }
        let names = names.iter().map(|name| name.value.as_str());
        let defined = (field == Field::Signal).then(|| self.signal_names());
        let names: Vec<&str> = names.chain(defined.into_iter().flatten()).collect();
        let near = meant(&value.replace('*', ""), &names);
        Ok(near.map(str::to_owned))
    }
}

/// The nearest of the names; where none is near, the one whose beginning is, since names are typed letter by letter.
fn meant<'a>(word: &str, names: &[&'a str]) -> Option<&'a str> {
    if let Some(near) = nearest(word, names.iter().copied()) {
        return Some(near);
    }
    let cells = word.chars().count();
    let heads: Vec<String> = names
        .iter()
        .map(|name| name.chars().take(cells).collect())
        .collect();
    let head = nearest(word, heads.iter().map(String::as_str))?;
    let at = heads.iter().position(|other| other == head)?;
    names.get(at).copied()
}

#[cfg(test)]
mod tests {
    use crate::{
        model::{
            decision::Decision,
            query::Filter,
            taxonomy::{ModeChange, TaxonomyDecision},
        },
        store::{
            Store,
            facts::intern::NameKind,
            testing::{NOW, bare, store},
        },
    };

    fn told(store: &Store, filter: &str) -> Vec<String> {
        let filter = Filter::parse(filter).unwrap();
        let unknown = store.unknown_values(&filter).unwrap();
        unknown.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_that_nothing_has_are_told_with_the_nearest() {
        let store = store("aaaa");
        let trace = bare(&store, "t");
        let named = "INSERT INTO name(id, kind, s) VALUES (77, ?1, 'gpt-5-mini')";
        store.conn.execute(named, [NameKind::Model as i64]).unwrap();
        let sql = "UPDATE trace SET model = 77 WHERE id = ?1";
        store.conn.execute(sql, [trace]).unwrap();
        assert_eq!(
            told(&store, "mode:wrong_fact -mode:tone_mismatch,looop word"),
            [
                "there is no mode `wrong_fact` here; did you mean `wrong_facts`?",
                "there is no mode `looop` here; did you mean `loop`?",
            ]
        );
        assert_eq!(
            told(&store, "mode:\"wrong facts\",wrong* signal:thumbs_down"),
            [""; 0]
        );
        assert_eq!(
            told(&store, "signal:thums_down"),
            ["there is no signal `thums_down` here; did you mean `thumbs_down`?"],
            "known by the table, though nobody sent one"
        );
        assert_eq!(
            told(&store, "model:gpt-5-mni model:gpt* by:zoe cluster:zebra*"),
            [
                "there is no model `gpt-5-mni` here; did you mean `gpt-5-mini`?",
                "there is no reviewer `zoe` here",
                "no cluster here fits `zebra*`",
            ]
        );
        assert_eq!(
            told(&store, "mode:wrnog"),
            ["there is no mode `wrnog` here; did you mean `wrong_facts`?"],
            "the beginning of a name with a slip in it"
        );
        assert_eq!(told(&store, "user:nobody session:none"), [""; 0]);
    }

    #[test]
    fn a_mode_that_was_merged_names_what_it_became() {
        let mut store = store("aaaa");
        let merge = TaxonomyDecision::Merge {
            mode: "loop".into(),
            into: "too_long".into(),
        };
        let name = TaxonomyDecision::Edit {
            mode: "too_long".into(),
            change: Box::new(ModeChange {
                name: Some("endless talk".into()),
                ..ModeChange::default()
            }),
        };
        let decisions = [merge, name].map(Decision::Taxonomy);
        store.decide("ana", NOW, &decisions).unwrap();
        assert_eq!(
            told(&store, "mode:loop"),
            ["there is no mode `loop` here; did you mean `too_long`?"]
        );
        assert_eq!(
            told(&store, "mode:\"endles talk\""),
            ["there is no mode `endles talk` here; did you mean `endless talk`?"]
        );
    }
}
