//! Looks up hosts without the modules of the C library.
//!
//! A program that glibc is linked into loads the modules that `/etc/nsswitch.conf` names when it looks up a
//! host, such as `libnss_resolve.so`. They are made for the glibc of the system, and with any other version
//! the program crashes. So such a program reads `/etc/hosts` and asks the name servers itself.

use std::fs;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::{Duration, Instant};

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Timeout};

use crate::opensearch::transport::dns::{Lookup, NameServers};

/// File with the addresses of hosts.
const HOSTS: &str = "/etc/hosts";
/// File with the addresses of name servers.
const NAME_SERVERS: &str = "/etc/resolv.conf";
/// Maximum time for all requests to name servers.
const LOOKUP: Duration = Duration::from_secs(20);
/// Maximum number of addresses that are tried.
const MAX_ADDRESSES: usize = 16;

/// Returns whether the program has glibc linked into it. A library is not told at compile time how programs
/// are linked.
pub(super) fn is_needed() -> bool {
    let is_shared = || fs::read_to_string("/proc/self/maps").is_ok_and(|maps| maps.contains("/libc.so"));
    cfg!(all(target_os = "linux", target_env = "gnu")) && !is_shared()
}

/// Looks up hosts in `/etc/hosts` and with the name servers of `/etc/resolv.conf`.
#[derive(Debug)]
pub(super) struct HostResolver;

impl Resolver for HostResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']);
        let default_port = if uri.scheme_str() == Some("https") { 443 } else { 80 };
        let port = uri.port_u16().unwrap_or(default_port);
        let found = match of_host(host) {
            found if !found.is_empty() => found,
            _ => {
                let config = fs::read(NAME_SERVERS).unwrap_or_default();
                let deadline = Instant::now() + LOOKUP.min(*timeout.after);
                match NameServers::of_config(&config).look_up(host, deadline) {
                    Lookup::Found(found) => found,
                    Lookup::NotFound => return Err(Error::HostNotFound),
                    Lookup::NoAnswer => return Err(Error::Timeout(Timeout::Resolve)),
                }
            }
        };
        let mut addresses = self.empty();
        for address in found.into_iter().take(MAX_ADDRESSES) {
            addresses.push(SocketAddr::new(address, port));
        }
        Ok(addresses)
    }
}

/// Returns the addresses of a host that no name server needs to be asked for.
fn of_host(host: &str) -> Vec<IpAddr> {
    if let Ok(address) = host.parse() {
        return vec![address];
    }
    let name = host.trim_end_matches('.');
    let in_file = in_hosts(&fs::read(HOSTS).unwrap_or_default(), name);
    match name.rsplit('.').next() {
        _ if !in_file.is_empty() => in_file,
        Some(last) if last.eq_ignore_ascii_case("localhost") => {
            vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
        }
        _ => Vec::new(),
    }
}

/// Returns the addresses that a file such as `/etc/hosts` has for a host.
fn in_hosts(file: &[u8], host: &str) -> Vec<IpAddr> {
    let file = String::from_utf8_lossy(file);
    let address = |line: &str| {
        let mut words = line.split('#').next()?.split_whitespace();
        let address = words.next()?.parse().ok()?;
        words.any(|name| name.eq_ignore_ascii_case(host)).then_some(address)
    };
    file.lines().filter_map(address).collect()
}

#[cfg(test)]
mod tests {
    use crate::opensearch::transport::host_resolver::*;

    #[test]
    fn a_program_with_shared_libraries_looks_up_hosts_as_the_system_does() {
        assert_eq!(
            is_needed(),
            cfg!(all(target_os = "linux", target_env = "gnu", target_feature = "crt-static"))
        );
    }

    #[test]
    fn hosts_are_read_from_the_file() {
        let file =
            b"# 1.1.1.1 search\n10.0.0.1\tsearch.example search # 2.2.2.2 other\n::1 Search\nx search\n\xff";
        let addresses = |host| in_hosts(file, host).iter().map(IpAddr::to_string).collect::<Vec<_>>();
        assert_eq!(addresses("search"), ["10.0.0.1", "::1"]);
        assert_eq!(addresses("SEARCH.example"), ["10.0.0.1"]);
        assert!(addresses("other").is_empty() && addresses("").is_empty());
    }

    #[test]
    fn addresses_and_this_machine_need_no_name_server() {
        assert_eq!(of_host("10.1.2.3"), [IpAddr::from([10, 1, 2, 3])]);
        assert_eq!(of_host("2001:db8::1").len(), 1);
        assert!(of_host("no.localhost.").iter().all(IpAddr::is_loopback) && !of_host("localhost").is_empty());
        assert!(of_host("search.invalid").is_empty());
    }
}
