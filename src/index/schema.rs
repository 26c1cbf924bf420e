//! The fields of an index.
//!
//! Every word of an article is there twice: as it was written (`exact`, with positions, for phrases) and by its stem
//! (`stem`, without; function words have none). Both hold the body, then the title, far enough apart that nothing
//! matches across: a title in front would widen the positions of every word of the body. What was cut has the same two
//! fields of its own. Only fields of exact words know how long a text is; stems are scored by the same length.

use jiff::Span;
use jiff::civil::Date;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Which part of the articles is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SearchTarget {
    /// The articles: titles and cleaned bodies.
    #[default]
    Article,
    /// The titles alone.
    Title,
    /// What was cut.
    Cut,
    /// The name or host of the site.
    Site,
    /// The author.
    Author,
    /// The path of the source.
    Path,
    /// The language, by its two letters.
    Lang,
}

/// The fields, by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Folder and path: the file the article came from.
    pub source: Field,
    /// The record of the file, from 1; 0 for all of the file.
    pub record: Field,
    /// The folders above the article, for searches within one.
    pub ancestors: Field,
    /// Day of publication, in days since 1970.
    pub published: Field,
    pub exact: Field,
    pub stem: Field,
    pub title_exact: Field,
    pub title_stem: Field,
    pub cut_exact: Field,
    pub cut_stem: Field,
    /// Stems of the title and the first words of the body.
    pub lead: Field,
    /// Positions at which sentences and paragraphs of the article begin.
    pub boundaries: Field,
    /// The same of what was cut.
    pub cut_boundaries: Field,
    pub site_words: Field,
    pub author_words: Field,
    pub path_words: Field,
    pub lang: Field,
    /// The words an article is about.
    pub term_vector: Field,
    /// What is shown of an article beside its text, stored.
    pub display: Field,
    /// Texts with their lines, packed.
    pub body: Field,
    pub cut: Field,
}

impl Fields {
    /// The field that holds the exact words of `part`, and that of their stems where there is one.
    pub fn of(&self, part: SearchTarget) -> (Field, Option<Field>) {
        match part {
            SearchTarget::Article => (self.exact, Some(self.stem)),
            SearchTarget::Title => (self.title_exact, Some(self.title_stem)),
            SearchTarget::Cut => (self.cut_exact, Some(self.cut_stem)),
            SearchTarget::Site => (self.site_words, None),
            SearchTarget::Author => (self.author_words, None),
            SearchTarget::Path => (self.path_words, None),
            SearchTarget::Lang => (self.lang, None),
        }
    }

    /// The field that says where sentences and paragraphs of `part` begin.
    pub fn boundaries_of(&self, part: SearchTarget) -> Option<Field> {
        match part {
            SearchTarget::Article => Some(self.boundaries),
            SearchTarget::Cut => Some(self.cut_boundaries),
            _ => None,
        }
    }
}

/// Term in the boundary fields at the position where a sentence begins.
pub(crate) const SENTENCE: char = 's';
/// Term in the boundary fields at the position where a paragraph begins.
pub(crate) const PARAGRAPH: char = 'p';

/// Day 0 of the day numbers.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// The names of the columns of sources and records, which break ties between equal scores.
pub(crate) const SOURCE: &str = "source";
pub(crate) const RECORD: &str = "record";
/// The name of the column of days.
pub(crate) const PUBLISHED: &str = "published";
/// The name of the column of gists.
pub(crate) const TERM_VECTOR: &str = "gist";

/// The schema and its fields.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // The engine is given no texts to cut (`crate::index::write::segment::builder`).
    let words = |option, lengths| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(lengths))
    };
    let exact = words(IndexRecordOption::WithFreqsAndPositions, true);
    let stem = words(IndexRecordOption::WithFreqs, false);
    let lead = words(IndexRecordOption::WithFreqs, true);
    let breaks = words(IndexRecordOption::WithFreqsAndPositions, false);
    let fields = Fields {
        source: builder.add_text_field(SOURCE, STRING | FAST),
        record: builder.add_u64_field(RECORD, NumericOptions::default().set_fast()),
        ancestors: builder.add_text_field("under", STRING),
        published: builder.add_i64_field(PUBLISHED, NumericOptions::default().set_fast()),
        term_vector: builder.add_u64_field(TERM_VECTOR, NumericOptions::default().set_fast()),
        exact: builder.add_text_field("exact", exact.clone()),
        stem: builder.add_text_field("stem", stem.clone()),
        lead: builder.add_text_field("lead", lead),
        boundaries: builder.add_text_field("breaks", breaks.clone()),
        title_exact: builder.add_text_field("title_exact", exact.clone()),
        title_stem: builder.add_text_field("title_stem", stem.clone()),
        cut_exact: builder.add_text_field("cut_exact", exact.clone()),
        cut_stem: builder.add_text_field("cut_stem", stem),
        cut_boundaries: builder.add_text_field("cut_breaks", breaks),
        site_words: builder.add_text_field("site_words", exact.clone()),
        author_words: builder.add_text_field("author_words", exact.clone()),
        path_words: builder.add_text_field("path_words", exact.clone()),
        lang: builder.add_text_field("lang", exact),
        display: builder.add_bytes_field("shown", STORED),
        body: builder.add_bytes_field("body", STORED),
        cut: builder.add_bytes_field("cut", STORED),
    };
    (builder.build(), fields)
}

/// Returns the number of days from 1970-01-01 to `day`.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(EPOCH.until(day).map_or(0, |span| span.get_days()))
}

/// Returns the day with this [`day_number`].
pub(crate) fn day_of(number: i64) -> Option<Date> {
    let days = Span::new().try_days(number).ok()?;
    EPOCH.checked_add(days).ok()
}

#[cfg(test)]
mod tests {
    use crate::index::schema::*;

    #[test]
    fn days_count_from_1970_both_ways() {
        for (number, day) in [(0, jiff::civil::date(1970, 1, 1)), (20_014, jiff::civil::date(2024, 10, 18))] {
            assert_eq!((day_number(day), day_of(number)), (number, Some(day)));
        }
        assert_eq!(day_of(day_number(jiff::civil::date(1914, 7, 28))), Some(jiff::civil::date(1914, 7, 28)));
        assert_eq!(day_of(i64::MIN), None);
    }
}
