//! Web archives: WARC and WET files, one record at a time.
//!
//! A record is a version line, header lines, a blank line and a block whose length the header tells. Only blocks that
//! may hold an article are kept in memory; pictures and films are passed over. Where a record is broken the next one is
//! looked for.

use std::io::{self, BufRead, Read};

use crate::corpus::formats::http::{Headers, HttpResponse};
use crate::corpus::formats::line_reader::{LineReader, RawLine};
use crate::corpus::formats::records::{Content, MAX_RECORD_BYTES, RawRecord, RecordEvent};
use crate::corpus::markup::{Markup, looks_like_page, peek, value};
use crate::corpus::record::Record;

/// Longer header lines are passed over.
const LONGEST_LINE: usize = 64 << 10;
/// More of a header is none.
const MOST_LINES: usize = 500;
/// How long a version line is: `WARC/1.0`.
const VERSION: usize = 8;
/// How much of a block that is too long is looked at to tell what it is.
const PEEK: u64 = 64 << 10;

/// Whether `head` is the beginning of a web archive.
pub fn looks_like_warc(head: &[u8]) -> bool {
    head.strip_prefix(b"WARC/").is_some_and(|version| version.first().is_some_and(u8::is_ascii_digit))
}

/// The records of a web archive.
pub struct WarcReader {
    content: Box<dyn BufRead + Send>,
    /// RecordReader so far, of whatever kind.
    seen: u64,
    /// Articles given out.
    given: u64,
    /// The version line of the next record, where it was come upon while looking for it.
    found: bool,
}

/// What a record says of itself.
struct Header {
    fields: Headers,
    length: u64,
}

/// A page as a crawler captured it, not unpacked yet.
#[derive(Debug, PartialEq, Eq)]
pub struct Capture {
    url: Option<String>,
    /// The type of the block as the archive has it.
    content_type: String,
    block: Vec<u8>,
}

/// What is in a record.
enum BlockKind {
    /// A page or a text.
    Article,
    /// Something of this kind, which is not read.
    Other(String),
    /// What the archive says of itself, or of what is elsewhere in it.
    Metadata,
}

impl WarcReader {
    /// The records of `content`.
    pub fn new(content: Box<dyn BufRead + Send>) -> Self {
        WarcReader { content, seen: 0, given: 0, found: false }
    }

    /// The next article, or what there is instead.
    pub fn next_record(&mut self) -> RecordEvent {
        loop {
            match self.try_next() {
                Ok(Some(next)) => return next,
                Ok(None) => {}
                Err(error) => return RecordEvent::ReadError(None, error),
            }
        }
    }

    /// `None` where there is a record in which nobody is interested.
    fn try_next(&mut self) -> io::Result<Option<RecordEvent>> {
        match self.find_record()? {
            RecordSearch::Found => {}
            RecordSearch::End => return Ok(Some(RecordEvent::End)),
            RecordSearch::Skipped(bytes) => {
                let (number, lost) = (self.seen, bytes.div_ceil(1024));
                let reason = format!("after record {number}: skipped {lost} kB that are not a WARC record");
                return Ok(Some(RecordEvent::Invalid(None, reason)));
            }
        }
        self.seen += 1;
        let header = match self.header()? {
            Ok(header) => header,
            Err(reason) => return Ok(Some(self.broken(None, &reason))),
        };
        let url = header.fields.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let kept =
            header.length.min(if header.length > MAX_RECORD_BYTES as u64 { PEEK } else { header.length });
        let mut block = Vec::new();
        self.content.by_ref().take(kept).read_to_end(&mut block)?;
        let rest = header.length - kept;
        let passed =
            if rest > 0 { io::copy(&mut self.content.by_ref().take(rest), &mut io::sink())? } else { 0 };
        let whole = block.len() as u64 == kept && passed == rest;
        let (kind, content_type) = kind(&header.fields, &block);
        Ok(match kind {
            BlockKind::Metadata => None,
            BlockKind::Other(kind) => Some(RecordEvent::Unsupported(kind)),
            BlockKind::Article if !whole => {
                Some(self.broken(url.as_deref(), "truncated: the file ends within the record"))
            }
            BlockKind::Article if rest > 0 => {
                let (length, longest) = (header.length >> 20, MAX_RECORD_BYTES >> 20);
                let reason = format!("{length} MB exceeds the limit of {longest} MB");
                Some(self.broken(url.as_deref(), &reason))
            }
            BlockKind::Article => {
                self.given += 1;
                let content = Content::Capture(Capture { url, content_type, block });
                Some(RecordEvent::Record(RawRecord { number: self.given, line: None, content }))
            }
        })
    }

