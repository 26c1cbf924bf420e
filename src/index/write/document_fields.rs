//! Converts a document to the fields of an index.

use rustc_hash::FxHashMap;
use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::tokenizer::MAX_TOKEN_LEN;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::analysis::TokenStream;
use crate::article::{Document, Metadata, SourceKey, StoredText};
use crate::error::Error;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::{encode, seal};
use crate::index::doc_store::quotations;
use crate::index::doc_store::text_codec::TextEncoder;
use crate::index::schema::{Fields, PARAGRAPH, SENTENCE, SourceFields, day_number, encode_day_number};
use crate::index::term_vectors::TermVector;
use crate::index::write::name_fields::NameFields;
use crate::index::write::quotation_fields::QuotationFields;
use crate::index::write::segment::doc_files::NonIndexed;
use crate::index::write::segment::postings::ThreadPostings;
use crate::index::write::text_fields::{BodyFields, TextFields, add_boundary, add_text};
use crate::stories::sketch::SketchBuilder;
use crate::text::path_key;

/// Number of positions between the body and the title that follows it, so that no phrase matches across.
const TITLE_GAP: u32 = 1_024;
/// Number of words of the body that belong to the lead.
pub(super) const LEAD_WORDS: u32 = 20;

/// The encoded texts of an article.
pub(crate) struct EncodedTexts {
    body: Vec<u8>,
    cut: Option<Vec<u8>>,
}

impl EncodedTexts {
    /// Encodes the texts of `document`.
    pub(crate) fn of(encoder: &TextEncoder, document: &Document) -> Result<Self, Error> {
        let encode = |text: &StoredText| {
            encoder
                .encode(text)
                .map_err(|error| Error::Internal(format!("a text cannot be compressed: {error}")))
        };
        let cut = Some(&document.cut).filter(|cut| !cut.text.is_empty());
        Ok(EncodedTexts { body: encode(&document.body)?, cut: cut.map(encode).transpose()? })
    }
}

/// Adds the terms of `document` to `postings` and returns its other data.
pub(crate) fn add_document(
    fields: &Fields,
    postings: &mut ThreadPostings,
    document: &Document,
    texts: &EncodedTexts,
) -> NonIndexed {
    postings.begin_doc(document.language);
    let mut fast_fields = TantivyDocument::default();
    let key = document.key.encode();
    for ancestor in ancestors(&document.key, &key) {
        add_name(postings, fields.ancestors, ancestor);
    }
    add_name(postings, fields.source, &key);
    fast_fields.add_text(fields.source, &key);
    fast_fields.add_u64(fields.record, document.record.number);
    if let Some(day) = document.metadata.published {
        fast_fields.add_i64(fields.published, day_number(day));
    }
    if let Some(columns) = &fields.sources {
        add_source(columns, &mut fast_fields, &document.metadata);
    }
    if let Some((columns, content)) = fields.content.zip(document.content) {
        fast_fields.add_u64(columns.hash, content.hash);
        if let Some(day) = content.added {
            fast_fields.add_i64(columns.added, day_number(day));
        }
    }
    add_tokens(postings, fields.path_words, &path_key::words(&document.key.path));
    add_tokens(postings, fields.lang, document.language.code());
    add_tokens(postings, fields.site_words, document.metadata.site.as_deref().unwrap_or_default());
    add_tokens(postings, fields.author_words, document.metadata.author.as_deref().unwrap_or_default());
    let (vector, sketch) = add_article(fields, postings, document);
    vector.finish().for_each(|term| fast_fields.add_u64(fields.term_vector, term));
    if let Some(columns) = &fields.sketches {
        let sketch = sketch.finish();
        fast_fields.add_u64(columns.text_hash, text_hash(document));
        sketch.values.iter().for_each(|value| fast_fields.add_u64(columns.values, u64::from(*value)));
    }
    let quotations = if fields.has_quotations { document.quotations.as_slice() } else { &[] };
    let display = DisplayFields::of(document, &quotations::encode(quotations)).encode();
    let mut stored: Vec<(Field, &[u8])> = vec![(fields.display, &display), (fields.body, &texts.body)];
    if let Some(encoded) = &texts.cut {
        let on_stem = |postings: &mut ThreadPostings, _, stem, _| postings.counts.add(stem);
        let mut sink = TextFields { exact: fields.cut_exact, boundaries: fields.cut_boundaries, on_stem };
        add_text(postings, &document.cut, document.language, &mut sink, BodyFields::default());
        postings.add_counted_terms(fields.cut_stem);
        stored.push((fields.cut, encoded));
    }
    let mut stored = encode(&stored);
    seal(&mut stored, document.metadata.published.map(day_number));
    NonIndexed { source: key, fast_fields, stored }
}

/// Returns the encoded keys of all folders above a source file, and that of the file itself.
pub(super) fn ancestors<'k>(key: &SourceKey, encoded: &'k str) -> impl Iterator<Item = &'k str> {
    let path_start = encoded.len() - key.path.len();
    let folders = encoded[path_start..].match_indices('/').map(move |(offset, _)| path_start + offset);
    let file = (!key.path.is_empty()).then_some(encoded.len());
    folders.chain([path_start]).chain(file).map(|end| &encoded[..end])
}

