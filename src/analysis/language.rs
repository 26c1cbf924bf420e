//! Language detection, and the stemmer of each language.

mod codes;

use std::fmt;

use frostem::Algorithm;
use whatlang::Detector;

use crate::analysis::function_words::{language_by_function_words, languages_of};
use crate::analysis::language::codes::LANGUAGES;
use crate::analysis::scripts::{language_of_letters, language_of_script};
use crate::analysis::stop_words::is_stop_word;
use crate::analysis::trigrams::{has_trigrams, likely_language};
use crate::text::floor_char_boundary;

/// The language of a text, identified by its ISO 639-1 code, or `und` if it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(&'static str);

impl Language {
    /// An unknown language.
    pub const UNKNOWN: Language = Language("und");
    /// English.
    pub const ENGLISH: Language = Language("en");
    /// Ukrainian.
    pub const UKRAINIAN: Language = Language("uk");

    /// Returns the language with the given code, or `None` if `detect` does not know it.
    pub fn named(code: &str) -> Option<Language> {
        // Called for every hit: check the commonest languages first.
        if let Some(common) = [Self::ENGLISH, Self::UNKNOWN].into_iter().find(|common| common.0 == code) {
            return Some(common);
        }
        let known = LANGUAGES.iter().map(|(_, code)| *code).chain([Self::UNKNOWN.0]);
        known.into_iter().find(|known| known.eq_ignore_ascii_case(code)).map(Language)
    }

    /// Returns the language with the given ISO 639-3 code.
    pub(crate) fn of_three_letters(code: &str) -> Option<Language> {
        let row = LANGUAGES.iter().find(|(lang, _)| lang.code().eq_ignore_ascii_case(code));
        row.map(|(_, code)| Language(code))
    }

    /// Returns the ISO 639-1 code, or `und`.
    pub fn code(self) -> &'static str {
        self.0
    }

    /// Returns whether texts of this language are written in `script`.
    pub(super) fn is_written_in(self, script: Script) -> bool {
        match script {
            Script::Latin => self.algorithm(script) != Some(Algorithm::English) || self == Self::ENGLISH,
            Script::Cyrillic => ["be", "bg", "mk", "ru", "sr", "uk"].contains(&self.0),
            Script::Greek => self.0 == "el",
            Script::Arabic => ["ar", "fa", "ur"].contains(&self.0),
            Script::Hebrew => ["he", "yi"].contains(&self.0),
            Script::Other => true,
        }
    }

    /// Returns every language, in the order of their ordinals.
    pub(crate) fn all() -> impl Iterator<Item = Language> {
        [Language::UNKNOWN].into_iter().chain(LANGUAGES.iter().map(|(_, code)| Language(code)))
    }

    /// Returns the number that stands for the language in an index: 0 if it is unknown.
    pub(crate) fn ordinal(self) -> u8 {
        codes::ordinal(self.0)
    }

    /// Returns Snowball's algorithm for words in `script` in a text of this language, which stems those
    /// without a table of inflections or a lexicon. A word in a foreign script is stemmed as a word of the
    /// commonest language in that script.
    pub(super) fn algorithm(self, script: Script) -> Option<Algorithm> {
        Some(match (script, self.0) {
            (Script::Other, "hi") => Algorithm::Hindi,
            (Script::Other, "ta") => Algorithm::Tamil,
            (Script::Hebrew | Script::Other, _) => return None,
            (Script::Greek, _) => Algorithm::Greek,
            (Script::Arabic, "fa") => Algorithm::Persian,
            (Script::Arabic, "ur") => return None,
            (Script::Arabic, _) => Algorithm::Arabic,
            (Script::Cyrillic, "uk" | "sr") => return None,
            (Script::Cyrillic, _) => Algorithm::Russian,
            (Script::Latin, code) => match code {
                "en" => Algorithm::English, // the commonest, checked first
                "ca" => Algorithm::Catalan,
                "cs" => Algorithm::Czech,
                "da" => Algorithm::Danish,
                "de" => Algorithm::German,
                "es" => Algorithm::Spanish,
                "fi" => Algorithm::Finnish,
                "fr" => Algorithm::French,
                "hr" | "sr" => Algorithm::Serbian,
                "hu" => Algorithm::Hungarian,
                "id" => Algorithm::Indonesian,
                "it" => Algorithm::Italian,
                "lt" => Algorithm::Lithuanian,
                "nb" => Algorithm::Norwegian,
                "nl" => Algorithm::Dutch,
                "pl" => Algorithm::Polish,
                "pt" => Algorithm::Portuguese,
                "ro" => Algorithm::Romanian,
                "sk" => Algorithm::Czech,
                "sv" => Algorithm::Swedish,
                "tr" => Algorithm::Turkish,
                code if LATIN_WITHOUT_ALGORITHM.contains(&code) => return None,
                _ => Algorithm::English,
            },
        })
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::UNKNOWN
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

/// A script, as far as it decides the stemmer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Script {
    Latin,
    Cyrillic,
    Greek,
    Arabic,
    Hebrew,
    Other,
}

