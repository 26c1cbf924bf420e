//! Reads the articles of an index back as documents, so that they can be indexed again without their files.
//!
//! Everything that an article is indexed from is stored: its texts with their lines, its metadata and its
//! language. So a new generation can take over an article of an older format, analyzed anew, while its file
//! cannot be read.

use std::collections::HashSet;
use std::path::PathBuf;

use serde::de::DeserializeOwned;
use tantivy::columnar::Column;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet, Searcher, SegmentReader, TERMINATED, TantivyError, Term};

use crate::article::{Content, Document, Metadata, RecordKey, SourceKey, StoredText, StoryKeys};
use crate::error::Error;
use crate::index::dir::IndexDir;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::StoredDoc;
use crate::index::doc_store::quotations;
use crate::index::doc_store::reader::DocStore;
use crate::index::doc_store::text_codec::{Dictionary, TextDecoder};
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::file_table;
use crate::index::file_table::FileTable;
use crate::index::generation::Generation;
use crate::index::schema::{ADDED, CONTENT, Fields, IMPOSSIBLE_DAY, PUBLISHED, RECORD, day_of};
use crate::index::site_lines;

/// The stored articles of the current generation of an index.
pub(crate) struct StoredArticles {
    path: PathBuf,
    generation: PathBuf,
    dir: IndexDir,
    searcher: Searcher,
    fields: Fields,
    text_decoder: TextDecoder,
    segments: Vec<Segment>,
    has_checksums: bool,
    /// The files of the articles.
    pub files: FileTable,
}

/// The place of a stored article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct StoredArticle(DocAddress);

struct Segment {
    doc_store: DocStore,
    days: Column<i64>,
    records: Column<u64>,
    contents: Option<ContentColumns>,
    /// Declared days that cannot be.
    impossible_days: Option<Column<bool>>,
}

/// The columns of the contents of articles.
struct ContentColumns {
    hashes: Column<u64>,
    days: Column<i64>,
}

impl ContentColumns {
    fn of(&self, doc: DocId) -> Option<Content> {
        Some(Content { hash: self.hashes.first(doc)?, added: self.days.first(doc).and_then(day_of) })
    }
}

