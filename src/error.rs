//! The one error type of the edges: what went wrong, why or what to do, and the exit code it means.

use std::fmt;

/// What a failure means to the caller; decides the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The thing asked about failed: a refused promotion, damage found, rejected records under `--strict`.
    Failed,
    /// The command line was used wrongly, or a filter does not parse.
    Usage,
    /// Neither yes nor no.
    Inconclusive,
    /// Something could not be read or written.
    Operational,
}

impl Kind {
    /// The process exit code (0 is success and has no kind).
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Failed => 1,
            Self::Usage => 2,
            Self::Inconclusive => 3,
            Self::Operational => 4,
        }
    }
}

/// An error as a person reads it: one line of what, one of why or what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub kind: Kind,
    pub what: String,
    pub hint: Option<String>,
}

/// The result of everything at the edges.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub fn new(kind: Kind, what: impl Into<String>) -> Self {
        Self {
            kind,
            what: what.into(),
            hint: None,
        }
    }

    pub fn failed(what: impl Into<String>) -> Self {
        Self::new(Kind::Failed, what)
    }

    pub fn usage(what: impl Into<String>) -> Self {
        Self::new(Kind::Usage, what)
    }

    pub fn operational(what: impl Into<String>) -> Self {
        Self::new(Kind::Operational, what)
    }

    /// Vectors of a model that are not as long as those the store keeps of it.
    pub fn other_dimensions(model: &str, kept: usize, found: usize) -> Self {
        Self::failed(format!(
            "the store keeps vectors of {model} with {kept} dimensions, not {found}: they cannot be compared"
        ))
        .hint("--forget-vectors of goldset cluster --embeddings lets go of them and asks for all again")
    }

    /// Adds the line that says why, or what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match &self.hint {
            Some(hint) => write!(f, "\n{hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}
