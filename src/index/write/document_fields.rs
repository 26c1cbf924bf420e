//! From a document to the fields of an index.

use tantivy::TantivyDocument;
use tantivy::schema::Field;
use tantivy::tokenizer::MAX_TOKEN_LEN;

use crate::analysis::TokenStream;
use crate::article::{Document, SourceKey, StoredText};
use crate::error::Error;
use crate::index::doc_store::display::DisplayFields;
use crate::index::doc_store::fields::encode;
use crate::index::doc_store::text_codec::TextEncoder;
use crate::index::schema::Fields;
use crate::index::schema::{PARAGRAPH, SENTENCE, day_number};
use crate::index::term_vectors::TermVector;
use crate::index::write::segment::postings::Postings;
use crate::text::sentence_starts;

/// By how many positions the title is held apart from the body, which it comes after: nothing matches across.
const GAP: u32 = 1_024;
/// Words of the body that belong to the lead.
const LEAD_WORDS: u32 = 20;

/// The texts of an article, packed.
pub(crate) struct EncodedTexts {
    body: Vec<u8>,
    cut: Option<Vec<u8>>,
}

impl EncodedTexts {
    /// Packs those of `document`.
    pub fn of(packer: &TextEncoder, document: &Document) -> Result<Self, Error> {
        let pack = |text: &StoredText| {
            packer
                .encode(text)
                .map_err(|error| Error::Internal(format!("a text cannot be compressed: {error}")))
        };
        let cut = Some(&document.cut).filter(|cut| !cut.text.is_empty());
        Ok(EncodedTexts { body: pack(&document.body)?, cut: cut.map(pack).transpose()? })
    }
}

/// What there is of an article beside its words.
pub(crate) struct NonIndexed {
    /// The file it came from.
    pub source: String,
    /// Its columns.
    pub columns: TantivyDocument,
    /// What is stored of it.
    pub stored: Vec<u8>,
}

/// Puts down the words of `document`; what there is beside them.
pub(crate) fn add_document(
    fields: &Fields,
    postings: &mut Postings,
    document: &Document,
    packed: &EncodedTexts,
) -> NonIndexed {
    postings.begin(document.language);
    let mut columns = TantivyDocument::default();
    let key = document.key.encode();
    for folder in folders(&document.key, &key) {
        add_name(postings, fields.ancestors, folder);
    }
    add_name(postings, fields.source, &key);
    columns.add_text(fields.source, &key);
    columns.add_u64(fields.record, document.record.number);
    if let Some(day) = document.metadata.published {
        columns.add_i64(fields.published, day_number(day));
    }
    add_plain(postings, fields.path_words, &document.key.path);
    add_plain(postings, fields.lang, document.language.code());
    add_plain(postings, fields.site_words, document.metadata.site.as_deref().unwrap_or_default());
    add_plain(postings, fields.author_words, document.metadata.author.as_deref().unwrap_or_default());
    let gist = add_article(fields, postings, document);
    gist.finish().for_each(|word| columns.add_u64(fields.term_vector, word));
    let shown = DisplayFields::of(document).encode();
    let mut stored: Vec<(Field, &[u8])> = vec![(fields.display, &shown), (fields.body, &packed.body)];
    if let Some(packed) = &packed.cut {
        let cut = &document.cut;
        add_text(postings, cut, fields.cut_exact, fields.cut_boundaries, |words, _, stem| {
            words.tally.add(stem)
        });
        postings.count_tally(fields.cut_stem);
        stored.push((fields.cut, packed));
    }
    NonIndexed { source: key, columns, stored: encode(&stored) }
}

/// The file an article came from and every folder above, as the index writes them.
fn folders<'k>(key: &SourceKey, encoded: &'k str) -> impl Iterator<Item = &'k str> {
    let path = encoded.len() - key.path.len();
    let above = encoded[path..].match_indices('/').map(move |(at, _)| path + at);
    let whole = (!key.path.is_empty()).then_some(encoded.len());
    above.chain([path]).chain(whole).map(|end| &encoded[..end])
}

/// A name that is one word as it is.
fn add_name(postings: &mut Postings, field: Field, name: &str) {
    if name.len() <= MAX_TOKEN_LEN {
        let number = postings.number(name);
        postings.count(field, number, 1);
    }
}

/// The words of a short text, as they are compared.
fn add_plain(postings: &mut Postings, field: Field, text: &str) {
    let mut cut = TokenStream::new(text);
    while cut.advance() {
        let number = postings.number(cut.text());
        postings.place(field, number, cut.position());
    }
}

