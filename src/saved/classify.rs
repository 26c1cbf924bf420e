//! Tells what is new among the articles that match from copies and changed texts of what was reported.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::error::Error;
use crate::query::Note;
use crate::saved::log_index::{Former, LogIndex, ReportedArticles};
use crate::search::{ArticleAddress, ArticleTable, ArticleTraits, Request};

/// The articles of an index beside those of the log.
pub(super) struct LogComparison<'c> {
    pub table: &'c ArticleTable<'c>,
    pub log: &'c LogIndex<'c>,
    traits: Mutex<FxHashMap<ArticleAddress, Arc<ArticleTraits>>>,
    resembling: Mutex<FxHashMap<ArticleAddress, Arc<[u32]>>>,
    /// Contents of the index.
    contents: OnceLock<Arc<FxHashSet<u64>>>,
}

/// Articles that match and were not reported, by what they are.
#[derive(Debug, Default)]
pub(super) struct Unreported {
    /// New stories: the earliest article of each, and its copies.
    pub new: Vec<(ArticleAddress, Vec<ArticleAddress>)>,
    /// Articles that were reported with another text.
    pub changed: Vec<ArticleAddress>,
    /// Copies of reported stories, each story with the article that was reported, if the index has it.
    pub copies: Vec<(Option<ArticleAddress>, Vec<ArticleAddress>)>,
    /// All of them, and those that are known but were found otherwise.
    pub all: Vec<ArticleAddress>,
}

/// Articles that a search finds when it is new or edited.
#[derive(Debug, Default)]
pub(super) struct Seeds {
    /// Number of articles that match.
    pub matching: usize,
    pub notes: Vec<Note>,
    /// What tells those from others that were not reported.
    pub unreported: Vec<Arc<ArticleTraits>>,
}

impl<'c> LogComparison<'c> {
    pub(super) fn new(table: &'c ArticleTable<'c>, log: &'c LogIndex<'c>) -> Self {
        LogComparison {
            table,
            log,
            traits: Mutex::default(),
            resembling: Mutex::default(),
            contents: OnceLock::new(),
        }
    }

    /// Compares with the articles of `table`, of an index that has these contents.
    pub(super) fn with_contents(self, contents: Arc<FxHashSet<u64>>) -> Self {
        LogComparison { contents: OnceLock::from(contents), ..self }
    }

    /// Returns what tells an article from others.
    pub(super) fn traits(&self, article: ArticleAddress) -> Result<Arc<ArticleTraits>, Error> {
        if let Some(traits) = self.traits.lock().unwrap_or_else(PoisonError::into_inner).get(&article) {
            return Ok(Arc::clone(traits));
        }
        let traits = Arc::new(self.table.traits(article)?);
        let mut known = self.traits.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(known.entry(article).or_insert(traits)))
    }

    /// Returns what tells each of `articles` from others.
    pub(super) fn all_traits(&self, articles: &[ArticleAddress]) -> Result<Vec<Arc<ArticleTraits>>, Error> {
        articles.iter().map(|article| self.traits(*article)).collect()
    }

    /// Returns the articles of the log that an article resembles, and that the index no longer has.
    fn resembling(&self, article: ArticleAddress, traits: &ArticleTraits) -> Arc<[u32]> {
        if let Some(places) = self.resembling.lock().unwrap_or_else(PoisonError::into_inner).get(&article) {
            return Arc::clone(places);
        }
        let places: Arc<[u32]> = self.log.resembling(traits, self.contents()).into();
        let mut known = self.resembling.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(article).or_insert(places))
    }

    /// Returns the contents of the index.
    fn contents(&self) -> &FxHashSet<u64> {
        let contents = || self.table.all().filter_map(|article| self.table.content(article)).collect();
        self.contents.get_or_init(|| Arc::new(contents()))
    }

    /// Returns the articles that match `request`, for the search `name`.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(super) fn seeds(&self, name: &str, request: &Request) -> Result<Seeds, Error> {
        let found = self.table.matching(request)?;
        let unreported = self.unreported(&found.articles, &self.log.reported(name));
        let unreported = self.all_traits(&unreported)?;
        Ok(Seeds { matching: found.articles.len(), notes: found.notes, unreported })
    }

    /// Returns those of `articles` that are not in `reported`, by content or text.
    pub(super) fn unreported(
        &self,
        articles: &[ArticleAddress],
        reported: &ReportedArticles,
    ) -> Vec<ArticleAddress> {
        let is_new = |article: &&ArticleAddress| !self.log.is_known(self.table, **article, reported);
        articles.iter().filter(is_new).copied().collect()
    }

    /// Groups articles by their stories, the earliest first.
    pub(super) fn by_story(
        &self,
        mut articles: Vec<ArticleAddress>,
    ) -> Vec<(ArticleAddress, Vec<ArticleAddress>)> {
        self.table.sort_earliest_first(&mut articles);
        let mut groups: Vec<(ArticleAddress, Vec<ArticleAddress>)> = Vec::new();
        let mut by_story: FxHashMap<u32, usize> = FxHashMap::default();
        for article in articles {
            let story = self.table.story(article);
            match story.and_then(|story| by_story.get(&story)) {
                Some(group) => groups[*group].1.push(article),
                None => {
                    by_story.extend(story.map(|story| (story, groups.len())));
                    groups.push((article, Vec::new()));
                }
            }
        }
        groups
    }

    /// Tells what `unreported` articles are, beside the `reported` ones.
    ///
    /// # Errors
    /// If the index is damaged.
    pub(super) fn classify(
        &self,
        mut unreported: Vec<ArticleAddress>,
        reported: &ReportedArticles,
    ) -> Result<Unreported, Error> {
        self.table.sort_earliest_first(&mut unreported);
        let mut found = Unreported::default();
        let (mut new, mut others) = (Vec::new(), Vec::new());
        let mut copies: BTreeMap<u32, (ArticleAddress, Vec<ArticleAddress>)> = BTreeMap::new();
        let mut known_members: FxHashMap<u32, Option<ArticleAddress>> = FxHashMap::default();
        for article in unreported {
            let traits = self.traits(article)?;
            let former = self.log.former(&traits, reported, self.contents());
            if former == Some(Former::Identical) {
                continue;
            }
            found.all.push(article);
            match former {
                None => {}
                Some(Former::Changed) => {
                    found.changed.push(article);
                    continue;
                }
                Some(Former::Identical | Former::Same) => continue,
            }
            let story = self.table.story(article);
            let known = story.and_then(|story| {
                *known_members.entry(story).or_insert_with(|| {
                    let members = self.table.members(story).iter();
                    members.copied().find(|member| self.log.is_known(self.table, *member, reported))
                })
            });
            match story.zip(known) {
                Some((story, known)) => {
                    copies.entry(story).or_insert_with(|| (known, Vec::new())).1.push(article);
                }
                None if LogIndex::any_reported(&self.resembling(article, &traits), reported) => {
                    others.push(article);
                }
                None => new.push(article),
            }
        }
        found.new = self.by_story(new);
        found.copies = copies.into_values().map(|(known, copies)| (Some(known), copies)).collect();
        let others = self.by_story(others).into_iter();
        found.copies.extend(others.map(|(first, others)| (None, [vec![first], others].concat())));
        Ok(found)
    }
}
