//! Records of archive files before they are parsed, and the events of reading them.

use std::io;

use crate::article::FieldMap;
use crate::corpus::formats::capture::Capture;
use crate::corpus::formats::chats::ChatMessage;
use crate::corpus::formats::exports::ExportedStory;
use crate::corpus::formats::feeds::FeedItem;
use crate::corpus::formats::json;
use crate::corpus::formats::mail::MailMessage;
use crate::corpus::record::Record;

/// A record as it is stored in its file, not parsed yet.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct RawRecord {
    /// Position among the records of the file, from 1.
    pub number: u64,
    /// Line of the file, from 1, if files of its format have lines.
    pub line: Option<u64>,
    /// Content of the record.
    pub content: RecordContent,
}

/// The content of a record.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum RecordContent {
    /// A JSON object, and the encoding of its file if that is not UTF-8.
    Json(Vec<u8>, Option<&'static str>),
    /// A page as a crawler captured it.
    Capture(Capture),
    /// A message of a chat.
    Message(ChatMessage),
    /// A story of an export.
    Story(ExportedStory),
    /// A chapter of a book.
    Chapter(Box<Record>),
    /// A message of a mailbox.
    Mail(MailMessage),
    /// An entry of a feed.
    Entry(FeedItem),
}

impl RawRecord {
    /// Parses the record.
    ///
    /// # Errors
    /// The reason it has no article.
    pub(crate) fn parse(self, fields: &FieldMap) -> Result<Record, String> {
        match self.content {
            RecordContent::Json(line, encoding) => {
                let record = json::parse(line, fields)?;
                Ok(Record { encoding: encoding.or(record.encoding), ..record })
            }
            RecordContent::Capture(capture) => capture.read(),
            RecordContent::Message(message) => Ok(message.into_record()),
            RecordContent::Story(story) => story.read(),
            RecordContent::Chapter(chapter) => Ok(*chapter),
            RecordContent::Mail(mail) => mail.read(),
            RecordContent::Entry(entry) => entry.read(),
        }
    }

    /// Returns the number of bytes.
    pub(crate) fn size(&self) -> usize {
        match &self.content {
            RecordContent::Json(line, _) => line.len(),
            RecordContent::Capture(capture) => capture.size(),
            RecordContent::Message(message) => message.size(),
            RecordContent::Story(story) => story.size(),
            RecordContent::Chapter(chapter) => chapter.text.len(),
            RecordContent::Mail(mail) => mail.size(),
            RecordContent::Entry(entry) => entry.size(),
        }
    }
}

/// An event of reading an archive file.
#[derive(Debug)]
pub(crate) enum RecordEvent {
    /// A record.
    Record(RawRecord),
    /// An invalid record, with its line and the reason.
    Invalid(Option<u64>, String),
    /// A record whose content is not an article, with the name of its kind.
    Unsupported(String),
    /// An error after which the file cannot be read any further, with its line.
    ReadError(Option<u64>, io::Error),
    /// The end of the file.
    End,
}
