//! Compares an article of an index with its copies.

use std::path::Path;

use crate::copies::compared_text::ComparedText;
use crate::copies::differences::differences;
use crate::copies::report::{ComparedCopy, CopyIdentity, CopyReport};
use crate::error::Error;
use crate::search::{CopyText, Searcher, StoryCopy};

impl Searcher {
    /// Compares the article at `path`, or its record `id`, with its copies; `None` if the index does not
    /// contain it.
    ///
    /// # Errors
    /// As [`Searcher::stories`], and if the file contains several records and `id` is not given.
    pub fn copies_of(&self, path: &Path, id: Option<&str>) -> Result<Option<CopyReport>, Error> {
        if let Some(searcher) = self.with_copies(path, id)? {
            return searcher.copies_of(path, id);
        }
        let snapshot = self.snapshot();
        let Some((article, copies)) = snapshot.copies_of(path, id)? else { return Ok(None) };
        let text = ComparedText::of(&article);
        // A story may have many copies, so their texts are not kept.
        let copies =
            copies.into_iter().map(|address| Ok(compare((&article, &text), snapshot.copy_text(address)?)));
        let mut copies = copies.collect::<Result<Vec<ComparedCopy>, Error>>()?;
        copies.sort_by(|a, b| a.copy.order().cmp(&b.copy.order()));
        let agency = text.credits.agency.clone();
        drop(text);
        Ok(Some(CopyReport { article: StoryCopy::of(article.article, article.is_guest), agency, copies }))
    }
}

fn compare((article, text): (&CopyText, &ComparedText<'_>), copy: CopyText) -> ComparedCopy {
    let copy_text = ComparedText::of(&copy);
    let found = differences(text, &copy_text);
    let has_same_bytes = copy.content.is_some() && copy.content == article.content;
    let identity = match found.are_identical {
        _ if has_same_bytes => Some(CopyIdentity::Bytes),
        true => Some(CopyIdentity::Words),
        false => None,
    };
    let agency = copy_text.credits.agency.clone();
    drop(copy_text);
    ComparedCopy {
        copy: StoryCopy::of(copy.article, copy.is_guest),
        agency,
        identity,
        contains: found.copy_has_all && !found.article_has_all,
        is_contained: found.article_has_all && !found.copy_has_all,
        added: found.added,
        dropped: found.dropped,
        moved: found.moved,
        changed: found.changed,
    }
}
