//! Writing an index.

use std::collections::HashMap;
use std::path::PathBuf;

use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, IndexWriter, TantivyDocument, Term};

use super::schema::{Fields, MODIFIED, SIZE, SOURCE, schema, tokenizers};
use super::spans::{PARAGRAPH, SENTENCE};
use super::{IndexPlace, Lock, Meta, Part, explain, guarded};
use crate::analysis::{SEPARATE, Words, words};
use crate::document::{Document, SourceKey, Stamp};
use crate::error::Error;
use crate::text::{LineMap, sentence_starts};

/// Memory for the words of one writing thread before they go to disk, in bytes.
const MEMORY_PER_THREAD: usize = 64 << 20;

/// An index that nobody else can write as long as this is held.
pub struct Held {
    place: IndexPlace,
    lock: Lock,
    generation: PathBuf,
    index: Index,
    fields: Fields,
    meta: Option<Meta>,
    fresh: bool,
}

/// The one who writes an index. Nothing is seen by readers before [`Writer::commit`].
pub struct Writer {
    held: Held,
    writer: IndexWriter<TantivyDocument>,
}

impl Held {
    /// Takes the lock and opens the generation in use, or begins a new one when there is none, when `rebuild` says
    /// so, or when the one in use was written in another format or cannot be read.
    ///
    /// # Errors
    /// As [`IndexPlace::lock`], and when the index cannot be written.
    pub fn open(place: &IndexPlace, rebuild: bool) -> Result<Self, Error> {
        let lock = place.lock()?;
        place.sweep(&lock);
        let known = read_meta(place);
        let current = place.current().ok().flatten().filter(|_| !rebuild);
        let usable = current.filter(|_| known.as_ref().is_some_and(Meta::is_current));
        let fresh = usable.is_none();
        let generation = usable.map_or_else(|| place.new_generation(&lock), Ok)?;
        let wrong = |error| explain(place.path(), error);
        let (schema, fields) = schema();
        let mut index = if fresh {
            Index::create_in_dir(&generation, schema).map_err(wrong)?
        } else {
            Index::open_in_dir(&generation).map_err(wrong)?
        };
        index.set_tokenizers(tokenizers());
        Ok(Held { place: place.clone(), lock, generation, index, fields, meta: known, fresh })
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

    /// Every file with articles in the index, how it looked when it was read, and how many articles came of it.
    ///
    /// # Errors
    /// When the index is damaged.
    pub fn known(&self) -> Result<HashMap<SourceKey, (Stamp, u64)>, Error> {
        let wrong = |error| explain(self.place.path(), error);
        guarded(self.place.path(), || {
            let mut known = HashMap::new();
            let searcher = self.index.reader().map_err(wrong)?.searcher();
            for segment in searcher.segment_readers() {
                let columns = segment.fast_fields();
                let (sizes, times) =
                    (columns.u64(SIZE).map_err(wrong)?, columns.i64(MODIFIED).map_err(wrong)?);
                let Some(sources) = columns.str(SOURCE).map_err(wrong)? else { continue };
                let mut key = String::new();
                for doc in segment.doc_ids_alive() {
                    let Some(ord) = sources.term_ords(doc).next() else { continue };
                    key.clear();
                    sources.ord_to_str(ord, &mut key).map_err(|error| wrong(error.into()))?;
                    let stamp = Stamp {
                        size: sizes.first(doc).unwrap_or_default(),
                        modified: times.first(doc).unwrap_or_default(),
                    };
                    if let Some(key) = SourceKey::decode(&key) {
                        known.entry(key).or_insert((stamp, 0)).1 += 1;
                    }
                }
            }
            Ok(known)
        })
    }

    /// Begins to write with so many threads, each of which leaves at least one segment.
    ///
    /// # Errors
    /// When the index cannot be written.
    pub fn begin(self, threads: usize) -> Result<Writer, Error> {
        let writer = self.index.writer_with_num_threads(threads, MEMORY_PER_THREAD * threads);
        let writer = writer.map_err(|error| explain(self.place.path(), error))?;
        Ok(Writer { held: self, writer })
    }
}

impl Writer {
    /// Adds an article. Waits when the engine is behind.
    ///
    /// # Errors
    /// When the engine has failed, for example because the disk is full.
    pub fn add(&self, document: &Document) -> Result<(), Error> {
        let added = self.writer.add_document(self.held.to_engine(document));
        added.map(drop).map_err(|error| explain(self.held.place.path(), error))
    }

    /// Removes an article.
    pub fn remove(&self, key: &SourceKey) {
        self.writer.delete_term(Term::from_field_text(self.held.fields.source, &key.encode()));
    }

