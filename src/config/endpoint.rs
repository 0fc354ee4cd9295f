//! Endpoints that speak OpenAI's protocol. A key is never configured, only the name of the variable that holds it.

use super::{
    Config,
    options::{entries, expected, text, whole},
};
use serde::Serialize;
use toml::Value;

/// A model that can be asked, and what a run may use of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Endpoint {
    /// Up to and with `/v1`.
    pub base_url: String,
    pub model: String,
    /// Name of an environment variable; empty where the endpoint wants no key.
    pub api_key_env: String,
    /// Calls made at once.
    pub concurrency: u32,
    /// Seconds a call may take.
    pub timeout: u32,
    /// Calls a run may make; 0 is no limit.
    pub max_calls: u64,
    /// Tokens a run may use; 0 is no limit.
    pub max_tokens: u64,
}

impl Default for Endpoint {
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

impl Endpoint {
    /// There is somebody to ask.
    pub fn is_set(&self) -> bool {
        !self.base_url.is_empty() && !self.model.is_empty()
    }
}

/// The model that turns texts into vectors.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Embeddings {
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// Dimensions that are asked for; 0: as the model gives them.
    pub dimensions: u32,
    /// Texts a call.
    pub batch: u32,
}

impl Default for Embeddings {
    fn default() -> Self {
        Self {
            endpoint: Endpoint::default(),
            dimensions: 0,
            batch: 64,
        }
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

/// The entries of `[embeddings]`.
pub(super) const EMBEDDINGS: [&str; 9] = [
    "base_url",
    "model",
    "api_key_env",
    "dimensions",
    "batch",
    "concurrency",
    "timeout",
    "max_calls",
    "max_tokens",
];

pub(super) fn set_judge(config: &mut Config, value: &Value) -> Result<(), String> {
    for (name, value) in entries(value)? {
        set_one(&mut config.judge, name, value).map_err(|reason| format!("{name}: {reason}"))?;
    }
    Ok(())
}

pub(super) fn set_embeddings(config: &mut Config, value: &Value) -> Result<(), String> {
    let embeddings = &mut config.embeddings;
    for (name, value) in entries(value)? {
        let set = match name.as_str() {
            "dimensions" => within(value, 0, 65_536).map(|x| embeddings.dimensions = x),
            "batch" => within(value, 1, 2_048).map(|x| embeddings.batch = x),
            _ => set_one(&mut embeddings.endpoint, name, value),
        };
        set.map_err(|reason| format!("{name}: {reason}"))?;
    }
    Ok(())
}

fn set_one(endpoint: &mut Endpoint, name: &str, value: &Value) -> Result<(), String> {
    match name {
        "base_url" => url(value).map(|x| endpoint.base_url = x),
        "model" => text(value).map(|x| endpoint.model = x),
        "api_key_env" => variable(value).map(|x| endpoint.api_key_env = x),
        "concurrency" => within(value, 1, 64).map(|x| endpoint.concurrency = x),
        "timeout" => within(value, 1, 3600).map(|x| endpoint.timeout = x),
        "max_calls" => whole(value).map(|x| endpoint.max_calls = x),
        "max_tokens" => whole(value).map(|x| endpoint.max_tokens = x),
        _ => Ok(()),
    }
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
