//! Requests over HTTP, with bounded answers.

use std::error;
use std::io::{self, ErrorKind, Read};
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use serde_json::Value;
use ureq::http::{Method, Request, Response, header};
use ureq::tls::TlsConfig;
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, AsSendBody, Body, Timeout};

use crate::error::{ClusterProblem, Error, os_error_message};
use crate::opensearch::address::ClusterAddress;
use crate::opensearch::credentials::{ClientSettings, Credentials};
use crate::opensearch::transport::host_resolver::HostResolver;

mod backoff;
mod certificates;
mod dns;
mod host_resolver;
mod reply;
mod stop;

pub(super) use backoff::{Backoff, RetryPolicy};
pub(super) use reply::{ClusterReply, is_block, printable, problem, reason};
use stop::StopConnector;
pub(super) use stop::{LAST_ANSWER, StopFlag};

/// Maximum number of bytes read of an answer.
const MAX_ANSWER: u64 = 64 << 20;

/// Time for an answer. The cluster itself waits for up to a minute for a shard that is away.
const ANSWER: Duration = Duration::from_secs(90);

/// Time for an answer that a reader of a page waits for.
const ANSWER_OF_SERVER: Duration = Duration::from_secs(30);

/// Time for an answer to such a reader that takes the cluster no work: if it does not come, none will.
const SIGN_OF_LIFE: Duration = Duration::from_secs(4);

/// Time for which a run waits for a node that starts again.
const RESTART: Duration = Duration::from_secs(120);

/// Time for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// A body of a request.
#[derive(Debug, Clone, Copy)]
pub(super) enum RequestBody<'a> {
    None,
    Json(&'a Value),
    /// Lines of JSON, as `_bulk` takes them.
    Lines(&'a [u8]),
}

/// The case in which a request may be sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Repeat {
    Never,
    /// When the cluster has refused it for now, or no connection was made.
    Refused,
    /// Also when its answer is lost: a repeat does no harm.
    Lost,
}

/// A request to the cluster.
#[derive(Debug)]
pub(super) struct ClusterRequest<'a> {
    pub method: Method,
    /// Path below the address of the server, with its query.
    pub path: &'a str,
    pub body: RequestBody<'a>,
    pub repeat: Repeat,
    pub work: RequestWork,
}

/// The work that a request is for the cluster.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RequestWork {
    /// As good as none, such as to read one document.
    Little,
    Any,
}

/// Times that a client allows.
#[derive(Debug, Clone)]
pub(super) struct Patience {
    pub answer: Duration,
    /// Time for a connection, and for an answer to a request of little work.
    pub sign_of_life: Duration,
    /// Time for an answer once a run is stopped.
    pub last_answer: Duration,
    pub retry: RetryPolicy,
    /// Flag that shortens them.
    pub stop: StopFlag,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            answer: ANSWER,
            sign_of_life: ANSWER,
            last_answer: LAST_ANSWER,
            retry: RetryPolicy::default(),
            stop: StopFlag::default(),
        }
    }
}

impl Patience {
    /// Returns the times of a server, whose readers can ask again.
    pub(super) fn of_server() -> Self {
        Self {
            answer: ANSWER_OF_SERVER,
            sign_of_life: SIGN_OF_LIFE,
            retry: RetryPolicy::of_server(),
            ..Self::default()
        }
    }

    /// Returns the times that a run allows, which `stop` shortens: a node may be away for as long as it takes
    /// to start again.
    pub(super) fn of_run(stop: &StopFlag) -> Self {
        let mut patience = Self { stop: stop.clone(), ..Self::default() };
        patience.retry.total = RESTART;
        patience
    }

    /// Returns the time for an answer to a request.
    fn of(&self, work: RequestWork) -> Duration {
        match work {
            RequestWork::Little => self.answer.min(self.sign_of_life),
            RequestWork::Any => self.answer,
        }
    }
}

/// A failure of a connection.
struct ConnectionFailure {
    /// The mildest permission to repeat with which the request may be sent again.
    repeat: Option<Repeat>,
    problem: ClusterProblem,
}

/// Connections to the server of an address.
#[derive(Debug)]
pub(super) struct Transport {
    agent: Agent,
    address: ClusterAddress,
    credentials: Option<Credentials>,
    patience: Patience,
}

