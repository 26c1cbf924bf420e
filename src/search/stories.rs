//! The stories of a snapshot: which articles are copies of each other.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use crate::article::{Document, StoryKeys};
use crate::index::dir::IndexDir;
use crate::index::stories::table::{StoryMembers, StoryTable, TableDoc, TableStory};
use crate::search::remote::StoryState;
use crate::search::snapshot::IndexSnapshot;

/// Note on stories of an index on a cluster while a run is not at its end.
const NOT_ALL_COMPARED: &str = "an indexing run has not compared all articles yet, so that some copies count";
/// Note on a request to count stories of an index whose format has none.
const NOT_COMPARED: &str = "the articles of the index have not been compared, so that every copy counts: run \
                            `clippings index`";

/// Number of a story in a snapshot.
pub(crate) type StoryId = u32;

/// The stories of a snapshot. Articles without copies are in none.
pub(crate) struct Stories<'s> {
    snapshot: &'s IndexSnapshot,
    table: &'s StoryTable,
    /// Number of each segment in the table.
    segments: Vec<Option<usize>>,
}

impl IndexSnapshot {
    /// Returns the stories; `None` if the articles have not been compared, or the table cannot be read. While
    /// a run has not compared them, they are those of the run before, of articles that are still in their
    /// segments.
    pub(super) fn stories(&self) -> Option<Stories<'_>> {
        // In memory the table is of these segments.
        let table = match self.has_candidates {
            true => self.stories.get(),
            false if self.has_last_stories() => self.stories.get(),
            false => self.stories.of_commit(&self.meta),
        };
        let table = table.ok().flatten()?;
        let segments = self.searcher.segment_readers().iter();
        let segments = segments.map(|segment| table.segment(&segment.segment_id().uuid_string())).collect();
        Some(Stories { snapshot: self, table, segments })
    }

    /// Returns whether the stories are those of the run before.
    pub(super) fn has_last_stories(&self) -> bool {
        self.remote.is_none() && self.meta.stories.is_empty() && !self.meta.last_stories.is_empty()
    }

    /// Says why there are no stories, or only those of the run before: their table cannot be read, or the
    /// articles have not been compared.
    /// What searches find does not depend on it. An index of an older format, which has a note of its own,
    /// has this one only if stories are counted.
    pub(super) fn note_without_stories(&self, counts_stories: bool) -> Option<String> {
        if let Some(remote) = &self.remote {
            return match remote.index.story_state() {
                StoryState::Missing => counts_stories.then(|| NOT_COMPARED.to_owned()),
                StoryState::Incomplete => Some(NOT_ALL_COMPARED.to_owned()),
                StoryState::Complete => None,
            };
        }
        match self.stories.get() {
            Err(error) => Some(format!(
                "copies cannot be told apart ({error}): `clippings index` makes the file {} again",
                self.meta.stories_or_last()
            )),
            Ok(_) if counts_stories && !self.format().has_stories() => Some(NOT_COMPARED.to_owned()),
            Ok(_) => self.meta.not_compared_note(&IndexDir::new(&self.path)),
        }
    }
}

/// Stories of the articles of another engine in memory, by their keys.
#[derive(Default)]
struct KeyedStories(BTreeMap<u64, TableStory>);

impl KeyedStories {
    /// Adds an article to the story that it belongs to.
    fn add(&mut self, key: u64, doc: TableDoc, is_representative: bool) {
        let story = || TableStory { representative: doc, copies: Vec::new(), guests: Vec::new() };
        match self.0.entry(key) {
            Entry::Vacant(entry) => drop(entry.insert(story())),
            // Where the representative is not in memory, the first article stands for it.
            Entry::Occupied(mut entry) => {
                let story = entry.get_mut();
                let copy = match is_representative {
                    true => std::mem::replace(&mut story.representative, doc),
                    false => doc,
                };
                story.copies.push(copy);
            }
        }
    }
}

