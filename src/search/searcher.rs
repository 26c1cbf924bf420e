//! The second use case: answering a query.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::analysis::Languages;
use crate::article::Metadata;
use crate::error::Error;
use crate::index::{IndexDir, SearchTarget};
use crate::query::{Note, Query, parse};
use crate::search::snapshot::{Filter, IndexSnapshot, ScoredDocument, SearchParams, SearchResults};
use crate::search::snippet::{Highlighter, Passage, PassageSegment, passages_in_context, whole};
use crate::search::top_docs::Sort;

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query as it was typed.
    pub query: String,
    /// What is searched.
    pub part: SearchTarget,
    /// Which articles may be found.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Whether articles that match some of the query are found too.
    pub match_any: bool,
    /// Whether to say which other spellings there are, even where enough was found.
    pub list_spellings: bool,
    /// Whether to search for other spellings of the words too.
    pub expand_spellings: bool,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
    /// Whether to help whoever finds little: other spellings, what the parts find alone, articles that match some.
    pub suggestions: bool,
    /// How many passages to show of each article at most; with 0 there is none, and nothing is looked for in the text.
    pub max_passages: usize,
    /// How many sentences to show before and after what matched.
    pub context_sentences: usize,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: String::new(),
            part: SearchTarget::default(),
            filter: Filter::default(),
            sort: Sort::default(),
            match_any: false,
            list_spellings: false,
            expand_spellings: false,
            offset: 0,
            limit: 10,
            suggestions: true,
            max_passages: 1,
            context_sentences: 0,
        }
    }
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Response {
    /// The query as it was understood.
    pub query: Query,
    /// What was read otherwise than typed.
    pub notes: Vec<Note>,
    /// How many articles match.
    pub total: usize,
    /// The best of them; where nothing matches and `relaxed` says so, articles that match some of the query.
    pub hits: Vec<Hit>,
    /// When the index that was searched was written, in seconds since 1970.
    pub written: i64,
    /// Whether the hits match only some of the query, because nothing matches all of it.
    pub relaxed: bool,
    /// Other spellings of words of the query that the index has.
    pub also_spelled: Vec<OtherSpelling>,
    /// What each part of the query finds alone, where all of them together find nothing.
    pub partial_matches: Vec<PartialMatch>,
    /// How long it took.
    pub took: Duration,
    /// How long each stage of that took.
    pub timings: SearchTimings,
}

/// How long the stages of an answer took. Help for who found little is in none of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SearchTimings {
    /// Understanding the query.
    pub parse: Duration,
    /// Finding and ranking, and fetching what is shown.
    pub search: Duration,
    /// Choosing what to show of each hit, and marking it.
    pub snippets: Duration,
}

/// Another spelling of a word of the query.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct OtherSpelling {
    /// The word as it was typed.
    pub word: String,
    /// How the index has it too.
    pub spelled: String,
    /// How many articles have that.
    pub articles: u64,
}

/// What one part of a query finds alone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PartialMatch {
    /// The part, in its canonical form.
    pub query: String,
    /// How many articles it finds.
    pub total: usize,
}

/// An article that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Its place in the answer, from 1.
    pub rank: usize,
    /// Its score; higher is better.
    pub score: f32,
    /// Its source.
    pub path: PathBuf,
    /// The record of the source, where a source holds several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// What of it shows the match, the best first; empty only when none was asked for.
    pub passages: Vec<Passage>,
}

impl Hit {
    /// The passage that shows the most of the query.
    pub fn passage(&self) -> &Passage {
        const NONE: &Passage = &Passage { line: 1, segments: Vec::new() };
        self.passages.first().unwrap_or(NONE)
    }
}

/// Answers queries from one state of an index.
pub struct Searcher {
    pub(super) reader: IndexSnapshot,
}

