//! Detects the encoding of bytes and decodes them.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, KOI8_R, KOI8_U, UTF_8, WINDOWS_1250, WINDOWS_1252};

use crate::corpus::code_pages;
use crate::corpus::encoding_hints::detect_utf16;
use crate::corpus::seven_bit::{self, SevenBitText};

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// Text without its byte order mark.
    pub text: String,
    /// Name of the encoding in the WHATWG Encoding Standard.
    pub encoding: &'static str,
    /// Whether some bytes were invalid and decoded as U+FFFD.
    pub has_invalid_bytes: bool,
}

/// The bytes are not text in any encoding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a text file")]
pub(crate) struct NotText;

/// Number of bytes that are checked for signs of a binary file.
const BINARY_CHECK_BYTES: usize = 64 * 1024;

/// Decodes `bytes`: by their byte order mark, as valid UTF-8, in the declared encoding, as mostly valid
/// UTF-8, or in the encoding that is detected, whichever applies first. `declared` is the encoding that the
/// page or the server declares. It is used only if the bytes agree with it: pages that were converted to
/// UTF-8 keep their old declaration, and servers send one by default.
///
/// # Errors
/// [`NotText`] if the bytes are those of an image, a program or another binary file.
pub(crate) fn decode_declared(
    bytes: Vec<u8>,
    declared: Option<&'static Encoding>,
) -> Result<Decoded, NotText> {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return Ok(decode_as(encoding, &bytes));
    }
    if let Some(SevenBitText { text, encoding, has_invalid_bytes }) = seven_bit::decode(&bytes) {
        return Ok(Decoded { text, encoding, has_invalid_bytes });
    }
    if looks_binary(&bytes) {
        return detect_utf16(&bytes).map(|encoding| decode_as(encoding, &bytes)).ok_or(NotText);
    }
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => match declared.filter(|encoding| may_be_utf8_by_chance(&text, encoding)) {
            Some(encoding) => return Ok(decode_as(encoding, text.as_bytes())),
            None => return Ok(Decoded { text, encoding: UTF_8.name(), has_invalid_bytes: false }),
        },
        Err(error) => error.into_bytes(),
    };
    let as_declared =
        declared.map(|encoding| decode_as(encoding, &bytes)).filter(|decoded| !has_too_many_accents(decoded));
    match as_declared {
        Some(decoded) if !decoded.has_invalid_bytes => return Ok(decoded),
        _ if mostly_utf8(&bytes) => return Ok(decode_as(UTF_8, &bytes)),
        _ => {}
    }
    let detected = detect(&bytes);
    Ok(match as_declared {
        Some(decoded) if count_replacements(&decoded) <= count_replacements(&detected) => decoded,
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
    // The detector reports KOI8-U for both. They differ only in the letters of Ukrainian and Belarusian.
    let guess = if guess == KOI8_U && !has_ukrainian_koi8(bytes) { KOI8_R } else { guess };
    let decoded = decode_as(guess, bytes);
    if guess == WINDOWS_1252 && code_pages::is_hungarian(&decoded.text) {
        return decode_as(WINDOWS_1250, bytes);
    }
    match code_pages::decode(bytes, guess, &decoded.text) {
        Some((text, encoding)) => Decoded { text, encoding, has_invalid_bytes: false },
        None => decoded,
    }
}

/// Returns whether a word of a KOI8 text has a letter that only KOI8-U has. In KOI8-R these bytes are
/// box-drawing characters.
fn has_ukrainian_koi8(bytes: &[u8]) -> bool {
    let is_ukrainian =
        |byte: u8| matches!(byte, 0xa4 | 0xa6 | 0xa7 | 0xad | 0xae | 0xb4 | 0xb6 | 0xb7 | 0xbd | 0xbe);
    let is_letter = |byte: u8| byte >= 0xc0;
    bytes.windows(2).any(|pair| {
        is_ukrainian(pair[0]) && is_letter(pair[1]) || is_letter(pair[0]) && is_ukrainian(pair[1])
    })
}

/// Returns whether valid UTF-8 may still be in `encoding`: ISO-2022-JP consists of ASCII bytes, and a few
/// characters of another multi-byte encoding may be valid UTF-8 by chance. Words in a single-byte encoding
/// never are.
fn may_be_utf8_by_chance(text: &str, encoding: &'static Encoding) -> bool {
    let non_ascii = || text.chars().filter(|c| !c.is_ascii()).take(MAX_CHANCE_CHARS + 1).count();
    encoding == ISO_2022_JP && text.contains('\x1b')
        || !encoding.is_single_byte() && (1..=MAX_CHANCE_CHARS).contains(&non_ascii())
}

/// Number of accented letters up to which a text is too short to judge.
const MIN_ACCENTED: usize = 20;

/// Number of non-ASCII characters up to which text in another encoding may be valid UTF-8 by chance.
const MAX_CHANCE_CHARS: usize = 3;

/// Returns whether a text decoded as Western European has more accented letters than any such language. It is
/// Cyrillic, Greek or another script, sent by a server with a default declaration.
fn has_too_many_accents(decoded: &Decoded) -> bool {
    let (mut ascii, mut accented) = (0usize, 0usize);
    if decoded.encoding != WINDOWS_1252.name() {
        return false;
    }
    for c in decoded.text.chars().take(BINARY_CHECK_BYTES).filter(|c| c.is_alphabetic()) {
        *(if c.is_ascii() { &mut ascii } else { &mut accented }) += 1;
    }
    accented > MIN_ACCENTED && accented > ascii / 2
}

fn count_replacements(decoded: &Decoded) -> usize {
    decoded.text.matches(char::REPLACEMENT_CHARACTER).count()
}

/// Returns whether the beginning of `bytes` is binary: it has more than a stray NUL, or many control
/// characters.
pub(crate) fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(BINARY_CHECK_BYTES)];
    let controls = count(head, |byte| byte < 0x20 && !matches!(byte, 9..=0x0d | 0x1b) || byte == 0x7f);
    let nuls = if controls == 0 { 0 } else { count(head, |byte| byte == 0) };
    // A megabyte of text may contain a stray NUL; one byte in fifty of a program is one. No program is ASCII.
    controls * 50 > head.len() || nuls > 1 && nuls * 500 > head.len() && !head.is_ascii()
}