/// Adds the columns of the source of an article.
fn add_source(columns: &SourceFields, fast_fields: &mut TantivyDocument, metadata: &Metadata) {
    let (site, host) = (metadata.site_name(), metadata.host());
    let author = metadata.author.as_deref().map(str::trim);
    for (field, value) in [(columns.site, site), (columns.host, host.as_deref()), (columns.author, author)] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            fast_fields.add_text(field, value);
        }
    }
    fast_fields.add_u64(columns.day, encode_day_number(metadata.published.map(day_number)));
    if metadata.impossible_date.is_some() {
        fast_fields.add_bool(columns.impossible_day, true);
    }
}

/// Adds a name as a single term.
fn add_name(postings: &mut ThreadPostings, field: Field, name: &str) {
    if name.len() <= MAX_TOKEN_LEN {
        let term_id = postings.term_id(name);
        postings.add_term_freq(field, term_id, 1);
    }
}

/// Adds the tokens of a short text.
fn add_tokens(postings: &mut ThreadPostings, field: Field, text: &str) {
    let mut tokens = TokenStream::new(postings.analyzer, text);
    while tokens.advance() {
        let term_id = postings.term_id(tokens.text());
        postings.add_position(field, term_id, tokens.position());
    }
}

/// Returns the hash of the words of an article.
pub(super) fn text_hash(document: &Document) -> u64 {
    xxh3_64_with_seed(document.body.text.as_bytes(), document.language.ordinal().into())
}

/// Adds the tokens and stems of the title and the body. Returns the term vector of the article, and the
/// sketch of its body.
fn add_article(
    fields: &Fields,
    postings: &mut ThreadPostings,
    document: &Document,
) -> (TermVector, SketchBuilder) {
    let mut lead = Vec::new();
    // Stems of other forms of a token, which count neither for the length of the lead nor in the vector.
    let mut lead_overlaps = 0;
    let mut overlaps: FxHashMap<u32, u32> = FxHashMap::default();
    let mut on_stem = |postings: &mut ThreadPostings, in_lead: bool, stem: u32, overlap: bool| {
        postings.counts.add(stem);
        if in_lead {
            lead.push(stem);
            lead_overlaps += u32::from(overlap);
        }
        if overlap {
            *overlaps.entry(stem).or_default() += 1;
        }
    };
    let (mut title, mut title_stems) = (Vec::new(), Vec::new());
    let mut tokens = TokenStream::in_language(
        postings.analyzer,
        document.metadata.title.as_deref().unwrap_or_default(),
        document.language,
    );
    let mut end = 0;
    while tokens.advance() {
        let position = tokens.position();
        let term_id = postings.term_id(tokens.text());
        postings.add_position(fields.title_exact, term_id, position);
        title.push((position, term_id));
        let mut overlap = position < end;
        if overlap && tokens.is_marked() {
            continue;
        }
        let (length, base_length) = (tokens.text().len(), tokens.base().len());
        for stem in postings.stems(term_id, length, base_length).iter() {
            title_stems.push(stem);
            on_stem(postings, true, stem, std::mem::replace(&mut overlap, true));
        }
        end = position + 1;
    }
    postings.add_terms(fields.title_stem, title_stems);
    let body = &document.body;
    let mut names = NameFields::new(&body.text, document.language);
    let mut sketch = SketchBuilder::default();
    let on_body_stem = |postings: &mut ThreadPostings, position, stem, overlap| {
        on_stem(postings, position < LEAD_WORDS, stem, overlap);
    };
    let mut body_sink =
        TextFields { exact: fields.exact, boundaries: fields.boundaries, on_stem: on_body_stem };
    let further = BodyFields {
        names: Some(&mut names),
        quotations: QuotationFields::new(fields, &document.quotations),
        sketch: fields.sketches.map(|_| &mut sketch),
    };
    let end = add_text(postings, body, document.language, &mut body_sink, further);
    names.add_to(postings, fields);
    if !title.is_empty() {
        let start = end + TITLE_GAP;
        for boundary in [SENTENCE, PARAGRAPH] {
            add_boundary(postings, fields.boundaries, start, boundary);
        }
        for (position, term_id) in title {
            postings.add_position(fields.exact, term_id, start + position);
        }
    }
    postings.add_terms(fields.lead, lead);
    postings.discount_overlaps(fields.lead, lead_overlaps);
    let mut vector = TermVector::default();
    for (stem, freq) in postings.counts.iter() {
        let freq = if overlaps.is_empty() { freq } else { freq - overlaps.get(&stem).unwrap_or(&0) };
        if freq > 0 {
            vector.add(postings.hash(stem), freq);
        }
    }
    postings.add_counted_terms(fields.stem);
    (vector, sketch)
}

#[cfg(test)]
mod tests {
    use crate::analysis::{AnalyzerVersion, Language};
    use crate::index::IndexFormat;
    use crate::index::doc_store::fields::StoredDoc;
    use crate::index::schema::schema;
    use crate::index::write::document_fields::*;
    use crate::text::{LineIndex, LineMap, MappedText};

