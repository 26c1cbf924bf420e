//! What is in a file.
//!
//! The content tells; the name only says which files are worth opening, and decides where the content leaves it open.

use std::io::Read as _;
use std::path::Path;

use crate::corpus::decompress::{HEAD, OpenFile, open};
use crate::corpus::formats::mhtml;
use crate::corpus::formats::mhtml::looks_like_mhtml;
use crate::corpus::formats::records::MAX_RECORD_BYTES;
use crate::corpus::formats::warc::looks_like_warc;
use crate::corpus::markup::{Markup, has_tags, looks_like_html, looks_like_page, peek};
use crate::corpus::record::{Record, looks_like_records};
use crate::error::os_error_message;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Plain text, as a crawl saved it.
    Text,
    /// Text with the signs of Markdown, as clippers and note programs save it.
    Markdown,
    /// An HTML page.
    Html,
    /// A page that a browser saved with all it needs.
    Mhtml,
    /// One article a line, as a JSON object.
    Jsonl,
    /// A web archive.
    Warc,
}

/// The format the name of a file speaks of, what it is packed with passed over; `None` when it is not one that is
/// read.
pub fn format_from_name(path: &Path) -> Option<FileFormat> {
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
        "txt" | "text" => Some(FileFormat::Text),
        "md" | "markdown" => Some(FileFormat::Markdown),
        "html" | "htm" | "xhtml" | "xht" => Some(FileFormat::Html),
        "mhtml" | "mht" => Some(FileFormat::Mhtml),
        "warc" | "wet" => Some(FileFormat::Warc),
        "jsonl" | "ndjson" => Some(FileFormat::Jsonl),
        _ => None,
    }
}

/// The format of a file whose name says nothing, as crawlers name what they save after its address: `story`,
/// `story.php?id=7`. `None` where the content does not say for certain that it is read; it may be anything.
pub fn sniff(path: &Path) -> Option<FileFormat> {
    const PROGRAMS: [&str; 8] = ["php", "asp", "aspx", "jsp", "cgi", "cfm", "shtml", "do"];
    let extension = lowercase_extension(path);
    let named =
        |extension: &str| extension.split(['?', '@']).next().is_some_and(|name| PROGRAMS.contains(&name));
    if !extension.as_deref().is_none_or(named) {
        return None;
    }
    // What cannot be opened is of no kind that is known.
    let opened = open(path).ok()?;
    Some(FileFormat::detect(&opened, None)).filter(|format| *format != FileFormat::Text)
}

fn lowercase_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

impl FileFormat {
    /// Whether a file of this format is an archive file, which holds many articles.
    pub fn is_archive(self) -> bool {
        matches!(self, FileFormat::Jsonl | FileFormat::Warc)
    }

    /// How long a file of this format may be that is one article, in bytes. Pages may have pictures in them.
    pub fn longest(self) -> u64 {
        match self {
            FileFormat::Html | FileFormat::Mhtml => 96 << 20,
            FileFormat::Text | FileFormat::Markdown | FileFormat::Jsonl | FileFormat::Warc => {
                MAX_RECORD_BYTES as u64
            }
        }
    }

    /// Reads a file of this format that is one article.
    ///
    /// # Errors
    /// Why it is none, in words.
    pub fn read(self, bytes: Vec<u8>) -> Result<Record, String> {
        match self {
            FileFormat::Html => Record::of_text(bytes, Markup::Html, None),
            FileFormat::Mhtml => mhtml::read(&bytes),
            FileFormat::Markdown => Record::of_text(bytes, Markup::Markdown, None),
            FileFormat::Text | FileFormat::Jsonl | FileFormat::Warc => {
                Record::of_text(bytes, Markup::Plain, None)
            }
        }
    }

