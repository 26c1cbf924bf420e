//! Reads the stories of an export one after the other.

use std::ops::Range;

use crate::corpus::charset::Decoded;
use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::exports::database::NewsDatabase;
use crate::corpus::formats::exports::exported_story::ExportedStory;
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::whole_file::read_whole;
use crate::corpus::limits::MAX_RECORD_BYTES;

/// Number of bytes above which an export is not read: its encoding is that of the whole.
const MAX_EXPORT_BYTES: u64 = 64 << 20;

/// Reads the stories of an export.
pub(crate) struct ExportReader {
    database: NewsDatabase,
    /// The file, until it is read.
    file: Option<OpenFile>,
    /// The decoded file.
    text: String,
    encoding: Option<&'static str>,
    has_invalid_bytes: bool,
    /// Ranges of the stories that follow.
    stories: std::vec::IntoIter<Range<usize>>,
    number: u64,
    /// Number of lines before the next story.
    lines_before: u32,
    /// The error to report at the end.
    error: Option<std::io::Error>,
}

impl ExportReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile, database: NewsDatabase) -> Self {
        ExportReader {
            database,
            file: Some(file),
            text: String::new(),
            encoding: None,
            has_invalid_bytes: false,
            stories: Vec::new().into_iter(),
            number: 0,
            lines_before: 0,
            error: None,
        }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        if let Some(file) = self.file.take()
            && let Err(event) = self.read(file)
        {
            return *event;
        }
        let Some(range) = self.stories.next() else {
            return self.error.take().map_or(RecordEvent::End, |error| RecordEvent::ReadError(None, error));
        };
        let text = self.text[range].to_owned();
        let lines_before = self.lines_before;
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        self.lines_before += u32::try_from(lines).unwrap_or(0);
        self.number += 1;
        let line = u64::from(lines_before) + 1;
        if text.len() > MAX_RECORD_BYTES {
            let limit = MAX_RECORD_BYTES >> 20;
            return RecordEvent::Invalid(Some(line), format!("a story exceeds the limit of {limit} MB"));
        }
        let (database, encoding) = (self.database, self.encoding);
        let has_invalid_bytes = self.has_invalid_bytes;
        let content =
            RecordContent::Story(ExportedStory { database, text, lines_before, encoding, has_invalid_bytes });
        RecordEvent::Record(RawRecord { number: self.number, line: Some(line), content })
    }

    /// Reads and decodes the file, and finds its stories.
    fn read(&mut self, file: OpenFile) -> Result<(), Box<RecordEvent>> {
        let Decoded { text, encoding, has_invalid_bytes } =
            read_whole(file, MAX_EXPORT_BYTES, &mut self.error)?;
        self.encoding = Some(encoding).filter(|encoding| *encoding != "UTF-8");
        self.has_invalid_bytes = has_invalid_bytes;
        self.stories = self.database.split(&text).into_iter();
        self.text = text;
        Ok(())
    }
}
