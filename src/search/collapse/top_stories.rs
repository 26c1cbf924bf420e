//! Collapses ranked documents, and keeps one document of each story for counts.

use std::cmp::Ordering;
use std::hash::Hash;

use rustc_hash::FxHashSet;
use tantivy::{DocAddress, DocId};

use crate::error::Error;
use crate::search::collapse::story_matches::StoryMatches;
use crate::search::facets::count::MatchingDocs;
use crate::search::request::Sort;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::Stories;
use crate::search::top_docs::{Harvest, ScoredDoc, sort_docs};

/// Keeps the first document of each story, and those that have no copies.
pub(crate) fn collapse(docs: &mut Vec<ScoredDoc>, stories: &Stories<'_>) {
    retain_first_of_stories(docs, |doc| stories.story_of(doc.address));
}

/// Returns the number of documents that [`collapse`] would keep.
fn num_collapsed(docs: &[ScoredDoc], stories: &Stories<'_>) -> usize {
    let mut docs: Vec<&ScoredDoc> = docs.iter().collect();
    retain_first_of_stories(&mut docs, |doc| stories.story_of(doc.address));
    docs.len()
}

/// Keeps the first of `items` of each story, and those of no story.
pub(super) fn retain_first_of_stories<T, S: Eq + Hash>(
    items: &mut Vec<T>,
    story_of: impl Fn(&T) -> Option<S>,
) {
    let mut seen: FxHashSet<S> = FxHashSet::default();
    items.retain(|item| story_of(item).is_none_or(|story| seen.insert(story)));
}

/// Returns how many of the best documents to collect so that `num_stories` stories are expected among them,
/// where `num_copies` of all `total` documents are copies: their share, and half as many again.
pub(super) fn with_expected_copies(num_stories: usize, num_copies: usize, total: u64) -> usize {
    let expected = (num_copies as u128 * 3).saturating_mul(num_stories as u128);
    let expected = expected.div_ceil(u128::from(total.max(1)) * 2);
    num_stories.saturating_add(usize::try_from(expected).unwrap_or(usize::MAX))
}

/// Collects documents until there are `end` stories among them, twice as many each time. The first time is
/// most often the last one: few of the best documents are copies of each other.
pub(crate) fn collect_stories(
    collect: impl Fn(usize) -> Result<Harvest, Error>,
    limit: usize,
    end: usize,
    (stories, num_articles): (&Stories<'_>, u64),
) -> Result<Harvest, Error> {
    let mut limit = limit.max(with_expected_copies(end, stories.num_members() as usize, num_articles));
    loop {
        let harvest = collect(limit)?;
        let has_all = harvest.top_docs.len() < limit || limit >= harvest.total;
        if has_all || num_collapsed(&harvest.top_docs, stories) >= end {
            return Ok(harvest);
        }
        limit = limit.saturating_mul(2);
    }
}

impl IndexSnapshot {
    /// Returns the other members of the story of `doc` that match, the earliest first, the undated last.
    pub(in crate::search) fn copies_that_match(
        &self,
        doc: &ScoredDoc,
        stories: &Stories<'_>,
        matches: &StoryMatches,
    ) -> Vec<ScoredDoc> {
        let Some(story) = stories.story_of(doc.address) else { return Vec::new() };
        let mut copies: Vec<ScoredDoc> =
            matches.of(story).filter(|copy| *copy != doc.address).map(|copy| self.unscored(copy)).collect();
        sort_docs(&mut copies, &self.fast_fields, earlier);
        copies
    }

    /// Returns those of `docs` that are counted if each story counts once: of a story the earliest that has a
    /// day.
    pub(in crate::search) fn one_of_each_story(
        &self,
        docs: &MatchingDocs,
        matches: &StoryMatches,
    ) -> Vec<Vec<DocId>> {
        let mut removed: Vec<FxHashSet<DocId>> = vec![FxHashSet::default(); docs.len()];
        for members in matches.by_story().filter(|members| members.len() > 1) {
            let mut members: Vec<ScoredDoc> = members.iter().map(|(_, doc)| self.unscored(*doc)).collect();
            sort_docs(&mut members, &self.fast_fields, earlier);
            for member in &members[1..] {
                if let Some(removed) = removed.get_mut(member.address.segment_ord as usize) {
                    removed.insert(member.address.doc_id);
                }
            }
        }
        let kept = docs.iter().zip(removed).map(|(docs, removed)| match removed.is_empty() {
            true => docs.clone(),
            false => docs.iter().filter(|doc| !removed.contains(doc)).copied().collect(),
        });
        kept.collect()
    }

    pub(super) fn unscored(&self, address: DocAddress) -> ScoredDoc {
        let day = self.fast_fields[address.segment_ord as usize].day(address.doc_id);
        ScoredDoc { score: 0.0, day, address }
    }
}

/// Compares by day, the earliest first, the undated last.
pub(crate) fn earlier(a: &ScoredDoc, b: &ScoredDoc) -> Ordering {
    Sort::Oldest.compare_days(a.day, b.day)
}
