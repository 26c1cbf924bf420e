//! The tokenizer: cuts text into words and normalizes them.
//!
//! Letters and digits form words. An apostrophe inside a word is removed, except in an elision (*l'Ukraine*
//! is two words). Invisible characters are ignored, except the non-joiner of Arabic script. Everything else
//! separates words. In scripts without spaces every two adjacent characters form a token (a bigram), so that
//! any word matches as a phrase of bigrams. Words are normalized by NFKC, lower case, and accent folding in
//! Latin and Greek script. ASCII text takes a fast path; other text is decomposed character by character, so
//! that each token keeps its byte range.

mod ascii;
pub(crate) mod bigrams;
mod elision;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use crate::analysis::normalize::{
    CharClass, accent_folds, ascii_digit, class, is_arabic, is_hebrew, is_typed_gershayim, push_folded,
};
use crate::analysis::version::AnalyzerVersion;

/// Maximum length of a normalized word in bytes. Longer ones (mostly inlined data) are truncated.
pub(super) const MAX_WORD_BYTES: usize = 512;

/// The zero-width non-joiner, which keeps two letters from being joined in writing.
const NON_JOINER: char = '\u{200c}';

/// A token, as an owned value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The normalized word.
    pub text: String,
    /// Byte range in the text.
    pub span: Range<usize>,
    /// Position in words from the start of the text.
    pub position: u32,
    /// Length of the normalized word without a possessive `'s`.
    pub base_len: usize,
}

impl Token {
    /// Returns the normalized word without a possessive `'s`: the form to stem.
    #[inline]
    pub fn base(&self) -> &str {
        &self.text[..self.base_len]
    }
}

/// Returns the tokens of `text` as owned values, as the current version of the analyzer reads them.
pub fn tokenize(text: &str) -> impl Iterator<Item = Token> + '_ {
    tokenize_with(AnalyzerVersion::CURRENT, text)
}

/// Returns the tokens of `text` as owned values, as a version of the analyzer reads them.
pub fn tokenize_with(analyzer: AnalyzerVersion, text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut words = TokenStream::new(analyzer, text);
    std::iter::from_fn(move || {
        words.advance().then(|| Token {
            text: words.text().to_owned(),
            span: words.span(),
            position: words.position(),
            base_len: words.base().len(),
        })
    })
}

/// A stream of the tokens of a text that allocates nothing per token.
#[derive(Debug, Clone)]
pub(crate) struct TokenStream<'t> {
    analyzer: AnalyzerVersion,
    source: &'t str,
    /// Offset of the next character to read.
    offset: usize,
    /// Decomposed parts of the character before `offset` that are not read yet, in reverse order.
    pending: Vec<char>,
    /// Byte range of the character that `pending` came from.
    pending_span: Range<usize>,
    /// The word, if the source holds it in normalized form.
    borrowed: Option<&'t str>,
    /// The normalized word, if it is not `borrowed`.
    word: String,
    span: Range<usize>,
    position: u32,
    next_position: u32,
    /// Length of the normalized word before its last apostrophe.
    apostrophe: Option<usize>,
    /// The last character of a script without spaces that was read.
    last: String,
    /// Byte range of `last`.
    last_span: Range<usize>,
}

impl<'t> TokenStream<'t> {
    /// Creates a stream that stands before the first token of `source`.
    pub(crate) fn new(analyzer: AnalyzerVersion, source: &'t str) -> Self {
        TokenStream {
            analyzer,
            source,
            offset: 0,
            pending: Vec::new(),
            pending_span: 0..0,
            borrowed: None,
            word: String::with_capacity(32),
            span: 0..0,
            position: 0,
            next_position: 0,
            apostrophe: None,
            last: String::new(),
            last_span: 0..0,
        }
    }

    /// Advances to the next token. Returns false after the last.
    pub(crate) fn advance(&mut self) -> bool {
        self.word.clear();
        self.borrowed = None;
        self.apostrophe = None;
        let read = if self.pending.is_empty() { self.read_ascii() } else { None };
        if !read.unwrap_or_else(|| self.read_any()) {
            return false;
        }
        self.position = self.next_position;
        self.next_position += 1;
        true
    }

    /// Returns the normalized word.
    #[inline]
    pub(crate) fn text(&self) -> &str {
        self.borrowed.unwrap_or(&self.word)
    }

    /// Returns the normalized word without a possessive `'s`: the form to stem.
    pub(crate) fn base(&self) -> &str {
        match self.apostrophe {
            Some(length) if length > 0 && self.word.get(length..) == Some("s") => &self.word[..length],
            _ => self.text(),
        }
    }

    /// Returns the byte range in the source.
    #[inline]
    pub(crate) fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Returns the position in words from the start of the text.
    #[inline]
    pub(crate) fn position(&self) -> u32 {
        self.position
    }

