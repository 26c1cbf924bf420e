//! Who can reach the server, and under which names.

use std::fs;
use std::net::{SocketAddr, TcpStream};

use crate::common::Dir;
use crate::serve::server::{Answer, Server, TOKEN, archive, bearer};

/// Returns the addresses on which this port is listened to, as the system lists them.
#[cfg(target_os = "linux")]
fn listening(port: u16) -> Vec<String> {
    let lists = ["/proc/net/tcp", "/proc/net/tcp6"].map(|list| fs::read_to_string(list).unwrap_or_default());
    let end = format!(":{port:04X}");
    let rows =
        lists.iter().flat_map(|list| list.lines()).map(|row| row.split_whitespace().collect::<Vec<_>>());
    let listening = rows.filter(|row| row.len() > 3 && row[3] == "0A" && row[1].ends_with(&end));
    let mut addresses: Vec<String> = listening.map(|row| row[1].replace(&end, "")).collect();
    addresses.sort();
    addresses
}

#[test]
#[cfg(target_os = "linux")]
fn s1_only_this_machine_is_served() {
    let (dir, v6) = (archive(), "00000000000000000000000001000000");
    let server = Server::start(&dir);
    let addresses = listening(server.port);
    assert!(addresses.contains(&"0100007F".to_owned()), "{addresses:?}");
    assert!(addresses.iter().all(|address| address == "0100007F" || address == v6), "{addresses:?}");
    assert!(TcpStream::connect(SocketAddr::from(([127, 0, 0, 2], server.port))).is_err());
}

#[test]
fn s1_others_are_served_with_a_chosen_token_and_told_that_nothing_is_encrypted() {
    let dir = archive();
    dir.run("serve --no-open --host 0.0.0.0 --port 0").fails("the token must be one that you chose");
    let with_token = |options: &str| {
        Server::start_with(&dir, options, |command| {
            command.env("CLIPPINGS_TOKEN", TOKEN);
        })
    };
    let status = |server: &Server, host: &str| {
        server.ask("GET /style.css", &[format!("Host: {host}"), bearer(TOKEN)]).status
    };
    let server = with_token("--host 0.0.0.0 --allow-host desk.example");
    let port = server.port;
    for host in [&format!("127.0.0.1:{port}"), &format!("desk.example:{port}"), "desk.example"] {
        assert_eq!(status(&server, host), 200, "{host}");
    }
    for host in [&format!("0.0.0.0:{port}"), &format!("evil.example:{port}"), "evil.desk.example"] {
        assert_eq!(status(&server, host), 403, "{host}");
    }
    let printed = server.stop().printed;
    assert!(printed.contains("is not encrypted") && !printed.contains(TOKEN), "{printed}");
    // Another address of this machine.
    let server = with_token("--host 127.0.0.1");
    assert_eq!(status(&server, &format!("127.0.0.1:{}", server.port)), 200);
    assert_eq!(status(&server, &format!("[::1]:{}", server.port)), 403);
    assert!(!server.stop().printed.contains("encrypted"));
}

#[test]
fn s1_the_next_port_that_is_free_is_taken_and_named() {
    let dir = archive();
    let start = || Server::of(dir.command().args(["serve", "--no-open"]).env("CLIPPINGS_TOKEN", TOKEN));
    let (first, second) = (start(), start());
    assert_ne!(first.port, second.port);
    let printed = second.stop().printed;
    assert!(printed.contains("port 7272 is taken: this is port"), "{printed}");
    assert!(printed.contains("served by another"), "{printed}");
}

#[test]
fn s1_a_port_that_is_taken_is_named_once() {
    let dir = archive();
    let server = Server::start(&dir);
    let run = dir.run(&format!("serve --no-open --port {}", server.port));
    run.fails(&format!("another program has port {}: name another one with --port", server.port));
    assert!(!run.stderr.contains("os error"), "{}", run.stderr);
}

#[test]
fn a_server_says_what_is_still_to_be_done() {
    let dir = Dir::new();
    let printed = Server::start(&dir).stop().printed;
    assert!(printed.contains("yet: run `clippings index FOLDER`"), "{printed}");
    dir.run("serve --no-open news").fails("index it with `clippings index news`, then run `clippings serve`");
}

