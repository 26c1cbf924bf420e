//! Parts of web addresses, and names of sites that are hosts.
//!
//! One site has one host, however its address is written: without user, port, path, final dot and `www.`, in
//! lower case, with the letters of internationalized names, and IPv6 addresses in their shortest form in
//! brackets.

pub(crate) mod base64;
pub(crate) mod punycode;

use std::net::{Ipv4Addr, Ipv6Addr};

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Returns the host of a web address; `None` if it has none.
pub(crate) fn host_of_address(address: &str) -> Option<String> {
    let address = address.trim();
    if let Some(tail) = after_scheme(address).or_else(|| address.strip_prefix("//")) {
        let host = normalized(authority(tail));
        let is_host = |c: char| !c.is_whitespace() && !c.is_control();
        return (!host.is_empty() && host.chars().all(is_host)).then_some(host);
    }
    // Without a scheme, the name of a file would look like a host.
    let begins =
        address.contains('/') || address.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."));
    if begins { host_name(address) } else { None }
}

/// Reads a text that is a host, with or without a scheme, a port and a path. Returns `None` for any other.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(ip) = text.parse::<Ipv6Addr>() {
        return Some(format!("[{ip}]"));
    }
    if after_scheme(text).is_some() || text.starts_with("//") {
        return host_of_address(text);
    }
    let host = normalized(authority(text));
    if is_ip(&host) {
        return Some(host);
    }
    let mut labels = host.rsplit('.');
    let top = labels.next()?;
    let is_top = top.chars().count() >= 2
        && top.chars().all(|c| is_label_char(c) && !c.is_numeric() && !matches!(c, '-' | '_'))
        || top.starts_with("xn--");
    let is_label = |label: &str| !label.is_empty() && label.chars().all(is_label_char);
    let mut others = labels.peekable();
    (is_top && others.peek().is_some() && others.all(is_label)).then_some(host)
}

/// Returns whether `text` begins as the address of a page on the web does.
pub(crate) fn is_web_address(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Returns whether a host is an IP address.
pub(crate) fn is_ip(host: &str) -> bool {
    host.starts_with('[') || host.parse::<Ipv4Addr>().is_ok()
}

/// Returns whether `host` is `domain` or below it.
pub(crate) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// Returns a host and all domains above it, the longest first. An IP address has none.
pub(crate) fn domains_above(host: &str) -> impl Iterator<Item = &str> {
    let is_name = !is_ip(host);
    let starts = std::iter::once(0).chain(host.match_indices('.').map(|(offset, _)| offset + 1));
    starts.take_while(move |start| *start == 0 || is_name).map(|start| &host[start..])
}

/// Returns a host and the domains above it that may be those of a site, the longest first.
pub(crate) fn site_domains(host: &str) -> impl Iterator<Item = &str> {
    let domains = domains_above(host).enumerate();
    domains.filter(|(index, domain)| *index == 0 || is_registrable(domain)).map(|(_, domain)| domain)
}

/// Second-level domains under which the domains of a country are registered.
const SECOND_LEVEL: [&str; 18] = [
    "ac", "co", "com", "edu", "gob", "go", "gov", "govt", "info", "mil", "ne", "net", "nom", "or", "org",
    "plc", "sch", "web",
];

/// Returns whether a domain is more than the end of many: not `com` or `co.uk`.
fn is_registrable(domain: &str) -> bool {
    match domain.split_once('.') {
        None => false,
        Some((label, top)) => top.contains('.') || top.len() > 2 || !SECOND_LEVEL.contains(&label),
    }
}

/// Returns what follows the scheme of an address; `None` if it has no scheme.
fn after_scheme(address: &str) -> Option<&str> {
    let (scheme, tail) = address.split_once("://")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    (!scheme.is_empty() && scheme.bytes().all(fits)).then_some(tail)
}

/// Returns the host of an address without its scheme, without the user before it and the port after it.
fn authority(tail: &str) -> &str {
    let authority = tail.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    // The address of a host in brackets has colons.
    let end = match host.starts_with('[') {
        true => host.find(']').map(|end| end + 1),
        false => host.find(':'),
    };
    end.and_then(|end| host.get(..end)).unwrap_or(host)
}

/// Returns the one form of a host.
fn normalized(host: &str) -> String {
    if let Some(ip) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return ip.parse::<Ipv6Addr>().map_or_else(|_| host.to_lowercase(), |ip| format!("[{ip}]"));
    }
    let host = match host.is_ascii() {
        true => host.to_lowercase(),
        false => host.to_lowercase().nfkc().map(|c| if c == '。' { '.' } else { c }).collect(),
    };
    let host = host.trim_matches('.');
    let host = host.strip_prefix("www.").unwrap_or(host);
    if !host.contains("xn--") {
        return host.to_owned();
    }
    host.split('.')
        .map(|label| decoded(label).unwrap_or_else(|| label.to_owned()))
        .collect::<Vec<_>>()
        .join(".")
}

