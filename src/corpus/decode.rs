//! From bytes to text, with the encoding named.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of its encoding, as the WHATWG standard has it.
    pub encoding: &'static str,
    /// Whether some bytes stood for no character and were read as U+FFFD.
    pub damaged: bool,
}

/// The bytes are no text in any encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a text file")]
pub struct NotText;

/// How far into a file to look for signs that it is not text, in bytes.
const LOOK: usize = 64 * 1024;

/// Reads `bytes` as text: a byte order mark decides, then valid UTF-8, then mostly valid UTF-8, then detection.
///
/// # Errors
/// [`NotText`] when the bytes are those of a picture, a program or the like.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes));
    }
    if looks_binary(&bytes) {
        return Err(NotText);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(Decoded { text, encoding: UTF_8.name(), damaged: false }),
        Err(error) => error.into_bytes(),
    };
    if mostly_utf8(&bytes) {
        return Ok(decode_as(UTF_8, &bytes));
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    Ok(decode_as(detector.guess(None, Utf8Detection::Allow), &bytes))
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, encoding, damaged) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), damaged }
}

/// Whether the first part of `bytes` holds what no text holds: more than a stray NUL, or many control characters.
pub fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOK)];
    let control = |byte: &&u8| matches!(**byte, 0..=8 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f);
    let (controls, nuls) =
        (head.iter().filter(control).count(), head.iter().filter(|byte| **byte == 0).count());
    // A megabyte of text may hold a stray NUL; one byte in fifty of a program is one.
    controls * 50 > head.len() || nuls * 500 > head.len()
}

/// Whether there are some multi-byte characters, and hardly a byte that breaks them: a UTF-8 file that a crawl cut
/// in the middle of a character, not a file in another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 2 && good > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Option<(String, &'static str, bool)> {
        decode(bytes.to_vec()).ok().map(|decoded| (decoded.text, decoded.encoding, decoded.damaged))
    }

    #[test]
    fn utf8_with_and_without_a_mark() {
        assert_eq!(read("Київ".as_bytes()), Some(("Київ".into(), "UTF-8", false)));
        assert_eq!(read("\u{feff}Київ".as_bytes()), Some(("Київ".into(), "UTF-8", false)));
        assert_eq!(read(b""), Some((String::new(), "UTF-8", false)));
    }

    #[test]
    fn utf16_by_its_mark() {
        let bytes: Vec<u8> = "\u{feff}Київ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes), Some(("Київ".into(), "UTF-16LE", false)));
    }

    #[test]
    fn old_encodings_are_detected() {
        let russian = "Северная Корея направила своих солдат в Курскую область, сообщила разведка в четверг.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(read(&bytes), Some((russian.into(), "windows-1251", false)));
        let french = "Le président a déclaré qu’il « n’était pas prêt » à négocier avec la Corée.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        assert_eq!(read(&bytes), Some((french.into(), "windows-1252", false)));
    }

    #[test]
    fn a_broken_character_does_not_turn_utf8_into_something_else() {
        let mut bytes = "Київ заявив: війська вже там".as_bytes().to_vec();
        bytes.push(0xd0);
        let (text, encoding, damaged) = read(&bytes).unwrap_or_default();
        assert!(text.starts_with("Київ") && text.ends_with('\u{fffd}'));
        assert_eq!((encoding, damaged), ("UTF-8", true));
    }

    #[test]
    fn pictures_and_programs_are_no_text() {
        assert_eq!(decode(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec()), Err(NotText));
        assert_eq!(decode(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec()), Err(NotText));
        let mut text = "a stray NUL in a long text ".repeat(50).into_bytes();
        text[100] = 0;
        assert!(decode(text).is_ok());
    }
}
