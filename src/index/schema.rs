//! The fields of an index.
//!
//! Every word of an article is indexed twice: as a token (`exact`, with positions, for phrases) and as its
//! stem (`stem`, after the tag of its language, without positions; stop words have none). Both fields hold
//! the body, then the title, far enough apart that no phrase matches across. The title comes second, because
//! in front it would make the positions of all body words larger. The text that was cut has two such fields
//! of its own. Only `exact` fields have field norms, which stems are scored with.

use jiff::Span;
use jiff::civil::Date;
use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use crate::index::format::IndexFormat;

/// The text of the articles that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum SearchTarget {
    /// Titles and cleaned bodies.
    #[default]
    Article,
    /// Titles only.
    Title,
    /// Text that was cut.
    Cut,
    /// Name or host of the site.
    Site,
    /// Author or authors.
    Author,
    /// Path of the source file.
    Path,
    /// Code of the language.
    Lang,
}

/// The fields of the schema.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields {
    /// Source file: folder id and path. Indexed and a fast field.
    pub source: Field,
    /// Number of the record in the source file, from 1; 0 if the file is one article.
    pub record: Field,
    /// Source file and all folders above it, to filter by folder.
    pub ancestors: Field,
    /// Day of publication, in days since 1970.
    pub published: Field,
    /// Tokens of the body and the title, with positions.
    pub exact: Field,
    /// Stems of the body and the title.
    pub stem: Field,
    pub title_exact: Field,
    pub title_stem: Field,
    pub cut_exact: Field,
    pub cut_stem: Field,
    /// Stems of the title and of the lead, the first words of the body.
    pub lead: Field,
    /// Positions in `exact` at which sentences and paragraphs begin, and those of direct speech.
    pub boundaries: Field,
    /// Positions in `cut_exact` at which sentences and paragraphs begin.
    pub cut_boundaries: Field,
    pub site_words: Field,
    pub author_words: Field,
    pub path_words: Field,
    pub lang: Field,
    /// Term vector of the article, a fast field.
    pub term_vector: Field,
    /// Encoded display fields and quotations, stored.
    pub display: Field,
    /// Encoded body with its line map, stored.
    pub body: Field,
    /// Encoded cut text with its line map, stored.
    pub cut: Field,
    /// Words that the body has as names of people, without possessive `'s`. Only in English articles.
    pub names: Option<Field>,
    /// Columns of the sources of the articles.
    pub sources: Option<SourceFields>,
    /// Hash of the content, and the first day on which the index had it, in days since 1970. Fast fields.
    pub content: Option<ContentFields>,
    /// Words that the body has with a capital within its sentences, as they are written.
    pub capitals: Option<Field>,
    /// Whether articles carry their quotations: behind the display fields, with positions in `boundaries`.
    pub has_quotations: bool,
    /// Sketches of the articles, by which copies are found.
    pub sketches: Option<SketchFields>,
}

/// The fields of the sketch of an article. Fast fields.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SketchFields {
    /// Hashes of a few of its shingles.
    pub values: Field,
    /// Hash of the body and its language.
    pub text_hash: Field,
}

/// The fields of the content of an article.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ContentFields {
    pub hash: Field,
    pub added: Field,
}

/// The columns of the sources of the articles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SourceFields {
    /// Name of the site, unless it is nothing but its host.
    pub site: Field,
    /// Host of the address, or of the site.
    pub host: Field,
    pub author: Field,
    /// Day of publication as [`encode_day_number`] writes it, of every article.
    pub day: Field,
    /// Present if the declared day of publication cannot be one.
    pub impossible_day: Field,
}

impl Fields {
    /// Returns the field with the tokens of `target`, and the field with their stems if there is one.
    pub(crate) fn of(&self, target: SearchTarget) -> (Field, Option<Field>) {
        match target {
            SearchTarget::Article => (self.exact, Some(self.stem)),
            SearchTarget::Title => (self.title_exact, Some(self.title_stem)),
            SearchTarget::Cut => (self.cut_exact, Some(self.cut_stem)),
            SearchTarget::Site => (self.site_words, None),
            SearchTarget::Author => (self.author_words, None),
            SearchTarget::Path => (self.path_words, None),
            SearchTarget::Lang => (self.lang, None),
        }
    }

