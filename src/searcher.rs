//! The second use case: answering a query.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::engine::{Filter, IndexPlace, Part, Reader, ScoredDocument};
use crate::error::Error;
use crate::query::{Note, Query, parse};
use crate::snippet::{Marks, Passage, passage};

/// A question.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The query as it was typed.
    pub query: String,
    /// What is searched.
    pub part: Part,
    /// Which articles may be found.
    pub filter: Filter,
    /// How many hits to pass over.
    pub offset: usize,
    /// How many hits to give at most.
    pub limit: usize,
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
    /// What of it shows the match.
    pub passage: Passage,
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

    /// Answers `request`.
    ///
    /// # Errors
    /// When the index turns out to be damaged.
    pub fn search(&self, request: &Request) -> Result<Response, Error> {
        let start = Instant::now();
        let parsed = parse(&request.query);
        let query = parsed.query;
        let ranked = match query {
            Query::Nothing => None,
            _ => Some(self.reader.search(
                &query,
                request.part,
                &request.filter,
                request.offset,
                request.limit,
            )?),
        };
        let marks = match request.part {
            Part::Cut => (Marks::in_cut(&query, true), Marks::default()),
            _ => (Marks::in_body(&query), Marks::in_title(&query)),
        };
        let (total, documents, found) =
            ranked.map_or_else(Default::default, |ranked| (ranked.total, ranked.documents, ranked.notes));
        let mut notes = parsed.notes;
        notes.extend(found.into_iter().map(|reason| Note { position: 0, reason }));
        let hits = documents.into_iter().enumerate();
        let hits =
            hits.map(|(index, document)| hit(request.offset + index + 1, document, request.part, &marks));
        let hits = hits.collect();
        Ok(Response { query, notes, total, hits, took: start.elapsed() })
    }
}

fn hit(rank: usize, document: ScoredDocument, part: Part, (marks, title_marks): &(Marks, Marks)) -> Hit {
    let title = document.title.as_deref().filter(|_| part != Part::Cut);
    let in_title = || Passage::of_title(title?, document.title_line, title_marks);
    let passage = passage(&document.text, marks).or_else(in_title);
    Hit {
        rank,
        score: document.score,
        path: document.path,
        id: document.id,
        published: document.published,
        passage: passage.unwrap_or_else(|| Passage::beginning(&document.text)),
        title: document.title,
    }
}
