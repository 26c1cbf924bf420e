//! Any of several words: scores are summed up list by list for a window of articles.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;
use tantivy::{DocId, Score, TERMINATED};

use crate::search::fast_path::prepared::{BoostCursors, PreparedTerm, SegmentContext};
use crate::search::top_docs::SegmentTopDocs;

/// Articles whose scores are summed up at a time.
const WINDOW: usize = 4096;

/// A list that is read block by block.
pub(crate) struct BlockCursor<'w> {
    blocks: BlockSegmentPostings,
    /// How much of the block was read.
    at: usize,
    weight: Option<&'w Bm25Weight>,
}

impl<'w> BlockCursor<'w> {
    pub fn new(blocks: BlockSegmentPostings, weight: Option<&'w Bm25Weight>) -> Self {
        BlockCursor { blocks, at: 0, weight }
    }

    /// The next article, or [`TERMINATED`].
    pub fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// What the word adds to the score of the next article, which it goes past.
    pub fn take(&mut self, norm: u8) -> Score {
        let freq = self.blocks.freqs().get(self.at).copied();
        let score = self.weight.zip(freq).map_or(0.0, |(weight, freq)| weight.score(norm, freq));
        self.at += 1;
        if self.at >= self.blocks.docs().len() {
            self.blocks.advance();
            self.at = 0;
        }
        score
    }

    /// Calls `each` with the articles before `end` and what the word adds to the score of each.
    fn until(&mut self, end: DocId, norms: &FieldNormReader, mut each: impl FnMut(DocId, Score)) {
        loop {
            let (docs, freqs) = (&self.blocks.docs()[self.at..], &self.blocks.freqs()[self.at..]);
            if docs.is_empty() {
                return;
            }
            let here = match docs[docs.len() - 1] < end {
                true => docs.len(),
                false => docs.partition_point(|doc| *doc < end),
            };
            match self.weight {
                Some(weight) => {
                    for (&doc, &freq) in docs[..here].iter().zip(freqs) {
                        each(doc, weight.score(norms.fieldnorm_id(doc), freq));
                    }
                }
                None => docs[..here].iter().for_each(|doc| each(*doc, 0.0)),
            }
            if here < docs.len() {
                self.at += here;
                return;
            }
            self.blocks.advance();
            self.at = 0;
        }
    }
}

/// Collects the articles that have any of the words.
pub(crate) fn any(
    segment: &SegmentContext,
    words: &[PreparedTerm],
    kept: &mut SegmentTopDocs,
) -> tantivy::Result<()> {
    let (mut lists, mut leads) = (Vec::new(), Vec::new());
    for word in words {
        for (at, entries) in word.stems.iter().enumerate() {
            let weight = word.weights.as_ref().map(|weights| &weights.stems[at]);
            lists.extend(segment.blocks(entries)?.map(|blocks| BlockCursor::new(blocks, weight)));
        }
        for (entries, weight) in word.lead.iter().zip(word.weights.iter().flat_map(|weights| &weights.lead)) {
            leads.extend(segment.blocks(entries)?.map(|blocks| BlockCursor::new(blocks, Some(weight))));
        }
    }
    let mut extras = BoostCursors::open(segment, words)?;
    let (mut scores, mut there) = (vec![0.0; WINDOW], vec![0u64; WINDOW / 64]);
    loop {
        let Some(start) = lists.iter().map(BlockCursor::doc).min().filter(|doc| *doc != TERMINATED) else {
            return Ok(());
        };
        let end = start.saturating_add(WINDOW as DocId);
        for list in &mut lists {
            list.until(end, &segment.norms.0, |doc, score| {
                let at = (doc - start) as usize;
                scores[at] += score;
                there[at / 64] |= 1 << (at % 64);
            });
        }
        // A word of the lead is one of the text, so nothing new is found here.
        for list in &mut leads {
            list.until(end, &segment.norms.1, |doc, score| {
                if let Some(sum) = doc.checked_sub(start).and_then(|at| scores.get_mut(at as usize)) {
                    *sum += score;
                }
            });
        }
        for (word, bits) in there.iter_mut().enumerate() {
            while *bits != 0 {
                let at = word * 64 + bits.trailing_zeros() as usize;
                *bits &= *bits - 1;
                let (doc, score) = (start + at as DocId, std::mem::take(&mut scores[at]));
                if segment.is_deleted(doc) {
                    continue;
                }
                extras.collect_with_lead(doc, segment.norms.0.fieldnorm_id(doc), score, 0.0, kept);
            }
        }
    }
}
