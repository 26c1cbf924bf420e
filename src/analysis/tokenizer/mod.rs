//! The tokenizer: cuts text into words and normalizes them.
//!
//! Letters and digits form words. An apostrophe inside a word is removed, except in an elision (*l'Ukraine*
//! is two words). Invisible characters are ignored, except the non-joiner of Arabic script. Everything else
//! separates words. In scripts without spaces every two adjacent characters form a token (a bigram), so that
//! any word matches as a phrase of bigrams. Words are normalized by NFKC, lower case, and accent folding in
//! Latin and Greek script. ASCII text takes a fast path; other text is decomposed character by character, so
//! that each token keeps its byte range.

pub(crate) mod acronyms;
mod affixes;
pub(crate) mod apostrophes;
mod ascii;
pub(crate) mod bigrams;
mod decompose;
mod hangul;
pub(crate) mod letter_marks;
mod look_alikes;
mod note_marks;
pub(crate) mod numbers;
mod owned;
pub(crate) mod symbols;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::analysis::indic::{fold_nasals, may_be_indic};
use crate::analysis::normalize::{
    CharClass, class, common_letter, is_arabic, is_cyrillic, is_hebrew, is_own_letter, is_typed_gershayim,
    makes_letter, mark_folds, parts_number, push_folded,
};
use crate::analysis::tokenizer::symbols::{Symbol, takes_exponent};
use crate::analysis::version::AnalyzerVersion;
use crate::text::floor_char_boundary;

pub(crate) use owned::{Token, query_tokens};
pub use owned::{tokenize, tokenize_with};

/// Maximum length of a normalized word in bytes. Longer ones (mostly inlined data) are truncated.
pub(super) const MAX_WORD_BYTES: usize = 512;

/// The hamza that is written as a letter after the last one of a word in Urdu.
const HIGH_HAMZA: char = '\u{674}';

