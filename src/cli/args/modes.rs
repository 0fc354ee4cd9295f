//! The verbs of the failure modes and their flags.

use super::{EVENT_HELP, examples};
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub(crate) enum Modes {
    /// List the modes that stand, with how often each was labelled and predicted
    List {
        /// Also merged and retired modes
        #[arg(long)]
        all: bool,
    },
    /// Add a mode
    #[command(after_help = examples::MODES_ADD)]
    Add(ModesAdd),
    /// Call a mode something else; its id and its labels stay
    #[command(after_help = EVENT_HELP)]
    Rename {
        /// A mode id, e.g. wrong_facts
        id: String,
        /// What people call it
        name: String,
    },
    /// Change severity, usual fix, definition, cues … of a mode
    #[command(after_help = EVENT_HELP)]
    Edit(ModesEdit),
    /// Make one of two modes; labels follow
    #[command(after_help = EVENT_HELP)]
    Merge {
        /// The mode that goes
        id: String,
        /// The mode that stays
        into: String,
    },
    /// Take a mode out of the picker; labels keep it
    #[command(after_help = EVENT_HELP)]
    Retire {
        /// A mode id
        id: String,
    },
    /// Take over the modes of a file; those it lacks are retired
    #[command(after_help = EVENT_HELP)]
    Import {
        /// A file as `modes export` writes it
        file: PathBuf,
    },
    /// Write the modes as a file (TOML)
    Export {
        /// Where to [default: stdout]
        #[arg(long, short, value_name = "PATH")]
        output: Option<PathBuf>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct ModesAdd {
    /// Its id: small letters, digits and _
    pub(crate) id: String,
    /// What people call it [default: the id in words]
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// One line that excludes the other modes
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// An output that has it
    #[arg(long, value_name = "TEXT")]
    pub(crate) example: Option<String>,
    /// 1 (a blemish) to 5 (harm)
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub(crate) severity: u8,
    /// The usual way to fix it: prompt, retrieval, tool, model, product or data
    #[arg(long, value_name = "PATH", default_value = "prompt")]
    pub(crate) fix: String,
    /// Words of comments that hint at it, * for any ending; may be given several times
    #[arg(long = "cue", value_name = "WORDS")]
    pub(crate) cues: Vec<String>,
    /// A reason users pick that means it; may be given several times
    #[arg(long = "alias", value_name = "REASON")]
    pub(crate) aliases: Vec<String>,
    /// The key of the picker, 1 to 9 [default: the first that is free]
    #[arg(long, value_name = "N")]
    pub(crate) digit: Option<u8>,
}

#[derive(Debug, Args)]
pub(crate) struct ModesEdit {
    /// A mode id
    pub(crate) id: String,
    /// What people call it
    #[arg(long)]
    pub(crate) name: Option<String>,
    /// One line that excludes the other modes
    #[arg(long, value_name = "TEXT")]
    pub(crate) definition: Option<String>,
    /// An output that has it
    #[arg(long, value_name = "TEXT")]
    pub(crate) example: Option<String>,
    /// 1 (a blemish) to 5 (harm)
    #[arg(long, value_name = "N")]
    pub(crate) severity: Option<u8>,
    /// The usual way to fix it
    #[arg(long, value_name = "PATH")]
    pub(crate) fix: Option<String>,
    /// Replaces the words that hint at it; may be given several times
    #[arg(long = "cue", value_name = "WORDS")]
    pub(crate) cues: Vec<String>,
    /// Replaces the reasons that mean it; may be given several times
    #[arg(long = "alias", value_name = "REASON")]
    pub(crate) aliases: Vec<String>,
    /// The key of the picker; whoever had it loses it
    #[arg(long, value_name = "N")]
    pub(crate) digit: Option<u8>,
}
