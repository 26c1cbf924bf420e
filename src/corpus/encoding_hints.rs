//! Finds the encoding that a file declares, before it is decoded.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE};

use crate::corpus::seven_bit;

/// Number of bytes of a page that are searched for its encoding. The standard says 1024, but pages that were
/// saved with inlined scripts declare it later.
pub(crate) const PRESCAN_BYTES: usize = 16 * 1024;

/// Decodes the beginning of a file without knowing its encoding. ASCII characters are correct in all
/// encodings of the web, UTF-16 included.
pub(crate) fn decode_head(head: &[u8]) -> Cow<'_, str> {
    match detect_utf16(head) {
        Some(encoding) => Cow::Owned(encoding.decode(head).0.into_owned()),
        // Bytes of ISO-2022-JP look like signs of markup.
        None => match seven_bit::decode(head) {
            Some(decoded) => Cow::Owned(decoded.text),
            None => String::from_utf8_lossy(head),
        },
    }
}

/// Returns whether a file has nothing but white space, beside a byte order mark of UTF-8.
pub(crate) fn is_blank(bytes: &[u8]) -> bool {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii().is_empty()
}

/// Detects UTF-16 by its byte order mark, or by reading the bytes as text.
pub(crate) fn detect_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => return Some(encoding),
        Some(_) => return None,
        None => {}
    }
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if is_ascii_text(sample) {
        return None;
    }
    [UTF_16LE, UTF_16BE].into_iter().find(|encoding| is_utf16_text(sample, *encoding == UTF_16BE))
}

/// Returns whether `bytes` are text in ASCII with at most a few NULs, which may look like Chinese in UTF-16.
/// Half of the bytes of Latin text in UTF-16 are NULs; other scripts have control characters or bytes beyond
/// ASCII.
fn is_ascii_text(bytes: &[u8]) -> bool {
    let is_text = |byte: &u8| matches!(byte, 0 | 9..=0x0d | 0x1b | 0x20..=0x7e);
    bytes.iter().all(is_text) && memchr::memchr_iter(0, bytes).count() * 4 < bytes.len()
}

/// Returns whether `bytes` are text in UTF-16: they have no control characters, no unpaired surrogates, and
/// some ASCII, or nothing but letters and signs of scripts that have no spaces.
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
    // Every text in such a script has signs or letters with a byte that no text in another encoding has.
    let has_controls = || bytes.iter().any(|byte| matches!(byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f));
    let is_unspaced = || {
        let is_letter =
            |unit: u16| matches!(unit, 0x20..=0x7e | 0x09 | 0x0a | 0x0d) || is_of_unspaced_script(unit);
        bytes.len() >= MIN_UNSPACED_BYTES && units().all(is_letter) && has_controls()
    };
    // The sample may end within a surrogate pair.
    invalid.count() <= 1 && (ascii * 50 >= bytes.len() / 2 && ascii > 1 || is_unspaced())
}

/// Minimum length in bytes of a text in a script without spaces that is told by its letters alone.
const MIN_UNSPACED_BYTES: usize = 12;

/// Returns whether a unit of UTF-16 is a letter or a sign of Thai, Lao, Burmese, Khmer, Chinese, Japanese or
/// Korean.
fn is_of_unspaced_script(unit: u16) -> bool {
    matches!(
        unit,
        0x0e01..=0x0edf
            | 0x1000..=0x109f
            | 0x1780..=0x17ff
            | 0x2010..=0x2027
            | 0x3000..=0x30ff
            | 0x4e00..=0x9fff
            | 0xac00..=0xd7a3
            | 0xff01..=0xff9f
    )
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
    use crate::corpus::encoding_hints::*;
    use crate::corpus::markup::looks_like_page;

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
    fn utf16_without_a_byte_order_mark_is_detected() {
        let bytes = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>();
        let russian = bytes("Северная Корея направила солдат в Курскую область, сообщила разведка.");
        assert_eq!(detect_utf16(&russian).map(Encoding::name), Some("UTF-16BE"));
        assert!(looks_like_page(&decode_head(&bytes("<!DOCTYPE html><html>"))));
        assert_eq!(detect_utf16(b"Plain text, nothing of the kind."), None);
        assert_eq!(detect_utf16(b"Plain text, \0nothing \0of the kind\0."), None);
        let latin: Vec<u8> = "Plain text.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(detect_utf16(&latin).map(Encoding::name), Some("UTF-16LE"));
        assert_eq!(detect_utf16(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0"), None);
        assert_eq!(detect_utf16("Північна Корея".as_bytes()), None);
        for text in
            ["港务局周一宣布，渡轮停留在港口。", "การท่าเรือประกาศเมื่อวันจันทร์", "フェリーは港にとどまる、と市長"]
        {
            assert_eq!(detect_utf16(&bytes(text)).map(Encoding::name), Some("UTF-16BE"), "{text}");
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(detect_utf16(&little).map(Encoding::name), Some("UTF-16LE"), "{text}");
            assert_eq!(detect_utf16(text.as_bytes()), None, "{text}");
            for encoding in [encoding_rs::GBK, encoding_rs::SHIFT_JIS, encoding_rs::EUC_KR] {
                assert_eq!(detect_utf16(&encoding.encode(text).0), None, "{text}");
            }
        }
    }
}
