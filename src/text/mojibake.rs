//! Text in UTF-8 that somebody read in another encoding and saved like that: `itâ€™s` for `it’s`, `Ð¼Ð¸Ñ€` for `мир`.
//!
//! Archives are full of it, and a quote with such an apostrophe in it is found by nobody. What a sequence of characters
//! was before can be told: they are the bytes of one character in UTF-8, which hardly ever is so by chance. Where it may
//! be chance, the text is left alone. Others have gone this way before, ftfy (Robyn Speer) above all; the rules here are
//! fewer and more careful.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1251, WINDOWS_1252};
use std::sync::OnceLock;

/// How often a text may have been saved like that.
const ROUNDS: usize = 3;
/// So many sequences in a row are no chance, whatever they stand for.
const RUN: usize = 3;

/// The text as it was meant; `None` where there is nothing to mend. No line begins or ends elsewhere than before.
pub fn mend(text: &str) -> Option<String> {
    let mut mended = None;
    for _ in 0..ROUNDS {
        match round(mended.as_deref().unwrap_or(text)) {
            Some(better) => mended = Some(better),
            None => break,
        }
    }
    mended
}

/// Takes back one wrong reading.
fn round(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let begins = beginnings(text);
    if begins.is_empty() {
        return None;
    }
    let read: Vec<Reading> = Misread::get().iter().map(|by| Reading::of(by, text, &begins)).collect();
    let mut mended = String::new();
    let mut taken = 0;
    for at in begins {
        if at < taken {
            continue;
        }
        let meant = read.iter().find_map(|reading| reading.meant(text, at));
        if let Some((meant, length)) = meant.or_else(|| half_a_quote(&text[at..])) {
            mended.push_str(&text[taken..at]);
            mended.push(meant);
            taken = at + length;
        }
    }
    if taken == 0 {
        return None;
    }
    mended.push_str(&text[taken..]);
    Some(mended)
}

/// How a text may have been read wrongly, and how sure that is.
struct Reading {
    by: &'static Misread,
    /// So many sequences stand in a row that all of them are such.
    whole: bool,
    /// So many accented letters are such that all of Latin script are: those of Polish and Hungarian, too.
    latin: bool,
}

impl Reading {
    fn of(by: &'static Misread, text: &str, begins: &[usize]) -> Self {
        let mut reading = Reading { by, whole: false, latin: false };
        let letter = |at: &&usize| reading.meant(text, **at).is_some_and(|(meant, _)| meant.is_alphabetic());
        let latin = begins.iter().filter(letter).nth(RUN - 1).is_some();
        let whole = begins.iter().any(|at| by.run(&text[*at..]) >= RUN);
        (reading.whole, reading.latin) = (whole, latin);
        reading
    }

    /// The character that a sequence at `at` was, where it cannot well be meant as it is written, and its length there.
    fn meant(&self, text: &str, at: usize) -> Option<(char, usize)> {
        let (meant, length) = self.by.sequence(&text[at..])?;
        let western = self.by.encoding == WINDOWS_1252;
        let sure = match meant {
            _ if self.whole => true,
            // Quotation marks, dashes, dots; the signs of euro and trade mark.
            '\u{2010}'..='\u{2044}' | '€' | '™' => true,
            '\u{80}'..='\u{ff}' if western => {
                // A word in capitals may end in `Ã`, and what ends a sentence or quotation may follow.
                let capitals = text[..at].chars().next_back().is_some_and(char::is_uppercase);
                !(capitals && text[at..at + length].ends_with(AFTER_WORDS))
            }
            '\u{100}'..='\u{24f}' => western && self.latin,
            _ => false,
        };
        sure.then_some((meant, length))
    }
}

/// What may stand right behind a word.
const AFTER_WORDS: [char; 11] = ['”', '“', '’', '‘', '»', '›', '…', '–', '—', '•', '\u{a0}'];

