//! Answers requests: the guard first, then the router, and the security headers on whatever comes out.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, COOKIE, HOST, LOCATION,
    ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tower_service::Service;

use crate::serve::access::Access;
use crate::serve::access::new_link::LINK_PATH;
use crate::serve::drafts::MAX_DRAFT;
use crate::serve::guard::{
    AllowedHosts, Decision, EXCHANGE_PATH, GuardKeys, RequestHead, cookies_named, decide,
};
use crate::serve::refusal;

/// Headers of every answer.
pub(crate) const SECURITY_HEADERS: [(HeaderName, &str); 5] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Paths to which a whole draft may be sent.
const DRAFT_PATHS: [&str; 2] = ["/verify", "/api/v1/verify"];
/// Maximum size of any other body, in bytes.
const MAX_BODY: usize = 64 << 10;
/// Time for a body to arrive.
const BODY_TIME: Duration = Duration::from_secs(10);

/// Router behind the guard.
pub(crate) struct GuardedRouter {
    router: Router,
    hosts: AllowedHosts,
    access: Access,
    /// Address of the page, without a path; none if no browser can open it.
    origin: Option<String>,
}

impl GuardedRouter {
    /// Puts the guard before `router`.
    pub(crate) fn new(router: Router, hosts: AllowedHosts, access: Access, origin: Option<String>) -> Self {
        GuardedRouter { router, hosts, access, origin }
    }

    /// Returns an address that opens the page once; none if no browser can open it.
    ///
    /// # Errors
    /// If the system has no random numbers.
    pub(crate) fn new_link(&self) -> std::io::Result<Option<String>> {
        let Some(origin) = &self.origin else { return Ok(None) };
        let code = self.access.new_code(Instant::now())?;
        Ok(Some(format!("{origin}{EXCHANGE_PATH}?code={}", code.expose())))
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, request: Request) -> Response {
        let mut response = self.answer_plainly(request).await;
        let headers = response.headers_mut();
        for (name, value) in SECURITY_HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // What an answer says is for this user, and as old as the index.
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-cache"));
        response
    }

    /// Answers a request without the security headers.
    async fn answer_plainly(&self, request: Request) -> Response {
        let path = request.uri().path().to_owned();
        match self.decide(&request) {
            Decision::Deny(reason) => {
                let cookies = values(request.headers(), &COOKIE);
                let has_cookie = cookies_named(&cookies, &self.access.cookie_name).next().is_some();
                refusal::refuse(reason, &path, has_cookie)
            }
            Decision::Exchange => self.exchange(&request),
            Decision::Allow if path == LINK_PATH => self.hand_out_link(request.method()),
            Decision::Allow => match limit_body(request, &path).await {
                // A router is always ready.
                Ok(request) => match self.router.clone().call(request).await {
                    Ok(response) => response,
                    Err(never) => match never {},
                },
                Err(refusal) => refusal,
            },
        }
    }

    /// Asks the guard about a request.
    fn decide(&self, request: &Request) -> Decision {
        let headers = request.headers();
        let [hosts, origins, cookies, authorizations] =
            [HOST, ORIGIN, COOKIE, AUTHORIZATION].map(|name| values(headers, &name));
        // A target with a host is not the plain form, however it looks without it.
        let is_plain = request.uri().scheme().is_none() && request.uri().authority().is_none();
        let target = request.uri().path_and_query().filter(|_| is_plain);
        let head = RequestHead {
            method: request.method().as_str(),
            target: target.map_or("", |target| target.as_str()),
            hosts: &hosts,
            origins: &origins,
            cookies: &cookies,
            authorizations: &authorizations,
        };
        self.access.with_sessions(|sessions| {
            let keys = GuardKeys {
                hosts: &self.hosts,
                token: &self.access.token,
                cookie_name: &self.access.cookie_name,
                sessions,
            };
            decide(&head, &keys)
        })
    }

    /// Exchanges the code in the query for a cookie. A browser that is in already is not sent away.
    fn exchange(&self, request: &Request) -> Response {
        let query = request.uri().query().unwrap_or_default();
        let code = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "code");
        let code = code.map(|(_, code)| code.into_owned()).unwrap_or_default();
        let headers = values(request.headers(), &COOKIE);
        let cookies: Vec<&[u8]> = cookies_named(&headers, &self.access.cookie_name).collect();
        // HEAD asks what GET would do; programs that look at an address before it is opened send it.
        if request.method() == Method::GET {
            match self.access.exchange(code.as_bytes(), &cookies, Instant::now()) {
                Ok(Some(session)) => {
                    let name = &self.access.cookie_name;
                    let cookie = format!("{name}={}; HttpOnly; SameSite=Strict; Path=/", session.expose());
                    return ([(SET_COOKIE, cookie)], to_results()).into_response();
                }
                Ok(None) => {}
                Err(_) => return refusal::fail("/"),
            }
        }
        match self.access.has_session(&cookies) {
            true => to_results().into_response(),
            false => refusal::refuse_code(),
        }
    }

    /// Hands out an address that opens the page once.
    fn hand_out_link(&self, method: &Method) -> Response {
        if method != Method::POST {
            return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST")]).into_response();
        }
        match self.new_link() {
            Ok(Some(link)) => ([(CACHE_CONTROL, "no-store")], format!("{link}\n")).into_response(),
            Ok(None) | Err(_) => refusal::fail(LINK_PATH),
        }
    }
}

/// Returns an answer that leads to the page of results.
fn to_results() -> impl IntoResponse {
    (StatusCode::SEE_OTHER, [(LOCATION, "/"), (CACHE_CONTROL, "no-store")])
}

/// Returns all values of a header.
fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Vec<&'a [u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes).collect()
}

/// Reads the body of a request, so that no handler waits for it; the answer if it is too large or too slow.
async fn limit_body(request: Request, path: &str) -> Result<Request, Response> {
    let limit = if DRAFT_PATHS.contains(&path) { MAX_DRAFT } else { MAX_BODY };
    let (head, body) = request.into_parts();
    let declared =
        head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(refusal::refuse_body(limit, path));
    }
    let body = match head.method {
        Method::POST => match tokio::time::timeout(BODY_TIME, to_bytes(body, limit)).await {
            Ok(Ok(body)) => Body::from(body),
            Ok(Err(_)) => return Err(refusal::refuse_body(limit, path)),
            Err(_) => return Err(refusal::refuse_slow_body(path)),
        },
        _ => Body::empty(),
    };
    Ok(Request::from_parts(head, body))
}
