//! `clippings mcp`: answers an assistant on standard input and output.

use std::io::{self, BufRead, IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use clippings::internals::mcp::McpServer;

use crate::cli::args::{Common, McpArgs};
use crate::cli::exit_code::{FAILURE, SUCCESS};
use crate::cli::output::messages;

/// Maximum length of a message in bytes. Longer ones are read over, and answered with an error.
const MAX_MESSAGE: usize = 1 << 20;
/// Number of calls that wait for the one that runs; further messages are not read until then.
const MAX_WAITING: usize = 16;
/// Time that calls have to end once the input has ended.
const TIME_TO_END: Duration = Duration::from_millis(150);

/// Runs `clippings mcp`. Nothing but answers is printed on standard output.
pub(crate) fn run(_: &McpArgs, common: &Common) -> anyhow::Result<u8> {
    let mut input = io::stdin().lock();
    if io::stdin().is_terminal() && !common.quiet {
        messages::print(
            "waiting for messages of the Model Context Protocol, which an assistant sends; Ctrl-D stops",
        );
    }
    let server = Arc::new(McpServer::new(common.index_location()?.for_server()));
    let (sender, ended) = start_worker(Arc::clone(&server))?;
    let mut message = Vec::new();
    while read_message(&mut input, &mut message)? {
        if message.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        if message.len() > MAX_MESSAGE {
            print(Some(McpServer::refuse_long(MAX_MESSAGE)))?;
            continue;
        }
        match McpServer::is_long(&message) {
            // The worker ends with the channel alone.
            true => drop(sender.send(std::mem::take(&mut message))),
            false => print(server.answer(&message))?,
        }
    }
    drop(sender);
    // A call that still runs has nobody to answer, and ends with the program.
    let _ = ended.recv_timeout(TIME_TO_END);
    Ok(SUCCESS)
}

/// Starts the thread that answers calls of tools, in their order; other messages do not wait for them.
/// Returns the way to it, and what tells of its end.
fn start_worker(server: Arc<McpServer>) -> io::Result<(SyncSender<Vec<u8>>, Receiver<()>)> {
    let (sender, calls) = sync_channel::<Vec<u8>>(MAX_WAITING);
    let (end, ended): (Sender<()>, _) = channel();
    thread::Builder::new().name("calls".into()).spawn(move || {
        for call in calls {
            if let Err(error) = print(server.answer(&call)) {
                // Nobody reads the answers, and the input may not end by itself.
                let is_closed = error.kind() == io::ErrorKind::BrokenPipe;
                std::process::exit(i32::from(if is_closed { SUCCESS } else { FAILURE }));
            }
        }
        drop(end);
    })?;
    Ok((sender, ended))
}

/// Prints an answer, if there is one, in one piece.
fn print(answer: Option<String>) -> io::Result<()> {
    let Some(answer) = answer else { return Ok(()) };
    let mut out = io::stdout().lock();
    out.write_all(answer.as_bytes())?;
    out.flush()
}

/// Reads the next line into `message`; of one that is too long, a byte more than a message may have. Returns
/// whether there was one.
fn read_message(input: &mut impl BufRead, message: &mut Vec<u8>) -> io::Result<bool> {
    message.clear();
    loop {
        let bytes = match input.fill_buf() {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let used = end.map_or(bytes.len(), |end| end + 1);
        let is_end = bytes.is_empty() || end.is_some();
        let is_empty = bytes.is_empty() && message.is_empty();
        let kept = used.min((MAX_MESSAGE + 1).saturating_sub(message.len()));
        message.extend_from_slice(&bytes[..kept]);
        input.consume(used);
        if is_end {
            return Ok(!is_empty);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cli::commands::program::mcp::*;

    #[test]
    fn messages_are_lines_and_none_is_too_long() -> io::Result<()> {
        let long = "x".repeat(3 * MAX_MESSAGE);
        let text = format!("one\n\ntwo\r\n{long}\nthree");
        let mut input = io::BufReader::with_capacity(7, text.as_bytes());
        let (mut read, mut message) = (Vec::new(), Vec::new());
        while read_message(&mut input, &mut message)? {
            read.push(message.clone());
        }
        assert_eq!(read[3].len(), MAX_MESSAGE + 1);
        read.remove(3);
        assert_eq!(read, [&b"one\n"[..], b"\n", b"two\r\n", b"three"]);
        Ok(())
    }
}
