//! Compares the articles of an index on a cluster, and writes their stories.

use std::sync::Arc;

use rayon::iter::{IntoParallelIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::article::{Document, StoryKeys};
use crate::error::{ClusterProblem, Error};
use crate::index::stories::compare::group_articles;
use crate::opensearch::client::{BulkOperation, ClusterClient};
use crate::opensearch::documents::ArticleEncoder;
use crate::opensearch::stories::articles::ClusterSketches;
use crate::opensearch::stories::overlaps;

/// Number of articles that are written again in one request.
const ARTICLES_PER_REQUEST: usize = 200;

/// Compares the articles of an index whose changes are visible, and writes those again whose stories are
/// others now. An error of `check` ends it.
///
/// # Errors
/// If the cluster does not answer, or does not take an article again.
pub(crate) fn compare_articles(
    client: &Arc<ClusterClient>,
    encoder: &ArticleEncoder,
    check: impl Fn() -> Result<(), Error>,
) -> Result<(), Error> {
    let sketches = ClusterSketches::read(client)?;
    let last = overlaps::read(client)?;
    let (groups, renewed) = group_articles(&sketches, &last);
    if let Some(error) = sketches.take_error() {
        return Err(error);
    }
    let mut stories: FxHashMap<u32, StoryKeys> = FxHashMap::default();
    for group in groups {
        let key = sketches.place(group.representative).key;
        for member in group.copies.into_iter().chain([group.representative]) {
            stories.entry(member).or_default().own = Some(key);
        }
        for guest in group.guests {
            stories.entry(guest).or_default().others.push(key);
        }
    }
    stories.values_mut().for_each(|stories| stories.others.sort_unstable());
    let none = StoryKeys::default();
    let of_article = |article: u32| stories.get(&article).unwrap_or(&none);
    let is_changed = |article: &u32| {
        let written = sketches.stories.get(&sketches.place(*article).key).unwrap_or(&none);
        written != of_article(*article)
    };
    let changed: Vec<u32> = (0..sketches.num_articles()).filter(is_changed).collect();
    for articles in changed.chunks(ARTICLES_PER_REQUEST) {
        check()?;
        let encode = |(place, document): (usize, Document)| {
            let article = articles[place];
            let document = Document { stories: of_article(article).clone(), ..document };
            let body = encoder.article_json(&document)?;
            Ok(BulkOperation::Index { id: sketches.place(article).id(), body, routing: None })
        };
        let documents = sketches.documents(articles)?.into_par_iter();
        let operations = documents.map(encode).collect::<Result<Vec<_>, Error>>()?;
        if let Some(refused) = client.bulk(&operations)?.into_iter().next() {
            let reason = format!("the article {} was not written again: {}", refused.id, refused.reason);
            return Err(client.address().error(ClusterProblem::InvalidAnswer(reason)));
        }
    }
    if renewed != last {
        overlaps::write(client, &renewed)?;
    }
    if changed.is_empty() { Ok(()) } else { client.refresh() }
}
