//! What is in a file.
//!
//! The content tells; the name only says which files are worth opening, and decides where the content leaves it open.

use std::io::Read as _;
use std::path::Path;

use crate::corpus::decompress::{HEAD, Opened, open};
use crate::corpus::formats::mhtml;
use crate::corpus::formats::mhtml::looks_like_mhtml;
use crate::corpus::formats::records::LONGEST;
use crate::corpus::formats::warc::looks_like_warc;
use crate::corpus::markup::{Markup, has_tags, looks_like_html, looks_like_page, peek};
use crate::corpus::record::{Record, looks_like_records};
use crate::error::plain;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, as a crawl saved it.
    Text,
    /// Text with the signs of Markdown, as clippers and note programs save it.
    Markdown,
    /// An HTML page.
    Html,
    /// A page that a browser saved with all it needs.
    Mhtml,
    /// One article a line, as a JSON object.
    Records,
    /// A web archive.
    Warc,
}

/// The format the name of a file speaks of, what it is packed with passed over; `None` when it is not one that is
/// read.
pub fn hint(path: &Path) -> Option<Format> {
    let mut path = path;
    let mut extension = lowercase_extension(path);
    if matches!(extension.as_deref(), Some("gz" | "zst")) {
        path = Path::new(path.file_stem()?);
        // `story.gz` says nothing of what it is; its content will.
        extension = Some(lowercase_extension(path).unwrap_or_else(|| "txt".into()));
    }
    // Crawlers put what was asked for into the name: `story.html?page=2`.
    let extension = extension?;
    match extension.split(['?', '@']).next()? {
        "txt" | "text" => Some(Format::Text),
        "md" | "markdown" => Some(Format::Markdown),
        "html" | "htm" | "xhtml" | "xht" => Some(Format::Html),
        "mhtml" | "mht" => Some(Format::Mhtml),
        "warc" | "wet" => Some(Format::Warc),
        "jsonl" | "ndjson" => Some(Format::Records),
        _ => None,
    }
}

/// The format of a file whose name says nothing, as crawlers name what they save after its address: `story`,
/// `story.php?id=7`. `None` where the content does not say for certain that it is read; it may be anything.
pub fn sniff(path: &Path) -> Option<Format> {
    const PROGRAMS: [&str; 8] = ["php", "asp", "aspx", "jsp", "cgi", "cfm", "shtml", "do"];
    let extension = lowercase_extension(path);
    let named =
        |extension: &str| extension.split(['?', '@']).next().is_some_and(|name| PROGRAMS.contains(&name));
    if !extension.as_deref().is_none_or(named) {
        return None;
    }
    // What cannot be opened is of no kind that is known.
    let opened = open(path).ok()?;
    Some(Format::of(&opened, None)).filter(|format| *format != Format::Text)
}

fn lowercase_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

impl Format {
    /// Whether a file of this format is an archive file, which holds many articles.
    pub fn is_archive(self) -> bool {
        matches!(self, Format::Records | Format::Warc)
    }

    /// How long a file of this format may be that is one article, in bytes. Pages may have pictures in them.
    pub fn longest(self) -> u64 {
        match self {
            Format::Html | Format::Mhtml => 96 << 20,
            Format::Text | Format::Markdown | Format::Records | Format::Warc => LONGEST as u64,
        }
    }

