//! Reads the messages of a mailbox one after the other, or the only one of a file.
//!
//! A line that begins with `From ` and has a time and a year begins a message, if it is the first one or
//! follows a blank line and a header follows it. Lengths that some programs state are ignored: they are wrong
//! as soon as another program has touched the file. Lines that were quoted because they begin so lose one
//! `>`. Attachments become blank lines, so that the others keep their numbers.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use rustc_hash::FxHashMap;
use xxhash_rust::xxh3::xxh3_64;

use crate::corpus::formats::line_reader::{LineReader, RawLine};
use crate::corpus::formats::mail::message::MailMessage;
use crate::corpus::formats::mail::part_filter::PartFilter;
use crate::corpus::formats::mail::sniff::{header_name, is_from_line};
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::limits::MAX_RECORD_BYTES;
use crate::text::single_line;

/// Maximum length of the header with the identifier.
const MAX_ID_BYTES: usize = 500;
/// Bit of Thunderbird's status of a message that is deleted, but still in its file.
const DELETED: u32 = 0x0008;

/// Reads the messages of a file.
pub(crate) struct MailReader {
    lines: LineReader<Box<dyn BufRead + Send>>,
    lines_read: u64,
    /// The line after the one that was looked at, if it was read to decide on that.
    ahead: Option<RawLine>,
    /// The line that begins the next message, with its number.
    from_line: Option<(Vec<u8>, u64)>,
    number: u64,
    /// How often each identifier was there.
    ids: FxHashMap<u64, u32>,
    pending: VecDeque<RecordEvent>,
    has_ended: bool,
}

/// A message while its lines are read.
#[derive(Default)]
struct OpenMessage {
    bytes: Vec<u8>,
    filter: PartFilter,
    /// Number of bytes that were read.
    size: u64,
    is_too_large: bool,
    /// Whether the headers of the message itself are complete.
    has_body: bool,
    id: Vec<u8>,
    is_id_open: bool,
    is_deleted: bool,
    /// Whether the message is a note of the mail program to itself.
    is_internal: bool,
}

impl MailReader {
    /// Returns a reader of the decompressed bytes of a file.
    pub(in crate::corpus::formats) fn new(content: Box<dyn BufRead + Send>) -> Self {
        MailReader {
            lines: LineReader::new(content, MAX_RECORD_BYTES),
            lines_read: 0,
            ahead: None,
            from_line: None,
            number: 0,
            ids: FxHashMap::default(),
            pending: VecDeque::new(),
            has_ended: false,
        }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        loop {
            if let Some(event) = self.pending.pop_front() {
                return event;
            }
            if self.has_ended {
                return RecordEvent::End;
            }
            self.read_message();
        }
    }

