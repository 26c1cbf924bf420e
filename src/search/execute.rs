//! Executes a query on a snapshot: plans, collects the top documents, reranks and fetches them.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use tantivy::query::{AllQuery, Bm25StatisticsProvider, BooleanQuery, Occur, Query as TantivyQuery};
use tantivy::{DocId, Score};

use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::error::catch_engine_panic;
use crate::index::statistics::CollectionStats;
use crate::query::{Occur as QueryOccur, Query};
use crate::search::collapse::story_matches::StoryMatches;
use crate::search::collapse::top_stories::{collapse, collect_stories};
use crate::search::filters::{date_range, in_folders, of_sources};
use crate::search::plan::{Planner, QueryPlan, both, only_stop_words};
use crate::search::queries::doc_list::DocListQuery;
use crate::search::queries::doc_order::{matching_docs, newest_first};
use crate::search::queries::span_search::SpanSearch;
use crate::search::queries::work_budget::WorkBudget;
use crate::search::request::{Filter, SearchParams, Sort};
use crate::search::rerank;
use crate::search::rerank::{RerankCollection, TermVectorReader};
use crate::search::response::{FetchedArticle, SearchResults};
use crate::search::snapshot::IndexSnapshot;
use crate::search::top_docs::{Harvest, ScoredDoc, TopDocsCollector, sort_docs};

/// Beginning of a note on a search that left something out.
const TOO_MUCH_WORK: &str = "the query takes more work than a search may do";
/// Note on patterns that were not searched for, or articles that were not compared to their end.
const PATTERNS_LEFT_OUT: &str = "some of its patterns or of the words in long articles were left out, so that more \
                                 may match";
/// Advice in such a note.
const ADVICE: &str = "ask for rarer words or fewer parts";

