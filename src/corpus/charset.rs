//! From bytes to text, with the encoding named.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, KOI8_R, KOI8_U, UTF_8, WINDOWS_1252};

use crate::corpus::markup;

/// A text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The name of its encoding, as the WHATWG standard has it.
    pub encoding: &'static str,
    /// Whether some bytes stood for no character and were read as U+FFFD.
    pub has_invalid_bytes: bool,
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
#[cfg(test)]
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, NotText> {
    decode_declared(bytes, None)
}

/// As [`decode`], where the text or what it came with says what its encoding is. That is believed as long as the bytes
/// bear it out: pages that were saved anew in UTF-8 still carry their old declaration, and servers send one by default.
///
/// # Errors
/// [`NotText`] when the bytes are those of a picture, a program or the like.
pub fn decode_declared(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Result<Decoded, NotText> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes));
    }
    if looks_binary(&bytes) {
        return markup::utf16(&bytes).map(|encoding| decode_as(encoding, &bytes)).ok_or(NotText);
    }
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => match declared.filter(|encoding| may_be_other(&text, encoding)) {
            Some(encoding) => return Ok(decode_as(encoding, text.as_bytes())),
            None => return Ok(Decoded { text, encoding: UTF_8.name(), has_invalid_bytes: false }),
        },
        Err(error) => error.into_bytes(),
    };
    let as_declared = declared.map(|encoding| decode_as(encoding, &bytes)).filter(|read| !is_garbled(read));
    match as_declared {
        Some(read) if !read.has_invalid_bytes => return Ok(read),
        _ if mostly_utf8(&bytes) => return Ok(decode_as(UTF_8, &bytes)),
        _ => {}
    }
    let detected = detect(&bytes);
    Ok(match as_declared {
        Some(read) if losses(&read) <= losses(&detected) => read,
        _ => detected,
    })
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Decoded {
    let (text, encoding, has_invalid_bytes) = encoding.decode(bytes);
    Decoded { text: text.into_owned(), encoding: encoding.name(), has_invalid_bytes }
}

fn detect(bytes: &[u8]) -> Decoded {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    // The detector knows one name for both. They differ in the letters of Ukrainian and Belarusian alone.
    let guess = if guess == KOI8_U && !has_ukrainian_koi8(bytes) { KOI8_R } else { guess };
    decode_as(guess, bytes)
}

/// Whether a word of a text in KOI8 has a letter that is in KOI8-U only; in KOI8-R these bytes draw lines and frames.
fn has_ukrainian_koi8(bytes: &[u8]) -> bool {
    let own = |byte: u8| matches!(byte, 0xa4 | 0xa6 | 0xa7 | 0xad | 0xae | 0xb4 | 0xb6 | 0xb7 | 0xbd | 0xbe);
    let letter = |byte: u8| byte >= 0xc0;
    bytes.windows(2).any(|pair| own(pair[0]) && letter(pair[1]) || letter(pair[0]) && own(pair[1]))
}

/// Whether bytes that are valid UTF-8 may all the same be in another encoding: it is one that consists of ASCII, or one
/// of several bytes a character, of which there are so few that chance may have made them valid. Words of one byte a
/// letter are never valid by chance.
fn may_be_other(text: &str, encoding: &'static Encoding) -> bool {
    let others = || text.chars().filter(|c| !c.is_ascii()).take(FEW + 1).count();
    encoding == ISO_2022_JP && text.contains('\x1b')
        || !encoding.is_single_byte() && (1..=FEW).contains(&others())
}

/// So many characters that are not ASCII may be valid UTF-8 by chance.
const FEW: usize = 3;

/// Whether a text read as Western European has more accented letters than any such language: it is Cyrillic, Greek or
/// something else, sent by a server that declares what it was never told.
fn is_garbled(read: &Decoded) -> bool {
    let (mut plain, mut accented) = (0usize, 0usize);
    if read.encoding != WINDOWS_1252.name() {
        return false;
    }
    for c in read.text.chars().take(LOOK).filter(|c| c.is_alphabetic()) {
        *(if c.is_ascii() { &mut plain } else { &mut accented }) += 1;
    }
    accented > 20 && accented > plain / 2
}

