//! A drawn template as an answer.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use evenkeel_practice::Refusal;

use crate::refused::Refused;

/// Marks an answer that is a page already: the error page does not replace it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Drawn;

/// A page.
pub(crate) fn page(template: &impl Template) -> Result<Response, Refused> {
    page_with(StatusCode::OK, template)
}

/// A page with a form that was refused: 422, with the form as it was typed.
pub(crate) fn refused_form(template: &impl Template) -> Result<Response, Refused> {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status of its own.
pub(crate) fn page_with(status: StatusCode, template: &impl Template) -> Result<Response, Refused> {
    let html = template.render().map_err(|cause| {
        tracing::error!(%cause, "a template could not be drawn");
        Refused(Refusal::Unavailable { what: "This page cannot be drawn.".to_owned(), cause: String::new() })
    })?;
    let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    let mut response = (status, headers, html).into_response();
    response.extensions_mut().insert(Drawn);
    // A refused form must not leave its posting address in the browser's history.
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        response.headers_mut().insert("hx-push-url", header::HeaderValue::from_static("false"));
    }
    Ok(response)
}

/// On to another page after something was done (303, so that a reload repeats nothing).
pub(crate) fn go(to: &str) -> Response {
    axum::response::Redirect::to(to).into_response()
}
