//! Answers and their bodies.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};
use hyper::header::{
    AsHeaderName, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION,
};
use hyper::{Request, StatusCode};

/// Media type of pages.
pub(crate) const HTML: &str = "text/html; charset=utf-8";
/// Media type of answers to programs.
pub(crate) const JSON: &str = "application/json";

/// Request with its whole body.
pub(crate) type Call = Request<Bytes>;

/// Answer to a request.
pub(crate) type ServerResponse = hyper::Response<Body>;

/// Body of an answer.
pub(crate) enum Body {
    /// Body that is there as a whole.
    Whole(Bytes),
    /// Body that is sent while it is written.
    Chunks(Box<dyn PollChunk + Send>),
}

/// Source of the parts of a body.
pub(crate) trait PollChunk {
    /// Returns the next part; none at the end.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>>;
}

impl Body {
    /// Returns an empty body.
    pub(crate) fn empty() -> Self {
        Body::Whole(Bytes::new())
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        match self.get_mut() {
            Body::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Body::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Body::Chunks(chunks) => chunks.poll_chunk(context).map_ok(Frame::data),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Body::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Body::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Body::Chunks(_) => SizeHint::default(),
        }
    }
}

/// Returns an answer with a body of this media type.
pub(crate) fn respond(
    status: StatusCode,
    media_type: &'static str,
    body: impl Into<Bytes>,
) -> ServerResponse {
    let response = respond_empty(status).with_header(CONTENT_TYPE, media_type);
    response.map(|_| Body::Whole(body.into()))
}

/// Returns an answer without a body.
pub(crate) fn respond_empty(status: StatusCode) -> ServerResponse {
    let mut response = ServerResponse::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// Returns an answer that leads to another address.
pub(crate) fn redirect(address: &str) -> ServerResponse {
    let response = respond_empty(StatusCode::SEE_OTHER).with_header(CACHE_CONTROL, "no-store");
    response.with_header(LOCATION, address)
}

/// Headers of an answer.
pub(crate) trait WithHeader {
    /// Sets a header; one with a value that no header can have is left out.
    #[must_use]
    fn with_header(self, name: HeaderName, value: &str) -> Self;
}

impl WithHeader for ServerResponse {
    fn with_header(mut self, name: HeaderName, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers_mut().insert(name, value);
        }
        self
    }
}

/// Returns the value of the header `Content-Type`; empty if there is none.
pub(crate) fn content_type(call: &Call) -> &str {
    call.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Returns all values of a header.
pub(crate) fn header_values(headers: &HeaderMap, name: impl AsHeaderName) -> Vec<&[u8]> {
    headers.get_all(name).iter().map(HeaderValue::as_bytes).collect()
}

/// Returns the bytes of a body; `None` if there are more than `limit`, or it ends before it is complete.
pub(crate) async fn read_body<B>(mut body: B, limit: usize) -> Option<Bytes>
where
    B: hyper::body::Body<Data = Bytes> + Unpin,
{
    let mut all = Vec::new();
    while let Some(frame) = std::future::poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        if data.len() > limit - all.len() {
            return None;
        }
        all.extend_from_slice(&data);
    }
    Some(all.into())
}

#[cfg(test)]
mod tests {
    use crate::serve::response::*;

    /// Parts of a body, the last first.
    struct Parts(Vec<&'static str>);

    impl PollChunk for Parts {
        fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
            Poll::Ready(self.0.pop().map(|part| Ok(Bytes::from_static(part.as_bytes()))))
        }
    }

    #[test]
    fn a_body_is_read_up_to_a_limit() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let read = |parts: &[&'static str], limit| {
            let body = Body::Chunks(Box::new(Parts(parts.iter().rev().copied().collect())));
            runtime.block_on(read_body(body, limit))
        };
        assert_eq!(read(&[], 0), Some(Bytes::new()));
        assert_eq!(read(&["abc"], 3), Some("abc".into()));
        assert_eq!(read(&["ab", "", "c", "de"], 5), Some("abcde".into()));
        assert_eq!(read(&["ab", "c", "de"], 4), None);
    }
}
