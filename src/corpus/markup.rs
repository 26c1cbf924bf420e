//! Telling HTML from plain text by its beginning, and reading the encoding a page declares.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

/// How the text of an article is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Markup {
    /// Plain text.
    #[default]
    Plain,
    /// An HTML page, or a piece of one.
    Html,
    /// Text with the signs of Markdown.
    Markdown,
}

/// How far into a page to look for its encoding. The standard says 1024 bytes; pages that were saved with their scripts
/// inlined have it later.
const PRESCAN: usize = 16 * 1024;

/// What an HTML page begins with, beside comments and an XML declaration.
const FIRST: [&str; 5] = ["!doctype html", "html", "head", "body", "title"];
/// Elements that a piece of a page begins with, as databases and feeds have them.
const PIECES: [&str; 22] = [
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

/// Whether `head`, the beginning of a file, is that of a whole HTML page.
pub fn looks_like_page(head: &str) -> bool {
    let tag = first_tag(head);
    // A document type of XHTML may come after the XML declaration, which `first_tag` passes over.
    FIRST.iter().any(|name| is_tag(tag, name))
}

/// Whether `head` is that of a page or of a piece of one: it begins with an element that is also closed, or goes on
/// with more of them.
pub fn looks_like_html(head: &str) -> bool {
    if looks_like_page(head) {
        return true;
    }
    let tag = first_tag(head);
    PIECES.iter().any(|name| is_tag(tag, name)) && head.contains("</")
}

/// Whether there is any tag in `text` at all.
pub fn has_tags(text: &str) -> bool {
    let starts = memchr::memchr_iter(b'<', text.as_bytes());
    starts.map(|at| &text.as_bytes()[at + 1..]).any(|after| match after {
        [b'/' | b'!', next, ..] => next.is_ascii_alphabetic() || *next == b'-',
        [next, ..] => next.is_ascii_alphabetic(),
        [] => false,
    })
}

/// What follows the first `<` of `head`, comments and XML declarations passed over; empty when it begins otherwise.
fn first_tag(head: &str) -> &str {
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        let passed = match rest {
            _ if rest.starts_with("<!--") => rest.split_once("-->"),
            _ if rest.starts_with("<?") => rest.split_once('>'),
            _ => return rest.strip_prefix('<').unwrap_or(""),
        };
        let Some((_, after)) = passed else { return "" };
        rest = after.trim_start();
    }
}

/// Whether `tag`, what follows a `<`, is the start tag called `name`.
fn is_tag(tag: &str, name: &str) -> bool {
    let (Some(start), after) = (tag.get(..name.len()), tag.as_bytes().get(name.len())) else { return false };
    start.eq_ignore_ascii_case(name)
        && after.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
}

/// The beginning of a file as far as it can be read without knowing its encoding: letters of ASCII are right in all
/// encodings of the web, UTF-16 included.
pub fn peek(head: &[u8]) -> Cow<'_, str> {
    match utf16(head) {
        Some(encoding) => Cow::Owned(encoding.decode(head).0.into_owned()),
        None => String::from_utf8_lossy(head),
    }
}

/// UTF-16 by its mark, or by the zeros that its spaces and line ends have.
pub fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_text(sample, *encoding == UTF_16BE))
}

