//! What the server leaves behind: nothing on disk, no connection to elsewhere, no query in what it prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::common::{Dir, files};
use crate::serve::server::{Server, TOKEN, archive, bearer};

/// Requests pages of all kinds.
fn request_everything(server: &Server) {
    for target in [
        "/",
        "/?q=ferry",
        "/?q=%22stays+in+the+harbor%22&sort=newest",
        "/style.css",
        "/article/none?q=ferry",
        "/verify",
        "/status",
        "/help",
        "/opensearch.xml",
        "/export.csv?q=ferry",
        "/export.json?q=ferry",
        "/api/v1/search?q=ferry",
        "/api/v1/status",
        "/api/v1/counts?by=month",
        "/api/v1/openapi.json",
        "/none",
    ] {
        assert_ne!(server.get(target).status, 0, "{target}");
    }
    let open = format!("GET /open?code={}", server.code());
    assert_eq!(server.ask(&open, &[server.host_line()]).status, 303);
}

#[test]
fn s11_get_changes_nothing_on_disk() {
    let dir = archive();
    let server = Server::start(&dir);
    let before = files(&dir.path(""));
    request_everything(&server);
    assert!(before == files(&dir.path("")));
}

#[test]
fn s12_the_page_is_served_where_nothing_can_be_written() {
    let dir = archive();
    dir.write("file", "");
    let below_a_file = dir.path("file/state");
    let before = files(&dir.path(""));
    let server = Server::start_with(&dir, "", |command| {
        command.env("XDG_STATE_HOME", &below_a_file);
    });
    let opened = server.ask(&format!("GET /open?code={}", server.code()), &[server.host_line()]);
    let cookie = opened.header("set-cookie").split(';').next().expect("a cookie").to_owned();
    let page = server.ask("GET /?q=ferry", &[server.host_line(), format!("Cookie: {cookie}")]);
    assert_eq!(page.status, 200, "{page:?}");
    assert!(before == files(&dir.path("")));
    let printed = server.stop().printed;
    assert!(
        printed.contains("good for this run only") && printed.contains("will not find this server"),
        "{printed}"
    );
    // A token of the user needs no place.
    let server = Server::start_with(&dir, "", |command| {
        command.env("XDG_STATE_HOME", &below_a_file).env("CLIPPINGS_TOKEN", TOKEN);
    });
    assert_eq!(server.get("/style.css").status, 200);
}

#[test]
fn s13_the_server_connects_to_nothing() {
    let dir = archive();
    let trace = dir.path("trace");
    let server = traced(&dir, &trace);
    request_everything(&server);
    server.stop();
    let calls = fs::read_to_string(&trace).expect("a trace");
    assert!(calls.contains("socket(AF_INET"), "{calls}");
    let outward = |call: &&str| {
        call.contains("connect(")
            || call.contains("sendto(") && call.contains("sin_addr")
            || call.contains("SOCK_DGRAM")
    };
    assert_eq!(calls.lines().filter(outward).collect::<Vec<_>>(), Vec::<&str>::new());
}

/// Starts a server under `strace`, which writes the calls that concern the network to `trace`.
fn traced(dir: &Dir, trace: &Path) -> Server {
    Server::start_with(dir, "", |command| {
        let mut strace = Command::new("strace");
        // As a child of the server, so that it ends when the server does.
        strace
            .args(["-D", "-f", "-qq", "-e", "trace=socket,connect,sendto,sendmsg,sendmmsg", "-o"])
            .arg(trace);
        strace.arg(command.get_program()).args(command.get_args()).current_dir(dir.path("")).env_clear();
        strace.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        strace.env("CLIPPINGS_TOKEN", TOKEN).env("PATH", "/usr/bin:/bin");
        *command = strace;
    })
}

#[test]
fn s14_queries_are_not_logged() {
    let dir = archive();
    let server = Server::start(&dir);
    for target in ["/?q=secretword", "/none/secretword", "/api/v1/search?q=secretword&sort=secretword"] {
        server.get(target);
        server.ask(&format!("GET {target}"), &[server.host_line(), bearer("none")]);
        server.ask(&format!("GET {target}"), &["Host: secretword.example".to_owned()]);
    }
    let printed = server.stop().printed;
    assert!(!printed.contains("secretword"), "{printed}");
    for (path, (_, content)) in files(&dir.path("")) {
        assert!(!String::from_utf8_lossy(&content).contains("secretword"), "{}", path.display());
    }
}

#[test]
fn the_server_stops_with_connections_open() {
    let dir = archive();
    let server = Server::start(&dir);
    let mut connections = vec![server.connect(), server.connect()];
    std::io::Write::write_all(&mut connections[0], b"GET / HTTP/1.1\r\nHo").expect("sent");
    let port = server.port;
    assert_eq!(server.stop().code, Some(0));
    for mut connection in connections {
        // Closed or cut, but not waiting.
        let _ = std::io::Read::read(&mut connection, &mut [0]);
    }
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
}