impl IndexSnapshot {
    /// Returns the best articles for `query`, and the number of all that match.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub fn search(&self, query: &Query, params: &SearchParams) -> Result<SearchResults, Error> {
        self.search_within(query, params, &Arc::default())
    }

    /// Searches as [`IndexSnapshot::search`] does, as far as `budget` allows.
    pub(super) fn search_within(
        &self,
        query: &Query,
        params: &SearchParams,
        budget: &Arc<WorkBudget>,
    ) -> Result<SearchResults, Error> {
        if let Some(remote) = &self.remote
            && !self.has_candidates
        {
            return self.search_remote(remote, query, params);
        }
        catch_engine_panic(&self.path, || {
            let mut planner = Planner { only_stop_words: only_stop_words(query), ..self.planner(budget) };
            let (use_rerank, needs_all) = (IndexSnapshot::reranks(query, params), params.needs_all());
            let end = params.offset.saturating_add(params.limit);
            // The hits are reranked to the same depth whichever part of them is requested, so that pages fit
            // together.
            let limit = if use_rerank { end.max(rerank::DEPTH) } else { end };
            let statistics = CollectionStats {
                searcher: &self.searcher,
                token_counts: &self.meta.token_counts,
                languages: &self.language_sizes,
            };
            let of_remote = self.remote.as_deref().map(|remote| self.remote_stats(remote));
            let provider: &dyn Bm25StatisticsProvider = match &of_remote {
                Some(statistics) => statistics,
                None => &statistics,
            };
            let by_relevance = params.sort == Sort::Relevance && params.target == SearchTarget::Article;
            let is_fast = by_relevance && params.filter.is_empty() && !needs_all && self.remote.is_none();
            let plan = match is_fast {
                true => planner.plan_words(query).map_err(|error| self.error(error))?,
                false => None,
            };
            let plan = match plan {
                Some(plan) => plan,
                None => QueryPlan::Tantivy(self.lowered(query, params, &mut planner, budget)?),
            };
            let matching = match &plan {
                QueryPlan::Tantivy(lowered) if needs_all => matching_docs(&self.searcher, &**lowered),
                _ => Ok(Vec::new()),
            };
            let matching = matching.map_err(|error| self.error(error))?;
            let asks_for_stories = params.collapse || params.stories;
            let stories = if asks_for_stories { self.stories() } else { None };
            let watched = stories.as_ref().map_or(&[][..], |stories| self.story_members(stories));
            let collect = |limit| {
                let harvest = match &plan {
                    QueryPlan::BagOfWords(bag) => {
                        let limit = (limit, watched);
                        bag.search(&self.searcher, &self.fields, &self.fast_fields, &statistics, limit)
                    }
                    QueryPlan::Tantivy(_) if needs_all && params.limit == 0 => {
                        let total = matching.iter().map(Vec::len).sum();
                        Ok(Harvest { total, top_docs: Vec::new(), watched: Vec::new() })
                    }
                    QueryPlan::Tantivy(lowered) => {
                        let (fast_fields, sort) = (&*self.fast_fields, params.sort);
                        let collector = TopDocsCollector { fast_fields, limit, sort, watched };
                        self.searcher.search_with_statistics_provider(&**lowered, &collector, provider)
                    }
                };
                harvest.map_err(|error| self.error(error))
            };
            let mut notes = planner.notes;
            notes.extend(work_note(budget, &notes));
            if asks_for_stories && (stories.is_none() || self.has_last_stories()) {
                notes.extend(self.note_without_stories(params.stories));
            }
            let collapsed = stories.as_ref().filter(|_| params.collapse);
            let harvest = match collapsed {
                Some(stories) => collect_stories(collect, limit, end, (stories, self.num_articles()))?,
                None => collect(limit)?,
            };
            let mut top_docs = harvest.top_docs;
            let story_matches = match &stories {
                None => StoryMatches::default(),
                Some(stories) if needs_all => StoryMatches::among(stories, &matching),
                Some(stories) => StoryMatches::of_members(stories, &harvest.watched),
            };
            if use_rerank {
                self.rerank(&mut top_docs)?;
            }
            if let Some(stories) = collapsed {
                collapse(&mut top_docs, stories);
            }
            let page = top_docs.iter().skip(params.offset).take(params.limit);
            let fetch = |doc: &ScoredDoc| self.fetch_shown(doc, params, None);
            let fetch_with_copies =
                |doc: &ScoredDoc, matches: &StoryMatches| -> Result<FetchedArticle, Error> {
                    let document = fetch(doc)?;
                    let Some(stories) = &stories else { return Ok(document) };
                    let copies = self.copies_that_match(doc, stories, matches);
                    let num_copies = copies.len();
                    let copies = match params.max_copies {
                        0 | usize::MAX => copies,
                        _ => self.other_outlets_first(doc, copies)?,
                    };
                    let fetch_copy = |copy: &ScoredDoc| {
                        let has_same = params.fetch_text && self.have_same_text(doc, copy, params.target)?;
                        self.fetch_shown(copy, params, has_same.then_some(&document.text))
                    };
                    let copies = copies.iter().take(params.max_copies).map(fetch_copy);
                    let copies = copies.collect::<Result<_, _>>()?;
                    Ok(FetchedArticle { copies, num_copies, ..document })
                };
            let documents: Result<_, _> = match collapsed {
                Some(stories) => {
                    let shown = page.clone().filter_map(|doc| stories.story_of(doc.address));
                    let matches = story_matches.narrow(stories, shown);
                    page.map(|doc| fetch_with_copies(doc, &matches)).collect()
                }
                None => page.map(&fetch).collect(),
            };
            let facets = match needs_all {
                true => {
                    let stories = stories.as_ref().map(|stories| (stories, &story_matches));
                    let fetch = |doc: &ScoredDoc| fetch_with_copies(doc, &story_matches);
                    Some(self.facets(&matching, params, stories, fetch)?)
                }
                false => None,
            };
            let num_stories = harvest.total - story_matches.num_docs() + story_matches.num_stories();
            Ok(SearchResults {
                total: harvest.total,
                stories: stories.as_ref().map(|_| num_stories),
                is_truncated: budget.is_exceeded(),
                documents: documents?,
                left_out: self
                    .left_out_in_scope(&params.filter)?
                    .iter()
                    .map(fetch)
                    .collect::<Result<_, _>>()?,
                facets,
                notes,
            })
        })
    }

    /// Returns the documents that match `query`, segment by segment, with notes on what was searched
    /// differently than requested.
    ///
    /// # Errors
    /// [`Error::Damaged`] if a file of the index cannot be read.
    pub(super) fn matching(
        &self,
        query: &Query,
        params: &SearchParams,
        budget: &Arc<WorkBudget>,
    ) -> Result<(Vec<Vec<DocId>>, Vec<String>), Error> {
        catch_engine_panic(&self.path, || {
            let mut planner = Planner { only_stop_words: only_stop_words(query), ..self.planner(budget) };
            let lowered = self.lowered(query, params, &mut planner, budget)?;
            let docs = matching_docs(&self.searcher, &*lowered).map_err(|error| self.error(error))?;
            let mut notes = planner.notes;
            notes.extend(work_note(budget, &notes));
            Ok((docs, notes))
        })
    }

    /// Returns a planner of queries on the articles.
    pub(super) fn planner<'s>(&'s self, budget: &'s Arc<WorkBudget>) -> Planner<'s> {
        Planner {
            searcher: &self.searcher,
            fields: &self.fields,
            folders: &self.meta.folders,
            analyzer: self.analyzer(),
            languages: self.languages(),
            language_counts: &self.meta.languages,
            language_sizes: &self.language_sizes,
            doc_languages: &self.doc_languages,
            inflection_cache: &self.inflection_cache,
            only_stop_words: false,
            patterns: 0,
            vocabularies: Default::default(),
            clauses: Vec::new(),
            budget,
            sources: &self.source_table,
            excluded: false,
            among: None,
            remote: self.remote.as_ref(),
            notes: Vec::new(),
        }
    }

    /// Lowers a query and finds the matches of its clauses over positions. Restricts it to the newest
    /// articles if reading the lists of its words and phrases takes too much work, or comparing its clauses.
    fn lowered(
        &self,
        query: &Query,
        params: &SearchParams,
        planner: &mut Planner<'_>,
        budget: &WorkBudget,
    ) -> Result<Box<dyn TantivyQuery>, Error> {
        let engine_error = |error| self.error(error);
        let order = if params.sort == Sort::Oldest { "oldest" } else { "newest" };
        let steps = planner.scan_steps(query, params.target);
        let steps_left = budget.take_scan(steps);
        if steps > steps_left {
            let all = self.filtered(Box::new(AllQuery), &params.filter)?;
            let all = matching_docs(&self.searcher, &*all).map_err(engine_error)?;
            let mut docs = newest_first(&all, &self.fast_fields, params.sort);
            let candidates = docs.len();
            docs.truncate((candidates as u128 * u128::from(steps_left) / u128::from(steps)) as usize);
            planner.notes.push(format!(
                "{TOO_MUCH_WORK}: only the {order} {} of {candidates} articles were searched, so that more may \
                 match; {ADVICE}",
                docs.len()
            ));
            planner.among = Some(DocListQuery::new(&self.searcher, &docs));
        }
        let lowered = planner.lower(query, params.target).map_err(engine_error)?;
        let mut lowered = self.filtered(lowered, &params.filter)?;
        if planner.among.is_some() {
            budget.exceed();
        }
        if !planner.clauses.is_empty() {
            let mut whole = query;
            while let Query::Field(_, inner) = whole {
                whole = inner;
            }
            let is_one_clause = planner.clauses.len() == 1
                && matches!(whole, Query::Near(_) | Query::Phrase(_) | Query::Term(_))
                && params.filter.is_empty()
                && planner.among.is_none();
            let span_search = SpanSearch {
                searcher: &self.searcher,
                fast_fields: &self.fast_fields,
                sort: params.sort,
                budget,
                clauses: &planner.clauses,
            };
            let compared = span_search.run(&*lowered, is_one_clause).map_err(engine_error)?;
            if let Some(compared) = compared {
                planner.notes.push(format!(
                    "{TOO_MUCH_WORK}: of {} articles with its words, only the {order} {} were compared with it, so \
                     that more may match; {ADVICE}",
                    compared.candidates, compared.compared
                ));
                lowered = both(lowered, Box::new(compared.docs));
            }
        }
        Ok(lowered)
    }

    /// Returns whether the best documents are reranked.
    pub(super) fn reranks(query: &Query, params: &SearchParams) -> bool {
        // A single word says too little about what is meant to expand it from its top documents.
        let several_words = query.plain_words().len() > 1;
        let by_relevance = params.sort == Sort::Relevance && params.target == SearchTarget::Article;
        // Counts need all documents that match, the hits only some of them.
        let needs_hits = params.limit > 0 || !params.needs_all();
        several_words && by_relevance && needs_hits && is_bag_of_words(query)
    }

    /// Returns the articles that documents are reranked among.
    pub(super) fn rerank_collection(&self) -> RerankCollection {
        let exact = self.fields.exact;
        // Articles in other languages share no terms with those in the main one.
        let (num_tokens, num_docs) = self.language_sizes.in_main_language(exact).unwrap_or_else(|| {
            let tokens = self.meta.token_counts.get(&exact.field_id()).copied().unwrap_or_default();
            (tokens, self.num_articles())
        });
        RerankCollection { num_docs, num_tokens }
    }

    /// Reranks the first [`rerank::DEPTH`] of `docs`; all scores become fractions of the best score.
    fn rerank(&self, docs: &mut Vec<ScoredDoc>) -> Result<(), Error> {
        let best_score = docs.first().map(|doc| doc.score).filter(|score| *score > 0.0);
        let Some(best_score) = best_score else { return Ok(()) };
        let doc_freqs = self.doc_freqs.get().map_err(|error| Error::reading_index(&self.path, &error))?;
        if doc_freqs.is_none() && self.remote.is_none() {
            return Ok(());
        }
        let segments = self.searcher.segment_readers();
        let term_vectors = TermVectorReader::open(segments, &self.fast_fields, self.fields.exact);
        let term_vectors = term_vectors.map_err(|error| self.error(error))?;
        let head = docs.iter().take(rerank::DEPTH);
        let vectors: Vec<_> = head.map(|doc| term_vectors.read(doc.address)).collect();
        let of_remote = match &self.remote {
            Some(remote) => remote.vector_doc_freqs(&rerank::shared_hashes(&vectors)),
            None => Ok(FxHashMap::default()),
        };
        let of_remote = of_remote.map_err(|error| self.error(error))?;
        let doc_freq = |hash| match doc_freqs {
            Some(doc_freqs) => doc_freqs.doc_freq(hash),
            None => of_remote.get(&hash).copied().unwrap_or(1.0),
        };
        let mut scores: Vec<Score> = docs.iter().map(|doc| doc.score).collect();
        self.rerank_collection().rescore(&mut scores, best_score, &vectors, &doc_freq);
        docs.iter_mut().zip(scores).for_each(|(doc, score)| doc.score = score);
        sort_docs(docs, &self.fast_fields, ScoredDoc::by_score);
        Ok(())
    }

    /// Returns a query for what matches `query` and passes `filter`.
    ///
    /// # Errors
    /// [`Error::NeedsIndexing`] if the index does not have a facet of the filter.
    pub(super) fn filtered(
        &self,
        query: Box<dyn TantivyQuery>,
        filter: &Filter,
    ) -> Result<Box<dyn TantivyQuery>, Error> {
        let mut clauses = vec![(Occur::Must, query)];
        if !filter.folders.is_empty() {
            let keys: Vec<_> = filter.folders.iter().flat_map(|folder| self.source_keys(folder)).collect();
            clauses.push((Occur::Must, in_folders(&keys, &self.fields)));
        }
        if filter.since.is_some() || filter.until.is_some() {
            clauses.push((Occur::Must, date_range(filter.since, filter.until, &self.fields)));
        }
        for drill_down in &filter.drill_downs {
            let occur = if drill_down.is_excluded { Occur::MustNot } else { Occur::Must };
            clauses.push((occur, Box::new(self.drill_down(drill_down)?)));
        }
        if let Some(path) = &filter.left_out {
            let left_out: Option<Box<dyn TantivyQuery>> = match filter.left_out_id.as_deref() {
                None => Some(of_sources(&self.source_keys(path), &self.fields)),
                // An index that cannot be read fails the search itself.
                Some(id) => self.find(path, Some(id)).ok().flatten().map(|doc| -> Box<dyn TantivyQuery> {
                    Box::new(DocListQuery::new(&self.searcher, &[doc.address]))
                }),
            };
            clauses.extend(left_out.map(|left_out| (Occur::MustNot, left_out)));
            let copies = self.left_out_copies(filter);
            if !copies.is_empty() {
                clauses.push((Occur::MustNot, Box::new(DocListQuery::new(&self.searcher, &copies))));
            }
        }
        Ok(match clauses.len() {
            1 => clauses.remove(0).1,
            _ => Box::new(BooleanQuery::new(clauses)),
        })
    }
}

/// Returns a note on a search that left something out, unless `notes` has one.
fn work_note(budget: &WorkBudget, notes: &[String]) -> Option<String> {
    let is_missing = budget.is_exceeded() && notes.iter().all(|note| !note.starts_with(TOO_MUCH_WORK));
    is_missing.then(|| format!("{TOO_MUCH_WORK}: {PATTERNS_LEFT_OUT}; {ADVICE}"))
}

/// Returns whether a query is a bag of words, all or any of which must match. A bag of optional words may
/// also contain phrases.
fn is_bag_of_words(query: &Query) -> bool {
    let Query::Bool(clauses) = query else { return matches!(query, Query::Term(_)) };
    let allowed = |(occur, query): &(QueryOccur, Query)| match query {
        Query::Term(_) => *occur != QueryOccur::MustNot,
        Query::Phrase(_) => *occur == QueryOccur::Should,
        _ => false,
    };
    clauses.iter().all(allowed) && clauses.iter().any(|(_, query)| matches!(query, Query::Term(_)))
}
