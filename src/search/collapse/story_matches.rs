//! Members of stories among the documents that match.

use std::cell::OnceCell;
use std::sync::Arc;

use tantivy::{DocAddress, DocId};

use crate::index::stories::table::StoryMembers;
use crate::search::facets::count::MatchingDocs;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::{Stories, StoryId};
use crate::search::top_docs::DocBits;

/// Members of stories that match.
#[derive(Debug, Default)]
pub(crate) struct StoryMatches {
    /// Documents in ascending order, with their stories.
    members: Vec<(StoryId, DocAddress)>,
    /// Number of different stories.
    num_stories: usize,
    /// The documents by story, once they are needed.
    by_story: OnceCell<Vec<(StoryId, DocAddress)>>,
}

impl StoryMatches {
    /// Finds the stories of the members that match, which are in ascending order.
    pub(crate) fn of_members(stories: &Stories<'_>, docs: &[DocAddress]) -> Self {
        let mut members = Vec::with_capacity(docs.len());
        for docs in docs.chunk_by(|a, b| a.segment_ord == b.segment_ord) {
            let segment = docs[0].segment_ord;
            let ids = docs.iter().map(|doc| doc.doc_id);
            let found = common(ids, stories.in_segment(segment as usize));
            members.extend(found.map(|(doc, story)| (story, DocAddress::new(segment, doc))));
        }
        StoryMatches::new(stories, members)
    }

    /// Finds the members among all documents that match.
    pub(crate) fn among(stories: &Stories<'_>, docs: &MatchingDocs) -> Self {
        let mut members = Vec::new();
        for (segment, docs) in (0..).zip(docs) {
            let found = common(docs.iter().copied(), stories.in_segment(segment as usize));
            members.extend(found.map(|(doc, story)| (story, DocAddress::new(segment, doc))));
        }
        StoryMatches::new(stories, members)
    }

    fn new(stories: &Stories<'_>, members: Vec<(StoryId, DocAddress)>) -> Self {
        let mut seen = vec![false; stories.len() as usize];
        let mut num_stories = 0;
        for (story, _) in &members {
            if let Some(seen) = seen.get_mut(*story as usize) {
                num_stories += usize::from(!std::mem::replace(seen, true));
            }
        }
        StoryMatches { members, num_stories, by_story: OnceCell::new() }
    }

    /// Returns the number of members that match.
    pub(crate) fn num_docs(&self) -> usize {
        self.members.len()
    }

    /// Returns the number of stories that they belong to.
    pub(crate) fn num_stories(&self) -> usize {
        self.num_stories
    }

    /// Returns the members of each story.
    pub(crate) fn by_story(&self) -> impl Iterator<Item = &[(StoryId, DocAddress)]> {
        self.sorted().chunk_by(|(a, _), (b, _)| a == b)
    }

    /// Returns the members of `story`, in ascending order. To ask for those of many stories,
    /// [`narrow`](Self::narrow) the matches first.
    pub(crate) fn of(&self, story: StoryId) -> impl Iterator<Item = DocAddress> + '_ {
        let sorted = self.sorted();
        let start = sorted.partition_point(|(known, _)| *known < story);
        let of_story = sorted[start..].iter().take_while(move |(known, _)| *known == story);
        of_story.map(|(_, doc)| *doc)
    }

    /// Keeps the members of the given stories. Sorting these takes less time than sorting all.
    pub(crate) fn narrow(&self, stories: &Stories<'_>, of: impl Iterator<Item = StoryId>) -> StoryMatches {
        let mut kept = vec![false; stories.len() as usize];
        of.for_each(|story| kept.get_mut(story as usize).into_iter().for_each(|kept| *kept = true));
        let is_kept = |(story, _): &&(StoryId, DocAddress)| kept.get(*story as usize) == Some(&true);
        StoryMatches::new(stories, self.members.iter().filter(is_kept).copied().collect())
    }

    fn sorted(&self) -> &[(StoryId, DocAddress)] {
        self.by_story.get_or_init(|| {
            let mut sorted = self.members.clone();
            sorted.sort_unstable();
            sorted
        })
    }
}

impl IndexSnapshot {
    /// Returns the members of the stories in each segment.
    pub(in crate::search) fn story_members(&self, stories: &Stories<'_>) -> &[Arc<DocBits>] {
        self.story_members.get_or_init(|| {
            let bits = |segment| DocBits::new(stories.in_segment(segment).iter().map(|(doc, _)| doc));
            (0..self.fast_fields.len()).map(|segment| Arc::new(bits(segment))).collect()
        })
    }
}

/// Returns the members that are in `docs`, too. Both are in ascending order.
fn common(
    docs: impl Iterator<Item = DocId>,
    members: StoryMembers<'_>,
) -> impl Iterator<Item = (DocId, StoryId)> {
    let mut rest = members;
    docs.filter_map(move |doc| {
        rest = rest.since(doc);
        rest.story_of(doc).map(|story| (doc, story))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::index::stories::table::{StoryTable, TableDoc, TableStory};
    use crate::search::collapse::story_matches::*;

    fn copy(doc: DocId) -> TableDoc {
        TableDoc { segment: 0, doc }
    }

    proptest! {
        #[test]
        fn members_are_found_among_documents(
            docs in prop::collection::btree_set(0..300u32, 0..80),
            members in prop::collection::btree_map(0..300u32, 0..9u32, 0..80),
        ) {
            let story = |number: u32| TableStory {
                representative: copy(1_000 + number),
                copies: members.iter().filter(|(_, story)| **story == number).map(|(doc, _)| copy(*doc)).collect(),
                guests: Vec::new(),
            };
            let table = StoryTable::new(&["a".repeat(32)], &(0..9).map(story).collect::<Vec<_>>());
            let members: Vec<(u32, u32)> = members.into_iter().collect();
            let found: Vec<(u32, u32)> = common(docs.iter().copied(), table.members(0)).collect();
            let bits = DocBits::new(docs.iter().copied());
            let expected = members.iter().filter(|(doc, _)| docs.contains(doc)).copied();
            prop_assert_eq!(found, expected.collect::<Vec<_>>());
            prop_assert!((0..400).all(|doc| bits.contains(doc) == docs.contains(&doc)));
        }
    }

    #[test]
    fn members_are_listed_by_story() {
        let members = [(3, 2), (1, 4), (1, 7)].map(|(story, doc)| (story, DocAddress::new(0, doc))).to_vec();
        let matches = StoryMatches { members, num_stories: 2, by_story: OnceCell::new() };
        assert_eq!(matches.by_story().map(<[_]>::len).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(matches.of(1).map(|doc| doc.doc_id).collect::<Vec<_>>(), [4, 7]);
        assert_eq!(matches.of(2).count(), 0);
    }
}
