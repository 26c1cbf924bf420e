//! Finds articles of the log by what tells them from others.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::saved::reported::{ReportedLog, ReportedRun};
use crate::search::{ArticleAddress, ArticleTable, ArticleTraits};
use crate::stories::sketch::resemblance;

/// Resemblance from which an article tells the story of a reported one that the index no longer has.
const MIN_COPY: f32 = 0.6;

/// Resemblance from which a text at the address of a reported article is that article, changed: reports of
/// what goes on grow to several times their length.
const MIN_CHANGED: f32 = 0.25;
/// Resemblance from which a text in the file of a reported article is that article, changed. Files of one
/// name have texts of one form in turn.
const MIN_CHANGED_FILE: f32 = 0.5;

/// Relation of an article to the one that was reported from the same place or address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Former {
    /// The same article, as far as the index tells.
    Identical,
    /// The same text in another page.
    Same,
    /// A changed text.
    Changed,
}

/// Places of articles in the log.
type Places = Vec<u32>;

/// The articles of the log by their traits.
pub(super) struct LogIndex<'l> {
    log: &'l ReportedLog,
    by_content: FxHashMap<u64, Places>,
    by_text: FxHashMap<u64, Places>,
    by_source: FxHashMap<u64, Places>,
    by_url: FxHashMap<u64, Places>,
    /// Articles by each value of their sketches, once some are looked for.
    by_value: OnceLock<FxHashMap<u32, Places>>,
}

/// The articles that one search has reported, a bit for each article of the log.
pub(super) struct ReportedArticles(Vec<u64>);

impl ReportedArticles {
    fn contains(&self, place: u32) -> bool {
        self.0.get(place as usize / 64).is_some_and(|word| word >> (place % 64) & 1 == 1)
    }
}

impl<'l> LogIndex<'l> {
    /// Indexes the articles of `log`.
    pub(super) fn new(log: &'l ReportedLog) -> Self {
        let by = |key: fn(&ArticleTraits) -> Option<u64>| {
            let mut places: FxHashMap<u64, Places> = FxHashMap::default();
            for (place, traits) in (0..).zip(&log.articles) {
                key(traits).into_iter().for_each(|key| places.entry(key).or_default().push(place));
            }
            places
        };
        LogIndex {
            log,
            by_content: by(|traits| traits.content),
            by_text: by(|traits| traits.text),
            by_source: by(|traits| Some(traits.source)),
            by_url: by(|traits| traits.url),
            by_value: OnceLock::new(),
        }
    }

    /// Returns the articles that the search `name` has reported.
    pub(super) fn reported(&self, name: &str) -> ReportedArticles {
        self.articles_of(name, |_| true)
    }

    /// Returns the articles that the search `name` has marked in silence as changed, and not reported since.
    pub(super) fn changed(&self, name: &str) -> ReportedArticles {
        self.articles_of(name, |run| run.changed)
    }

    /// Returns the contents of all articles.
    pub(super) fn contents(&self) -> Vec<u64> {
        self.log.articles.iter().filter_map(|traits| traits.content).collect()
    }

    /// Returns the contents of the articles that the search `name` has reported; unless `with_changed`,
    /// without those that it has marked in silence as changed.
    pub(super) fn reported_contents(&self, name: &str, with_changed: bool) -> Vec<u64> {
        let (reported, changed) = (self.reported(name), self.changed(name));
        let is_asked = |place: u32| reported.contains(place) && (with_changed || !changed.contains(place));
        let articles = (0..).zip(&self.log.articles).filter(|(place, _)| is_asked(*place));
        articles.filter_map(|(_, traits)| traits.content).collect()
    }

