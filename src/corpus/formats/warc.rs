//! Web archives: WARC and WET files, read one record at a time.
//!
//! A record consists of a version line, header lines, a blank line and a block whose length the header gives.
//! Only blocks that may be articles are kept in memory; images and videos are skipped. After an invalid
//! record, reading continues at the next version line.

use std::io::{self, BufRead, Read};

use crate::corpus::encoding_hints::decode_head;
use crate::corpus::formats::capture::Capture;
use crate::corpus::formats::http::{Headers, HttpResponse};
use crate::corpus::formats::line_reader::{LineReader, RawLine};
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::limits::MAX_RECORD_BYTES;
use crate::corpus::markup::looks_like_page;

/// Number of bytes above which a header line is skipped.
const MAX_HEADER_LINE_BYTES: usize = 64 << 10;
/// Number of lines above which a header is invalid.
const MAX_HEADER_LINES: usize = 500;
/// Length of a version line such as `WARC/1.0`.
const VERSION_LENGTH: usize = 8;
/// Number of bytes of an oversized block that are read to detect its content.
const OVERSIZED_HEAD_BYTES: u64 = 64 << 10;

/// Returns whether `head` is the beginning of a web archive.
pub(crate) fn looks_like_warc(head: &[u8]) -> bool {
    head.strip_prefix(b"WARC/").is_some_and(|version| version.first().is_some_and(u8::is_ascii_digit))
}

/// Reads the records of a web archive.
pub(crate) struct WarcReader {
    content: Box<dyn BufRead + Send>,
    /// Number of records read so far, of any type.
    records_read: u64,
    /// Number of articles returned so far.
    articles_returned: u64,
    /// Whether the version line of the next record has been read already.
    at_header: bool,
    /// The failure to report after the record that was read up to it.
    pending: Option<RecordEvent>,
}

struct RecordHeader {
    fields: Headers,
    length: u64,
}

/// The content of a WARC record.
enum WarcContent {
    /// A page or a text.
    Article,
    /// Content of another kind, with its name.
    Unsupported(String),
    /// Information about the archive or about another record, which is ignored.
    ArchiveInfo,
}

/// The result of looking for the next record.
enum RecordSearch {
    /// The header of a record follows.
    AtHeader,
    /// Number of bytes skipped that belong to no record.
    Skipped(u64),
    /// The end of the archive.
    End,
}

impl WarcReader {
    /// Returns a reader of the decompressed bytes of an archive.
    pub(crate) fn new(content: Box<dyn BufRead + Send>) -> Self {
        WarcReader { content, records_read: 0, articles_returned: 0, at_header: false, pending: None }
    }

    /// Reads up to the next event.
    pub(super) fn next_record(&mut self) -> RecordEvent {
        if let Some(event) = self.pending.take() {
            return event;
        }
        loop {
            match self.try_next() {
                Ok(Some(event)) => return event,
                Ok(None) => {}
                Err(error) => return RecordEvent::ReadError(None, error),
            }
        }
    }

