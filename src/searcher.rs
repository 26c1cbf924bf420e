//! The second use case: answering a query.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::engine::{Filter, IndexPlace, Part, Reader, ScoredDocument, Sort, Wanted};
use crate::error::Error;
use crate::query::{Note, Query, parse};
use crate::snippet::{Marks, Passage, passages};

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
    /// How many passages to show of each article at most; none are looked for when it is 0.
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
    /// When the index that was searched was written, in seconds since 1970.
    pub written: i64,
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
    /// What of it shows the match, the best first; never empty.
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

    /// When the index was written, in seconds since 1970.
    pub fn written(&self) -> i64 {
        self.reader.meta().written
    }

    /// How many articles there are.
    pub fn articles(&self) -> u64 {
        self.reader.articles()
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
        let (written, took) = (self.written(), start.elapsed());
        Ok(Response { query, notes, total, hits, written, took })
    }
}

/// How hits are shown.
struct Show {
    body: Marks,
    title: Marks,
    part: Part,
    offset: usize,
    passages: usize,
}

impl Show {
    fn new(query: &Query, request: &Request) -> Self {
        let (body, title) = match request.part {
            Part::Cut => (Marks::in_cut(query, true), Marks::default()),
            _ => (Marks::in_body(query), Marks::in_title(query)),
        };
        Show { body, title, part: request.part, offset: request.offset, passages: request.passages }
    }

    fn hits(&self, documents: Vec<ScoredDocument>) -> Vec<Hit> {
        let numbered = documents.into_iter().zip(self.offset + 1..);
        numbered.map(|(document, rank)| self.hit(document, rank)).collect()
    }

    fn hit(&self, document: ScoredDocument, rank: usize) -> Hit {
        let mut shown = match self.passages {
            0 => vec![Passage { line: 1, segments: Vec::new() }],
            limit => passages(&document.text, &self.body, limit),
        };
        if shown.is_empty() && self.part != Part::Cut {
            let title = document.title.as_deref();
            shown.extend(title.and_then(|title| Passage::of_title(title, document.title_line, &self.title)));
        }
        if shown.is_empty() {
            shown.push(Passage::beginning(&document.text));
        }
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
}
