//! The articles before and behind an article in the results it was opened from.

use crate::search::{Hit, Request, Searcher};
use crate::serve::view::{ArticleId, ArticleView};

/// The articles next to an article of some results.
pub(super) struct Neighbors {
    pub previous: Option<ArticleView>,
    pub next: Option<ArticleView>,
    /// Number of results.
    pub total: usize,
}

impl Neighbors {
    /// Searches again for the articles next to that of `view`; `None` if it has no place among the results.
    pub(super) fn find(searcher: &Searcher, view: &ArticleView, request: &Request) -> Option<Neighbors> {
        let position = view.position?;
        let offset = position.saturating_sub(1);
        let request = Request {
            offset,
            limit: position.saturating_add(2) - offset,
            max_passages: 0,
            max_copies: 0,
            ..request.for_hits()
        };
        let response = searcher.search(&request).ok()?;
        let view_of = |position: usize| {
            let Hit { path, id, .. } = response.hits.get(position.checked_sub(offset)?)?;
            Some(view.of_article(ArticleId::new(path, id.as_deref()), Some(position)))
        };
        // The article may have gone since, with those behind it.
        response.hits.get(position - offset)?;
        let total = response.stories.filter(|_| request.collapse).unwrap_or(response.total);
        Some(Neighbors {
            previous: position.checked_sub(1).and_then(view_of),
            next: view_of(position.saturating_add(1)),
            total,
        })
    }
}
