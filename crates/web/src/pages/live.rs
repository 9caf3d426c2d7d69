//! Server-sent events: a live page is told that something was committed and draws itself anew. Nothing of a record goes over
//! this line, only a count.

use std::convert::Infallible;

use axum::extract::State;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;

use crate::app::App;
use crate::refused::Refused;
use crate::visit::Visit;

/// Tells the clinic's count of commits now and at every change.
pub(crate) async fn stream(State(app): State<App>, visit: Visit) -> Result<Response, Refused> {
    let watched = app.practice.watch(visit.actor()?).await?;
    let told = WatchStream::new(watched).map(|seq| {
        Ok::<_, Infallible>(Event::default().event("commit").id(seq.to_string()).data(seq.to_string()))
    });
    Ok(Sse::new(told).keep_alive(KeepAlive::default()).into_response())
}
