//! Writes the terms of a field in tantivy's format.
//!
//! tantivy's own serializer computes a table of 256 numbers for each term with frequencies and copies it
//! twice, to bound the scores in each full block of its posting list. Most terms are in fewer articles than a
//! block has, and their table is never read. Here they have none.

use std::io::{self, Write};

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::positions::PositionSerializer;
use tantivy::postings::TermInfo;
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::schema::IndexRecordOption;
use tantivy::termdict::TermDictionaryBuilder;
use tantivy_common::{BinarySerializable, CountingWriter};

/// Number of articles in a full block of a posting list.
const BLOCK_DOCS: u32 = 128;

/// Writer of the terms of a field, in their order.
pub(crate) struct FieldWriter<'w, W: Write> {
    option: IndexRecordOption,
    fieldnorms: Option<FieldNormReader>,
    /// Average length of the field in an article, in tokens.
    average_fieldnorm: f32,
    terms: TermDictionaryBuilder<&'w mut CountingWriter<W>>,
    postings: &'w mut CountingWriter<W>,
    positions: Option<PositionSerializer<&'w mut CountingWriter<W>>>,
    /// Offset in `postings` of the first posting list.
    postings_start: u64,
    /// Serializer of posting lists without a full block.
    short: PostingsSerializer,
    /// Serializer of the current posting list, if it has a full block. One serves a single list: only tantivy
    /// itself can reset it.
    long: Option<PostingsSerializer>,
    term_info: TermInfo,
}

impl<'w, W: Write> FieldWriter<'w, W> {
    /// Creates a writer of a field with `num_tokens` tokens into the three files of terms.
    pub(crate) fn new(
        option: IndexRecordOption,
        num_tokens: u64,
        [terms, postings, positions]: [&'w mut CountingWriter<W>; 3],
        fieldnorms: Option<FieldNormReader>,
    ) -> io::Result<Self> {
        num_tokens.serialize(postings)?;
        let average = |reader: &FieldNormReader| num_tokens as f32 / reader.num_docs() as f32;
        let average_fieldnorm = fieldnorms.as_ref().map_or(0.0, average);
        Ok(FieldWriter {
            option,
            fieldnorms,
            average_fieldnorm,
            terms: TermDictionaryBuilder::create(terms)?,
            postings_start: postings.written_bytes(),
            postings,
            positions: option.has_positions().then(|| PositionSerializer::new(positions)),
            short: PostingsSerializer::new(average_fieldnorm, option, None),
            long: None,
            term_info: TermInfo::default(),
        })
    }

    /// Begins a term that `doc_freq` articles have.
    pub(crate) fn begin_term(&mut self, term: &[u8], doc_freq: u32) -> io::Result<()> {
        let (postings, positions) = (self.postings_offset(), self.positions_offset());
        self.term_info = TermInfo {
            doc_freq: 0,
            postings_range: postings..postings,
            positions_range: positions..positions,
        };
        self.terms.insert_key(term)?;
        self.long = (doc_freq >= BLOCK_DOCS)
            .then(|| PostingsSerializer::new(self.average_fieldnorm, self.option, self.fieldnorms.clone()));
        self.long.as_mut().unwrap_or(&mut self.short).new_term(doc_freq, self.option.has_freq());
        Ok(())
    }

    /// Writes the next article that has the term.
    #[inline]
    pub(crate) fn write_doc(&mut self, doc: DocId, term_freq: u32, position_deltas: &[u32]) {
        self.term_info.doc_freq += 1;
        self.long.as_mut().unwrap_or(&mut self.short).write_doc(doc, term_freq);
        if let Some(positions) = &mut self.positions {
            positions.write_positions_delta(position_deltas);
        }
    }

    /// Ends the term.
    pub(crate) fn end_term(&mut self) -> io::Result<()> {
        let serializer = self.long.as_mut().unwrap_or(&mut self.short);
        serializer.close_term(self.term_info.doc_freq, self.postings)?;
        self.long = None;
        self.term_info.postings_range.end = self.postings_offset();
        if let Some(positions) = &mut self.positions {
            positions.close_term()?;
        }
        self.term_info.positions_range.end = self.positions_offset();
        self.terms.insert_value(&self.term_info)
    }

    /// Ends the field.
    pub(crate) fn close(self) -> io::Result<()> {
        if let Some(positions) = self.positions {
            positions.close()?;
        }
        self.terms.finish()?;
        Ok(())
    }

    fn postings_offset(&self) -> usize {
        (self.postings.written_bytes() - self.postings_start) as usize
    }

    fn positions_offset(&self) -> usize {
        self.positions.as_ref().map_or(0, |positions| positions.written_bytes() as usize)
    }
}

#[cfg(test)]
mod tests {
    use tantivy::directory::FileSlice;
    use tantivy::postings::FieldSerializer;

    use crate::index::write::segment::field_writer::*;

    type Files = [CountingWriter<Vec<u8>>; 3];

    fn files() -> Files {
        [(); 3].map(|()| CountingWriter::wrap(Vec::new()))
    }

    #[test]
    fn files_are_as_tantivy_writes_them() -> io::Result<()> {
        let lengths: Vec<u8> = (0..1_000_u32).map(|doc| doc as u8 / 3).collect();
        let options = [
            IndexRecordOption::Basic,
            IndexRecordOption::WithFreqs,
            IndexRecordOption::WithFreqsAndPositions,
        ];
        for (option, has_fieldnorms) in
            options.into_iter().flat_map(|option| [(option, false), (option, true)])
        {
            let fieldnorms = || FieldNormReader::open(FileSlice::from(lengths.clone()));
            let fieldnorms = has_fieldnorms.then(fieldnorms).transpose().map_err(io::Error::other)?;
            let (mut own, mut expected) = (files(), files());
            let mut writer = FieldWriter::new(option, 5_000, own.each_mut(), fieldnorms.clone())?;
            let [terms, postings, positions] = expected.each_mut();
            let mut serializer =
                FieldSerializer::create(option, 5_000, terms, postings, positions, fieldnorms)?;
            for (number, doc_freq) in [1, 127, 128, 129, 3, 256, 700, 5, 130].into_iter().enumerate() {
                let term = format!("term{number}");
                writer.begin_term(term.as_bytes(), doc_freq)?;
                let freq = if option.has_freq() { doc_freq } else { 0 };
                serializer.new_term(term.as_bytes(), freq, option.has_freq())?;
                for doc in 0..doc_freq {
                    let deltas = vec![doc % 5; 1 + doc as usize % 7];
                    let deltas = if option.has_positions() { &deltas[..] } else { &[] };
                    let term_freq = if option.has_positions() { deltas.len() as u32 } else { 1 + doc % 3 };
                    writer.write_doc(doc, term_freq, deltas);
                    serializer.write_doc(doc, term_freq, deltas);
                }
                writer.end_term()?;
                serializer.close_term()?;
            }
            writer.close()?;
            serializer.close()?;
            assert_eq!(own.map(CountingWriter::finish), expected.map(CountingWriter::finish), "{option:?}");
        }
        Ok(())
    }
}