impl Searcher {
    /// Opens the index at `place`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(place: &IndexDir) -> Result<Self, Error> {
        Ok(Searcher { reader: IndexSnapshot::open(place)? })
    }

    /// When the index was written, in seconds since 1970.
    pub fn written(&self) -> i64 {
        self.reader.meta().written
    }

    /// How many articles there are.
    pub fn num_articles(&self) -> u64 {
        self.reader.num_articles()
    }

    /// The article at `path`, of the record `id` where that is given, with what `query` matches marked; `None` when the
    /// index has none. With [`SearchTarget::Cut`] it is what was cut out of it.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn article(
        &self,
        path: &Path,
        id: Option<&str>,
        query: &Query,
        part: SearchTarget,
    ) -> Result<Option<FullArticle>, Error> {
        let Some(document) = self.reader.article(path, id, part)? else { return Ok(None) };
        let (body, title) = marks(query, part, self.reader.languages());
        let line = document.title_line;
        let heading = |text: String| {
            Passage::of_title(&text, document.text.language, line, &title).unwrap_or_else(|| Passage {
                line,
                segments: vec![PassageSegment { text, matched: false, gap: false }],
            })
        };
        Ok(Some(FullArticle {
            path: document.path,
            id: document.id,
            heading: document.metadata.title.clone().map(heading),
            metadata: document.metadata,
            paragraphs: whole(&document.text, &body),
        }))
    }

    /// Answers `request`.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn search(&self, request: &Request) -> Result<Response, Error> {
        let start = Instant::now();
        let parsed = parse(&request.query);
        let timings = SearchTimings { parse: start.elapsed(), ..SearchTimings::default() };
        let mut query = if request.match_any { parsed.query.as_disjunction() } else { parsed.query };
        if request.expand_spellings {
            query = self.with_variants(query)?;
        }
        let mut response = Response {
            query,
            notes: parsed.notes,
            total: 0,
            hits: Vec::new(),
            relaxed: false,
            also_spelled: Vec::new(),
            partial_matches: Vec::new(),
            written: self.written(),
            took: Duration::ZERO,
            timings,
        };
        if response.query != Query::Nothing {
            let begun = Instant::now();
            let ranked = self.ranked(&response.query, request)?;
            response.timings.search = begun.elapsed();
            response.total = ranked.total;
            response.notes.extend(ranked.notes.into_iter().map(|reason| Note { position: 0, reason }));
            response.hits =
                HitBuilder::new(&response.query, request, self.reader.languages()).hits(ranked.documents);
            response.timings.snippets = begun.elapsed() - response.timings.search;
            self.add_suggestions(request, &mut response)?;
        }
        response.took = start.elapsed();
        Ok(response)
    }

    pub(super) fn ranked(&self, query: &Query, request: &Request) -> Result<SearchResults, Error> {
        let params = SearchParams {
            part: request.part,
            filter: request.filter.clone(),
            sort: request.sort,
            offset: request.offset,
            limit: request.limit,
            fetch_text: request.max_passages > 0,
        };
        self.reader.search(query, &params)
    }
}

/// A whole article with what matched marked.
#[derive(Debug, Clone)]
pub struct FullArticle {
    /// Its source.
    pub path: PathBuf,
    /// The record of the source, where a source holds several.
    pub id: Option<String>,
    /// Title, author, site, day and address.
    pub metadata: Metadata,
    /// The title with its matches, on the line of the original on which it stands.
    pub heading: Option<Passage>,
    /// Its paragraphs, each with the line on which it begins.
    pub paragraphs: Vec<Passage>,
}

/// How hits are shown.
pub(crate) struct HitBuilder {
    body: Highlighter,
    title: Highlighter,
    part: SearchTarget,
    offset: usize,
    passages: usize,
    context: usize,
}

/// What of `query` can be marked in the text of `part` and in the title.
fn marks(query: &Query, part: SearchTarget, languages: &Languages) -> (Highlighter, Highlighter) {
    match part {
        SearchTarget::Cut => (Highlighter::for_cut(query, true, languages), Highlighter::default()),
        _ => (Highlighter::for_body(query, languages), Highlighter::for_title(query, languages)),
    }
}

impl HitBuilder {
    pub(super) fn new(query: &Query, request: &Request, languages: &Languages) -> Self {
        let Request { part, offset, max_passages: passages, context_sentences: context, .. } = *request;
        let (body, title) = if passages == 0 { Default::default() } else { marks(query, part, languages) };
        HitBuilder { body, title, part, offset, passages, context }
    }

    pub(super) fn hits(&self, documents: Vec<ScoredDocument>) -> Vec<Hit> {
        let numbered = documents.into_iter().zip(self.offset + 1..);
        numbered.map(|(document, rank)| self.hit(document, rank)).collect()
    }

    fn hit(&self, document: ScoredDocument, rank: usize) -> Hit {
        let shown = if self.passages == 0 { Vec::new() } else { self.passages(&document) };
        Hit {
            rank,
            score: document.score,
            path: document.path,
            id: document.id,
            metadata: document.metadata,
            passages: shown,
        }
    }

    /// The passages that show the match, else the title, else the beginning.
    fn passages(&self, document: &ScoredDocument) -> Vec<Passage> {
        let mut shown = passages_in_context(&document.text, &self.body, self.passages, self.context);
        if shown.is_empty() && self.part != SearchTarget::Cut {
            let title = document.metadata.title.as_deref();
            shown.extend(title.and_then(|title| {
                Passage::of_title(title, document.text.language, document.title_line, &self.title)
            }));
        }
        if shown.is_empty() {
            shown.push(Passage::beginning(&document.text));
        }
        shown
    }
}
