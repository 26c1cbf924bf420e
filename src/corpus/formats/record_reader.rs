//! Reads the records of any archive file.

use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::chats::ChatPageReader;
use crate::corpus::formats::documents::BookReader;
use crate::corpus::formats::exports::ExportReader;
use crate::corpus::formats::feeds::FeedReader;
use crate::corpus::formats::json::{JsonReader, JsonlReader};
use crate::corpus::formats::mail::MailReader;
use crate::corpus::formats::raw_record::RecordEvent;
use crate::corpus::formats::warc::WarcReader;
use crate::corpus::sniff::FileFormat;

/// Reads the records of an archive file in order, and keeps at most one of them in memory.
pub(crate) enum RecordReader {
    /// One JSON object per line.
    Jsonl(JsonlReader),
    /// JSON objects over any number of lines.
    Json(JsonReader),
    /// A web archive.
    Warc(WarcReader),
    /// A page with the messages of a chat.
    ChatPage(ChatPageReader),
    /// An export of a news database.
    Export(ExportReader),
    /// A book.
    Book(BookReader),
    /// A mailbox, or a message.
    Mail(MailReader),
    /// A feed.
    Feed(FeedReader),
}

impl RecordReader {
    /// Returns a reader of `file`, whose format is `format`.
    pub(crate) fn new(file: OpenFile, format: FileFormat) -> Self {
        match format {
            FileFormat::Warc => RecordReader::Warc(WarcReader::new(file.content)),
            FileFormat::Json => RecordReader::Json(JsonReader::new(file)),
            FileFormat::ChatPage => RecordReader::ChatPage(ChatPageReader::new(file)),
            FileFormat::Export(database) => RecordReader::Export(ExportReader::new(file, database)),
            FileFormat::Book => RecordReader::Book(BookReader::new(file)),
            FileFormat::Mail => RecordReader::Mail(MailReader::new(file.content)),
            FileFormat::Feed => RecordReader::Feed(FeedReader::new(file)),
            _ => RecordReader::Jsonl(JsonlReader::new(file)),
        }
    }

    /// Reads up to the next event.
    pub(crate) fn next_record(&mut self) -> RecordEvent {
        match self {
            RecordReader::Jsonl(jsonl) => jsonl.next_record(),
            RecordReader::Json(json) => json.next_record(),
            RecordReader::Warc(warc) => warc.next_record(),
            RecordReader::ChatPage(page) => page.next_record(),
            RecordReader::Export(export) => export.next_record(),
            RecordReader::Book(book) => book.next_record(),
            RecordReader::Mail(mail) => mail.next_record(),
            RecordReader::Feed(feed) => feed.next_record(),
        }
    }
}
