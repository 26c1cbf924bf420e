//! Answers requests: the guard first, then the router, and the security headers on whatever comes out.

use std::time::{Duration, Instant};

use hyper::body::{Body, Bytes};
use hyper::header::{
    ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, COOKIE, HOST, HeaderName,
    HeaderValue, ORIGIN, REFERRER_POLICY, SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use hyper::http::request::Parts;
use hyper::{Method, Request, StatusCode};

use crate::serve::access::Access;
use crate::serve::access::new_link::LINK_PATH;
use crate::serve::drafts::MAX_DRAFT;
use crate::serve::guard::{
    AllowedHosts, Decision, EXCHANGE_PATH, GuardKeys, RequestHead, cookies_named, decide,
};
use crate::serve::refusal;
use crate::serve::response::{
    ServerResponse, WithHeader, header_values, read_body, redirect, respond, respond_empty,
};
use crate::serve::router::Router;

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
    pub(crate) async fn answer<B>(&self, request: Request<B>) -> ServerResponse
    where
        B: Body<Data = Bytes> + Unpin,
    {
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
    async fn answer_plainly<B>(&self, request: Request<B>) -> ServerResponse
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let (head, body) = request.into_parts();
        let path = head.uri.path();
        match self.decide(&head) {
            Decision::Deny(reason) => {
                let cookies = header_values(&head.headers, &COOKIE);
                let has_cookie = cookies_named(&cookies, &self.access.cookie_name).next().is_some();
                refusal::refuse(reason, path, has_cookie)
            }
            Decision::Exchange => self.exchange(&head),
            Decision::Allow if path == LINK_PATH => self.hand_out_link(&head.method),
            Decision::Allow => match limit_body(&head, body).await {
                Ok(body) => self.router.answer(Request::from_parts(head, body)).await,
                Err(refusal) => refusal,
            },
        }
    }

    /// Asks the guard about a request.
    fn decide(&self, request: &Parts) -> Decision {
        let headers = &request.headers;
        let [hosts, origins, cookies, authorizations] =
            [HOST, ORIGIN, COOKIE, AUTHORIZATION].map(|name| header_values(headers, name));
        let fetch_sites = header_values(headers, "sec-fetch-site");
        // A target with a host is not the plain form, however it looks without it.
        let is_plain = request.uri.scheme().is_none() && request.uri.authority().is_none();
        let target = request.uri.path_and_query().filter(|_| is_plain);
        let head = RequestHead {
            method: request.method.as_str(),
            target: target.map_or("", |target| target.as_str()),
            hosts: &hosts,
            origins: &origins,
            fetch_sites: &fetch_sites,
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
    fn exchange(&self, request: &Parts) -> ServerResponse {
        let query = request.uri.query().unwrap_or_default();
        let code = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "code");
        let code = code.map(|(_, code)| code.into_owned()).unwrap_or_default();
        let headers = header_values(&request.headers, &COOKIE);
        let cookies: Vec<&[u8]> = cookies_named(&headers, &self.access.cookie_name).collect();
        // HEAD asks what GET would do; programs that look at an address before it is opened send it.
        if request.method == Method::GET {
            match self.access.exchange(code.as_bytes(), &cookies, Instant::now()) {
                Ok(Some(session)) => {
                    let name = &self.access.cookie_name;
                    let cookie = format!("{name}={}; HttpOnly; SameSite=Strict; Path=/", session.expose());
                    return redirect("/").with_header(SET_COOKIE, &cookie);
                }
                Ok(None) => {}
                Err(_) => return refusal::fail("/"),
            }
        }
        match self.access.has_session(&cookies) {
            true => redirect("/"),
            false => refusal::refuse_code(),
        }
    }

    /// Hands out an address that opens the page once.
    fn hand_out_link(&self, method: &Method) -> ServerResponse {
        if method != Method::POST {
            return respond_empty(StatusCode::METHOD_NOT_ALLOWED).with_header(ALLOW, "POST");
        }
        match self.new_link() {
            Ok(Some(link)) => {
                let answer = respond(StatusCode::OK, "text/plain; charset=utf-8", format!("{link}\n"));
                answer.with_header(CACHE_CONTROL, "no-store")
            }
            Ok(None) | Err(_) => refusal::fail(LINK_PATH),
        }
    }
}

/// Reads the body of a request, so that no handler waits for it; the answer if it is too large or too slow.
async fn limit_body<B>(head: &Parts, body: B) -> Result<Bytes, ServerResponse>
where
    B: Body<Data = Bytes> + Unpin,
{
    let path = head.uri.path();
    let limit = if DRAFT_PATHS.contains(&path) { MAX_DRAFT } else { MAX_BODY };
    let declared =
        head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if declared.is_some_and(|length| length > limit as u64) {
        return Err(refusal::refuse_body(limit, path));
    }
    match head.method {
        Method::POST => match tokio::time::timeout(BODY_TIME, read_body(body, limit)).await {
            Ok(Some(body)) => Ok(body),
            Ok(None) => Err(refusal::refuse_body(limit, path)),
            Err(_) => Err(refusal::refuse_slow_body(path)),
        },
        _ => Ok(Bytes::new()),
    }
}
