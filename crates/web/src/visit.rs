//! One visit to one page: an id for the log, who is signed in, and the error page.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, FromRequestParts, MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Redirect, Response};
use evenkeel_practice::view::people::{ClinicView, SafetyLine};
use evenkeel_practice::{Actor, Refusal, Role};
use tower_http::trace::TraceLayer;
use tracing::Span;
use tracing::field::Empty;

use crate::app::App;
use crate::cookie;
use crate::html::{self, Drawn};
use crate::pages::error::ErrorPage;
use crate::refused::{self, Refused, Urgent};
use crate::shell::Shell;

/// What is known of a visit before the page is asked.
#[derive(Debug, Clone)]
pub(crate) struct Visit(Arc<Known>);

#[derive(Debug, Default)]
struct Known {
    request: String,
    token: Option<String>,
    actor: Option<Actor>,
    clinic: Option<ClinicView>,
    waiting: Vec<SafetyLine>,
    demo: bool,
}

impl Visit {
    /// Who is signed in, or the refusal that leads to the sign-in page.
    pub(crate) fn actor(&self) -> Result<&Actor, Refused> {
        self.0.actor.as_ref().ok_or(Refused(Refusal::SignIn))
    }

    /// The same where nobody need be signed in.
    pub(crate) fn maybe_actor(&self) -> Option<&Actor> {
        self.0.actor.as_ref()
    }

    /// The clinic, where somebody is signed in.
    pub(crate) fn clinic(&self) -> Option<&ClinicView> {
        self.0.clinic.as_ref()
    }

    /// The session's token.
    pub(crate) fn token(&self) -> Option<&str> {
        self.0.token.as_deref()
    }

    /// The frame of a page.
    pub(crate) fn shell(&self, title: impl Into<String>) -> Shell {
        Shell::new(title.into(), self.maybe_actor(), self.clinic(), self.0.demo).with_waiting(&self.0.waiting)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Visit {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        parts.extensions.get::<Self>().cloned().ok_or(Refused(Refusal::SignIn))
    }
}

/// The id under which a visit stands in the log and in the answer's header.
#[derive(Debug, Clone)]
struct RequestId(String);

/// Lays the visit around every page: its id, its line in the log, who comes, and the error page.
pub(crate) fn accompany(routes: Router<App>, app: &App) -> Router<App> {
    let trace = TraceLayer::new_for_http().make_span_with(span).on_request(()).on_failure(()).on_response(
        |response: &Response, took: Duration, _: &Span| {
            tracing::info!(
                status = response.status().as_u16(),
                took_ms = (took.as_secs_f64() * 10_000.0).round() / 10.0,
                "answered"
            );
        },
    );
    routes
        .layer(middleware::from_fn_with_state(app.clone(), around))
        .layer(trace)
        .layer(middleware::from_fn_with_state(app.clone(), name))
}

/// Addresses hold ids and closed lists only, but a set-up link holds a secret: the log gets the route.
fn span(request: &Request) -> Span {
    let id = request.extensions().get::<RequestId>().map_or("-", |id| id.0.as_str());
    tracing::info_span!("request", id, method = %request.method(), route = route(request), role = Empty)
}

fn route(request: &Request) -> &str {
    request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str)
}

async fn name(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id: String = app.practice.new_key().chars().take(16).collect();
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", id);
    }
    response
}

async fn around(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request.extensions().get::<RequestId>().map_or_else(String::new, |id| id.0.clone());
    let action = format!("{} {}", request.method(), route(&request));
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let token = cookie::read(request.headers(), app.config());
    let from = came_from(&request);
    let (visit, refusal) = recognise(&app, token, id, from).await;
    Span::current().record("role", visit.role());
    request.extensions_mut().insert(visit.clone());
    let response = match refusal {
        Some(refusal) => Refused(refusal).into_response(),
        None => next.run(request).await,
    };
    let refusal = response.extensions().get::<Refused>().map(|refused| refused.0.clone());
    note(&app, &visit, refusal, &action).await;
    finish(response, &visit, &method, &uri)
}

