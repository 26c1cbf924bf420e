//! Segments, collected in memory and written whole.
//!
//! The engine's own way takes every field of every article apart into words and looks each of them up in a table of its
//! own. Here the threads that clean articles look a word up once, for all fields, and count by its number; what they
//! collected becomes one segment, in the engine's own layout, when it has grown large or is to be committed
//! (`docs/adr/0009`). Deleting, committing and putting segments together stays with the engine.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::schema::Schema;
use tantivy::{IndexWriter, TantivyError, Term};

use crate::index::write::document_fields::NonIndexed;
use crate::index::write::segment::delete_order::DeleteOrder;
use crate::index::write::segment::doc_files::DocFiles;
pub(crate) use crate::index::write::segment::postings::Postings;
use crate::index::write::segment::serialize;

/// Memory for the words that are collected before they are written, in bytes.
const MEMORY: usize = 72 << 20;

/// Articles that are not in a segment of the index yet.
pub(crate) struct SegmentBuilder {
    schema: Schema,
    /// One for each thread that adds.
    postings: Vec<Mutex<Postings>>,
    open: Mutex<Option<DocFiles>>,
    /// About how much memory all of it takes, in bytes.
    bytes: AtomicUsize,
    /// Held while a segment is written; the error after which nothing can be added any more, since something is lost.
    writing: Mutex<Option<TantivyError>>,
    order: DeleteOrder,
}

impl SegmentBuilder {
    /// For articles that the threads of the pool add, each apart from the others.
    pub fn new(schema: Schema) -> Self {
        let threads = 0..rayon::current_num_threads().max(1);
        let postings = threads.map(|_| Mutex::new(Postings::new(&schema))).collect();
        SegmentBuilder {
            schema,
            postings,
            open: Mutex::default(),
            bytes: AtomicUsize::new(0),
            writing: Mutex::default(),
            order: DeleteOrder::default(),
        }
    }

    /// Adds an article. `collect` puts down its words, and gives what there is beside them.
    ///
    /// # Errors
    /// When a segment cannot be written, now or before.
    pub fn add(
        &self,
        writer: &IndexWriter,
        collect: impl FnOnce(&mut Postings) -> NonIndexed,
    ) -> tantivy::Result<()> {
        let added = self.put(writer, collect);
        if added.is_ok() && !self.is_full() {
            return Ok(());
        }
        let mut failed = self.writing();
        if let Err(error) = &added {
            *failed = Some(error.clone());
        }
        // While this one waited another may have written it.
        match added.is_ok() && self.is_full() {
            true => self.write(writer, &mut failed),
            false => added,
        }
    }

    fn is_full(&self) -> bool {
        self.bytes.load(Ordering::Relaxed) > MEMORY
    }

    fn put(
        &self,
        writer: &IndexWriter,
        collect: impl FnOnce(&mut Postings) -> NonIndexed,
    ) -> tantivy::Result<()> {
        let own = rayon::current_thread_index().unwrap_or_default() % self.postings.len();
        // Held until all of the article is in: a segment is written of all or nothing of it.
        let mut postings = self.postings[own].lock()?;
        let before = postings.bytes();
        let article = collect(&mut postings);
        let number = {
            let mut open = self.open.lock()?;
            if open.is_none() {
                *open = Some(DocFiles::new(writer.new_segment(), &self.schema)?);
            }
            let open = open.as_mut().ok_or(TantivyError::Poisoned)?;
            open.add(article, postings.lengths())?
        };
        postings.end(number);
        self.bytes.fetch_add(postings.bytes() - before, Ordering::Relaxed);
        Ok(())
    }

    /// Deletes all articles with `term` that were added so far, here or ever. Only those from the file `source` can have
    /// it; where that is not known, any.
    ///
    /// # Errors
    /// As [`SegmentBuilder::flush`].
    pub fn delete(&self, writer: &IndexWriter, term: Term, source: Option<&str>) -> tantivy::Result<()> {
        let mut failed = self.writing();
        let holds = |open: &DocFiles| source.is_none_or(|source| open.sources.contains(source));
        let held = self.open.lock()?.as_ref().is_some_and(holds);
        if held {
            self.write(writer, &mut failed)?;
        }
        writer.delete_query(Box::new(self.order.so_far(term)))?;
        Ok(())
    }

    /// Makes a segment of all that was added.
    ///
    /// # Errors
    /// When it cannot be written, or one before could not.
    pub fn flush(&self, writer: &IndexWriter) -> tantivy::Result<()> {
        self.write(writer, &mut self.writing())
    }

    fn write(&self, writer: &IndexWriter, failed: &mut Option<TantivyError>) -> tantivy::Result<()> {
        if let Some(error) = failed {
            return Err(error.clone());
        }
        // Until it is written, what is taken is nowhere.
        *failed = Some(TantivyError::Poisoned);
        let written = self.take().and_then(|(open, parts)| match open {
            Some(open) => {
                let segment = serialize::write(open, &parts, &self.schema)?;
                self.order.add(segment.id());
                writer.add_segment(segment)
            }
            None => Ok(()),
        });
        *failed = written.as_ref().err().cloned();
        written
    }

    /// What was added so far, at a moment at which no article is half in.
    fn take(&self) -> tantivy::Result<(Option<DocFiles>, Vec<Postings>)> {
        let mut held = self.postings.iter().map(Mutex::lock).collect::<Result<Vec<_>, _>>()?;
        let open = self.open.lock()?.take();
        self.bytes.store(0, Ordering::Relaxed);
        let parts = held.iter_mut().map(|part| std::mem::replace(&mut **part, Postings::new(&self.schema)));
        Ok((open, parts.collect()))
    }

    fn writing(&self) -> MutexGuard<'_, Option<TantivyError>> {
        self.writing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
