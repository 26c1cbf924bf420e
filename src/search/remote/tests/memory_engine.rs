//! An engine for tests, whose index is in memory.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, FuzzyTermQuery, Occur, PhraseQuery,
    Query as TantivyQuery, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocId, Term};

use crate::analysis::{Language, tagged_stem};
use crate::article::Document;
use crate::error::Error;
use crate::index::Meta;
use crate::index::term_vectors;
use crate::index::write::in_memory::MemoryIndex;
use crate::query::{DateField, Glob};
use crate::search::expand;
use crate::search::facets::kinds::CountBy;
use crate::search::queries::doc_list::DocListQuery;
use crate::search::remote::facets::facet_values;
use crate::search::remote::tests::memory_spans::PlacedTerms;
use crate::search::remote::{
    RankedKey, RankedVector, RemoteField, RemoteHit, RemoteIndex, RemoteKey, RemotePage, RemoteQuery,
    RemoteVector, StoryCounts, StoryMember, StoryState,
};
use crate::search::request::Sort;

/// An engine whose index is in memory.
pub(super) struct MemoryEngine {
    pub memory: MemoryIndex,
    /// Articles, each at the position of its document id.
    pub documents: Vec<Document>,
    pub meta: Meta,
    pub has_intervals: bool,
    /// Number of times that the first of the articles which are fetched by their keys is gone.
    pub losses: Arc<AtomicUsize>,
}

impl MemoryEngine {
    fn field(&self, field: RemoteField) -> Option<Field> {
        let fields = &self.memory.fields;
        match field {
            RemoteField::Words(target) => Some(fields.of(target).0),
            RemoteField::Stems(target) => fields.of(target).1,
            RemoteField::StopStems(_) => None,
            RemoteField::Lead => Some(fields.lead),
            RemoteField::Names => fields.names,
            RemoteField::Speech => Some(fields.boundaries),
            RemoteField::Source => Some(fields.source),
            RemoteField::Ancestors => Some(fields.ancestors),
            RemoteField::Host | RemoteField::Vector | RemoteField::Value(_) | RemoteField::ImpossibleDay => {
                None
            }
        }
    }

    /// Counts the articles with a hash in their term vectors.
    fn count_vectors(&self, hash: &str) -> u64 {
        let segments = self.memory.searcher.segment_readers().iter();
        let has_hash = |column: &tantivy::columnar::Column<u64>, doc| {
            term_vectors::terms(column, doc).any(|term| term_vectors::vector_term(term.hash) == hash)
        };
        let counts = segments.map(|segment| {
            let column = term_vectors::column(segment).expect("vectors");
            segment.doc_ids_alive().filter(|doc| has_hash(&column, *doc)).count() as u64
        });
        counts.sum()
    }

    /// Returns a query for the documents that `accepts` accepts.
    fn any_document(&self, accepts: impl Fn(&Document) -> bool) -> Box<dyn TantivyQuery> {
        let article = |document: &Document| -> Box<dyn TantivyQuery> {
            let source = Term::from_field_text(self.memory.fields.source, &document.key.encode());
            let source = Box::new(TermQuery::new(source, IndexRecordOption::Basic));
            let record = Term::from_field_u64(self.memory.fields.record, document.record.number);
            let record = std::ops::Bound::Included(record);
            let record = Box::new(RangeQuery::new(record.clone(), record));
            Box::new(BooleanQuery::intersection(vec![source, record]))
        };
        let found = self.documents.iter().filter(|document| accepts(document));
        let found = BooleanQuery::union(found.map(article).collect());
        Box::new(ConstScoreQuery::new(Box::new(found), 0.0))
    }

