//! The words of many articles, by field, while a segment is collected.

use tantivy::DocId;
use tantivy::schema::{Field, IndexRecordOption, Schema};

use crate::analysis::Language;
use crate::index::write::segment::interner::TermInterner;
use crate::index::write::segment::posting_list::PostingList;
use crate::index::write::segment::stem_cache::StemCache;
use crate::index::write::segment::term_counts::TermCounts;

/// What is collected by one thread.
pub(crate) struct Postings {
    vocabulary: TermInterner,
    stems: StemCache,
    fields: Vec<FieldPostings>,
    /// The numbers that the articles of this thread have in the segment.
    articles: Vec<DocId>,
    /// For words that are to be counted before they are added.
    pub tally: TermCounts,
}

/// The lists of a field.
pub(crate) struct FieldPostings {
    /// What the field records of a word; `None` where it has no words.
    option: Option<IndexRecordOption>,
    /// For every word by its number one more than the number of its list; 0 where it has none.
    places: Vec<u32>,
    lists: Vec<PostingList>,
    /// How many words were added of all articles but the last.
    words: u64,
    /// How many of the last.
    length: u32,
}

/// About how much memory a list takes, in bytes, beside two bytes for each word in it.
const LIST: usize = size_of::<PostingList>() + 16;

impl Postings {
    /// None yet.
    pub fn new(schema: &Schema) -> Self {
        let lists =
            |option| FieldPostings { option, places: Vec::new(), lists: Vec::new(), words: 0, length: 0 };
        let fields = schema.fields().map(|(_, entry)| lists(entry.field_type().index_record_option()));
        Postings {
            vocabulary: TermInterner::default(),
            stems: StemCache::default(),
            fields: fields.collect(),
            articles: Vec::new(),
            tally: TermCounts::default(),
        }
    }

    /// Begins the next article, which is in `language`.
    pub fn begin(&mut self, language: Language) {
        for lists in &mut self.fields {
            lists.words += u64::from(std::mem::take(&mut lists.length));
        }
        self.tally.clear();
        self.stems.enter(language);
    }

    /// Ends the article: in the segment it has that number, which is above those of all before.
    pub fn end(&mut self, number: DocId) {
        self.articles.push(number);
    }

    /// The number of a word.
    #[inline]
    pub fn number(&mut self, word: &str) -> u32 {
        self.vocabulary.number(word)
    }

    /// The numbers of the stems of the word `text`, which has that number and without a possessive `'s` is `base`; none
    /// for a function word.
    #[inline]
    pub fn stems(&mut self, number: u32, text: &str, base: &str) -> [Option<u32>; 2] {
        self.stems.of(&mut self.vocabulary, number, text, base)
    }

    /// A hash of the word of that number, in its upper bits.
    #[inline]
    pub fn hash(&self, number: u32) -> u32 {
        self.vocabulary.hash(number)
    }

    /// Adds a word at a position of the article, in a field with positions. Those of a word do not fall.
    #[inline]
    pub fn place(&mut self, field: Field, word: u32, position: u32) {
        let article = self.articles.len() as DocId;
        let lists = &mut self.fields[field.field_id() as usize];
        lists.length += 1;
        lists.list(word).add_position(article, position);
    }

    /// Adds a word that stands so often in the article, in a field without positions that was not told of it yet.
    #[inline]
    pub fn count(&mut self, field: Field, word: u32, times: u32) {
        let article = self.articles.len() as DocId;
        let lists = &mut self.fields[field.field_id() as usize];
        lists.length += times;
        match lists.option {
            Some(IndexRecordOption::Basic) => lists.list(word).add(article),
            _ => lists.list(word).add_times(article, times),
        }
    }

    /// Adds words to a field without positions, in any order and as often as they come.
    pub fn count_all(&mut self, field: Field, mut words: Vec<u32>) {
        words.sort_unstable();
        for same in words.chunk_by(|one, other| one == other) {
            self.count(field, same[0], same.len() as u32);
        }
    }