/// Where a request came from: the client's address, or, from a proxy on this computer, what the proxy
/// says last.
fn came_from(request: &Request) -> Option<String> {
    let ConnectInfo(peer) = request.extensions().get::<ConnectInfo<SocketAddr>>()?;
    let said = request.headers().get("x-forwarded-for").and_then(|value| value.to_str().ok());
    let behind_proxy = said.and_then(|list| list.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    let address = behind_proxy.filter(|_| peer.ip().is_loopback()).unwrap_or(peer.ip());
    Some(address.to_string())
}

/// Finds out who comes. If the record cannot be read, nobody is signed in and the refusal says so.
async fn recognise(
    app: &App,
    token: Option<String>,
    id: String,
    from: Option<String>,
) -> (Visit, Option<Refusal>) {
    let mut known = Known { request: id, token, demo: app.config().demo, ..Known::default() };
    let mut refusal = None;
    if let Some(token) = &known.token {
        match app.practice.who(token).await {
            Ok(actor) => known.actor = actor.map(|actor| Actor { from, ..actor }),
            Err(away) => refusal = Some(away),
        }
    }
    if let Some(actor) = &known.actor {
        match app.practice.clinic_view(actor).await {
            Ok(clinic) => known.clinic = Some(clinic),
            Err(away) => refusal = Some(away),
        }
        match app.practice.needs_a_human(actor).await {
            Ok(waiting) => known.waiting = waiting,
            Err(away) => refusal = Some(away),
        }
    }
    (Visit(Arc::new(known)), refusal)
}

/// Who tried to reach what is not theirs belongs into the trail.
async fn note(app: &App, visit: &Visit, refusal: Option<Refusal>, action: &str) {
    if let (Some(actor), Some(refusal @ (Refusal::NotAllowed { .. } | Refusal::NotFound { .. }))) =
        (visit.maybe_actor(), refusal)
        && let Err(cause) = app.practice.note_refusal(actor, action, &refusal).await
    {
        tracing::error!(%cause, "a refusal could not be written into the trail");
    }
}

/// Puts a page in place of a bare refusal. A visit without sign-in is led to the sign-in page and
/// back; a form sent without sign-in gets a page that says so, because its content would be lost.
fn finish(response: Response, visit: &Visit, method: &Method, uri: &Uri) -> Response {
    let status = response.status();
    let bare = status.is_client_error() || status.is_server_error();
    if !bare || response.extensions().get::<Drawn>().is_some() {
        return response;
    }
    let refusal = response.extensions().get::<Refused>().map(|refused| &refused.0);
    if matches!(refusal, Some(Refusal::SignIn)) && method == Method::GET {
        return Redirect::to(&crate::pages::sign_in::address(uri.path())).into_response();
    }
    if let Some(refusal) = refusal {
        // Its kind only: a refusal may repeat what was typed.
        tracing::info!(why = refusal.kind(), "refused");
    }
    let words = refused::words(status, refusal, visit.is_patient(), &visit.0.request);
    let urgent = response.extensions().get::<Urgent>().is_some();
    let page = ErrorPage { shell: visit.shell(words.title.clone()), words, status: status.as_u16(), urgent };
    let mut response = html::page_with(status, &page)
        .unwrap_or_else(|_| (status, header_plain(), "Something went wrong.").into_response());
    if status == StatusCode::PAYLOAD_TOO_LARGE {
        // The rest of the form is not read, so the connection cannot serve another request.
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn header_plain() -> [(header::HeaderName, &'static str); 1] {
    [(header::CONTENT_TYPE, "text/plain; charset=utf-8")]
}

impl Visit {
    fn role(&self) -> &'static str {
        use evenkeel_care::closed_list::Word as _;
        self.maybe_actor().map_or("nobody", |actor| actor.role.as_str())
    }

    fn is_patient(&self) -> bool {
        self.maybe_actor().is_some_and(|actor| actor.role == Role::Patient)
    }
}

/// The answer to a panic: a bare 500, which becomes the error page; the cause is in the log.
#[expect(clippy::needless_pass_by_value, reason = "the layer hands the panic over by value")]
pub(crate) fn after_panic(cause: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let text = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("unknown");
    tracing::error!(cause = text, "a page panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}
