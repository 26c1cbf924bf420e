//! From an article that was found to what is shown of it.

use std::path::PathBuf;

use tantivy::DocAddress;

use crate::article::{Metadata, StoredText};
use crate::error::{Error, plain};
use crate::index::SearchTarget;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::StoredDoc;
use crate::index::error::catch_engine_panic;
use crate::index::schema::day_of;
use crate::search::snapshot::{IndexSnapshot, ScoredDocument};
use crate::search::top_docs::ScoredDoc;

impl IndexSnapshot {
    /// What is stored of the article that was `found`, its text only when `texts` says so: to unpack it is most of it.
    pub(crate) fn fetch(
        &self,
        found: &ScoredDoc,
        part: SearchTarget,
        texts: bool,
    ) -> Result<ScoredDocument, Error> {
        let fields = &self.fields;
        let stored = self.stored(found.address)?;
        let shown = stored.bytes(fields.display).and_then(DisplayFields::decode);
        let shown = shown.ok_or_else(|| self.damaged("the display fields of an article cannot be read"))?;
        let packed = stored.bytes(if part == SearchTarget::Cut { fields.cut } else { fields.body });
        let mut unpacked = match packed.filter(|_| texts) {
            Some(packed) => self.texts.decode(packed).map_err(|error| self.damaged(&plain(&error)))?,
            None => StoredText::default(),
        };
        unpacked.language = shown.language;
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Ok(ScoredDocument {
            score: found.score,
            path: self.path_of(&shown).ok_or_else(|| self.damaged("an article has no folder"))?,
            id: owned(shown.id),
            metadata: Metadata {
                title: owned(shown.title),
                author: owned(shown.author),
                site: owned(shown.site),
                published: day_of(found.day),
                reading_minutes: None,
                url: owned(shown.url),
            },
            title_line: shown.title_line,
            text: unpacked,
        })
    }

    fn stored(&self, address: DocAddress) -> Result<StoredDoc<'_>, Error> {
        let store = self.stores.get(address.segment_ord as usize);
        let stored = store.and_then(|store| store.article(address.doc_id)).map(StoredDoc);
        stored.ok_or_else(|| self.damaged("a stored article cannot be read"))
    }

    /// How many places there are for articles: at some of them one was deleted.
    pub fn max_doc(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// The article at place `number`, from 0; `None` where there is none or it was deleted.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn article_by_ordinal(&self, number: u64) -> Result<Option<ScoredDocument>, Error> {
        let mut below = number;
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            match u32::try_from(below) {
                Ok(doc) if doc < reader.max_doc() => {
                    let address = DocAddress::new(segment, doc);
                    return match reader.is_deleted(doc) {
                        true => Ok(None),
                        false => catch_engine_panic(&self.place, || {
                            let found = self.columns[segment as usize].found(address);
                            self.fetch(&found, SearchTarget::Article, true).map(Some)
                        }),
                    };
                }
                _ => below = below.saturating_sub(u64::from(reader.max_doc())),
            }
        }
        Ok(None)
    }

    fn path_of(&self, shown: &DisplayFields<'_>) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|folder| folder.id == shown.folder)?;
        Some(if shown.path.is_empty() { folder.path.clone() } else { folder.path.join(shown.path) })
    }

    fn damaged(&self, detail: &str) -> Error {
        Error::Damaged { path: self.place.clone(), detail: detail.into() }
    }
}
