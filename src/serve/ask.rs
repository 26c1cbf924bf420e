//! Answers single requests in process, without a connection and its guard.

use hyper::Request;
use hyper::body::Bytes;
use hyper::header::HeaderValue;

use crate::serve::options::ServeOptions;
use crate::serve::response::read_body;
use crate::serve::router::Router;
use crate::serve::served::Served;

/// Answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Status of the answer.
    pub status: u16,
    /// Names, in lower case, and values of its headers.
    pub headers: Vec<(String, String)>,
    /// Body; an answer that was cut off has none. That of an answer to HEAD is the one to GET, which only a
    /// connection leaves out.
    pub body: Vec<u8>,
}

impl Answered {
    /// Returns the value of a header; empty if there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(given, _)| given == name).map_or("", |(_, value)| value)
    }

    /// Returns the body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Answers a request with this method, target, headers and body as a server with these options does.
///
/// # Errors
/// If the request is none, or the system has no resources to answer it.
pub fn ask(
    options: &ServeOptions,
    (method, target): (&str, &str),
    headers: &[(&str, &str)],
    body: &str,
) -> Result<Answered, Box<dyn std::error::Error>> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Bytes::from(body.to_owned()))?;
    let router = Router::new(Served::new(options.clone()));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let response = router.answer(request).await;
        let headers = response.headers().iter();
        let header = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        Ok(Answered {
            status: response.status().as_u16(),
            headers: headers.map(|(name, value)| (name.as_str().to_owned(), header(value))).collect(),
            body: read_body(response.into_body(), usize::MAX).await.unwrap_or_default().to_vec(),
        })
    })
}
