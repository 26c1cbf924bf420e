//! Detects the format of a file.
//!
//! The content decides. The name only selects the files that are file, and settles cases that the content
//! leaves open.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::corpus::charset::decode_declared;
use crate::corpus::decompress::{HEAD_BYTES, OpenFile};
use crate::corpus::encoding_hints::decode_head;
use crate::corpus::formats::feeds::looks_like_feed;
use crate::corpus::formats::mail::{looks_like_mail, looks_like_mailbox};
use crate::corpus::formats::mhtml;
use crate::corpus::formats::mhtml::looks_like_mhtml;
use crate::corpus::formats::warc::looks_like_warc;
use crate::corpus::formats::{
    NewsDatabase, has_json_articles, is_book, is_chat_page, is_document, is_list_of_articles, is_pdf,
    looks_like_jsonl, read_pdf, read_record,
};
use crate::corpus::limits::MAX_RECORD_BYTES;
use crate::corpus::markup::{Markup, has_tags, looks_like_html, looks_like_page};
use crate::corpus::record::Record;
use crate::error::os_error_message;

/// A file format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FileFormat {
    /// Plain text.
    Text,
    /// Markdown, as web clippers and note-taking programs save it.
    Markdown,
    /// An HTML page.
    Html,
    /// A page that a browser saved as one file with its images.
    Mhtml,
    /// One article per line, as a JSON object.
    Jsonl,
    /// Articles as JSON objects, in an array or one after the other.
    Json,
    /// A web archive.
    Warc,
    /// A page to which a chat was exported.
    ChatPage,
    /// An export of a news database, with one or more stories.
    Export(NewsDatabase),
    /// A document of a word processor: DOCX, ODT or RTF.
    Document,
    /// A PDF.
    Pdf,
    /// A book whose chapters are articles.
    Book,
    /// A mailbox, or a message.
    Mail,
    /// A feed: RSS or Atom.
    Feed,
}

impl FileFormat {
    /// Returns whether the lines of an article in an archive of this format have the numbers of its file.
    pub(crate) fn keeps_line_numbers(self) -> bool {
        matches!(self, FileFormat::Export(_) | FileFormat::ChatPage | FileFormat::Mail | FileFormat::Feed)
    }

    /// Returns whether a file of this format is an archive of many articles.
    pub(crate) fn is_archive(self) -> bool {
        matches!(
            self,
            FileFormat::Jsonl
                | FileFormat::Json
                | FileFormat::Warc
                | FileFormat::ChatPage
                | FileFormat::Export(_)
                | FileFormat::Book
                | FileFormat::Mail
                | FileFormat::Feed
        )
    }

    /// Returns the maximum size of a file with one article, in bytes. Pages and documents may embed images.
    fn max_bytes(self) -> u64 {
        match self {
            FileFormat::Html | FileFormat::Mhtml | FileFormat::Document | FileFormat::Pdf => 96 << 20,
            _ => MAX_RECORD_BYTES as u64,
        }
    }

    /// Parses a file of this format that is one article.
    ///
    /// # Errors
    /// The reason it is not an article.
    pub(crate) fn parse(self, bytes: Vec<u8>) -> Result<Record, String> {
        self.parse_until(bytes, &Arc::default())
    }

    /// Parses a file as [`FileFormat::parse`] does. What takes long ends soon after `stop` is set.
    ///
    /// # Errors
    /// The reason it is not an article, or that it was stopped.
    pub(crate) fn parse_until(self, bytes: Vec<u8>, stop: &Arc<AtomicBool>) -> Result<Record, String> {
        match self {
            FileFormat::Html => Record::from_bytes(bytes, Markup::Html, None),
            FileFormat::Mhtml => mhtml::read(&bytes),
            FileFormat::Document => read_record(bytes),
            FileFormat::Pdf => read_pdf(bytes, stop).map_err(|error| error.to_string()),
            FileFormat::Markdown => Record::from_bytes(bytes, Markup::Markdown, None),
            _ => Record::from_bytes(bytes, Markup::Plain, None),
        }
    }

