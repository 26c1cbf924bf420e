//! Token, codes and cookies; the socket.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::common::Dir;
use crate::serve::server::{Answer, Server, TOKEN, archive, bearer, end, spawn};

fn without_token(server: &Server, line: &str) -> Answer {
    server.ask(line, &[server.host_line(), "Content-Length: 0".to_owned()])
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).expect("a file").permissions().mode() & 0o777
}

#[test]
fn s5_nothing_is_answered_without_a_token() {
    let dir = archive();
    let server = Server::start(&dir);
    for line in [
        "GET /",
        "GET /?q=ferry",
        "GET /style.css",
        "GET /script.js",
        "GET /none",
        "GET /api/v1/search?q=ferry",
        "GET /api/v1/status",
        "POST /verify",
        "POST /link",
        "POST /mcp",
        "HEAD /",
        "GET /open/",
        "POST /open",
    ] {
        let answer = without_token(&server, line);
        assert_eq!((answer.status, answer.header("www-authenticate")), (401, "Bearer"), "{line}");
        assert!(line.starts_with("HEAD") || answer.body.contains("clippings serve --new-link"), "{answer:?}");
        assert!(!answer.body.contains("mayor"), "{answer:?}");
    }
    let problem = without_token(&server, "GET /api/v1/search?q=ferry");
    assert_eq!(problem.header("content-type"), "application/problem+json");
    assert!(problem.body.contains("\"status\":401"), "{problem:?}");
    for token in ["", "a-token-of-the-test", "a-token-of-the-testsx", "A-token-of-the-tests", server.code()] {
        assert_eq!(server.ask("GET /", &[server.host_line(), bearer(token)]).status, 401, "{token}");
    }
    assert_eq!(server.get("/style.css").status, 200);
}

/// Exchanges a code, and returns the cookie.
fn cookie_of(answer: &Answer) -> String {
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{answer:?}");
    answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned()
}

#[test]
fn s5_a_code_opens_the_page_once() {
    let dir = archive();
    let server = Server::start(&dir);
    let open = format!("GET /open?code={}", server.code());
    assert_eq!(without_token(&server, "GET /open").status, 401);
    assert_eq!(without_token(&server, "GET /open?code=0").status, 401);
    assert_eq!(without_token(&server, &open.replace("GET", "HEAD")).status, 401);
    let opened = without_token(&server, &open);
    let attributes = opened.header("set-cookie").split("; ").skip(1).collect::<Vec<_>>();
    assert_eq!(attributes, ["HttpOnly", "SameSite=Strict", "Path=/"]);
    let cookie = cookie_of(&opened);
    assert!(cookie.starts_with(&format!("clippings-{}=", server.port)), "{cookie}");
    assert!(!cookie.contains(TOKEN) && !cookie.contains(server.code()));
    let with_cookie = |target: &str, cookie: &str| {
        server.ask(&format!("GET {target}"), &[server.host_line(), format!("Cookie: {cookie}")])
    };
    assert_eq!(with_cookie("/style.css", &cookie).status, 200);
    assert_eq!(with_cookie("/style.css", &format!("{cookie}0")).status, 401);
    assert_eq!(with_cookie("/style.css", &cookie.replace("clippings-", "clippings-1")).status, 401);
    // The browser that was let in may open the address again.
    let again = with_cookie(&format!("/open?code={}", server.code()), &cookie);
    assert_eq!((again.status, again.header("set-cookie")), (303, ""));
    assert_eq!(with_cookie("/style.css", &cookie).status, 200);
    // Another one is not let in, and as one of the two should not know the code, neither is the first.
    let other = without_token(&server, &open);
    assert!(other.status == 401 && other.body.contains("was used"), "{other:?}");
    let shut_out = with_cookie("/", &cookie);
    assert!(shut_out.status == 401 && shut_out.body.contains("opened a second time"), "{shut_out:?}");
    assert!(!without_token(&server, "GET /").body.contains("second time"));
}

#[test]
fn s5_a_token_is_generated_and_kept() {
    let dir = archive();
    let start = || Server::start_with(&dir, "", |_| {});
    let server = start();
    let file = dir.path("home/.local/state/clippings/serve/token");
    let token = fs::read_to_string(&file).expect("a token").trim().to_owned();
    assert_eq!(mode(&file), 0o600);
    assert!(token.len() >= 32);
    assert_eq!(server.ask("GET /style.css", &[server.host_line(), bearer(&token)]).status, 200);
    let ended = server.stop();
    assert!(ended.printed.contains(&format!("is in {}", file.display())), "{}", ended.printed);
    assert_eq!(ended.code, Some(0));
    let server = start();
    assert_eq!(server.ask("GET /style.css", &[server.host_line(), bearer(&token)]).status, 200);
    // Who could read it may have read it.
    drop(server);
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("permissions");
    let server = start();
    assert_eq!(server.ask("GET /style.css", &[server.host_line(), bearer(&token)]).status, 401);
    assert_eq!(mode(&file), 0o600);
}

