//! The stems of words by their numbers, each looked for once in a language.

use crate::analysis::{Language, stem};
use crate::index::write::segment::interner::TermInterner;

/// The stems of the words of a vocabulary.
#[derive(Debug, Default)]
pub(crate) struct StemCache {
    /// For each language what is known of every word: one of the below, or two more than the number of its stem.
    known: Vec<(Language, Vec<u32>)>,
    /// Which of them is that of the text.
    current: usize,
}

/// Nothing is known of a word.
const UNKNOWN: u32 = 0;
/// It is a function word, which has no stem.
const SILENT: u32 = 1;
/// The stem number 0.
const FIRST: u32 = 2;

impl StemCache {
    /// What follows is in `language`.
    pub fn enter(&mut self, language: Language) {
        let at = self.known.iter().position(|(known, _)| *known == language);
        self.current = at.unwrap_or_else(|| {
            self.known.push((language, Vec::new()));
            self.known.len() - 1
        });
    }

    /// The numbers of the stems of the word `text`, which has that number and without a possessive `'s` is `base`: that
    /// of the base, and where it is another that of all of it, so that what is found by its letters is found by a stem
    /// (PM's and PMs).
    pub fn of(
        &mut self,
        vocabulary: &mut TermInterner,
        number: u32,
        text: &str,
        base: &str,
    ) -> [Option<u32>; 2] {
        let whole = self.of_word(vocabulary, number, text);
        // With a possessive it may be another word: it's is none that has a stem, and neither is it; but thes has one.
        if base.len() == text.len() || whole.is_none() {
            return [whole, None];
        }
        let own = vocabulary.number(base);
        let base = self.of_word(vocabulary, own, base).or_else(|| Some(self.look_up(vocabulary, base)));
        [base, whole.filter(|_| whole != base)]
    }

    fn of_word(&mut self, vocabulary: &mut TermInterner, number: u32, word: &str) -> Option<u32> {
        let at = number as usize;
        let (_, known) = &mut self.known[self.current];
        if at >= known.len() {
            known.resize((at + 1).next_power_of_two(), UNKNOWN);
        }
        if known[at] == UNKNOWN {
            let found = match vocabulary.is_stop_word(number) {
                true => SILENT,
                false => FIRST + self.look_up(vocabulary, word),
            };
            self.known[self.current].1[at] = found;
            return found.checked_sub(FIRST);
        }
        known[at].checked_sub(FIRST)
    }

    fn look_up(&self, vocabulary: &mut TermInterner, word: &str) -> u32 {
        vocabulary.number(&stem(word, self.known[self.current].0))
    }

    /// About how much memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.known.iter().map(|(_, known)| known.len() * size_of::<u32>()).sum()
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::stem_cache::*;

    fn stems_of(vocabulary: &mut TermInterner, stems: &mut StemCache, text: &str, base: &str) -> Vec<String> {
        let number = vocabulary.number(text);
        let found = stems.of(vocabulary, number, text, base);
        found.into_iter().flatten().map(|stem| vocabulary.word(stem).to_owned()).collect()
    }

    #[test]
    fn stems_are_those_of_the_language_and_stay_so() {
        let (mut vocabulary, mut stems) = (TermInterner::default(), StemCache::default());
        for _ in 0..2 {
            for (code, word) in
                [("en", "happy"), ("de", "happy"), ("en", "wars"), ("en", "s"), ("de", "häusern")]
            {
                let language = Language::named(code).unwrap_or_default();
                stems.enter(language);
                let found = stems_of(&mut vocabulary, &mut stems, word, word);
                assert_eq!(found, [stem(word, language)], "{code}: {word}");
            }
        }
    }

    #[test]
    fn function_words_have_none() {
        let (mut vocabulary, mut stems) = (TermInterner::default(), StemCache::default());
        stems.enter(Language::ENGLISH);
        for _ in 0..2 {
            for (text, base, expected) in [
                ("the", "the", &[][..]),
                ("its", "it", &[]),
                ("its", "its", &[]),
                ("thes", "the", &["the", "thes"]),
                ("troops", "troop", &["troop"]),
                ("pms", "pm", &["pm", "pms"]),
            ] {
                let found = stems_of(&mut vocabulary, &mut stems, text, base);
                assert_eq!(found, expected, "{text}");
            }
        }
    }
}
