//! Queries that are nothing but words, all or any of which must match: most of what people ask.
//!
//! The same articles and scores as from the general way, with less work. Every article that matches is counted, but its
//! exact form is looked up only where it could bring it among the best: an exact form stands in an article no more often
//! than its stem, so its share of the score has a bound.

use std::sync::Arc;

use tantivy::collector::SegmentCollector;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
use tantivy::query::Bm25Weight;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::rank::{Best, Harvest, SegmentBest, Sort};
use super::reader::Reader;
use super::schema::Fields;
use super::statistics::Statistics;
use super::word::{Weights, WordQuery};

/// Articles whose scores are summed up at a time.
const WINDOW: usize = 4096;
/// Sums in another order differ by less than this.
const ROUNDING: Score = 1.0001;

/// A query of nothing but words.
pub(super) struct Flat {
    pub words: Vec<FlatWord>,
    /// Whether all of them must match, or any.
    pub all: bool,
}

/// A word of such a query.
pub(super) enum FlatWord {
    Ranked(WordQuery),
    /// A function word: it must match and adds nothing.
    Silent(Term),
}

/// A term in every segment.
struct Entries {
    field: Field,
    found: Vec<Option<TermInfo>>,
}

/// A word with all that is needed to read it.
struct Opened {
    stems: Vec<Entries>,
    exact: Option<Entries>,
    lead: Vec<Entries>,
    /// `None` for a word that adds nothing.
    weights: Option<Weights>,
    /// The most that its exact form adds, as a share of what its stem scores.
    share: Score,
}

impl Flat {
    /// The best `limit` articles, and the number of all.
    pub fn search(
        &self,
        reader: &Reader,
        statistics: &Statistics<'_>,
        limit: usize,
    ) -> tantivy::Result<Harvest> {
        let words = self.words.iter().map(|word| open(reader, statistics, word));
        let words = words.collect::<tantivy::Result<Vec<_>>>()?;
        let best = Best { columns: &reader.columns, limit, sort: Sort::Relevance };
        let mut harvests = Vec::with_capacity(reader.columns.len());
        for (at, segment) in reader.searcher.segment_readers().iter().enumerate() {
            let mut kept =
                SegmentBest::new(limit, Sort::Relevance, at as u32, Arc::clone(&reader.columns[at]));
            let segment = Segment::open(segment, at, &reader.fields)?;
            match self.all && words.len() > 1 {
                true => all(&segment, &words, &mut kept)?,
                false => any(&segment, &words, &mut kept)?,
            }
            harvests.push(kept.finish());
        }
        Ok(best.merged(harvests))
    }
}

fn open(reader: &Reader, statistics: &Statistics<'_>, word: &FlatWord) -> tantivy::Result<Opened> {
    let entries = |term: &Term| -> tantivy::Result<Entries> {
        let segments = reader.searcher.segment_readers().iter();
        let found = segments.map(|segment| Ok(segment.inverted_index(term.field())?.get_term_info(term)?));
        Ok(Entries { field: term.field(), found: found.collect::<tantivy::Result<_>>()? })
    };
    let word = match word {
        FlatWord::Ranked(word) => word,
        FlatWord::Silent(term) => {
            let stems = vec![entries(term)?];
            return Ok(Opened { stems, exact: None, lead: Vec::new(), weights: None, share: 0.0 });
        }
    };
    let all = |terms: &[Term]| terms.iter().map(entries).collect::<tantivy::Result<Vec<_>>>();
    let (stems, lead) = (all(&word.stems)?, all(&word.lead)?);
    let exact = word.exact.as_ref().map(entries).transpose()?;
    let mut counts = stems.iter().chain(&exact).chain(&lead).map(Entries::articles);
    let weights = word.weights(statistics, |_| Ok(counts.next().unwrap_or_default()))?;
    let least = weights.stems.iter().map(Bm25Weight::max_score).fold(Score::INFINITY, Score::min);
    let share = weights.exact.as_ref().map_or(0.0, |exact| exact.max_score() / least);
    Ok(Opened { stems, exact, lead, weights: Some(weights), share })
}

