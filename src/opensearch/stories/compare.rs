//! Compares the articles of an index on a cluster, and writes their stories.

use std::mem;
use std::sync::Arc;

use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use rustc_hash::FxHashMap;

use crate::article::{Document, StoryKeys};
use crate::error::{ClusterProblem, Error};
use crate::index::stories::compare::{ArticleGroups, group_articles};
use crate::opensearch::client::{BulkOperation, CONFLICT, ClusterClient};
use crate::opensearch::documents::ArticleEncoder;
use crate::opensearch::stories::articles::{ClusterSketches, VersionedArticle};
use crate::opensearch::stories::overlaps;

/// Number of articles that are read in one request to be written again.
const ARTICLES_PER_REQUEST: usize = 200;
/// Number of articles that are encoded before the size of what waits is looked at.
const ENCODED_AT_ONCE: usize = 16;
/// Size of a batch of articles, in bytes.
const BATCH_BYTES: usize = 4 << 20;

/// Compares the articles of an index whose changes are visible, and writes those again whose stories are
/// others now. An error of `check` ends it.
///
/// Returns whether all have their stories now: not if the run was stopped, or if an article that was to be
/// written again is no longer the one that was read, since another process writes the index too.
///
/// # Errors
/// If the cluster does not answer, or does not take an article again.
pub(crate) fn compare_articles(
    client: &Arc<ClusterClient>,
    encoder: &ArticleEncoder,
    check: impl Fn() -> Result<(), Error>,
) -> Result<bool, Error> {
    match compare_until_stopped(client, encoder, check) {
        Err(Error::Stopped { .. }) => Ok(false),
        // A request that is under way when a run is stopped has little time.
        Err(Error::Cluster { problem, .. }) if problem.may_pass() && client.check_stop().is_err() => {
            Ok(false)
        }
        compared => compared,
    }
}

/// Compares the articles as [`compare_articles`] does.
///
/// # Errors
/// [`Error::Stopped`] if the run is stopped, and those of [`compare_articles`].
fn compare_until_stopped(
    client: &Arc<ClusterClient>,
    encoder: &ArticleEncoder,
    check: impl Fn() -> Result<(), Error>,
) -> Result<bool, Error> {
    let sketches = ClusterSketches::read(client)?;
    let last = overlaps::read(client)?;
    let ArticleGroups { groups, overlaps: renewed, .. } = group_articles(&sketches, &last);
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
    let encode = |fetched: &VersionedArticle| {
        let document = Document { stories: of_article(fetched.article).clone(), ..fetched.document.clone() };
        let (id, version) = (sketches.place(fetched.article).id(), fetched.version);
        Ok(BulkOperation::Replace { id, version, body: encoder.article_json(&document)? })
    };
    let mut rewriter = Rewriter { client, check, waiting: Vec::new(), bytes: 0, has_conflict: false };
    for articles in changed.chunks(ARTICLES_PER_REQUEST) {
        sketches.for_each_answer(articles, |fetched| {
            for fetched in fetched.chunks(ENCODED_AT_ONCE) {
                rewriter.push(fetched.par_iter().map(encode).collect::<Result<_, Error>>()?)?;
            }
            Ok(())
        })?;
        if rewriter.has_conflict {
            break;
        }
    }
    rewriter.send()?;
    if rewriter.has_conflict {
        return Ok(false);
    }
    if renewed != last {
        overlaps::write(client, &renewed)?;
    }
    if !changed.is_empty() {
        client.refresh()?;
    }
    Ok(true)
}

/// Writes articles again that nobody else has changed since they were read.
struct Rewriter<'c, C> {
    client: &'c ClusterClient,
    check: C,
    waiting: Vec<BulkOperation>,
    /// Size of what waits.
    bytes: usize,
    /// Whether an article was changed, by another process or by a request whose answer was lost.
    has_conflict: bool,
}

