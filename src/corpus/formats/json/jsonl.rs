//! JSON Lines files: one article per line, as a JSON object.

use std::io::{self, BufRead};

use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::line_reader::{LineReader, RawLine};
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::utf16::decode_utf16;
use crate::corpus::limits::MAX_RECORD_BYTES;

/// The sign that begins each record of a JSON text sequence.
const RECORD_SEPARATOR: u8 = 0x1e;

/// Reads the records of a JSON Lines file.
pub(crate) struct JsonlReader {
    lines: LineReader<Box<dyn BufRead + Send>>,
    encoding: Option<&'static str>,
    line: u64,
    number: u64,
    /// The error to report after the record that it interrupted.
    error: Option<io::Error>,
}

impl JsonlReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile) -> Self {
        // Decoded before lines are split: characters of UTF-16 contain bytes that look like line ends.
        let (content, encoding) = decode_utf16(file);
        JsonlReader {
            lines: LineReader::new(content, MAX_RECORD_BYTES),
            encoding,
            line: 0,
            number: 0,
            error: None,
        }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        if let Some(error) = self.error.take() {
            return RecordEvent::ReadError(Some(self.line), error);
        }
        loop {
            self.line += 1;
            let mut bytes = match self.lines.next_line() {
                Ok(Some(RawLine::Complete(bytes))) => bytes,
                Ok(Some(RawLine::TooLong(length))) => {
                    self.number += 1;
                    let (length, limit) = (length >> 20, MAX_RECORD_BYTES >> 20);
                    let reason = format!("a record of {length} MB exceeds the limit of {limit} MB");
                    return RecordEvent::Invalid(Some(self.line), reason);
                }
                Ok(None) => return RecordEvent::End,
                Err(error) if error.raw_os_error().is_some() => {
                    return RecordEvent::ReadError(Some(self.line), error);
                }
                Err(error) => {
                    // Of a record in a damaged file, the beginning may be there.
                    self.error = Some(error);
                    let bytes = self.lines.take_partial();
                    if bytes.is_empty() {
                        return self.next_record();
                    }
                    bytes
                }
            };
            // Text sequences of JSON begin each record with this sign.
            if bytes.first() == Some(&RECORD_SEPARATOR) {
                bytes.remove(0);
            }
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                self.number += 1;
                let (number, line) = (self.number, Some(self.line));
                let content = RecordContent::Json(bytes, self.encoding);
                return RecordEvent::Record(RawRecord { number, line, content });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::json::jsonl::*;
    use std::io::Read;

    #[test]
    fn the_record_that_an_error_interrupts_is_read() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("truncated"))
            }
        }
        let content = io::BufReader::new((&b"{\"text\": \"a\"}\n{\"text\": \"b"[..]).chain(Failing));
        let file = OpenFile {
            head: Vec::new(),
            content: Box::new(content),
            read_counter: Default::default(),
            is_compressed: false,
        };
        let mut records = JsonlReader::new(file);
        for (text, is_damaged) in [("a", false), ("b", true)] {
            let RecordEvent::Record(raw) = records.next_record() else { panic!("no record {text}") };
            let record = raw.parse(&Default::default()).unwrap_or_default();
            assert_eq!((record.text.as_str(), record.damage.is_some()), (text, is_damaged));
        }
        assert!(matches!(records.next_record(), RecordEvent::ReadError(Some(2), _)));
    }

    #[test]
    fn blank_lines_are_skipped_and_long_lines_are_invalid() {
        let text = "\u{feff}{1}\n\n\u{1e}{2}\n";
        let long = io::repeat(b'x').take(MAX_RECORD_BYTES as u64 + 1).chain(&b"\n{4}"[..]);
        let content = io::BufReader::new(text.as_bytes().chain(long));
        let file = OpenFile {
            head: text.into(),
            content: Box::new(content),
            read_counter: Default::default(),
            is_compressed: false,
        };
        let mut records = JsonlReader::new(file);
        let mut expect = |number, line, text: &str| match records.next_record() {
            RecordEvent::Record(raw) => {
                let content = RecordContent::Json(text.into(), None);
                assert_eq!(raw, RawRecord { number, line: Some(line), content });
            }
            RecordEvent::Invalid(event_line, reason) => {
                assert!(event_line == Some(line) && reason.contains(text), "{reason}");
            }
            RecordEvent::Unsupported(..) | RecordEvent::ReadError(..) | RecordEvent::End => {
                assert!(text.is_empty())
            }
        };
        expect(1, 1, "{1}");
        expect(2, 3, "{2}");
        expect(3, 4, "16 MB");
        expect(4, 5, "{4}");
        expect(0, 0, "");
    }
}