impl Entries {
    fn articles(&self) -> u64 {
        self.found.iter().flatten().map(|entry| u64::from(entry.doc_freq)).sum()
    }
}

/// A segment, with what is needed to read words in it.
struct Segment<'r> {
    reader: &'r SegmentReader,
    number: usize,
    /// Lengths of texts and of leads.
    norms: (FieldNormReader, FieldNormReader),
}

impl<'r> Segment<'r> {
    fn open(reader: &'r SegmentReader, number: usize, fields: &Fields) -> tantivy::Result<Self> {
        let norms = |field| reader.get_fieldnorms_reader(field);
        Ok(Segment { reader, number, norms: (norms(fields.exact)?, norms(fields.lead)?) })
    }

    fn postings(&self, entries: &Entries) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(entry) = &entries.found[self.number] else { return Ok(None) };
        let inverted = self.reader.inverted_index(entries.field)?;
        Ok(Some(inverted.read_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?))
    }

    fn blocks(&self, entries: &Entries) -> tantivy::Result<Option<BlockSegmentPostings>> {
        let Some(entry) = &entries.found[self.number] else { return Ok(None) };
        let inverted = self.reader.inverted_index(entries.field)?;
        Ok(Some(inverted.read_block_postings_from_terminfo(entry, IndexRecordOption::WithFreqs)?))
    }

    fn is_deleted(&self, doc: DocId) -> bool {
        self.reader.is_deleted(doc)
    }
}

/// A list that is looked into here and there, in order, with what its term weighs.
struct Sought<'w> {
    postings: SegmentPostings,
    weight: &'w Bm25Weight,
}

impl Sought<'_> {
    fn score(&mut self, doc: DocId, norm: u8) -> Score {
        if self.postings.doc() < doc {
            self.postings.seek(doc);
        }
        match self.postings.doc() == doc {
            true => self.weight.score(norm, self.postings.term_freq()),
            false => 0.0,
        }
    }
}

/// The lists of words in the lead and in their exact form, which add to the score of what was found.
struct Extras<'w> {
    exact: Vec<Sought<'w>>,
    lead: Vec<Sought<'w>>,
}

impl<'w> Extras<'w> {
    fn open(segment: &Segment, words: &'w [Opened]) -> tantivy::Result<Self> {
        let mut extras = Extras { exact: Vec::new(), lead: Vec::new() };
        for word in words {
            let Some(weights) = &word.weights else { continue };
            for (entries, weight) in word.exact.iter().zip(&weights.exact) {
                extras.exact.extend(segment.postings(entries)?.map(|postings| Sought { postings, weight }));
            }
            for (entries, weight) in word.lead.iter().zip(&weights.lead) {
                extras.lead.extend(segment.postings(entries)?.map(|postings| Sought { postings, weight }));
            }
        }
        Ok(extras)
    }

    /// What the lead of `doc` adds.
    fn lead(&mut self, segment: &Segment, doc: DocId) -> Score {
        let norm = segment.norms.1.fieldnorm_id(doc);
        self.lead.iter_mut().map(|list| list.score(doc, norm)).sum()
    }

    /// What exact forms add, asked only of what may be among the best.
    fn exact(&mut self, doc: DocId, norm: u8) -> Score {
        self.exact.iter_mut().map(|list| list.score(doc, norm)).sum()
    }
}

/// The articles that have a word: any of its stems.
struct Articles<'w> {
    lists: Vec<(SegmentPostings, Option<&'w Bm25Weight>)>,
}

impl Articles<'_> {
    fn doc(&self) -> DocId {
        match self.lists.as_slice() {
            [(only, _)] => only.doc(),
            lists => lists.iter().map(|(list, _)| list.doc()).min().unwrap_or(TERMINATED),
        }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for (list, _) in &mut self.lists {
            if list.doc() < target {
                list.seek(target);
            }
        }
        self.doc()
    }

    fn advance(&mut self, doc: DocId) -> DocId {
        match self.lists.as_mut_slice() {
            [(only, _)] => only.advance(),
            _ => self.seek(doc + 1),
        }
    }

    /// What the stems add to the score of `doc`.
    fn score(&self, doc: DocId, norm: u8) -> Score {
        let there = self.lists.iter().filter(|(list, _)| list.doc() == doc);
        there.filter_map(|(list, weight)| Some(weight.as_ref()?.score(norm, list.term_freq()))).sum()
    }
}