    fn lower(&self, query: &RemoteQuery) -> Box<dyn TantivyQuery> {
        let all_of = |occur, queries: &[RemoteQuery]| -> Vec<(Occur, Box<dyn TantivyQuery>)> {
            queries.iter().map(|query| (occur, self.lower(query))).collect()
        };
        let term_query = |field: Field, text: &str| -> Box<dyn TantivyQuery> {
            let term = Term::from_field_text(field, text);
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        };
        let any_term = |field: Field, accepts: &dyn Fn(&str) -> bool| -> Box<dyn TantivyQuery> {
            let mut found: Vec<Box<dyn TantivyQuery>> = Vec::new();
            for segment in self.memory.searcher.segment_readers() {
                let index = segment.inverted_index(field).expect("the field is there");
                let mut terms = index.terms().stream().expect("the terms can be read");
                while terms.advance() {
                    let term = std::str::from_utf8(terms.key()).expect("a word");
                    found.extend(accepts(term).then(|| term_query(field, term)));
                }
            }
            Box::new(BooleanQuery::union(found))
        };
        match query {
            RemoteQuery::All => Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
            RemoteQuery::Nothing => Box::new(EmptyQuery),
            RemoteQuery::Term(RemoteField::StopStems(target), stem) => {
                let field = self.memory.fields.of(*target).0;
                let has_stem = |term: &str| {
                    let mut bases = [Some(term), term.strip_suffix('s')].into_iter().flatten();
                    bases.any(|base| Language::all().any(|language| tagged_stem(base, language) == *stem))
                };
                any_term(field, &has_stem)
            }
            RemoteQuery::Term(field, text) => match self.field(*field) {
                Some(field) => term_query(field, text),
                None => Box::new(EmptyQuery),
            },
            RemoteQuery::AnyTerm(field, terms) => match self.field(*field) {
                Some(field) => {
                    let terms = terms.iter().map(|text| term_query(field, text)).collect();
                    Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::union(terms)), 0.0))
                }
                None => Box::new(EmptyQuery),
            },
            RemoteQuery::Phrase(field, words) => match (self.field(*field), words.as_slice()) {
                (Some(field), [word]) => term_query(field, word),
                (Some(field), [_, _, ..]) => {
                    let terms = words.iter().map(|word| Term::from_field_text(field, word));
                    Box::new(PhraseQuery::new(terms.collect()))
                }
                _ => Box::new(EmptyQuery),
            },
            RemoteQuery::Pattern(field, pattern) => {
                let glob = Glob::new(pattern).expect("a pattern");
                any_term(self.field(*field).expect("a field"), &|term| glob.matches(term))
            }
            RemoteQuery::Fuzzy(field, word, distance) => {
                let term = Term::from_field_text(self.field(*field).expect("a field"), word);
                Box::new(FuzzyTermQuery::new(term, *distance, true))
            }
            RemoteQuery::Spans(target, spans) => {
                self.any_document(|document| !PlacedTerms::of(document, *target).intervals(spans).is_empty())
            }
            RemoteQuery::InStories(keys) => self.any_document(|Document { stories, .. }| {
                stories.own.is_some_and(|key| keys.as_ref().is_none_or(|keys| keys.contains(&key)))
            }),
            RemoteQuery::WithStories(keys) => self
                .any_document(|Document { stories, .. }| stories.others.iter().any(|key| keys.contains(key))),
            RemoteQuery::Days(column, from, to) => {
                let fields = &self.memory.fields;
                let field = match column {
                    DateField::Published | DateField::Impossible => fields.published,
                    DateField::Added => fields.content.expect("the current format has contents").added,
                };
                let bound = |day| std::ops::Bound::Included(Term::from_field_i64(field, day));
                let range =
                    RangeQuery::new(bound(from.unwrap_or(i64::MIN / 2)), bound(to.unwrap_or(i64::MAX / 2)));
                Box::new(ConstScoreQuery::new(Box::new(range), 0.0))
            }
            RemoteQuery::Contents(contents) => {
                let field = self.memory.fields.content.expect("the current format has contents").hash;
                let with_content = |content: &u64| -> Box<dyn TantivyQuery> {
                    let bound = || std::ops::Bound::Included(Term::from_field_u64(field, *content));
                    Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(), bound())), 0.0))
                };
                Box::new(BooleanQuery::union(contents.iter().map(with_content).collect()))
            }
            RemoteQuery::AnyOf(queries) => Box::new(BooleanQuery::new(all_of(Occur::Should, queries))),
            RemoteQuery::Unscored(query) => Box::new(ConstScoreQuery::new(self.lower(query), 0.0)),
            RemoteQuery::Boosted(required, optional) => {
                let mut clauses = vec![(Occur::Must, self.lower(required))];
                clauses.extend(all_of(Occur::Should, optional));
                Box::new(BooleanQuery::new(clauses))
            }
            RemoteQuery::Weighted(query, thousandths) => {
                Box::new(BoostQuery::new(self.lower(query), *thousandths as f32 / 1_000.0))
            }
            RemoteQuery::Bool { must, should, must_not } => {
                let mut clauses = all_of(Occur::Must, must);
                clauses.extend(all_of(Occur::Should, should));
                // A scorer of a phrase may stand beyond the article that it is asked about, which it denies in a
                // debug build. What is listed is asked about any article.
                clauses.extend(must_not.iter().map(|query| {
                    let found = self.matching(query, Sort::Oldest).into_iter();
                    let found: Vec<_> = found.map(|(id, _)| DocAddress::new(0, id)).collect();
                    let listed: Box<dyn TantivyQuery> =
                        Box::new(DocListQuery::new(&self.memory.searcher, &found));
                    (Occur::MustNot, listed)
                }));
                Box::new(BooleanQuery::new(clauses))
            }
        }
    }

    /// Returns the documents that match, with their scores, in the order of `sort`.
    fn matching(&self, query: &RemoteQuery, sort: Sort) -> Vec<(DocId, f32)> {
        let best = TopDocs::with_limit(self.documents.len().max(1)).order_by_score();
        let found = self.memory.searcher.search(&self.lower(query), &best).expect("a search");
        let mut found: Vec<(DocId, f32)> =
            found.into_iter().map(|(score, address)| (address.doc_id, score)).collect();
        let day = |id: DocId| {
            let day = self.documents[id as usize].metadata.published;
            let newest = day.map(std::cmp::Reverse);
            match sort {
                Sort::Oldest => (day.is_none(), None, day),
                _ => (day.is_none(), newest, None),
            }
        };
        found.sort_by(|a, b| {
            let (by_day, by_score) = (day(a.0).cmp(&day(b.0)), b.1.total_cmp(&a.1));
            let order = if sort == Sort::Relevance { by_score.then(by_day) } else { by_day.then(by_score) };
            order.then(a.0.cmp(&b.0))
        });
        found
    }

    fn hit(&self, (id, score): &(DocId, f32)) -> RemoteHit {
        RemoteHit { document: self.documents[*id as usize].clone(), score: *score }
    }

    /// Returns the term vector of a document.
    fn vector(&self, id: DocId) -> RemoteVector {
        let segment = self.memory.searcher.segment_reader(0);
        let column = term_vectors::column(segment).expect("vectors");
        let norms = segment.get_fieldnorms_reader(self.memory.fields.exact).expect("lengths");
        RemoteVector { terms: column.values_for_doc(id).collect(), length: norms.fieldnorm(id).into() }
    }
}

