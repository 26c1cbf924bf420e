//! Lists the stories of an index.

use std::cmp::Reverse;
use std::path::PathBuf;
use std::vec;

use tantivy::query::AllQuery;
use tantivy::{DocAddress, DocId};

use crate::article::Metadata;
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::search::fast_fields::UNDATED;
use crate::search::queries::doc_order::matching_docs;
use crate::search::request::Filter;
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

impl Story {
    /// Returns all articles by day, the undated last.
    pub fn by_day(&self) -> Vec<&StoryCopy> {
        let mut articles: Vec<&StoryCopy> = self.copies.iter().chain([&self.representative]).collect();
        articles.sort_by(|a, b| a.order().cmp(&b.order()));
        articles
    }
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
    /// Whether it belongs to another story, as a digest of several does.
    pub is_guest: bool,
}

impl StoryCopy {
    /// Takes what tells an article from others.
    pub(crate) fn of(article: FetchedArticle, is_guest: bool) -> Self {
        StoryCopy { path: article.path, id: article.id, metadata: article.metadata, is_guest }
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
    unread: vec::IntoIter<UnreadStory>,
    next: Option<UnreadStory>,
    /// Stories of the last day.
    read: vec::IntoIter<Story>,
}

/// A story of which nothing is read yet.
pub(super) struct UnreadStory {
    /// First day on which a copy was published.
    pub day: Option<i64>,
    pub place: StoryPlace,
}

/// Place of a story: its documents, or its key in another engine.
pub(super) enum StoryPlace {
    Docs(StoryDocs),
    /// Key of the story in another engine.
    Key(u64),
}

/// The documents of a story.
pub(super) struct StoryDocs {
    representative: DocAddress,
    others: Vec<DocAddress>,
    guests: Vec<DocAddress>,
}

impl Searcher {
    /// Lists the stories of which an article passes `filter`, by the day on which their first copy was
    /// published, the newest first and the undated last, and of one day by the path of their representative.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index is older than stories, [`Error::NotCompared`] if the articles
    /// have not been compared, [`Error::Damaged`] if the stories cannot be read.
    pub fn stories(&self, filter: &Filter) -> Result<StoryList<'_>, Error> {
        let snapshot = self.snapshot();
        catch_engine_panic(&snapshot.path, || {
            let mut unread = match snapshot.remote_stories(filter)? {
                Some(stories) => stories,
                None => snapshot.docs_by_story(filter)?,
            };
            unread.sort_by_key(|story| (story.day.is_none(), Reverse(story.day)));
            let mut unread = unread.into_iter();
            let next = unread.next();
            Ok(StoryList { snapshot, unread, next, read: Vec::new().into_iter() })
        })
    }
}

impl IndexSnapshot {
    fn docs_by_story(&self, filter: &Filter) -> Result<Vec<UnreadStory>, Error> {
        let stories = self.known_stories()?;
        let passing = self.passing(filter)?;
        let passes = |doc: &DocAddress| {
            let docs = passing.as_ref().map(|docs| docs.get(doc.segment_ord as usize));
            docs.is_none_or(|docs| docs.is_some_and(|docs| docs.binary_search(&doc.doc_id).is_ok()))
        };
        let mut docs: Vec<Vec<DocAddress>> = vec![Vec::new(); stories.len() as usize];
        for (segment, reader) in (0..).zip(self.searcher.segment_readers()) {
            for (doc, story) in stories.in_segment(segment as usize).iter() {
                if let Some(docs) = docs.get_mut(story as usize).filter(|_| !reader.is_deleted(doc)) {
                    docs.push(DocAddress::new(segment, doc));
                }
            }
        }
        let of_story = |(number, mut docs): (StoryId, Vec<DocAddress>)| {
            let guests = stories.guests_of(number);
            docs.extend(&guests);
            if !docs.iter().any(passes) {
                return None;
            }
            let representative = stories.representative(number).or_else(|| docs.first().copied())?;
            docs.retain(|doc| *doc != representative);
            let days = docs.iter().chain([&representative]).map(|doc| self.dated(*doc).day);
            let day = days.filter(|day| *day != UNDATED).min();
            let has_copies = !docs.is_empty();
            let place = StoryPlace::Docs(StoryDocs { representative, others: docs, guests });
            has_copies.then_some(UnreadStory { day, place })
        };
        Ok((0..).zip(docs).filter_map(of_story).collect())
    }

    /// Returns the documents that pass `filter`, segment by segment in order; `None` if all do.
    fn passing(&self, filter: &Filter) -> Result<Option<Vec<Vec<DocId>>>, Error> {
        if filter.is_empty() {
            return Ok(None);
        }
        let docs = matching_docs(&self.searcher, &*self.filtered(Box::new(AllQuery), filter)?);
        docs.map(Some).map_err(|error| self.error(error))
    }

    fn read_story(&self, docs: &StoryDocs) -> Result<Story, Error> {
        let read = |doc: &DocAddress| {
            let article = self.fetch(&self.dated(*doc), SearchTarget::Article, false)?;
            Ok(StoryCopy::of(article, docs.guests.contains(doc)))
        };
        let mut copies = docs.others.iter().map(read).collect::<Result<Vec<_>, Error>>()?;
        copies.sort_by(|a, b| a.order().cmp(&b.order()));
        Ok(Story { representative: read(&docs.representative)?, copies })
    }
}

impl StoryList<'_> {
    /// Returns the number of stories that are still to be read.
    pub fn num_left(&self) -> usize {
        self.read.len() + usize::from(self.next.is_some()) + self.unread.len()
    }

    /// Reads the stories of the next day.
    fn read_day(&mut self, first: UnreadStory) -> Result<(), Error> {
        let day = first.day;
        let mut of_day = vec![first];
        for story in self.unread.by_ref() {
            if story.day != day {
                self.next = Some(story);
                break;
            }
            of_day.push(story);
        }
        let (mut read, mut keys) = (Vec::new(), Vec::new());
        for story in &of_day {
            match &story.place {
                StoryPlace::Docs(docs) => read.push(self.snapshot.read_story(docs)?),
                StoryPlace::Key(key) => keys.push(*key),
            }
        }
        read.extend(self.snapshot.read_remote_stories(&keys)?);
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
