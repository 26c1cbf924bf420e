//! The table of stories, a file beside the segments.

use std::borrow::Cow;
use std::io;
use std::ops::Range;

use crate::index::meta::Meta;
use crate::index::table_file::{OptionalTableFile, Table};

/// Number of hexadecimal digits in the identifier of a segment.
const SEGMENT_ID_LENGTH: usize = 32;

/// An article, as the number of its segment in the table and its document id there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct TableDoc {
    pub segment: u32,
    pub doc: u32,
}

/// A story: articles that are copies of its representative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TableStory {
    pub representative: TableDoc,
    /// Copies that belong to no other story.
    pub copies: Vec<TableDoc>,
    /// Copies of the representative that belong to another story.
    pub guests: Vec<TableDoc>,
}

/// The stories of an index. Articles that have no copies are in none.
///
/// The table is read in place: a large archive has hundreds of thousands of articles in stories, and each
/// search reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StoryTable {
    bytes: Vec<u8>,
    /// Identifiers of the segments.
    segments: Vec<String>,
    /// Place of the articles of each segment.
    members: Vec<Range<usize>>,
    /// Place of the representatives.
    representatives: Range<usize>,
    /// Place of the guests.
    guests: Range<usize>,
}

/// The articles of a segment that belong to a story, by document id, each with the number of its story.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct StoryMembers<'t>(&'t [[u8; 8]]);

impl<'t> StoryMembers<'t> {
    /// Returns the number of articles.
    pub(crate) fn len(self) -> usize {
        self.0.len()
    }

    /// Returns the articles with their stories.
    pub(crate) fn iter(self) -> impl DoubleEndedIterator<Item = (u32, u32)> + Clone + 't {
        self.0.iter().map(two_numbers)
    }

    /// Returns the story of an article; `None` if it has no copies.
    pub(crate) fn story_of(self, doc: u32) -> Option<u32> {
        let (first, story) = self.since(doc).0.first().map(two_numbers)?;
        (first == doc).then_some(story)
    }

    /// Returns the articles from `doc` on.
    pub(crate) fn since(self, doc: u32) -> Self {
        // The next one that is asked for is most often near.
        let near = &self.0[..self.0.len().min(8)];
        let is_near = near.last().is_some_and(|last| two_numbers(last).0 >= doc);
        let searched = if is_near { near } else { self.0 };
        StoryMembers(&self.0[searched.partition_point(|member| two_numbers(member).0 < doc)..])
    }
}

impl StoryTable {
    /// Makes the table of `stories`, the articles of which are in `segments`.
    pub(crate) fn new(segments: &[String], stories: &[TableStory]) -> Self {
        let mut members = vec![Vec::new(); segments.len()];
        let mut guests = Vec::new();
        for (number, story) in (0..).zip(stories) {
            for member in story.copies.iter().chain([&story.representative]) {
                members[member.segment as usize].push((member.doc, number));
            }
            guests.extend(story.guests.iter().map(|guest| (number, *guest)));
        }
        members.iter_mut().for_each(|members| members.sort_unstable());
        let mut bytes = Vec::new();
        let mut put = |number: u32| bytes.extend(number.to_le_bytes());
        put(segments.len() as u32);
        put(stories.len() as u32);
        put(guests.len() as u32);
        members.iter().for_each(|members| put(members.len() as u32));
        for (doc, story) in members.iter().flatten() {
            put(*doc);
            put(*story);
        }
        for TableStory { representative, .. } in stories {
            put(representative.segment);
            put(representative.doc);
        }
        for (story, guest) in &guests {
            put(*story);
            put(guest.segment);
            put(guest.doc);
        }
        bytes.extend(segments.iter().flat_map(|id| id.bytes()));
        StoryTable::decode(bytes).unwrap_or_default()
    }

