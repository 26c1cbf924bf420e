//! Extracts the terms of an article for another engine: those that an index in a folder has of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use tantivy::fieldnorm::FieldNormReader;

use crate::analysis::{AnalyzerVersion, Language, TokenStream, has_gap, is_marked_term, tagged_stem};
use crate::article::{Document, SpeechBoundary, SpeechCursor, StoredQuotation, StoredText, speaker_words};
use crate::index::format::IndexFormat;
use crate::index::schema::{PARAGRAPH, SENTENCE, SPEAKER_MARK, SPEECH, schema, unit_marks};
use crate::index::term_vectors::TermVector;
use crate::index::write::document_fields::{LEAD_WORDS, ancestors, text_hash};
use crate::index::write::name_fields::NameFields;
use crate::index::write::segment::postings::ThreadPostings;
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlacedTerm {
    pub position: u32,
    pub kind: TermKind,
    pub text: String,
}

/// The terms of an article.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ArticleTerms {
    /// Terms of the body, with marks of its sentences, paragraphs and direct speech.
    pub body: Vec<PlacedTerm>,
    pub title: Vec<PlacedTerm>,
    /// Marks of the title as a sentence and a paragraph behind the body.
    pub title_marks: Vec<PlacedTerm>,
    /// Terms of the text that was cut, with marks.
    pub cut: Vec<PlacedTerm>,
    /// Stems of the title, then of the first words of the body.
    pub lead: Vec<PlacedTerm>,
    /// Words that are names of people, each once.
    pub names: Vec<String>,
    /// Marks of direct speech and of its speakers, each once.
    pub speech: Vec<String>,
    /// Encoded terms of the term vector.
    pub vector: Vec<u64>,
    /// Tokens of the path, the site and the author.
    pub path: Vec<PlacedTerm>,
    pub site: Vec<PlacedTerm>,
    pub author: Vec<PlacedTerm>,
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
    idle: Mutex<Vec<(ThreadPostings, usize)>>,
}

impl TermExtractor {
    /// Makes an extractor of the terms that `analyzer` makes.
    pub(crate) fn new(analyzer: AnalyzerVersion) -> Self {
        TermExtractor { analyzer, idle: Mutex::default() }
    }

    /// Extracts the terms of `document`.
    pub(crate) fn extract(&self, document: &Document) -> ArticleTerms {
        let lock = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let idle = lock().pop().filter(|(_, articles)| *articles < MAX_ARTICLES);
        let new = || (ThreadPostings::new(&schema(IndexFormat::CURRENT).0, self.analyzer), 0);
        let (mut postings, articles) = idle.unwrap_or_else(new);
        let terms = article_terms(&mut postings, document);
        lock().push((postings, articles + 1));
        terms
    }
}

fn article_terms(postings: &mut ThreadPostings, document: &Document) -> ArticleTerms {
    let fields = schema(IndexFormat::CURRENT).1;
    let language = document.language;
    postings.begin_doc(language);
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
    let speech = body.speech_marks(&document.quotations);
    let mut terms = ArticleTerms {
        lead: lead
            .iter()
            .map(|(position, stem, _)| placed(postings, *position, *stem, TermKind::Stem))
            .collect(),
        names: names.into_names(postings).iter().map(|id| postings.interner().term(*id).to_owned()).collect(),
        speech: speech_terms(postings.analyzer, document),
        vector: vector.finish().collect(),
        path: tokens(postings.analyzer, &path_key::words(&document.key.path)),
        site: tokens(postings.analyzer, metadata.site.as_deref().unwrap_or_default()),
        author: tokens(postings.analyzer, metadata.author.as_deref().unwrap_or_default()),
        ancestors: ancestors(&document.key, &key).map(str::to_owned).collect(),
        lengths: lengths.map(|(field, length)| (field.field_id(), rounded(length))).into(),
        body: body.placed(postings, language, [body.marks(), speech].concat()),
        title: title_terms.placed(postings, language, Vec::new()),
        title_marks: title_terms.marks(),
        cut: cut.placed(postings, language, cut.marks()),
        text_hash: text_hash(document),
        sketch: sketch.finish().values,
    };
    terms.names.sort_unstable();
    terms.names.dedup();
    terms
}

