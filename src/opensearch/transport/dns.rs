//! Asks name servers for the addresses of a host (RFC 1035), as the C library does.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::time::{Duration, Instant};

use simple_dns::rdata::RData;
use simple_dns::{CLASS, Name, Packet, PacketFlag, QTYPE, Question, RCODE, TYPE};

/// Port of name servers.
const PORT: u16 = 53;
/// Maximum size of an answer.
const MAX_ANSWER: usize = u16::MAX as usize;

/// The name servers of a system, and what it adds to short names.
#[derive(Debug)]
pub(super) struct NameServers {
    servers: Vec<SocketAddr>,
    search: Vec<String>,
    /// Number of dots from which on a name is tried as it is first.
    min_dots: usize,
    /// Time to wait for an answer.
    timeout: Duration,
    /// Number of times that each server is asked.
    attempts: u32,
}

/// The result of looking up a host.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Lookup {
    Found(Vec<IpAddr>),
    NotFound,
    /// No server has answered, or all have failed.
    NoAnswer,
}

impl NameServers {
    /// Reads a file such as `/etc/resolv.conf`. Lines that cannot be read are skipped.
    pub(super) fn of_config(file: &[u8]) -> Self {
        let (mut config, _) = resolv_conf::Config::parse_with_errors(file);
        config.glibc_normalize();
        let servers = config.get_nameservers_or_local();
        Self {
            servers: servers.iter().map(|server| SocketAddr::new(server.into(), PORT)).collect(),
            search: config.get_last_search_or_domain().cloned().collect(),
            min_dots: config.ndots as usize,
            timeout: Duration::from_secs(config.timeout.max(1).into()),
            attempts: config.attempts.max(1),
        }
    }

    /// Looks up a host.
    pub(super) fn look_up(&self, host: &str, deadline: Instant) -> Lookup {
        let mut lookup = Lookup::NotFound;
        for name in self.names(host) {
            match self.addresses(&name, deadline) {
                Lookup::Found(addresses) => return Lookup::Found(addresses),
                Lookup::NotFound => {}
                Lookup::NoAnswer => lookup = Lookup::NoAnswer,
            }
        }
        lookup
    }

    /// Returns the full names that a host may have, in the order in which they are tried.
    fn names(&self, host: &str) -> Vec<String> {
        if let Some(full) = host.strip_suffix('.') {
            return vec![full.to_owned()];
        }
        let mut names: Vec<String> =
            self.search.iter().map(|domain| format!("{host}.{}", domain.trim_matches('.'))).collect();
        let is_long = host.matches('.').count() >= self.min_dots;
        names.insert(if is_long { 0 } else { names.len() }, host.to_owned());
        names
    }

    fn addresses(&self, name: &str, deadline: Instant) -> Lookup {
        let (mut found, mut is_answered) = (Vec::new(), true);
        for of_type in [TYPE::A, TYPE::AAAA] {
            match self.ask(name, of_type, deadline) {
                Some(addresses) => found.extend(addresses),
                None => is_answered = false,
            }
        }
        match (found.is_empty(), is_answered) {
            (false, _) => Lookup::Found(found),
            (true, true) => Lookup::NotFound,
            (true, false) => Lookup::NoAnswer,
        }
    }

    /// Returns the addresses of a type that the first server gives which answers.
    fn ask(&self, name: &str, of_type: TYPE, deadline: Instant) -> Option<Vec<IpAddr>> {
        let id = RandomState::new().hash_one(name) as u16;
        let mut query = Packet::new_query(id);
        query.set_flags(PacketFlag::RECURSION_DESIRED);
        // A name that no server can know is not found.
        let Ok(name) = Name::new(name) else { return Some(Vec::new()) };
        query.questions.push(Question::new(name, QTYPE::TYPE(of_type), CLASS::IN.into(), false));
        let query = query.build_bytes_vec().ok()?;
        for _ in 0..self.attempts {
            for server in &self.servers {
                let patience = self.timeout.min(deadline.saturating_duration_since(Instant::now()));
                if patience.is_zero() {
                    return None;
                }
                let answer = by_udp(*server, &query, patience).and_then(|answer| match answer {
                    Some(answer) => Ok(answer),
                    None => by_tcp(*server, &query, patience),
                });
                if let Some(addresses) = answer.ok().and_then(|answer| read(&answer, &query)) {
                    return Some(addresses);
                }
            }
        }
        None
    }
}

/// Asks a server; returns `None` if the answer does not fit.
fn by_udp(server: SocketAddr, query: &[u8], timeout: Duration) -> io::Result<Option<Vec<u8>>> {
    let any: IpAddr =
        if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(server)?;
    socket.send(query)?;
    let deadline = Instant::now() + timeout;
    let mut answer = vec![0; MAX_ANSWER];
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        socket.set_read_timeout(Some(left.max(Duration::from_millis(1))))?;
        let length = socket.recv(&mut answer)?;
        let received = answer.get(..length).unwrap_or_default();
        match Packet::parse(received) {
            Ok(packet) if !is_answer(&packet, query) => {}
            Ok(packet) if packet.has_flags(PacketFlag::TRUNCATION) => return Ok(None),
            Ok(_) => return Ok(Some(received.to_vec())),
            // Cut off within a record, or not from the server.
            Err(_) if received.get(..2) == query.get(..2) => return Ok(None),
            Err(_) => {}
        }
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
}

/// Asks a server over a connection, for answers of any length.
fn by_tcp(server: SocketAddr, query: &[u8], timeout: Duration) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect_timeout(&server, timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    stream.set_write_timeout(Some(timeout))?;
    let length = u16::try_from(query.len()).map_err(io::Error::other)?;
    stream.write_all(&[&length.to_be_bytes(), query].concat())?;
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut answer = vec![0; u16::from_be_bytes(length).into()];
    stream.read_exact(&mut answer)?;
    Ok(answer)
}

/// Returns the addresses in an answer; `None` if the server has failed.
fn read(answer: &[u8], query: &[u8]) -> Option<Vec<IpAddr>> {
    let packet = Packet::parse(answer).ok().filter(|packet| is_answer(packet, query))?;
    let address = |record: &RData| match record {
        RData::A(a) => Some(Ipv4Addr::from(a.address).into()),
        RData::AAAA(aaaa) => Some(Ipv6Addr::from(aaaa.address).into()),
        _ => None,
    };
    match packet.rcode() {
        RCODE::NoError => Some(packet.answers.iter().filter_map(|record| address(&record.rdata)).collect()),
        RCODE::NameError => Some(Vec::new()),
        _ => None,
    }
}

/// Returns whether a packet answers this query.
fn is_answer(packet: &Packet<'_>, query: &[u8]) -> bool {
    let Ok(query) = Packet::parse(query) else { return false };
    let name =
        |packet: &Packet<'_>| packet.questions.first().map(|first| first.qname.to_string().to_lowercase());
    packet.has_flags(PacketFlag::RESPONSE) && packet.id() == query.id() && name(packet) == name(&query)
}

#[cfg(test)]
mod tests;
