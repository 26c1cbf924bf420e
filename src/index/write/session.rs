//! Writing an index.

use std::path::PathBuf;

use tantivy::store::Compressor;
use tantivy::{Directory, Index, IndexSettings, IndexWriter};

use crate::clean::site_lines::SiteStats;
use crate::error::{Error, plain};
use crate::index::dir::{IndexPlace, Lock};
use crate::index::doc_store::text_codec;
use crate::index::doc_store::text_codec::{Dictionary, Packer};
use crate::index::error::{explain, guarded};
use crate::index::file_table::Sources;
use crate::index::meta::Meta;
use crate::index::schema::{Fields, schema};
use crate::index::write::updater::Writer;
use crate::index::{file_table, site_lines};

/// The size of a block of stored articles, in bytes.
const STORE_BLOCK: usize = 16 << 10;
/// The least memory that the engine takes to write, in bytes.
const LEAST_MEMORY: usize = 15 << 20;

/// An index that nobody else can write as long as this is held.
pub struct Held {
    pub(crate) place: IndexPlace,
    pub(crate) lock: Lock,
    pub(crate) generation: PathBuf,
    pub(crate) directory: Box<dyn Directory>,
    pub(crate) index: Index,
    pub(crate) fields: Fields,
    meta: Option<Meta>,
    fresh: bool,
    pub(crate) dictionaries: Vec<String>,
    pub(crate) packer: Packer,
}

impl Held {
    /// Takes the lock and opens the generation in use, or begins a new one when there is none, when `rebuild` says
    /// so, or when the one in use was written in another format or cannot be read.
    ///
    /// # Errors
    /// As [`IndexPlace::lock`], and when the index cannot be written.
    pub fn open(place: &IndexPlace, rebuild: bool) -> Result<Self, Error> {
        Held::open_with(place, place.lock()?, rebuild)
    }

    /// As [`Held::open`], with the lock taken already.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn open_with(place: &IndexPlace, lock: Lock, rebuild: bool) -> Result<Self, Error> {
        place.sweep(&lock);
        let known = read_meta(place);
        let current = place.current().ok().flatten().filter(|_| !rebuild);
        let usable = current.filter(|_| known.as_ref().is_some_and(Meta::is_current));
        let fresh = usable.is_none();
        let generation = usable.map_or_else(|| place.new_generation(&lock), Ok)?;
        let wrong = |error| explain(place.path(), error);
        let (schema, fields) = schema();
        let directory = place.directory(&generation)?;
        let index = if fresh {
            // Texts are compressed one by one, so the store has nothing to compress, and is read where it lies.
            let settings = IndexSettings {
                docstore_compression: Compressor::None,
                docstore_blocksize: STORE_BLOCK,
                ..IndexSettings::default()
            };
            Index::create(directory.box_clone(), schema, settings).map_err(wrong)?
        } else {
            Index::open(directory.box_clone()).map_err(wrong)?
        };
        let known_here = known.as_ref().filter(|_| !fresh);
        let dictionaries = known_here.map(|meta| meta.dictionaries.clone()).unwrap_or_default();
        let packer = Packer::open(&generation, &dictionaries);
        let packer = packer
            .map_err(|error| Error::Damaged { path: place.path().to_owned(), detail: plain(&error) })?;
        let place = place.clone();
        Ok(Held {
            place,
            lock,
            generation,
            directory,
            index,
            fields,
            meta: known,
            fresh,
            dictionaries,
            packer,
        })
    }

    /// Whether a dictionary should be learned from the articles of a run before they are added.
    pub fn wants_dictionary(&self) -> bool {
        self.dictionaries.is_empty()
    }

    /// Stores texts with a dictionary from now on.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn keep_dictionary(&mut self, Dictionary(dictionary): Dictionary) -> Result<(), Error> {
        let written = text_codec::write(&*self.directory, &dictionary);
        let name = written.map_err(|error| Error::io("write", self.place.path(), error))?;
        self.dictionaries.push(name);
        self.packer = Packer::new(self.dictionaries.len(), dictionary);
        Ok(())
    }

    /// What the index in use knew of itself when it was opened, even where it is being built anew.
    pub fn meta(&self) -> Option<&Meta> {
        self.meta.as_ref()
    }

    /// Whether a new generation was begun, which holds nothing yet.
    pub fn is_fresh(&self) -> bool {
        self.fresh
    }

    /// How many articles there were at the last commit.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn articles(&self) -> Result<u64, Error> {
        count(&self.index).map_err(|error| explain(self.place.path(), error))
    }

    /// Whether the last commit came to its very end.
    pub fn is_complete(&self) -> bool {
        !self.fresh && self.meta.as_ref().is_some_and(|meta| !meta.tokens.is_empty())
    }

    /// Whether a new generation was begun while an older one answers.
    pub fn replaces_another(&self) -> bool {
        self.fresh && self.meta.is_some()
    }

    /// The table of files at the last commit; empty where a new generation was begun.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn sources(&self) -> Result<Sources, Error> {
        let name = self.meta.as_ref().filter(|_| !self.fresh).map(|meta| meta.sources.as_str());
        name.map_or(Ok(Sources::new()), |name| file_table::read(self.place.path(), &*self.directory, name))
    }

    /// The lines that were found to come back on the sites of the articles when the index was built.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn sites(&self) -> Result<SiteStats, Error> {
        site_lines::read(self.place.path(), &*self.directory)
    }

    /// Keeps `stats` with the index. To be called before the first article is added, and never again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn keep_sites(&self, stats: &SiteStats) -> Result<(), Error> {
        site_lines::write(&*self.directory, stats)
            .map_err(|error| Error::io("write", self.place.path(), error))
    }

    /// What part of the articles in the files of the index is deleted.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn deleted(&self) -> Result<f64, Error> {
        let segments = self.index.searchable_segment_metas();
        let segments = segments.map_err(|error| explain(self.place.path(), error))?;
        let deleted: u64 = segments.iter().map(|segment| u64::from(segment.num_deleted_docs())).sum();
        let all: u64 = segments.iter().map(|segment| u64::from(segment.max_doc())).sum();
        Ok(if all == 0 { 0.0 } else { deleted as f64 / all as f64 })
    }

    /// The engine's writer. Articles are not handed to it one by one, so it gets the least memory that it takes.
    pub(crate) fn writer(&self) -> tantivy::Result<IndexWriter> {
        self.index.writer_with_num_threads(1, LEAST_MEMORY)
    }

    /// Begins to write.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn begin(self) -> Result<Writer, Error> {
        Writer::new(self)
    }
}

/// The number of articles at the last commit.
fn count(index: &Index) -> tantivy::Result<u64> {
    Ok(index.searchable_segment_metas()?.iter().map(|segment| u64::from(segment.num_docs())).sum())
}

/// What the index at `place` knows of itself, as far as that can be read at all.
pub(crate) fn read_meta(place: &IndexPlace) -> Option<Meta> {
    let generation = place.current().ok().flatten()?;
    guarded(place.path(), || {
        let index = Index::open_in_dir(generation).map_err(|error| explain(place.path(), error))?;
        let metas = index.load_metas().map_err(|error| explain(place.path(), error))?;
        Ok(metas.payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    })
    .ok()
    .flatten()
}
