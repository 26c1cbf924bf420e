//! The articles of an index, read and kept to be compared with quotations.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Error;
use crate::index::SearchTarget;
use crate::search::queries::word_docs::ArticleAddress;
use crate::search::{FetchedArticle, IndexSnapshot};
use crate::verify::source_text::SourceText;

/// Maximum number of articles that are kept to compare further quotations with.
const MAX_KEPT: usize = 256;

/// An index, and the articles that were read from it.
pub(super) struct ArticleCache {
    pub snapshot: IndexSnapshot,
    /// Articles that no quotation is compared with.
    pub left_out: FxHashSet<ArticleAddress>,
    kept: RefCell<FxHashMap<(ArticleAddress, bool), Rc<ComparedArticle>>>,
}

/// An article that quotations are compared with.
pub(super) struct ComparedArticle {
    pub address: ArticleAddress,
    /// Path and metadata of the article; the text is in `body`.
    pub article: FetchedArticle,
    /// Whether the body is the text that was cut.
    pub is_cut: bool,
    pub title: SourceText,
    pub body: SourceText,
}

impl ArticleCache {
    pub(super) fn new(snapshot: IndexSnapshot) -> Self {
        ArticleCache { snapshot, left_out: FxHashSet::default(), kept: RefCell::default() }
    }

    /// Removes what is left out from `articles`.
    pub(super) fn retain(&self, articles: &mut Vec<ArticleAddress>) {
        articles.retain(|address| !self.left_out.contains(address));
    }

    /// Returns an article with its words.
    pub(super) fn article(
        &self,
        address: ArticleAddress,
        target: SearchTarget,
    ) -> Result<Rc<ComparedArticle>, Error> {
        let is_cut = target == SearchTarget::Cut;
        if let Some(known) = self.kept.borrow().get(&(address, is_cut)) {
            return Ok(Rc::clone(known));
        }
        let mut article = self.snapshot.article_with_text(address, target)?;
        let language = article.text.language;
        let title = if is_cut { None } else { article.metadata.title.clone() }.unwrap_or_default();
        let body = SourceText::new(std::mem::take(&mut article.text.text), language).with_title(&title);
        let title = SourceText::new(title, language);
        let article = Rc::new(ComparedArticle { address, article, is_cut, title, body });
        let mut articles = self.kept.borrow_mut();
        if articles.len() >= MAX_KEPT {
            articles.clear();
        }
        articles.insert((address, is_cut), Rc::clone(&article));
        Ok(article)
    }
}