impl Transport {
    /// Prepares connections; none is made yet.
    pub(super) fn new(
        address: &ClusterAddress,
        settings: ClientSettings,
        patience: Patience,
    ) -> Result<Self, ClusterProblem> {
        let mut tls =
            TlsConfig::builder().unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()));
        if address.is_encrypted() {
            tls = tls.root_certs(certificates::read_roots(settings.ca.as_deref())?);
        } else if !address.is_loopback() && !settings.allow_http {
            return Err(ClusterProblem::Unencrypted);
        }
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // Credentials go to the configured host only.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("clippings/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT.min(patience.answer).min(patience.sign_of_life)))
            .tls_config(tls.build())
            .build();
        let stoppable = StopConnector { stop: patience.stop.clone(), last_answer: patience.last_answer };
        let connector = DefaultConnector::new().chain(stoppable);
        let agent = match host_resolver::is_needed() {
            true => Agent::with_parts(config, connector, HostResolver),
            false => Agent::with_parts(config, connector, DefaultResolver::default()),
        };
        Ok(Self { agent, address: address.clone(), credentials: settings.credentials, patience })
    }

    pub(super) fn address(&self) -> &ClusterAddress {
        &self.address
    }

    pub(super) fn stop(&self) -> &StopFlag {
        &self.patience.stop
    }

    /// Returns `text` without the credentials, which a server may repeat.
    pub(super) fn redact(&self, text: &str) -> String {
        self.credentials.as_ref().map_or_else(|| text.to_owned(), |credentials| credentials.redact(text))
    }

    /// Returns the waits for a request that begins now.
    pub(super) fn backoff(&self) -> Backoff {
        Backoff::new(self.patience.retry, self.patience.stop.clone())
    }

    /// Sends a request, again where that may help, and reads the answer.
    pub(super) fn send(&self, request: &ClusterRequest<'_>) -> Result<ClusterReply, Error> {
        let mut backoff = self.backoff();
        loop {
            let sent = self.send_once(request).map_err(|error| self.failure(error, request.work));
            let permission = match &sent {
                Ok(reply) if reply.is_refused_for_now() => Some(Repeat::Refused),
                Ok(reply) if reply.is_unavailable() => Some(Repeat::Lost),
                Ok(_) => None,
                Err(failure) => failure.repeat,
            };
            let may_repeat = match permission {
                Some(Repeat::Refused) => request.repeat != Repeat::Never,
                Some(Repeat::Lost) => request.repeat == Repeat::Lost,
                Some(Repeat::Never) | None => false,
            };
            if !may_repeat || !backoff.wait() {
                return sent.map_err(|failure| self.address.error(failure.problem));
            }
        }
    }

    fn send_once(&self, request: &ClusterRequest<'_>) -> Result<ClusterReply, ureq::Error> {
        let mut builder = Request::builder().method(&request.method).uri(format!(
            "{}{}",
            self.address.server(),
            request.path
        ));
        if let Some(credentials) = &self.credentials {
            builder = builder.header(header::AUTHORIZATION, credentials.header());
        }
        let within = self.patience.of(request.work);
        let mut response = match request.body {
            RequestBody::None => self.run(builder.body(())?, within)?,
            RequestBody::Json(value) => {
                let builder = builder.header(header::CONTENT_TYPE, "application/json");
                self.run(builder.body(value.to_string())?, within)?
            }
            RequestBody::Lines(lines) => {
                let builder = builder.header(header::CONTENT_TYPE, "application/x-ndjson");
                self.run(builder.body(lines)?, within)?
            }
        };
        let mut answer = Vec::new();
        response.body_mut().with_config().limit(MAX_ANSWER).reader().read_to_end(&mut answer)?;
        Ok(ClusterReply::new(response.status().as_u16(), &answer))
    }

    /// Sends a request that is to be answered in the time `within`.
    fn run(
        &self,
        request: Request<impl AsSendBody>,
        within: Duration,
    ) -> Result<Response<Body>, ureq::Error> {
        self.agent.run(self.agent.configure_request(request).timeout_per_call(Some(within)).build())
    }

    /// Describes a failure of a connection.
    fn failure(&self, error: ureq::Error, work: RequestWork) -> ConnectionFailure {
        let unreachable = |repeat, problem: &str| ConnectionFailure {
            repeat: Some(repeat),
            problem: ClusterProblem::Unreachable(problem.to_owned()),
        };
        let problem = match error {
            ureq::Error::Timeout(Timeout::Connect | Timeout::Resolve) => {
                return unreachable(Repeat::Refused, "no connection in time");
            }
            ureq::Error::Timeout(_) => {
                let (answer, last_answer) = (self.patience.of(work), self.patience.last_answer);
                let waited = if self.patience.stop.is_set() { answer.min(last_answer) } else { answer };
                ClusterProblem::Timeout(waited.as_secs().max(1))
            }
            ureq::Error::HostNotFound => return unreachable(Repeat::Refused, "the host is not known"),
            ureq::Error::ConnectionFailed => return unreachable(Repeat::Refused, "no connection"),
            ureq::Error::BodyExceedsLimit(_) => ClusterProblem::TooLarge(MAX_ANSWER >> 20),
            ureq::Error::Rustls(error) => ClusterProblem::Tls(error.to_string()),
            ureq::Error::Tls(error) => ClusterProblem::Tls(error.to_owned()),
            ureq::Error::Io(error) => match tls_error(&error) {
                Some(error) => ClusterProblem::Tls(error.to_string()),
                None if is_before_sending(&error) => {
                    return unreachable(Repeat::Refused, &os_error_message(&error));
                }
                None if error.kind() == ErrorKind::UnexpectedEof => {
                    let closed = match self.address.is_encrypted() {
                        true => "the connection was closed",
                        false => "the connection was closed, as by a server that ends or expects https",
                    };
                    return unreachable(Repeat::Lost, closed);
                }
                None => return unreachable(Repeat::Lost, &os_error_message(&error)),
            },
            error => ClusterProblem::InvalidAnswer(printable(&self.redact(&error.to_string()))),
        };
        ConnectionFailure { repeat: None, problem }
    }
}

/// Returns the failure to encrypt that an error wraps.
fn tls_error(error: &io::Error) -> Option<&rustls::Error> {
    let inner: &(dyn error::Error + 'static) = error.get_ref()?;
    inner.downcast_ref()
}

/// Returns whether no connection was made.
fn is_before_sending(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::ConnectionRefused
            | ErrorKind::HostUnreachable
            | ErrorKind::NetworkUnreachable
            | ErrorKind::NetworkDown
            | ErrorKind::AddrNotAvailable
    )
}
