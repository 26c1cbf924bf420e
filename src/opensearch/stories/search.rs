//! The stories of a cluster, as a search asks for them.

use rustc_hash::FxHashMap;
use serde_json::{Value, json};

use crate::error::Error;
use crate::opensearch::client::ClusterClient;
use crate::opensearch::mapping::{DAY, OTHER_STORIES, RECORD, SOURCE, STORY};
use crate::opensearch::pages::value_counts::CountedQuery;
use crate::opensearch::pages::{PagedQuery, Pages, column, hits, invalid, sorted_key};
use crate::opensearch::query::articles;
use crate::opensearch::stories::story_keys;
use crate::search::remote::{RankedKey, RemoteQuery};
use crate::search::{StoryCounts, StoryMember};

/// Number of stories that one request counts: the default of `search.max_buckets`.
const STORIES_PER_REQUEST: usize = 65_535;
/// Number of articles whose stories one request tells: the default of OpenSearch.
const ARTICLES_PER_REQUEST: usize = 10_000;

/// Counts the articles that match `query`, and those of each story.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn count(client: &ClusterClient, query: &RemoteQuery) -> Result<StoryCounts, Error> {
    let (query, mut stories) = (articles(query), FxHashMap::default());
    let counted = CountedQuery { query: &query, columns: &[STORY], page_size: STORIES_PER_REQUEST };
    let total = counted.for_each(client, |story, count| {
        if let Some(story) = story[0].as_i64() {
            stories.insert(story.cast_unsigned(), count);
        }
    })?;
    Ok(StoryCounts { total, stories })
}

/// Returns the articles that match `query` and belong to a story, in the order of their files.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn members(client: &ClusterClient, query: &RemoteQuery) -> Result<Vec<StoryMember>, Error> {
    let query = RemoteQuery::all_of(vec![query.clone(), RemoteQuery::InStories(None)]);
    let members = PagedQuery {
        query: &articles(&query),
        sort: &[SOURCE, RECORD],
        source: &[],
        columns: &[SOURCE, RECORD, DAY, STORY, OTHER_STORIES],
    };
    let mut found = Vec::new();
    members.for_each(client, |hit| {
        found.push(StoryMember {
            stories: story_keys(hit),
            day: column(hit, DAY).as_i64(),
            source: column(hit, SOURCE).as_str().unwrap_or_default().to_owned(),
            record: column(hit, RECORD).as_u64().unwrap_or_default(),
        });
        Ok(())
    })?;
    Ok(found)
}

/// Returns the keys of the first `limit` articles of a search that sorts by them in the end, with their
/// stories.
///
/// # Errors
/// If the cluster does not answer.
pub(crate) fn of_best(client: &ClusterClient, body: Value, limit: usize) -> Result<Vec<RankedKey>, Error> {
    let mut pages = Pages::new(body);
    pages.set("_source", false.into());
    // The id of an article is stored, and what is stored takes most of the time.
    pages.set("stored_fields", "_none_".into());
    pages.set("docvalue_fields", json!([STORY]));
    let mut stories = Vec::new();
    loop {
        let size = (limit - stories.len()).min(ARTICLES_PER_REQUEST);
        let answer = pages.next(client, |body| client.search_scored(body), size)?;
        let found = hits(client, &answer)?;
        for hit in found {
            let key = sorted_key(hit).ok_or_else(|| client.address().error(invalid("no keys")))?;
            let score = hit["_score"].as_f64().unwrap_or_default() as f32;
            stories.push(RankedKey { key, story: story_keys(hit).own, score });
        }
        if found.len() < size || stories.len() >= limit {
            return Ok(stories);
        }
    }
}
