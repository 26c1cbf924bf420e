use std::net::IpAddr;

use crate::serve::access::secret::Secret;
use crate::serve::guard::*;

const TOKEN: &str = "0123456789abcdef";
const COOKIE: &str = "fedcba9876543210";
const HOST: &str = "127.0.0.1:7272";

/// Request as it is sent.
#[derive(Clone)]
struct Sent<'a> {
    method: &'a str,
    target: &'a str,
    hosts: &'a [&'a str],
    origins: &'a [&'a str],
    fetch_sites: &'a [&'a str],
    cookies: &'a [&'a str],
    authorizations: &'a [&'a str],
}

/// A request that is allowed.
const ALLOWED: Sent<'static> = Sent {
    method: "GET",
    target: "/?q=tide",
    hosts: &[HOST],
    origins: &[],
    fetch_sites: &[],
    cookies: &[],
    authorizations: &["Bearer 0123456789abcdef"],
};

impl Sent<'_> {
    /// Decides about this request to a server of this machine on port 7272.
    fn decide(&self) -> Decision {
        self.decide_for(&AllowedHosts::of_address(None, 7272))
    }

    fn decide_for(&self, names: &AllowedHosts) -> Decision {
        let (token, session) = (Secret::chosen(TOKEN).expect("a token"), Secret::chosen(COOKIE));
        let bytes = |values: &[&str]| -> Vec<Vec<u8>> {
            values.iter().map(|value| value.as_bytes().to_vec()).collect()
        };
        let values =
            [self.hosts, self.origins, self.fetch_sites, self.cookies, self.authorizations].map(bytes);
        let [hosts, origins, fetch_sites, cookies, authorizations] =
            values.each_ref().map(|values| values.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let head = RequestHead {
            method: self.method,
            target: self.target,
            hosts: &hosts,
            origins: &origins,
            fetch_sites: &fetch_sites,
            cookies: &cookies,
            authorizations: &authorizations,
        };
        let sessions = session.as_slice();
        decide(&head, &GuardKeys { hosts: names, token: &token, cookie_name: "clippings-7272", sessions })
    }
}

