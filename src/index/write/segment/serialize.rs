//! Writes a segment in tantivy's format.
//!
//! The terms of all threads are merged: the posting lists of a term are read side by side in the order of
//! doc ids. The field with the most tokens is written to disk directly. The other fields are written in
//! memory at the same time and appended.

use std::io::Write;

use tantivy::directory::{CompositeWrite, WritePtr};
use tantivy::fieldnorm::FieldNormReaders;
use tantivy::index::SegmentComponent;
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{Segment, SegmentMeta, TantivyError};
use tantivy_common::CountingWriter;

use crate::index::write::segment::doc_files::DocFiles;
use crate::index::write::segment::field_writer::FieldWriter;
use crate::index::write::segment::posting_list::PostingListReader;
use crate::index::write::segment::postings::{FieldPostings, ThreadPostings};

/// Number of terms whose posting lists are read ahead.
const AHEAD: usize = 32;
/// Ratio of the terms of a segment to those of a field below which the field is written without looking for
/// each term of the segment.
const SPARSE_RATIO: usize = 8;
/// Stands for the id of a term that a thread does not have.
const NO_TERM: u32 = u32::MAX;

/// Writes the files of a segment: those in `doc_files`, and the terms of all threads.
pub(crate) fn write(
    doc_files: DocFiles,
    threads: &[ThreadPostings],
    schema: &Schema,
) -> tantivy::Result<SegmentMeta> {
    let num_docs = doc_files.num_docs;
    let segment = doc_files.close()?;
    let fieldnorms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let rows = merge_terms(threads);
    let terms = SegmentTerms { threads, rows_of_terms: rows_of_terms(threads, &rows), rows, fieldnorms };
    let (largest, others) = terms.split_fields(schema);
    let mut files = TermFiles::open(&segment)?;
    let others = std::thread::scope(|scope| {
        let others = scope.spawn(|| {
            let serialize = |(field, option)| Ok((field, terms.serialize(field, option)?));
            others.into_iter().map(serialize).collect::<tantivy::Result<Vec<_>>>()
        });
        if let Some((field, option)) = largest {
            terms.write(field, option, files.begin_field(field))?;
        }
        others.join().map_err(|_| TantivyError::Poisoned)?
    })?;
    for (field, contents) in others {
        for (file, content) in files.begin_field(field).into_iter().zip(contents) {
            file.write_all(&content)?;
        }
    }
    files.close()?;
    let segment = segment.with_max_doc(num_docs);
    segment.meta().untrack_temp_docstore();
    Ok(segment.meta().clone())
}

/// The files that hold terms: term dictionaries, postings, and positions.
struct TermFiles([CompositeWrite; 3]);

impl TermFiles {
    fn open(segment: &Segment) -> tantivy::Result<Self> {
        let open = |file| Ok::<_, TantivyError>(CompositeWrite::wrap(segment.open_write(file)?));
        let terms = open(SegmentComponent::Terms)?;
        Ok(TermFiles([terms, open(SegmentComponent::Postings)?, open(SegmentComponent::Positions)?]))
    }

    fn begin_field(&mut self, field: Field) -> [&mut CountingWriter<WritePtr>; 3] {
        self.0.each_mut().map(|file| file.for_field(field))
    }

    fn close(self) -> tantivy::Result<()> {
        for file in self.0 {
            file.close()?;
        }
        Ok(())
    }
}

/// The terms of a segment.
struct SegmentTerms<'p> {
    threads: &'p [ThreadPostings],
    /// Rows of [`merge_terms`].
    rows: Vec<u32>,
    /// Number of the row of each term, by thread and term id.
    rows_of_terms: Vec<Vec<u32>>,
    fieldnorms: FieldNormReaders,
}