fn losses(read: &Decoded) -> usize {
    read.text.matches(char::REPLACEMENT_CHARACTER).count()
}

/// Whether the first part of `bytes` holds what no text holds: more than a stray NUL, or many control characters.
pub fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(LOOK)];
    let controls = count(head, |byte| byte < 0x20 && !matches!(byte, 9..=0x0d | 0x1b) || byte == 0x7f);
    let nuls = if controls == 0 { 0 } else { count(head, |byte| byte == 0) };
    // A megabyte of text may hold a stray NUL; one byte in fifty of a program is one.
    controls * 50 > head.len() || nuls * 500 > head.len()
}

/// How many of `bytes` are `wanted`. A sum of bytes, in pieces in which it cannot overflow, is counted many at a time.
fn count(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let of = |piece: &[u8]| usize::from(piece.iter().map(|byte| u8::from(wanted(*byte))).sum::<u8>());
    bytes.chunks(255).map(of).sum()
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
    use crate::corpus::charset::*;

    fn read(bytes: &[u8]) -> Option<(String, &'static str, bool)> {
        decode(bytes.to_vec()).ok().map(|decoded| (decoded.text, decoded.encoding, decoded.has_invalid_bytes))
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
    fn koi8_is_named_by_its_letters() {
        use encoding_rs::{KOI8_R, KOI8_U};
        let russian = "Паром останется в порту, пока не осмотрят двигатель, сообщила администрация.";
        let framed = format!("═\n{russian}\n{russian}\n═\n");
        let ukrainian =
            "Пором залишиться в порту, доки її двигун не оглянуть, і сьогодні, повідомила міська рада.";
        for (text, written) in [(russian, KOI8_R), (&framed, KOI8_R), (ukrainian, KOI8_U)] {
            let (bytes, _, lost) = written.encode(text);
            assert!(!lost, "{text}");
            assert_eq!(read(&bytes), Some((text.into(), written.name(), false)));
        }
    }

    #[test]
    fn what_is_declared_is_believed_where_the_bytes_bear_it_out() {
        let read = |text: &str, written: &'static Encoding, declared| {
            let decoded = decode_declared(written.encode(text).0.into_owned(), Some(declared));
            decoded.map(|decoded| (decoded.text == text, decoded.encoding))
        };
        use encoding_rs::{BIG5, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1257};
        let russian = "Паром останется в порту, пока не осмотрят двигатель, сообщила администрация.";
        // Short texts say too little of themselves.
        assert_eq!(read("Паром", KOI8_R, KOI8_R), Ok((true, "KOI8-R")));
        assert_eq!(read("港口", BIG5, BIG5), Ok((true, "Big5")));
        assert_eq!(read("フェリー", ISO_2022_JP, ISO_2022_JP), Ok((true, "ISO-2022-JP")));
        assert_eq!(read("Prāmis paliek ostā", WINDOWS_1257, WINDOWS_1257), Ok((true, "windows-1257")));
        // Saved anew in UTF-8.
        assert_eq!(read(russian, UTF_8, WINDOWS_1251), Ok((true, "UTF-8")));
        assert_eq!(read("Le café ouvre", UTF_8, WINDOWS_1252), Ok((true, "UTF-8")));
        // A server that was never told.
        assert_eq!(read(russian, WINDOWS_1251, WINDOWS_1252), Ok((true, "windows-1251")));
        assert_eq!(read("Le préfet a été très étonné.", WINDOWS_1252, UTF_8), Ok((true, "windows-1252")));
        let japanese = "フェリーは機関の検査が終わるまで港にとどまる、と港湾局が月曜日に発表した。";
        assert_eq!(read(japanese, SHIFT_JIS, BIG5), Ok((true, "Shift_JIS")));
    }

    #[test]
    fn a_broken_character_does_not_turn_utf8_into_something_else() {
        let mut bytes = "Київ заявив: війська вже там".as_bytes().to_vec();
        bytes.push(0xd0);
        let (text, encoding, has_invalid_bytes) = read(&bytes).unwrap_or_default();
        assert!(text.starts_with("Київ") && text.ends_with('\u{fffd}'));
        assert_eq!((encoding, has_invalid_bytes), ("UTF-8", true));
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
