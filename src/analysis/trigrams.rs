//! The language of a short text, by its trigrams and function words: those of a language are frequent in it.
//!
//! `eval/trigrams.py` counts the trigrams and describes the file.

use std::cell::OnceCell;

use unicode_normalization::UnicodeNormalization;

use crate::analysis::function_words::languages_of;
use crate::analysis::stop_words::is_stop_word;

/// The counts: tables of scripts, one after the other.
const TABLES: &[u8] = include_bytes!("../../data/analysis/trigrams/languages.bin");
/// Weights of a trigram, in a word in lower case and in another, which may be a name.
const WEIGHTS: (u32, u32) = (2, 1);
/// Weights that make the shares of two trigrams count as independent: less than they are.
const WEIGHTS_PER_BIT: f64 = 8.0 / 3.0;
/// What a function word adds to the logarithm of the probability of its languages.
const FUNCTION_WORD_BITS: f64 = 3.0;
/// Share of English texts among those in any language, in bits above that of another.
const ENGLISH_BITS: f64 = 2.0;
/// Probability above which a language is sure.
const MIN_SURE: f64 = 0.7;
/// Probability above which a language is taken if the text is not English.
const MIN_LIKELY: f64 = 0.4;
/// Maximum probability of English in a text that is not.
const MAX_ENGLISH: f64 = 0.1;

/// A language of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct LikelyLanguage {
    pub code: &'static str,
    /// Probability that the text is in this language, among those of its script.
    pub probability: f64,
}

/// Probabilities of the languages of a script for a text.
#[derive(Debug)]
pub(super) struct LanguageProbabilities {
    table: TrigramTable,
    /// Probability of each language.
    probabilities: Vec<f64>,
}

impl LanguageProbabilities {
    /// Returns the probabilities for a short text, of the languages of the script of most of its letters.
    /// Returns `None` if their trigrams were not counted, or if all words have capitals, as names have.
    pub(super) fn of(text: &str) -> Option<Self> {
        let table =
            tables().map(|table| (table.count_letters(text), table)).max_by_key(|(letters, _)| *letters);
        let (_, table) = table.filter(|(letters, _)| *letters > 0)?;
        let scores = table.scores(text)?;
        let max = scores.iter().copied().reduce(f64::max)?;
        let mut probabilities: Vec<f64> = scores.into_iter().map(|score| (score - max).exp2()).collect();
        let sum: f64 = probabilities.iter().sum();
        probabilities.iter_mut().for_each(|probability| *probability /= sum);
        Some(LanguageProbabilities { table, probabilities })
    }

    /// Returns the likeliest language; `None` if none is likely.
    pub(super) fn likeliest(&self) -> Option<LikelyLanguage> {
        let all = &self.probabilities;
        let best = (0..all.len()).max_by(|a, b| all[*a].total_cmp(&all[*b]))?;
        let best = LikelyLanguage { code: self.table.code(best)?, probability: all[best] };
        let min = if self.of_language("en").unwrap_or(0.0) < MAX_ENGLISH { MIN_LIKELY } else { MIN_SURE };
        (best.probability >= min).then_some(best)
    }

    /// Returns the probability of the language with this code; `None` if its trigrams were not counted.
    pub(super) fn of_language(&self, code: &str) -> Option<f64> {
        let index = (0..self.table.len()).find(|index| self.table.code(*index) == Some(code))?;
        self.probabilities.get(index).copied()
    }
}

/// A word with the probabilities that it is one of the languages of its script, which are computed when they
/// are first asked for.
#[derive(Debug)]
pub(crate) struct WordProbabilities<'w> {
    word: &'w str,
    probabilities: OnceCell<Option<LanguageProbabilities>>,
}

impl<'w> WordProbabilities<'w> {
    /// Creates the probabilities of `word`.
    pub(crate) fn of(word: &'w str) -> Self {
        WordProbabilities { word, probabilities: OnceCell::new() }
    }

    /// Returns the probability that the word is one of the language with this code. Returns `None` if the
    /// trigrams of the language were not counted.
    pub(crate) fn of_language(&self, code: &str) -> Option<f64> {
        let find = || LanguageProbabilities::of(&self.word.to_lowercase());
        self.probabilities.get_or_init(find).as_ref()?.of_language(code)
    }

    /// Returns the word.
    pub(crate) fn word(&self) -> &'w str {
        self.word
    }
}

/// Returns whether the trigrams of the language with this code were counted.
pub(super) fn has_trigrams(code: &str) -> bool {
    tables().any(|table| (0..table.len()).any(|index| table.code(index) == Some(code)))
}

/// The counts of a script.
#[derive(Debug, Clone, Copy)]
struct TrigramTable {
    /// Codes of the languages, two letters each.
    codes: &'static str,
    /// Number of bits of a bucket.
    bits: u8,
    /// A row for each bucket, with four bits for each language.
    rows: &'static [u8],
}

fn tables() -> impl Iterator<Item = TrigramTable> {
    let mut rest = TABLES;
    std::iter::from_fn(move || {
        let (&[count, bits], after) = rest.split_first_chunk()?;
        let (codes, after) = after.split_at_checked(2 * usize::from(count))?;
        let (rows, after) = after.split_at_checked(usize::from(count.div_ceil(2)) << bits)?;
        rest = after;
        Some(TrigramTable { codes: std::str::from_utf8(codes).ok()?, bits, rows })
    })
}

