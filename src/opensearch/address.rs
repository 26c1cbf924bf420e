//! Addresses of indexes on a cluster.

use std::fmt;
use std::net::IpAddr;

use crate::error::{ClusterProblem, Error};

/// Maximum length of the name of an index in bytes.
const MAX_NAME: usize = 200;

/// An address of an index on a cluster, such as `https://search.example:9200/clippings`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ClusterAddress {
    encrypted: bool,
    /// Host as it stands in a URL: an IPv6 address has its brackets.
    host: String,
    port: u16,
    /// Path of a proxy before that of the index: empty, or with a slash at the beginning and none at the end.
    prefix: String,
    index: String,
}

impl ClusterAddress {
    /// Parses an address. The message does not repeat one that may hold a password.
    pub(crate) fn parse(address: &str) -> Result<Self, Error> {
        let invalid = |problem: &str| Error::Cluster {
            address: if address.contains('@') { "the address".into() } else { address.to_owned() },
            problem: ClusterProblem::Address(problem.into()),
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(|| invalid("no https://"))?;
        let encrypted = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(invalid("not https")),
        };
        if rest.contains('@') {
            return Err(invalid(
                "a user name does not belong there (CLIPPINGS_OPENSEARCH_USER and CLIPPINGS_OPENSEARCH_PASSWORD hold it)",
            ));
        }
        if rest.contains(['?', '#']) {
            return Err(invalid("a query or a fragment"));
        }
        if rest.chars().any(|c| !c.is_ascii_graphic() || "\\\"<>^`{|}%".contains(c)) {
            return Err(invalid("a character that has no place in it"));
        }
        let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
        let (host, port) = split_port(authority).ok_or_else(|| invalid("its port is not a number"))?;
        if !is_host(host) {
            return Err(invalid("its host is not valid"));
        }
        let path = path.trim_end_matches('/');
        let (prefix, index) = path.rsplit_once('/').unwrap_or(("", path));
        if let Some(problem) = name_problem(index) {
            return Err(invalid(problem));
        }
        if path.contains('/') && prefix.split('/').any(|part| matches!(part, "" | "." | "..")) {
            return Err(invalid("its path is not valid"));
        }
        Ok(Self {
            encrypted,
            host: host.to_ascii_lowercase(),
            port: port.unwrap_or(if encrypted { 443 } else { 80 }),
            prefix: if prefix.is_empty() { String::new() } else { format!("/{prefix}") },
            index: index.to_owned(),
        })
    }

    /// Returns the name of the index.
    pub(crate) fn index(&self) -> &str {
        &self.index
    }

    /// Returns the host, an IPv6 address without brackets.
    pub(super) fn host(&self) -> &str {
        self.host.trim_start_matches('[').trim_end_matches(']')
    }

    /// Returns whether the connection is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.encrypted
    }

    /// Returns whether the host is this machine.
    pub(super) fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.host().parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// Returns the address of the server, without a slash at its end.
    pub(super) fn server(&self) -> String {
        let scheme = if self.encrypted { "https" } else { "http" };
        format!("{scheme}://{}:{}{}", self.host, self.port, self.prefix)
    }

    /// Returns the address of another index on the cluster.
    pub(crate) fn with_index(&self, index: &str) -> Self {
        ClusterAddress { index: index.to_owned(), ..self.clone() }
    }

    /// Returns the path of a document on the server.
    pub(crate) fn document_path(&self, id: &str) -> String {
        format!("/{}/_doc/{}", self.index, encode_segment(id))
    }

    /// Returns `problem` as an error that names this address.
    pub(crate) fn error(&self, problem: ClusterProblem) -> Error {
        Error::Cluster { address: self.to_string(), problem }
    }
}

impl fmt::Display for ClusterAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.server(), self.index)
    }
}

/// Splits the port off the host, which may be an IPv6 address in brackets.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_host = authority.find(']').map_or(0, |end| end + 1);
    match authority[after_host..].find(':') {
        None => Some((authority, None)),
        Some(colon) => {
            let (host, port) = authority.split_at(after_host + colon);
            let port = port[1..].parse().ok().filter(|&port| port > 0)?;
            Some((host, Some(port)))
        }
    }
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(rest) => rest.strip_suffix(']').is_some_and(|ip| ip.parse::<std::net::Ipv6Addr>().is_ok()),
        None => !host.is_empty() && host.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c)),
    }
}

