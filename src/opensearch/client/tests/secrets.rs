//! Where credentials come from, and that nothing shows them.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use serde_json::json;

use crate::error::ClusterProblem;
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::tests::scripted::*;
use crate::opensearch::client::*;
use crate::opensearch::credentials::ClientSettings;

const SECRET: &str = "hunter\"2-Ü";
const AS_BASIC: &str = "Basic YW5uOmh1bnRlciIyLcOc";

fn address() -> ClusterAddress {
    ClusterAddress::parse("https://search.example:9200/clippings").expect("an address")
}

/// Reads settings from the variables given as pairs.
fn read(variables: &[(&str, &str)]) -> Result<ClientSettings, ClusterProblem> {
    ClientSettings::read(&address(), &|name| {
        let value = variables.iter().find(|(variable, _)| *variable == name)?.1;
        Some(OsString::from(value))
    })
}

/// Returns the value of the header for these variables.
fn header(variables: &[(&str, &str)]) -> Option<String> {
    let credentials = read(variables).expect("settings").credentials?;
    Some(String::from_utf8_lossy(credentials.header().as_bytes()).into_owned())
}

fn message(variables: &[(&str, &str)]) -> String {
    read(variables).expect_err("a problem").to_string()
}

fn write_private(path: &Path, content: &str) {
    fs::write(path, content).expect("a file");
    set_mode(path, 0o600);
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("permissions");
}

#[cfg(not(unix))]
fn set_mode(_: &Path, _: u32) {}

#[test]
fn credentials_come_from_the_environment_a_file_or_netrc() {
    let dir = tempfile::tempdir().expect("a folder");
    let home = dir.path().to_str().expect("UTF-8");
    let (file, netrc) = (dir.path().join("credentials"), dir.path().join(".netrc"));
    let user = ("CLIPPINGS_OPENSEARCH_USER", "ann");
    let password = ("CLIPPINGS_OPENSEARCH_PASSWORD", SECRET);
    let from_file = ("CLIPPINGS_OPENSEARCH_CREDENTIALS", file.to_str().expect("UTF-8"));
    let home = (if cfg!(windows) { "USERPROFILE" } else { "HOME" }, home);
    assert_eq!(header(&[]), None);
    assert_eq!(header(&[home]), None);
    assert_eq!(header(&[user, password, home]).as_deref(), Some(AS_BASIC));
    let key = ("CLIPPINGS_OPENSEARCH_API_KEY", "k1");
    assert_eq!(header(&[user, password, key]).as_deref(), Some("ApiKey k1"));
    write_private(&netrc, "machine search.example login ann password \"hunter\\\"2-Ü\"\n");
    assert_eq!(header(&[home]).as_deref(), Some(AS_BASIC));
    write_private(&file, "user = \"ann\"\npassword = 'hunter\"2-Ü'\n");
    assert_eq!(header(&[from_file, home]).as_deref(), Some(AS_BASIC));
    write_private(&file, "api_key = \"k2\"");
    assert_eq!(header(&[from_file]).as_deref(), Some("ApiKey k2"));
    assert!(message(&[user]).contains("PASSWORD is not"));
    assert!(message(&[password]).contains("USER is not"));
}

#[test]
fn files_that_are_not_valid_are_told_without_their_content() {
    let dir = tempfile::tempdir().expect("a folder");
    let file = dir.path().join("credentials");
    let from_file = ("CLIPPINGS_OPENSEARCH_CREDENTIALS", file.to_str().expect("UTF-8"));
    assert!(message(&[from_file]).contains("no such file") || cfg!(windows));
    for content in [
        "hunter2",
        "password = hunter2",
        "password = \"hunter2\"",
        "pass = \"hunter2\"",
        "user = \"a:b\"\npassword = \"hunter2\"",
        "api_key = \"hunter2\\n\"",
    ] {
        write_private(&file, content);
        let message = message(&[from_file]);
        assert!(!message.contains("hunter2") && !message.contains('\n'), "{message}");
        assert!(message.contains("credentials"), "{message}");
    }
}