    fn broken(&self, url: Option<&str>, reason: &str) -> RecordEvent {
        let of = url.map(|url| format!(" ({url})")).unwrap_or_default();
        RecordEvent::Invalid(None, format!("record {}{of}: {reason}", self.seen))
    }

    /// Reads up to the version line of the next record.
    fn find_record(&mut self) -> io::Result<RecordSearch> {
        if std::mem::take(&mut self.found) {
            return Ok(RecordSearch::Found);
        }
        let mut lost = 0u64;
        loop {
            match LineReader::new(&mut self.content, LONGEST_LINE).next_line()? {
                None if lost == 0 => return Ok(RecordSearch::End),
                None => return Ok(RecordSearch::Skipped(lost)),
                Some(RawLine::Complete(line)) if looks_like_warc(&line) => {
                    self.found = lost > 0;
                    return Ok(if lost > 0 { RecordSearch::Skipped(lost) } else { RecordSearch::Found });
                }
                Some(RawLine::Complete(line)) if line.trim_ascii().is_empty() => {}
                // What is cut short may end without a line end, and the next record begins on its last line.
                Some(RawLine::Complete(line))
                    if line[line.len().saturating_sub(VERSION)..].starts_with(b"WARC/") =>
                {
                    self.found = true;
                    return Ok(RecordSearch::Skipped(lost + (line.len() - VERSION) as u64));
                }
                Some(RawLine::Complete(line)) => lost += line.len() as u64 + 1,
                Some(RawLine::TooLong(length)) => lost += length,
            }
        }
    }

    /// Reads the header lines of a record; the error within says why it has none.
    fn header(&mut self) -> io::Result<Result<Header, String>> {
        let mut fields = Headers::default();
        for _ in 0..MOST_LINES {
            match LineReader::new(&mut self.content, LONGEST_LINE).next_line()? {
                None => return Ok(Err("truncated: the file ends within the header".into())),
                Some(RawLine::Complete(line)) if line.is_empty() => {
                    let length = fields.get("content-length").and_then(|length| length.parse().ok());
                    let missing = "the header does not give the length".to_owned();
                    return Ok(length.map(|length| Header { fields, length }).ok_or(missing));
                }
                Some(RawLine::Complete(line)) => fields.push(&line),
                Some(RawLine::TooLong(_)) => {}
            }
        }
        Ok(Err(format!("the header has more than {MOST_LINES} lines")))
    }
}

/// What was come upon while looking for a record.
enum RecordSearch {
    /// One begins here.
    Found,
    /// So many bytes that belong to none.
    Skipped(u64),
    /// Nothing more.
    End,
}

/// What is in a record with these header `fields`, and the type of its content. `block` may be its beginning only.
fn kind(fields: &Headers, block: &[u8]) -> (BlockKind, String) {
    let outer = fields.content_type().unwrap_or_default();
    match fields.get("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "response" if outer == "application/http" || outer.is_empty() => {
            let Some(answer) = HttpResponse::read(block) else {
                return (BlockKind::Other("broken answers".into()), outer);
            };
            if !(200..300).contains(&answer.status) {
                return (BlockKind::Other(format!("HTTP {}", answer.status)), outer);
            }
            let inner = answer.headers.content_type().unwrap_or_default();
            (article_or_other(&inner, fields, block), "application/http".into())
        }
        "response" | "resource" | "conversion" => (article_or_other(&outer, fields, block), outer),
        "continuation" => (BlockKind::Other("continuations of records".into()), outer),
        _ => (BlockKind::Metadata, outer),
    }
}

