//! Lists once what copies of a story quote in the same words.

use std::collections::hash_map::Entry;

use rustc_hash::{FxHashMap, FxHashSet};
use tantivy::DocAddress;

use crate::article::QuotationKind;
use crate::search::quotes::hit::QuotationHit;
use crate::search::snapshot::IndexSnapshot;
use crate::search::stories::StoryId;
use crate::search::top_docs::ScoredDoc;

/// Copies by the first article of their story.
pub(super) type CopiesByFirst = FxHashMap<DocAddress, Vec<ScoredDoc>>;

impl IndexSnapshot {
    /// Removes all `docs` of a story but the first, and returns them.
    pub(super) fn take_copies(&self, docs: &mut Vec<ScoredDoc>) -> CopiesByFirst {
        let mut copies = CopiesByFirst::default();
        let Some(stories) = self.stories() else { return copies };
        let mut first_docs: FxHashMap<StoryId, DocAddress> = FxHashMap::default();
        docs.retain(|doc| {
            let Some(story) = stories.story_of(doc.address) else { return true };
            match first_docs.entry(story) {
                Entry::Vacant(entry) => {
                    entry.insert(doc.address);
                    true
                }
                Entry::Occupied(entry) => {
                    copies.entry(*entry.get()).or_default().push(*doc);
                    false
                }
            }
        });
        copies
    }
}

/// The quotations of a story, each once.
#[derive(Default)]
pub(super) struct QuotationsOfStory {
    pub hits: Vec<QuotationHit>,
    /// Place of each in `hits`, by whether it is speech, its speaker and its letters.
    indexes: FxHashMap<(bool, Option<String>, String), usize>,
}

impl QuotationsOfStory {
    /// Adds the quotations of an article. What it says twice stands twice, if no other article says it.
    pub(super) fn add(&mut self, quotations: Vec<QuotationHit>) {
        let num_known = self.hits.len();
        let mut counted = FxHashSet::default();
        for hit in quotations {
            let key = (hit.kind == QuotationKind::Speech, hit.speaker.clone(), letters(&hit.quote));
            match self.indexes.get(&key).filter(|index| **index < num_known) {
                Some(index) if counted.insert(*index) => self.hits[*index].copies += 1,
                Some(_) => {}
                None => {
                    self.indexes.entry(key).or_insert(self.hits.len());
                    self.hits.push(hit);
                }
            }
        }
    }
}

/// Returns the letters and digits of a quotation in small letters: copies set marks and capitals otherwise.
fn letters(quote: &str) -> String {
    quote.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
