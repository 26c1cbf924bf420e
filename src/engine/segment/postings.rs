//! The words of many articles, by field, while a segment is collected.

use tantivy::DocId;
use tantivy::schema::{Field, IndexRecordOption, Schema};

use super::list::List;
use super::stems::Stems;
use super::vocabulary::Vocabulary;
use super::words::ArticleWords;
use crate::analysis::Language;

/// What is collected by one thread.
pub(in crate::engine) struct Postings {
    vocabulary: Vocabulary,
    stems: Stems,
    fields: Vec<Lists>,
    /// Bytes in the lists, about.
    bytes: usize,
    /// The article that is being added. Kept for its memory.
    article: ArticleWords,
}

/// The lists of a field.
pub(super) struct Lists {
    /// What the field records of a word; `None` where it has no words.
    option: Option<IndexRecordOption>,
    /// For every word by its number one more than the number of its list; 0 where it has none.
    places: Vec<u32>,
    lists: Vec<List>,
    /// How many words were added.
    tokens: u64,
}

/// About how much memory a list takes beside what was written to it, in bytes.
const LIST: usize = size_of::<List>() + 16;

impl Postings {
    /// None yet.
    pub fn new(schema: &Schema) -> Self {
        let lists = |option| Lists { option, places: Vec::new(), lists: Vec::new(), tokens: 0 };
        let fields = schema.fields().map(|(_, entry)| lists(entry.field_type().index_record_option()));
        Postings {
            vocabulary: Vocabulary::default(),
            stems: Stems::default(),
            fields: fields.collect(),
            bytes: 0,
            article: ArticleWords::new(schema),
        }
    }

    /// Begins an article of `language`: its words are put into what is given back.
    pub fn article(&mut self, language: Language) -> Collecting<'_> {
        self.article.clear();
        self.stems.enter(language);
        Collecting { vocabulary: &mut self.vocabulary, stems: &mut self.stems, words: &mut self.article }
    }

    /// How many words each field has of the article that was begun last.
    pub fn lengths(&self) -> impl Iterator<Item = (Field, u32)> + '_ {
        self.article.lengths()
    }

    /// Adds the article that was begun last, as the one of that number, which is above those of all before.
    pub fn add(&mut self, article: DocId) {
        for &(field, word, position) in &self.article.places {
            let list = self.fields[field.field_id() as usize].list(word, &mut self.bytes);
            list.add_position(article, position);
        }
        for &(field, word, times) in &self.article.counts {
            let lists = &mut self.fields[field.field_id() as usize];
            let option = lists.option;
            let list = lists.list(word, &mut self.bytes);
            match option {
                Some(IndexRecordOption::Basic) => list.add(article),
                _ => list.add_times(article, times),
            }
        }
        for (field, length) in self.article.lengths() {
            self.fields[field.field_id() as usize].tokens += u64::from(length);
        }
        // About two bytes for each thing that was written.
        self.bytes += 2 * (self.article.places.len() + self.article.counts.len());
    }

    /// About how much memory all of it takes, in bytes.
    pub fn bytes(&self) -> usize {
        self.bytes + self.vocabulary.bytes() + self.stems.bytes()
    }

    /// The words.
    pub(super) fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The lists of a field.
    pub(super) fn lists(&self, field: Field) -> &Lists {
        &self.fields[field.field_id() as usize]
    }
}

impl Lists {
    fn list(&mut self, word: u32, bytes: &mut usize) -> &mut List {
        let word = word as usize;
        if word >= self.places.len() {
            let places = (word + 1).next_power_of_two();
            *bytes += (places - self.places.len()) * size_of::<u32>();
            self.places.resize(places, 0);
        }
        let place = &mut self.places[word];
        if *place == 0 {
            self.lists.push(List::default());
            *place = self.lists.len() as u32;
            *bytes += LIST;
        }
        &mut self.lists[*place as usize - 1]
    }

    /// The list of the word of that number, where it has one.
    pub fn of(&self, word: u32) -> Option<&List> {
        let place = self.places.get(word as usize)?.checked_sub(1)?;
        self.lists.get(place as usize)
    }

    /// How many words were added.
    pub fn tokens(&self) -> u64 {
        self.tokens
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

/// An article whose words are being put down.
pub(in crate::engine) struct Collecting<'p> {
    vocabulary: &'p mut Vocabulary,
    stems: &'p mut Stems,
    pub words: &'p mut ArticleWords,
}

impl Collecting<'_> {
    /// The number of a word.
    pub fn number(&mut self, word: &str) -> u32 {
        self.vocabulary.number(word)
    }

    /// The number of the stem of the word `text`, which has that number and without a possessive `'s` is `base`; none
    /// for a function word.
    pub fn stem(&mut self, number: u32, text: &str, base: &str) -> Option<u32> {
        self.stems.of(self.vocabulary, number, text, base)
    }

    /// A hash of the word of that number, in its upper bits.
    pub fn hash(&self, number: u32) -> u32 {
        self.vocabulary.hash(number)
    }
}

#[cfg(test)]
impl Postings {
    /// Where the words of each field stand in an article, by their names; `None` for a position in fields without.
    pub fn put_down(&self, field: Field) -> Vec<(&str, Option<u32>, u32)> {
        let placed = self.article.places.iter().map(|(field, word, at)| (*field, *word, Some(*at), 1));
        let counted = self.article.counts.iter().map(|(field, word, times)| (*field, *word, None, *times));
        let own = placed.chain(counted).filter(|(own, ..)| *own == field);
        own.map(|(_, word, at, times)| (self.vocabulary.word(word), at, times)).collect()
    }
}
