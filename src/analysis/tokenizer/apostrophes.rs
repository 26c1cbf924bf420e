//! Apostrophes within words.
//!
//! Elision: *l'Ukraine*, *d'être*, *qu'il*, *dell'Unione* are two words, the first of which has lost its
//! vowel. The word itself decides, not the language of its text, since a query has none. In English this
//! affects names of such origin (*D'Angelo*, *coup d'état*), which still match as a phrase, and almost
//! nothing else.
//!
//! Turkish endings: *Ankara'daki*, *NATO'nun*, *2024'te*. In a Turkish text the name before the apostrophe is
//! a token, too.

use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{CharClass, class, push_folded};
use crate::analysis::tokenizer::TokenStream;
use crate::analysis::tokenizer::letter_marks::{capitals_form, marked_form};

/// Returns whether the normalized `word` before an apostrophe is a French, Italian or Catalan word that loses
/// its vowel before another vowel. Leaves out *t'*: before a vowel it is as often Chinese in an old
/// romanization (*t'ai chi*).
pub(crate) fn is_elided(word: &str) -> bool {
    matches!(
        word,
        "l" | "d"
            | "c"
            | "j"
            | "m"
            | "n"
            | "s"
            | "qu"
            | "jusqu"
            | "lorsqu"
            | "puisqu"
            | "quoiqu"
            | "all"
            | "coll"
            | "dall"
            | "dell"
            | "nell"
            | "sull"
            | "un"
            | "quell"
            | "quest"
            | "sant"
            | "com"
            | "anch"
    )
}

/// Returns whether words are elided before this normalized letter: a vowel, a silent h, or a digit (*l'11
/// settembre*).
pub(crate) fn elides(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h' | '0'..='9')
}

/// Beginnings of the endings that follow an apostrophe in Turkish, folded. None begins with another.
const TURKISH_ENDINGS: [&str; 39] = [
    "in", "un", "ni", "nu", "na", "ne", "yi", "yu", "ya", "ye", "da", "de", "ta", "te", "nda", "nde", "la",
    "le", "yla", "yle", "li", "lu", "si", "su", "ca", "ce", "ki", "dir", "dur", "tir", "tur", "ydi", "ydu",
    "ymis", "ci", "cu", "imiz", "umuz", "m",
];
/// Whole endings of one letter.
const TURKISH_LETTERS: [&str; 4] = ["a", "e", "i", "u"];
/// Minimum length of a name before a Turkish ending in a query, in letters.
const MIN_TURKISH_NAME: usize = 3;

/// Returns whether a normalized `ending` after an apostrophe is Turkish.
fn is_turkish_ending(ending: &str) -> bool {
    TURKISH_LETTERS.contains(&ending) || TURKISH_ENDINGS.iter().any(|begin| ending.starts_with(begin))
}

/// Returns the name in a typed word with a Turkish ending, which must have more than one letter: *Sana'a* is
/// a name.
pub(crate) fn turkish_name<'w>(typed: &'w str, normalized: &str) -> Option<&'w str> {
    let (name, ending) = typed.rsplit_once(['\'', '’'])?;
    let length = ending.chars().count();
    let folded = normalized.len().checked_sub(length).and_then(|start| normalized.get(start..))?;
    let is_name = name.starts_with(char::is_uppercase) && name.chars().count() >= MIN_TURKISH_NAME;
    (is_name && length > 1 && is_turkish_ending(folded)).then_some(name)
}

impl TokenStream<'_> {
    /// Adds the name before the apostrophe of a word of a Turkish text.
    #[cold]
    pub(crate) fn add_turkish_name(&mut self, length: usize) {
        let Some((name, ending)) = self.word.split_at_checked(length) else { return };
        let is_letter = name.len() < 2 && !name.starts_with(|c: char| c.is_ascii_digit());
        if is_letter || !is_turkish_ending(ending) {
            return;
        }
        let name = name.to_owned();
        let typed = &self.source[self.span.clone()];
        let Some(end) = typed.rfind(|c| class(c) == CharClass::Apostrophe) else { return };
        let typed = &typed[..end];
        let marked = capitals_form(typed, &name).or_else(|| marked_form(typed, &name, true));
        self.alternatives.extend(marked.map(|marked| (marked, self.span.clone())));
        self.alternatives.push((name, self.span.clone()));
    }

    /// Returns whether the apostrophe just read ends an elided word.
    pub(crate) fn ends_elided(&self) -> bool {
        is_elided(&self.word) && self.next_folded().is_some_and(elides)
    }

    /// Returns the next letter in normalized form, skipping invisible characters.
    fn next_folded(&self) -> Option<char> {
        let next = self.source[self.offset..].chars().find(|c| class(*c) != CharClass::Invisible)?;
        let (mut first, mut folded) = (None, String::new());
        decompose_compatible(next, |part| first = first.or(Some(part)));
        push_folded(&mut folded, first?);
        folded.chars().next()
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::language::Language;
    use crate::analysis::tokenizer::TokenStream;
    use crate::analysis::tokenizer::apostrophes::{TURKISH_ENDINGS, turkish_name};
    use crate::analysis::version::AnalyzerVersion;

    fn tokens_in(code: &str, text: &str) -> String {
        let language = Language::named(code).unwrap_or_default();
        let mut words = TokenStream::in_language(AnalyzerVersion::CURRENT, text, language);
        let (mut shown, mut last) = (Vec::new(), None);
        while words.advance() {
            let plus = if last == Some(words.position()) { "+" } else { "" };
            last = Some(words.position());
            shown.push(format!("{plus}{}", words.text()));
        }
        shown.join(" ")
    }

    #[test]
    fn the_name_before_a_turkish_ending_is_a_token() {
        for (code, text, tokens) in [
            ("tr", "Bursa'daki iş", "bursadaki +bursa is +=iş"),
            ("tr", "BM’nin", "bmnin +bm +=BM"),
            ("tr", "1998'de", "1998de +1998"),
            ("tr", "Şırnak'ta", "sirnakta +=şırnakta +sirnak +=şırnak"),
            ("tr", "Kur'an D'Arc'ı", "kuran d arci +=arcı +arc"),
            ("en", "Bursa'da", "bursada"),
        ] {
            assert_eq!(tokens_in(code, text), tokens, "{text}");
        }
    }

    #[test]
    fn no_ending_begins_with_another() {
        for (ending, other) in
            TURKISH_ENDINGS.iter().flat_map(|ending| TURKISH_ENDINGS.map(|other| (*ending, other)))
        {
            assert!(ending == other || !ending.starts_with(other), "{ending}");
        }
    }

    #[test]
    fn a_typed_name_has_an_ending() {
        for (typed, normalized, name) in [
            ("Bursa'dan", "bursadan", Some("Bursa")),
            ("BMT'nin", "bmtnin", Some("BMT")),
            ("Sana'a", "sanaa", None),
            ("O'Neill", "oneill", None),
            ("don't", "dont", None),
            ("Qur'an", "quran", None),
            ("D'Angelo", "dangelo", None),
        ] {
            assert_eq!(turkish_name(typed, normalized), name, "{typed}");
        }
    }
}
