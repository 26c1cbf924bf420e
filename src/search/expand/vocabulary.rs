//! All words of a field, for queries with many patterns that begin with a star.
//!
//! Such a pattern is compared with every word of the term dictionary. Searching all words at once for the
//! letters of a pattern is a hundred times as fast, but they must have been read.

use memchr::memmem;
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{Searcher, SegmentReader};

use crate::analysis::is_marked_term;
use crate::query::Glob;
use crate::search::expand::{Expansion, TermCollector};
use crate::search::queries::work_budget::WorkBudget;

/// The byte after each word.
const SEPARATOR: u8 = b'\n';

/// The words of a field, segment by segment.
pub(crate) struct Vocabulary {
    segments: Vec<SegmentWords>,
}

/// The words of a segment, in the order of its term dictionary.
#[derive(Default)]
struct SegmentWords {
    /// Words, each with a separator.
    text: Vec<u8>,
    /// Offsets of the words.
    starts: Vec<usize>,
    /// Their dictionary entries.
    term_infos: Vec<TermInfo>,
}

impl Vocabulary {
    /// Reads the words of `field`.
    pub(crate) fn read(searcher: &Searcher, field: Field) -> tantivy::Result<Self> {
        let read = |segment: &SegmentReader| {
            let inverted_index = segment.inverted_index(field)?;
            let mut stream = inverted_index.terms().stream()?;
            let mut words = SegmentWords::default();
            while stream.advance() {
                if is_marked_term(stream.key()) {
                    continue;
                }
                words.starts.push(words.text.len());
                words.text.extend_from_slice(stream.key());
                words.text.push(SEPARATOR);
                words.term_infos.push(stream.value().clone());
            }
            Ok(words)
        };
        let segments = searcher.segment_readers().iter().map(read).collect::<tantivy::Result<_>>()?;
        Ok(Vocabulary { segments })
    }

    /// Expands `glob`, all matches of which contain `letters`.
    pub(crate) fn expand(
        &self,
        searcher: &Searcher,
        glob: &Glob,
        letters: &[u8],
        budget: &WorkBudget,
    ) -> Expansion {
        let mut collector = TermCollector::new(budget);
        let finder = memmem::Finder::new(letters);
        for (segment, words) in searcher.segment_readers().iter().zip(&self.segments) {
            collector.segments += 1;
            let (mut offset, mut ord) = (0, 0);
            while let Some(found) = words.text.get(offset..).and_then(|tail| finder.find(tail)) {
                let tail = &words.starts[ord..];
                ord += tail.partition_point(|start| *start <= offset + found).saturating_sub(1);
                let start = words.starts[ord];
                let end = words.starts.get(ord + 1).map_or(words.text.len(), |next| *next) - 1;
                let word = &words.text[start..end];
                let is_match = std::str::from_utf8(word).is_ok_and(|word| glob.matches(word));
                if is_match && !collector.add(segment, word, &words.term_infos[ord]) {
                    break;
                }
                offset = end;
            }
        }
        collector.merge()
    }
}
