//! Encrypted connections: which certificates are trusted.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::opensearch::address::ClusterAddress;
use crate::opensearch::client::tests::scripted::*;
use crate::opensearch::client::*;
use crate::opensearch::credentials::ClientSettings;

const CERTIFICATE: &[u8] =
    include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/opensearch/tls/server.pem"));
const KEY: &[u8] = include_bytes!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/opensearch/tls/server.key"));

/// Starts a server that greets over TLS. Returns its port.
fn start() -> u16 {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(KEY).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate for its key");
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let connection = ServerConnection::new(config.clone()).expect("a connection");
            let mut stream = StreamOwned::new(connection, stream);
            // The request is short enough to come in one piece.
            if stream.read(&mut [0; 4096]).is_ok() {
                let length = GREETING.len();
                let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{GREETING}");
                let _ = stream.write_all(answer.as_bytes()).and_then(|()| stream.flush());
            }
        }
    });
    port
}

fn connect(scheme: &str, host: &str, port: u16, ca: Option<&str>) -> Result<ClusterClient, Error> {
    let address = ClusterAddress::parse(&format!("{scheme}://{host}:{port}/clippings")).expect("an address");
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/opensearch/tls");
    let settings = ClientSettings { ca: ca.map(|file| folder.join(file)), ..ClientSettings::default() };
    ClusterClient::connect_with(&address, settings, hasty())
}

fn message(scheme: &str, host: &str, port: u16, ca: Option<&str>) -> String {
    connect(scheme, host, port, ca).expect_err("a problem").to_string()
}

#[test]
fn a_certificate_is_trusted_if_the_ca_file_has_signed_it() {
    let port = start();
    for host in ["127.0.0.1", "localhost"] {
        let connected = connect("https", host, port, Some("ca.pem"));
        assert!(connected.is_ok(), "{host}: {connected:?}");
    }
}

#[test]
fn other_certificates_are_refused() {
    let port = start();
    let by_other = message("https", "127.0.0.1", port, None);
    assert!(by_other.contains("CLIPPINGS_OPENSEARCH_CA"), "{by_other}");
    let no_file = message("https", "127.0.0.1", port, Some("none.pem"));
    assert!(no_file.contains("none.pem: "), "{no_file}");
    let no_certificate = message("https", "127.0.0.1", port, Some("server.key"));
    assert!(no_certificate.contains("no certificate in the format PEM"), "{no_certificate}");
    let by_name = message("https", "127.0.0.2", port, Some("ca.pem"));
    assert!(
        by_name.contains("no encrypted connection") || by_name.contains("no server answers"),
        "{by_name}"
    );
}

#[test]
fn a_server_of_the_other_scheme_is_told() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let plain = listener.local_addr().expect("an address").port();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream
                .read(&mut [0; 4096])
                .and_then(|_| stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n"));
        }
    });
    let to_plain = message("https", "127.0.0.1", plain, Some("ca.pem"));
    assert!(to_plain.contains("no encrypted connection"), "{to_plain}");
    let to_encrypted = message("http", "127.0.0.1", start(), None);
    assert!(to_encrypted.starts_with("http://127.0.0.1:"), "{to_encrypted}");
}