fn to_host<'a>(hosts: &'a [&'a str]) -> Sent<'a> {
    Sent { hosts, ..ALLOWED }
}

fn denied(reason: DenialReason) -> Decision {
    Decision::Deny(reason)
}

#[test]
fn reasons_have_statuses() {
    use DenialReason::*;
    let statuses = [Method, TargetForm, LongQuery, HostCount, ForeignHost, ForeignOrigin, NoToken, Path];
    assert_eq!(statuses.map(DenialReason::status), [405, 400, 414, 400, 403, 403, 401, 404]);
}

#[test]
fn only_names_of_this_server_are_hosts() {
    for host in ["127.0.0.1:7272", "localhost:7272", "LocalHost:7272", "[::1]:7272"] {
        assert_eq!(to_host(&[host]).decide(), Decision::Allow, "{host}");
    }
    for host in [
        "",
        "evil.example",
        "evil.example:7272",
        "127.0.0.1.evil.example",
        "127.0.0.1.evil.example:7272",
        "localhost.",
        "localhost.:7272",
        "localhost",
        "localhost:",
        "localhost:07272",
        "localhost:7273",
        "localhost:72720",
        "0.0.0.0:7272",
        "127.0.0.2:7272",
        "127.1:7272",
        "2130706433:7272",
        "::1:7272",
        "[::]:7272",
        "[0:0:0:0:0:0:0:1]:7272",
        "a@localhost:7272",
        "localhost:7272@evil.example",
        "localhost:7272, evil.example",
        " localhost:7272",
        "http://localhost:7272",
    ] {
        assert_eq!(to_host(&[host]).decide(), denied(DenialReason::ForeignHost), "{host}");
    }
    assert_eq!(to_host(&[]).decide(), denied(DenialReason::HostCount));
    assert_eq!(to_host(&[HOST, HOST]).decide(), denied(DenialReason::HostCount));
}

#[test]
fn other_addresses_are_hosts_where_they_are_served() {
    let allows = |names: &AllowedHosts, host: &str| to_host(&[host]).decide_for(names) == Decision::Allow;
    let address = |text: &str| text.parse::<IpAddr>().ok();
    let one = AllowedHosts::of_address(address("192.168.1.5"), 7272);
    assert!(
        allows(&one, "192.168.1.5:7272")
            && !allows(&one, "localhost:7272")
            && !allows(&one, "192.168.1.6:7272")
    );
    let any = AllowedHosts::of_address(address("0.0.0.0"), 7272);
    for host in ["192.168.1.5:7272", "[fe80::1]:7272", "127.0.0.1:7272", "localhost:7272"] {
        assert!(allows(&any, host), "{host}");
    }
    for host in [
        "0.0.0.0:7272",
        "[::]:7272",
        "192.168.1.5:80",
        "192.168.1.5",
        "192.168.1.5:07272",
        "[FE80::0:1]:7272",
        "evil.example:7272",
    ] {
        assert!(!allows(&any, host), "{host}");
    }
    let usual_port = AllowedHosts::of_address(None, 80);
    assert!(
        allows(&usual_port, "localhost")
            && allows(&usual_port, "[::1]")
            && allows(&usual_port, "localhost:80")
    );
    let socket = AllowedHosts::of_socket();
    assert!(
        allows(&socket, "localhost") && !allows(&socket, "localhost:80") && !allows(&socket, "evil.example")
    );
}

#[test]
fn a_name_is_allowed_with_its_port_or_that_of_the_server() {
    let allows = |names: &AllowedHosts, host: &str, origin: &str| {
        Sent { hosts: &[host], origins: &[origin], ..ALLOWED }.decide_for(names) == Decision::Allow
    };
    let plain = AllowedHosts::of_address(None, 7272).with_name("Desk.example", Some(7272));
    assert!(allows(&plain, "desk.example:7272", "http://desk.example:7272"));
    assert!(
        allows(&plain, "desk.example", "https://desk.example")
            && allows(&plain, "DESK.example", "http://desk.example")
    );
    assert!(!allows(&plain, "desk.example:443", "https://desk.example"));
    assert!(!allows(&plain, "desk.example", "https://localhost:7272"));
    let proxied = AllowedHosts::of_socket().with_name("desk.example:8443", None);
    assert!(allows(&proxied, "desk.example:8443", "https://desk.example:8443"));
    assert!(!allows(&proxied, "desk.example", "https://desk.example"));
}

#[test]
fn only_pages_of_this_server_send_requests() {
    let decision = |origins: &[&str], host: &str| Sent { hosts: &[host], origins, ..ALLOWED }.decide();
    for (origin, host) in [
        ("http://127.0.0.1:7272", "127.0.0.1:7272"),
        ("http://localhost:7272", "localhost:7272"),
        ("http://[::1]:7272", "[::1]:7272"),
    ] {
        assert_eq!(decision(&[origin], host), Decision::Allow, "{origin}");
    }
    for origin in [
        "",
        "null",
        "http://127.0.0.1",
        "http://127.0.0.1:7273",
        "http://127.0.0.1:80",
        "https://127.0.0.1:7272",
        "ftp://127.0.0.1:7272",
        "http://localhost:7272",
        "http://evil.example",
        "http://127.0.0.1:7272.evil.example",
        "http://127.0.0.1:7272/",
        "HTTP://127.0.0.1:7272 ",
        "127.0.0.1:7272",
        "http://",
    ] {
        assert_eq!(decision(&[origin], HOST), denied(DenialReason::ForeignOrigin), "{origin}");
    }
    let ours = "http://127.0.0.1:7272";
    assert_eq!(decision(&[ours, ours], HOST), denied(DenialReason::ForeignOrigin));
}

#[test]
fn a_form_comes_from_a_page_of_this_server() {
    let decision = |method, site| Sent { method, fetch_sites: &[site], ..ALLOWED }.decide();
    for site in ["cross-site", "same-site", "", "Same-Origin"] {
        assert_eq!(decision("GET", site), Decision::Allow, "{site}");
        assert_eq!(decision("POST", site), denied(DenialReason::ForeignOrigin), "{site}");
    }
    for site in ["same-origin", "none"] {
        assert_eq!(decision("POST", site), Decision::Allow, "{site}");
    }
}

#[test]
fn other_methods_are_refused_whatever_else_is_sent() {
    for method in ["OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", "", "PROPFIND"] {
        let sent = Sent {
            method,
            target: "*",
            hosts: &["evil.example"],
            origins: &["null"],
            authorizations: &[],
            ..ALLOWED
        };
        assert_eq!(sent.decide(), denied(DenialReason::Method), "{method}");
    }
    for method in ["GET", "HEAD", "POST"] {
        assert_eq!(Sent { method, ..ALLOWED }.decide(), Decision::Allow);
    }
}

#[test]
fn targets_are_paths_of_limited_length() {
    let decision = |target: &str| Sent { target, ..ALLOWED }.decide();
    for target in ["", "*", "http://127.0.0.1:7272/", "127.0.0.1:7272", "?q=a", "a/b"] {
        assert_eq!(decision(target), denied(DenialReason::TargetForm), "{target}");
    }
    assert_eq!(decision(&format!("/?{}", "a".repeat(4096))), Decision::Allow);
    assert_eq!(decision(&format!("/?{}", "a".repeat(4097))), denied(DenialReason::LongQuery));
    // Letters of other scripts are encoded.
    assert_eq!(decision(&format!("/?q={}", "%D0%B6".repeat(2047))), Decision::Allow);
    for long in ["%D0%B6".repeat(2048), "%zz".repeat(1366), "%%4".repeat(1366)] {
        assert_eq!(decision(&format!("/?q={long}")), denied(DenialReason::LongQuery), "{long}");
    }
    assert_eq!(decision(&format!("/{}", "a".repeat(8191))), Decision::Allow);
    assert_eq!(decision(&format!("/{}", "a".repeat(8192))), denied(DenialReason::Path));
}

#[test]
fn paths_lead_nowhere_else() {
    let decision = |target: &str| Sent { target, ..ALLOWED }.decide();
    for target in [
        "/..",
        "/../etc/passwd",
        "/article/..%2f..%2Fetc",
        "/%2e%2e/a",
        "/.%2E/a",
        "/%252e%252e/a",
        "/./a",
        "/a%00b",
        "/a%0ab",
        "/a%7f",
        "/a\\b",
        "/a%5cb",
        "/a%255c",
        "/a%",
        "/a%4",
        "/a%zz",
    ] {
        assert_eq!(decision(target), denied(DenialReason::Path), "{target}");
    }
    for target in ["/", "/a..b/c...d", "/a%20b", "/%E2%80%A6", "/100%25", "/a?q=..%2f..%00\\%", "//"] {
        assert_eq!(decision(target), Decision::Allow, "{target}");
    }
}

#[test]
fn nothing_is_answered_without_the_token_or_a_cookie() {
    let good = ["Bearer 0123456789abcdef", "bearer 0123456789abcdef", "BEARER  0123456789abcdef "];
    for value in good {
        assert_eq!(Sent { authorizations: &[value], ..ALLOWED }.decide(), Decision::Allow, "{value}");
    }
    let cookie = "a=b; clippings-7272=fedcba9876543210; c=d";
    let with_cookie = Sent { cookies: &[cookie], authorizations: &[], ..ALLOWED };
    assert_eq!(with_cookie.decide(), Decision::Allow);
    assert_eq!(Sent { cookies: &["x=y", cookie], ..with_cookie.clone() }.decide(), Decision::Allow);
    // A proxy may ask for a name and a password.
    assert_eq!(Sent { authorizations: &["Basic YTpi"], ..with_cookie.clone() }.decide(), Decision::Allow);
    assert_eq!(
        Sent { authorizations: &["Bearer other"], ..with_cookie }.decide(),
        denied(DenialReason::NoToken)
    );
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "0123456789abcdef",
        "Basic 0123456789abcdef",
        "Bearer 0123456789abcde",
        "Bearer 0123456789abcdef0",
        "Bearer 0123456789abcdeF",
        "Bearer fedcba9876543210",
    ] {
        let sent = Sent { authorizations: &[value], ..ALLOWED };
        assert_eq!(sent.decide(), denied(DenialReason::NoToken), "{value}");
        let twice = Sent { authorizations: &["Bearer 0123456789abcdef", "Bearer x"], ..ALLOWED };
        assert_eq!(twice.decide(), denied(DenialReason::NoToken));
    }
    for cookie in [
        "",
        "clippings-7272",
        "clippings-7272=",
        "clippings-7272=0123456789abcdef",
        "clippings-7273=fedcba9876543210",
        "xclippings-7272=fedcba9876543210",
        "clippings-7272=\"fedcba9876543210\"",
        "clippings-7272=fedcba9876543210x",
    ] {
        let sent = Sent { cookies: &[cookie], authorizations: &[], ..ALLOWED };
        assert_eq!(sent.decide(), denied(DenialReason::NoToken), "{cookie}");
    }
    for target in
        ["/", "/style.css", "/api/v1/search?q=a", "/openx", "/open/", "/%6fpen", "/Open", "/../a", "//open"]
    {
        let sent = Sent { target, authorizations: &[], ..ALLOWED };
        assert_eq!(sent.decide(), denied(DenialReason::NoToken), "{target}");
    }
}

#[test]
fn a_code_is_exchanged_without_a_token_by_this_server_only() {
    let sent = Sent { target: "/open?code=0", authorizations: &[], ..ALLOWED };
    assert_eq!(sent.decide(), Decision::Exchange);
    assert_eq!(Sent { method: "HEAD", ..sent.clone() }.decide(), Decision::Exchange);
    assert_eq!(Sent { method: "POST", ..sent.clone() }.decide(), denied(DenialReason::NoToken));
    assert_eq!(Sent { hosts: &["evil.example"], ..sent.clone() }.decide(), denied(DenialReason::ForeignHost));
    assert_eq!(Sent { origins: &["null"], ..sent }.decide(), denied(DenialReason::ForeignOrigin));
}