    /// Reads one record. Returns `None` for a record that describes the archive.
    fn try_next(&mut self) -> io::Result<Option<RecordEvent>> {
        match self.find_record()? {
            RecordSearch::AtHeader => {}
            RecordSearch::End => return Ok(Some(RecordEvent::End)),
            RecordSearch::Skipped(bytes) => {
                let (number, skipped) = (self.records_read, bytes.div_ceil(1024));
                let reason =
                    format!("after record {number}: skipped {skipped} kB that are not a WARC record");
                return Ok(Some(RecordEvent::Invalid(None, reason)));
            }
        }
        self.records_read += 1;
        let header = match self.read_header()? {
            Ok(header) => header,
            Err(reason) => return Ok(Some(self.invalid(None, &reason))),
        };
        let url = header.fields.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let oversized = header.length > MAX_RECORD_BYTES as u64;
        let to_keep = header.length.min(if oversized { OVERSIZED_HEAD_BYTES } else { header.length });
        let mut block = Vec::new();
        if let Err(error) = self.content.by_ref().take(to_keep).read_to_end(&mut block) {
            // The compressed archive is damaged within this record.
            let (content, content_type) = classify(&header.fields, &block);
            if !matches!(content, WarcContent::Article) || oversized {
                return Err(error);
            }
            self.pending = Some(RecordEvent::ReadError(None, error));
            return Ok(Some(self.article(url, content_type, block)));
        }
        let to_skip = header.length - to_keep;
        let skipped = if to_skip > 0 {
            io::copy(&mut self.content.by_ref().take(to_skip), &mut io::sink())?
        } else {
            0
        };
        let complete = block.len() as u64 == to_keep && skipped == to_skip;
        let (content, content_type) = classify(&header.fields, &block);
        Ok(match content {
            WarcContent::ArchiveInfo => None,
            WarcContent::Unsupported(kind) => Some(RecordEvent::Unsupported(kind)),
            WarcContent::Article if !complete => {
                let failure = self.invalid(url.as_deref(), "truncated: the file ends within the record");
                if block.is_empty() || oversized {
                    return Ok(Some(failure));
                }
                self.pending = Some(failure);
                Some(self.article(url, content_type, block))
            }
            WarcContent::Article if to_skip > 0 => {
                let (length, limit) = (header.length >> 20, MAX_RECORD_BYTES >> 20);
                let reason = format!("{length} MB exceeds the limit of {limit} MB");
                Some(self.invalid(url.as_deref(), &reason))
            }
            WarcContent::Article => Some(self.article(url, content_type, block)),
        })
    }

    fn article(&mut self, url: Option<String>, content_type: String, block: Vec<u8>) -> RecordEvent {
        self.articles_returned += 1;
        let content = RecordContent::Capture(Capture { url, content_type, block });
        RecordEvent::Record(RawRecord { number: self.articles_returned, line: None, content })
    }

    fn invalid(&self, url: Option<&str>, reason: &str) -> RecordEvent {
        let url = url.map(|url| format!(" ({url})")).unwrap_or_default();
        RecordEvent::Invalid(None, format!("record {}{url}: {reason}", self.records_read))
    }

    /// Reads up to and including the version line of the next record.
    fn find_record(&mut self) -> io::Result<RecordSearch> {
        if std::mem::take(&mut self.at_header) {
            return Ok(RecordSearch::AtHeader);
        }
        let mut skipped = 0u64;
        loop {
            match LineReader::new(&mut self.content, MAX_HEADER_LINE_BYTES).next_line()? {
                None if skipped == 0 => return Ok(RecordSearch::End),
                None => return Ok(RecordSearch::Skipped(skipped)),
                Some(RawLine::Complete(line)) if looks_like_warc(&line) => {
                    self.at_header = skipped > 0;
                    return Ok(if skipped > 0 {
                        RecordSearch::Skipped(skipped)
                    } else {
                        RecordSearch::AtHeader
                    });
                }
                Some(RawLine::Complete(line)) if line.trim_ascii().is_empty() => {}
                // A truncated record may lack its line end, so that the next one begins on its last line.
                Some(RawLine::Complete(line))
                    if line[line.len().saturating_sub(VERSION_LENGTH)..].starts_with(b"WARC/") =>
                {
                    self.at_header = true;
                    return Ok(RecordSearch::Skipped(skipped + (line.len() - VERSION_LENGTH) as u64));
                }
                Some(RawLine::Complete(line)) => skipped += line.len() as u64 + 1,
                Some(RawLine::TooLong(length)) => skipped += length,
            }
        }
    }