    /// Returns the field with the stems of the tokens in `exact`, if there is one.
    pub(crate) fn stems_of(&self, exact: Field) -> Option<Field> {
        let targets = [SearchTarget::Article, SearchTarget::Title, SearchTarget::Cut];
        targets.into_iter().map(|target| self.of(target)).find(|(tokens, _)| *tokens == exact)?.1
    }

    /// Returns the field with the positions at which sentences and paragraphs of `target` begin.
    pub(crate) fn boundaries_of(&self, target: SearchTarget) -> Option<Field> {
        match target {
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

/// Returns the terms that another engine has at the first and at the last word of a sentence, a paragraph or
/// direct speech, given the term of its boundary. Direct speech of a single word has that term.
#[cfg(any(test, feature = "opensearch"))]
pub(crate) fn unit_marks(boundary: char) -> [String; 2] {
    [format!("{boundary}("), format!("{boundary})")]
}

/// Term in the boundary field at the position where direct speech begins.
pub(crate) const SPEECH: char = 'q';
/// Term in the boundary field at the position where direct speech goes on from that before.
pub(crate) const MORE_SPEECH: char = 'c';
/// Term in the boundary field at the position behind direct speech.
pub(crate) const SPEECH_END: char = 'e';
/// Beginning of the terms in the boundary field with the words of the speaker's name, at the position where
/// direct speech begins.
pub(crate) const SPEAKER_MARK: char = '@';

/// Day 0 of the day numbers.
const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// Name of the fast field of sources, which breaks ties between equal scores.
pub(crate) const SOURCE: &str = "source";
/// Name of the fast field of records, which breaks ties within a source.
pub(crate) const RECORD: &str = "record";
/// Name of the fast field of days.
pub(crate) const PUBLISHED: &str = "published";
/// Name of the fast field of the hashes of contents.
pub(crate) const CONTENT: &str = "content";
/// Name of the fast field of the days on which contents came into the index.
pub(crate) const ADDED: &str = "added";
/// Name of the fast field of the names of sites.
pub(crate) const SITE: &str = "site";
/// Name of the fast field of the hosts of articles.
pub(crate) const HOST: &str = "host";
/// Name of the fast field of authors.
pub(crate) const AUTHOR: &str = "author";
/// Name of the fast field of the days of all articles, undated ones among them, which is faster to count.
pub(crate) const DAY: &str = "day";
/// Name of the fast field of days that cannot be.
pub(crate) const IMPOSSIBLE_DAY: &str = "impossible_day";
/// Name of the fast field of sketches.
pub(crate) const SKETCH: &str = "sketch";
/// Name of the fast field of the hashes of texts.
pub(crate) const TEXT_HASH: &str = "text_hash";
/// Name of the fast field of term vectors.
pub(crate) const TERM_VECTOR: &str = "gist";

/// Builds the schema of indexes of `format`. Fields keep the names they have always had on disk; a field that
/// older formats lack is an [`Option`] of [`Fields`], and is added last.
pub(crate) fn schema(format: IndexFormat) -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // tantivy gets no text to tokenize (`crate::index::write::segment::builder`).
    let indexed = |option, fieldnorms| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(fieldnorms))
    };
    let exact = indexed(IndexRecordOption::WithFreqsAndPositions, true);
    let stem = indexed(IndexRecordOption::WithFreqs, false);
    let lead = indexed(IndexRecordOption::WithFreqs, true);
    let boundaries = indexed(IndexRecordOption::WithFreqsAndPositions, false);
    let names = indexed(IndexRecordOption::Basic, false);
    let fields = Fields {
        source: builder.add_text_field(SOURCE, STRING | FAST),
        record: builder.add_u64_field(RECORD, NumericOptions::default().set_fast()),
        ancestors: builder.add_text_field("under", STRING),
        published: builder.add_i64_field(PUBLISHED, NumericOptions::default().set_fast()),
        term_vector: builder.add_u64_field(TERM_VECTOR, NumericOptions::default().set_fast()),
        exact: builder.add_text_field("exact", exact.clone()),
        stem: builder.add_text_field("stem", stem.clone()),
        lead: builder.add_text_field("lead", lead),
        boundaries: builder.add_text_field("breaks", boundaries.clone()),
        title_exact: builder.add_text_field("title_exact", exact.clone()),
        title_stem: builder.add_text_field("title_stem", stem.clone()),
        cut_exact: builder.add_text_field("cut_exact", exact.clone()),
        cut_stem: builder.add_text_field("cut_stem", stem),
        cut_boundaries: builder.add_text_field("cut_breaks", boundaries),
        site_words: builder.add_text_field("site_words", exact.clone()),
        author_words: builder.add_text_field("author_words", exact.clone()),
        path_words: builder.add_text_field("path_words", exact.clone()),
        lang: builder.add_text_field("lang", exact),
        display: builder.add_bytes_field("shown", STORED),
        body: builder.add_bytes_field("body", STORED),
        cut: builder.add_bytes_field("cut", STORED),
        names: format.has_names().then(|| builder.add_text_field("names", names.clone())),
        sources: format.has_sources().then(|| SourceFields {
            site: builder.add_text_field(SITE, FAST),
            host: builder.add_text_field(HOST, FAST),
            author: builder.add_text_field(AUTHOR, FAST),
            day: builder.add_u64_field(DAY, FAST),
            impossible_day: builder.add_bool_field(IMPOSSIBLE_DAY, FAST),
        }),
        content: format.has_added_days().then(|| ContentFields {
            hash: builder.add_u64_field(CONTENT, NumericOptions::default().set_fast()),
            added: builder.add_i64_field(ADDED, NumericOptions::default().set_fast()),
        }),
        capitals: format.has_spellings().then(|| builder.add_text_field("capitals", names)),
        has_quotations: format.has_quotations(),
        sketches: format.has_stories().then(|| SketchFields {
            values: builder.add_u64_field(SKETCH, NumericOptions::default().set_fast()),
            text_hash: builder.add_u64_field(TEXT_HASH, NumericOptions::default().set_fast()),
        }),
    };
    (builder.build(), fields)
}

