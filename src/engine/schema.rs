//! The fields of an index.
//!
//! Every word of an article is there twice: as it was written (`exact`, with positions, for phrases) and by its stem
//! (`stem`, without). Both hold the title, then the body, far enough apart that nothing matches across. What was
//! cut has the same two fields of its own.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};

use crate::analysis::{ExactTokenizer, StemTokenizer};

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
}

/// The fields, by name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields {
    /// Folder and path: the file the article came from.
    pub source: Field,
    /// The record of the file, from 1; 0 for all of the file.
    pub record: Field,
    /// What the archive calls the record.
    pub id: Field,
    /// The folders above the article, for searches within one.
    pub under: Field,
    pub size: Field,
    pub modified: Field,
    /// Day of publication, in days since 1970.
    pub published: Field,
    pub exact: Field,
    pub stem: Field,
    pub title_exact: Field,
    pub title_stem: Field,
    pub cut_exact: Field,
    pub cut_stem: Field,
    /// Stored as they are shown.
    pub title: Field,
    pub title_line: Field,
    pub body: Field,
    pub body_lines: Field,
    pub cut: Field,
    pub cut_lines: Field,
}

impl Fields {
    /// The fields that hold the exact words and the stems of `part`.
    pub fn of(&self, part: Part) -> (Field, Field) {
        match part {
            Part::Article => (self.exact, self.stem),
            Part::Title => (self.title_exact, self.title_stem),
            Part::Cut => (self.cut_exact, self.cut_stem),
        }
    }
}

/// The names of the columns of sources and records, which break ties between equal scores.
pub(super) const SOURCE: &str = "source";
pub(super) const RECORD: &str = "record";
/// The name of the column of days.
pub(super) const PUBLISHED: &str = "published";
/// The names of the columns of file sizes and times.
pub(super) const SIZE: &str = "size";
pub(super) const MODIFIED: &str = "modified";

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let words = |tokenizer: &str, option| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option),
        )
    };
    let exact = words(ExactTokenizer::NAME, IndexRecordOption::WithFreqsAndPositions);
    let stem = words(StemTokenizer::NAME, IndexRecordOption::WithFreqs);
    let stored = || TextOptions::default().set_stored();
    let fields = Fields {
        source: builder.add_text_field(SOURCE, STRING | STORED | FAST),
        record: builder.add_u64_field(RECORD, NumericOptions::default().set_fast()),
        id: builder.add_text_field("id", stored()),
        under: builder.add_text_field("under", STRING),
        size: builder.add_u64_field(SIZE, NumericOptions::default().set_fast()),
        modified: builder.add_i64_field(MODIFIED, NumericOptions::default().set_fast()),
        published: builder.add_i64_field(PUBLISHED, NumericOptions::default().set_fast().set_stored()),
        exact: builder.add_text_field("exact", exact.clone()),
        stem: builder.add_text_field("stem", stem.clone()),
        title_exact: builder.add_text_field("title_exact", exact.clone()),
        title_stem: builder.add_text_field("title_stem", stem.clone()),
        cut_exact: builder.add_text_field("cut_exact", exact),
        cut_stem: builder.add_text_field("cut_stem", stem),
        title: builder.add_text_field("title", stored()),
        title_line: builder.add_u64_field("title_line", STORED),
        body: builder.add_text_field("body", stored()),
        body_lines: builder.add_bytes_field("body_lines", STORED),
        cut: builder.add_text_field("cut", stored()),
        cut_lines: builder.add_bytes_field("cut_lines", STORED),
    };
    (builder.build(), fields)
}

/// The analyzers by the names the schema uses.
pub(super) fn tokenizers() -> TokenizerManager {
    let manager = TokenizerManager::default();
    manager.register(ExactTokenizer::NAME, TextAnalyzer::builder(ExactTokenizer).build());
    manager.register(StemTokenizer::NAME, TextAnalyzer::builder(StemTokenizer).build());
    manager
}
