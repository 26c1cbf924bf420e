//! Decodes character references (HTML entities).

use crate::text::{MappedText, decode_reference};

/// Maximum length of a reference: the longest name in HTML has 31 letters, plus `&` and `;`.
const MAX_LENGTH: usize = 33;

/// Code points that browsers use for the numbers 128 to 159, which pages use by mistake for Windows-1252; 0
/// for none.
const WINDOWS_1252: [u16; 32] = [
    0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
    0x017d, 0, 0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
    0x0153, 0, 0x017e, 0x0178,
];

/// Decodes the character reference at the start of `text`, which begins with `&`. Returns its replacement and
/// its length.
pub(in crate::extract) fn decode(text: &str) -> Option<(String, usize)> {
    let name = text
        .bytes()
        .skip(1)
        .take(MAX_LENGTH)
        .position(|byte| !byte.is_ascii_alphanumeric() && byte != b'#')?;
    let end = name + 2;
    let reference = text.get(..end).filter(|reference| reference.ends_with(';'))?;
    if let Some(c) = windows_1252(reference) {
        return Some((c.to_string(), end));
    }
    decode_reference(&reference[1..reference.len() - 1]).map(|decoded| (decoded, end))
}

fn windows_1252(reference: &str) -> Option<char> {
    let number = reference.strip_prefix("&#")?.strip_suffix(';')?;
    let number = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    let code = *WINDOWS_1252.get(number.checked_sub(128)? as usize)?;
    char::from_u32(code.into()).filter(|c| *c != '\0')
}

/// Decodes all references in `text`, and trims and collapses white space. For attribute values and titles.
pub(super) fn decode_all(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut tail = text;
    while let Some(start) = tail.find('&') {
        decoded.push_str(&tail[..start]);
        tail = &tail[start..];
        match decode(tail) {
            Some((replacement, length)) => {
                decoded.push_str(&replacement);
                tail = &tail[length..];
            }
            None => {
                decoded.push('&');
                tail = &tail[1..];
            }
        }
    }
    decoded.push_str(tail);
    collapse(&decoded)
}

/// Decodes all references in `text`, which stands at `offset` in the source.
pub(super) fn decode_mapped(text: &str, offset: usize) -> MappedText {
    let mut decoded = MappedText::new();
    let mut start = 0;
    for reference in memchr::memchr_iter(b'&', text.as_bytes()) {
        let Some((replacement, length)) = text.get(reference..).and_then(decode) else { continue };
        if reference < start {
            continue;
        }
        decoded.push(&text[start..reference], offset + start);
        start = reference + length;
        decoded.push_as(&replacement, offset + reference..offset + start);
    }
    decoded.push(&text[start..], offset + start);
    decoded
}

/// Replaces each run of white space in `text` by one space.
pub(super) fn collapse(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut collapsed = String::with_capacity(text.len());
    collapsed.push_str(words.next().unwrap_or(""));
    for word in words {
        collapsed.push(' ');
        collapsed.push_str(word);
    }
    collapsed
}

#[cfg(test)]
mod tests {
    use crate::extract::html::entities::*;

    #[test]
    fn names_and_numbers_are_decoded() {
        assert_eq!(decode_all("R&amp;D &#8212; &#x2014; &eacute;"), "R&D — — é");
        assert_eq!(decode_all("it&#146;s &#x93;so&#x94;"), "it’s “so”");
    }

    #[test]
    fn other_text_is_unchanged() {
        assert_eq!(
            decode_all("AT&T & co; &nosuchname; &#0; &&#x; &"),
            "AT&T & co; &nosuchname; &#0; &&#x; &"
        );
    }

    #[test]
    fn white_space_collapses() {
        assert_eq!(decode_all("  a&nbsp;&nbsp; b\n"), "a b");
    }
}
