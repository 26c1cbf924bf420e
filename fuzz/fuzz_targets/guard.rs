//! Decides about arbitrary requests to the server: none is let in that lacks a key, asks for another name or
//! comes from a page elsewhere.

#![no_main]

use std::net::IpAddr;

use clippings::internals::serve::{AllowedHosts, Decision, GuardKeys, RequestHead, Secret, decide};
use libfuzzer_sys::fuzz_target;

const TOKEN: &str = "the-token-of-scripts";
const SESSION: &str = "the-cookie-of-a-browser";

// Lines of the input: method, target, then headers, the first letter of which tells the name.
fuzz_target!(|bytes: &[u8]| {
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let mut text = || lines.next().and_then(|line| str::from_utf8(line).ok()).unwrap_or_default();
    let (method, target) = (text(), text());
    let [mut hosts, mut origins, mut fetch_sites, mut cookies, mut authorizations] =
        [const { Vec::<&[u8]>::new() }; 5];
    for line in lines {
        match line {
            [b'h', value @ ..] => hosts.push(value),
            [b'o', value @ ..] => origins.push(value),
            [b's', value @ ..] => fetch_sites.push(value),
            [b'c', value @ ..] => cookies.push(value),
            [b'a', value @ ..] => authorizations.push(value),
            _ => {}
        }
    }
    let head = RequestHead {
        method,
        target,
        hosts: &hosts,
        origins: &origins,
        fetch_sites: &fetch_sites,
        cookies: &cookies,
        authorizations: &authorizations,
    };
    let (Some(token), Some(session)) = (Secret::chosen(TOKEN), Secret::chosen(SESSION)) else { return };
    let sessions = [session];
    for (address, hosts_of) in [(None, "localhost:72"), (Some("10.0.0.7"), "10.0.0.7:72"), (Some("::"), ":72")] {
        let address: Option<IpAddr> = address.and_then(|address| address.parse().ok());
        let names = AllowedHosts::of_address(address, 72);
        let keys = GuardKeys { hosts: &names, token: &token, cookie_name: "clippings-72", sessions: &sessions };
        let decision = decide(&head, &keys);
        if let Decision::Deny(reason) = decision {
            assert!((400..500).contains(&reason.status()));
            continue;
        }
        assert!(matches!(method, "GET" | "HEAD" | "POST") && target.starts_with('/'));
        let [host] = hosts.as_slice() else { panic!("{} hosts", hosts.len()) };
        let host = str::from_utf8(host).expect("a name in ASCII").to_ascii_lowercase();
        let local = [hosts_of, "localhost:72", "127.0.0.1:72", "[::1]:72"].contains(&host.as_str());
        assert!(local || address.is_some() && host.ends_with(":72"), "{host}");
        for origin in &origins {
            assert!(origin.eq_ignore_ascii_case(format!("http://{host}").as_bytes()), "{host}");
        }
        if decision == Decision::Exchange {
            assert!(target == "/open" || target.starts_with("/open?"));
            continue;
        }
        let has = |values: &[&[u8]], key: &str| {
            values.iter().any(|value| value.windows(key.len()).any(|window| window == key.as_bytes()))
        };
        let has_cookie = has(&cookies, "clippings-72=the-cookie-of-a-browser");
        assert!(has(&authorizations, TOKEN) || has_cookie);
        let path = target.split('?').next().unwrap_or_default();
        assert!(path.len() <= 8192 && target.len() - path.len() <= 4097);
        assert!(!path.contains("/../") && !path.contains('\\') && !path.contains("%00"));
    }
});
