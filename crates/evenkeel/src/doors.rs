//! Who comes in: connections, each with its limits, until the house closes.
//!
//! `axum::serve` would wait without end for a client that never finishes its first line, while it
//! serves and while it stops. Here such a client has a limit, and so has the closing.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1::Builder;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};

/// A client that has not said what it wants by then is shown out.
const SAYS_WHAT_IT_WANTS: Duration = Duration::from_secs(30);
/// Requests under way have this long to end once the house closes.
const CLOSING: Duration = Duration::from_secs(10);
/// After a connection that could not be taken for want of files or memory.
const BREATH: Duration = Duration::from_millis(500);

/// Serves `app` until `closing` comes, then lets requests under way finish.
pub async fn open(listener: TcpListener, app: Router, closing: impl Future<Output = ()>) {
    let mut protocol = Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(SAYS_WHAT_IT_WANTS);
    let inside = GracefulShutdown::new();
    let mut closing = std::pin::pin!(closing);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, from)) => seat(stream, from, &protocol, &app, &inside),
                Err(error) => pause(&error).await,
            },
            () = &mut closing => break,
        }
    }
    drop(listener);
    if tokio::time::timeout(CLOSING, inside.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and were cut off");
    }
}

/// Serves one connection on a task of its own.
fn seat(stream: TcpStream, from: SocketAddr, protocol: &Builder, app: &Router, inside: &GracefulShutdown) {
    // Small answers leave at once. Where the system refuses, they leave a little later.
    let _ = stream.set_nodelay(true);
    let app = TowerToHyperService::new(app.clone());
    // The pages write down where a request came from.
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(from));
        app.call(request)
    });
    let served = inside.watch(protocol.serve_connection(TokioIo::new(stream), service));
    tokio::spawn(async move {
        if let Err(error) = served.await {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// A client that left before it was let in is no fault; anything else is told, and does not end the service.
async fn pause(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        return;
    }
    tracing::error!(%error, "a connection could not be taken");
    tokio::time::sleep(BREATH).await;
}
