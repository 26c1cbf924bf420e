//! Mojibake: UTF-8 text that was decoded with another encoding and saved: `itâ€™s` for `it’s`, `Ð¼Ð¸Ñ€` for
//! `мир`.
//!
//! Archives are full of it, and no query finds a quote with such an apostrophe. The original can be
//! recovered: the garbled characters are the bytes of one UTF-8 character, which is hardly ever so by chance.
//! Ambiguous text is left alone. The method is that of ftfy (Robyn Speer), with fewer and more careful rules.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};
use std::sync::OnceLock;

/// Maximum number of wrong decodings that are undone.
const MAX_ROUNDS: usize = 3;
/// Number of sequences in a row that cannot be chance, whatever they stand for.
const MIN_RUN: usize = 3;

/// Repairs `text`. Returns `None` if there is nothing to repair. Line breaks stay where they are.
pub(crate) fn repair(text: &str) -> Option<String> {
    let mut repaired = None;
    for _ in 0..MAX_ROUNDS {
        match undo_decoding(repaired.as_deref().unwrap_or(text)) {
            Some(better) => repaired = Some(better),
            None => break,
        }
    }
    repaired
}

/// Undoes one wrong decoding.
fn undo_decoding(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let starts = sequence_starts(text);
    if starts.is_empty() {
        return None;
    }
    let candidates: Vec<Candidate> =
        WrongEncoding::all().iter().map(|encoding| Candidate::new(encoding, text, &starts)).collect();
    let mut repaired = String::new();
    let mut copied = 0;
    for start in starts {
        if start < copied {
            continue;
        }
        let original = candidates.iter().find_map(|candidate| candidate.original(text, start));
        if let Some((original, length)) = original.or_else(|| truncated_quote(&text[start..])) {
            repaired.push_str(&text[copied..start]);
            repaired.push(original);
            copied = start + length;
        }
    }
    if copied == 0 {
        return None;
    }
    repaired.push_str(&text[copied..]);
    Some(repaired)
}

/// An encoding that the text may have been decoded with, and the evidence for it.
struct Candidate {
    encoding: &'static WrongEncoding,
    /// Whether a run is long enough to take every sequence for mojibake.
    certain: bool,
    /// Whether enough accented letters are mojibake to take all Latin letters for it, those of Polish and
    /// Hungarian, too.
    latin: bool,
}

impl Candidate {
    fn new(encoding: &'static WrongEncoding, text: &str, starts: &[usize]) -> Self {
        let mut candidate = Candidate { encoding, certain: false, latin: false };
        let letter = |start: &&usize| {
            candidate.original(text, **start).is_some_and(|(original, _)| original.is_alphabetic())
        };
        let latin = starts.iter().filter(letter).nth(MIN_RUN - 1).is_some();
        let certain = starts.iter().any(|start| encoding.run_length(&text[*start..]) >= MIN_RUN);
        (candidate.certain, candidate.latin) = (certain, latin);
        candidate
    }

    /// Returns the original character of the sequence at `start`, if it is unlikely to be meant as written,
    /// and the length of the sequence.
    fn original(&self, text: &str, start: usize) -> Option<(char, usize)> {
        let (original, length) = self.encoding.sequence(&text[start..])?;
        let western = self.encoding.encoding == WINDOWS_1252;
        let garbled = match original {
            _ if self.certain => true,
            // Quotation marks, dashes and dots; the euro and trademark signs.
            '\u{2010}'..='\u{2044}' | '€' | '™' => true,
            '\u{80}'..='\u{ff}' if western => {
                // A word in capitals may end in `Ã`, followed by closing punctuation.
                let capitals = text[..start].chars().next_back().is_some_and(char::is_uppercase);
                !(capitals && text[start..start + length].ends_with(CLOSING_PUNCTUATION))
            }
            '\u{100}'..='\u{24f}' => western && self.latin,
            _ => false,
        };
        garbled.then_some((original, length))
    }
}

