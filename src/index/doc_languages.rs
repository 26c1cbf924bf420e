//! The languages of the articles, by document.

use std::sync::{Arc, OnceLock};

use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader};

use crate::analysis::Language;

/// Languages of all articles, read from the postings of the language codes. A segment takes about as long as
/// a frequent word, so it is read when first needed, and kept.
#[derive(Debug)]
pub(crate) struct DocLanguages {
    lang: Field,
    segments: Vec<(SegmentId, OnceLock<Arc<SegmentLanguages>>)>,
}

/// Ordinals of the languages of the articles of a segment.
#[derive(Debug, Default)]
pub(crate) struct SegmentLanguages(Vec<u8>);

impl DocLanguages {
    /// Prepares to read the field `lang` of the segments of `searcher`.
    pub(crate) fn new(searcher: &Searcher, lang: Field) -> Self {
        let segments = searcher.segment_readers().iter();
        let segments = segments.map(|segment| (segment.segment_id(), OnceLock::new())).collect();
        DocLanguages { lang, segments }
    }

    /// Returns the languages of the articles of a segment; `None` if the segment is unknown.
    pub(crate) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Option<Arc<SegmentLanguages>>> {
        let id = segment.segment_id();
        let Some((_, languages)) = self.segments.iter().find(|(known, _)| *known == id) else {
            return Ok(None);
        };
        if let Some(languages) = languages.get() {
            return Ok(Some(Arc::clone(languages)));
        }
        let read = Arc::new(SegmentLanguages::read(segment, self.lang)?);
        Ok(Some(Arc::clone(languages.get_or_init(|| read))))
    }
}

impl SegmentLanguages {
    fn read(segment: &SegmentReader, lang: Field) -> tantivy::Result<Self> {
        let mut ordinals = vec![Language::UNKNOWN.ordinal(); segment.max_doc() as usize];
        let inverted_index = segment.inverted_index(lang)?;
        let mut codes = inverted_index.terms().stream()?;
        while codes.advance() {
            let language = std::str::from_utf8(codes.key()).ok().and_then(Language::named);
            let Some(ordinal) = language.map(Language::ordinal) else { continue };
            let mut blocks =
                inverted_index.read_block_postings_from_terminfo(codes.value(), IndexRecordOption::Basic)?;
            while !blocks.docs().is_empty() {
                for doc in blocks.docs() {
                    if let Some(slot) = ordinals.get_mut(*doc as usize) {
                        *slot = ordinal;
                    }
                }
                blocks.advance();
            }
        }
        Ok(SegmentLanguages(ordinals))
    }

    /// Returns the ordinal of the language of an article.
    #[inline]
    pub(crate) fn ordinal(&self, doc: DocId) -> u8 {
        self.0.get(doc as usize).copied().unwrap_or_default()
    }
}
