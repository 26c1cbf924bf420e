//! `clippings serve --new-link`: asks the running server of an index for a fresh code.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::error::os_error_message;
use crate::serve::access::running::{self, ServerAddress};
use crate::serve::access::token;
use crate::serve::options::{ServeError, ServeOptions};

/// Path at which the server hands out codes.
pub(crate) const LINK_PATH: &str = "/link";

/// Time for the server to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// Length that the answer is read to, in bytes.
const MAX_ANSWER: u64 = 64 << 10;

/// Returns an address that opens the page of the running server once.
///
/// # Errors
/// If no server of this index runs, or it does not answer with one.
pub fn new_link(options: &ServeOptions) -> Result<String, ServeError> {
    let address = options.state_dir.as_ref().and_then(|folder| running::find(folder, &options.index));
    let Some(address) = address else {
        return Err(ServeError::NewLink(
            "no server of this index runs: start one with `clippings serve`".into(),
        ));
    };
    let ServerAddress::Port(address) = address else {
        return Err(ServeError::NewLink(
            "the server of this index listens on a socket, which no browser opens: send the token with \
             each request"
                .into(),
        ));
    };
    let Some(token) = token::existing(options)? else {
        return Err(ServeError::NewLink(
            "the token of the server is not stored: name its file with --token-file, or set CLIPPINGS_TOKEN"
                .into(),
        ));
    };
    let request = format!(
        "POST {LINK_PATH} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n",
        token.expose()
    );
    let exchange = || -> io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.take(MAX_ANSWER).read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    };
    let answer = exchange().map_err(|error| {
        ServeError::NewLink(format!("the server at {address} does not answer: {}", os_error_message(&error)))
    })?;
    let link = answer.strip_prefix("HTTP/1.1 200 ").and_then(|rest| rest.split_once("\r\n\r\n"));
    link.map(|(_, link)| link.trim().to_owned()).ok_or_else(|| {
        ServeError::NewLink(
            "the server has another token: name its file with --token-file, or set CLIPPINGS_TOKEN".into(),
        )
    })
}