/// Punctuation that can follow a word.
const CLOSING_PUNCTUATION: [char; 11] = ['”', '“', '’', '‘', '»', '›', '…', '–', '—', '•', '\u{a0}'];

/// Returns the offsets of characters that may begin a sequence.
fn sequence_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let begins = |start: usize| match bytes[start] {
        // `Â` to `ô` before a non-ASCII character that is no letter of the same range.
        0xc3 => {
            (0x82..=0xb4).contains(&bytes[start + 1])
                && bytes.get(start + 2).is_some_and(|next| *next >= 0xc2 && *next != 0xc3)
        }
        // `в`, `Р` and `С`.
        0xd0 => {
            matches!(bytes[start + 1], 0xb2 | 0xa0 | 0xa1)
                && bytes.get(start + 2).is_some_and(|next| *next >= 0xc2)
        }
        // `‚` before `Ä`.
        0xe2 => bytes[start + 1..].starts_with(&[0x80, 0x9a, 0xc3, 0x84]),
        _ => false,
    };
    let mut starts = Vec::new();
    let mut start = 0;
    while let Some(tail) = bytes.get(start..).filter(|tail| !tail.is_empty()) {
        // Most of most texts is ASCII.
        start += ascii_length(tail);
        while bytes.get(start).is_some_and(|byte| !byte.is_ascii()) {
            if begins(start) {
                starts.push(start);
            }
            start += 1;
        }
    }
    starts
}

/// Returns the number of ASCII bytes at the start of `bytes`.
fn ascii_length(bytes: &[u8]) -> usize {
    let is_ascii = |word: &&[u8; 16]| u128::from_ne_bytes(**word) & NON_ASCII_BITS == 0;
    let (words, _) = bytes.as_chunks();
    let words = words.iter().take_while(is_ascii).count();
    let rest = bytes[16 * words..].iter().take_while(|byte| byte.is_ascii()).count();
    16 * words + rest
}

/// The bits that are set in the bytes of non-ASCII characters.
const NON_ASCII_BITS: u128 = u128::from_ne_bytes([0x80; 16]);

/// Reads a closing quotation mark whose last byte was lost, since the wrong encoding does not define it.
fn truncated_quote(text: &str) -> Option<(char, usize)> {
    let tail = text.strip_prefix("â€")?;
    let lost = tail.chars().next().filter(|c| *c == '\u{fffd}').map_or(0, char::len_utf8);
    Some(('”', text.len() - tail.len() + lost))
}

/// An encoding that UTF-8 is mistaken for.
struct WrongEncoding {
    encoding: &'static Encoding,
    /// The characters of the bytes from 0x80 on.
    characters: Vec<char>,
}

impl WrongEncoding {
    fn all() -> &'static [WrongEncoding] {
        static ALL: OnceLock<Vec<WrongEncoding>> = OnceLock::new();
        ALL.get_or_init(|| {
            let read = |encoding: &'static Encoding| {
                let bytes: Vec<u8> = (0x80..=0xff).collect();
                let characters = encoding.decode_without_bom_handling(&bytes).0.chars().collect();
                WrongEncoding { encoding, characters }
            };
            [WINDOWS_1252, WINDOWS_1251, MACINTOSH].map(read).into()
        })
    }

    /// Returns the byte that encodes `c`.
    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return None;
        }
        self.characters.iter().position(|known| *known == c).map(|index| 0x80 + index as u8)
    }

    /// Decodes the sequence at the start of `text`. Returns the original character and the length of the
    /// sequence in bytes.
    fn sequence(&self, text: &str) -> Option<(char, usize)> {
        let mut bytes = [0; 4];
        let mut filled = 0;
        for (offset, c) in text.char_indices().take(bytes.len()) {
            let byte = self.byte(c)?;
            bytes[filled] = byte;
            filled += 1;
            let expected = match bytes[0] {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
            if filled > 1 && !(0x80..=0xbf).contains(&byte) {
                return None;
            }
            if filled == expected {
                let original = std::str::from_utf8(&bytes[..filled]).ok()?.chars().next()?;
                // Keep line breaks where they are. Other control characters may be a byte of text decoded
                // wrongly twice.
                let is_break = matches!(original, '\u{85}' | '\u{2028}' | '\u{2029}');
                return (!is_break).then_some((original, offset + c.len_utf8()));
            }
        }
        None
    }

    /// Counts the sequences in a row at the start of `text`, up to [`MIN_RUN`].
    fn run_length(&self, mut text: &str) -> usize {
        for count in 0..MIN_RUN {
            match self.sequence(text) {
                Some((_, length)) => text = &text[length..],
                None => return count,
            }
        }
        MIN_RUN
    }
}

