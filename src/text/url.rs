//! Parts of web addresses, and names of sites that are hosts.

/// Returns the host of a web address, without `www.`.
pub(crate) fn host(url: &str) -> Option<&str> {
    let (_, tail) = url.split_once("://")?;
    let host = tail.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

/// Returns the host of a web address in lower case, without `www.`; `None` if it has none.
pub(crate) fn host_of_address(address: &str) -> Option<String> {
    let address = address.trim();
    match address.split_once("://") {
        Some((scheme, tail)) if scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            let host = normalized(authority(tail));
            (!host.is_empty() && !host.contains(char::is_whitespace)).then_some(host)
        }
        // Without a scheme, the name of a file would look like a host.
        _ => {
            let address = address.strip_prefix("//").unwrap_or(address);
            let begins = address.contains('/') || address.starts_with("www.");
            if begins { host_name(address) } else { None }
        }
    }
}

/// Reads a text that is a host, with or without a scheme and a path, in lower case and without `www.`.
pub(crate) fn host_name(text: &str) -> Option<String> {
    let text = text.trim();
    let tail = text.split_once("://").map_or(text, |(_, tail)| tail);
    let host = normalized(authority(tail));
    let mut labels = host.rsplit('.');
    let top = labels.next()?;
    let is_top = top.chars().count() >= 2 && top.chars().all(char::is_alphabetic) || top.starts_with("xn--");
    let is_label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let mut others = labels.peekable();
    (is_top && others.peek().is_some() && others.all(is_label)).then_some(host)
}

/// Returns whether `host` is `domain` or below it.
pub(crate) fn is_within(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|front| front.is_empty() || front.ends_with('.'))
}

/// Returns a host and the domains above it that may be those of a site, the longest first.
pub(crate) fn site_domains(host: &str) -> impl Iterator<Item = &str> {
    let starts = std::iter::once(0).chain(host.match_indices('.').map(|(offset, _)| offset + 1));
    let domains = starts.map(|start| &host[start..]);
    domains
        .enumerate()
        .filter(|(index, domain)| *index == 0 || is_registrable(domain))
        .map(|(_, domain)| domain)
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

/// Returns the host, and what stands around it, of an address without its scheme.
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

fn normalized(host: &str) -> String {
    let host = host.trim_matches('.').to_lowercase();
    host.strip_prefix("www.").map(str::to_owned).unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use crate::text::url::*;

    #[test]
    fn the_host_has_no_www_port_or_path() {
        assert_eq!(host("https://www.courier.example:8080/news?id=1"), Some("courier.example"));
        assert_eq!(host("courier.example/news"), None);
        assert_eq!(host("https:///news"), None);
    }

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
            ("1.2.3.4", None),
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
    }
}