    /// Returns the articles for the last run of which `is_in` returns true.
    fn articles_of(&self, name: &str, is_in: impl Fn(&ReportedRun) -> bool) -> ReportedArticles {
        let mut bits = vec![0u64; self.log.articles.len().div_ceil(64)];
        for run in self.log.search(name).map_or(&[][..], |search| &search.runs) {
            for place in run.articles.iter().map(|place| *place as usize) {
                match is_in(run) {
                    true => bits[place / 64] |= 1 << (place % 64),
                    false => bits[place / 64] &= !(1 << (place % 64)),
                }
            }
        }
        ReportedArticles(bits)
    }

    /// Returns whether an article of the index has the content or the text of a reported one.
    pub(super) fn is_known(
        &self,
        table: &ArticleTable<'_>,
        article: ArticleAddress,
        reported: &ReportedArticles,
    ) -> bool {
        let has = |places: &FxHashMap<u64, Places>, key: u64| {
            places.get(&key).is_some_and(|places| places.iter().any(|place| reported.contains(*place)))
        };
        table.content(article).is_some_and(|content| has(&self.by_content, content))
            || table.telling_text(article).is_some_and(|text| has(&self.by_text, text))
    }

    /// Tells what an article is to those that were reported from the same place or address; `None` if there
    /// was none, or it is another text. One of the `contents` of the index has not become another.
    pub(super) fn former(
        &self,
        traits: &ArticleTraits,
        reported: &ReportedArticles,
        contents: &FxHashSet<u64>,
    ) -> Option<Former> {
        let of_source = self.by_source.get(&traits.source);
        let of_url = traits.url.and_then(|url| self.by_url.get(&url));
        let places = of_source.into_iter().chain(of_url).flatten();
        let former = places.filter(|place| reported.contains(**place));
        let former = former.filter_map(|place| {
            let former = &self.log.articles[*place as usize];
            // Of an index that kept neither contents nor texts, nothing but the place is known.
            let is_place = former.content.is_none() && former.text.is_none();
            let is_same = traits.text.is_some() && former.text == traits.text;
            let has_address = traits.url.is_some() && former.url == traits.url;
            let is_elsewhere = traits.url.is_some() && former.url.is_some() && !has_address;
            let min = if has_address { MIN_CHANGED } else { MIN_CHANGED_FILE };
            let is_changed = || {
                is_gone(former, contents)
                    && !is_elsewhere
                    && resemblance(&former.sketch, &traits.sketch) >= min
            };
            match is_place || is_same {
                true if former == traits => Some(Former::Identical),
                true => Some(Former::Same),
                false => is_changed().then_some(Former::Changed),
            }
        });
        former.min()
    }

    /// Returns the places of the articles that resemble `traits` and of which the index no longer has the
    /// content: it knows the copies of those that it has.
    pub(super) fn resembling(&self, traits: &ArticleTraits, contents: &FxHashSet<u64>) -> Vec<u32> {
        let by_value = self.by_value.get_or_init(|| {
            let mut places: FxHashMap<u32, Places> = FxHashMap::default();
            for (place, traits) in (0..).zip(&self.log.articles) {
                traits.sketch.iter().for_each(|value| places.entry(*value).or_default().push(place));
            }
            places
        });
        let sharing = traits.sketch.iter().filter_map(|value| by_value.get(value)).flatten();
        let mut sharing: Vec<u32> = sharing.copied().collect();
        sharing.sort_unstable();
        sharing.dedup();
        sharing.retain(|place| {
            let other = &self.log.articles[*place as usize];
            is_gone(other, contents) && resemblance(&other.sketch, &traits.sketch) >= MIN_COPY
        });
        sharing
    }

    /// Returns whether one of the articles at `places` was reported.
    pub(super) fn any_reported(places: &[u32], reported: &ReportedArticles) -> bool {
        places.iter().any(|place| reported.contains(*place))
    }
}

/// Returns whether the index, which has `contents`, no longer has an article of the log.
fn is_gone(article: &ArticleTraits, contents: &FxHashSet<u64>) -> bool {
    article.content.is_none_or(|content| !contents.contains(&content))
}
