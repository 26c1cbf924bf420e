//! A run of saved searches: what is new to each of them.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::error::Error;
use crate::query::{Note, Query};
use crate::saved::classify::{LogComparison, Unreported};
use crate::saved::definitions::SavedSearch;
use crate::saved::log_index::LogIndex;
use crate::saved::reported::{ReportedLog, ReportedMark};
use crate::saved::saved_query::SavedQuery;
use crate::search::{ArticleAddress, Hit, HitCopy, Request, Searcher};

/// Options of a run.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct RunOptions {
    /// Whether all articles that match are reported, whatever was before.
    pub all: bool,
    /// Whether articles are reported whose text has changed since they were.
    pub changed: bool,
}

impl RunOptions {
    /// Sets whether all articles that match are reported.
    #[must_use]
    pub fn all(self, all: bool) -> Self {
        RunOptions { all, ..self }
    }

    /// Sets whether articles with a changed text are reported.
    #[must_use]
    pub fn changed(self, changed: bool) -> Self {
        RunOptions { changed, ..self }
    }
}

/// What a run of a saved search has found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SearchNews {
    /// The search.
    pub search: SavedSearch,
    /// Notes on how the query was read and searched.
    pub notes: Vec<Note>,
    /// New articles, one of each story, the earliest first, and changed ones behind them.
    pub new: Vec<NewHit>,
    /// New copies of stories that were reported.
    pub copies: Vec<KnownStory>,
    /// Number of articles whose text has changed, and which are not reported.
    pub changed: usize,
    /// Number of articles that match, if the search is new or edited and they are marked in silence.
    pub seeded: Option<usize>,
    /// Whether the search was edited since its last run. What is new is that of the query before.
    pub edited: bool,
    /// Why the search could not be run.
    pub error: Option<String>,
    /// What to mark as reported once it is; `None` if the search could not be run.
    pub mark: Option<ReportedMark>,
}

/// Article that a saved search has not reported before.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NewHit {
    /// The article, with its copies that match.
    pub hit: Hit,
    /// Whether it was reported with another text.
    pub changed: bool,
}

/// New copies of a story that a saved search has reported.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct KnownStory {
    /// Title of the article that was reported; of the first copy if the index no longer has it.
    pub title: Option<String>,
    /// Path of its file.
    pub path: PathBuf,
    /// The copies, the earliest first.
    pub copies: Vec<HitCopy>,
}

impl SearchNews {
    fn new(search: &SavedSearch) -> Self {
        SearchNews {
            search: search.clone(),
            notes: Vec::new(),
            new: Vec::new(),
            copies: Vec::new(),
            changed: 0,
            seeded: None,
            edited: false,
            error: None,
            mark: None,
        }
    }

    /// Creates the result of a search that could not be run.
    pub fn failed(search: &SavedSearch, error: impl ToString) -> Self {
        SearchNews { error: Some(error.to_string()), ..SearchNews::new(search) }
    }

    /// Returns whether there is something to mark as reported.
    pub fn is_to_mark(&self) -> bool {
        self.has_news() || self.changed > 0 || self.seeded.is_some()
    }

    /// Returns whether there is something to report.
    pub fn has_news(&self) -> bool {
        !self.new.is_empty() || !self.copies.is_empty()
    }
}

/// Finds what is new to each of `searches`, which are of the index that `searcher` has open. Nothing is
/// marked: the caller reports it first.
pub fn find_news(
    searcher: &Searcher,
    searches: &[SavedSearch],
    log: &ReportedLog,
    options: RunOptions,
) -> Vec<SearchNews> {
    let table = match searcher.article_table() {
        Ok(table) => table,
        Err(error) => return searches.iter().map(|search| SearchNews::failed(search, &error)).collect(),
    };
    let log_index = LogIndex::new(log);
    let comparison = LogComparison::new(&table, &log_index);
    let run = SearchRun { comparison: &comparison, log, options };
    let news = |search: &SavedSearch| match run.news(search) {
        Ok(news) => news,
        Err(error) => SearchNews::failed(search, error),
    };
    searches.par_iter().map(news).collect()
}

