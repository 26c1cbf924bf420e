//! Builds hits from fetched articles: chooses and highlights their passages.

use std::sync::Arc;

use crate::index::SearchTarget;
use crate::query::{Note, Query};
use crate::search::queries::work_budget::{MAX_STEPS, WorkBudget};
use crate::search::request::Request;
use crate::search::response::{FetchedArticle, Hit};
use crate::search::snapshot::IndexSnapshot;
use crate::search::snippet::{Highlighter, Passage, passages_in_context};

/// Steps of marking the matches for each hit of a request, beside those of any request.
const STEPS_PER_HIT: u64 = 500_000;

/// Note on texts that were not marked to their end.
const NOT_ALL_MARKED: &str = "the matches in some articles were not looked for to the end";

/// Builds the hits of a request.
pub(super) struct HitBuilder {
    body: Highlighter,
    title: Highlighter,
    target: SearchTarget,
    offset: usize,
    max_passages: usize,
    context_sentences: usize,
    /// Work that marking the matches may take.
    budget: Arc<WorkBudget>,
}

/// Returns the highlighters of `query` for the text of `target` and for the title.
pub(super) fn highlighters(
    snapshot: &IndexSnapshot,
    query: &Query,
    target: SearchTarget,
) -> (Highlighter, Highlighter) {
    let languages = snapshot.languages();
    let (body, title) = match target {
        SearchTarget::Cut => (Highlighter::for_cut(query, languages), Highlighter::default()),
        _ => (Highlighter::for_body(query, languages), Highlighter::for_title(query, languages)),
    };
    let analyzer = snapshot.analyzer();
    (body.with_analyzer(analyzer), title.with_analyzer(analyzer))
}

impl HitBuilder {
    pub(crate) fn new(snapshot: &IndexSnapshot, query: &Query, request: &Request) -> Self {
        let Request { target, offset, max_passages, context_sentences, .. } = *request;
        let (body, title) =
            if max_passages == 0 { Default::default() } else { highlighters(snapshot, query, target) };
        let steps = STEPS_PER_HIT.saturating_mul(request.limit as u64).saturating_add(MAX_STEPS);
        let budget = Arc::new(WorkBudget::new(steps));
        let [body, title] = [body, title].map(|highlighter| highlighter.within(&budget));
        HitBuilder { body, title, target, offset, max_passages, context_sentences, budget }
    }

    /// Builds the hits of `documents`, which are in the order of their ranks. Adds a note if not all of their
    /// matches are looked for.
    pub(crate) fn hits(&self, documents: Vec<FetchedArticle>, notes: &mut Vec<Note>) -> Vec<Hit> {
        let numbered = documents.into_iter().zip(self.offset.saturating_add(1)..);
        let hits = numbered.map(|(document, rank)| self.hit(document, rank)).collect();
        if self.budget.is_exceeded() {
            notes.push(Note { position: 0, reason: NOT_ALL_MARKED.to_owned() });
        }
        hits
    }

    fn hit(&self, document: FetchedArticle, rank: usize) -> Hit {
        let passages = if self.max_passages == 0 { Vec::new() } else { self.passages(&document) };
        Hit {
            rank,
            score: document.score,
            path: document.path,
            id: document.id,
            metadata: document.metadata,
            passages,
        }
    }

    /// Returns the passages with matches; without any, the title if it matches, or else the first sentence.
    fn passages(&self, document: &FetchedArticle) -> Vec<Passage> {
        let mut passages =
            passages_in_context(&document.text, &self.body, self.max_passages, self.context_sentences);
        if passages.is_empty() && self.target != SearchTarget::Cut {
            let title = document.metadata.title.as_deref();
            passages.extend(title.and_then(|title| {
                Passage::of_title(title, document.text.language, document.title_line, &self.title)
            }));
        }
        if passages.is_empty() {
            passages.push(Passage::beginning(&document.text));
        }
        passages
    }
}
