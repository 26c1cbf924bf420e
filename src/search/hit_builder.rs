//! Builds hits from fetched articles: chooses and highlights their passages.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::index::SearchTarget;
use crate::query::{Field, Note, Query};
use crate::search::queries::work_budget::{MAX_ARTICLE_STEPS, WorkBudget};
use crate::search::request::Request;
use crate::search::response::{FetchedArticle, Hit, HitCopy};
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Highlighter, Passage, only_field, passages_in_context};
use crate::text::FilePosition;

/// Steps of marking the matches for each hit of a request, beside those of one long article.
const STEPS_PER_HIT: u64 = 300_000;

/// Note on texts that were not marked to their end.
const NOT_ALL_MARKED: &str = "the matches in some articles were not looked for to the end";

/// Builds the hits of a request.
pub(super) struct HitBuilder<'s> {
    snapshot: &'s IndexSnapshot,
    query: &'s Query,
    body: Highlighter,
    /// Highlighter of the title, which few requests need.
    title: OnceCell<Highlighter>,
    /// Highlighter of the clauses on the text that was cut, for a search of the articles.
    cut: Highlighter,
    target: SearchTarget,
    offset: usize,
    max_passages: usize,
    context_sentences: usize,
    /// Work that marking the matches may take.
    budget: Arc<WorkBudget>,
}

/// Returns the highlighter of `query` for the text of `target`.
pub(super) fn body_highlighter(snapshot: &IndexSnapshot, query: &Query, target: SearchTarget) -> Highlighter {
    let for_text = match target {
        SearchTarget::Cut => Highlighter::for_cut,
        _ => Highlighter::for_body,
    };
    for_text(query, snapshot.languages()).with_analyzer(snapshot.analyzer())
}

/// Returns the highlighter of `query` for the titles of articles; in the text that was cut none is marked.
pub(super) fn title_highlighter(
    snapshot: &IndexSnapshot,
    query: &Query,
    target: SearchTarget,
) -> Highlighter {
    match target {
        SearchTarget::Cut => Highlighter::default(),
        _ => Highlighter::for_title(query, snapshot.languages()).with_analyzer(snapshot.analyzer()),
    }
}

/// Returns whether passages of the text that was cut may be shown in a search of the articles.
pub(super) fn has_cut_clauses(request: &Request, query: &Query) -> bool {
    request.max_passages > 0
        && request.target == SearchTarget::Article
        && only_field(query, Field::Cut) != Query::Nothing
}

impl<'s> HitBuilder<'s> {
    pub(crate) fn new(snapshot: &'s IndexSnapshot, query: &'s Query, request: &Request) -> Self {
        let Request { target, offset, max_passages, context_sentences, .. } = *request;
        let body = match max_passages {
            0 => Highlighter::default(),
            _ => body_highlighter(snapshot, query, target),
        };
        let cut = match has_cut_clauses(request, query) {
            true => Highlighter::for_cut_only(query, snapshot.languages()).with_analyzer(snapshot.analyzer()),
            false => Highlighter::default(),
        };
        let copies = if request.collapse || request.stories { request.max_copies as u64 } else { 0 };
        let articles = (request.limit as u64).saturating_mul(copies.saturating_add(1));
        let steps = STEPS_PER_HIT.saturating_mul(articles).saturating_add(MAX_ARTICLE_STEPS);
        let budget = Arc::new(WorkBudget::new(steps));
        let [body, cut] = [body, cut].map(|highlighter| highlighter.within(&budget));
        let title = OnceCell::new();
        HitBuilder {
            snapshot,
            query,
            body,
            title,
            cut,
            target,
            offset,
            max_passages,
            context_sentences,
            budget,
        }
    }

    /// Builds the hits of `documents`, which are in the order of their ranks. Adds a note if not all of their
    /// matches are looked for.
    pub(crate) fn hits(&self, mut documents: Vec<FetchedArticle>, notes: &mut Vec<Note>) -> Vec<Hit> {
        let take = |document: &mut FetchedArticle| std::mem::take(&mut document.copies);
        let copies: Vec<Vec<FetchedArticle>> = documents.iter_mut().map(take).collect();
        let numbered = documents.into_iter().zip(self.offset.saturating_add(1)..);
        let mut hits: Vec<Hit> = numbered.map(|(document, rank)| self.hit(document, rank)).collect();
        // Copies come last, so that hits have the same passages with and without them.
        for (hit, copies) in hits.iter_mut().zip(copies) {
            hit.copies = self.copies(copies, hit.passages.first());
        }
        if self.budget.is_exceeded() {
            notes.push(Note { position: 0, reason: NOT_ALL_MARKED.to_owned() });
        }
        hits
    }

    fn hit(&self, document: FetchedArticle, rank: usize) -> Hit {
        let passages = self.passages(&document, self.max_passages);
        Hit {
            rank,
            score: document.score,
            language: document.language(),
            path: document.path,
            id: document.id,
            metadata: document.metadata,
            added: document.added,
            indexed_by: document.indexed_by,
            passages,
            copies: Vec::new(),
            num_copies: document.num_copies,
        }
    }

    /// Names copies, each with the position of `passage` in it, or else of its own best passage.
    pub(crate) fn copies(&self, copies: Vec<FetchedArticle>, passage: Option<&Passage>) -> Vec<HitCopy> {
        let copy = |copy: FetchedArticle| {
            // Most copies have the same sentence, which is found sooner than the matches.
            let position = passage.and_then(|passage| passage.position_in(&copy.text)).unwrap_or_else(|| {
                let passages = self.passages(&copy, self.max_passages.min(1));
                passages.first().map_or(FilePosition::START, |passage| passage.position)
            });
            HitCopy { path: copy.path, id: copy.id, metadata: copy.metadata, position }
        };
        copies.into_iter().map(copy).collect()
    }

    /// Returns up to `limit` passages with matches, those of the body before those of the text that was cut;
    /// without any, the title if it matches, or else the first sentence.
    pub(super) fn passages(&self, document: &FetchedArticle, limit: usize) -> Vec<Passage> {
        if limit == 0 {
            return Vec::new();
        }
        let find = |text, quotations, highlighter, limit| match limit {
            0 => Vec::new(),
            limit => passages_in_context(text, quotations, highlighter, (limit, self.context_sentences)),
        };
        let mut passages = find(&document.text, &document.quotations, &self.body, limit);
        passages.extend(find(&document.cut_text, &[], &self.cut, limit - passages.len()));
        if passages.is_empty() && self.target != SearchTarget::Cut {
            let title = document.metadata.title.as_deref();
            passages.extend(title.and_then(|title| {
                let highlighter = self.title.get_or_init(|| {
                    title_highlighter(self.snapshot, self.query, self.target).within(&self.budget)
                });
                Passage::of_title(title, document.text.language, document.title_position, highlighter)
            }));
        }
        if passages.is_empty() {
            let beginning = Passage::beginning(&document.text);
            // A text of nothing has no page, but its file does.
            let position = match document.title_position {
                page @ FilePosition::Page(_) if document.text.text.is_empty() => page,
                _ => beginning.position,
            };
            passages.push(Passage { position, ..beginning });
        }
        passages
    }
}
