//! Detects the language of a text.

use whatlang::Detector;

use crate::analysis::function_words::language_by_function_words;
use crate::analysis::language::codes::LANGUAGES;
use crate::analysis::language::{Language, Script};
use crate::analysis::scripts::{language_of_letters, language_of_script};
use crate::analysis::stop_words::is_stop_word;
use crate::analysis::trigrams::{LanguageProbabilities, has_trigrams};
use crate::text::floor_char_boundary;

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

/// Probability above which a text of fewer than [`MIN_LETTERS`] is in the language that its trigrams say,
/// whatever its source.
const MIN_CERTAINTY: f64 = 0.98;
/// Minimum probability of a language of the source for such a text that is unsure.
const MIN_IN_SOURCE: f64 = 0.01;

/// The language of a text, and what its source has to do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DetectedLanguage {
    /// The language.
    pub language: Language,
    /// The language that the text alone tells.
    pub by_text: Language,
    /// Whether the text is short and unsure, so that its source may tell otherwise.
    pub is_unsure: bool,
}

impl DetectedLanguage {
    fn sure(language: Language) -> Self {
        DetectedLanguage { language, by_text: language, is_unsure: false }
    }
}

/// Detects the language of `text` from its beginning. Returns [`Language::UNKNOWN`] if the text is
/// ambiguous.
///
/// English is detected by its stop words, other languages by the frequency of characters and trigrams (the
/// method of Cavnar and Trenkle 1994, as implemented by the crate whatlang), and where that is unsure by
/// function words. A text of a few words is in the language that its script, a letter or its trigrams say.
pub(crate) fn detect(text: &str) -> Language {
    detect_in_source(text, &[]).language
}

/// Detects the language of `text` as [`detect`]. Of fewer than [`MIN_LETTERS`] letters, one that is unsure is
/// in the likeliest of the languages of its source, if it may be.
pub(crate) fn detect_in_source(text: &str, source_languages: &[Language]) -> DetectedLanguage {
    let text = text.trim_start();
    let sample = &text[..floor_char_boundary(text, SAMPLE)];
    if is_english(sample) {
        return DetectedLanguage::sure(Language::ENGLISH);
    }
    let letters = sample.chars().filter(|c| c.is_alphabetic()).take(SHORT_LETTERS).count();
    let probabilities = if letters < SHORT_LETTERS { LanguageProbabilities::of(sample) } else { None };
    let likely = probabilities.as_ref().and_then(LanguageProbabilities::likeliest);
    let probability = likely.as_ref().map_or(0.0, |likely| likely.probability);
    let likely = likely.and_then(|likely| Language::named(likely.code));
    if letters < MIN_LETTERS {
        let by_letters = || if likely.is_none() { language_of_letters(sample) } else { None };
        if let Some(code) = language_of_script(sample).or_else(by_letters) {
            return DetectedLanguage::sure(Language(code));
        }
        let by_text = likely.unwrap_or_default();
        if letters == 0 || probability >= MIN_CERTAINTY {
            return DetectedLanguage::sure(by_text);
        }
        let in_source = language_in_source(sample, by_text, probabilities.as_ref(), source_languages);
        return DetectedLanguage { language: in_source.unwrap_or(by_text), by_text, is_unsure: true };
    }
    let confident = |info: &whatlang::Info| {
        let latin = info.script() == whatlang::Script::Latin;
        info.confidence() >= if latin { MIN_CONFIDENCE_LATIN } else { MIN_CONFIDENCE }
    };
    let detected = Detector::new().detect(sample).filter(confident);
    let entry = |info: whatlang::Info| LANGUAGES.iter().find(|(lang, _)| *lang == info.lang());
    let detected = detected.and_then(entry).map(|(_, code)| Language(code));
    // Of the languages that it knows, the trigrams know more.
    let is_likely = probability >= MIN_PROBABILITY;
    DetectedLanguage::sure(match (detected, likely) {
        (Some(detected), Some(likely)) if is_likely && has_trigrams(detected.code()) => likely,
        (Some(detected), _) => detected,
        (None, likely) => {
            let by_words = language_by_function_words(sample).and_then(Language::named);
            by_words.or(likely).unwrap_or_default()
        }
    })
}

/// Returns the language of a short text, which `by_text` says without being sure, among those of its source.
/// Returns `None` if it is in none of them, or nothing tells in which.
fn language_in_source(
    text: &str,
    by_text: Language,
    probabilities: Option<&LanguageProbabilities>,
    source_languages: &[Language],
) -> Option<Language> {
    if source_languages.contains(&by_text) {
        return Some(by_text);
    }
    let script = script_of_most(text);
    let is_alone = source_languages.len() == 1;
    let probability =
        |language: Language| match probabilities.and_then(|all| all.of_language(language.code())) {
            // Names have no language; trigrams of this one may not have been counted.
            None if is_alone => Some(1.0),
            probability => probability.filter(|probability| *probability >= MIN_IN_SOURCE),
        };
    let is_written = |language: &Language| script != Script::Other && language.is_written_in(script);
    let written = source_languages.iter().copied().filter(is_written);
    let likely = written.filter_map(|language| Some((language, probability(language)?)));
    likely.max_by(|(_, a), (_, b)| a.total_cmp(b)).map(|(language, _)| language)
}

/// Returns the script of most letters of `text`.
fn script_of_most(text: &str) -> Script {
    const SCRIPTS: [Script; 6] =
        [Script::Latin, Script::Cyrillic, Script::Greek, Script::Arabic, Script::Hebrew, Script::Other];
    let mut counts = [0; SCRIPTS.len()];
    for letter in text.chars().filter(|c| c.is_alphabetic()) {
        let script = Script::of(letter.encode_utf8(&mut [0; 4]));
        SCRIPTS.iter().zip(&mut counts).filter(|(of, _)| **of == script).for_each(|(_, count)| *count += 1);
    }
    let most = SCRIPTS.into_iter().zip(counts).rev().max_by_key(|(_, count)| *count);
    most.map_or(Script::Other, |(script, _)| script)
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

#[cfg(test)]
mod tests {
    use crate::analysis::language::detection::*;

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
    fn the_source_decides_on_a_short_text_that_is_unsure() {
        let languages = |codes: &[&str]| -> Vec<Language> {
            codes.iter().filter_map(|code| Language::named(code)).collect()
        };
        for (text, source, code) in [
            ("Obras na ponte", &["pt"][..], "pt"),
            ("Anna Berg, Oslo, Bergen", &["nb"], "nb"),
            ("Москва", &["uk"], "uk"),
            // Sure, in another script, or too unlike.
            ("Neue Häuser am See", &["nl"], "de"),
            ("서울 회의", &["pt"], "ko"),
            ("Київ", &["ru"], "uk"),
            ("Anna Berg, Oslo", &["ru"], "und"),
            ("བོད་ཡིག", &["pt"], "und"),
            ("2024", &["ru"], "und"),
            // Names tell nothing in a source of two languages.
            ("Anna Berg, Oslo, Bergen", &["nb", "en"], "und"),
            ("Anna Berg, Oslo, Bergen", &[], "und"),
        ] {
            assert_eq!(detect_in_source(text, &languages(source)).language.code(), code, "{text}");
        }
        let long = "Kursk, Zelensky, Putin, Moscow, Kyiv, Belgorod, Zaporizhzhia, Sumy";
        assert_eq!(detect_in_source(long, &languages(&["pt"])), DetectedLanguage::sure(Language::UNKNOWN));
    }
}
