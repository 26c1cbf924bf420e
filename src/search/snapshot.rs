//! An index opened for searching.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use tantivy::schema::Field;
use tantivy::{ReloadPolicy, Searcher, TantivyError, Term};

use crate::analysis::{AnalyzerVersion, Languages, Unjoined};
use crate::article::SourceKey;
use crate::error::Error;
use crate::index::doc_languages::DocLanguages;
use crate::index::doc_store::reader::DocStore;
use crate::index::doc_store::text_codec::TextDecoder;
use crate::index::error::{catch_engine_panic, from_tantivy};
use crate::index::generation::Generation;
use crate::index::schema::Fields;
use crate::index::spellings::table::SpellingFile;
use crate::index::statistics::{LanguageSizes, count_languages};
use crate::index::stories::table::StoryFile;
use crate::index::term_vectors::DocFreqFile;
use crate::index::{IndexDir, IndexFormat, Meta};
use crate::search::collapse::outlet_columns::OutletColumns;
use crate::search::expand;
use crate::search::expand::InflectionCache;
use crate::search::expand::spelling::Spelling;
use crate::search::expand::word_cache::{InflectedName, NameCache, WordCache};
use crate::search::facets::drill_down_cache::DrillDownCache;
use crate::search::facets::source_docs::SourcePair;
use crate::search::facets::source_table::{LazySources, SourceTable};
use crate::search::fast_fields::SegmentFastFields;
use crate::search::remote::RemoteCounts;
use crate::search::top_docs::DocBits;
use crate::text::path_key;

/// An index opened for searching, as of its last commit.
pub struct IndexSnapshot {
    pub(super) path: PathBuf,
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    pub(super) meta: Meta,
    pub(super) text_decoder: TextDecoder,
    /// Document stores, in the order of the segments.
    pub(super) doc_stores: Vec<DocStore>,
    /// Fast fields, in the order of the segments.
    pub(super) fast_fields: Vec<Arc<SegmentFastFields>>,
    /// Document frequencies of the terms in term vectors.
    pub(super) doc_freqs: DocFreqFile,
    /// Spellings of names.
    pub(super) spellings: SpellingFile,
    /// Copies of articles.
    pub(super) stories: StoryFile,
    /// Members of stories, in the order of the segments.
    pub(super) story_members: OnceLock<Vec<Arc<DocBits>>>,
    /// Outlets of the articles, in the order of the segments.
    pub(super) outlet_columns: OnceLock<Vec<OutletColumns>>,
    pub(super) inflection_cache: InflectionCache,
    pub(super) name_cache: NameCache,
    /// Languages that words are no words of.
    pub(super) unjoined_cache: WordCache<Unjoined>,
    /// Words with a capital as names in languages that inflect them.
    pub(super) inflected_names: WordCache<Arc<InflectedName>>,
    /// Words that are a few edits from others.
    pub(super) nearest_cache: WordCache<Arc<[Spelling]>>,
    languages: Languages,
    is_being_built: bool,
    /// Languages by document.
    pub(super) doc_languages: Arc<DocLanguages>,
    pub(super) language_sizes: LanguageSizes,
    /// Names and hosts of sites.
    pub(super) source_table: LazySources,
    /// Articles with values of facets.
    pub(super) drill_downs: DrillDownCache,
    /// Counts of all articles, if another engine holds them.
    pub(super) remote: Option<Arc<RemoteCounts>>,
    /// Whether the segments have some of these articles, for one search.
    pub(super) has_candidates: bool,
}

impl IndexSnapshot {
    /// Opens the index at `dir`.
    ///
    /// # Errors
    /// [`Error::NoIndex`], [`Error::OtherVersion`], [`Error::NewerVersion`], [`Error::Damaged`], or
    /// [`Error::Io`].
    pub fn open(dir: &IndexDir) -> Result<Self, Error> {
        // Another process may replace the generation while its files are opened.
        match IndexSnapshot::try_open(dir) {
            Err(Error::Damaged { .. }) => IndexSnapshot::try_open(dir),
            result => result,
        }
    }

