//! Finds the entries of a feed.
//!
//! A feed need not be well-formed: end tags may be missing or too many, and an `&` may be none of a
//! reference. Entities that a feed declares are never expanded.

use std::ops::Range;
use std::sync::Arc;

use quick_xml::events::Event;

use crate::corpus::charset::Decoded;
use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::feeds::entry::FeedItem;
use crate::corpus::formats::feeds::lenient_xml::{lenient_reader, offset};
use crate::corpus::formats::feeds::values::{plain_value, reference};
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::whole_file::read_whole;
use crate::corpus::limits::MAX_RECORD_BYTES;

/// Number of bytes above which a feed is not read: its encoding is that of the whole.
const MAX_FEED_BYTES: u64 = 64 << 20;
/// Maximum length of the title of a feed.
const MAX_TITLE_BYTES: usize = 1000;

/// Reads the entries of a feed.
pub(crate) struct FeedReader {
    /// The file, until it is read.
    file: Option<OpenFile>,
    /// The decoded file.
    text: String,
    encoding: Option<&'static str>,
    has_invalid_bytes: bool,
    title: Option<Arc<str>>,
    entries: std::vec::IntoIter<Range<usize>>,
    number: u64,
    /// End of the text whose lines are counted, and their number.
    counted: (usize, u32),
    /// Offset of an error in the markup after which nothing can be read, and the error.
    invalid: Option<(usize, String)>,
    /// The error to report at the end.
    error: Option<std::io::Error>,
}

/// What is found in a feed.
#[derive(Debug, Default)]
struct FeedEntries {
    title: Option<String>,
    entries: Vec<Range<usize>>,
    /// Offset of an error after which nothing can be read, and the error.
    error: Option<(usize, String)>,
}

impl FeedReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile) -> Self {
        FeedReader {
            file: Some(file),
            text: String::new(),
            encoding: None,
            has_invalid_bytes: false,
            title: None,
            entries: Vec::new().into_iter(),
            number: 0,
            counted: (0, 0),
            invalid: None,
            error: None,
        }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        if let Some(file) = self.file.take()
            && let Err(event) = self.read(file)
        {
            return *event;
        }
        let Some(range) = self.entries.next() else {
            if let Some((offset, reason)) = self.invalid.take() {
                let line = u64::from(self.lines_before(offset)) + 1;
                return RecordEvent::Invalid(Some(line), format!("not well-formed XML: {reason}"));
            }
            return self.error.take().map_or(RecordEvent::End, |error| RecordEvent::ReadError(None, error));
        };
        let lines_before = self.lines_before(range.start);
        let line = u64::from(lines_before) + 1;
        let xml = self.text.get(range).unwrap_or_default();
        if xml.len() > MAX_RECORD_BYTES {
            let limit = MAX_RECORD_BYTES >> 20;
            return RecordEvent::Invalid(Some(line), format!("an entry exceeds the limit of {limit} MB"));
        }
        self.number += 1;
        let content = RecordContent::Entry(FeedItem {
            xml: xml.to_owned(),
            feed: self.title.clone(),
            lines_before,
            encoding: self.encoding,
            has_invalid_bytes: self.has_invalid_bytes,
        });
        RecordEvent::Record(RawRecord { number: self.number, line: Some(line), content })
    }

    /// Reads and decodes the file, and finds its entries.
    fn read(&mut self, file: OpenFile) -> Result<(), Box<RecordEvent>> {
        let Decoded { text, encoding, has_invalid_bytes } =
            read_whole(file, MAX_FEED_BYTES, &mut self.error)?;
        self.encoding = Some(encoding).filter(|encoding| *encoding != "UTF-8");
        self.has_invalid_bytes = has_invalid_bytes;
        let FeedEntries { title, entries, error } = find(&text);
        self.title = title.map(Arc::from);
        self.entries = entries.into_iter();
        self.text = text;
        self.invalid = error.map(|(offset, reason)| (offset.min(self.text.len()), reason));
        Ok(())
    }

    fn lines_before(&mut self, offset: usize) -> u32 {
        let (end, lines) = self.counted;
        let more = memchr::memchr_iter(b'\n', &self.text.as_bytes()[end.min(offset)..offset]).count();
        self.counted = (offset, lines.saturating_add(u32::try_from(more).unwrap_or(0)));
        self.counted.1
    }
}

/// Finds the title and the entries of a feed. An entry that is not complete is read up to where it breaks
/// off.
fn find(text: &str) -> FeedEntries {
    let mut found = FeedEntries::default();
    let mut reader = lenient_reader(text);
    let mut entry: Option<usize> = None;
    // Elements of a feed with a title of their own.
    let mut within = 0usize;
    let mut title: Option<String> = None;
    loop {
        let start = offset(&reader);
        match reader.read_event() {
            Err(error) => {
                let end = offset(&reader).min(text.len());
                if let Some(start) = entry.filter(|start| text.is_char_boundary(end) && *start < end) {
                    found.entries.push(start..end);
                }
                found.error = Some((start, error.to_string()));
                return found;
            }
            Ok(Event::Eof) => {
                if let Some(start) = entry {
                    found.entries.push(start..text.len());
                    found.error = Some((start, "the file ends within an entry".into()));
                }
                return found;
            }
            Ok(Event::Start(tag)) => match tag.local_name().as_ref() {
                "item" | "entry" if entry.is_none() => entry = Some(start),
                "image" | "textinput" | "textInput" | "author" if entry.is_none() => within += 1,
                "title" if entry.is_none() && within == 0 && found.title.is_none() => {
                    title = Some(String::new());
                }
                _ => {}
            },
            Ok(Event::End(tag)) => match tag.local_name().as_ref() {
                "item" | "entry" => {
                    if let Some(start) = entry.take() {
                        found.entries.push(start..offset(&reader).min(text.len()));
                    }
                }
                "image" | "textinput" | "textInput" | "author" if entry.is_none() => {
                    within = within.saturating_sub(1);
                }
                "title" => found.title = found.title.take().or_else(|| plain_value(&title.take()?)),
                _ => {}
            },
            Ok(Event::Text(content)) => push(&mut title, &content.into_inner()),
            Ok(Event::CData(content)) => push(&mut title, &content.into_inner()),
            Ok(Event::GeneralRef(name)) if title.is_some() => push(&mut title, &reference(&name)),
            Ok(_) => {}
        }
    }
}

fn push(title: &mut Option<String>, text: &str) {
    if let Some(title) = title.as_mut().filter(|title| title.len() + text.len() <= MAX_TITLE_BYTES) {
        title.push_str(text);
    }
}