    /// Returns the stories, in their order.
    pub(crate) fn stories(&self) -> Vec<TableStory> {
        let story =
            |pair| TableStory { representative: table_doc(pair), copies: Vec::new(), guests: Vec::new() };
        let mut stories: Vec<TableStory> = self.representatives().iter().map(story).collect();
        for segment in 0..self.segments.len() {
            for (doc, number) in self.members(segment).iter() {
                let doc = TableDoc { segment: segment as u32, doc };
                let story = stories.get_mut(number as usize).filter(|story| story.representative != doc);
                story.into_iter().for_each(|story| story.copies.push(doc));
            }
        }
        for (number, guest) in self.all_guests().iter().map(guest) {
            stories.get_mut(number as usize).into_iter().for_each(|story| story.guests.push(guest));
        }
        stories
    }

    /// Returns the number of stories.
    pub(crate) fn len(&self) -> u32 {
        self.representatives().len() as u32
    }

    /// Returns whether the table is about these segments and no others.
    fn is_of(&self, mut segments: impl ExactSizeIterator<Item = String>) -> bool {
        segments.len() == self.segments.len() && segments.all(|id| self.segment(&id).is_some())
    }

    /// Returns whether the table is about these segments in this order.
    pub(crate) fn is_in(&self, segments: &[String]) -> bool {
        self.segments == segments
    }

    /// Returns the number of the segment with this identifier in the table.
    pub(crate) fn segment(&self, id: &str) -> Option<usize> {
        self.segments.iter().position(|segment| segment == id)
    }

    /// Returns the articles of a segment that are in a story.
    pub(crate) fn members(&self, segment: usize) -> StoryMembers<'_> {
        StoryMembers(self.members.get(segment).map_or(&[], |place| self.chunks(place)))
    }

    /// Returns the representative of a story.
    pub(crate) fn representative(&self, story: u32) -> Option<TableDoc> {
        self.representatives().get(story as usize).map(table_doc)
    }

    /// Returns the copies of the representative of a story that belong to another story.
    pub(crate) fn guests(&self, story: u32) -> impl Iterator<Item = TableDoc> + '_ {
        let guests = self.all_guests();
        let start = guests.partition_point(|other| guest(other).0 < story);
        let guests = guests[start..].iter().map(guest).take_while(move |(number, _)| *number == story);
        guests.map(|(_, guest)| guest)
    }

    fn representatives(&self) -> &[[u8; 8]] {
        self.chunks(&self.representatives)
    }

    fn all_guests(&self) -> &[[u8; 12]] {
        self.chunks(&self.guests)
    }

    fn chunks<const N: usize>(&self, place: &Range<usize>) -> &[[u8; N]] {
        self.bytes.get(place.clone()).unwrap_or_default().as_chunks().0
    }

    fn decode(bytes: Vec<u8>) -> Option<Self> {
        let head = bytes.first_chunk::<12>()?;
        let [num_segments, num_stories, num_guests] = [0, 4, 8].map(|start| number(head, start));
        let mut end = head.len();
        let mut place = |count: u32, length: usize| {
            let start = end;
            end = start.checked_add((count as usize).checked_mul(length)?)?;
            (end <= bytes.len()).then_some(start..end)
        };
        let counts = bytes[place(num_segments, 4)?].as_chunks::<4>().0.iter();
        let members = counts.map(|count| place(u32::from_le_bytes(*count), 8)).collect::<Option<_>>()?;
        let (representatives, guests) = (place(num_stories, 8)?, place(num_guests, 12)?);
        let ids = bytes[place(num_segments, SEGMENT_ID_LENGTH)?].chunks(SEGMENT_ID_LENGTH);
        let segments = ids.map(|id| Some(std::str::from_utf8(id).ok()?.to_owned())).collect::<Option<_>>()?;
        (end == bytes.len()).then_some(StoryTable { bytes, segments, members, representatives, guests })
    }
}

impl Default for StoryTable {
    fn default() -> Self {
        let (bytes, none) = (vec![0; 12], 12..12);
        let (segments, members) = (Vec::new(), Vec::new());
        StoryTable { bytes, segments, members, representatives: none.clone(), guests: none }
    }
}

/// Returns the number at `start`.
fn number(bytes: &[u8], start: usize) -> u32 {
    bytes[start..].first_chunk().map_or(0, |number| u32::from_le_bytes(*number))
}