/// Collects the articles that have all of the words.
fn all(segment: &Segment, words: &[Opened], kept: &mut SegmentBest) -> tantivy::Result<()> {
    let mut articles = Vec::with_capacity(words.len());
    for word in words {
        let mut lists = Vec::with_capacity(word.stems.len());
        for (at, entries) in word.stems.iter().enumerate() {
            let weight = word.weights.as_ref().map(|weights| &weights.stems[at]);
            lists.extend(segment.postings(entries)?.map(|postings| (postings, weight)));
        }
        if lists.is_empty() {
            return Ok(());
        }
        articles.push(Articles { lists });
    }
    articles.sort_by_key(|word| word.lists.iter().map(|(list, _)| u64::from(list.size_hint())).sum::<u64>());
    let mut extras = Extras::open(segment, words)?;
    let share = words.iter().map(|word| word.share).fold(0.0, Score::max);
    let Some((rarest, others)) = articles.split_first_mut() else { return Ok(()) };
    let mut doc = rarest.doc();
    'next: while doc != TERMINATED {
        for word in others.iter_mut() {
            let there = word.seek(doc);
            if there != doc {
                doc = rarest.seek(there);
                continue 'next;
            }
        }
        if !segment.is_deleted(doc) {
            let norm = segment.norms.0.fieldnorm_id(doc);
            let score =
                rarest.score(doc, norm) + others.iter().map(|word| word.score(doc, norm)).sum::<Score>();
            let lead = extras.lead(segment, doc);
            match (score * (1.0 + share) + lead) * ROUNDING < kept.least() {
                true => kept.pass(1),
                false => kept.collect(doc, score + lead + extras.exact(doc, norm)),
            }
        }
        doc = rarest.advance(doc);
    }
    Ok(())
}

/// A list that is read block by block.
struct Read<'w> {
    blocks: BlockSegmentPostings,
    /// How much of the block was read.
    at: usize,
    weight: Option<&'w Bm25Weight>,
}

impl<'w> Read<'w> {
    fn new(blocks: BlockSegmentPostings, weight: Option<&'w Bm25Weight>) -> Self {
        Read { blocks, at: 0, weight }
    }

    /// The next article, or [`TERMINATED`].
    fn doc(&self) -> DocId {
        self.blocks.docs().get(self.at).copied().unwrap_or(TERMINATED)
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

/// Collects the articles that have any of the words. Scores are summed up list by list for a window of articles.
fn any(segment: &Segment, words: &[Opened], kept: &mut SegmentBest) -> tantivy::Result<()> {
    let (mut lists, mut leads) = (Vec::new(), Vec::new());
    for word in words {
        for (at, entries) in word.stems.iter().enumerate() {
            let weight = word.weights.as_ref().map(|weights| &weights.stems[at]);
            lists.extend(segment.blocks(entries)?.map(|blocks| Read::new(blocks, weight)));
        }
        for (entries, weight) in word.lead.iter().zip(word.weights.iter().flat_map(|weights| &weights.lead)) {
            leads.extend(segment.blocks(entries)?.map(|blocks| Read::new(blocks, Some(weight))));
        }
    }
    let mut extras = Extras::open(segment, words)?;
    let share = words.iter().map(|word| word.share).fold(0.0, Score::max);
    let (mut scores, mut there) = (vec![0.0; WINDOW], vec![0u64; WINDOW / 64]);
    loop {
        let Some(start) = lists.iter().map(Read::doc).min().filter(|doc| *doc != TERMINATED) else {
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
                match score * (1.0 + share) * ROUNDING < kept.least() {
                    true => kept.pass(1),
                    false => kept.collect(doc, score + extras.exact(doc, segment.norms.0.fieldnorm_id(doc))),
                }
            }
        }
    }
}
