//! Vectors of an embeddings endpoint, for grouping by meaning. [`Embedder::plan`] tells what asking would take before
//! anything is sent; [`Embedder::run`] asks for what the store lacks, and keeps every batch as it comes, so that a run
//! that ended early goes on where it was. For the command line and the workbench; grouping itself is the store's.

mod plan;
mod run;

pub use crate::endpoint::{Budget, Ended};
pub use plan::Plan;
pub use run::{Outcome, Progress};

use crate::{
    config,
    endpoint::{Key, Site},
    error::{Error, Result},
};
use std::time::Duration;

/// A model that can be asked for vectors.
#[derive(Debug, Clone)]
pub struct Embedder {
    site: Site,
    /// None: as the model gives them.
    dims: Option<usize>,
    batch: usize,
    at_once: usize,
    pub budget: Budget,
}

impl Embedder {
    /// The configured one. `env` answers for variables, as `std::env::var(name).ok()` does.
    ///
    /// # Errors
    /// When none is configured, or its key is nowhere to be found; neither says what the key is.
    pub fn of(config: &config::Embeddings, env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let endpoint = &config.endpoint;
        if !endpoint.is_set() {
            return Err(Error::usage("no embeddings endpoint is configured").hint(
                "set base_url and model under [embeddings] in the file that goldset config path names",
            ));
        }
        Ok(Self {
            site: Site {
                base_url: endpoint.base_url.clone(),
                model: endpoint.model.clone(),
                key: Key::find(&endpoint.api_key_env, env)?,
                timeout: Duration::from_secs(u64::from(endpoint.timeout)),
            },
            dims: Some(config.dimensions as usize).filter(|d| *d > 0),
            batch: (config.batch as usize).max(1),
            at_once: endpoint.concurrency as usize,
            budget: Budget {
                calls: endpoint.max_calls,
                tokens: endpoint.max_tokens,
            },
        })
    }

    pub fn model(&self) -> &str {
        &self.site.model
    }

    /// Where it is, as configured.
    pub fn address(&self) -> &str {
        &self.site.base_url
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_said_and_the_key_never() {
        let mut config = config::Embeddings::default();
        let none = |_: &str| None;
        let error = Embedder::of(&config, &none).unwrap_err();
        assert_eq!(error.what, "no embeddings endpoint is configured");
        config.endpoint.base_url = "http://127.0.0.1:1/v1".into();
        config.endpoint.model = "e".into();
        config.endpoint.api_key_env = "KEY".into();
        let error = Embedder::of(&config, &none).unwrap_err();
        assert_eq!(error.what, "the variable KEY is not set");
        let given = |_: &str| Some("SECRET".to_owned());
        let embedder = Embedder::of(&config, &given).unwrap();
        assert!(!format!("{embedder:?}").contains("SECRET"));
        assert_eq!(embedder.dims, None, "0 takes what the model gives");
    }
}