impl StoredArticles {
    /// Opens the articles of the current generation of the index in `dir`.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(crate) fn open(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.path();
        let opened = Generation::open(dir)?;
        catch_engine_panic(path, || {
            let mut doc_stores = opened.open_doc_stores(path)?;
            let Generation { path: generation, directory, meta, index, fields } = opened;
            let engine_error = |error| from_tantivy(path, error);
            let replaced = || std::io::Error::other("another commit came in between");
            let damaged = |error| Error::reading_index(path, &error);
            let files = file_table::read(path, &*directory, &meta.file_table)?;
            let searcher = index.reader().map_err(engine_error)?.searcher();
            let mut segments = Vec::new();
            let open_contents = |reader: &SegmentReader| -> tantivy::Result<ContentColumns> {
                let columns = reader.fast_fields();
                Ok(ContentColumns { hashes: columns.u64(CONTENT)?, days: columns.i64(ADDED)? })
            };
            for reader in searcher.segment_readers() {
                let columns = reader.fast_fields();
                let contents = fields.content.map(|_| open_contents(reader)).transpose();
                segments.push(Segment {
                    doc_store: doc_stores.take(reader).ok_or_else(replaced).map_err(damaged)?,
                    days: columns.i64(PUBLISHED).map_err(engine_error)?,
                    records: columns.u64(RECORD).map_err(engine_error)?,
                    contents: contents.map_err(engine_error)?,
                    impossible_days: match meta.index_format().has_sources() {
                        true => columns.column_opt(IMPOSSIBLE_DAY).map_err(engine_error)?,
                        false => None,
                    },
                });
            }
            let text_decoder = TextDecoder::open(&generation, &meta.dictionaries).map_err(damaged)?;
            let (dir, path) = (dir.clone(), path.to_owned());
            let has_checksums = meta.index_format().has_checksums();
            Ok(StoredArticles {
                path,
                dir,
                generation,
                searcher,
                fields,
                text_decoder,
                segments,
                has_checksums,
                files,
            })
        })
    }

    /// Reads the site lines of the index.
    ///
    /// # Errors
    /// [`Error::Damaged`] if they cannot be read.
    pub(crate) fn site_lines<T: DeserializeOwned + Default>(&self) -> Result<T, Error> {
        site_lines::read(&self.path, &*self.dir.directory(&self.generation)?)
    }

    /// Reads the dictionary that the texts are compressed with; `None` if there is none.
    ///
    /// # Errors
    /// [`Error::Damaged`] if it cannot be read.
    pub(crate) fn dictionary(&self) -> Result<Option<Dictionary>, Error> {
        let damaged = |error| Error::reading_index(&self.path, &error);
        self.text_decoder.last_dictionary().map_err(damaged)
    }

    /// Finds the articles of the file `key`.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(crate) fn of_file(&self, key: &SourceKey) -> Result<Vec<StoredArticle>, Error> {
        catch_engine_panic(&self.path, || self.find(key).map_err(|error| from_tantivy(&self.path, error)))
    }

    fn find(&self, key: &SourceKey) -> Result<Vec<StoredArticle>, TantivyError> {
        let term = Term::from_field_text(self.fields.source, &key.encode());
        let mut found = Vec::new();
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            let index = reader.inverted_index(self.fields.source)?;
            let Some(mut postings) = index.read_postings(&term, IndexRecordOption::Basic)? else { continue };
            while postings.doc() != TERMINATED {
                if !reader.is_deleted(postings.doc()) {
                    found.push(StoredArticle(DocAddress::new(segment, postings.doc())));
                }
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Returns the number of the record of an article; 0 if its file is one article.
    pub(crate) fn record_number(&self, StoredArticle(address): StoredArticle) -> u64 {
        let segment = self.segments.get(address.segment_ord as usize);
        segment.and_then(|segment| segment.records.first(address.doc_id)).unwrap_or(0)
    }

    /// Returns the ids of the records of an archive file. One that cannot be read is left out.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(crate) fn record_ids(&self, key: &SourceKey) -> Result<HashSet<String>, Error> {
        let articles = self.of_file(key)?;
        let id = |StoredArticle(DocAddress { segment_ord, doc_id }): StoredArticle| {
            let stored = StoredDoc(self.segments.get(segment_ord as usize)?.doc_store.get(doc_id)?);
            let display = stored.bytes(self.fields.display).and_then(DisplayFields::decode)?;
            display.id.map(str::to_owned)
        };
        let ids = || Ok(articles.iter().filter_map(|article| id(*article)).collect());
        catch_engine_panic(&self.path, ids)
    }

    /// Returns whether the quotations of the articles are stored.
    pub(crate) fn has_quotations(&self) -> bool {
        self.fields.has_quotations
    }

    /// Returns whether the articles carry the days of their contents.
    pub(crate) fn has_added_days(&self) -> bool {
        self.fields.content.is_some()
    }

    /// Reads with the searcher of the index.
    pub(crate) fn with_searcher<T>(
        &self,
        read: impl FnOnce(&Searcher) -> tantivy::Result<T>,
    ) -> Result<T, Error> {
        catch_engine_panic(&self.path, || {
            read(&self.searcher).map_err(|error| from_tantivy(&self.path, error))
        })
    }

    /// Reads an article.
    ///
    /// # Errors
    /// [`Error::Damaged`] if it cannot be read.
    pub(crate) fn read(&self, article: StoredArticle) -> Result<Document, Error> {
        let damaged = |detail: &str| Error::Damaged { path: self.path.clone(), detail: detail.to_owned() };
        let document = catch_engine_panic(&self.path, || {
            self.decode(article).map_err(|error| Error::reading_index(&self.path, &error))
        });
        document?.ok_or_else(|| damaged("a stored article cannot be read"))
    }

    fn decode(
        &self,
        StoredArticle(DocAddress { segment_ord, doc_id }): StoredArticle,
    ) -> std::io::Result<Option<Document>> {
        let Some(segment) = self.segments.get(segment_ord as usize) else { return Ok(None) };
        let day = segment.days.first(doc_id);
        let bytes = segment.doc_store.get(doc_id);
        let stored = match self.has_checksums {
            true => bytes.and_then(|bytes| StoredDoc::verified(bytes, day)),
            false => bytes.map(StoredDoc),
        };
        let Some(stored) = stored else { return Ok(None) };
        let Some(display) = stored.bytes(self.fields.display).and_then(DisplayFields::decode) else {
            return Ok(None);
        };
        let Some(body) = stored.bytes(self.fields.body) else { return Ok(None) };
        let text = |encoded| -> std::io::Result<StoredText> {
            Ok(StoredText { language: display.language, ..self.text_decoder.decode(encoded)? })
        };
        let owned = |text: Option<&str>| text.map(str::to_owned);
        Ok(Some(Document {
            key: SourceKey { folder: display.folder, path: display.path.to_owned() },
            record: RecordKey { number: segment.records.first(doc_id).unwrap_or(0), id: owned(display.id) },
            metadata: Metadata {
                title: owned(display.title),
                author: owned(display.author),
                site: owned(display.site),
                published: day.and_then(day_of),
                impossible_date: segment
                    .impossible_days
                    .as_ref()
                    .and_then(|days| days.first(doc_id))
                    .map(|_| String::new()),
                url: owned(display.url),
                ..Metadata::default()
            },
            title_position: display.title_position,
            body: text(body)?,
            cut: stored.bytes(self.fields.cut).map(text).transpose()?.unwrap_or_default(),
            quotations: quotations::decode(display.quotations).unwrap_or_default(),
            language: display.language,
            content: segment.contents.as_ref().and_then(|contents| contents.of(doc_id)),
            stories: StoryKeys::default(),
        }))
    }
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::article::{Folder, ReadOptions};
    use crate::index::doc_store::stored_articles::*;
    use crate::index::meta::Meta;
    use crate::index::write::session::IndexSession;
    use crate::index::write::updater::Update;
    use crate::text::{FilePosition, LineIndex, LineMap, MappedText};

    fn stored(text: &str, first_line: u32) -> StoredText {
        let original = format!("{}{text}", "\n".repeat(first_line as usize));
        let mapped = MappedText::verbatim(text, first_line as usize);
        let lines = LineMap::new(&mapped, &LineIndex::new(&original), [(0, true)]);
        StoredText { text: text.to_owned(), lines, language: Language::ENGLISH }
    }

    #[test]
    fn an_article_is_read_back_as_it_was_added() -> Result<(), Error> {
        let folder = tempfile::tempdir().expect("a folder");
        let dir = IndexDir::new(folder.path().join("index"));
        let mut session = IndexSession::open(&dir, false)?;
        let dictionary = b"The ferry stayed in the harbour for a week. ".repeat(50);
        session.set_dictionary(Dictionary(dictionary.clone()))?;
        let updater = session.into_updater()?;
        let some = |text: &str| Some(text.to_owned());
        let document = Document {
            record: RecordKey { number: 3, id: some("seven") },
            metadata: Metadata {
                title: some("Storm"),
                author: some("Ann Lee"),
                site: some("The Courier"),
                published: Some(jiff::civil::date(1914, 7, 28)),
                url: some("http://x.example/1"),
                ..Metadata::default()
            },
            title_position: FilePosition::Line(4),
            content: Some(Content { hash: u64::MAX, added: Some(jiff::civil::date(2024, 10, 18)) }),
            cut: stored("Log in", 1),
            ..Document::of_text(1, "deep/x.jsonl", stored("The ferry stayed in the harbour.", 5))
        };
        let record = RecordKey { number: 4, id: None };
        let other = Document { record, content: None, ..Document::clone(&document) };
        for document in [&document, &other] {
            updater.update(&Update { remove: None, add: Some(document) }, || ())?;
        }
        let removed = Document::of_text(1, "gone.txt", stored("It is gone.", 0));
        updater.update(&Update { remove: None, add: Some(&removed) }, || ())?;
        let folder = Folder { id: 1, path: "/a".into(), options: ReadOptions::default() };
        let meta = || Meta::new(vec![folder.clone()]);
        updater.commit(|| (meta(), FileTable::new()))?;
        updater.update(&Update { remove: Some(&removed.key), add: None }, || ())?;
        updater.commit(|| (meta(), FileTable::new()))?;
        let articles = StoredArticles::open(&dir)?;
        let found = articles.of_file(&document.key)?;
        let read: Vec<Document> =
            found.into_iter().map(|article| articles.read(article)).collect::<Result<_, _>>()?;
        assert_eq!(read, [document, other]);
        assert_eq!(articles.of_file(&removed.key)?.len(), 0);
        assert_eq!(articles.dictionary()?, Some(Dictionary(dictionary)));
        Ok(())
    }
}
