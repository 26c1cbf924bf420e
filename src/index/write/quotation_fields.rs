//! Adds the positions of direct speech, and the names of its speakers, to the boundaries of an article.

use tantivy::schema::Field;

use crate::article::{SpeechBoundary, SpeechCursor, StoredQuotation, speaker_words};
use crate::index::schema::{Fields, MORE_SPEECH, SPEAKER_MARK, SPEECH, SPEECH_END};
use crate::index::write::segment::postings::ThreadPostings;

/// The direct speech of an article, which follows the tokens of its body.
pub(super) struct QuotationFields<'d> {
    field: Field,
    cursor: SpeechCursor<'d>,
    /// Names of speakers, each with the ids of its terms.
    speakers: Vec<(&'d str, Vec<u32>)>,
}

impl<'d> QuotationFields<'d> {
    /// Creates the fields of an article with these quotations, which must be in order; `None` if the index
    /// has no quotations, or the article.
    pub(super) fn new(fields: &Fields, quotations: &'d [StoredQuotation]) -> Option<Self> {
        (fields.has_quotations && !quotations.is_empty()).then(|| QuotationFields {
            field: fields.boundaries,
            cursor: SpeechCursor::new(quotations),
            speakers: Vec::new(),
        })
    }

    /// Passes the token that begins at the offset `start`, at this position.
    #[inline]
    pub(super) fn push(&mut self, postings: &mut ThreadPostings, start: usize, position: u32) {
        if self.cursor.is_due(start) {
            self.pass(postings, start, position);
        }
    }

    /// Passes the end of the body; `position` is that after the last token.
    pub(super) fn finish(self, postings: &mut ThreadPostings, position: u32) {
        if self.cursor.is_open() {
            add(postings, self.field, SPEECH_END, position);
        }
    }

    fn pass(&mut self, postings: &mut ThreadPostings, start: usize, position: u32) {
        while let Some(boundary) = self.cursor.next_boundary(start) {
            match boundary {
                SpeechBoundary::Begin(quotation) => self.begin(postings, quotation, position),
                SpeechBoundary::End => add(postings, self.field, SPEECH_END, position),
            }
        }
    }

    fn begin(&mut self, postings: &mut ThreadPostings, quotation: &'d StoredQuotation, position: u32) {
        add(postings, self.field, if quotation.is_continued { MORE_SPEECH } else { SPEECH }, position);
        let Some(name) = quotation.speaker.as_deref() else { return };
        let known = self.speakers.iter().position(|(known, _)| *known == name);
        let index = known.unwrap_or_else(|| {
            let terms = speaker_words(postings.analyzer, name);
            let terms = terms.iter().map(|word| postings.term_id(&format!("{SPEAKER_MARK}{word}")));
            self.speakers.push((name, terms.collect()));
            self.speakers.len() - 1
        });
        for term_id in &self.speakers[index].1 {
            postings.add_position(self.field, *term_id, position);
        }
    }
}

fn add(postings: &mut ThreadPostings, field: Field, term: char, position: u32) {
    let term_id = postings.term_id(term.encode_utf8(&mut [0; 4]));
    postings.add_position(field, term_id, position);
}