    /// Reads the header lines of a record. The inner error describes an invalid header.
    fn read_header(&mut self) -> io::Result<Result<RecordHeader, String>> {
        let mut fields = Headers::default();
        for _ in 0..MAX_HEADER_LINES {
            match LineReader::new(&mut self.content, MAX_HEADER_LINE_BYTES).next_line()? {
                None => return Ok(Err("truncated: the file ends within the header".into())),
                Some(RawLine::Complete(line)) if line.is_empty() => {
                    let length = fields.get("content-length").and_then(|length| length.parse().ok());
                    let missing = "the header does not give the length".to_owned();
                    return Ok(length.map(|length| RecordHeader { fields, length }).ok_or(missing));
                }
                Some(RawLine::Complete(line)) => fields.push(&line),
                Some(RawLine::TooLong(_)) => {}
            }
        }
        Ok(Err(format!("the header has more than {MAX_HEADER_LINES} lines")))
    }
}

/// Returns the content of a record with these header `fields`, and its type. `block` may be incomplete.
fn classify(fields: &Headers, block: &[u8]) -> (WarcContent, String) {
    let content_type = fields.content_type().unwrap_or_default();
    match fields.get("warc-type").unwrap_or_default().to_ascii_lowercase().as_str() {
        "response" if content_type == "application/http" || content_type.is_empty() => {
            let Some(response) = HttpResponse::parse(block) else {
                return (WarcContent::Unsupported("broken answers".into()), content_type);
            };
            if !(200..300).contains(&response.status) {
                return (WarcContent::Unsupported(format!("HTTP {}", response.status)), content_type);
            }
            let body_type = response.headers.content_type().unwrap_or_default();
            (classify_by_type(&body_type, fields, block), "application/http".into())
        }
        "response" | "resource" | "conversion" => {
            (classify_by_type(&content_type, fields, block), content_type)
        }
        "continuation" => (WarcContent::Unsupported("continuations of records".into()), content_type),
        _ => (WarcContent::ArchiveInfo, content_type),
    }
}

fn classify_by_type(content_type: &str, fields: &Headers, block: &[u8]) -> WarcContent {
    let is_robots_txt = || fields.get("warc-target-uri").is_some_and(|url| url.ends_with("/robots.txt"));
    match content_type {
        "text/html" | "application/xhtml+xml" => WarcContent::Article,
        "text/plain" if !is_robots_txt() => WarcContent::Article,
        "text/plain" => WarcContent::Unsupported("robots.txt".into()),
        "" if contains_page(block) => WarcContent::Article,
        "" => WarcContent::Unsupported("records without a type".into()),
        unsupported => WarcContent::Unsupported(unsupported.to_owned()),
    }
}