impl Script {
    /// Returns the language in this script whose stemmer words in texts of other languages have.
    pub(super) fn commonest_language(self) -> Option<Language> {
        let code = match self {
            Script::Latin => "en",
            Script::Cyrillic => "ru",
            Script::Greek => "el",
            Script::Arabic => "ar",
            Script::Hebrew => "he",
            Script::Other => return None,
        };
        Some(Language(code))
    }

    /// Returns the script of the first letter of `word`.
    pub(crate) fn of(word: &str) -> Script {
        match word.chars().next() {
            Some('\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') | None => Script::Latin,
            Some('\u{370}'..='\u{3ff}') => Script::Greek,
            Some('\u{400}'..='\u{52f}') => Script::Cyrillic,
            Some('\u{600}'..='\u{6ff}') => Script::Arabic,
            Some('\u{5d0}'..='\u{5ea}') => Script::Hebrew,
            Some(_) => Script::Other,
        }
    }
}

/// Languages in Latin script for which Snowball has no algorithm. Without a table of inflections their words
/// match only as written.
const LATIN_WITHOUT_ALGORITHM: [&str; 16] =
    ["af", "ak", "az", "cy", "eo", "et", "jv", "la", "lv", "sl", "sn", "tk", "tl", "uz", "vi", "zu"];

/// Number of letters of a text that is read by its trigrams.
const SHORT_LETTERS: usize = 200;
/// Probability above which the trigrams of a text of one or two sentences say its language.
const MIN_PROBABILITY: f64 = 0.95;

/// Length of the sample that detection reads, in bytes.
const SAMPLE: usize = 2000;
/// Minimum number of letters for detection.
const MIN_LETTERS: usize = 40;
/// Minimum confidence for texts in Latin script, which many languages share and in which a list of names
/// looks like any of them.
const MIN_CONFIDENCE_LATIN: f64 = 0.5;
/// Minimum confidence for texts in other scripts, which few languages share.
const MIN_CONFIDENCE: f64 = 0.15;
/// Number of words that the check for English reads. Two in five words of an English text are stop words;
/// texts in other languages have hardly any of them.
const ENGLISH_WORDS: usize = 80;
/// A text is English if at least one in this many words is an English stop word.
const ENGLISH_STOP_WORD_RATIO: usize = 4;

/// Detects the language of `text` from its beginning. Returns [`Language::UNKNOWN`] if the text is
/// ambiguous.
///
/// English is detected by its stop words, other languages by the frequency of characters and trigrams (the
/// method of Cavnar and Trenkle 1994, as implemented by the crate whatlang), and where that is unsure by
/// function words. A text of a few words is in the language that its script, a letter or its trigrams say.
pub(crate) fn detect(text: &str) -> Language {
    let text = text.trim_start();
    let sample = &text[..floor_char_boundary(text, SAMPLE)];
    if is_english(sample) {
        return Language::ENGLISH;
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(SHORT_LETTERS).count();
    let likely = if letters < SHORT_LETTERS { likely_language(sample) } else { None };
    let is_sure = likely.as_ref().is_some_and(|likely| likely.probability >= MIN_PROBABILITY);
    let likely = likely.and_then(|likely| Language::named(likely.code));
    if letters < MIN_LETTERS {
        let by_script = language_of_script(sample).map(Language);
        let by_letters = || language_of_letters(sample).map(Language);
        return by_script.or(likely).or_else(by_letters).unwrap_or_default();
    }
    let confident = |info: &whatlang::Info| {
        let latin = info.script() == whatlang::Script::Latin;
        info.confidence() >= if latin { MIN_CONFIDENCE_LATIN } else { MIN_CONFIDENCE }
    };
    let detected = Detector::new().detect(sample).filter(confident);
    let entry = |info: whatlang::Info| LANGUAGES.iter().find(|(lang, _)| *lang == info.lang());
    let detected = detected.and_then(entry).map(|(_, code)| Language(code));
    // Of the languages that it knows, the trigrams know more.
    match (detected, likely) {
        (Some(detected), Some(likely)) if is_sure && has_trigrams(detected.code()) => likely,
        (Some(detected), _) => detected,
        (None, likely) => {
            let by_words = language_by_function_words(sample).and_then(Language::named);
            by_words.or(likely).unwrap_or_default()
        }
    }
}

/// Returns whether a quarter of the first words are English stop words.
fn is_english(sample: &str) -> bool {
    let (mut words, mut stop_words) = (0, 0);
    let mut lower = String::new();
    for word in sample.split_ascii_whitespace().take(ENGLISH_WORDS) {
        words += 1;
        // Most words are all lowercase letters.
        if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
            stop_words += usize::from(is_stop_word(word));
            continue;
        }
        lower.clear();
        lower.push_str(word.trim_matches(|c: char| !c.is_alphanumeric()));
        lower.make_ascii_lowercase();
        stop_words += usize::from(is_stop_word(&lower));
    }
    words >= 12 && stop_words * ENGLISH_STOP_WORD_RATIO >= words
}

