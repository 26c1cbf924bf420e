//! Lists the stories of the articles that another engine holds.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::{Document, StoryKeys};
use crate::error::Error;
use crate::query::Query;
use crate::search::copies::list::{Story, StoryCopy, StoryPlace, UnreadStory};
use crate::search::remote::{RemoteQuery, StoryState};
use crate::search::request::{Filter, SearchParams, Sort};
use crate::search::snapshot::IndexSnapshot;

/// Number of stories whose articles are fetched at once.
const STORIES_PER_REQUEST: usize = 100;

impl IndexSnapshot {
    /// Returns the stories of which an article passes `filter`; `None` if the articles are in this snapshot.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index is older than stories, [`Error::Cluster`] if the engine does not
    /// answer.
    pub(super) fn remote_stories(&self, filter: &Filter) -> Result<Option<Vec<UnreadStory>>, Error> {
        let Some(remote) = self.remote.as_ref().filter(|_| !self.has_candidates) else { return Ok(None) };
        if remote.index.story_state() == StoryState::Missing {
            return Err(Error::NeedsIndexing { path: remote.index.path(), what: "copies".to_owned() });
        }
        let mut days: BTreeMap<u64, Option<i64>> = BTreeMap::new();
        let keys = |stories: &StoryKeys| {
            stories.own.into_iter().chain(stories.others.iter().copied()).collect::<Vec<u64>>()
        };
        for member in remote.index.story_members(&RemoteQuery::All)? {
            for key in keys(&member.stories) {
                let day = days.entry(key).or_insert(member.day);
                *day = [*day, member.day].into_iter().flatten().min();
            }
        }
        if !filter.is_empty() {
            let params = SearchParams { filter: filter.clone(), ..SearchParams::default() };
            let (passing, _) = self.lower_remote(remote, &Query::All, &params)?;
            let passing = remote.index.story_members(&passing)?;
            let passing: FxHashSet<u64> = passing.iter().flat_map(|member| keys(&member.stories)).collect();
            days.retain(|key, _| passing.contains(key));
        }
        let unread = days.into_iter().map(|(key, day)| UnreadStory { day, place: StoryPlace::Key(key) });
        Ok(Some(unread.collect()))
    }

    /// Reads the stories with these keys from another engine. One whose articles are no copies of each other
    /// any more is left out.
    pub(super) fn read_remote_stories(&self, keys: &[u64]) -> Result<Vec<Story>, Error> {
        let Some(remote) = &self.remote else { return Ok(Vec::new()) };
        let mut stories = Vec::new();
        for keys in keys.chunks(STORIES_PER_REQUEST) {
            let of_keys =
                vec![RemoteQuery::InStories(Some(keys.to_vec())), RemoteQuery::WithStories(keys.to_vec())];
            let (_, found) = remote.index.best(&RemoteQuery::any_of(of_keys), Sort::Oldest, usize::MAX)?;
            let mut by_key: FxHashMap<u64, Vec<(&Document, bool)>> = FxHashMap::default();
            for document in &found {
                let home = document.stories.own.map(|key| (key, false));
                let others = document.stories.others.iter().map(|key| (*key, true));
                for (key, is_guest) in home.into_iter().chain(others) {
                    by_key.entry(key).or_default().push((document, is_guest));
                }
            }
            let of_story = |key: &u64| {
                let mut articles = by_key.remove(key).unwrap_or_default();
                let is_representative = |(document, _): &(&Document, bool)| {
                    StoryKeys::key_of(&document.key, document.record.number) == *key
                };
                let place = articles.iter().position(is_representative).unwrap_or_default();
                if articles.len() < 2 {
                    return Ok(None);
                }
                let (representative, _) = articles.remove(place);
                let read = |(document, is_guest): (&Document, bool)| {
                    let params = SearchParams::default();
                    Ok(StoryCopy::of(self.fetched(document.clone(), 0.0, &params)?, is_guest))
                };
                let mut copies = articles.into_iter().map(read).collect::<Result<Vec<_>, Error>>()?;
                copies.sort_by(|a, b| a.order().cmp(&b.order()));
                Ok(Some(Story { representative: read((representative, false))?, copies }))
            };
            let read = keys.iter().map(of_story).collect::<Result<Vec<_>, Error>>()?;
            stories.extend(read.into_iter().flatten());
        }
        Ok(stories)
    }
}
