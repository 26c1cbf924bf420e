//! Extracts the terms of an article for another engine: those that an index in a folder has of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;

use crate::analysis::{AnalyzerVersion, TokenStream};
use crate::article::{Document, SpeechBoundary, SpeechCursor, StoredQuotation, StoredText, speaker_words};
use crate::index::format::IndexFormat;
use crate::index::schema::{PARAGRAPH, SENTENCE, SPEAKER_MARK, SPEECH, schema, unit_marks};
use crate::index::term_vectors::TermVector;
use crate::index::write::document_fields::{LEAD_WORDS, ancestors, text_hash};
use crate::index::write::name_fields::NameFields;
use crate::index::write::segment::postings::ThreadPostings;
use crate::index::write::stop_stems::{NO_STEM, StopStems};
use crate::index::write::text_fields::{BodyFields, TermSink, add_text};
use crate::stories::sketch::SketchBuilder;
use crate::text::path_key;

/// Number of articles after which the words that were seen are forgotten.
const MAX_ARTICLES: usize = 5_000;

/// Kind of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum TermKind {
    Token,
    /// Tagged stem of a token.
    Stem,
    /// Tagged stem by which an index in a folder finds a token in its dictionary, but that it has not in its
    /// fields of stems: of a stop word, or of a token without its last *s*.
    StopStem,
    /// Mark of the first or last word of a sentence, of a paragraph or of direct speech.
    Mark,
}

/// A term of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PlacedTerm<'t> {
    pub position: u32,
    pub kind: TermKind,
    pub text: &'t str,
}

/// The terms of an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ArticleTerms<'t> {
    /// Terms of the body, with marks of its sentences, paragraphs and direct speech.
    pub body: Vec<PlacedTerm<'t>>,
    pub title: Vec<PlacedTerm<'t>>,
    /// Marks of the title as a sentence and a paragraph behind the body.
    pub title_marks: Vec<PlacedTerm<'t>>,
    /// Terms of the text that was cut, with marks.
    pub cut: Vec<PlacedTerm<'t>>,
    /// Stems of the title, then of the first words of the body.
    pub lead: Vec<PlacedTerm<'t>>,
    /// Words that are names of people, each once.
    pub names: Vec<&'t str>,
    /// Marks of direct speech and of its speakers, each once.
    pub speech: Vec<String>,
    /// Encoded terms of the term vector.
    pub vector: Vec<u64>,
    /// Tokens of the path, the site and the author.
    pub path: Vec<PlacedTerm<'t>>,
    pub site: Vec<PlacedTerm<'t>>,
    pub author: Vec<PlacedTerm<'t>>,
    /// Keys of the source file and of all folders above it.
    pub ancestors: Vec<String>,
    /// Numbers of tokens as scores count them, by field id.
    pub lengths: BTreeMap<u32, u64>,
    /// Hash of the text, and the values of its sketch, by which copies are found.
    pub text_hash: u64,
    pub sketch: Vec<u32>,
}

/// Extractor of the terms of articles, which remembers the stems of words.
pub(crate) struct TermExtractor {
    analyzer: AnalyzerVersion,
    idle: Mutex<Vec<KnownTerms>>,
}

/// Terms that one thread has seen, and their stems.
struct KnownTerms {
    postings: ThreadPostings,
    stop_stems: StopStems,
    /// Number of articles with them.
    articles: usize,
}

impl TermExtractor {
    /// Makes an extractor of the terms that `analyzer` makes.
    pub(crate) fn new(analyzer: AnalyzerVersion) -> Self {
        TermExtractor { analyzer, idle: Mutex::default() }
    }

