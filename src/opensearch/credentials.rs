//! Credentials for a cluster, and the other settings of its client.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use ureq::http::HeaderValue;

use crate::error::{ClusterProblem, os_error_message};
use crate::opensearch::address::ClusterAddress;
use crate::text::regular_file::{is_exposed, read_settings};

mod netrc;

const USER: &str = "CLIPPINGS_OPENSEARCH_USER";
const PASSWORD: &str = "CLIPPINGS_OPENSEARCH_PASSWORD";
const API_KEY: &str = "CLIPPINGS_OPENSEARCH_API_KEY";
const FILE: &str = "CLIPPINGS_OPENSEARCH_CREDENTIALS";
const CA: &str = "CLIPPINGS_OPENSEARCH_CA";
const ALLOW_HTTP: &str = "CLIPPINGS_OPENSEARCH_ALLOW_HTTP";
const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

/// Credentials for a cluster. Neither a message nor `Debug` shows them.
pub(super) struct Credentials {
    header: HeaderValue,
    /// Texts that no message may hold.
    secrets: Vec<String>,
}

/// Settings of a client.
#[derive(Debug, Default)]
pub(super) struct ClientSettings {
    pub credentials: Option<Credentials>,
    /// File with the certificates to trust.
    pub ca: Option<PathBuf>,
    /// Whether the connection need not be encrypted.
    pub allow_http: bool,
}

/// Content of a file with credentials.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CredentialsFile {
    user: Option<String>,
    password: Option<String>,
    api_key: Option<String>,
}

impl ClientSettings {
    /// Reads the settings of a client of `address`. `variable` looks up environment variables.
    pub(super) fn read(
        address: &ClusterAddress,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ClusterProblem> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        Ok(Self {
            credentials: Credentials::read(address, &variable)?,
            ca: variable(CA).map(PathBuf::from),
            allow_http: variable(ALLOW_HTTP).is_some_and(|value| value == "1"),
        })
    }
}

impl Credentials {
    /// Reads the credentials for `address`: from the environment, else from the file that it names, else from
    /// the user's netrc file. `None` if there are none.
    fn read(
        address: &ClusterAddress,
        variable: &dyn Fn(&str) -> Option<OsString>,
    ) -> Result<Option<Self>, ClusterProblem> {
        let text = |name: &str| {
            let not_text = |_| ClusterProblem::Credentials(format!("{name} is not UTF-8"));
            variable(name).map(OsString::into_string).transpose().map_err(not_text)
        };
        if let Some(key) = text(API_KEY)? {
            return Self::with_key(&key, API_KEY).map(Some);
        }
        match (text(USER)?, text(PASSWORD)?) {
            (Some(user), Some(password)) => return Self::basic(&user, &password, USER).map(Some),
            (None, None) => {}
            (Some(_), None) => return Err(incomplete(USER, PASSWORD)),
            (None, Some(_)) => return Err(incomplete(PASSWORD, USER)),
        }
        if let Some(path) = variable(FILE) {
            return Self::read_file(Path::new(&path)).map(Some);
        }
        let path = variable("NETRC").map(PathBuf::from);
        match path.or_else(|| Some(PathBuf::from(variable(HOME)?).join(".netrc"))) {
            Some(path) => Self::read_netrc(&path, address.host()),
            None => Ok(None),
        }
    }

    /// Reads a file with a user and a password, or a key.
    fn read_file(path: &Path) -> Result<Self, ClusterProblem> {
        let source = path.display().to_string();
        let failed = |problem: &str| ClusterProblem::Credentials(format!("{source}: {problem}"));
        let text = read_settings(path).map_err(|error| failed(&os_error_message(&error)))?;
        check_mode(path)?;
        // The parser's message would show the line.
        let file: CredentialsFile = toml::from_str(&text).map_err(|_| {
            failed("not credentials: two lines are needed, user = \"…\" and password = \"…\", or one, api_key = \"…\"")
        })?;
        match (file.user, file.password, file.api_key) {
            (Some(user), Some(password), None) => Self::basic(&user, &password, &source),
            (None, None, Some(key)) => Self::with_key(&key, &source),
            _ => Err(failed("user and password are needed, or api_key")),
        }
    }

    /// Reads the entry of `host` in a netrc file, if there are both.
    fn read_netrc(path: &Path, host: &str) -> Result<Option<Self>, ClusterProblem> {
        // The file is for other programs too: what is not for this host is not our concern.
        let Ok(text) = read_settings(path) else { return Ok(None) };
        let Some((user, password)) = netrc::find(&text, host) else { return Ok(None) };
        check_mode(path)?;
        Self::basic(&user, &password, &path.display().to_string()).map(Some)
    }

    /// Makes credentials of a user and a password.
    fn basic(user: &str, password: &str, source: &str) -> Result<Self, ClusterProblem> {
        if user.contains(':') {
            return Err(ClusterProblem::Credentials(format!("{source}: a user name has no colon")));
        }
        let encoded = STANDARD.encode(format!("{user}:{password}"));
        let header = format!("Basic {encoded}");
        Self::new(&header, [encoded, password.to_owned(), STANDARD.encode(password)].into(), source)
    }

    /// Makes credentials of an API key.
    fn with_key(key: &str, source: &str) -> Result<Self, ClusterProblem> {
        Self::new(&format!("ApiKey {key}"), [key.to_owned()].into(), source)
    }

    fn new(header: &str, mut secrets: Vec<String>, source: &str) -> Result<Self, ClusterProblem> {
        let invalid =
            |_| ClusterProblem::Credentials(format!("{source}: a character that has no place there"));
        let mut header = HeaderValue::from_str(header).map_err(invalid)?;
        header.set_sensitive(true);
        secrets.retain(|secret| !secret.is_empty());
        Ok(Self { header, secrets })
    }

    /// Returns the value of the header `Authorization`.
    pub(super) fn header(&self) -> &HeaderValue {
        &self.header
    }

    /// Returns `text` without the secrets.
    pub(super) fn redact(&self, text: &str) -> String {
        self.secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret, "…"))
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credentials(…)")
    }
}

/// Checks that only its owner can read a file.
fn check_mode(path: &Path) -> Result<(), ClusterProblem> {
    if is_exposed(path) {
        let file = path.display();
        return Err(ClusterProblem::Credentials(format!(
            "others can read the password in {file}: run `chmod 600 {file}`"
        )));
    }
    Ok(())
}

fn incomplete(set: &str, missing: &str) -> ClusterProblem {
    ClusterProblem::Credentials(format!("{set} is set, but {missing} is not"))
}
