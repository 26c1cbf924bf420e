//! Lists the quotations that match, article by article.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;
use std::vec;

use tantivy::{DocAddress, DocId};

use crate::article::{QuotationKind, StoredQuotation};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::{Note, Parsed, Query};
use crate::search::hit_builder::body_highlighter;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::quotes::collapse::{CopiesByFirst, QuotationsOfStory};
use crate::search::quotes::hit::QuotationHit;
use crate::search::quotes::request::QuotesRequest;
use crate::search::remote::matching::{HeldSnapshot, RemoteMatches};
use crate::search::request::{SearchParams, Sort};
use crate::search::response::FetchedArticle;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Highlight, Highlighter, segments_of};
use crate::search::top_docs::{ScoredDoc, sort_docs};
use crate::text::LineStart;

/// Maximum number of articles that another engine is asked for.
const MAX_REMOTE: usize = 5_000;

/// The quotations that a request asks for, which are read one by one.
pub struct Quotations<'s> {
    /// Query for the articles with the quotations.
    pub query: Query,
    /// Notes on what was parsed or searched differently than typed.
    pub notes: Vec<Note>,
    /// Number of the articles.
    pub articles: usize,
    snapshot: HeldSnapshot<'s>,
    highlighter: Highlighter,
    /// Whether the query asks for certain quotations, rather than for all of some articles.
    is_selective: bool,
    docs: vec::IntoIter<ScoredDoc>,
    /// Copies whose quotations are read with those of the first article of their story.
    copies: CopiesByFirst,
    hits: vec::IntoIter<QuotationHit>,
}

impl Searcher {
    /// Finds the quotations that `request` asks for.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index was written before quotations were kept, [`Error::Damaged`] if
    /// it is damaged.
    pub fn quotations(&self, request: &QuotesRequest) -> Result<Quotations<'_>, Error> {
        let snapshot = self.snapshot();
        snapshot.require_quotations()?;
        let Parsed { query: typed, notes } = match request.query.trim() {
            "" => Parsed { query: Query::Nothing, notes: Vec::new() },
            typed => self.read(typed, SearchTarget::Article)?,
        };
        let mut notes = notes;
        let longer = snapshot.longer_values(&typed)?;
        let query = request.query_of(typed, self.analyzer(), &mut notes);
        let budget = Arc::new(request.max_steps.map_or_else(WorkBudget::default, WorkBudget::new));
        let params =
            SearchParams { filter: request.filter.clone(), sort: request.sort, ..SearchParams::default() };
        let remote = snapshot.remote_matches(&query, &params, MAX_REMOTE)?;
        let (held, total, on_fetching) = match remote {
            Some(RemoteMatches { snapshot, total, note }) => {
                (HeldSnapshot::Matching(Box::new(snapshot)), total, note)
            }
            None => (HeldSnapshot::Index(snapshot), None, None),
        };
        let (matching, searched) = held.matching(&query, &params, &budget)?;
        let mut docs: Vec<ScoredDoc> = held.scored(&matching).collect();
        let order = request.sort.by_day();
        sort_docs(&mut docs, &held.fast_fields, |a, b| order.compare_days(a.day, b.day));
        let mut reasons = self.notes();
        reasons.extend(searched);
        reasons.extend(on_fetching);
        reasons.extend(total.map(|total| note_on_fetched(docs.len(), total, order)));
        reasons.extend(snapshot.unknown_values(&query, !docs.is_empty())?);
        reasons.extend(longer);
        let at_start = |reason| Note { position: 0, reason };
        if request.stories {
            reasons.extend(snapshot.note_without_stories(true).filter(|_| snapshot.is_remote()));
        }
        let articles = total.unwrap_or(docs.len());
        let copies = if request.stories { held.take_copies(&mut docs) } else { CopiesByFirst::default() };
        Ok(Quotations {
            notes: reasons.into_iter().map(at_start).chain(notes).collect(),
            articles,
            highlighter: body_highlighter(&held, &query, SearchTarget::Article),
            snapshot: held,
            is_selective: query.has_quote_clause(),
            query,
            docs: docs.into_iter(),
            copies,
            hits: Vec::new().into_iter(),
        })
    }

    /// Returns the quotations of the article at `path`, or of its record `id`, in order; `None` if the index
    /// does not contain it. An index that was written before quotations were kept has none.
    ///
    /// # Errors
    /// If the index is damaged, or if the file contains several records and `id` is not given.
    pub fn stored_quotations(
        &self,
        path: &Path,
        id: Option<&str>,
    ) -> Result<Option<Vec<StoredQuotation>>, Error> {
        if let Some(searcher) = self.with_article(path, id)? {
            return searcher.stored_quotations(path, id);
        }
        let snapshot = self.snapshot();
        catch_engine_panic(&snapshot.path, || {
            snapshot.find(path, id)?.map(|doc| snapshot.quotations(&doc)).transpose()
        })
    }
}

impl IndexSnapshot {
    /// Returns an error if the index was written before quotations were kept.
    pub(in crate::search) fn require_quotations(&self) -> Result<(), Error> {
        match self.fields.has_quotations {
            true => Ok(()),
            false => Err(Error::NeedsIndexing { path: self.path.clone(), what: "quotations".to_owned() }),
        }
    }