    /// Reads up to the line that begins the next message.
    fn read_message(&mut self) {
        let mut message = OpenMessage::default();
        let (from_line, mut line_number) = self.from_line.take().unzip();
        let mut is_after_blank = self.lines_read == 0;
        let result = loop {
            let line = match self.next_line() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.has_ended = true;
                    break Ok(());
                }
                Err(error) => break Err(error),
            };
            match line {
                RawLine::Complete(line) if is_after_blank && self.begins_message(&line) => {
                    self.from_line = Some((line, self.lines_read));
                    if line_number.is_some() {
                        break Ok(());
                    }
                    return;
                }
                // Apple Mail writes the length before a message and its state behind it.
                RawLine::Complete(line) if line_number.is_none() && is_length(&line) => continue,
                RawLine::Complete(line) if from_line.is_none() && self.begins_state(&line) => {
                    self.has_ended = true;
                    break Ok(());
                }
                RawLine::Complete(line) => {
                    is_after_blank = line.is_empty();
                    if line_number.is_none() && is_after_blank {
                        continue;
                    }
                    line_number.get_or_insert(self.lines_read);
                    message.push(unquoted(&line, from_line.is_some()));
                }
                RawLine::TooLong(length) => {
                    line_number.get_or_insert(self.lines_read);
                    is_after_blank = false;
                    message.skip(length);
                }
            }
        };
        if let Some(line) = line_number {
            self.finish(message, from_line, line);
        }
        if let Err(error) = result {
            self.has_ended = true;
            self.pending.push_back(RecordEvent::ReadError(Some(self.lines_read), error));
        }
    }

    fn next_line(&mut self) -> io::Result<Option<RawLine>> {
        let line = match self.ahead.take() {
            Some(line) => Some(line),
            None => self.lines.next_line()?,
        };
        self.lines_read += u64::from(line.is_some());
        Ok(line)
    }

    /// Returns the line after the one that was read last, which is read again. An error is met again.
    fn peek(&mut self) -> Option<&[u8]> {
        if self.ahead.is_none() {
            self.ahead = self.lines.next_line().ok().flatten();
        }
        match &self.ahead {
            Some(RawLine::Complete(line)) => Some(line),
            _ => None,
        }
    }

    fn begins_message(&mut self, line: &[u8]) -> bool {
        is_from_line(line)
            && self.peek().is_some_and(|next| next.starts_with(b">From ") || header_name(next).is_some())
    }

    fn begins_state(&mut self, line: &[u8]) -> bool {
        line.starts_with(b"<?xml ") && self.peek().is_some_and(|next| next.starts_with(b"<!DOCTYPE plist"))
    }

    /// Adds the events of a message that is read.
    fn finish(&mut self, message: OpenMessage, from_line: Option<Vec<u8>>, line: u64) {
        let OpenMessage { bytes, filter, size, is_too_large, id, is_deleted, is_internal, .. } = message;
        if is_internal {
            return;
        }
        let skipped = match () {
            () if is_deleted => Some("deleted messages"),
            () if filter.is_encrypted => Some("encrypted messages"),
            () => None,
        };
        let limit = MAX_RECORD_BYTES >> 20;
        let excess = if is_too_large {
            Some(format!("a message exceeds the limit of {limit} MB without its attachments"))
        } else {
            filter.excess()
        };
        match (skipped, excess) {
            (Some(kind), _) => self.pending.push_back(RecordEvent::Unsupported(kind.into())),
            (None, Some(reason)) => self.pending.push_back(RecordEvent::Invalid(Some(line), reason)),
            (None, None) => {
                self.number += 1;
                let id = self.unique_id(&id, &bytes);
                let lines_before = u32::try_from(line - 1).unwrap_or(u32::MAX);
                let lines_before = lines_before.saturating_add(u32::from(from_line.is_some()));
                let content = MailMessage { id, bytes, lines_before, from_line, size };
                self.pending.push_back(RecordEvent::Record(RawRecord {
                    number: self.number,
                    line: Some(line),
                    content: RecordContent::Mail(content),
                }));
            }
        }
        if !is_deleted {
            self.pending.extend(filter.attachments.into_iter().map(RecordEvent::Unsupported));
        }
    }

    /// Returns the identifier of a message, or one made of its content, with a number if it was there before.
    /// All of them stay as they are when messages are added to the end of the file.
    fn unique_id(&mut self, id: &[u8], bytes: &[u8]) -> String {
        let id = single_line(&String::from_utf8_lossy(id));
        let id = id.trim_matches(['<', '>', ' ']);
        let id = if id.is_empty() { format!("{:016x}", xxh3_64(bytes)) } else { id.to_owned() };
        let count = self.ids.entry(xxh3_64(id.as_bytes())).or_default();
        *count += 1;
        if *count == 1 { id } else { format!("{id} ({count})") }
    }
}

impl OpenMessage {
    fn push(&mut self, line: &[u8]) {
        self.size += line.len() as u64 + 1;
        if !self.has_body {
            self.read_header(line);
        }
        let is_kept = self.filter.keeps(line);
        if is_kept {
            self.bytes.extend_from_slice(line);
        }
        self.bytes.push(b'\n');
        if self.bytes.len() > MAX_RECORD_BYTES || self.filter.excess().is_some() {
            self.is_too_large |= self.bytes.len() > MAX_RECORD_BYTES;
            self.bytes.clear();
        }
    }

    fn skip(&mut self, length: u64) {
        self.size += length;
        self.is_too_large = true;
        self.bytes = Vec::new();
    }

    fn read_header(&mut self, line: &[u8]) {
        if line.is_empty() {
            self.has_body = true;
            return;
        }
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            if self.is_id_open && self.id.len() + line.len() <= MAX_ID_BYTES {
                self.id.extend_from_slice(line);
            }
            return;
        }
        let Some(name) = header_name(line) else { return };
        let value = line[memchr::memchr(b':', line).map_or(line.len(), |end| end + 1)..].trim_ascii();
        self.is_id_open = name.eq_ignore_ascii_case("message-id");
        if self.is_id_open && value.len() <= MAX_ID_BYTES {
            self.id = value.to_vec();
        } else if name.eq_ignore_ascii_case("x-mozilla-status") {
            let status =
                std::str::from_utf8(value).ok().and_then(|value| u32::from_str_radix(value, 16).ok());
            self.is_deleted |= status.is_some_and(|status| status & DELETED != 0);
        } else if name.eq_ignore_ascii_case("subject") {
            self.is_internal |= value.ends_with(b"-- FOLDER INTERNAL DATA");
        }
    }
}

/// Returns whether `line` is a length.
fn is_length(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    !line.is_empty() && line.iter().all(u8::is_ascii_digit)
}