    fn try_open(dir: &IndexDir) -> Result<Self, Error> {
        let path = dir.path();
        let opened = Generation::open(dir)?;
        catch_engine_panic(path, || {
            let mut doc_stores = opened.open_doc_stores(path)?;
            let Generation { path: generation, mut meta, index, fields, .. } = opened;
            let engine_error = |error| from_tantivy(path, error);
            let builder =
                index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(0);
            let searcher = builder.try_into().map_err(engine_error)?.searcher();
            if meta.languages.is_empty() {
                // The last commit was interrupted before it counted them.
                meta.languages = count_languages(&searcher, fields.lang).map_err(engine_error)?;
            }
            let damaged = |error| Error::reading_index(path, &error);
            let text_decoder = TextDecoder::open(&generation, &meta.dictionaries).map_err(damaged)?;
            let replaced = || std::io::Error::other("another commit came in between");
            let store = |segment| doc_stores.take(segment).ok_or_else(replaced);
            let doc_stores = searcher.segment_readers().iter().map(store);
            let doc_stores = doc_stores.collect::<std::io::Result<_>>().map_err(damaged)?;
            let doc_freqs = DocFreqFile::open(&generation, &meta.doc_freqs).map_err(damaged)?;
            let spellings = SpellingFile::open(&generation, &meta.spellings);
            let stories = StoryFile::open(&generation, meta.stories_or_last());
            let snapshot = IndexSnapshot::of_segments((searcher, fields), meta, doc_stores);
            let snapshot = snapshot.map_err(engine_error)?;
            let is_being_built = dir.first_builder().is_some();
            let path = path.to_owned();
            Ok(IndexSnapshot {
                path,
                text_decoder,
                doc_freqs,
                spellings,
                stories,
                is_being_built,
                ..snapshot
            })
        })
    }

    /// Makes a snapshot of segments, without the tables beside them.
    pub(super) fn of_segments(
        (searcher, fields): (Searcher, Fields),
        meta: Meta,
        doc_stores: Vec<DocStore>,
    ) -> tantivy::Result<Self> {
        let fast_fields = searcher.segment_readers().iter();
        let fast_fields = fast_fields.map(|segment| SegmentFastFields::open(segment).map(Arc::new));
        let fast_fields = fast_fields.collect::<tantivy::Result<_>>()?;
        let no_folder = Path::new("");
        Ok(IndexSnapshot {
            path: PathBuf::new(),
            fields,
            text_decoder: TextDecoder::open(no_folder, &[])?,
            doc_stores,
            fast_fields,
            doc_freqs: DocFreqFile::open(no_folder, "")?,
            spellings: SpellingFile::open(no_folder, ""),
            stories: StoryFile::open(no_folder, ""),
            story_members: OnceLock::new(),
            outlet_columns: OnceLock::new(),
            inflection_cache: InflectionCache::default(),
            name_cache: NameCache::default(),
            unjoined_cache: WordCache::default(),
            inflected_names: WordCache::default(),
            nearest_cache: WordCache::default(),
            languages: meta.languages(),
            is_being_built: false,
            doc_languages: Arc::new(DocLanguages::new(&searcher, fields.lang)),
            language_sizes: LanguageSizes::new(&meta.languages, &meta.language_tokens),
            source_table: LazySources::default(),
            drill_downs: DrillDownCache::default(),
            remote: None,
            has_candidates: false,
            meta,
            searcher,
        })
    }

    /// Returns the metadata of the index.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Returns whether another engine holds the articles.
    pub(super) fn is_remote(&self) -> bool {
        self.remote.is_some()
    }

    /// Returns the version of the analyzer that the index was built with.
    pub fn analyzer(&self) -> AnalyzerVersion {
        self.meta.analyzer()
    }

    /// Returns the format of the index, which tells what it has.
    pub fn format(&self) -> IndexFormat {
        self.meta.index_format()
    }

    /// Returns notes on the state of the index that concern every answer.
    pub fn notes(&self) -> Vec<String> {
        self.meta.notes(self.is_being_built.then(|| self.num_articles()))
    }

