//! The words of one article by their numbers, for each field, before they are added to those of the others.

use tantivy::schema::{Field, Schema};

/// What is put down of an article.
pub(in crate::engine) struct ArticleWords {
    /// Fields with positions: the number of a word, and a position. Those of one word in one field do not fall.
    pub(super) places: Vec<(Field, u32, u32)>,
    /// Fields without: the number of a word, once in each field, and how often it is there.
    pub(super) counts: Vec<(Field, u32, u32)>,
    /// How many words each field has.
    lengths: Vec<u32>,
    /// Words that are being counted.
    pub tally: Tally,
}

impl ArticleWords {
    /// Nothing, in the fields of `schema`.
    pub fn new(schema: &Schema) -> Self {
        let lengths = vec![0; schema.num_fields()];
        ArticleWords { places: Vec::new(), counts: Vec::new(), lengths, tally: Tally::default() }
    }

    /// Forgets all of it.
    pub fn clear(&mut self) {
        self.places.clear();
        self.counts.clear();
        self.lengths.fill(0);
        self.tally.clear();
    }

    /// A word at a position, in a field that has positions.
    pub fn place(&mut self, field: Field, word: u32, position: u32) {
        self.places.push((field, word, position));
        self.lengths[field.field_id() as usize] += 1;
    }

    /// A word that stands so often in a field without positions, which was not told of it yet.
    pub fn count(&mut self, field: Field, word: u32, times: u32) {
        self.counts.push((field, word, times));
        self.lengths[field.field_id() as usize] += times;
    }

    /// Words of a field without positions, in any order and as often as they come.
    pub fn count_all(&mut self, field: Field, mut words: Vec<u32>) {
        words.sort_unstable();
        for same in words.chunk_by(|one, other| one == other) {
            self.count(field, same[0], same.len() as u32);
        }
    }

    /// The words of the tally, which are forgotten there.
    pub fn count_tally(&mut self, field: Field) {
        let mut tally = std::mem::take(&mut self.tally);
        tally.all().for_each(|(word, times)| self.count(field, word, times));
        tally.clear();
        self.tally = tally;
    }

    /// How many words each field has that has any.
    pub fn lengths(&self) -> impl Iterator<Item = (Field, u32)> + '_ {
        let fields = (0..).map(Field::from_field_id);
        fields.zip(self.lengths.iter().copied()).filter(|(_, length)| *length > 0)
    }
}

/// Counts words by their numbers.
#[derive(Debug, Default)]
pub(in crate::engine) struct Tally {
    times: Vec<u32>,
    /// Those that were met, in the order in which they first came.
    met: Vec<u32>,
}

impl Tally {
    /// Counts a word.
    pub fn add(&mut self, word: u32) {
        let at = word as usize;
        if at >= self.times.len() {
            self.times.resize((at + 1).next_power_of_two(), 0);
        }
        if self.times[at] == 0 {
            self.met.push(word);
        }
        self.times[at] += 1;
    }

    /// All words with how often they came, in the order in which they first came.
    pub fn all(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.met.iter().map(|word| (*word, self.times[*word as usize]))
    }

    fn clear(&mut self) {
        for word in self.met.drain(..) {
            self.times[word as usize] = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_and_forgotten() {
        let mut tally = Tally::default();
        for word in [7, 2, 7, 9000] {
            tally.add(word);
        }
        assert_eq!(tally.all().collect::<Vec<_>>(), [(7, 2), (2, 1), (9000, 1)]);
        tally.clear();
        tally.add(2);
        assert_eq!(tally.all().collect::<Vec<_>>(), [(2, 1)]);
    }

    #[test]
    fn lengths_are_those_of_the_fields() {
        let mut builder = Schema::builder();
        let [placed, counted, _] =
            ["a", "b", "c"].map(|name| builder.add_text_field(name, tantivy::schema::TEXT));
        let mut words = ArticleWords::new(&builder.build());
        words.place(placed, 3, 0);
        words.place(placed, 3, 1);
        words.count_all(counted, vec![5, 3, 5]);
        words.tally.add(8);
        words.count_tally(counted);
        assert_eq!(words.counts, [(counted, 3, 1), (counted, 5, 2), (counted, 8, 1)]);
        assert_eq!(words.lengths().collect::<Vec<_>>(), [(placed, 2), (counted, 4)]);
        words.clear();
        assert_eq!((words.lengths().count(), words.places.len(), words.counts.len()), (0, 0, 0));
    }
}
