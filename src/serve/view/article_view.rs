//! State of the reading view.

use std::str::FromStr;

use crate::search::Request;
use crate::serve::view::article_id::{ArticleId, PREFIX};
use crate::serve::view::{DraftQuotation, QueryString, ResultsView};

/// Parameter for the place of the article among the results.
const POSITION: &str = "at";
/// Parameter for the comparison with many copies.
const COMPARE: &str = "compare";
/// Parameter for the reasons of a long article.
const REASONS: &str = "reasons";
/// Parameter for the quotation of a draft that the article was opened from.
const DRAFT: &str = "draft";

/// State of the reading view: an article, and the page of results or the draft it was opened from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ArticleView {
    /// The article.
    pub id: ArticleId,
    /// Parameters of the page of results.
    pub results: QueryString,
    /// Place of the article among the results, from 0.
    pub position: Option<usize>,
    /// Quotation of the draft the article was opened from.
    pub draft: Option<DraftQuotation>,
    /// Whether the article is compared with all its copies, however many they are.
    pub compares_all: bool,
    /// Whether the reasons for what was cut are looked up, however long the article is.
    pub looks_up_reasons: bool,
}

impl ArticleView {
    /// Creates a view of an article at a place of the results with these parameters.
    pub(crate) fn new(id: ArticleId, results: QueryString, position: Option<usize>) -> Self {
        ArticleView { id, results, position, draft: None, compares_all: false, looks_up_reasons: false }
    }

    /// Reads a path and a query string; `None` if the path names no article.
    pub(crate) fn read(path: &str, query: &str) -> Option<Self> {
        let id = ArticleId::from_str(path.strip_prefix(PREFIX)?).ok()?;
        let mut view = ArticleView::new(id, QueryString::default(), None);
        for (key, value) in QueryString::read(query).0 {
            match key.as_str() {
                POSITION => view.position = value.parse().ok(),
                DRAFT => view.draft = value.parse().ok(),
                COMPARE => view.compares_all = value == "all",
                REASONS => view.looks_up_reasons = value == "1",
                _ => view.results.0.push((key, value)),
            }
        }
        Some(view)
    }

    /// Returns the address of the view.
    pub(crate) fn address(&self) -> String {
        let mut query = self.results.clone();
        self.position.into_iter().for_each(|position| query.push(POSITION, position.to_string()));
        self.draft.into_iter().for_each(|draft| query.push(DRAFT, draft.to_string()));
        if self.compares_all {
            query.push(COMPARE, "all");
        }
        if self.looks_up_reasons {
            query.push(REASONS, "1");
        }
        query.address(&self.id.address())
    }

    /// Returns the address of the article in the page of results.
    pub(crate) fn results_address(&self) -> String {
        let view = ResultsView::read(&self.results);
        match self.position {
            Some(position) => {
                let page = ResultsView { offset: position - position % view.limit, ..view };
                format!("{}#h{}", page.address(), position.saturating_add(1))
            }
            None => view.address(),
        }
    }

    /// Returns the view of another article of the same results, or with the same draft.
    pub(crate) fn of_article(&self, id: ArticleId, position: Option<usize>) -> Self {
        ArticleView { draft: self.draft, ..ArticleView::new(id, self.results.clone(), position) }
    }

    /// Returns the view with all copies compared.
    #[must_use]
    pub(crate) fn with_all_copies(&self) -> Self {
        ArticleView { compares_all: true, ..self.clone() }
    }

    /// Returns the view with the reasons looked up.
    #[must_use]
    pub(crate) fn with_reasons(&self) -> Self {
        ArticleView { looks_up_reasons: true, ..self.clone() }
    }

    /// Returns whether there are results to go back to.
    pub(crate) fn has_results(&self) -> bool {
        !ResultsView::read(&self.results).is_blank()
    }

    /// Returns the request for the results; `collapse` as the options of the server say.
    pub(crate) fn to_request(&self, collapse: bool) -> Request {
        ResultsView::read(&self.results).to_request(collapse)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use proptest::prelude::*;

    use crate::serve::view::DraftId;
    use crate::serve::view::article_view::*;

    fn read(address: &str) -> Option<ArticleView> {
        let (path, query) = address.split_once('?').unwrap_or((address, ""));
        ArticleView::read(path, query)
    }

    #[test]
    fn the_page_of_results_is_carried_along() {
        let id = ArticleId::new(Path::new("/a/b.txt"), None);
        let view = read(&format!("/article/{id}?site=a&q=%22x+y%22&site=b&at=3")).expect("a view");
        assert_eq!((view.to_request(false).query.as_str(), view.position), ("\"x y\"", Some(3)));
        assert_eq!(view.results_address(), "/?q=%22x+y%22&site=a&site=b#h4");
        let next = view.of_article(ArticleId::new(Path::new("/a/c.txt"), None), Some(4)).address();
        assert!(next.ends_with("?site=a&q=%22x+y%22&site=b&at=4"), "{next}");
        assert_eq!(
            ArticleView::new(id.clone(), QueryString::default(), None).address(),
            format!("/article/{id}")
        );
        for address in ["/article/%2e%2e", "/article/", "/article", "/articles/YQ", "/article/a/b"] {
            assert_eq!(read(address), None, "{address}");
        }
    }

    proptest! {
        #[test]
        fn every_view_has_one_address(
            results in prop::collection::vec(("(q|site|cut|-site|\\PC{0,3})", "\\PC{0,9}"), 0..6),
            position in prop::option::of(0usize..999),
            (compares_all, looks_up_reasons) in any::<(bool, bool)>(),
            draft in prop::option::of((any::<u128>(), any::<u32>())),
        ) {
            let others = [POSITION, DRAFT, COMPARE, REASONS];
            prop_assume!(results.iter().all(|(key, _)| !others.contains(&key.as_str())));
            let id = ArticleId::new(Path::new("/a/b.txt"), Some("7"));
            let view = ArticleView::new(id, QueryString(results), position);
            let draft = draft.map(|(id, quotation)| DraftQuotation { draft: DraftId(id), quotation });
            let view = ArticleView { draft, compares_all, looks_up_reasons, ..view };
            prop_assert_eq!(read(&view.address()), Some(view));
        }
    }
}