    /// The format of a file that is open, `format_hint` being what its name says.
    pub fn detect(opened: &OpenFile, format_hint: Option<FileFormat>) -> FileFormat {
        let cut = opened.head.len() >= HEAD;
        if looks_like_warc(&opened.head) {
            return FileFormat::Warc;
        }
        let head = peek(&opened.head);
        if looks_like_records(head.as_bytes(), cut) {
            return FileFormat::Jsonl;
        }
        if looks_like_mhtml(&head, format_hint == Some(FileFormat::Mhtml)) {
            return FileFormat::Mhtml;
        }
        match format_hint {
            // Whatever a page begins with, its name says what it is; a text that was called a page has no tags at all.
            Some(FileFormat::Html | FileFormat::Mhtml) if cut || has_tags(&head) => FileFormat::Html,
            Some(archive @ (FileFormat::Jsonl | FileFormat::Warc)) => archive,
            _ if looks_like_page(&head) => FileFormat::Html,
            // Notes may begin with a tag.
            None if looks_like_html(&head) => FileFormat::Html,
            Some(FileFormat::Markdown) => FileFormat::Markdown,
            _ => FileFormat::Text,
        }
    }
}

/// The bytes of a file that is one article, and why there are no more of them.
///
/// # Errors
/// Why there are none, and whether that may be otherwise the next time.
pub fn read_article_file(
    format: FileFormat,
    opened: OpenFile,
) -> Result<(Vec<u8>, Option<String>), (String, bool)> {
    let mut bytes = Vec::new();
    let longest = format.longest();
    let read = opened.content.take(longest + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > longest {
        return Err((format!("larger than the limit of {} MB", longest >> 20), false));
    }
    match read {
        Ok(_) => Ok((bytes, None)),
        Err(error) if error.raw_os_error().is_none() && !bytes.is_empty() => {
            Ok((bytes, Some(format!("{}; the readable part was indexed", os_error_message(&error)))))
        }
        Err(error) => Err((os_error_message(&error), error.raw_os_error().is_some())),
    }
}

#[cfg(test)]
mod tests {
    use crate::corpus::sniff::*;
    use std::io;

    #[test]
    fn names_are_hints() {
        for (name, format) in [
            ("a.txt", Some(FileFormat::Text)),
            ("a.MD", Some(FileFormat::Markdown)),
            ("a.jsonl.gz", Some(FileFormat::Jsonl)),
            ("a.ndjson.zst", Some(FileFormat::Jsonl)),
            ("story.gz", Some(FileFormat::Text)),
            ("a.htm", Some(FileFormat::Html)),
            ("a.html?page=2", Some(FileFormat::Html)),
            ("a.XHTML.gz", Some(FileFormat::Html)),
            ("a.mht", Some(FileFormat::Mhtml)),
            ("CC-1.warc.wet.gz", Some(FileFormat::Warc)),
            ("a.tar.gz", None),
            ("a.pdf", None),
            ("a", None),
        ] {
            assert_eq!(format_from_name(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    fn the_content_tells() {
        let of = |text: &str, format_hint| {
            let content = Box::new(io::Cursor::new(text.to_owned()));
            FileFormat::detect(&OpenFile { head: text.into(), content, raw: Default::default() }, format_hint)
        };
        assert_eq!(of("{\"text\": \"x\"}\n", Some(FileFormat::Text)), FileFormat::Jsonl);
        assert_eq!(of("Ferry stays in port\n", None), FileFormat::Text);
        assert_eq!(of("<!doctype html><p>Ferry stays in port", Some(FileFormat::Text)), FileFormat::Html);
        assert_eq!(of("<p>Ferry stays in port</p>", None), FileFormat::Html);
        assert_eq!(of("<p>Ferry stays in port</p>", Some(FileFormat::Text)), FileFormat::Text);
        assert_eq!(of("A word, then <b>another</b>", Some(FileFormat::Html)), FileFormat::Html);
        assert_eq!(of("Ferry stays in port, 1 < 2", Some(FileFormat::Html)), FileFormat::Text);
        assert_eq!(of("", Some(FileFormat::Html)), FileFormat::Text);
        assert_eq!(of("WARC/1.1\r\n", Some(FileFormat::Text)), FileFormat::Warc);
        assert_eq!(of("MIME-Version: 1.0\nContent-Type: multipart/related\n\n", None), FileFormat::Mhtml);
        assert_eq!(of("<html><p>Ferry stays in port", Some(FileFormat::Mhtml)), FileFormat::Html);
        assert_eq!(of("broken\n{\"text\": \"x\"}\n", Some(FileFormat::Jsonl)), FileFormat::Jsonl);
    }
}
