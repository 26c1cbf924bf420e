//! Starts the server, accepts connections, and stops when it is asked to.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;

use crate::error::{Error, os_error_message};
use crate::location::IndexLocation;
use crate::serve::access::Access;
use crate::serve::access::running::{self, ServerAddress, StoredAddress};
use crate::serve::access::token::{self, FoundToken};
use crate::serve::connection::{Connections, SomeStream, answer};
use crate::serve::guard::AllowedHosts;
use crate::serve::listen::{Listening, listen};
use crate::serve::options::{DEFAULT_PORT, ServeError, ServeOptions, Started};
use crate::serve::page::foreign_text::template_problem;
use crate::serve::router::Router;
use crate::serve::served::Served;
use crate::serve::service::GuardedRouter;

/// Maximum number of connections.
const MAX_CONNECTIONS: usize = 64;
/// Time for requests to be answered when the server stops.
const FINISH_TIME: Duration = Duration::from_millis(400);
/// Time for the index to answer before the server says where it listens.
const INDEX_TIME: Duration = Duration::from_secs(2);
/// Time for work that goes on to end when the server stops.
const WORK_TIME: Duration = Duration::from_millis(200);
/// Time until the next attempt to accept a connection, after one that failed.
const RETRY_TIME: Duration = Duration::from_millis(50);

/// Serves until `stop` is ready; `started` is called when the server listens.
///
/// # Errors
/// If the server cannot listen, or its token is not fit.
pub fn serve(
    options: ServeOptions,
    started: impl FnOnce(&Started),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), ServeError> {
    let found = token::find(&options)?;
    if let Some(host) = options.host
        && !host.is_loopback()
        && !found.is_chosen
    {
        return Err(ServeError::OpenHost(host));
    }
    // One thread for all connections, which only wait; searches have threads of their own.
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_io().enable_time().build().map_err(ServeError::Start)?;
    let stored = runtime.block_on(run(options, found, started, stop))?;
    // A search that still runs must not hold the program.
    runtime.shutdown_timeout(WORK_TIME);
    drop(stored);
    Ok(())
}

/// Serves until `stop` is ready, and returns the stored address.
async fn run(
    options: ServeOptions,
    found: FoundToken,
    started: impl FnOnce(&Started),
    stop: impl Future<Output = ()>,
) -> Result<Option<StoredAddress>, ServeError> {
    let listening = listen(&options)?;
    let addresses = addresses(&listening);
    let port = addresses.first().map(SocketAddr::port);
    let mut notes: Vec<String> = found.note.into_iter().collect();
    let stored = store_address(&options, &addresses, &mut notes);
    note_openness(&options, port, &mut notes);
    notes.extend(note_on_link(&options));
    let index = options.index.clone();

    let origin = addresses.first().map(|address| format!("http://{}", reachable(*address)));
    let hosts = allowed_hosts(&options, port);
    let access = Access::new(found.token, port);
    let router = GuardedRouter::new(Router::new(Served::new(options)), hosts, access, origin);
    let url = router.new_link().map_err(ServeError::Start)?;
    let router = Arc::new(router);

    let (stop_sender, stopped) = watch::channel(false);
    let connections = Connections::new(MAX_CONNECTIONS);
    let acceptor = Acceptor { router, connections: Arc::clone(&connections), stopped };
    match listening {
        Listening::Port(listeners) => {
            for listener in listeners {
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    loop {
                        let accepted = listener.accept().await.map(|(stream, _)| {
                            // An answer is written at once; waiting for more would only delay it.
                            let _ = stream.set_nodelay(true);
                            Box::new(stream) as SomeStream
                        });
                        acceptor.take(accepted).await;
                    }
                });
            }
        }
        #[cfg(unix)]
        Listening::Socket(socket) => {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                loop {
                    let accepted = socket.listener.accept().await;
                    acceptor.take(accepted.map(|(stream, _)| Box::new(stream) as SomeStream)).await;
                }
            });
        }
    }
    notes.extend(note_in_time(index).await);
    started(&Started { url, addresses, notes, token_file: found.file });
    stop.await;
    let _ = stop_sender.send(true);
    connections.finish(FINISH_TIME).await;
    Ok(stored)
}

/// Acceptor of connections.
#[derive(Clone)]
struct Acceptor {
    router: Arc<GuardedRouter>,
    connections: Arc<Connections>,
    stopped: watch::Receiver<bool>,
}

