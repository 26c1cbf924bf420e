//! Cyrillic text that was decoded with another encoding of one byte for each letter, and saved: `Ðûáà` for
//! `Рыба`, `тЩВБ` for `Рыба`.

use encoding_rs::{Encoding, KOI8_U, WINDOWS_1251, WINDOWS_1252};

/// Number of letters at the beginning that are judged.
const JUDGED_LETTERS: usize = 400;
/// Number of English letters among these above which a text is neither decoded wrongly nor Cyrillic.
const MAX_ENGLISH_LETTERS: usize = JUDGED_LETTERS / 5;
/// Number of letters that a text has at least.
const MIN_LETTERS: usize = 12;
/// The commonest letters of Russian, Ukrainian and Bulgarian.
const COMMON: &str = "оеаинтсрілОЕАИНТСРІЛ";

/// Repairs `text` if all of it was decoded so. Returns `None` if there is nothing to repair.
pub(crate) fn repair(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let found = Letters::count(text);
    let candidates: &[(&'static Encoding, &'static Encoding)] = match () {
        () if found.total < MIN_LETTERS => return None,
        // No language of Europe has so many accents.
        () if found.western * 10 > found.total * 8 => &[(WINDOWS_1252, WINDOWS_1251), (WINDOWS_1252, KOI8_U)],
        // Small letters and capitals are exchanged.
        () if found.cyrillic * 10 > found.total * 8
            && found.rising > 0
            && found.small * 5 < found.capitals =>
        {
            &[(WINDOWS_1251, KOI8_U), (KOI8_U, WINDOWS_1251)]
        }
        () => return None,
    };
    let readings = candidates.iter().filter_map(|(mistaken, right)| decoded_again(text, mistaken, right));
    let judged = readings.map(|reading| (Letters::count(&reading), reading));
    let is_right = |(letters, _): &(Letters, String)| {
        letters.cyrillic * 10 > letters.total * 9
            && letters.rising * 10 < letters.total
            && letters.small > letters.capitals
            && letters.common * 2 > letters.total.max(2 * found.common)
    };
    judged.filter(is_right).max_by_key(|(letters, _)| letters.common).map(|(_, reading)| reading)
}

/// Returns `text`, which was decoded as `mistaken`, decoded as `right`.
fn decoded_again(text: &str, mistaken: &'static Encoding, right: &'static Encoding) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut utf8 = [0; 4];
    for c in text.chars() {
        match u8::try_from(c) {
            // Latin-1 has the signs of Windows-1252 as control characters.
            Ok(byte) if byte < 0x80 || mistaken == WINDOWS_1252 => bytes.push(byte),
            _ => {
                let (encoded, _, unmappable) = mistaken.encode(c.encode_utf8(&mut utf8));
                if unmappable {
                    return None;
                }
                bytes.extend_from_slice(&encoded);
            }
        }
    }
    let (decoded, has_errors) = right.decode_without_bom_handling(&bytes);
    (!has_errors).then(|| decoded.into_owned())
}

/// Numbers of letters at the beginning of a text.
#[derive(Debug, Default)]
struct Letters {
    total: usize,
    cyrillic: usize,
    /// Those of Western Europe that are not ASCII.
    western: usize,
    english: usize,
    small: usize,
    capitals: usize,
    /// Capitals after small letters.
    rising: usize,
    common: usize,
}

impl Letters {
    fn count(text: &str) -> Self {
        let mut found = Letters::default();
        let mut left = ' ';
        for c in text.chars() {
            if c.is_alphabetic() {
                found.total += 1;
                if c.is_uppercase() {
                    found.capitals += 1;
                    found.rising += usize::from(left.is_lowercase());
                } else {
                    found.small += usize::from(c.is_lowercase());
                }
                match c {
                    '\0'..='\x7f' => found.english += 1,
                    '\u{80}'..='\u{ff}' => found.western += 1,
                    '\u{400}'.. => {
                        found.cyrillic += usize::from(c <= '\u{4ff}');
                        found.common += usize::from(COMMON.contains(c));
                    }
                    _ => {}
                }
                if found.total == JUDGED_LETTERS || found.english > MAX_ENGLISH_LETTERS {
                    break;
                }
            }
            left = c;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::text::wrong_code_page::*;
    use proptest::prelude::*;

    const RUSSIAN: &str = "Рыбаки чинят сети на берегу. Город закроет пристань, сообщил мэр.";
    const UKRAINIAN: &str = "Рибалки лагодять сіті на березі. Місто зачинить пристань, повідомив мер.";

    #[test]
    fn text_of_another_code_page_is_repaired() {
        for (right, mistaken) in [
            (WINDOWS_1251, WINDOWS_1252),
            (KOI8_U, WINDOWS_1252),
            (KOI8_U, WINDOWS_1251),
            (WINDOWS_1251, KOI8_U),
        ] {
            for text in [RUSSIAN, UKRAINIAN] {
                let (bytes, _, _) = right.encode(text);
                let garbled = mistaken.decode_without_bom_handling(&bytes).0;
                let names = (right.name(), mistaken.name());
                assert_eq!(repair(&garbled).as_deref(), Some(text), "{names:?} {garbled}");
            }
        }
    }

    #[test]
    fn other_text_stays() {
        for text in [
            RUSSIAN,
            UKRAINIAN,
            &RUSSIAN.to_uppercase(),
            "ÉTÉ À LA MER ÉÉÉÉ",
            "Škoda žije, řekl úředník.",
            "Þórður býr á Íslandi og er í fríi.",
            "ёЖ ёЖ",
            "РЫБАКИ ЧИНЯТ СЕТИ НА БЕРЕГУ мОРЯ",
            "Ðûáà",
            "",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(text in "[À-ÿА-яa-z .\u{80}-\u{9f}€—]{0,60}") {
            let _ = repair(&text);
        }
    }
}
