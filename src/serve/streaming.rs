//! Answers that are sent while they are made, in bounded memory.

use std::io::{self, Write};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::body::Bytes;
use serde::Serialize;
use tokio::runtime::Handle;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::serve::api::problem::Problem;
use crate::serve::response::{Body, PollChunk, ServerResponse};
use crate::serve::served::{Served, spawn};
use crate::wire::to_line;

/// Size of the parts that are sent, in bytes.
const CHUNK: usize = 64 << 10;
/// Number of parts that wait to be sent.
const WAITING: usize = 2;

/// Part of an answer, or its end.
enum SentPart {
    Chunk(Bytes),
    End,
    Failed(Problem),
}

/// Writer of an answer that is sent while it is written. While the client reads slowly, others may work.
pub(crate) struct ChunkWriter {
    chunk: Vec<u8>,
    sender: Sender<SentPart>,
    workers: Arc<Semaphore>,
    permit: Option<OwnedSemaphorePermit>,
    runtime: Handle,
}

impl ChunkWriter {
    fn send(&mut self, part: SentPart) -> io::Result<()> {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        match self.sender.try_send(part) {
            Ok(()) => Ok(()),
            Err(TrySendError::Closed(_)) => Err(gone()),
            Err(TrySendError::Full(part)) => {
                self.permit = None;
                self.sender.blocking_send(part).map_err(|_| gone())?;
                self.permit = self.runtime.block_on(Arc::clone(&self.workers).acquire_owned()).ok();
                Ok(())
            }
        }
    }
}

impl Write for ChunkWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.chunk.extend_from_slice(bytes);
        if self.chunk.len() >= CHUNK {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.chunk.is_empty() {
            return Ok(());
        }
        let chunk = std::mem::replace(&mut self.chunk, Vec::with_capacity(CHUNK));
        self.send(SentPart::Chunk(chunk.into()))
    }
}

/// Writer of a list of JSON that is sent while it is written, a line for each of its values.
pub(crate) struct ListWriter<'w> {
    out: &'w mut ChunkWriter,
    is_empty: bool,
}

impl<'w> ListWriter<'w> {
    /// Creates a list without values.
    pub(crate) fn new(out: &'w mut ChunkWriter) -> Self {
        ListWriter { out, is_empty: true }
    }

    /// Adds a value.
    ///
    /// # Errors
    /// If the value cannot be serialized, or the client is gone.
    pub(crate) fn push(&mut self, value: &impl Serialize) -> io::Result<()> {
        let before = if self.is_empty { "[" } else { ",\n" };
        self.is_empty = false;
        write!(self.out, "{before}{}", to_line(value)?.trim_end())
    }

    /// Ends the list.
    ///
    /// # Errors
    /// If the client is gone.
    pub(crate) fn finish(self) -> io::Result<()> {
        writeln!(self.out, "{}]", if self.is_empty { "[" } else { "" })
    }
}

/// Body of an answer that is sent while it is written.
struct ChunkBody {
    first: Option<SentPart>,
    parts: Receiver<SentPart>,
    is_complete: bool,
}

impl PollChunk for ChunkBody {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if self.is_complete {
            return Poll::Ready(None);
        }
        let part = match self.first.take() {
            Some(part) => Some(part),
            None => ready!(self.parts.poll_recv(context)),
        };
        match part {
            Some(SentPart::Chunk(chunk)) => return Poll::Ready(Some(Ok(chunk))),
            Some(SentPart::End) => {
                self.is_complete = true;
                return Poll::Ready(None);
            }
            Some(SentPart::Failed(_)) | None => {}
        }
        // The connection is cut off, so that the client does not take a part for the whole.
        self.is_complete = true;
        Poll::Ready(Some(Err(io::Error::other("the answer ended before it was complete"))))
    }
}

/// Function that writes the body of an answer while it is sent.
type WriteBody = Box<dyn FnOnce(&Served, &mut ChunkWriter) -> Result<(), Problem> + Send>;

/// Answer that is sent while it is written.
pub(crate) struct Streamed {
    head: ServerResponse,
    write: WriteBody,
}

