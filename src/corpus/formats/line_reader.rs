//! Reads a stream line by line, with a limit on the length of a line.

use std::io::{self, BufRead};

/// A line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RawLine {
    /// The bytes of the line, without the line end.
    Complete(Vec<u8>),
    /// Length of a line that exceeds the limit and was skipped.
    TooLong(u64),
}

/// Reads the lines of a stream, and keeps at most `max_bytes` of one in memory.
pub(crate) struct LineReader<R> {
    stream: R,
    max_bytes: usize,
    /// The line that an error interrupted.
    partial: Vec<u8>,
}

impl<R: BufRead> LineReader<R> {
    /// Returns a reader of the lines of `stream` that skips lines longer than `max_bytes`.
    pub(crate) fn new(stream: R, max_bytes: usize) -> Self {
        LineReader { stream, max_bytes, partial: Vec::new() }
    }

    /// Takes what was read of the line that an error interrupted.
    pub(crate) fn take_partial(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.partial)
    }

    /// Reads the next line. Returns `None` at the end.
    ///
    /// # Errors
    /// An I/O error if the stream cannot be read.
    pub(crate) fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let (mut line, mut length) = (Vec::new(), 0u64);
        let has_line_end = loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    self.partial = line;
                    return Err(error);
                }
            };
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if length == 0 && buffer.is_empty() {
                return Ok(None);
            }
            length += part.len() as u64;
            if length <= self.max_bytes as u64 {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let (consumed, at_end) = (part.len() + usize::from(end.is_some()), buffer.is_empty());
            self.stream.consume(consumed);
            if end.is_some() || at_end {
                break end.is_some();
            }
        };
        if length > self.max_bytes as u64 {
            return Ok(Some(RawLine::TooLong(length)));
        }
        if has_line_end && line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Some(RawLine::Complete(line)))
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::line_reader::*;
    use proptest::prelude::*;

    fn lines(bytes: &[u8], max_bytes: usize, buffer: usize) -> Vec<RawLine> {
        let mut lines = LineReader::new(io::BufReader::with_capacity(buffer, bytes), max_bytes);
        std::iter::from_fn(|| lines.next_line().ok().flatten()).collect()
    }

    #[test]
    fn long_lines_are_skipped_and_their_length_is_returned() {
        let complete = |text: &str| RawLine::Complete(text.into());
        assert_eq!(
            lines(b"a\r\n\nlonger than that\nb", 4, 3),
            [complete("a"), complete(""), RawLine::TooLong(16), complete("b")]
        );
        assert!(lines(b"", 4, 3).is_empty());
        assert_eq!(lines(b"x\n", 4, 3), [complete("x")]);
    }

    proptest! {
        #[test]
        fn lines_equal_those_of_the_standard_library(text in "[ab\r\n]{0,40}", buffer in 1usize..9) {
            let expected: Vec<_> = text.lines().map(|line| RawLine::Complete(line.into())).collect();
            prop_assert_eq!(lines(text.as_bytes(), 100, buffer), expected);
        }
    }
}
