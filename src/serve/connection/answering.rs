//! Answers the requests of one connection.
//!
//! A request that cannot be read never reaches the service: hyper answers it itself. Its answer is replaced
//! by one with the security headers.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::watch;
use tokio::time::Sleep;

use crate::serve::connection::activity::{Activity, CountedBody};
use crate::serve::connection::limit::ConnectionSlot;
use crate::serve::service::{GuardedRouter, SECURITY_HEADERS};

/// Maximum size of the head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;
/// Time for the head of a request to arrive.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Time for which what is still sent is read after the answer, which the system would take back otherwise.
const LINGER_TIME: Duration = Duration::from_millis(500);

/// Stream of a connection to a port or a socket.
pub(crate) type SomeStream = Box<dyn ByteStream>;

/// Stream that is read and written.
pub(crate) trait ByteStream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> ByteStream for S {}

/// Answers the requests of one connection until it ends, gives way, or the server stops.
pub(crate) async fn answer(
    stream: SomeStream,
    router: Arc<GuardedRouter>,
    slot: ConnectionSlot,
    mut stopped: watch::Receiver<bool>,
) {
    let stream = AnsweringStream::new(stream, Arc::clone(&slot.activity));
    let service = service_fn(|request: Request<Incoming>| {
        let (router, in_progress) = (Arc::clone(&router), slot.activity.begin());
        async move {
            let response = router.answer(request).await;
            Ok::<_, Infallible>(response.map(|body| CountedBody::new(body, in_progress)))
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    tokio::select! {
        // A head that has arrived is read before the connection gives way.
        biased;
        _ = connection.as_mut() => {}
        () = slot.evicted.notified() => {
            if !slot.activity.is_idle() {
                connection.as_mut().graceful_shutdown();
                let _ = connection.await;
            }
        }
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}

/// Stream that replaces the answers of which the service knows nothing.
struct AnsweringStream {
    stream: SomeStream,
    activity: Arc<Activity>,
    /// Number of requests whose answers are sent.
    answered: usize,
    /// Rest of an answer that replaces another one.
    replacement: Vec<u8>,
    /// Time to stop reading, once all is sent.
    linger: Option<Pin<Box<Sleep>>>,
}

impl AnsweringStream {
    fn new(stream: SomeStream, activity: Arc<Activity>) -> Self {
        AnsweringStream { stream, activity, answered: 0, replacement: Vec::new(), linger: None }
    }

    /// Returns whether nothing was asked of the service since the last answer was sent: what is written then
    /// is no answer of it.
    fn is_unasked(&self) -> bool {
        self.activity.is_idle() && self.activity.requests() == self.answered
    }

    /// Takes an answer to be replaced.
    fn replace(&mut self, answer: &[u8]) {
        // One that is already begun was the whole head.
        if self.replacement.is_empty() {
            self.replacement = unreadable(answer);
        }
    }

    /// Sends what is left of the answer that replaces another one.
    fn poll_replacement(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.replacement.is_empty() {
            match ready!(Pin::new(&mut self.stream).poll_write(context, &self.replacement))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                written => drop(self.replacement.drain(..written)),
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncRead for AnsweringStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for AnsweringStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_unasked() {
            self.replace(bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.is_unasked() {
            let bytes = slices.iter().flat_map(|slice| slice.iter().copied()).collect::<Vec<u8>>();
            self.replace(&bytes);
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_replacement(context))?;
        // All that was answered so far has been written.
        if self.activity.is_idle() {
            self.answered = self.activity.requests();
        }
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_replacement(context))?;
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
        }
        let this = &mut *self;
        let linger = this.linger.get_or_insert_with(|| Box::pin(tokio::time::sleep(LINGER_TIME)));
        if linger.as_mut().poll(context).is_ready() {
            return Poll::Ready(Ok(()));
        }
        let mut bytes = [0; 4096];
        loop {
            let mut buffer = ReadBuf::new(&mut bytes);
            let read = ready!(Pin::new(&mut this.stream).poll_read(context, &mut buffer));
            if read.is_err() || buffer.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
        }
    }
}

/// Returns the answer to a request that cannot be read, in place of one with the same status.
fn unreadable(replaced: &[u8]) -> Vec<u8> {
    let status =
        replaced.strip_prefix(b"HTTP/1.1 ").and_then(|rest| StatusCode::from_bytes(rest.get(..3)?).ok());
    let status = status.filter(|status| !status.is_success()).unwrap_or(StatusCode::BAD_REQUEST);
    let text = match status {
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => "The head of the request is larger than 16 KB.\n",
        StatusCode::URI_TOO_LONG => "The address is too long.\n",
        _ => "The request cannot be read.\n",
    };
    let mut answer = format!("HTTP/1.1 {status}\r\n");
    for (name, value) in SECURITY_HEADERS {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    answer.push_str(&format!(
        "cache-control: no-store\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{text}",
        text.len()
    ));
    answer.into_bytes()
}
