//! Adds what tells names from other words to the fields of an index.

use std::ops::Range;

use tantivy::schema::Field;

use crate::analysis::{CapitalFinder, Language, NameFinder, TokenStream, written_name};
use crate::index::schema::{Fields, PARAGRAPH};
use crate::index::write::segment::postings::ThreadPostings;

/// Maximum length of a name that is folded without a tokenizer, in bytes.
const MAX_PLAIN_NAME: usize = 64;

/// Number of capitalized words of an article that memory is set aside for.
const CAPITALS: usize = 64;

/// Languages that write all nouns with a capital, by code.
const CAPITAL_NOUNS: [&str; 2] = ["de", "lb"];

/// Finder of the names and the capitalized words in the body of an article.
pub(super) struct NameFields<'t> {
    text: &'t str,
    /// Only English writes its names, and little else, with capitals and without inflections.
    names: Option<NameFinder<'t>>,
    capitals: CapitalFinder<'t>,
}

impl<'t> NameFields<'t> {
    /// Creates a finder that stands before the first token of `text`.
    pub(super) fn new(text: &'t str, language: Language) -> Self {
        NameFields {
            text,
            names: (language == Language::ENGLISH).then(|| NameFinder::new(text)),
            capitals: CapitalFinder::new(text, CAPITAL_NOUNS.contains(&language.code())),
        }
    }

    /// Passes the start of a sentence or paragraph.
    pub(super) fn boundary(&mut self, boundary: char) {
        self.capitals.start_sentence();
        if boundary == PARAGRAPH {
            self.capitals.end_block();
            if let Some(names) = &mut self.names {
                names.end_block();
            }
        }
    }

    /// Reads the next token, which is the term of this id.
    #[inline]
    pub(super) fn push(&mut self, span: Range<usize>, term_id: u32) {
        match self.text.as_bytes().get(span.start) {
            Some(b'a'..=b'z') => {
                if let Some(names) = &mut self.names {
                    names.push_lower_case(span.len());
                }
                self.capitals.push_lower_case(span);
            }
            _ => self.push_other(span, term_id),
        }
    }

    /// Reads a token that does not begin with a small letter of ASCII, as few do.
    #[inline(never)]
    fn push_other(&mut self, span: Range<usize>, term_id: u32) {
        self.capitals.push(span.clone(), term_id);
        if let Some(names) = &mut self.names {
            names.push(span);
        }
    }

    /// Adds the words to the fields of the article.
    pub(super) fn add_to(self, postings: &mut ThreadPostings, fields: &Fields) {
        if let Some((field, names)) = fields.names.zip(self.names) {
            let term_ids = name_terms(postings, names);
            postings.add_terms(field, term_ids);
        }
        if let Some(field) = fields.capitals {
            add_capitals(postings, field, self.capitals);
        }
    }

    /// Returns the terms of the names of people.
    #[cfg(any(test, feature = "opensearch"))]
    pub(super) fn into_names(self, postings: &mut ThreadPostings) -> Vec<u32> {
        self.names.map(|names| name_terms(postings, names)).unwrap_or_default()
    }
}

/// Adds the words that an article has with a capital and that may have other spellings, as they are written.
fn add_capitals(postings: &mut ThreadPostings, field: Field, capitals: CapitalFinder<'_>) {
    let (mut term_ids, mut folded) = (Vec::with_capacity(CAPITALS), String::new());
    for (token, token_id) in capitals.finish() {
        if !postings.may_have_spellings(token_id) {
            continue;
        }
        let Some(written) = written_name(token) else { continue };
        // The token of a possessive is another word.
        if written.len() < token.len() && written.is_ascii() {
            folded.clear();
            folded.push_str(written);
            folded.make_ascii_lowercase();
            let word_id = postings.term_id(&folded);
            if !postings.may_have_spellings(word_id) {
                continue;
            }
        }
        term_ids.push(postings.term_id(written));
    }
    postings.add_terms(field, term_ids);
}

/// Returns the terms of the words that an article has as names of people.
fn name_terms(postings: &mut ThreadPostings, names: NameFinder<'_>) -> Vec<u32> {
    let (mut term_ids, mut folded) = (Vec::new(), String::new());
    for name in names.finish() {
        // Most names need no tokenizer.
        if name.len() <= MAX_PLAIN_NAME && name.bytes().all(|byte| byte.is_ascii_alphabetic()) {
            folded.clear();
            folded.push_str(name);
            folded.make_ascii_lowercase();
            term_ids.push(postings.term_id(&folded));
            continue;
        }
        let mut tokens = TokenStream::new(postings.analyzer, name);
        if tokens.advance() {
            term_ids.push(postings.term_id(tokens.base()));
        }
    }
    term_ids
}