impl IndexSnapshot {
    /// Returns the stories of articles of another engine, `documents`, which are those of this snapshot.
    pub(super) fn story_table(&self, documents: &[Document]) -> StoryTable {
        let segments = self.searcher.segment_readers().iter();
        let ids: Vec<String> = segments.clone().map(|segment| segment.segment_id().uuid_string()).collect();
        let place = |document: &Document| (document.key.encode(), document.record.number);
        let has_stories = |document: &&Document| document.stories != StoryKeys::default();
        let keys: FxHashMap<_, _> =
            documents.iter().filter(has_stories).map(|document| (place(document), document)).collect();
        let mut docs: Vec<(TableDoc, &Document)> = Vec::new();
        if !keys.is_empty() {
            for ((number, segment), fields) in (0..).zip(segments).zip(&self.fast_fields) {
                for doc in segment.doc_ids_alive() {
                    let place = (fields.source_key(doc), fields.source_ord_and_record(doc).1);
                    docs.extend(
                        keys.get(&place).map(|document| (TableDoc { segment: number, doc }, *document)),
                    );
                }
            }
        }
        let mut stories = KeyedStories::default();
        for (doc, document) in &docs {
            if let Some(key) = document.stories.own {
                stories.add(key, *doc, key == StoryKeys::key_of(&document.key, document.record.number));
            }
        }
        for (doc, document) in &docs {
            for key in &document.stories.others {
                stories.0.get_mut(key).into_iter().for_each(|story| story.guests.push(*doc));
            }
        }
        let stories: Vec<TableStory> = stories.0.into_values().collect();
        StoryTable::new(&ids, &stories)
    }
}

impl Stories<'_> {
    /// Returns the number of stories.
    pub(super) fn len(&self) -> u32 {
        self.table.len()
    }

    /// Returns the number of documents that belong to a story; deleted ones among them.
    pub(super) fn num_members(&self) -> u64 {
        (0..self.segments.len()).map(|segment| self.in_segment(segment).len() as u64).sum()
    }

    /// Returns the documents of a segment that belong to a story, by document id, with the story; deleted
    /// ones among them.
    pub(super) fn in_segment(&self, segment: usize) -> StoryMembers<'_> {
        let segment = self.segments.get(segment).copied().flatten();
        segment.map(|segment| self.table.members(segment)).unwrap_or_default()
    }

    /// Returns the story that a document belongs to; `None` if it has no copies.
    pub(super) fn story_of(&self, address: DocAddress) -> Option<StoryId> {
        self.in_segment(address.segment_ord as usize).story_of(address.doc_id)
    }

    /// Returns the documents that belong to a story and are not deleted, in order.
    pub(super) fn docs_of(&self, story: StoryId) -> Vec<DocAddress> {
        let mut docs = Vec::new();
        for (segment, reader) in (0..).zip(self.snapshot.searcher.segment_readers()) {
            let members = self.in_segment(segment as usize).iter();
            let docs_of_segment = members.filter(|(doc, of)| *of == story && !reader.is_deleted(*doc));
            docs.extend(docs_of_segment.map(|(doc, _)| DocAddress::new(segment, doc)));
        }
        docs
    }

    /// Returns the document that the others of a story are copies of; `None` if it is deleted.
    pub(super) fn representative(&self, story: StoryId) -> Option<DocAddress> {
        self.table.representative(story).and_then(|doc| self.address(doc))
    }

    /// Returns the documents that contain the story but belong to another, such as digests.
    pub(super) fn guests_of(&self, story: StoryId) -> Vec<DocAddress> {
        self.table.guests(story).filter_map(|doc| self.address(doc)).collect()
    }

    fn address(&self, doc: TableDoc) -> Option<DocAddress> {
        let segment = self.segments.iter().position(|segment| *segment == Some(doc.segment as usize))?;
        let reader = self.snapshot.searcher.segment_readers().get(segment)?;
        let exists = doc.doc < reader.max_doc() && !reader.is_deleted(doc.doc);
        exists.then(|| DocAddress::new(segment as u32, doc.doc))
    }
}