    /// Makes everything since the last commit visible at once, `meta` with it. Returns the number of articles.
    ///
    /// # Errors
    /// When it cannot be written; the index is then what it was before.
    pub fn commit(mut self, meta: &Meta) -> Result<u64, Error> {
        let path = self.held.place.path().to_owned();
        let wrong = |error| explain(&path, error);
        let payload = serde_json::to_string(meta).map_err(|error| Error::Internal(error.to_string()))?;
        let mut commit = self.writer.prepare_commit().map_err(wrong)?;
        commit.set_payload(&payload);
        commit.commit().map_err(wrong)?;
        self.held.place.publish(&self.held.generation, &self.held.lock)?;
        self.writer.wait_merging_threads().map_err(wrong)?;
        count(&self.held.index).map_err(wrong)
    }
}

impl Held {
    fn to_engine(&self, document: &Document) -> TantivyDocument {
        let fields = &self.fields;
        let mut doc = TantivyDocument::default();
        let key = document.key.encode();
        for (at, _) in document.key.path.match_indices('/') {
            let above = key.len() - document.key.path.len() + at;
            doc.add_text(fields.under, &key[..above]);
        }
        let folder = SourceKey { folder: document.key.folder, path: String::new() }.encode();
        if !document.key.path.is_empty() {
            doc.add_text(fields.under, folder);
        }
        doc.add_text(fields.under, &key);
        doc.add_text(fields.source, key);
        doc.add_u64(fields.record, document.record.number);
        if let Some(id) = &document.record.id {
            doc.add_text(fields.id, id);
        }
        doc.add_u64(fields.size, document.stamp.size);
        doc.add_i64(fields.modified, document.stamp.modified);
        if let Some(day) = document.published {
            doc.add_i64(fields.published, super::rank::day_number(day));
        }
        self.add_words(&mut doc, Part::Path, &document.key.path);
        for (part, text) in
            [(Part::Site, &document.site), (Part::Author, &document.author), (Part::Lang, &document.language)]
        {
            if let Some(text) = text {
                self.add_words(&mut doc, part, text);
            }
        }
        let title = document.title.as_deref().unwrap_or_default();
        if !title.is_empty() {
            self.add_words(&mut doc, Part::Title, title);
            doc.add_text(fields.title, title);
            doc.add_u64(fields.title_line, u64::from(document.title_line));
        }
        let body = &document.body;
        let both = format!("{title}{SEPARATE}{}", body.text);
        self.add_words(&mut doc, Part::Article, &both);
        doc.add_text(fields.lead, &both[..title.len() + 1 + lead(&body.text)]);
        doc.add_pre_tokenized_text(fields.breaks, breaks(&both, title.len() + 1, &body.lines));
        doc.add_text(fields.body, &body.text);
        doc.add_bytes(fields.body_lines, &body.lines.to_bytes());
        if !document.cut.text.is_empty() {
            self.add_words(&mut doc, Part::Cut, &document.cut.text);
            doc.add_pre_tokenized_text(fields.cut_breaks, breaks(&document.cut.text, 0, &document.cut.lines));
            doc.add_text(fields.cut, &document.cut.text);
            doc.add_bytes(fields.cut_lines, &document.cut.lines.to_bytes());
        }
        doc
    }

    fn add_words(&self, doc: &mut TantivyDocument, part: Part, text: &str) {
        let (exact, stem) = self.fields.of(part);
        doc.add_text(exact, text);
        if let Some(stem) = stem {
            doc.add_text(stem, text);
        }
    }
}

/// Words of the body that belong to the lead.
const LEAD_WORDS: usize = 20;

/// Where the lead of `body` ends.
fn lead(body: &str) -> usize {
    words(body).take(LEAD_WORDS).last().map_or(0, |word| word.span.end)
}

/// Where sentences and paragraphs begin in `text`, of which the blocks of `lines` begin at `offset`, as tokens at the
/// positions of their first words.
fn breaks(text: &str, offset: usize, lines: &LineMap) -> PreTokenizedString {
    let blocks: Vec<usize> = lines.blocks().map(|block| block.at + offset).collect();
    let ends = blocks.iter().skip(1).copied().chain([text.len()]);
    let mut starts = Vec::new();
    for (start, end) in blocks.iter().zip(ends) {
        let sentences = sentence_starts(text, *start..end);
        starts.extend(sentences.into_iter().enumerate().map(|(index, at)| (at, index == 0)));
    }
    let token = |name: &str, position: u32| Token {
        position: position as usize,
        text: name.to_owned(),
        position_length: 1,
        ..Token::default()
    };
    let mut tokens = Vec::with_capacity(starts.len() * 2);
    let mut starts = starts.into_iter().peekable();
    let mut words = Words::new(text);
    while starts.peek().is_some() && words.advance() {
        let (at, position) = (words.span().start, words.position());
        while let Some((_, paragraph)) = starts.next_if(|(start, _)| *start <= at) {
            tokens.push(token(SENTENCE, position));
            tokens.extend(paragraph.then(|| token(PARAGRAPH, position)));
        }
    }
    PreTokenizedString { text: String::new(), tokens }
}

/// The number of articles at the last commit.
fn count(index: &Index) -> tantivy::Result<u64> {
    Ok(index.searchable_segment_metas()?.iter().map(|segment| u64::from(segment.num_docs())).sum())
}

/// What the index at `place` knows of itself, as far as that can be read at all.
fn read_meta(place: &IndexPlace) -> Option<Meta> {
    let generation = place.current().ok().flatten()?;
    guarded(place.path(), || {
        let index = Index::open_in_dir(generation).map_err(|error| explain(place.path(), error))?;
        let metas = index.load_metas().map_err(|error| explain(place.path(), error))?;
        Ok(metas.payload.and_then(|payload| serde_json::from_str(&payload).ok()))
    })
    .ok()
    .flatten()
}
