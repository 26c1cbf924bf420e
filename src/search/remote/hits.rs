//! Articles that another engine has found, as they are shown: nothing is indexed here for them.

use std::ops::Range;

use tantivy::DocAddress;

use crate::article::{Document, Metadata, StoredText};
use crate::error::Error;
use crate::index::SearchTarget;
use crate::index::term_vectors::VectorTerm;
use crate::search::remote::{RemoteCounts, RemoteKey, RemoteQuery};
use crate::search::request::{SearchParams, Sort};
use crate::search::rerank::{self, DocTermVector};
use crate::search::response::FetchedArticle;
use crate::search::snapshot::IndexSnapshot;

/// Number of times that articles are looked for which go while they are fetched.
const MAX_ATTEMPTS: usize = 3;

/// Articles that another engine is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RemotePage<'q> {
    /// The query that they match.
    pub query: &'q RemoteQuery,
    /// Order of the articles.
    pub sort: Sort,
    /// Their places in that order.
    pub range: Range<usize>,
}

/// Key, story and score of an article that another engine has found.
#[derive(Debug)]
pub(crate) struct RankedKey {
    pub key: RemoteKey,
    /// Key of the story; `None` for an article without copies.
    pub story: Option<u64>,
    /// Score; 0 if the articles are in another order.
    pub score: f32,
}

/// An article that another engine has found.
#[derive(Debug)]
pub(crate) struct RemoteHit {
    pub document: Document,
    /// Score; 0 if the articles are in another order.
    pub score: f32,
}

#[cfg(any(test, feature = "opensearch"))]
impl RankedKey {
    /// Returns the key of a hit.
    pub(crate) fn of(hit: &RemoteHit) -> Self {
        RankedKey { key: RemoteKey::of(&hit.document), story: hit.document.stories.own, score: hit.score }
    }
}

/// An article that another engine has found, with its term vector.
#[derive(Debug)]
pub(crate) struct RankedVector {
    pub ranked: RankedKey,
    pub vector: RemoteVector,
}

/// Term vector of an article.
#[derive(Debug, Default)]
pub(crate) struct RemoteVector {
    /// Encoded terms, in the order of their hashes.
    pub terms: Vec<u64>,
    /// Length of the text in words.
    pub length: u64,
}

impl RemoteVector {
    fn decoded(&self) -> DocTermVector {
        let terms = self.terms.iter().map(|term| VectorTerm::decode(*term)).collect();
        DocTermVector { terms, length: self.length.max(1) as f32 }
    }
}

impl IndexSnapshot {
    /// Returns the hits of a page in the order that the engine has them in, so that pages fit together; the
    /// first ones reranked. Returns the number of all articles that match, too.
    pub(super) fn remote_hits(
        &self,
        remote: &RemoteCounts,
        query: &RemoteQuery,
        params: &SearchParams,
        reranks: bool,
    ) -> Result<(u64, Vec<FetchedArticle>), Error> {
        let range = params.offset..params.offset.saturating_add(params.limit);
        let page = RemotePage { query, sort: params.sort, range };
        let (total, hits) = self.ranked_hits(remote, &page, reranks)?;
        let articles = hits.into_iter().map(|hit| self.fetched(hit.document, hit.score, params));
        Ok((total, articles.collect::<Result<_, _>>()?))
    }

    /// Returns the hits of a page as [`IndexSnapshot::remote_hits`] does, with their documents.
    pub(in crate::search) fn ranked_hits(
        &self,
        remote: &RemoteCounts,
        page: &RemotePage<'_>,
        reranks: bool,
    ) -> Result<(u64, Vec<RemoteHit>), Error> {
        let Range { start: begin, end } = page.range;
        if !reranks || begin >= rerank::DEPTH || begin == end {
            return page.all(remote);
        }
        self.reranked(remote, page)
    }

    /// Returns the keys of the first articles that match `query`, in the order of their hits: `limit` of
    /// them, or [`rerank::DEPTH`] if these are more and reranked.
    pub(in crate::search) fn ranked_keys(
        &self,
        remote: &RemoteCounts,
        (query, sort): (&RemoteQuery, Sort),
        limit: usize,
        reranks: bool,
    ) -> Result<Vec<RankedKey>, Error> {
        if !reranks {
            return remote.index.stories_of_best(query, sort, limit);
        }
        let (_, mut head) = remote.index.best_vectors(query, rerank::DEPTH)?;
        let mut tail = match limit > rerank::DEPTH && head.len() == rerank::DEPTH {
            true => remote.index.stories_of_best(query, sort, limit)?.split_off(rerank::DEPTH),
            false => Vec::new(),
        };
        self.rerank_hits(remote, &mut head, tail.iter_mut().map(|hit| &mut hit.score).collect())?;
        Ok(head.into_iter().map(|hit| hit.ranked).chain(tail).collect())
    }

