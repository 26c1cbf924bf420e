//! Options of the server.

use std::borrow::Cow;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use crate::error::os_error_message;
use crate::location::IndexLocation;
use crate::text::shell_word::with_index;

/// Port on which the page is served unless another is asked for.
pub const DEFAULT_PORT: u16 = 7272;

/// Options of [`serve`](crate::serve::serve).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ServeOptions {
    /// Index to search.
    pub index: IndexLocation,
    /// Whether commands have to name the index, since it is not the usual one.
    pub names_index: bool,
    /// Port to listen on; `None` for [`DEFAULT_PORT`], or the next one that is free.
    pub port: Option<u16>,
    /// Address to listen on; `None` for this machine only.
    pub host: Option<IpAddr>,
    /// Names of this machine that a browser may ask for, beside the address.
    pub allowed_hosts: Vec<String>,
    /// Socket to listen on in place of a port.
    pub socket: Option<PathBuf>,
    /// File with the token; `None` for `CLIPPINGS_TOKEN` or a file in the state folder.
    pub token_file: Option<PathBuf>,
    /// Folder of the settings.
    pub config_dir: Option<PathBuf>,
    /// Folder of the state.
    pub state_dir: Option<PathBuf>,
    /// Address of a line of a file for an editor, such as `vscode://file/{path}:{line}`.
    pub link_template: Option<String>,
    /// Whether the best article of a story stands for its copies.
    pub collapse: bool,
}

impl ServeOptions {
    /// Returns the usual options for the index at `index`.
    pub fn new(index: impl Into<IndexLocation>) -> Self {
        ServeOptions {
            index: index.into(),
            names_index: false,
            port: None,
            host: None,
            allowed_hosts: Vec::new(),
            socket: None,
            token_file: None,
            config_dir: None,
            state_dir: None,
            link_template: None,
            collapse: true,
        }
    }

    /// Adds the index to the commands in `message` if they have to name it. The terminal that they are typed
    /// into may be in any folder.
    pub(crate) fn advice<'m>(&self, message: &'m str) -> Cow<'m, str> {
        match self.names_index {
            true => Cow::Owned(with_index(message, &self.index.absolute())),
            false => Cow::Borrowed(message),
        }
    }
}

/// Error of the server.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The port cannot be listened on.
    #[error("cannot listen on {address}: {}", reason_not_to_listen(.error, address.port()))]
    Listen {
        /// Address of the port.
        address: SocketAddr,
        /// Error of the system, which the message has already.
        error: io::Error,
    },
    /// The socket cannot be listened on.
    #[error("cannot listen on the socket {}: {}", path.display(), os_error_message(.error))]
    Socket {
        /// Path of the socket.
        path: PathBuf,
        /// Error of the system, which the message has already.
        error: io::Error,
    },
    /// The server cannot be started.
    #[error("cannot start the server: {}", os_error_message(.0))]
    Start(io::Error),
    /// Other machines are to be served without a token that the user chose.
    #[error(
        "other machines reach {0}, so the token must be one that you chose: name its file with --token-file, or \
         set CLIPPINGS_TOKEN"
    )]
    OpenHost(IpAddr),
    /// The token is not fit.
    #[error("{0}")]
    Token(String),
    /// There is no new address to open the page with.
    #[error("{0}")]
    NewLink(String),
}

/// Returns why a port cannot be listened on, and what to do.
fn reason_not_to_listen(error: &io::Error, port: u16) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => format!(
            "another program has port {port}: name another one with --port, or, if that is a `clippings serve` of \
             yours, run `clippings serve --new-link` for an address that opens its page"
        ),
        _ => os_error_message(error),
    }
}

/// Server that listens.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Started {
    /// Address that opens the page once; none if the server listens on a socket.
    pub url: Option<String>,
    /// Addresses that the server listens on.
    pub addresses: Vec<SocketAddr>,
    /// Messages for the user.
    pub notes: Vec<String>,
    /// File with the token.
    pub token_file: Option<PathBuf>,
}