    /// Detects the format of an open file. `format_hint` is the format that its name means.
    pub(crate) fn detect(file: &OpenFile, format_hint: Option<FileFormat>) -> FileFormat {
        let truncated = file.head.len() >= HEAD_BYTES;
        if looks_like_warc(&file.head) {
            return FileFormat::Warc;
        }
        if is_book(&file.head, format_hint == Some(FileFormat::Book)) {
            return FileFormat::Book;
        }
        if is_document(&file.head, format_hint == Some(FileFormat::Document)) {
            return FileFormat::Document;
        }
        if is_pdf(&file.head, format_hint == Some(FileFormat::Pdf)) {
            return FileFormat::Pdf;
        }
        let head = decode_head(&file.head);
        if let Some(format) = detect_json(&head, truncated, format_hint) {
            return format;
        }
        let is_text = matches!(format_hint, Some(FileFormat::Text | FileFormat::Markdown));
        if !is_text && looks_like_feed(&head) {
            return FileFormat::Feed;
        }
        // A text may have headers of its own; a message in a file that is called one is a text.
        let is_mail = match format_hint {
            None => looks_like_mail(&head),
            hint => hint == Some(FileFormat::Mail) && !looks_like_page(&head),
        };
        if is_mail || looks_like_mailbox(&head) {
            return FileFormat::Mail;
        }
        if looks_like_mhtml(&head, format_hint == Some(FileFormat::Mhtml)) {
            return FileFormat::Mhtml;
        }
        match format_hint {
            // A page may begin with anything, but a text that is called a page has no tags.
            Some(FileFormat::Html) if is_chat_page(&head) => FileFormat::ChatPage,
            Some(FileFormat::Html | FileFormat::Mhtml) if truncated || has_tags(&head) => FileFormat::Html,
            Some(archive @ (FileFormat::Jsonl | FileFormat::Json | FileFormat::Warc)) => archive,
            _ if looks_like_page(&head) => FileFormat::Html,
            Some(FileFormat::Feed) => FileFormat::Feed,
            // A file that is called a text may begin with a tag.
            None if looks_like_html(&head) => FileFormat::Html,
            Some(FileFormat::Markdown) => FileFormat::Markdown,
            _ => detect_export(&file.head, &head, truncated).map_or(FileFormat::Text, FileFormat::Export),
        }
    }
}

/// Detects an export of a news database. Names of its fields have accents, so that a legacy encoding matters.
fn detect_export(bytes: &[u8], head: &str, truncated: bool) -> Option<NewsDatabase> {
    if !NewsDatabase::may_be_export(head.as_bytes()) {
        return None;
    }
    if !head.contains(char::REPLACEMENT_CHARACTER) {
        return NewsDatabase::detect(head, truncated);
    }
    NewsDatabase::detect(&decode_declared(bytes.to_vec(), None).ok()?.text, truncated)
}

/// Detects JSON. Lines that are objects are JSON lines, unless the only one holds a list of articles.
fn detect_json(head: &str, truncated: bool, format_hint: Option<FileFormat>) -> Option<FileFormat> {
    let text = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_object = text.starts_with('{');
    // Objects over several lines are none, whatever the name of the file says.
    let first_line = text.lines().next().map(str::trim);
    if format_hint == Some(FileFormat::Jsonl) && matches!(first_line, Some("{" | "[")) {
        return Some(FileFormat::Json);
    }
    if !is_object && !text.starts_with('[') {
        return None;
    }
    let has_lines = looks_like_jsonl(head.as_bytes(), truncated);
    let is_single = || text.trim_end().lines().nth(1).is_none();
    match () {
        () if has_lines && !(is_single() && is_list_of_articles(text)) => Some(FileFormat::Jsonl),
        () if matches!(format_hint, Some(FileFormat::Html | FileFormat::Mhtml | FileFormat::Warc)) => None,
        () if has_json_articles(text) => Some(FileFormat::Json),
        () => None,
    }
}

/// The bytes of a file that is one article.
pub(crate) struct ArticleBytes {
    pub bytes: Vec<u8>,
    /// Reason the end of the file is missing, if it is damaged.
    pub damage: Option<String>,
}

