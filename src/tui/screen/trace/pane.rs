//! The panes of a trace; those with nothing to show vanish.

use crate::model::read::TraceDetail;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Pane {
    #[default]
    Conversation,
    Spans,
    Documents,
    Tools,
    Signals,
    Diff,
    Details,
    History,
}

impl Pane {
    pub const ALL: [Self; 8] = [
        Self::Conversation,
        Self::Spans,
        Self::Documents,
        Self::Tools,
        Self::Signals,
        Self::Diff,
        Self::Details,
        Self::History,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Conversation => "Conversation",
            Self::Spans => "Spans",
            Self::Documents => "Documents",
            Self::Tools => "Tools",
            Self::Signals => "Signals",
            Self::Diff => "Diff",
            Self::Details => "Details",
            Self::History => "History",
        }
    }

    /// Its name where there is little room, in four cells.
    pub fn short(self) -> &'static str {
        match self {
            Self::Conversation => "Talk",
            Self::Documents => "Docs",
            Self::Tools => "Tool",
            Self::Spans => "Span",
            Self::Signals => "Sign",
            Self::Details => "More",
            Self::History => "Hist",
            Self::Diff => "Diff",
        }
    }

    /// How many things the pane has; none where a number says nothing.
    pub fn count(self, detail: &TraceDetail) -> Option<usize> {
        match self {
            Self::Spans => Some(detail.trace.spans.len()),
            Self::Documents => Some(detail.trace.documents.len()),
            Self::Tools => Some(detail.trace.tool_calls.len()),
            Self::Signals => Some(detail.signals.len()),
            Self::Conversation | Self::Diff | Self::Details | Self::History => None,
        }
    }

    /// Its items open and close.
    pub fn unfolds(self) -> bool {
        matches!(self, Self::Spans | Self::Documents | Self::Tools)
    }

    fn has_something(self, detail: &TraceDetail, texts: usize) -> bool {
        match self {
            Self::Spans | Self::Documents | Self::Tools | Self::Signals => {
                self.count(detail) != Some(0)
            }
            Self::Diff => texts > 1,
            Self::History => !detail.history.is_empty(),
            Self::Conversation | Self::Details => true,
        }
    }

    /// The panes this trace has, in order; `texts` of it can be compared.
    pub fn available(detail: &TraceDetail, texts: usize) -> Vec<Self> {
        Self::ALL
            .into_iter()
            .filter(|pane| pane.has_something(detail, texts))
            .collect()
    }
}
