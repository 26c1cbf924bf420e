//! Decodes the encodings of East Asia that consist of ASCII bytes: ISO-2022-JP, ISO-2022-KR, ISO-2022-CN and
//! HZ.
//!
//! Mail and news groups carried seven bits only. Such a text is valid UTF-8, so that nothing but its escape
//! sequences tells its encoding.

use encoding_rs::{EUC_KR, Encoding, GBK, ISO_2022_JP};

/// Escape sequences that begin Japanese characters in ISO-2022-JP.
const JAPANESE_ESCAPES: [&[u8]; 5] = [b"\x1b$B", b"\x1b$@", b"\x1b(J", b"\x1b(I", b"\x1b$(D"];
/// Byte that begins characters of the declared set in ISO-2022-KR and ISO-2022-CN.
const SHIFT_OUT: u8 = 0x0e;
/// Byte that ends them.
const SHIFT_IN: u8 = 0x0f;

/// A text decoded from seven-bit bytes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SevenBitText {
    /// The text.
    pub text: String,
    /// Name of the encoding.
    pub encoding: &'static str,
    /// Whether some characters were invalid.
    pub has_invalid_bytes: bool,
}

/// Decodes `bytes` if they have the escape sequences of a seven-bit encoding and are valid in it.
pub(super) fn decode(bytes: &[u8]) -> Option<SevenBitText> {
    // Nearly no text has these bytes.
    let has_escape = memchr::memchr(0x1b, bytes).is_some();
    if !has_escape && memchr::memmem::find(bytes, b"~{").is_none() || !bytes.is_ascii() {
        return None;
    }
    if has_escape { decode_iso_2022(bytes) } else { decode_hz(bytes) }
}

fn decode_iso_2022(bytes: &[u8]) -> Option<SevenBitText> {
    let has = |escape: &[u8]| memchr::memmem::find(bytes, escape).is_some();
    if has(b"\x1b$)C") {
        return decode_shifted(bytes, b"\x1b$)C", EUC_KR, "ISO-2022-KR");
    }
    if has(b"\x1b$)A") {
        return decode_shifted(bytes, b"\x1b$)A", GBK, "ISO-2022-CN");
    }
    if !JAPANESE_ESCAPES.iter().any(|escape| has(escape)) {
        return None;
    }
    let (text, has_invalid_bytes) = ISO_2022_JP.decode_without_bom_handling(bytes);
    // The colors of a terminal are escape sequences too.
    let has_letters = text.chars().any(|c| c >= '\u{2e80}' && c != char::REPLACEMENT_CHARACTER);
    let encoding = ISO_2022_JP.name();
    has_letters.then(|| SevenBitText { text: text.into_owned(), encoding, has_invalid_bytes })
}

/// Decodes text whose characters between [`SHIFT_OUT`] and [`SHIFT_IN`] are pairs of `set`, which `escape`
/// declared, without their top bits.
fn decode_shifted(
    bytes: &[u8],
    escape: &[u8],
    set: &'static Encoding,
    encoding: &'static str,
) -> Option<SevenBitText> {
    let mut eight_bit = Vec::with_capacity(bytes.len());
    let (mut shifted, mut offset) = (false, 0);
    while let Some(byte) = bytes.get(offset) {
        match byte {
            _ if bytes[offset..].starts_with(escape) => {
                offset += escape.len();
                continue;
            }
            &SHIFT_OUT => shifted = true,
            &SHIFT_IN => shifted = false,
            b'\n' => {
                shifted = false;
                eight_bit.push(b'\n');
            }
            byte => eight_bit.push(if shifted && byte.is_ascii_graphic() { byte | 0x80 } else { *byte }),
        }
        offset += 1;
    }
    let (text, has_invalid_bytes) = set.decode_without_bom_handling(&eight_bit);
    (!text.is_ascii()).then(|| SevenBitText { text: text.into_owned(), encoding, has_invalid_bytes })
}

