//! `goldset doctor`: is everything as it should be?

use super::{context::Context, io::safe};
use crate::error::{Error, Result};
use serde_json::json;

pub(crate) fn run(context: &Context, rebuild: bool) -> Result<()> {
    let mut store = context.open()?;
    if rebuild {
        store.rebuild(&mut |_, _| {})?;
    }
    let checks = store.doctor()?;
    let ok = checks.iter().all(|check| check.ok);
    if context.io.json {
        context.io.json(&json!({"ok": ok, "checks": checks}))?;
    } else {
        let lines: Vec<String> = checks
            .iter()
            .map(|c| {
                format!(
                    "{}  {:<12} {}",
                    if c.ok { "ok  " } else { "FAIL" },
                    c.name,
                    safe(&c.detail)
                )
            })
            .collect();
        context.io.text(&lines.join("\n"))?;
    }
    if ok {
        return Ok(());
    }
    Err(Error::failed("the store is damaged").hint("goldset doctor --rebuild rebuilds all that is derived; facts and decisions are never touched"))
}
