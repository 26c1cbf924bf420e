//! A run of saved searches: what is new to each of them.

use std::collections::HashSet;
use std::path::PathBuf;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::error::Error;
use crate::query::{Note, Query};
use crate::saved::classify::{LogComparison, Seeds, Unreported};
use crate::saved::definitions::SavedSearch;
use crate::saved::log_index::LogIndex;
use crate::saved::remote_articles::RemoteArticles;
use crate::saved::reported::{ReportedLog, ReportedMark};
use crate::saved::saved_query::SavedQuery;
use crate::search::{ArticleAddress, Hit, HitCopy, Request, Searcher};
use crate::text::path_key;

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

/// Findings of a run of a saved search.
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
    /// Articles whose text has changed, and which are not reported.
    changed: Vec<ArticleAddress>,
    /// Number of articles that match, if the search is new or edited and they are marked in silence.
    pub seeded: Option<usize>,
    /// Whether the search was edited since its last run. What is new is that of the query before.
    pub edited: bool,
    /// Why the search could not be run.
    pub error: Option<String>,
    /// Articles to mark as reported once they are; `None` if the search could not be run.
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
    /// Whether it was reported before as it is.
    pub known: bool,
}

impl NewHit {
    /// Returns the word for what it is: `new`, `changed` or `known`.
    pub fn kind(&self) -> &'static str {
        match (self.changed, self.known) {
            (true, _) => "changed",
            (false, true) => "known",
            (false, false) => "new",
        }
    }
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
            changed: Vec::new(),
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

    /// Returns the number of articles whose text has changed, and which are not reported.
    pub fn num_changed(&self) -> usize {
        self.changed.len()
    }

    /// Returns the number of articles that are new or have changed.
    pub fn num_new(&self) -> usize {
        self.new.iter().filter(|new| !new.known).count()
    }

    /// Returns whether there is something to mark as reported.
    pub fn is_to_mark(&self) -> bool {
        self.has_news() || !self.changed.is_empty() || self.seeded.is_some()
    }

    /// Returns whether there is something to report.
    pub fn has_news(&self) -> bool {
        !self.new.is_empty() || !self.copies.is_empty()
    }
}

/// Returns the number of articles whose text has changed, and which no search reports; those that several
/// searches have found count once.
pub fn num_changed(news: &[SearchNews]) -> usize {
    let changed =
        news.iter().flat_map(|news| news.changed.iter().map(move |article| (&news.search.index, article)));
    changed.collect::<HashSet<_>>().len()
}

/// Finds what is new to each of `searches`, which are of the index that `searcher` has open. Nothing is
/// marked: the caller reports it first.
pub fn find_news(
    searcher: &Searcher,
    searches: &[SavedSearch],
    log: &ReportedLog,
    options: RunOptions,
) -> Vec<SearchNews> {
    if searches.is_empty() {
        return Vec::new();
    }
    let log_index = LogIndex::new(log);
    let failed = |error: Error| searches.iter().map(|search| SearchNews::failed(search, &error)).collect();
    match RemoteArticles::new(searcher, &log_index) {
        Ok(Some(articles)) => {
            let news = |search| {
                let news = news_of_remote(&articles, search, log, options);
                news.unwrap_or_else(|error| SearchNews::failed(search, error))
            };
            return searches.iter().map(news).collect();
        }
        Ok(None) => {}
        Err(error) => return failed(error),
    }
    let table = match searcher.article_table() {
        Ok(table) => table,
        Err(error) => return failed(error),
    };
    let comparison = LogComparison::new(&table, &log_index);
    let run = SearchRun { comparison: &comparison, log, options, remote: None };
    let news = |search: &SavedSearch| match run.news(search) {
        Ok(news) => news,
        Err(error) => SearchNews::failed(search, error),
    };
    searches.par_iter().map(news).collect()
}

/// Finds what is new to `search`, whose articles another engine holds.
fn news_of_remote(
    articles: &RemoteArticles<'_>,
    search: &SavedSearch,
    log: &ReportedLog,
    options: RunOptions,
) -> Result<SearchNews, Error> {
    let (before, seeds) = before(log, search, options);
    let reports = before.into_iter().chain((!seeds).then_some(&search.saved_query));
    let requests = reports.map(request).collect::<Result<Vec<_>, _>>()?;
    let fetched = articles.fetch(&search.name, &requests, (options.all, options.changed))?;
    let table = fetched.article_table()?;
    let comparison = articles.compare(&table);
    SearchRun { comparison: &comparison, log, options, remote: Some(articles) }.news(search)
}

/// Returns the query that `search` had in its last run, if it was another, and whether what it finds now is
/// marked in silence.
fn before<'l>(
    log: &'l ReportedLog,
    search: &SavedSearch,
    options: RunOptions,
) -> (Option<&'l SavedQuery>, bool) {
    let known = log.search(&search.name);
    let query = &search.saved_query;
    let before = known.and_then(|known| known.query.as_ref()).filter(|before| *before != query);
    (before, !options.all && (known.is_none() || before.is_some()))
}