fn article_or_other(content_type: &str, fields: &Headers, block: &[u8]) -> BlockKind {
    let instructions = || fields.get("warc-target-uri").is_some_and(|url| url.ends_with("/robots.txt"));
    match content_type {
        "text/html" | "application/xhtml+xml" => BlockKind::Article,
        "text/plain" if !instructions() => BlockKind::Article,
        "text/plain" => BlockKind::Other("robots.txt".into()),
        "" if contains_page(block) => BlockKind::Article,
        "" => BlockKind::Other("records without a type".into()),
        other => BlockKind::Other(other.to_owned()),
    }
}

/// Whether a block of no type holds a page.
fn contains_page(block: &[u8]) -> bool {
    let body = HttpResponse::read(block).and_then(|answer| answer.body().ok());
    looks_like_page(&peek(body.as_deref().unwrap_or(block)))
}

impl Capture {
    /// How many bytes it has, packed as it is.
    pub fn size(&self) -> usize {
        self.block.len()
    }

    /// Unpacks and reads it.
    ///
    /// # Errors
    /// Why it is no article, in words.
    pub fn read(self) -> Result<Record, String> {
        let place = self.url.clone();
        self.unpack().map_err(|reason| match place {
            Some(url) => format!("{url}: {reason}"),
            None => reason,
        })
    }

    fn unpack(self) -> Result<Record, String> {
        let (bytes, content_type, charset) = if self.content_type == "application/http" {
            let answer = HttpResponse::read(&self.block).ok_or("not a response of a web server")?;
            let body = answer.body().map_err(|error| format!("damaged: cannot be decompressed ({error})"))?;
            let charset =
                answer.headers.get("content-type").and_then(|kind| value(kind.as_bytes(), b"charset"));
            (body, answer.headers.content_type().unwrap_or_default(), charset.map(<[u8]>::to_vec))
        } else {
            (self.block, self.content_type, None)
        };
        let html = content_type != "text/plain" || looks_like_page(&peek(&bytes[..bytes.len().min(4096)]));
        let markup = if html { Markup::Html } else { Markup::Plain };
        let mut record = Record::of_text(bytes, markup, charset.as_deref())?;
        record.id.clone_from(&self.url);
        record.metadata.url = self.url.or(record.metadata.url);
        Ok(record)
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::warc::*;
    use proptest::prelude::*;

    fn record(kind: &str, url: &str, content_type: &str, block: &str) -> String {
        let length = block.len();
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {content_type}\r\n\
             Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
        )
    }

    fn answer(status: u16, content_type: &str, body: &str) -> String {
        format!("HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n\r\n{body}")
    }

    /// What the records of `bytes` are, in words.
    fn all(bytes: impl Into<Vec<u8>>) -> Vec<String> {
        let mut warc = WarcReader::new(Box::new(io::Cursor::new(bytes.into())));
        let mut records = Vec::new();
        loop {
            records.push(match warc.next_record() {
                RecordEvent::End => return records,
                RecordEvent::ReadError(_, error) => error.to_string(),
                RecordEvent::Invalid(_, reason) => format!("broken: {reason}"),
                RecordEvent::Unsupported(kind) => format!("not read: {kind}"),
                RecordEvent::Record(RawRecord { number, content: Content::Capture(capture), .. }) => {
                    match capture.read() {
                        Ok(record) => {
                            format!("{number} {} {:?}", record.metadata.url.unwrap_or_default(), record.text)
                        }
                        Err(reason) => format!("{number} {reason}"),
                    }
                }
                RecordEvent::Record(_) => "a line".into(),
            });
            assert!(records.len() < 100);
        }
    }

