//! Cutting text into words.
//!
//! Letters and digits make words; an apostrophe inside one vanishes, but for that of an elision (*l'Ukraine* is two
//! words); invisible characters are as if not there, but for the non-joiner of Arabic script; all else separates. In
//! scripts that write no spaces every two neighbouring characters are a word, so that any word of theirs is a phrase of
//! such pairs and needs no dictionary to be found. TokenStream are compared in NFKC, without case, and in Latin and Greek
//! script without accents. Plain ASCII, by far the most of most news, takes a short path; everything else is decomposed
//! character by character, so each word still knows the bytes it came from.

mod ascii;
pub(crate) mod bigrams;
mod elision;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{
    Class, accent_folds, class, is_arabic, is_hebrew, is_typed_gershayim, push_folded,
};

/// Longest folded word in bytes. What is longer (inlined data, mostly) is compared by its first bytes only.
pub const MAX_WORD_BYTES: usize = 512;

/// Keeps two letters apart that would be joined in writing.
const NON_JOINER: char = '\u{200c}';

/// A word with everything known of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The folded form.
    pub text: String,
    /// The bytes of the text it stands on.
    pub span: Range<usize>,
    /// Counted in words from the start of the text.
    pub position: u32,
    /// The folded form without a possessive `'s`.
    pub base_len: usize,
}

impl Token {
    /// The folded form without a possessive `'s`: what is stemmed.
    #[inline]
    pub fn base(&self) -> &str {
        &self.text[..self.base_len]
    }
}

/// All words of `text`, each as a value of its own.
pub fn tokenize(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut words = TokenStream::new(text);
    std::iter::from_fn(move || {
        words.advance().then(|| Token {
            text: words.text().to_owned(),
            span: words.span(),
            position: words.position(),
            base_len: words.base().len(),
        })
    })
}

/// A pass over the words of a text that allocates nothing per word.
#[derive(Debug, Clone)]
pub struct TokenStream<'t> {
    source: &'t str,
    /// Where to read on.
    at: usize,
    /// What decomposition made of the character before `at` and is not read yet, last first.
    pending: Vec<char>,
    /// The character that `pending` came from.
    pending_span: Range<usize>,
    /// The word, where it stands in the source as it is compared.
    as_is: Option<&'t str>,
    /// The folded word, where it does not.
    word: String,
    span: Range<usize>,
    position: u32,
    next_position: u32,
    /// Length of the folded word where its last apostrophe stood.
    apostrophe: Option<usize>,
    /// The last character of a script without spaces that was read, and the bytes it stands on.
    last: String,
    last_span: Range<usize>,
}

impl<'t> TokenStream<'t> {
    /// Before the first word of `source`.
    pub fn new(source: &'t str) -> Self {
        TokenStream {
            source,
            at: 0,
            pending: Vec::new(),
            pending_span: 0..0,
            as_is: None,
            word: String::with_capacity(32),
            span: 0..0,
            position: 0,
            next_position: 0,
            apostrophe: None,
            last: String::new(),
            last_span: 0..0,
        }
    }

    /// Goes to the next word; false after the last.
    pub fn advance(&mut self) -> bool {
        self.word.clear();
        self.as_is = None;
        self.apostrophe = None;
        let found = if self.pending.is_empty() { self.read_ascii() } else { None };
        if !found.unwrap_or_else(|| self.read_any()) {
            return false;
        }
        self.position = self.next_position;
        self.next_position += 1;
        true
    }

    /// The word in the form in which it is compared.
    #[inline]
    pub fn text(&self) -> &str {
        self.as_is.unwrap_or(&self.word)
    }

    /// The word without a possessive `'s`: what is stemmed.
    pub fn base(&self) -> &str {
        match self.apostrophe {
            Some(at) if at > 0 && self.word.get(at..) == Some("s") => &self.word[..at],
            _ => self.text(),
        }
    }

    /// The bytes it stands on in the source.
    #[inline]
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Its position, counted in words.
    #[inline]
    pub fn position(&self) -> u32 {
        self.position
    }