    /// Iterates over documents with their days, segment by segment.
    pub(in crate::search) fn scored<'d>(
        &'d self,
        docs: &'d [Vec<DocId>],
    ) -> impl Iterator<Item = ScoredDoc> + 'd {
        let segments = (0..).zip(docs.iter().zip(&self.fast_fields));
        segments.flat_map(|(segment_ord, (docs, fields))| {
            docs.iter().map(move |doc| ScoredDoc {
                score: 0.0,
                day: fields.day(*doc),
                address: DocAddress::new(segment_ord, *doc),
            })
        })
    }
}

impl Quotations<'_> {
    /// Counts the quotations of direct speech by speaker.
    ///
    /// # Errors
    /// [`Error::Damaged`] if the index is damaged.
    pub fn count_speakers(mut self) -> Result<HashMap<Option<String>, u64>, Error> {
        let mut counts = HashMap::new();
        if self.is_selective {
            for hit in self {
                let QuotationHit { kind, speaker, .. } = hit?;
                if kind == QuotationKind::Speech {
                    *counts.entry(speaker).or_default() += 1;
                }
            }
            return Ok(counts);
        }
        while let Some(doc) = self.docs.next() {
            if let Some(copies) = self.copies.remove(&doc.address) {
                let hits = catch_engine_panic(&self.snapshot.path, || self.read_story(&doc, &copies))?;
                for hit in hits.into_iter().filter(|hit| hit.kind == QuotationKind::Speech) {
                    *counts.entry(hit.speaker).or_default() += 1;
                }
                continue;
            }
            // All quotations of an article count, so no text is decoded.
            let quotations =
                catch_engine_panic(&self.snapshot.path, || self.snapshot.quotations(&doc))?.into_iter();
            for quotation in quotations.filter(StoredQuotation::is_speech) {
                *counts.entry(quotation.speaker).or_default() += 1;
            }
        }
        Ok(counts)
    }

    /// Reads the quotations of an article and its copies, each once.
    fn read_story(&self, first: &ScoredDoc, copies: &[ScoredDoc]) -> Result<Vec<QuotationHit>, Error> {
        let mut story = QuotationsOfStory::default();
        for doc in [first].into_iter().chain(copies) {
            story.add(self.read(doc)?);
        }
        Ok(story.hits)
    }

    /// Reads the quotations of the next article.
    fn read(&self, doc: &ScoredDoc) -> Result<Vec<QuotationHit>, Error> {
        let quotations = self.snapshot.quotations(doc)?;
        if quotations.is_empty() {
            return Ok(Vec::new());
        }
        let article = self.snapshot.fetch(doc, SearchTarget::Article, true)?;
        let highlights = if self.is_selective { self.highlights(&article, &quotations) } else { Vec::new() };
        let FetchedArticle { path, id, metadata, text, .. } = article;
        let (path, id, metadata) = (Arc::new(path), id.map(Arc::from), Arc::new(metadata));
        let is_asked_for = |quotation: &&StoredQuotation| {
            let range = &quotation.range;
            let matches = |highlight: &Highlight| {
                let mut parts = highlight.ranges().into_iter();
                parts.any(|part| part.start < range.end && range.start < part.end)
            };
            !self.is_selective || quotation.is_speech() && highlights.iter().any(matches)
        };
        let to_hit = |quotation: &StoredQuotation| QuotationHit {
            path: Arc::clone(&path),
            id: id.clone(),
            metadata: Arc::clone(&metadata),
            position: text.lines.position(quotation.range.start),
            quote: text.text.get(quotation.range.clone()).unwrap_or_default().to_owned(),
            segments: match self.is_selective {
                true => segments_of(&text.text, quotation.range.clone(), &highlights),
                false => Vec::new(),
            },
            kind: quotation.kind,
            speaker: quotation.speaker.clone(),
            begin: quotation.original.as_ref().map(|range| range.start),
            end: quotation.original.as_ref().map(|range| range.end),
            copies: 0,
        };
        Ok(quotations.iter().filter(is_asked_for).map(to_hit).collect())
    }

    /// Returns the matches in direct speech.
    fn highlights(&self, article: &FetchedArticle, quotations: &[StoredQuotation]) -> Vec<Highlight> {
        let text = (article.text.text.as_str(), article.text.language);
        let blocks: Vec<LineStart> = article.text.lines.blocks().collect();
        let mut highlights = self.highlighter.find_until(text, &blocks, quotations, None);
        highlights.retain(|highlight| self.highlighter.is_quote(highlight.clause));
        highlights
    }
}

impl Iterator for Quotations<'_> {
    type Item = Result<QuotationHit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(hit) = self.hits.next() {
                return Some(Ok(hit));
            }
            let doc = self.docs.next()?;
            let copies = self.copies.remove(&doc.address);
            let read = || match &copies {
                Some(copies) => self.read_story(&doc, copies),
                None => self.read(&doc),
            };
            match catch_engine_panic(&self.snapshot.path, read) {
                Ok(hits) => self.hits = hits.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// Returns the note on quotations of `fetched` articles, where `total` match.
fn note_on_fetched(fetched: usize, total: usize, order: Sort) -> String {
    let which = if order == Sort::Oldest { "oldest" } else { "newest" };
    format!(
        "the quotations are those of the {which} {fetched} of {total} articles: ask for fewer days or rarer words"
    )
}
