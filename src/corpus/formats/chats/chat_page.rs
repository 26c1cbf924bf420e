//! Pages to which Telegram exports a chat: `messages.html`, `messages2.html`.

use std::vec::IntoIter;

use memchr::memmem;

use crate::corpus::charset::Decoded;
use crate::corpus::decompress::OpenFile;
use crate::corpus::formats::chats::message::ChatMessage;
use crate::corpus::formats::raw_record::{RawRecord, RecordContent, RecordEvent};
use crate::corpus::formats::whole_file::read_whole;
use crate::text::decode_references;

/// Number of bytes above which a page is not read. An export begins a new one after a thousand messages.
const MAX_BYTES: u64 = 96 << 20;
/// Beginning of each message.
const MESSAGE: &str = "<div class=\"message ";
/// Beginning of the text of a message.
const TEXT: &str = "<div class=\"text\">";
/// Beginning of the name of the sender.
const SENDER: &str = "<div class=\"from_name\">";
/// Elements that break a line.
const BREAKS: [&str; 6] = ["br", "blockquote", "/blockquote", "pre", "/pre", "/div"];

/// Returns whether `head` is the beginning of a page with the messages of a chat.
pub(in crate::corpus) fn is_chat_page(head: &str) -> bool {
    memmem::find(head.as_bytes(), b"class=\"page_body chat_page\"").is_some()
}

/// Reads the messages of a page.
pub(crate) struct ChatPageReader {
    /// The file, until it is read.
    file: Option<OpenFile>,
    messages: IntoIter<Option<ChatMessage>>,
    number: u64,
    /// The error to report at the end.
    error: Option<std::io::Error>,
}

impl ChatPageReader {
    pub(in crate::corpus::formats) fn new(file: OpenFile) -> Self {
        ChatPageReader { file: Some(file), messages: Vec::new().into_iter(), number: 0, error: None }
    }

    pub(in crate::corpus::formats) fn next_record(&mut self) -> RecordEvent {
        if let Some(file) = self.file.take()
            && let Err(event) = self.read(file)
        {
            return *event;
        }
        match self.messages.next() {
            Some(Some(message)) => {
                self.number += 1;
                let line = Some(u64::from(message.lines_before) + 1);
                RecordEvent::Record(RawRecord {
                    number: self.number,
                    line,
                    content: RecordContent::Message(message),
                })
            }
            Some(None) => RecordEvent::Unsupported("messages without a text".into()),
            None => self.error.take().map_or(RecordEvent::End, |error| RecordEvent::ReadError(None, error)),
        }
    }

    /// Reads and decodes the file, and finds its messages.
    fn read(&mut self, file: OpenFile) -> Result<(), Box<RecordEvent>> {
        let Decoded { text, encoding, .. } = read_whole(file, MAX_BYTES, &mut self.error)?;
        let mut messages = messages(&text);
        for message in messages.iter_mut().flatten() {
            message.encoding = Some(encoding).filter(|encoding| *encoding != "UTF-8");
        }
        self.messages = messages.into_iter();
        Ok(())
    }
}

/// Returns the messages of a page in order; `None` stands for one without a text. Notes of the program about
/// the chat are left out.
fn messages(page: &str) -> Vec<Option<ChatMessage>> {
    let starts: Vec<usize> = memmem::find_iter(page.as_bytes(), MESSAGE).collect();
    let head = &page[..starts.first().copied().unwrap_or(page.len())];
    let chat = after(head, "<div class=\"text bold\">").map(|name| plain_text(inner(name)));
    let ends = starts.iter().skip(1).copied().chain([page.len()]);
    let (mut sender, mut lines_before, mut counted) = (None, 0u32, 0);
    let mut messages = Vec::with_capacity(starts.len());
    for (start, end) in starts.iter().copied().zip(ends) {
        let lines = memchr::memchr_iter(b'\n', &page.as_bytes()[counted..start]).count();
        (lines_before, counted) = (lines_before.saturating_add(u32::try_from(lines).unwrap_or(0)), start);
        let message = &page[start..end];
        let tag = &message[..message.find('>').unwrap_or(message.len())];
        if tag.contains("message service") {
            continue;
        }
        let forwarded = message.find("forwarded body").unwrap_or(message.len());
        if let Some(name) = message.find(SENDER).filter(|start| *start < forwarded) {
            sender = Some(plain_text(inner(&message[name + SENDER.len()..])));
        }
        let text = texts(message);
        messages.push((!text.is_empty()).then(|| {
            ChatMessage {
                chat: chat.clone().filter(|chat| !chat.is_empty()),
                sender: sender.clone(),
                id: after(tag, "id=\"message").and_then(|id| id.split('"').next()).map(str::to_owned),
                date: after(message, "date details\" title=\"")
                    .and_then(|date| date.split('"').next())
                    .map(str::to_owned),
                text,
                encoding: None,
                lines_before,
            }
        }));
    }
    messages
}

