//! A message of a chat.

use crate::article::Metadata;
use crate::corpus::record::{Record, repair_mojibake};

/// A message of a chat.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ChatMessage {
    /// Name of the chat.
    pub chat: Option<String>,
    /// Name of the sender.
    pub sender: Option<String>,
    /// Number of the message in its chat.
    pub id: Option<String>,
    /// Day and time, as the export has them.
    pub date: Option<String>,
    /// Text without its styles.
    pub text: String,
    /// Name of the encoding, if it is not UTF-8.
    pub encoding: Option<&'static str>,
    /// Number of lines of the file before the message.
    pub lines_before: u32,
}

impl ChatMessage {
    /// Returns the record of the message.
    pub(in crate::corpus::formats) fn into_record(self) -> Record {
        let ChatMessage { chat, sender, id, date, mut text, encoding, lines_before } = self;
        let mojibake_repaired = repair_mojibake(&mut text);
        let metadata = Metadata { author: sender, site: chat, ..Metadata::default() };
        Record { id, metadata, text, date, encoding, mojibake_repaired, lines_before, ..Record::default() }
    }

    /// Returns the number of bytes of the text.
    pub(in crate::corpus::formats) fn size(&self) -> usize {
        self.text.len()
    }
}