#[cfg(test)]
mod tests {
    use crate::text::mojibake::*;
    use proptest::prelude::*;

    fn misread(text: &str, encoding: &'static Encoding) -> String {
        encoding.decode_without_bom_handling(text.as_bytes()).0.into_owned()
    }

    #[test]
    fn repairs_wrong_decodings() {
        for (written, original) in [
            ("Joe Biden hasnâ€™t told â€œusâ€\u{9d}", "Joe Biden hasn’t told “us”"),
            ("Mormonsâ€™ â€œrogue.â€ But", "Mormons’ “rogue.” But"),
            ("good.â€\u{fffd} Not", "good.” Not"),
            ("itÃ¢â‚¬â„¢s Mitt", "it’s Mitt"),
            ("un cafÃ© Ã\u{a0} la crÃ¨me, 20Â°C", "un café à la crème, 20°C"),
            ("Ã‰COLE FRANÃ‡AISE", "ÉCOLE FRANÇAISE"),
            ("Å‚Ã³dÅº, Ã³w wrÃ³g i Å¼Ã³Å‚Ä‡", "łódź, ów wróg i żółć"),
            ("Ð¼Ð¸Ñ€ Ð¸ Ð²Ð¾Ð¹Ð½Ð°", "мир и война"),
            ("РїСЂРёРІРµС‚ Рё РјРёСЂ", "привет и мир"),
            ("Р\u{a0}РёРј", "Рим"),
            ("itвЂ™s вЂњusвЂќ", "it’s “us”"),
            ("it‚Äôs ‚Äúus‚Äù ‚Äì", "it’s “us” –"),
        ] {
            assert_eq!(repair(written).as_deref(), Some(original), "{written}");
        }
    }

    #[test]
    fn leaves_other_text_alone() {
        for text in [
            "plain words, don't",
            "à «\u{a0}l’école\u{a0}» et à\u{a0}« Paris\u{a0}»",
            "“AMANHÔ, «IRMû, AMANHÃ—NÃO, PÃO",
            "В\u{a0}Москве рёв, «Рёв» В «Правде» С“ Россией",
            "‚Ärger‘ sagte er, über Öl",
            "„Ä“ und Ä… sowie Å‘",
            "Trần Hưng Đạo, NGÂN HÀNG, Âu",
            "fête, âge, Ângela, São Paulo, ESPAÑA, “ESPAÑ”",
            "日本語「テスト」",
        ] {
            assert_eq!(repair(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn wrong_decodings_are_undone(words in prop::collection::vec("[a-z]{1,6}(’[a-z]{1,2}|[éèüñßç][a-z]{1,3})?", 1..12), twice in any::<bool>()) {
            let original = format!("“{}” – done…", words.join(" "));
            let mut written = misread(&original, WINDOWS_1252);
            if twice {
                written = misread(&written, WINDOWS_1252);
            }
            prop_assert_eq!(repair(&written), Some(original));
        }

        #[test]
        fn line_breaks_stay(text in "([a-zâ€™œÃ©Â°вЂРС‚Äô\u{85}\u{9d}\u{fffd}\u{a8}\u{a9} ]|\n|\r){0,60}") {
            let lines = |text: &str| text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count();
            if let Some(repaired) = repair(&text) {
                prop_assert_eq!(lines(&repaired), lines(&text));
            }
        }
    }
}
