//! What holds for every answer, whoever asks: headers that keep a page closed, forms taken from our
//! own pages only, limits of size and time, compression.

use std::time::Duration;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::csrf::CsrfLayer;
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;

use crate::app::WebConfig;
use crate::visit;

/// No form here needs more, in bytes.
const LARGEST_FORM: usize = 64 * 1024;

/// Nobody waits longer for a page.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// Everything from this site, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer. `same-origin` instead of `no-referrer`: the second makes browsers send
/// `Origin: null` with a form, and on a clinic's plain-HTTP network, where `Sec-Fetch-Site` is
/// missing too, our own forms could no longer be told from foreign ones. Other sites learn nothing
/// from either.
const HEADERS: [(&str, &str); 6] = [
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
];

/// What lies inside the error page, so that each of its refusals becomes a page.
pub(crate) fn guard<S: Clone + Send + Sync + 'static>(routes: Router<S>, config: &WebConfig) -> Router<S> {
    routes
        .layer(CatchPanicLayer::custom(visit::after_panic))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_ANSWER))
        .layer(RequestBodyLimitLayer::new(LARGEST_FORM))
        .layer(own_forms_only(config))
}

/// What lies around everything.
pub(crate) fn wrap<S: Clone + Send + Sync + 'static>(routes: Router<S>, config: &WebConfig) -> Router<S> {
    let mut routes = routes.layer(CompressionLayer::new());
    for (name, value) in HEADERS {
        routes = routes.layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        ));
    }
    if config.is_https() {
        routes = routes.layer(SetResponseHeaderLayer::overriding(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        ));
    }
    // Pages hold records: no cache keeps them. Assets say otherwise themselves.
    routes.layer(SetResponseHeaderLayer::if_not_present(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store"),
    ))
}

/// Refuses forms of other sites by `Sec-Fetch-Site` and `Origin`.
fn own_forms_only(config: &WebConfig) -> CsrfLayer {
    let Some(base) = &config.base_url else { return CsrfLayer::new() };
    CsrfLayer::new().add_trusted_origin(base.trim_end_matches('/')).unwrap_or_else(|cause| {
        tracing::warn!(%cause, "the base address is not an origin such as https://clinic.example; forms are judged by the host alone");
        CsrfLayer::new()
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::Request;
    use axum::response::Response;
    use axum::routing::{get, post};
    use tower::ServiceExt;

    use super::*;

    async fn breaks() -> &'static str {
        panic!("on purpose")
    }

    fn ask(config: &WebConfig, request: Request<Body>) -> Response {
        let routes =
            Router::new().route("/form", post(|_: String| async { "taken" })).route("/breaks", get(breaks));
        let site: Router = wrap(guard(routes, config), config);
        crate::testing::block_on(site.oneshot(request)).unwrap()
    }

    fn form(headers: &[(&str, &str)]) -> Request<Body> {
        let start = Request::post("/form").header("host", "clinic.example");
        let start = headers.iter().fold(start, |request, (name, value)| request.header(*name, *value));
        start.body(Body::from("key=1")).unwrap()
    }

    fn check_form(headers: &[(&str, &str)], expected: StatusCode) {
        assert_eq!(ask(&WebConfig::default(), form(headers)).status(), expected, "{headers:?}");
    }

    #[test]
    fn forms_are_taken_from_our_own_pages_only() {
        check_form(&[("sec-fetch-site", "same-origin")], StatusCode::OK);
        check_form(&[("origin", "http://clinic.example")], StatusCode::OK);
        check_form(&[("sec-fetch-site", "cross-site")], StatusCode::FORBIDDEN);
        check_form(&[("sec-fetch-site", "same-site")], StatusCode::FORBIDDEN);
        check_form(&[("origin", "https://evil.example")], StatusCode::FORBIDDEN);
        check_form(&[("origin", "null")], StatusCode::FORBIDDEN);
    }

    #[test]
    fn behind_a_proxy_that_renames_the_host_the_base_address_counts() {
        let config = WebConfig { base_url: Some("https://front.example/".to_owned()), demo: false };
        assert_eq!(ask(&config, form(&[("origin", "https://front.example")])).status(), StatusCode::OK);
        assert_eq!(ask(&config, form(&[("origin", "https://evil.example")])).status(), StatusCode::FORBIDDEN);
    }

    #[test]
    fn every_answer_is_closed_to_frames_scripts_and_caches() {
        let answer = ask(&WebConfig::default(), form(&[]));
        let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
        assert!(header("content-security-policy").starts_with("default-src 'none'; script-src 'self';"));
        assert!(!header("content-security-policy").contains("unsafe"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("cache-control"), "no-store");
        assert!(!answer.headers().contains_key("strict-transport-security"));
    }

    #[test]
    fn over_tls_browsers_are_told_to_stay_there() {
        let config = WebConfig { base_url: Some("https://clinic.example".to_owned()), demo: false };
        assert!(ask(&config, form(&[])).headers().contains_key("strict-transport-security"));
    }

    #[test]
    fn a_form_that_is_too_long_and_a_page_that_breaks_are_answered() {
        let long = Request::post("/form").body(Body::from("a".repeat(LARGEST_FORM + 1))).unwrap();
        assert_eq!(ask(&WebConfig::default(), long).status(), StatusCode::PAYLOAD_TOO_LARGE);
        let broken = Request::get("/breaks").body(Body::empty()).unwrap();
        assert_eq!(ask(&WebConfig::default(), broken).status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
}
