//! A message that is not taken apart yet.

use std::fmt::Write as _;

use crate::article::Metadata;
use crate::corpus::formats::mail::body::{MailBody, TextPart};
use crate::corpus::formats::mail::headers;
use crate::corpus::formats::mail::html_lines::html_lines;
use crate::corpus::formats::mail::quoted::{mark_notices, parts, plain_lines};
use crate::corpus::formats::mail::quoted_words::is_forward_subject;
use crate::corpus::formats::memory_budget::MemoryBudget;
use crate::corpus::formats::other_fields;
use crate::corpus::limits::oversize_reason;
use crate::corpus::markup::Markup;
use crate::corpus::record::{Record, RecordPartKind};

/// Size of a message that takes a share of [`LARGE_MESSAGES`].
const LARGE_BYTES: usize = 1 << 20;
/// Memory that reading takes at most for each byte.
const MEMORY_PER_BYTE: usize = 12;
/// Memory that the large messages that are read at the same time may take.
static LARGE_MESSAGES: MemoryBudget = MemoryBudget::new(256 << 20);

/// A message as it stands in its file, without its attachments.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct MailMessage {
    /// Identifier, which no other message of the file has.
    pub id: String,
    /// The message, from its first header on.
    pub bytes: Vec<u8>,
    /// Number of lines of the file before it.
    pub lines_before: u32,
    /// The line before the message, if it stands in a mailbox.
    pub from_line: Option<Vec<u8>>,
    /// Number of bytes in the file.
    pub size: u64,
}

impl MailMessage {
    /// Returns the number of bytes of the message in its file.
    pub(in crate::corpus::formats) fn size(&self) -> usize {
        usize::try_from(self.size).unwrap_or(usize::MAX)
    }

    /// Takes the message apart.
    ///
    /// # Errors
    /// The reason it is not an article.
    pub(in crate::corpus::formats) fn read(self) -> Result<Record, String> {
        let memory = self.bytes.len().saturating_mul(MEMORY_PER_BYTE);
        let _share = (self.bytes.len() >= LARGE_BYTES).then(|| LARGE_MESSAGES.take(memory));
        let mail = mailparse::parse_mail(&self.bytes)
            .map_err(|error| format!("the message cannot be read: {error}"))?;
        if !headers::are_of_mail(&mail.headers) {
            return Err("not a message: it has no headers".into());
        }
        let MailBody { shown, alternatives, attached, damage } = MailBody::read(&mail);
        let first = shown.first().or(alternatives.first());
        let charset = mail.ctype.params.get("charset").map(String::as_str);
        let charset = charset.or(first.and_then(|part| part.record.encoding));
        let headers = mail.headers.as_slice();
        let (author, host) = headers::sender(headers, charset);
        let is_newsletter = headers::is_newsletter(headers);
        let title = headers::value(headers, "Subject", charset);
        let is_forward = title.as_deref().is_some_and(is_forward_subject);
        let lines_before = shown.first().map_or(0, |part| part.lines_before);
        let mut record = joined(shown);
        let html = (record.markup == Markup::Html).then_some(record.text.as_str());
        let url = headers::url(headers, html);
        let mut lines = html.map_or_else(|| plain_lines(&record.text), html_lines);
        if is_newsletter {
            mark_notices(&mut lines);
        }
        record.parts = parts(&lines, is_forward);
        if is_newsletter && record.markup == Markup::Html {
            let body = record.parts.iter_mut().filter(|part| part.kind == RecordPartKind::Body);
            body.for_each(|part| part.kind = RecordPartKind::Page);
        }
        if let Some(reason) = oversize_reason(&record.text, record.markup) {
            return Err(reason);
        }
        let site = headers::site(headers, host.filter(|_| is_newsletter));
        record.metadata = Metadata { title, author, site, url, ..Metadata::default() };
        record.date =
            headers::value(headers, "Date", None).or_else(|| self.from_line.as_deref().and_then(day_of));
        record.lines_before = self.lines_before.saturating_add(u32::try_from(lines_before).unwrap_or(0));
        record.id = Some(self.id);
        record.damage = damage.map(|reason| format!("{reason}; the readable part was indexed"));
        let others = alternatives.iter().map(without_addresses).chain(attached.into_iter().map(whole));
        other_fields::append_texts(&mut record, others.collect());
        Ok(record)
    }
}

/// Joins the parts that are shown to one text.
fn joined(mut shown: Vec<TextPart>) -> Record {
    if shown.len() == 1 {
        return shown.remove(0).record;
    }
    let has_html = shown.iter().any(|part| part.record.markup == Markup::Html);
    let mut joined = Record::default();
    for TextPart { record, .. } in shown {
        joined.encoding = joined.encoding.or(record.encoding);
        joined.has_invalid_bytes |= record.has_invalid_bytes;
        joined.mojibake_repaired |= record.mojibake_repaired;
        match record.markup {
            Markup::Html => joined.text.push_str(&record.text),
            _ if has_html => push_as_html(&mut joined.text, &record.text),
            _ => joined.text.push_str(record.text.trim_end()),
        }
        joined.text.push_str("\n\n");
    }
    joined.markup = if has_html { Markup::Html } else { Markup::Plain };
    joined
}

/// Appends a plain text to a page.
fn push_as_html(page: &mut String, text: &str) {
    for paragraph in text.split("\n\n").filter(|paragraph| !paragraph.trim().is_empty()) {
        let escaped = quick_xml::escape::escape(paragraph.trim());
        let _ = writeln!(page, "<p>{}</p>", escaped.replace('\n', "<br>\n")); // a string takes all
    }
}

/// Returns an alternative text without addresses of links, which differ from those in HTML.
fn without_addresses(part: &TextPart) -> (RecordPartKind, String) {
    let words = |line: &str| {
        let words = line.split_whitespace().filter(|word| !word.contains("://"));
        words.collect::<Vec<_>>().join(" ")
    };
    let lines: Vec<String> = part.record.text.lines().map(words).collect();
    (RecordPartKind::OtherField, lines.join("\n"))
}

fn whole(part: TextPart) -> (RecordPartKind, String) {
    (RecordPartKind::OtherField, part.record.text)
}

/// Returns the day in the line before a message.
fn day_of(from_line: &[u8]) -> Option<String> {
    let line = String::from_utf8_lossy(from_line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let day = words
        .iter()
        .position(|word| matches!(*word, "Mon" | "Tue" | "Wed" | "Thu" | "Fri" | "Sat" | "Sun"))?;
    Some(words[day..].join(" "))
}
