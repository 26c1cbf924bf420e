//! Chooses the parts of a message that are its text.

use mailparse::{DispositionType, MailHeaderMap, ParsedMail};

use crate::corpus::formats::mail::html_lines::html_lines;
use crate::corpus::markup::{Markup, has_tags};
use crate::corpus::record::Record;

/// Maximum depth of messages attached to messages.
const MAX_DEPTH: usize = 5;

/// A part of a message that is text.
#[derive(Debug, Default)]
pub(super) struct TextPart {
    /// The decoded text, with its markup and encoding.
    pub record: Record,
    /// Number of lines of the message before it.
    pub lines_before: usize,
}

/// The text of a message.
#[derive(Debug, Default)]
pub(super) struct MailBody {
    /// Parts to show, in order.
    pub shown: Vec<TextPart>,
    /// Parts that say the same in another format.
    pub alternatives: Vec<TextPart>,
    /// Parts of messages that are attached.
    pub attached: Vec<TextPart>,
    /// Why a part cannot be read.
    pub damage: Option<String>,
}

impl MailBody {
    /// Reads the text of a message.
    pub(super) fn read(mail: &ParsedMail<'_>) -> Self {
        let mut body = MailBody::default();
        body.add(mail, mail.raw_bytes, 0);
        if !has_words(&body.shown) {
            // A message that only hands on others.
            body.shown.append(&mut body.attached);
        }
        body
    }

    /// Adds the parts of `part`, a part of the message `whole`.
    fn add(&mut self, part: &ParsedMail<'_>, whole: &[u8], depth: usize) {
        let kind = part.ctype.mimetype.as_str();
        if matches!(kind, "message/rfc822" | "message/global") {
            self.add_message(part, whole, depth);
        } else if part.get_content_disposition().disposition == DispositionType::Attachment {
            // It was counted when the file was read.
        } else if kind == "multipart/alternative" {
            self.add_alternatives(part, whole, depth);
        } else if !part.subparts.is_empty() {
            for subpart in &part.subparts {
                self.add(subpart, whole, depth);
            }
        } else if matches!(kind, "text/html" | "text/plain" | "text/enriched" | "text") {
            match text_part(part, whole) {
                Ok(text) => self.shown.push(text),
                Err(reason) => self.damage = Some(reason),
            }
        }
    }

    /// Adds the part that is displayed: the last one in HTML that has words, or else the last one that has.
    fn add_alternatives(&mut self, part: &ParsedMail<'_>, whole: &[u8], depth: usize) {
        let read = |subpart: &ParsedMail<'_>| {
            let mut body = MailBody::default();
            body.add(subpart, whole, depth);
            body
        };
        let mut bodies: Vec<MailBody> = part.subparts.iter().map(read).collect();
        let is_html = |body: &MailBody| body.shown.iter().any(|part| part.record.markup == Markup::Html);
        let chosen = bodies
            .iter()
            .rposition(|body| is_html(body) && has_words(&body.shown))
            .or_else(|| bodies.iter().rposition(|body| has_words(&body.shown)));
        if let Some(chosen) = chosen {
            self.shown.append(&mut bodies[chosen].shown);
        }
        for mut body in bodies {
            if has_words(&body.shown) {
                self.alternatives.append(&mut body.shown);
            }
            self.alternatives.append(&mut body.alternatives);
            self.attached.append(&mut body.attached);
            self.damage = self.damage.take().or(body.damage);
        }
    }

    fn add_message(&mut self, part: &ParsedMail<'_>, whole: &[u8], depth: usize) {
        let Ok(bytes) = part.get_body_raw() else { return };
        if depth >= MAX_DEPTH {
            self.damage = Some(format!("messages in messages are read up to a depth of {MAX_DEPTH}"));
            return;
        }
        let Ok(mail) = mailparse::parse_mail(&bytes) else { return };
        let lines_before = lines_before(part, whole);
        let headers = ["Subject", "From", "Date"].map(|name| mail.headers.get_first_value(name));
        let headers: Vec<String> = headers.into_iter().flatten().collect();
        let record = Record::new(headers.join("\n") + "\n", Markup::Plain);
        self.attached.push(TextPart { record, lines_before });
        let mut body = MailBody::default();
        body.add(&mail, &bytes, depth + 1);
        for mut part in body.shown.into_iter().chain(body.attached) {
            part.lines_before += lines_before;
            self.attached.push(part);
        }
        self.damage = self.damage.take().or(body.damage);
    }
}

/// Returns whether there is any text to read. A picture is none.
pub(super) fn has_words(parts: &[TextPart]) -> bool {
    let is_word = |text: &str| text.contains(char::is_alphanumeric);
    let has_words = |record: &Record| match record.markup {
        Markup::Html => html_lines(&record.text).iter().any(|line| is_word(&line.text)),
        _ => is_word(&record.text),
    };
    parts.iter().any(|part| has_words(&part.record))
}

fn text_part(part: &ParsedMail<'_>, whole: &[u8]) -> Result<TextPart, String> {
    let bytes = part.get_body_raw().map_err(|error| format!("a part of the message is damaged: {error}"))?;
    let is_html = part.ctype.mimetype == "text/html";
    let is_flowed = part.ctype.params.get("format").is_some_and(|value| value.eq_ignore_ascii_case("flowed"));
    let charset = part.ctype.params.get("charset").map(String::as_bytes);
    let markup = if is_html { Markup::Html } else { Markup::Plain };
    let mut record = Record::from_bytes(bytes, markup, charset)?;
    if is_html && !has_tags(&record.text) {
        record.markup = Markup::Plain;
    }
    // The address of a page in the text of a message is not that of the message.
    record.metadata.url = None;
    if is_flowed && !is_html {
        let joins = part.ctype.params.get("delsp").is_some_and(|value| value.eq_ignore_ascii_case("yes"));
        record.text = unstuffed(&record.text, joins);
    }
    Ok(TextPart { record, lines_before: lines_before(part, whole) })
}

/// Returns the lines of a text that may flow, without the spaces that only keep them from being read
/// otherwise. With `joins`, the space at the end of a line is none, and the next line continues the word.
fn unstuffed(text: &str, joins: bool) -> String {
    let mut unstuffed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let content = line.trim_end_matches(['\r', '\n']);
        match content.strip_suffix(' ').filter(|_| joins && content != "-- ") {
            Some(content) => unstuffed.push_str(content),
            None => unstuffed.push_str(line),
        }
    }
    unstuffed
}

/// Returns the number of lines of the message `whole` before the text of `part`.
fn lines_before(part: &ParsedMail<'_>, whole: &[u8]) -> usize {
    let raw = part.raw_bytes;
    let start = (raw.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize);
    let end_of_headers = match memchr::memmem::find(raw, b"\n\n") {
        Some(_) if raw.starts_with(b"\n") => 1,
        Some(length) => length + 2,
        None => raw.len(),
    };
    let before = whole.get(..start + end_of_headers).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count()
}
