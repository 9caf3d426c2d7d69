//! Whether the service is well, for machines.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::metrics;

/// 200 when the record can be written; else 503 with a sentence.
pub(crate) async fn healthz(State(app): State<App>) -> (StatusCode, String) {
    match app.practice.health().await {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(refusal) => (StatusCode::SERVICE_UNAVAILABLE, format!("{refusal}\n")),
    }
}

/// 200 when people may be sent here; else 503 with every reason on a line of its own.
pub(crate) async fn readyz(State(app): State<App>) -> (StatusCode, String) {
    let why = app.practice.not_ready().await;
    if why.is_empty() {
        return (StatusCode::OK, "ok\n".to_owned());
    }
    (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", why.join("\n")))
}

/// Figures in the text form of Prometheus.
pub(crate) async fn metrics(State(app): State<App>) -> Response {
    let figures = app.practice.figures().await;
    let text = app.metrics().text(figures.ok().as_ref());
    ([(header::CONTENT_TYPE, metrics::TEXT_FORM)], text).into_response()
}