/// Returns whether a block without a content type is an HTML page.
fn contains_page(block: &[u8]) -> bool {
    let body = HttpResponse::parse(block).and_then(|response| response.body().ok());
    looks_like_page(&decode_head(body.as_ref().map_or(block, |body| &body.bytes)))
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

    fn response(status: u16, content_type: &str, body: &str) -> String {
        format!("HTTP/1.1 {status} X\r\nContent-Type: {content_type}\r\n\r\n{body}")
    }

    /// Describes the events of reading `bytes`.
    fn read_all(bytes: impl Into<Vec<u8>>) -> Vec<String> {
        let mut warc = WarcReader::new(Box::new(io::Cursor::new(bytes.into())));
        let mut records = Vec::new();
        loop {
            records.push(match warc.next_record() {
                RecordEvent::End => return records,
                RecordEvent::ReadError(_, error) => error.to_string(),
                RecordEvent::Invalid(_, reason) => format!("invalid: {reason}"),
                RecordEvent::Unsupported(kind) => format!("unsupported: {kind}"),
                RecordEvent::Record(RawRecord {
                    number, content: RecordContent::Capture(capture), ..
                }) => match capture.read() {
                    Ok(record) => {
                        format!("{number} {} {:?}", record.metadata.url.unwrap_or_default(), record.text)
                    }
                    Err(reason) => format!("{number} {reason}"),
                },
                RecordEvent::Record(_) => "a line".into(),
            });
            assert!(records.len() < 100);
        }
    }

    #[test]
    fn pages_and_texts_are_read_and_other_content_is_reported() {
        let warc = [
            record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
            record("request", "http://a/1", "application/http", "GET / HTTP/1.1\r\n\r\n"),
            record(
                "response",
                "<http://a/1>",
                "application/http; msgtype=response",
                &response(200, "text/html; charset=utf-8", "<p>One\n\n</p>"),
            ),
            record("response", "http://a/x", "application/http", &response(404, "text/html", "<p>No</p>")),
            record("response", "http://a/p", "application/http", &response(200, "image/png", "PNG")),
            record(
                "response",
                "http://a/robots.txt",
                "application/http",
                &response(200, "text/plain", "Disallow"),
            ),
            record("conversion", "http://a/2", "text/plain", "Two"),
            record("resource", "http://a/3", "text/html", "<p>Three</p>"),
            record("response", "http://a/4", "application/http", "no answer"),
            record("revisit", "http://a/1", "application/http", "HTTP/1.1 200 OK\r\n\r\n"),
        ]
        .concat();
        assert_eq!(
            read_all(warc),
            [
                "1 http://a/1 \"<p>One\\n\\n</p>\"",
                "unsupported: HTTP 404",
                "unsupported: image/png",
                "unsupported: robots.txt",
                "2 http://a/2 \"Two\"",
                "3 http://a/3 \"<p>Three</p>\"",
                "unsupported: broken answers",
            ]
        );
    }

    #[test]
    fn reading_continues_after_an_invalid_record() {
        let good = record("conversion", "http://a/2", "text/plain", "Two");
        let no_length = "WARC/1.0\r\nWARC-Type: response\r\n\r\nlost text\r\n\r\n";
        let short = good.replace("Content-Length: 3", "Content-Length: 1");
        let cut = &good[..good.len() - 6];
        let records =
            read_all(format!("rubbish\n{good}{no_length}{short}{good}{short}more rubbish{good}{cut}"));
        let starts = [
            "invalid: after record 0: skipped 1 kB",
            "1 http://a/2 \"Two\"",
            "invalid: record 2: the header does not give",
            "invalid: after record 2: skipped 1 kB",
            "2 http://a/2 \"T\"",
            "invalid: after record 3: skipped 1 kB",
            "3 http://a/2 \"Two\"",
            "4 http://a/2 \"T\"",
            "invalid: after record 5: skipped 1 kB",
            "5 http://a/2 \"Two\"",
            "6 http://a/2 \"T\"",
            "invalid: record 7 (http://a/2): truncated",
        ];
        assert_eq!(records.len(), starts.len(), "{records:#?}");
        for (record, start) in records.iter().zip(starts) {
            assert!(record.starts_with(start), "{record} does not begin with {start}");
        }
    }

    #[test]
    fn long_records_are_skipped() {
        let head = |length: usize, content_type: &str| {
            format!(
                "WARC/1.1\r\nWARC-Type: resource\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\n\r\n"
            )
        };
        let long = "x".repeat(MAX_RECORD_BYTES + 1);
        let good = record("conversion", "http://a/2", "text/plain", "Two");
        let warc =
            [head(long.len(), "video/mp4"), long.clone(), head(long.len(), "text/html"), long, good].join("");
        let records = read_all(warc);
        assert_eq!(records.first().map(String::as_str), Some("unsupported: video/mp4"));
        assert!(
            records.get(1).is_some_and(|record| record.contains("16 MB exceeds the limit")),
            "{records:?}"
        );
        assert_eq!(records.get(2).map(String::as_str), Some("1 http://a/2 \"Two\""));
    }

    proptest! {
        #[test]
        fn any_archive_is_read_to_its_end(parts in prop::collection::vec(prop_oneof![
            Just(record("conversion", "http://a/2", "text/plain", "Two")),
            Just(record("response", "u", "application/http", &response(200, "text/html", "<p>x"))),
            Just("WARC/1.0\r\n".to_owned()),
            Just("Content-Length: 99999999999999999999\r\n\r\n".to_owned()),
            Just("Content-Length: 7\r\n\r\n".to_owned()),
            "\\PC{0,12}(\r\n)?",
        ], 0..12)) {
            read_all(parts.concat());
        }
    }
}