    /// Returns the hits of a page that begins among the first ones, which are reranked as those of an index
    /// in a folder are, and the number of all articles that match.
    fn reranked(&self, remote: &RemoteCounts, page: &RemotePage<'_>) -> Result<(u64, Vec<RemoteHit>), Error> {
        let Range { start, end } = page.range;
        let (hits, (total, tail)) = remote.fetch_ranked(|| {
            let (total, mut head) = remote.index.best_vectors(page.query, rerank::DEPTH)?;
            let mut tail = match end > rerank::DEPTH && head.len() == rerank::DEPTH {
                true => RemotePage { range: rerank::DEPTH..end, ..page.clone() }.all(remote)?.1,
                false => Vec::new(),
            };
            self.rerank_hits(remote, &mut head, tail.iter_mut().map(|hit| &mut hit.score).collect())?;
            let shown = head.into_iter().take(end).skip(start).map(|hit| hit.ranked);
            Ok((shown.collect(), (total, tail)))
        })?;
        Ok((total, hits.into_iter().chain(tail).collect()))
    }

    fn rerank_hits(
        &self,
        remote: &RemoteCounts,
        head: &mut [RankedVector],
        tail: Vec<&mut f32>,
    ) -> Result<(), Error> {
        let best_score = head.first().map(|hit| hit.ranked.score).filter(|score| *score > 0.0);
        let Some(best_score) = best_score else { return Ok(()) };
        let vectors: Vec<_> = head.iter().map(|hit| hit.vector.decoded()).collect();
        let doc_freqs = remote.vector_doc_freqs(&rerank::shared_hashes(&vectors));
        let doc_freqs = doc_freqs.map_err(|error| self.error(error))?;
        let doc_freq = |hash| doc_freqs.get(&hash).copied().unwrap_or(1.0);
        let mut hits: Vec<&mut f32> = head.iter_mut().map(|hit| &mut hit.ranked.score).collect();
        hits.extend(tail);
        let mut scores: Vec<f32> = hits.iter().map(|score| **score).collect();
        self.rerank_collection().rescore(&mut scores, best_score, &vectors, &doc_freq);
        hits.into_iter().zip(scores).for_each(|(hit, score)| *hit = score);
        head.sort_by(|a, b| b.ranked.score.total_cmp(&a.ranked.score));
        Ok(())
    }

    /// Returns the key of an article in memory.
    pub(in crate::search) fn remote_key(&self, doc: DocAddress) -> Option<RemoteKey> {
        let fields = self.fast_fields.get(doc.segment_ord as usize)?;
        let (_, record) = fields.source_ord_and_record(doc.doc_id);
        Some(RemoteKey { source: fields.source_key(doc.doc_id), record })
    }

    /// Returns what `params` asks for of an article.
    pub(in crate::search) fn fetched(
        &self,
        document: Document,
        score: f32,
        params: &SearchParams,
    ) -> Result<FetchedArticle, Error> {
        let path = self.file_path(document.key.folder, &document.key.path);
        let path = path.ok_or_else(|| self.damaged("an article has no folder"))?;
        let none = || StoredText { language: document.language, ..StoredText::default() };
        let (text, cut_text) = match (params.target, params.fetch_cut_text) {
            (SearchTarget::Cut, false) => (document.cut, StoredText::default()),
            (SearchTarget::Cut, true) => (document.cut.clone(), document.cut),
            (_, true) => (document.body, document.cut),
            (_, false) => (document.body, StoredText::default()),
        };
        let has_quotations = params.fetch_quotations && params.fetch_text;
        Ok(FetchedArticle {
            score,
            path,
            id: document.record.id,
            metadata: Metadata { impossible_date: None, ..document.metadata },
            added: document.content.and_then(|content| content.added),
            indexed_by: self.meta().owners.get(&document.key.folder).cloned(),
            title_position: document.title_position,
            text: if params.fetch_text { text } else { none() },
            cut_text,
            quotations: if has_quotations { document.quotations } else { Vec::new() },
            copies: Vec::new(),
            num_copies: 0,
            key: None,
        })
    }
}

impl RemoteCounts {
    /// Fetches the articles that `rank` returns the keys of, in their order, and returns them with what else
    /// it returns. Ranks once more if an article has gone meanwhile.
    pub(in crate::search) fn fetch_ranked<T>(
        &self,
        mut rank: impl FnMut() -> Result<(Vec<RankedKey>, T), Error>,
    ) -> Result<(Vec<RemoteHit>, T), Error> {
        let mut attempts = 0;
        loop {
            attempts += 1;
            let (ranked, rest) = rank()?;
            let (keys, scores): (Vec<RemoteKey>, Vec<f32>) =
                ranked.into_iter().map(|hit| (hit.key, hit.score)).unzip();
            let documents = self.index.documents(&keys)?;
            if documents.contains(&None) && attempts < MAX_ATTEMPTS {
                continue;
            }
            let hits = documents.into_iter().zip(scores);
            let hits = hits.filter_map(|(document, score)| Some(RemoteHit { document: document?, score }));
            return Ok((hits.collect(), rest));
        }
    }
}

impl RemotePage<'_> {
    /// Returns the number of all articles that match, and the hits of the page.
    fn all(&self, remote: &RemoteCounts) -> Result<(u64, Vec<RemoteHit>), Error> {
        let mut all = Vec::new();
        let total = remote.index.hits(self, &mut |hits| {
            all.extend(hits);
            Ok(true)
        })?;
        Ok((total, all))
    }
}