/// Returns the texts of a message, each on lines of its own.
fn texts(message: &str) -> String {
    let starts = memmem::find_iter(message.as_bytes(), TEXT);
    let texts = starts.map(|start| plain_text(inner(&message[start + TEXT.len()..])));
    texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Returns the part of `text` behind `start`.
fn after<'t>(text: &'t str, start: &str) -> Option<&'t str> {
    text.split_once(start).map(|(_, tail)| tail)
}

/// Returns the content of the element whose start tag is right before `html`.
fn inner(html: &str) -> &str {
    let mut depth = 0usize;
    for start in memchr::memchr_iter(b'<', html.as_bytes()) {
        let tag = &html[start + 1..];
        if tag.starts_with("div") {
            depth += 1;
        } else if tag.starts_with("/div") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return &html[..start],
            }
        }
    }
    html
}

/// Returns text without its tags. Lines end where elements say so.
fn plain_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (index, part) in html.split('<').enumerate() {
        let (tag, content) = match part.split_once('>') {
            Some((tag, content)) if index > 0 => (tag, content),
            _ => ("", part),
        };
        let name = tag.split([' ', '\n']).next().unwrap_or_default();
        if BREAKS.contains(&name.strip_suffix('/').unwrap_or(name)) {
            text.push('\0');
        }
        text.push_str(content);
    }
    // Line breaks of the source are spaces.
    let lines = text.split('\0').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    let lines: Vec<String> = lines.map(|line| decode_references(&line).into_owned()).collect();
    lines.join("\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use crate::corpus::formats::chats::chat_page::*;
    use proptest::prelude::*;

    /// A page in the form of the program.
    const PAGE: &str = r#"<!DOCTYPE html>
<html><head><title>Exported Data</title></head>
 <body onload="CheckLocation();">
  <div class="page_wrap">
   <div class="page_header">
    <div class="content">
     <div class="text bold">
Harbour &amp; Sea
     </div>
    </div>
   </div>
   <div class="page_body chat_page">
    <div class="history">
     <div class="message service" id="message-1">
      <div class="body details">
5 May 2021
      </div>
     </div>
     <div class="message default clearfix" id="message7">
      <div class="pull_left userpic_wrap"><div class="userpic userpic5"><div class="initials">H</div></div></div>
      <div class="body">
       <div class="pull_right date details" title="05.05.2021 10:20:30 UTC+01:00">
10:20
       </div>
       <div class="from_name">
Ann Lee
       </div>
       <div class="text">
The <strong>fer</strong><em>ry</em> stays &amp; waits.<br><br>See <a href="https://a.example">here</a>.
       </div>
      </div>
     </div>
     <div class="message default clearfix joined" id="message8">
      <div class="body">
       <div class="pull_right date details" title="06.05.2021 11:00:00 UTC+01:00">
11:00
       </div>
       <div class="forwarded body"><div class="from_name">
Tom Ray <span class="date details" title="01.02.2020 00:00:00">1 Feb</span>
       </div><div class="text">
Nets dry.
       </div></div>
      </div>
     </div>
     <div class="message default clearfix joined" id="message9">
      <div class="body"><div class="media_wrap clearfix"><a class="photo_wrap" href="photos/1.jpg"></a></div></div>
     </div>
    </div>
   </div>
  </div>
 </body>
</html>
"#;

    #[test]
    fn messages_are_read_with_day_sender_and_chat() {
        assert!(is_chat_page(PAGE) && !is_chat_page("<html><body class=\"page_body\">"));
        let found = messages(PAGE);
        let [Some(first), Some(second), None] = &found[..] else { panic!("{found:?}") };
        assert_eq!(first.text, "The ferry stays & waits.\n\nSee here.");
        assert_eq!(
            (first.chat.as_deref(), first.sender.as_deref()),
            (Some("Harbour & Sea"), Some("Ann Lee"))
        );
        assert_eq!((first.id.as_deref(), first.lines_before), (Some("7"), 18));
        assert_eq!(first.date.as_deref(), Some("05.05.2021 10:20:30 UTC+01:00"));
        assert_eq!((second.text.as_str(), second.sender.as_deref()), ("Nets dry.", Some("Ann Lee")));
        assert_eq!(second.date.as_deref(), Some("06.05.2021 11:00:00 UTC+01:00"));
    }

    proptest! {
        #[test]
        fn any_page_is_read_without_panic(page in "(<div class=\"(message |text\">|from_name\">)|</div>|<br/?>|<|>|é|&amp;|\n| id=\"message|\"){0,40}") {
            let _ = messages(&page);
        }
    }
}