/// Counts the bytes that match. Sums of bytes without checks, over chunks too short to overflow them, compile
/// to vector instructions.
fn count(bytes: &[u8], matches: impl Fn(u8) -> bool) -> usize {
    let add = |sum: u8, byte: &u8| sum.wrapping_add(u8::from(matches(*byte)));
    bytes.chunks(255).map(|chunk| usize::from(chunk.iter().fold(0, add))).sum()
}

/// Returns whether there are multi-byte characters and few invalid bytes: a UTF-8 file that a crawl truncated
/// within a character, not a file in another encoding.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut invalid) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        invalid += usize::from(!chunk.invalid().is_empty());
    }
    valid >= invalid * 2 && valid > 0
}

#[cfg(test)]
mod tests {
    use crate::corpus::charset::*;

    fn read(bytes: &[u8]) -> Option<(String, &'static str, bool)> {
        decode_declared(bytes.to_vec(), None)
            .ok()
            .map(|decoded| (decoded.text, decoded.encoding, decoded.has_invalid_bytes))
    }

    #[test]
    fn utf8_with_and_without_a_byte_order_mark() {
        assert_eq!(read("Київ".as_bytes()), Some(("Київ".into(), "UTF-8", false)));
        assert_eq!(read("\u{feff}Київ".as_bytes()), Some(("Київ".into(), "UTF-8", false)));
        assert_eq!(read(b""), Some((String::new(), "UTF-8", false)));
    }

    #[test]
    fn utf16_with_a_byte_order_mark() {
        let bytes: Vec<u8> = "\u{feff}Київ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes), Some(("Київ".into(), "UTF-16LE", false)));
    }

    #[test]
    fn legacy_encodings_are_detected() {
        let russian = "Северная Корея направила своих солдат в Курскую область, сообщила разведка в четверг.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        assert_eq!(read(&bytes), Some((russian.into(), "windows-1251", false)));
        let french = "Le président a déclaré qu’il « n’était pas prêt » à négocier avec la Corée.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        assert_eq!(read(&bytes), Some((french.into(), "windows-1252", false)));
    }

