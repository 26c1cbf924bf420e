//! Adds the tokens, stems and boundaries of a text to the fields of an index.

use std::ops::Range;

use tantivy::schema::Field;

use crate::analysis::{Language, TokenStream};
use crate::article::StoredText;
use crate::index::schema::{PARAGRAPH, SENTENCE};
use crate::index::write::name_fields::NameFields;
use crate::index::write::quotation_fields::QuotationFields;
use crate::index::write::segment::interner::TermKey;
use crate::index::write::segment::postings::ThreadPostings;
use crate::stories::sketch::SketchBuilder;
use crate::text::{SentenceRules, sentence_starts};

/// Maximum number of tokens whose terms are looked up together.
const MAX_BATCH: usize = 32;

/// A token that was read.
pub(super) struct ReadToken {
    span: Range<usize>,
    position: u32,
    key: TermKey,
    /// Length without a possessive `'s`, in bytes.
    base_length: usize,
    /// Whether it is a form of the word before it that tells its marks.
    is_marked: bool,
    pub term_id: u32,
}

/// Receiver of the terms of a text.
pub(super) trait TermSink {
    /// Receives a token, which is the term of this id.
    fn token(&mut self, postings: &mut ThreadPostings, term_id: u32, position: u32);

    /// Receives a stem of the last token. `overlaps` tells whether that has another stem or form before it.
    fn stem(&mut self, postings: &mut ThreadPostings, term_id: u32, position: u32, overlaps: bool);

    /// Receives the mark of a sentence or paragraph that begins at `position`.
    fn boundary(&mut self, postings: &mut ThreadPostings, boundary: char, position: u32);

    /// Receives tokens that are about to follow, one by one.
    #[inline]
    fn upcoming(&mut self, _postings: &ThreadPostings, _tokens: &[ReadToken]) {}

    /// Receives the offset at which the next token begins.
    #[inline]
    fn begins(&mut self, _offset: usize, _position: u32) {}
}

/// The fields of a text in an index.
pub(super) struct TextFields<S> {
    /// Field of the tokens.
    pub exact: Field,
    /// Field of the positions at which sentences and paragraphs begin.
    pub boundaries: Field,
    /// Function that is called with each stem, as [`TermSink::stem`] is.
    pub on_stem: S,
}

impl<S: FnMut(&mut ThreadPostings, u32, u32, bool)> TermSink for TextFields<S> {
    #[inline]
    fn token(&mut self, postings: &mut ThreadPostings, term_id: u32, position: u32) {
        postings.add_position(self.exact, term_id, position);
    }

    #[inline]
    fn stem(&mut self, postings: &mut ThreadPostings, term_id: u32, position: u32, overlaps: bool) {
        (self.on_stem)(postings, position, term_id, overlaps);
    }

    fn upcoming(&mut self, postings: &ThreadPostings, tokens: &[ReadToken]) {
        postings.touch_tokens(self.exact, tokens.iter().map(|token| token.term_id));
    }

    #[inline]
    fn boundary(&mut self, postings: &mut ThreadPostings, boundary: char, position: u32) {
        add_boundary(postings, self.boundaries, position, boundary);
    }
}

/// Further fields that the tokens of a body are added to.
#[derive(Default)]
pub(super) struct BodyFields<'f, 'd> {
    pub names: Option<&'f mut NameFields<'d>>,
    pub quotations: Option<QuotationFields<'d>>,
    pub sketch: Option<&'f mut SketchBuilder>,
}

/// Passes the tokens and stems of `stored` to `sink`, and the positions at which sentences and paragraphs
/// begin. Passes tokens and boundaries on to `names`, and tokens to `quotations`. Returns the position after
/// the last token.
pub(super) fn add_text(
    postings: &mut ThreadPostings,
    stored: &StoredText,
    language: Language,
    sink: &mut impl TermSink,
    BodyFields { mut names, mut quotations, mut sketch }: BodyFields<'_, '_>,
) -> u32 {
    let mut pending = text_boundaries(stored, language);
    let mut next_boundary = pending.next();
    let mut tokens = TokenStream::in_language(postings.analyzer, &stored.text, language);
    let mut batch = Vec::with_capacity(MAX_BATCH);
    let mut end = 0;
    while read_batch(postings, &mut tokens, &mut batch) {
        sink.upcoming(postings, &batch);
        for ReadToken { span, position, key, base_length, is_marked, term_id } in batch.drain(..) {
            // A boundary after the last token is dropped.
            while let Some((offset, boundary)) = next_boundary
                && offset <= span.start
            {
                next_boundary = pending.next();
                sink.boundary(postings, boundary, position);
                if let Some(names) = names.as_mut() {
                    names.boundary(boundary);
                }
            }
            sink.begins(span.start, position);
            if let Some(quotations) = &mut quotations {
                quotations.push(postings, span.start, position);
            }
            // Another form of the last token, or the mark of a note, is no word of its own.
            let mut overlap = position < end;
            if !overlap && let Some(names) = names.as_mut() {
                names.push(span, term_id);
            }
            if !overlap && let Some(sketch) = sketch.as_mut() {
                sketch.push(postings.hash(term_id));
            }
            sink.token(postings, term_id, position);
            if overlap && is_marked {
                continue;
            }
            for stem in postings.stems(term_id, key.length(), base_length).iter() {
                sink.stem(postings, stem, position, std::mem::replace(&mut overlap, true));
            }
            end = position + 1;
        }
    }
    if let Some(quotations) = quotations {
        quotations.finish(postings, end);
    }
    end
}

/// Reads the next tokens and looks up their terms. Returns whether there were any.
fn read_batch(
    postings: &mut ThreadPostings,
    tokens: &mut TokenStream<'_>,
    batch: &mut Vec<ReadToken>,
) -> bool {
    while batch.len() < MAX_BATCH && tokens.advance() {
        let key = TermKey::of(tokens.text().as_bytes());
        batch.push(ReadToken {
            span: tokens.span(),
            position: tokens.position(),
            key,
            base_length: tokens.base().len(),
            is_marked: tokens.is_marked(),
            term_id: if key.is_whole() { 0 } else { postings.term_id(tokens.text()) },
        });
    }
    postings.touch_terms(batch.iter().map(|token| token.key));
    for token in batch.iter_mut().filter(|token| token.key.is_whole()) {
        token.term_id = postings.whole_term_id(token.key);
    }
    !batch.is_empty()
}

pub(super) fn add_boundary(postings: &mut ThreadPostings, field: Field, position: u32, boundary: char) {
    let term_id = postings.term_id(boundary.encode_utf8(&mut [0; 4]));
    postings.add_position(field, term_id, position);
}

/// Returns the offsets at which sentences and paragraphs begin in a text, each with its boundary mark.
fn text_boundaries(stored: &StoredText, language: Language) -> impl Iterator<Item = (usize, char)> + '_ {
    let rules = SentenceRules::of(language.code());
    let ends = stored.lines.blocks().skip(1).map(|block| block.offset).chain([stored.text.len()]);
    stored.lines.blocks().zip(ends).flat_map(move |(block, end)| {
        let starts = sentence_starts(&stored.text, block.offset..end, rules);
        starts.into_iter().enumerate().flat_map(|(index, offset)| {
            let paragraph = (index == 0).then_some((offset, PARAGRAPH));
            [(offset, SENTENCE)].into_iter().chain(paragraph)
        })
    })
}
