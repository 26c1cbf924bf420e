//! The languages of the articles, by document.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::FxHashMap;
use tantivy::index::SegmentId;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, Searcher, SegmentReader, Term};

use crate::analysis::{Language, LanguageSet};

/// Languages of all articles, read from the postings of the language codes. A segment takes about as long as
/// a frequent word, so it is read when first needed, and kept.
#[derive(Debug, Default)]
pub(crate) struct DocLanguages {
    lang: Option<Field>,
    segments: Vec<(SegmentId, OnceLock<Arc<SegmentLanguages>>)>,
    /// Document frequencies that were counted.
    doc_freqs: Mutex<FxHashMap<(Term, LanguageSet), u64>>,
}

/// Maximum number of document frequencies that are kept.
const MAX_CACHED: usize = 4096;

/// Ordinals of the languages of the articles of a segment.
#[derive(Debug, Default)]
pub(crate) struct SegmentLanguages(Vec<u8>);

impl DocLanguages {
    /// Prepares to read the field `lang` of the segments of `searcher`.
    pub(crate) fn new(searcher: &Searcher, lang: Field) -> Self {
        let segments = searcher.segment_readers().iter();
        let segments = segments.map(|segment| (segment.segment_id(), OnceLock::new())).collect();
        DocLanguages { lang: Some(lang), segments, doc_freqs: Mutex::default() }
    }

    /// Returns the languages of the articles of a segment; `None` if the segment is unknown.
    pub(crate) fn of(&self, segment: &SegmentReader) -> tantivy::Result<Option<Arc<SegmentLanguages>>> {
        let id = segment.segment_id();
        let languages = self.segments.iter().find(|(known, _)| *known == id).map(|(_, languages)| languages);
        let Some((languages, lang)) = languages.zip(self.lang) else { return Ok(None) };
        if let Some(languages) = languages.get() {
            return Ok(Some(Arc::clone(languages)));
        }
        let read = Arc::new(SegmentLanguages::read(segment, lang)?);
        Ok(Some(Arc::clone(languages.get_or_init(|| read))))
    }

    /// Counts the articles in one of `languages` that contain `term`, deleted ones included.
    pub(crate) fn doc_freq(
        &self,
        searcher: &Searcher,
        term: &Term,
        languages: LanguageSet,
    ) -> tantivy::Result<u64> {
        let lock = || self.doc_freqs.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (term.clone(), languages);
        if let Some(doc_freq) = lock().get(&key) {
            return Ok(*doc_freq);
        }
        let mut doc_freq = 0;
        for segment in searcher.segment_readers() {
            let Some(segment_languages) = self.of(segment)? else { continue };
            let inverted_index = segment.inverted_index(term.field())?;
            let Some(mut blocks) = inverted_index.read_block_postings(term, IndexRecordOption::Basic)? else {
                continue;
            };
            while !blocks.docs().is_empty() {
                let in_languages = |doc: &&DocId| languages.has_ordinal(segment_languages.ordinal(**doc));
                doc_freq += blocks.docs().iter().filter(in_languages).count() as u64;
                blocks.advance();
            }
        }
        let mut doc_freqs = lock();
        if doc_freqs.len() >= MAX_CACHED {
            doc_freqs.clear();
        }
        doc_freqs.insert(key, doc_freq);
        Ok(doc_freq)
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