    /// Reads a word of any characters.
    fn read_any(&mut self) -> bool {
        let mut base = None;
        let mut composed = true;
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                Class::Letter => {
                    if self.word.is_empty() {
                        self.span.start = span.start;
                    }
                    // Letters of Cyrillic need composing only with marks.
                    composed &= matches!(c, '\0'..='\x7f' | '\u{400}'..='\u{52f}');
                    push_folded(&mut self.word, c);
                    self.span.end = span.end;
                    base = self.word.chars().next_back(); // as it was folded, or folding again would differ
                }
                // Persian and Urdu write it where others write a hyphen or a space.
                Class::Invisible if c == NON_JOINER && base.is_some_and(is_arabic) => break,
                Class::Invisible => {}
                Class::Unspaced => {
                    self.unread(c, span);
                    if self.word.is_empty() {
                        self.read_pair();
                    }
                    break;
                }
                Class::Mark => match base {
                    Some(base) if !self.word.is_empty() => {
                        if !accent_folds(base, c) {
                            self.word.push(c);
                            composed = false;
                        }
                        self.span.end = span.end;
                    }
                    _ => {}
                },
                Class::Apostrophe if !self.word.is_empty() && self.letter_follows() => {
                    if self.ends_elided() {
                        break;
                    }
                    self.apostrophe = Some(self.word.len());
                }
                // The sign of an abbreviation in Hebrew, typed as a quotation mark.
                Class::Separator
                    if is_typed_gershayim(c) && base.is_some_and(is_hebrew) && self.hebrew_follows() => {}
                Class::Apostrophe | Class::Separator => {
                    if !self.word.is_empty() {
                        break;
                    }
                }
            }
            // A word of one script without end (a file that is no text) is not to eat the memory.
            if self.word.len() > MAX_WORD_BYTES {
                let keep = (0..=MAX_WORD_BYTES).rev().find(|at| self.word.is_char_boundary(*at)).unwrap_or(0);
                self.word.truncate(keep);
            }
        }
        if !composed && !self.word.is_ascii() {
            let tail = self.apostrophe.map_or(0, |at| self.word.len() - at);
            self.word = self.word.nfc().collect();
            self.apostrophe = self.apostrophe.and(self.word.len().checked_sub(tail));
            self.apostrophe = self.apostrophe.filter(|at| self.word.is_char_boundary(*at));
        }
        !self.word.is_empty()
    }

    /// Gives back what [`TokenStream::next_decomposed`] gave last.
    fn unread(&mut self, c: char, span: Range<usize>) {
        self.pending.push(c);
        self.pending_span = span;
    }

    /// Whether a letter of Hebrew comes next.
    fn hebrew_follows(&self) -> bool {
        self.source[self.at..].chars().next().is_some_and(is_hebrew)
    }

    /// The next character of the compatibility decomposition and the source bytes it stands for. Apostrophes and
    /// invisible characters come as they are (some would decompose to a space and an accent).
    fn next_decomposed(&mut self) -> Option<(char, Range<usize>)> {
        if let Some(c) = self.pending.pop() {
            return Some((c, self.pending_span.clone()));
        }
        let c = self.source[self.at..].chars().next()?;
        let span = self.at..self.at + c.len_utf8();
        self.at = span.end;
        if c.is_ascii() || matches!(class(c), Class::Apostrophe | Class::Invisible) {
            return Some((c, span));
        }
        let pending = &mut self.pending;
        decompose_compatible(c, |part| pending.push(part));
        self.pending.reverse();
        self.pending_span = span.clone();
        self.pending.pop().map(|part| (part, span))
    }

    /// Whether a letter comes next, invisible characters passed over.
    fn letter_follows(&self) -> bool {
        self.source[self.at..]
            .chars()
            .find(|c| class(*c) != Class::Invisible)
            .is_some_and(|c| class(c) == Class::Letter)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::*;
    use proptest::prelude::*;

    fn folded(text: &str) -> Vec<String> {
        tokenize(text).map(|word| word.text).collect()
    }

    #[test]
    fn ascii_words_are_lowered_and_cut_at_everything_else() {
        assert_eq!(
            folded("The U.S. sent $5,000 (F-16s)!"),
            ["the", "u", "s", "sent", "5", "000", "f", "16s"]
        );
    }

    #[test]
    fn every_apostrophe_inside_a_word_vanishes() {
        for text in ["don't", "don’t", "don‘t", "donʼt", "don`t", "don´t", "don＇t"] {
            assert_eq!(folded(text), ["dont"], "{text}");
        }
        assert_eq!(folded("'tis the soldiers' ‘war’"), ["tis", "the", "soldiers", "war"]);
    }

    #[test]
    fn what_was_elided_is_a_word_of_its_own() {
        assert_eq!(
            folded("l'Ukraine L’État qu’à d`être"),
            ["l", "ukraine", "l", "etat", "qu", "a", "d", "etre"]
        );
        assert_eq!(folded("L’e\u{301}tat l’\u{200b}œuvre"), ["l", "etat", "l", "oeuvre"]);
        assert_eq!(folded("dell'Unione, l’11 settembre"), ["dell", "unione", "l", "11", "settembre"]);
        for whole in ["aujourd’hui", "I’ll", "it's", "O’Hara", "t’ai", "rock’n’roll", "d’Souza", "prud’homme"]
        {
            assert_eq!(folded(whole).len(), 1, "{whole}");
        }
    }

    #[test]
    fn forms_of_unicode_are_one() {
        assert_eq!(folded("café"), folded("cafe\u{301}"));
        assert_eq!(folded("ﬁne Ｆull ①"), ["fine", "full", "1"]);
        assert_eq!(
            folded("Straße Ørsted Łódź İstanbul ΣΊΣΥΦΟΣ"),
            ["strasse", "orsted", "lodz", "istanbul", "σισυφοσ"]
        );
        assert_eq!(folded("한국"), folded("한국".nfd().collect::<String>().as_str()));
    }

    #[test]
    fn cyrillic_letters_keep_their_marks_but_not_the_stress() {
        assert_eq!(folded("Київ"), ["київ"]);
        assert_eq!(folded("й"), folded("и\u{306}"));
        assert_ne!(folded("й"), folded("и"));
        assert_eq!(folded("Москва\u{301}"), ["москва"]);
    }

    #[test]
    fn invisible_characters_do_not_cut() {
        assert_eq!(
            folded("sol\u{ad}diers Ky\u{200b}iv \u{feff}x don\u{200d}’t"),
            ["soldiers", "kyiv", "x", "dont"]
        );
    }

    #[test]
    fn a_fraction_is_two_numbers_on_one_character() {
        let all: Vec<_> = tokenize("a½b").collect();
        assert_eq!(all.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(), ["a1", "2b"]);
        assert_eq!((all[0].span.clone(), all[1].span.clone()), (0..3, 1..4));
    }

    #[test]
    fn possessives_have_a_base() {
        let bases = |text: &str| tokenize(text).map(|word| word.base().to_owned()).collect::<Vec<_>>();
        assert_eq!(
            bases("Russia's Kyiv’s café’s it's gas don't"),
            ["russia", "kyiv", "cafe", "it", "gas", "dont"]
        );
    }

    #[test]
    fn long_words_are_cut_not_lost() {
        let long = "a".repeat(MAX_WORD_BYTES * 3);
        assert_eq!(folded(&long), folded(&long[..MAX_WORD_BYTES]));
        assert_eq!(folded(&"й".repeat(MAX_WORD_BYTES)).len(), 1);
        assert_eq!(folded("человеконенавистничество").len(), 1);
    }

    #[test]
    fn arabic_and_hebrew_are_read_without_their_vowel_signs() {
        assert_eq!(folded("مُحَمَّد"), folded("محمد"));
        assert_eq!(folded("الأمن"), folded("الامن"));
        assert_eq!(folded("می‌خواهد"), folded("می خواهد"));
        assert_eq!(folded("مـحـمـد ٢٠٢٤"), ["محمد", "2024"]);
        assert_eq!(folded("שָׁלוֹם"), folded("שלום"));
        assert_eq!(folded("צה\"ל צה״ל צה”ל \"צהל\""), ["צהל", "צהל", "צהל", "צהל"]);
        assert_eq!(folded("”שלום” “עולם“"), ["שלום", "עולם"]);
        assert_ne!(folded("سؤال"), folded("سوال"));
        assert_eq!(folded("٧\u{59b}"), ["7"], "folding is final");
    }

    proptest! {
        /// Every character of a script without spaces is found by itself and its neighbour.
        #[test]
        fn every_pair_is_a_phrase_of_its_text(text in "[北京大学東ガナ]{2,12}", cut in 0usize..10) {
            let all: Vec<char> = text.chars().collect();
            let start = cut.min(all.len() - 2);
            let part: String = all[start..].iter().collect();
            let (whole, part) = (folded(&text), folded(&part));
            prop_assert!(whole.ends_with(&part));
        }

        #[test]
        fn spans_are_in_order_and_on_characters(text in "\\PC{0,60}") {
            let mut last = 0;
            for word in tokenize(&text) {
                prop_assert!(text.get(word.span.clone()).is_some());
                prop_assert!(word.span.end >= last && !word.span.is_empty());
                prop_assert!(word.text.is_char_boundary(word.base_len));
                last = word.span.end;
            }
        }

        /// Folding is final: a folded word is one word, itself.
        #[test]
        fn folding_twice_is_folding_once(text in "(\\PC|[٧مשׁ\u{59b}\u{654}\u{301}京ガ]){0,40}") {
            for word in tokenize(&text) {
                prop_assert_eq!(folded(&word.text), vec![word.text.clone()]);
            }
        }

        /// Composed or decomposed, the words are the same.
        #[test]
        fn normal_forms_agree(text in "[a-zA-ZÀ-ÿа-яіїйά-ώ '’-]{0,40}") {
            prop_assert_eq!(folded(&text.nfd().collect::<String>()), folded(&text.nfc().collect::<String>()));
        }

        /// The short path and the long path agree.
        #[test]
        fn both_paths_agree(text in "([a-zA-Z0-9'’` .,“”—…é-]|[ -][dlDL]['’][aeyÉ1]){0,40}") {
            let long = format!("é{text}");
            let mut expected = folded(&long);
            let short = folded(&format!("e{text}"));
            if let Some(first) = expected.first_mut() { *first = first.clone(); }
            prop_assert_eq!(short, expected);
        }
    }
}
