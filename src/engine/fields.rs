//! From a document to the fields of an index.

use tantivy::TantivyDocument;
use tantivy::schema::Field;

use super::gist::Gist;
use super::schema::Fields;
use super::shown::Shown;
use super::spans::{PARAGRAPH, SENTENCE};
use super::texts::Packer;
use crate::analysis::{Forms, Language, PlaceList, Stem, WordList};
use crate::document::{Document, SourceKey, StoredText};
use crate::error::Error;
use crate::text::sentence_starts;

/// Words of the body that belong to the lead.
const LEAD_WORDS: u32 = 20;

/// What the engine is given of `document`.
pub(super) fn to_engine(
    fields: &Fields,
    packer: &Packer,
    document: &Document,
) -> Result<TantivyDocument, Error> {
    let mut doc = TantivyDocument::default();
    add_source(fields, &mut doc, document);
    if let Some(day) = document.published {
        doc.add_i64(fields.published, super::rank::day_number(day));
    }
    doc.add_text(fields.path_words, &document.key.path);
    doc.add_text(fields.lang, document.language.code());
    for (field, text) in [(fields.site_words, &document.site), (fields.author_words, &document.author)] {
        if let Some(text) = text {
            doc.add_text(field, text);
        }
    }
    add_article(fields, &mut doc, document);
    doc.add_bytes(fields.shown, &Shown::of(document).encode());
    doc.add_bytes(fields.body, &pack(packer, &document.body)?);
    let cut = &document.cut;
    if !cut.text.is_empty() {
        let mut forms = Forms::default();
        let places = add_with_places(&mut forms, cut, document.language, |_, _| ());
        add_forms(&mut doc, forms, fields.cut_exact, fields.cut_stem);
        doc.add_text(fields.cut_breaks, places.into_string());
        doc.add_bytes(fields.cut, &pack(packer, cut)?);
    }
    Ok(doc)
}

fn pack(packer: &Packer, text: &StoredText) -> Result<Vec<u8>, Error> {
    packer.pack(text).map_err(|error| Error::Internal(format!("a text cannot be packed: {error}")))
}

/// The file it came from, and every folder above that.
fn add_source(fields: &Fields, doc: &mut TantivyDocument, document: &Document) {
    let key = document.key.encode();
    for (at, _) in document.key.path.match_indices('/') {
        let above = key.len() - document.key.path.len() + at;
        doc.add_text(fields.under, &key[..above]);
    }
    let folder = SourceKey { folder: document.key.folder, path: String::new() }.encode();
    if !document.key.path.is_empty() {
        doc.add_text(fields.under, folder);
    }
    doc.add_text(fields.under, &key);
    doc.add_text(fields.source, key);
    doc.add_u64(fields.record, document.record.number);
}

/// The words of the title and the body in all their forms.
fn add_article(fields: &Fields, doc: &mut TantivyDocument, document: &Document) {
    let language = document.language;
    let (mut title, mut lead, mut gist) = (Forms::default(), WordList::default(), Gist::default());
    title.add(document.title.as_deref().unwrap_or_default(), language, |_, _, stem| {
        if let Some(stem) = stem {
            lead.push(stem.text);
            gist.add(stem);
        }
    });
    let mut body = Forms::default();
    let mut places = add_with_places(&mut body, &document.body, language, |position, stem| {
        gist.add(stem);
        if position < LEAD_WORDS {
            lead.push(stem.text);
        }
    });
    gist.finish().for_each(|word| doc.add_u64(fields.gist, word));
    if title.next_position() > 0 {
        body.gap();
        places.push(body.next_position(), SENTENCE);
        places.push(body.next_position(), PARAGRAPH);
        body.exact.append(&title.exact);
        body.stems.append(&title.stems);
        add_forms(doc, title, fields.title_exact, fields.title_stem);
    }
    doc.add_text(fields.breaks, places.into_string());
    doc.add_text(fields.lead, lead.into_string());
    add_forms(doc, body, fields.exact, fields.stem);
}

fn add_forms(doc: &mut TantivyDocument, forms: Forms, exact: Field, stem: Field) {
    doc.add_text(exact, forms.exact.into_string());
    doc.add_text(stem, forms.stems.into_string());
}

/// Adds the words of `stored` to `forms`; at which of them sentences and paragraphs begin. `each` is told of every word
/// that has a stem: its position and its stem.
fn add_with_places(
    forms: &mut Forms,
    stored: &StoredText,
    language: Language,
    mut each: impl FnMut(u32, Stem<'_>),
) -> PlaceList {
    let mut places = PlaceList::default();
    let mut breaks = breaks(stored).peekable();
    forms.add(&stored.text, language, |start, position, stem| {
        // A break that no word follows is none.
        while let Some((_, name)) = breaks.next_if(|(at, _)| *at <= start) {
            places.push(position, name);
        }
        if let Some(stem) = stem {
            each(position, stem);
        }
    });
    places
}

/// Where sentences and paragraphs begin in a text, with their names.
fn breaks(stored: &StoredText) -> impl Iterator<Item = (usize, char)> + '_ {
    let ends = stored.lines.blocks().skip(1).map(|block| block.at).chain([stored.text.len()]);
    stored.lines.blocks().zip(ends).flat_map(|(block, end)| {
        let starts = sentence_starts(&stored.text, block.at..end);
        starts.into_iter().enumerate().flat_map(|(index, at)| {
            let paragraph = (index == 0).then_some((at, PARAGRAPH));
            [(at, SENTENCE)].into_iter().chain(paragraph)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::schema::schema;
    use crate::text::{LineIndex, LineMap, MappedText};
    use tantivy::schema::Value;

    fn given(document: &Document) -> impl Fn(Field) -> Vec<String> {
        let (_, fields) = schema();
        let doc = to_engine(&fields, &Packer::default(), document).expect("a document");
        move |field| doc.get_all(field).filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    #[test]
    fn the_title_comes_after_the_body_and_is_a_sentence_of_its_own() {
        let text = "The ferries left. Two stayed.";
        let mapped = MappedText::verbatim(text, 0);
        let lines = LineMap::new(&mapped, &LineIndex::new(text), [(0, false)]);
        let body = StoredText { text: text.to_owned(), lines, language: Language::ENGLISH };
        let document = Document {
            key: SourceKey { folder: 2, path: "a/b.txt".into() },
            record: crate::document::RecordKey::default(),
            title: Some("Storm".into()),
            title_line: 1,
            body,
            cut: StoredText::default(),
            published: None,
            author: None,
            site: None,
            url: None,
            language: Language::ENGLISH,
        };
        let (given, fields) = (given(&document), schema().1);
        let list = |words: &str| {
            let mut list = WordList::default();
            words.split(' ').for_each(|word| list.push(word));
            vec![list.into_string()]
        };
        assert_eq!(given(fields.exact), list("the ferries left two stayed  storm"));
        assert_eq!(given(fields.stem), list("ferri left two stay storm"));
        assert_eq!(given(fields.lead), list("storm ferri left two stay"));
        assert_eq!(given(fields.breaks), ["0s0p3s1029s1029p"]);
        assert_eq!(given(fields.under), ["2:a", "2:", "2:a/b.txt"]);
        assert_eq!(given(fields.cut_exact), Vec::<String>::new());
    }
}
