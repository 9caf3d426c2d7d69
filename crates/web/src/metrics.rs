//! What is counted for monitoring, in the text form of Prometheus.
//!
//! Labels are route templates, methods, statuses and closed lists: never an id, a name or an address as
//! it was typed. The page figures are counted here; those of the practice are read when they are asked for.

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::{self, Next};
use axum::response::Response;
use evenkeel_practice::Figures;
use prometheus::{HistogramOpts, HistogramVec, IntCounterVec, IntGaugeVec, Opts, Registry, TextEncoder};

use crate::app::App;

/// The content type of [`Metrics::text`].
pub(crate) const TEXT_FORM: &str = prometheus::TEXT_FORMAT;

/// Upper edges of the latency histogram, seconds: pages should be under 0.05, forecasts under 1.
const EDGES: [f64; 11] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The counters of the pages. Without them (a name given twice, which the tests would show) nothing is counted.
pub(crate) struct Metrics(Option<Counters>);

struct Counters {
    registry: Registry,
    requests: IntCounterVec,
    took: HistogramVec,
}

impl Metrics {
    /// Fresh counters.
    pub(crate) fn new() -> Self {
        Self(counters().ok())
    }

    fn answered(&self, method: &Method, route: &str, status: u16, seconds: f64) {
        let Some(counters) = &self.0 else { return };
        let method = method_word(method);
        counters.requests.with_label_values(&[method, route, status.to_string().as_str()]).inc();
        counters.took.with_label_values(&[method, route]).observe(seconds);
    }

    /// Everything counted so far. Without `figures` the record could not be read, and says so.
    pub(crate) fn text(&self, figures: Option<&Figures>) -> String {
        let mut families = self.0.as_ref().map_or_else(Vec::new, |counters| counters.registry.gather());
        families.extend(of_the_practice(figures).map_or_else(|_| Vec::new(), |now| now.gather()));
        TextEncoder::new().encode_to_string(&families).unwrap_or_default()
    }
}

fn counters() -> prometheus::Result<Counters> {
    let registry = Registry::new();
    let requests = IntCounterVec::new(
        Opts::new("evenkeel_http_requests_total", "Requests answered, by method, route and status."),
        &["method", "route", "status"],
    )?;
    let took =
        HistogramOpts::new("evenkeel_http_request_seconds", "Time until an answer was ready, seconds.");
    let took = HistogramVec::new(took.buckets(EDGES.to_vec()), &["method", "route"])?;
    registry.register(Box::new(requests.clone()))?;
    registry.register(Box::new(took.clone()))?;
    Ok(Counters { registry, requests, took })
}

/// The practice's figures as they are now, in a registry of their own.
fn of_the_practice(figures: Option<&Figures>) -> prometheus::Result<Registry> {
    let registry = Registry::new();
    let version = env!("CARGO_PKG_VERSION");
    gauge(&registry, "evenkeel_build_info", "The version that runs.", &["version"], &[(&[version], 1)])?;
    let read = i64::from(figures.is_some());
    gauge(
        &registry,
        "evenkeel_record_readable",
        "1: the figures below could be read from the record.",
        &[],
        &[(&[], read)],
    )?;
    let Some(now) = figures else { return Ok(registry) };
    gauge(
        &registry,
        "evenkeel_up_seconds",
        "How long the program has run.",
        &[],
        &[(&[], now.up_for.as_secs())],
    )?;
    if let Some(silent) = now.worker_silent_for {
        let help = "How long the worker that does the jobs has said nothing.";
        gauge(&registry, "evenkeel_worker_silent_seconds", help, &[], &[(&[], silent.as_secs())])?;
    }
    let jobs = now.jobs;
    let states: [(&[&str], i64); 3] =
        [(&["waiting"], jobs.waiting), (&["running"], jobs.running), (&["dead"], jobs.dead)];
    gauge(&registry, "evenkeel_jobs", "Jobs that are due, running or given up.", &["state"], &states)?;
    let oldest = [(&[][..], jobs.oldest_waiting.as_secs())];
    gauge(
        &registry,
        "evenkeel_jobs_oldest_seconds",
        "How long the oldest waiting job has been due.",
        &[],
        &oldest,
    )?;
    counter(&registry, "evenkeel_jobs_done_total", "Jobs done since the start.", now.jobs_done)?;
    counter(
        &registry,
        "evenkeel_jobs_failed_total",
        "Attempts at jobs that failed since the start.",
        now.jobs_failed,
    )?;
    let help = "Forecasts computed since the start, for pages and by jobs.";
    counter(&registry, "evenkeel_computed_forecasts_total", help, now.forecasts_computed)?;
    let help = "Pages whose forecast had been computed before.";
    counter(&registry, "evenkeel_held_forecasts_total", help, now.forecasts_held)?;
    pools(&registry, now)?;
    Ok(registry)
}

