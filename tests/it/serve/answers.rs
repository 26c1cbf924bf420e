//! What every answer has, and what no request may exceed.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::common::thorough::Trials;
use crate::serve::server::{Answer, Server, TOKEN, archive, bearer};

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Sends a request with the token, `bytes` of a body, and this length.
fn post(server: &Server, target: &str, length: usize, bytes: usize) -> Answer {
    let head = format!(
        "POST {target} HTTP/1.1\r\n{}\r\n{}\r\nContent-Type: text/plain\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n",
        server.host_line(),
        bearer(TOKEN)
    );
    server.send([head.into_bytes(), vec![b'a'; bytes]].concat())
}

#[test]
fn s7_every_answer_has_the_headers() {
    let dir = archive();
    let server = Server::start(&dir);
    let (host, token) = (server.host_line(), bearer(TOKEN));
    let plain = [host.clone(), token.clone()];
    let answers = [
        (200, server.get("/?q=ferry")),
        (200, server.get("/style.css")),
        (200, server.get("/script.js")),
        (200, server.ask("HEAD /", &plain)),
        (303, server.ask(&format!("GET /open?code={}", server.code()), std::slice::from_ref(&host))),
        (400, server.ask("GET /", &[host.clone(), host.clone()])),
        (400, server.send("nonsense\r\n\r\n")),
        (400, server.send("GET / HTTP/1.1\r\nHost : a\r\n\r\n")),
        (400, server.send(b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n")),
        (
            400,
            server
                .send(format!("POST / HTTP/1.1\r\n{host}\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")),
        ),
        (401, server.ask("GET /", std::slice::from_ref(&host))),
        (401, server.ask("GET /open?code=0", std::slice::from_ref(&host))),
        (401, server.ask("GET /api/v1/search", std::slice::from_ref(&host))),
        (403, server.ask("GET /", &["Host: evil.example".to_owned()])),
        (404, server.get("/none")),
        (404, server.get("/%2e%2e/none")),
        (405, server.ask("OPTIONS /", &plain)),
        (405, server.ask("POST /style.css", &[host.clone(), token.clone(), "Content-Length: 0".into()])),
        (405, server.get("/link")),
        (413, post(&server, "/api/v1/none", 1 << 20, 1 << 20)),
        (414, server.get(&format!("/?q={}", "a".repeat(5000)))),
        (431, server.get(&format!("/?q={}", "a".repeat(20_000)))),
        (431, server.ask("GET /", &vec!["a: b".to_owned(); 200])),
    ];
    for (number, (status, answer)) in answers.iter().enumerate() {
        assert_eq!(answer.status, *status, "{number}: {answer:?}");
        assert_headers(answer);
    }
    // After an answer on the same connection, too.
    let first = format!("GET /style.css HTTP/1.1\r\n{host}\r\n{token}\r\n\r\n");
    let mut stream = server.connect();
    stream.write_all(first.as_bytes()).expect("sent");
    let mut begin = [0; 12];
    stream.read_exact(&mut begin).expect("an answer");
    assert_eq!(&begin, b"HTTP/1.1 200");
    std::thread::sleep(Duration::from_millis(50));
    stream.write_all(b"nonsense\r\n\r\n").expect("sent");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).expect("text");
    let second = rest.find("HTTP/1.1 400").expect("a second answer");
    assert_headers(&Answer::read(&rest.as_bytes()[second..]));
}

#[track_caller]
fn assert_headers(answer: &Answer) {
    let headers = [
        ("content-security-policy", POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ];
    for (name, value) in headers {
        assert_eq!(answer.header(name), value, "{name}: {answer:?}");
    }
    assert!(
        answer.header("cache-control").starts_with("no-")
            || answer.header("cache-control").contains("private")
    );
    assert!(!answer.body.contains("style=") && !answer.body.contains("<style"), "{answer:?}");
}

#[test]
fn s9_paths_lead_nowhere_else() {
    let dir = archive();
    let server = Server::start(&dir);
    for target in [
        "/../etc/passwd",
        "/article/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/article/%2e%2e",
        "/article/a%00",
        "/article/a%5c..%5cb",
        "/article/a\\..\\b",
        "/article/%252e%252e%252f",
        "/article/%ff%",
        &format!("/article/{}", "a".repeat(8192)),
        "/news/a.txt",
        "/article/news/a.txt",
    ] {
        let answer = server.get(target);
        assert_eq!(answer.status, 404, "{target}: {answer:?}");
        assert!(!answer.body.contains("root:"), "{target}");
    }
}

#[test]
fn s10_heads_bodies_and_queries_are_limited() {
    let dir = archive();
    let server = Server::start(&dir);
    let query = |length: usize| server.get(&format!("/style.css?{}", "a".repeat(length))).status;
    assert_eq!((query(4096), query(4097)), (200, 414));
    let head = |length: usize| {
        let filler = format!("x: {}", "a".repeat(length));
        server.ask("GET /style.css", &[server.host_line(), bearer(TOKEN), filler]).status
    };
    assert_eq!((head(15 << 10), head(16 << 10)), (200, 431));
    // Where nothing takes a body, it is refused all the same if it is too large.
    let (limit, draft) = (64 << 10, 2 << 20);
    assert_eq!(post(&server, "/none", limit, limit).status, 404);
    assert_eq!(post(&server, "/none", limit + 1, limit + 1).status, 413);
    assert_ne!(post(&server, "/verify", draft, draft).status, 413);
    assert_eq!(post(&server, "/verify", draft + 1, draft + 1).status, 413);
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(1 << 16));
    let chunked = format!(
        "POST /none HTTP/1.1\r\n{}\r\n{}\r\nTransfer-Encoding: chunked\r\n\
         Connection: close\r\n\r\n{chunk}{chunk}0\r\n\r\n",
        server.host_line(),
        bearer(TOKEN)
    );
    assert_eq!(server.send(chunked).status, 413);
    // Without a token, no body is read.
    let head = format!("POST /verify HTTP/1.1\r\n{}\r\nContent-Length: 9999\r\n\r\n", server.host_line());
    assert_eq!(server.send(head).status, 401);
}

#[test]
fn s10_silent_connections_keep_nobody_out() {
    let dir = archive();
    let server = Server::start(&dir);
    let begin = |server: &Server| {
        let mut stream = server.connect();
        stream.write_all(b"GET / HTTP/1.1\r\nHo").expect("sent");
        stream
    };
    let silent: Vec<TcpStream> = (0..200).map(|_| begin(&server)).collect();
    for _ in 0..20 {
        assert_eq!(server.get("/style.css").status, 200);
    }
    // At most 64 are open; the others were closed to make room, the oldest first.
    let is_open = |mut stream: &TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(20))).expect("a time");
        let kind = stream.read(&mut [0]).map_err(|error| error.kind());
        matches!(kind, Err(std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut))
    };
    let open: Vec<bool> = silent.iter().map(is_open).collect();
    let count = open.iter().filter(|is_open| **is_open).count();
    assert!(count <= 64 && !open[0], "{count} open");
}

