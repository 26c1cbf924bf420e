//! From an article that was found to what is shown of it.

use std::path::PathBuf;

use tantivy::DocAddress;

use super::rank::{Found, day_of};
use super::reader::{Reader, ScoredDocument};
use super::schema::Part;
use super::stored::Stored;
use super::{explain, guarded};
use crate::analysis::Language;
use crate::document::{SourceKey, StoredText};
use crate::error::{Error, plain};

impl Reader {
    /// What is stored of the article that was `found`, its text only when `texts` says so: to unpack it is most of it.
    pub(super) fn fetch(&self, found: &Found, part: Part, texts: bool) -> Result<ScoredDocument, Error> {
        let fields = &self.fields;
        let stored = self.stored(found.address)?;
        let text = |field| stored.text(field).map(str::to_owned);
        let key = SourceKey::decode(&found.source).ok_or_else(|| self.damaged("an article has no source"))?;
        let line = stored.number(fields.title_line);
        let packed = stored.bytes(if part == Part::Cut { fields.cut } else { fields.body });
        let mut unpacked = match packed.filter(|_| texts) {
            Some(packed) => self.texts.unpack(packed).map_err(|error| self.damaged(&plain(&error)))?,
            None => StoredText::default(),
        };
        unpacked.language = self.language_of(&stored);
        Ok(ScoredDocument {
            score: found.score,
            path: self.path_of(&key).ok_or_else(|| self.damaged("an article has no folder"))?,
            id: text(fields.id),
            title: text(fields.title),
            title_line: line.and_then(|line| u32::try_from(line).ok()).unwrap_or(1),
            published: day_of(found.day),
            author: text(fields.author_words),
            site: text(fields.site_words),
            url: text(fields.url),
            text: unpacked,
        })
    }

    /// The title and the body of an article, and its language, for what is learned from it.
    pub(super) fn words_of(&self, address: DocAddress) -> Result<(String, String, Language), Error> {
        let stored = self.stored(address)?;
        let title = stored.text(self.fields.title).unwrap_or_default();
        let packed = stored.bytes(self.fields.body).unwrap_or_default();
        let body = self.texts.unpack(packed).map_err(|error| self.damaged(&plain(&error)))?;
        Ok((title.to_owned(), body.text, self.language_of(&stored)))
    }

    fn language_of(&self, stored: &Stored) -> Language {
        stored.text(self.fields.language).and_then(Language::named).unwrap_or_default()
    }

    fn stored(&self, address: DocAddress) -> Result<Stored, Error> {
        let store = self.stores.get(address.segment_ord as usize);
        let store = store.ok_or_else(|| self.damaged("an article is in no segment"))?;
        let bytes = store.get_document_bytes(address.doc_id);
        Ok(Stored::new(bytes.map_err(|error| explain(&self.place, error))?))
    }

    /// How many places there are for articles: at some of them one was deleted.
    pub fn places(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// The article at place `number`, from 0; `None` where there is none or it was deleted.
    ///
    /// # Errors
    /// [`Error::Damaged`] when a file of the index cannot be read.
    pub fn article_at(&self, number: u64) -> Result<Option<ScoredDocument>, Error> {
        let mut below = number;
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            match u32::try_from(below) {
                Ok(doc) if doc < reader.max_doc() => {
                    let address = DocAddress::new(segment, doc);
                    return match reader.is_deleted(doc) {
                        true => Ok(None),
                        false => guarded(&self.place, || {
                            let columns = &self.columns[segment as usize];
                            let found =
                                columns.found(address).map_err(|error| explain(&self.place, error))?;
                            self.fetch(&found, Part::Article, true).map(Some)
                        }),
                    };
                }
                _ => below = below.saturating_sub(u64::from(reader.max_doc())),
            }
        }
        Ok(None)
    }

    fn path_of(&self, key: &SourceKey) -> Option<PathBuf> {
        let folder = self.meta.folders.iter().find(|folder| folder.id == key.folder)?;
        Some(if key.path.is_empty() { folder.path.clone() } else { folder.path.join(&key.path) })
    }

    fn damaged(&self, detail: &str) -> Error {
        Error::Damaged { path: self.place.clone(), detail: detail.into() }
    }
}
