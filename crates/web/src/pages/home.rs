//! The start: everyone's own page.

use axum::extract::State;
use axum::response::Response;

use crate::app::App;
use crate::html::go;
use crate::shell::home;
use crate::visit::Visit;

/// Leads to the own page of whoever is signed in.
pub(crate) async fn show(State(app): State<App>, visit: Visit) -> Response {
    match visit.maybe_actor() {
        Some(actor) => go(home(actor.role)),
        None if app.config().demo => go("/demo"),
        None => go("/sign-in"),
    }
}
