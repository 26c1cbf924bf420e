//! Lists the stories of an index, and the copies of an article.

mod list;
mod of_article;
mod remote;
mod remote_list;

use tantivy::DocAddress;

use crate::error::Error;
use crate::search::fast_fields::UNDATED;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::Stories;
use crate::search::top_docs::ScoredDoc;

pub use list::{Story, StoryCopy, StoryList};
pub(crate) use of_article::CopyText;

impl IndexSnapshot {
    /// Returns the stories, or the error that says why there are none.
    fn known_stories(&self) -> Result<Stories<'_>, Error> {
        self.require_local("the list of all stories")?;
        if let Some(stories) = self.stories() {
            return Ok(stories);
        }
        Err(match self.stories.get() {
            Err(error) => self.damaged(&format!("the file {} cannot be read: {error}", self.meta.stories)),
            Ok(_) if self.format().has_stories() => Error::NotCompared { path: self.path.clone() },
            Ok(_) => Error::NeedsIndexing { path: self.path.clone(), what: "copies".to_owned() },
        })
    }

    /// Returns the document at `address` with its day.
    fn dated(&self, address: DocAddress) -> ScoredDoc {
        let fields = self.fast_fields.get(address.segment_ord as usize);
        let day = fields.map_or(UNDATED, |fields| fields.day(address.doc_id));
        ScoredDoc { score: 0.0, day, address }
    }
}
