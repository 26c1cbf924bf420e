//! Certificates that encrypted connections trust.

use std::env;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use ureq::tls::{Certificate, RootCerts};

use crate::error::{ClusterProblem, os_error_message};
use crate::text::regular_file::{open_regular, read_limited};

/// Maximum size of a file with certificates, in bytes.
const MAX_BYTES: u64 = 8 << 20;

/// Files with the certificates that systems trust.
const OF_SYSTEM: &[&str] = &[
    "/etc/ssl/certs/ca-certificates.crt",                // Debian, Arch
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // Fedora
    "/etc/ssl/ca-bundle.pem",                            // openSUSE
    "/etc/ssl/cert.pem",                                 // Alpine, macOS, the BSDs
];

/// Reads the certificates of `file`, or else those that the system trusts.
pub(super) fn read_roots(file: Option<&Path>) -> Result<RootCerts, ClusterProblem> {
    let path = match file {
        Some(path) => path.to_owned(),
        None => of_system(env::var_os("SSL_CERT_FILE")).ok_or_else(|| {
            let message = "the certificates that this system trusts are not found: name the file with the cluster's CA certificate in CLIPPINGS_OPENSEARCH_CA";
            ClusterProblem::Credentials(message.into())
        })?,
    };
    let failed =
        |problem: String| ClusterProblem::Credentials(format!("CA file {}: {problem}", path.display()));
    let pem = read(&path).map_err(|error| failed(os_error_message(&error)))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .filter_map(Result::ok)
        .map(|certificate| Certificate::from_der(&certificate).to_owned())
        .collect();
    if certificates.is_empty() {
        return Err(failed("no certificate in the format PEM".into()));
    }
    Ok(certificates.into())
}

/// Returns the file with the certificates that the system trusts.
fn of_system(chosen: Option<OsString>) -> Option<PathBuf> {
    let chosen = chosen.filter(|path| !path.is_empty()).map(PathBuf::from);
    chosen.or_else(|| OF_SYSTEM.iter().map(PathBuf::from).find(|path| path.is_file()))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_limited(open_regular(path)?, MAX_BYTES)
}

#[cfg(test)]
mod tests {
    use crate::opensearch::transport::certificates::*;

    #[test]
    fn a_file_without_certificates_is_told() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("ca.pem");
        for (content, expected) in [
            (None, "no such file"),
            (Some("hello"), "no certificate in the format PEM"),
            (Some("-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n"), "no certificate"),
        ] {
            if let Some(content) = content {
                std::fs::write(&file, content).expect("a file");
            }
            let message = read_roots(Some(&file)).expect_err("a problem").to_string();
            assert!(message.contains(expected) && message.contains("ca.pem"), "{message}");
        }
    }

    #[test]
    fn the_file_of_the_environment_comes_first() {
        assert_eq!(of_system(Some("/x.pem".into())), Some("/x.pem".into()));
    }
}
