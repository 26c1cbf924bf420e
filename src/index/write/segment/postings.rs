//! The postings of the articles that one thread adds, by field, while a segment is built.

use std::hint::black_box;

use tantivy::DocId;
use tantivy::schema::{Field, IndexRecordOption, Schema};

use crate::analysis::{AnalyzerVersion, Language};
use crate::index::write::segment::interner::{TermInterner, TermKey};
use crate::index::write::segment::name_terms::NameTerms;
use crate::index::write::segment::posting_list::PostingList;
use crate::index::write::segment::stem_cache::{StemCache, TokenStems};
use crate::index::write::segment::term_counts::TermCounts;

/// The postings of the articles of one thread.
pub(crate) struct ThreadPostings {
    /// The version of the analyzer that makes the terms.
    pub analyzer: AnalyzerVersion,
    interner: TermInterner,
    stems: StemCache,
    fields: Vec<FieldPostings>,
    /// Doc ids in the segment, by the doc ids in the posting lists.
    doc_ids: Vec<DocId>,
    names: NameTerms,
    /// Counts terms that are added to a field once the article is complete.
    pub counts: TermCounts,
}

/// The posting lists of a field.
pub(crate) struct FieldPostings {
    /// Data that the field records; `None` if it is not indexed.
    option: Option<IndexRecordOption>,
    /// Index in `lists` plus one, by term id; 0 if there is no list.
    list_indices: Vec<u32>,
    lists: Vec<PostingList>,
    /// Bytes of the lists.
    arena: Vec<u8>,
    /// Number of tokens of all articles but the last.
    num_tokens: u64,
    /// Number of tokens of the last article.
    last_num_tokens: u32,
    /// Position of the last token of the last article; [`NO_POSITION`] before the first.
    last_position: u32,
}

/// No position in an article.
const NO_POSITION: u32 = u32::MAX;

impl ThreadPostings {
    /// Creates empty postings for the fields of `schema`.
    pub(crate) fn new(schema: &Schema, analyzer: AnalyzerVersion) -> Self {
        let fields = schema.fields().map(|(_, entry)| FieldPostings {
            option: entry.field_type().index_record_option(),
            list_indices: Vec::new(),
            lists: Vec::new(),
            arena: Vec::new(),
            num_tokens: 0,
            last_num_tokens: 0,
            last_position: NO_POSITION,
        });
        ThreadPostings {
            analyzer,
            interner: TermInterner::default(),
            stems: StemCache::default(),
            fields: fields.collect(),
            doc_ids: Vec::new(),
            names: NameTerms::default(),
            counts: TermCounts::default(),
        }
    }

    /// Begins the next article, written in `language`.
    pub(crate) fn begin_doc(&mut self, language: Language) {
        for field in &mut self.fields {
            field.num_tokens += u64::from(std::mem::take(&mut field.last_num_tokens));
            field.last_position = NO_POSITION;
        }
        self.counts.clear();
        self.stems.set_language(language);
    }

    /// Ends the article and sets its doc id in the segment, which must be higher than all before.
    pub(crate) fn end_doc(&mut self, doc: DocId) {
        self.doc_ids.push(doc);
    }

    /// Returns the id of a term.
    #[inline]
    pub(crate) fn term_id(&mut self, term: &str) -> u32 {
        self.interner.term_id(term)
    }

    /// Returns the id of a term that `key` holds as a whole.
    #[inline]
    pub(crate) fn whole_term_id(&mut self, key: TermKey) -> u32 {
        self.interner.whole_term_id(key)
    }

    /// Reads where terms are looked up, all in one loop, so that the processor waits for the memory of many
    /// of them at once and not of each.
    pub(crate) fn touch_terms(&self, keys: impl Iterator<Item = TermKey>) {
        black_box(keys.fold(0, |sum, key| sum ^ self.interner.touch(key)));
    }

    /// Reads what is read or written when tokens are added to `field`, like
    /// [`ThreadPostings::touch_terms`].
    pub(crate) fn touch_tokens(&self, field: Field, term_ids: impl Iterator<Item = u32>) {
        let field = &self.fields[field.field_id() as usize];
        let touch = |sum, id| sum ^ field.touch(id) ^ self.stems.touch(id) ^ self.interner.hash(id);
        black_box(term_ids.fold(0, touch));
    }

    /// Returns the term ids of the stems of a token, as [`StemCache::stems`] does; none for a stop word.
    #[inline]
    pub(crate) fn stems(&mut self, term_id: u32, length: usize, base_length: usize) -> TokenStems {
        self.stems.stems(&mut self.interner, term_id, length, base_length)
    }

