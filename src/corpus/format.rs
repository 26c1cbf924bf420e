//! What is in a file.
//!
//! The content tells; the name only says which files are worth opening, and decides where the content leaves it open.

use std::path::Path;

use super::record::looks_like_records;
use super::unpack::{HEAD, Opened};

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text, as a crawl saved it.
    Text,
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
    match extension?.as_str() {
        "txt" | "text" | "md" | "markdown" => Some(Format::Text),
        "jsonl" | "ndjson" => Some(Format::Records),
        _ => None,
    }
}

fn lowercase_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}

impl Format {
    /// The format of a file that is open, `hint` being what its name says.
    pub fn of(opened: &Opened, hint: Option<Format>) -> Format {
        let cut = opened.head.len() >= HEAD;
        if looks_like_records(&opened.head, cut) {
            return Format::Records;
        }
        hint.unwrap_or(Format::Text)
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
        assert_eq!(of("broken\n{\"text\": \"x\"}\n", Some(Format::Records)), Format::Records);
    }
}