impl SegmentTerms<'_> {
    /// Returns the field with the most tokens, and the other fields that have any.
    #[expect(clippy::type_complexity, reason = "one field and many, each with what it records")]
    fn split_fields(
        &self,
        schema: &Schema,
    ) -> (Option<(Field, IndexRecordOption)>, Vec<(Field, IndexRecordOption)>) {
        let option = |field| schema.get_field_entry(field).field_type().index_record_option();
        let non_empty = schema.fields().filter(|(field, _)| self.num_tokens(*field) > 0);
        let mut fields: Vec<_> = non_empty.filter_map(|(field, _)| Some((field, option(field)?))).collect();
        let largest = (0..fields.len()).max_by_key(|index| self.num_tokens(fields[*index].0));
        (largest.map(|index| fields.remove(index)), fields)
    }

    /// Returns the number of tokens in a field.
    fn num_tokens(&self, field: Field) -> u64 {
        self.threads.iter().map(|thread| thread.field(field).num_tokens()).sum()
    }

    /// Returns the content of the three files for a field.
    fn serialize(&self, field: Field, option: IndexRecordOption) -> tantivy::Result<[Vec<u8>; 3]> {
        let mut files = [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        self.write(field, option, files.each_mut())?;
        Ok(files.map(CountingWriter::finish))
    }

    fn write<W: Write>(
        &self,
        field: Field,
        option: IndexRecordOption,
        files: [&mut CountingWriter<W>; 3],
    ) -> tantivy::Result<()> {
        let fieldnorms = self.fieldnorms.get_field(field)?;
        let mut writer = FieldWriter::new(option, self.num_tokens(field), files, fieldnorms)?;
        let mut readers: Vec<PostingListReader> =
            self.threads.iter().map(|thread| PostingListReader::new(option, thread.doc_ids())).collect();
        for numbers in self.row_numbers(field).chunks(AHEAD) {
            self.touch_lists(field, numbers);
            for row in numbers.iter().map(|number| self.row(*number)) {
                let (mut doc_freq, mut term) = (0, None);
                for (index, reader) in readers.iter_mut().enumerate() {
                    let (thread, term_id) = (&self.threads[index], row[index]);
                    let field = thread.field(field);
                    let list = (term_id != NO_TERM).then(|| field.list(term_id)).flatten();
                    reader.begin(list, field.arena());
                    if let Some(list) = list {
                        doc_freq += list.doc_freq();
                        term = Some(thread.interner().term(term_id));
                    }
                }
                let Some(term) = term else { continue };
                writer.begin_term(term.as_bytes(), doc_freq)?;
                while let Some(first) =
                    readers.iter_mut().filter(|reader| !reader.is_exhausted).min_by_key(|reader| reader.doc)
                {
                    writer.write_doc(first.doc, first.term_freq, &first.position_deltas);
                    first.advance();
                }
                writer.end_term()?;
            }
        }
        writer.close()?;
        Ok(())
    }

    /// Returns the row of this number.
    fn row(&self, number: u32) -> &[u32] {
        let start = number as usize * self.threads.len();
        &self.rows[start..start + self.threads.len()]
    }

    /// Returns the numbers of the rows with terms that a field has, and perhaps of others.
    fn row_numbers(&self, field: Field) -> Vec<u32> {
        let fields = || self.threads.iter().map(|thread| thread.field(field));
        let num_rows = self.rows.len() / self.threads.len().max(1);
        // Most fields have few of the terms.
        if fields().map(FieldPostings::num_lists).sum::<usize>() * SPARSE_RATIO > num_rows {
            return (0..num_rows as u32).collect();
        }
        let of_thread = |(field, rows): (&FieldPostings, &Vec<u32>)| {
            field.term_ids().map(|term_id| rows[term_id as usize]).collect::<Vec<_>>()
        };
        let mut numbers: Vec<u32> = fields().zip(&self.rows_of_terms).flat_map(of_thread).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// Reads the beginnings of the posting lists of rows, which are anywhere in memory.
    fn touch_lists(&self, field: Field, numbers: &[u32]) {
        for (index, thread) in self.threads.iter().enumerate() {
            thread.field(field).touch_lists(numbers.iter().map(|number| self.row(*number)[index]));
        }
    }
}

/// Returns the number of the row of each term, by thread and term id.
fn rows_of_terms(threads: &[ThreadPostings], rows: &[u32]) -> Vec<Vec<u32>> {
    let mut of_terms: Vec<Vec<u32>> = threads.iter().map(|thread| vec![0; thread.interner().len()]).collect();
    for (number, row) in rows.chunks(threads.len().max(1)).enumerate() {
        for (of_terms, term_id) in of_terms.iter_mut().zip(row) {
            if *term_id != NO_TERM {
                of_terms[*term_id as usize] = number as u32;
            }
        }
    }
    of_terms
}

/// Merges the terms of all threads. Returns a row for each term in the order of terms; a row has the id of
/// the term in each thread, or [`NO_TERM`].
fn merge_terms(threads: &[ThreadPostings]) -> Vec<u32> {
    let sorted: Vec<Vec<u32>> = std::thread::scope(|scope| {
        let sorting: Vec<_> =
            threads.iter().map(|thread| scope.spawn(|| thread.interner().sorted())).collect();
        sorting.into_iter().map(|thread| thread.join().unwrap_or_default()).collect()
    });
    if let [sorted] = &*sorted {
        return sorted.clone();
    }
    let mut next = vec![0; threads.len()];
    let mut rows = Vec::with_capacity(threads.len() * sorted.iter().map(Vec::len).max().unwrap_or_default());
    let term = |thread: usize, next: &[usize]| {
        sorted[thread].get(next[thread]).map(|term_id| threads[thread].interner().term(*term_id))
    };
    while let Some(first) = (0..threads.len()).filter_map(|thread| term(thread, &next)).min() {
        for thread in 0..threads.len() {
            if term(thread, &next) == Some(first) {
                rows.push(sorted[thread][next[thread]]);
                next[thread] += 1;
            } else {
                rows.push(NO_TERM);
            }
        }
    }
    rows
}
