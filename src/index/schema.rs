//! The fields of an index.
//!
//! Every word of an article is there twice: as it was written (`exact`, with positions, for phrases) and by its stem
//! (`stem`, without; function words have none). Both hold the body, then the title, far enough apart that nothing
//! matches across: a title in front would widen the positions of every word of the body. What was cut has the same two
//! fields of its own. Only fields of exact words know how long a text is; stems are scored by the same length.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

/// Which part of the articles is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
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
    pub under: Field,
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
    pub breaks: Field,
    /// The same of what was cut.
    pub cut_breaks: Field,
    pub site_words: Field,
    pub author_words: Field,
    pub path_words: Field,
    pub lang: Field,
    /// The words an article is about.
    pub gist: Field,
    /// What is shown of an article beside its text, stored.
    pub shown: Field,
    /// Texts with their lines, packed.
    pub body: Field,
    pub cut: Field,
}

impl Fields {
    /// The field that holds the exact words of `part`, and that of their stems where there is one.
    pub fn of(&self, part: Part) -> (Field, Option<Field>) {
        match part {
            Part::Article => (self.exact, Some(self.stem)),
            Part::Title => (self.title_exact, Some(self.title_stem)),
            Part::Cut => (self.cut_exact, Some(self.cut_stem)),
            Part::Site => (self.site_words, None),
            Part::Author => (self.author_words, None),
            Part::Path => (self.path_words, None),
            Part::Lang => (self.lang, None),
        }
    }

    /// The field that says where sentences and paragraphs of `part` begin.
    pub fn breaks_of(&self, part: Part) -> Option<Field> {
        match part {
            Part::Article => Some(self.breaks),
            Part::Cut => Some(self.cut_breaks),
            _ => None,
        }
    }
}

/// The names of the columns of sources and records, which break ties between equal scores.
pub(crate) const SOURCE: &str = "source";
pub(crate) const RECORD: &str = "record";
/// The name of the column of days.
pub(crate) const PUBLISHED: &str = "published";
/// The name of the column of gists.
pub(crate) const GIST: &str = "gist";

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
        under: builder.add_text_field("under", STRING),
        published: builder.add_i64_field(PUBLISHED, NumericOptions::default().set_fast()),
        gist: builder.add_u64_field(GIST, NumericOptions::default().set_fast()),
        exact: builder.add_text_field("exact", exact.clone()),
        stem: builder.add_text_field("stem", stem.clone()),
        lead: builder.add_text_field("lead", lead),
        breaks: builder.add_text_field("breaks", breaks.clone()),
        title_exact: builder.add_text_field("title_exact", exact.clone()),
        title_stem: builder.add_text_field("title_stem", stem.clone()),
        cut_exact: builder.add_text_field("cut_exact", exact.clone()),
        cut_stem: builder.add_text_field("cut_stem", stem),
        cut_breaks: builder.add_text_field("cut_breaks", breaks),
        site_words: builder.add_text_field("site_words", exact.clone()),
        author_words: builder.add_text_field("author_words", exact.clone()),
        path_words: builder.add_text_field("path_words", exact.clone()),
        lang: builder.add_text_field("lang", exact),
        shown: builder.add_bytes_field("shown", STORED),
        body: builder.add_bytes_field("body", STORED),
        cut: builder.add_bytes_field("cut", STORED),
    };
    (builder.build(), fields)
}
