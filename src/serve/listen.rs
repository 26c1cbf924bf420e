//! Listens on a port of this machine, on an address that was asked for, or on a socket.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;

use tokio::net::TcpListener;

use crate::serve::options::{DEFAULT_PORT, ServeError, ServeOptions};

/// Number of ports that are tried after the default one.
const PORTS_TRIED: u16 = 20;

/// Port or socket that the server listens on.
pub(crate) enum Listening {
    /// On a port of one address or more.
    Port(Vec<TcpListener>),
    /// On a socket.
    #[cfg(unix)]
    Socket(SocketListener),
}

/// Listens where the options say.
///
/// # Errors
/// If that is impossible.
pub(crate) fn listen(options: &ServeOptions) -> Result<Listening, ServeError> {
    match &options.socket {
        Some(path) => listen_on_socket(path.clone()),
        None => listen_on_port(options).map(Listening::Port),
    }
}

/// Listens on a port: the one asked for, else the default one or the next that is free.
fn listen_on_port(options: &ServeOptions) -> Result<Vec<TcpListener>, ServeError> {
    let first = options.port.unwrap_or(DEFAULT_PORT);
    let last = if options.port.is_some() { first } else { first.saturating_add(PORTS_TRIED) };
    let address = options.host.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let mut port = first;
    loop {
        match bind(address, port).and_then(|listener| with_other(listener, options)) {
            Ok(listeners) => return Ok(listeners),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port < last => port += 1,
            Err(error) => {
                return Err(ServeError::Listen { address: SocketAddr::new(address, port), error });
            }
        }
    }
}

/// Adds the same port of the other address of this machine, unless one address was asked for or there is no
/// other. A name such as `localhost` may lead to either, so a port that another program has on one of them is
/// none for this server, unless it was asked for.
fn with_other(listener: TcpListener, options: &ServeOptions) -> io::Result<Vec<TcpListener>> {
    let port = listener.local_addr()?.port();
    if options.host.is_some() {
        return Ok(vec![listener]);
    }
    match bind(IpAddr::V6(Ipv6Addr::LOCALHOST), port) {
        Ok(other) => Ok(vec![listener, other]),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && options.port.is_none() => Err(error),
        Err(_) => Ok(vec![listener]),
    }
}

/// Listens on a port of an address.
fn bind(address: IpAddr, port: u16) -> io::Result<TcpListener> {
    // Not by name, which would ask the resolver.
    let listener = std::net::TcpListener::bind(SocketAddr::new(address, port))?;
    listener.set_nonblocking(true)?;
    TcpListener::from_std(listener)
}

/// Socket that only its owner can connect to, removed when the server ends.
#[cfg(unix)]
#[derive(Debug)]
pub(crate) struct SocketListener {
    /// Listener.
    pub listener: tokio::net::UnixListener,
    path: PathBuf,
}

#[cfg(unix)]
impl Drop for SocketListener {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

/// Listens on a socket that only its owner can connect to. It is made in a folder of its own and moved from
/// there, so that it never has other permissions.
#[cfg(unix)]
fn listen_on_socket(path: PathBuf) -> Result<Listening, ServeError> {
    use std::fs::{self, DirBuilder, Permissions};
    use std::os::unix::fs::{DirBuilderExt, FileTypeExt, PermissionsExt};
    use std::os::unix::net::{UnixListener, UnixStream};

    let make = || -> io::Result<UnixListener> {
        if let Ok(metadata) = fs::symlink_metadata(&path) {
            if !metadata.file_type().is_socket() {
                return Err(io::Error::new(io::ErrorKind::AlreadyExists, "another file is in its place"));
            }
            // One that nobody listens on was left by a program that was killed.
            if UnixStream::connect(&path).is_ok() {
                return Err(io::ErrorKind::AddrInUse.into());
            }
        }
        let folder = path.with_extension(format!("{}.new", std::process::id()));
        DirBuilder::new().mode(0o700).create(&folder)?;
        let aside = folder.join("s");
        let listener = UnixListener::bind(&aside).and_then(|listener| {
            fs::set_permissions(&aside, Permissions::from_mode(0o600))?;
            listener.set_nonblocking(true)?;
            fs::rename(&aside, &path)?;
            Ok(listener)
        });
        let _ = fs::remove_file(&aside);
        let _ = fs::remove_dir(&folder);
        listener
    };
    let listener = make().and_then(tokio::net::UnixListener::from_std);
    let listener = listener.map_err(|error| ServeError::Socket { path: path.clone(), error })?;
    Ok(Listening::Socket(SocketListener { listener, path }))
}

/// Fails, since this system has no sockets.
#[cfg(not(unix))]
fn listen_on_socket(path: PathBuf) -> Result<Listening, ServeError> {
    let error = io::Error::new(io::ErrorKind::Unsupported, "this system has none");
    Err(ServeError::Socket { path, error })
}