    /// Extracts the terms of `document`. Returns what `read` makes of them.
    pub(crate) fn extract<T>(&self, document: &Document, read: impl FnOnce(ArticleTerms<'_>) -> T) -> T {
        let lock = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop().filter(|known| known.articles < MAX_ARTICLES);
        let new = || KnownTerms {
            postings: ThreadPostings::new(&schema(IndexFormat::CURRENT).0, self.analyzer),
            stop_stems: StopStems::default(),
            articles: 0,
        };
        let mut known = idle.unwrap_or_else(new);
        let made = read(article_terms(&mut known, document));
        known.articles += 1;
        lock().push(known);
        made
    }
}

fn article_terms<'t>(known: &'t mut KnownTerms, document: &Document) -> ArticleTerms<'t> {
    let KnownTerms { postings, stop_stems, .. } = known;
    let fields = schema(IndexFormat::CURRENT).1;
    let language = document.language;
    postings.begin_doc(language);
    stop_stems.set_language(language);
    let mut names = NameFields::new(&document.body.text, language);
    let mut body = TermList::default();
    let mut sketch = SketchBuilder::default();
    let further = BodyFields { names: Some(&mut names), sketch: Some(&mut sketch), ..BodyFields::default() };
    add_text(postings, &document.body, language, &mut body, further);
    let title =
        StoredText { text: document.metadata.title.clone().unwrap_or_default(), ..StoredText::default() };
    let mut title_terms = TermList::default();
    add_text(postings, &title, language, &mut title_terms, BodyFields::default());
    let mut cut = TermList::default();
    add_text(postings, &document.cut, language, &mut cut, BodyFields::default());
    let title_end = title_terms.end();
    let in_title = title_terms.stems.iter().map(|stem| (stem.0, stem.1, stem.2));
    let in_body = body.stems.iter().filter(|stem| stem.0 < LEAD_WORDS);
    let lead: Vec<_> = in_title.chain(in_body.map(|stem| (title_end + stem.0, stem.1, stem.2))).collect();
    let mut vector = TermVector::default();
    // In the order in which an index in a folder counts them: of equally frequent terms the first ones count.
    for (_, stem, overlaps) in title_terms.stems.iter().chain(&body.stems) {
        if !overlaps {
            vector.add(postings.hash(*stem), 1);
        }
    }
    let key = document.key.encode();
    let lead_length = lead.iter().filter(|(_, _, overlaps)| !overlaps).count();
    let lengths = [
        (fields.exact, body.num_tokens() + title_terms.num_tokens()),
        (fields.title_exact, title_terms.num_tokens()),
        (fields.cut_exact, cut.num_tokens()),
        (fields.lead, lead_length),
    ];
    let rounded = |length: usize| {
        let id = FieldNormReader::fieldnorm_to_id(u32::try_from(length).unwrap_or(u32::MAX));
        u64::from(FieldNormReader::id_to_fieldnorm(id))
    };
    let metadata = &document.metadata;
    let body_marks = [body.marks(postings), body.speech_marks(postings, &document.quotations)].concat();
    let title_marks = title_terms.marks(postings);
    let cut_marks = cut.marks(postings);
    let body = body.placed(postings, stop_stems, body_marks);
    let title = title_terms.placed(postings, stop_stems, Vec::new());
    let cut = cut.placed(postings, stop_stems, cut_marks);
    let path = tokens(postings, &path_key::words(&document.key.path));
    let site = tokens(postings, metadata.site.as_deref().unwrap_or_default());
    let author = tokens(postings, metadata.author.as_deref().unwrap_or_default());
    let names = names.into_names(postings);
    let interner = postings.interner();
    let resolved = |terms: Vec<PlacedId>| -> Vec<PlacedTerm<'t>> {
        let term = |PlacedId { position, kind, id }| PlacedTerm { position, kind, text: interner.term(id) };
        terms.into_iter().map(term).collect()
    };
    let mut names: Vec<&str> = names.iter().map(|id| interner.term(*id)).collect();
    names.sort_unstable();
    names.dedup();
    let lead = lead.iter().map(|(position, id, _)| PlacedId::new(*position, TermKind::Stem, *id)).collect();
    ArticleTerms {
        body: resolved(body),
        title: resolved(title),
        title_marks: resolved(title_marks),
        cut: resolved(cut),
        lead: resolved(lead),
        names,
        speech: speech_terms(postings.analyzer, document),
        vector: vector.finish().collect(),
        path: resolved(path),
        site: resolved(site),
        author: resolved(author),
        ancestors: ancestors(&document.key, &key).map(str::to_owned).collect(),
        lengths: lengths.map(|(field, length)| (field.field_id(), rounded(length))).into(),
        text_hash: text_hash(document),
        sketch: sketch.finish().values,
    }
}

/// A term of a text by its id.
#[derive(Debug, Clone, Copy)]
struct PlacedId {
    position: u32,
    kind: TermKind,
    id: u32,
}

impl PlacedId {
    fn new(position: u32, kind: TermKind, id: u32) -> Self {
        PlacedId { position, kind, id }
    }
}

/// The tokens and stems of a text.
#[derive(Default)]
struct TermList {
    tokens: Vec<(u32, u32)>,
    /// Position and term of each stem, and whether its token has another before it.
    stems: Vec<(u32, u32, bool)>,
    /// Positions at which sentences and paragraphs begin.
    boundaries: Vec<(char, u32)>,
    /// Offsets at which tokens begin, with their positions.
    offsets: Vec<(usize, u32)>,
}

impl TermList {
    /// Returns the position after the last token.
    fn end(&self) -> u32 {
        self.tokens.last().map_or(0, |(position, _)| position + 1)
    }

    /// Returns the number of positions with tokens.
    fn num_tokens(&self) -> usize {
        self.tokens.chunk_by(|a, b| a.0 == b.0).count()
    }

    /// Returns marks of the first and the last word of each sentence and paragraph of several words.
    fn marks(&self, postings: &mut ThreadPostings) -> Vec<PlacedId> {
        let mut marks = Vec::new();
        for unit in [SENTENCE, PARAGRAPH] {
            let [begin, end] = unit_marks(unit).map(|mark| postings.term_id(&mark));
            let starts = self.boundaries.iter().filter(|(kind, _)| *kind == unit);
            let mut starts = starts.map(|(_, position)| *position).peekable();
            let mut range: Option<(u32, u32)> = None;
            let mut add = |range: Option<(u32, u32)>| {
                if let Some((first, last)) = range.filter(|(first, last)| first < last) {
                    marks.extend([mark(first, begin), mark(last, end)]);
                }
            };
            for (position, _) in &self.tokens {
                while starts.next_if(|start| start <= position).is_some() {
                    add(range.take());
                }
                range = Some((range.map_or(*position, |(first, _)| first), *position));
            }
            add(range);
        }
        marks
    }