/// The words of the title and the body in all their forms; what the article is about.
fn add_article(fields: &Fields, postings: &mut Postings, document: &Document) -> TermVector {
    let (mut title, mut title_stems, mut lead) = (Vec::new(), Vec::new(), Vec::new());
    let mut cut = TokenStream::new(document.metadata.title.as_deref().unwrap_or_default());
    while cut.advance() {
        let number = postings.number(cut.text());
        postings.place(fields.title_exact, number, cut.position());
        title.push(number);
        title_stems.extend(postings.stems(number, cut.text(), cut.base()).into_iter().flatten());
    }
    for stem in &title_stems {
        postings.tally.add(*stem);
        lead.push(*stem);
    }
    postings.count_all(fields.title_stem, title_stems);
    let end =
        add_text(postings, &document.body, fields.exact, fields.boundaries, |postings, position, stem| {
            postings.tally.add(stem);
            if position < LEAD_WORDS {
                lead.push(stem);
            }
        });
    if !title.is_empty() {
        let start = end + GAP;
        for name in [SENTENCE, PARAGRAPH] {
            add_break(postings, fields.boundaries, start, name);
        }
        for (position, number) in (start..).zip(title) {
            postings.place(fields.exact, number, position);
        }
    }
    postings.count_all(fields.lead, lead);
    let mut gist = TermVector::default();
    for (stem, times) in postings.tally.all() {
        gist.add(postings.hash(stem), times);
    }
    postings.count_tally(fields.stem);
    gist
}

/// The words of `stored`, and at which of them sentences and paragraphs begin. `each` is told of every word that has a
/// stem: its position and its stem. The position of the word that would come next.
fn add_text(
    postings: &mut Postings,
    stored: &StoredText,
    exact: Field,
    starts: Field,
    mut each: impl FnMut(&mut Postings, u32, u32),
) -> u32 {
    let mut breaks = breaks(stored).peekable();
    let mut cut = TokenStream::new(&stored.text);
    let mut next = 0;
    while cut.advance() {
        let (start, position) = (cut.span().start, cut.position());
        // A break that no word follows is none.
        while let Some((_, name)) = breaks.next_if(|(at, _)| *at <= start) {
            add_break(postings, starts, position, name);
        }
        let number = postings.number(cut.text());
        postings.place(exact, number, position);
        for stem in postings.stems(number, cut.text(), cut.base()).into_iter().flatten() {
            each(postings, position, stem);
        }
        next = position + 1;
    }
    next
}

fn add_break(postings: &mut Postings, field: Field, position: u32, name: char) {
    let number = postings.number(name.encode_utf8(&mut [0; 4]));
    postings.place(field, number, position);
}

/// Where sentences and paragraphs begin in a text, with their names.
fn breaks(stored: &StoredText) -> impl Iterator<Item = (usize, char)> + '_ {
    let ends = stored.lines.blocks().skip(1).map(|block| block.offset).chain([stored.text.len()]);
    stored.lines.blocks().zip(ends).flat_map(|(block, end)| {
        let starts = sentence_starts(&stored.text, block.offset..end);
        starts.into_iter().enumerate().flat_map(|(index, at)| {
            let paragraph = (index == 0).then_some((at, PARAGRAPH));
            [(at, SENTENCE)].into_iter().chain(paragraph)
        })
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::Language;
    use crate::article::Metadata;
    use crate::index::doc_store::fields::StoredDoc;
    use crate::index::schema::schema;
    use crate::index::write::document_fields::*;
    use crate::text::{LineIndex, LineMap, MappedText};

    #[test]
    fn the_title_comes_after_the_body_and_is_a_sentence_of_its_own() {
        let text = "The ferries left. Two stayed.";
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
        let body = StoredText { text: text.to_owned(), lines, language: Language::ENGLISH };
        let title = Some("Storm".into());
        let document = Document {
            metadata: Metadata { title, ..Metadata::default() },
            ..Document::of_text(2, "a/b.txt", body)
        };
        let (schema, fields) = schema();
        let mut postings = Postings::new(&schema);
        let packed = EncodedTexts::of(&TextEncoder::default(), &document).expect("texts can be packed");
        let beside = add_document(&fields, &mut postings, &document, &packed);
        let given = |field| postings.of_the_first(field);
        let exact = [("the", 0), ("ferries", 1), ("left", 2), ("two", 3), ("stayed", 4), ("storm", 5 + GAP)];
        assert_eq!(given(fields.exact), exact);
        assert_eq!(given(fields.title_exact), [("storm", 0)]);
        assert_eq!(given(fields.stem), ["ferri", "left", "stay", "storm", "two"].map(|stem| (stem, 1)));
        assert_eq!(given(fields.lead), given(fields.stem));
        assert_eq!(given(fields.boundaries), [("p", 0), ("s", 0), ("s", 3), ("p", 5 + GAP), ("s", 5 + GAP)]);
        assert_eq!(given(fields.ancestors), ["2:", "2:a", "2:a/b.txt"].map(|folder| (folder, 0)));
        assert_eq!(given(fields.cut_exact), []);
        assert_eq!(postings.lengths().find(|(field, _)| *field == fields.exact), Some((fields.exact, 6)));
        let stored = StoredDoc(&beside.stored);
        assert_eq!((stored.bytes(fields.body), stored.bytes(fields.cut)), (Some(&*packed.body), None));
        assert_eq!(beside.columns.get_all(fields.term_vector).count(), 5);
    }
}