    /// Reads a word of any characters: the general path.
    fn read_any(&mut self) -> bool {
        let mut base = None;
        let mut composed = true;
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                CharClass::Letter => {
                    if self.word.is_empty() {
                        self.span.start = span.start;
                    }
                    // Cyrillic letters need composition only after marks.
                    composed &= matches!(c, '\0'..='\x7f' | '\u{400}'..='\u{52f}');
                    let digit = Some(c).filter(|c| *c > '\u{7bf}' && self.analyzer >= AnalyzerVersion::V7);
                    push_folded(&mut self.word, digit.and_then(ascii_digit).unwrap_or(c));
                    self.span.end = span.end;
                    base = self.word.chars().next_back(); // in folded form, so that folding is idempotent
                }
                // Persian and Urdu use it like a hyphen or a space.
                CharClass::Invisible if c == NON_JOINER && base.is_some_and(is_arabic) => break,
                CharClass::Invisible => {}
                CharClass::Unspaced => {
                    self.unread(c, span);
                    if self.word.is_empty() {
                        self.read_bigram();
                    }
                    break;
                }
                CharClass::Mark => match base {
                    Some(base) if !self.word.is_empty() => {
                        if !accent_folds(base, c) {
                            self.word.push(c);
                            composed = false;
                        }
                        self.span.end = span.end;
                    }
                    _ => {}
                },
                CharClass::Apostrophe if !self.word.is_empty() && self.letter_follows() => {
                    if self.ends_elided() {
                        break;
                    }
                    self.apostrophe = Some(self.word.len());
                }
                // The Hebrew abbreviation mark, typed as a quotation mark.
                CharClass::Separator
                    if is_typed_gershayim(c) && base.is_some_and(is_hebrew) && self.hebrew_follows() => {}
                CharClass::Apostrophe | CharClass::Separator => {
                    if !self.word.is_empty() {
                        break;
                    }
                }
            }
            // Bound the memory for a file that is not text.
            if self.word.len() > MAX_WORD_BYTES {
                let keep =
                    (0..=MAX_WORD_BYTES).rev().find(|end| self.word.is_char_boundary(*end)).unwrap_or(0);
                self.word.truncate(keep);
            }
        }
        if !composed && !self.word.is_ascii() {
            let tail = self.apostrophe.map_or(0, |length| self.word.len() - length);
            self.word = self.word.nfc().collect();
            self.apostrophe = self.apostrophe.and(self.word.len().checked_sub(tail));
            self.apostrophe = self.apostrophe.filter(|length| self.word.is_char_boundary(*length));
        }
        !self.word.is_empty()
    }

    /// Pushes back the last character that [`TokenStream::next_decomposed`] returned.
    fn unread(&mut self, c: char, span: Range<usize>) {
        self.pending.push(c);
        self.pending_span = span;
    }

    /// Returns whether a Hebrew letter comes next.
    fn hebrew_follows(&self) -> bool {
        self.source[self.offset..].chars().next().is_some_and(is_hebrew)
    }

    /// Returns the next character of the compatibility decomposition and the byte range it came from.
    /// Apostrophes and invisible characters are not decomposed (some would become a space and an accent).
    fn next_decomposed(&mut self) -> Option<(char, Range<usize>)> {
        if let Some(c) = self.pending.pop() {
            return Some((c, self.pending_span.clone()));
        }
        let c = self.source[self.offset..].chars().next()?;
        let span = self.offset..self.offset + c.len_utf8();
        self.offset = span.end;
        if c.is_ascii() || matches!(class(c), CharClass::Apostrophe | CharClass::Invisible) {
            return Some((c, span));
        }
        let pending = &mut self.pending;
        decompose_compatible(c, |part| pending.push(part));
        self.pending.reverse();
        self.pending_span = span.clone();
        self.pending.pop().map(|part| (part, span))
    }

    /// Returns whether a letter comes next, skipping invisible characters.
    fn letter_follows(&self) -> bool {
        self.source[self.offset..]
            .chars()
            .find(|c| class(*c) != CharClass::Invisible)
            .is_some_and(|c| class(c) == CharClass::Letter)
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::tokenizer::*;
    use proptest::prelude::*;

    fn normalized(text: &str) -> Vec<String> {
        tokenize(text).map(|word| word.text).collect()
    }

    #[test]
    fn ascii_words_are_lowercased_and_cut_at_everything_else() {
        let words = ["the", "u", "s", "sent", "5", "000", "f", "16s"];
        assert_eq!(normalized("The U.S. sent $5,000 (F-16s)!"), words);
    }

    #[test]
    fn every_apostrophe_inside_a_word_is_removed() {
        for text in ["don't", "don’t", "don‘t", "donʼt", "don`t", "don´t", "don＇t"] {
            assert_eq!(normalized(text), ["dont"], "{text}");
        }
        assert_eq!(normalized("'tis the soldiers' ‘war’"), ["tis", "the", "soldiers", "war"]);
    }

    #[test]
    fn elided_words_are_tokens() {
        assert_eq!(
            normalized("l'Ukraine L’État qu’à d`être"),
            ["l", "ukraine", "l", "etat", "qu", "a", "d", "etre"]
        );
        assert_eq!(normalized("L’e\u{301}tat l’\u{200b}œuvre"), ["l", "etat", "l", "oeuvre"]);
        assert_eq!(normalized("dell'Unione, l’11 settembre"), ["dell", "unione", "l", "11", "settembre"]);
        for text in "aujourd’hui I’ll it's O’Hara t’ai rock’n’roll d’Souza prud’homme".split(' ')
        {
            assert_eq!(normalized(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn unicode_forms_are_equal() {
        assert_eq!(normalized("café"), normalized("cafe\u{301}"));
        assert_eq!(normalized("ﬁne Ｆull ①"), ["fine", "full", "1"]);
        assert_eq!(
            normalized("Straße Ørsted Łódź İstanbul ΣΊΣΥΦΟΣ"),
            ["strasse", "orsted", "lodz", "istanbul", "σισυφοσ"]
        );
        assert_eq!(normalized("한국"), normalized("한국".nfd().collect::<String>().as_str()));
    }

    #[test]
    fn cyrillic_letters_keep_their_marks_but_not_the_stress() {
        assert_eq!(normalized("Київ"), ["київ"]);
        assert_eq!(normalized("й"), normalized("и\u{306}"));
        assert_ne!(normalized("й"), normalized("и"));
        assert_eq!(normalized("Москва\u{301}"), ["москва"]);
    }

    #[test]
    fn invisible_characters_do_not_cut() {
        assert_eq!(
            normalized("sol\u{ad}diers Ky\u{200b}iv \u{feff}x don\u{200d}’t"),
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
        assert_eq!(normalized(&long), normalized(&long[..MAX_WORD_BYTES]));
        assert_eq!(normalized(&"й".repeat(MAX_WORD_BYTES)).len(), 1);
        assert_eq!(normalized("человеконенавистничество").len(), 1);
    }

    #[test]
    fn digits_of_every_script_are_equal() {
        assert_eq!(normalized("२०२४ ২০২৪ ２０২4 ๒๐๒๔"), ["2024"; 4]);
    }

    #[test]
    fn version_6_reads_as_before() {
        let read = |text| tokenize_with(AnalyzerVersion::V6, text).map(|word| word.text).collect::<Vec<_>>();
        assert_eq!(
            read("The U.S. sent २०२४, 在10月15日讨论"),
            ["the", "u", "s", "sent", "२०२४", "在", "10", "月", "15", "日讨", "讨论"]
        );
    }

    #[test]
    fn arabic_and_hebrew_are_read_without_their_vowel_signs() {
        assert_eq!(normalized("مُحَمَّد"), normalized("محمد"));
        assert_eq!(normalized("الأمن"), normalized("الامن"));
        assert_eq!(normalized("می‌خواهد"), normalized("می خواهد"));
        assert_eq!(normalized("مـحـمـد ٢٠٢٤"), ["محمد", "2024"]);
        assert_eq!(normalized("שָׁלוֹם"), normalized("שלום"));
        assert_eq!(normalized("צה\"ל צה״ל צה”ל \"צהל\""), ["צהל", "צהל", "צהל", "צהל"]);
        assert_eq!(normalized("”שלום” “עולם“"), ["שלום", "עולם"]);
        assert_ne!(normalized("سؤال"), normalized("سوال"));
        assert_eq!(normalized("٧\u{59b}"), ["7"], "folding is final");
    }

    proptest! {
        /// Every part of a text in a script without spaces is a phrase of bigrams.
        #[test]
        fn every_bigram_is_a_phrase_of_its_text(text in "[北京大学東ガナ]{2,12}", cut in 0usize..10) {
            let all: Vec<char> = text.chars().collect();
            let start = cut.min(all.len() - 2);
            let part: String = all[start..].iter().collect();
            let (whole, part) = (normalized(&text), normalized(&part));
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

        /// Normalization is idempotent: a normalized word is one token, itself.
        #[test]
        fn normalization_is_idempotent(text in "(\\PC|[٧مשׁ\u{59b}\u{654}\u{301}京ガ]){0,40}") {
            for word in tokenize(&text) {
                prop_assert_eq!(normalized(&word.text), vec![word.text.clone()]);
            }
        }

        /// Composed and decomposed text have the same tokens.
        #[test]
        fn normal_forms_agree(text in "[a-zA-ZÀ-ÿа-яіїйά-ώ '’-]{0,40}") {
            prop_assert_eq!(normalized(&text.nfd().collect::<String>()), normalized(&text.nfc().collect::<String>()));
        }

        /// The fast path and the general path agree.
        #[test]
        fn both_paths_agree(text in "([a-zA-Z0-9'’` .,“”—…é-]|[ -][dlDL]['’][aeyÉ1]){0,40}") {
            let long = format!("é{text}");
            let mut expected = normalized(&long);
            let short = normalized(&format!("e{text}"));
            if let Some(first) = expected.first_mut() { *first = first.clone(); }
            prop_assert_eq!(short, expected);
        }
    }
}
