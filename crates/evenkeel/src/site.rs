//! The site: a listener, the pages, and the worker beside them.

use std::net::SocketAddr;
use std::time::Duration;

use evenkeel_practice::Practice;
use evenkeel_web::WebConfig;
use tokio::net::TcpListener;

use crate::cli::exit::{Ended, Exit, Fault};
use crate::cli::output;
use crate::doors;

/// How often the worker looks for jobs that were left over.
const WORK_EVERY: Duration = Duration::from_secs(5);

/// Where people and the monitoring come in.
pub struct Doors {
    /// For people.
    pub listener: TcpListener,
    /// For the monitoring of the admin network, if it was asked for.
    pub monitoring: Option<TcpListener>,
}

/// Takes the address that `option` names, or says who may have it.
pub async fn listen(option: &str, address: &str) -> Result<TcpListener, Exit> {
    let parsed: SocketAddr = address.parse().map_err(|_| {
        Exit::bad_input(Fault::new(
            format!("{option} {address}"),
            "this is not an address",
            "an IP address and a port are needed",
            format!("Write for example {option} 127.0.0.1:8080"),
        ))
    })?;
    TcpListener::bind(parsed).await.map_err(|error| {
        let why = match error.kind() {
            std::io::ErrorKind::AddrInUse => "another program already listens there".to_owned(),
            std::io::ErrorKind::PermissionDenied => "ports below 1024 need special rights".to_owned(),
            _ => error.to_string(),
        };
        Exit::cannot_run(Fault::new(
            format!("{option} {address}"),
            "this address cannot be used",
            why,
            format!("Stop the other program, or choose another port with {option} 127.0.0.1:8081"),
        ))
    })
}

/// The listener of the monitoring, if `--metrics` names one.
pub async fn listen_to_monitoring(address: Option<&str>) -> Result<Option<TcpListener>, Exit> {
    let Some(address) = address else { return Ok(None) };
    let listener = listen("--metrics", address).await?;
    if let Ok(at) = listener.local_addr() {
        output::note(&format!("Figures for monitoring are at http://{at}/metrics"));
    }
    Ok(Some(listener))
}

/// Serves until `stop` ends, then lets requests under way finish.
pub async fn serve(
    Doors { listener, monitoring }: Doors,
    practice: Practice,
    config: WebConfig,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Ended {
    let worker = tokio::spawn(work(practice.clone()));
    let site = evenkeel_web::site(practice.clone(), config);
    let monitored =
        monitoring.map(|door| tokio::spawn(doors::open(door, site.metrics, std::future::pending())));
    let watched = practice.clone();
    // Live pages hold their connection open: they are let go, so that the house can close.
    let closing = async move {
        stop.await;
        watched.stop_watching();
    };
    doors::open(listener, site.pages, closing).await;
    worker.abort();
    if let Some(monitored) = monitored {
        monitored.abort();
    }
    practice.store().close().await;
    Ok(())
}

/// Does left-over jobs for as long as the program runs.
async fn work(practice: Practice) {
    practice.keep_working(|| tokio::time::sleep(WORK_EVERY)).await;
}

/// The address as a person opens it.
pub fn address(listener: &TcpListener, base_url: Option<&str>) -> String {
    match base_url {
        Some(url) => url.trim_end_matches('/').to_owned(),
        None => {
            listener.local_addr().map_or_else(|_| "http://localhost".to_owned(), |a| format!("http://{a}"))
        }
    }
}

/// Starts the log on standard error. It carries request and job ids, never a person's data.
pub fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("EVENKEEL_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sqlx=warn"));
    let json = std::env::var("EVENKEEL_LOG_FORMAT").is_ok_and(|format| format == "json");
    let started = if json {
        tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init()
    } else {
        // Colours are for a terminal; in a file they would stand between the words.
        let colours = std::io::IsTerminal::is_terminal(&std::io::stderr());
        let log = tracing_subscriber::fmt().with_ansi(colours);
        log.with_env_filter(filter).with_writer(std::io::stderr).try_init()
    };
    // A second start in one process (tests) keeps the first log.
    let _ = started;
}