impl<C: Fn() -> Result<(), Error>> Rewriter<'_, C> {
    /// Adds articles, and sends all that waits if it is enough for a batch.
    fn push(&mut self, operations: Vec<BulkOperation>) -> Result<(), Error> {
        self.bytes += operations.iter().map(BulkOperation::size).sum::<usize>();
        self.waiting.extend(operations);
        if self.bytes >= BATCH_BYTES { self.send() } else { Ok(()) }
    }

    /// Sends all that waits.
    fn send(&mut self) -> Result<(), Error> {
        self.client.check_stop()?;
        (self.check)()?;
        self.bytes = 0;
        for refused in self.client.bulk(&mem::take(&mut self.waiting))? {
            if refused.status != CONFLICT {
                let reason = format!("the article {} was not written again: {}", refused.id, refused.reason);
                return Err(self.client.address().error(ClusterProblem::InvalidAnswer(reason)));
            }
            self.has_conflict = true;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::{env, process};

    use serde_json::json;

    use crate::analysis::AnalyzerVersion;
    use crate::article::StoredText;
    use crate::opensearch::address::ClusterAddress;
    use crate::opensearch::mapping::{SKETCH, STORY, index_body};
    use crate::opensearch::pages::{column, hits};
    use crate::opensearch::stories::compare::*;
    use crate::opensearch::stories::{ArticleSketch, story_keys};
    use crate::opensearch::transport::StopFlag;
    use crate::opensearch::write::article_id;

    /// Connects to an index of this name on the server under test, which is made anew. `None` if there is no
    /// server.
    fn connect(name: &str, stop: &StopFlag) -> Option<Arc<ClusterClient>> {
        let server = env::var("CLIPPINGS_TEST_OPENSEARCH").ok().filter(|server| !server.is_empty())?;
        let name = format!("test-{name}-{}", process::id());
        let address = ClusterAddress::parse(&format!("{server}/{name}")).expect("an address");
        let client = ClusterClient::connect_until(&address, stop).expect("a server");
        client.delete(&format!("/{name}")).expect("deleted");
        client.put(&format!("/{name}"), &index_body(1, 0)).expect("an index");
        Some(Arc::new(client))
    }

    fn encoder() -> ArticleEncoder {
        ArticleEncoder::new(AnalyzerVersion::CURRENT).expect("an encoder")
    }

    fn document(file: &str, beginning: &str) -> Document {
        let words: Vec<String> = (0..200).map(|number| format!("word{number}")).collect();
        let text = StoredText { text: format!("{beginning} {}.", words.join(" ")), ..StoredText::default() };
        Document::of_text(1, file, text)
    }

    fn id(document: &Document) -> String {
        article_id(&document.key.encode(), document.record.number)
    }

    fn write(client: &ClusterClient, documents: &[Document]) {
        let index = |document| BulkOperation::Index {
            id: id(document),
            body: encoder().article_json(document).expect("JSON"),
            routing: None,
        };
        assert_eq!(client.bulk(&documents.iter().map(index).collect::<Vec<_>>()).expect("an answer"), []);
        client.refresh().expect("refreshed");
    }

    /// Returns the sketch and the story of an article; `None` if the index does not have it.
    fn read(client: &ClusterClient, document: &Document) -> Option<(ArticleSketch, Option<u64>)> {
        client.refresh().expect("refreshed");
        let query = json!({ "ids": { "values": [id(document)] } });
        let answer = client.search(&json!({ "query": query, "docvalue_fields": [SKETCH, STORY] }));
        let answer = answer.expect("an answer");
        let hit = hits(client, &answer).expect("hits").first()?;
        let sketch = column(hit, SKETCH).as_str().and_then(ArticleSketch::decode);
        Some((sketch.expect("a sketch"), story_keys(hit).own))
    }

    #[test]
    fn what_another_process_has_changed_is_not_written_again() {
        let Some(client) = connect("rewritten", &StopFlag::default()) else { return };
        let other = ClusterClient::connect(client.address()).expect("a server");
        let [first, second, third] = ["a.txt", "b.txt", "c.txt"].map(|file| document(file, "The storm"));
        write(&client, &[first.clone(), second.clone(), third.clone()]);
        let (older, _) = read(&client, &first).expect("an article");
        let newer = document("a.txt", "The ferry left. The storm");
        let change = || {
            write(&other, std::slice::from_ref(&newer));
            other.delete(&other.address().document_path(&id(&second))).map(drop)
        };
        assert_eq!(compare_articles(&client, &encoder(), change).ok(), Some(false));
        let (sketch, story) = read(&client, &first).expect("an article");
        assert!(sketch != older && story.is_none(), "{story:?}");
        assert_eq!(read(&client, &second), None);
        assert_eq!(compare_articles(&client, &encoder(), || Ok(())).ok(), Some(true));
        let (read_again, story) = read(&client, &first).expect("an article");
        assert_eq!((read_again, story.is_some()), (sketch, true));
        assert_eq!(read(&client, &third).expect("an article").1, story);
        client.delete(&format!("/{}", client.address().index())).expect("deleted");
    }

    #[test]
    fn a_run_that_is_stopped_compares_nothing() {
        let stop = Arc::new(AtomicBool::new(false));
        let Some(client) = connect("stopped", &StopFlag::new(Arc::clone(&stop))) else { return };
        let documents = ["a.txt", "b.txt"].map(|file| document(file, "The storm"));
        write(&client, &documents);
        stop.store(true, Ordering::Relaxed);
        assert_eq!(compare_articles(&client, &encoder(), || Ok(())).ok(), Some(false));
        assert_eq!(read(&client, &documents[0]).expect("an article").1, None);
        client.delete(&format!("/{}", client.address().index())).expect("deleted");
    }
}