/// The reason a file cannot be read.
pub(crate) struct ReadFailure {
    pub reason: String,
    /// Whether the next attempt may succeed.
    pub is_temporary: bool,
}

/// Reads a file that is one article.
///
/// # Errors
/// A [`ReadFailure`] if it is too large, or if none of it can be read.
pub(crate) fn read_article_file(format: FileFormat, file: OpenFile) -> Result<ArticleBytes, ReadFailure> {
    let mut bytes = Vec::new();
    let max_bytes = format.max_bytes();
    let read = file.content.take(max_bytes + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > max_bytes {
        let reason = format!("larger than the limit of {} MB", max_bytes >> 20);
        return Err(ReadFailure { reason, is_temporary: false });
    }
    match read {
        Ok(_) => Ok(ArticleBytes { bytes, damage: None }),
        Err(error) if error.raw_os_error().is_none() && !bytes.is_empty() => {
            let damage = format!("{}; the readable part was indexed", os_error_message(&error));
            Ok(ArticleBytes { bytes, damage: Some(damage) })
        }
        Err(error) => {
            let is_temporary = error.raw_os_error().is_some();
            Err(ReadFailure { reason: os_error_message(&error), is_temporary })
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::sniff::*;
    use std::io;

    #[test]
    fn the_content_decides() {
        let detect = |text: &str, format_hint| {
            let content = Box::new(io::Cursor::new(text.to_owned()));
            FileFormat::detect(
                &OpenFile {
                    head: text.into(),
                    content,
                    read_counter: Default::default(),
                    is_compressed: false,
                },
                format_hint,
            )
        };
        assert_eq!(detect("{\"text\": \"x\"}\n", Some(FileFormat::Text)), FileFormat::Jsonl);
        assert_eq!(detect("Ferry stays in port\n", None), FileFormat::Text);
        assert_eq!(detect("<!doctype html><p>Ferry stays in port", Some(FileFormat::Text)), FileFormat::Html);
        assert_eq!(detect("<p>Ferry stays in port</p>", None), FileFormat::Html);
        assert_eq!(detect("<p>Ferry stays in port</p>", Some(FileFormat::Text)), FileFormat::Text);
        assert_eq!(detect("A word, then <b>another</b>", Some(FileFormat::Html)), FileFormat::Html);
        assert_eq!(detect("Ferry stays in port, 1 < 2", Some(FileFormat::Html)), FileFormat::Text);
        let json = |text: &str, hint, format| assert_eq!(detect(text, hint), format, "{text}");
        for hint in [None, Some(FileFormat::Text), Some(FileFormat::Json), Some(FileFormat::Jsonl)] {
            json("[{\"id\": 1, \"text\": \"The ferry stays here.\"}]", hint, FileFormat::Json);
            json("{\"news\": [{\"id\": 1, \"text\": \"The ferry stays here.\"}]}", hint, FileFormat::Json);
            json("{\n \"id\": 1,\n \"text\": \"The ferry stays here.\"\n}", hint, FileFormat::Json);
            json("{\"id\": 1}\n{\"id\": 2}\n", hint, FileFormat::Jsonl);
        }
        json("{\n \"text\": \"x\"\n}\n{\n}", Some(FileFormat::Jsonl), FileFormat::Json);
        json("{\n \"name\": \"ferry\"\n}", None, FileFormat::Text);
        json("[sic] {\"text\": \"x\"}", None, FileFormat::Text);
        assert_eq!(detect("", Some(FileFormat::Html)), FileFormat::Text);
        assert_eq!(detect("WARC/1.1\r\n", Some(FileFormat::Text)), FileFormat::Warc);
        assert_eq!(detect("MIME-Version: 1.0\nContent-Type: multipart/related\n\n", None), FileFormat::Mhtml);
        assert_eq!(detect("<html><p>Ferry stays in port", Some(FileFormat::Mhtml)), FileFormat::Html);
        assert_eq!(detect("broken\n{\"text\": \"x\"}\n", Some(FileFormat::Jsonl)), FileFormat::Jsonl);
    }
}