    fn postings_of(document: &Document) -> (Fields, ThreadPostings, NonIndexed) {
        let (schema, fields) = schema(IndexFormat::CURRENT);
        let mut postings = ThreadPostings::new(&schema, AnalyzerVersion::CURRENT);
        let texts = EncodedTexts::of(&TextEncoder::default(), document).expect("texts can be compressed");
        let data = add_document(&fields, &mut postings, document, &texts);
        (fields, postings, data)
    }

    #[test]
    fn another_form_of_a_token_counts_once() {
        let text = "The U.S. ferries left";
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
        let body = StoredText { text: text.to_owned(), lines, language: Language::ENGLISH };
        let title = Some("E.U. PM's boat".into());
        let document = Document {
            language: Language::ENGLISH,
            metadata: Metadata { title, ..Metadata::default() },
            ..Document::of_text(2, "a/b.txt", body)
        };
        let (fields, postings, data) = postings_of(&document);
        let title_exact = [("e.u", 0), ("eu", 0), ("pms", 1), ("boat", 2)];
        assert_eq!(postings.first_doc_terms(fields.title_exact), title_exact);
        let title = title_exact.map(|(term, position)| (term, 4 + TITLE_GAP + position));
        let exact = [("the", 0), ("u.s", 1), ("us", 1), ("ferries", 2), ("left", 3)];
        assert_eq!(postings.first_doc_terms(fields.exact), [&exact[..], &title].concat());
        let length = |of| postings.field_lengths().find(|(field, _)| *field == of).map(|(_, length)| length);
        assert_eq!(length(fields.exact), Some(7));
        assert_eq!(length(fields.title_exact), Some(3));
        assert_eq!(length(fields.lead), Some(6), "e.u, pm, boat, u.s, ferri, left");
        assert_eq!(data.fast_fields.get_all(fields.term_vector).count(), 6, "the same");
    }

    #[test]
    fn english_articles_have_names() {
        let text = "the bank chief Don Banks’s boats left.\nBoth Don Banks and J. O’Hara stayed there";
        let mapped = MappedText::verbatim(text, 0);
        for (language, expected) in [
            (Language::ENGLISH, &[("banks", 0), ("don", 0), ("ohara", 0)][..]),
            (Language::named("de").expect("German is known"), &[]),
            (Language::UNKNOWN, &[]),
        ] {
            let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
            let body = StoredText { text: text.to_owned(), lines, language };
            let document = Document { language, ..Document::of_text(2, "a/b.txt", body) };
            let (fields, postings, _) = postings_of(&document);
            let mut terms = postings.first_doc_terms(fields.names.expect("the current format has names"));
            terms.sort_unstable();
            assert_eq!(terms, expected, "{language}");
        }
    }

    #[test]
    fn the_title_follows_the_body_as_a_sentence() {
        let text = "The ferries left. Two stayed.";
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
        let body = StoredText { text: text.to_owned(), lines, language: Language::ENGLISH };
        let title = Some("Storm".into());
        let document = Document {
            metadata: Metadata { title, ..Metadata::default() },
            ..Document::of_text(2, "a/b.txt", body)
        };
        let (schema, fields) = schema(IndexFormat::CURRENT);
        let mut postings = ThreadPostings::new(&schema, AnalyzerVersion::CURRENT);
        let texts = EncodedTexts::of(&TextEncoder::default(), &document).expect("texts can be compressed");
        let data = add_document(&fields, &mut postings, &document, &texts);
        let terms = |field| postings.first_doc_terms(field);
        let title_start = 5 + TITLE_GAP;
        let exact =
            [("the", 0), ("ferries", 1), ("left", 2), ("two", 3), ("stayed", 4), ("storm", title_start)];
        assert_eq!(terms(fields.exact), exact);
        assert_eq!(terms(fields.title_exact), [("storm", 0)]);
        assert_eq!(terms(fields.stem), ["ferri", "left", "stay", "storm", "two"].map(|stem| (stem, 1)));
        assert_eq!(terms(fields.lead), terms(fields.stem));
        let boundaries = [("p", 0), ("s", 0), ("s", 3), ("p", title_start), ("s", title_start)];
        assert_eq!(terms(fields.boundaries), boundaries);
        assert_eq!(terms(fields.ancestors), ["2:", "2:a", "2:a/b.txt"].map(|folder| (folder, 0)));
        assert_eq!(terms(fields.cut_exact), []);
        assert_eq!(terms(fields.names.expect("the current format has names")), []);
        let exact_length = postings.field_lengths().find(|(field, _)| *field == fields.exact);
        assert_eq!(exact_length, Some((fields.exact, 6)));
        let stored = StoredDoc(&data.stored);
        assert_eq!((stored.bytes(fields.body), stored.bytes(fields.cut)), (Some(&*texts.body), None));
        assert_eq!(data.fast_fields.get_all(fields.term_vector).count(), 5);
    }
}
