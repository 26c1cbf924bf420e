//! What is in a file.
//!
//! The content tells; the name only says which files are worth opening, and decides where the content leaves it open.

use std::path::Path;

use super::markup::{Markup, has_tags, looks_like_html, looks_like_page, peek};
use super::record::looks_like_records;
use super::unpack::{HEAD, Opened};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, as a crawl saved it.
    Text,
    /// An HTML page.
    Html,
    /// One article a line, as a JSON object.
    Records,
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
        "txt" | "text" | "md" | "markdown" => Some(Format::Text),
        "html" | "htm" | "xhtml" | "xht" => Some(Format::Html),
        "jsonl" | "ndjson" => Some(Format::Records),
        _ => None,
    }
}

fn lowercase_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

impl Format {
    /// How a file of this format is written that is one article; `None` for archive files, which hold many.
    pub fn markup(self) -> Option<Markup> {
        match self {
            Format::Text => Some(Markup::Plain),
            Format::Html => Some(Markup::Html),
            Format::Records => None,
        }
    }

    /// The format of a file that is open, `hint` being what its name says.
    pub fn of(opened: &Opened, hint: Option<Format>) -> Format {
        let cut = opened.head.len() >= HEAD;
        if looks_like_records(&opened.head, cut) {
            return Format::Records;
        }
        let head = peek(&opened.head);
        match hint {
            // Whatever a page begins with, its name says what it is; a text that was called a page has no tags at all.
            Some(Format::Html) if cut || has_tags(&head) => Format::Html,
            Some(Format::Records) => Format::Records,
            _ if looks_like_page(&head) => Format::Html,
            // Notes may begin with a tag.
            None if looks_like_html(&head) => Format::Html,
            _ => Format::Text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn names_are_hints() {
        for (name, format) in [
            ("a.txt", Some(Format::Text)),
            ("a.MD", Some(Format::Text)),
            ("a.jsonl.gz", Some(Format::Records)),
            ("a.ndjson.zst", Some(Format::Records)),
            ("story.gz", Some(Format::Text)),
            ("a.htm", Some(Format::Html)),
            ("a.html?page=2", Some(Format::Html)),
            ("a.XHTML.gz", Some(Format::Html)),
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
        assert_eq!(of("broken\n{\"text\": \"x\"}\n", Some(Format::Records)), Format::Records);
    }
}
