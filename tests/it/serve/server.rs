//! A running server, and requests to it byte by byte.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::common::{Dir, interrupt, words};

/// Token of the servers of these tests.
pub(crate) const TOKEN: &str = "a-token-of-the-tests";

/// Server that ends with the test.
pub(crate) struct Server {
    child: Child,
    /// What it printed first.
    pub url: String,
    pub port: u16,
}

/// Answer to a request.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What a server printed until it ended.
pub(crate) struct Ended {
    pub printed: String,
    pub code: Option<i32>,
}

/// Returns a folder with an index of two articles.
pub(crate) fn archive() -> Dir {
    Dir::with_articles([
        ("a", "The ferry stays in the harbor, said the mayor.\n"),
        ("b", "The lighthouse is dark, said the keeper.\n"),
    ])
}

impl Server {
    /// Starts a server of the index in `dir` with the token of these tests, on a port that is free.
    pub(crate) fn start(dir: &Dir) -> Server {
        Server::start_with(dir, "", |command| {
            command.env("CLIPPINGS_TOKEN", TOKEN);
        })
    }

    /// Starts a server with these options, after `edit` of the command.
    pub(crate) fn start_with(dir: &Dir, options: &str, edit: impl FnOnce(&mut Command)) -> Server {
        let mut command = dir.command();
        command.args(words("serve --no-open --port 0"));
        command.args(words(options).into_iter().filter(|word| !word.is_empty()));
        edit(&mut command);
        Server::of(&mut command)
    }

    /// Starts a server that prints its address.
    pub(crate) fn of(command: &mut Command) -> Server {
        let mut child = spawn(command);
        let mut url = String::new();
        BufReader::with_capacity(1, child.stdout.as_mut().expect("a pipe"))
            .read_line(&mut url)
            .expect("a line");
        let port = url.split(&[':', '/'][..]).filter_map(|part| part.parse().ok()).next();
        let Some(port) = port else {
            let mut messages = String::new();
            let _ = child.stderr.take().expect("a pipe").read_to_string(&mut messages);
            panic!("no address: {url}{messages}");
        };
        Server { child, url: url.trim().to_owned(), port }
    }

    /// Returns the number of the process.
    pub(crate) fn process(&self) -> u32 {
        self.child.id()
    }

    /// Returns the value of `Host` that this server expects.
    pub(crate) fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// Returns the code of the address that was printed.
    pub(crate) fn code(&self) -> &str {
        self.url.split_once("code=").expect("a code").1
    }

    /// Connects.
    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], self.port))).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(30))).expect("a time");
        stream
    }

    /// Sends these bytes, and returns all that is answered.
    pub(crate) fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        let _ = stream.write_all(bytes.as_ref()); // it may have been answered before all is sent
        Answer::read(stream)
    }

    /// Sends a request with these header lines, without a body.
    pub(crate) fn ask(&self, line: &str, headers: &[String]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.send(format!("{line} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n"))
    }

    /// Sends a request to this host with the token.
    pub(crate) fn get(&self, target: &str) -> Answer {
        self.ask(&format!("GET {target}"), &[self.host_line(), bearer(TOKEN)])
    }

    /// Returns the header that names this host.
    pub(crate) fn host_line(&self) -> String {
        format!("Host: {}", self.host())
    }

    /// Ends the server as Ctrl-C does.
    pub(crate) fn stop(mut self) -> Ended {
        end(&mut self.child)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts a program whose output is read.
pub(crate) fn spawn(command: &mut Command) -> Child {
    let piped = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().expect("clippings starts")
}

/// Ends a server as Ctrl-C does.
pub(crate) fn end(child: &mut Child) -> Ended {
    assert!(interrupt(child));
    let code = child.wait().expect("an end").code();
    let mut printed = String::new();
    let _ = child.stdout.as_mut().expect("a pipe").read_to_string(&mut printed);
    let _ = child.stderr.as_mut().expect("a pipe").read_to_string(&mut printed);
    Ended { printed, code }
}

/// Returns the header with a token.
pub(crate) fn bearer(token: &str) -> String {
    format!("Authorization: Bearer {token}")
}

impl Answer {
    /// Reads the answer to the last request on a connection.
    pub(crate) fn read(mut stream: impl Read) -> Answer {
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes); // what arrived before the connection was cut counts
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let Some((head, body)) = text.split_once("\r\n\r\n") else {
            return Answer { status: 0, headers: Vec::new(), body: text };
        };
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        Answer { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
    }

    /// Returns the value of a header.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?} {}", self.status, self.headers, self.body)
    }
}
