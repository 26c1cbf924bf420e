//! Builds segments in memory and writes them as a whole.
//!
//! tantivy tokenizes every field of every article and looks up each token in a term dictionary of its field.
//! Here the threads that clean articles look a token up once, for all fields, and refer to it by its id. The
//! result becomes a segment in tantivy's format when it has grown large or is committed
//! (`docs/adr/0009-build-segments-ourselves.md`). tantivy itself deletes, commits and merges.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::schema::Schema;
use tantivy::{IndexWriter, TantivyError, Term};

use crate::analysis::AnalyzerVersion;
use crate::index::write::segment::delete_order::{DeleteOrder, Side};
use crate::index::write::segment::doc_files::{DocFiles, NonIndexed};
use crate::index::write::segment::postings::ThreadPostings;
use crate::index::write::segment::serialize;

/// Memory that a segment may take before it is written, in bytes.
const MAX_MEMORY: usize = 128 << 20;

/// A moment of a run: the number of segments it had added.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment(usize);

/// Builds a segment of the articles that are added.
pub(crate) struct SegmentBuilder {
    schema: Schema,
    analyzer: AnalyzerVersion,
    /// Postings of each thread that adds articles.
    postings: Vec<Mutex<ThreadPostings>>,
    doc_files: Mutex<Option<DocFiles>>,
    /// Approximate memory usage of all postings, in bytes.
    memory_usage: AtomicUsize,
    /// Locked while the postings of all threads are taken.
    taking: Mutex<()>,
    /// The error after which nothing can be added, because articles were lost. Locked while a segment is
    /// written.
    failure: Mutex<Option<TantivyError>>,
    order: DeleteOrder,
}

impl SegmentBuilder {
    /// Creates a builder for the threads of the current pool.
    pub(crate) fn new(schema: Schema, analyzer: AnalyzerVersion) -> Self {
        let threads = 0..rayon::current_num_threads().max(1);
        let postings = threads.map(|_| Mutex::new(ThreadPostings::new(&schema, analyzer))).collect();
        SegmentBuilder {
            schema,
            analyzer,
            postings,
            doc_files: Mutex::default(),
            memory_usage: AtomicUsize::new(0),
            taking: Mutex::default(),
            failure: Mutex::default(),
            order: DeleteOrder::default(),
        }
    }

    /// Adds an article. `add_terms` adds its terms and returns its other data.
    ///
    /// # Errors
    /// If a segment cannot be written, now or before.
    pub(crate) fn add(
        &self,
        writer: &IndexWriter,
        add_terms: impl FnOnce(&mut ThreadPostings) -> NonIndexed,
    ) -> tantivy::Result<()> {
        let result = self.add_article(writer, add_terms);
        if result.is_ok() && !(self.is_full() && self.is_full_after_taking()) {
            return Ok(());
        }
        let mut failure = self.lock_failure();
        if let Err(error) = &result {
            failure.get_or_insert_with(|| error.clone());
        }
        // Another thread may have written the segment while this one waited.
        match result.is_ok() && self.is_full() {
            true => self.write(writer, &mut failure),
            false => result,
        }
    }

    fn is_full(&self) -> bool {
        self.memory_usage.load(Ordering::Relaxed) > MAX_MEMORY
    }

    /// Returns whether the segment is full even after another thread has taken what was added. That thread
    /// waits for the articles of the others to be complete. These go on while it writes the segment.
    fn is_full_after_taking(&self) -> bool {
        drop(self.taking.lock());
        self.is_full()
    }

    fn add_article(
        &self,
        writer: &IndexWriter,
        add_terms: impl FnOnce(&mut ThreadPostings) -> NonIndexed,
    ) -> tantivy::Result<()> {
        let thread = rayon::current_thread_index().unwrap_or_default() % self.postings.len();
        // Locked until the article is complete, so that a segment has all or nothing of it.
        let mut postings = self.postings[thread].lock()?;
        let memory_before = postings.memory_usage();
        let data = add_terms(&mut postings);
        let doc = {
            let mut doc_files = self.doc_files.lock()?;
            if doc_files.is_none() {
                *doc_files = Some(DocFiles::new(writer.new_segment(), &self.schema)?);
            }
            let doc_files = doc_files.as_mut().ok_or(TantivyError::Poisoned)?;
            doc_files.add(data, postings.field_lengths())?
        };
        postings.end_doc(doc);
        self.memory_usage.fetch_add(postings.memory_usage() - memory_before, Ordering::Relaxed);
        Ok(())
    }

    /// Returns the present moment, which separates the articles that were added so far from later ones. If
    /// `source` is given, only articles of that file have to be separated.
    ///
    /// # Errors
    /// As [`SegmentBuilder::flush`].
    pub(crate) fn moment(&self, writer: &IndexWriter, source: Option<&str>) -> tantivy::Result<Moment> {
        let mut failure = self.lock_failure();
        let has_source =
            |doc_files: &DocFiles| source.is_none_or(|source| doc_files.sources.contains(source));
        let has_source = self.doc_files.lock()?.as_ref().is_some_and(has_source);
        if has_source {
            self.write(writer, &mut failure)?;
        }
        Ok(Moment(self.order.num_segments()))
    }

    /// Deletes the articles with `term` on one side of `moment`; after it, up to now.
    ///
    /// # Errors
    /// As [`SegmentBuilder::flush`].
    pub(crate) fn delete(
        &self,
        writer: &IndexWriter,
        term: Term,
        side: Side,
        moment: Moment,
    ) -> tantivy::Result<()> {
        writer.delete_query(Box::new(self.order.delete(term, side, moment.0)))?;
        Ok(())
    }

    /// Writes a segment of the articles that were added.
    ///
    /// # Errors
    /// If the segment cannot be written, or an earlier one could not.
    pub(crate) fn flush(&self, writer: &IndexWriter) -> tantivy::Result<()> {
        self.write(writer, &mut self.lock_failure())
    }

    fn write(&self, writer: &IndexWriter, failure: &mut Option<TantivyError>) -> tantivy::Result<()> {
        if let Some(error) = failure {
            return Err(error.clone());
        }
        // A panic before the segment is written loses its articles.
        *failure = Some(TantivyError::Poisoned);
        let result = self.take().and_then(|(doc_files, postings)| match doc_files {
            Some(doc_files) => {
                let segment = serialize::write(doc_files, &postings, &self.schema)?;
                self.order.add(segment.id());
                writer.add_segment(segment)
            }
            None => Ok(()),
        });
        *failure = result.as_ref().err().cloned();
        result
    }

    /// Takes the articles that were added, at a moment when no article is incomplete.
    fn take(&self) -> tantivy::Result<(Option<DocFiles>, Vec<ThreadPostings>)> {
        let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        let mut postings = self.postings.iter().map(Mutex::lock).collect::<Result<Vec<_>, _>>()?;
        let doc_files = self.doc_files.lock()?.take();
        self.memory_usage.store(0, Ordering::Relaxed);
        let taken = postings.iter_mut().map(|postings| {
            std::mem::replace(&mut **postings, ThreadPostings::new(&self.schema, self.analyzer))
        });
        Ok((doc_files, taken.collect()))
    }

    fn lock_failure(&self) -> MutexGuard<'_, Option<TantivyError>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