/// Returns whether `word` is a function word of `language`.
pub(crate) fn is_function_word(word: &str, language: Language) -> bool {
    languages_of(word).contains(&language.code())
}

#[cfg(test)]
mod tests {
    use whatlang::Lang;

    use crate::analysis::language::*;

    #[test]
    fn detects_the_language_of_one_or_two_sentences() {
        for (code, text) in [
            (
                "en",
                "The harbour authority said on Monday that the ferry would stay in port until its engine had been examined.",
            ),
            (
                "de",
                "Die Fähre bleibt im Hafen, bis ihre Maschine untersucht worden ist, teilte die Hafenbehörde am Montag mit.",
            ),
            (
                "fr",
                "Le bac restera au port jusqu’à ce que son moteur ait été examiné, ont annoncé lundi les autorités portuaires.",
            ),
            (
                "uk",
                "Пором залишиться в порту, доки не перевірять його двигун, повідомила в понеділок адміністрація порту Київської області.",
            ),
            (
                "ru",
                "Паром останется в порту, пока не проверят его двигатель, сообщила в понедельник администрация порта. Пассажиров будут возить автобусом, что займёт на три часа больше, чем переправа через пролив.",
            ),
            ("ar", "ستبقى العبارة في الميناء حتى يتم فحص محركها، حسبما أعلنت سلطة الميناء يوم الاثنين."),
            ("he", "המעבורת תישאר בנמל עד שייבדק המנוע שלה, כך הודיעה רשות הנמל ביום שני."),
            ("zh", "港务局周一表示，渡轮将停留在港口，直到发动机检查完毕为止。"),
            ("ja", "港湾当局は月曜日、エンジンの検査が終わるまでフェリーは港にとどまると発表した。"),
            ("th", "การท่าเรือแจ้งเมื่อวันจันทร์ว่าเรือเฟอร์รี่จะจอดอยู่ที่ท่าจนกว่าจะตรวจสอบเครื่องยนต์เสร็จ"),
            (
                "el",
                "Το πλοίο θα παραμείνει στο λιμάνι μέχρι να ελεγχθεί η μηχανή του, ανακοίνωσε τη Δευτέρα η λιμενική αρχή.",
            ),
            ("ko", "서울 회의"),
            ("el", "Νέα από την Αθήνα"),
            ("de", "Neue Häuser am See"),
            ("de", "Das kostet rd. 40 Mrd. Dollar laut Minister. Später fiel Regen."),
            ("ru", "Взрывы в Курске"),
            ("uk", "Київ"),
            ("ur", "پل کی مرمت مکمل ہے"),
            (
                "ru",
                "Делегация вернулась из Ростова-на-Дону, где встретилась с вице-губернаторами и жителями города.",
            ),
            ("und", "Kyiv, 18.10."),
            ("und", "Kursk, Zelensky, Putin, Moscow, Kyiv, Belgorod, Zaporizhzhia, Sumy"),
            ("und", ""),
        ] {
            assert_eq!(detect(text).code(), code, "{text}");
        }
    }

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = LANGUAGES.iter().map(|(_, code)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), LANGUAGES.len());
        assert!(Lang::all().iter().all(|lang| LANGUAGES.iter().any(|(known, _)| known == lang)));
        assert!(LATIN_WITHOUT_ALGORITHM.iter().all(|code| codes.contains(code)));
        assert_eq!(Language::named("DE"), Language::named("de"));
        assert_eq!(Language::named("xx"), None);
    }

    #[test]
    fn an_ordinal_is_the_position_of_a_language() {
        for (position, language) in Language::all().enumerate() {
            assert_eq!(usize::from(language.ordinal()), position, "{language}");
        }
    }
}