impl RemoteIndex for MemoryEngine {
    fn meta(&self) -> &Meta {
        &self.meta
    }

    fn path(&self) -> PathBuf {
        "memory".into()
    }

    fn num_articles(&self) -> u64 {
        self.documents.len() as u64
    }

    fn has_intervals(&self) -> bool {
        self.has_intervals
    }

    fn story_state(&self) -> StoryState {
        StoryState::Complete
    }

    fn story_counts(&self, query: &RemoteQuery) -> Result<StoryCounts, Error> {
        let mut counts = StoryCounts::default();
        for ranked in self.stories_of_best(query, Sort::Oldest, usize::MAX)? {
            counts.total += 1;
            ranked.story.into_iter().for_each(|key| *counts.stories.entry(key).or_default() += 1);
        }
        Ok(counts)
    }

    fn story_members(&self, query: &RemoteQuery) -> Result<Vec<StoryMember>, Error> {
        let found = self.matching(query, Sort::Oldest).into_iter();
        let documents = found.map(|(id, _)| &self.documents[id as usize]);
        let documents = documents.filter(|document| document.stories.own.is_some());
        let mut members: Vec<StoryMember> = documents.map(StoryMember::of).collect();
        members.sort_by(|a, b| (&a.source, a.record).cmp(&(&b.source, b.record)));
        Ok(members)
    }