    /// Returns marks of the first and the last word of each quotation of direct speech, or of its only word.
    fn speech_marks(&self, postings: &mut ThreadPostings, quotations: &[StoredQuotation]) -> Vec<PlacedId> {
        let (mut cursor, mut marks) = (SpeechCursor::new(quotations), Vec::new());
        let [begin, end] = unit_marks(SPEECH).map(|mark| postings.term_id(&mark));
        let alone = postings.term_id(&SPEECH.to_string());
        let mut add = |first: Option<u32>, last: u32| match first {
            Some(first) if first < last => marks.extend([mark(first, begin), mark(last, end)]),
            Some(first) if first == last => marks.push(mark(first, alone)),
            _ => {}
        };
        let (mut first, mut before) = (None, 0);
        for (offset, position) in &self.offsets {
            while let Some(boundary) = cursor.next_boundary(*offset) {
                add(first.take(), before);
                if let SpeechBoundary::Begin(_) = boundary {
                    first = Some(*position);
                }
            }
            before = *position;
        }
        add(first, before);
        marks
    }

    /// Returns the terms in the order of their positions.
    fn placed(
        &self,
        postings: &mut ThreadPostings,
        stop_stems: &mut StopStems,
        mut marks: Vec<PlacedId>,
    ) -> Vec<PlacedId> {
        let mut terms = Vec::with_capacity(self.tokens.len() * 2 + self.stems.len() + marks.len());
        marks.sort_by_key(|mark| mark.position);
        let (mut stems, mut marks) = (self.stems.as_slice(), marks.as_slice());
        for tokens in self.tokens.chunk_by(|a, b| a.0 == b.0) {
            let Some((position, _)) = tokens.first().copied() else { continue };
            let (known, after) = stems.split_at(count_first(stems, |stem| stem.0 <= position));
            stems = after;
            let (placed_marks, after) = marks.split_at(count_first(marks, |mark| mark.position <= position));
            marks = after;
            let placed = |kind| move |id| PlacedId::new(position, kind, id);
            terms.extend(tokens.iter().map(|token| token.1).map(placed(TermKind::Token)));
            terms.extend(known.iter().map(|stem| stem.1).map(placed(TermKind::Stem)));
            terms.extend(placed_marks);
            // One of several forms may be a stop word.
            let has_stem = tokens.len() == 1 && !known.is_empty();
            for (_, token) in tokens {
                let [whole, singular] = stop_stems.of(postings, *token);
                let whole = if has_stem { NO_STEM } else { whole };
                let further = [whole, if singular == whole { NO_STEM } else { singular }];
                let is_new = |id: &u32| *id != NO_STEM && known.iter().all(|stem| stem.1 != *id);
                let further = further.into_iter().filter(is_new);
                terms.extend(further.map(placed(TermKind::StopStem)));
            }
        }
        terms
    }
}

impl TermSink for TermList {
    fn token(&mut self, _: &mut ThreadPostings, term_id: u32, position: u32) {
        self.tokens.push((position, term_id));
    }

    fn stem(&mut self, _: &mut ThreadPostings, term_id: u32, position: u32, overlaps: bool) {
        self.stems.push((position, term_id, overlaps));
    }

    fn boundary(&mut self, _: &mut ThreadPostings, boundary: char, position: u32) {
        self.boundaries.push((boundary, position));
    }

    fn begins(&mut self, offset: usize, position: u32) {
        self.offsets.push((offset, position));
    }
}

fn mark(position: u32, id: u32) -> PlacedId {
    PlacedId::new(position, TermKind::Mark, id)
}

/// Returns the number of items at the beginning that `is_first` is true of.
fn count_first<T>(items: &[T], is_first: impl Fn(&T) -> bool) -> usize {
    items.iter().take_while(|item| is_first(item)).count()
}

/// Returns the marks of the direct speech of an article and of its speakers.
fn speech_terms(analyzer: AnalyzerVersion, document: &Document) -> Vec<String> {
    let speech: Vec<_> = document.quotations.iter().filter(|quotation| quotation.is_speech()).collect();
    let words = speech.iter().filter_map(|quotation| quotation.speaker.as_deref());
    let words = words.flat_map(|name| speaker_words(analyzer, name));
    let mut terms: Vec<String> = words.map(|word| format!("{SPEAKER_MARK}{word}")).collect();
    terms.extend((!speech.is_empty()).then(|| SPEECH.to_string()));
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Returns the tokens of a short text.
fn tokens(postings: &mut ThreadPostings, text: &str) -> Vec<PlacedId> {
    let mut stream = TokenStream::new(postings.analyzer, text);
    let mut tokens = Vec::new();
    while stream.advance() {
        tokens.push(PlacedId::new(stream.position(), TermKind::Token, postings.term_id(stream.text())));
    }
    tokens
}
