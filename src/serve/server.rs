//! Listens, accepts connections within limits, and stops when it is asked to.

use std::future::Future;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

use crate::serve::options::{DEFAULT_PORT, ServeOptions, Started};
use crate::serve::router::{Served, router};

/// Maximum number of connections.
const MAX_CONNECTIONS: usize = 64;
/// Maximum size of the head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;
/// Time for the head of a request to arrive.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Number of ports that are tried after the default one.
const PORTS_TRIED: u16 = 20;

/// Error of the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The port cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Address of the port.
        address: SocketAddr,
        /// Message of the system.
        source: io::Error,
    },
    /// The server cannot be started.
    #[error("cannot start the server: {0}")]
    Start(io::Error),
}

/// Serves until `stop` is ready; `started` is called when the server listens.
///
/// # Errors
/// If no port can be listened on.
pub fn serve(
    options: ServeOptions,
    started: impl FnOnce(&Started),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.enable_io().enable_time().build().map_err(ServeError::Start)?;
    runtime.block_on(async {
        let listeners = listen(&options).await?;
        let addresses: Vec<SocketAddr> =
            listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect();
        let url = addresses.first().map_or(String::new(), |address| format!("http://{address}/"));
        started(&Started { url, addresses, token_file: None });
        let router = router(Served::new(options));
        let (stop_sender, stopped) = watch::channel(false);
        let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        for listener in listeners {
            tokio::spawn(accept(listener, router.clone(), Arc::clone(&connections), stopped.clone()));
        }
        stop.await;
        let _ = stop_sender.send(true);
        Ok(())
    })?;
    // A search that still runs must not hold the program.
    runtime.shutdown_timeout(Duration::from_millis(300));
    Ok(())
}

/// Listens on this machine's addresses, or on the one asked for.
async fn listen(options: &ServeOptions) -> Result<Vec<TcpListener>, ServeError> {
    let first = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let mut port = options.port.unwrap_or(DEFAULT_PORT);
    let last = if options.port.is_some() { port } else { port + PORTS_TRIED };
    let listener = loop {
        let address = SocketAddr::new(first, port);
        match TcpListener::bind(address).await {
            Ok(listener) => break listener,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(source) => return Err(ServeError::Listen { address, source }),
        }
    };
    let port = listener.local_addr().map_or(port, |address| address.port());
    let mut listeners = vec![listener];
    if options.host.is_none()
        && let Ok(listener) = TcpListener::bind(SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), port)).await
    {
        listeners.push(listener);
    }
    Ok(listeners)
}

/// Accepts connections until the server stops.
async fn accept(
    listener: TcpListener,
    router: Router,
    connections: Arc<Semaphore>,
    stopped: watch::Receiver<bool>,
) {
    loop {
        let Ok(permit) = Arc::clone(&connections).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, _)) => {
                let (router, stopped) = (router.clone(), stopped.clone());
                tokio::spawn(async move {
                    let _permit = permit;
                    answer(stream, router, stopped).await;
                });
            }
            // Too many open files, or a connection that was closed before it was accepted.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers the requests of one connection until it or the server ends.
async fn answer(stream: TcpStream, router: Router, mut stopped: watch::Receiver<bool>) {
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    tokio::pin!(connection);
    tokio::select! {
        _ = connection.as_mut() => {}
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