impl Acceptor {
    /// Answers on a connection that was accepted, in a task of its own.
    async fn take(&self, accepted: std::io::Result<SomeStream>) {
        match accepted {
            Ok(stream) => {
                let slot = self.connections.admit().await;
                tokio::spawn(answer(stream, Arc::clone(&self.router), slot, self.stopped.clone()));
            }
            // Too many open files, or a connection that was closed before it was accepted.
            Err(_) => tokio::time::sleep(RETRY_TIME).await,
        }
    }
}

/// Returns the addresses that a server listens on.
fn addresses(listening: &Listening) -> Vec<SocketAddr> {
    match listening {
        Listening::Port(listeners) => {
            listeners.iter().filter_map(|listener| listener.local_addr().ok()).collect()
        }
        #[cfg(unix)]
        Listening::Socket(_) => Vec::new(),
    }
}

/// Returns the names under which a server may be asked for.
fn allowed_hosts(options: &ServeOptions, port: Option<u16>) -> AllowedHosts {
    let hosts =
        port.map_or_else(AllowedHosts::of_socket, |port| AllowedHosts::of_address(options.host, port));
    options.allowed_hosts.iter().fold(hosts, |hosts, name| hosts.with_name(name, port))
}

/// Returns the address at which this machine reaches a server that listens on `address`.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

/// Stores the address of a server for `--new-link`.
fn store_address(
    options: &ServeOptions,
    addresses: &[SocketAddr],
    notes: &mut Vec<String>,
) -> Option<StoredAddress> {
    let state_dir = options.state_dir.as_ref()?;
    let socket = || std::path::absolute(options.socket.as_ref()?).ok().map(ServerAddress::Socket);
    let address =
        addresses.first().map(|address| ServerAddress::Port(reachable(*address))).or_else(socket)?;
    match running::store(state_dir, &options.index, &address) {
        Ok(Some(stored)) => Some(stored),
        Ok(None) => {
            notes.push(
                "this index is served by another `clippings serve` too, which `--new-link` asks".into(),
            );
            None
        }
        Err(error) => {
            let folder: PathBuf = state_dir.join("serve");
            notes.push(format!(
                "`--new-link` will not find this server, since {} cannot be written: {}",
                folder.display(),
                os_error_message(&error)
            ));
            None
        }
    }
}

/// Returns why nothing can be searched yet, if that is so. A cluster may take long to answer, or for ever.
async fn note_in_time(index: IndexLocation) -> Option<String> {
    let asked = tokio::task::spawn_blocking(move || note_on_index(&index));
    match tokio::time::timeout(INDEX_TIME, asked).await {
        Ok(note) => note.ok().flatten(),
        Err(_) => Some(
            "the cluster has not answered yet: the page shows the articles as soon as it does".to_owned(),
        ),
    }
}

fn note_on_index(index: &IndexLocation) -> Option<String> {
    match index.commit_tag() {
        Ok(_) => None,
        Err(Error::NoIndex { path }) => Some(format!(
            "no index at {} yet: run `clippings index FOLDER`, and the page shows the articles as soon as it is done",
            path.display()
        )),
        Err(error) => Some(error.to_string()),
    }
}

/// Returns why the template of links to an editor makes none, if that is so.
fn note_on_link(options: &ServeOptions) -> Option<String> {
    let template = options.link_template.as_deref()?;
    let problem = template_problem(template)?;
    Some(format!("the page has no links to an editor: {problem} (`{template}`)"))
}

/// Notes who else can reach the server, and that the port is not the usual one.
fn note_openness(options: &ServeOptions, port: Option<u16>, notes: &mut Vec<String>) {
    if let Some(host) = options.host.filter(|host| !host.is_loopback()) {
        notes.push(format!(
            "other machines can reach {host}, and the connection is not encrypted: whoever sees the traffic sees \
             the token and what you read"
        ));
    }
    if let Some(port) = port.filter(|port| options.port.is_none() && *port != DEFAULT_PORT) {
        notes.push(format!("port {DEFAULT_PORT} is taken: this is port {port}"));
    }
}

#[cfg(test)]
mod tests {
    use crate::index::IndexDir;
    use crate::serve::server::*;

    #[test]
    fn a_template_that_makes_no_links_is_named() {
        let note = |template: &str| {
            let mut options = ServeOptions::new(IndexDir::new("/idx"));
            options.link_template = Some(template.to_owned());
            note_on_link(&options)
        };
        let expected =
            "the page has no links to an editor: it has no place for the path, `{path}` (`vscode://file/`)";
        assert_eq!(note("vscode://file/").as_deref(), Some(expected));
        assert_eq!(note("vscode://file/{path}:{line}"), None);
    }
}
