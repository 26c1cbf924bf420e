//! The second use case: answering a query.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::engine::{Filter, IndexPlace, Part, Reader, ScoredDocument, Sort, Wanted};
use crate::error::Error;
use crate::query::{Note, Query, parse};
use crate::snippet::{Marks, Passage, Segment, passages, whole};

/// A question.
#[derive(Debug, Clone)]
pub struct Request {
    /// The query as it was typed.
    pub query: String,
    /// What is searched.
    pub part: Part,
    /// Which articles may be found.
    pub filter: Filter,
    /// In which order.
    pub sort: Sort,
    /// Whether articles that match some of the query are found too.
    pub any: bool,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
    /// How many passages to show of each article at most; with 0 there is none, and nothing is looked for in the text.
    pub passages: usize,
}

impl Default for Request {
    fn default() -> Self {
        Request {
            query: String::new(),
            part: Part::default(),
            filter: Filter::default(),
            sort: Sort::default(),
            any: false,
            offset: 0,
            limit: 10,
            passages: 1,
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
    /// The best of them.
    pub hits: Vec<Hit>,
    /// How long it took.
    pub took: Duration,
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
    /// Its title.
    pub title: Option<String>,
    /// The day it was published.
    pub published: Option<Date>,
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
    reader: Reader,
}

impl Searcher {
    /// Opens the index at `place`.
    ///
    /// # Errors
    /// When there is none, or it cannot be read.
    pub fn open(place: &IndexPlace) -> Result<Self, Error> {
        Ok(Searcher { reader: Reader::open(place)? })
    }

    /// How many articles there are.
    pub fn articles(&self) -> u64 {
        self.reader.articles()
    }

    /// The article at `path`, of the record `id` where that is given, with what `query` matches marked; `None` when the
    /// index has none. With [`Part::Cut`] it is what was cut out of it.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn article(
        &self,
        path: &Path,
        id: Option<&str>,
        query: &Query,
        part: Part,
    ) -> Result<Option<Whole>, Error> {
        let Some(document) = self.reader.article(path, id, part)? else { return Ok(None) };
        let (body, title) = marks(query, part);
        let line = document.title_line;
        let heading = |text: String| {
            Passage::of_title(&text, line, &title).unwrap_or_else(|| Passage {
                line,
                segments: vec![Segment { text, matched: false, gap: false }],
            })
        };
        Ok(Some(Whole {
            path: document.path,
            id: document.id,
            title: document.title.map(heading),
            published: document.published,
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
        let query = if request.any { parsed.query.any() } else { parsed.query };
        let mut notes = parsed.notes;
        let (mut total, mut hits) = (0, Vec::new());
        if query != Query::Nothing {
            let wanted = Wanted {
                part: request.part,
                filter: request.filter.clone(),
                sort: request.sort,
                offset: request.offset,
                limit: request.limit,
            };
            let ranked = self.reader.search(&query, &wanted)?;
            notes.extend(ranked.notes.into_iter().map(|reason| Note { position: 0, reason }));
            total = ranked.total;
            let show = Show::new(&query, request);
            hits = show.hits(ranked.documents);
        }
        Ok(Response { query, notes, total, hits, took: start.elapsed() })
    }
}

/// A whole article with what matched marked.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Its source.
    pub path: PathBuf,
    /// The record of the source, where a source holds several.
    pub id: Option<String>,
    /// Its title, on the line of the original on which it stands.
    pub title: Option<Passage>,
    /// The day it was published.
    pub published: Option<Date>,
    /// Its paragraphs, each with the line on which it begins.
    pub paragraphs: Vec<Passage>,
}

/// How hits are shown.
struct Show {
    body: Marks,
    title: Marks,
    part: Part,
    offset: usize,
    passages: usize,
}

/// What of `query` can be marked in the text of `part` and in the title.
fn marks(query: &Query, part: Part) -> (Marks, Marks) {
    match part {
        Part::Cut => (Marks::in_cut(query, true), Marks::default()),
        _ => (Marks::in_body(query), Marks::in_title(query)),
    }
}

impl Show {
    fn new(query: &Query, request: &Request) -> Self {
        let (body, title) = marks(query, request.part);
        Show { body, title, part: request.part, offset: request.offset, passages: request.passages }
    }

    fn hits(&self, documents: Vec<ScoredDocument>) -> Vec<Hit> {
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
            title: document.title,
            published: document.published,
            passages: shown,
        }
    }

    /// The passages that show the match, else the title, else the beginning.
    fn passages(&self, document: &ScoredDocument) -> Vec<Passage> {
        let mut shown = passages(&document.text, &self.body, self.passages);
        if shown.is_empty() && self.part != Part::Cut {
            let title = document.title.as_deref();
            shown.extend(title.and_then(|title| Passage::of_title(title, document.title_line, &self.title)));
        }
        if shown.is_empty() {
            shown.push(Passage::beginning(&document.text));
        }
        shown
    }
}
