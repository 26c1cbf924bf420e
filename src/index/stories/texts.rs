//! Reads the texts of articles as shingles.

use tantivy::DocAddress;

use crate::analysis::AnalyzerVersion;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::StoredDoc;
use crate::index::doc_store::quotations;
use crate::index::doc_store::reader::DocStore;
use crate::index::doc_store::text_codec::TextDecoder;
use crate::index::schema::Fields;
use crate::stories::shingles::Shingles;
use crate::stories::words::story_words;

/// The stored texts of an index.
pub(crate) struct StoryTexts {
    pub fields: Fields,
    pub analyzer: AnalyzerVersion,
    pub decoder: TextDecoder,
    /// Document stores, in the order of the segments.
    pub doc_stores: Vec<DocStore>,
}

impl StoryTexts {
    /// Reads the body of an article of this day. An article that is damaged has no shingles, and no copies:
    /// whoever reads it learns of the damage.
    pub(crate) fn shingles(&self, address: DocAddress, day: Option<i64>) -> Shingles {
        self.read(address, day).unwrap_or_default()
    }

    fn read(&self, address: DocAddress, day: Option<i64>) -> Option<Shingles> {
        let stored = self.doc_stores.get(address.segment_ord as usize)?.get(address.doc_id)?;
        let stored = StoredDoc::verified(stored, day)?;
        let display = DisplayFields::decode(stored.bytes(self.fields.display)?)?;
        let body = self.decoder.decode(stored.bytes(self.fields.body)?).ok()?;
        let quotations = quotations::decode(display.quotations)?.into_iter();
        let quoted: Vec<_> = quotations.map(|quotation| quotation.range).collect();
        let words = story_words(self.analyzer, &body.text, display.language, &quoted);
        Some(Shingles::of(words))
    }
}