    /// Reads a file of this format that is one article.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn read(self, bytes: Vec<u8>) -> Result<Record, String> {
        match self {
            Format::Html => Record::of_text(bytes, Markup::Html, None),
            Format::Mhtml => mhtml::read(&bytes),
            Format::Markdown => Record::of_text(bytes, Markup::Markdown, None),
            Format::Text | Format::Records | Format::Warc => Record::of_text(bytes, Markup::Plain, None),
        }
    }

    /// The format of a file that is open, `hint` being what its name says.
    pub fn of(opened: &Opened, hint: Option<Format>) -> Format {
        let cut = opened.head.len() >= HEAD;
        if looks_like_warc(&opened.head) {
            return Format::Warc;
        }
        let head = peek(&opened.head);
        if looks_like_records(head.as_bytes(), cut) {
            return Format::Records;
        }
        if looks_like_mhtml(&head, hint == Some(Format::Mhtml)) {
            return Format::Mhtml;
        }
        match hint {
            // Whatever a page begins with, its name says what it is; a text that was called a page has no tags at all.
            Some(Format::Html | Format::Mhtml) if cut || has_tags(&head) => Format::Html,
            Some(archive @ (Format::Records | Format::Warc)) => archive,
            _ if looks_like_page(&head) => Format::Html,
            // Notes may begin with a tag.
            None if looks_like_html(&head) => Format::Html,
            Some(Format::Markdown) => Format::Markdown,
            _ => Format::Text,
        }
    }
}

/// The bytes of a file that is one article, and why there are no more of them.
///
/// # Errors
/// Why there are none, and whether that may be otherwise the next time.
pub fn read_whole(format: Format, opened: Opened) -> Result<(Vec<u8>, Option<String>), (String, bool)> {
    let mut bytes = Vec::new();
    let longest = format.longest();
    let read = opened.content.take(longest + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > longest {
        return Err((format!("larger than the limit of {} MB", longest >> 20), false));
    }
    match read {
        Ok(_) => Ok((bytes, None)),
        Err(error) if error.raw_os_error().is_none() && !bytes.is_empty() => {
            Ok((bytes, Some(format!("{}; the readable part was indexed", plain(&error)))))
        }
        Err(error) => Err((plain(&error), error.raw_os_error().is_some())),
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::sniff::*;
    use std::io;

    #[test]
    fn names_are_hints() {
        for (name, format) in [
            ("a.txt", Some(Format::Text)),
            ("a.MD", Some(Format::Markdown)),
            ("a.jsonl.gz", Some(Format::Records)),
            ("a.ndjson.zst", Some(Format::Records)),
            ("story.gz", Some(Format::Text)),
            ("a.htm", Some(Format::Html)),
            ("a.html?page=2", Some(Format::Html)),
            ("a.XHTML.gz", Some(Format::Html)),
            ("a.mht", Some(Format::Mhtml)),
            ("CC-1.warc.wet.gz", Some(Format::Warc)),
            ("a.tar.gz", None),
            ("a.pdf", None),
            ("a", None),
        ] {
            assert_eq!(hint(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    fn the_content_tells() {
        let of = |text: &str, hint| {
            let content = Box::new(io::Cursor::new(text.to_owned()));
            Format::of(&Opened { head: text.into(), content, raw: Default::default() }, hint)
        };
        assert_eq!(of("{\"text\": \"x\"}\n", Some(Format::Text)), Format::Records);
        assert_eq!(of("Ferry stays in port\n", None), Format::Text);
        assert_eq!(of("<!doctype html><p>Ferry stays in port", Some(Format::Text)), Format::Html);
        assert_eq!(of("<p>Ferry stays in port</p>", None), Format::Html);
        assert_eq!(of("<p>Ferry stays in port</p>", Some(Format::Text)), Format::Text);
        assert_eq!(of("A word, then <b>another</b>", Some(Format::Html)), Format::Html);
        assert_eq!(of("Ferry stays in port, 1 < 2", Some(Format::Html)), Format::Text);
        assert_eq!(of("", Some(Format::Html)), Format::Text);
        assert_eq!(of("WARC/1.1\r\n", Some(Format::Text)), Format::Warc);
        assert_eq!(of("MIME-Version: 1.0\nContent-Type: multipart/related\n\n", None), Format::Mhtml);
        assert_eq!(of("<html><p>Ferry stays in port", Some(Format::Mhtml)), Format::Html);
        assert_eq!(of("broken\n{\"text\": \"x\"}\n", Some(Format::Records)), Format::Records);
    }
}