/// Returns both numbers of a pair, in one step: each search reads as many pairs as articles are in stories.
fn two_numbers(pair: &[u8; 8]) -> (u32, u32) {
    let both = u64::from_le_bytes(*pair);
    (both as u32, (both >> 32) as u32)
}

/// Returns the article that a pair stands for.
fn table_doc(pair: &[u8; 8]) -> TableDoc {
    let (segment, doc) = two_numbers(pair);
    TableDoc { segment, doc }
}

/// Returns a guest with the number of the story.
fn guest(guest: &[u8; 12]) -> (u32, TableDoc) {
    (number(guest, 0), TableDoc { segment: number(guest, 4), doc: number(guest, 8) })
}

impl Table for StoryTable {
    const CONTENT: &'static str = "stories";

    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Borrowed(&self.bytes)
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        StoryTable::decode(bytes)
    }
}

/// The file of the stories of an index.
pub(crate) type StoryFile = OptionalTableFile<StoryTable>;

impl StoryFile {
    /// Returns the table; `None` if the articles of the commit `meta` have not been compared: there is no
    /// table, or it is about segments that an interrupted run has merged since.
    ///
    /// # Errors
    /// If the file cannot be read or is damaged.
    pub(crate) fn of_commit(&self, meta: &Meta) -> io::Result<Option<&StoryTable>> {
        Ok(self.get()?.filter(|table| table.is_of(meta.segment_ids())))
    }
}

#[cfg(test)]
mod tests {
    use crate::index::stories::table::*;

    fn doc(segment: u32, doc: u32) -> TableDoc {
        TableDoc { segment, doc }
    }

    #[test]
    fn a_table_is_read_as_it_was_written() {
        let ids = [&"a".repeat(SEGMENT_ID_LENGTH), &"b".repeat(SEGMENT_ID_LENGTH)].map(String::clone);
        let stories = [
            TableStory { representative: doc(0, 7), copies: vec![doc(0, 2), doc(1, 1)], guests: vec![] },
            TableStory { representative: doc(1, 0), copies: vec![], guests: vec![doc(0, 2), doc(1, 9)] },
        ];
        let written = StoryTable::new(&ids, &stories);
        let table = StoryTable::from_bytes(written.bytes().to_vec()).expect("a table");
        assert_eq!(table, written);
        assert!(table.is_of(ids.iter().rev().cloned()));
        assert!(!table.is_of(ids[..1].iter().cloned()));
        assert!(!table.is_of([&ids[0], "c"].map(str::to_owned).into_iter()));
        assert_eq!((table.len(), table.segment(&ids[1]), table.segment("c")), (2, Some(1), None));
        let members = [0, 1].map(|segment| table.members(segment).iter().collect::<Vec<_>>());
        assert_eq!(members, [[(2, 0), (7, 0)], [(0, 1), (1, 0)]]);
        let stories_of = [0, 1, 2, 7, 8].map(|doc| table.members(0).story_of(doc));
        assert_eq!(stories_of, [None, None, Some(0), Some(0), None]);
        assert_eq!(table.stories(), stories);
        assert_eq!(table.representative(1), Some(doc(1, 0)));
        assert_eq!(table.guests(1).collect::<Vec<_>>(), [doc(0, 2), doc(1, 9)]);
        assert_eq!(table.guests(0).count(), 0);
        let empty = StoryTable::new(&[], &[]);
        assert_eq!(empty, StoryTable::default());
        assert_eq!(StoryTable::from_bytes(empty.bytes().to_vec()), Some(empty));
    }

    #[test]
    fn a_damaged_table_is_none() {
        let story =
            TableStory { representative: doc(0, 7), copies: vec![doc(0, 2)], guests: vec![doc(0, 3)] };
        let bytes = StoryTable::new(&["a".repeat(SEGMENT_ID_LENGTH)], &[story]).bytes().to_vec();
        for length in 0..bytes.len() {
            assert_eq!(StoryTable::from_bytes(bytes[..length].to_vec()), None, "{length}");
        }
        for index in 0..16 {
            let mut damaged = bytes.clone();
            damaged[index] = 0xff;
            assert_eq!(StoryTable::from_bytes(damaged), None, "{index}");
        }
    }
}