#[test]
fn s10_a_head_must_arrive_in_ten_seconds() {
    if !Trials::new(1, 1).is_thorough {
        return; // waits for as long
    }
    let dir = archive();
    let server = Server::start(&dir);
    let mut stream = server.connect();
    stream.write_all(b"GET / HTTP/1.1\r\n").expect("sent");
    assert_eq!(stream.read(&mut [0]).ok(), Some(0));
}

#[test]
fn an_answer_to_head_has_the_length_and_no_body() {
    let dir = archive();
    let server = Server::start(&dir);
    let lines = [server.host_line(), bearer(TOKEN)];
    // The foot of a page says how far the folders have changed once that is known.
    while server.get("/help").body.contains("not checked") {}
    for target in ["/style.css", "/help", "/none", "/open?code=0", "/api/v1/search?q=ferry", "/api/v1/none"] {
        let (head, get) = (server.ask(&format!("HEAD {target}"), &lines), server.get(target));
        assert_eq!(head.status, get.status, "{target}");
        assert_eq!(head.header("content-length"), get.body.len().to_string(), "{target}");
        assert_eq!(head.body, "", "{target}");
    }
    // What is sent while it is written has no length. The next answer follows at once.
    let lines = lines.join("\r\n");
    let answer = server.send(format!(
        "HEAD /export.csv?q=ferry HTTP/1.1\r\n{lines}\r\n\r\n\
         HEAD /style.css HTTP/1.1\r\n{lines}\r\nConnection: close\r\n\r\n"
    ));
    assert_eq!((answer.status, answer.header("content-length")), (200, ""), "{answer:?}");
    assert!(answer.body.starts_with("HTTP/1.1 200") && answer.body.ends_with("\r\n\r\n"), "{answer:?}");
}

#[test]
fn an_answer_that_is_still_right_has_no_length() {
    let dir = archive();
    let server = Server::start(&dir);
    let target = "/api/v1/search?q=ferry";
    let known = format!("If-None-Match: {}", server.get(target).header("etag"));
    for method in ["GET", "HEAD"] {
        let lines = [server.host_line(), bearer(TOKEN), known.clone()];
        let answer = server.ask(&format!("{method} {target}"), &lines);
        assert_eq!((answer.status, answer.body.as_str()), (304, ""), "{answer:?}");
        assert!(answer.headers.iter().all(|(name, _)| name != "content-length"), "{answer:?}");
    }
}