#[test]
fn s2_only_names_of_this_server_are_answered() {
    let dir = archive();
    let server = Server::start(&dir);
    let (port, token) = (server.port, bearer(TOKEN));
    let ask = |hosts: &[&str]| -> Answer {
        let mut lines: Vec<String> = hosts.iter().map(|host| format!("Host: {host}")).collect();
        lines.push(token.clone());
        server.ask("GET /style.css", &lines)
    };
    for host in ["127.0.0.1", "localhost", "[::1]"] {
        assert_eq!(ask(&[&format!("{host}:{port}")]).status, 200, "{host}");
    }
    let local = format!("127.0.0.1:{port}");
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("127.0.0.1.evil.example:{port}"),
        &format!("localhost.:{port}"),
        &format!("0.0.0.0:{port}"),
        &format!("127.0.0.1:{}", port ^ 1),
        "127.0.0.1",
        &format!("user@{local}"),
    ] {
        assert_eq!(ask(&[host]).status, 403, "{host}");
    }
    assert_eq!(ask(&[]).status, 400);
    assert_eq!(ask(&[&local, &local]).status, 400);
    assert_eq!(ask(&[&local, "evil.example"]).status, 400);
    for target in [format!("http://{local}/style.css"), "http://evil.example/".to_owned(), "*".to_owned()] {
        let answer = server.ask(&format!("GET {target}"), &[server.host_line(), token.clone()]);
        assert_eq!(answer.status, 400, "{target}");
    }
}

#[test]
fn s3_only_pages_of_this_server_send_requests() {
    let dir = archive();
    let server = Server::start(&dir);
    let port = server.port;
    let ask = |line: &str, origin: Option<&str>| {
        let mut lines = vec![server.host_line(), bearer(TOKEN), "Content-Length: 0".to_owned()];
        lines.extend(origin.map(|origin| format!("Origin: {origin}")));
        server.ask(line, &lines)
    };
    for line in ["GET /style.css", "GET /api/v1/search?q=ferry", "POST /verify", "POST /link", "POST /mcp"] {
        for origin in [
            "null",
            "http://evil.example",
            &format!("http://evil.example:{port}"),
            &format!("http://localhost:{port}"),
            &format!("http://127.0.0.1:{}", port ^ 1),
            "http://127.0.0.1",
            &format!("https://127.0.0.1:{port}"),
            &format!("http://127.0.0.1:{port}.evil.example"),
        ] {
            assert_eq!(ask(line, Some(origin)).status, 403, "{line} {origin}");
        }
        assert_ne!(ask(line, None).status, 403, "{line}");
        assert_ne!(ask(line, Some(&format!("http://127.0.0.1:{port}"))).status, 403, "{line}");
    }
}

#[test]
fn s4_no_other_page_may_read_an_answer() {
    let dir = archive();
    let server = Server::start(&dir);
    let origin = format!("Origin: http://127.0.0.1:{}", server.port);
    for line in ["OPTIONS /", "OPTIONS /api/v1/search", "OPTIONS *", "OPTIONS /open?code=0"] {
        for token in [TOKEN, "none"] {
            let asked = "Access-Control-Request-Method: POST".to_owned();
            let answer = server.ask(line, &[server.host_line(), origin.clone(), asked, bearer(token)]);
            let methods = if line.contains("/api/") { "GET,HEAD" } else { "GET, HEAD, POST" };
            assert_eq!((answer.status, answer.header("allow")), (405, methods), "{line}");
            assert!(!has_cross_origin_headers(&answer), "{answer:?}");
        }
    }
    for target in ["/", "/style.css", "/none", "/api/v1/search?q=ferry"] {
        let answer =
            server.ask(&format!("GET {target}"), &[server.host_line(), origin.clone(), bearer(TOKEN)]);
        assert!(answer.status != 0 && !has_cross_origin_headers(&answer), "{answer:?}");
    }
}

fn has_cross_origin_headers(answer: &Answer) -> bool {
    answer.headers.iter().any(|(name, _)| name.starts_with("access-control-"))
}