/// Returns the ids of the fields whose tokens scores count.
#[cfg(feature = "opensearch")]
pub(crate) fn counted_fields() -> [u32; 4] {
    let fields = schema(IndexFormat::CURRENT).1;
    [fields.exact, fields.lead, fields.title_exact, fields.cut_exact].map(|field| field.field_id())
}

/// Returns the number of days from 1970-01-01 to `day`.
pub(crate) fn day_number(day: Date) -> i64 {
    i64::from(EPOCH.until(day).map_or(0, |span| span.get_days()))
}

/// Number that is added to days in the column of all articles, so that all are positive.
const DAY_OFFSET: i64 = 5_000_000;

/// Encodes a [`day_number`] for the column of all articles; 0 is no day.
pub(crate) fn encode_day_number(number: Option<i64>) -> u64 {
    let encoded = number.and_then(|number| number.checked_add(DAY_OFFSET));
    encoded.and_then(|encoded| u64::try_from(encoded).ok()).unwrap_or_default()
}

/// Returns the [`day_number`] that [`encode_day_number`] encoded.
pub(crate) fn decode_day(encoded: u64) -> Option<i64> {
    Some(i64::try_from(encoded).ok().filter(|encoded| *encoded > 0)? - DAY_OFFSET)
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
    fn days_are_numbered_from_1970_in_both_directions() {
        for (number, day) in [(0, jiff::civil::date(1970, 1, 1)), (20_014, jiff::civil::date(2024, 10, 18))] {
            assert_eq!((day_number(day), day_of(number)), (number, Some(day)));
        }
        assert_eq!(day_of(day_number(jiff::civil::date(1914, 7, 28))), Some(jiff::civil::date(1914, 7, 28)));
        assert_eq!(day_of(i64::MIN), None);
        for day in [Date::MIN, jiff::civil::date(1969, 12, 31), EPOCH, Date::MAX] {
            assert_eq!(decode_day(encode_day_number(Some(day_number(day)))), Some(day_number(day)));
        }
        assert_eq!((decode_day(encode_day_number(None)), decode_day(u64::MAX)), (None, None));
    }
}
