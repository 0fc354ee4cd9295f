//! One call over the wire.

use super::{
    Key, Reply, Site,
    fault::{Fault, Then},
};
use std::time::Duration;
use ureq::{Agent, Body, Error, http};

/// A connection that takes longer than this will not come.
const CONNECT: Duration = Duration::from_secs(10);

/// Keeps connections open between calls.
pub(super) struct Http {
    agent: Agent,
    base: String,
    key: Option<Key>,
    timeout: Duration,
}

impl Http {
    pub(super) fn new(site: &Site) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(site.timeout))
            .timeout_connect(Some(CONNECT.min(site.timeout)))
            .http_status_as_error(false)
            // A redirect would carry key and traces to whoever it names.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(concat!("goldset/", env!("CARGO_PKG_VERSION")))
            .build();
        Self {
            agent: config.new_agent(),
            base: site.base_url.trim_end_matches('/').to_owned(),
            key: site.key.clone(),
            timeout: site.timeout,
        }
    }

    /// Posts JSON to a path below the site and reads the reply, `most` bytes of it.
    pub(super) fn post(&self, path: &str, body: &str, most: u64) -> Result<Reply, Fault> {
        let url = format!("{}{path}", self.base);
        let mut request = self
            .agent
            .post(&url)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json");
        if let Some(key) = &self.key {
            request = request.header("Authorization", &format!("Bearer {}", key.0));
        }
        let response = request.send(body).map_err(|e| self.fault(&e))?;
        self.read(response, most)
    }

    fn read(&self, mut response: http::Response<Body>, most: u64) -> Result<Reply, Fault> {
        let header = |name: &str| {
            let value = response.headers().get(name)?.to_str().ok()?;
            Some(value.to_owned())
        };
        let (retry_after_ms, retry_after) = (header("retry-after-ms"), header("retry-after"));
        let status = response.status().as_u16();
        let bytes = response.body_mut().with_config().limit(most).read_to_vec();
        let bytes = bytes.map_err(|e| self.fault(&e))?;
        let body = String::from_utf8_lossy(&bytes);
        Ok(Reply {
            status,
            retry_after_ms,
            retry_after,
            body: self.hide(&body),
        })
    }

    fn fault(&self, error: &Error) -> Fault {
        let (then, why) = match error {
            Error::Timeout(_) => {
                let seconds = self.timeout.as_secs();
                (Then::Wait(None), format!("no answer within {seconds} s"))
            }
            Error::Io(e) => (Then::Wait(None), format!("the connection failed: {e}")),
            Error::ConnectionFailed => (Then::Wait(None), "the connection failed".into()),
            Error::Protocol(e) => (Then::Wait(None), format!("no HTTP came back: {e}")),
            Error::BodyExceedsLimit(most) => {
                let most = most / 1024;
                (Then::GiveUp, format!("the reply is larger than {most} KiB"))
            }
            Error::HostNotFound => (Then::StopAll, "there is no such host".into()),
            other => (Then::StopAll, other.to_string()),
        };
        Fault::new(then, self.hide(&why))
    }

    fn hide(&self, text: &str) -> String {
        match &self.key {
            Some(key) => key.hide(text),
            None => text.to_owned(),
        }
    }
}