/// A run of the searches of one index.
struct SearchRun<'r> {
    comparison: &'r LogComparison<'r>,
    log: &'r ReportedLog,
    options: RunOptions,
}

impl SearchRun<'_> {
    fn news(&self, search: &SavedSearch) -> Result<SearchNews, Error> {
        let mut news = SearchNews::new(search);
        let known = self.log.search(&search.name);
        let query = &search.saved_query;
        let before = known.and_then(|known| known.query.as_ref()).filter(|before| *before != query);
        news.edited = before.is_some();
        let mut mark = ReportedMark {
            search: search.name.clone(),
            query: query.clone(),
            reported: Vec::new(),
            seeded: None,
        };
        let seeds = !self.options.all && (known.is_none() || before.is_some());
        if !seeds || before.is_some() {
            let asked = if seeds { before.unwrap_or(query) } else { query };
            let reported = self.report(&mut news, asked)?;
            mark.reported = self.comparison.all_traits(&reported)?;
        }
        if seeds {
            let request = request(query)?;
            let matching = self.comparison.table.matching(&request)?;
            news.notes = matching.notes;
            news.seeded = Some(matching.articles.len());
            let reported = self.comparison.log.reported(&search.name);
            let unreported = self.comparison.unreported(&matching.articles, &reported);
            mark.seeded = Some(self.comparison.all_traits(&unreported)?);
        }
        news.notes
            .extend(self.comparison.table.note_without_stories().map(|reason| Note { position: 0, reason }));
        news.mark = Some(mark);
        Ok(news)
    }

    /// Adds what `query` finds to `news`. Returns the articles to mark as reported.
    fn report(&self, news: &mut SearchNews, query: &SavedQuery) -> Result<Vec<ArticleAddress>, Error> {
        let request = request(query)?;
        let (table, log) = (self.comparison.table, self.comparison.log);
        let matching = table.matching(&request)?;
        news.notes = matching.notes;
        let reported = log.reported(&news.search.name);
        let unreported = self.comparison.unreported(&matching.articles, &reported);
        if self.options.all {
            let new = self.comparison.by_story(matching.articles);
            self.add_hits(news, (&matching.query, &request), new, false)?;
            return Ok(unreported);
        }
        let Unreported { new, changed, copies, all } = self.comparison.classify(unreported, &reported)?;
        let asked = (&matching.query, &request);
        self.add_hits(news, asked, new, false)?;
        match self.options.changed {
            true => {
                let changed = changed.into_iter().map(|article| (article, Vec::new())).collect();
                self.add_hits(news, asked, changed, true)?;
            }
            false => news.changed = changed.len(),
        }
        for (known, copies) in copies {
            let copies = table.copies(&matching.query, &request, &copies)?;
            let first = copies.first().map(|copy| (copy.metadata.title.clone(), copy.path.clone()));
            let (title, path) = match known {
                Some(known) => table.title(known)?,
                None => first.unwrap_or_default(),
            };
            news.copies.push(KnownStory { title, path, copies });
        }
        Ok(all)
    }

    fn add_hits(
        &self,
        news: &mut SearchNews,
        (query, request): (&Query, &Request),
        articles: Vec<(ArticleAddress, Vec<ArticleAddress>)>,
        changed: bool,
    ) -> Result<(), Error> {
        let (hits, notes) = self.comparison.table.hits(query, request, &articles)?;
        news.new.extend(hits.into_iter().map(|hit| NewHit { hit, changed }));
        news.notes.extend(notes);
        Ok(())
    }
}

/// Returns the request of a query of the file or the log.
fn request(query: &SavedQuery) -> Result<Request, Error> {
    query.request().map_err(|reason| Error::SavedQuery { reason })
}