fn pools(registry: &Registry, now: &Figures) -> prometheus::Result<()> {
    let opts = Opts::new("evenkeel_database_connections", "Connections to the database, by pool.");
    let all = IntGaugeVec::new(opts, &["pool", "state"])?;
    for pool in &now.pools {
        let busy = pool.open.saturating_sub(pool.idle);
        for (state, n) in [("idle", pool.idle), ("busy", busy), ("most", pool.most)] {
            all.with_label_values(&[pool.name, state]).set(i64::from(n));
        }
    }
    registry.register(Box::new(all))
}

fn gauge(
    registry: &Registry,
    name: &str,
    help: &str,
    labels: &[&str],
    values: &[(&[&str], i64)],
) -> prometheus::Result<()> {
    let gauge = IntGaugeVec::new(Opts::new(name, help), labels)?;
    for (of, value) in values {
        gauge.with_label_values(of).set(*value);
    }
    registry.register(Box::new(gauge))
}

fn counter(registry: &Registry, name: &str, help: &str, value: u64) -> prometheus::Result<()> {
    let counter = prometheus::IntCounter::with_opts(Opts::new(name, help))?;
    counter.inc_by(value);
    registry.register(Box::new(counter))
}

/// A client may invent a method; a label may not be invented.
fn method_word(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        _ => "other",
    }
}

/// Counts every answer of `routes`.
pub(crate) fn counted(routes: Router<App>, app: &App) -> Router<App> {
    routes.layer(middleware::from_fn_with_state(app.clone(), count))
}

async fn count(State(app): State<App>, request: Request, next: Next) -> Response {
    // By the practice's clock, which is handed in like every other time.
    let begun = app.practice.now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    let took = app.practice.now().duration_since(begun).as_secs_f64().max(0.0);
    app.metrics().answered(&method, route, response.status().as_u16(), took);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_route_and_never_by_address() {
        let metrics = Metrics::new();
        metrics.answered(&Method::GET, "/courses/{id}", 200, 0.004);
        metrics.answered(&Method::GET, "/courses/{id}", 200, 0.3);
        metrics.answered(&Method::from_bytes(b"NORA").unwrap(), "none", 404, 0.001);
        let text = metrics.text(None);
        let has = |line: &str| assert!(text.lines().any(|l| l == line), "{line}\n{text}");
        has("# TYPE evenkeel_http_requests_total counter");
        has("evenkeel_http_requests_total{method=\"GET\",route=\"/courses/{id}\",status=\"200\"} 2");
        has("evenkeel_http_requests_total{method=\"other\",route=\"none\",status=\"404\"} 1");
        has("evenkeel_http_request_seconds_bucket{method=\"GET\",route=\"/courses/{id}\",le=\"0.005\"} 1");
        has("evenkeel_http_request_seconds_count{method=\"GET\",route=\"/courses/{id}\"} 2");
        has("evenkeel_record_readable 0");
        assert!(!text.contains("NORA"));
    }
}
