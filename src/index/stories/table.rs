//! The table of stories, a file beside the segments.

use std::borrow::Cow;
use std::io;

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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct StoryTable {
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
        StoryTable { segments, members, representatives, guests }
    }

    /// Returns the stories, in their order.
    pub(crate) fn stories(&self) -> Vec<TableStory> {
        let story = |representative: &TableDoc| TableStory {
            representative: *representative,
            copies: Vec::new(),
            guests: Vec::new(),
        };
        let mut stories: Vec<TableStory> = self.representatives.iter().map(story).collect();
        for (segment, members) in (0..).zip(&self.members) {
            for (doc, number) in members {
                let (story, doc) = (&mut stories[*number as usize], TableDoc { segment, doc: *doc });
                if doc != story.representative {
                    story.copies.push(doc);
                }
            }
        }
        self.guests.iter().for_each(|(number, guest)| stories[*number as usize].guests.push(*guest));
        stories
    }

    /// Returns the number of stories.
    pub(crate) fn len(&self) -> u32 {
        self.representatives.len() as u32
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

    fn decode(bytes: &[u8]) -> Option<Self> {
        let (head, mut tail) = bytes.split_first_chunk::<12>()?;
        let [num_segments, num_stories, num_guests] = [0, 4, 8].map(|start| number(head, start));
        let counts = take_chunks::<4>(&mut tail, num_segments)?;
        let mut members = Vec::new();
        for count in counts {
            let pairs = take_chunks::<8>(&mut tail, number(count, 0))?;
            members.push(pairs.iter().map(two_numbers).collect::<Vec<_>>());
        }
        let representatives = take_chunks::<8>(&mut tail, num_stories)?.iter();
        let representatives = representatives.map(table_doc).collect::<Vec<_>>();
        let guests = take_chunks::<12>(&mut tail, num_guests)?.iter();
        let guest = |guest: &[u8; 12]| guest.last_chunk().map(|doc| (number(guest, 0), table_doc(doc)));
        let guests = guests.filter_map(guest).collect::<Vec<_>>();
        let ids = take_chunks::<SEGMENT_ID_LENGTH>(&mut tail, num_segments)?.iter();
        let segments = ids.map(|id| Some(std::str::from_utf8(id).ok()?.to_owned())).collect::<Option<_>>()?;
        let stories = members.iter().flatten().map(|(_, story)| story);
        let docs = representatives.iter().chain(guests.iter().map(|(_, doc)| doc));
        let is_valid = tail.is_empty()
            && stories.chain(guests.iter().map(|(story, _)| story)).all(|story| *story < num_stories)
            && docs.into_iter().all(|doc| doc.segment < num_segments);
        is_valid.then_some(StoryTable { segments, members, representatives, guests })
    }
}

/// Takes chunks of N bytes from the front of `bytes`; `None` if there are not as many.
fn take_chunks<'b, const N: usize>(bytes: &mut &'b [u8], count: u32) -> Option<&'b [[u8; N]]> {
    let (head, tail) = bytes.split_at_checked((count as usize).checked_mul(N)?)?;
    *bytes = tail;
    Some(head.as_chunks().0)
}

/// Returns the number at `start`.
fn number(bytes: &[u8], start: usize) -> u32 {
    bytes[start..].first_chunk().map_or(0, |number| u32::from_le_bytes(*number))
}

/// Returns both numbers of a pair, in one step: a large archive has hundreds of thousands of pairs, and each
/// search reads them.
fn two_numbers(pair: &[u8; 8]) -> (u32, u32) {
    let both = u64::from_le_bytes(*pair);
    (both as u32, (both >> 32) as u32)
}

/// Returns the article that a pair stands for.
fn table_doc(pair: &[u8; 8]) -> TableDoc {
    let (segment, doc) = two_numbers(pair);
    TableDoc { segment, doc }
}

impl Table for StoryTable {
    const CONTENT: &'static str = "stories";

    fn bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(self.encode())
    }

    fn from_bytes(bytes: Vec<u8>) -> Option<Self> {
        StoryTable::decode(&bytes)
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