/// Whether `bytes` read as UTF-16 are text: no control characters, no broken pairs, and ASCII among it.
fn is_text(bytes: &[u8], big_endian: bool) -> bool {
    let units = || {
        let unit =
            |pair: &[u8; 2]| if big_endian { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        bytes.as_chunks::<2>().0.iter().map(unit)
    };
    let ascii = units().filter(|unit| matches!(unit, 0x20..=0x7e | 0x09 | 0x0a | 0x0d)).count();
    let broken = char::decode_utf16(units()).filter(|c| match c {
        Ok(c) => {
            c.is_control() && !c.is_ascii_whitespace()
                || matches!(*c, '\u{e000}'..='\u{f8ff}' | '\u{fff0}'..='\u{ffff}')
        }
        Err(_) => true,
    });
    // The sample may end within a pair.
    ascii * 50 >= bytes.len() / 2 && ascii > 1 && broken.count() <= 1
}

/// The address that a browser or an extension noted in a comment when it saved the page.
pub fn saved_from(page: &str) -> Option<&str> {
    // As many characters; where all of them are ASCII that need not be counted out.
    let head = page.get(..PRESCAN).filter(|head| head.is_ascii()).unwrap_or_else(|| {
        let end = page.char_indices().nth(PRESCAN).map_or(page.len(), |(at, _)| at);
        &page[..end]
    });
    let noted = |mark: &str| {
        let (_, after) = head.split_once(mark)?;
        let address = after.trim_start().split([' ', '\n', '\r', '\t']).next()?;
        address.contains("://").then_some(address)
    };
    let counted = || {
        let (_, after) = head.split_once("<!-- saved from url=(")?;
        let address = after.split_once(')')?.1.split([' ', '\n', '\r']).next()?;
        address.contains("://").then_some(address)
    };
    let extension = || head.contains("Page saved with SingleFile").then(|| noted("url:")).flatten();
    counted().or_else(extension)
}

/// The encoding that a page declares for itself: in its XML declaration or in a `<meta>` element.
pub fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = &head[..head.len().min(PRESCAN)];
    if let Some(declaration) = head.trim_ascii_start().strip_prefix(b"<?xml") {
        let end = memchr::memchr(b'>', declaration).unwrap_or(0);
        if let Some(label) = value(&declaration[..end], b"encoding") {
            return of_label(label);
        }
    }
    let metas = memchr::memchr_iter(b'<', head).map(|at| &head[at + 1..]);
    let metas = metas.filter(|tag| tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"meta ")));
    metas.map(|tag| &tag[..memchr::memchr(b'>', tag).unwrap_or(tag.len())]).find_map(|tag| {
        // Also finds the charset within the content of an http-equiv.
        value(tag, b"charset").and_then(of_label)
    })
}

/// The encoding called `label`. A page whose declaration could be read byte by byte is not in UTF-16, whatever it says.
pub fn of_label(label: &[u8]) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label)?;
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { encoding_rs::UTF_8 } else { encoding })
}

/// What follows `name` and an equals sign in `text`, quotes around it taken off.
pub fn value<'t>(text: &'t [u8], name: &[u8]) -> Option<&'t [u8]> {
    let at = text.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name))?;
    let rest = text[at + name.len()..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let quoted = rest.first().filter(|byte| matches!(byte, b'"' | b'\''));
    let (rest, ends): (_, &[u8]) = match quoted {
        Some(quote) => (&rest[1..], std::slice::from_ref(quote)),
        None => (rest, b" \t\r\n;\"'>/?"),
    };
    let end = rest.iter().position(|byte| ends.contains(byte)).unwrap_or(rest.len());
    Some(rest[..end].trim_ascii()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::corpus::markup::*;
    use proptest::prelude::*;

    #[test]
    fn pages_are_told_from_text() {
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
    fn declared_encodings() {
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
            assert_eq!(declared(head).map(Encoding::name), expected, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn the_address_a_page_was_saved_from() {
        let of =
            |comment: &str| saved_from(&format!("<!DOCTYPE html>\n{comment}\n<html>")).map(str::to_owned);
        let address = Some("https://coast.example/ferry".to_owned());
        assert_eq!(of("<!-- saved from url=(0027)https://coast.example/ferry -->"), address);
        let single =
            "<!--\n Page saved with SingleFile \n url: https://coast.example/ferry \n saved date: x\n-->";
        assert_eq!(of(single), address);
        assert_eq!(of("<!-- saved from url=(0000)about:blank -->"), None);
        assert_eq!(of("<!-- url: https://coast.example/ferry -->"), None);
    }

    #[test]
    fn utf16_needs_no_mark() {
        let bytes = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        let russian = bytes("Северная Корея направила солдат в Курскую область, сообщила разведка.");
        assert_eq!(utf16(&russian).map(Encoding::name), Some("UTF-16BE"));
        assert!(looks_like_page(&peek(&bytes("<!DOCTYPE html><html>"))));
        assert_eq!(utf16(b"Plain text, nothing of the kind."), None);
        assert_eq!(utf16(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(utf16("Північна Корея".as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_looked_at_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..80), tail in "(<meta |<\\?xml )?[a-z=\"'<>! -]{0,30}") {
            let bytes = [bytes, tail.into_bytes()].concat();
            let _ = (declared(&bytes), looks_like_html(&peek(&bytes)), has_tags(&peek(&bytes)));
        }
    }
}