    /// Returns the languages of the articles.
    pub fn languages(&self) -> &Languages {
        &self.languages
    }

    /// Returns the number of articles.
    pub fn num_articles(&self) -> u64 {
        match &self.remote {
            Some(remote) => remote.index.num_articles(),
            None => self.searcher.num_docs(),
        }
    }

    /// Returns the number of articles that contain the folded `word` in this exact form, including deleted
    /// articles that are not yet merged away.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub fn doc_freq(&self, word: &str) -> Result<u64, Error> {
        catch_engine_panic(&self.path, || {
            let doc_freq = self.term_doc_freq(&Term::from_field_text(self.fields.exact, word));
            doc_freq.map_err(|error| self.error(error))
        })
    }

    /// Returns the number of articles with `term`, including deleted articles that are not yet merged away.
    pub(super) fn term_doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        match &self.remote {
            Some(remote) => remote.doc_freq(term, None),
            None => self.searcher.doc_freq(term),
        }
    }

    /// Returns the words of `field` within an edit distance of `word`, with their document frequencies.
    pub(super) fn terms_within_distance(
        &self,
        field: Field,
        word: &str,
        distance: u8,
    ) -> tantivy::Result<HashMap<String, u64>> {
        match &self.remote {
            Some(remote) => remote.terms_within_distance(field, word, distance),
            None => expand::terms_within_distance(&self.searcher, field, word, distance),
        }
    }

    /// Returns the words of `field` that begin with `prefix`, with their document frequencies.
    pub(super) fn terms_with_prefix(
        &self,
        field: Field,
        prefix: &str,
    ) -> tantivy::Result<HashMap<String, u64>> {
        match &self.remote {
            Some(remote) => remote.terms_with_prefix(field, prefix),
            None => expand::terms_with_prefix(&self.searcher, field, prefix),
        }
    }

    /// Says that the table of spellings cannot be read, if so: what searches find does not depend on it.
    pub(super) fn damaged_spellings(&self) -> Option<String> {
        self.spellings.get().err().map(|error| {
            format!(
                "spellings of names cannot be compared ({error}): `clippings index --rebuild` repairs the file {}",
                self.meta.spellings
            )
        })
    }

    /// Returns the source keys of `path`: its key below an indexed folder, or the keys of the indexed folders
    /// below it.
    pub(super) fn source_keys(&self, path: &Path) -> Vec<String> {
        let source_key = |folder: &crate::article::Folder| {
            let encode = |path: String| SourceKey { folder: folder.id, path }.encode();
            if folder.path.starts_with(path) {
                return Some(encode(String::new()));
            }
            let relative = path.strip_prefix(&folder.path).ok()?;
            Some(encode(path_key::encode(relative)?))
        };
        self.meta.folders.iter().filter_map(source_key).collect()
    }

    /// Returns the names and hosts of the sites of all articles.
    pub(super) fn sources(&self) -> tantivy::Result<&SourceTable> {
        self.source_table.get(&self.searcher, self.analyzer())
    }

    /// Returns the names and hosts of the sites of all articles, of those that another engine holds too if it
    /// tells them.
    pub(super) fn all_sources(&self) -> tantivy::Result<&SourceTable> {
        match self.remote.as_ref().map(|remote| remote.sources()).transpose()?.flatten() {
            Some(table) => Ok(table),
            None => self.sources(),
        }
    }

    /// Returns what is shown as the site of articles with these numbers in [`IndexSnapshot::sources`].
    pub(super) fn shown_source(&self, numbers: SourcePair) -> tantivy::Result<Option<&str>> {
        let (table, all) = (self.sources()?, self.all_sources()?);
        Ok(all.shown(if self.is_remote() { all.numbers_of(table, numbers) } else { numbers }))
    }

    /// Converts an error of tantivy.
    pub(super) fn error(&self, error: TantivyError) -> Error {
        from_tantivy(&self.path, error)
    }

    /// Returns the error of a damaged index.
    pub(super) fn damaged(&self, detail: &str) -> Error {
        Error::Damaged { path: self.path.clone(), detail: detail.into() }
    }
}