#[test]
fn s5_a_token_is_taken_from_a_file_or_the_environment() {
    let dir = archive();
    dir.write("token", "a-token-of-a-file\n");
    let environment = |command: &mut Command| {
        command.env("CLIPPINGS_TOKEN", TOKEN);
    };
    let server = Server::start_with(&dir, "--token-file token", environment);
    let status = |token: &str| server.ask("GET /style.css", &[server.host_line(), bearer(token)]).status;
    assert_eq!((status("a-token-of-a-file"), status(TOKEN)), (200, 401));
    dir.write("short", "x\n");
    dir.run("serve --no-open --token-file short").fails("has no token");
    dir.run("serve --no-open --token-file none").fails("cannot read none");
}

#[test]
fn s5_a_new_link_opens_the_running_server() {
    let dir = archive();
    dir.run("serve --new-link").fails("no server of this index runs");
    let server = Server::start_with(&dir, "", |_| {});
    let link = dir.run("serve --new-link").code(0).stdout.trim().to_owned();
    assert_ne!(link, server.url);
    let target = link.strip_prefix(&format!("http://127.0.0.1:{}", server.port)).expect("this server");
    cookie_of(&without_token(&server, &format!("GET {target}")));
    // Neither a server of another index nor one that was killed is asked.
    dir.run("serve --new-link --index other").fails("no server of this index runs");
    drop(server);
    dir.run("serve --new-link").fails("no server of this index runs");
}

#[test]
fn s5_neither_token_nor_code_is_shown() {
    let dir = archive();
    let server = Server::start_with(&dir, "", |_| {});
    let token = fs::read_to_string(dir.path("home/.local/state/clippings/serve/token")).expect("a token");
    let (token, code, url) = (token.trim().to_owned(), server.code().to_owned(), server.url.clone());
    let arguments = fs::read_to_string(format!("/proc/{}/cmdline", server.process())).unwrap_or_default();
    let page = server.ask("GET /?q=ferry", &[server.host_line(), bearer(&token)]);
    assert_eq!(page.status, 200);
    let refused = without_token(&server, &format!("GET /open?code={code}0"));
    let printed = server.stop().printed.replace(&url, "");
    for shown in [arguments, format!("{page:?}"), format!("{refused:?}"), printed] {
        assert!(!shown.contains(&token) && !shown.contains(&code), "{shown}");
    }
}

#[test]
fn s6_a_socket_is_open_to_its_owner_only() {
    let dir = archive();
    let socket = dir.path("desk.sock");
    let start = |dir: &Dir| {
        let child =
            spawn(dir.command().args(["serve", "--socket", "desk.sock"]).env("CLIPPINGS_TOKEN", TOKEN));
        while UnixStream::connect(dir.path("desk.sock")).is_err() {
            thread::sleep(Duration::from_millis(5));
        }
        child
    };
    let mut child = start(&dir);
    assert_eq!(mode(&socket), 0o600);
    let ask = |headers: &str| {
        let mut stream = UnixStream::connect(&socket).expect("a connection");
        let request = format!("GET /style.css HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        Answer::read(stream).status
    };
    let token = format!("{}\r\n", bearer(TOKEN));
    assert_eq!(ask(&format!("Host: localhost\r\n{token}")), 200);
    assert_eq!(ask("Host: localhost\r\n"), 401);
    assert_eq!(ask(&format!("Host: evil.example\r\n{token}")), 403);
    dir.run("serve --socket desk.sock").fails("cannot listen on the socket");
    dir.run("serve --new-link").fails("listens on a socket");
    let ended = end(&mut child);
    assert!(ended.code == Some(0) && !socket.exists(), "{}", ended.printed);
    // One that was killed leaves its socket, which is replaced; another file is not.
    let mut child = start(&dir);
    let _ = (child.kill(), child.wait());
    assert!(socket.exists());
    end(&mut start(&dir));
    dir.write("desk.sock", "mine");
    dir.run("serve --socket desk.sock").fails("another file is in its place");
    assert_eq!(fs::read_to_string(&socket).ok().as_deref(), Some("mine"));
}
