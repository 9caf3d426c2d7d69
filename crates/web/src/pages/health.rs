//! Whether the service is well, for machines.

use axum::extract::State;
use axum::http::StatusCode;

use crate::app::App;

/// 200 when the record can be written; else 503 with a sentence.
pub(crate) async fn healthz(State(app): State<App>) -> (StatusCode, String) {
    match app.practice.health().await {
        Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
        Err(refusal) => (StatusCode::SERVICE_UNAVAILABLE, format!("{refusal}\n")),
    }
}

/// 200 as soon as pages are answered; the record may still be away.
pub(crate) async fn readyz() -> &'static str {
    "ok\n"
}
