//! Declares the options of `clippings serve`.

use std::net::IpAddr;
use std::path::PathBuf;

use clap::Args;

use crate::cli::args::OUTPUT;

/// Heading of the options that say where the page is served.
const SERVER: &str = "Server";

/// Search, read and verify in a browser on this computer, and answer programs
///
/// Only this computer is served, and only who has the token or an address that opens the page once: the one
/// that is opened or printed at the start, or a new one of `--new-link`. Nothing is sent anywhere. Ctrl-C
/// stops the server.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  clippings serve                          open the page in the browser
  clippings serve --no-open --port 8000    print an address that opens it
  clippings serve --new-link               print another one while the server runs
  clippings serve --socket desk.sock       listen on a socket instead, for programs

Programs send the header `Authorization: Bearer TOKEN`; the file with the token is named at the start:
  curl -H \"Authorization: Bearer $(cat FILE)\" 'http://127.0.0.1:7272/api/v1/search?q=Kursk'")]
pub(crate) struct ServeArgs {
    /// Folders, which are indexed first: a message says so.
    #[arg(value_name = "FOLDER", hide = true)]
    pub folders: Vec<PathBuf>,
    /// Port to listen on [default: 7272, or the next one that is free]
    #[arg(long, value_name = "PORT", value_parser = port, help_heading = SERVER)]
    pub port: Option<u16>,
    /// Address to listen on, for other computers; needs a token that you chose, and is not encrypted
    /// [default: this computer only]
    #[arg(long, value_name = "ADDRESS", value_parser = address, help_heading = SERVER)]
    pub host: Option<IpAddr>,
    /// Name under which browsers may ask for the server, besides its address
    #[arg(long, value_name = "NAME[:PORT]", value_parser = host_name, help_heading = SERVER)]
    pub allow_host: Vec<String>,
    /// Listen on a socket that only you can open instead
    #[arg(long, value_name = "PATH", conflicts_with_all = ["port", "host"], help_heading = SERVER)]
    pub socket: Option<PathBuf>,
    /// File with the token [default: $CLIPPINGS_TOKEN, or a token that is generated once]
    #[arg(long, value_name = "FILE", help_heading = SERVER)]
    pub token_file: Option<PathBuf>,
    /// Print an address that opens the page of the running server once, within a minute
    #[arg(
        long, conflicts_with_all = ["port", "host", "allow_host", "socket", "no_open"], help_heading = OUTPUT
    )]
    pub new_link: bool,
    /// Print the address of the page instead of opening it
    #[arg(long, help_heading = OUTPUT)]
    pub no_open: bool,
    /// Address of a line of a file for an editor, from the config file.
    #[arg(skip)]
    pub link: Option<String>,
    /// Whether copies stand beside the articles that they are copies of, from the config file.
    #[arg(skip)]
    pub no_collapse: bool,
}

/// Reads a port.
fn port(text: &str) -> Result<u16, String> {
    text.parse().map_err(|_| "expected a port from 0 to 65535, such as 7272".into())
}

/// Reads an address to listen on.
fn address(text: &str) -> Result<IpAddr, String> {
    let address = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text).parse();
    address.map_err(|_| "expected an address of this computer, such as 192.168.1.5".into())
}

/// Reads a name with or without a port.
fn host_name(text: &str) -> Result<String, String> {
    let is_name =
        !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-.:[]_".contains(&b));
    is_name
        .then(|| text.to_owned())
        .ok_or_else(|| "expected a name such as desk.example or desk.example:8080".into())
}

#[cfg(test)]
mod tests {
    use crate::cli::args::serve::*;

    #[test]
    fn addresses_and_names_are_read() {
        assert_eq!(address("[::1]"), address("::1"));
        assert!(address("localhost").is_err() && port("70000").is_err() && port("7272") == Ok(7272));
        assert!(host_name("desk.example:80").is_ok() && host_name("http://desk.example").is_err());
    }
}
