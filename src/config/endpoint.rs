//! Endpoints that speak OpenAI's protocol. A key is never configured, only the name of the variable that holds it.

use super::{
    Config,
    options::{entries, expected, text, whole},
};
use serde::Serialize;
use toml::Value;

/// The model that labels traces, and what a run of it may use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judge {
    /// Up to and with `/v1`.
    pub base_url: String,
    pub model: String,
    /// Name of an environment variable; empty where the endpoint wants no key.
    pub api_key_env: String,
    /// Questions asked at once.
    pub concurrency: u32,
    /// Seconds a question may take.
    pub timeout: u32,
    /// Calls a run may make; 0 is no limit.
    pub max_calls: u64,
    /// Tokens a run may use; 0 is no limit.
    pub max_tokens: u64,
}

impl Default for Judge {
    fn default() -> Self {
        Self {
            base_url: String::new(),
            model: String::new(),
            api_key_env: String::new(),
            concurrency: 4,
            timeout: 60,
            max_calls: 500,
            max_tokens: 2_000_000,
        }
    }
}

impl Judge {
    /// There is somebody to ask.
    pub fn is_set(&self) -> bool {
        !self.base_url.is_empty() && !self.model.is_empty()
    }
}

/// The entries of `[judge]`.
pub(super) const JUDGE: [&str; 7] = [
    "base_url",
    "model",
    "api_key_env",
    "concurrency",
    "timeout",
    "max_calls",
    "max_tokens",
];

pub(super) fn set_judge(config: &mut Config, value: &Value) -> Result<(), String> {
    let judge = &mut config.judge;
    for (name, value) in entries(value)? {
        let set = match name.as_str() {
            "base_url" => url(value).map(|x| judge.base_url = x),
            "model" => text(value).map(|x| judge.model = x),
            "api_key_env" => variable(value).map(|x| judge.api_key_env = x),
            "concurrency" => within(value, 1, 64).map(|x| judge.concurrency = x),
            "timeout" => within(value, 1, 3600).map(|x| judge.timeout = x),
            "max_calls" => whole(value).map(|x| judge.max_calls = x),
            "max_tokens" => whole(value).map(|x| judge.max_tokens = x),
            _ => Ok(()),
        };
        set.map_err(|reason| format!("{name}: {reason}"))?;
    }
    Ok(())
}

/// An address that can be shown to anybody: nothing in it names a user or carries a key.
fn url(value: &Value) -> Result<String, String> {
    let given = text(value)?;
    let url = given.trim().trim_end_matches('/');
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let plain = |rest: &str| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(['@', '?', '#', '"', '\\', '<', '>'])
            && rest.chars().all(|c| c.is_ascii_graphic())
    };
    match rest {
        _ if url.is_empty() => Ok(String::new()),
        Some(rest) if plain(rest) => Ok(url.to_owned()),
        // Not shown: whoever writes a key into the address should not find it on a screen.
        _ => Err(
            "expected an address such as \"https://host/v1\", without a user, `?` or `#`".into(),
        ),
    }
}

/// The value is not shown where it is wrong: it may be the key itself.
fn variable(value: &Value) -> Result<String, String> {
    let name = text(value).map_err(|_| "expected a text in quotes".to_owned())?;
    let first = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if name.is_empty() || first && rest {
        return Ok(name);
    }
    Err("expected the name of an environment variable, not the key itself".into())
}

fn within(value: &Value, least: u32, most: u32) -> Result<u32, String> {
    let number = whole(value).ok().filter(|n| (least..=most).contains(n));
    number.ok_or_else(|| expected(&format!("a whole number from {least} to {most}"), value))
}
