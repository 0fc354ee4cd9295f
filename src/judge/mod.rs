//! The judge: a model behind an endpoint that is asked what is wrong with traces. [`Judge::plan`] tells what a run would
//! take before anything is sent; [`Judge::run`] asks, and keeps every answer in the store as it comes, so that a run
//! that ended early goes on where it was. For the command line and the workbench.

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

/// A judge that can be asked.
#[derive(Debug, Clone)]
pub struct Judge {
    site: Site,
    at_once: usize,
    pub budget: Budget,
}

impl Judge {
    /// The configured one. `env` answers for variables, as `std::env::var(name).ok()` does.
    ///
    /// # Errors
    /// When none is configured, or its key is nowhere to be found; neither says what the key is.
    pub fn of(config: &config::Endpoint, env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        if !config.is_set() {
            return Err(Error::usage("no judge is configured").hint(
                "set base_url and model under [judge] in the file that goldset config path names",
            ));
        }
        Ok(Self {
            site: Site {
                base_url: config.base_url.clone(),
                model: config.model.clone(),
                key: Key::find(&config.api_key_env, env)?,
                timeout: Duration::from_secs(u64::from(config.timeout)),
            },
            at_once: config.concurrency as usize,
            budget: Budget {
                calls: config.max_calls,
                tokens: config.max_tokens,
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
    fn a_judge_needs_an_endpoint_a_model_and_the_key_it_names() {
        let mut config = config::Endpoint::default();
        let none = |_: &str| None;
        assert_eq!(
            Judge::of(&config, &none).unwrap_err().what,
            "no judge is configured"
        );
        config.base_url = "http://127.0.0.1:1/v1".into();
        config.model = "m".into();
        assert!(Judge::of(&config, &none).is_ok());
        config.api_key_env = "KEY".into();
        let error = Judge::of(&config, &none).unwrap_err();
        assert_eq!(error.what, "the variable KEY is not set");
        let bad = |_: &str| Some("SECRET KEY".to_owned());
        let error = Judge::of(&config, &bad).unwrap_err().to_string();
        assert!(!error.contains("SECRET"), "{error}");
        let judge = Judge::of(&config, &|_| Some("SECRET\n".into())).unwrap();
        assert!(!format!("{judge:?}").contains("SECRET"));
    }
}
