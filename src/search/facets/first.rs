//! Finds the articles that match and were published first.

use tantivy::{DocAddress, DocId};

use crate::error::Error;
use crate::index::schema::decode_day;
use crate::search::collapse::story_matches::StoryMatches;
use crate::search::collapse::top_stories::collapse;
use crate::search::facets::count::MatchingDocs;
use crate::search::request::SearchParams;
use crate::search::response::{FacetResults, FetchedArticle};
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::Stories;
use crate::search::top_docs::{ScoredDoc, sort_docs};

/// Documents of the first day.
pub(crate) struct FirstDocs {
    /// All that were published on that day, in the order of their files; empty if none has a day.
    pub docs: Vec<ScoredDoc>,
    /// Number of documents without a day.
    pub undated: u64,
}

impl IndexSnapshot {
    /// Counts `docs`, all that match, as `params` ask for, and fetches those that were published first.
    /// `stories` are given with their members that match if copies are collapsed or stories counted.
    pub(in crate::search) fn facets(
        &self,
        docs: &MatchingDocs,
        params: &SearchParams,
        stories: Option<(&Stories<'_>, &StoryMatches)>,
        fetch: impl Fn(&ScoredDoc) -> Result<FetchedArticle, Error>,
    ) -> Result<FacetResults, Error> {
        let has_times = params.first || params.count_by.iter().any(|by| by.is_time());
        let counted = stories.filter(|_| params.stories);
        let counted = counted.map(|(_, matches)| self.one_of_each_story(docs, matches));
        let docs = counted.as_deref().unwrap_or(docs);
        let mut first = match params.first {
            true => self.first_docs(docs).map_err(|error| self.error(error))?,
            false => FirstDocs { docs: Vec::new(), undated: 0 },
        };
        if let Some((stories, _)) = stories {
            collapse(&mut first.docs, stories);
        }
        Ok(FacetResults {
            counts: self.count_facets(docs, &params.count_by)?,
            impossible_days: if has_times { self.count_impossible_days(docs)? } else { 0 },
            first: first.docs.iter().map(fetch).collect::<Result<_, _>>()?,
            undated: first.undated,
        })
    }

    /// Returns those of `docs` that were published first.
    fn first_docs(&self, docs: &MatchingDocs) -> tantivy::Result<FirstDocs> {
        let (mut first, mut undated, mut found) = (i64::MAX, 0, Vec::new());
        let segments = self.searcher.segment_readers().iter().zip(&self.fast_fields);
        for (segment_ord, ((reader, fields), docs)) in (0..).zip(segments.zip(docs)) {
            let encoded = fields.encoded_days(reader, docs)?;
            undated += encoded.iter().filter(|day| **day == 0).count() as u64;
            let earliest = encoded.iter().copied().filter(|day| *day > 0).min();
            let Some((encoded_first, day)) = earliest.and_then(|day| Some((day, decode_day(day)?))) else {
                continue;
            };
            if day > first {
                continue;
            }
            if day < first {
                found.clear();
                first = day;
            }
            let of_day = docs.iter().zip(&encoded).filter(|(_, encoded)| **encoded == encoded_first);
            let scored = |(doc, _): (&DocId, _)| ScoredDoc {
                score: 0.0,
                day,
                address: DocAddress::new(segment_ord, *doc),
            };
            found.extend(of_day.map(scored));
        }
        sort_docs(&mut found, &self.fast_fields, |_, _| std::cmp::Ordering::Equal);
        Ok(FirstDocs { docs: found, undated })
    }
}