/// Where characters stand that may be the first of a sequence.
fn beginnings(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let begins = |at: &usize| match bytes[*at] {
        // `Â` to `ô` before something that is not ASCII and no letter of the same kind.
        0xc3 => {
            (0x82..=0xb4).contains(&bytes[at + 1])
                && bytes.get(at + 2).is_some_and(|next| *next >= 0xc2 && *next != 0xc3)
        }
        // `в`, `Р` and `С`.
        0xd0 => {
            matches!(bytes[at + 1], 0xb2 | 0xa0 | 0xa1) && bytes.get(at + 2).is_some_and(|next| *next >= 0xc2)
        }
        // `‚` before `Ä`.
        0xe2 => bytes[at + 1..].starts_with(&[0x80, 0x9a, 0xc3, 0x84]),
        _ => false,
    };
    (0..bytes.len()).filter(begins).collect()
}

/// The end of a quotation, the last byte of which stands for nothing and was lost.
fn half_a_quote(text: &str) -> Option<(char, usize)> {
    let rest = text.strip_prefix("â€")?;
    let lost = rest.chars().next().filter(|c| *c == '\u{fffd}').map_or(0, char::len_utf8);
    Some(('”', text.len() - rest.len() + lost))
}

/// An encoding that UTF-8 is taken for.
struct Misread {
    encoding: &'static Encoding,
    /// The characters of the bytes from 0x80 on.
    characters: Vec<char>,
}

impl Misread {
    fn get() -> &'static [Misread] {
        static ALL: OnceLock<Vec<Misread>> = OnceLock::new();
        ALL.get_or_init(|| {
            let read = |encoding: &'static Encoding| {
                let bytes: Vec<u8> = (0x80..=0xff).collect();
                let characters = encoding.decode_without_bom_handling(&bytes).0.chars().collect();
                Misread { encoding, characters }
            };
            [WINDOWS_1252, WINDOWS_1251, MACINTOSH].map(read).into()
        })
    }

    /// The byte a character stands for.
    fn byte(&self, c: char) -> Option<u8> {
        if c.is_ascii() {
            return None;
        }
        self.characters.iter().position(|known| *known == c).map(|at| 0x80 + at as u8)
    }

    /// The character that a sequence at the beginning of `text` was, and how many bytes it takes there.
    fn sequence(&self, text: &str) -> Option<(char, usize)> {
        let mut bytes = [0; 4];
        let mut filled = 0;
        for (at, c) in text.char_indices().take(bytes.len()) {
            let byte = self.byte(c)?;
            bytes[filled] = byte;
            filled += 1;
            let wanted = match bytes[0] {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
            if filled > 1 && !(0x80..=0xbf).contains(&byte) {
                return None;
            }
            if filled == wanted {
                let meant = std::str::from_utf8(&bytes[..filled]).ok()?.chars().next()?;
                // A control character may be one more byte of what was read wrongly twice.
                let is_break = matches!(meant, '\u{85}' | '\u{2028}' | '\u{2029}');
                return (!is_break).then_some((meant, at + c.len_utf8()));
            }
        }
        None
    }

    /// How many sequences stand in a row at the beginning of `text`, as far as that matters.
    fn run(&self, mut text: &str) -> usize {
        for count in 0..RUN {
            match self.sequence(text) {
                Some((_, length)) => text = &text[length..],
                None => return count,
            }
        }
        RUN
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
    fn what_was_read_wrongly_is_read_as_it_was_meant() {
        for (written, meant) in [
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
            assert_eq!(mend(written).as_deref(), Some(meant), "{written}");
        }
    }

    #[test]
    fn what_is_meant_as_it_is_written_stays() {
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
            assert_eq!(mend(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_wrong_reading_is_taken_back(words in prop::collection::vec("[a-z]{1,6}(’[a-z]{1,2}|[éèüñßç][a-z]{1,3})?", 1..12), twice in any::<bool>()) {
            let meant = format!("“{}” – done…", words.join(" "));
            let mut written = misread(&meant, WINDOWS_1252);
            if twice {
                written = misread(&written, WINDOWS_1252);
            }
            prop_assert_eq!(mend(&written), Some(meant));
        }

        #[test]
        fn lines_stay_where_they_are(text in "([a-zâ€™œÃ©Â°вЂРС‚Äô\u{85}\u{9d}\u{fffd}\u{a8}\u{a9} ]|\n|\r){0,60}") {
            let lines = |text: &str| text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']).count();
            if let Some(mended) = mend(&text) {
                prop_assert_eq!(lines(&mended), lines(&text));
            }
        }
    }
}