#[cfg(unix)]
#[test]
fn files_that_others_can_read_are_refused() {
    let dir = tempfile::tempdir().expect("a folder");
    let (file, netrc) = (dir.path().join("credentials"), dir.path().join(".netrc"));
    fs::write(&file, "user = \"ann\"\npassword = \"b\"").expect("a file");
    fs::write(&netrc, "machine search.example login ann password b\n").expect("a file");
    let home = ("HOME", dir.path().to_str().expect("UTF-8"));
    let from_file = ("CLIPPINGS_OPENSEARCH_CREDENTIALS", file.to_str().expect("UTF-8"));
    for path in [&file, &netrc] {
        set_mode(path, 0o644);
    }
    for variables in [[from_file], [home]] {
        assert!(message(&variables).contains("run `chmod 600"), "{}", message(&variables));
    }
    fs::write(&netrc, "machine other.example login ann password b\n").expect("a file");
    assert_eq!(header(&[home]), None);
}

#[test]
fn no_message_and_no_debug_output_shows_a_password() {
    let variables = [("CLIPPINGS_OPENSEARCH_USER", "ann"), ("CLIPPINGS_OPENSEARCH_PASSWORD", SECRET)];
    let echoes = [
        Act::Answer(
            400,
            json!({"error": {"type": "x", "reason": format!("{AS_BASIC} {SECRET}")}}).to_string(),
        ),
        Act::Answer(200, format!("<html>{AS_BASIC} {SECRET}")),
        Act::Answer(
            403,
            json!({"error": {"type": "x", "reason": SECRET, "root_cause": [{"reason": AS_BASIC}]}})
                .to_string(),
        ),
        Act::Answer(
            200,
            json!({"items": [{"index": {"status": 400, "error": {"reason": SECRET}}}]}).to_string(),
        ),
        Act::Answer(401, SECRET.into()),
        Act::Bytes(format!("{AS_BASIC} {SECRET}\r\n").into_bytes()),
        Act::Close,
    ];
    for echo in echoes {
        let act = echo.clone();
        let server = ScriptedServer::start(move |_, _| act.clone());
        let settings = read(&variables).expect("settings");
        let mut shown = format!("{settings:?}");
        let client = ClusterClient::connect_with(&server.address(), settings, hasty());
        let client = client.expect("a client");
        shown += &format!("{client:?}");
        let operation = BulkOperation::Index { id: "1".into(), body: "{}".into(), routing: None };
        match client.bulk(&[operation]) {
            Ok(failures) => shown += &format!("{failures:?}"),
            Err(error) => shown += &format!("{error} {error:?}"),
        }
        if let Err(error) = client.search(&json!({})) {
            shown += &format!("{error} {error:?}");
        }
        for secret in [SECRET, "hunter", "YW5uOmh1bnRlciIyLcOc"] {
            assert!(!shown.contains(secret), "{echo:?}: {shown}");
        }
        let sent = server.seen();
        assert!(sent.iter().all(|seen| seen.headers.contains(&("authorization".into(), AS_BASIC.into()))));
    }
}

#[test]
fn http_is_for_this_machine_only() {
    let address = ClusterAddress::parse("http://192.0.2.1:9200/clippings").expect("an address");
    let connect = |allow_http| {
        let settings = ClientSettings { allow_http, ..ClientSettings::default() };
        ClusterClient::connect_with(&address, settings, restless()).expect_err("no server").to_string()
    };
    assert!(connect(false).contains("http is not encrypted"), "{}", connect(false));
    assert!(read(&[("CLIPPINGS_OPENSEARCH_ALLOW_HTTP", "1")]).expect("settings").allow_http);
    assert!(!read(&[("CLIPPINGS_OPENSEARCH_ALLOW_HTTP", "")]).expect("settings").allow_http);
}
