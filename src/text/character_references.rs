//! Character references of HTML (entities), by name and by number.

use std::borrow::Cow;

/// The names of the HTML standard in byte order, one per line, each followed by its code points in
/// hexadecimal. One text instead of a table of strings, whose addresses would be relocated at every start of
/// the program.
static NAMES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/text/character_references.txt"));

/// Decodes all character references in `text` that are known and end with `;`.
pub(crate) fn decode_references(text: &str) -> Cow<'_, str> {
    let mut decoded = String::new();
    let (mut copied, mut offset) = (0, 0);
    while let Some(start) = memchr::memchr(b'&', &text.as_bytes()[offset..]) {
        let start = offset + start;
        offset = start + 1;
        let Some(length) = memchr::memchr2(b'&', b';', &text.as_bytes()[offset..]) else { break };
        let end = offset + length;
        if text.as_bytes()[end] == b'&' {
            offset = end;
            continue;
        }
        if let Some(replacement) = decode_reference(&text[offset..end]) {
            decoded.push_str(&text[copied..start]);
            decoded.push_str(&replacement);
            copied = end + 1;
        }
        offset = end + 1;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    decoded.push_str(&text[copied..]);
    Cow::Owned(decoded)
}

/// Decodes a reference, given without `&` and `;`. Returns `None` if it is unknown.
pub(crate) fn decode_reference(reference: &str) -> Option<String> {
    match reference.strip_prefix('#') {
        Some(number) => decode_number(number).map(String::from),
        None => decode_name(reference),
    }
}

fn decode_number(number: &str) -> Option<char> {
    let (digits, radix) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    if digits.starts_with('+') {
        return None;
    }
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?)?;
    (!c.is_ascii_control() || matches!(c, '\t' | '\n' | '\x0c' | '\r' | '\x7f')).then_some(c)
}

fn decode_name(name: &str) -> Option<String> {
    let (mut low, mut high) = (0, NAMES.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = low + memchr::memrchr(b'\n', &NAMES.as_bytes()[low..middle]).map_or(0, |end| end + 1);
        let end = memchr::memchr(b'\n', &NAMES.as_bytes()[middle..high]).map_or(high, |end| middle + end);
        let (known, code_points) = NAMES[start..end].split_once(' ')?;
        match known.cmp(name) {
            std::cmp::Ordering::Less => low = end + 1,
            std::cmp::Ordering::Greater => high = start,
            std::cmp::Ordering::Equal => {
                let parse = |code_point| char::from_u32(u32::from_str_radix(code_point, 16).ok()?);
                return code_points.split(' ').map(parse).collect();
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::text::character_references::*;

    #[test]
    fn every_name_is_found() {
        assert_eq!(NAMES.lines().count(), 2125);
        assert!(NAMES.lines().is_sorted());
        for line in NAMES.lines() {
            let (name, code_points) = line.split_once(' ').expect("a name and code points");
            let decoded = decode_name(name).unwrap_or_default();
            let hex: Vec<_> = decoded.chars().map(|c| format!("{:x}", u32::from(c))).collect();
            assert_eq!(hex.join(" "), code_points, "{name}");
            assert_eq!(decode_name(&name[1..]).is_some(), NAMES.contains(&format!("\n{} ", &name[1..])));
        }
        for name in ["", " ", "A", "zzzz", "AElig c6", "amp\n", "é"] {
            assert_eq!(decode_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn known_references_are_decoded_and_others_kept() {
        for (text, expected) in [
            ("R&amp;D &#8212; &#x2014;&#X41; &eacute;", "R&D — —A é"),
            ("&ngE; &NewLine;&nvlt;", "≧\u{338} \n<\u{20d2}"),
            ("&amp;amp; &&lt;; & x &gt", "&amp; &<; & x &gt"),
            ("&#0; &#+65; &#x; &#; &; &#55296; &#1114112; &#7; &nosuch;", ""),
            ("é&é;&", ""),
        ] {
            assert_eq!(decode_references(text), if expected.is_empty() { text } else { expected });
        }
    }
}
