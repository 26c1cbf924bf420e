//! A segment that was collected, written as the engine writes one.
//!
//! The words of all threads are put together here: their lists of one word are read side by side, article by article. The
//! field with the most words goes to disk as it is made, the others are made beside it and follow.

use std::io::Write;

use tantivy::directory::{CompositeWrite, WritePtr};
use tantivy::fieldnorm::FieldNormReaders;
use tantivy::index::SegmentComponent;
use tantivy::postings::FieldSerializer;
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{Segment, SegmentMeta, TantivyError};
use tantivy_common::CountingWriter;

use crate::index::write::segment::doc_files::DocFiles;
use crate::index::write::segment::posting_list::PostingListReader;
use crate::index::write::segment::postings::Postings;

/// Where a row of words has none of a part.
const NONE: u32 = u32::MAX;

/// Writes the files of a segment: what is open of it, and the words that were collected in `parts`.
pub(crate) fn write(open: DocFiles, parts: &[Postings], schema: &Schema) -> tantivy::Result<SegmentMeta> {
    let articles = open.articles;
    let segment = open.close()?;
    let lengths = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;
    let words = Words { parts, rows: rows(parts), lengths };
    let (largest, others) = words.fields(schema);
    let mut files = Files::open(&segment)?;
    let others = std::thread::scope(|scope| {
        let others = scope.spawn(|| {
            let made = |(field, option)| Ok((field, words.made(field, option)?));
            others.into_iter().map(made).collect::<tantivy::Result<Vec<_>>>()
        });
        if let Some((field, option)) = largest {
            words.write(field, option, files.of(field))?;
        }
        others.join().map_err(|_| TantivyError::Poisoned)?
    })?;
    for (field, made) in others {
        let files = files.of(field);
        for (file, made) in files.into_iter().zip(made) {
            file.write_all(&made)?;
        }
    }
    files.close()?;
    let segment = segment.with_max_doc(articles);
    segment.meta().untrack_temp_docstore();
    Ok(segment.meta().clone())
}

/// The files of words: the words themselves, the articles they are in, and their positions.
struct Files([CompositeWrite; 3]);

impl Files {
    fn open(segment: &Segment) -> tantivy::Result<Self> {
        let open = |file| Ok::<_, TantivyError>(CompositeWrite::wrap(segment.open_write(file)?));
        let terms = open(SegmentComponent::Terms)?;
        Ok(Files([terms, open(SegmentComponent::Postings)?, open(SegmentComponent::Positions)?]))
    }

    /// Begins a field.
    fn of(&mut self, field: Field) -> [&mut CountingWriter<WritePtr>; 3] {
        self.0.each_mut().map(|file| file.for_field(field))
    }

    fn close(self) -> tantivy::Result<()> {
        for file in self.0 {
            file.close()?;
        }
        Ok(())
    }
}

/// The words of a segment.
struct Words<'p> {
    parts: &'p [Postings],
    rows: Vec<u32>,
    lengths: FieldNormReaders,
}

impl Words<'_> {
    /// The field with the most words, and the others that have any.
    #[expect(clippy::type_complexity, reason = "a field and what it records, one and many")]
    fn fields(
        &self,
        schema: &Schema,
    ) -> (Option<(Field, IndexRecordOption)>, Vec<(Field, IndexRecordOption)>) {
        let option = |field| schema.get_field_entry(field).field_type().index_record_option();
        let there = schema.fields().filter(|(field, _)| self.count(*field) > 0);
        let mut fields: Vec<_> = there.filter_map(|(field, _)| Some((field, option(field)?))).collect();
        let largest = (0..fields.len()).max_by_key(|place| self.count(fields[*place].0));
        (largest.map(|place| fields.remove(place)), fields)
    }

    /// How many words a field has.
    fn count(&self, field: Field) -> u64 {
        self.parts.iter().map(|part| part.lists(field).words()).sum()
    }

    /// What the files have of a field.
    fn made(&self, field: Field, option: IndexRecordOption) -> tantivy::Result<[Vec<u8>; 3]> {
        let mut made = [(); 3].map(|()| CountingWriter::wrap(Vec::new()));
        self.write(field, option, made.each_mut())?;
        Ok(made.map(CountingWriter::finish))
    }

    fn write<W: Write>(
        &self,
        field: Field,
        option: IndexRecordOption,
        [terms, postings, positions]: [&mut CountingWriter<W>; 3],
    ) -> tantivy::Result<()> {
        let lengths = self.lengths.get_field(field)?;
        let mut into =
            FieldSerializer::create(option, self.count(field), terms, postings, positions, lengths)?;
        let mut readings: Vec<PostingListReader> =
            self.parts.iter().map(|part| PostingListReader::new(option, part.articles())).collect();
        for row in self.rows.chunks(self.parts.len()) {
            let (mut articles, mut word) = (0, None);
            for ((part, reading), number) in self.parts.iter().zip(&mut readings).zip(row) {
                let list = (*number != NONE).then(|| part.lists(field).of(*number)).flatten();
                reading.begin(list);
                if let Some(list) = list {
                    articles += list.articles();
                    word = Some(part.vocabulary().word(*number));
                }
            }
            let Some(word) = word else { continue };
            let counted = option.has_freq();
            into.new_term(word.as_bytes(), if counted { articles } else { 0 }, counted)?;
            while let Some(first) =
                readings.iter_mut().filter(|reading| !reading.ended).min_by_key(|one| one.article)
            {
                into.write_doc(first.article, first.times, &first.steps);
                first.advance();
            }
            into.close_term()?;
        }
        into.close()?;
        Ok(())
    }
}

/// The numbers that every word has in each part, one row after the other in the order of the words.
fn rows(parts: &[Postings]) -> Vec<u32> {
    let sorted: Vec<Vec<u32>> = std::thread::scope(|scope| {
        let sorting: Vec<_> = parts.iter().map(|part| scope.spawn(|| part.vocabulary().sorted())).collect();
        sorting.into_iter().map(|part| part.join().unwrap_or_default()).collect()
    });
    if let [sorted] = &*sorted {
        return sorted.clone();
    }
    let mut next = vec![0; parts.len()];
    let mut rows = Vec::with_capacity(parts.len() * sorted.iter().map(Vec::len).max().unwrap_or_default());
    let word = |part: usize, next: &[usize]| {
        sorted[part].get(next[part]).map(|number| parts[part].vocabulary().word(*number))
    };
    while let Some(first) = (0..parts.len()).filter_map(|part| word(part, &next)).min() {
        for part in 0..parts.len() {
            if word(part, &next) == Some(first) {
                rows.push(sorted[part][next[part]]);
                next[part] += 1;
            } else {
                rows.push(NONE);
            }
        }
    }
    rows
}
