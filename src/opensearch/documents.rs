//! Articles as documents of the index.

use std::collections::BTreeSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::analysis::{AnalyzerVersion, is_marked_term};
use crate::article::{Document, StoryKeys};
use crate::error::Error;
use crate::index::term_vectors::encoded_vector_term;
use crate::index::{ArticleCodec, ArticleTerms, PlacedTerm, TermExtractor, TermKind, day_number};
use crate::opensearch::mapping::{
    ADDED, ARTICLE, AUTHOR, AUTHOR_WORDS, CONTENT, CUT, DAY, FOLDER, HOST, HOSTS, IMPOSSIBLE_DAY, KIND,
    LANGUAGE, LEAD, MARK_PREFIX, MARKED_PREFIX, NAMES, NO_TERM, OTHER_STORIES, PATH_WORDS, RECORD, RECORD_ID,
    SITE, SITE_WORDS, SKETCH, SOURCE, SPEAKERS, SPEECH, STACK, STEM_PREFIX, STOP_STEM_PREFIX, STORED, STORY,
    TEXT, TITLE, UNDER, VECTOR, VECTOR_TERMS, length_field, signed,
};
use crate::opensearch::stories::{ArticleSketch, story_keys};
use crate::search::facets::count::split_folder;
use crate::search::remote::folder_value;

/// Makes documents of articles.
pub(crate) struct ArticleEncoder {
    terms: TermExtractor,
    codec: ArticleCodec,
}

impl ArticleEncoder {
    /// Makes an encoder of the terms that `analyzer` makes.
    ///
    /// # Errors
    /// [`Error::Internal`] if memory is short.
    pub(crate) fn new(analyzer: AnalyzerVersion) -> Result<Self, Error> {
        Ok(ArticleEncoder { terms: TermExtractor::new(analyzer), codec: ArticleCodec::new()? })
    }

    /// Returns an article as the JSON of its document.
    ///
    /// # Errors
    /// [`Error::Internal`] if a text cannot be compressed.
    pub(crate) fn article_json(&self, document: &Document) -> Result<String, Error> {
        self.terms.extract(document, |terms| self.json(document, terms))
    }

    fn json(&self, document: &Document, terms: ArticleTerms<'_>) -> Result<String, Error> {
        let stored = BASE64_STANDARD.encode(self.codec.encode(document)?);
        let mut texts = vec![stacked(&terms.body)];
        let mut title = terms.title.clone();
        title.extend(terms.title_marks);
        title.sort_by_key(|term| term.position);
        texts.extend((!title.is_empty()).then(|| stacked(&title)));
        let mut fields = json!({
            KIND: ARTICLE,
            SOURCE: document.key.encode(),
            UNDER: terms.ancestors,
            RECORD: document.record.number,
            LANGUAGE: document.language.code(),
            TEXT: texts,
            TITLE: stacked(&terms.title),
            CUT: stacked(&terms.cut),
            LEAD: stacked(&terms.lead),
            PATH_WORDS: stacked(&terms.path),
            SITE_WORDS: stacked(&terms.site),
            AUTHOR_WORDS: stacked(&terms.author),
            NAMES: terms.names,
            SPEECH: terms.speech,
            VECTOR: terms.vector.iter().copied().map(encoded_vector_term).collect::<Vec<_>>(),
            VECTOR_TERMS: terms.vector,
            SKETCH: ArticleSketch { text_hash: terms.text_hash, values: terms.sketch }.encode(),
            STORED: stored,
        });
        let speakers: BTreeSet<&str> = document
            .quotations
            .iter()
            .filter(|quotation| quotation.is_speech())
            .filter_map(|quotation| quotation.speaker.as_deref())
            .collect();
        let author = document.metadata.author.as_deref().map(str::trim).filter(|author| !author.is_empty());
        let folder = split_folder(&document.key.encode());
        let StoryKeys { own: key, others } = &document.stories;
        let values = [
            (STORY, key.map(|key| key.cast_signed().into())),
            (OTHER_STORIES, (!others.is_empty()).then(|| signed(others).into())),
            (SITE, document.metadata.source().map(|site| site.into_owned().into())),
            (AUTHOR, author.map(Value::from)),
            (FOLDER, folder.map(|(id, relative)| folder_value((id, &relative)).into())),
            (SPEAKERS, (!speakers.is_empty()).then(|| speakers.into_iter().collect())),
            (IMPOSSIBLE_DAY, document.metadata.impossible_date.as_ref().map(|_| true.into())),
        ];
        for (field, value) in values {
            if let Some(value) = value {
                fields[field] = value;
            }
        }
        for (field, length) in &terms.lengths {
            fields[length_field(*field)] = (*length).into();
        }
        if let Some(day) = document.metadata.published {
            fields[DAY] = day_number(day).into();
        }
        if let Some(host) = document.metadata.host() {
            fields[HOST] = (&host[..]).into();
            let above = host.match_indices('.').map(|(dot, _)| &host[dot + 1..]);
            fields[HOSTS] = [&host[..]].into_iter().chain(above).collect();
        }
        if let Some(id) = &document.record.id {
            fields[RECORD_ID] = id.as_str().into();
        }
        if let Some(content) = &document.content {
            fields[CONTENT] = content.hash.cast_signed().into();
            if let Some(day) = content.added {
                fields[ADDED] = day_number(day).into();
            }
        }
        Ok(fields.to_string())
    }
}