/// Returns what is not valid in the name of an index, by OpenSearch's rules.
fn name_problem(name: &str) -> Option<&'static str> {
    if name.is_empty() {
        Some("the name of the index is missing")
    } else if name.len() > MAX_NAME {
        Some("the name of the index is too long")
    } else if name.starts_with(['_', '-', '+', '.']) {
        Some("the name of the index begins with one of _ - + .")
    } else if name.chars().any(|c| c.is_ascii_uppercase()) {
        Some("the name of the index has a capital letter")
    } else if name.contains(['\\', '*', '"', '<', '>', '|', ' ', ',', ':', '?', '/', '#']) {
        Some("the name of the index has one of \\ / * ? \" < > | , : #")
    } else {
        None
    }
}

/// Encodes a part of a path, such as the id of a document.
pub(crate) fn encode_segment(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_~".contains(&byte) || (byte == b'.' && text.len() > 2) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::opensearch::address::*;

    #[test]
    fn addresses_are_parsed() {
        for (text, expected) in [
            ("https://search.example:9200/clippings", "https://search.example:9200/clippings"),
            ("HTTPS://Search.Example/a/b/clippings/", "https://search.example:443/a/b/clippings"),
            ("http://localhost/news-2024", "http://localhost:80/news-2024"),
            ("http://[::1]:9200/a", "http://[::1]:9200/a"),
            ("https://h:9200/nachrichten_ä", "its address"),
        ] {
            match ClusterAddress::parse(text) {
                Ok(address) => assert_eq!(address.to_string(), expected, "{text}"),
                Err(error) => assert!(expected == "its address", "{text}: {error}"),
            }
        }
        let address = ClusterAddress::parse("https://h/proxy/news").expect("an address");
        assert_eq!((address.server().as_str(), address.index()), ("https://h:443/proxy", "news"));
        assert_eq!(address.document_path("a/ä ."), "/news/_doc/a%2F%C3%A4%20.");
    }

    #[test]
    fn what_is_not_valid_is_told() {
        for (text, expected) in [
            ("ftp://h/a", "not https"),
            ("h:9200/a", "no https://"),
            ("https://h:9200", "the name of the index is missing"),
            ("https://h:9200/", "the name of the index is missing"),
            ("https://h:99999/a", "its port"),
            ("https://h:/a", "its port"),
            ("https:///a", "its host"),
            ("https://[::g]/a", "its host"),
            ("https://h/a?pretty", "a query or a fragment"),
            ("https://h/a#b", "a query or a fragment"),
            ("https://h/a%20b", "a character"),
            ("https://h/Clippings", "a capital letter"),
            ("https://h/_all", "begins with one of"),
            ("https://h/-a", "begins with one of"),
            ("https://h/..", "begins with one of"),
            ("https://h/../a", "its path"),
            ("https://h//b/a", "its path"),
            ("https://h/a,b", "has one of"),
            ("https://h/a*", "has one of"),
        ] {
            let message = ClusterAddress::parse(text).expect_err(text).to_string();
            assert!(message.starts_with(&format!("{text}: ")) && message.contains(expected), "{message}");
        }
        assert!(ClusterAddress::parse(&format!("https://h/{}", "a".repeat(201))).is_err());
        assert!(ClusterAddress::parse(&format!("https://h/{}", "a".repeat(200))).is_ok());
    }

    #[test]
    fn a_password_in_an_address_is_refused_and_not_repeated() {
        for text in ["https://ann:hunter2@h:9200/a", "https://h/ann:hunter2@h", "ann:hunter2@h/a"] {
            let message = ClusterAddress::parse(text).expect_err(text).to_string();
            assert!(!message.contains("hunter2"), "{message}");
        }
    }

    #[test]
    fn only_this_machine_is_loopback() {
        for (host, expected) in [
            ("localhost", true),
            ("127.0.0.1", true),
            ("127.8.8.8", true),
            ("[::1]", true),
            ("localhost.example", false),
            ("10.0.0.1", false),
            ("127.0.0.1.example", false),
            ("[::2]", false),
        ] {
            let address = ClusterAddress::parse(&format!("http://{host}:9200/a")).expect(host);
            assert_eq!(address.is_loopback(), expected, "{host}");
        }
    }

    proptest! {
        #[test]
        fn what_is_parsed_is_parsed_again(text in "https?://([a-z@:/?#\\[\\]%.0-9é ]{0,20})") {
            if let Ok(address) = ClusterAddress::parse(&text) {
                prop_assert_eq!(ClusterAddress::parse(&address.to_string()).ok(), Some(address));
            }
        }
    }
}
