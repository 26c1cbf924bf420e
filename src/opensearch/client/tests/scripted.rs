//! A server that answers as a test says.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::error::Error;
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::credentials::ClientSettings;
use crate::opensearch::transport::{Patience, RetryPolicy};

/// Answer of OpenSearch to a request for `/`.
pub(super) const GREETING: &str =
    r#"{"name":"n1","version":{"distribution":"opensearch","number":"2.19.6"},"tagline":"T"}"#;

/// Reaction of the server to a request.
#[derive(Debug, Clone)]
pub(super) enum Act {
    /// Answers with a status and a body.
    Answer(u16, String),
    /// Answers with a status and a header besides.
    AnswerWith(u16, &'static str),
    /// Sends these bytes and closes the connection.
    Bytes(Vec<u8>),
    /// Closes the connection without an answer.
    Close,
    /// Keeps the connection and says nothing.
    Silence,
}

/// A request that the server has read.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Method and path.
    pub line: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// A server on a port of its own. It lives until the tests end.
pub(super) struct ScriptedServer {
    pub port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl ScriptedServer {
    /// Starts a server that greets, and answers further requests by `act`, which gets their number.
    pub(super) fn start(act: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static) -> Self {
        Self::start_raw(move |count, seen| match seen.line.as_str() {
            "GET /" => Act::Answer(200, GREETING.into()),
            _ => act(count - 1, seen),
        })
    }

    /// Starts a server that answers every request by `act`.
    pub(super) fn start_raw(act: impl Fn(usize, &Seen) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let (all, act) = (seen.clone(), Arc::new(act));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (all, act) = (all.clone(), act.clone());
                thread::spawn(move || serve(&stream, &all, &*act));
            }
        });
        Self { port, seen }
    }

    pub(super) fn address(&self) -> ClusterAddress {
        ClusterAddress::parse(&format!("http://127.0.0.1:{}/clippings", self.port)).expect("an address")
    }

    /// Connects a client that gives up soon.
    pub(super) fn connect(&self) -> Result<ClusterClient, Error> {
        ClusterClient::connect_with(&self.address(), ClientSettings::default(), hasty())
    }

    /// Returns a client that asks again for long.
    pub(super) fn client(&self) -> ClusterClient {
        let settings = ClientSettings::default();
        ClusterClient::connect_with(&self.address(), settings, patient()).expect("a client")
    }

    /// Returns the requests so far.
    pub(super) fn all(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    /// Returns the requests so far, but for that of the greeting.
    pub(super) fn seen(&self) -> Vec<Seen> {
        self.all().into_iter().filter(|seen| seen.line != "GET /").collect()
    }
}

/// Allows as much time as a slow machine may need, with short waits.
pub(super) fn patient() -> Patience {
    let [answer, total] = [60, 60].map(Duration::from_secs);
    let [first, longest] = [1, 4].map(Duration::from_millis);
    Patience { answer, retry: RetryPolicy { first, longest, total }, ..Patience::default() }
}

/// Allows as much time for an answer, but few repeats.
pub(super) fn hasty() -> Patience {
    let mut patience = patient();
    patience.retry.total = Duration::from_millis(10);
    patience
}

/// Allows little time for an answer too.
pub(super) fn restless() -> Patience {
    Patience { answer: Duration::from_millis(200), ..hasty() }
}

fn serve(stream: &TcpStream, all: &Mutex<Vec<Seen>>, act: &dyn Fn(usize, &Seen) -> Act) {
    let mut reader = BufReader::new(stream);
    let mut writer = stream;
    while let Some(seen) = read_request(&mut reader) {
        let count = {
            let mut all = all.lock().expect("no panic");
            all.push(seen.clone());
            all.len() - 1
        };
        let (status, header, body) = match act(count, &seen) {
            Act::Answer(status, body) => (status, String::new(), body),
            Act::AnswerWith(status, header) => (status, format!("{header}\r\n"), String::new()),
            Act::Bytes(bytes) => {
                let _ = writer.write_all(&bytes);
                return;
            }
            Act::Close => return,
            Act::Silence => return thread::sleep(Duration::from_secs(5)),
        };
        let length = body.len();
        let head = format!("HTTP/1.1 {status} X\r\nContent-Length: {length}\r\n{header}\r\n");
        if writer.write_all((head + &body).as_bytes()).is_err() {
            return;
        }
    }
}

fn read_request(reader: &mut impl BufRead) -> Option<Seen> {
    let mut line = || {
        let mut line = String::new();
        (reader.read_line(&mut line).ok()? > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut headers = Vec::new();
    loop {
        let header = line()?;
        let Some((name, value)) = header.split_once(": ") else { break };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.map_or(0, |(_, length)| length.parse().expect("a length"))];
    reader.read_exact(&mut body).ok()?;
    let line = first.trim_end_matches(" HTTP/1.1").to_owned();
    Some(Seen { line, headers, body: String::from_utf8_lossy(&body).into_owned() })
}
