//! Lists the stories of an index.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::vec;

use tantivy::DocAddress;

use crate::article::Metadata;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::search::fast_fields::UNDATED;
use crate::search::response::FetchedArticle;
use crate::search::searcher::Searcher;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::StoryId;

/// Articles that tell one story in the same words.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Story {
    /// Article that the others are copies of.
    pub representative: StoryCopy,
    /// The other articles by day, the undated last. A digest may be in two stories.
    pub copies: Vec<StoryCopy>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StoryCopy {
    /// Path of the source file.
    pub path: PathBuf,
    /// Id of the record, if the source file contains several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
}

impl StoryCopy {
    /// Takes what tells an article from others.
    pub(crate) fn of(article: FetchedArticle) -> Self {
        StoryCopy { path: article.path, id: article.id, metadata: article.metadata }
    }

    /// Returns the key by which copies are sorted: by day, the undated last.
    pub(crate) fn order(&self) -> impl Ord + '_ {
        let published = self.metadata.published;
        (published.is_none(), published, &self.path, &self.id)
    }
}

/// The stories of an index, those first that broke last.
pub struct StoryList<'s> {
    snapshot: &'s IndexSnapshot,
    /// Stories of which nothing is read yet, in order but for those of one day.
    unread: vec::IntoIter<StoryDocs>,
    next: Option<StoryDocs>,
    /// Stories of the last day.
    read: vec::IntoIter<Story>,
}

/// The documents of a story.
struct StoryDocs {
    /// First day on which a copy was published.
    day: Option<i64>,
    representative: DocAddress,
    others: Vec<DocAddress>,
}

impl Searcher {
    /// Lists all stories of the index by the day on which their first copy was published, the newest first
    /// and the undated last, and of one day by the path of their representative.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index is older than stories, [`Error::NotCompared`] if the articles
    /// have not been compared, [`Error::Damaged`] if the stories cannot be read.
    pub fn stories(&self) -> Result<StoryList<'_>, Error> {
        let snapshot = self.snapshot();
        catch_engine_panic(&snapshot.path, || {
            let mut unread = snapshot.docs_by_story()?;
            unread.sort_by_key(|story| (story.day.is_none(), Reverse(story.day)));
            let mut unread = unread.into_iter();
            let next = unread.next();
            Ok(StoryList { snapshot, unread, next, read: Vec::new().into_iter() })
        })
    }
}

impl IndexSnapshot {
    fn docs_by_story(&self) -> Result<Vec<StoryDocs>, Error> {
        let stories = self.known_stories()?;
        let mut docs: Vec<Vec<DocAddress>> = vec![Vec::new(); stories.len() as usize];
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            for (doc, story) in stories.in_segment(segment as usize) {
                if let Some(docs) = docs.get_mut(*story as usize).filter(|_| !reader.is_deleted(*doc)) {
                    docs.push(DocAddress::new(segment, *doc));
                }
            }
        }
        let of_story = |(number, mut docs): (StoryId, Vec<DocAddress>)| {
            docs.extend(stories.guests_of(number));
            let representative = stories.representative(number).or_else(|| docs.first().copied())?;
            docs.retain(|doc| *doc != representative);
            let days = docs.iter().chain([&representative]).map(|doc| self.dated(*doc).day);
            let day = days.filter(|day| *day != UNDATED).min();
            (!docs.is_empty()).then_some(StoryDocs { day, representative, others: docs })
        };
        Ok((0..).zip(docs).filter_map(of_story).collect())
    }

    fn story_copy(&self, address: DocAddress) -> Result<StoryCopy, Error> {
        Ok(StoryCopy::of(self.fetch(&self.dated(address), SearchTarget::Article, false)?))
    }

    fn read_story(&self, docs: &StoryDocs) -> Result<Story, Error> {
        let copies = docs.others.iter().map(|doc| self.story_copy(*doc));
        let mut copies = copies.collect::<Result<Vec<_>, _>>()?;
        copies.sort_by(|a, b| a.order().cmp(&b.order()));
        Ok(Story { representative: self.story_copy(docs.representative)?, copies })
    }
}

impl StoryList<'_> {
    /// Reads the stories of the next day.
    fn read_day(&mut self, first: StoryDocs) -> Result<(), Error> {
        let day = first.day;
        let mut of_day = vec![first];
        for story in self.unread.by_ref() {
            if story.day != day {
                self.next = Some(story);
                break;
            }
            of_day.push(story);
        }
        let read = of_day.iter().map(|docs| self.snapshot.read_story(docs));
        let mut read = read.collect::<Result<Vec<_>, _>>()?;
        let place = |story: &Story| (story.representative.path.clone(), story.representative.id.clone());
        read.sort_by_cached_key(place);
        self.read = read.into_iter();
        Ok(())
    }
}

impl Iterator for StoryList<'_> {
    type Item = Result<Story, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(story) = self.read.next() {
            return Some(Ok(story));
        }
        let first = self.next.take()?;
        match catch_engine_panic(&self.snapshot.path, || self.read_day(first)) {
            Ok(()) => self.read.next().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }
}
