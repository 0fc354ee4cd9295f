//! `goldset config`: what is in force, where the file is, and a commented one to start from.

use super::{args::ConfigAction, context::Context, io::safe};
use crate::error::Result;
use crate::tui::{keymap::Keymap, theme::Theme};
use serde_json::json;

pub(crate) fn run(context: &Context, action: ConfigAction) -> Result<()> {
    let path = &context.paths.config_file;
    for trouble in troubles(context) {
        context.io.remark(&format!("goldset: {}", safe(&trouble)));
    }
    match action {
        ConfigAction::Path if context.io.json => context.io.json(&json!({"path": path, "exists": path.exists()})),
        ConfigAction::Path => context.io.text(&safe(&path.display().to_string())),
        ConfigAction::Show if context.io.json => {
            context.io.json(&json!({"path": path, "store": context.store_path, "reviewer": context.reviewer, "config": context.config}))
        }
        ConfigAction::Show => {
            let from = if path.exists() { "" } else { " (not there: all defaults)" };
            let shown = context.config.to_toml();
            context.io.text(&format!(
                "# {}{from}\n# store: {}\n# reviewer: {}\n{shown}",
                safe(&path.display().to_string()),
                safe(&context.store_path.display().to_string()),
                safe(&context.reviewer)
            ))
        }
        ConfigAction::Init => init(context),
    }
}

/// What the workbench could not use of keys and theme, a sentence each.
fn troubles(context: &Context) -> Vec<String> {
    let mut found = Keymap::build(&context.config.keys).clashes;
    if let Some(file) = &context.config.theme_file {
        let read =
            Theme::from_toml(&file.text).map_or_else(|why| vec![why], |(_, warnings)| warnings);
        found.extend(
            read.into_iter()
                .map(|why| format!("{}: {why}", file.path.display())),
        );
    }
    found
}

fn init(context: &Context) -> Result<()> {
    context.paths.write_example()?;
    let path = &context.paths.config_file;
    if context.io.json {
        return context.io.json(&json!({"path": path, "created": true}));
    }
    let path = safe(&path.display().to_string());
    context.io.text(&format!("wrote {path}"))
}
