//! Tells HTML from plain text, and reads the encoding that a page declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

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

/// Number of bytes of a page that are searched for its encoding. The standard says 1024, but pages that were
/// saved with inlined scripts declare it later.
const PRESCAN_BYTES: usize = 16 * 1024;

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
fn first_tag(head: &str) -> &str {
    let mut tail = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = match tail {
            _ if tail.starts_with("<!--") => tail.split_once("-->"),
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

/// Decodes the beginning of a file without knowing its encoding. ASCII characters are correct in all
/// encodings of the web, UTF-16 included.
pub(crate) fn decode_head(head: &[u8]) -> Cow<'_, str> {
    match detect_utf16(head) {
        Some(encoding) => Cow::Owned(encoding.decode(head).0.into_owned()),
        None => String::from_utf8_lossy(head),
    }
}

/// Detects UTF-16 by its byte order mark, or by reading the bytes as text.
pub(crate) fn detect_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_utf16_text(sample, *encoding == UTF_16BE))
}

/// Returns whether `bytes` are text in UTF-16: they have no control characters, no unpaired surrogates, and
/// some ASCII.
fn is_utf16_text(bytes: &[u8], big_endian: bool) -> bool {
    let units = || {
        let unit =
            |pair: &[u8; 2]| if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        bytes.as_chunks::<2>().0.iter().map(unit)
    };
    let ascii = units().filter(|unit| matches!(unit, 0x20..=0x7e | 0x09 | 0x0a | 0x0d)).count();
    let invalid = char::decode_utf16(units()).filter(|c| match c {
        Ok(c) => {
            c.is_control() && !c.is_ascii_whitespace()
                || matches!(*c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}')
        }
        Err(_) => true,
    });
    // The sample may end within a surrogate pair.
    ascii * 50 >= bytes.len() / 2 && ascii > 1 && invalid.count() <= 1
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

/// Returns the encoding that a page declares in its XML declaration or in a `<meta>` element.
pub(crate) fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(PRESCAN_BYTES)];
    if let Some(declaration) = head.trim_ascii_start().strip_prefix(b"<?xml") {
        let end = memchr::memchr(b'>', declaration).unwrap_or(0);
        if let Some(label) = parameter_value(&declaration[..end], b"encoding") {
            return encoding_for_label(label);
        }
    }
    let metas = memchr::memchr_iter(b'<', head).map(|start| &head[start + 1..]);
    let metas = metas.filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"meta ")));
    metas.map(|tag| &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]).find_map(|tag| {
        // Finds the charset within the content of an http-equiv too.
        parameter_value(tag, b"charset").and_then(encoding_for_label)
    })
}

/// Returns the encoding called `label`. UTF-16 becomes UTF-8, since a declaration that could be read byte by
/// byte is not in UTF-16.
pub(crate) fn encoding_for_label(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { encoding_rs::UTF_8 } else { encoding })
}

/// Returns the value after `name` and an equals sign in `text`, without quotes.
pub(crate) fn parameter_value<'t>(text: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let start = text.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name))?;
    let tail = text[start + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quote = tail.first().filter(|byte| matches!(byte, b'"' | b'\''));
    let (tail, terminators): (_, &[u8]) = match quote {
        Some(quote) => (&tail[1..], std::slice::from_ref(quote)),
        None => (tail, b" \t\r\n;\"'>/?"),
    };
    let end = tail.iter().position(|byte| terminators.contains(byte)).unwrap_or(tail.len());
    Some(tail[..end].trim_ascii()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
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
    fn declared_encodings_are_read() {
        for (head, expected) in [
            (&b"<meta charset=\"windows-1251\">"[..], Some("windows-1251")),
            (b"<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=koi8-r'>", Some("KOI8-R")),
            (b"<meta name=x content=y><meta charset = gb2312 />", Some("GBK")),
            (b"<?xml version='1.0' encoding='Shift_JIS'?><html>", Some("Shift_JIS")),
            (b"<meta charset=utf-16>", Some("UTF-8")),
            (b"<meta charset=nonsense><meta charset=big5>", Some("Big5")),
            (b"<p>charset=big5</p>", None),
            (b"<meta charset=", None),
            (b"", None),
        ] {
            assert_eq!(
                declared_encoding(head).map(Encoding::name),
                expected,
                "{}",
                String::from_utf8_lossy(head)
            );
        }
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

    #[test]
    fn utf16_without_a_byte_order_mark_is_detected() {
        let bytes = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        let russian = bytes("Северная Корея направила солдат в Курскую область, сообщила разведка.");
        assert_eq!(detect_utf16(&russian).map(Encoding::name), Some("UTF-16BE"));
        assert!(looks_like_page(&decode_head(&bytes("<!DOCTYPE html><html>"))));
        assert_eq!(detect_utf16(b"Plain text, nothing of the kind."), None);
        assert_eq!(detect_utf16(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(detect_utf16("Північна Корея".as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_checked_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), tail in "(<meta |<\\?xml )?[a-z=\"'<>! -]{0,30}") {
            let bytes = [bytes, tail.into_bytes()].concat();
            let _ = (declared_encoding(&bytes), looks_like_html(&decode_head(&bytes)), has_tags(&decode_head(&bytes)));
        }
    }
}