/// Decodes HZ, in which `~{` and `~}` enclose pairs of GB 2312 without their top bits. Returns `None` unless
/// all of them are valid, since a text may have these signs for another reason.
fn decode_hz(bytes: &[u8]) -> Option<SevenBitText> {
    let mut eight_bit = Vec::with_capacity(bytes.len());
    let (mut chinese, mut offset) = (false, 0);
    while let Some(byte) = bytes.get(offset) {
        match (bytes.get(offset..offset + 2).unwrap_or_default(), chinese) {
            (b"~{", false) => (chinese, offset) = (true, offset + 2),
            (b"~}", true) => (chinese, offset) = (false, offset + 2),
            (b"~~", false) => {
                eight_bit.push(b'~');
                offset += 2;
            }
            // A line that was broken ends with a tilde.
            (b"~\n", _) => {
                eight_bit.push(b'\n');
                offset += 2;
            }
            (_, true) if *byte == b'\n' => {
                chinese = false;
                eight_bit.push(b'\n');
                offset += 1;
            }
            (pair @ [0x21..=0x77, 0x21..=0x7e], true) => {
                eight_bit.extend(pair.iter().map(|byte| byte | 0x80));
                offset += 2;
            }
            (_, true) => return None,
            (_, false) => {
                eight_bit.push(*byte);
                offset += 1;
            }
        }
    }
    let (text, has_invalid_bytes) = GBK.decode_without_bom_handling(&eight_bit);
    let is_hz = !chinese && !has_invalid_bytes && !text.is_ascii();
    is_hz.then(|| SevenBitText { text: text.into_owned(), encoding: "HZ-GB-2312", has_invalid_bytes })
}

#[cfg(test)]
mod tests {
    use crate::corpus::seven_bit::*;
    use proptest::prelude::*;

    fn read(bytes: &[u8]) -> Option<(String, &'static str)> {
        decode(bytes).map(|decoded| (decoded.text, decoded.encoding))
    }

    #[test]
    fn escape_sequences_tell_the_encoding() {
        let japanese = "フェリーは港にとどまる。<b>\n明日も。";
        let bytes = ISO_2022_JP.encode(japanese).0;
        assert_eq!(read(&bytes), Some((japanese.to_owned(), "ISO-2022-JP")));
        assert_eq!(
            read(b"\x1b$)C\nFerry \x0e9h6s\x0f.\n"),
            Some(("\nFerry 백략.\n".to_owned(), "ISO-2022-KR")).map(|(_, name)| {
                let text = EUC_KR.decode_without_bom_handling(b"\nFerry \xb9\xe8\xb6\xf3.\n").0.into_owned();
                (text, name)
            })
        );
        let chinese = |text: &[u8]| GBK.decode_without_bom_handling(text).0.into_owned();
        assert_eq!(read(b"\x1b$)A\x0e<:\x0f\n"), Some((chinese(b"\xbc\xba\n"), "ISO-2022-CN")));
        assert_eq!(
            read(b"This ~~ sentence: ~{<:Ky2;S{!#~}Bye.\n"),
            Some(("This ~ sentence: 己所不欲。Bye.\n".to_owned(), "HZ-GB-2312"))
        );
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            &b"\x1b[31mred\x1b[0m"[..],
            b"a ~{ b ~} c",
            b"~{ab",
            b"~{}~}",
            b"\x1b$B",
            "~{ü~}".as_bytes(),
            b"",
        ] {
            assert_eq!(read(text), None, "{}", String::from_utf8_lossy(text));
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_decoded_without_panic(bytes in prop::collection::vec(prop_oneof![0x20u8..0x7f, Just(0x1b), Just(b'~'), Just(b'{'), Just(b'}'), Just(b'$'), Just(b'B'), Just(0x0e), Just(b'\n')], 0..60)) {
            let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
            if let Some(decoded) = decode(&bytes) {
                prop_assert!(decoded.has_invalid_bytes || decoded.text.matches('\n').count() == lines);
            }
        }
    }
}
