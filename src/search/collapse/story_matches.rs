//! Finds the members of stories among the documents that match.

use std::sync::Arc;

use rustc_hash::FxHashSet;
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocAddress, DocId, DocSet, Searcher, TERMINATED};

use crate::search::facets::count::MatchingDocs;
use crate::search::queries::doc_list::DocListScorer;
use crate::search::stories::{Stories, StoryId};

/// Documents that match, as far as they are known.
pub(crate) enum Matches<'m> {
    /// All of them, segment by segment, in ascending order.
    All(&'m MatchingDocs),
    /// The query that they match.
    Query(&'m dyn Query),
}

/// Members of stories that match.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct StoryMatches {
    /// Documents by story, in order.
    members: Vec<(StoryId, DocAddress)>,
}

impl StoryMatches {
    /// Finds the members that match; those of the stories in `only` alone, if it is given.
    ///
    /// A query is run on the members alone. They are a small part of all documents, and those between them
    /// are skipped.
    pub(crate) fn find(
        searcher: &Searcher,
        stories: &Stories<'_>,
        matches: &Matches<'_>,
        only: Option<&FxHashSet<StoryId>>,
    ) -> tantivy::Result<Self> {
        let weight = match matches {
            Matches::All(_) => None,
            Matches::Query(query) => Some(query.weight(EnableScoring::disabled_from_searcher(searcher))?),
        };
        let mut members = Vec::new();
        for (segment, reader) in searcher.segment_readers().iter().enumerate() {
            let of_segment = stories.in_segment(segment);
            let of_segment = match only {
                Some(only) => of_segment.iter().filter(|(_, story)| only.contains(story)).copied().collect(),
                None => of_segment.to_vec(),
            };
            if of_segment.is_empty() {
                continue;
            }
            let found = |(doc, story): (DocId, StoryId)| (story, DocAddress::new(segment as u32, doc));
            match (matches, &weight) {
                (Matches::Query(_), Some(weight)) => {
                    let both = intersection(&mut *weight.scorer(reader, 1.0)?, of_segment);
                    members.extend(both.into_iter().filter(|(doc, _)| !reader.is_deleted(*doc)).map(found));
                }
                (Matches::All(docs), _) => {
                    let docs = docs.get(segment).map_or(&[][..], Vec::as_slice);
                    members.extend(common(docs, &of_segment).into_iter().map(found));
                }
                (Matches::Query(_), None) => {}
            }
        }
        members.sort_unstable();
        Ok(StoryMatches { members })
    }

    /// Returns the number of members that match.
    pub(crate) fn num_docs(&self) -> usize {
        self.members.len()
    }

    /// Returns the number of stories that they belong to.
    pub(crate) fn num_stories(&self) -> usize {
        self.by_story().count()
    }

    /// Returns the members of each story.
    pub(crate) fn by_story(&self) -> impl Iterator<Item = &[(StoryId, DocAddress)]> {
        self.members.chunk_by(|(a, _), (b, _)| a == b)
    }

    /// Returns the members of `story`.
    pub(crate) fn of(&self, story: StoryId) -> impl Iterator<Item = DocAddress> + '_ {
        let start = self.members.partition_point(|(known, _)| *known < story);
        let of_story = self.members[start..].iter().take_while(move |(known, _)| *known == story);
        of_story.map(|(_, doc)| *doc)
    }
}

/// Returns the members that are in `docs`, too.
fn intersection(docs: &mut dyn DocSet, members: Vec<(DocId, StoryId)>) -> Vec<(DocId, StoryId)> {
    let mut members = DocListScorer { docs: Arc::new(members), index: 0, bm25: None, constant: 0.0 };
    let mut both = Vec::new();
    let mut member = members.doc();
    while member != TERMINATED {
        let doc = if docs.doc() < member { docs.seek(member) } else { docs.doc() };
        member = match doc == member {
            true => {
                both.extend(members.docs.get(members.index));
                members.advance()
            }
            false => members.seek(doc),
        };
    }
    both
}

/// Returns the members that are in `docs`, too. The shorter list is looked up in the longer one.
fn common(docs: &[DocId], members: &[(DocId, StoryId)]) -> Vec<(DocId, StoryId)> {
    let index_of = |doc: &DocId| members.binary_search_by_key(doc, |(member, _)| *member).ok();
    match docs.len() < members.len() {
        true => docs.iter().filter_map(index_of).map(|index| members[index]).collect(),
        false => members.iter().filter(|(member, _)| docs.binary_search(member).is_ok()).copied().collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::search::collapse::story_matches::*;

    proptest! {
        #[test]
        fn members_are_found_among_documents(
            docs in prop::collection::btree_set(0..300u32, 0..80),
            members in prop::collection::btree_map(0..300u32, 0..9u32, 0..80),
        ) {
            let expected: Vec<(u32, u32)> =
                members.iter().filter(|(doc, _)| docs.contains(doc)).map(|(doc, story)| (*doc, *story)).collect();
            let docs: Vec<DocId> = docs.into_iter().collect();
            let members: Vec<(DocId, StoryId)> = members.into_iter().collect();
            prop_assert_eq!(common(&docs, &members), expected.clone());
            let list = docs.iter().map(|doc| (*doc, 0)).collect();
            let mut list = DocListScorer { docs: Arc::new(list), index: 0, bm25: None, constant: 0.0 };
            prop_assert_eq!(intersection(&mut list, members), expected);
        }
    }

    #[test]
    fn members_are_counted_by_story() {
        let members = [(1, 4), (1, 7), (3, 2)].map(|(story, doc)| (story, DocAddress::new(0, doc))).to_vec();
        let matches = StoryMatches { members };
        assert_eq!((matches.num_docs(), matches.num_stories()), (3, 2));
        assert_eq!(matches.of(1).map(|doc| doc.doc_id).collect::<Vec<_>>(), [4, 7]);
        assert_eq!(matches.of(2).count(), 0);
    }
}
