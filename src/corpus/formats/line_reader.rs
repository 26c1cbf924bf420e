//! Reading a stream line by line, however long its lines are.

use std::io::{self, BufRead};

/// A line that was read.
#[derive(Debug, PartialEq, Eq)]
pub enum RawLine {
    /// Its bytes, without the line end.
    Complete(Vec<u8>),
    /// It is longer than allowed, by so many bytes in all; its bytes are passed over.
    TooLong(u64),
}

/// Lines of a stream, never more than `longest` bytes of one in memory.
pub struct LineReader<R> {
    stream: R,
    longest: usize,
}

impl<R: BufRead> LineReader<R> {
    /// Lines of `stream`, those longer than `longest` bytes passed over.
    pub fn new(stream: R, longest: usize) -> Self {
        LineReader { stream, longest }
    }

    /// The next line; `None` at the end.
    ///
    /// # Errors
    /// When the stream cannot be read.
    pub fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let (mut line, mut length) = (Vec::new(), 0u64);
        let ended = loop {
            let buffer = match self.stream.fill_buf() {
                Ok(buffer) => buffer,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = memchr::memchr(b'\n', buffer);
            let part = &buffer[..end.unwrap_or(buffer.len())];
            if length == 0 && buffer.is_empty() {
                return Ok(None);
            }
            length += part.len() as u64;
            if length <= self.longest as u64 {
                line.extend_from_slice(part);
            } else {
                line = Vec::new();
            }
            let (consumed, last) = (part.len() + usize::from(end.is_some()), buffer.is_empty());
            self.stream.consume(consumed);
            if end.is_some() || last {
                break end.is_some();
            }
        };
        if length > self.longest as u64 {
            return Ok(Some(RawLine::TooLong(length)));
        }
        if ended && line.last() == Some(&b'\r') {
            line.pop();
        }
        Ok(Some(RawLine::Complete(line)))
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::line_reader::*;
    use proptest::prelude::*;

    fn lines(bytes: &[u8], longest: usize, buffer: usize) -> Vec<RawLine> {
        let mut lines = LineReader::new(io::BufReader::with_capacity(buffer, bytes), longest);
        std::iter::from_fn(|| lines.next_line().ok().flatten()).collect()
    }

    #[test]
    fn long_lines_are_passed_over_and_counted() {
        let whole = |text: &str| RawLine::Complete(text.into());
        assert_eq!(
            lines(b"a\r\n\nlonger than that\nb", 4, 3),
            [whole("a"), whole(""), RawLine::TooLong(16), whole("b")]
        );
        assert!(lines(b"", 4, 3).is_empty());
        assert_eq!(lines(b"x\n", 4, 3), [whole("x")]);
    }

    proptest! {
        #[test]
        fn lines_are_those_of_the_standard_library(text in "[ab\r\n]{0,40}", buffer in 1usize..9) {
            let expected: Vec<_> = text.lines().map(|line| RawLine::Complete(line.into())).collect();
            prop_assert_eq!(lines(text.as_bytes(), 100, buffer), expected);
        }
    }
}
