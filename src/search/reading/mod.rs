//! Reads a whole article: its body and what was cut out of it, in the order of the original.

#![cfg_attr(not(feature = "serve"), expect(dead_code, reason = "pages alone show all of it"))]

mod blocks;
mod order;

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::query::Query;
use crate::search::hit_builder::{HitBuilder, body_highlighter, title_highlighter};
use crate::search::queries::work_budget::{MAX_ARTICLE_STEPS, WorkBudget};
use crate::search::request::Request;
use crate::search::response::FetchedArticle;
use crate::search::searcher::Searcher;
use crate::search::snippet::{Highlighter, Passage};

pub(crate) use blocks::{PieceStyle, ReadingBlock, ReadingPiece};
pub(crate) use order::BlockSource;

use blocks::{MarkedText, split};

/// A whole article to read, with the matches of a query.
pub(crate) struct ReadingArticle {
    /// The article, with its body, the text that was cut, and its quotations.
    pub article: FetchedArticle,
    /// The title, split at the ends of matches.
    pub title: Vec<ReadingPiece>,
    /// Blocks of the body and of the text that was cut, in the order of the original.
    pub blocks: Vec<ReadingBlock>,
    /// Pieces of all blocks.
    pub pieces: Vec<ReadingPiece>,
    /// Number of matches. They are numbered from 1 in the order of the page: title, then blocks.
    pub num_matches: u32,
    /// Whether matches may be missing, since looking for all of them would take too long.
    pub is_truncated: bool,
    /// Number of copies; `None` if the articles have not been compared.
    pub num_copies: Option<usize>,
    /// Passage that shows the most of the query, for the citation.
    pub passages: Vec<Passage>,
}

impl ReadingArticle {
    /// Returns the text of a block of `source` that a piece is a part of.
    pub(crate) fn text(&self, source: BlockSource, piece: &ReadingPiece) -> &str {
        self.text_in(source, &piece.range)
    }

    /// Returns the pieces of a block.
    pub(crate) fn pieces_of(&self, block: &ReadingBlock) -> &[ReadingPiece] {
        self.pieces.get(block.pieces.clone()).unwrap_or_default()
    }

    /// Returns the text of a block.
    pub(crate) fn text_of(&self, block: &ReadingBlock) -> &str {
        self.text_in(block.source, &block.range)
    }

    /// Returns the whole text that blocks of `source` are parts of.
    pub(crate) fn text_of_source(&self, source: BlockSource) -> &str {
        match source {
            BlockSource::Body => &self.article.text.text,
            BlockSource::Cut => &self.article.cut_text.text,
        }
    }

    fn text_in(&self, source: BlockSource, range: &Range<usize>) -> &str {
        self.text_of_source(source).get(range.clone()).unwrap_or_default()
    }
}

/// Highlighters of the parts of an article.
struct Highlighters {
    title: Highlighter,
    body: Highlighter,
    cut: Highlighter,
}

impl Searcher {
    /// Reads the article at `path`, or its record `id`, with the matches of the query of `request`; `None` if
    /// the index does not contain it. If the text that was cut is searched, the matches are those in it;
    /// otherwise only what the query asks of that text matches there.
    ///
    /// # Errors
    /// If the index is damaged, or if the file contains several records and `id` is not given.
    pub(crate) fn reading(
        &self,
        path: &Path,
        id: Option<&str>,
        request: &Request,
    ) -> Result<Option<ReadingArticle>, Error> {
        if let Some(searcher) = self.with_article(path, id)? {
            return searcher.reading(path, id, request);
        }
        let snapshot = self.snapshot();
        catch_engine_panic(&snapshot.path, || {
            let Some(doc) = snapshot.find(path, id)? else { return Ok(None) };
            let quotations = snapshot.quotations(&doc)?;
            let cut_text = snapshot.fetch(&doc, SearchTarget::Cut, true)?.text;
            let article = snapshot.fetch(&doc, SearchTarget::Article, true)?;
            let article = FetchedArticle { quotations, cut_text, ..article };
            let num_copies = snapshot.copy_docs(doc.address).ok().map(|(copies, _)| copies.len());
            let query = self.with_spellings(request, self.read_request(request)?)?.query;
            Ok(Some(self.mark(article, &query, request, num_copies)))
        })
    }

    /// Marks the matches of `query` in `article`.
    fn mark(
        &self,
        article: FetchedArticle,
        query: &Query,
        request: &Request,
        num_copies: Option<usize>,
    ) -> ReadingArticle {
        let budget = Arc::new(WorkBudget::new(MAX_ARTICLE_STEPS));
        let Highlighters { title, body, cut } = self.highlighters(query, request.target, &budget);
        let language = article.text.language;
        let heading = article.metadata.title.as_deref().unwrap_or_default();
        let heading = MarkedText::new((heading, language), &[], &[], &title);
        let mut num_matches = 0;
        let title = heading.pieces(&mut num_matches);
        let body = MarkedText::new(
            (&article.text.text, language),
            article.text.lines.starts(),
            &article.quotations,
            &body,
        );
        let cut_language = article.cut_text.language;
        let cut = MarkedText::new(
            (&article.cut_text.text, cut_language),
            article.cut_text.lines.starts(),
            &[],
            &cut,
        );
        let (blocks, pieces) = split(&body, &cut, &mut num_matches);
        let is_truncated = budget.is_exceeded();
        let passages = self.best_passages(&article, query, request);
        ReadingArticle { article, title, blocks, pieces, num_matches, is_truncated, num_copies, passages }
    }

    /// Returns the passage of `article` that shows the most of `query`.
    fn best_passages(&self, article: &FetchedArticle, query: &Query, request: &Request) -> Vec<Passage> {
        let request = Request { max_passages: 1, context_sentences: 0, ..request.clone() };
        let builder = HitBuilder::new(self.snapshot(), query, &request);
        match request.target {
            SearchTarget::Cut => {
                let searched = FetchedArticle {
                    text: article.cut_text.clone(),
                    metadata: article.metadata.clone(),
                    ..FetchedArticle::default()
                };
                builder.passages(&searched, 1)
            }
            _ => builder.passages(article, 1),
        }
    }

    fn highlighters(&self, query: &Query, target: SearchTarget, budget: &Arc<WorkBudget>) -> Highlighters {
        let snapshot = self.snapshot();
        let (body, cut) = match target {
            SearchTarget::Cut => (Highlighter::default(), body_highlighter(snapshot, query, target)),
            _ => {
                let cut = Highlighter::for_cut_only(query, snapshot.languages());
                (body_highlighter(snapshot, query, target), cut.with_analyzer(snapshot.analyzer()))
            }
        };
        Highlighters {
            title: title_highlighter(snapshot, query, target).within(budget),
            body: body.within(budget),
            cut: cut.within(budget),
        }
    }
}

#[cfg(test)]
mod tests;