    #[test]
    fn legacy_encodings_of_short_texts_are_detected() {
        use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, ISO_8859_2, SHIFT_JIS, WINDOWS_1250, WINDOWS_1253};
        for (text, encoding) in [
            ("フェリーは機関の検査が終わるまで港にとどまる", EUC_JP),
            ("フェリーは機関の検査が終わるまで港にとどまる", SHIFT_JIS),
            ("港务局决定关闭旧鱼市场两年", GBK),
            ("港務局決定關閉舊魚市場兩年", BIG5),
            ("항만청은 오래된 수산시장을 닫기로 했다", EUC_KR),
            ("Správa přístavu zavře starý rybí trh", WINDOWS_1250),
            ("Správa prístavu v utorok rozhodla, že trh bude zatvorený", ISO_8859_2),
            ("Zarząd portu zamyka stary targ, pół roku wcześniej", ISO_8859_2),
            ("A kikötő bezárja a régi halpiacot", WINDOWS_1250),
            ("Το λιμεναρχείο κλείνει την παλιά ψαραγορά", WINDOWS_1253),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(read(&bytes).map(|(text, ..)| text), Some(text.to_owned()), "{}", encoding.name());
        }
    }

    #[test]
    fn koi8_variants_are_told_apart_by_their_letters() {
        use encoding_rs::{KOI8_R, KOI8_U};
        let russian = "Паром останется в порту, пока не осмотрят двигатель, сообщила администрация.";
        let framed = format!("═\n{russian}\n{russian}\n═\n");
        let ukrainian =
            "Пором залишиться в порту, доки її двигун не оглянуть, і сьогодні, повідомила міська рада.";
        for (text, encoding) in [(russian, KOI8_R), (&framed, KOI8_R), (ukrainian, KOI8_U)] {
            let (bytes, _, had_errors) = encoding.encode(text);
            assert!(!had_errors, "{text}");
            assert_eq!(read(&bytes), Some((text.into(), encoding.name(), false)));
        }
    }

    #[test]
    fn a_declaration_is_used_if_the_bytes_agree() {
        let read = |text: &str, encoding: &'static Encoding, declared| {
            let decoded = decode_declared(encoding.encode(text).0.into_owned(), Some(declared));
            decoded.map(|decoded| (decoded.text == text, decoded.encoding))
        };
        use encoding_rs::{BIG5, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1257};
        let russian = "Паром останется в порту, пока не осмотрят двигатель, сообщила администрация.";
        // Short texts are too short for detection.
        assert_eq!(read("Паром", KOI8_R, KOI8_R), Ok((true, "KOI8-R")));
        assert_eq!(read("港口", BIG5, BIG5), Ok((true, "Big5")));
        assert_eq!(read("フェリー", ISO_2022_JP, ISO_2022_JP), Ok((true, "ISO-2022-JP")));
        assert_eq!(read("Prāmis paliek ostā", WINDOWS_1257, WINDOWS_1257), Ok((true, "windows-1257")));
        // Pages converted to UTF-8.
        assert_eq!(read(russian, UTF_8, WINDOWS_1251), Ok((true, "UTF-8")));
        assert_eq!(read("Le café ouvre", UTF_8, WINDOWS_1252), Ok((true, "UTF-8")));
        // A server with a default declaration.
        assert_eq!(read(russian, WINDOWS_1251, WINDOWS_1252), Ok((true, "windows-1251")));
        assert_eq!(read("Le préfet a été très étonné.", WINDOWS_1252, UTF_8), Ok((true, "windows-1252")));
        let japanese = "フェリーは機関の検査が終わるまで港にとどまる、と港湾局が月曜日に発表した。";
        assert_eq!(read(japanese, SHIFT_JIS, BIG5), Ok((true, "Shift_JIS")));
    }

    #[test]
    fn an_invalid_character_does_not_change_utf8_into_another_encoding() {
        let mut bytes = "Київ заявив: війська вже там".as_bytes().to_vec();
        bytes.push(0xd0);
        let (text, encoding, has_invalid_bytes) = read(&bytes).unwrap_or_default();
        assert!(text.starts_with("Київ") && text.ends_with('\u{fffd}'));
        assert_eq!((encoding, has_invalid_bytes), ("UTF-8", true));
    }

    #[test]
    fn images_and_programs_are_not_text() {
        assert_eq!(decode_declared(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec(), None), Err(NotText));
        assert_eq!(decode_declared(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0".to_vec(), None), Err(NotText));
        let mut text = "a stray NUL in a long text ".repeat(50).into_bytes();
        text[100] = 0;
        assert!(decode_declared(text, None).is_ok());
    }
}