    /// Adds the words of the tally to a field without positions, and forgets them there.
    pub fn count_tally(&mut self, field: Field) {
        let mut tally = std::mem::take(&mut self.tally);
        tally.all().for_each(|(word, times)| self.count(field, word, times));
        tally.clear();
        self.tally = tally;
    }

    /// How many words each field has of the article that was begun last, where it has any.
    pub fn lengths(&self) -> impl Iterator<Item = (Field, u32)> + '_ {
        let fields = (0..).map(Field::from_field_id);
        fields.zip(self.fields.iter().map(|lists| lists.length)).filter(|(_, length)| *length > 0)
    }

    /// About how much memory all of it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.fields.iter().map(FieldPostings::bytes).sum::<usize>()
            + self.vocabulary.bytes()
            + self.stems.bytes()
    }

    /// The words.
    pub(crate) fn vocabulary(&self) -> &TermInterner {
        &self.vocabulary
    }

    /// The lists of a field.
    pub(crate) fn lists(&self, field: Field) -> &FieldPostings {
        &self.fields[field.field_id() as usize]
    }

    /// The numbers that the articles in the lists have in the segment.
    pub(crate) fn articles(&self) -> &[DocId] {
        &self.articles
    }
}

impl FieldPostings {
    #[inline]
    fn list(&mut self, word: u32) -> &mut PostingList {
        let word = word as usize;
        if word >= self.places.len() {
            self.places.resize((word + 1).next_power_of_two(), 0);
        }
        let place = &mut self.places[word];
        if *place == 0 {
            self.lists.push(PostingList::default());
            *place = self.lists.len() as u32;
        }
        &mut self.lists[*place as usize - 1]
    }

    /// The list of the word of that number, where it has one.
    pub fn of(&self, word: u32) -> Option<&PostingList> {
        let place = self.places.get(word as usize)?.checked_sub(1)?;
        self.lists.get(place as usize)
    }

    /// How many words were added.
    pub fn words(&self) -> u64 {
        self.words + u64::from(self.length)
    }

    fn bytes(&self) -> usize {
        self.places.len() * size_of::<u32>() + self.lists.len() * LIST + 2 * self.words() as usize
    }
}

#[cfg(test)]
impl Postings {
    /// The words of the first article in a field: each with its positions, or with how often it stands there.
    pub fn of_the_first(&self, field: Field) -> Vec<(&str, u32)> {
        let Some(option) = self.lists(field).option else { return Vec::new() };
        let mut reading = crate::index::write::segment::posting_list::PostingListReader::new(option, &[0]);
        let mut found = Vec::new();
        for number in self.vocabulary.sorted() {
            reading.begin(self.lists(field).of(number));
            if reading.ended {
                continue;
            }
            let word = self.vocabulary.word(number);
            let mut at = 0;
            for step in &reading.steps {
                at += step;
                found.push((word, at));
            }
            if !option.has_positions() {
                found.push((word, reading.times));
            }
        }
        found.sort_by_key(|(_, number)| *number);
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::postings::*;
    use tantivy::schema::{STRING, TEXT};

    #[test]
    fn words_are_in_the_lists_of_their_fields() {
        let mut builder = Schema::builder();
        let [placed, other] = ["a", "b"].map(|name| builder.add_text_field(name, TEXT));
        let names = builder.add_text_field("c", STRING);
        let mut postings = Postings::new(&builder.build());
        postings.begin(Language::ENGLISH);
        let [one, two] = ["one", "two"].map(|word| postings.number(word));
        postings.place(placed, two, 0);
        postings.place(placed, one, 1);
        postings.place(placed, two, 5);
        postings.count_all(names, vec![two]);
        postings.tally.add(one);
        postings.count_tally(names);
        assert_eq!(postings.lengths().collect::<Vec<_>>(), [(placed, 3), (names, 2)]);
        postings.end(0);
        postings.begin(Language::ENGLISH);
        postings.place(placed, one, 3);
        assert_eq!(postings.lengths().collect::<Vec<_>>(), [(placed, 1)]);
        assert_eq!(postings.of_the_first(placed), [("two", 0), ("one", 1), ("two", 5)]);
        assert_eq!(postings.lists(placed).words(), 4);
        assert_eq!(postings.lists(other).words(), 0);
    }
}
