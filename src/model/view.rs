//! Saved views of the queue: a filter, an order and a window under a name. Local to a store on this machine.

use super::query::{Filter, FilterError, Order, Window};
use serde_json::{Value, json};

/// What keys of the store's local settings begin with.
pub const KEY: &str = "view:";

/// A view, as it is kept; its name is part of its key.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    pub filter: Filter,
    pub order: Order,
    pub window: Window,
}

impl View {
    /// As kept in the store.
    pub fn print(&self) -> String {
        json!({"filter": self.filter.source, "order": self.order.name(), "window": self.window.name()})
            .to_string()
    }

    /// Reads what [`View::print`] wrote; what a newer program wrote and this one cannot read falls back to the default
    /// order and to all data.
    ///
    /// # Errors
    /// A filter that does not parse.
    pub fn parse(text: &str) -> Result<Self, FilterError> {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let word = |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default();
        Ok(Self {
            filter: Filter::parse(word("filter"))?,
            order: Order::parse(word("order")).unwrap_or_default(),
            window: Window::parse(word("window")).unwrap_or(Window::Everything),
        })
    }

    /// What it shows, in a line.
    pub fn describe(&self) -> String {
        let filter = match self.filter.source.as_str() {
            "" => "everything",
            filter => filter,
        };
        format!(
            "{filter}   {} first   {}",
            self.order.name(),
            self.window.name()
        )
    }
}

/// A name as it is kept; none when nothing of it is left.
pub fn clean_name(name: &str) -> Option<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_read_back_as_they_were() {
        for window in Window::ALL {
            let view = View {
                filter: Filter::parse("is:negative prompt:\"a b\"@v3 -tag:x").unwrap(),
                order: Order::Triage,
                window,
            };
            assert_eq!(View::parse(&view.print()).unwrap(), view);
        }
        let unknown = View::parse(r#"{"filter":"late","order":"odd"}"#).unwrap();
        assert_eq!(
            (unknown.order, unknown.window),
            (Order::Worst, Window::Everything)
        );
        assert!(View::parse(r#"{"filter":"rute:x"}"#).is_err());
        assert_eq!(clean_name("  my  view "), Some("my view".into()));
        assert_eq!(clean_name(" "), None);
    }
}
