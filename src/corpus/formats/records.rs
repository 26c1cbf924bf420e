//! An archive file, one article at a time.

use std::io::{self, BufRead, BufReader};

use encoding_rs::Encoding;
use encoding_rs_io::DecodeReaderBytesBuilder;

use crate::article::FieldMap;
use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::line_reader::{LineReader, RawLine};
use crate::corpus::formats::warc::{Capture, WarcReader};
use crate::corpus::markup::utf16;
use crate::corpus::record::Record;
use crate::corpus::sniff::FileFormat;

/// No article of an archive file is longer than this, in bytes; one that is, is passed over.
pub const MAX_RECORD_BYTES: usize = 16 << 20;

/// A record as it stands in its file, not looked into yet.
#[derive(Debug, PartialEq, Eq)]
pub struct RawRecord {
    /// Its place among the records of the file, from 1.
    pub number: u64,
    /// The line of the file on which it stands, from 1, where files of its kind have lines.
    pub line: Option<u64>,
    /// What it consists of.
    pub content: Content,
}

/// What a record consists of.
#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    /// A JSON object, and the encoding its file is in, where that is not UTF-8.
    Json(Vec<u8>, Option<&'static str>),
    /// A page as a crawler captured it.
    Capture(Capture),
}

impl RawRecord {
    /// Looks into it.
    ///
    /// # Errors
    /// Why there is no article in it, in words.
    pub fn read(self, fields: &FieldMap) -> Result<Record, String> {
        match self.content {
            Content::Json(line, encoding) => {
                let record = Record::parse(line, fields)?;
                Ok(Record { encoding: encoding.or(record.encoding), ..record })
            }
            Content::Capture(capture) => capture.read(),
        }
    }

    /// How many bytes it has.
    pub fn size(&self) -> usize {
        match &self.content {
            Content::Json(line, _) => line.len(),
            Content::Capture(capture) => capture.size(),
        }
    }
}

/// The records of an archive file, in order, never more than one in memory.
pub enum RecordReader {
    /// One a line.
    Lines(JsonlReader),
    /// A web archive.
    Warc(WarcReader),
}

impl RecordReader {
    /// The records of an opened file, which is of this format.
    pub fn new(opened: OpenFile, format: FileFormat) -> Self {
        match format {
            FileFormat::Warc => RecordReader::Warc(WarcReader::new(opened.content)),
            _ => RecordReader::Lines(JsonlReader::new(opened)),
        }
    }

    /// The next record.
    pub fn next_record(&mut self) -> RecordEvent {
        match self {
            RecordReader::Lines(lines) => lines.next_record(),
            RecordReader::Warc(warc) => warc.next_record(),
        }
    }
}

/// The records of a file that has one a line.
pub struct JsonlReader {
    lines: LineReader<Box<dyn BufRead + Send>>,
    encoding: Option<&'static str>,
    line: u64,
    number: u64,
}

/// What stands where a record was looked for.
#[derive(Debug)]
pub enum RecordEvent {
    /// A record.
    Record(RawRecord),
    /// Something that is none, on this line, and why.
    Invalid(Option<u64>, String),
    /// Something of a kind that is not read.
    Unsupported(String),
    /// The file cannot be read further than this line, and why.
    ReadError(Option<u64>, io::Error),
    /// The end of the file.
    End,
}

impl JsonlReader {
    fn new(opened: OpenFile) -> Self {
        let encoding = utf16(&opened.head);
        // Of all encodings it alone has bytes in the midst of its letters that look like line ends.
        let content: Box<dyn BufRead + Send> = match encoding {
            Some(encoding) => {
                let decoder = DecodeReaderBytesBuilder::new().encoding(Some(encoding)).build(opened.content);
                Box::new(BufReader::new(decoder))
            }
            None => opened.content,
        };
        let encoding = encoding.map(Encoding::name);
        JsonlReader { lines: LineReader::new(content, MAX_RECORD_BYTES), encoding, line: 0, number: 0 }
    }

    fn next_record(&mut self) -> RecordEvent {
        loop {
            self.line += 1;
            let mut bytes = match self.lines.next_line() {
                Ok(Some(RawLine::Complete(bytes))) => bytes,
                Ok(Some(RawLine::TooLong(length))) => {
                    self.number += 1;
                    let (length, longest) = (length >> 20, MAX_RECORD_BYTES >> 20);
                    let reason = format!("a record of {length} MB exceeds the limit of {longest} MB");
                    return RecordEvent::Invalid(Some(self.line), reason);
                }
                Ok(None) => return RecordEvent::End,
                Err(error) => return RecordEvent::ReadError(Some(self.line), error),
            };
            if self.line == 1 && bytes.starts_with(b"\xef\xbb\xbf") {
                bytes.drain(..3);
            }
            if !bytes.iter().all(u8::is_ascii_whitespace) {
                self.number += 1;
                let (number, line) = (self.number, Some(self.line));
                return RecordEvent::Record(RawRecord {
                    number,
                    line,
                    content: Content::Json(bytes, self.encoding),
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::records::*;
    use std::io::Read;

    #[test]
    fn blank_lines_are_no_records_and_long_ones_are_failures() {
        let text = "\u{feff}{1}\n\n{2}\n";
        let long = io::repeat(b'x').take(MAX_RECORD_BYTES as u64 + 1).chain(&b"\n{4}"[..]);
        let content = io::BufReader::new(text.as_bytes().chain(long));
        let opened = OpenFile { head: text.into(), content: Box::new(content), raw: Default::default() };
        let mut records = RecordReader::new(opened, FileFormat::Jsonl);
        let mut expect = |number, line, text: &str| match records.next_record() {
            RecordEvent::Record(raw) => {
                let content = Content::Json(text.into(), None);
                assert_eq!(raw, RawRecord { number, line: Some(line), content });
            }
            RecordEvent::Invalid(at, why) => assert!(at == Some(line) && why.contains(text), "{why}"),
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