    /// Returns whether a term may be a name with other spellings.
    #[inline]
    pub(crate) fn may_have_spellings(&mut self, term_id: u32) -> bool {
        self.names.may_have_spellings(&self.interner, term_id)
    }

    /// Returns the upper half of the hash of a term.
    #[inline]
    pub(crate) fn hash(&self, term_id: u32) -> u32 {
        self.interner.hash(term_id)
    }

    /// Adds a position of a term to a field with positions. Positions of a term must not decrease. A term at
    /// the position of the last one is another form of it and adds nothing to the length of the field.
    #[inline]
    pub(crate) fn add_position(&mut self, field: Field, term_id: u32, position: u32) {
        let doc = self.doc_ids.len() as DocId;
        let field = &mut self.fields[field.field_id() as usize];
        field.last_num_tokens += u32::from(field.last_position != position);
        field.last_position = position;
        let (list, arena) = field.list_mut(term_id);
        list.add_position(arena, doc, position);
    }

    /// Adds a term with its frequency in the article to a field without positions. Must be called once per
    /// term.
    #[inline]
    pub(crate) fn add_term_freq(&mut self, field: Field, term_id: u32, term_freq: u32) {
        let doc = self.doc_ids.len() as DocId;
        let field = &mut self.fields[field.field_id() as usize];
        field.last_num_tokens += term_freq;
        let is_basic = field.option == Some(IndexRecordOption::Basic);
        let (list, arena) = field.list_mut(term_id);
        match is_basic {
            true => list.add_doc(arena, doc),
            false => list.add_term_freq(arena, doc, term_freq),
        }
    }

    /// Adds terms in any order, with repetitions, to a field without positions.
    pub(crate) fn add_terms(&mut self, field: Field, mut term_ids: Vec<u32>) {
        term_ids.sort_unstable();
        for equal in term_ids.chunk_by(|first, second| first == second) {
            self.add_term_freq(field, equal[0], equal.len() as u32);
        }
    }

    /// Takes terms of a field without positions out of its length: those that are further forms of a token.
    pub(crate) fn discount_overlaps(&mut self, field: Field, count: u32) {
        let field = &mut self.fields[field.field_id() as usize];
        field.last_num_tokens = field.last_num_tokens.saturating_sub(count);
    }

    /// Adds the counted terms to a field without positions and resets the counts.
    pub(crate) fn add_counted_terms(&mut self, field: Field) {
        let mut counts = std::mem::take(&mut self.counts);
        let lists = &self.fields[field.field_id() as usize];
        black_box(counts.iter().fold(0, |sum, (term_id, _)| sum ^ lists.touch(term_id)));
        counts.iter().for_each(|(term_id, term_freq)| self.add_term_freq(field, term_id, term_freq));
        counts.clear();
        self.counts = counts;
    }

    /// Returns the number of tokens in each field of the last article that has any.
    pub(crate) fn field_lengths(&self) -> impl Iterator<Item = (Field, u32)> + '_ {
        let ids = (0..).map(Field::from_field_id);
        ids.zip(self.fields.iter().map(|field| field.last_num_tokens)).filter(|(_, length)| *length > 0)
    }

    /// Returns the approximate memory usage in bytes.
    pub(crate) fn memory_usage(&self) -> usize {
        self.fields.iter().map(FieldPostings::memory_usage).sum::<usize>()
            + self.interner.memory_usage()
            + self.stems.memory_usage()
    }

    /// Returns the terms.
    pub(crate) fn interner(&self) -> &TermInterner {
        &self.interner
    }

    /// Returns the posting lists of a field.
    pub(crate) fn field(&self, field: Field) -> &FieldPostings {
        &self.fields[field.field_id() as usize]
    }

    /// Returns the doc ids in the segment, by the doc ids in the posting lists.
    pub(crate) fn doc_ids(&self) -> &[DocId] {
        &self.doc_ids
    }
}

impl FieldPostings {
    /// Returns the posting list of a term and the arena for its bytes.
    #[inline]
    fn list_mut(&mut self, term_id: u32) -> (&mut PostingList, &mut Vec<u8>) {
        let index = match self.list_indices.get(term_id as usize) {
            Some(index) if *index > 0 => *index,
            _ => self.add_list(term_id),
        };
        (&mut self.lists[index as usize - 1], &mut self.arena)
    }

    /// Reads the end of the posting list of a term. Returns a number that depends on it, so that it is read.
    #[inline]
    fn touch(&self, term_id: u32) -> u32 {
        let end = self.list(term_id).map_or(0, PostingList::end);
        u32::from(self.arena.get(end as usize).copied().unwrap_or_default())
    }