impl TrigramTable {
    fn len(self) -> usize {
        self.codes.len() / 2
    }

    fn code(self, index: usize) -> Option<&'static str> {
        self.codes.get(2 * index..2 * index + 2)
    }

    /// Counts the letters of the script in `text`.
    fn count_letters(self, text: &str) -> usize {
        let is_letter = |c: char| match self.code(0) {
            Some("ca") => matches!(c, '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}'),
            Some("be") => matches!(c, '\u{400}'..='\u{52f}'),
            _ => matches!(c, '\u{600}'..='\u{6ff}'),
        };
        text.chars().filter(|c| c.is_alphabetic() && is_letter(*c)).count()
    }

    /// Returns the logarithm of the probability of each language, up to a constant. Returns `None` if no word
    /// is in lower case.
    fn scores(self, text: &str) -> Option<Vec<f64>> {
        let (mut sums, mut function_words) = (vec![0u32; self.len()], vec![0u32; self.len()]);
        let mut has_lower = false;
        let text: String = text.nfc().filter(|c| !is_arabic_mark(*c)).collect();
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
            let is_lower = !word.starts_with(char::is_uppercase);
            has_lower |= is_lower;
            let letters: Vec<char> =
                ['_'].into_iter().chain(word.chars().flat_map(char::to_lowercase)).chain(['_']).collect();
            if is_lower {
                let codes = languages_of(word);
                for (index, count) in function_words.iter_mut().enumerate() {
                    *count += u32::from(match self.code(index) {
                        Some("en") => is_stop_word(word),
                        code => code.is_some_and(|code| codes.contains(&code)),
                    });
                }
            }
            let weight = if is_lower { WEIGHTS.0 } else { WEIGHTS.1 };
            for trigram in letters.windows(3) {
                let &[a, b, c] = trigram else { continue };
                for (sum, level) in sums.iter_mut().zip(self.levels([a, b, c])) {
                    *sum += weight * u32::from(level);
                }
            }
        }
        let score = |(index, (sum, count)): (usize, (u32, u32))| {
            let prior = if self.code(index) == Some("en") { ENGLISH_BITS } else { 0.0 };
            f64::from(sum) / WEIGHTS_PER_BIT + f64::from(count) * FUNCTION_WORD_BITS + prior
        };
        has_lower.then(|| sums.into_iter().zip(function_words).enumerate().map(score).collect())
    }

    /// Returns the level of a trigram in each language.
    fn levels(self, [a, b, c]: [char; 3]) -> impl Iterator<Item = u8> {
        let part = |letter: char, factor: u32| u32::from(letter).wrapping_mul(factor);
        let hash = part(a, 0x9e37_79b1).wrapping_add(part(b, 0x85eb_ca6b)).wrapping_add(part(c, 0xc2b2_ae35));
        let width = self.len().div_ceil(2);
        let start = (hash >> (32 - u32::from(self.bits))) as usize * width;
        let row = self.rows.get(start..start + width).unwrap_or_default();
        row.iter().flat_map(|pair| [pair & 15, pair >> 4]).take(self.len())
    }
}

/// Returns whether `c` is a vowel sign or a tatweel.
fn is_arabic_mark(c: char) -> bool {
    matches!(c, '\u{64b}'..='\u{652}' | '\u{640}' | '\u{670}')
}

#[cfg(test)]
mod tests {
    use crate::analysis::language::Language;
    use crate::analysis::trigrams::*;

    #[test]
    fn every_code_is_that_of_a_language() {
        let codes: Vec<&str> =
            tables().flat_map(|table| (0..table.len()).filter_map(move |i| table.code(i))).collect();
        assert!(codes.len() > 30 && codes.iter().all(|code| Language::named(code).is_some()), "{codes:?}");
    }

    fn likeliest(text: &str) -> Option<&'static str> {
        Some(LanguageProbabilities::of(text)?.likeliest()?.code)
    }

    #[test]
    fn a_few_words_have_a_language() {
        for (text, code) in [
            ("Alte Brücke über den Fluss gesperrt", "de"),
            ("Spitzen-Kandidaten im Nord-Ostsee-Gebiet", "de"),
            ("Le vieux pont est fermé", "fr"),
            ("Il ponte vecchio è chiuso", "it"),
            ("El puente viejo está cerrado", "es"),
            ("A ponte velha está fechada", "pt"),
            ("De oude brug is dicht", "nl"),
            ("Stary most jest zamknięty", "pl"),
            ("Starý most je zavřený", "cs"),
            ("Vanha silta on suljettu", "fi"),
            ("A régi híd zárva van", "hu"),
            ("Eski köprü kapalı", "tr"),
            ("Podul vechi este închis", "ro"),
            ("Stari most je zatvoren", "hr"),
            ("Senas tiltas uždarytas", "lt"),
            ("The old bridge is closed", "en"),
            ("Council meets in Leeds", "en"),
            ("Старый мост закрыт до весны", "ru"),
            ("Старий міст закрито до весни", "uk"),
            ("Стари мост е затворен", "bg"),
            ("الجسر القديم مغلق", "ar"),
            ("پل قدیمی بسته است", "fa"),
        ] {
            assert_eq!(likeliest(text), Some(code), "{text}");
        }
        for text in ["", "2024", "Paris", "Anna Berg, Oslo, Bergen", "橋"] {
            assert_eq!(likeliest(text), None, "{text}");
        }
    }
}