/// Reads articles back from their documents.
pub(crate) struct ArticleDecoder(ArticleCodec);

impl ArticleDecoder {
    /// Makes a decoder.
    ///
    /// # Errors
    /// [`Error::Internal`] if memory is short.
    pub(crate) fn new() -> Result<Self, Error> {
        ArticleCodec::new().map(ArticleDecoder)
    }

    /// Reads the article of a hit with its field `stored`, which an older index has in `_source`; `None` if
    /// it is damaged.
    pub(crate) fn article(&self, hit: &Value) -> Option<Document> {
        let stored = hit["fields"][STORED][0].as_str().or(hit["_source"][STORED].as_str())?;
        let stored = BASE64_STANDARD.decode(stored).ok()?;
        let stories = story_keys(hit);
        self.0.decode(&stored).map(|document| Document { stories, ..document })
    }
}

/// Writes terms as text: those at one position behind each other, positions apart.
fn stacked(terms: &[PlacedTerm<'_>]) -> String {
    let mut text = String::with_capacity(terms.len() * 12);
    let mut next = 0;
    for at_position in terms.chunk_by(|a, b| a.position == b.position) {
        let position = at_position.first().map_or(next, |term| term.position);
        for _ in next..position {
            text.extend([NO_TERM, ' ']);
        }
        for (index, term) in at_position.iter().enumerate() {
            if index > 0 {
                text.push(STACK);
            }
            push_term(&mut text, term.kind, term.text);
        }
        text.push(' ');
        next = position + 1;
    }
    text
}

/// Appends a term as the index has it.
pub(super) fn push_term(text: &mut String, kind: TermKind, term: &str) {
    match kind {
        TermKind::Stem => text.push_str(STEM_PREFIX),
        TermKind::StopStem => text.push_str(STOP_STEM_PREFIX),
        TermKind::Mark => text.push_str(MARK_PREFIX),
        TermKind::Token if is_marked_term(term.as_bytes()) => text.push_str(MARKED_PREFIX),
        TermKind::Token => {}
    }
    // None that the analyzer makes has these.
    let is_separator = |c: char| c == STACK || c.is_whitespace();
    match term.contains(is_separator) {
        true => text.extend(term.chars().filter(|c| !is_separator(*c))),
        false => text.push_str(term),
    }
}

#[cfg(test)]
mod tests {
    use crate::article::StoredText;
    use crate::opensearch::documents::*;

    #[test]
    fn terms_of_a_position_stand_together() {
        let text = StoredText { text: "The wars of having".into(), ..StoredText::default() };
        let document = Document::of_text(1, "a.txt", text);
        let encoder = ArticleEncoder::new(AnalyzerVersion::CURRENT).expect("an encoder");
        let json: Value =
            serde_json::from_str(&encoder.article_json(&document).expect("JSON")).expect("JSON");
        let terms = "the|~~~§s(|~~~§p(|~~~~the wars|~~~war of|~~~~of having|~~~§s)|~~~§p)|~~~~have ";
        assert_eq!(json[TEXT][0], terms);
        assert_eq!(json[LEAD], "§ ~~~war ");
    }
}
