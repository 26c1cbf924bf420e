//! The table of stories, a file beside the segments.

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StoryTable {
    bytes: Vec<u8>,
    /// Identifiers of the segments.
    segments: Vec<String>,
    /// Articles of each segment by document id, with the number of their story.
    members: Vec<Vec<(u32, u32)>>,
    representatives: Vec<TableDoc>,
    /// Guests, by the number of the story.
    guests: Vec<(u32, TableDoc)>,
}

impl StoryTable {
    /// Makes the table of `stories`, the articles of which are in `segments`.
    pub(crate) fn new(segments: Vec<String>, stories: &[TableStory]) -> Self {
        let mut members = vec![Vec::new(); segments.len()];
        let mut guests = Vec::new();
        for (number, story) in (0..).zip(stories) {
            for member in story.copies.iter().chain([&story.representative]) {
                members[member.segment as usize].push((member.doc, number));
            }
            guests.extend(story.guests.iter().map(|guest| (number, *guest)));
        }
        members.iter_mut().for_each(|members| members.sort_unstable());
        let representatives = stories.iter().map(|story| story.representative).collect();
        let mut table = StoryTable { bytes: Vec::new(), segments, members, representatives, guests };
        table.bytes = table.encode();
        table
    }

    /// Returns the number of stories.
    pub(crate) fn len(&self) -> u32 {
        self.representatives.len() as u32
    }

    /// Returns whether the table is about these segments and no others: a merge makes another one of them.
    pub(crate) fn is_of(&self, mut segments: impl ExactSizeIterator<Item = String>) -> bool {
        segments.len() == self.segments.len() && segments.all(|id| self.segment(&id).is_some())
    }

    /// Returns the number of the segment with this identifier in the table.
    pub(crate) fn segment(&self, id: &str) -> Option<usize> {
        self.segments.iter().position(|segment| segment == id)
    }

    /// Returns the articles of a segment that are in a story, by document id, with the number of the story.
    pub(crate) fn members(&self, segment: usize) -> &[(u32, u32)] {
        self.members.get(segment).map_or(&[], Vec::as_slice)
    }

    /// Returns the representative of a story.
    pub(crate) fn representative(&self, story: u32) -> Option<TableDoc> {
        self.representatives.get(story as usize).copied()
    }

    /// Returns the copies of the representative of a story that belong to another story.
    pub(crate) fn guests(&self, story: u32) -> impl Iterator<Item = TableDoc> + '_ {
        let start = self.guests.partition_point(|(number, _)| *number < story);
        let guests = self.guests[start..].iter().take_while(move |(number, _)| *number == story);
        guests.map(|(_, guest)| *guest)
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut put = |number: u32| bytes.extend(number.to_le_bytes());
        put(self.segments.len() as u32);
        put(self.representatives.len() as u32);
        put(self.guests.len() as u32);
        self.members.iter().for_each(|members| put(members.len() as u32));
        for (doc, story) in self.members.iter().flatten() {
            put(*doc);
            put(*story);
        }
        for representative in &self.representatives {
            put(representative.segment);
            put(representative.doc);
        }
        for (story, guest) in &self.guests {
            put(*story);
            put(guest.segment);
            put(guest.doc);
        }
        bytes.extend(self.segments.iter().flat_map(|id| id.bytes()));
        bytes
    }

    fn decode(bytes: Vec<u8>) -> Option<Self> {
        let mut numbers = bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number));
        let (num_segments, num_stories, num_guests) = (numbers.next()?, numbers.next()?, numbers.next()?);
        let counts: Vec<u32> = (0..num_segments).map(|_| numbers.next()).collect::<Option<_>>()?;
        let mut members = Vec::new();
        for count in counts {
            // Most of the table: read without a check of each number.
            let start = bytes.len() / 4 - numbers.len();
            let pairs = bytes.get(start * 4..)?.as_chunks::<8>().0.get(..count as usize)?;
            let number = |bytes: &[u8; 8], start: usize| {
                bytes[start..].first_chunk().map_or(0, |number| u32::from_le_bytes(*number))
            };
            members.push(pairs.iter().map(|pair| (number(pair, 0), number(pair, 4))).collect::<Vec<_>>());
            if count > 0 {
                numbers.nth(count as usize * 2 - 1)?;
            }
        }
        let mut doc = || {
            let (segment, doc) = (numbers.next()?, numbers.next()?);
            (segment < num_segments).then_some(TableDoc { segment, doc })
        };
        let representatives = (0..num_stories).map(|_| doc()).collect::<Option<Vec<_>>>()?;
        let mut guests = Vec::new();
        for _ in 0..num_guests {
            let story = numbers.next().filter(|story| *story < num_stories)?;
            let (segment, doc) = (numbers.next().filter(|segment| *segment < num_segments)?, numbers.next()?);
            guests.push((story, TableDoc { segment, doc }));
        }
        let is_valid = members.iter().flatten().all(|(_, story)| *story < num_stories);
        let num_numbers = bytes.len() / 4 - numbers.len();
        let ids = bytes.get(num_numbers * 4..)?;
        if ids.len() != num_segments as usize * SEGMENT_ID_LENGTH {
            return None;
        }
        let ids = ids.chunks(SEGMENT_ID_LENGTH).map(|id| Some(std::str::from_utf8(id).ok()?.to_owned()));
        let segments = ids.collect::<Option<Vec<_>>>()?;
        is_valid.then_some(StoryTable { bytes, segments, members, representatives, guests })
    }
}

impl Table for StoryTable {
    const CONTENT: &'static str = "stories";

    fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        StoryTable::decode(bytes)
    }
}

/// The file of the stories of an index.
pub(crate) type StoryFile = OptionalTableFile<StoryTable>;

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
        let written = StoryTable::new(ids.to_vec(), &stories);
        let table = StoryTable::from_bytes(written.bytes().to_vec()).expect("a table");
        assert_eq!(table, written);
        assert!(table.is_of(ids.iter().rev().cloned()));
        assert!(!table.is_of(ids[..1].iter().cloned()));
        assert!(!table.is_of([&ids[0], "c"].map(str::to_owned).into_iter()));
        assert_eq!((table.len(), table.segment(&ids[1]), table.segment("c")), (2, Some(1), None));
        assert_eq!((table.members(0), table.members(1)), (&[(2, 0), (7, 0)][..], &[(0, 1), (1, 0)][..]));
        assert_eq!(table.representative(1), Some(doc(1, 0)));
        assert_eq!(table.guests(1).collect::<Vec<_>>(), [doc(0, 2), doc(1, 9)]);
        assert_eq!(table.guests(0).count(), 0);
        let empty = StoryTable::new(Vec::new(), &[]);
        assert_eq!(StoryTable::from_bytes(empty.bytes().to_vec()), Some(empty));
    }

    #[test]
    fn a_damaged_table_is_none() {
        let story =
            TableStory { representative: doc(0, 7), copies: vec![doc(0, 2)], guests: vec![doc(0, 3)] };
        let bytes = StoryTable::new(vec!["a".repeat(SEGMENT_ID_LENGTH)], &[story]).bytes().to_vec();
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