/// Returns the letters of an internationalized label; `None` if it is none, or has signs that would make
/// another host of it.
fn decoded(label: &str) -> Option<String> {
    let decoded: String = punycode::decode(label.strip_prefix("xn--")?)?.to_lowercase().nfkc().collect();
    (!decoded.is_ascii() && decoded.chars().all(is_label_char)).then_some(decoded)
}

fn is_label_char(c: char) -> bool {
    // Joiners and marks are part of words in many scripts.
    let is_part = |c| is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}' | '·' | '・');
    c.is_alphanumeric() || matches!(c, '-' | '_') || is_part(c)
}

#[cfg(test)]
mod tests {
    use crate::text::url::*;

    #[test]
    fn the_host_of_an_address_has_no_www_port_or_user() {
        for (address, host) in [
            ("https://www.Courier.example:8080/news?id=1", Some("courier.example")),
            ("http://ann@coast.example./a", Some("coast.example")),
            ("https://coast.example.evil.example/", Some("coast.example.evil.example")),
            ("https://localhost/a", Some("localhost")),
            ("https://[::1]:80/a", Some("[::1]")),
            ("www.courier.example", Some("courier.example")),
            ("courier.example/news", Some("courier.example")),
            ("//courier.example/news", Some("courier.example")),
            ("//localhost:80/news", Some("localhost")),
            ("HTTPS://Ann:pw@WWW.Courier.example:8080?x", Some("courier.example")),
            ("https://[2001:DB8:0:0::5]:80/a", Some("[2001:db8::5]")),
            ("http://10.0.0.1:99/", Some("10.0.0.1")),
            ("https://xn--bcher-kva.example/a", Some("bücher.example")),
            ("https://www.BÜCHER.example/a", Some("bücher.example")),
            ("https://bu\u{308}cher。example./a", Some("bücher.example")),
            ("https://xn--a-ecp.example", Some("xn--a-ecp.example")),
            ("https://xn--zzzzzzzzzzzz.example", Some("xn--zzzzzzzzzzzz.example")),
            ("WWW.Courier.example", Some("courier.example")),
            ("https:///news", None),
            ("story.html", None),
            ("/2024/story.html", None),
            ("", None),
        ] {
            assert_eq!(host_of_address(address).as_deref(), host, "{address}");
        }
    }

    #[test]
    fn a_name_of_a_site_may_be_a_host() {
        for (name, host) in [
            ("www.courier.example", Some("courier.example")),
            ("Courier.Example", Some("courier.example")),
            ("https://courier.example/", Some("courier.example")),
            ("пошта.укр", Some("пошта.укр")),
            ("Courier", None),
            ("The Coast Courier", None),
            ("U.S. News", None),
            ("version 1.2", None),
            ("1.2.3.4", Some("1.2.3.4")),
            ("10.0.0.1:99", Some("10.0.0.1")),
            ("1.2.3", None),
            ("[::1]", Some("[::1]")),
            ("2001:db8::5", Some("[2001:db8::5]")),
            ("https://localhost/", Some("localhost")),
            ("उदाहरण.परीक्षा", Some("उदाहरण.परीक्षा")),
            ("a..example", None),
            ("J.", None),
        ] {
            assert_eq!(host_name(name).as_deref(), host, "{name}");
        }
    }

    #[test]
    fn a_domain_holds_its_subdomains_only() {
        assert!(is_within("cooking.coast.example", "coast.example"));
        assert!(is_within("coast.example", "coast.example"));
        assert!(!is_within("notcoast.example", "coast.example"));
        assert!(!is_within("coast.example.evil.example", "coast.example"));
    }

    #[test]
    fn the_domains_of_a_site_end_before_the_common_ones() {
        let domains = |host| site_domains(host).collect::<Vec<_>>();
        assert_eq!(domains("a.blogs.coast.com"), ["a.blogs.coast.com", "blogs.coast.com", "coast.com"]);
        assert_eq!(domains("news.coast.co.uk"), ["news.coast.co.uk", "coast.co.uk"]);
        assert_eq!(domains("coast.ca"), ["coast.ca"]);
        assert_eq!(domains("localhost"), ["localhost"]);
        assert_eq!(domains("10.0.0.1"), ["10.0.0.1"]);
    }
}
