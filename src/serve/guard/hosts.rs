//! Names under which a browser may ask for this server. A page elsewhere can make its name lead here, but
//! then the browser still sends that name.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Schemes of the origin of a page that this server sends itself.
const PLAIN: &[&str] = &["http"];
/// Schemes of the origin of a page that comes through a proxy, which may encrypt.
const PROXIED: &[&str] = &["http", "https"];

/// Names of this server.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AllowedHosts {
    /// Values of `Host` in lower case, each with the schemes of its origin.
    hosts: Vec<(String, &'static [&'static str])>,
    /// Port of a server on all addresses of the machine, which is asked for by any of them.
    any_address: Option<u16>,
}

impl AllowedHosts {
    /// Returns the names of a server that listens on `port` of `address`, by default of this machine only.
    pub fn of_address(address: Option<IpAddr>, port: u16) -> Self {
        let mut hosts = AllowedHosts::default();
        match address {
            Some(address) if address.is_unspecified() => hosts.any_address = Some(port),
            Some(address) => hosts.add_plain(SocketAddr::new(address, port).to_string(), port),
            None => {}
        }
        if address.is_none_or(|address| address.is_loopback() || address.is_unspecified()) {
            hosts.add_plain(format!("localhost:{port}"), port);
        }
        if address.is_none() {
            hosts.add_plain(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), port).to_string(), port);
            hosts.add_plain(SocketAddr::new(Ipv6Addr::LOCALHOST.into(), port).to_string(), port);
        }
        hosts
    }

    /// Returns the names of a server that listens on a socket.
    pub fn of_socket() -> Self {
        let hosts = ["localhost", "127.0.0.1", "[::1]"].map(|host| (host.to_owned(), PLAIN));
        AllowedHosts { hosts: hosts.to_vec(), any_address: None }
    }

    /// Adds a name that the user allows: with its port, or else with that of the server and without any.
    #[must_use]
    pub fn with_name(mut self, name: &str, port: Option<u16>) -> Self {
        let name = name.to_ascii_lowercase();
        if let Some(port) = port.filter(|_| !has_port(&name)) {
            self.hosts.push((format!("{name}:{port}"), PROXIED));
        }
        self.hosts.push((name, PROXIED));
        self
    }

    /// Adds an address with its port, and without it where browsers leave it out.
    fn add_plain(&mut self, host: String, port: u16) {
        if port == 80
            && let Some(bare) = host.strip_suffix(":80")
        {
            self.hosts.push((bare.to_owned(), PLAIN));
        }
        self.hosts.push((host, PLAIN));
    }

    /// Returns whether `host` names this server.
    pub(crate) fn allow(&self, host: &[u8]) -> bool {
        self.schemes(host).is_some()
    }

    /// Returns whether `origin` is that of a page of the server that is asked for as `host`.
    pub(crate) fn is_origin_of(&self, origin: &[u8], host: &[u8]) -> bool {
        let schemes = self.schemes(host).unwrap_or_default();
        schemes.iter().any(|scheme| {
            let authority = origin
                .strip_prefix(scheme.as_bytes())
                .and_then(|rest| rest.strip_prefix(b"://"))
                .unwrap_or_default();
            let default_port: &[u8] = if *scheme == "https" { b":443" } else { b":80" };
            let bare = |host| <[u8]>::strip_suffix(host, default_port).unwrap_or(host);
            !authority.is_empty() && bare(authority).eq_ignore_ascii_case(bare(host))
        })
    }

    /// Returns the schemes of pages of the server that is asked for as `host`, or nothing if that is not this
    /// one.
    fn schemes(&self, host: &[u8]) -> Option<&'static [&'static str]> {
        let named = self.hosts.iter().find(|(name, _)| host.eq_ignore_ascii_case(name.as_bytes()));
        named.map(|(_, schemes)| *schemes).or_else(|| self.is_any_address(host).then_some(PLAIN))
    }

    /// Returns whether `host` is an address of a server on all addresses. No name can be made to lead to it.
    fn is_any_address(&self, host: &[u8]) -> bool {
        let Some(port) = self.any_address else { return false };
        let mut host = str::from_utf8(host).unwrap_or_default().to_ascii_lowercase();
        if port == 80 && host.parse::<SocketAddr>().is_err() {
            host.push_str(":80");
        }
        let address: Option<SocketAddr> = host.parse().ok();
        // In the form that browsers send: other numbers may read the same.
        let address = address.filter(|address| address.to_string() == host);
        address.is_some_and(|address| address.port() == port && !address.ip().is_unspecified())
    }
}

/// Returns whether a name ends in a port.
fn has_port(name: &str) -> bool {
    let after = name.rsplit_once(':').map_or("", |(_, after)| after);
    !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit())
}