impl Streamed {
    /// Creates an answer with the status and headers of `head`, and with what `write` writes as its body.
    pub(crate) fn new(
        head: ServerResponse,
        write: impl FnOnce(&Served, &mut ChunkWriter) -> Result<(), Problem> + Send + 'static,
    ) -> Self {
        Streamed { head, write: Box::new(write) }
    }

    /// Begins to write the body, and returns the answer when its first part is there.
    ///
    /// # Errors
    /// The error of the writer if it fails before the first part is sent. Later the connection is cut off.
    pub(crate) async fn send(self, served: &Served) -> Result<ServerResponse, Problem> {
        let Streamed { head, write } = self;
        let (sender, mut parts) = channel(WAITING);
        let workers = Arc::clone(&served.workers);
        let permit = Arc::clone(&workers).acquire_owned().await.ok();
        let (served, runtime) = (served.clone(), Handle::current());
        let task = move || {
            let mut writer = ChunkWriter { chunk: Vec::new(), sender, workers, permit, runtime };
            let written = write(&served, &mut writer).and_then(|()| Ok(writer.flush()?));
            let last = match written {
                Ok(()) => SentPart::End,
                Err(problem) => SentPart::Failed(problem),
            };
            let _ = writer.send(last); // nobody reads it if the client is gone
            None
        };
        drop(spawn(Box::new(task)));
        match parts.recv().await {
            Some(SentPart::Failed(problem)) => Err(problem),
            None => Err(Problem::internal()),
            first => Ok(head.map(|_| Body::Chunks(Box::new(ChunkBody { first, parts, is_complete: false })))),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Problem::new(hyper::StatusCode::INTERNAL_SERVER_ERROR, "io", error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use hyper::StatusCode;

    use crate::index::IndexDir;
    use crate::serve::options::ServeOptions;
    use crate::serve::response::{read_body, respond_empty};
    use crate::serve::streaming::*;

    /// Streams what `write` writes; returns the length of the body, or why there is none.
    fn length(
        write: impl FnOnce(&Served, &mut ChunkWriter) -> Result<(), Problem> + Send + 'static,
    ) -> Result<usize, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(async {
            let served = Served::new(ServeOptions::new(IndexDir::new("none")));
            let streamed = Streamed::new(respond_empty(StatusCode::OK), write);
            let sent = streamed.send(&served).await.map_err(|problem| format!("{problem:?}"))?;
            let bytes = read_body(sent.into_body(), usize::MAX).await.ok_or("cut off")?;
            Ok(bytes.len())
        })
    }

    fn problem() -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "damaged", "broken")
    }

    #[test]
    fn a_body_is_whole_or_cut_off() {
        assert_eq!(length(|_, _| Ok(())), Ok(0));
        let many = |out: &mut ChunkWriter| (0..100_000).try_for_each(|_| out.write_all(b"0123456789"));
        assert_eq!(length(move |_, out| Ok(many(out)?)), Ok(1_000_000));
        let error = length(|_, _| Err(problem())).expect_err("a problem");
        assert!(error.contains("damaged"), "{error}");
        let ended = |result: Result<usize, String>| result.is_err_and(|error| error == "cut off");
        assert!(ended(length(move |_, out| many(out).map_err(Problem::from).and(Err(problem())))));
        assert!(ended(length(move |_, out| {
            many(out)?;
            panic!("a bug");
        })));
    }

    #[test]
    fn a_writer_ends_when_the_client_is_gone() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let (sender, ended) = std::sync::mpsc::channel();
        runtime.block_on(async {
            let served = Served::new(ServeOptions::new(IndexDir::new("none")));
            let streamed = Streamed::new(respond_empty(StatusCode::OK), move |_, out| {
                let written = (0..1_000_000).try_for_each(|_| out.write_all(b"0123456789"));
                let _ = sender.send(written.is_err());
                Ok(())
            });
            drop(streamed.send(&served).await);
        });
        drop(runtime);
        assert_eq!(ended.recv(), Ok(true));
    }
}
