//! Letters of Cyrillic and Latin script that look the same, typed one for the other.
//!
//! A word of mixed script (*Kиїв*) is read in the script of most of its letters, if all others have a
//! look-alike there. A single Cyrillic letter joined to digits (*Х-101*, *С300*) is read as the Latin one,
//! and is a token as typed, too. A word of one script never changes.

use unicode_normalization::UnicodeNormalization;

use crate::analysis::normalize::{CharClass, class, is_cyrillic, push_folded};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::version::AnalyzerVersion;

/// Cyrillic letters and the Latin ones that look like them.
const PAIRS: &[(char, char)] = &[
    ('а', 'a'),
    ('е', 'e'),
    ('к', 'k'),
    ('м', 'm'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
];

impl TokenStream<'_> {
    /// Reads the word, which has letters of both scripts and is `typed` so, in one of them.
    #[cold]
    pub(crate) fn unify_scripts(&mut self, typed: &str) {
        // A sign of several words (℀) may have a part of it.
        if !self.read_unified(typed) && self.analyzer >= AnalyzerVersion::V9 {
            let word = self.word.clone();
            self.read_unified(&word);
        }
    }

    /// Reads the letters of one script in place of the word, if they are one word; returns whether they are.
    fn read_unified(&mut self, typed: &str) -> bool {
        let Some(unified) = unified(self.analyzer, typed).filter(|unified| unified != typed) else {
            return false;
        };
        let mut inner = TokenStream::new(self.analyzer, &unified);
        let is_word = inner.advance() && inner.span() == (0..unified.len());
        if is_word {
            self.word.clear();
            self.word.push_str(inner.text());
            self.apostrophe = None;
        }
        is_word
    }

    /// Reads a Cyrillic letter that is joined to digits as the Latin one.
    #[inline]
    pub(crate) fn add_look_alike(&mut self) {
        let bytes = self.word.as_bytes();
        let has_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
        if bytes.len() == 2 && self.digits_follow() || has_digit(bytes.first()) || has_digit(bytes.last()) {
            self.replace_letter();
        }
    }

    #[cold]
    fn replace_letter(&mut self) {
        let mut letters = self.word.chars().filter(|c| !c.is_ascii_digit());
        let (Some(letter), None) = (letters.next(), letters.next()) else { return };
        let upper = letter.to_uppercase().next();
        let Some((_, latin)) = PAIRS.iter().find(|(cyrillic, _)| upper == Some(*cyrillic)) else { return };
        let latin = latin.to_ascii_lowercase().to_string();
        let read = self.word.replace(letter, &latin);
        self.alternatives.push((std::mem::replace(&mut self.word, read), self.span.clone()));
        self.apostrophe = None;
    }

    /// Returns whether a hyphen and a digit come after the word.
    fn digits_follow(&self) -> bool {
        let mut tail = self.source[self.span.end..].chars();
        matches!(tail.next(), Some('-' | '\u{2010}' | '\u{2011}' | '–'))
            && tail.next().is_some_and(|c| c.is_ascii_digit())
    }
}

/// Returns whether a normalized word has letters of Latin and of Cyrillic script.
pub(super) fn is_of_both_scripts(word: &str) -> bool {
    !word.is_ascii() && word.bytes().any(|byte| byte.is_ascii_lowercase()) && word.contains(is_cyrillic)
}

/// Returns the letters of a word in the script of most of them, or in the other one if these have no
/// look-alikes; `None` if neither is possible.
fn unified(analyzer: AnalyzerVersion, word: &str) -> Option<String> {
    let mut expanded = String::with_capacity(word.len());
    let is_ignored = |c: &char| {
        analyzer >= AnalyzerVersion::V9 && matches!(class(*c), CharClass::Apostrophe | CharClass::Invisible)
    };
    word.chars().filter(|c| !is_ignored(c)).nfkd().for_each(|c| match c {
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => push_folded(&mut expanded, c), // æ, ß, ø
        c => expanded.push(c),
    });
    let letters: Vec<char> = expanded.chars().collect();
    let latin = letters.iter().filter(|c| c.is_ascii_alphabetic()).count();
    let cyrillic = letters.iter().filter(|c| is_cyrillic(**c)).count();
    let in_cyrillic = || letters.iter().map(|c| to_cyrillic(*c)).collect::<Option<String>>();
    let in_latin = || letters.iter().map(|c| to_latin(*c)).collect::<Option<String>>();
    let unified =
        if cyrillic >= latin { in_cyrillic().or_else(in_latin) } else { in_latin().or_else(in_cyrillic) };
    Some(unified?.nfc().collect())
}

fn to_cyrillic(c: char) -> Option<char> {
    if !c.is_ascii_alphabetic() {
        return Some(c);
    }
    PAIRS.iter().find(|(_, latin)| *latin == c).map(|(cyrillic, _)| *cyrillic)
}

fn to_latin(c: char) -> Option<char> {
    if !is_cyrillic(c) {
        return Some(c);
    }
    PAIRS.iter().find(|(cyrillic, _)| *cyrillic == c).map(|(_, latin)| *latin)
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::tokenize;

    fn tokens(text: &str) -> Vec<String> {
        tokenize(text).map(|token| token.text).collect()
    }

    #[test]
    fn words_of_mixed_script_are_read_in_one() {
        // Latin: K, ï, the first C, i.
        for (mixed, pure) in [
            ("Kиïв", "Київ"),
            ("Cбита", "Сбита"),
            ("вiйна", "війна"),
            ("NАTО", "NATO"),
            ("Pоccия", "Россия"),
            ("C.Ш.А.", "С.Ш.А."),
            ("об´eкт", "об´ект"),
        ] {
            assert_eq!(tokens(mixed), tokens(pure), "{mixed}");
        }
        for word in ["iPhoneы", "Яndex", "ТАСС", "TACC", "рост", "poct", "в 1990-м"] {
            assert_eq!(tokens(word).join(" "), word.to_lowercase().replace('-', " "), "{word}");
        }
    }

    #[test]
    fn a_letter_joined_to_digits_is_latin() {
        assert_eq!(tokens("Х-101"), ["x", "х", "101"]);
        assert_eq!(tokens("X-101"), ["x", "101"]);
        assert_eq!(tokens("С300"), ["c300", "с300"]);
        assert_eq!(tokens("Ф-1"), ["ф", "1"]);
        assert_eq!(tokens("Ту-95 с 300"), ["ту", "95", "с", "300"]);
    }
}