    #[test]
    fn pages_and_texts_are_read_and_the_rest_is_counted() {
        let warc = [
            record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
            record("request", "http://a/1", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            record(
                "response",
                "<http://a/1>",
                "application/http; msgtype=response",
                &answer(200, "text/html; charset=utf-8", "<p>One\n\n</p>"),
            ),
            record("response", "http://a/x", "application/http", &answer(404, "text/html", "<p>No</p>")),
            record("response", "http://a/p", "application/http", &answer(200, "image/png", "PNG")),
            record(
                "response",
                "http://a/robots.txt",
                "application/http",
                &answer(200, "text/plain", "Disallow"),
            ),
            record("conversion", "http://a/2", "text/plain", "Two"),
            record("resource", "http://a/3", "text/html", "<p>Three</p>"),
            record("response", "http://a/4", "application/http", "no answer"),
            record("revisit", "http://a/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n"),
        ]
        .concat();
        assert_eq!(
            all(warc),
            [
                "1 http://a/1 \"<p>One\\n\\n</p>\"",
                "not read: HTTP 404",
                "not read: image/png",
                "not read: robots.txt",
                "2 http://a/2 \"Two\"",
                "3 http://a/3 \"<p>Three</p>\"",
                "not read: broken answers",
            ]
        );
    }

    #[test]
    fn after_a_broken_record_the_next_one_is_read() {
        let good = record("conversion", "http://a/2", "text/plain", "Two");
        let no_length = "WARC/1.0\r\nWARC-Type: response\r\n\r\nlost text\r\n\r\n";
        let short = good.replace("Content-Length: 3", "Content-Length: 1");
        let cut = &good[..good.len() - 6];
        let records = all(format!("rubbish\n{good}{no_length}{short}{good}{short}more rubbish{good}{cut}"));
        let starts = [
            "broken: after record 0: skipped 1 kB",
            "1 http://a/2 \"Two\"",
            "broken: record 2: the header does not give",
            "broken: after record 2: skipped 1 kB",
            "2 http://a/2 \"T\"",
            "broken: after record 3: skipped 1 kB",
            "3 http://a/2 \"Two\"",
            "4 http://a/2 \"T\"",
            "broken: after record 5: skipped 1 kB",
            "5 http://a/2 \"Two\"",
            "broken: record 7 (http://a/2): truncated",
        ];
        assert_eq!(records.len(), starts.len(), "{records:#?}");
        for (record, start) in records.iter().zip(starts) {
            assert!(record.starts_with(start), "{record} does not begin with {start}");
        }
    }

    #[test]
    fn long_records_are_passed_over() {
        let head = |length: usize, content_type: &str| {
            format!(
                "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
            )
        };
        let long = "x".repeat(MAX_RECORD_BYTES + 1);
        let good = record("conversion", "http://a/2", "text/plain", "Two");
        let warc =
            [head(long.len(), "video/mp4"), long.clone(), head(long.len(), "text/html"), long, good].join("");
        let records = all(warc);
        assert_eq!(records.first().map(String::as_str), Some("not read: video/mp4"));
        assert!(
            records.get(1).is_some_and(|record| record.contains("16 MB exceeds the limit")),
            "{records:?}"
        );
        assert_eq!(records.get(2).map(String::as_str), Some("1 http://a/2 \"Two\""));
    }

    #[test]
    fn an_encoding_the_server_declares_is_believed() {
        let body = encoding_rs::KOI8_R.encode("<p>Паром</p>").0.into_owned();
        let block = [&answer(200, "text/html; charset=koi8-r", "").into_bytes()[..], &body].concat();
        let capture = Capture { url: None, content_type: "application/http".into(), block };
        let record = capture.read().unwrap_or_default();
        assert_eq!((record.text.as_str(), record.encoding), ("<p>Паром</p>", Some("KOI8-R")));
    }

    proptest! {
        #[test]
        fn any_archive_is_read_to_its_end(parts in prop::collection::vec(prop_oneof![
            Just(record("conversion", "http://a/2", "text/plain", "Two")),
            Just(record("response", "u", "application/http", &answer(200, "text/html", "<p>x"))),
            Just("WARC/1.0\r\n".to_owned()),
            Just("Content-Length: 99999999999999999999\r\n\r\n".to_owned()),
            Just("Content-Length: 7\r\n\r\n".to_owned()),
            "\\PC{0,12}(\r\n)?",
        ], 0..12)) {
            all(parts.concat());
        }
    }
}