/// A run of the searches of one index.
struct SearchRun<'r> {
    comparison: &'r LogComparison<'r>,
    log: &'r ReportedLog,
    options: RunOptions,
    /// All articles, if another engine holds them; those to report were fetched.
    remote: Option<&'r RemoteArticles<'r>>,
}

impl SearchRun<'_> {
    fn news(&self, search: &SavedSearch) -> Result<SearchNews, Error> {
        search.check().map_err(|reason| Error::SavedQuery { reason })?;
        let mut news = SearchNews::new(search);
        let query = &search.saved_query;
        let (before, seeds) = before(self.log, search, self.options);
        news.edited = before.is_some();
        let mut mark = ReportedMark {
            search: search.name.clone(),
            query: query.clone(),
            reported: Vec::new(),
            changed: Vec::new(),
            seeded: None,
        };
        let mut reported = Vec::new();
        if let Some(before) = before {
            reported = self.report(&mut news, before, false)?;
        }
        if !seeds {
            let earlier = std::mem::take(&mut news.new);
            reported.extend(self.report(&mut news, query, self.options.all)?);
            let is_listed =
                |hit: &Hit| news.new.iter().any(|new| (&new.hit.path, &new.hit.id) == (&hit.path, &hit.id));
            let earlier: Vec<NewHit> = earlier.into_iter().filter(|new| !is_listed(&new.hit)).collect();
            news.new.splice(0..0, earlier);
        }
        mark.reported = self.comparison.all_traits(&reported)?;
        mark.changed = self.comparison.all_traits(&news.changed)?;
        if seeds {
            let Seeds { matching, notes, unreported } = match self.remote {
                Some(articles) => articles.seeds(&search.name, &request(query)?)?,
                None => self.comparison.seeds(&search.name, &request(query)?)?,
            };
            news.notes.extend(notes);
            news.seeded = Some(matching);
            mark.seeded = Some(unreported);
        }
        news.notes.extend(self.unknown_folders(query));
        // Of a cluster it would be said again and again.
        let note = self.comparison.table.note_without_stories();
        let note = note.filter(|_| self.remote.is_none() || news.has_news());
        news.notes.extend(note.map(|reason| Note { position: 0, reason }));
        news.mark = Some(mark);
        Ok(news)
    }

    /// Adds what `query` finds to `news`. Returns the articles to mark as reported.
    fn report(
        &self,
        news: &mut SearchNews,
        query: &SavedQuery,
        lists_all: bool,
    ) -> Result<Vec<ArticleAddress>, Error> {
        let request = request(query)?;
        let (table, log) = (self.comparison.table, self.comparison.log);
        let matching = table.matching(&request)?;
        news.notes.extend(matching.notes);
        let reported = log.reported(&news.search.name);
        let unreported = self.comparison.unreported(&matching.articles, &reported);
        let asked = (&matching.query, &request);
        if lists_all {
            let unreported: FxHashSet<ArticleAddress> = unreported.into_iter().collect();
            let stories = self.comparison.by_story(matching.articles);
            let known: Vec<bool> = stories.iter().map(|(first, _)| !unreported.contains(first)).collect();
            self.add_hits(news, asked, stories, false)?;
            news.new.iter_mut().zip(known).for_each(|(new, known)| new.known = known);
            return Ok(unreported.into_iter().collect());
        }
        let Unreported { new, mut changed, copies, mut all } =
            self.comparison.classify(unreported, &reported)?;
        self.add_hits(news, asked, new, false)?;
        match self.options.changed {
            true => {
                // With those that earlier runs have only counted.
                let counted = log.changed(&news.search.name);
                let is_counted = |article: &&ArticleAddress| log.is_known(table, **article, &counted);
                let counted: Vec<_> = matching.articles.iter().filter(is_counted).copied().collect();
                all.extend(&counted);
                changed.extend(counted);
                table.sort_earliest_first(&mut changed);
                let changed = changed.into_iter().map(|article| (article, Vec::new())).collect();
                self.add_hits(news, asked, changed, true)?;
            }
            false => {
                all.retain(|article| !changed.contains(article));
                news.changed = changed;
            }
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

    /// Returns notes on folders that the index does not have: nothing in them is found.
    fn unknown_folders(&self, query: &SavedQuery) -> impl Iterator<Item = Note> {
        let folders = query.folders.iter().filter(|folder| !self.comparison.table.has_folder(folder));
        let note = |folder: &PathBuf| {
            let folder = path_key::shown(folder);
            Note {
                position: 0,
                reason: format!("the index has no folder {folder}: it was moved, or never there"),
            }
        };
        folders.map(note)
    }

    fn add_hits(
        &self,
        news: &mut SearchNews,
        (query, request): (&Query, &Request),
        articles: Vec<(ArticleAddress, Vec<ArticleAddress>)>,
        changed: bool,
    ) -> Result<(), Error> {
        let (hits, notes) = self.comparison.table.hits(query, request, &articles)?;
        news.new.extend(hits.into_iter().map(|hit| NewHit { hit, changed, known: false }));
        news.notes.extend(notes);
        Ok(())
    }
}

/// Returns the request of a query of the file or the log.
pub(super) fn request(query: &SavedQuery) -> Result<Request, Error> {
    query.request().map_err(|reason| Error::SavedQuery { reason })
}