/// The zero-width non-joiner, which keeps two letters from being joined in writing.
const NON_JOINER: char = '\u{200c}';

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
    /// Offset up to which only marks of notes follow `last`.
    glue_end: usize,
    /// Whether the last token, other than a mark, was a word with spaces around it.
    after_word: bool,
    /// Other forms of the token and their places, the next tokens at the same position, last first.
    alternatives: Vec<(String, Range<usize>)>,
    /// Whether `last` is the next token, by itself.
    last_is_next: bool,
    /// Offset before which words are marks of a note.
    mark_end: usize,
    /// The form of the word that tells its marks, the next token at the same position.
    marked: Option<String>,
    /// Whether the token is such a form.
    tells_marks: bool,
    /// Whether a capital I is dotless in the language of the text; `None` if the letters of its word tell.
    turkish: Option<bool>,
    /// Whether capitals may stand for letters with marks.
    omits_marks: bool,
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
            glue_end: 0,
            after_word: false,
            alternatives: Vec::new(),
            last_is_next: false,
            mark_end: 0,
            marked: None,
            tells_marks: false,
            turkish: None,
            omits_marks: false,
        }
    }

    /// Advances to the next token. Returns false after the last.
    pub(crate) fn advance(&mut self) -> bool {
        if let Some(marked) = self.marked.take() {
            (self.word, self.borrowed, self.apostrophe) = (marked, None, None);
            self.tells_marks = true;
            return true;
        }
        self.tells_marks = false;
        if let Some((alternative, span)) = self.alternatives.pop() {
            self.span = span;
            (self.word, self.borrowed, self.apostrophe) = (alternative, None, None);
            return true;
        }
        self.word.clear();
        self.borrowed = None;
        self.apostrophe = None;
        let read = if self.pending.is_empty() { self.read_ascii() } else { None };
        if !read.unwrap_or_else(|| self.read_any()) {
            return false;
        }
        if self.omits_marks && self.borrowed.is_none() && self.marked.is_none() {
            self.add_capitals();
        }
        if self.turkish == Some(true)
            && self.analyzer >= AnalyzerVersion::V9
            && let Some(length) = self.apostrophe
        {
            self.add_turkish_name(length);
        }
        // The mark of a note stands at the position of the word before it.
        if self.span.end <= self.mark_end && self.next_position > 0 {
            self.position = self.next_position - 1;
            return true;
        }
        self.after_word = self.span.end != self.last_span.end;
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
        if self.last_is_next {
            self.read_last();
            return true;
        }
        let (v7, v8) = (self.analyzer >= AnalyzerVersion::V7, self.analyzer >= AnalyzerVersion::V8);
        let v9 = self.analyzer >= AnalyzerVersion::V9;
        let mut base = None;
        let mut composed = true;
        let mut may_have_affix = false;
        let (mut cyrillic, mut marked) = (false, false);
        // Start of the symbol that was read as a word by itself.
        let mut alone = None;
        while let Some((c, span)) = self.next_decomposed() {
            match class(c) {
                CharClass::Letter if c == HIGH_HAMZA && v8 && base == Some('ه') => {
                    self.span.end = span.end;
                }
                CharClass::Letter => {
                    let symbol = if v7 { self.symbol_at(&span) } else { None };
                    match symbol {
                        Some(Symbol::Sign) => {
                            self.pending.clear();
                            if self.word.is_empty() {
                                continue;
                            }
                            break;
                        }
                        Some(Symbol::Superscript) if self.word.is_empty() => {
                            self.read_superscript(c, span.start);
                            return true;
                        }
                        Some(Symbol::Superscript)
                            if takes_exponent(&self.word) && (!v9 || !parts_number(base, '0')) =>
                        {
                            self.push_exponent(span.start);
                            if v9 {
                                base = self.word.chars().next_back();
                            }
                            continue;
                        }
                        _ if !self.word.is_empty()
                            && (symbol.is_some() || alone.is_some())
                            && alone != Some(span.start) =>
                        {
                            self.unread(c, span);
                            break;
                        }
                        Some(Symbol::Alone) => alone = Some(span.start),
                        _ => {}
                    }
                    if self.word.is_empty() {
                        self.span.start = span.start;
                        if self.pending.is_empty() && self.read_number(&span) {
                            return true;
                        }
                    } else if parts_number(base, c) && v9 {
                        self.unread(c, span);
                        break;
                    }
                    cyrillic |= is_cyrillic(c);
                    marked |= is_own_letter(c);
                    // Cyrillic letters need composition only after marks.
                    composed &= matches!(c, '\0'..='\x7f' | '\u{400}'..='\u{52f}');
                    push_folded(&mut self.word, common_letter(self.analyzer, c));
                    self.span.end = span.end;
                    base = self.word.chars().next_back(); // in folded form, so that folding is idempotent
                }
                // Persian and Urdu use it like a hyphen or a space.
                CharClass::Invisible if c == NON_JOINER && base.is_some_and(is_arabic) => {
                    if v7 && base == Some('ه') {
                        self.skip_ezafe();
                    }
                    may_have_affix = v7;
                    break;
                }
                CharClass::Invisible => {}
                CharClass::Unspaced => {
                    self.unread(c, span);
                    if self.word.is_empty() {
                        self.read_bigram();
                    }
                    if !self.word.is_empty() {
                        break;
                    }
                }
                CharClass::Mark => match base {
                    // Decomposed, the letter of a Persian ezafe is another one.
                    Some('ە') if v7 && c == '\u{654}' => {
                        self.word.pop();
                        self.word.push('ه');
                        base = Some('ه');
                        self.span.end = span.end;
                    }
                    Some(base) if !self.word.is_empty() => {
                        if !mark_folds(self.analyzer, base, c) {
                            self.word.push(c);
                            composed = false;
                        } else {
                            marked |= makes_letter(base);
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
                    if is_typed_gershayim(c)
                        && base.is_some_and(is_hebrew)
                        && self.source[self.offset..].starts_with(is_hebrew) => {}
                CharClass::Apostrophe | CharClass::Separator => {
                    if !self.word.is_empty() {
                        let short = v7 && c == '.' && self.word.chars().nth(2).is_none();
                        if short && self.read_acronym(self.span.start) {
                            return true;
                        }
                        if c == '[' {
                            self.unread(c, span);
                        }
                        may_have_affix =
                            v7 && (c == ' ' || v8 && c == '\u{a0}') && base.is_some_and(is_arabic);
                        if may_have_affix && v8 && base == Some('ه') {
                            self.skip_separate_ezafe();
                        }
                        break;
                    }
                    if c == '[' && v7 {
                        self.begin_mark(span.start);
                    }
                }
            }
            // Bound the memory for a file that is not text.
            if self.word.len() > MAX_WORD_BYTES {
                self.word.truncate(floor_char_boundary(&self.word, MAX_WORD_BYTES));
            }
        }
        if !composed && !self.word.is_ascii() {
            let tail = self.apostrophe.map_or(0, |length| self.word.len() - length);
            self.word = self.word.nfc().collect();
            self.apostrophe = self.apostrophe.and(self.word.len().checked_sub(tail));
            self.apostrophe = self.apostrophe.filter(|length| self.word.is_char_boundary(*length));
            self.add_hangul_parts();
        }
        if v7 && may_be_indic(&self.word) {
            fold_nasals(&mut self.word);
            self.apostrophe = self.apostrophe.filter(|length| self.word.is_char_boundary(*length));
        }
        if v8 && cyrillic {
            let latin = self.word.bytes().any(|byte| byte.is_ascii_lowercase());
            let typed = &self.source[self.span.clone()];
            if latin { self.unify_scripts(typed) } else { self.add_look_alike() }
        }
        if v8 && marked {
            self.add_marked();
        }
        if may_have_affix {
            self.join_affix();
        } else if v7 && self.word.is_ascii() {
            self.add_dotted();
        }
        !self.word.is_empty()
    }
}

#[cfg(test)]
mod tests;
