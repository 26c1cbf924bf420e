//! JSON files with many articles: an array of objects, an object with such an array in it, or objects one
//! after the other, over any number of lines.

use std::collections::VecDeque;
use std::io::{self, BufRead};

use serde::de::IgnoredAny;

use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::chats::ChatMessage;
use crate::corpus::formats::json::chat_export::{ChatEntry, chat_entry, has_messages};
use crate::corpus::formats::json::json_scan::{ScanState, articles_in, is_article, object_end, string_end};
use crate::corpus::formats::json::lenient_json::begins_object;
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::utf16::decode_utf16;
use crate::corpus::limits::MAX_RECORD_BYTES;

/// Number of objects that are too long for a record which are searched for records.
const MAX_LONG_OBJECTS: u32 = 100;
/// Number of bytes that are read at once.
const CHUNK_BYTES: usize = 256 << 10;

/// Reads the articles of a JSON file: the outermost objects that have a text.
pub(crate) struct JsonReader {
    content: Box<dyn BufRead + Send>,
    encoding: Option<&'static str>,
    /// Bytes that are read and not passed yet.
    buffer: Vec<u8>,
    /// Offset in the buffer.
    offset: usize,
    /// Whether the buffer holds the end of the file.
    ended: bool,
    /// The error after which nothing more can be read.
    error: Option<io::Error>,
    /// Line at the offset, from 1.
    line: u64,
    number: u64,
    /// Articles that are found and not returned yet, with their lines.
    found: VecDeque<(Vec<u8>, u64)>,
    /// Last byte before the offset that is not white space.
    last: u8,
    /// Number of objects before the offset that are too long for a record.
    long_objects: u32,
    /// Whether a list of messages of a chat was found.
    has_chats: bool,
    /// Name of the chat whose messages follow.
    chat: Option<String>,
    /// Whether the string before the offset is the name of the name of a chat.
    is_name_next: bool,
}