    /// Adds the posting list of a term and returns its index plus one.
    #[cold]
    fn add_list(&mut self, term_id: u32) -> u32 {
        let term_id = term_id as usize;
        if term_id >= self.list_indices.len() {
            self.list_indices.resize((term_id + 1).next_power_of_two(), 0);
        }
        self.lists.push(PostingList::default());
        self.list_indices[term_id] = self.lists.len() as u32;
        self.list_indices[term_id]
    }

    /// Reads the beginnings of the posting lists of terms, like [`ThreadPostings::touch_terms`].
    pub(crate) fn touch_lists(&self, term_ids: impl Iterator<Item = u32>) {
        let start = |term_id| self.list(term_id).map_or(0, PostingList::start);
        let touch = |term_id| self.arena.get(start(term_id) as usize).copied().unwrap_or_default();
        black_box(term_ids.fold(0, |sum, term_id| sum ^ touch(term_id)));
    }

    /// Returns the bytes of the posting lists.
    pub(crate) fn arena(&self) -> &[u8] {
        &self.arena
    }

    /// Returns the posting list of a term, if it has one.
    #[inline]
    pub(crate) fn list(&self, term_id: u32) -> Option<&PostingList> {
        let index = self.list_indices.get(term_id as usize)?.checked_sub(1)?;
        self.lists.get(index as usize)
    }

    /// Returns the number of posting lists.
    pub(crate) fn num_lists(&self) -> usize {
        self.lists.len()
    }

    /// Returns the ids of the terms that have posting lists.
    pub(crate) fn term_ids(&self) -> impl Iterator<Item = u32> + '_ {
        (0..).zip(&self.list_indices).filter_map(|(term_id, index)| (*index > 0).then_some(term_id))
    }

    /// Returns the number of tokens of all articles.
    pub(crate) fn num_tokens(&self) -> u64 {
        self.num_tokens + u64::from(self.last_num_tokens)
    }

    fn memory_usage(&self) -> usize {
        self.list_indices.len() * size_of::<u32>()
            + self.lists.len() * size_of::<PostingList>()
            + self.arena.len()
    }
}

#[cfg(test)]
impl ThreadPostings {
    /// Returns the terms of the first article in a field: each with its positions, or with its frequency.
    pub(crate) fn first_doc_terms(&self, field: Field) -> Vec<(&str, u32)> {
        let Some(option) = self.field(field).option else { return Vec::new() };
        let mut reader = crate::index::write::segment::posting_list::PostingListReader::new(option, &[0]);
        let mut terms = Vec::new();
        for term_id in self.interner.sorted() {
            reader.begin(self.field(field).list(term_id), self.field(field).arena());
            if reader.is_exhausted {
                continue;
            }
            let term = self.interner.term(term_id);
            let mut position = 0;
            for delta in &reader.position_deltas {
                position += delta;
                terms.push((term, position));
            }
            if !option.has_positions() {
                terms.push((term, reader.term_freq));
            }
        }
        terms.sort_by_key(|(_, number)| *number);
        terms
    }
}

#[cfg(test)]
mod tests {
    use crate::index::write::segment::postings::*;
    use tantivy::schema::{STRING, TEXT};

    #[test]
    fn terms_are_in_the_lists_of_their_fields() {
        let mut builder = Schema::builder();
        let [text, unused] = ["a", "b"].map(|name| builder.add_text_field(name, TEXT));
        let names = builder.add_text_field("c", STRING);
        let mut postings = ThreadPostings::new(&builder.build(), AnalyzerVersion::CURRENT);
        postings.begin_doc(Language::ENGLISH);
        let [one, two] = ["one", "two"].map(|term| postings.term_id(term));
        postings.add_position(text, two, 0);
        postings.add_position(text, one, 1);
        postings.add_position(text, two, 5);
        postings.add_terms(names, vec![two]);
        postings.counts.add(one);
        postings.add_counted_terms(names);
        assert_eq!(postings.field_lengths().collect::<Vec<_>>(), [(text, 3), (names, 2)]);
        postings.end_doc(0);
        postings.begin_doc(Language::ENGLISH);
        postings.add_position(text, one, 3);
        assert_eq!(postings.field_lengths().collect::<Vec<_>>(), [(text, 1)]);
        postings.add_position(text, two, 3);
        assert_eq!(postings.field_lengths().collect::<Vec<_>>(), [(text, 1)]);
        assert_eq!(postings.first_doc_terms(text), [("two", 0), ("one", 1), ("two", 5)]);
        assert_eq!(postings.field(text).num_tokens(), 4);
        assert_eq!(postings.field(unused).num_tokens(), 0);
    }
}
