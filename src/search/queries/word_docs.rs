//! Finds the articles that have words, without a query: the candidates that a text is compared with.

use std::collections::BTreeMap;
use std::path::Path;

use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet, TERMINATED, Term};

use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::search::fast_fields::UNDATED;
use crate::search::queries::doc_order::matching_docs;
use crate::search::response::FetchedArticle;
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::ScoredDoc;

/// Address of an article in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ArticleAddress(pub(in crate::search) DocAddress);

/// Words next to each other, each with its place.
pub(crate) type PlacedWords = Vec<(usize, String)>;

impl IndexSnapshot {
    /// Returns the number of stories that articles tell: copies of each other count once. A digest counts
    /// only if no other article tells one of its stories.
    pub(crate) fn count_stories(&self, articles: impl Iterator<Item = ArticleAddress>) -> usize {
        let Some(stories) = self.stories() else { return articles.count() };
        let (mut alone, mut members) = (0, BTreeMap::<_, Vec<DocAddress>>::new());
        for ArticleAddress(address) in articles {
            match stories.story_of(address) {
                Some(story) => members.entry(story).or_default().push(address),
                None => alone += 1,
            }
        }
        let mut counted: Vec<_> = members.keys().copied().collect();
        for (story, members) in &members {
            let others = counted.iter().filter(|other| *other != story);
            let guests: Vec<DocAddress> = others.flat_map(|other| stories.guests_of(*other)).collect();
            if members.iter().all(|member| guests.contains(member)) {
                counted.retain(|other| other != story);
            }
        }
        counted.len() + alone
    }

    /// Returns the number of articles that have a normalized word in this form in `target`.
    pub(crate) fn articles_with_word(&self, word: &str, target: SearchTarget) -> Result<u64, Error> {
        let field = self.fields.of(target).0;
        catch_engine_panic(&self.path, || {
            let doc_freq = self.searcher.doc_freq(&Term::from_field_text(field, word));
            doc_freq.map_err(|error| self.error(error))
        })
    }

    /// Returns the articles that have all of these normalized words, and all of these runs of words, oldest
    /// first.
    pub(crate) fn articles_with_all(
        &self,
        words: &[&str],
        runs: &[PlacedWords],
        target: SearchTarget,
    ) -> Result<Vec<ArticleAddress>, Error> {
        let field = self.fields.of(target).0;
        let words = words.iter().map(|word| term_query(field, word));
        let runs = runs.iter().filter_map(|run| run_query(field, run));
        let clauses: Vec<_> = words.chain(runs).map(|query| (Occur::Must, query)).collect();
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let mut addresses = self.addresses(&BooleanQuery::new(clauses))?;
        addresses.sort_by_cached_key(|ArticleAddress(address)| {
            let day =
                self.fast_fields.get(address.segment_ord as usize).map(|fields| fields.day(address.doc_id));
            let day = day.filter(|day| *day != UNDATED);
            (day.is_none(), day, *address)
        });
        Ok(addresses)
    }

    /// Returns the articles that have this run of words, in the order of the index.
    pub(crate) fn articles_with_run(
        &self,
        run: &PlacedWords,
        target: SearchTarget,
    ) -> Result<Vec<ArticleAddress>, Error> {
        let Some(query) = run_query(self.fields.of(target).0, run) else { return Ok(Vec::new()) };
        self.addresses(&*query)
    }

    fn addresses(&self, query: &dyn Query) -> Result<Vec<ArticleAddress>, Error> {
        catch_engine_panic(&self.path, || {
            let docs = matching_docs(&self.searcher, query).map_err(|error| self.error(error))?;
            let addresses = (0..).zip(docs).flat_map(|(segment, docs)| {
                docs.into_iter().map(move |doc| ArticleAddress(DocAddress::new(segment, doc)))
            });
            Ok(addresses.collect())
        })
    }

    /// Returns the `limit` articles whose words have the highest sum of weights, best first. Reads the lists
    /// of the first words, until there is more than `max_postings` in them.
    pub(crate) fn articles_with_most(
        &self,
        words: &[(&str, f32)],
        target: SearchTarget,
        (limit, max_postings): (usize, u64),
    ) -> Result<Vec<ArticleAddress>, Error> {
        let field = self.fields.of(target).0;
        let scored = catch_engine_panic(&self.path, || {
            let mut scored: Vec<(f32, DocAddress)> = Vec::new();
            for (ord, reader) in (0..).zip(self.searcher.segment_readers()) {
                let mut scores = vec![0f32; reader.max_doc() as usize];
                let mut postings_left = max_postings;
                let index = reader.inverted_index(field).map_err(|error| self.error(error))?;
                for (word, weight) in words {
                    let term = Term::from_field_text(field, word);
                    let postings = index.read_postings(&term, IndexRecordOption::Basic);
                    let postings = postings.map_err(|error| self.error(error.into()))?;
                    let Some(mut postings) = postings else { continue };
                    let size = u64::from(postings.size_hint());
                    if size > postings_left {
                        break;
                    }
                    postings_left -= size;
                    while postings.doc() != TERMINATED {
                        if let Some(score) = scores.get_mut(postings.doc() as usize) {
                            *score += weight;
                        }
                        postings.advance();
                    }
                }
                let scores =
                    (0..).zip(scores).filter(|(doc, score)| *score > 0.0 && !reader.is_deleted(*doc));
                scored.extend(scores.map(|(doc, score)| (score, DocAddress::new(ord, doc))));
            }
            Ok(scored)
        });
        let mut scored = scored?;
        let best_first =
            |a: &(f32, DocAddress), b: &(f32, DocAddress)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if scored.len() > limit && limit > 0 {
            scored.select_nth_unstable_by(limit - 1, best_first);
        }
        scored.truncate(limit);
        scored.sort_unstable_by(best_first);
        Ok(scored.into_iter().map(|(_, address)| ArticleAddress(address)).collect())
    }

    /// Returns the articles of the source file at `path`.
    pub(crate) fn articles_of_file(&self, path: &Path) -> Result<Vec<ArticleAddress>, Error> {
        catch_engine_panic(&self.path, || {
            let docs = self.source_keys(path).into_iter().map(|key| self.docs_of_file(&key));
            let docs = docs.collect::<Result<Vec<_>, Error>>()?.into_iter().flatten();
            Ok(docs.map(|doc| ArticleAddress(doc.address)).collect())
        })
    }

    /// Returns the article at `address` with its text: the body, or what was cut.
    pub(crate) fn article_with_text(
        &self,
        address: ArticleAddress,
        target: SearchTarget,
    ) -> Result<FetchedArticle, Error> {
        catch_engine_panic(&self.path, || {
            let ArticleAddress(address) = address;
            let fields = self.fast_fields.get(address.segment_ord as usize);
            let fields = fields.ok_or_else(|| self.damaged("an article has no segment"))?;
            let doc = ScoredDoc { score: 0.0, day: fields.day(address.doc_id), address };
            self.fetch(&doc, target, true)
        })
    }
}

fn term_query(field: Field, word: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(Term::from_field_text(field, word), IndexRecordOption::Basic))
}

/// Returns a query for words next to each other; `None` if there are none.
fn run_query(field: Field, run: &PlacedWords) -> Option<Box<dyn Query>> {
    let terms = run.iter().map(|(place, word)| (*place, Term::from_field_text(field, word)));
    match run.as_slice() {
        [] => None,
        [(_, word)] => Some(term_query(field, word)),
        _ => Some(Box::new(PhraseQuery::new_with_offset(terms.collect()))),
    }
}