/// Returns a line of a mailbox without the sign that quotes the beginning of another message.
fn unquoted(line: &[u8], is_in_mailbox: bool) -> &[u8] {
    let signs = line.iter().take_while(|byte| **byte == b'>').count();
    if is_in_mailbox && signs > 0 && line[signs..].starts_with(b"From ") { &line[1..] } else { line }
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::mail::reader::*;
    use proptest::prelude::*;

    /// Describes the events of reading `bytes`.
    fn read_all(bytes: impl Into<Vec<u8>>) -> Vec<String> {
        let mut mail = MailReader::new(Box::new(io::Cursor::new(bytes.into())));
        let mut events = Vec::new();
        loop {
            events.push(match mail.next_record() {
                RecordEvent::End => return events,
                RecordEvent::ReadError(_, error) => error.to_string(),
                RecordEvent::Invalid(line, reason) => format!("{line:?} {reason}"),
                RecordEvent::Unsupported(kind) => kind,
                RecordEvent::Record(RawRecord { line, content: RecordContent::Mail(mail), .. }) => {
                    let line = line.unwrap_or_default();
                    format!("{line} {} {}", mail.id, String::from_utf8_lossy(&mail.bytes).escape_debug())
                }
                RecordEvent::Record(_) => "no mail".into(),
            });
        }
    }

    const FROM: &str = "From a@b.example Mon May  3 10:20:30 2021\n";

    #[test]
    fn messages_are_split_where_a_header_follows() {
        let mailbox = format!(
            "{FROM}Message-ID: <1@b>\n\nOne\n{FROM}\n>From the sea\n>>From it\n\n{FROM}The end\n\n\
             {FROM}Message-ID:\n <2@b>\n\nTwo\n\n{FROM}Message-ID: <1@b>\n\nThree\n"
        );
        let from = FROM.trim_end();
        assert_eq!(
            read_all(mailbox),
            [
                format!(
                    "1 1@b Message-ID: <1@b>\\n\\nOne\\n{from}\\n\\nFrom the sea\\n>From it\\n\\n{from}\\nThe end\\n\\n"
                ),
                "13 2@b Message-ID:\\n <2@b>\\n\\nTwo\\n\\n".into(),
                "19 1@b (2) Message-ID: <1@b>\\n\\nThree\\n".into(),
            ]
        );
    }

    #[test]
    fn a_file_may_be_one_message() {
        let message = "Message-ID: <1@b>\r\n\r\nOne\r\n>From the sea\r\n";
        let expected = "Message-ID: <1@b>\\n\\nOne\\n>From the sea\\n";
        assert_eq!(read_all(message), [format!("1 1@b {expected}")]);
        let apple = format!("54\n{message}<?xml version=\"1.0\"?>\n<!DOCTYPE plist>\n<plist/>\n");
        assert_eq!(read_all(apple), [format!("2 1@b {expected}")]);
        assert!(read_all("").is_empty());
    }

    #[test]
    fn identifiers_stay_as_they_are_when_the_file_grows() {
        let message = format!("{FROM}Subject: x\n\nOne\n\n");
        let ids = |count| {
            let events = read_all(message.repeat(count));
            events
                .iter()
                .map(|event| event.split(" Subject").next().unwrap_or_default().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(2)[..], ids(3)[..2]);
        assert_ne!(ids(2)[0].split_once(' '), ids(2)[1].split_once(' '));
    }

    #[test]
    fn what_is_no_text_is_named() {
        let deleted = format!("{FROM}X-Mozilla-Status: 0009\n\nGone\n\n");
        let encrypted = format!("{FROM}Content-Type: multipart/encrypted; boundary=b\n\n--b\n\n--b--\n\n");
        let internal = format!("{FROM}Subject: DON'T DELETE THIS MESSAGE -- FOLDER INTERNAL DATA\n\nx\n\n");
        assert_eq!(read_all(deleted + &encrypted + &internal), ["deleted messages", "encrypted messages"]);
    }

    #[test]
    fn endless_lines_and_headers_are_bounded() {
        let line = "x".repeat(MAX_RECORD_BYTES + 1);
        let events = read_all(format!("{FROM}Subject: {line}\n\n\n{FROM}Message-ID: <2@b>\n\nTwo\n"));
        assert!(events[0].contains("exceeds the limit") && events[1].starts_with("5 2@b"), "{}", events[1]);
        let events =
            read_all(format!("{FROM}{}\n\n{FROM}Message-ID: <2@b>\n\nTwo\n", "a: b\n".repeat(30_000)));
        assert!(events[0].contains("lines of headers") && events.len() == 2, "{}", events[0]);
    }

    proptest! {
        #[test]
        fn any_file_is_read_without_panic(
            text in "(From a 10:20 2021\n|>From a\n|a: b\n|Content-Type: multipart/mixed; boundary=b\n|--b\n|--b--\n|\n|é|7\n){0,40}"
        ) {
            let _ = read_all(text);
        }
    }
}