    fn stories_of_best(
        &self,
        query: &RemoteQuery,
        sort: Sort,
        limit: usize,
    ) -> Result<Vec<RankedKey>, Error> {
        let found = self.matching(query, sort).into_iter().take(limit);
        Ok(found.map(|found| RankedKey::of(&self.hit(&found))).collect())
    }

    fn counts(&self, queries: &[RemoteQuery]) -> Result<Vec<u64>, Error> {
        let count = |query: &RemoteQuery| match query {
            RemoteQuery::Term(RemoteField::Vector, hash) => self.count_vectors(hash),
            query => self.memory.searcher.search(&self.lower(query), &Count).expect("a search") as u64,
        };
        Ok(queries.iter().map(count).collect())
    }

    fn values(&self, query: &RemoteQuery, by: CountBy) -> Result<Vec<(Option<String>, u64)>, Error> {
        let mut counts: BTreeMap<Option<String>, u64> = BTreeMap::new();
        for (id, _) in self.matching(query, Sort::Oldest) {
            let values = facet_values(&self.documents[id as usize], by);
            values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
        }
        Ok(counts.into_iter().collect())
    }

    fn contents_among(&self, contents: &[u64]) -> Result<Vec<u64>, Error> {
        let known = self.documents.iter().filter_map(|document| document.content.as_ref());
        Ok(known.map(|content| content.hash).filter(|hash| contents.contains(hash)).collect())
    }

    fn terms_within_distance(
        &self,
        field: RemoteField,
        word: &str,
        distance: u8,
    ) -> Result<Vec<(String, u64)>, Error> {
        let Some(field) = self.field(field) else { return Ok(Vec::new()) };
        let terms = expand::terms_within_distance(&self.memory.searcher, field, word, distance);
        Ok(terms.expect("the terms can be read").into_iter().collect())
    }

    fn terms_with_prefix(&self, field: RemoteField, prefix: &str) -> Result<Vec<(String, u64)>, Error> {
        let Some(field) = self.field(field) else { return Ok(Vec::new()) };
        let terms = expand::terms_with_prefix(&self.memory.searcher, field, prefix);
        Ok(terms.expect("the terms can be read").into_iter().collect())
    }

    fn best_vectors(&self, query: &RemoteQuery, limit: usize) -> Result<(u64, Vec<RankedVector>), Error> {
        let found = self.matching(query, Sort::Relevance);
        let vectors = found.iter().take(limit).map(|found| RankedVector {
            ranked: RankedKey::of(&self.hit(found)),
            vector: self.vector(found.0),
        });
        Ok((found.len() as u64, vectors.collect()))
    }

    fn documents(&self, keys: &[RemoteKey]) -> Result<Vec<Option<Document>>, Error> {
        let with_key =
            |key: &RemoteKey| self.documents.iter().find(|document| RemoteKey::of(document) == *key).cloned();
        let mut found: Vec<Option<Document>> = keys.iter().map(with_key).collect();
        let is_lost =
            self.losses.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if let (Some(first), Ok(_)) = (found.first_mut(), is_lost) {
            *first = None;
        }
        Ok(found)
    }

    fn hits(
        &self,
        page: &RemotePage<'_>,
        visit: &mut dyn FnMut(Vec<RemoteHit>) -> Result<bool, Error>,
    ) -> Result<u64, Error> {
        let found = self.matching(page.query, page.sort);
        let end = page.range.end.min(found.len());
        for batch in found[page.range.start.min(end)..end].chunks(3) {
            if !visit(batch.iter().map(|found| self.hit(found)).collect())? {
                break;
            }
        }
        Ok(found.len() as u64)
    }
}