fn placed(postings: &ThreadPostings, position: u32, term_id: u32, kind: TermKind) -> PlacedTerm {
    PlacedTerm { position, kind, text: postings.interner().term(term_id).to_owned() }
}

/// Returns the stems of a token that are none of the `known` ones at its position: of the whole, unless
/// `has_stem` tells that it is known, and without a last *s*.
fn stop_stems(token: &PlacedTerm, language: Language, known: &[&str], has_stem: bool) -> Vec<PlacedTerm> {
    if is_marked_term(token.text.as_bytes()) || has_gap(&token.text) {
        return Vec::new();
    }
    let whole = Some(token.text.as_str()).filter(|_| !has_stem);
    let bases = [whole, token.text.strip_suffix('s')];
    let stem = |base: &str| PlacedTerm {
        kind: TermKind::StopStem,
        text: tagged_stem(base, language).into_owned(),
        ..token.clone()
    };
    let bases = bases.into_iter().flatten().filter(|base| !base.is_empty());
    let mut stems: Vec<PlacedTerm> =
        bases.map(stem).filter(|stem| !known.contains(&stem.text.as_str())).collect();
    stems.dedup();
    stems
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
    fn marks(&self) -> Vec<PlacedTerm> {
        let mut marks = Vec::new();
        for unit in [SENTENCE, PARAGRAPH] {
            let [begin, end] = unit_marks(unit);
            let starts = self.boundaries.iter().filter(|(kind, _)| *kind == unit);
            let mut starts = starts.map(|(_, position)| *position).peekable();
            let mut range: Option<(u32, u32)> = None;
            let mut add = |range: Option<(u32, u32)>| {
                if let Some((first, last)) = range.filter(|(first, last)| first < last) {
                    marks.extend([mark(first, &begin), mark(last, &end)]);
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
    fn speech_marks(&self, quotations: &[StoredQuotation]) -> Vec<PlacedTerm> {
        let (mut cursor, mut marks) = (SpeechCursor::new(quotations), Vec::new());
        let [begin, end] = unit_marks(SPEECH);
        let mut add = |first: Option<u32>, last: u32| match first {
            Some(first) if first < last => marks.extend([mark(first, &begin), mark(last, &end)]),
            Some(first) if first == last => marks.push(mark(first, &SPEECH.to_string())),
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

    fn placed(
        &self,
        postings: &ThreadPostings,
        language: Language,
        marks: Vec<PlacedTerm>,
    ) -> Vec<PlacedTerm> {
        let token = |(position, id): &(u32, u32)| placed(postings, *position, *id, TermKind::Token);
        let stems =
            self.stems.iter().map(|(position, id, _)| placed(postings, *position, *id, TermKind::Stem));
        let mut terms: Vec<PlacedTerm> = self.tokens.iter().map(token).chain(stems).chain(marks).collect();
        for (position, id) in &self.tokens {
            let begin = self.stems.partition_point(|stem| stem.0 < *position);
            let known = self.stems[begin..].iter().take_while(|stem| stem.0 == *position);
            let known: Vec<&str> = known.map(|(_, id, _)| postings.interner().term(*id)).collect();
            let begin = self.tokens.partition_point(|token| token.0 < *position);
            // One of several forms may be a stop word.
            let is_alone = self.tokens.get(begin + 1).is_none_or(|other| other.0 != *position);
            let has_stem = is_alone && !known.is_empty();
            terms.extend(stop_stems(&token(&(*position, *id)), language, &known, has_stem));
        }
        terms.sort_by_key(|term| term.position);
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

fn mark(position: u32, text: &str) -> PlacedTerm {
    PlacedTerm { position, kind: TermKind::Mark, text: text.to_owned() }
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
fn tokens(analyzer: AnalyzerVersion, text: &str) -> Vec<PlacedTerm> {
    let mut stream = TokenStream::new(analyzer, text);
    let mut tokens = Vec::new();
    while stream.advance() {
        let (position, text) = (stream.position(), stream.text().to_owned());
        tokens.push(PlacedTerm { position, kind: TermKind::Token, text });
    }
    tokens
}
