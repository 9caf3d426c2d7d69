//! What every page can reach.

use std::sync::Arc;

use evenkeel_practice::Practice;

use crate::metrics::Metrics;

/// How the site is reached.
#[derive(Debug, Clone, Default)]
pub struct WebConfig {
    /// The address people type, `https://clinic.example`. With `https` the session cookie is sent
    /// over TLS only; forms posted from this address are accepted even if a proxy renames the host.
    pub base_url: Option<String>,
    /// Whether this is the demonstration clinic: it serves `/demo` and wears a ribbon.
    pub demo: bool,
}

impl WebConfig {
    /// Whether people come over TLS.
    pub(crate) fn is_https(&self) -> bool {
        self.base_url.as_deref().is_some_and(|url| url.starts_with("https://"))
    }
}

/// The state of the router.
#[derive(Clone)]
pub(crate) struct App {
    /// What people do, and who may.
    pub practice: Practice,
    config: Arc<WebConfig>,
    metrics: Arc<Metrics>,
}

impl App {
    pub(crate) fn new(practice: Practice, config: WebConfig) -> Self {
        Self { practice, config: Arc::new(config), metrics: Arc::new(Metrics::new()) }
    }

    /// What is counted for monitoring.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    pub(crate) fn config(&self) -> &WebConfig {
        &self.config
    }
}