impl JsonReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile) -> Self {
        let (content, encoding) = decode_utf16(file);
        JsonReader {
            content,
            encoding,
            buffer: Vec::new(),
            offset: 0,
            ended: false,
            error: None,
            line: 1,
            number: 0,
            found: VecDeque::new(),
            last: 0,
            long_objects: 0,
            has_chats: false,
            chat: None,
            is_name_next: false,
        }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        loop {
            if let Some((bytes, line)) = self.found.pop_front() {
                self.number += 1;
                let content = RecordContent::Json(bytes, self.encoding);
                return RecordEvent::Record(RawRecord { number: self.number, line: Some(line), content });
            }
            match self.peek() {
                None => {
                    let error = self.error.take();
                    return error.map_or(RecordEvent::End, |error| RecordEvent::ReadError(None, error));
                }
                Some(b'{') => {
                    if let Some(event) = self.read_object() {
                        return event;
                    }
                }
                Some(b'"') => self.pass_string(),
                Some(_) => self.pass(1),
            }
        }
    }

    /// Returns the next byte.
    fn peek(&mut self) -> Option<u8> {
        if self.offset >= self.buffer.len() && !self.ended {
            self.buffer.clear();
            self.offset = 0;
            self.fill();
        }
        self.buffer.get(self.offset).copied()
    }

    /// Reads more of the file. Returns whether there was more.
    fn fill(&mut self) -> bool {
        let before = self.buffer.len();
        while !self.ended && self.buffer.len() < before + CHUNK_BYTES {
            match self.content.fill_buf() {
                Ok([]) => self.ended = true,
                Ok(bytes) => {
                    self.buffer.extend_from_slice(bytes);
                    let length = bytes.len();
                    self.content.consume(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.error = Some(error);
                    self.ended = true;
                }
            }
        }
        self.buffer.len() > before
    }

    /// Passes bytes of the buffer.
    fn pass(&mut self, length: usize) {
        let end = (self.offset + length).min(self.buffer.len());
        let passed = &self.buffer[self.offset..end];
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        if let Some(last) = passed.iter().rfind(|byte| !byte.is_ascii_whitespace()) {
            self.last = *last;
        }
        self.offset = end;
        if self.offset > CHUNK_BYTES {
            self.buffer.drain(..self.offset);
            self.offset = 0;
        }
    }

    fn pass_string(&mut self) {
        loop {
            match string_end(&self.buffer[self.offset..]) {
                Some(end) => {
                    if self.has_chats {
                        self.note_name_of_chat(end);
                    }
                    return self.pass(end);
                }
                // A string may be longer than memory.
                None if self.buffer.len() - self.offset > MAX_RECORD_BYTES => {
                    let length = self.buffer.len() - self.offset - 1;
                    self.pass(length);
                    self.buffer[self.offset] = b'"';
                }
                None => {
                    if !self.fill() {
                        return self.pass(usize::MAX / 2);
                    }
                }
            }
        }
    }

    /// Reads an object: an article, or something with articles in it.
    fn read_object(&mut self) -> Option<RecordEvent> {
        let mut scanned = ScanState::default();
        let length = loop {
            match object_end(&self.buffer[self.offset..], &mut scanned) {
                Some(end) => break end,
                None if self.buffer.len() - self.offset > MAX_RECORD_BYTES => return self.pass_long_object(),
                None => {
                    if !self.fill() {
                        break self.buffer.len() - self.offset;
                    }
                }
            }
        };
        if has_messages(&self.buffer[self.offset..self.offset + length]) {
            return self.enter_chats();
        }
        let bytes = self.buffer[self.offset..self.offset + length].to_vec();
        if self.has_chats
            && let Some(entry) = chat_entry(&bytes, self.chat.as_deref())
        {
            return self.read_entry(entry, length);
        }
        let (line, is_member) = (self.line, self.last == b':');
        if is_article(&bytes) {
            self.found.push_back((bytes, line));
        } else {
            let articles = articles_in(&bytes);
            // An object that is a value of another is a part of it, not a record.
            if articles.is_empty() && !is_member {
                self.found.push_back((bytes, line));
            } else {
                self.found.extend(articles.into_iter().map(|range| {
                    let before = memchr::memchr_iter(b'\n', &bytes[..range.start]).count() as u64;
                    (bytes[range].to_vec(), line + before)
                }));
                // A record with a bracket too many swallows those that follow, and is no list of them.
                let is_valid = serde_json::from_slice::<IgnoredAny>(&bytes).is_ok();
                if !is_valid && !begins_object(&String::from_utf8_lossy(&bytes)) {
                    self.pass(length);
                    let reason = "invalid JSON, with other records in it".into();
                    return Some(RecordEvent::Invalid(Some(line), reason));
                }
            }
        }
        self.pass(length);
        None
    }

    /// Passes the bracket of an object with messages of chats in it.
    fn enter_chats(&mut self) -> Option<RecordEvent> {
        (self.has_chats, self.chat) = (true, None);
        self.pass(1);
        None
    }

    /// Passes an entry of a chat, which is `length` bytes long, and returns the record or the kind of it.
    fn read_entry(&mut self, entry: ChatEntry, length: usize) -> Option<RecordEvent> {
        let line = Some(self.line);
        self.pass(length);
        match entry {
            ChatEntry::Note => None,
            ChatEntry::WithoutText => Some(RecordEvent::Unsupported("messages without a text".into())),
            ChatEntry::Message(message) => {
                self.number += 1;
                let content = RecordContent::Message(ChatMessage { encoding: self.encoding, ..message });
                Some(RecordEvent::Record(RawRecord { number: self.number, line, content }))
            }
        }
    }

    /// Notes the string at the offset, which is `end` bytes long, if it is the name of a chat.
    fn note_name_of_chat(&mut self, end: usize) {
        let string = &self.buffer[self.offset..self.offset + end];
        if self.is_name_next && self.last == b':' {
            self.chat = serde_json::from_slice(string).ok();
        }
        self.is_name_next = string == b"\"name\"";
    }

    /// Passes the bracket of an object that is too long for a record, to find the records in it.
    fn pass_long_object(&mut self) -> Option<RecordEvent> {
        if has_messages(&self.buffer[self.offset..][..CHUNK_BYTES.min(self.buffer.len() - self.offset)]) {
            return self.enter_chats();
        }
        self.long_objects += 1;
        let line = self.line;
        self.pass(1);
        (self.long_objects > MAX_LONG_OBJECTS).then(|| {
            self.ended = true;
            self.buffer.clear();
            self.offset = 0;
            let limit = MAX_RECORD_BYTES >> 20;
            RecordEvent::Invalid(Some(line), format!("records exceed the limit of {limit} MB"))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::article::FieldMap;
    use crate::corpus::formats::json::json_reader::*;
    use proptest::prelude::*;

    /// Describes the records of `text`, which is read in pieces: line and text, or the reason there is none.
    fn read(text: &str) -> Vec<String> {
        let content = Box::new(std::io::BufReader::with_capacity(7, io::Cursor::new(text.to_owned())));
        let file =
            OpenFile { head: text.into(), content, read_counter: Default::default(), is_compressed: false };
        let mut reader = JsonReader::new(file);
        let mut records = Vec::new();
        loop {
            match reader.next_record() {
                RecordEvent::Record(raw) => {
                    let line = raw.line.unwrap_or_default();
                    let text = raw.parse(&FieldMap::default()).map(|record| record.text);
                    records.push(format!("{line} {}", text.unwrap_or_else(|reason| reason)));
                }
                RecordEvent::Invalid(line, reason) => records.push(format!("{line:?} {reason}")),
                RecordEvent::ReadError(_, error) => records.push(error.to_string()),
                RecordEvent::Unsupported(_) => {}
                RecordEvent::End => return records,
            }
        }
    }

    #[test]
    fn articles_are_read_with_their_lines() {
        let array = "[\n  {\n    \"id\": 1,\n    \"text\": \"The ferry stays: \\\"{\"\n  },\n  {\"id\": 2, \"text\": \"NaN is fine too\", \"x\": NaN},\n]\n";
        assert_eq!(read(array), ["2 The ferry stays: \"{", "6 NaN is fine too"]);
        let wrapped = format!("{{\"meta\": {{\"total\": 2}}, \"response\": {{\"docs\": {array}}}}}");
        assert_eq!(read(&wrapped), ["2 The ferry stays: \"{", "6 NaN is fine too"]);
        let several = "{\n\"text\": \"a b c d\", \"id\": 1}\n{\"text\":\n\"e\"}\n";
        assert_eq!(read(several), ["1 a b c d", "3 e"]);
        assert_eq!(
            read("{\"title\": \"x\", \"text\": \"a b c d\", \"author\": {\"name\": \"y\"}}"),
            ["1 a b c d"]
        );
    }

    #[test]
    fn records_without_a_text_are_named() {
        let records = read(
            "[{\"id\": 1, \"text\": \"a b c d\"}, {\"id\": 2, \"story\": \"e\"}, 7, {\"id\": 3, \"text\": \"f g h",
        );
        assert_eq!(records.len(), 3, "{records:?}");
        assert!(records[1].contains("--map text=FIELD") && records[2] == "1 f g h", "{records:?}");
    }

    #[test]
    fn a_record_that_swallows_others_is_named() {
        let records = read("{\"id\"[: 1, \"text\": \"a b c d\"}\n{\"id\": 2, \"text\": \"e f g h\"}\n");
        assert_eq!(records, ["Some(1) invalid JSON, with other records in it", "2 e f g h"]);
    }

    #[test]
    fn messages_of_chats_are_read() {
        let chat = |name: &str, id: u32| {
            format!(
                r#"{{"name": "{name}", "type": "public_channel", "id": 9, "messages": [
 {{"id": 0, "type": "service", "date": "2021-05-05T09:00:00", "actor": "A", "action": "create_channel", "title": "t", "text": ""}},
 {{"id": {id}, "type": "message", "date": "2021-05-05T10:20:30", "from": "Ann", "from_id": "user1",
  "text": ["Nets ", {{"type": "bold", "text": "dry"}}, "."], "text_entities": [{{"type": "plain", "text": "Nets "}}]}},
 {{"id": 3, "type": "message", "date": "2021-05-06T10:20:30", "from": "Ann", "photo": "photos/1.jpg", "text": ""}}
]}}"#
            )
        };
        assert!(crate::corpus::formats::json::json_scan::has_json_articles(&chat("Harbour", 1)));
        assert_eq!(read(&chat("Harbour", 1)), ["3 Nets dry."]);
        let all = format!(
            r#"{{"about": "a", "personal_information": {{"first_name": "Ann"}}, "chats": {{"about": "b", "list": [{}, {}]}}}}"#,
            chat("Harbour", 1),
            chat("Sea \\u0026 sand", 2)
        );
        let content = Box::new(io::Cursor::new(all.clone()));
        let file =
            OpenFile { head: all.into(), content, read_counter: Default::default(), is_compressed: false };
        let mut reader = JsonReader::new(file);
        let mut found = Vec::new();
        loop {
            match reader.next_record() {
                RecordEvent::Record(raw) => {
                    let record = raw.parse(&FieldMap::default()).unwrap_or_default();
                    let metadata = record.metadata;
                    found.push((record.id, metadata.author, metadata.site, record.date));
                }
                RecordEvent::End => break,
                _ => {}
            }
        }
        let text = |text: &str| Some(text.to_owned());
        let message = |id, chat| (text(id), text("Ann"), text(chat), text("2021-05-05T10:20:30"));
        assert_eq!(found, [message("1", "Harbour"), message("2", "Sea & sand")]);
    }

    #[test]
    fn a_long_list_is_read_one_record_at_a_time() {
        let text = "word ".repeat(200_000);
        let record = format!("{{\"id\": 1, \"text\": \"{text}\"}}");
        let list = vec![record.as_str(); 20].join(",\n");
        let records = read(&format!("{{\"meta\": {{\"total\": 20}}, \"articles\": [\n{list}\n]}}"));
        assert_eq!(records.len(), 20);
        assert!(records[19].starts_with("21 word"), "{:.40}", records[19]);
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in "(\\{|\"|:|,|\\[|\\]|\\}|\\\\|\"text\"|\"a b c d e\"|é|\n| ){0,40}") {
            read(&text);
        }
    }
}
