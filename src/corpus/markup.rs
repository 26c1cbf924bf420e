//! Tells HTML from plain text by its beginning.

use serde::{Deserialize, Serialize};

use crate::corpus::encoding_hints::{PRESCAN_BYTES, decode_head};

/// The markup of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// An HTML page, or a fragment of one.
    Html,
    /// Markdown.
    Markdown,
}

/// Tags that an HTML page begins with, after comments and an XML declaration.
const DOCUMENT_TAGS: [&str; 5] = ["!doctype html", "html", "head", "body", "title"];
/// Tags that an HTML fragment begins with, as databases and feeds store them.
const FRAGMENT_TAGS: [&str; 22] = [
    "p",
    "div",
    "article",
    "section",
    "main",
    "h1",
    "h2",
    "h3",
    "span",
    "table",
    "ul",
    "ol",
    "figure",
    "img",
    "a",
    "b",
    "strong",
    "em",
    "blockquote",
    "center",
    "font",
    "meta",
];

/// Returns whether `head` is the beginning of an HTML document.
pub(crate) fn looks_like_page(head: &str) -> bool {
    let tag = first_tag(head);
    // The doctype of XHTML may follow an XML declaration, which `first_tag` skips.
    DOCUMENT_TAGS.iter().any(|name| is_tag(tag, name))
}

/// Returns whether `head` is the beginning of an HTML document or fragment: it begins with a known tag and
/// has an end tag.
pub(crate) fn looks_like_html(head: &str) -> bool {
    if looks_like_page(head) {
        return true;
    }
    let tag = first_tag(head);
    FRAGMENT_TAGS.iter().any(|name| is_tag(tag, name)) && head.contains("</")
}

/// Returns whether the head of a file that is named after a program on a server is that of a page, and not of
/// the program.
pub(crate) fn looks_like_served_page(head: &[u8]) -> bool {
    let head = decode_head(head).to_ascii_lowercase();
    let is_program = ["<?php", "<?=", "<%"].iter().any(|start| head.contains(start));
    !is_program && ["</p>", "</div>", "</td>", "</body>", "</html>"].iter().any(|tag| head.contains(tag))
}

/// Returns whether `text` has any tag.
pub(crate) fn has_tags(text: &str) -> bool {
    let starts = memchr::memchr_iter(b'<', text.as_bytes());
    starts.map(|start| &text.as_bytes()[start + 1..]).any(|tag| match tag {
        [b'/' | b'!', next, ..] => next.is_ascii_alphabetic() || *next == b'-',
        [next, ..] => next.is_ascii_alphabetic(),
        [] => false,
    })
}

/// Returns the text after the first `<` of `head`, skipping comments and XML declarations. It is empty if
/// `head` does not begin with a tag.
pub(in crate::corpus) fn first_tag(head: &str) -> &str {
    let mut tail = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = match tail {
            _ if tail.starts_with("<!--") => tail.split_once("-->"),
            // A program that writes pages is not one.
            _ if tail.starts_with("<?php") || tail.starts_with("<?=") => return "",
            _ if tail.starts_with("<?") => tail.split_once('>'),
            _ => return tail.strip_prefix('<').unwrap_or(""),
        };
        let Some((_, after)) = skipped else { return "" };
        tail = after.trim_start();
    }
}

/// Returns whether `tag`, the text after a `<`, is a start tag called `name`.
fn is_tag(tag: &str, name: &str) -> bool {
    let (Some(start), after) = (tag.get(..name.len()), tag.as_bytes().get(name.len())) else { return false };
    start.eq_ignore_ascii_case(name)
        && after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// Returns the URL that a browser or an extension wrote into a comment when it saved the page.
pub(crate) fn saved_from_url(page: &str) -> Option<&str> {
    // Takes characters, which need no counting if all of them are ASCII.
    let head = page.get(..PRESCAN_BYTES).filter(|head| head.is_ascii()).unwrap_or_else(|| {
        let end = page.char_indices().nth(PRESCAN_BYTES).map_or(page.len(), |(offset, _)| offset);
        &page[..end]
    });
    let url_after = |marker: &str| {
        let (_, after) = head.split_once(marker)?;
        let url = after.trim_start().split([' ', '\n', '\r', '\t']).next()?;
        url.contains("://").then_some(url)
    };
    let browser = || {
        let (_, after) = head.split_once("<!-- saved from url=(")?;
        let url = after.split_once(')')?.1.split([' ', '\n', '\r']).next()?;
        url.contains("://").then_some(url)
    };
    let extension = || head.contains("Page saved with SingleFile").then(|| url_after("url:")).flatten();
    browser().or_else(extension)
}

#[cfg(test)]
mod tests {
    use crate::corpus::encoding_hints::{declared_encoding, decode_head};
    use crate::corpus::markup::*;
    use proptest::prelude::*;

    #[test]
    fn html_is_told_from_plain_text() {
        for page in [
            "<!DOCTYPE html><html>",
            "\u{feff}\n <HTML lang=de>",
            "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0\">",
            "<!-- saved from url=(0030)https://example.org/ -->\n<html>",
            "<head><title>x</title>",
        ] {
            assert!(looks_like_page(page), "{page}");
        }
        for text in [
            "",
            "<",
            "<htmlish>",
            "<3 this town",
            "A text about <html>",
            "<!-- never closed <html>",
            "<p>One.</p>",
        ] {
            assert!(!looks_like_page(text), "{text}");
        }
        assert!(looks_like_html("<p>One.</p>") && looks_like_html("<div class=x><p>One.</p>"));
        assert!(!looks_like_html("<p> is an element") && !looks_like_html("<person>Ann</person>"));
        assert!(
            has_tags("a <b>word</b>") && has_tags("x<!-- y") && !has_tags("1 < 2 and <3, <") && !has_tags("")
        );
    }

    #[test]
    fn the_url_a_page_was_saved_from_is_read() {
        let url_in =
            |comment: &str| saved_from_url(&format!("<!DOCTYPE html>\n{comment}\n<html>")).map(str::to_owned);
        let url = Some("https://coast.example/ferry".to_owned());
        assert_eq!(url_in("<!-- saved from url=(0027)https://coast.example/ferry -->"), url);
        let single =
            "<!--\n Page saved with SingleFile \n url: https://coast.example/ferry \n saved date: x\n-->";
        assert_eq!(url_in(single), url);
        assert_eq!(url_in("<!-- saved from url=(0000)about:blank -->"), None);
        assert_eq!(url_in("<!-- url: https://coast.example/ferry -->"), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_checked_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), tail in "(<meta |<\\?xml )?[a-z=\"'<>! -]{0,30}") {
            let bytes = [bytes, tail.into_bytes()].concat();
            let head = decode_head(&bytes);
            let _ = (declared_encoding(&bytes), looks_like_html(&head), has_tags(&head));
        }
    }
}
